//! Reductions along axes, and what scales rows by them.

use super::graph::{Builder, folded};
use super::node::Call;
use super::tensor::{Cell, Element, Tensor, size};
use windowbox::preprocess::arithmetic::Function;
use windowbox::preprocess::reduce::Reduction;
use windowbox::preprocess::{Link, Reduce, Step};
use windowbox::slots::Precision;
use windowbox::{Op, Result};

/// The cells that become one, group by group.
pub fn groups(call: &Call, x: &Tensor, axes: &[usize]) -> Result<Vec<Vec<Cell>>> {
    if x.rows.is_some_and(|rows| axes.contains(&rows)) {
        return Err(call.mixes());
    }
    let kept: Vec<usize> = (0..x.dims.len()).filter(|axis| !axes.contains(axis)).collect();
    let count = size(&kept.iter().map(|axis| x.dims[*axis]).collect::<Vec<_>>());
    let mut groups = vec![Vec::new(); count];
    for (at, cell) in x.cells.iter().enumerate() {
        let (mut group, mut step) = (0, 1);
        for axis in kept.iter().rev() {
            group += at / size(&x.dims[axis + 1..]) % x.dims[*axis] * step;
            step *= x.dims[*axis];
        }
        groups[group].push(cell.clone());
    }
    match groups.iter().all(|group| !group.is_empty()) {
        true => Ok(groups),
        false => Err(call.shape_error("reduces nothing")),
    }
}

/// The shape that is left.
pub fn reduced(x: &Tensor, axes: &[usize], keep: bool) -> (Vec<usize>, Option<usize>) {
    let kept = |axis: &usize| keep || !axes.contains(axis);
    let dims = (0..x.dims.len()).filter(kept).map(|axis| if axes.contains(&axis) { 1 } else { x.dims[axis] });
    (dims.collect(), x.rows.map(|rows| (0..rows).filter(kept).count()))
}

impl Builder<'_> {
    /// Each group as one cell.
    pub fn reduce(&mut self, reduction: Reduction, precision: Precision, groups: Vec<Vec<Cell>>) -> Result<Vec<Cell>> {
        let width = groups.first().map_or(0, Vec::len);
        if width == 1 && !matches!(reduction, Reduction::SumOfSquares | Reduction::LogSumExp) {
            return Ok(groups.into_iter().flatten().collect());
        }
        let reduce = Reduce { reduction, precision, skips: false, width: width as u32 };
        let constant = |group: &Vec<Cell>| group.iter().map(Cell::number).collect::<Option<Vec<f64>>>();
        if let Some(numbers) = groups.iter().map(constant).collect::<Option<Vec<_>>>() {
            let count = numbers.len();
            return Ok(folded(&reduce, &numbers.concat(), count).into_iter().map(Cell::Number).collect());
        }
        let reads = self.slots(&groups.concat())?;
        Ok(self.push(Op::Step(Step::Reduce(reduce)), reads)?.into_iter().map(Cell::Slot).collect())
    }
}

/// ReduceSum and its kin.
pub fn reduce(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axes", "keepdims", "noop_with_empty_axes"])?;
    let x = call.input(0)?;
    let axes = call.list("axes", 1)?.unwrap_or_default();
    if axes.is_empty() && call.int("noop_with_empty_axes", 0) != 0 {
        return Ok(vec![x.clone()]);
    }
    let rank = x.dims.len();
    let axes = match axes.is_empty() {
        true => (0..rank).collect(),
        false => axes.iter().map(|axis| call.axis(*axis, rank)).collect::<Result<Vec<_>>>()?,
    };
    let (reduction, before, after) = match &call.op[..] {
        "ReduceMean" => (Reduction::Mean, None, None),
        "ReduceProd" => (Reduction::Product, None, None),
        "ReduceMin" => (Reduction::Least, None, None),
        "ReduceMax" => (Reduction::Most, None, None),
        "ReduceSumSquare" => (Reduction::SumOfSquares, None, None),
        "ReduceLogSumExp" => (Reduction::LogSumExp, None, None),
        "ReduceL1" => (Reduction::Sum, Some(Function::Absolute), None),
        "ReduceL2" => (Reduction::SumOfSquares, None, Some(Function::Root)),
        "ReduceLogSum" => (Reduction::Sum, None, Some(Function::Ln)),
        _ => (Reduction::Sum, None, None),
    };
    let x = before.map_or_else(|| Ok(x.clone()), |function| b.compute(call, function, &[x]))?;
    let cells = b.reduce(reduction, x.element.precision(), groups(call, &x, &axes)?)?;
    let (dims, rows) = reduced(&x, &axes, call.int("keepdims", 1) != 0);
    let y = Tensor { element: x.element, dims, rows, cells };
    Ok(vec![after.map_or_else(|| Ok(y.clone()), |function| b.compute(call, function, &[&y]))?])
}

/// Sum, Mean, Min and Max of several tensors.
pub fn variadic(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&[])?;
    let all = call.all()?;
    let together = b.broadcast(call, &all)?;
    let reduction = match &call.op[..] {
        "Sum" => Reduction::Sum,
        "Mean" => Reduction::Mean,
        "Min" => Reduction::Least,
        _ => Reduction::Most,
    };
    let count = size(&together.dims);
    b.spend(count.saturating_mul(all.len()))?;
    let group = |at: usize| all.iter().enumerate().map(|(t, x)| x.cells[together.place(t, at)].clone()).collect();
    let cells = b.reduce(reduction, all[0].element.precision(), (0..count).map(group).collect())?;
    Ok(vec![Tensor { element: all[0].element, dims: together.dims, rows: together.rows, cells }])
}

/// `e^x` over their sum along an axis.
pub fn softmax(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axis"])?;
    let x = call.input(0)?;
    let rank = x.dims.len();
    let axes = match call.opset < 13 {
        // All axes from this one on are one.
        true => (call.axis(call.int("axis", 1), rank)?..rank).collect(),
        false => vec![call.axis(call.int("axis", -1), rank)?],
    };
    let last = axes == (rank - axes.len()..rank).collect::<Vec<_>>();
    if !last {
        return Err(call.attribute_error("another axis than the last"));
    }
    let precision = x.element.precision();
    let link = if precision == Precision::F32 { Link::SingleSoftmax } else { Link::Softmax };
    let mut cells = Vec::new();
    for group in groups(call, x, &axes)? {
        let reads = b.rounded(&group, precision)?;
        cells.extend(b.push(Op::Step(Step::Link(link)), reads)?.into_iter().map(Cell::Slot));
    }
    Ok(vec![x.with(x.element, cells)])
}

/// Rows over their norm; where that is 0, as they are.
pub fn normalizer(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["norm"])?;
    let (x, norm) = (call.input(0)?, call.text("norm", "MAX"));
    if norm == "L1" && b.whole(&x.cells) {
        return Ok(vec![x.clone()]);
    }
    let axis = x.dims.len().checked_sub(1).ok_or_else(|| call.shape_error("of a single number"))?;
    over_norm(b, call, &x.with(Element::F32, x.cells.clone()), axis, &norm)
}

/// The plain operator of the same kind, along any axis.
pub fn lp_normalization(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axis", "p"])?;
    let x = call.input(0)?;
    let axis = call.axis(call.int("axis", -1), x.dims.len())?;
    over_norm(b, call, x, axis, &format!("L{}", call.int("p", 2)))
}

fn over_norm(b: &mut Builder, call: &Call, x: &Tensor, axis: usize, norm: &str) -> Result<Vec<Tensor>> {
    let element = x.element;
    let (before, reduction, after) = match norm {
        "L1" => (Some(Function::Absolute), Reduction::Sum, None),
        "L2" => (None, Reduction::SumOfSquares, Some(Function::Root)),
        "MAX" => (None, Reduction::Most, None),
        other => return Err(call.attribute_error(&format!("norm = {other}"))),
    };
    let terms = before.map_or_else(|| Ok(x.clone()), |function| b.compute(call, function, &[x]))?;
    let cells = b.reduce(reduction, element.precision(), groups(call, &terms, &[axis])?)?;
    let (dims, rows) = reduced(x, &[axis], true);
    let norm = Tensor { element, dims, rows, cells };
    let norm = after.map_or_else(|| Ok(norm.clone()), |function| b.compute(call, function, &[&norm]))?;
    let one = super::elementwise::scalar(element, 1.0);
    let divisor = b.compute(call, Function::Choose, &[&norm, &norm, &one])?;
    Ok(vec![b.compute(call, Function::Divide, &[x, &divisor])?])
}

impl Builder<'_> {
    /// All scores of a choice that are 1 together already.
    fn whole(&self, cells: &[Cell]) -> bool {
        let Some(Cell::Share { choice, .. }) = cells.first() else { return false };
        let known = &self.choices[*choice];
        let all = (0..known.classes).map(|class| Cell::Share { choice: *choice, class });
        (known.link == Link::SingleSoftmax || known.margins.len() == 1) && all.eq(cells.iter().cloned())
    }
}
