//! The typical record: what linear models are compared with where nothing is given.

use crate::data::{Cell, Column, Kind};
use crate::pipeline::{ColumnStatistics, Pipeline};

/// Medians and commonest levels, the first of equals; missing where nothing is known of a column
/// that may be. None where nothing is known at all, or of a column that must be there.
pub(super) fn record(pipeline: &Pipeline) -> Option<Vec<Cell>> {
    if pipeline.statistics.columns.is_empty() {
        return None;
    }
    let columns = pipeline.schema.columns.iter().enumerate();
    columns.map(|(c, column)| cell(column, pipeline.statistics.columns.get(c))).collect()
}

fn cell(column: &Column, statistics: Option<&ColumnStatistics>) -> Option<Cell> {
    let missing = column.missing.then_some(f64::NAN);
    let number = match column.kind {
        Kind::Text => return column.missing.then_some(Cell::Text(None)),
        Kind::Numeric { .. } => statistics.and_then(|s| s.quantiles.get(s.quantiles.len() / 2).copied()),
        Kind::Boolean | Kind::Categorical { .. } => statistics.and_then(|s| commonest(&s.levels)),
    };
    number.or(missing).map(Cell::Number)
}

fn commonest(counts: &[u64]) -> Option<f64> {
    let most = counts.iter().max()?;
    counts.iter().position(|count| count == most).map(|code| code as f64)
}
