//! Trees in words. A tree may be as deep as a file is long, so nothing here recurses.

use super::slots::{Slot, level};
use crate::npm::literal;
use windowbox::model::Trees;
use windowbox::model::trees::{ALL, CATEGORY, LEAF, MISSING_YES, PLAIN};

/// Deeper nodes are not indented further: a chain of a million must stay readable, and
/// as long as it is.
const INDENT_LIMIT: usize = 40;

/// Levels that a test lists.
const SHOWN: usize = 20;

/// How many trees, nodes and leaves.
pub fn summary(trees: &Trees) -> String {
    let leaves = trees.column.iter().filter(|column| **column == LEAF).count();
    let plain = trees.depth.iter().filter(|depth| **depth == PLAIN).count();
    let count = |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let mut words = count(trees.trees(), "tree", "trees");
    words += &format!(", {}, {}", count(trees.column.len(), "node", "nodes"), count(leaves, "leaf", "leaves"));
    match trees.trees() - plain {
        0 => {}
        oblivious => words += &format!(", {oblivious} oblivious"),
    }
    // What `explain` needs.
    words + if trees.cover.is_empty() { ", without covers" } else { ", with covers" }
}

/// Every node of every tree, a line each.
pub fn dump(trees: &Trees, reads: &[&Slot]) -> Vec<String> {
    let mut lines = vec![sum(trees)];
    for (tree, cover) in trees.tree_covers().enumerate() {
        let target = match trees.target[tree] {
            ALL => String::new(),
            target => format!(", for answer {}", target + 1),
        };
        lines.push(format!("tree {}{target}", tree + 1));
        match trees.depth[tree] {
            PLAIN => plain(trees, tree, cover, reads, &mut lines),
            _ => oblivious(trees, tree, cover, reads, &mut lines),
        }
    }
    lines
}

/// How the leaves become an answer.
fn sum(trees: &Trees) -> String {
    let list = |values: &[f64]| values.iter().map(|x| number(*x)).collect::<Vec<_>>().join(", ");
    let (start, bias) = (list(&trees.start), list(&trees.bias));
    format!("sums from [{start}], divided by {}, times {}, plus [{bias}]", number(trees.divisor), number(trees.scale))
}

fn number(x: f64) -> String {
    literal::number(x).to_string()
}

fn plain(trees: &Trees, tree: usize, cover: &[f64], reads: &[&Slot], lines: &mut Vec<String>) {
    let first = trees.first[tree] as usize;
    let mut waiting = vec![(first, 1, "")];
    while let Some((node, depth, way)) = waiting.pop() {
        let indent = "  ".repeat(depth.min(INDENT_LIMIT));
        lines.push(format!("{indent}{way}{}{}", describe(trees, tree, node, reads), rows(cover.get(node - first))));
        if trees.column[node] != LEAF {
            waiting.push((trees.no[node] as usize, depth + 1, "no: "));
            waiting.push((trees.yes[node] as usize, depth + 1, "yes: "));
        }
    }
}

fn rows(cover: Option<&f64>) -> String {
    cover.map(|n| format!("  (rows: {n})")).unwrap_or_default()
}

fn describe(trees: &Trees, tree: usize, node: usize, reads: &[&Slot]) -> String {
    if trees.column[node] != LEAF {
        return test(trees, node, reads);
    }
    let leaf = trees.index[node] as usize;
    let values = match trees.target[tree] {
        ALL => &trees.leaves[leaf * trees.outputs as usize..][..trees.outputs as usize],
        _ => &trees.leaves[leaf..=leaf],
    };
    values.iter().map(|x| number(*x)).collect::<Vec<_>>().join(", ")
}

fn test(trees: &Trees, node: usize, reads: &[&Slot]) -> String {
    let slot = reads[trees.column[node] as usize];
    let missing = if trees.flags[node] & MISSING_YES != 0 { "yes" } else { "no" };
    let asked = match trees.flags[node] & CATEGORY {
        0 => format!("{} <= {}", slot.name, number(trees.threshold[node])),
        _ => format!("{} is {}", slot.name, set(trees, node, slot)),
    };
    format!("{asked}?  missing: {missing}")
}

fn set(trees: &Trees, node: usize, slot: &Slot) -> String {
    let set = trees.index[node] as usize;
    let words = &trees.set_words[trees.set_first[set] as usize..trees.set_first[set + 1] as usize];
    let codes = words
        .iter()
        .enumerate()
        .flat_map(|(w, word)| (0..32).filter(move |b| word >> b & 1 == 1).map(move |b| w * 32 + b));
    let levels: Vec<String> = codes.clone().take(SHOWN).map(|code| level(slot, code)).collect();
    let more = if codes.count() > SHOWN { " or others" } else { "" };
    levels.join(" or ") + more
}

fn oblivious(trees: &Trees, tree: usize, cover: &[f64], reads: &[&Slot], lines: &mut Vec<String>) {
    let (first, depth) = (trees.first[tree] as usize, trees.depth[tree]);
    for (i, node) in (first..first + depth as usize).enumerate() {
        lines.push(format!("  bit {i} is set by no: {}", test(trees, node, reads)));
    }
    let width = if trees.target[tree] == ALL { trees.outputs as usize } else { 1 };
    let base = trees.base[tree] as usize;
    for (i, leaf) in trees.leaves[base * width..].chunks(width).take(1 << depth).enumerate() {
        let values = leaf.iter().map(|x| number(*x)).collect::<Vec<_>>().join(", ");
        lines.push(format!("  leaf {i}: {values}{}", rows(cover.get(i))));
    }
}
