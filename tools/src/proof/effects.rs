//! Whether an answer would be another if a slot held another number: a row is a witness
//! only of what its answer depends on.

use super::asked::Asked;
use std::cell::Cell;
use windowbox::model::Model;
use windowbox::slots::{Columns, Operation};
use windowbox::{Node, Op, Pipeline, Target};

/// What follows from a slot.
pub struct Effects<'a> {
    pipeline: &'a Pipeline,
    /// For each slot whether it is an answer, and the node that writes it.
    answer: Vec<bool>,
    work: Cell<usize>,
}

impl<'a> Effects<'a> {
    pub fn new(pipeline: &'a Pipeline) -> Self {
        let written: usize = pipeline.nodes.iter().map(|node| node.writes.len()).sum();
        let mut answer = vec![false; pipeline.schema.columns.len() + written];
        for target in &pipeline.output.targets {
            let slots = target.slots.iter().copied().chain(Target::coded(target));
            slots.for_each(|slot| answer[slot as usize] = true);
        }
        Self { pipeline, answer, work: Cell::new(0) }
    }

    /// Whether a slot is an answer itself: then whatever changes it shows.
    pub fn is_answer(&self, slot: u32) -> bool {
        self.answer[slot as usize]
    }

    /// What all questions up to here cost, in tests and products; starts anew.
    pub fn work(&self) -> usize {
        self.work.take()
    }

    /// Whether a row's answer is another where some slots hold other numbers.
    pub fn changes(&self, asked: &Asked<'_>, others: &[(u32, f64)]) -> bool {
        let mut row = asked.row(self.answer.len());
        let mut changed = vec![false; row.len()];
        for (slot, other) in others {
            changed[*slot as usize] = set(&mut row[*slot as usize], *other);
        }
        let mut out = Vec::new();
        for node in &self.pipeline.nodes {
            let asks = node.reads.iter().any(|slot| changed[*slot as usize]);
            if !asks || others.iter().any(|(slot, _)| node.writes.contains(slot)) {
                continue;
            }
            self.work.set(self.work.get() + cost(node));
            out.clear();
            out.resize(node.writes.len(), 0.0);
            node.op.apply(Columns::new(1, &node.reads, &row, &[]), &mut out);
            for (slot, x) in node.writes.iter().zip(&out) {
                changed[*slot as usize] = set(&mut row[*slot as usize], *x);
            }
        }
        self.work.set(self.work.get() + row.len());
        changed.iter().zip(&self.answer).any(|(changed, answer)| *changed && *answer)
    }
}

/// Sets a number; whether it was another.
fn set(x: &mut f64, other: f64) -> bool {
    let was = core::mem::replace(x, other);
    !(was == other || was.is_nan() && other.is_nan())
}

/// About how many tests and products a node takes for a row.
fn cost(node: &Node) -> usize {
    match &node.op {
        Op::Model(Model::Trees(trees)) => 16 * trees.trees(),
        Op::Model(_) => node.reads.len() * node.writes.len(),
        Op::Step(_) => node.reads.len() + node.writes.len(),
    }
}
