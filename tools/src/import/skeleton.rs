//! The beginning of a sidecar for one model: what it knows is filled in, what it does
//! not know is there to be replaced.

use super::Imported;
use serde_json::{Value, json};
use windowbox::data::{Column, Kind, Label, Labels};

/// With more columns than this a sidecar is better written by a program.
const COLUMN_LIMIT: usize = 60;

/// Note: the levels of a column are not in the file.
pub fn unknown_levels(column: &str) -> String {
    format!("the levels of {column}: it takes their codes as numbers")
}

/// Note: the classes are not in the file.
pub fn unknown_classes(count: usize) -> String {
    format!("the {count} class labels: the classes are called 0 to {}", count - 1)
}

/// Note: what inputs are rounded to is not in the file.
pub fn unknown_cast(guess: &str) -> String {
    format!("input_cast: inputs are taken as {guess}, by the look of the nodes")
}

/// Note: treelite writes one loss of scikit-learn wrong. No sidecar can say it.
pub const UNKNOWN_LOSS: &str = "whether loss=\"exponential\" trained it: its probabilities are then wrong in the file, \
                                which --check shows";

/// A sidecar to paste, where one could say more; none where the file knows everything.
pub fn skeleton(imported: &Imported) -> Option<String> {
    let unknown = |note: &str| imported.unknown.iter().any(|unknown| unknown == note);
    if imported.unknown.iter().all(|unknown| unknown == UNKNOWN_LOSS) {
        return None;
    }
    let mut parts = vec![features(imported)];
    let target = imported.pipeline.output.targets.first();
    if let Some(classes) = target.and_then(|t| t.labels()).filter(|classes| unknown(&unknown_classes(classes.len()))) {
        let name = target.map_or("", |t| &t.name);
        parts.push(format!("\"target\": {}", json!({"name": name, "classes": values(classes)})));
    }
    let cast = ["f32", "f64"].into_iter().find(|cast| unknown(&unknown_cast(cast)));
    parts.extend(cast.map(|cast| format!("\"input_cast\": {}", json!(cast))));
    Some(format!("{{{}}}\n", parts.join(",\n ")))
}

fn features(imported: &Imported) -> String {
    let columns = &imported.pipeline.schema.columns;
    // An empty list says nothing.
    if columns.len() > COLUMN_LIMIT {
        return "\"features\": []".to_owned();
    }
    let features = columns.iter().map(|column| {
        let levels_unknown = imported.unknown.contains(&unknown_levels(&column.name));
        feature(column, levels_unknown).to_string()
    });
    format!("\"features\": [\n  {}]", features.collect::<Vec<_>>().join(",\n  "))
}

fn feature(column: &Column, levels_unknown: bool) -> Value {
    let name = &column.name;
    match &column.kind {
        _ if levels_unknown => {
            json!({"name": name, "type": "categorical", "categories": ["the level of code 0", "the level of code 1"]})
        }
        Kind::Categorical { levels, .. } => {
            json!({"name": name, "type": "categorical", "categories": values(levels)})
        }
        Kind::Boolean => json!({"name": name, "type": "boolean"}),
        Kind::Numeric { .. } | Kind::Text => json!({"name": name, "type": "numeric"}),
    }
}

/// Labels as people write them: 1, not 1.0.
fn values(labels: &Labels) -> Vec<Value> {
    let value = |label| match label {
        Label::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => json!(number as i64),
        other => json!(other),
    };
    labels.iter().map(value).collect()
}
