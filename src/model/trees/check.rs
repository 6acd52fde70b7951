//! What makes an ensemble sound: then no walk leaves its tree, loops or panics.
//! Everything here is one pass over the arrays.

use super::{ALL, CATEGORY, LEAF, MISSING_YES, PLAIN, Trees, ZERO_MISSING};
use crate::error::Result;
use crate::slots::{SlotKind, SlotType, bad_node, ensure, finite};

/// More outputs than any model has: bounds the block that margins are written to.
const OUTPUT_LIMIT: u32 = 10_000;
/// An oblivious tree of this depth has a million leaves.
const OBLIVIOUS_DEPTH_LIMIT: u32 = 20;

/// Numbers that the vector leaves of all trees add to a row: a file of few bytes could
/// otherwise name thousands of outputs in thousands of trees, and hang a page.
const ADDITION_LIMIT: u64 = 1 << 26;

pub(super) fn check(trees: &Trees, inputs: &[SlotType]) -> Result<()> {
    check_inputs(trees, inputs)?;
    check_numbers(trees)?;
    check_lengths(trees)?;
    check_sets(trees)?;
    trees.linear.check(trees)?;
    (0..trees.trees()).try_for_each(|tree| check_tree(trees, tree).map_err(|e| e.at(format!("tree {tree}"))))
}

fn check_inputs(trees: &Trees, inputs: &[SlotType]) -> Result<()> {
    ensure(trees.columns as usize == inputs.len(), "trees read as many columns as they have")?;
    ensure(inputs.iter().all(|t| t.kind != SlotKind::Text), "trees do not read text")
}

fn check_numbers(trees: &Trees) -> Result<()> {
    let outputs = trees.outputs as usize;
    ensure(trees.outputs >= 1 && trees.outputs <= OUTPUT_LIMIT, "trees have between 1 and 10000 outputs")?;
    let vectors = trees.target.iter().filter(|target| **target == ALL).count() as u64;
    ensure(vectors * u64::from(trees.outputs) <= ADDITION_LIMIT, "vector leaves add more than 2^26 numbers to a row")?;
    ensure(
        trees.start.len() == outputs && trees.bias.len() == outputs,
        "trees have a start and a bias for each output",
    )?;
    let numbers =
        [&trees.start[..], &trees.bias, &trees.leaves, &trees.cover, &[trees.divisor, trees.scale, trees.zero_band]];
    ensure(numbers.iter().all(|v| finite(v)), "leaves, starts, biases and factors are finite")?;
    ensure(trees.divisor != 0.0 && trees.zero_band >= 0.0, "the divisor is not 0 and the zero band not negative")?;
    ensure(trees.cover.iter().all(|c| *c >= 0.0), "covers are not negative")?;
    ensure(
        trees.leaves.iter().all(|v| trees.leaf.round(*v).to_bits() == v.to_bits()),
        "leaves are exact in their precision",
    )?;
    ensure(trees.threshold.iter().all(|t| !t.is_nan()), "no threshold is NaN")
}

fn check_lengths(trees: &Trees) -> Result<()> {
    let (count, nodes) = (trees.trees(), trees.column.len());
    ensure(trees.depth.len() == count && trees.base.len() == count, "arrays of trees have one length")?;
    let five = [trees.threshold.len(), trees.index.len(), trees.yes.len(), trees.no.len(), trees.flags.len()];
    ensure(five.iter().all(|n| *n == nodes), "arrays of nodes have one length")?;
    check_starts(&trees.first, count, nodes)?;
    let covers = (0..count).map(|tree| trees.covers(tree)).fold(0, usize::saturating_add);
    ensure(trees.cover.is_empty() || trees.cover.len() == covers, "covers are given for all trees or none")
}

/// `starts` must climb from 0 to `end` over `count` pieces.
pub(super) fn check_starts(starts: &[u32], count: usize, end: usize) -> Result<()> {
    let ends = starts.len() == count + 1 && starts[0] == 0 && starts[count] as usize == end;
    ensure(ends && starts.windows(2).all(|w| w[0] <= w[1]), "pieces lie one behind the other and fill their array")
}

fn check_sets(trees: &Trees) -> Result<()> {
    check_starts(&trees.set_first, trees.set_first.len().saturating_sub(1), trees.set_words.len())
}

fn check_tree(trees: &Trees, tree: usize) -> Result<()> {
    let target = trees.target[tree];
    ensure(target == ALL || target < trees.outputs, "a tree adds to an output that is not there")?;
    match trees.depth[tree] {
        PLAIN => check_plain(trees, tree),
        depth => check_oblivious(trees, tree, depth),
    }
}

/// Leaves that a tree may name: all, in vectors if its target is all outputs.
fn leaves(trees: &Trees, tree: usize) -> usize {
    match trees.target[tree] {
        ALL => trees.leaves.len() / trees.outputs as usize,
        _ => trees.leaves.len(),
    }
}

fn check_oblivious(trees: &Trees, tree: usize, depth: u32) -> Result<()> {
    let (first, end) = (trees.first[tree], trees.first[tree + 1]);
    ensure(
        depth <= OBLIVIOUS_DEPTH_LIMIT && end - first == depth,
        "an oblivious tree has one test a level, at most 20",
    )?;
    let last = u64::from(trees.base[tree]) + (1u64 << depth);
    ensure(last <= leaves(trees, tree) as u64, "an oblivious tree has a leaf for each number")?;
    for node in first as usize..end as usize {
        ensure(trees.column[node] != LEAF, "an oblivious tree has no leaf node")
            .and_then(|()| check_test(trees, node))
            .map_err(|e| e.at(place(node)))?;
        ensure(trees.yes[node] == 0 && trees.no[node] == 0, "an oblivious test has no children")?;
    }
    Ok(())
}

/// Children lie behind their parent, in the tree, and each node has one parent: so
/// it is a tree, every walk ends, and no work is done twice.
fn check_plain(trees: &Trees, tree: usize) -> Result<()> {
    let (first, end) = (trees.first[tree] as usize, trees.first[tree + 1] as usize);
    ensure(first < end, "a tree has at least one node")?;
    ensure(trees.base[tree] == 0, "a plain tree has no base leaf")?;
    let mut parents = vec![false; end - first];
    for node in first..end {
        check_node(trees, node, end, leaves(trees, tree), &mut parents[node - first..])
            .map_err(|e| e.at(place(node)))?;
    }
    match parents[1..].iter().position(|has| !has) {
        None => Ok(()),
        Some(orphan) => Err(bad_node("no node leads to this one").at(place(first + 1 + orphan))),
    }
}

fn check_node(trees: &Trees, node: usize, end: usize, leaves: usize, parents: &mut [bool]) -> Result<()> {
    if trees.column[node] == LEAF {
        let rest = trees.yes[node] == 0
            && trees.no[node] == 0
            && trees.flags[node] == 0
            && trees.threshold[node].to_bits() == 0;
        ensure(rest, "a leaf has neither test nor children")?;
        return ensure((trees.index[node] as usize) < leaves, "a leaf that is not there");
    }
    check_test(trees, node)?;
    for child in [trees.yes[node] as usize, trees.no[node] as usize] {
        ensure(child > node && child < end, "a child lies behind its parent in the same tree")?;
        ensure(!core::mem::replace(&mut parents[child - node], true), "a node has two parents")?;
    }
    Ok(())
}

fn check_test(trees: &Trees, node: usize) -> Result<()> {
    let flags = trees.flags[node];
    ensure(trees.column[node] < trees.columns, "a test reads a column that is not there")?;
    ensure(flags & !(MISSING_YES | CATEGORY | ZERO_MISSING) == 0, "a test has an unknown flag")?;
    match flags & CATEGORY != 0 {
        true => ensure((trees.index[node] as usize) < trees.set_first.len() - 1, "a set that is not there")
            .and_then(|()| ensure(trees.threshold[node].to_bits() == 0, "a category test has no threshold")),
        false => ensure(trees.index[node] == 0, "a numeric test has no set"),
    }
}

fn place(node: usize) -> String {
    format!("node {node}")
}
