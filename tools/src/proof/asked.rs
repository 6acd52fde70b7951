//! Made-up rows, put to the model.

use super::values::Values;
use windowbox::Predictor;
use windowbox::data::{Cell, Schema, Table};
use windowbox::pipeline::{Answer, Frame, Prediction, ProofValues};

/// A row: for each column the position of its value.
pub type Row = Vec<u32>;

/// Rows as a table.
pub fn table(schema: &Schema, values: &[Values], rows: &[Row]) -> Table {
    let mut table = Table::new(schema);
    for row in rows {
        let cell = |(values, value): (&Values, &u32)| match &values.values {
            ProofValues::Numbers(v) => Cell::Number(v[*value as usize]),
            ProofValues::Text(v) => Cell::Text(v[*value as usize].as_deref().map(Into::into)),
        };
        table.push(values.iter().zip(row).map(cell).collect());
    }
    table
}

/// A row that was asked.
pub struct Asked<'a> {
    pub row: usize,
    /// Whether the model has an answer.
    pub answered: bool,
    frame: &'a Frame,
    /// The answers to the rows of the block.
    targets: &'a [Answer],
    at: usize,
}

impl Asked<'_> {
    /// What the row has in a slot.
    pub fn slot(&self, slot: u32) -> f64 {
        self.frame.slot(slot)[self.at]
    }

    /// What the row has in all of its `slots` slots; nothing is said of texts.
    pub fn row(&self, slots: usize) -> Vec<f64> {
        (0..slots as u32).map(|slot| self.slot(slot)).collect()
    }

    /// A target's scores.
    pub fn scores(&self, target: usize) -> &[f64] {
        let scores = &self.targets[target].scores;
        let width = scores.len() / self.frame.rows();
        &scores[self.at * width..][..width]
    }
}

/// Asks the rows of a table and shows each. Rows with a cell that is refused are not
/// shown: the model is not asked.
pub fn each(predictor: &Predictor, table: &Table, mut visit: impl FnMut(&Asked<'_>)) {
    let mut frame = Frame::default();
    for start in (0..table.rows()).step_by(predictor.block()) {
        predictor.begin(&mut frame, predictor.block().min(table.rows() - start));
        frame.fill(table, start);
        let mut prediction = Prediction::default();
        predictor.run(&mut frame, &mut prediction);
        let mut troubles = vec![(false, true); frame.rows()];
        for issue in prediction.issues.iter().filter(|issue| issue.fatal) {
            let (refused, answered) = &mut troubles[issue.row];
            *refused |= issue.column.is_some();
            *answered = false;
        }
        for (at, (refused, answered)) in troubles.into_iter().enumerate() {
            if !refused {
                visit(&Asked { row: start + at, answered, frame: &frame, targets: &prediction.targets, at });
            }
        }
    }
}
