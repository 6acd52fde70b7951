//! What is proved to change no answer, and so is no mutant.

use windowbox::data::Kind;
use windowbox::model::Model;
use windowbox::model::trees::{ALL, LEAF, PLAIN, Trees};
use windowbox::{Op, Pipeline};
use windowbox_tools::proof::Scene;

/// Whether anything that reads a slot can tell one number from another: trees compare
/// with thresholds, everything else computes.
pub fn told_apart(pipeline: &Pipeline, slot: u32, a: f64, b: f64) -> bool {
    if pipeline.output.targets.iter().any(|target| target.slots.contains(&slot)) {
        return true;
    }
    let reads = pipeline.nodes.iter().flat_map(|node| node.reads.iter().enumerate().map(move |(i, s)| (node, i, *s)));
    reads.filter(|(_, _, read)| *read == slot).any(|(node, i, _)| match &node.op {
        Op::Model(Model::Trees(trees)) => {
            let asks = |node: &usize| trees.column[*node] as usize == i;
            let (a, b) = (trees.input(a), trees.input(b));
            !trees.linear.constant.is_empty()
                || (0..trees.column.len()).filter(asks).any(|n| trees.says_yes(n, a) != trees.says_yes(n, b))
        }
        _ => node.writes.iter().any(|written| matters(pipeline, *written)),
    })
}

/// Whether anything reads a slot.
pub fn matters(pipeline: &Pipeline, slot: u32) -> bool {
    told_apart(pipeline, slot, f64::NEG_INFINITY, f64::INFINITY)
}

/// Whether the numbers of a slot are some that are known one by one: made of levels, or
/// by trees. Others stand for all between them.
pub fn one_by_one(pipeline: &Pipeline, slot: u32) -> bool {
    if let Some(column) = pipeline.schema.columns.get(slot as usize) {
        return !matches!(column.kind, Kind::Numeric { .. });
    }
    let Some(node) = pipeline.nodes.iter().find(|node| node.writes.contains(&slot)) else { return false };
    matches!(node.op, Op::Model(Model::Trees(_))) || node.reads.iter().all(|slot| one_by_one(pipeline, *slot))
}

/// Every number that a slot can have, if that is known: of one column, or a leaf of the
/// only tree of an output.
pub fn domain(pipeline: &Pipeline, slot: u32, scene: &Scene<'_>) -> Option<Vec<f64>> {
    scene.held(slot).or_else(|| {
        let node = pipeline.nodes.iter().find(|node| node.writes.contains(&slot))?;
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
