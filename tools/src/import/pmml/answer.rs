//! What a file answers: its first model's value or classes.

use super::super::{Imported, Source, malformed};
use super::build::Build;
use super::fields::{self, Missing, Number, Scope, Target as Wanted, Width};
use super::model::{self, is_model};
use super::xml::{Element, all, attribute, child, children, name};
use super::{dates, derive, mining, numbers};
use windowbox::pipeline::{Decision, Task};
use windowbox::preprocess::Link;
use windowbox::preprocess::reduce::Reduction;
use windowbox::{Output, Pipeline, Result, Target};

/// The slots of a model's result, and what makes an answer of them.
pub struct Answer {
    pub slots: Vec<u32>,
    pub link: Link,
    /// The classes, with one slot the second is scored; and how one is chosen, where that
    /// is not as usual.
    pub classes: Option<(Vec<String>, Option<Decision>)>,
}

/// Two classes of which the first is scored. Of two that are equally probable the first
/// in `order` is answered.
pub fn link_of_two(slots: Vec<u32>, link: Link, scored: &str, other: &str, order: &[String]) -> Answer {
    let scored_first = order.first().is_some_and(|first| first == scored);
    let decision = Decision::Above { positive: if scored_first { 0 } else { 1 }, threshold: 0.5 };
    Answer { slots, link, classes: Some((vec![other.to_owned(), scored.to_owned()], Some(decision))) }
}

pub fn import(root: Element<'_>) -> Result<Imported> {
    let model = children(root).find(is_model).ok_or_else(|| malformed("<PMML> has no model"))?;
    let wanted = fields::target(root, model)?;
    let (mut build, mut scope) = fields::read(root, model)?;
    derive::block(child(root, "TransformationDictionary"), &mut build, &mut scope)?;
    let answer = model::lower(model, &mut build, &scope, &wanted.classes)?;
    let computed = computed(model, &answer, &mut build, scope)?;
    let mut targets = vec![target(answer, &wanted)?];
    targets.extend(computed);
    for target in &mut targets {
        target.slots = target.slots.iter().map(|slot| validated(*slot, &mut build)).collect();
    }
    dates::note(&mut build);
    let unknown = std::mem::take(&mut build.notes);
    let (schema, nodes) = build.schema();
    let source = Some(source(root, model));
    Ok(Imported { pipeline: Pipeline::new(schema, nodes, Output { targets }), source, unknown })
}

/// What is computed of the prediction, as further targets: it may be what people want.
fn computed(model: Element<'_>, answer: &Answer, build: &mut Build, mut scope: Scope) -> Result<Vec<Target>> {
    let outputs = child(model, "Output").into_iter().flat_map(|output| all(output, "OutputField"));
    let is_final = |output: &Element<'_>| output.attribute("isFinalResult") != Some("false");
    let mut computed = outputs.filter(is_final).filter(|o| is_computed(*o)).peekable();
    if computed.peek().is_some() {
        mining::outputs(model, answer, build, &mut scope)?;
    }
    let one = |output: Element<'_>| {
        let name = attribute(output, "name")?;
        let number = numbers::known(build, scope.number(name)?);
        Ok(Target::regression(name, numbers::held(build, &number).slot))
    };
    computed.map(one).collect()
}

fn is_computed(output: Element<'_>) -> bool {
    matches!(output.attribute("feature"), Some("transformedValue" | "decision"))
}

/// A row with an invalid cell has no answer.
fn validated(slot: u32, build: &mut Build) -> u32 {
    if build.valid.is_empty() {
        return slot;
    }
    let number = |slot| Number { slot, width: Width::Double, missing: Missing::Never };
    let checks: Vec<Number> = build.valid.iter().copied().map(number).collect();
    let valid = numbers::reduce(build, Reduction::All, &checks);
    let result = numbers::choose(build, &[valid, number(slot)]);
    numbers::known(build, &result).slot
}

fn source(root: Element<'_>, model: Element<'_>) -> Source {
    let application = child(root, "Header").and_then(|header| child(header, "Application"));
    let said = |key: &str| application.and_then(|a| a.attribute(key)).unwrap_or_default().trim().to_owned();
    let objective = name(model).to_owned();
    Source { format: "PMML", writer: said("name"), version: said("version"), objective, ..Source::default() }
}

fn target(answer: Answer, wanted: &Wanted<'_>) -> Result<Target> {
    let clusters = matches!(answer.classes, Some((_, Some(Decision::Smallest))));
    let name = wanted.name.unwrap_or(if clusters { "cluster" } else { "prediction" });
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
