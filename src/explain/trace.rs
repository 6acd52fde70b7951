//! Following what nodes read back to the columns of the schema.

use crate::model::Model;
use crate::pipeline::{Node, Op};
use crate::preprocess::arithmetic::Operand;
use crate::preprocess::{Link, Step};

use super::affine;

/// What a slot is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Origin {
    /// The same for every row.
    Constant,
    /// One column of the schema, whatever steps made of it.
    Column(usize),
    /// Several columns, which a step put together: this node.
    Several(usize),
    /// Models, whose contributions can be added up; and the column, where they read one alone: then
    /// they may be steps of another model, as PMML's constants and CatBoost's counts are.
    Answer(Option<usize>),
    /// What a node made that has no contributions.
    Opaque(usize),
}

impl Origin {
    /// What is made of both, by a node.
    fn with(self, other: Self, node: usize) -> Self {
        let column = |origin: Self| if let Self::Column(c) | Self::Answer(Some(c)) = origin { Some(c) } else { None };
        match (self, other) {
            (Self::Constant, other) | (other, Self::Constant) => other,
            (Self::Opaque(at), _) | (_, Self::Opaque(at)) => Self::Opaque(at),
            (Self::Answer(_), _) | (_, Self::Answer(_)) => {
                Self::Answer(column(self).filter(|c| column(other) == Some(*c)))
            }
            (Self::Several(at), _) | (_, Self::Several(at)) => Self::Several(at),
            _ if self == other => self,
            _ => Self::Several(node),
        }
    }

    /// As a model sees it that reads it: what is made of one column is that column's.
    pub fn read(self) -> Self {
        match self {
            Self::Answer(Some(column)) => Self::Column(column),
            origin => origin,
        }
    }

    /// What a model makes of it.
    fn answered(self, model: &Model, at: usize) -> Self {
        match self.read() {
            Self::Constant => Self::Constant,
            Self::Column(column) if affine::explains(model) => Self::Answer(Some(column)),
            Self::Column(column) => Self::Column(column),
            _ if affine::explains(model) => Self::Answer(None),
            _ => Self::Opaque(at),
        }
    }
}

/// The origins of what node `at` writes.
pub(super) fn written(at: usize, node: &Node, origins: &[Origin]) -> Vec<Origin> {
    let read =
        |positions: &[u32]| positions.iter().fold(Origin::Constant, |all, slot| all.with(origins[*slot as usize], at));
    let step = match &node.op {
        Op::Step(step) => step,
        Op::Model(model) => return vec![read(&node.reads).answered(model, at); node.writes.len()],
    };
    // A wide group may be read by each of many outputs.
    let mut last = (0..0, Origin::Constant);
    let one = |output| {
        let origin = match step {
            Step::Arithmetic(of) => {
                let columns = of.operands.chunks(of.function.arity()).nth(output).unwrap_or_default().iter();
                columns.fold(Origin::Constant, |all, operand| match operand {
                    Operand::Column(i) => all.with(origins[node.reads[*i as usize] as usize], at),
                    Operand::Constant(_) => all,
                })
            }
            _ => {
                let group = group(step, output, node.reads.len());
                if last.0 != group {
                    last = (group.clone(), read(&node.reads[group]));
                }
                last.1
            }
        };
        match origin {
            Origin::Answer(column) if affine::of_step(step, output).is_none() => {
                column.map_or(Origin::Opaque(at), Origin::Column)
            }
            origin => origin,
        }
    };
    (0..node.writes.len()).map(one).collect()
}

/// The columns, of those that a step reads, that one of those that it writes is made of.
fn group(step: &Step, output: usize, reads: usize) -> core::ops::Range<usize> {
    let of = |group: usize, width: usize| group * width..(group + 1) * width;
    match step {
        Step::Impute(_) | Step::Scale(_) | Step::Map(_) => of(output, 1),
        Step::Link(Link::Softmax | Link::SingleSoftmax | Link::Shares) => 0..reads,
        Step::Link(_) => of(output, 1),
        Step::Reduce(reduce) => of(output, reduce.width as usize),
        Step::Rank(rank) => of(output / (2 * rank.k as usize), rank.width as usize),
        Step::Pick(pick) => of(output, pick.width as usize + 1),
        _ => 0..reads,
    }
}
