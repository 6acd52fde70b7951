//! What an operation makes of one column of numbers alone, as an operation of that column:
//! so that its own code runs, whatever else it does beside.

use crate::pipeline::Op;
use crate::preprocess::arithmetic::{Function, Operand};
use crate::preprocess::{Arithmetic, Impute, Map, Piecewise, Scale, Step};

/// An output that is made of one column.
pub(super) enum Alone {
    /// It never falls, or never rises: what makes it of the column.
    Climbs(Op),
    /// It changes only between numbers at most one of these and those above.
    Steps(Vec<f64>),
}

/// Which of the columns that are read an output is made of; nothing where it may be all.
pub(super) fn sources(op: &Op, output: usize) -> Option<Vec<usize>> {
    match op {
        Op::Step(Step::Impute(_)) => Some(vec![output]),
        Op::Step(Step::Scale(_)) => Some(vec![output]),
        Op::Step(Step::Map(_)) => Some(vec![output]),
        Op::Step(Step::Piecewise(_)) => Some(vec![0]),
        Op::Step(Step::Arithmetic(step)) => Some(columns(tuple(step, output))),
        _ => None,
    }
}

/// What an operation makes of the one column that an output is made of.
pub(super) fn alone(op: &Op, output: usize) -> Option<Alone> {
    let climbs = |step| Some(Alone::Climbs(Op::Step(step)));
    match op {
        Op::Step(Step::Impute(step)) => climbs(Step::Impute(Impute { fill: vec![step.fill[output]] })),
        Op::Step(Step::Scale(step)) => {
            climbs(Step::Scale(Scale { center: vec![step.center[output]], scale: vec![step.scale[output]] }))
        }
        Op::Step(Step::Map(Map { keys, other: Some(_), .. })) => Some(Alone::Steps(beside(keys))),
        Op::Step(Step::Piecewise(Piecewise { degree: 0, breaks, .. })) => Some(Alone::Steps(beside(breaks))),
        Op::Step(Step::Arithmetic(step)) => function(step, tuple(step, output)),
        _ => None,
    }
}

/// Cuts on both sides of each key: whether it belongs to the one or the other.
fn beside(keys: &[f64]) -> Vec<f64> {
    keys.iter().flat_map(|key| [key.next_down(), *key]).collect()
}

fn tuple(step: &Arithmetic, output: usize) -> &[Operand] {
    let arity = step.function.arity();
    &step.operands[output * arity..][..arity]
}

fn columns(tuple: &[Operand]) -> Vec<usize> {
    let column = |operand: &Operand| if let Operand::Column(i) = operand { Some(*i as usize) } else { None };
    tuple.iter().filter_map(column).collect()
}

/// A function of one column and constants. Functions that are not rounded correctly, so that
/// they may fall by a bit where they rise, are none of these.
fn function(step: &Arithmetic, tuple: &[Operand]) -> Option<Alone> {
    use Function as F;
    let constant = |at: usize| match tuple.get(at) {
        Some(Operand::Constant(c)) if c.is_finite() => Some(*c),
        _ => None,
    };
    let (first, second) = (constant(0), constant(1));
    let climbs = match step.function {
        F::Round | F::Known | F::Truncate | F::Floor | F::Ceiling | F::HalfUp | F::HalfEven => true,
        F::Negate | F::Sign | F::Root => true,
        F::Add | F::Subtract | F::Multiply | F::Least | F::Most => first.or(second).is_some(),
        F::Divide => second.is_some_and(|divisor| divisor != 0.0),
        F::Less | F::AtMost | F::Equal => return first.or(second).map(|key| Alone::Steps(beside(&[key]))),
        F::Not | F::Missing => return Some(Alone::Steps(beside(&[0.0]))),
        _ => false,
    };
    climbs.then(|| {
        let one = |operand: &Operand| if let Operand::Column(_) = operand { Operand::Column(0) } else { *operand };
        let operands = tuple.iter().map(one).collect();
        Alone::Climbs(Op::Step(Step::Arithmetic(Arithmetic { operands, ..step.clone() })))
    })
}
