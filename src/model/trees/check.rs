//! What makes an ensemble sound: then no walk leaves its tree, loops or panics.
//! Everything here is one pass over the arrays.

use super::{ALL, CATEGORY, LEAF, MISSING_YES, NODE_LIMIT, PLAIN, Trees, ZERO_MISSING};
use crate::error::Result;
use crate::slots::{SlotKind, SlotType, bad_node, ensure, finite};
use core::ops::Range;

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
    (0..trees.trees()).try_for_each(|tree| check_tree(trees, tree).map_err(|e| e.at_number("tree", tree)))
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
    let numbers = [&trees.start[..], &trees.bias, &trees.leaves, &[trees.divisor, trees.scale, trees.zero_band]];
    ensure(numbers.iter().all(|v| finite(v)), "leaves, starts, biases and factors are finite")?;
    ensure(trees.divisor != 0.0 && trees.zero_band >= 0.0, "the divisor is not 0 and the zero band not negative")?;
    ensure(trees.cover.iter().all(|c| (0.0..=f64::MAX).contains(c)), "covers are finite and not negative")?;
    ensure(
        trees.leaves.iter().all(|v| trees.leaf.round(*v).to_bits() == v.to_bits()),
        "leaves are exact in their precision",
    )
}

fn check_lengths(trees: &Trees) -> Result<()> {
    let (count, nodes) = (trees.trees(), trees.column.len());
    ensure(nodes <= NODE_LIMIT, "trees have at most 33554432 nodes")?;
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
    trees.leaves.len() / trees.outputs_of(tree).1
}

fn check_oblivious(trees: &Trees, tree: usize, depth: u32) -> Result<()> {
    let (first, end) = (trees.first[tree], trees.first[tree + 1]);
    ensure(
        depth <= OBLIVIOUS_DEPTH_LIMIT && end - first == depth,
        "an oblivious tree has one test a level, at most 20",
    )?;
    let last = u64::from(trees.base[tree]) + (1u64 << depth);
    ensure(last <= leaves(trees, tree) as u64, "an oblivious tree has a leaf for each number")?;
    check_nodes(trees, first..end, false, 0)
}

fn check_plain(trees: &Trees, tree: usize) -> Result<()> {
    ensure(trees.base[tree] == 0, "a plain tree has no base leaf")?;
    check_nodes(trees, trees.first[tree]..trees.first[tree + 1], true, leaves(trees, tree))
}

/// What may be wrong with a node.
const FAULTS: [&str; 6] = [
    "no node leads to this one",
    "children do not lie level by level",
    "a flag that is not there",
    "a column that is not there",
    "a threshold is NaN, or has no test",
    "a leaf or set that is not there",
];

/// Checks the nodes of a plain tree, or the tests of an oblivious one, which have no children.
///
/// The nodes of a plain tree lie level by level: the children of the first test come first,
/// the no right behind the yes. So it is a tree, every walk ends, and no work is done twice.
/// All is asked of every node, as no processor foretells which are leaves; and tree by tree,
/// as engines compile a faster function while the first trees are checked.
#[inline(never)]
fn check_nodes(trees: &Trees, nodes: Range<u32>, plain: bool, leaves: usize) -> Result<()> {
    let (end, mut next, sets) = (nodes.end, nodes.start + 1, trees.set_first.len() - 1);
    for node in nodes {
        let n = node as usize;
        let (column, flags, index, threshold) = (trees.column[n], trees.flags[n], trees.index[n], trees.threshold[n]);
        let (leaf, category) = (plain & (column == LEAF), flags & CATEGORY != 0);
        let inner = plain & !leaf;
        let (yes, no) = if inner { (next, next + 1) } else { (0, 0) };
        let known = if leaf { 0 } else { MISSING_YES | CATEGORY | ZERO_MISSING };
        let choice = if category { sets } else { 1 };
        let faults = [
            plain & (node >= next),
            (trees.yes[n] != yes) | (trees.no[n] != no),
            flags & !known != 0,
            !leaf & (column >= trees.columns),
            threshold.is_nan() | ((leaf | category) & (threshold.to_bits() != 0)),
            index as usize >= if leaf { leaves } else { choice },
        ];
        let faults = faults.iter().rev().fold(0, |all, fault| all << 1 | u32::from(*fault));
        if faults != 0 {
            return Err(bad_node(FAULTS[faults.trailing_zeros() as usize]).at_number("node", n));
        }
        next += 2 * u32::from(inner);
    }
    ensure(!plain || next == end, "a tree has two children a test")
}
