//! The reference predictor: obviously right, row after row, tree after tree.

use super::{CATEGORY, LEAF, MISSING_YES, PLAIN, Trees, ZERO_MISSING};
use crate::slots::{Columns, Precision};

pub(super) fn apply(trees: &Trees, columns: Columns<'_>, out: &mut [f64]) {
    let rows = columns.rows();
    let mut row = vec![0.0; columns.len()];
    let mut sums = vec![0.0; trees.outputs as usize];
    for r in 0..rows {
        row.iter_mut().enumerate().for_each(|(i, x)| *x = input(trees, columns.get(i)[r]));
        margins(trees, &row, &mut sums);
        sums.iter().enumerate().for_each(|(k, sum)| out[k * rows + r] = *sum);
    }
}

/// Rounds an input once and makes the neighbourhood of 0 exactly 0.
pub(super) fn input(trees: &Trees, x: f64) -> f64 {
    let x = trees.input.round(x);
    if x.abs() <= trees.zero_band { 0.0 } else { x }
}

fn margins(trees: &Trees, row: &[f64], sums: &mut [f64]) {
    sums.copy_from_slice(&trees.start);
    for tree in 0..trees.trees() {
        add(trees, tree, leaf(trees, tree, row), row, sums);
    }
    sums.iter_mut().enumerate().for_each(|(output, sum)| *sum = close(trees, output, *sum));
}

/// What becomes of the sum of all trees.
pub(super) fn close(trees: &Trees, output: usize, sum: f64) -> f64 {
    let round = |x| trees.sum.round(x);
    round(round(round(sum / trees.divisor) * trees.scale) + trees.bias[output])
}

/// Adds a tree's leaf to its output, or to all of them.
fn add(trees: &Trees, tree: usize, leaf: usize, row: &[f64], sums: &mut [f64]) {
    if let Some(value) = trees.linear.value(leaf, row) {
        let sum = &mut sums[trees.target[tree] as usize];
        *sum = trees.sum.round(*sum + value);
        return;
    }
    let (first, width) = trees.outputs_of(tree);
    for (sum, value) in sums[first..first + width].iter_mut().zip(&trees.leaves[leaf * width..]) {
        *sum = trees.sum.round(*sum + value);
    }
}

/// The leaf that a row of inputs reaches in a tree.
pub(super) fn leaf(trees: &Trees, tree: usize, row: &[f64]) -> usize {
    let first = trees.first[tree] as usize;
    match trees.depth[tree] {
        PLAIN => trees.index[walk(trees, first, row, |_| {})] as usize,
        depth => {
            let number = (0..depth as usize).map(|i| usize::from(!says_yes(trees, first + i, row)) << i).sum::<usize>();
            trees.base[tree] as usize + number
        }
    }
}

/// Walks a plain tree to its leaf's node; ends because children lie behind.
pub(super) fn walk(trees: &Trees, first: usize, row: &[f64], mut visit: impl FnMut(usize)) -> usize {
    let mut node = first;
    visit(node);
    while trees.column[node] != LEAF {
        let next = if says_yes(trees, node, row) { trees.yes[node] } else { trees.no[node] };
        node = next as usize;
        visit(node);
    }
    node
}

fn says_yes(trees: &Trees, node: usize, row: &[f64]) -> bool {
    test(trees, node, row[trees.column[node] as usize])
}

/// A node's test of its column's input.
pub(super) fn test(trees: &Trees, node: usize, x: f64) -> bool {
    let flags = trees.flags[node];
    if x.is_nan() || flags & ZERO_MISSING != 0 && x == 0.0 {
        flags & MISSING_YES != 0
    } else if flags & CATEGORY != 0 {
        in_set(trees, trees.index[node] as usize, x)
    } else {
        x <= trees.threshold[node]
    }
}

/// Whether the code, cut to a whole number, is in the set; no set holds one below 0.
/// In single precision (XGBoost) that is asked before the cut, in double (LightGBM) after.
fn in_set(trees: &Trees, set: usize, x: f64) -> bool {
    if x <= -1.0 || x < 0.0 && trees.input == Precision::F32 {
        return false;
    }
    // A code too large for a usize saturates, and no set is that long.
    holds(words(trees, set), x as usize)
}

/// The words of a set.
pub(super) fn words(trees: &Trees, set: usize) -> &[u32] {
    &trees.set_words[trees.set_first[set] as usize..trees.set_first[set + 1] as usize]
}

/// Whether a code is in a set of these words.
pub(super) fn holds(words: &[u32], code: usize) -> bool {
    words.get(code / 32).is_some_and(|word| word >> (code % 32) & 1 == 1)
}
