//! Bit-sliced trees: a row is a bit, and one instruction asks 128 rows at once.
//!
//! 1. A column's number becomes its rank among all cuts of that column ([`crate::rank`]).
//! 2. Ranks become planes, a bit a row for each cut ([`crate::planes`]).
//! 3. The leaves of a tree are numbered from left to right, and mark `j` says "the leaf
//!    is `j` or one behind it". A node stands between two leaves, and between the marks
//!    of the nodes around it: `mark = right | (left & plane)`. Marks only climb, so the
//!    exclusive or of those with one number of trailing zeros is a bit of the leaf's Gray
//!    code: each mark is read once, and no node is walked to.
//! 4. Codes of eight trees are turned back into bytes, and the leaves are added in the
//!    order of the trees, in the library's own precision.

use crate::planes::{self, ROWS};
use crate::rank::{Cuts, Reading, Real};
use crate::room::{get, set, store};
use crate::sets::Sets;
use crate::vector::{V, transpose};

/// Leaves of a tree at most: a code is a byte.
pub const LEAVES: usize = 256;
/// Planes at most: their bits for a block of rows, 64 bytes each, stay in a cache.
const PLANES: usize = 1 << 16;
/// Trees whose leaves are added together.
pub const GROUP: usize = 8;
/// The mark that every row has, of which the first leaf's is one.
const ALWAYS: usize = 0;
/// The mark that no row has, behind the last leaf.
const NEVER: usize = LEAVES;

/// A column as its nodes read it, and the cuts that they compare it with: a plane each.
#[derive(Debug, Clone)]
pub struct Lane<T> {
    column: usize,
    reading: Reading,
    cuts: Cuts<T>,
    missing_right: Vec<u32>,
    copies: Vec<u32>,
}

impl<T: Real> Lane<T> {
    /// A lane; `None` where its cuts do not ascend. A missing cell is left of a cut unless
    /// the cut's position is in `missing_right`; the cuts in `copies` have a second plane,
    /// behind those of all cuts, of which it is right.
    pub fn new(
        column: usize,
        reading: Reading,
        cuts: Vec<T>,
        missing_right: Vec<u32>,
        copies: Vec<u32>,
    ) -> Option<Self> {
        let sound = missing_right.iter().chain(&copies).all(|cut| (*cut as usize) < cuts.len());
        sound.then_some(())?;
        Some(Lane { column, reading, cuts: Cuts::new(cuts)?, missing_right, copies })
    }

    /// How many planes it makes.
    pub fn planes(&self) -> usize {
        self.cuts.count() + self.copies.len()
    }

    /// The cells of some rows as numbers to rank; whether any is missing. What is beyond
    /// the cells stays as it is.
    fn read(&self, cells: &[f64], xs: &mut [T]) -> bool {
        let mut missing = false;
        match self.reading {
            Reading { zero_missing: false, band: 0.0 } => {
                xs.iter_mut().zip(cells).for_each(|(x, cell)| *x = T::of(*cell))
            }
            reading => xs.iter_mut().zip(cells).for_each(|(x, cell)| *x = reading.number(*cell)),
        }
        xs[..cells.len()].iter().for_each(|x| missing |= x.is_missing());
        missing
    }

    /// Makes missing cells right of the cuts that say so.
    fn mark_missing<const W: usize>(&self, xs: &[T], missing: bool, planes: &mut [V]) {
        let masks: [V; W] =
            core::array::from_fn(|w| if missing { missing_of(&xs[w * ROWS..][..ROWS]) } else { V::ZERO });
        let (cuts, copies) = planes.split_at_mut(self.cuts.count() * W);
        for (copy, cut) in copies.chunks_exact_mut(W).zip(&self.copies) {
            let cut = &cuts[*cut as usize * W..][..W];
            (0..W).for_each(|w| copy[w] = cut[w].or(masks[w]));
        }
        if missing {
            for cut in &self.missing_right {
                let cut = &mut cuts[*cut as usize * W..][..W];
                (0..W).for_each(|w| cut[w] = cut[w].or(masks[w]));
            }
        }
    }
}

/// A bit for each missing number.
fn missing_of<T: Real>(xs: &[T]) -> V {
    let mut words = [0; 2];
    for (row, _) in xs.iter().enumerate().filter(|(_, x)| x.is_missing()) {
        words[row % 16 / 8] |= 1 << (row % 8 * 8 + row / 16);
    }
    V::new(words)
}

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

/// A tree that is to be sliced.
#[derive(Debug, Clone, Default)]
pub struct Tall<S> {
    /// The nodes that have a mark, each behind those it lies under.
    pub nodes: Vec<Node>,
    /// The nodes below, if any: then their marks are bits 0 and 1 of the code.
    pub triples: Vec<Triple>,
    /// What the nodes with a mark part the rows into: one more than they are.
    pub parts: usize,
    /// The leaf for each code: a number for each output that the tree adds to.
    pub leaves: Vec<S>,
}

/// The kernel of an ensemble: all that it needs, proved.
#[derive(Debug, Clone)]
pub struct Sliced<T, S> {
    lanes: Vec<Lane<T>>,
    sets: Vec<Sets>,
    planes: usize,
    nodes: Vec<Node>,
    triples: Vec<Triple>,
    trees: Vec<Tree>,
    groups: Vec<Group>,
    tables: Vec<S>,
    start: Vec<S>,
    columns: usize,
}

#[derive(Debug, Clone, Copy)]
struct Tree {
    /// Behind its last node.
    end: u32,
    /// Behind its last triple.
    triples: u32,
    /// Eights of marks; 0 for an oblivious tree, whose planes are its code.
    eights: u32,
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

/// What collects an ensemble for [`Sliced`].
#[derive(Debug, Clone)]
pub struct Builder<T, S> {
    made: Sliced<T, S>,
    /// The trees of the group that is open, by leaf code.
    open: Vec<Vec<S>>,
    outputs: Outputs,
}

impl<T: Real, S: Real> Builder<T, S> {
    /// Begins with the lanes and the sets, in whose order planes are numbered from 1; plane 0
    /// says "left" of every row. `start` is what each output's sum starts from, and `columns`
    /// how many are read.
    pub fn new(lanes: Vec<Lane<T>>, sets: Vec<Sets>, start: Vec<S>, columns: usize) -> Option<Self> {
        let planes = 1 + lanes.iter().map(Lane::planes).sum::<usize>() + sets.iter().map(Sets::planes).sum::<usize>();
        let mut read = lanes.iter().map(|lane| lane.column).chain(sets.iter().map(Sets::column));
        if planes > PLANES || read.any(|column| column >= columns) {
            return None;
        }
        let (nodes, triples, trees, groups, tables) = (vec![], vec![], vec![], vec![], vec![]);
        let made = Sliced { lanes, sets, planes, nodes, triples, trees, groups, tables, start, columns };
        Some(Builder { made, open: vec![], outputs: Outputs { first: 0, count: 1 } })
    }

    /// Adds a tree to outputs; `None` where it cannot be sliced.
    pub fn tree(&mut self, tree: &Tall<S>, outputs: Outputs) -> Option<()> {
        let Tall { nodes, triples, parts, leaves } = tree;
        let bits =
            (usize::BITS - parts.checked_sub(1)?.leading_zeros()) as usize + if triples.is_empty() { 0 } else { 2 };
        let sound = nodes.len() + 1 == *parts
            && nodes
                .iter()
                .all(|n| self.fits(&[n.plane], n.left, n.right, *parts) && (1..*parts).contains(&n.mark.into()))
            && triples.iter().all(|t| self.fits(&t.planes, t.left, t.right, *parts));
        if !sound || bits > 8 || leaves.len() != outputs.count << bits {
            return None;
        }
        self.made.nodes.extend_from_slice(nodes);
        self.made.triples.extend_from_slice(triples);
        // The marks that fill the last eight: of no row.
        let eights = parts.div_ceil(8);
        let none = |mark| Node { plane: 0, left: ALWAYS as u8, right: (NEVER - 1) as u8, mark: mark as u8 };
        self.made.nodes.extend((*parts..8 * eights).map(none));
        self.push(leaves.clone(), eights as u32, outputs)
    }

    /// Adds an oblivious tree: the planes of its tests, and a leaf for each code, whose bit
    /// `i` says that test `i` says "right".
    pub fn oblivious(&mut self, planes: &[u32], leaves: &[S], outputs: Outputs) -> Option<()> {
        let sound = planes.len() <= 8 && leaves.len() == outputs.count << planes.len();
        if !sound || planes.iter().any(|p| *p as usize >= self.made.planes) {
            return None;
        }
        self.made.nodes.extend(planes.iter().map(|plane| Node { plane: *plane, left: 0, right: 0, mark: 0 }));
        self.push(leaves.to_vec(), 0, outputs)
    }

    fn fits(&self, planes: &[u32], left: u8, right: u8, parts: usize) -> bool {
        let right = usize::from(right) + 1;
        planes.iter().all(|plane| (*plane as usize) < self.made.planes)
            && usize::from(left) < parts
            && (right < parts || right == NEVER)
    }

    fn push(&mut self, leaves: Vec<S>, eights: u32, outputs: Outputs) -> Option<()> {
        if outputs.count == 0 || outputs.first.checked_add(outputs.count)? > self.made.start.len() {
            return None;
        }
        if self.open.len() == GROUP || outputs != self.outputs {
            self.close();
        }
        self.outputs = outputs;
        self.open.push(leaves);
        let (end, triples) = (self.made.nodes.len() as u32, self.made.triples.len() as u32);
        self.made.trees.push(Tree { end, triples, eights });
        Some(())
    }

    /// Writes the tables of the open group: the leaves of its trees side by side.
    fn close(&mut self) {
        let (table, outputs) = (self.made.tables.len(), self.outputs);
        let Some(codes) = self.open.iter().map(|leaves| leaves.len() / outputs.count).max() else { return };
        // What adds nothing, not even to the sign of -0.
        let nothing = S::of(-0.0);
        for at in (0..outputs.count).flat_map(|k| (0..codes).map(move |code| code * outputs.count + k)) {
            let leaf = |u: usize| self.open.get(u).and_then(|leaves| leaves.get(at)).copied().unwrap_or(nothing);
            self.made.tables.extend((0..GROUP).map(leaf));
        }
        let (end, bits) = (self.made.trees.len() as u32, codes.trailing_zeros());
        self.made.groups.push(Group { end, outputs, table, bits });
        self.open.clear();
    }

    /// The kernel.
    pub fn finish(mut self) -> Sliced<T, S> {
        self.close();
        self.made
    }
}

/// Room to work in, kept from block to block.
#[derive(Debug, Clone)]
pub struct Scratch<T, S> {
    planes: Vec<V>,
    marks: Vec<V>,
    xs: Vec<T>,
    buckets: Vec<u16>,
    places: Vec<u32>,
    low: Vec<u8>,
    high: Vec<u8>,
    codes: Vec<u8>,
    sums: Vec<S>,
}

impl<T, S> Default for Scratch<T, S> {
    fn default() -> Self {
        let (planes, marks, xs, buckets, places) = (vec![], vec![], vec![], vec![], vec![]);
        Scratch { planes, marks, xs, buckets, places, low: vec![], high: vec![], codes: vec![], sums: vec![] }
    }
}

impl<T: Real, S: Real> Scratch<T, S> {
    fn fit(&mut self, planes: usize, outputs: usize, wide: usize) {
        let rows = ROWS * wide;
        self.planes.resize(planes * wide, V::ZERO);
        self.planes[..wide].fill(V::ZERO);
        self.marks.resize((NEVER + 1) * wide, V::ZERO);
        self.marks[ALWAYS * wide..][..wide].fill(V::ONES);
        self.marks[NEVER * wide..][..wide].fill(V::ZERO);
        self.xs.resize(rows, T::default());
        self.buckets.resize(rows, 0);
        self.places.resize(rows, 0);
        self.low.resize(rows, 0);
        self.high.resize(rows, 0);
        // Codes of an earlier model would be beyond the table of this one.
        self.codes.clear();
        self.codes.resize(GROUP * rows, 0);
        self.sums.resize(outputs * rows, S::default());
    }
}

impl<T: Real, S: Real> Sliced<T, S> {
    /// The sums of all trees: output after output of `out`, as many as rows each.
    ///
    /// # Panics
    /// Where `columns` are fewer than the model's, or shorter than `rows`.
    pub fn run(&self, columns: &[&[f64]], rows: usize, scratch: &mut Scratch<T, S>, out: &mut [f64]) {
        assert!(columns.len() == self.columns && columns.iter().all(|c| c.len() >= rows));
        match rows {
            0..=ROWS => self.blocks::<1>(columns, rows, scratch, out),
            _ => self.blocks::<4>(columns, rows, scratch, out),
        }
    }

    fn blocks<const W: usize>(&self, columns: &[&[f64]], rows: usize, scratch: &mut Scratch<T, S>, out: &mut [f64]) {
        scratch.fit(self.planes, self.start.len(), W);
        for start in (0..rows).step_by(ROWS * W) {
            let count = (rows - start).min(ROWS * W);
            self.slice::<W>(columns, start, count, scratch);
            self.sum::<W>(scratch);
            let sums = scratch.sums.chunks_exact(ROWS * W);
            for (sums, out) in sums.zip(out.chunks_exact_mut(rows)) {
                out[start..start + count].iter_mut().zip(sums).for_each(|(out, sum)| *out = sum.double());
            }
        }
    }

    /// Cells to planes.
    fn slice<const W: usize>(&self, columns: &[&[f64]], start: usize, count: usize, scratch: &mut Scratch<T, S>) {
        let Scratch { planes, xs, buckets, places, low, high, .. } = scratch;
        let mut first = 1;
        for lane in &self.lanes {
            let missing = lane.read(&columns[lane.column][start..start + count], xs);
            lane.cuts.ranks(xs, buckets, low, high);
            for w in 0..W {
                planes::write(low, high, w * ROWS, lane.cuts.count(), planes, first * W + w, W);
            }
            let end = first + lane.planes();
            lane.mark_missing::<W>(xs, missing, &mut planes[first * W..end * W]);
            first = end;
        }
        for sets in &self.sets {
            let end = first + sets.planes();
            let cells = &columns[sets.column()][start..start + count];
            sets.write::<T, W>(cells, places, low, &mut planes[first * W..end * W]);
            first = end;
        }
    }

    /// Planes to sums.
    fn sum<const W: usize>(&self, scratch: &mut Scratch<T, S>) {
        let rows = ROWS * W;
        let Scratch { planes, marks, codes, sums, .. } = scratch;
        sums.chunks_exact_mut(rows).zip(&self.start).for_each(|(sums, start)| sums.fill(*start));
        let (mut tree, mut node, mut triple) = (0, 0, 0);
        for group in &self.groups {
            for at in 0..group.end as usize - tree {
                let Tree { end, triples, eights } = self.trees[tree + at];
                let nodes = &self.nodes[node..end as usize];
                node = end as usize;
                let below = &self.triples[triple..triples as usize];
                triple = triples as usize;
                let codes = &mut codes[at * rows..][..rows];
                match eights {
                    0 => oblivious::<W>(nodes, planes, codes),
                    _ => {
                        mark::<W>(nodes, planes, marks);
                        code::<W>(eights as usize, below, planes, marks, codes);
                    }
                }
            }
            // Codes of the group before could be beyond this one's table.
            codes[(group.end as usize - tree) * rows..].fill(0);
            tree = group.end as usize;
            let outputs = group.outputs;
            let sums = &mut sums[outputs.first * rows..][..outputs.count * rows];
            let tables = self.tables[group.table..].chunks_exact(GROUP << group.bits);
            sums.chunks_exact_mut(rows).zip(tables).for_each(|(sums, table)| add(codes, table, sums));
        }
    }
}

/// The marks of a tree.
#[inline(always)]
fn mark<const W: usize>(nodes: &[Node], planes: &[V], marks: &mut [V]) {
    for node in nodes {
        let plane = node.plane as usize * W;
        let (left, right) = (usize::from(node.left) * W, (usize::from(node.right) + 1) * W);
        let own = usize::from(node.mark) * W;
        for w in 0..W {
            let inside = get(marks, left + w).and(get(planes, plane + w));
            set(marks, own + w, get(marks, right + w).or(inside));
        }
    }
}

/// The two lowest bits of codes: the exclusive or of the marks of triples.
#[inline(always)]
fn low_bits<const W: usize>(triples: &[Triple], planes: &[V], marks: &[V]) -> [[V; 2]; W] {
    let mut bits = [[V::ZERO; 2]; W];
    for triple in triples {
        let [top, under_left, under_right] = triple.planes.map(|plane| plane as usize * W);
        let (left, right) = (usize::from(triple.left) * W, (usize::from(triple.right) + 1) * W);
        for (w, bits) in bits.iter_mut().enumerate() {
            let (first, end) = (get(marks, left + w), get(marks, right + w));
            let middle = end.or(first.and(get(planes, top + w)));
            let before = middle.or(first.and(get(planes, under_left + w)));
            let behind = end.or(middle.and(get(planes, under_right + w)));
            bits[0] = bits[0].xor(before.xor(behind));
            bits[1] = bits[1].xor(middle);
        }
    }
    bits
}

/// Marks to Gray codes: the exclusive or of the marks with equally many trailing zeros.
#[inline(always)]
fn code<const W: usize>(eights: usize, triples: &[Triple], planes: &[V], marks: &[V], codes: &mut [u8]) {
    let below = low_bits::<W>(triples, planes, marks);
    let shift = if triples.is_empty() { 0 } else { 2 };
    for (w, below) in below.iter().enumerate() {
        let mark = |at: usize| get(marks, at * W + w);
        let mut bits = [V::ZERO; 8];
        let mut low = [V::ZERO; 3];
        for eight in 0..eights {
            let at = 8 * eight;
            if eight > 0 {
                let bit = shift + 3 + eight.trailing_zeros() as usize;
                bits[bit & 7] = bits[bit & 7].xor(mark(at));
            }
            low[0] = low[0].xor(mark(at + 1)).xor(mark(at + 3)).xor(mark(at + 5)).xor(mark(at + 7));
            low[1] = low[1].xor(mark(at + 2)).xor(mark(at + 6));
            low[2] = low[2].xor(mark(at + 4));
        }
        if shift == 0 {
            bits[..3].copy_from_slice(&low);
        } else {
            bits[..2].copy_from_slice(below);
            bits[2..5].copy_from_slice(&low);
        }
        put(bits, codes, w);
    }
}

/// The tests of an oblivious tree are its code.
#[inline(always)]
fn oblivious<const W: usize>(tests: &[Node], planes: &[V], codes: &mut [u8]) {
    for w in 0..W {
        let mut bits = [V::ZERO; 8];
        for (bit, test) in bits.iter_mut().zip(tests) {
            *bit = get(planes, test.plane as usize * W + w);
        }
        put(bits, codes, w);
    }
}

/// Bits of codes to a byte a row.
#[inline(always)]
fn put(mut bits: [V; 8], codes: &mut [u8], w: usize) {
    transpose(&mut bits);
    for (g, v) in bits.iter().enumerate() {
        store(codes, w * ROWS + 16 * g, *v);
    }
}

/// Adds the leaves of eight trees to each row's sum, in the order of the trees.
#[inline(always)]
fn add<S: Real>(codes: &[u8], table: &[S], sums: &mut [S]) {
    let rows = sums.len();
    for row in 0..rows {
        let mut sum = get(sums, row);
        for u in 0..GROUP {
            sum = sum.add(get(table, usize::from(get(codes, u * rows + row)) * GROUP + u));
        }
        set(sums, row, sum);
    }
}
