//! Operators that only say where cells stand: they cost nothing in the pipeline.

use super::graph::Builder;
use super::node::Call;
use super::proto::Node;
use super::tensor::{Cell, Element, Tensor, size};
use windowbox::{Error, Result};

/// No shape of the work limit has more places.
const SIZE_LIMIT: usize = 1 << 22;

pub fn identity(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    Ok(vec![call.input(0)?.clone()])
}

pub fn reshape(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["shape", "allowzero"])?;
    let x = call.input(0)?;
    let wanted: Vec<Cell> = match call.attribute("shape") {
        Some(shape) => shape.ints.iter().map(|n| Cell::Number(*n as f64)).collect(),
        None => call.input(1)?.cells.clone(),
    };
    shaped(call, x, &wanted).map(|y| vec![y])
}

/// Gives `x` a shape of numbers, of which one may be -1 for the rest and 0 keeps.
fn shaped(call: &Call, x: &Tensor, wanted: &[Cell]) -> Result<Tensor> {
    let wrong = || call.shape_error(format!("{:?} takes the shape {wanted:?}", x.dims));
    let (mut dims, mut rest, mut rows) = (Vec::new(), None, None);
    for (i, cell) in wanted.iter().enumerate() {
        let keeps = *cell == Cell::Number(0.0) && call.int("allowzero", 0) == 0;
        if keeps && x.rows == Some(i) || *cell == Cell::Rows {
            rows = Some(i);
        }
        dims.push(match cell {
            Cell::Rows => 1,
            Cell::Number(-1.0) if rest.replace(i).is_none() => 1,
            Cell::Number(_) if keeps => *x.dims.get(i).ok_or_else(wrong)?,
            Cell::Number(n) if *n >= 0.0 && *n <= SIZE_LIMIT as f64 => *n as usize,
            _ => return Err(wrong()),
        });
    }
    if let Some(i) = rest {
        dims[i] = x.cells.len().checked_div(size(&dims)).ok_or_else(wrong)?;
    }
    let rows = rows.or(rest).filter(|_| x.rows.is_some());
    let y = Tensor { element: x.element, dims, rows, cells: x.cells.clone() };
    if size(&y.dims) != y.cells.len() || x.rows.is_some() && y.rows.is_none() {
        return Err(wrong());
    }
    let before = |t: &Tensor| t.rows.map_or(1, |rows| size(&t.dims[..rows]));
    if before(x) == before(&y) { Ok(y) } else { Err(call.mixes()) }
}

pub fn flatten(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axis"])?;
    let x = call.input(0)?;
    let rank = x.dims.len();
    let axis = match call.int("axis", 1) {
        all if all == rank as i64 => rank,
        axis => call.axis(axis, rank)?,
    };
    let dims = vec![size(&x.dims[..axis]), size(&x.dims[axis..])];
    let rows = x.rows.map(|rows| usize::from(rows >= axis));
    let before = x.rows.map_or(1, |rows| size(&x.dims[if rows < axis { 0 } else { axis }..rows]));
    match before == 1 {
        true => Ok(vec![Tensor { dims, rows, ..x.clone() }]),
        false => Err(call.mixes()),
    }
}

pub fn squeeze(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axes"])?;
    let x = call.input(0)?;
    let gone: Vec<usize> = match call.list("axes", 1)? {
        Some(axes) => axes.iter().map(|axis| call.axis(*axis, x.dims.len())).collect::<Result<_>>()?,
        None => (0..x.dims.len()).filter(|axis| x.dims[*axis] == 1 && x.rows != Some(*axis)).collect(),
    };
    if gone.iter().any(|axis| x.dims[*axis] != 1 || x.rows == Some(*axis)) {
        return Err(call.shape_error(format!("takes the axes {gone:?} from {:?}", x.dims)));
    }
    let kept = (0..x.dims.len()).filter(|axis| !gone.contains(axis));
    let rows = x.rows.map(|rows| kept.clone().filter(|axis| *axis < rows).count());
    Ok(vec![Tensor { dims: kept.map(|axis| x.dims[axis]).collect(), rows, ..x.clone() }])
}

pub fn unsqueeze(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axes"])?;
    let x = call.input(0)?;
    let axes = call.list("axes", 1)?.unwrap_or_default();
    let rank = x.dims.len() + axes.len();
    let new = axes.iter().map(|axis| call.axis(*axis, rank)).collect::<Result<Vec<_>>>()?;
    let (mut dims, mut rows, mut own) = (Vec::new(), None, 0);
    for axis in 0..rank {
        if new.contains(&axis) {
            dims.push(1);
            continue;
        }
        rows = rows.or((x.rows == Some(own)).then_some(axis));
        dims.push(*x.dims.get(own).ok_or_else(|| call.shape_error(format!("adds the axes {axes:?}")))?);
        own += 1;
    }
    match own == x.dims.len() {
        true => Ok(vec![Tensor { dims, rows, ..x.clone() }]),
        false => Err(call.shape_error(format!("adds the axes {axes:?}"))),
    }
}

pub fn transpose(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["perm"])?;
    let x = call.input(0)?;
    let rank = x.dims.len();
    let mut order: Vec<usize> = (0..rank).rev().collect();
    if call.attribute("perm").is_some() {
        order = call.ints("perm").iter().map(|axis| call.axis(*axis, rank)).collect::<Result<_>>()?;
    }
    if order.len() != rank || (0..rank).any(|axis| !order.contains(&axis)) {
        return Err(call.shape_error(format!("perm = {order:?} of {rank} axes")));
    }
    let dims: Vec<usize> = order.iter().map(|axis| x.dims[*axis]).collect();
    let place = |at: usize| {
        let axes = order.iter().enumerate();
        axes.map(|(i, axis)| at / size(&dims[i + 1..]) % dims[i] * size(&x.dims[axis + 1..])).sum::<usize>()
    };
    let cells = (0..x.cells.len()).map(|at| x.cells[place(at)].clone()).collect();
    let rows = x.rows.and_then(|rows| order.iter().position(|axis| *axis == rows));
    Ok(vec![Tensor { element: x.element, dims, rows, cells }])
}

pub fn concat(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axis"])?;
    let all = call.all()?;
    let axis = call.axis(call.int("axis", 1), all[0].dims.len())?;
    if all[0].rows == Some(axis) && b.only_reshaped(call)? {
        return stacked(call, &all, axis).map(|y| vec![y]);
    }
    joined(call, &all, axis, all[0].element).map(|y| vec![y])
}

/// One table after the other, as an axis of tables: a shape that only stands for the
/// order of the cells.
fn stacked(call: &Call, all: &[&Tensor], axis: usize) -> Result<Tensor> {
    let layer = |x: &&Tensor| {
        let dims = [&x.dims[..axis], &[1], &x.dims[axis..]].concat();
        Tensor { dims, rows: x.rows.map(|rows| rows + 1), ..(*x).clone() }
    };
    let layers: Vec<Tensor> = all.iter().map(layer).collect();
    joined(call, &layers.iter().collect::<Vec<_>>(), axis, all[0].element)
}

impl Builder<'_> {
    /// Whether nothing reads the node's output but what gives it another shape.
    fn only_reshaped(&mut self, call: &Call) -> Result<bool> {
        let Some(graph) = &self.model.graph else { return Ok(false) };
        let reads = |node: &&Node| node.inputs.iter().any(|name| call.outputs.contains(name));
        let alone = graph.nodes.iter().filter(reads).all(|node| node.op == "Reshape")
            && !graph.outputs.iter().any(|info| call.outputs.contains(&info.name));
        self.spend(graph.nodes.iter().map(|node| 1 + node.inputs.len()).sum()).map(|()| alone)
    }
}

/// Columns side by side as single precision.
pub fn vectorize(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["inputdimensions"])?;
    let all = call.all()?;
    let axis = call.axis(1, all[0].dims.len())?;
    joined(call, &all, axis, Element::F32).map(|y| vec![y])
}

/// Scores of several answers, one after the other.
pub fn sequence(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let all = call.all()?;
    joined(call, &all, call.axis(-1, all[0].dims.len())?, all[0].element).map(|y| vec![y])
}

fn joined(call: &Call, all: &[&Tensor], axis: usize, element: Element) -> Result<Tensor> {
    let first = all[0];
    let fits = |x: &&Tensor| {
        x.dims.len() == first.dims.len()
            && x.rows == first.rows
            && (0..x.dims.len()).all(|i| i == axis || x.dims[i] == first.dims[i])
    };
    if !all.iter().all(fits) {
        let shapes: Vec<&Vec<usize>> = all.iter().map(|x| &x.dims).collect();
        return Err(call.shape_error(format!("the shapes {shapes:?} do not fit")));
    }
    if first.rows == Some(axis) {
        return Err(call.mixes());
    }
    let (outer, ..) = first.around(axis);
    let mut cells = Vec::new();
    for block in 0..outer {
        for x in all {
            let length = x.cells.len() / outer.max(1);
            cells.extend_from_slice(&x.cells[block * length..(block + 1) * length]);
        }
    }
    let mut dims = first.dims.clone();
    dims[axis] = all.iter().map(|x| x.dims[axis]).sum();
    Ok(Tensor { element, dims, rows: first.rows, cells })
}

/// The places `picks` along an axis.
pub fn picked(call: &Call, x: &Tensor, axis: usize, picks: &[usize]) -> Result<Tensor> {
    if x.rows == Some(axis) {
        return Err(call.mixes());
    }
    let (outer, n, inner) = x.around(axis);
    if outer.saturating_mul(picks.len()).saturating_mul(inner) > SIZE_LIMIT {
        return Err(Error::limit("the graph's columns are too many together"));
    }
    let place = |o: usize, pick: usize| (o * n + pick) * inner;
    let blocks = (0..outer).flat_map(|o| picks.iter().map(move |pick| place(o, *pick)));
    let cells = blocks.flat_map(|at| x.cells[at..at + inner].iter().cloned()).collect();
    let mut dims = x.dims.clone();
    dims[axis] = picks.len();
    Ok(Tensor { element: x.element, dims, rows: x.rows, cells })
}

pub fn split(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axis", "split", "num_outputs"])?;
    let x = call.input(0)?;
    let axis = call.axis(call.int("axis", 0), x.dims.len())?;
    let (n, parts) = (x.dims[axis], call.outputs.len().max(1));
    let even = || {
        let each = n.div_ceil(parts);
        (0..parts).map(|i| each.min(n.saturating_sub(i * each)) as i64).collect::<Vec<_>>()
    };
    let lengths = call.list("split", 1)?.unwrap_or_else(even);
    let (mut start, mut written) = (0usize, Vec::new());
    for length in lengths {
        let end = usize::try_from(length).ok().and_then(|length| start.checked_add(length)).filter(|end| *end <= n);
        let end = end.ok_or_else(|| call.shape_error(format!("takes parts of {n} that are not there")))?;
        written.push(picked(call, x, axis, &(start..end).collect::<Vec<_>>())?);
        start = end;
    }
    Ok(written)
}

pub fn slice(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["starts", "ends", "axes"])?;
    let mut x = call.input(0)?.clone();
    let missing = || call.shape_error("says no starts and ends");
    let (starts, ends) = (call.list("starts", 1)?.ok_or_else(missing)?, call.list("ends", 2)?.ok_or_else(missing)?);
    let axes = call.list("axes", 3)?.unwrap_or_else(|| (0..starts.len() as i64).collect());
    let steps = call.list("steps", 4)?.unwrap_or_else(|| vec![1; starts.len()]);
    if [ends.len(), axes.len(), steps.len()] != [starts.len(); 3] {
        return Err(call.shape_error("starts, ends, axes and steps differ in length"));
    }
    for (((start, end), axis), step) in starts.iter().zip(&ends).zip(&axes).zip(&steps) {
        let axis = call.axis(*axis, x.dims.len())?;
        let n = x.dims[axis] as i64;
        let bound = |at: i64| if at < 0 { at.saturating_add(n).max(0) } else { at.min(n) };
        if *step <= 0 {
            return Err(call.attribute_error("steps backwards"));
        }
        if (bound(*start), *end, *step) == (0, i64::MAX, 1) {
            continue;
        }
        b.spend(x.cells.len())?;
        let picks: Vec<usize> = (bound(*start)..bound(*end)).step_by(*step as usize).map(|at| at as usize).collect();
        x = picked(call, &x, axis, &picks)?;
    }
    Ok(vec![x])
}

pub fn shape(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["start", "end"])?;
    let x = call.input(0)?;
    let (n, rows) = (x.dims.len() as i64, x.rows);
    if rows.is_some_and(|rows| x.dims[rows] != 1) {
        return Err(call.mixes());
    }
    let bound = |at: i64| (if at < 0 { at.saturating_add(n).max(0) } else { at.min(n) }) as usize;
    let (start, end) = (bound(call.int("start", 0)), bound(call.int("end", n)));
    let cell = |axis: usize| if rows == Some(axis) { Cell::Rows } else { Cell::Number(x.dims[axis] as f64) };
    let cells: Vec<Cell> = (start..end.max(start)).map(cell).collect();
    Ok(vec![Tensor { element: Element::Whole, dims: vec![cells.len()], rows: None, cells }])
}

pub fn constant_of_shape(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["value"])?;
    let value = call.attribute("value").and_then(|attribute| attribute.tensor.as_ref());
    let value = value.map(|tensor| tensor.constant()).transpose()?.flatten();
    let element = value.as_ref().map_or(Element::F32, |value| value.element);
    let cell = value.and_then(|value| value.cells.first().cloned()).unwrap_or(Cell::Number(0.0));
    let (mut dims, mut rows) = (Vec::new(), None);
    for (axis, size) in call.input(0)?.cells.iter().enumerate() {
        dims.push(match size {
            Cell::Rows if rows.replace(axis).is_none() => 1,
            Cell::Number(n) if *n >= 0.0 && *n <= SIZE_LIMIT as f64 => *n as usize,
            other => return Err(call.shape_error(format!("a dimension of {other:?}"))),
        });
    }
    match size(&dims) {
        n if n <= SIZE_LIMIT => Ok(vec![Tensor { element, rows, cells: vec![cell; n], dims }]),
        _ => Err(Error::limit("the graph's columns are too many together")),
    }
}

pub fn constant(_: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let Some(attribute) = call.node.attributes.first() else { return Err(call.attribute_error("no value")) };
    let numbers = |cells: Vec<f64>| cells.into_iter().map(Cell::Number).collect::<Vec<_>>();
    let (element, cells, rank) = match &attribute.name[..] {
        "value" => {
            let tensor = attribute.tensor.as_ref().map(|tensor| tensor.constant()).transpose()?.flatten();
            return Ok(vec![tensor.ok_or_else(|| call.attribute_error("a value of this type"))?]);
        }
        "value_float" => (Element::F32, numbers(vec![f64::from(attribute.float)]), 0),
        "value_floats" => (Element::F32, numbers(attribute.floats.iter().map(|x| f64::from(*x)).collect()), 1),
        "value_int" => (Element::Whole, numbers(vec![attribute.int as f64]), 0),
        "value_ints" => (Element::Whole, numbers(attribute.ints.iter().map(|x| *x as f64).collect()), 1),
        "value_string" => (Element::Text, vec![Cell::Text(call.text("value_string", "").into())], 0),
        "value_strings" => {
            (Element::Text, call.texts("value_strings")?.into_iter().map(|t| Cell::Text(t.into())).collect(), 1)
        }
        other => return Err(call.attribute_error(other)),
    };
    let dims = if rank == 0 { vec![] } else { vec![cells.len()] };
    Ok(vec![Tensor { element, dims, rows: None, cells }])
}
