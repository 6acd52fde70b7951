//! What is sliced, tree by tree: here it is proved that no index of the kernel leaves its
//! tables.

use super::{ALWAYS, GROUP, Group, NEVER, Node, Outputs, Sliced, Tables, Tree, Triple};
use crate::lane::Lane;
use crate::sets::Sets;

/// Planes at most: their bits for a block of rows, 64 bytes each, stay in a cache.
const PLANES: usize = 1 << 16;
/// Numbers in tables at most, 64 MB of doubles: a file of few bytes could otherwise give
/// thousands of outputs one leaf in thousands of trees, and each a table of its own.
const NUMBERS: usize = 1 << 23;

/// A tree that is to be sliced.
#[derive(Debug, Clone, Default)]
pub struct Tall {
    /// The nodes that have a mark, each behind those it lies under.
    pub nodes: Vec<Node>,
    /// The nodes below, if any: then their marks are bits 0 and 1 of the code.
    pub triples: Vec<Triple>,
    /// What the nodes with a mark part the rows into: one more than they are.
    pub parts: usize,
    /// The leaf for each code: a number for each output that the tree adds to.
    pub leaves: Vec<f64>,
}

/// What collects an ensemble for [`Sliced`].
#[derive(Debug, Clone)]
pub struct Builder {
    made: Sliced,
    /// The trees of the group that is open, by leaf code.
    open: Vec<Vec<f64>>,
    outputs: Outputs,
}

impl Builder {
    /// Begins with the lanes and the sets, in whose order planes are numbered from 1; plane 0
    /// says "left" of every row. `start` is what each output's sum starts from, and `columns`
    /// how many are read. Sums are rounded to single precision or not at all.
    pub fn new(lanes: Vec<Lane>, sets: Vec<Sets>, start: Vec<f64>, single: bool, columns: usize) -> Option<Self> {
        let planes = 1 + lanes.iter().map(Lane::planes).sum::<usize>() + sets.iter().map(Sets::planes).sum::<usize>();
        let mut read = lanes.iter().map(Lane::column).chain(sets.iter().map(Sets::column));
        if planes > PLANES || read.any(|column| column >= columns) {
            return None;
        }
        let tables = if single { Tables::Single(vec![]) } else { Tables::Double(vec![]) };
        let (nodes, triples, trees, groups) = (vec![], vec![], vec![], vec![]);
        let made = Sliced { lanes, sets, planes, nodes, triples, trees, groups, tables, start, columns };
        Some(Builder { made, open: vec![], outputs: Outputs { first: 0, count: 1 } })
    }

    /// Adds a tree to outputs; `None` where it cannot be sliced.
    pub fn tree(&mut self, tree: Tall, outputs: Outputs) -> Option<()> {
        let Tall { nodes, triples, parts, leaves } = tree;
        let bits =
            (usize::BITS - parts.checked_sub(1)?.leading_zeros()) as usize + if triples.is_empty() { 0 } else { 2 };
        let sound = nodes.len() + 1 == parts
            && nodes
                .iter()
                .all(|n| self.fits(&[n.plane], n.left, n.right, parts) && (1..parts).contains(&n.mark.into()))
            && triples.iter().all(|t| self.fits(&t.planes, t.left, t.right, parts));
        if !sound || bits > 8 || leaves.len() != outputs.count << bits {
            return None;
        }
        self.made.nodes.extend_from_slice(&nodes);
        self.made.triples.extend_from_slice(&triples);
        // The marks that fill the last eight: of no row.
        let eights = parts.div_ceil(8);
        let none = |mark| Node { plane: 0, left: ALWAYS as u8, right: (NEVER - 1) as u8, mark: mark as u8 };
        self.made.nodes.extend((parts..8 * eights).map(none));
        self.push(leaves, false, outputs)
    }

    /// Adds an oblivious tree: the planes of its tests, and a leaf for each code, whose bit
    /// `i` says that test `i` says "right".
    pub fn oblivious(&mut self, planes: &[u32], leaves: Vec<f64>, outputs: Outputs) -> Option<()> {
        let sound = planes.len() <= 8 && leaves.len() == outputs.count << planes.len();
        if !sound || planes.iter().any(|p| *p as usize >= self.made.planes) {
            return None;
        }
        self.made.nodes.extend(planes.iter().map(|plane| Node { plane: *plane, left: 0, right: 0, mark: 0 }));
        self.push(leaves, true, outputs)
    }

    fn fits(&self, planes: &[u32], left: u8, right: u8, parts: usize) -> bool {
        let right = usize::from(right) + 1;
        planes.iter().all(|plane| (*plane as usize) < self.made.planes)
            && usize::from(left) < parts
            && (right < parts || right == NEVER)
    }

    fn push(&mut self, leaves: Vec<f64>, oblivious: bool, outputs: Outputs) -> Option<()> {
        if outputs.count == 0 || outputs.first.checked_add(outputs.count)? > self.made.start.len() {
            return None;
        }
        if self.open.len() == GROUP || outputs != self.outputs {
            self.close();
        }
        if self.made.tables.len() + GROUP * leaves.len() > NUMBERS {
            return None;
        }
        self.outputs = outputs;
        self.open.push(leaves);
        let (end, triples) = (self.made.nodes.len() as u32, self.made.triples.len() as u32);
        self.made.trees.push(Tree { end, triples, oblivious });
        Some(())
    }

    /// Writes the tables of the open group: the leaves of its trees side by side.
    fn close(&mut self) {
        let outputs = self.outputs;
        let Some(codes) = self.open.iter().map(|leaves| leaves.len() / outputs.count).max() else { return };
        let places = (0..outputs.count).flat_map(|k| (0..codes).map(move |code| code * outputs.count + k));
        // What adds nothing, not even to the sign of -0.
        let leaf = |at: usize, u: usize| self.open.get(u).and_then(|leaves| leaves.get(at)).copied().unwrap_or(-0.0);
        let all = places.flat_map(|at| (0..GROUP).map(move |u| (at, u)));
        let table = match &mut self.made.tables {
            Tables::Single(table) => append(table, all.map(|(at, u)| leaf(at, u) as f32)),
            Tables::Double(table) => append(table, all.map(|(at, u)| leaf(at, u))),
        };
        let (end, bits) = (self.made.trees.len() as u32, codes.trailing_zeros());
        self.made.groups.push(Group { end, outputs, table, bits });
        self.open.clear();
    }

    /// The kernel.
    pub fn finish(mut self) -> Sliced {
        self.close();
        self.made
    }
}

/// Appends values; where they begin.
fn append<S>(to: &mut Vec<S>, values: impl Iterator<Item = S>) -> usize {
    let start = to.len();
    to.extend(values);
    start
}
