//! An ensemble laid out for the kernels, which answer with the bits of the plain predictor.
//!
//! Which kernel answers depends on the trees and on how many rows there are; the numbers
//! where they cross are measured (docs/engine.md). What no kernel takes, the plain
//! predictor answers.

mod slice;
mod step;

use std::sync::OnceLock;

use super::{Trees, predict, single_at_most};
use crate::slots::{Columns, Precision};

/// Rows from which slicing pays: below, most of a vector's bits would be of no row.
const SLICED_FROM: usize = 24;
/// The same where there is no other kernel: of oblivious trees, and of sets of categories.
const ONLY_SLICED_FROM: usize = 8;

/// A kernel over an ensemble: the sums of all trees, output after output.
trait Kernel: Send + Sync {
    /// `sums` holds as many numbers an output as there are rows.
    fn run(&self, trees: &Trees, columns: Columns<'_>, sums: &mut [f64]);
}

type Laid = Option<Box<dyn Kernel>>;

/// The kernels of one ensemble.
pub struct Engine {
    few: Laid,
    /// Laid out when the first large block comes: a page that asks for one row never waits.
    many: OnceLock<Laid>,
}

impl Engine {
    /// The kernels that an ensemble has.
    pub fn new(trees: &Trees) -> Self {
        Self { few: step::kernel(trees), many: OnceLock::new() }
    }

    /// Stepping alone, however many rows there are; `None` where it does not serve.
    pub fn stepping(trees: &Trees) -> Option<Self> {
        step::kernel(trees).map(Self::alone)
    }

    /// Slicing alone, however few rows there are; `None` where it does not serve.
    pub fn slicing(trees: &Trees) -> Option<Self> {
        slice::kernel(trees).map(Self::alone)
    }

    fn alone(kernel: Box<dyn Kernel>) -> Self {
        Self { few: Some(kernel), many: OnceLock::from(None) }
    }

    /// The margins of rows, output after output.
    pub fn apply(&self, trees: &Trees, columns: Columns<'_>, out: &mut [f64]) {
        let rows = columns.rows();
        let from = if self.few.is_some() { SLICED_FROM } else { ONLY_SLICED_FROM };
        let many = if rows < from { &None } else { self.many.get_or_init(|| slice::kernel(trees)) };
        let Some(kernel) = many.as_ref().or(self.few.as_ref()) else {
            return predict::apply(trees, columns, out);
        };
        kernel.run(trees, columns, out);
        for (output, sums) in out.chunks_exact_mut(rows).enumerate() {
            sums.iter_mut().for_each(|sum| *sum = predict::close(trees, output, *sum));
        }
    }
}

/// A threshold in the precision of inputs.
fn cut(trees: &Trees, node: usize) -> f64 {
    match trees.input {
        Precision::F64 => trees.threshold[node],
        Precision::F32 => f64::from(single_at_most(trees.threshold[node])),
    }
}

#[cfg(test)]
mod tests;
