//! Building an ensemble node by node, for training and importers.

use super::predict::{leaf, walk};
use super::{ALL, CATEGORY, LEAF, LinearLeaves, MISSING_YES, PLAIN, Trees};
use crate::slots::Precision;

/// A node of a tree that is being built; children are positions in the same list.
#[derive(Debug, Clone, PartialEq)]
pub enum Treetop {
    /// `x[column] <= threshold`.
    Number {
        /// The column.
        column: u32,
        /// The threshold.
        threshold: f64,
        /// Whether a missing cell goes the way of yes.
        missing_yes: bool,
        /// The child for yes.
        yes: usize,
        /// The child for no.
        no: usize,
    },
    /// The code of `x[column]` is one of `codes`.
    Category {
        /// The column.
        column: u32,
        /// The codes for yes.
        codes: Vec<u32>,
        /// Whether a missing cell goes the way of yes.
        missing_yes: bool,
        /// The child for yes.
        yes: usize,
        /// The child for no.
        no: usize,
    },
    /// A leaf: one number, or one an output.
    Leaf(Vec<f64>),
    /// A leaf with a linear model: `constant + sum of coefficient * x[column]`, or
    /// `value` where one of these columns is missing. An ensemble has these or the other.
    Linear {
        /// What stands in where a column is missing.
        value: f64,
        /// The constant.
        constant: f64,
        /// Columns and coefficients, in the order of the sum.
        terms: Vec<(u32, f64)>,
    },
}

/// Collects trees into the arrays of [`Trees`].
///
/// ```
/// use windowbox::model::trees::{TreeBuilder, Treetop};
/// let stump = [
///     Treetop::Number { column: 0, threshold: 2.5, missing_yes: true, yes: 1, no: 2 },
///     Treetop::Leaf(vec![-1.0]),
///     Treetop::Leaf(vec![1.0]),
/// ];
/// let mut builder = TreeBuilder::new(1, 1);
/// builder.tree(&stump, Some(0))?;
/// assert_eq!(builder.finish().trees(), 1);
/// # Ok::<(), windowbox::Error>(())
/// ```
pub struct TreeBuilder {
    trees: Trees,
    leaves: std::collections::HashMap<Vec<u64>, u32>,
}

impl TreeBuilder {
    /// An empty ensemble in double precision: sums from 0, divided by 1.
    pub fn new(columns: u32, outputs: u32) -> Self {
        let double = Precision::F64;
        let zeros = vec![0.0; outputs as usize];
        let trees = Trees {
            columns,
            outputs,
            input: double,
            leaf: double,
            sum: double,
            zero_band: 0.0,
            start: zeros.clone(),
            divisor: 1.0,
            scale: 1.0,
            bias: zeros,
            first: vec![0],
            target: vec![],
            depth: vec![],
            base: vec![],
            column: vec![],
            threshold: vec![],
            index: vec![],
            yes: vec![],
            no: vec![],
            flags: vec![],
            leaves: vec![],
            linear: LinearLeaves::default(),
            set_first: vec![0],
            set_words: vec![],
            cover: vec![],
            shared: false,
        };
        Self { trees, leaves: std::collections::HashMap::new() }
    }

    /// Adds a tree whose root is the first node. `target` is the output that it adds
    /// to, or `None` where its leaves are vectors; one ensemble has one of the two.
    /// Nodes are laid out parents first, whatever their order was: the order is returned,
    /// for what else is known of nodes.
    ///
    /// # Errors
    /// `bad-node` for a child that is not there or is reached twice.
    pub fn tree(&mut self, nodes: &[Treetop], target: Option<u32>) -> crate::Result<Vec<usize>> {
        let order = parents_first(nodes)?;
        let first = *self.trees.first.last().unwrap_or(&0);
        let mut place = vec![0u32; nodes.len()];
        order.iter().enumerate().for_each(|(at, node)| place[*node] = first + at as u32);
        for node in &order {
            self.node(&nodes[*node], &place);
        }
        self.close(target.unwrap_or(ALL), PLAIN, 0);
        Ok(order)
    }

    /// Adds an oblivious tree: `tests` are `(column, threshold, missing_yes)`, a level
    /// each; leaf `n` stands where the bits of `n` say which tests answered no.
    pub fn oblivious(&mut self, tests: &[(u32, f64, bool)], leaves: &[f64], target: Option<u32>) {
        let base = self.trees.leaves.len() / target.map_or(self.trees.outputs as usize, |_| 1);
        for &(column, threshold, missing_yes) in tests {
            self.push(column, threshold, 0, [0, 0], if missing_yes { MISSING_YES } else { 0 });
        }
        self.trees.leaves.extend_from_slice(leaves);
        self.close(target.unwrap_or(ALL), tests.len() as u32, base as u32);
    }

    fn close(&mut self, target: u32, depth: u32, base: u32) {
        self.trees.first.push(self.trees.column.len() as u32);
        self.trees.target.push(target);
        self.trees.depth.push(depth);
        self.trees.base.push(base);
    }

    fn node(&mut self, node: &Treetop, place: &[u32]) {
        match node {
            Treetop::Leaf(values) => {
                let leaf = self.leaf(values);
                self.push(LEAF, 0.0, leaf, [0, 0], 0);
            }
            Treetop::Linear { value, constant, terms } => {
                let leaf = self.trees.linear.push(*constant, terms);
                self.trees.leaves.push(*value);
                self.push(LEAF, 0.0, leaf, [0, 0], 0);
            }
            Treetop::Number { column, threshold, missing_yes, yes, no } => {
                self.push(
                    *column,
                    *threshold,
                    0,
                    [place[*yes], place[*no]],
                    if *missing_yes { MISSING_YES } else { 0 },
                );
            }
            Treetop::Category { column, codes, missing_yes, yes, no } => {
                let set = self.set(codes);
                let flags = CATEGORY | if *missing_yes { MISSING_YES } else { 0 };
                self.push(*column, 0.0, set, [place[*yes], place[*no]], flags);
            }
        }
    }

    fn push(&mut self, column: u32, threshold: f64, index: u32, children: [u32; 2], flags: u8) {
        self.trees.column.push(column);
        self.trees.threshold.push(threshold);
        self.trees.index.push(index);
        self.trees.yes.push(children[0]);
        self.trees.no.push(children[1]);
        self.trees.flags.push(flags);
    }

    /// The number of a leaf; equal ones are stored once.
    fn leaf(&mut self, values: &[f64]) -> u32 {
        let number = (self.trees.leaves.len() / values.len().max(1)) as u32;
        let bits = values.iter().map(|v| v.to_bits()).collect();
        *self.leaves.entry(bits).or_insert_with(|| {
            self.trees.leaves.extend_from_slice(values);
            number
        })
    }

    fn set(&mut self, codes: &[u32]) -> u32 {
        let words = codes.iter().max().map_or(0, |max| max / 32 + 1);
        let start = self.trees.set_words.len();
        self.trees.set_words.resize(start + words as usize, 0);
        codes.iter().for_each(|code| self.trees.set_words[start + (code / 32) as usize] |= 1 << (code % 32));
        self.trees.set_first.push(self.trees.set_words.len() as u32);
        self.trees.set_first.len() as u32 - 2
    }

    /// The ensemble, to be adjusted where a library sums otherwise.
    pub fn finish(mut self) -> Trees {
        self.trees.shared = super::table::is_shared(&self.trees);
        self.trees
    }
}

fn parents_first(nodes: &[Treetop]) -> crate::Result<Vec<usize>> {
    level_order(nodes.len(), |node| match &nodes[node] {
        Treetop::Number { yes, no, .. } | Treetop::Category { yes, no, .. } => Some([*yes, *no]),
        Treetop::Leaf(_) | Treetop::Linear { .. } => None,
    })
}

/// The nodes that the first of `count` reaches, level by level.
pub(super) fn level_order(count: usize, children: impl Fn(usize) -> Option<[usize; 2]>) -> crate::Result<Vec<usize>> {
    let mut order = vec![0];
    let mut at = 0;
    while let Some(node) = order.get(at).filter(|node| **node < count) {
        order.extend(children(*node).into_iter().flatten());
        crate::slots::ensure(order.len() <= count, "a node is reached twice")?;
        at += 1;
    }
    crate::slots::ensure(at == order.len(), "a child is not there")?;
    Ok(order)
}

impl Trees {
    /// Counts the rows (row after row, `columns` numbers each) that come by each node of
    /// a plain tree, or each leaf of an oblivious one, as covers for explanations.
    pub fn count_cover(&mut self, rows: &[f64]) {
        let mut cover = Vec::new();
        let rows: Vec<f64> = rows.iter().map(|x| self.input.round(*x)).collect();
        for tree in 0..self.trees() {
            let start = cover.len();
            cover.resize(start + self.covers(tree), 0.0);
            rows.chunks_exact(self.columns as usize).for_each(|row| self.pass(tree, row, &mut cover[start..]));
        }
        self.cover = cover;
    }

    fn pass(&self, tree: usize, row: &[f64], cover: &mut [f64]) {
        let first = self.first[tree] as usize;
        match self.depth[tree] {
            PLAIN => drop(walk(self, first, row, |node| cover[node - first] += 1.0)),
            _ => cover[leaf(self, tree, row) - self.base[tree] as usize] += 1.0,
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
