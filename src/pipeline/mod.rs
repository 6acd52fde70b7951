//! The pipeline: plain data that may be wrong, and the predictor, which cannot be.
//!
//! What holds of every pipeline that [`Pipeline::check`] accepts:
//!
//! - Slots are numbered. The schema's columns fill the first ones; each node writes
//!   the next ones, in order, and reads only slots that were written before it. So a
//!   line of steps and a model is a list, and a stack, a vote, a calibrated or
//!   chained model is the same list: there is no other graph.
//! - Missing is NaN in a number or code slot. A slot whose type says that nothing is
//!   missing holds no NaN that came from a missing cell.
//! - A value on a threshold goes the way of yes: the one numeric test is `x <= t`.
//! - The output's targets read slots; nothing else leaves the pipeline.
//! - One row is a block of one: the same code answers a row and a table.

mod admit;
mod answer;
mod card;
mod description;
mod output;
mod predict;
mod proof;
mod statistics;

pub use card::{Candidate, Card, Confusion, Metric, SAFE_INTEGER};
pub use description::Description;
pub use output::{Decision, Output, Target, Task};
pub use predict::{Answer, Frame, Issue, Prediction};
pub use proof::{Expected, PROOF_ROW_LIMIT, Proof, ProofCells, ProofValues, SelfTest};
pub use statistics::{Bin, ColumnStatistics, Conformal, Statistics};

use crate::data::Schema;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::preprocess::Step;
use crate::slots::{Columns, Operation, Prepared, SlotType, ensure};

/// More slots than any pipeline of people: bounds the block that a row needs.
pub const SLOT_LIMIT: usize = 1 << 20;

/// Everything a prediction needs and everything known about it. It may be wrong:
/// only [`check`](Pipeline::check) makes a [`Predictor`] of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipeline {
    /// The columns of the input; they fill the first slots.
    pub schema: Schema,
    /// Steps and models, in the order in which they run.
    pub nodes: Vec<Node>,
    /// How the last slots become the answer.
    pub output: Output,
    /// What people should know of the model.
    pub card: Card,
    /// What the training data and the predictions looked like.
    pub statistics: Statistics,
    /// Rows with the answers that they must get, where there are any.
    pub proof: Option<Proof>,
    /// Sections of a later version that may be skipped, kept as they are.
    pub extra: Vec<(u16, Vec<u8>)>,
}

/// One step or model, and the slots that it reads and writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What is done.
    pub op: Op,
    /// The slots that are read, in the order that the operation expects.
    pub reads: Vec<u32>,
    /// The new slots that are written: the next free numbers.
    pub writes: Vec<u32>,
}

/// What a node does.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)] // a pipeline has a handful of nodes
pub enum Op {
    /// Preprocessing.
    Step(Step),
    /// A model.
    Model(Model),
}

impl Operation for Op {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        match self {
            Op::Step(step) => step.check(inputs),
            Op::Model(model) => model.check(inputs),
        }
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        match self {
            Op::Step(step) => step.apply(columns, out),
            Op::Model(model) => model.apply(columns, out),
        }
    }

    fn prepare(&self) -> Prepared {
        match self {
            Op::Step(step) => step.prepare(),
            Op::Model(model) => model.prepare(),
        }
    }

    fn apply_prepared(&self, prepared: &Prepared, columns: Columns<'_>, out: &mut [f64]) {
        match self {
            Op::Step(step) => step.apply_prepared(prepared, columns, out),
            Op::Model(model) => model.apply_prepared(prepared, columns, out),
        }
    }
}

impl Op {
    /// The name for people.
    pub fn name(&self) -> &'static str {
        match self {
            Op::Step(step) => step.name(),
            Op::Model(model) => model.name(),
        }
    }
}

/// A pipeline that was proved sound. It answers any rows without a panic, an error
/// that is not a row's own, or an unbounded loop.
#[derive(Debug, Clone)]
pub struct Predictor {
    pipeline: Pipeline,
    slots: usize,
    gates: admit::Gates,
    /// Of each node.
    prepared: Vec<Prepared>,
}

/// What is laid out follows from the pipeline.
impl PartialEq for Predictor {
    fn eq(&self, other: &Self) -> bool {
        self.pipeline == other.pipeline
    }
}

impl Predictor {
    /// The pipeline that was checked.
    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// Gives the pipeline back, to change it and check it again.
    pub fn into_pipeline(self) -> Pipeline {
        self.pipeline
    }

    /// How many slots a row needs.
    pub fn slots(&self) -> usize {
        self.slots
    }
}

impl Pipeline {
    /// A pipeline that only answers: card and statistics empty.
    pub fn new(schema: Schema, nodes: Vec<Node>, output: Output) -> Self {
        let (card, statistics) = (Card::default(), Statistics::default());
        Self { schema, nodes, output, card, statistics, proof: None, extra: Vec::new() }
    }

    /// Proves the pipeline: the only door from "may be wrong" to "cannot be wrong".
    ///
    /// # Errors
    /// What is wrong and where, fault `File`, or `limit`.
    pub fn check(self) -> Result<Predictor> {
        self.schema.check()?;
        let types = self.types()?;
        self.output.check(&types)?;
        self.card.check(&self.output)?;
        self.statistics.check(&self.schema, &self.output)?;
        if let Some(proof) = &self.proof {
            proof.check(&self.schema, &self.output).map_err(|e| e.at("proof"))?;
        }
        let prepared = self.nodes.iter().map(|node| node.op.prepare()).collect();
        let gates = admit::Gates::new(&self.schema.columns, &self.statistics.columns);
        Ok(Predictor { slots: types.len(), gates, prepared, pipeline: self })
    }

    /// The columns whose texts are read as dates, and how; a column may be there twice.
    #[cfg(feature = "date")]
    pub fn dates(&self) -> impl Iterator<Item = (usize, &crate::preprocess::Date)> {
        self.nodes.iter().filter_map(|node| match (&node.op, &node.reads[..]) {
            (Op::Step(Step::Date(date)), [column]) => Some((*column as usize, date)),
            _ => None,
        })
    }

    /// The models, in the order of their nodes.
    pub fn models(&self) -> impl Iterator<Item = &Model> {
        self.nodes.iter().filter_map(|node| if let Op::Model(model) = &node.op { Some(model) } else { None })
    }

    /// The same, to be filled.
    pub fn models_mut(&mut self) -> impl Iterator<Item = &mut Model> {
        self.nodes.iter_mut().filter_map(|node| if let Op::Model(model) = &mut node.op { Some(model) } else { None })
    }

    /// The type of every slot, proved node by node.
    ///
    /// # Errors
    /// `bad-node` or `limit`, with the node as place.
    pub fn types(&self) -> Result<Vec<SlotType>> {
        let mut types: Vec<SlotType> = self.schema.columns.iter().map(|column| column.slot()).collect();
        for (i, node) in self.nodes.iter().enumerate() {
            let written = node.check(&types).map_err(|e| e.at(format!("node {i} ({})", node.op.name())))?;
            types.extend(written);
        }
        Ok(types)
    }
}

impl Node {
    /// A node that reads `reads` and writes the `count` slots from `next`.
    pub fn new(op: Op, reads: Vec<u32>, next: u32, count: u32) -> Self {
        Self { op, reads, writes: (next..next + count).collect() }
    }

    fn check(&self, types: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure(
            self.reads.iter().all(|slot| (*slot as usize) < types.len()),
            "reads a slot that was not written before it",
        )?;
        let inputs: Vec<SlotType> = self.reads.iter().map(|slot| types[*slot as usize]).collect();
        let written = self.op.check(&inputs)?;
        let next = types.len();
        if next + written.len() > SLOT_LIMIT {
            return Err(Error::limit("more than 1048576 slots"));
        }
        let fresh = (next..next + written.len()).eq(self.writes.iter().map(|slot| *slot as usize));
        ensure(fresh, "writes other slots than the next free ones")?;
        Ok(written)
    }
}
