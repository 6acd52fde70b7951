//! How a pipeline's answers are explained: found once, followed for each record.

use super::affine::{self, Affine};
use super::shapley::Forest;
use super::trace::{Origin, written};
use super::{Contributions, Explanation, Method, Space, typical};
use crate::data::{Cell, Table};
use crate::error::{Error, Result};
use crate::model::{Model, Trees};
use crate::pipeline::{Frame, Node, Op, Pipeline, Prediction, Predictor, Target, Task};
use crate::preprocess::Link;
use crate::slots::{Precision, between};

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
    /// Of each slot, whether its contributions add up to an answer's.
    needed: Vec<bool>,
    /// Of each node that is an ensemble of trees.
    forests: Vec<Option<Forest>>,
    /// Whether a column is read by a model, one a column.
    read: Vec<bool>,
    /// Whether a linear model reads columns, and so needs a reference.
    refers: bool,
    reference: Option<Vec<Cell>>,
    tolerance: f64,
}

/// What adds up to a slot.
#[derive(Clone, Default)]
struct Sum {
    base: f64,
    /// One a column of the schema.
    parts: Vec<f64>,
    /// The sizes of what was added up.
    size: f64,
}

impl Plan {
    /// Finds the way from every answer back to the columns. `covers` are those of each model that
    /// can have them.
    ///
    /// # Errors
    /// `no-explanation`, `limit`, and `bad-node` for covers that are none.
    pub fn new(predictor: &Predictor, covers: &[&[f64]]) -> Result<Self> {
        let pipeline = predictor.pipeline();
        let columns = pipeline.schema.columns.len();
        let mut plan = Self {
            origins: (0..columns).map(Origin::Column).collect(),
            needed: Vec::new(),
            forests: Vec::new(),
            read: vec![false; columns],
            refers: false,
            reference: typical::record(pipeline),
            tolerance: TOLERANCE,
        };
        for (at, node) in pipeline.nodes.iter().enumerate() {
            plan.origins.extend(written(at, node, &plan.origins));
        }
        plan.check_targets(pipeline)?;
        let (needed, mut covers) = (plan.needed(pipeline), covers.iter());
        for (at, node) in pipeline.nodes.iter().enumerate() {
            let place = |error: Error| error.at(format!("node {at} ({})", node.op.name()));
            let cover = model(node).and_then(Model::covers).and_then(|_| covers.next()).copied();
            let asked = node.writes.iter().any(|slot| needed[*slot as usize]);
            let forest =
                if asked { plan.node(pipeline, node, cover.unwrap_or_default()).map_err(place)? } else { None };
            plan.forests.push(forest);
        }
        plan.needed = needed;
        Ok(plan)
    }

    /// The slots whose contributions add up to an answer's.
    fn needed(&self, pipeline: &Pipeline) -> Vec<bool> {
        let mut needed = vec![false; self.origins.len()];
        let answer = |slot: &u32| matches!(self.origins[*slot as usize], Origin::Answer(_));
        let targets = pipeline.output.targets.iter().flat_map(|target| &target.slots);
        targets.filter(|slot| answer(slot)).for_each(|slot| needed[*slot as usize] = true);
        for node in pipeline.nodes.iter().rev() {
            for (output, _) in node.writes.iter().enumerate().filter(|(_, slot)| answer(slot)) {
                let terms = Self::affine(node, output).filter(|_| needed[node.writes[output] as usize]);
                for (read, _) in terms.map(|affine| affine.terms).unwrap_or_default() {
                    let slot = node.reads[read];
                    needed[slot as usize] |= matches!(self.seen(node, slot), Origin::Answer(_));
                }
            }
        }
        needed
    }

    /// A slot as a node sees it.
    fn seen(&self, node: &Node, slot: u32) -> Origin {
        let origin = self.origins[slot as usize];
        if model(node).is_some() { origin.read() } else { origin }
    }

    /// Every margin must be what contributions add up to.
    fn check_targets(&self, pipeline: &Pipeline) -> Result<()> {
        let slots = || pipeline.output.targets.iter().flat_map(|target| &target.slots);
        for slot in slots() {
            match self.origins[*slot as usize] {
                Origin::Answer(_) | Origin::Constant => {}
                Origin::Opaque(at) | Origin::Several(at) => {
                    return Err(refuse(pipeline, at, "has no contributions that add up to the answer"));
                }
                Origin::Column(_) => return Err(none("the answer is what steps make of one column, not a model's")),
            }
        }
        match slots().count().saturating_mul(self.read.len()) <= PARTS_LIMIT {
            true => Ok(()),
            false => Err(Error::limit("an explanation would have more than 2^24 contributions")),
        }
    }

    /// Takes what a node with contributions reads; the ensemble prepared, if it is one.
    fn node(&mut self, pipeline: &Pipeline, node: &Node, cover: &[f64]) -> Result<Option<Forest>> {
        if let Op::Model(Model::Trees(trees)) = &node.op {
            for (slot, tested) in node.reads.iter().zip(tested(trees)) {
                match self.seen(node, *slot) {
                    Origin::Answer(_) if tested => return Err(none("trees ask for the answer of models")),
                    Origin::Constant if tested => return Err(none("trees ask for what is the same for every row")),
                    origin => self.reads(pipeline, origin, tested)?,
                }
            }
            self.rounds(trees.sum);
            return forest(trees, cover).map(Some);
        }
        for affine in (0..node.writes.len()).filter_map(|output| Self::affine(node, output)) {
            self.rounds(affine.precision);
            for (read, factor) in affine.terms {
                let origin = self.seen(node, node.reads[read]);
                self.refers |= matches!(origin, Origin::Column(_));
                self.reads(pipeline, origin, factor != 0.0)?;
            }
        }
        Ok(None)
    }

    /// The sum that an output of a node is, if it is one.
    fn affine(node: &Node, output: usize) -> Option<Affine> {
        match &node.op {
            Op::Model(Model::Linear(linear)) => Some(affine::of_linear(linear, output)),
            Op::Step(step) => affine::of_step(step, output),
            Op::Model(_) => None,
        }
    }

    fn rounds(&mut self, precision: Precision) {
        if precision == Precision::F32 {
            self.tolerance = SINGLE_TOLERANCE;
        }
    }

    /// Takes what a node with contributions reads, and that `matters`.
    fn reads(&mut self, pipeline: &Pipeline, origin: Origin, matters: bool) -> Result<()> {
        let refusal = match origin {
            Origin::Column(column) => {
                self.read[column] = true;
                return Ok(());
            }
            Origin::Several(at) => (at, "makes one input of several columns: what it adds is no one column's"),
            Origin::Opaque(at) => (at, "has no contributions, and a model reads what it writes"),
            Origin::Constant | Origin::Answer(_) => return Ok(()),
        };
        if matters { Err(refuse(pipeline, refusal.0, refusal.1)) } else { Ok(()) }
    }

    /// Explains the answer to a record.
    ///
    /// # Errors
    /// As those of [`Explainer`](super::Explainer).
    pub fn explain(&self, predictor: &Predictor, record: Vec<Cell>, against: Option<Vec<Cell>>) -> Result<Explanation> {
        let (pipeline, compared) = (predictor.pipeline(), against.is_some());
        let reference = match against {
            None if self.refers => Some(self.reference.clone().ok_or_else(no_reference)?),
            against => against,
        };
        let frame = run(predictor, [Some(record), reference].into_iter().flatten())?;
        let sums = self.sums(pipeline, &frame, compared);
        let mut outputs = Vec::new();
        for (t, target) in pipeline.output.targets.iter().enumerate() {
            for (k, slot) in target.slots.iter().enumerate() {
                outputs.push(self.output((t, target), k, &sums[*slot as usize], frame.slot(*slot)[0])?);
            }
        }
        let trees = self.forests.iter().any(Option::is_some);
        Ok(Explanation { outputs, method: if trees { Method::Tree } else { Method::Linear } })
    }

    /// What adds up to each slot that has contributions.
    fn sums(&self, pipeline: &Pipeline, frame: &Frame, compared: bool) -> Vec<Sum> {
        let constant = |slot| Sum { base: frame.slot(slot as u32)[0], ..Sum::default() };
        let mut sums: Vec<Sum> = (0..self.origins.len()).map(constant).collect();
        for (node, forest) in pipeline.nodes.iter().zip(&self.forests) {
            if let (Op::Model(Model::Trees(trees)), Some(forest)) = (&node.op, forest) {
                for (slot, sum) in node.writes.iter().zip(self.trees(node, (trees, forest), frame, compared)) {
                    sums[*slot as usize] = sum;
                }
                continue;
            }
            for (output, slot) in node.writes.iter().enumerate() {
                let needed = self.needed[*slot as usize];
                if let Some(affine) = Self::affine(node, output).filter(|_| needed) {
                    sums[*slot as usize] = self.sum(node, &affine, frame, &sums);
                }
            }
        }
        sums
    }

    fn sum(&self, node: &Node, affine: &Affine, frame: &Frame, sums: &[Sum]) -> Sum {
        let (constant, parts) = (affine.constant, vec![0.0; self.read.len()]);
        let mut sum = Sum { base: constant, parts, size: constant.abs() };
        for (read, factor) in &affine.terms {
            let slot = node.reads[*read];
            // A missing cell adds nothing: only such linear models read it.
            let value = |row: usize| match frame.slot(slot)[row] {
                x if x.is_nan() => 0.0,
                x => factor * affine.precision.round(x),
            };
            match self.seen(node, slot) {
                Origin::Answer(_) => sum.add(&sums[slot as usize], *factor),
                Origin::Column(column) => {
                    sum.base += value(1);
                    sum.parts[column] += value(0) - value(1);
                    sum.size += value(0).abs() + value(1).abs();
                }
                _ => sum.base += value(0),
            }
        }
        sum
    }

    /// What adds up to the outputs of an ensemble; where rows are compared, what it takes from the
    /// second to the first.
    fn trees(&self, node: &Node, of: (&Trees, &Forest), frame: &Frame, compared: bool) -> Vec<Sum> {
        let mut sums = self.row_of_trees(node, of, frame, 0);
        if compared {
            for ((sum, other), slot) in sums.iter_mut().zip(self.row_of_trees(node, of, frame, 1)).zip(&node.writes) {
                sum.add(&other, -1.0);
                sum.base = frame.slot(*slot)[1];
            }
        }
        sums
    }

    fn row_of_trees(&self, node: &Node, (trees, forest): (&Trees, &Forest), frame: &Frame, row: usize) -> Vec<Sum> {
        let inputs: Vec<f64> = node.reads.iter().map(|slot| trees.input(frame.slot(*slot)[row])).collect();
        let (contributions, sizes) = (forest.contributions(trees, &inputs), forest.sizes(trees, &inputs));
        let factor = trees.scale / trees.divisor;
        let sum = |k: usize| {
            let base = (trees.start[k] + forest.mean()[k]) * factor + trees.bias[k];
            let size = base.abs() + sizes[k] * factor.abs() + trees.bias[k].abs();
            let mut sum = Sum { base, parts: vec![0.0; self.read.len()], size };
            for (part, slot) in contributions[k * inputs.len()..].iter().zip(&node.reads) {
                if let Origin::Column(column) = self.seen(node, *slot) {
                    sum.parts[column] += part * factor;
                    sum.size += (part * factor).abs();
                }
            }
            sum
        };
        (0..trees.outputs as usize).map(sum).collect()
    }

    /// One margin of a target, and the proof that its parts add up.
    fn output(&self, (t, target): (usize, &Target), k: usize, sum: &Sum, margin: f64) -> Result<Contributions> {
        let space = space(target);
        let by = if space == Space::Margin { 1.0 } else { target.divisor };
        let (base, answer) = (sum.base / by, margin / by);
        let read = (0..sum.parts.len()).filter(|c| self.read[*c]);
        let parts: Vec<(usize, f64)> = read.map(|c| (c, sum.parts[c] / by)).collect();
        let total = parts.iter().fold(base, |total, part| total + part.1);
        let allowed = self.tolerance * (sum.size / by).max(answer.abs());
        if !(allowed.is_finite() && total.is_finite()) {
            return Err(none("what would be added up is too large for numbers"));
        }
        if (total - answer).abs() > allowed {
            return Err(none("the contributions do not add up to the answer"));
        }
        let class = target.labels().map(|_| if target.slots.len() == 1 { 1 } else { k });
        Ok(Contributions { target: t, class, space, base, answer, parts })
    }
}

impl Sum {
    fn add(&mut self, other: &Self, factor: f64) {
        self.base += factor * other.base;
        self.size += factor.abs() * other.size;
        self.parts.iter_mut().zip(&other.parts).for_each(|(own, other)| *own += factor * other);
    }
}

fn model(node: &Node) -> Option<&Model> {
    match &node.op {
        Op::Model(model) => Some(model),
        Op::Step(_) => None,
    }
}

/// Which columns any test asks for.
fn tested(trees: &Trees) -> Vec<bool> {
    let mut tested = vec![false; trees.columns as usize];
    trees.column.iter().for_each(|column| {
        tested.get_mut(*column as usize).into_iter().for_each(|tested| *tested = true);
    });
    tested
}

fn forest(trees: &Trees, cover: &[f64]) -> Result<Forest> {
    if !trees.linear.is_empty() {
        return Err(none("its leaves are linear models"));
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

fn space(target: &Target) -> Space {
    match (&target.task, target.link) {
        (Task::Regression, Link::Identity | Link::Given { .. }) => Space::Value,
        (Task::Classification { .. }, Link::Identity | Link::Given { .. }) => Space::Probability,
        _ => Space::Margin,
    }
}

/// Runs records through the pipeline; each of them must get an answer.
fn run(predictor: &Predictor, records: impl Iterator<Item = Vec<Cell>>) -> Result<Frame> {
    let schema = &predictor.pipeline().schema;
    let mut table = Table::new(schema);
    records.for_each(|record| table.push(record));
    let (mut frame, mut prediction) = (Frame::default(), Prediction::default());
    predictor.begin(&mut frame, table.rows());
    frame.fill(&table, 0);
    predictor.run(&mut frame, &mut prediction);
    match prediction.issues.iter().find(|issue| issue.fatal) {
        None => Ok(frame),
        Some(issue) => {
            let column = issue.column.and_then(|c| schema.columns.get(c)).map_or("", |column| &column.name);
            let error = Error::caller(issue.trouble.code(), "a record without an answer has no explanation").at(column);
            Err(if issue.row > 0 { error.at("the record that it is compared with") } else { error })
        }
    }
}

fn none(message: &'static str) -> Error {
    Error::unsupported("no-explanation", message)
}

fn refuse(pipeline: &Pipeline, at: usize, why: &str) -> Error {
    let name = pipeline.nodes[at].op.name();
    Error::unsupported("no-explanation", format!("the {name} {why}")).at_number("node", at)
}

fn no_reference() -> Error {
    none("a linear model is explained against a typical record, and the file has no statistics to make one of")
        .hint("name a record to compare with: `against`")
}
