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
//! Of the divisions: what a path was multiplied by is only taken out again where the row went
//! along, and then it is at least `p`, or where it did not, and then `1 - p` is.

use super::forest::{Forest, Node};
use super::quadrature::{LANES, Lanes};
use crate::model::Trees;
use crate::model::trees::LEAF;

/// A row at a node, for the column that the node was reached by.
#[derive(Clone, Copy)]
struct Way {
    /// Whether the row goes along at all tests of that column down to here.
    along: bool,
    /// The share of rows that do.
    whole: f64,
    /// The products on the way from the root.
    down: Lanes,
    /// The sums on the way back.
    up: Lanes,
}

impl Way {
    const ROOT: Self = Self { along: true, whole: 1.0, down: [0.0; LANES], up: [0.0; LANES] };

    /// The factor of its column, `a + b p`; of a row that does not go along over the share.
    fn factor(&self) -> (f64, f64) {
        if self.along { (self.whole, 1.0 - self.whole) } else { (1.0, -1.0) }
    }

    /// The integral of sums without its column's factor, times what knowing the column changes.
    #[inline]
    fn part(&self, sums: &Lanes, points: &Lanes) -> f64 {
        let (a, b) = self.factor();
        let terms: Lanes = core::array::from_fn(|i| sums[i] / (a + b * points[i]));
        b * terms.iter().sum::<f64>()
    }
}

impl Forest {
    /// The contributions to the sum of all trees, output after output one for each column.
    /// `row` holds [inputs](Trees::input).
    pub fn contributions(&self, trees: &Trees, row: &[f64]) -> Vec<f64> {
        let mut to = vec![0.0; row.len() * trees.outputs as usize];
        let (mut ways, mut start) = (Vec::new(), 0);
        for (tree, end) in self.ends.iter().enumerate() {
            let nodes = &self.nodes[start..*end];
            ways.resize(nodes.len().max(ways.len()), Way::ROOT);
            let (first, width) = trees.outputs_of(tree);
            for (points, weights) in &self.rule {
                ways[0].down = *weights;
                descend(trees, nodes, &mut ways, row, points);
                for output in 0..width {
                    let to = &mut to[(first + output) * row.len()..][..row.len()];
                    ascend(nodes, &mut ways, &trees.leaves[output..], width, points, to);
                }
            }
            start = *end;
        }
        to
    }
}

/// From the root to the leaves: at each node the product of its path's factors.
#[inline(never)]
fn descend(trees: &Trees, nodes: &[Node], ways: &mut [Way], row: &[f64], points: &Lanes) {
    for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.test != LEAF) {
        let (yes, says) = (node.yes as usize, trees.says_yes(node.test as usize, row[node.column as usize]));
        let down = ways[at].down;
        for (child, goes) in [(yes, says), (yes + 1, !says)] {
            ways[child] = enter(&nodes[child], goes, ways, down, points);
        }
    }
}

#[inline(always)]
fn enter(node: &Node, goes: bool, ways: &[Way], mut down: Lanes, points: &Lanes) -> Way {
    let above = &ways[node.same as usize];
    let (along, whole) = (goes & above.along, above.whole * node.share);
    let way = Way { along, whole, ..Way::ROOT };
    // Of a row that did not go along above, only the share changes.
    let by = if along {
        1.0
    } else if above.along {
        whole
    } else {
        node.share
    };
    if above.along {
        let (a, b) = way.factor();
        (0..LANES).for_each(|i| down[i] *= by * (a + b * points[i]));
        if node.same > 0 {
            let (a, b) = above.factor();
            (0..LANES).for_each(|i| down[i] /= a + b * points[i]);
        }
    } else {
        down.iter_mut().for_each(|down| *down *= by);
    }
    Way { down, ..way }
}

/// From the leaves to the root: each column gets its part of the leaves below the nodes that were
/// reached by it, over what they gave to the same column above, which counts them too.
#[inline(never)]
fn ascend(nodes: &[Node], ways: &mut [Way], leaves: &[f64], width: usize, points: &Lanes, to: &mut [f64]) {
    for (at, node) in nodes.iter().enumerate().rev() {
        if node.test == LEAF {
            let value = leaves[node.yes as usize * width];
            ways[at].up = ways[at].down.map(|product| value * product);
            continue;
        }
        let (yes, mut sums) = (node.yes as usize, [0.0; LANES]);
        for child in [yes, yes + 1] {
            let (way, same) = (&ways[child], nodes[child].same as usize);
            let above = &ways[same];
            // Else the same is given here and taken above.
            if above.along {
                to[node.column as usize] += way.part(&way.up, points);
                if same > 0 {
                    to[node.column as usize] -= above.part(&way.up, points);
                }
            }
            (0..LANES).for_each(|i| sums[i] += way.up[i]);
        }
        ways[at].up = sums;
    }
}
