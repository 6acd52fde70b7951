//! Edges: the two neighbouring numbers of a column between which a test changes its
//! answer, also where steps lie between the column and the test.

use super::lanes::Lanes;
use super::numbers::numbers;
use windowbox::model::{Model, Trees};
use windowbox::pipeline::ProofValues;
use windowbox::preprocess::{Arithmetic, Step, arithmetic::Operand};
use windowbox::slots::Precision;
use windowbox::{Node, Op, Pipeline};

/// Edges of a slot that are looked for; of more, every so manieth.
const EDGE_LIMIT: usize = 2048;

/// The numbers that the model holds against each column, by the slot that is compared.
pub struct Landmarks<'a>(Vec<Vec<Landmark<'a>>>);

struct Landmark<'a> {
    slot: u32,
    /// The trees that ask, which round before they do.
    trees: Option<&'a Trees>,
    /// Whether the numbers are cells of training rows.
    rows: bool,
    numbers: Vec<f64>,
}

impl Landmarks<'_> {
    /// Whether a column's numbers are cells of training rows: none of them is a value.
    pub fn of_rows(&self, column: usize) -> bool {
        self.0[column].iter().any(|mark| mark.rows)
    }
}

/// Thresholds of trees, fill values, centres, means.
pub fn landmarks<'a>(pipeline: &'a Pipeline, lanes: &Lanes<'_>) -> Landmarks<'a> {
    let mut all = Landmarks(pipeline.schema.columns.iter().map(|_| Vec::new()).collect());
    let known = numbers(pipeline);
    for node in &pipeline.nodes {
        let (trees, numbers) = match &node.op {
            Op::Step(Step::Arithmetic(arithmetic)) => (None, compared(arithmetic, node, &known)),
            op => of_node(op, node.reads.len()),
        };
        for (slot, mut numbers) in node.reads.iter().zip(numbers) {
            numbers.retain(|x| x.is_finite());
            numbers.sort_by(f64::total_cmp);
            numbers.dedup();
            if let Some(column) = lanes.column(*slot) {
                let rows = matches!(node.op, Op::Model(Model::Nearest(_)));
                all.0[column].push(Landmark { slot: *slot, trees, rows, numbers });
            }
        }
    }
    all
}

/// What a node holds against each of its `width` inputs.
fn of_node(op: &Op, width: usize) -> (Option<&Trees>, Vec<Vec<f64>>) {
    let around = |center: f64, scale: f64| vec![center, center - scale, center + 1.5 * scale];
    match op {
        Op::Model(Model::Trees(trees)) => (Some(trees), thresholds(trees)),
        Op::Step(Step::Impute(impute)) => (None, impute.fill.iter().map(|fill| vec![*fill]).collect()),
        Op::Step(Step::Scale(scale)) => {
            (None, scale.center.iter().zip(&scale.scale).map(|(center, scale)| around(*center, *scale)).collect())
        }
        Op::Model(Model::NaiveBayes(bayes)) => {
            let of = |i| (i..bayes.means.len()).step_by(width);
            let all = |i| of(i).flat_map(|at| around(bayes.means[at], bayes.variances[at].sqrt())).collect();
            (None, (0..width).map(all).collect())
        }
        Op::Model(Model::Nearest(nearest)) => {
            let of = |i| nearest.rows.iter().skip(i).step_by(width).copied().collect();
            (None, (0..width).map(of).collect())
        }
        Op::Step(Step::Map(map)) => (None, vec![map.keys.clone(); width]),
        Op::Step(Step::Piecewise(of)) => (None, vec![of.breaks.clone(); width]),
        _ => (None, vec![Vec::new(); width]),
    }
}

/// The numbers that each column meets in a tuple: constants, and the few that another
/// column can have.
fn compared(arithmetic: &Arithmetic, node: &Node, known: &[Option<Vec<f64>>]) -> Vec<Vec<f64>> {
    let mut all = vec![Vec::new(); node.reads.len()];
    for tuple in arithmetic.operands.chunks_exact(arithmetic.function.arity()) {
        for (k, operand) in tuple.iter().enumerate() {
            let Operand::Column(column) = operand else { continue };
            for other in tuple.iter().enumerate().filter(|(other, _)| *other != k).map(|(_, other)| other) {
                match other {
                    Operand::Constant(number) => all[*column as usize].push(*number),
                    Operand::Column(i) => {
                        all[*column as usize].extend(known[node.reads[*i as usize] as usize].iter().flatten())
                    }
                }
            }
        }
    }
    all
}

fn thresholds(trees: &Trees) -> Vec<Vec<f64>> {
    let band: &[f64] = if trees.zero_band > 0.0 { &[trees.zero_band, -trees.zero_band.next_up()] } else { &[] };
    let mut all = vec![band.to_vec(); trees.columns as usize];
    for node in (0..trees.column.len()).filter(|node| !trees.is_leaf(*node)) {
        all[trees.column[node] as usize].push(trees.threshold[node]);
    }
    all
}

/// The edges of a column, and whether they are all.
pub fn of_column(
    lanes: &Lanes<'_>,
    landmarks: &Landmarks<'_>,
    c: usize,
    precision: Precision,
) -> (Vec<(f64, f64)>, bool) {
    let (mut edges, mut complete) = (Vec::new(), true);
    for mark in &landmarks.0[c] {
        let step = mark.numbers.len().div_ceil(EDGE_LIMIT).max(1);
        complete &= step == 1;
        let numbers: Vec<f64> = mark.numbers.iter().copied().step_by(step).collect();
        edges.extend(between(&numbers, precision, |xs| held(lanes, c, mark, xs)));
    }
    (edges, complete)
}

/// What the landmark's slot holds for values of the column, as it is compared.
fn held(lanes: &Lanes<'_>, c: usize, mark: &Landmark<'_>, xs: Vec<f64>) -> Vec<f64> {
    let mut xs = match mark.slot as usize == c {
        true => xs,
        false => lanes.held(c, &ProofValues::Numbers(xs), mark.slot).remove(&mark.slot).unwrap_or_default(),
    };
    if let Some(trees) = mark.trees {
        xs.iter_mut().for_each(|x| *x = trees.input(*x));
    }
    xs
}

/// For each number `t` the neighbours between which `f(x) <= t` changes, by bisection:
/// whatever the steps do, they do not turn back.
fn between(numbers: &[f64], precision: Precision, f: impl Fn(Vec<f64>) -> Vec<f64>) -> Vec<(f64, f64)> {
    let end = rank(precision.round(if precision == Precision::F32 { f32::MAX.into() } else { f64::MAX }), precision);
    let (mut low, mut high) = (vec![-end; numbers.len()], vec![end; numbers.len()]);
    let says = |ranks: &[i64]| -> Vec<bool> {
        let held = f(ranks.iter().map(|rank| ranked(*rank, precision)).collect());
        held.iter().zip(numbers).map(|(x, t)| x <= t).collect()
    };
    let (first, last) = (says(&low), says(&high));
    for _ in 0..=u64::BITS {
        let middle: Vec<i64> =
            low.iter().zip(&high).map(|(a, b)| ((i128::from(*a) + i128::from(*b)) >> 1) as i64).collect();
        for (i, yes) in says(&middle).into_iter().enumerate() {
            let side = if yes == first[i] { &mut low } else { &mut high };
            side[i] = middle[i];
        }
    }
    let found = (0..first.len()).filter(|i| first[*i] != last[*i]);
    found.map(|i| (ranked(low[i], precision), ranked(high[i], precision))).collect()
}

/// The place of a number among all of its precision; both zeros have one.
fn rank(x: f64, precision: Precision) -> i64 {
    let bits = match precision {
        Precision::F32 => i64::from((x.abs() as f32).to_bits()),
        Precision::F64 => x.abs().to_bits() as i64,
    };
    if x < 0.0 { -bits } else { bits }
}

fn ranked(rank: i64, precision: Precision) -> f64 {
    let x = match precision {
        Precision::F32 => f64::from(f32::from_bits(rank.unsigned_abs() as u32)),
        Precision::F64 => f64::from_bits(rank.unsigned_abs()),
    };
    if rank < 0 { -x } else { x }
}
