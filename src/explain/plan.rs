//! How a pipeline's answers are explained: found once, followed for each record.
//!
//! What adds up to a slot is a row of numbers: first its base, then the contribution of each
//! column that is read. A linear model, and a step that is a weighted sum, make theirs of the
//! rows that they read by their own code, as if these were records.

use super::forest::Forest;
use super::trace::{Origin, write};
use super::{Space, typical};
use crate::error::{Error, Result};
use crate::model::{Linear, Model, Trees};
use crate::pipeline::{Node, Op, Pipeline, Predictor, Target, Task};
use crate::preprocess::Link;
use crate::slots::{Columns, Operation, Precision, between};
use core::ops::Range;

/// Numbers that the contributions to all answers may be.
const PARTS_LIMIT: usize = 1 << 24;

/// How far base and contributions may be from the answer, in shares of what was added up.
const TOLERANCE: f64 = 1e-9;
/// The same where the model adds in single precision.
const SINGLE_TOLERANCE: f64 = 1e-5;

/// What is known of a pipeline before there is a record.
pub(crate) struct Plan {
    /// Of each slot.
    origins: Vec<Origin>,
    /// Of each slot whose contributions add up to an answer's, which of these it is, from 1.
    needed: Vec<u32>,
    /// Of each node; trees alone have one.
    forests: Vec<Option<Forest>>,
    /// The columns that models read, in the order of the schema.
    pub columns: Vec<u32>,
    /// Of each column of the schema its place among these, from 1.
    places: Vec<u32>,
    /// Whether a linear model reads columns, and so needs a reference: all its slots.
    refers: bool,
    reference: Option<Vec<f64>>,
    tolerance: f64,
}

/// The slots of a record and of the one that it is compared with, and what adds up to slots.
struct Work<'a> {
    record: &'a [f64],
    other: &'a [f64],
    compared: bool,
    /// A row for each slot that is needed: base and contributions.
    sums: Vec<f64>,
    /// The sizes of all that was added up.
    size: f64,
}

impl Plan {
    /// Finds the way from every answer back to the columns. `covers` are those of each model that
    /// can have them, or nothing.
    ///
    /// # Errors
    /// `no-explanation`, `limit`, and `bad-node` for covers that are none.
    pub fn new(predictor: &Predictor, covers: &[&[f64]]) -> Result<Self> {
        let pipeline = predictor.pipeline();
        let columns = pipeline.schema.columns.len();
        let mut plan = Self {
            origins: (0..columns as u32).map(Origin::Column).collect(),
            needed: vec![0; predictor.slots()],
            forests: Vec::new(),
            columns: Vec::new(),
            places: vec![0; columns],
            refers: false,
            reference: None,
            tolerance: TOLERANCE,
        };
        for (at, node) in pipeline.nodes.iter().enumerate() {
            write(at as u32, node, &mut plan.origins);
        }
        plan.targets(pipeline)?;
        let mut covers = covers.iter().rev();
        for (at, node) in pipeline.nodes.iter().enumerate().rev() {
            let cover = if can_have_covers(node) { covers.next().copied().unwrap_or_default() } else { &[] };
            let forest = if plan.is_needed(node) { plan.node(pipeline, at, cover)? } else { None };
            plan.forests.push(forest);
        }
        plan.forests.reverse();
        plan.number(pipeline)?;
        if plan.refers {
            plan.reference = typical::slots(predictor);
        }
        Ok(plan)
    }

    /// Numbers the columns that are read and the slots that are needed.
    fn number(&mut self, pipeline: &Pipeline) -> Result<()> {
        for (column, place) in self.places.iter_mut().enumerate().filter(|(_, place)| **place > 0) {
            self.columns.push(column as u32);
            *place = self.columns.len() as u32;
        }
        let mut count = 0;
        for needed in self.needed.iter_mut().filter(|needed| **needed > 0) {
            count += 1;
            *needed = count;
        }
        // A step is given what adds up to each slot that it reads.
        let steps = pipeline.nodes.iter().filter(|node| matches!(node.op, Op::Step(_)) && self.is_needed(node));
        let most = steps.map(|node| node.reads.len() + node.writes.len()).max().unwrap_or(0);
        match (most + count as usize).saturating_mul(self.columns.len() + 2) <= PARTS_LIMIT {
            true => Ok(()),
            false => Err(Error::limit("an explanation would have more than 2^24 contributions")),
        }
    }

    /// Every margin must be what contributions add up to.
    fn targets(&mut self, pipeline: &Pipeline) -> Result<()> {
        for slot in pipeline.output.targets.iter().flat_map(|target| &target.slots) {
            self.needed[*slot as usize] = match self.origins[*slot as usize] {
                Origin::Answer | Origin::Single(_) => 1,
                Origin::Constant => 0,
                Origin::Opaque(at) | Origin::Several(at) => {
                    return Err(refuse(pipeline, at, "has no contributions that add up to the answer"));
                }
                Origin::Column(_) => return Err(none("the answer is what steps make of one column")),
            };
        }
        Ok(())
    }

    /// Takes what a node with contributions reads; the ensemble prepared, if it is one.
    fn node(&mut self, pipeline: &Pipeline, at: usize, cover: &[f64]) -> Result<Option<Forest>> {
        let node = &pipeline.nodes[at];
        let trees = if let Op::Model(Model::Trees(trees)) = &node.op { Some(trees) } else { None };
        let mut tested = vec![trees.is_none(); node.reads.len() + 1];
        for column in trees.map(|trees| &trees.column[..]).unwrap_or_default() {
            tested[(*column as usize).min(node.reads.len())] = true;
        }
        for (i, slot) in node.reads.iter().enumerate() {
            let matters = tested[i];
            match self.seen(node, *slot) {
                Origin::Column(column) => {
                    self.places[column as usize] = 1;
                    self.refers |= trees.is_none();
                }
                Origin::Several(at) if matters => {
                    return Err(refuse(
                        pipeline,
                        at,
                        "makes one number of several columns, and what that adds is no one column's",
                    ));
                }
                Origin::Opaque(at) if matters => {
                    return Err(refuse(pipeline, at, "has no contributions, and a model reads it"));
                }
                Origin::Answer | Origin::Single(_) if trees.is_none() => self.needed[*slot as usize] = 1,
                Origin::Answer | Origin::Single(_) | Origin::Constant if matters && trees.is_some() => {
                    return Err(refuse(pipeline, at as u32, "asks for what is no column's: a constant or an answer"));
                }
                _ => {}
            }
        }
        if rounds(&node.op) == Precision::F32 {
            self.tolerance = SINGLE_TOLERANCE;
        }
        trees.map(|trees| forest(trees, cover).map_err(|error| error.at_number("node", at))).transpose()
    }

    fn is_needed(&self, node: &Node) -> bool {
        node.writes.iter().any(|slot| self.needed[*slot as usize] > 0)
    }

    /// A slot as a node sees it.
    #[inline(never)]
    fn seen(&self, node: &Node, slot: u32) -> Origin {
        let origin = self.origins[slot as usize];
        if matches!(node.op, Op::Model(_)) { origin.read() } else { origin }
    }

    /// Whether any answer is one of trees.
    pub fn has_trees(&self) -> bool {
        self.forests.iter().any(Option::is_some)
    }

    /// Explains the answer to a record, whose slots are given, perhaps against another: for each
    /// margin its [`Space`], answer, base, and a contribution for each of [`Plan::columns`].
    ///
    /// # Errors
    /// `no-explanation`.
    pub fn explain(&self, pipeline: &Pipeline, record: &[f64], against: Option<&[f64]>) -> Result<Vec<f64>> {
        let other = match against.or(self.reference.as_deref()) {
            None if self.refers => return Err(no_reference()),
            other => other.unwrap_or_default(),
        };
        let width = self.columns.len() + 1;
        let needed = self.needed.iter().filter(|needed| **needed > 0).count();
        let mut work = Work { record, other, compared: against.is_some(), sums: vec![0.0; needed * width], size: 0.0 };
        for (node, forest) in pipeline.nodes.iter().zip(&self.forests).filter(|(node, _)| self.is_needed(node)) {
            match (&node.op, forest) {
                (Op::Model(Model::Trees(trees)), Some(forest)) => self.trees(node, trees, forest, &mut work),
                (Op::Model(Model::Linear(linear)), _) => self.linear(node, linear, &mut work),
                _ => self.step(node, &mut work),
            }
        }
        let mut numbers = Vec::new();
        for target in &pipeline.output.targets {
            let space = space(target);
            let by = if space == Space::Margin { 1.0 } else { target.divisor };
            for slot in &target.slots {
                let answer = record[*slot as usize];
                numbers.extend([f64::from(space as u8), answer, answer]);
                let start = numbers.len() - 2;
                numbers.resize(start + 1 + width, 0.0);
                // What is the same for every row has no contributions.
                if self.needed[*slot as usize] > 0 {
                    numbers[start + 1..].copy_from_slice(&work.sums[self.range(*slot)]);
                    check(&numbers[start + 1..], answer, work.size, self.tolerance)?;
                }
                numbers[start..].iter_mut().for_each(|x| *x /= by);
            }
        }
        Ok(numbers)
    }

    /// Where the sums have what adds up to a slot that is needed.
    #[inline(never)]
    fn range(&self, slot: u32) -> Range<usize> {
        let (at, width) = (self.needed[slot as usize] as usize - 1, self.columns.len() + 1);
        at * width..(at + 1) * width
    }

    /// What adds up to the outputs of an ensemble.
    fn trees(&self, node: &Node, trees: &Trees, forest: &Forest, work: &mut Work<'_>) {
        let factor = trees.scale / trees.divisor;
        for (k, slot) in node.writes.iter().enumerate().filter(|(_, slot)| self.needed[**slot as usize] > 0) {
            let mean = (trees.start[k] + forest.mean[k]) * factor + trees.bias[k];
            let base = if work.compared { work.other[*slot as usize] } else { mean };
            work.add(self.range(*slot).start, base);
            work.size += mean.abs();
        }
        self.row_of_trees(node, (trees, forest), (work.record, factor), work);
        if work.compared {
            self.row_of_trees(node, (trees, forest), (work.other, -factor), work);
        }
    }

    #[inline(never)]
    fn row_of_trees(
        &self,
        node: &Node,
        (trees, forest): (&Trees, &Forest),
        (row, factor): (&[f64], f64),
        work: &mut Work<'_>,
    ) {
        let inputs: Vec<f64> = node.reads.iter().map(|slot| trees.input(row[*slot as usize])).collect();
        let contributions = forest.contributions(trees, &inputs);
        let outputs = node.writes.iter().zip(contributions.chunks(inputs.len().max(1)));
        for (slot, contributions) in outputs.filter(|(slot, _)| self.needed[**slot as usize] > 0) {
            let to = self.range(*slot).start;
            for (read, contribution) in node.reads.iter().zip(contributions) {
                if let Origin::Column(column) = self.seen(node, *read) {
                    work.add(to + self.places[column as usize] as usize, contribution * factor);
                }
            }
        }
    }

    /// What adds up to the outputs of a linear model.
    fn linear(&self, node: &Node, linear: &Linear, work: &mut Work<'_>) {
        for (k, slot) in node.writes.iter().enumerate().filter(|(_, slot)| self.needed[**slot as usize] > 0) {
            let to = self.range(*slot).start;
            work.add(to, linear.intercepts[k]);
            for (weight, read) in linear.coefficients[k * node.reads.len()..].iter().zip(&node.reads) {
                let term = |row: &[f64]| {
                    let x = linear.precision.round(row[*read as usize]);
                    // A missing cell adds nothing: only such models read it.
                    if x.is_nan() { 0.0 } else { weight * x }
                };
                match self.seen(node, *read) {
                    Origin::Column(column) => {
                        let (own, other) = (term(work.record), term(work.other));
                        work.add(to, other);
                        work.add(to + self.places[column as usize] as usize, own - other);
                    }
                    Origin::Answer => {
                        self.range(*read).zip(to..).for_each(|(from, to)| work.add(to, weight * work.sums[from]));
                    }
                    _ => work.add(to, term(work.record)),
                }
            }
        }
    }

    /// What adds up to what a step writes that is a constant and a weighted sum: its own code answers
    /// what adds up to what it reads, and last nothing. What it makes of that is the constant.
    fn step(&self, node: &Node, work: &mut Work<'_>) {
        let rows = self.columns.len() + 2;
        let mut values = vec![0.0; node.reads.len() * rows];
        for (slot, read) in node.reads.iter().zip(values.chunks_mut(rows)) {
            let own = work.record[*slot as usize];
            match self.origins[*slot as usize] {
                Origin::Column(column) => {
                    read[0] = work.other[*slot as usize];
                    read[self.places[column as usize] as usize] = own - read[0];
                }
                Origin::Constant => read.fill(own),
                _ => read[..rows - 1].copy_from_slice(&work.sums[self.range(*slot)]),
            }
        }
        let slots: Vec<u32> = (0..node.reads.len() as u32).collect();
        let mut answers = vec![0.0; node.writes.len() * rows];
        node.op.apply(Columns::new(rows, &slots, &values, &[]), &mut answers);
        for (slot, answers) in node.writes.iter().zip(answers.chunks(rows)) {
            if self.needed[*slot as usize] > 0 {
                let (to, constant) = (self.range(*slot).start, answers[rows - 1]);
                work.add(to, constant);
                (0..rows - 1).for_each(|i| work.add(to + i, answers[i] - constant));
            }
        }
    }
}

impl Work<'_> {
    #[inline(never)]
    fn add(&mut self, at: usize, x: f64) {
        self.sums[at] += x;
        self.size += x.abs();
    }
}

/// The proof that a sum is the answer, `size` being what was added up before.
fn check(sum: &[f64], answer: f64, size: f64, tolerance: f64) -> Result<()> {
    let (total, size) = (sum.iter().sum::<f64>(), size + answer.abs());
    if !size.is_finite() {
        return Err(none("what would be added up is too large"));
    }
    match (total - answer).abs() <= tolerance * size {
        true => Ok(()),
        false => Err(none("the contributions do not add up to the answer")),
    }
}

/// What a node rounds what it adds up to.
fn rounds(op: &Op) -> Precision {
    use crate::preprocess::Step;
    match op {
        Op::Model(Model::Trees(trees)) => trees.sum,
        Op::Model(Model::Linear(linear)) => linear.precision,
        Op::Step(Step::Reduce(reduce)) => reduce.precision,
        Op::Step(Step::Arithmetic(arithmetic)) => arithmetic.precision,
        _ => Precision::F64,
    }
}

fn can_have_covers(node: &Node) -> bool {
    matches!(&node.op, Op::Model(model) if model.covers().is_some())
}

fn forest(trees: &Trees, cover: &[f64]) -> Result<Forest> {
    if !trees.linear.is_empty() {
        return Err(none("the leaves of these trees are linear models"));
    }
    let needed = (0..trees.trees()).map(|tree| trees.covers(tree)).fold(0, usize::saturating_add);
    if cover.is_empty() && needed > 0 {
        return Err(none("the file does not say how many training rows came by each node (covers)")
            .hint("import the model from its own library's file: ONNX and PMML files carry no covers"));
    }
    if cover.len() != needed || !between(cover, 0.0, f64::MAX, false) {
        return Err(Error::file("bad-node", "covers are finite, not negative, and as many as the trees have"));
    }
    Forest::new(trees, cover)
}

/// What a target's margins are counted in.
pub(crate) fn space(target: &Target) -> Space {
    match (&target.task, target.link) {
        (Task::Regression, Link::Identity | Link::Given { .. }) => Space::Value,
        (Task::Classification { .. }, Link::Identity | Link::Given { .. }) => Space::Probability,
        _ => Space::Margin,
    }
}

#[cold]
#[inline(never)]
fn none(message: &'static str) -> Error {
    Error::unsupported("no-explanation", message)
}

#[cold]
#[inline(never)]
fn refuse(pipeline: &Pipeline, at: u32, why: &str) -> Error {
    let message = ["the ", pipeline.nodes[at as usize].op.name(), " ", why].concat();
    Error::unsupported("no-explanation", message).at_number("node", at as usize)
}

fn no_reference() -> Error {
    none("a linear model is explained against a typical record, and the file has no statistics to make one of")
        .hint("name a record to compare with: `against`")
}
