//! An ensemble laid out for the kernels, which answer with the bits of the plain predictor.
//!
//! Which kernel answers depends on the trees and on how many rows there are; the numbers
//! where they cross are measured (docs/engine.md). What no kernel takes, the plain
//! predictor answers.

mod slice;
mod step;

use std::sync::OnceLock;

use super::{ALL, Trees, predict};
use crate::slots::{Columns, Precision};

/// Rows from which slicing pays: below, most of a vector's bits would be of no row.
const SLICED_FROM: usize = 24;
/// The same where there is no other kernel: of oblivious trees, and of sets of categories.
const ONLY_SLICED_FROM: usize = 8;

/// A kernel over an ensemble: the sums of all trees, output after output.
trait Kernel: Send + Sync {
    /// `sums` holds as many numbers an output as there are rows.
    fn run(&self, trees: &Trees, columns: &[&[f64]], sums: &mut [f64]);
}

/// The kernels of one ensemble.
pub struct Engine {
    step: Option<Box<dyn Kernel>>,
    /// Laid out when the first large block comes: a page that asks for one row never waits.
    slice: OnceLock<Option<Box<dyn Kernel>>>,
}

impl Engine {
    /// The kernels that an ensemble has.
    pub fn new(trees: &Trees) -> Self {
        Self { step: step::kernel(trees), slice: OnceLock::new() }
    }

    /// Stepping alone, however many rows there are; `None` where it does not serve.
    pub fn stepping(trees: &Trees) -> Option<Self> {
        Some(Self { step: Some(step::kernel(trees)?), slice: OnceLock::from(None) })
    }

    /// Slicing alone, however few rows there are; `None` where it does not serve.
    pub fn slicing(trees: &Trees) -> Option<Self> {
        let step = Some(slice::kernel(trees)?);
        Some(Self { step, slice: OnceLock::from(None) })
    }

    /// The margins of rows, output after output.
    pub fn apply(&self, trees: &Trees, columns: Columns<'_>, out: &mut [f64]) {
        let rows = columns.rows();
        let from = if self.step.is_some() { SLICED_FROM } else { ONLY_SLICED_FROM };
        let slice = if rows < from { &None } else { self.slice.get_or_init(|| slice::kernel(trees)) };
        let Some(kernel) = slice.as_ref().or(self.step.as_ref()) else {
            return predict::apply(trees, columns, out);
        };
        let cells: Vec<&[f64]> = (0..columns.len()).map(|i| columns.get(i)).collect();
        kernel.run(trees, &cells, out);
        for (output, sums) in out.chunks_exact_mut(rows).enumerate() {
            sums.iter_mut().for_each(|sum| *sum = predict::close(trees, output, *sum));
        }
    }
}

/// The first output that a tree adds to, and how many: the width of its leaves.
fn outputs(trees: &Trees, tree: usize) -> (usize, usize) {
    match trees.target[tree] {
        ALL => (0, trees.outputs as usize),
        target => (target as usize, 1),
    }
}

/// A threshold in the precision of inputs: a number is at most the one where it is at
/// most the other.
fn cut(trees: &Trees, node: usize) -> f64 {
    let threshold = trees.threshold[node];
    let single = threshold as f32;
    match trees.input {
        Precision::F64 => threshold,
        Precision::F32 if f64::from(single) > threshold => f64::from(single.next_down()),
        Precision::F32 => f64::from(single),
    }
}

#[cfg(test)]
mod tests;
