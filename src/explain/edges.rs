//! Where an answer may change along one column of numbers, exactly, for models that answer
//! in steps as trees do.
//!
//! Each slot is found to stand still along the column, to step, to climb (or fall) with it,
//! or to be free of any rule. Trees make steps of what climbs: their thresholds are pulled
//! back to the column's own numbers by bisecting the order of doubles, through the very
//! operations that predict. So an edge is right to the bit, whatever they round.

use super::alone::{Alone, alone, sources};
use crate::data::Kind;
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
        let all = match &node.op {
            Op::Model(Model::Trees(trees)) => self.trees(trees, &reads)?,
            _ => together(&reads),
        };
        for output in 0..node.writes.len() {
            // What climbs may go on in an output that is made of one column alone.
            let way = if all == Way::Free { self.output(&node.op, output, &reads)? } else { all };
            self.ways.push(way);
        }
        Some(())
    }

    /// How one output of an operation moves.
    fn output(&mut self, op: &Op, output: usize, reads: &[Way]) -> Option<Way> {
        let Some(sources) = sources(op, output) else { return Some(Way::Free) };
        let ways: Vec<Way> = sources.iter().map(|read| reads[*read]).collect();
        let &[Way::Climbs(before)] = &ways[..] else { return Some(together(&ways)) };
        match alone(op, output) {
            None => Some(Way::Free),
            Some(Alone::Climbs(op)) => self.link(before, op),
            Some(Alone::Steps(cuts)) => {
                self.probes.push(Probe { link: before, trees: None });
                cuts.into_iter().try_for_each(|cut| self.cut(self.probes.len() - 1, cut))?;
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
    fn trees(&mut self, trees: &'a Trees, reads: &[Way]) -> Option<Way> {
        let first = self.probes.len();
        for way in reads {
            let link = if let Way::Climbs(link) = way { *link } else { 0 };
            self.probes.push(Probe { link, trees: Some(trees) });
        }
        let climbs = |column: u32| matches!(reads[column as usize], Way::Climbs(_));
        if trees.linear.column.iter().any(|column| climbs(*column)) {
            return Some(Way::Free);
        }
        for (node, column) in trees.column.iter().enumerate() {
            if *column == LEAF || !climbs(*column) {
                continue;
            }
            let (probe, flags) = (first + *column as usize, trees.flags[node]);
            if flags & CATEGORY != 0 {
                return Some(Way::Free);
            }
            if flags & ZERO_MISSING != 0 {
                self.cut(probe, 0.0f64.next_down())?;
                self.cut(probe, 0.0)?;
            }
            self.cut(probe, trees.threshold[node])?;
        }
        Some(if reads.contains(&Way::Free) { Way::Free } else { Way::Steps })
    }

    /// Notes a cut; nothing where they become too many. Of millions of nodes few differ.
    fn cut(&mut self, probe: usize, cut: f64) -> Option<()> {
        self.cuts.push((probe, cut));
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
fn together(ways: &[Way]) -> Way {
    let rank = |way: &Way| match way {
        Way::Still => 0,
        Way::Steps => 1,
        Way::Climbs(_) | Way::Free => 2,
    };
    [Way::Still, Way::Steps, Way::Free][ways.iter().map(rank).max().unwrap_or(0)]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Cell, Column, Schema, Table};
    use crate::model::Linear;
    use crate::model::trees::{TreeBuilder, Treetop};
    use crate::preprocess::arithmetic::{Function, Operand};
    use crate::preprocess::{Arithmetic, Impute, Scale, Step};
    use crate::{Output, Target};

    /// A tree that asks column 0 whether it is at most each of some numbers.
    fn tree(thresholds: &[f64]) -> TreeBuilder {
        let mut builder = TreeBuilder::new(1, 1);
        for (i, threshold) in thresholds.iter().enumerate() {
            let leaf = |value| Treetop::Leaf(vec![value]);
            let test = Treetop::Number { column: 0, threshold: *threshold, missing_yes: true, yes: 1, no: 2 };
            builder.tree(&[test, leaf(0.0), leaf((i + 1) as f64)], Some(0)).unwrap();
        }
        builder
    }

    /// One column of numbers through a line of operations, each of one column.
    fn line(precision: Precision, ops: Vec<Op>) -> Predictor {
        let kind = Kind::Numeric { precision, integer: false };
        let schema = Schema { columns: vec![Column { kind, ..Column::numeric("x") }] };
        let last = ops.len() as u32;
        let nodes = ops.into_iter().zip(0..).map(|(op, slot)| Node::new(op, vec![slot], slot + 1, 1)).collect();
        Pipeline::new(schema, nodes, Output::one(Target::regression("y", last))).check().unwrap()
    }

    fn step(function: Function, precision: Precision, operands: &[Operand]) -> Op {
        Op::Step(Step::Arithmetic(Arithmetic { function, precision, strict: false, operands: operands.to_vec() }))
    }

    fn trees(builder: TreeBuilder) -> Op {
        Op::Model(Model::Trees(builder.finish()))
    }

    fn answer(predictor: &Predictor, x: f64) -> f64 {
        let mut table = Table::new(&predictor.pipeline().schema);
        table.push(vec![Cell::Number(x)]);
        predictor.predict(&table).targets[0].scores[0]
    }

    /// Both sides of each edge answer otherwise.
    fn part(predictor: &Predictor, edges: &[f64]) {
        for edge in edges {
            assert_ne!(answer(predictor, *edge), answer(predictor, edge.next_up()), "{edge}");
        }
    }

    #[test]
    fn a_threshold_is_an_edge_and_one_outside_is_none() {
        let predictor = line(Precision::F64, vec![trees(tree(&[-3.0, 0.1, 0.1, 2.0]))]);
        assert_eq!(edges(&predictor, 0, 0.0, 5.0).unwrap(), [0.1, 2.0]);
        assert_eq!(edges(&predictor, 0, 0.1, 2.0).unwrap(), [0.1]);
        assert_eq!(edges(&predictor, 0, 3.0, 3.0).unwrap(), [0.0; 0]);
        assert_eq!(edges(&predictor, 1, 0.0, 5.0), None);
    }

    #[test]
    fn roundings_and_scales_are_pulled_back_to_the_bit() {
        let single = Precision::F32;
        let scale = |by| Op::Step(Step::Scale(Scale { center: vec![0.3], scale: vec![by] }));
        let impute = Op::Step(Step::Impute(Impute { fill: vec![2.0] }));
        let round = step(Function::Round, single, &[Operand::Column(0)]);
        for by in [0.7, -0.7] {
            let ops = vec![impute.clone(), scale(by), round.clone(), trees(tree(&[-1.1, 0.2, 0.9]))];
            let predictor = line(single, ops);
            let found = edges(&predictor, 0, -10.0, 10.0).unwrap();
            assert_eq!(found.len(), 3);
            part(&predictor, &found);
        }
    }

    #[test]
    fn comparisons_and_models_behind_trees_answer_in_steps() {
        let less = step(Function::Less, Precision::F64, &[Operand::Column(0), Operand::Constant(4.0)]);
        let double = Op::Model(Model::Linear(Linear::new(1, vec![2.0], vec![1.0])));
        let predictor = line(Precision::F64, vec![less, double.clone()]);
        let found = edges(&predictor, 0, 0.0, 9.0).unwrap();
        assert!(found.contains(&4.0f64.next_down()), "{found:?}");
        let predictor = line(Precision::F64, vec![trees(tree(&[1.5])), double]);
        assert_eq!(edges(&predictor, 0, 0.0, 9.0).unwrap(), [1.5]);
    }

    #[test]
    fn what_is_not_in_steps_has_no_edges() {
        let slope = Op::Model(Model::Linear(Linear::new(1, vec![2.0], vec![1.0])));
        assert_eq!(edges(&line(Precision::F64, vec![slope]), 0, 0.0, 9.0), None);
        let square = step(Function::Multiply, Precision::F64, &[Operand::Column(0), Operand::Column(0)]);
        assert_eq!(edges(&line(Precision::F64, vec![square, trees(tree(&[1.5]))]), 0, 0.0, 9.0), None);
        let mut builder = TreeBuilder::new(1, 1);
        builder.tree(&[Treetop::Linear { value: 0.0, constant: 1.0, terms: vec![(0, 2.0)] }], Some(0)).unwrap();
        assert_eq!(edges(&line(Precision::F64, vec![trees(builder)]), 0, 0.0, 9.0), None);
    }

    #[test]
    fn a_root_below_nought_has_no_edges() {
        let root = step(Function::Root, Precision::F64, &[Operand::Column(0)]);
        let predictor = line(Precision::F64, vec![root, trees(tree(&[1.5]))]);
        assert_eq!(edges(&predictor, 0, 0.0, 9.0).unwrap(), [2.25]);
        assert_eq!(edges(&predictor, 0, -1.0, 9.0), None);
    }

    #[test]
    fn what_counts_nought_as_missing_has_edges_beside_it() {
        let mut trees = tree(&[-1.0]).finish();
        trees.flags[0] |= ZERO_MISSING;
        trees.zero_band = 1e-35;
        let predictor = line(Precision::F64, vec![Op::Model(Model::Trees(trees))]);
        let found = edges(&predictor, 0, -2.0, 2.0).unwrap();
        assert_eq!(found, [-1.0, (-1e-35f64).next_down(), 1e-35]);
        part(&predictor, &found);
    }

    #[test]
    fn too_many_edges_are_none() {
        let many: Vec<f64> = (0..=EDGE_LIMIT).map(|i| i as f64).collect();
        let found = |n: usize| edges(&line(Precision::F64, vec![trees(tree(&many[..n]))]), 0, -1.0, 1e6);
        assert_eq!(found(EDGE_LIMIT).unwrap().len(), EDGE_LIMIT);
        assert_eq!(found(EDGE_LIMIT + 1), None);
    }
}
