//! The statistics section: what the training rows and the answers looked like.
//! Counts and quantiles; no row.

use super::dataset::{Answers, Dataset};
use windowbox::data::{Kind, Schema, Table};
use windowbox::pipeline::ColumnStatistics;
use windowbox::{Predictor, Statistics};

/// Describes the columns, and what the predictor answers on the same rows.
pub fn describe(dataset: &Dataset, predictor: &Predictor) -> Statistics {
    let columns = columns(&dataset.schema, &dataset.table);
    Statistics { columns, predictions: vec![predictions(dataset, predictor)], ..Statistics::default() }
}

fn columns(schema: &Schema, table: &Table) -> Vec<ColumnStatistics> {
    let describe = |(i, column): (usize, &windowbox::data::Column)| {
        let cells = table.numbers(i).unwrap_or_default();
        match &column.kind {
            Kind::Numeric { .. } => ColumnStatistics::of_numbers(cells),
            Kind::Categorical { levels, .. } => ColumnStatistics::of_codes(cells, levels.len()),
            Kind::Boolean => ColumnStatistics::of_codes(cells, 2),
            Kind::Text => ColumnStatistics::default(),
        }
    };
    schema.columns.iter().enumerate().map(describe).collect()
}

fn predictions(dataset: &Dataset, predictor: &Predictor) -> ColumnStatistics {
    let answer = predictor.predict(&dataset.table).targets.swap_remove(0);
    match &dataset.answers {
        Answers::Classes { labels, .. } => {
            let codes: Vec<f64> = answer.classes.iter().map(|code| f64::from(*code)).collect();
            ColumnStatistics::of_codes(&codes, labels.len())
        }
        Answers::Numbers(_) => ColumnStatistics::of_numbers(&answer.scores),
    }
}
