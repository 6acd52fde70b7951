//! Made-up rows, put to the model.

use super::values::Values;
use windowbox::Predictor;
use windowbox::data::{Cell, Schema, Table};
use windowbox::pipeline::{Frame, Prediction, ProofValues};

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

/// Asks the rows of a table and shows each with what its slots hold: `visit(row, slot)`.
/// Rows that get no answer are not shown.
pub fn each(predictor: &Predictor, table: &Table, mut visit: impl FnMut(usize, &dyn Fn(u32) -> f64)) {
    let mut frame = Frame::default();
    for start in (0..table.rows()).step_by(predictor.block()) {
        predictor.begin(&mut frame, predictor.block().min(table.rows() - start));
        frame.fill(table, start);
        let mut prediction = Prediction::default();
        predictor.run(&mut frame, &mut prediction);
        let mut answered = vec![true; frame.rows()];
        prediction.issues.iter().filter(|issue| issue.fatal).for_each(|issue| answered[issue.row] = false);
        for row in (0..frame.rows()).filter(|row| answered[*row]) {
            visit(start + row, &|slot| frame.slot(slot)[row]);
        }
    }
}
