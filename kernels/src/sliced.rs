//! Bit-sliced trees: a row is a bit, and one instruction asks 128 rows at once.
//!
//! 1. A column's number becomes its rank among all cuts of that column (rank.rs).
//! 2. Ranks become planes, a bit a row for each cut (planes.rs).
//! 3. The leaves of a tree are numbered from left to right, and mark `j` says "the leaf
//!    is `j` or one behind it". A node stands between two leaves, and between the marks
//!    of the nodes around it: `mark = right | (left & plane)`. Marks only climb, so the
//!    exclusive or of those with one number of trailing zeros is a bit of the leaf's Gray
//!    code: each mark is read once, and no node is walked to.
//! 4. Codes of eight trees are turned back into bytes, and the leaves are added in the
//!    order of the trees, in the library's own precision.

mod build;

pub use build::{Builder, Tall};

use crate::lane::Lane;
use crate::planes::{ROWS, WIDEST};
use crate::rank::{Real, Work};
use crate::room::{alone, far, get, set_far, store};
use crate::sets::Sets;
use crate::vector::{V, transpose};

/// Leaves of a tree at most: a code is a byte.
pub const LEAVES: usize = 256;
/// Trees whose leaves are added together.
const GROUP: usize = 8;
/// Rows whose codes lie together: those of a vector of bytes.
const TOGETHER: usize = 16;
/// Their codes in the trees of a group.
const CODES: usize = GROUP * TOGETHER;
/// The mark that every row has, of which the first leaf's is one.
const ALWAYS: usize = 0;
/// The mark that no row has, behind the last leaf.
const NEVER: usize = LEAVES;

/// A node: its plane, the marks left and right of it, and its own.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The plane that says "right".
    pub plane: u32,
    /// The mark of the nearest node to the left that it lies under, or 0.
    pub left: u8,
    /// The mark of the nearest node to the right that it lies under, less 1; 255 for none.
    pub right: u8,
    /// The leaf right of it: the number of its mark.
    pub mark: u8,
}

/// The lowest nodes of a tree, three at a time: a node and its children, whose own are
/// leaves. Their marks are kept nowhere, as nothing else lies under them.
#[derive(Debug, Clone, Copy)]
pub struct Triple {
    /// The planes of the node, of its left child and of its right one; 0 for no child.
    pub planes: [u32; 3],
    /// As in [`Node`].
    pub left: u8,
    /// As in [`Node`].
    pub right: u8,
}

/// The kernel of an ensemble: all that it needs, proved.
#[derive(Debug, Clone)]
pub struct Sliced {
    lanes: Vec<Lane>,
    sets: Vec<Sets>,
    planes: usize,
    nodes: Vec<Node>,
    triples: Vec<Triple>,
    trees: Vec<Tree>,
    groups: Vec<Group>,
    tables: Tables,
    start: Vec<f64>,
    columns: usize,
}

/// Leaves in the precision that sums are rounded to.
#[derive(Debug, Clone)]
enum Tables {
    Single(Vec<f32>),
    Double(Vec<f64>),
}

impl Tables {
    fn len(&self) -> usize {
        match self {
            Tables::Single(tables) => tables.len(),
            Tables::Double(tables) => tables.len(),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Tree {
    /// Behind its last node.
    end: u32,
    /// Behind its last triple.
    triples: u32,
    /// Whether its planes are its code.
    oblivious: bool,
}

/// The outputs that a tree adds to: `count` of them from `first`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outputs {
    /// The first.
    pub first: usize,
    /// How many: the width of a leaf.
    pub count: usize,
}

/// Up to eight trees that add to the same outputs.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// Behind its last tree.
    end: u32,
    outputs: Outputs,
    /// Where its tables begin, one an output: for each code the leaves of eight trees.
    table: usize,
    /// Bits of a code.
    bits: u32,
}

/// Room to work in, kept from block to block.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    planes: Vec<V>,
    marks: Vec<V>,
    /// The two lowest bits of codes, which triples give.
    low: Vec<V>,
    codes: Vec<u8>,
    work: Work,
    single: Vec<f32>,
    double: Vec<f64>,
}

impl Scratch {
    fn fit(&mut self, model: &Sliced, wide: usize) {
        let rows = ROWS * wide;
        self.planes.resize(model.planes * wide, V::ZERO);
        self.planes[..wide].fill(V::ZERO);
        self.marks.resize((NEVER + 1) * wide, V::ZERO);
        self.marks[ALWAYS * wide..][..wide].fill(V::ONES);
        self.marks[NEVER * wide..][..wide].fill(V::ZERO);
        self.low.resize(2 * wide, V::ZERO);
        self.work.fit(rows);
        self.codes.resize(GROUP * rows, 0);
        match model.tables {
            Tables::Single(_) => self.single.resize(model.start.len() * rows, 0.0),
            Tables::Double(_) => self.double.resize(model.start.len() * rows, 0.0),
        }
    }
}

impl Sliced {
    /// The sums of all trees: output after output of `out`, as many as rows each.
    ///
    /// # Panics
    /// Where `columns` are fewer than the model's, or shorter than `rows`.
    pub fn run(&self, columns: &[&[f64]], rows: usize, scratch: &mut Scratch, out: &mut [f64]) {
        assert!(columns.len() == self.columns && columns.iter().all(|c| c.len() >= rows));
        let mut start = 0;
        while start < rows {
            // A wide block reads a node once for 512 rows, also where most of them are none.
            start += match rows - start {
                left if left > 3 * ROWS => self.block::<WIDEST>(columns, start, left.min(WIDEST * ROWS), scratch, out),
                left => self.block::<1>(columns, start, left.min(ROWS), scratch, out),
            };
        }
    }

    /// Answers `count` rows from `start`; how many that were.
    fn block<const W: usize>(
        &self,
        columns: &[&[f64]],
        start: usize,
        count: usize,
        scratch: &mut Scratch,
        out: &mut [f64],
    ) -> usize {
        scratch.fit(self, W);
        self.slice(columns, start, count, W, scratch);
        self.sum::<W>(scratch);
        let (block, rows) = (ROWS * W, out.len() / self.start.len());
        for (output, out) in out.chunks_exact_mut(rows).enumerate() {
            let out = &mut out[start..start + count];
            match self.tables {
                Tables::Single(_) => copy(&scratch.single[output * block..], out),
                Tables::Double(_) => copy(&scratch.double[output * block..], out),
            }
        }
        count
    }

    /// Cells to planes, `wide` vectors each.
    fn slice(&self, columns: &[&[f64]], start: usize, count: usize, wide: usize, scratch: &mut Scratch) {
        let Scratch { planes, work, .. } = scratch;
        let cells = |column: usize| &columns[column][start..start + count];
        let mut rest = &mut planes[wide..];
        for lane in &self.lanes {
            let (own, others) = rest.split_at_mut(lane.planes() * wide);
            lane.write(cells(lane.column()), work, wide, own);
            rest = others;
        }
        for sets in &self.sets {
            let (own, others) = rest.split_at_mut(sets.planes() * wide);
            sets.write(cells(sets.column()), work, wide, own);
            rest = others;
        }
    }

    /// Planes to sums.
    fn sum<const W: usize>(&self, scratch: &mut Scratch) {
        let rows = ROWS * W;
        let Scratch { planes, marks, low, codes, single, double, .. } = scratch;
        single.chunks_exact_mut(rows).zip(&self.start).for_each(|(sums, start)| sums.fill(*start as f32));
        double.chunks_exact_mut(rows).zip(&self.start).for_each(|(sums, start)| sums.fill(*start));
        let (mut tree, mut node, mut triple) = (0, 0, 0);
        for group in &self.groups {
            for at in 0..group.end as usize - tree {
                let Tree { end, triples, oblivious } = self.trees[tree + at];
                let nodes = &self.nodes[node..end as usize];
                node = end as usize;
                let below = &self.triples[triple..triples as usize];
                triple = triples as usize;
                match oblivious {
                    true => tests(nodes, W, planes, codes, at),
                    false => code::<W>(nodes, below, planes, [marks, low], codes, at),
                }
            }
            // Codes of the group before could be beyond this one's table.
            for at in group.end as usize - tree..GROUP {
                tests(&[], W, planes, codes, at);
            }
            tree = group.end as usize;
            let outputs = group.outputs.first * rows..(group.outputs.first + group.outputs.count) * rows;
            let (from, size) = (group.table, GROUP << group.bits);
            match &self.tables {
                Tables::Single(tables) => add_all(codes, &tables[from..], size, &mut single[outputs]),
                Tables::Double(tables) => add_all(codes, &tables[from..], size, &mut double[outputs]),
            }
        }
    }
}

fn copy<S: Real>(sums: &[S], out: &mut [f64]) {
    out.iter_mut().zip(sums).for_each(|(out, sum)| *out = sum.double());
}

/// Adds the leaves of a group to each output: as many sums as codes.
fn add_all<S: Real>(codes: &[u8], tables: &[S], size: usize, sums: &mut [S]) {
    let rows = codes.len() / GROUP;
    sums.chunks_exact_mut(rows).zip(tables.chunks_exact(size)).for_each(|(sums, table)| add(codes, table, sums));
}

/// The marks of a tree.
#[inline(always)]
fn mark<const W: usize>(nodes: &[Node], planes: &[V], marks: &mut [V]) {
    for node in nodes {
        let plane = node.plane as usize * W;
        let (left, right) = (usize::from(node.left) * W, (usize::from(node.right) + 1) * W);
        let own = usize::from(node.mark) * W;
        for w in 0..W {
            let inside = far(marks, left, w).and(far(planes, plane, w));
            set_far(marks, own, w, far(marks, right, w).or(inside));
        }
    }
}

/// Writes the two lowest bits of codes: the exclusive or of the marks of triples.
#[inline(always)]
fn low_bits<const W: usize>(triples: &[Triple], planes: &[V], marks: &[V], low: &mut [V]) {
    let mut bits = [[V::ZERO; 2]; W];
    for triple in triples {
        let [top, under_left, under_right] = triple.planes.map(|plane| plane as usize * W);
        let (left, right) = (usize::from(triple.left) * W, (usize::from(triple.right) + 1) * W);
        for (w, bits) in bits.iter_mut().enumerate() {
            let (first, end) = (far(marks, left, w), far(marks, right, w));
            let middle = end.or(first.and(far(planes, top, w)));
            let before = middle.or(first.and(far(planes, under_left, w)));
            let behind = end.or(middle.and(far(planes, under_right, w)));
            bits[0] = bits[0].xor(before.xor(behind));
            bits[1] = bits[1].xor(middle);
        }
    }
    for (w, bits) in bits.iter().enumerate() {
        set_far(low, 0, 2 * w, bits[0]);
        set_far(low, 0, 2 * w + 1, bits[1]);
    }
}

/// Nodes to marks, and these to Gray codes: the exclusive or of the marks with equally many
/// trailing zeros. No array is indexed by what the compiler does not know: to clear or to copy
/// one is a call in wasm.
#[inline(never)]
fn code<const W: usize>(
    nodes: &[Node],
    triples: &[Triple],
    planes: &[V],
    [marks, low]: [&mut [V]; 2],
    codes: &mut [u8],
    tree: usize,
) {
    mark::<W>(nodes, planes, marks);
    low_bits::<W>(triples, planes, marks, low);
    // There are as many nodes as marks to eights, but for the first, which needs none.
    let eights = nodes.len() / 8 + 1;
    for w in 0..W {
        let marks = &marks[w..];
        let (mut a, mut b, mut c) = (V::ZERO, V::ZERO, V::ZERO);
        for eight in 0..eights {
            let mark = |further: usize| far(marks, 8 * W * eight, further * W);
            a = a.xor(mark(1)).xor(mark(3)).xor(mark(5)).xor(mark(7));
            b = b.xor(mark(2)).xor(mark(6));
            c = c.xor(mark(4));
        }
        let high = |k: usize| {
            let eights = (1 << k..eights).step_by(2 << k);
            eights.fold(V::ZERO, |bit, eight| bit.xor(get(marks, 8 * W * eight)))
        };
        let (d, e, f) = (high(0), high(1), high(2));
        let bits = match triples.is_empty() {
            true => [a, b, c, d, e, f, high(3), high(4)],
            false => [get(low, 2 * w), get(low, 2 * w + 1), a, b, c, d, e, f],
        };
        // Blocks of one vector are rare, and take a call.
        if W == WIDEST { put(bits, codes, w, tree) } else { put_apart(&bits, codes, w, tree) }
    }
}

/// The tests of an oblivious tree are its code.
#[inline(never)]
fn tests(nodes: &[Node], wide: usize, planes: &[V], codes: &mut [u8], tree: usize) {
    for w in 0..wide {
        let bit = |test: &Node| get(planes, test.plane as usize * wide + w);
        put_apart(&core::array::from_fn(|i| nodes.get(i).map_or(V::ZERO, bit)), codes, w, tree);
    }
}

/// Bits of codes to a byte a row: for each sixteen rows those of eight trees.
#[inline(always)]
fn put(mut bits: [V; 8], codes: &mut [u8], w: usize, tree: usize) {
    transpose(&mut bits);
    for (g, v) in bits.iter().enumerate() {
        store(codes, (w * 8 + g) * CODES + tree * TOGETHER, *v);
    }
}

#[inline(never)]
fn put_apart(bits: &[V; 8], codes: &mut [u8], w: usize, tree: usize) {
    put(*bits, codes, w, tree);
}

/// Adds the leaves of eight trees to each row's sum, in the order of the trees.
#[inline(never)]
fn add<S: Real>(codes: &[u8], table: &[S], sums: &mut [S]) {
    for (codes, sums) in codes.chunks_exact(CODES).zip(sums.chunks_exact_mut(TOGETHER)) {
        for (row, sum) in sums.iter_mut().enumerate() {
            let leaf = |tree| far(table, usize::from(alone(codes, row, tree * TOGETHER)) * GROUP, tree);
            *sum = (0..GROUP).fold(*sum, |sum, tree| sum + leaf(tree));
        }
    }
}
