//! Ensembles for the stepping kernel: few rows, and trees that are too large to slice.

use std::sync::Mutex;

use kernels::stepping::{FLIGHT, Large, Node, Small, Stepping};
use kernels::{Reading, Real};

use super::super::{CATEGORY, LEAF, MISSING_YES, PLAIN, Trees, ZERO_MISSING};
use super::{Kernel, Laid, cut};
use crate::slots::{Columns, Precision};

/// Rows from which they are taken together, tree by tree.
const TOGETHER: usize = 8;

/// A column, and how its cells are read.
struct Lane {
    column: usize,
    reading: Reading,
    missing_no: bool,
}

impl Lane {
    fn number<T: Real>(&self, input: Precision, cell: f64) -> T {
        match input {
            Precision::F32 => T::of(self.read::<f32>(cell).double()),
            Precision::F64 => self.read(cell),
        }
    }

    fn read<T: Real>(&self, cell: f64) -> T {
        if self.missing_no { self.reading.or_infinity(cell) } else { self.reading.number(cell) }
    }
}

pub(super) fn kernel(trees: &Trees) -> Laid {
    let plain = trees.depth.iter().all(|depth| *depth == PLAIN) && trees.linear.is_empty();
    let numeric = trees.flags.iter().all(|flags| flags & CATEGORY == 0);
    if !plain || !numeric || trees.trees() == 0 {
        return None;
    }
    let (lanes, lane_of) = lanes(trees);
    match (trees.input, trees.sum, trees.leaf) {
        (Precision::F32, Precision::F32, Precision::F64) | (Precision::F64, Precision::F32, _) => None,
        (Precision::F32, ..) => Rows::<Small>::lay_out(trees, lanes, &lane_of),
        (Precision::F64, ..) => Rows::<Large>::lay_out(trees, lanes, &lane_of),
    }
}

/// The lanes that nodes ask, and the lane of each kind of test of each column.
fn lanes(trees: &Trees) -> (Vec<Lane>, Vec<u32>) {
    let (mut lanes, mut lane_of) = (Vec::new(), vec![u32::MAX; 4 * trees.columns as usize]);
    for (column, flags) in trees.column.iter().zip(&trees.flags).filter(|(column, _)| **column != LEAF) {
        let lane = &mut lane_of[kind(*column, *flags)];
        if *lane == u32::MAX {
            *lane = lanes.len() as u32;
            let reading = Reading { zero_missing: flags & ZERO_MISSING != 0, band: trees.zero_band };
            lanes.push(Lane { column: *column as usize, reading, missing_no: flags & MISSING_YES == 0 });
        }
    }
    (lanes, lane_of)
}

fn kind(column: u32, flags: u8) -> usize {
    4 * column as usize + usize::from(flags & MISSING_YES != 0) + 2 * usize::from(flags & ZERO_MISSING != 0)
}

struct Rows<N: Node> {
    kernel: Stepping<N>,
    lanes: Vec<Lane>,
    scratch: Mutex<Scratch<N::Number>>,
}

/// Room for the numbers of rows, and for the leaves that they reach.
#[derive(Default)]
struct Scratch<T> {
    xs: Vec<T>,
    nodes: Vec<u32>,
}

impl<N: Node> Rows<N> {
    fn lay_out(trees: &Trees, lanes: Vec<Lane>, lane_of: &[u32]) -> Laid {
        let mut nodes = Vec::with_capacity(trees.column.len());
        for node in 0..trees.column.len() {
            let (cut, lane, jump) = laid_out(trees, node, lane_of)?;
            nodes.push(N::new(cut, lane, jump)?);
        }
        let kernel = Stepping::new(nodes, &trees.first[..trees.trees()], lanes.len().max(1))?;
        Some(Box::new(Rows::<N> { kernel, lanes, scratch: Mutex::default() }))
    }

    /// One row: several trees at once.
    fn row(&self, trees: &Trees, columns: Columns<'_>, row: usize, scratch: &mut Scratch<N::Number>) {
        let Scratch { xs, nodes } = scratch;
        xs.clear();
        xs.extend(self.lanes.iter().map(|lane| lane.number::<N::Number>(trees.input, columns.get(lane.column)[row])));
        // Trees of one leaf ask nothing, and still have a lane.
        xs.resize(self.lanes.len().max(1), N::Number::default());
        nodes.resize(trees.trees(), 0);
        self.kernel.row(xs, nodes);
    }

    /// Many rows, tree by tree, each row `STRIDE` numbers.
    fn block<const STRIDE: usize>(
        &self,
        trees: &Trees,
        columns: Columns<'_>,
        sums: &mut [f64],
        scratch: &mut Scratch<N::Number>,
    ) {
        let (Scratch { xs, nodes }, rows) = (scratch, sums.len() / trees.start.len());
        let flown = rows.next_multiple_of(FLIGHT);
        xs.resize(flown * STRIDE, N::Number::default());
        nodes.resize(flown, 0);
        for (at, lane) in self.lanes.iter().enumerate() {
            let xs = xs[at..].iter_mut().step_by(STRIDE);
            xs.zip(columns.get(lane.column)).for_each(|(x, cell)| *x = lane.number(trees.input, *cell));
        }
        for tree in 0..trees.trees() {
            self.kernel.tree::<STRIDE>(tree, xs, nodes);
            add_tree(trees, tree, &nodes[..rows], sums);
        }
    }

    fn work(&self, trees: &Trees, columns: Columns<'_>, sums: &mut [f64], scratch: &mut Scratch<N::Number>) {
        let rows = sums.len() / trees.start.len();
        sums.chunks_exact_mut(rows).zip(&trees.start).for_each(|(sums, start)| sums.fill(*start));
        match self.lanes.len() {
            0..=32 if N::COMMON && rows >= TOGETHER => return self.block::<32>(trees, columns, sums, scratch),
            33..=128 if N::COMMON && rows >= TOGETHER => return self.block::<128>(trees, columns, sums, scratch),
            _ => {}
        }
        for row in 0..rows {
            self.row(trees, columns, row, scratch);
            add_row(trees, &scratch.nodes, &mut sums[row..], rows);
        }
    }
}

impl<N: Node> Kernel for Rows<N> {
    fn run(&self, trees: &Trees, columns: Columns<'_>, sums: &mut [f64]) {
        match self.scratch.try_lock() {
            Ok(mut scratch) => self.work(trees, columns, sums, &mut scratch),
            // Another thread is at work in it.
            Err(_) => self.work(trees, columns, sums, &mut Scratch::default()),
        }
    }
}

/// Adds what rows get from a tree, output by output: each pass is a loop without one inside.
/// Of two singles the sum in double precision, rounded, is that in single precision.
fn add_tree(trees: &Trees, tree: usize, nodes: &[u32], sums: &mut [f64]) {
    let (rows, (first, width)) = (nodes.len(), trees.outputs_of(tree));
    for (output, sums) in sums.chunks_exact_mut(rows).skip(first).take(width).enumerate() {
        let value = |node: &u32| trees.leaves[trees.index[*node as usize] as usize * width + output];
        sums.iter_mut().zip(nodes).for_each(|(sum, node)| *sum = trees.sum.round(*sum + value(node)));
    }
}

/// Adds what a row gets from all trees to its sums, every `rows`th number.
fn add_row(trees: &Trees, nodes: &[u32], sums: &mut [f64], rows: usize) {
    if trees.outputs > 1 {
        for (tree, node) in nodes.iter().enumerate() {
            let (first, width) = trees.outputs_of(tree);
            let values = &trees.leaves[trees.index[*node as usize] as usize * width..][..width];
            for (output, value) in (first..).zip(values) {
                let sum = &mut sums[output * rows];
                *sum = trees.sum.round(*sum + value);
            }
        }
        return;
    }
    let values = nodes.iter().map(|node| trees.leaves[trees.index[*node as usize] as usize]);
    sums[0] = match trees.sum {
        Precision::F32 => f64::from(values.fold(sums[0] as f32, |sum, value| sum + value as f32)),
        Precision::F64 => values.fold(sums[0], |sum, value| sum + value),
    };
}

/// Cut, lane and jump of a node, whose children lie side by side; `None` where missing cells
/// would have no number to stand for them.
#[inline(never)]
fn laid_out(trees: &Trees, node: usize, lane_of: &[u32]) -> Option<(f64, usize, usize)> {
    if trees.column[node] == LEAF {
        return Some((f64::INFINITY, 0, 0));
    }
    let (yes, flags) = (trees.yes[node] as usize, trees.flags[node]);
    let lane = lane_of[kind(trees.column[node], flags)] as usize;
    let largest = match trees.input {
        Precision::F32 => f64::from(f32::MAX),
        Precision::F64 => f64::MAX,
    };
    let cut = match cut(trees, node) {
        // Missing stands above the largest number, and all others at most on it.
        cut if flags & MISSING_YES == 0 && cut == largest => return None,
        cut if flags & MISSING_YES == 0 => cut.min(largest),
        cut => cut,
    };
    Some((cut, lane, yes - node))
}
