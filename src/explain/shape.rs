//! The tree that a walk sees: a plain one as it lies, an oblivious one with all of its nodes.

use crate::model::Trees;
use crate::model::trees::PLAIN;

/// A tree whose nodes lie level by level, children behind each other.
pub(super) struct Shape<'a> {
    trees: &'a Trees,
    first: usize,
    nodes: usize,
    base: usize,
    /// Of an oblivious tree.
    depth: Option<u32>,
}

impl<'a> Shape<'a> {
    pub fn new(trees: &'a Trees, tree: usize) -> Self {
        let (first, end) = (trees.first[tree] as usize, trees.first[tree + 1] as usize);
        let depth = Some(trees.depth[tree]).filter(|depth| *depth != PLAIN);
        let nodes = depth.map_or(end - first, |depth| (2 << depth) - 1);
        Self { trees, first, nodes, base: trees.base[tree] as usize, depth }
    }

    /// How many nodes.
    pub fn len(&self) -> usize {
        self.nodes
    }

    /// The node of the ensemble whose test a node asks; none of a leaf.
    pub fn test(&self, node: usize) -> Option<usize> {
        match self.depth {
            None => Some(self.first + node).filter(|at| !self.trees.is_leaf(*at)),
            Some(depth) => Some(level(node)).filter(|level| *level < depth).map(|level| self.first + level as usize),
        }
    }

    /// The child for yes of a node with a test; the next one is that for no.
    pub fn yes(&self, node: usize) -> usize {
        match self.depth {
            None => self.trees.yes[self.first + node] as usize - self.first,
            Some(_) => 2 * node + 1,
        }
    }

    /// The leaf of a node without a test.
    pub fn leaf(&self, node: usize) -> usize {
        match self.depth {
            None => self.trees.index[self.first + node] as usize,
            Some(depth) => self.base + self.number(node, depth),
        }
    }

    /// Which of an oblivious tree's leaves a node is: its bit `i` is set where test `i` says
    /// no, the first test's the lowest.
    fn number(&self, node: usize, depth: u32) -> usize {
        let at = node + 1 - (1 << depth);
        (0..depth).map(|i| (at >> (depth - 1 - i) & 1) << i).sum()
    }

    /// The cover of each node.
    pub fn covers(&self, given: &[f64]) -> Vec<f64> {
        let Some(depth) = self.depth else { return given.to_vec() };
        let mut covers = vec![0.0; self.nodes];
        for node in (0..self.nodes).rev() {
            covers[node] = match level(node) < depth {
                true => covers[2 * node + 1] + covers[2 * node + 2],
                false => given[self.number(node, depth)],
            };
        }
        covers
    }
}

/// The level of a node of an oblivious tree.
fn level(node: usize) -> u32 {
    (node + 1).ilog2()
}
