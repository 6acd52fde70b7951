//! Which way rows go: what the proof's rows are chosen by, and explanations ask. Nothing here
//! predicts, and a runtime that does not explain carries none of it.

use super::{LEAF, PLAIN, Trees, predict};

impl Trees {
    /// Whether a node's test says yes to an [`input`](Trees::input) of its column.
    pub fn says_yes(&self, node: usize, input: f64) -> bool {
        predict::test(self, node, input)
    }

    /// What a tree compares with a threshold: the cell rounded, the zero band made 0.
    pub fn input(&self, x: f64) -> f64 {
        predict::input(self, x)
    }

    /// Visits the nodes of a tree that a row of [`input`](Trees::input)s passes: of a
    /// plain tree from its root to its leaf, of an oblivious one all tests. The leaf's
    /// number in the table of leaves.
    pub fn route(&self, tree: usize, row: &[f64], mut visit: impl FnMut(usize)) -> usize {
        let first = self.first[tree] as usize;
        match self.depth[tree] {
            PLAIN => self.index[predict::walk(self, first, row, visit)] as usize,
            depth => {
                (first..first + depth as usize).for_each(&mut visit);
                predict::leaf(self, tree, row)
            }
        }
    }

    /// The leaf that a row would reach if one test on its way to `leaf` said the opposite.
    pub fn turned(&self, tree: usize, node: usize, leaf: usize, row: &[f64]) -> usize {
        if self.depth[tree] != PLAIN {
            let (base, bit) = (self.base[tree] as usize, node - self.first[tree] as usize);
            return base + ((leaf - base) ^ (1 << bit));
        }
        let yes = predict::test(self, node, row[self.column[node] as usize]);
        let other = if yes { self.no[node] } else { self.yes[node] };
        self.index[predict::walk(self, other as usize, row, |_| {})] as usize
    }

    /// Whether two leaves of a tree answer the same.
    pub fn alike(&self, tree: usize, a: usize, b: usize) -> bool {
        let (_, width) = self.outputs_of(tree);
        let of = |leaf: usize| &self.leaves[leaf * width..][..width];
        a == b || self.linear.is_empty() && of(a) == of(b)
    }

    /// Whether a node is a leaf.
    pub fn is_leaf(&self, node: usize) -> bool {
        self.column[node] == LEAF
    }
}
