//! Ensembles for the stepping kernel: few rows, and trees that are too large to slice.

use core::marker::PhantomData;
use std::sync::Mutex;

use kernels::stepping::{FLIGHT, Large, Node, Small, Stepping};
use kernels::{Reading, Real};

use super::super::{CATEGORY, LEAF, MISSING_YES, PLAIN, Trees, ZERO_MISSING, single_at_most};
use super::{Kernel, Laid};
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
    if !plain || trees.trees() == 0 {
        return None;
    }
    match (trees.input, trees.sum, trees.leaf) {
        (Precision::F32, Precision::F32, Precision::F64) | (Precision::F64, Precision::F32, _) => None,
        (Precision::F32, ..) => Layout::<Small>::of(trees).or_else(|| Layout::<Large>::of(trees)),
        (Precision::F64, ..) => Layout::<Large>::of(trees),
    }
}

/// An ensemble while it is laid out.
struct Layout<'a, N> {
    trees: &'a Trees,
    lanes: Vec<Lane>,
    /// The lane of each kind of test of each column.
    lane_of: Vec<u32>,
    nodes: PhantomData<N>,
}

impl<N: Node> Layout<'_, N> {
    fn of(trees: &Trees) -> Laid {
        let mut lane_of = vec![u32::MAX; kind(trees.columns + 1, 0)];
        // Leaves, which stand behind all columns, read any.
        lane_of[kind(trees.columns, 0)] = 0;
        let mut layout = Layout::<N> { trees, lanes: Vec::new(), lane_of, nodes: PhantomData };
        let mut kernel = Stepping::new(trees.column.len());
        (0..trees.trees()).try_for_each(|tree| layout.tree(tree, &mut kernel))?;
        Some(Box::new(Rows { kernel, lanes: layout.lanes, scratch: Mutex::default() }))
    }

    /// A function of its own: while it runs for the first trees, engines compile a faster one for
    /// the others. `None` where a node asks for a set, or missing cells would have no number to
    /// stand for them.
    #[inline(never)]
    fn tree(&mut self, tree: usize, kernel: &mut Stepping<N>) -> Option<()> {
        let (trees, nodes) = (self.trees, self.trees.first[tree] as usize..self.trees.first[tree + 1] as usize);
        let (columns, flags) = (&trees.column[nodes.clone()], &trees.flags[nodes.clone()]);
        let (cuts, yes) = (&trees.threshold[nodes.clone()], &trees.yes[nodes.clone()]);
        let (numbers, count) = (&trees.index[nodes.clone()], nodes.len());
        self.lanes(columns, flags);
        let last = trees.columns;
        let (lane_of, single, mut sound) = (&self.lane_of[..], trees.input == Precision::F32, true);
        let largest = if single { f64::from(f32::MAX) } else { f64::MAX };
        // What a test needs and what a leaf needs is made of every node, without a branch.
        let node = |node: usize| {
            let (column, flags, leaf) = (columns[node].min(last), flags[node], columns[node] == LEAF);
            let mut cut = if single { f64::from(single_at_most(cuts[node])) } else { cuts[node] };
            sound &= flags & CATEGORY == 0;
            // Missing stands above the largest number, and all others at most on it.
            if cut >= largest && flags & MISSING_YES == 0 {
                sound &= cut > largest;
                cut = largest;
            }
            let (lane, jump) =
                (lane_of[kind(column, flags)] as usize, (yes[node] as usize).wrapping_sub(nodes.start + node));
            N::new(leaf, numbers[node], cut, lane, jump)
        };
        kernel.add((0..count).map(node))?;
        sound.then_some(())
    }

    /// Makes the lanes that tests read and that are not there.
    fn lanes(&mut self, columns: &[u32], flags: &[u8]) {
        for (column, flags) in columns.iter().zip(flags) {
            let lane = &mut self.lane_of[kind((*column).min(self.trees.columns), *flags)];
            if *lane == u32::MAX {
                *lane = self.lanes.len() as u32;
                let reading = Reading { zero_missing: flags & ZERO_MISSING != 0, band: self.trees.zero_band };
                self.lanes.push(Lane { column: *column as usize, reading, missing_no: flags & MISSING_YES == 0 });
            }
        }
    }
}

fn kind(column: u32, flags: u8) -> usize {
    4 * column as usize + usize::from(flags & MISSING_YES != 0) + 2 * usize::from(flags & ZERO_MISSING != 0)
}

struct Rows<N: Node> {
    kernel: Stepping<N>,
    lanes: Vec<Lane>,
    scratch: Mutex<Scratch<N::Number>>,
}

/// Room for the numbers of rows, flight after flight, and for the leaves that they reach.
#[derive(Default)]
struct Scratch<T> {
    flights: Vec<T>,
    leaves: Vec<u32>,
}

impl<N: Node> Rows<N> {
    /// Trees of one leaf ask nothing, and still have a lane.
    fn lanes(&self) -> usize {
        self.lanes.len().max(1)
    }

    /// One row, which flies alone: several trees at once.
    fn row(&self, trees: &Trees, columns: Columns<'_>, row: usize, scratch: &mut Scratch<N::Number>) {
        let Scratch { flights, leaves } = scratch;
        flights.resize(self.lanes() * FLIGHT, N::Number::default());
        for (lane, numbers) in self.lanes.iter().zip(flights.chunks_exact_mut(FLIGHT)) {
            numbers[0] = lane.number(trees.input, columns.get(lane.column)[row]);
        }
        leaves.resize(trees.trees(), 0);
        self.kernel.row(flights, leaves);
    }

    /// Many rows, tree by tree.
    fn block(&self, trees: &Trees, columns: Columns<'_>, sums: &mut [f64], scratch: &mut Scratch<N::Number>) {
        let (Scratch { flights, leaves }, rows) = (scratch, sums.len() / trees.start.len());
        let size = self.lanes() * FLIGHT;
        flights.resize(rows.div_ceil(FLIGHT) * size, N::Number::default());
        leaves.resize(rows, 0);
        for (at, lane) in self.lanes.iter().enumerate() {
            for (flight, cells) in flights.chunks_exact_mut(size).zip(columns.get(lane.column).chunks(FLIGHT)) {
                let numbers = flight[at * FLIGHT..].iter_mut();
                numbers.zip(cells).for_each(|(number, cell)| *number = lane.number(trees.input, *cell));
            }
        }
        for tree in 0..trees.trees() {
            self.kernel.tree(tree, flights, self.lanes(), leaves);
            add_tree(trees, tree, leaves, sums);
        }
    }

    fn work(&self, trees: &Trees, columns: Columns<'_>, sums: &mut [f64], scratch: &mut Scratch<N::Number>) {
        let rows = sums.len() / trees.start.len();
        sums.chunks_exact_mut(rows).zip(&trees.start).for_each(|(sums, start)| sums.fill(*start));
        if N::COMMON && rows >= TOGETHER {
            return self.block(trees, columns, sums, scratch);
        }
        for row in 0..rows {
            self.row(trees, columns, row, scratch);
            add_row(trees, &scratch.leaves, &mut sums[row..], rows);
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
fn add_tree(trees: &Trees, tree: usize, leaves: &[u32], sums: &mut [f64]) {
    let (rows, (first, width)) = (leaves.len(), trees.outputs_of(tree));
    for (output, sums) in sums.chunks_exact_mut(rows).skip(first).take(width).enumerate() {
        let value = |leaf: &u32| trees.leaves[*leaf as usize * width + output];
        sums.iter_mut().zip(leaves).for_each(|(sum, leaf)| *sum = trees.sum.round(*sum + value(leaf)));
    }
}

/// Adds what a row gets from all trees to its sums, every `rows`th number.
fn add_row(trees: &Trees, leaves: &[u32], sums: &mut [f64], rows: usize) {
    if trees.outputs > 1 {
        for (tree, leaf) in leaves.iter().enumerate() {
            let (first, width) = trees.outputs_of(tree);
            let values = &trees.leaves[*leaf as usize * width..][..width];
            for (output, value) in (first..).zip(values) {
                let sum = &mut sums[output * rows];
                *sum = trees.sum.round(*sum + value);
            }
        }
        return;
    }
    let values = leaves.iter().map(|leaf| trees.leaves[*leaf as usize]);
    sums[0] = match trees.sum {
        Precision::F32 => f64::from(values.fold(sums[0] as f32, |sum, value| sum + value as f32)),
        Precision::F64 => values.fold(sums[0], |sum, value| sum + value),
    };
}
