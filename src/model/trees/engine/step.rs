//! Ensembles for the stepping kernel: few rows, and trees that are too large to slice.

use kernels::stepping::{Large, Node, Small, Stepping};
use kernels::{Reading, Real};

use super::super::{ALL, CATEGORY, LEAF, MISSING_YES, PLAIN, Trees, ZERO_MISSING};
use super::{Kernel, cut};
use crate::slots::Precision;

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

pub(super) fn kernel(trees: &Trees) -> Option<Box<dyn Kernel>> {
    let plain = trees.depth.iter().all(|depth| *depth == PLAIN) && trees.linear.is_empty();
    let numeric = trees.flags.iter().all(|flags| flags & CATEGORY == 0);
    if !plain || !numeric || trees.trees() == 0 {
        return None;
    }
    let (lanes, lane_of) = lanes(trees);
    match (trees.input, trees.sum, trees.leaf) {
        (Precision::F32, Precision::F32, Precision::F32) => Rows::<Small, f32>::lay_out(trees, lanes, &lane_of),
        (Precision::F32, Precision::F64, _) => Rows::<Small, f64>::lay_out(trees, lanes, &lane_of),
        (Precision::F64, Precision::F64, _) => Rows::<Large, f64>::lay_out(trees, lanes, &lane_of),
        _ => None,
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

struct Rows<N, S> {
    kernel: Stepping<N>,
    lanes: Vec<Lane>,
    start: Vec<S>,
}

impl<N: Node, S: Real> Rows<N, S> {
    fn lay_out(trees: &Trees, lanes: Vec<Lane>, lane_of: &[u32]) -> Option<Box<dyn Kernel>> {
        let nodes = (0..trees.column.len()).map(|node| laid_out(trees, node, lane_of)).collect::<Option<_>>()?;
        let kernel = Stepping::new(nodes, &trees.first[..trees.trees()], lanes.len().max(1))?;
        let start = trees.start.iter().map(|start| S::of(*start)).collect();
        Some(Box::new(Rows::<N, S> { kernel, lanes, start }))
    }

    /// One row: several trees at once.
    fn row(&self, trees: &Trees, columns: &[&[f64]], row: usize, xs: &mut Vec<N::Number>, sums: &mut Vec<S>) {
        xs.clear();
        xs.extend(self.lanes.iter().map(|lane| lane.number::<N::Number>(trees.input, columns[lane.column][row])));
        // Trees of one leaf ask nothing, and still have a lane.
        xs.resize(self.lanes.len().max(1), N::Number::default());
        sums.clear();
        sums.extend_from_slice(&self.start);
        match &mut sums[..] {
            [sum] => self.kernel.row(xs, |_, node| *sum = sum.add(S::of(trees.leaves[trees.index[node] as usize]))),
            sums => self.kernel.row(xs, |tree, node| add(trees, tree, node, sums, 1, 0)),
        }
    }

    /// Many rows, tree by tree, each row `STRIDE` numbers.
    fn block<const STRIDE: usize>(&self, trees: &Trees, columns: &[&[f64]], rows: usize, sums: &mut [S]) {
        let mut xs = vec![N::Number::default(); rows * STRIDE];
        for (at, lane) in self.lanes.iter().enumerate() {
            let xs = xs[at..].iter_mut().step_by(STRIDE);
            xs.zip(columns[lane.column]).for_each(|(x, cell)| *x = lane.number(trees.input, *cell));
        }
        let mut nodes = vec![0; rows];
        sums.chunks_exact_mut(rows).zip(&self.start).for_each(|(sums, start)| sums.fill(*start));
        for tree in 0..trees.trees() {
            self.kernel.tree::<STRIDE>(tree, &xs, &mut nodes);
            nodes.iter().enumerate().for_each(|(row, node)| add(trees, tree, *node as usize, sums, rows, row));
        }
    }
}

/// Adds the leaf of a node to a row's sums.
#[inline(always)]
fn add<S: Real>(trees: &Trees, tree: usize, node: usize, sums: &mut [S], rows: usize, row: usize) {
    let leaf = trees.index[node] as usize;
    if trees.target[tree] != ALL {
        let sum = &mut sums[trees.target[tree] as usize * rows + row];
        *sum = sum.add(S::of(trees.leaves[leaf]));
        return;
    }
    let width = trees.outputs as usize;
    for (sum, value) in sums[row..].iter_mut().step_by(rows).zip(&trees.leaves[leaf * width..][..width]) {
        *sum = sum.add(S::of(*value));
    }
}

impl<N: Node, S: Real> Kernel for Rows<N, S> {
    fn run(&self, trees: &Trees, columns: &[&[f64]], rows: usize, out: &mut [f64]) {
        let (mut xs, mut sums) = (Vec::new(), vec![S::default(); self.start.len()]);
        if rows < TOGETHER || self.lanes.len() > 128 {
            for row in 0..rows {
                self.row(trees, columns, row, &mut xs, &mut sums);
                out[row..].iter_mut().step_by(rows).zip(&sums).for_each(|(out, sum)| *out = sum.double());
            }
            return;
        }
        sums.resize(out.len(), S::default());
        match self.lanes.len() {
            0..=8 => self.block::<8>(trees, columns, rows, &mut sums),
            9..=16 => self.block::<16>(trees, columns, rows, &mut sums),
            17..=32 => self.block::<32>(trees, columns, rows, &mut sums),
            33..=64 => self.block::<64>(trees, columns, rows, &mut sums),
            _ => self.block::<128>(trees, columns, rows, &mut sums),
        }
        out.iter_mut().zip(&sums).for_each(|(out, sum)| *out = sum.double());
    }
}

/// A node of the kernel; `None` where its children do not lie side by side.
fn laid_out<N: Node>(trees: &Trees, node: usize, lane_of: &[u32]) -> Option<N> {
    if trees.column[node] == LEAF {
        return N::new(f64::INFINITY, 0, 0);
    }
    let (yes, no, flags) = (trees.yes[node] as usize, trees.no[node] as usize, trees.flags[node]);
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
    if no == yes + 1 { N::new(cut, lane, yes - node) } else { None }
}
