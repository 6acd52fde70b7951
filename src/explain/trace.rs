//! Following what nodes read back to the columns of the schema.

use crate::model::Model;
use crate::pipeline::{Node, Op};
use crate::preprocess::arithmetic::{Arithmetic, Function, Operand};
use crate::preprocess::reduce::Reduction;
use crate::preprocess::{Link, Step};

/// What a slot is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Origin {
    /// The same for every row.
    Constant,
    /// One column of the schema, whatever steps made of it.
    Column(u32),
    /// Several columns, which a step put together: this node.
    Several(u32),
    /// Models, whose contributions can be added up.
    Answer,
    /// The same, but they read one column alone: they may be steps of another model, as PMML's
    /// constants and CatBoost's counts are.
    Single(u32),
    /// What a node made that has no contributions.
    Opaque(u32),
}

impl Origin {
    /// What is made of both, by a node.
    fn with(self, other: Self, node: u32) -> Self {
        match (self, other) {
            (Self::Constant, other) | (other, Self::Constant) => other,
            (Self::Opaque(at), _) | (_, Self::Opaque(at)) => Self::Opaque(at),
            (Self::Single(a), Self::Single(b) | Self::Column(b)) | (Self::Column(a), Self::Single(b)) if a == b => {
                Self::Single(a)
            }
            (Self::Answer | Self::Single(_), _) | (_, Self::Answer | Self::Single(_)) => Self::Answer,
            (Self::Several(at), _) | (_, Self::Several(at)) => Self::Several(at),
            (Self::Column(a), Self::Column(b)) if a == b => self,
            (Self::Column(_), Self::Column(_)) => Self::Several(node),
        }
    }

    /// As a model sees it that reads it: what is made of one column is that column's.
    pub fn read(self) -> Self {
        match self {
            Self::Single(column) => Self::Column(column),
            origin => origin,
        }
    }

    /// What a model makes of it.
    fn answered(self, model: &Model, at: u32) -> Self {
        let explains = matches!(model, Model::Linear(_) | Model::Trees(_));
        match self.read() {
            Self::Column(column) if explains => Self::Single(column),
            origin @ (Self::Constant | Self::Column(_)) => origin,
            _ if explains => Self::Answer,
            _ => Self::Opaque(at),
        }
    }
}

/// Adds the origins of what node `at` writes.
pub(super) fn write(at: u32, node: &Node, origins: &mut Vec<Origin>) {
    let step = match &node.op {
        Op::Step(step) => step,
        Op::Model(model) => {
            let origin = join(at, &node.reads, origins).answered(model, at);
            return origins.resize(origins.len() + node.writes.len(), origin);
        }
    };
    // A wide group may be read by each of many outputs.
    let mut last = ((0, 0), Origin::Constant);
    for output in 0..node.writes.len() {
        let group = group(step, output, node.reads.len());
        if last.0 != group {
            last = (group, join(at, &node.reads[group.0..group.1], origins));
        }
        let origin = match step {
            Step::Arithmetic(arithmetic) => operands(at, node, arithmetic, output, origins),
            _ => last.1,
        };
        origins.push(match origin {
            Origin::Answer if !is_sum(step, node, output, origins) => Origin::Opaque(at),
            Origin::Single(column) if !is_sum(step, node, output, origins) => Origin::Column(column),
            origin => origin,
        });
    }
}

fn join(at: u32, slots: &[u32], origins: &[Origin]) -> Origin {
    slots.iter().fold(Origin::Constant, |all, slot| all.with(origins[*slot as usize], at))
}

/// The columns, of those that a step reads, that one of those that it writes is made of: from
/// one position to another. Arithmetic says it itself.
fn group(step: &Step, output: usize, reads: usize) -> (usize, usize) {
    let (group, width) = match step {
        Step::Impute(_) | Step::Scale(_) | Step::Map(_) => (output, 1),
        Step::Link(Link::Softmax | Link::SingleSoftmax | Link::Shares) => (0, reads),
        Step::Link(_) => (output, 1),
        Step::Reduce(reduce) => (output, reduce.width as usize),
        Step::Rank(rank) => (output / (2 * rank.k as usize), rank.width as usize),
        Step::Pick(pick) => (output, pick.width as usize + 1),
        Step::Arithmetic(_) => (0, 0),
        _ => (0, reads),
    };
    (group * width, (group + 1) * width)
}

/// The operands of one output.
fn tuple(arithmetic: &Arithmetic, output: usize) -> &[Operand] {
    let arity = arithmetic.function.arity();
    &arithmetic.operands[output * arity..][..arity]
}

fn operand(node: &Node, operand: &Operand, origins: &[Origin]) -> Origin {
    match operand {
        Operand::Column(i) => origins[node.reads[*i as usize] as usize],
        Operand::Constant(_) => Origin::Constant,
    }
}

fn operands(at: u32, node: &Node, arithmetic: &Arithmetic, output: usize, origins: &[Origin]) -> Origin {
    let tuple = tuple(arithmetic, output).iter();
    tuple.fold(Origin::Constant, |all, of| all.with(operand(node, of, origins), at))
}

/// Whether what a step writes is a constant and a weighted sum of what it reads: then it makes the
/// answer's contributions of theirs.
fn is_sum(step: &Step, node: &Node, output: usize, origins: &[Origin]) -> bool {
    match step {
        // What models write is never missing, and imputers leave it.
        Step::Link(Link::Identity | Link::Given { .. }) | Step::Impute(_) | Step::Scale(_) => true,
        Step::Reduce(reduce) => !reduce.skips && matches!(reduce.reduction, Reduction::Sum | Reduction::Mean),
        Step::Arithmetic(arithmetic) => {
            let tuple = tuple(arithmetic, output);
            let fixed = |i: usize| operand(node, &tuple[i], origins) == Origin::Constant;
            match arithmetic.function {
                Function::Round | Function::Known | Function::Negate | Function::Add | Function::Subtract => true,
                Function::Multiply => fixed(0) || fixed(1),
                Function::Divide => fixed(1),
                _ => false,
            }
        }
        _ => false,
    }
}
