//! The proof: rows with the answers that they must get, carried in the file.

use super::output::Output;
use crate::data::Schema;
use crate::error::{Error, Result};

/// Rows and their margins, by whoever answered them.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Proof {
    /// Who answered: a source library with its version, or windowbox itself, which
    /// proves the delivery and not the parity.
    pub answered_by: String,
    /// Whether the rows were made up column by column; otherwise they were given.
    pub synthesised: bool,
    /// Column after column in the order of the schema.
    pub cells: Vec<ProofCells>,
    /// Row after row, the margins of all targets.
    pub margins: Vec<f64>,
    /// How far a margin may be off: absolutely, and relative to the expected one.
    pub tolerance: (f64, f64),
}
crate::record!(Proof { answered_by, synthesised, cells, margins, tolerance });

/// The cells of a column.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub enum ProofCells {
    /// Numbers and codes; NaN is missing.
    Numbers(Vec<f64>),
    /// Texts.
    Text(Vec<Option<String>>),
}
crate::variants!(ProofCells { 0 Numbers(values), 1 Text(values) });

impl ProofCells {
    /// How many.
    pub fn rows(&self) -> usize {
        match self {
            ProofCells::Numbers(v) => v.len(),
            ProofCells::Text(v) => v.len(),
        }
    }
}

impl Proof {
    pub(super) fn check(&self, schema: &Schema, output: &Output) -> Result<()> {
        let width: usize = output.targets.iter().map(|t| t.slots.len()).sum();
        let rows = self.margins.len().checked_div(width).unwrap_or(0);
        let shaped = self.margins.len() == rows * width
            && self.cells.len() == schema.columns.len()
            && self.cells.iter().all(|cells| cells.rows() == rows);
        let sorts = self.cells.iter().zip(&schema.columns).all(|(cells, column)| {
            matches!(cells, ProofCells::Text(_)) == matches!(column.kind, crate::data::Kind::Text)
        });
        let tolerant = [self.tolerance.0, self.tolerance.1].iter().all(|t| t.is_finite() && *t >= 0.0);
        match shaped && sorts && tolerant {
            true => Ok(()),
            false => Err(Error::file("bad-proof", "a proof has a cell for each row and column, and their margins")),
        }
    }
}
