//! What is proved to change no answer, and so is no mutant.

use windowbox::data::Kind;
use windowbox::model::Model;
use windowbox::model::trees::{ALL, LEAF, PLAIN, Trees};
use windowbox::preprocess::{Link, Step};
use windowbox::slots::SlotKind;
use windowbox::{Op, Pipeline, Task};
use windowbox_tools::proof::Scene;

pub use crate::flow::{matters, told_apart};

/// Whether the numbers of a slot are some that are known one by one: made of levels, or
/// by trees. Others stand for all between them.
pub fn one_by_one(pipeline: &Pipeline, slot: u32) -> bool {
    if let Some(column) = pipeline.schema.columns.get(slot as usize) {
        return !matches!(column.kind, Kind::Numeric { .. });
    }
    let Some(node) = pipeline.nodes.iter().find(|node| node.writes.contains(&slot)) else { return false };
    let code = matches!(pipeline.types().unwrap()[slot as usize].kind, SlotKind::Code(_));
    let table = matches!(node.op, Op::Step(Step::Encode(_) | Step::OneHot(_)));
    code || table
        || matches!(node.op, Op::Model(Model::Trees(_)))
        || node.reads.iter().all(|slot| one_by_one(pipeline, *slot))
}

/// Every number that a slot can have, if that is known: of one column, of an encoder's
/// table, of arithmetic on few numbers, or a leaf of the only tree of an output.
pub fn domain(pipeline: &Pipeline, slot: u32, scene: &Scene<'_>) -> Option<Vec<f64>> {
    let computed = || windowbox_tools::proof::numbers(pipeline).swap_remove(slot as usize);
    scene.held(slot).or_else(computed).or_else(|| {
        let node = pipeline.nodes.iter().find(|node| node.writes.contains(&slot))?;
        if let Op::Step(Step::Encode(encode)) = &node.op {
            return Some(encode.levels.iter().copied().chain([encode.missing, encode.unseen]).collect());
        }
        let Op::Model(Model::Trees(trees)) = &node.op else { return None };
        let output = node.writes.iter().position(|s| *s == slot)? as u32;
        leaves(trees, output).map(|leaves| leaves.into_iter().map(|leaf| sum(trees, output as usize, leaf)).collect())
    })
}

/// The leaves of the one tree of an output.
pub fn leaves(trees: &Trees, output: u32) -> Option<Vec<f64>> {
    let mine: Vec<usize> =
        (0..trees.trees()).filter(|t| trees.target[*t] == output || trees.target[*t] == ALL).collect();
    let [tree] = mine[..] else { return None };
    if trees.depth[tree] != PLAIN || !trees.linear.constant.is_empty() {
        return None;
    }
    let (width, at) = if trees.target[tree] == ALL { (trees.outputs as usize, output as usize) } else { (1, 0) };
    let nodes = trees.first[tree] as usize..trees.first[tree + 1] as usize;
    let nodes = nodes.filter(|n| trees.column[*n] == LEAF);
    Some(nodes.map(|n| trees.leaves[trees.index[n] as usize * width + at]).collect())
}

/// What one leaf alone makes of an output.
pub fn sum(trees: &Trees, output: usize, leaf: f64) -> f64 {
    let round = |x: f64| trees.sum.round(x);
    round(round(round(round(trees.start[output] + leaf) / trees.divisor) * trees.scale) + trees.bias[output])
}

/// Whether codes that no level stands for can be in a slot: from a column, or a word.
pub fn unseen(pipeline: &Pipeline, slot: u32) -> bool {
    let Some(node) = pipeline.nodes.iter().find(|node| node.writes.contains(&slot)) else { return true };
    match &node.op {
        Op::Step(Step::Reduce(_)) => false,
        Op::Step(Step::Impute(_)) => node.reads.iter().any(|slot| unseen(pipeline, *slot)),
        _ => true,
    }
}

/// For each column of trees that are shares of classes, the trees that are sure to leave a
/// row without an answer where its cell is missing: one is enough, whatever others say.
pub fn unanswering(pipeline: &Pipeline, n: usize, trees: &Trees) -> Vec<Vec<usize>> {
    let shown = shares(pipeline, n);
    let silent = |column: u32| {
        let sure = |tree: &usize| trees.depth[*tree] == PLAIN && silent(trees, trees.first[*tree] as usize, column);
        (0..trees.trees()).filter(|_| shown && trees.linear.constant.is_empty()).filter(sure).collect()
    };
    (0..trees.columns).map(silent).collect()
}

/// Whether every way down from a node, where a column is missing, ends in a leaf that
/// leaves the row without an answer.
fn silent(trees: &Trees, node: usize, column: u32) -> bool {
    if trees.is_leaf(node) {
        return mute(trees, trees.index[node] as usize, 0.0);
    }
    let (yes, no) = (trees.yes[node] as usize, trees.no[node] as usize);
    match trees.column[node] == column {
        true => silent(trees, if trees.says_yes(node, f64::NAN) { yes } else { no }, column),
        false => silent(trees, yes, column) && silent(trees, no, column),
    }
}

/// Whether a row that reaches a leaf, with `more` in it, has no answer where the trees are
/// shares of classes: the leaf is so empty that all shares stay below 0.9 together,
/// whatever the leaves of other trees.
pub fn mute(trees: &Trees, leaf: usize, more: f64) -> bool {
    let width = trees.outputs as usize;
    let vectors = trees.target.iter().all(|target| *target == ALL);
    let nothing_else = trees.start.iter().chain(&trees.bias).all(|x| *x == 0.0);
    if !vectors || !nothing_else || trees.leaves.iter().any(|x| x.is_nan() || *x < 0.0) {
        return false;
    }
    let share = |leaf: &[f64]| leaf.iter().sum::<f64>();
    let largest = trees.leaves.chunks_exact(width).map(share).fold(0.0, f64::max);
    let others = (trees.trees() - 1) as f64 * largest;
    (others + share(&trees.leaves[leaf * width..][..width]) + more) / trees.divisor * trees.scale < 0.9
}

/// Whether the outputs of a node are the shares of a target's classes, which must be 1
/// together.
pub fn shares(pipeline: &Pipeline, n: usize) -> bool {
    pipeline.output.targets.iter().any(|target| {
        let classes = matches!(target.task, Task::Classification { .. });
        classes && target.link == Link::Identity && target.divisor == 1.0 && target.slots == pipeline.nodes[n].writes
    })
}

/// Whether all leaves below a node of the trees of node `n` are one, or nothing that
/// reads their numbers can tell them apart.
pub fn constant(pipeline: &Pipeline, n: usize, trees: &Trees, node: usize) -> bool {
    let (mut open, mut first) = (vec![node], None);
    while let Some(node) = open.pop() {
        if trees.is_leaf(node) {
            let leaf = trees.index[node] as usize;
            if !alike(pipeline, n, trees, *first.get_or_insert(leaf), leaf) {
                return false;
            }
        } else if trees.yes[node] == 0 {
            return false;
        } else {
            open.extend([trees.yes[node] as usize, trees.no[node] as usize]);
        }
    }
    true
}

/// Whether nothing tells two leaves apart; known where there is one tree for each output.
fn alike(pipeline: &Pipeline, n: usize, trees: &Trees, a: usize, b: usize) -> bool {
    let alone = trees.trees() == 1 && trees.linear.constant.is_empty();
    let width = if trees.target.first() == Some(&ALL) { trees.outputs as usize } else { 1 };
    let outputs = || if width == 1 { trees.target[0] as usize..trees.target[0] as usize + 1 } else { 0..width };
    let sum = |k: usize, leaf: usize| sum(trees, k, trees.leaves[leaf * width + if width == 1 { 0 } else { k }]);
    a == b || alone && outputs().all(|k| !told_apart(pipeline, pipeline.nodes[n].writes[k], sum(k, a), sum(k, b)))
}
