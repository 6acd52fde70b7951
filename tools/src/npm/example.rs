//! An example row: the middle of what training saw, and what the model answers to it.

use super::describe;
use super::escape::{key, value};
use super::literal;
use serde_json::Value;
use windowbox::data::{Column, Kind, Table, cell};
use windowbox::pipeline::ColumnStatistics;
use windowbox::preprocess::date::Format;
use windowbox::{Pipeline, Predictor};

/// An example row and its answer, as JavaScript writes them.
pub struct Example {
    /// An object literal.
    pub row: String,
    /// What `prediction` is.
    pub prediction: String,
}

/// The medians and commonest levels, or the first ones where nothing is known.
pub fn example(predictor: &Predictor) -> Example {
    let pipeline = predictor.pipeline();
    let statistics = &pipeline.statistics.columns;
    let columns = pipeline.schema.columns.iter().enumerate();
    let cells: Vec<(&Column, Value)> =
        columns.map(|(c, column)| (column, middle(pipeline, c, statistics.get(c)))).collect();
    let fields: Vec<String> =
        cells.iter().map(|(column, cell)| format!("{}: {}", key(&column.name), value(cell))).collect();
    Example { row: format!("{{ {} }}", fields.join(", ")), prediction: answer(predictor, &cells) }
}

fn middle(pipeline: &Pipeline, c: usize, statistics: Option<&ColumnStatistics>) -> Value {
    let commonest = statistics.and_then(|s| {
        let most = s.levels.iter().max()?;
        s.levels.iter().position(|count| count == most)
    });
    match &pipeline.schema.columns[c].kind {
        Kind::Numeric { integer, .. } => {
            let median = statistics.and_then(|s| s.quantiles.get(10).copied()).unwrap_or(0.0);
            literal::number(if *integer { median.round() } else { median })
        }
        Kind::Boolean => Value::from(commonest == Some(1)),
        Kind::Categorical { levels, .. } => levels.get(commonest.unwrap_or(0)).map_or(Value::Null, literal::label),
        Kind::Text => Value::from(text(pipeline, c)),
    }
}

fn text(pipeline: &Pipeline, c: usize) -> &'static str {
    match describe::date(pipeline, c) {
        None => "some text",
        Some(Format::Date) => "2024-06-15",
        Some(Format::Time) => "12:30:00",
        Some(Format::DateTime) => "2024-06-15T12:30:00",
        Some(Format::Duration) => "1:30:00",
    }
}

fn answer(predictor: &Predictor, cells: &[(&Column, Value)]) -> String {
    let mut table = Table::new(&predictor.pipeline().schema);
    let parsed = cells.iter().map(|(column, cell)| cell::parse(column, &literal::text(cell)));
    let Ok(row) = parsed.collect() else { return "[null]".into() };
    table.push(row);
    let prediction = predictor.predict(&table);
    if !prediction.answered(0) {
        return "[null]".into();
    }
    let targets = predictor.pipeline().output.targets.iter().zip(&prediction.targets);
    let answers: Vec<String> = targets
        .map(|(target, answer)| match target.labels() {
            Some(classes) => classes.get(answer.classes[0] as usize).map_or(Value::Null, literal::label),
            None => literal::number(answer.scores[0]),
        })
        .map(|answer| value(&answer))
        .collect();
    if answers.len() == 1 { format!("[{}]", answers[0]) } else { format!("[[{}]]", answers.join(", ")) }
}
