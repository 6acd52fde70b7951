//! Nodes that are a constant and a weighted sum of what they read: contributions go through them.

use crate::model::{Linear, Model};
use crate::preprocess::arithmetic::{Arithmetic, Function, Operand};
use crate::preprocess::reduce::{Reduce, Reduction};
use crate::preprocess::{Link, Step};
use crate::slots::Precision;

/// `constant + sum of factor * read`, each column by its position among those that are read.
pub(super) struct Affine {
    pub constant: f64,
    pub terms: Vec<(usize, f64)>,
    /// What the node rounds to.
    pub precision: Precision,
}

impl Affine {
    fn of(constant: f64, terms: Vec<(usize, f64)>) -> Self {
        Self { constant, terms, precision: Precision::F64 }
    }
}

/// Whether what a model writes has contributions.
pub(super) fn explains(model: &Model) -> bool {
    matches!(model, Model::Linear(_) | Model::Trees(_))
}

/// One output of a linear model.
pub(super) fn of_linear(model: &Linear, output: usize) -> Affine {
    let weights = model.coefficients.chunks(model.columns.max(1) as usize).nth(output).unwrap_or_default();
    let terms = weights.iter().copied().enumerate().collect();
    Affine { precision: model.precision, ..Affine::of(model.intercepts[output], terms) }
}

/// One output of a step, if it is such a sum.
pub(super) fn of_step(step: &Step, output: usize) -> Option<Affine> {
    match step {
        // What models write is never missing, and imputers leave it.
        Step::Link(Link::Identity | Link::Given { .. }) | Step::Impute(_) => Some(Affine::of(0.0, vec![(output, 1.0)])),
        Step::Scale(scale) => {
            let (center, by) = (*scale.center.get(output)?, *scale.scale.get(output)?);
            Some(Affine::of(-center / by, vec![(output, 1.0 / by)]))
        }
        Step::Reduce(reduce) => of_reduce(reduce, output),
        Step::Arithmetic(arithmetic) => of_arithmetic(arithmetic, output),
        _ => None,
    }
}

fn of_reduce(reduce: &Reduce, output: usize) -> Option<Affine> {
    let width = reduce.width as usize;
    let factor = match reduce.reduction {
        _ if reduce.skips => return None,
        Reduction::Sum => 1.0,
        Reduction::Mean => 1.0 / width as f64,
        _ => return None,
    };
    let terms = (output * width..(output + 1) * width).map(|i| (i, factor)).collect();
    Some(Affine { precision: reduce.precision, ..Affine::of(0.0, terms) })
}

fn of_arithmetic(arithmetic: &Arithmetic, output: usize) -> Option<Affine> {
    let tuple = arithmetic.operands.chunks(arithmetic.function.arity()).nth(output)?;
    let factors = match (arithmetic.function, tuple) {
        (Function::Round | Function::Known, [_]) => [1.0, 0.0],
        (Function::Negate, [_]) => [-1.0, 0.0],
        (Function::Add, _) => [1.0, 1.0],
        (Function::Subtract, _) => [1.0, -1.0],
        (Function::Multiply, [_, Operand::Constant(c)]) => [*c, 0.0],
        (Function::Multiply, [Operand::Constant(c), _]) => [0.0, *c],
        (Function::Divide, [_, Operand::Constant(c)]) => [1.0 / c, 0.0],
        _ => return None,
    };
    let mut affine = Affine { precision: arithmetic.precision, ..Affine::of(0.0, Vec::new()) };
    for (operand, factor) in tuple.iter().zip(factors).filter(|(_, factor)| *factor != 0.0) {
        match operand {
            Operand::Column(i) => affine.terms.push((*i as usize, factor)),
            Operand::Constant(c) => affine.constant += factor * c,
        }
    }
    Some(affine)
}
