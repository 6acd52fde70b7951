//! Shapley values by their definition: the mean answer of every coalition of columns, two to the
//! power of their number, by the shares of rows that trees send each way.

use windowbox::model::Trees;
use windowbox::model::trees::{ALL, PLAIN};

/// More columns than these in one tree are not asked for.
pub const COLUMNS: usize = 14;

/// One tree of an ensemble, and the covers of its nodes, or leaves if it is oblivious.
struct Tree<'a> {
    trees: &'a Trees,
    tree: usize,
    cover: &'a [f64],
    row: &'a [f64],
    output: usize,
}

impl Tree<'_> {
    /// The mean answer where the columns in `known` are known.
    fn mean(&self, known: &[bool]) -> f64 {
        match self.trees.depth[self.tree] {
            PLAIN => self.below(self.trees.first[self.tree] as usize, known),
            depth => self.level(0, 0, depth, known).0,
        }
    }

    fn leaf(&self, leaf: usize) -> f64 {
        match self.trees.target[self.tree] {
            ALL => self.trees.leaves[leaf * self.trees.outputs as usize + self.output],
            _ => self.trees.leaves[leaf],
        }
    }

    fn below(&self, node: usize, known: &[bool]) -> f64 {
        let (trees, first) = (self.trees, self.trees.first[self.tree] as usize);
        if trees.is_leaf(node) {
            return self.leaf(trees.index[node] as usize);
        }
        let (column, yes, no) = (trees.column[node] as usize, trees.yes[node] as usize, trees.no[node] as usize);
        if known[column] {
            let says = trees.says_yes(node, trees.input(self.row[column]));
            return self.below(if says { yes } else { no }, known);
        }
        let share = |child: usize| match self.cover[node - first] {
            cover if cover > 0.0 => self.cover[child - first] / cover,
            _ => 0.5,
        };
        share(yes) * self.below(yes, known) + share(no) * self.below(no, known)
    }

    /// The mean below the tests that `bits` answered, and the rows there.
    fn level(&self, level: u32, bits: usize, depth: u32, known: &[bool]) -> (f64, f64) {
        if level == depth {
            return (self.leaf(self.trees.base[self.tree] as usize + bits), self.cover[bits]);
        }
        let test = self.trees.first[self.tree] as usize + level as usize;
        let column = self.trees.column[test] as usize;
        let (yes, a) = self.level(level + 1, bits, depth, known);
        let (no, b) = self.level(level + 1, bits | 1 << level, depth, known);
        let mean = match known[column] {
            true if self.trees.says_yes(test, self.trees.input(self.row[column])) => yes,
            true => no,
            false if a + b > 0.0 => (yes * a + no * b) / (a + b),
            false => (yes + no) / 2.0,
        };
        (mean, a + b)
    }

    fn columns(&self) -> Vec<usize> {
        let nodes = self.trees.first[self.tree] as usize..self.trees.first[self.tree + 1] as usize;
        let mut columns: Vec<usize> =
            nodes.filter(|n| !self.trees.is_leaf(*n)).map(|n| self.trees.column[n] as usize).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// Adds the Shapley values of its columns to `to`; whether they were few enough.
    fn add(&self, to: &mut [f64]) -> bool {
        let columns = self.columns();
        if columns.len() > COLUMNS {
            return false;
        }
        let n = columns.len();
        let known = |set: usize| {
            let mut known = vec![false; self.trees.columns as usize];
            (0..n).filter(|i| set >> i & 1 == 1).for_each(|i| known[columns[i]] = true);
            known
        };
        let means: Vec<f64> = (0..1usize << n).map(|set| self.mean(&known(set))).collect();
        let factorial = |k: usize| (1..=k).map(|k| k as f64).product::<f64>();
        for (i, column) in columns.iter().enumerate() {
            for set in (0..1usize << n).filter(|set| set >> i & 1 == 0) {
                let size = set.count_ones() as usize;
                let weight = factorial(size) * factorial(n - size - 1) / factorial(n);
                to[*column] += weight * (means[set | 1 << i] - means[set]);
            }
        }
        true
    }
}

/// The mean and the Shapley values of one output of an ensemble, and whether each tree has few
/// enough columns.
pub fn explain(trees: &Trees, row: &[f64], output: usize) -> (f64, Vec<f64>, bool) {
    let (mut base, mut parts, mut all) = (trees.start[output], vec![0.0; trees.columns as usize], true);
    for (tree, cover) in trees.tree_covers().enumerate() {
        if ![ALL, output as u32].contains(&trees.target[tree]) {
            continue;
        }
        let one = Tree { trees, tree, cover, row, output };
        base += one.mean(&vec![false; trees.columns as usize]);
        all &= one.add(&mut parts);
    }
    let factor = trees.scale / trees.divisor;
    parts.iter_mut().for_each(|part| *part *= factor);
    (base * factor + trees.bias[output], parts, all)
}
