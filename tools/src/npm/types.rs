//! The package's TypeScript declarations: the row and the answer from the schema, then
//! the door, which is the same for all models.

use super::escape::{comment, key, string, value};
use super::literal;
use windowbox::data::{Column, Kind, Label, Labels};
use windowbox::pipeline::ColumnStatistics;
use windowbox::{Pipeline, Target, Task};

/// A reference to a library counts only above everything else.
const HEAD: &str = "/// <reference lib=\"esnext.disposable\" />\n\
    // Made by `windowbox pack` from the model's schema.\n\n";

/// What every package has, in terms of `Row`, `Label`, `Probabilities`, `Margin`.
const DOOR: &str = include_str!("door.d.ts");

/// Longer lists of levels are not written out: editors show none of them, and the
/// compiler has limits of its own.
const LEVEL_LIMIT: usize = 1000;

/// The text of `index.d.ts`, and of `index.d.cts`.
pub fn declarations(pipeline: &Pipeline) -> String {
    let mut text = String::from(HEAD);
    text += "/** A row: the columns that the model reads. */\nexport interface Row {\n";
    let statistics = &pipeline.statistics.columns;
    for (c, column) in pipeline.schema.columns.iter().enumerate() {
        text += &field(column, statistics.get(c));
    }
    text += "}\n\n";
    text += &answer(&pipeline.output.targets);
    text + DOOR
}

fn field(column: &Column, statistics: Option<&ColumnStatistics>) -> String {
    let (mark, missing) = if column.missing { ("?", " | null | undefined") } else { ("", "") };
    let (doc, name, kind) = (describe(column, statistics), key(&column.name), type_of(&column.kind));
    format!("  /** {doc} */\n  {name}{mark}: {kind}{missing};\n")
}

/// Label, unit, range and sentence of a column, for its comment.
fn describe(column: &Column, statistics: Option<&ColumnStatistics>) -> String {
    let mut words = comment(column.title());
    if !column.unit.is_empty() {
        words += &format!(", in {}", comment(&column.unit));
    }
    if let Some((min, max)) = statistics.and_then(|s| s.min.zip(s.max)) {
        words += &format!("; {} to {} in training", literal::number(min), literal::number(max));
    }
    if column.missing {
        words += "; may be missing";
    }
    match column.description.is_empty() {
        true => words + ".",
        false => format!("{words}. {}", comment(&column.description)),
    }
}

fn type_of(kind: &Kind) -> String {
    match kind {
        Kind::Numeric { .. } => "number".into(),
        Kind::Boolean => "boolean".into(),
        Kind::Text => "string".into(),
        Kind::Categorical { levels, .. } => union(levels),
    }
}

fn union(labels: &Labels) -> String {
    match labels {
        labels if labels.len() <= LEVEL_LIMIT => labels.iter().map(label).collect::<Vec<_>>().join(" | "),
        Labels::String(_) => "string".into(),
        Labels::Number(_) => "number".into(),
        Labels::Boolean(_) => "boolean".into(),
    }
}

fn label(label: Label<'_>) -> String {
    value(&literal::label(label))
}

fn answer(targets: &[Target]) -> String {
    let classes = targets.iter().any(|target| target.labels().is_some());
    let probabilities = if classes { each(targets, probabilities) } else { "never".into() };
    let names: Vec<String> = targets.iter().map(|target| comment(title(target))).collect();
    format!(
        "/** What the model answers: {}. */\nexport type Label = {};\n\n\
         /** The probability of each class. */\nexport type Probabilities = {probabilities};\n\n\
         /** What the link function makes the answer of. */\nexport type Margin = {};\n\n\
         /** Classes as whole numbers, values as doubles. */\nexport type Codes = {};\n\n\
         /** The class of each code. */\nexport type Classes = {};\n\n",
        names.join(", "),
        each(targets, |target| target.labels().map_or("number".into(), union)),
        each(targets, |target| if target.slots.len() == 1 { "number".into() } else { "number[]".into() }),
        each(targets, |target| if target.labels().is_some() { "Int32Array".into() } else { "Float64Array".into() }),
        if classes { each(targets, classes_of) } else { "never".into() },
    )
}

fn title(target: &Target) -> &str {
    if target.label.is_empty() { &target.name } else { &target.label }
}

/// One type for the only target, or a list of one each.
fn each(targets: &[Target], type_of: impl Fn(&Target) -> String) -> String {
    match targets {
        [target] => type_of(target),
        targets => format!("[{}]", targets.iter().map(type_of).collect::<Vec<_>>().join(", ")),
    }
}

fn probabilities(target: &Target) -> String {
    let Task::Classification { classes, .. } = &target.task else { return "null".into() };
    let names = classes.iter().map(|class| string(&literal::text(&literal::label(class))));
    match classes.len() {
        0..=LEVEL_LIMIT => format!("Record<{}, number>", names.collect::<Vec<_>>().join(" | ")),
        _ => "Record<string, number>".into(),
    }
}

fn classes_of(target: &Target) -> String {
    target.labels().map_or("null".into(), |classes| format!("({})[]", union(classes)))
}
