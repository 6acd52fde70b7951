//! The pipeline while it is built: columns first, then nodes in order.

use super::fields::Number;
use std::collections::{BTreeSet, HashSet};
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
    /// Slots that are 0 where the row has an invalid cell, and so no answer.
    pub valid: Vec<u32>,
    /// Whether what is built may not take part in a row's answer: then a missing cell
    /// must not refuse the row.
    pub conditional: bool,
    /// Expressions read so far, and how many stand in one another just now.
    pub work: usize,
    pub depth: usize,
    /// Steps of thought about the predicates of all trees.
    pub thought: usize,
    /// Slots that hold numbers which are whole in the file.
    pub whole: HashSet<u32>,
    /// The fields that predicates ask, where there are dates.
    pub asked: HashSet<String>,
    /// Columns of dates that functions take, which may be missing.
    pub demanded: BTreeSet<usize>,
    next: u32,
}

impl Build {
    /// All columns are known first: nodes write the slots behind them.
    pub fn new(columns: Vec<Column>) -> Self {
        let (nodes, notes, valid, next) = (Vec::new(), Vec::new(), Vec::new(), columns.len() as u32);
        Self {
            columns,
            nodes,
            notes,
            valid,
            conditional: false,
            work: 0,
            depth: 0,
            thought: 0,
            whole: HashSet::new(),
            asked: HashSet::new(),
            demanded: BTreeSet::new(),
            next,
        }
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

    /// Whether a number is whole in the file: a constant, a count, a column of such.
    pub fn is_whole(&self, number: &Number) -> bool {
        let column = self.columns.get(number.slot as usize);
        let integer = column.is_some_and(|column| matches!(column.kind, Kind::Numeric { integer: true, .. }));
        integer || self.whole.contains(&number.slot)
    }

    pub fn schema(self) -> (Schema, Vec<Node>) {
        (Schema { columns: self.columns }, self.nodes)
    }
}
