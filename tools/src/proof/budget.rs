//! The bytes that a proof may take.

use super::asked::Row;
use super::values::Values;
use windowbox::{Pipeline, Target};

/// Bytes of a proof: enough for both sides of every test of a model with a thousand
/// leaves, and as much as an icon. Small models need less, because no more rows are
/// taken than reach something new.
pub const BYTES: usize = 16 << 10;

/// Scores that are kept beside margins: what lies between is the same for all rows.
const SCORES: usize = 96;

/// Rows that even a table of thousands of columns gets.
const FEWEST: usize = 8;

/// Rows whose scores are kept beside their margins.
pub fn scored(pipeline: &Pipeline) -> usize {
    let width: usize = pipeline.output.targets.iter().map(Target::width).sum();
    (SCORES / width.max(1)).max(FEWEST)
}

/// Bytes that are left.
pub struct Budget {
    pub left: usize,
    row: usize,
    /// For each column the bytes of values that no row has yet; 0 of those that rows have.
    fresh: Vec<Vec<usize>>,
}

impl Budget {
    pub fn new(pipeline: &Pipeline, values: &[Values]) -> Self {
        let cells: usize = values.iter().map(|values| 1 + usize::from(values.len() > 256)).sum();
        let answers: usize = pipeline.output.targets.iter().map(|target| 8 * target.slots.len() + 2).sum();
        let scores: usize = pipeline.output.targets.iter().map(Target::width).sum();
        // What there is beside the rows: heads of columns, and scores.
        let fixed = 128 + 20 * values.len() + 8 * scored(pipeline) * scores;
        let row = cells + answers;
        let left = BYTES.saturating_sub(fixed).max(FEWEST * (row + 8 * values.len()));
        let fresh = |values: &Values| (0..values.len() as u32).map(|value| values.bytes(value)).collect();
        Self { left, row, fresh: values.iter().map(fresh).collect() }
    }

    /// Takes a row's bytes, and those of values that no row had; whether there were enough.
    pub fn take(&mut self, row: &Row) -> bool {
        let fresh = row.iter().zip(&self.fresh).map(|(value, bytes)| bytes[*value as usize]);
        let cost = self.row + fresh.sum::<usize>();
        if cost > self.left {
            return false;
        }
        self.left -= cost;
        row.iter().zip(&mut self.fresh).for_each(|(value, bytes)| bytes[*value as usize] = 0);
        true
    }

    /// Whether no row fits any more.
    pub fn is_used_up(&self) -> bool {
        self.left < self.row
    }
}
