//! Goals beside trees: what slots hold while the answer depends on them, and how sure
//! the answer is.

use super::asked::Asked;
use super::effects::Effects;
use windowbox::model::Model;
use windowbox::slots::SlotKind;
use windowbox::{Op, Pipeline};

/// Slots that are looked at; of more, every so manieth.
const SLOTS: usize = 512;
/// States of a slot: codes, or missing and the signs of numbers.
const STATES: usize = 16;
/// Classes whose probabilities are looked at, and parts of the range from 0 to 1.
const CLASSES: usize = 16;
const PARTS: usize = 10;

/// Slots that something else than a test reads, by their kind.
pub struct Places {
    slots: Vec<(u32, SlotKind)>,
    /// For each target how many of its classes are looked at.
    classes: Vec<usize>,
}

impl Places {
    pub fn new(pipeline: &Pipeline) -> Self {
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
        Self { slots, classes }
    }

    /// How many goals there are.
    pub fn len(&self) -> usize {
        STATES * self.slots.len() + PARTS * self.classes.iter().sum::<usize>()
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
        let mut first = STATES * self.slots.len();
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
