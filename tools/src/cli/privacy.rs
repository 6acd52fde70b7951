//! What a reader of a model can recover of the training data.

use crate::npm::literal;
use windowbox::Pipeline;
use windowbox::data::{Kind, Labels};
use windowbox::pipeline::ColumnStatistics;

/// A level of fewer cells may be a person.
const RARE: u64 = 5;

/// Levels that training saw fewer than 5 times, a sentence a column.
pub fn rare_levels(pipeline: &Pipeline) -> Vec<String> {
    let columns = pipeline.schema.columns.iter().zip(&pipeline.statistics.columns);
    let inputs = columns.filter_map(|(column, statistics)| match &column.kind {
        Kind::Categorical { levels, .. } => rare(&column.name, levels, statistics),
        _ => None,
    });
    inputs.collect()
}

fn rare(name: &str, levels: &Labels, statistics: &ColumnStatistics) -> Option<String> {
    let counted = levels.iter().zip(&statistics.levels).filter(|(_, count)| (1..RARE).contains(*count));
    let named: Vec<String> = counted.map(|(level, count)| format!("{} ({count})", literal::label(level))).collect();
    let sentence = format!("column {name} lists levels that fewer than {RARE} rows of the training data have: ");
    (!named.is_empty()).then(|| sentence + &named.join(", "))
}
