//! An ensemble laid out for the kernels, which answer with the bits of the plain predictor.
//!
//! Which kernel answers depends on the trees and on how many rows there are; the numbers
//! where they cross are measured (docs/engine.md). What no kernel takes, the plain
//! predictor answers.

mod slice;
mod step;

use std::sync::OnceLock;

use super::{Trees, predict};
use crate::slots::{Columns, Precision};

/// Rows from which slicing pays: below, most of a vector's bits would be of no row.
const SLICED_FROM: usize = 48;

/// A kernel over an ensemble: the sums of all trees, output after output.
trait Kernel: Send + Sync {
    /// `sums` holds as many numbers an output as there are rows.
    fn run(&self, trees: &Trees, columns: &[&[f64]], rows: usize, sums: &mut [f64]);
}

/// The kernels of one ensemble.
pub(super) struct Engine {
    step: Option<Box<dyn Kernel>>,
    /// Laid out when the first large block comes: a page that asks for one row never waits.
    slice: OnceLock<Option<Box<dyn Kernel>>>,
}

impl Engine {
    pub(super) fn new(trees: &Trees) -> Self {
        Self { step: step::kernel(trees), slice: OnceLock::new() }
    }

    pub(super) fn apply(&self, trees: &Trees, columns: Columns<'_>, out: &mut [f64]) {
        let rows = columns.rows();
        let slice = if rows < SLICED_FROM { &None } else { self.slice.get_or_init(|| slice::kernel(trees)) };
        let Some(kernel) = slice.as_ref().or(self.step.as_ref()) else {
            return predict::apply(trees, columns, out);
        };
        let cells: Vec<&[f64]> = (0..columns.len()).map(|i| columns.get(i)).collect();
        kernel.run(trees, &cells, rows, out);
        for (output, sums) in out.chunks_exact_mut(rows).enumerate() {
            sums.iter_mut().for_each(|sum| *sum = predict::close(trees, output, *sum));
        }
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
