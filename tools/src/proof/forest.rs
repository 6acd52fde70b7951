//! The goals of the trees of one node.

use super::asked::Asked;
use super::effects::Effects;
use super::lanes::Held;
use windowbox::model::trees::{ALL, CATEGORY, PLAIN, Trees};

/// Goals of a category test; codes beyond share them.
const CODES: u32 = 64;

/// The trees of one node of the pipeline.
pub struct Forest<'a> {
    pub trees: &'a Trees,
    /// The slots that are read.
    pub slots: &'a [u32],
    /// The first goal of each node, then of each oblivious tree's leaves.
    pub first: Vec<u32>,
    /// The parent of each node, and whether it is its yes; the root of a tree is its own.
    pub parent: Vec<(u32, bool)>,
    /// The values next to each numeric test's threshold: at it or below, and above.
    pub near: Vec<[Near; 2]>,
    /// The slots that are written, and whether all of them are answers.
    pub writes: &'a [u32],
    pub shown: bool,
}

/// A value of a column: what the trees compare, and its position.
#[derive(Clone, Copy)]
pub struct Near {
    pub input: f64,
    pub value: u32,
}

impl Near {
    /// Where no one column decides the slot.
    const NONE: Near = Near { input: f64::NAN, value: u32::MAX };
}

/// What must be so for a row to reach a goal.
pub struct Lineage<'a> {
    pub forest: &'a Forest<'a>,
    /// The tests on the way, and what each says.
    pub tests: Vec<(usize, bool)>,
    /// The test that the goal is about, and the goal's place among its goals.
    pub at: Option<(usize, u32)>,
    /// Columns of the trees of which one must be missing, if there are any.
    pub lacks: &'a [u32],
}

impl<'a> Forest<'a> {
    pub fn new(trees: &'a Trees, slots: &'a [u32], held: &[Held], column: impl Fn(u32) -> Option<usize>) -> Self {
        let nodes = trees.column.len();
        let mut first = vec![0u32];
        for node in 0..nodes {
            first.push(first[node] + width(trees, node));
        }
        for depth in trees.depth.iter().filter(|depth| **depth != PLAIN) {
            first.push(first[first.len() - 1] + (1 << depth));
        }
        let sorted: Vec<Vec<Near>> = slots
            .iter()
            .map(|slot| column(*slot).and_then(|c| held[c].get(slot)).map(|values| ascending(trees, values)))
            .map(Option::unwrap_or_default)
            .collect();
        let near = (0..nodes).map(|node| match trees.is_leaf(node) || trees.flags[node] & CATEGORY != 0 {
            true => [Near::NONE; 2],
            false => next_to(&sorted[trees.column[node] as usize], trees.threshold[node]),
        });
        let near = near.collect();
        Forest { trees, slots, first, parent: parents(trees), near, writes: &[], shown: false }
    }

    /// The slot that a test reads.
    pub fn slot(&self, node: usize) -> u32 {
        self.slots[self.trees.column[node] as usize]
    }

    /// Visits the goals of all that a row passes.
    pub fn reached(&self, asked: &Asked<'_>, mut visit: impl FnMut(u32)) {
        self.pass(asked, |_, _, row, node| match self.trees.is_leaf(node) {
            true => visit(self.first[node]),
            false => {
                let goal = self.of_test(node, row[self.trees.column[node] as usize], false);
                goal.into_iter().for_each(|goal| visit(self.first[node] + goal));
            }
        })
        .into_iter()
        .for_each(&mut visit);
    }

    /// Visits the open goals that the row's answer depends on.
    pub fn witnessed(&self, asked: &Asked<'_>, effects: &Effects<'_>, open: &[bool], mut visit: impl FnMut(usize)) {
        let oblivious = self.pass(asked, |tree, leaf, row, node| {
            let trees = self.trees;
            if trees.is_leaf(node) {
                let goal = self.first[node] as usize + usize::from(self.lacks(leaf, row));
                if open[goal] && self.leaf_shows(asked, effects, tree, leaf) {
                    visit(goal);
                }
                return;
            }
            let Some(goal) = self.of_test(node, row[trees.column[node] as usize], true) else { return };
            let goal = (self.first[node] + goal) as usize;
            if open[goal] && self.shows(asked, effects, tree, (leaf, trees.turned(tree, node, leaf, row))) {
                visit(goal);
            }
        });
        oblivious.into_iter().map(|goal| goal as usize).filter(|goal| open[*goal]).for_each(visit);
    }

    /// Visits each tree, the leaf that a row reaches there, the row's inputs and the nodes
    /// on the way; the goals of the leaves of oblivious trees.
    fn pass(&self, asked: &Asked<'_>, mut visit: impl FnMut(usize, usize, &[f64], usize)) -> Vec<u32> {
        let row: Vec<f64> = self.slots.iter().map(|slot| self.trees.input(asked.slot(*slot))).collect();
        let mut goals = Vec::new();
        let mut oblivious = self.trees.column.len();
        let mut passed = Vec::new();
        for tree in 0..self.trees.trees() {
            passed.clear();
            let leaf = self.trees.route(tree, &row, |node| passed.push(node));
            passed.iter().for_each(|node| visit(tree, leaf, &row, *node));
            if self.trees.depth[tree] != PLAIN {
                goals.push(self.first[oblivious] + leaf as u32 - self.trees.base[tree]);
                oblivious += 1;
            }
        }
        goals
    }

    /// The columns of a leaf's linear model.
    pub fn terms(&self, leaf: usize) -> &'a [u32] {
        let linear = &self.trees.linear;
        match linear.constant.is_empty() {
            true => &[],
            false => &linear.column[linear.first[leaf] as usize..linear.first[leaf + 1] as usize],
        }
    }

    /// Whether a leaf's linear model lacks a cell.
    fn lacks(&self, leaf: usize, row: &[f64]) -> bool {
        self.terms(leaf).iter().any(|column| row[*column as usize].is_nan())
    }

    /// Whether the answer is another where a tree leads to another leaf.
    fn shows(&self, asked: &Asked<'_>, effects: &Effects<'_>, tree: usize, (leaf, other): (usize, usize)) -> bool {
        if self.trees.alike(tree, leaf, other) || self.shown || !self.trees.linear.constant.is_empty() {
            return !self.trees.alike(tree, leaf, other);
        }
        let moved = |at: usize, width: usize| self.trees.leaves[other * width + at];
        effects.changes(asked, &self.others(asked, tree, leaf, moved))
    }

    /// Whether the answer is another where a leaf is larger than the tree's largest.
    fn leaf_shows(&self, asked: &Asked<'_>, effects: &Effects<'_>, tree: usize, leaf: usize) -> bool {
        let trees = self.trees;
        if self.shown || !trees.linear.constant.is_empty() {
            return true;
        }
        let present = || trees.leaves.iter().copied().filter(|x| x.is_finite());
        let range = present().fold(f64::NEG_INFINITY, f64::max) - present().fold(f64::INFINITY, f64::min);
        let moved = |at: usize, width: usize| trees.leaves[leaf * width + at] + range.max(0.02);
        effects.changes(asked, &self.others(asked, tree, leaf, moved))
    }

    /// What the outputs are where a tree answers other numbers than its leaf: exactly, if
    /// it is the only tree, else but for roundings.
    fn others(&self, asked: &Asked<'_>, tree: usize, leaf: usize, to: impl Fn(usize, usize) -> f64) -> Vec<(u32, f64)> {
        let trees = self.trees;
        let (width, target) = (trees.outputs as usize, trees.target[tree]);
        let (width, outputs) =
            if target == ALL { (width, 0..width) } else { (1, target as usize..target as usize + 1) };
        let other = |output: usize| {
            let at = if width == 1 { 0 } else { output };
            let slot = self.writes[output];
            let (was, is) = (trees.leaves[leaf * width + at], to(at, width));
            let moved = match trees.trees() {
                1 => (trees.start[output] + is) / trees.divisor * trees.scale + trees.bias[output],
                _ => asked.slot(slot) + (is - was) / trees.divisor * trees.scale,
            };
            (slot, trees.sum.round(moved))
        };
        outputs.map(other).collect()
    }

    /// The goal among those of a test that an input reaches.
    pub fn of_test(&self, node: usize, x: f64, exact: bool) -> Option<u32> {
        let [at, above] = self.near[node];
        match self.trees.flags[node] & CATEGORY != 0 {
            true if x.is_nan() => Some(CODES),
            true => Some((x.max(-1.0) + 1.0) as u32 % CODES),
            false if x.is_nan() => Some(2),
            false if exact && !(at.input.is_nan() && above.input.is_nan()) => {
                [at, above].iter().position(|near| x == near.input).map(|goal| goal as u32)
            }
            false => Some(u32::from(!self.trees.says_yes(node, x))),
        }
    }

    pub fn lineage(&self, goal: u32) -> Lineage<'_> {
        let piece = self.first.partition_point(|first| *first <= goal) - 1;
        let (nodes, place) = (self.trees.column.len(), goal - self.first[piece]);
        if piece >= nodes {
            return Lineage { forest: self, tests: self.oblivious(piece - nodes, place), at: None, lacks: &[] };
        }
        let mut tests = Vec::new();
        let mut node = piece;
        while self.parent[node].0 as usize != node {
            let (parent, yes) = self.parent[node];
            tests.push((parent as usize, yes));
            node = parent as usize;
        }
        let leaf = self.trees.is_leaf(piece);
        let lacks = if leaf && place > 0 { self.terms(self.trees.index[piece] as usize) } else { &[] };
        Lineage { forest: self, tests, at: (!leaf).then_some((piece, place)), lacks }
    }

    /// The way to a node, whatever it says.
    pub fn way(&self, node: usize) -> Lineage<'_> {
        Lineage { at: None, ..self.lineage(self.first[node]) }
    }

    /// The ways to all leaves, with their numbers in the table of leaves.
    pub fn ways(&self) -> Vec<(Lineage<'_>, usize)> {
        let nodes = self.trees.column.len();
        let plain = (0..nodes).filter(|node| self.trees.is_leaf(*node));
        let plain = plain.map(|node| (self.way(node), self.trees.index[node] as usize));
        let trees = (0..self.trees.trees()).filter(|tree| self.trees.depth[*tree] != PLAIN).enumerate();
        let oblivious = trees.flat_map(|(number, tree)| {
            (0..1u32 << self.trees.depth[tree]).map(move |leaf| {
                let way = Lineage { forest: self, tests: self.oblivious(number, leaf), at: None, lacks: &[] };
                (way, (self.trees.base[tree] + leaf) as usize)
            })
        });
        plain.chain(oblivious).collect()
    }

    /// The tests of an oblivious tree, and what they say on the way to a leaf.
    fn oblivious(&self, number: usize, leaf: u32) -> Vec<(usize, bool)> {
        let mut trees = (0..self.trees.trees()).filter(|tree| self.trees.depth[*tree] != PLAIN);
        let Some(tree) = trees.nth(number) else { return Vec::new() };
        let first = self.trees.first[tree] as usize;
        (0..self.trees.depth[tree] as usize).map(|i| (first + i, leaf >> i & 1 == 0)).collect()
    }
}

/// Goals of a node.
fn width(trees: &Trees, node: usize) -> u32 {
    match trees.is_leaf(node) {
        true => 1 + u32::from(!trees.linear.constant.is_empty()),
        false if trees.flags[node] & CATEGORY != 0 => CODES + 1,
        false => 3,
    }
}

fn parents(trees: &Trees) -> Vec<(u32, bool)> {
    let mut parents: Vec<(u32, bool)> = (0..trees.column.len() as u32).map(|node| (node, false)).collect();
    for tree in (0..trees.trees()).filter(|tree| trees.depth[*tree] == PLAIN) {
        for node in trees.first[tree] as usize..trees.first[tree + 1] as usize {
            if !trees.is_leaf(node) {
                parents[trees.yes[node] as usize] = (node as u32, true);
                parents[trees.no[node] as usize] = (node as u32, false);
            }
        }
    }
    parents
}

/// The inputs that a column's values become, each once.
fn ascending(trees: &Trees, values: &[f64]) -> Vec<Near> {
    let near = |(value, x): (usize, &f64)| Near { input: trees.input(*x), value: value as u32 };
    let mut inputs: Vec<Near> = values.iter().enumerate().map(near).filter(|near| !near.input.is_nan()).collect();
    inputs.sort_by(|a, b| a.input.total_cmp(&b.input));
    inputs.dedup_by(|a, b| a.input == b.input);
    inputs
}

/// The largest value up to a threshold and the smallest above it.
fn next_to(ascending: &[Near], threshold: f64) -> [Near; 2] {
    let above = ascending.partition_point(|near| near.input <= threshold);
    let at = above.checked_sub(1).and_then(|i| ascending.get(i));
    [at.copied().unwrap_or(Near::NONE), ascending.get(above).copied().unwrap_or(Near::NONE)]
}
