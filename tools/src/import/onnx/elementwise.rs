//! Operators that work cell by cell.

use super::graph::Builder;
use super::node::Call;
use super::tensor::{Broadcast, Cell, Coded, Element, SIZE_LIMIT, Source, Tensor, size};
use std::collections::HashMap;
use std::rc::Rc;
use windowbox::preprocess::arithmetic::{Function, Operand};
use windowbox::preprocess::{Arithmetic, Step};
use windowbox::slots::Precision;
use windowbox::{Error, Op, Result};

impl Builder<'_> {
    pub fn broadcast(&mut self, call: &Call, tensors: &[&Tensor]) -> Result<Broadcast> {
        let shapes = || tensors.iter().map(|t| &t.dims).collect::<Vec<_>>();
        let together = Broadcast::of(tensors);
        let together = together.ok_or_else(|| call.shape_error(format!("the shapes {:?} do not fit", shapes())))?;
        match size(&together.dims) <= SIZE_LIMIT {
            true => self.spend(size(&together.dims)).map(|()| together),
            false => Err(Error::limit("the graph's columns are too many together")),
        }
    }

    /// A function of tensors in the precision of the first one.
    pub fn compute(&mut self, call: &Call, function: Function, tensors: &[&Tensor]) -> Result<Tensor> {
        let together = self.broadcast(call, tensors)?;
        let typed = if function == Function::Choose { tensors[1] } else { tensors[0] };
        let precision = typed.element.precision();
        let tuple = |at: usize| (0..tensors.len()).map(|t| tensors[t].cells[together.place(t, at)].clone()).collect();
        let tuples: Vec<Vec<Cell>> = (0..size(&together.dims)).map(tuple).collect();
        let cells = self.values(function, precision, typed.element, tuples)?;
        Ok(Tensor { element: typed.element, dims: together.dims, rows: together.rows, cells })
    }

    /// The function's value of each tuple: at once where it is known, else by one step.
    fn values(
        &mut self,
        function: Function,
        precision: Precision,
        element: Element,
        tuples: Vec<Vec<Cell>>,
    ) -> Result<Vec<Cell>> {
        let (mut operands, mut reads, mut open) = (Vec::new(), Reads::default(), Vec::new());
        let mut cells = Vec::new();
        for tuple in tuples {
            let known = folded(function, precision, element, &tuple);
            let at = cells.len();
            cells.push(known.clone().unwrap_or(Cell::Rows));
            if known.is_none() {
                open.push(at);
                for cell in &tuple {
                    operands.push(self.operand(cell, &mut reads)?);
                }
            }
        }
        if !open.is_empty() {
            let step = Arithmetic { function, precision, strict: false, operands };
            let written = self.push(Op::Step(Step::Arithmetic(step)), reads.slots)?;
            open.iter().zip(written).for_each(|(at, slot)| cells[*at] = Cell::Slot(slot));
        }
        Ok(cells)
    }

    fn operand(&mut self, cell: &Cell, reads: &mut Reads) -> Result<Operand> {
        if let Some(x) = cell.number() {
            return Ok(Operand::Constant(x));
        }
        let slot = match cell {
            Cell::Slot(slot) => *slot,
            other => match reads.cells.iter().find(|(cell, _)| cell == other) {
                Some((_, slot)) => *slot,
                None => {
                    let slot = self.slot(other)?;
                    reads.cells.push((other.clone(), slot));
                    slot
                }
            },
        };
        let next = reads.slots.len() as u32;
        let place = *reads.places.entry(slot).or_insert(next);
        if place == next {
            reads.slots.push(slot);
        }
        Ok(Operand::Column(place))
    }
}

/// The slots that a step reads, each once.
#[derive(Default)]
struct Reads {
    slots: Vec<u32>,
    places: HashMap<u32, u32>,
    /// Slots of cells that were computed for the step.
    cells: Vec<(Cell, u32)>,
}

/// A value that is known, or has one of a few values by the same code as its arguments.
fn folded(function: Function, precision: Precision, element: Element, tuple: &[Cell]) -> Option<Cell> {
    if let Some(numbers) = tuple.iter().map(Cell::number).collect::<Option<Vec<f64>>>() {
        return Some(value(function, precision, &numbers));
    }
    let zero = function == Function::Multiply && tuple.contains(&Cell::Number(0.0));
    if zero && element == Element::Whole {
        return Some(Cell::Number(0.0));
    }
    relabelled(tuple, |cells| {
        let numbers = cells.iter().map(|cell| cell.number()).collect::<Option<Vec<f64>>>()?;
        Some(value(function, precision, &numbers)).filter(|cell| cell.number().is_some_and(f64::is_finite))
    })
}

fn value(function: Function, precision: Precision, numbers: &[f64]) -> Cell {
    let mut x = [0.0; 3];
    x.iter_mut().zip(numbers).for_each(|(x, number)| *x = *number);
    Cell::Number(function.value(x, precision))
}

/// Applies a function to the values of codes, where all that is not constant has one source.
pub fn relabelled(tuple: &[Cell], function: impl Fn(&[&Cell]) -> Option<Cell>) -> Option<Cell> {
    let mut coded = tuple.iter().filter_map(|cell| match cell {
        Cell::Coded(coded) => Some(coded),
        _ => None,
    });
    let first = coded.next()?;
    let fits = |cell: &Cell| match cell {
        Cell::Coded(other) => other.source == first.source && other.values.len() == first.values.len(),
        other => matches!(other, Cell::Number(_) | Cell::Text(_)),
    };
    if !tuple.iter().all(fits) {
        return None;
    }
    let at = |code: usize| {
        let cells: Vec<&Cell> =
            tuple.iter().map(|cell| if let Cell::Coded(c) = cell { &c.values[code] } else { cell }).collect();
        function(&cells)
    };
    let values = (0..first.values.len()).map(at).collect::<Option<Vec<Cell>>>()?;
    // A cell that stays the text it is cannot be told from another here.
    let itself = Cell::Rows;
    let others: Vec<&Cell> = tuple
        .iter()
        .map(|cell| if let Cell::Coded(c) = cell { c.other.as_ref().unwrap_or(&itself) } else { cell })
        .collect();
    let other = match first.source {
        Source::Choice(_) => None,
        Source::Column(_) => Some(function(&others)?).filter(|cell| *cell != Cell::Rows),
    };
    Some(Cell::Coded(Rc::new(Coded { source: first.source, values, other })))
}

/// Functions of one tensor or two.
pub fn plain(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&[])?;
    let all = call.all()?;
    let function = match &call.op[..] {
        "Abs" => Function::Absolute,
        "Neg" => Function::Negate,
        "Exp" => Function::Exp,
        "Log" => Function::Ln,
        "Sqrt" => Function::Root,
        "Sign" => Function::Sign,
        "Sin" => Function::Sine,
        "Cos" => Function::Cosine,
        "Tanh" => Function::Tanh,
        "Sigmoid" => Function::Sigmoid,
        "Add" => Function::Add,
        "Sub" => Function::Subtract,
        "Mul" => Function::Multiply,
        "Pow" => Function::Power,
        _ => Function::Divide,
    };
    exact(call, all.len(), function.arity())?;
    let y = b.compute(call, function, &all)?;
    match function == Function::Divide && y.element == Element::Whole {
        true => Ok(vec![b.compute(call, Function::Truncate, &[&y])?]),
        false => Ok(vec![y]),
    }
}

fn exact(call: &Call, given: usize, arity: usize) -> Result<()> {
    match given == arity {
        true => Ok(()),
        false => Err(super::super::malformed(format!("{} has {given} inputs", call.op))),
    }
}

/// Tests and logic, whose values are 0 and 1.
pub fn flags(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&[])?;
    let mut all = call.all()?;
    let zero = scalar(all[0].element, 0.0);
    let function = match &call.op[..] {
        "Less" | "Greater" => Function::Less,
        "LessOrEqual" | "GreaterOrEqual" => Function::AtMost,
        "Equal" | "Not" => Function::Equal,
        "And" => Function::Multiply,
        "Or" => Function::Most,
        _ => Function::Missing,
    };
    match &call.op[..] {
        "Not" => all.push(&zero),
        "Greater" | "GreaterOrEqual" => all.reverse(),
        "IsNaN" => b.allow_missing(&call.input(0)?.cells),
        _ => {}
    }
    exact(call, all.len(), function.arity())?;
    let y = b.compute(call, function, &all)?;
    Ok(vec![y.with(Element::Flag, y.cells.clone())])
}

pub fn scalar(element: Element, x: f64) -> Tensor {
    Tensor { element, dims: vec![], rows: None, cells: vec![Cell::Number(x)] }
}

/// Relu, Reciprocal and Clip: functions with constants.
pub fn bounded(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let x = call.input(0)?;
    match &call.op[..] {
        "Relu" => Ok(vec![b.compute(call, Function::Most, &[x, &scalar(x.element, 0.0)])?]),
        "Reciprocal" => Ok(vec![b.compute(call, Function::Divide, &[&scalar(x.element, 1.0), x])?]),
        _ => {
            call.only(&["min", "max"])?;
            let bound = |name: &str, i: usize| match call.attribute(name) {
                Some(a) => Some(scalar(x.element, f64::from(a.float))),
                None => call.optional(i).cloned(),
            };
            let (low, high) = (bound("min", 1), bound("max", 2));
            let y = low.map_or_else(|| Ok(x.clone()), |low| b.compute(call, Function::Most, &[x, &low]))?;
            Ok(vec![high.map_or_else(|| Ok(y.clone()), |high| b.compute(call, Function::Least, &[&y, &high]))?])
        }
    }
}

/// One of two tensors, cell by cell; of texts only where it is decided by a code of theirs.
pub fn choose(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&[])?;
    let all = [call.input(0)?, call.input(1)?, call.input(2)?];
    if all[1].element != Element::Text {
        return Ok(vec![b.compute(call, Function::Choose, &all)?]);
    }
    let together = b.broadcast(call, &all)?;
    let pick = |cells: &[&Cell]| Some(if cells[0].number()? != 0.0 { cells[1].clone() } else { cells[2].clone() });
    let cell = |at: usize| {
        let tuple = [0, 1, 2].map(|t| all[t].cells[together.place(t, at)].clone());
        match &tuple[0] {
            Cell::Number(_) => pick(&[&tuple[0], &tuple[1], &tuple[2]]),
            _ => relabelled(&tuple, pick),
        }
    };
    let cells: Option<Vec<Cell>> = (0..size(&together.dims)).map(cell).collect();
    let cells = cells.ok_or_else(|| call.attribute_error("texts of several columns"))?;
    Ok(vec![Tensor { element: Element::Text, dims: together.dims, rows: together.rows, cells }])
}

pub fn cast(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let x = call.input(0)?;
    let to = call.int("to", 0) as i32;
    let refused = || call.attribute_error(&format!("to = {to}"));
    let element = Element::of(to).ok_or_else(refused)?;
    let same = |x: &Tensor| Ok(vec![x.with(element, x.cells.clone())]);
    let shape = x.cells.contains(&Cell::Rows);
    match (x.element, element) {
        (from, to) if from == to => same(x),
        (Element::Text, _) | (_, Element::Text) => Err(refused()),
        (Element::F64 | Element::Whole, Element::F32) if !shape => {
            let typed = x.with(Element::F32, x.cells.clone());
            same(&b.compute(call, Function::Round, &[&typed])?)
        }
        (Element::F32 | Element::F64, Element::Whole) => same(&b.compute(call, Function::Truncate, &[x])?),
        (_, Element::Flag) => {
            let zero = scalar(x.element, 0.0);
            let off = b.compute(call, Function::Equal, &[x, &zero])?;
            same(&b.compute(call, Function::Equal, &[&off, &zero])?)
        }
        _ => same(x),
    }
}

/// 1 above a threshold, else 0.
pub fn binarizer(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["threshold"])?;
    let threshold = scalar(Element::F32, call.float("threshold", 0.0));
    Ok(vec![b.compute(call, Function::Less, &[&threshold, call.input(0)?])?])
}

/// `(x - offset) * scale`, each rounded to single precision.
pub fn scaler(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["offset", "scale"])?;
    let x = call.input(0)?;
    let x = x.with(Element::F32, x.cells.clone());
    let list = |name: &str| {
        let cells: Vec<Cell> = call.floats(name).iter().map(|x| Cell::Number(f64::from(*x))).collect();
        Tensor { element: Element::F32, dims: vec![cells.len()], rows: None, cells }
    };
    let moved = b.compute(call, Function::Subtract, &[&x, &list("offset")])?;
    Ok(vec![b.compute(call, Function::Multiply, &[&moved, &list("scale")])?])
}
