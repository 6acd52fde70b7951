//! An ensemble as explanations see it: every node of every tree, with the share of the training
//! rows that came by.

use super::quadrature::{Rule, passes, rule};
use crate::error::{Error, Result};
use crate::model::Trees;
use crate::model::trees::{LEAF, PLAIN};

/// Visits of nodes that an explanation may take: some seconds.
const WORK_LIMIT: usize = 1 << 29;

/// A node; its children lie behind each other and behind it, and are counted from its tree's root.
#[derive(Clone, Copy)]
pub(super) struct Node {
    /// The share of its parent's rows that came here; 1 of a root.
    pub share: f64,
    /// The node of the ensemble that has its test, or [`LEAF`].
    pub test: u32,
    /// The column of that test.
    pub column: u32,
    /// The child for yes, the next is that for no; or the number of the leaf.
    pub yes: u32,
    /// The nearest node above that was also reached by a test of the column that this one was
    /// reached by; 0 where there is none, as no test leads to the root.
    pub same: u32,
}

/// An ensemble, tree after tree, and the rule that is exact for its deepest path.
#[derive(Default)]
pub(super) struct Forest {
    pub nodes: Vec<Node>,
    /// Where each tree ends.
    pub ends: Vec<usize>,
    /// The mean of all trees' sum for each output, over the training rows.
    pub mean: Vec<f64>,
    pub rule: Rule,
}

impl Forest {
    /// Prepares an ensemble with the covers of its trees, as many as it has.
    ///
    /// # Errors
    /// `limit` where a row would take minutes.
    pub fn new(trees: &Trees, cover: &[f64]) -> Result<Self> {
        let mut forest = Self { mean: vec![0.0; trees.outputs as usize], ..Self::default() };
        let (mut work, mut distinct, mut rest) = (0usize, 0, cover);
        for tree in 0..trees.trees() {
            let (these, others) = rest.split_at(trees.covers(tree));
            rest = others;
            work = work.saturating_add(forest.tree(trees, tree, these, &mut distinct));
            if work.max(forest.nodes.len()) > WORK_LIMIT {
                return Err(too_much());
            }
        }
        let passes = passes(distinct);
        if forest.nodes.len().saturating_mul(passes) > WORK_LIMIT {
            return Err(too_much());
        }
        forest.rule = rule(passes);
        Ok(forest)
    }

    /// Adds a tree; the visits that this took. `most` becomes the number of columns on its longest
    /// path, if that is larger.
    fn tree(&mut self, trees: &Trees, tree: usize, cover: &[f64], most: &mut u32) -> usize {
        let start = self.nodes.len();
        let covers = match trees.depth[tree] {
            PLAIN => self.plain(trees, tree, cover),
            depth => self.oblivious(trees, tree, depth, cover),
        };
        self.ends.push(self.nodes.len());
        let (nodes, mut work) = (&mut self.nodes[start..], covers.len());
        let (first, width) = trees.outputs_of(tree);
        // Of each node its parent, how many columns were asked for, and the share of all rows.
        let mut ways = vec![(0usize, 0u32, 1.0); nodes.len()];
        for at in 0..nodes.len() {
            let (node, (_, columns, reach)) = (nodes[at], ways[at]);
            *most = columns.max(*most);
            if node.test == LEAF {
                let values = &trees.leaves[node.yes as usize * width..][..width];
                self.mean[first..first + width].iter_mut().zip(values).for_each(|(mean, v)| *mean += v * reach);
                continue;
            }
            let mut above = at;
            while above > 0 && nodes[ways[above].0].column != node.column {
                (above, work) = (ways[above].0, work + 1);
            }
            for child in [node.yes as usize, node.yes as usize + 1] {
                // Where none came by, half of none go each way.
                let share = if covers[at] > 0.0 { covers[child] / covers[at] } else { 0.5 };
                (nodes[child].share, nodes[child].same) = (share, above as u32);
                ways[child] = (at, columns + u32::from(above == 0), reach * share);
            }
        }
        work
    }

    fn add(&mut self, trees: &Trees, test: usize, yes: usize) {
        let column = trees.column[test];
        self.nodes.push(Node { share: 1.0, test: test as u32, column, yes: yes as u32, same: 0 });
    }

    fn leaf(&mut self, leaf: usize) {
        self.nodes.push(Node { share: 1.0, test: LEAF, column: LEAF, yes: leaf as u32, same: 0 });
    }

    /// Adds the nodes of a plain tree; their covers.
    fn plain(&mut self, trees: &Trees, tree: usize, cover: &[f64]) -> Vec<f64> {
        let first = trees.first[tree] as usize;
        for node in first..first + cover.len() {
            match trees.column[node] {
                LEAF => self.leaf(trees.index[node] as usize),
                _ => self.add(trees, node, trees.yes[node] as usize - first),
            }
        }
        cover.to_vec()
    }

    /// Adds all nodes of an oblivious tree; their covers. Its leaf's number has a bit for each
    /// level, the lowest for the first.
    fn oblivious(&mut self, trees: &Trees, tree: usize, depth: u32, cover: &[f64]) -> Vec<f64> {
        let (inner, base) = (cover.len() - 1, trees.base[tree] as usize);
        let mut covers = vec![0.0; inner + cover.len()];
        for node in 0..inner {
            self.add(trees, trees.first[tree] as usize + (node + 1).ilog2() as usize, 2 * node + 1);
        }
        for place in 0..cover.len() {
            let number = if depth == 0 { 0 } else { (place as u32).reverse_bits() >> (32 - depth) };
            covers[inner + place] = cover[number as usize];
            self.leaf(base + number as usize);
        }
        for node in (0..inner).rev() {
            covers[node] = covers[2 * node + 1] + covers[2 * node + 2];
        }
        covers
    }
}

fn too_much() -> Error {
    Error::limit("explaining one row of these trees would take minutes")
}
