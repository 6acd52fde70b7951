//! Shapley values of tree ensembles, path-dependent: what is not known of a row goes both ways,
//! by the shares of the training rows that did (Lundberg et al. 2020, "From local explanations
//! to global understanding with explainable AI for trees").
//!
//! A leaf of value `v` whose path asks for the columns `F` is the game `v * product over F of
//! (in the coalition: o, else: z)`: `z` is the share of rows that go along where the column is
//! asked, `o` is 1 where this row does, else 0. Its Shapley value for column `i` is
//! `v (o_i - z_i) * integral from 0 to 1 of the product over the others of z + p (o - z)`: a
//! polynomial in `p`, which quadrature integrates exactly. The products of all leaves are made in
//! one pass from the root, and taken together in one pass back: nothing is recursive, nothing is
//! divided by what may be 0, and no depth makes it unstable.
//!
//! Of the divisions: what a path has multiplied by is only taken out again where the row went
//! along, and then it is at least `p`.

use super::quadrature::{LANES, Lanes, Rule, passes};
use super::shape::Shape;
use crate::error::{Error, Result};
use crate::model::Trees;

/// Visits of nodes that an explanation may take: some seconds.
const WORK_LIMIT: usize = 1 << 29;

/// What is known of an ensemble's nodes before there is a row, tree after tree.
pub(super) struct Forest {
    /// The share of its parent's rows that came to each node; 1 of a root.
    share: Vec<f64>,
    /// The nearest node above that was also reached by a test of the column that this one was
    /// reached by; 0 where there is none, as none leads to the root.
    same: Vec<u32>,
    /// The rule of each number of passes that a tree needs.
    rules: Vec<Option<Rule>>,
    /// The passes of each tree.
    passes: Vec<usize>,
    /// The mean of all trees' sum for each output, over the training rows.
    mean: Vec<f64>,
    largest: usize,
}

/// One row's numbers for the nodes of one tree.
struct Walk {
    /// Whether the row goes along at all tests of the column that a node was reached by.
    along: Vec<bool>,
    /// The share of rows that do.
    whole: Vec<f64>,
    /// The products on the way from the root.
    down: Vec<Lanes>,
    /// The sums on the way back.
    up: Vec<Lanes>,
}

impl Forest {
    /// Prepares an ensemble with the covers of its trees.
    ///
    /// # Errors
    /// `limit` where a row would take minutes.
    pub fn new(trees: &Trees, cover: &[f64]) -> Result<Self> {
        let sizes = (0..trees.trees()).map(|tree| Shape::new(trees, tree).len());
        if sizes.fold(0, usize::saturating_add) > WORK_LIMIT {
            return Err(too_much());
        }
        let (share, same, mean) = (Vec::new(), Vec::new(), vec![0.0; trees.outputs as usize]);
        let mut forest = Self { share, same, rules: Vec::new(), passes: Vec::new(), mean, largest: 0 };
        let (mut last, mut rest, mut work) = (vec![0; trees.columns as usize], cover, 0usize);
        for tree in 0..trees.trees() {
            let (these, others) = rest.split_at(trees.covers(tree));
            rest = others;
            work = work.saturating_add(forest.tree(trees, tree, these, &mut last));
            if work > WORK_LIMIT {
                return Err(too_much());
            }
        }
        Ok(forest)
    }

    /// Adds a tree; the visits that it will take.
    fn tree(&mut self, trees: &Trees, tree: usize, cover: &[f64], last: &mut [u32]) -> usize {
        let (shape, start) = (Shape::new(trees, tree), self.share.len());
        self.same.extend(same_columns(trees, &shape, last));
        self.share.extend(shares(&shape, &shape.covers(cover)));
        let (same, share) = (&self.same[start..], &self.share[start..]);
        let (mut distinct, mut reach) = (vec![0u32; shape.len()], vec![1.0; shape.len()]);
        let (first, width) = trees.outputs_of(tree);
        for node in 0..shape.len() {
            let Some(_) = shape.test(node) else {
                let values = &trees.leaves[shape.leaf(node) * width..];
                self.mean[first..first + width].iter_mut().zip(values).for_each(|(m, v)| *m += v * reach[node]);
                continue;
            };
            for child in [shape.yes(node), shape.yes(node) + 1] {
                distinct[child] = distinct[node] + u32::from(same[child] == 0);
                reach[child] = reach[node] * share[child];
            }
        }
        let needed = passes(distinct.iter().copied().max().unwrap_or(0));
        self.rules.resize_with(self.rules.len().max(needed + 1), || None);
        self.rules[needed].get_or_insert_with(|| Rule::new(needed));
        self.passes.push(needed);
        self.largest = self.largest.max(shape.len());
        shape.len().saturating_mul(needed)
    }

    /// The mean answer over the training rows, one an output, before the ensemble's start.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The sizes of what is added up for a row, one an output.
    pub fn sizes(&self, trees: &Trees, row: &[f64]) -> Vec<f64> {
        let mut sizes: Vec<f64> = trees.start.iter().map(|start| start.abs()).collect();
        for tree in 0..trees.trees() {
            let (leaf, (first, width)) = (trees.route(tree, row, |_| {}), trees.outputs_of(tree));
            let values = &trees.leaves[leaf * width..];
            sizes[first..first + width].iter_mut().zip(values).for_each(|(size, value)| *size += value.abs());
        }
        sizes
    }

    /// The contributions to the sum of all trees, output after output one for each column.
    /// `row` holds [inputs](Trees::input).
    pub fn contributions(&self, trees: &Trees, row: &[f64]) -> Vec<f64> {
        let columns = trees.columns as usize;
        let (mut to, mut walk, mut start) = (vec![0.0; columns * trees.outputs as usize], Walk::new(self.largest), 0);
        for tree in 0..trees.trees() {
            let (shape, (first, width)) = (Shape::new(trees, tree), trees.outputs_of(tree));
            let end = start + shape.len();
            let known = Known { trees, shape, share: &self.share[start..end], same: &self.same[start..end] };
            let rules = self.rules[self.passes[tree]].iter();
            for (points, weights) in rules.flat_map(|rule| rule.points.iter().zip(&rule.weights)) {
                walk.descend(&known, row, points, *weights);
                for output in 0..width {
                    let leaf = |leaf: usize| trees.leaves[leaf * width + output];
                    walk.ascend(&known, points, leaf, &mut to[(first + output) * columns..][..columns]);
                }
            }
            start = end;
        }
        to
    }
}

fn too_much() -> Error {
    Error::limit("explaining one row would take minutes").at("trees").hint("explain a smaller model")
}

/// The share of the rows at a node that go to each child. Where none came by, half of none do.
fn shares(shape: &Shape<'_>, covers: &[f64]) -> Vec<f64> {
    let mut shares = vec![1.0; shape.len()];
    for node in (0..shape.len()).filter(|node| shape.test(*node).is_some()) {
        for child in [shape.yes(node), shape.yes(node) + 1] {
            shares[child] = if covers[node] > 0.0 { covers[child] / covers[node] } else { 0.5 };
        }
    }
    shares
}

/// What is to be done on the way through a tree.
enum Turn {
    Enter(usize, u32),
    Leave(u32, u32),
}

/// [`Forest::same`] of a tree. `last` holds 0 for each column, before and after.
fn same_columns(trees: &Trees, shape: &Shape<'_>, last: &mut [u32]) -> Vec<u32> {
    let mut same = vec![0; shape.len()];
    let children = |node: usize| {
        let column = shape.test(node).map(|test| trees.column[test]);
        column.into_iter().flat_map(move |column| [1, 0].map(|i| Turn::Enter(shape.yes(node) + i, column)))
    };
    let mut turns: Vec<Turn> = children(0).collect();
    while let Some(turn) = turns.pop() {
        match turn {
            Turn::Leave(column, before) => last[column as usize] = before,
            Turn::Enter(node, column) => {
                let above = core::mem::replace(&mut last[column as usize], node as u32);
                same[node] = above;
                turns.push(Turn::Leave(column, above));
                turns.extend(children(node));
            }
        }
    }
    same
}

/// A tree, and what is known of its nodes.
struct Known<'a> {
    trees: &'a Trees,
    shape: Shape<'a>,
    share: &'a [f64],
    same: &'a [u32],
}

impl Walk {
    fn new(nodes: usize) -> Self {
        let zero = [0.0; LANES];
        Self { along: vec![true; nodes], whole: vec![1.0; nodes], down: vec![zero; nodes], up: vec![zero; nodes] }
    }

    /// From the root to the leaves: at each node the product of its path's factors.
    fn descend(&mut self, known: &Known<'_>, row: &[f64], points: &Lanes, weights: Lanes) {
        self.down[0] = weights;
        for node in 0..known.shape.len() {
            let Some(test) = known.shape.test(node) else { continue };
            let (yes, says) =
                (known.shape.yes(node), known.trees.says_yes(test, row[known.trees.column[test] as usize]));
            self.enter(known, node, yes, says, points);
            self.enter(known, node, yes + 1, !says, points);
        }
    }

    #[inline]
    fn enter(&mut self, known: &Known<'_>, from: usize, node: usize, goes: bool, points: &Lanes) {
        let (above, share) = (known.same[node] as usize, known.share[node]);
        let (was, before) = if above == 0 { (true, 1.0) } else { (self.along[above], self.whole[above]) };
        let (along, whole) = (goes & was, before * share);
        (self.along[node], self.whole[node]) = (along, whole);
        let mut product = self.down[from];
        for (product, p) in product.iter_mut().zip(points) {
            let factor = if along { whole + p * (1.0 - whole) } else { whole * (1.0 - p) };
            *product *= match (above, was) {
                (0, _) => factor,
                (_, true) => factor / (before + p * (1.0 - before)),
                (_, false) => share,
            };
        }
        self.down[node] = product;
    }

    /// From the leaves to the root: each node's column gets its part of the leaves below.
    fn ascend(&mut self, known: &Known<'_>, points: &Lanes, value: impl Fn(usize) -> f64, to: &mut [f64]) {
        for node in (0..known.shape.len()).rev() {
            let Some(test) = known.shape.test(node) else {
                let value = value(known.shape.leaf(node));
                self.up[node] = self.down[node].map(|product| value * product);
                continue;
            };
            let yes = known.shape.yes(node);
            let column = known.trees.column[test] as usize;
            to[column] += self.part(known, yes, points) + self.part(known, yes + 1, points);
            for lane in 0..LANES {
                self.up[node][lane] = self.up[yes][lane] + self.up[yes + 1][lane];
            }
        }
    }

    /// What the leaves below a node give to the column that it was reached by, over what they
    /// gave to the same column above, which counts them too.
    #[inline]
    fn part(&self, known: &Known<'_>, node: usize, points: &Lanes) -> f64 {
        let above = known.same[node] as usize;
        match above {
            0 => self.alone(node, node, points),
            // Both times the row goes another way: the same is given and taken.
            _ if !self.along[above] => 0.0,
            _ => self.alone(node, node, points) - self.alone(node, above, points),
        }
    }

    /// The integral of the leaves below a node, the factor of the column taken out that it has at
    /// `of`, times what knowing the column changes there.
    #[inline]
    fn alone(&self, node: usize, of: usize, points: &Lanes) -> f64 {
        let (whole, sums) = (self.whole[of], &self.up[node]);
        let mut integral = 0.0;
        for (sum, p) in sums.iter().zip(points) {
            integral += sum / if self.along[of] { whole + p * (1.0 - whole) } else { 1.0 - p };
        }
        if self.along[of] { (1.0 - whole) * integral } else { -integral }
    }
}
