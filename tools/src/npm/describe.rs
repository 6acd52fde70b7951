//! Columns and answers in words, as they stand in the schema: who shows them escapes.

use super::literal;
use windowbox::data::{Kind, Labels};
use windowbox::pipeline::ColumnStatistics;
use windowbox::preprocess::date::Format;
use windowbox::{Pipeline, Target};

/// Levels that are shown of a column; JSON and declarations have all.
const SHOWN: usize = 20;

/// What people call a target.
pub fn title(target: &Target) -> &str {
    if target.label.is_empty() { &target.name } else { &target.label }
}

/// The values that a column takes.
pub fn values(pipeline: &Pipeline, c: usize) -> String {
    match &pipeline.schema.columns[c].kind {
        Kind::Numeric { integer, .. } => {
            let sort = if *integer { "whole number" } else { "number" };
            let range = range(pipeline.statistics.columns.get(c)).map(|range| format!(", {range} in training"));
            sort.to_owned() + &range.unwrap_or_default()
        }
        Kind::Boolean => "true, false".into(),
        Kind::Text => date(pipeline, c).map_or("text", Format::words).into(),
        Kind::Categorical { levels, .. } => labels(levels),
    }
}

/// How the texts of a column are written that is read as dates.
pub fn date(pipeline: &Pipeline, c: usize) -> Option<Format> {
    pipeline.dates().find(|(column, _)| *column == c).map(|(_, date)| date.format)
}

/// The range of the training data.
pub fn range(statistics: Option<&ColumnStatistics>) -> Option<String> {
    let (min, max) = statistics.and_then(|s| s.min.zip(s.max))?;
    Some(format!("{} to {}", literal::number(min), literal::number(max)))
}

/// The first labels, and how many more there are.
pub fn labels(labels: &Labels) -> String {
    let shown: Vec<String> = labels.iter().take(SHOWN).map(|label| literal::label(label).to_string()).collect();
    match labels.len() {
        0..=SHOWN => shown.join(", "),
        all => format!("{}, and {} more", shown.join(", "), all - SHOWN),
    }
}

/// What a target answers.
pub fn answer(target: &Target) -> String {
    match target.labels() {
        Some(classes) => labels(classes),
        None if target.unit.is_empty() => "a number".into(),
        None => format!("a number, in {}", target.unit),
    }
}
