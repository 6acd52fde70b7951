//! What a file answers: its first model's value or classes.

use super::super::{Imported, malformed};
use super::fields::{self, Target as Wanted};
use super::model::{self, is_model};
use super::xml::{Element, all, attribute, child, children, name};
use super::{derive, unsupported};
use windowbox::pipeline::{Decision, Task};
use windowbox::preprocess::Link;
use windowbox::{Output, Pipeline, Result, Target};

/// The slots of a model's result, and what makes an answer of them.
pub struct Answer {
    pub slots: Vec<u32>,
    pub link: Link,
    /// The classes, with one slot the second is scored; and how one is chosen, where that
    /// is not as usual.
    pub classes: Option<(Vec<String>, Option<Decision>)>,
}

/// Two classes of which the first is scored. Of two that are equally probable the
/// target's first value is answered.
pub fn link_of_two(slots: Vec<u32>, link: Link, scored: &str, other: &str, order: &[String]) -> Answer {
    let scored_first = order.first().is_some_and(|first| first == scored);
    let decision = Decision::Above { positive: if scored_first { 0 } else { 1 }, threshold: 0.5 };
    Answer { slots, link, classes: Some((vec![other.to_owned(), scored.to_owned()], Some(decision))) }
}

pub fn import(root: Element<'_>) -> Result<Imported> {
    let model = children(root).find(is_model).ok_or_else(|| malformed("<PMML> has no model"))?;
    check_outputs(model)?;
    let wanted = fields::target(root, model)?;
    let (mut build, mut scope) = fields::read(root, model)?;
    derive::block(child(root, "TransformationDictionary"), &mut build, &mut scope)?;
    let answer = model::lower(model, &mut build, &scope, &wanted.classes)?;
    let target = target(answer, &wanted)?;
    let unknown = std::mem::take(&mut build.notes);
    let (schema, nodes) = build.schema();
    let found = found(root, model, schema.columns.len());
    Ok(Imported { pipeline: Pipeline::new(schema, nodes, Output::one(target)), found, unknown })
}

/// What is computed from the prediction would be lost, and may be what people want.
fn check_outputs(model: Element<'_>) -> Result<()> {
    let outputs = child(model, "Output").into_iter().flat_map(|output| all(output, "OutputField"));
    let mut lost = outputs.filter(|o| matches!(o.attribute("feature"), Some("transformedValue" | "decision")));
    match lost.find(|output| output.attribute("isFinalResult") != Some("false")) {
        None => Ok(()),
        Some(output) => Err(unsupported(format!("the output {:?}, which is computed", attribute(output, "name")?))),
    }
}

fn found(root: Element<'_>, model: Element<'_>, columns: usize) -> String {
    let application = child(root, "Header").and_then(|header| child(header, "Application"));
    let said = |key: &str| application.and_then(|a| a.attribute(key)).unwrap_or_default().to_owned();
    let source = format!("{} {}", said("name"), said("version"));
    let from = if source.trim().is_empty() { String::new() } else { format!(" of {}", source.trim()) };
    let version = root.attribute("version").unwrap_or_default();
    format!("PMML {version}{from}, {}, {columns} columns", name(model))
}

fn target(answer: Answer, wanted: &Wanted<'_>) -> Result<Target> {
    let name = wanted.name.unwrap_or("prediction");
    let Some((classes, decision)) = answer.classes else {
        return Ok(Target { link: answer.link, ..Target::regression(name, answer.slots[0]) });
    };
    let labels = fields::labels(classes, wanted.numeric, wanted.boolean)?;
    let mut target = Target::classes(name, labels, answer.slots, answer.link);
    if let (Some(said), Task::Classification { decision, .. }) = (decision, &mut target.task) {
        *decision = said;
    }
    Ok(target)
}
