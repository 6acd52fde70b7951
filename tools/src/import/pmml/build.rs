//! The pipeline while it is built: columns first, then nodes in order.

use windowbox::data::schema::{Kind, Unseen};
use windowbox::data::{Column, Schema};
use windowbox::model::Model;
use windowbox::preprocess::Step;
use windowbox::{Node, Op};

pub struct Build {
    pub columns: Vec<Column>,
    pub nodes: Vec<Node>,
    /// Where we answer otherwise than PMML's evaluator: said to whoever imports.
    pub notes: Vec<String>,
    next: u32,
}

impl Build {
    /// All columns are known first: nodes write the slots behind them.
    pub fn new(columns: Vec<Column>) -> Self {
        Self { next: columns.len() as u32, columns, nodes: Vec::new(), notes: Vec::new() }
    }

    fn push(&mut self, op: Op, reads: Vec<u32>, count: u32) -> u32 {
        let first = self.next;
        self.nodes.push(Node::new(op, reads, first, count));
        self.next += count;
        first
    }

    /// Adds a step; the first slot that it writes.
    pub fn step(&mut self, step: Step, reads: Vec<u32>, count: u32) -> u32 {
        self.push(Op::Step(step), reads, count)
    }

    /// Adds a model; the first slot that it writes.
    pub fn model(&mut self, model: Model, reads: Vec<u32>, count: u32) -> u32 {
        self.push(Op::Model(model), reads, count)
    }

    /// A row where this column is missing has no result: it must be there.
    pub fn require(&mut self, column: usize) {
        self.columns[column].missing = false;
    }

    /// As is one with a level that counts as missing.
    pub fn require_known(&mut self, column: usize) {
        if let Kind::Categorical { unseen, .. } = &mut self.columns[column].kind {
            *unseen = Unseen::Refused;
        }
    }

    pub fn schema(self) -> (Schema, Vec<Node>) {
        (Schema { columns: self.columns }, self.nodes)
    }
}
