//! Goals beside trees: what slots hold while the answer depends on them, and how sure
//! the answer is.

use super::asked::Asked;
use super::effects::Effects;
use super::values::Values;
use windowbox::model::Model;
use windowbox::preprocess::Step;
use windowbox::slots::SlotKind;
use windowbox::{Op, Pipeline};

/// Slots that are looked at; of more, every so manieth.
const SLOTS: usize = 512;
/// Numbers next to edges of a column that are looked at.
const EDGES: usize = 256;
/// States of a slot: codes, or missing and the signs of numbers.
const STATES: usize = 16;
/// Classes whose probabilities are looked at, and parts of the range from 0 to 1.
const CLASSES: usize = 16;
const PARTS: usize = 10;

/// A number that stands for missing or unseen cells, beside one that it is told from.
struct Fill {
    read: u32,
    written: u32,
    /// Whether a cell gets it.
    gets: fn(f64) -> bool,
    other: f64,
}

/// Fill values of imputers, larger and smaller, and the numbers of encoders.
fn fills(pipeline: &Pipeline) -> Vec<Fill> {
    let (mut fills, types) = (Vec::new(), pipeline.types().unwrap_or_default());
    for node in &pipeline.nodes {
        let mut fill =
            |i: usize, gets, other| fills.push(Fill { read: node.reads[i], written: node.writes[i], gets, other });
        match &node.op {
            Op::Step(Step::Impute(impute)) => {
                for (i, x) in impute.fill.iter().enumerate() {
                    let code =
                        matches!(types.get(node.reads[i] as usize), Some(t) if matches!(t.kind, SlotKind::Code(_)));
                    let by = if code { 1.0 } else { x.abs().max(1.0) / 2.0 };
                    fill(i, f64::is_nan, x + by);
                    fill(i, f64::is_nan, x - by);
                }
            }
            Op::Step(Step::Encode(encode)) => {
                let other = |x: f64| if x.is_nan() { 0.0 } else { x + 1.0 };
                fill(0, f64::is_nan, other(encode.missing));
                fill(0, |x| x < 0.0, other(encode.unseen));
            }
            _ => {}
        }
    }
    fills
}

/// The numbers of a column that lie next to an edge, ascending, with their positions.
struct Edges {
    column: u32,
    first: usize,
    numbers: Vec<(f64, usize)>,
}

impl Edges {
    /// The place of a number, and its neighbour on the other side of an edge.
    fn find(&self, x: f64) -> Option<(usize, f64)> {
        let at = self.numbers.binary_search_by(|(number, _)| number.total_cmp(&x)).ok()?;
        // Numbers come in pairs around an edge, nearer to each other than to any else.
        let others = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|i| self.numbers.get(i));
        let other = others.min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs()))?;
        Some((at, other.0))
    }
}

/// Slots that something else than a test reads, by their kind.
pub struct Places {
    edges: Vec<Edges>,
    slots: Vec<(u32, SlotKind)>,
    fills: Vec<Fill>,
    /// For each target how many of its classes are looked at.
    classes: Vec<usize>,
}

impl Places {
    pub fn new(pipeline: &Pipeline, values: &[Values]) -> Self {
        let types = pipeline.types().unwrap_or_default();
        let computing = pipeline.nodes.iter().filter(|node| !matches!(node.op, Op::Model(Model::Trees(_))));
        let mut slots: Vec<u32> = computing.flat_map(|node| node.reads.iter().copied()).collect();
        slots.sort_unstable();
        slots.dedup();
        let step = slots.len().div_ceil(SLOTS).max(1);
        let kind = |slot: u32| types.get(slot as usize).map(|t| (slot, t.kind)).filter(|(_, k)| *k != SlotKind::Text);
        let slots = slots.into_iter().step_by(step).filter_map(kind).collect();
        let targets = pipeline.output.targets.iter();
        let classes = targets.map(|target| target.labels().map_or(0, |labels| labels.len().min(CLASSES))).collect();
        let mut places = Self { slots, fills: fills(pipeline), classes, edges: Vec::new() };
        let columns: Vec<u32> = places.slots.iter().map(|(slot, _)| *slot).collect();
        for column in columns.into_iter().filter(|slot| (*slot as usize) < values.len()) {
            let (first, numbers) = (places.len(), values[column as usize].edges(EDGES));
            places.edges.push(Edges { column, first, numbers });
        }
        places
    }

    /// How many goals there are.
    pub fn len(&self) -> usize {
        STATES * self.slots.len()
            + self.fills.len()
            + PARTS * self.classes.iter().sum::<usize>()
            + self.edges.iter().map(|edges| edges.numbers.len()).sum::<usize>()
    }

    /// The column and the position of its value that reach a goal, where that is one.
    pub fn value(&self, goal: usize) -> Option<(u32, usize)> {
        let edges = self.edges.iter().rfind(|edges| edges.first <= goal)?;
        edges.numbers.get(goal - edges.first).map(|(_, value)| (edges.column, *value))
    }

    /// Visits the open goals that a row reaches.
    pub fn reached(&self, asked: &Asked<'_>, effects: &Effects<'_>, open: &[bool], mut visit: impl FnMut(usize)) {
        for (i, (slot, kind)) in self.slots.iter().enumerate() {
            let (state, other) = state(asked.slot(*slot), *kind);
            let goal = STATES * i + state;
            if open[goal] && effects.changes(asked, &[(*slot, other)]) {
                visit(goal);
            }
        }
        for edges in &self.edges {
            let Some((at, other)) = edges.find(asked.slot(edges.column)) else { continue };
            if open[edges.first + at] && effects.changes(asked, &[(edges.column, other)]) {
                visit(edges.first + at);
            }
        }
        let mut first = STATES * self.slots.len();
        for (i, fill) in self.fills.iter().enumerate() {
            let gets = open[first + i] && (fill.gets)(asked.slot(fill.read));
            if gets && effects.changes(asked, &[(fill.written, fill.other)]) {
                visit(first + i);
            }
        }
        first += self.fills.len();
        for (target, classes) in self.classes.iter().enumerate() {
            for score in &asked.scores(target)[..*classes] {
                let part = (score * PARTS as f64) as usize;
                if !score.is_nan() && open[first + part.min(PARTS - 1)] {
                    visit(first + part.min(PARTS - 1));
                }
                first += PARTS;
            }
        }
    }
}

/// The state of a slot, and a number that it is told from.
fn state(x: f64, kind: SlotKind) -> (usize, f64) {
    match kind {
        _ if x.is_nan() => (0, 0.0),
        SlotKind::Code(levels) => (1 + (x + 1.0) as usize % (STATES - 1), (x + 1.0).max(0.0) % f64::from(levels)),
        _ if x == 0.0 => (1, 0.02),
        _ => (if x < 0.0 { 2 } else { 3 }, x + x.abs().max(1.0) / 50.0),
    }
}
