//! Where an answer may change along one column of numbers, exactly, for models that answer
//! in steps as trees do.
//!
//! Each slot is found to stand still along the column, to step, to climb (or fall) with it,
//! or to be free of any rule. Trees make steps of what climbs: their thresholds are pulled
//! back to the column's own numbers by bisecting the order of doubles, through the very
//! operations that predict. So an edge is right to the bit, whatever they round.

use super::alone::{Alone, alone, sources};
use crate::data::Kind;
#[cfg(feature = "trees")]
use crate::model::Model;
use crate::model::trees::{CATEGORY, LEAF, Trees, ZERO_MISSING};
use crate::pipeline::{Decision, Node, Op, Pipeline, Predictor, Task};
use crate::slots::{Columns, Operation, Precision};
use crate::sort::sort;

/// More edges than a curve can show: a column with more has none that are exact.
pub const EDGE_LIMIT: usize = 1 << 12;
/// More operations than people put between a column and a model.
const CHAIN_LIMIT: usize = 64;

/// How a slot moves while one column of numbers climbs and all others stand still.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Still,
    Steps,
    /// With the column, or against it, by the operations up to this link.
    Climbs(usize),
    Free,
}

/// What is done to the column, or to what an earlier link made of it.
struct Link {
    before: usize,
    depth: usize,
    op: Op,
}

/// A slot that climbs, as tests see it.
struct Probe<'a> {
    link: usize,
    trees: Option<&'a Trees>,
}

struct Along<'a> {
    precision: Precision,
    ways: Vec<Way>,
    /// The first is the column itself, and has no operation: link `i + 1` is at `i`.
    links: Vec<Link>,
    probes: Vec<Probe<'a>>,
    /// Of a probe: answers may change only between values at most this and those above.
    cuts: Vec<(usize, f64)>,
}

/// The edges of a column of numbers between `low` and `high`: ascending, each the last number
/// of a piece in which every answer has the same bits, whatever the other columns hold.
/// Nothing where the model does not answer in steps (a linear model, steps that neither climb
/// nor fall), or in more than [`EDGE_LIMIT`].
///
/// Neither end may be NaN. The same answer may go on behind an edge.
pub fn edges(predictor: &Predictor, column: usize, low: f64, high: f64) -> Option<Vec<f64>> {
    let pipeline = predictor.pipeline();
    let Kind::Numeric { precision, .. } = pipeline.schema.columns.get(column)?.kind else { return None };
    let mut along = Along::new(pipeline, column, precision);
    for node in &pipeline.nodes {
        along.pass(node)?;
    }
    along.answers_in_steps(pipeline).then_some(())?;
    along.settle(low, high)
}

impl<'a> Along<'a> {
    fn new(pipeline: &Pipeline, column: usize, precision: Precision) -> Self {
        let mut ways = vec![Way::Still; pipeline.schema.columns.len()];
        ways[column] = Way::Climbs(0);
        Self { precision, ways, links: vec![], probes: vec![], cuts: vec![] }
    }

    /// Finds how the slots move that a node writes.
    fn pass(&mut self, node: &'a Node) -> Option<()> {
        let reads: Vec<Way> = node.reads.iter().map(|slot| self.ways[*slot as usize]).collect();
        let written = match &node.op {
            #[cfg(feature = "trees")]
            Op::Model(Model::Trees(trees)) => vec![self.trees(trees, &reads)?; node.writes.len()],
            op if reads.iter().any(|way| matches!(way, Way::Climbs(_))) => {
                (0..node.writes.len()).map(|output| self.output(op, output, &reads)).collect::<Option<_>>()?
            }
            _ => vec![together(reads.iter().copied()); node.writes.len()],
        };
        self.ways.extend(written);
        Some(())
    }

    /// How one output of an operation moves.
    fn output(&mut self, op: &Op, output: usize, reads: &[Way]) -> Option<Way> {
        let Some(sources) = sources(op, output) else { return Some(together(reads.iter().copied())) };
        let ways = sources.iter().map(|read| reads[*read]);
        let (&[read], Some(made)) = (&sources[..], alone(op, output)) else { return Some(together(ways)) };
        let Way::Climbs(before) = reads[read] else { return Some(together(ways)) };
        match made {
            Alone::Climbs(op) => self.link(before, op),
            Alone::Steps(cuts) => {
                self.probes.push(Probe { link: before, trees: None });
                self.cut(self.probes.len() - 1, cuts.into_iter())?;
                Some(Way::Steps)
            }
        }
    }

    fn link(&mut self, before: usize, op: Op) -> Option<Way> {
        let depth = before.checked_sub(1).map_or(0, |link| self.links[link].depth) + 1;
        self.links.push(Link { before, depth, op });
        (depth <= CHAIN_LIMIT).then_some(Way::Climbs(self.links.len()))
    }

    /// Trees make steps of all that climbs, unless their leaves go on with it.
    #[cfg_attr(not(feature = "trees"), allow(dead_code))]
    fn trees(&mut self, trees: &'a Trees, reads: &[Way]) -> Option<Way> {
        let first = self.probes.len();
        let climbs = |column: &u32| matches!(reads[*column as usize], Way::Climbs(_));
        let set = |node: usize| trees.flags[node] & CATEGORY != 0;
        let tests = |node: &usize| trees.column[*node] != LEAF && climbs(&trees.column[*node]);
        if trees.linear.column.iter().any(climbs) || (0..trees.column.len()).filter(tests).any(set) {
            return Some(Way::Free);
        }
        let link = |way: &Way| if let Way::Climbs(link) = way { *link } else { 0 };
        self.probes.extend(reads.iter().map(|way| Probe { link: link(way), trees: Some(trees) }));
        for node in (0..trees.column.len()).filter(tests) {
            let zero = [0.0f64.next_down(), 0.0].into_iter().filter(|_| trees.flags[node] & ZERO_MISSING != 0);
            self.cut(first + trees.column[node] as usize, zero.chain([trees.threshold[node]]))?;
        }
        let rest = reads.iter().map(|way| if let Way::Climbs(_) = way { Way::Steps } else { *way });
        Some(together(rest))
    }

    /// Notes cuts; nothing where they become too many. Of millions of nodes few differ.
    fn cut(&mut self, probe: usize, cuts: impl Iterator<Item = f64>) -> Option<()> {
        self.cuts.extend(cuts.map(|cut| (probe, cut)));
        (self.cuts.len() <= 2 * EDGE_LIMIT || self.merge() <= EDGE_LIMIT).then_some(())
    }

    /// Leaves one of equal cuts; how many there are.
    fn merge(&mut self) -> usize {
        sort(&mut self.cuts, |a, b| a.0 < b.0 || a.0 == b.0 && a.1 < b.1);
        self.cuts.dedup();
        self.cuts.len()
    }

    /// Whether nothing that climbs, or has no rule, reaches the answer.
    fn answers_in_steps(&self, pipeline: &Pipeline) -> bool {
        let steps = |slot: &u32| matches!(self.ways[*slot as usize], Way::Still | Way::Steps);
        pipeline.output.targets.iter().all(|target| target.slots.iter().chain(&coded(&target.task)).all(steps))
    }

    /// The edges of all probes.
    fn settle(&mut self, low: f64, high: f64) -> Option<Vec<f64>> {
        (self.merge() <= EDGE_LIMIT).then_some(())?;
        let mut edges = Vec::new();
        for cuts in self.cuts.chunk_by(|a, b| a.0 == b.0) {
            edges.extend(self.pull(&self.probes[cuts[0].0], cuts, low, high)?);
        }
        sort(&mut edges, |a, b| a < b);
        edges.dedup();
        Some(edges)
    }

    /// The last number, from `low` on, that is on the same side of a cut as `low`, for each
    /// cut that parts the two ends. What climbs is a number between two ends that are.
    fn pull(&self, probe: &Probe, cuts: &[(usize, f64)], low: f64, high: f64) -> Option<Vec<f64>> {
        let ends = self.values(probe, vec![low, high]);
        ends.iter().all(|end| !end.is_nan()).then_some(())?;
        let parts = |cut: &f64| (ends[0] <= *cut) != (ends[1] <= *cut);
        let cuts: Vec<f64> = cuts.iter().map(|cut| cut.1).filter(parts).collect();
        let (mut near, mut far) = (vec![rank(low); cuts.len()], vec![rank(high); cuts.len()]);
        for _ in 0..u64::BITS {
            let middle: Vec<u64> = near.iter().zip(&far).map(|(near, far)| near.midpoint(*far)).collect();
            let values = self.values(probe, middle.iter().map(|rank| number(*rank)).collect());
            for (i, value) in values.iter().enumerate() {
                let same = (*value <= cuts[i]) == (ends[0] <= cuts[i]);
                if same { near[i] = middle[i] } else { far[i] = middle[i] }
            }
        }
        Some(near.into_iter().map(number).collect())
    }

    /// What a probe's tests see of numbers of the column.
    fn values(&self, probe: &Probe, mut values: Vec<f64>) -> Vec<f64> {
        let mut chain = Vec::new();
        let mut at = probe.link;
        while let Some(link) = at.checked_sub(1).map(|link| &self.links[link]) {
            chain.push(&link.op);
            at = link.before;
        }
        values.iter_mut().for_each(|x| *x = self.precision.round(*x));
        for op in chain.into_iter().rev() {
            let mut out = vec![0.0; values.len()];
            // Not `apply`: the runtime would have every operation twice.
            op.apply_prepared(&None, Columns::new(values.len(), &[0], &values, &[]), &mut out);
            values = out;
        }
        if let Some(trees) = probe.trees {
            values.iter_mut().for_each(|x| *x = trees.input(*x));
        }
        values
    }
}

/// The slot that holds the class, where one does.
fn coded(task: &Task) -> Option<u32> {
    match task {
        Task::Classification { decision: Decision::Coded { slot }, .. } => Some(*slot),
        _ => None,
    }
}

/// What is made of several, by an operation of which no more is known.
fn together(mut ways: impl Iterator<Item = Way> + Clone) -> Way {
    if ways.clone().any(|way| matches!(way, Way::Climbs(_) | Way::Free)) {
        Way::Free
    } else if ways.any(|way| way == Way::Steps) {
        Way::Steps
    } else {
        Way::Still
    }
}

/// The place of a number in the order of doubles.
fn rank(x: f64) -> u64 {
    let bits = x.to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

/// The number at a place.
fn number(rank: u64) -> f64 {
    f64::from_bits(if rank >> 63 == 1 { rank & !(1 << 63) } else { !rank })
}
