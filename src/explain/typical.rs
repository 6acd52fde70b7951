//! The typical record: what linear models are compared with where nothing is given.

use crate::data::{Column, Kind};
use crate::pipeline::{ColumnStatistics, Frame, Predictor};

/// All slots of a record of medians and commonest levels (the first of equals), missing where
/// nothing is known of a column that may be. None where nothing is known at all, or of a column
/// that must be there, or where it gets no answer.
pub(super) fn slots(predictor: &Predictor) -> Option<Vec<f64>> {
    let (schema, statistics) = (&predictor.pipeline().schema, &predictor.pipeline().statistics.columns);
    if statistics.len() != schema.columns.len() {
        return None;
    }
    let mut frame = Frame::default();
    predictor.begin(&mut frame, 1);
    for (c, column) in schema.columns.iter().enumerate() {
        match cell(column, &statistics[c]) {
            None if !column.missing => return None,
            cell => frame.values()[c] = cell.unwrap_or(f64::NAN),
        }
    }
    let mut prediction = Default::default();
    predictor.run(&mut frame, &mut prediction);
    prediction.answered(0).then(|| frame.values().to_vec())
}

fn cell(column: &Column, statistics: &ColumnStatistics) -> Option<f64> {
    match column.kind {
        Kind::Text => None,
        Kind::Numeric { .. } => statistics.quantiles.get(statistics.quantiles.len() / 2).copied(),
        Kind::Boolean | Kind::Categorical { .. } => {
            let mut most = (0, None);
            for (code, count) in statistics.levels.iter().enumerate().filter(|(_, count)| **count > 0) {
                if *count > most.0 {
                    most = (*count, Some(code as f64));
                }
            }
            most.1
        }
    }
}
