//! `MiningModel`: ensembles of trees, the first tree that fits, and chains.

use super::super::malformed;
use super::answer::Answer;
use super::build::Build;
use super::fields::{Field, Missing, Number, Scope, Width, check_nested};
use super::model::{self, is_model, linked};
use super::tree::{Forest, Leaves, weight};
use super::xml::{Element, all, attribute, child, children, name, needed};
use super::{derive, predicate, unsupported};
use windowbox::Result;

const VOTES: &str = "equal votes answer the first class of the dictionary, not the one voted for first; \
                     a row that a tree cannot vote on is refused";

/// A segment: its predicate and its model.
type Segment<'a> = (Element<'a>, Element<'a>, Element<'a>);

pub fn lower(mining: Element<'_>, build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    let segmentation = needed(mining, "Segmentation")?;
    let segments = all(segmentation, "Segment").map(segment).collect::<Result<Vec<Segment<'_>>>>()?;
    if segments.is_empty() {
        return Err(malformed("<Segmentation> has no <Segment>"));
    }
    if segmentation.attribute("missingPredictionTreatment") == Some("skipSegment") {
        return Err(unsupported("missingPredictionTreatment=\"skipSegment\""));
    }
    let classes_of_trees = (mining.attribute("functionName") == Some("classification")).then_some(classes);
    match attribute(segmentation, "multipleModelMethod")? {
        "modelChain" => chain(&segments, build, scope, classes),
        "selectFirst" => first(&segments, build, scope, classes_of_trees),
        method => ensemble(&segments, method, build, scope, classes_of_trees),
    }
}

fn segment<'a>(segment: Element<'a>) -> Result<Segment<'a>> {
    let model = children(segment).find(is_model).ok_or_else(|| malformed("a segment has no model"))?;
    check_nested(model)?;
    Ok((segment, predicate::of(segment)?, model))
}

fn always(predicate: Element<'_>) -> Result<()> {
    match name(predicate) {
        "True" => Ok(()),
        _ => Err(unsupported("a segment that does not always take part")),
    }
}

/// A tree of an ensemble, with the fields that it derives for itself.
fn scoped(model: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Scope> {
    if name(model) != "TreeModel" || child(model, "Targets").is_some() {
        return Err(unsupported(format!("an ensemble of <{}>", name(model))));
    }
    let mut scope = scope.clone();
    derive::local(model, build, &mut scope)?;
    Ok(scope)
}

fn ensemble(
    segments: &[Segment<'_>],
    method: &str,
    build: &mut Build,
    scope: &Scope,
    classes: Option<&[String]>,
) -> Result<Answer> {
    let (leaves, weighted, mean) = match (method, classes) {
        ("sum", None) => (Leaves::Numbers, false, false),
        ("average", None) => (Leaves::Numbers, false, true),
        ("weightedAverage", None) => (Leaves::Numbers, true, true),
        ("average", Some(classes)) => (Leaves::Shares(classes), false, true),
        ("weightedAverage", Some(classes)) => (Leaves::Shares(classes), true, true),
        ("majorityVote", Some(classes)) => (Leaves::Votes(classes), false, true),
        ("weightedMajorityVote", Some(classes)) => (Leaves::Votes(classes), true, true),
        (other, _) => return Err(unsupported(format!("multipleModelMethod={other:?}"))),
    };
    if matches!(leaves, Leaves::Votes(_)) {
        build.notes.push(VOTES.to_owned());
    }
    let mut forest = Forest::new(leaves);
    for (segment, predicate, model) in segments {
        always(*predicate)?;
        let scope = scoped(*model, build, scope)?;
        forest.add(*model, &scope, if weighted { weight(*segment)? } else { 1.0 })?;
    }
    model::answer(forest, build, classes, mean)
}

fn first(segments: &[Segment<'_>], build: &mut Build, scope: &Scope, classes: Option<&[String]>) -> Result<Answer> {
    let mut parts = Vec::new();
    for (_, predicate, model) in segments {
        parts.push((*predicate, *model, scoped(*model, build, scope)?));
    }
    let mut forest = Forest::new(classes.map_or(Leaves::Numbers, Leaves::Alone));
    forest.add_first_of(&parts)?;
    model::answer(forest, build, classes, false)
}

/// Each model adds its output fields to what the next ones see; the last one answers.
fn chain(segments: &[Segment<'_>], build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    let mut scope = scope.clone();
    let mut last = None;
    for (_, predicate, model) in segments {
        always(*predicate)?;
        let answer = model::lower(*model, build, &scope, classes)?;
        outputs(*model, &answer, build, &mut scope)?;
        last = Some(answer);
    }
    last.ok_or_else(|| malformed("a chain of no models"))
}

fn outputs(model: Element<'_>, answer: &Answer, build: &mut Build, scope: &mut Scope) -> Result<()> {
    for output in child(model, "Output").into_iter().flat_map(|output| all(output, "OutputField")) {
        let title = attribute(output, "name")?;
        let field = match output.attribute("feature").unwrap_or("predictedValue") {
            "predictedValue" if answer.classes.is_none() => {
                // A result that is missing is NaN, and stays so.
                let slot = linked(answer, build);
                Ok(Field::Number(Number { slot, width: Width::Double, missing: Missing::Result }))
            }
            "transformedValue" => derive::derived(output, build, scope),
            other => Err(unsupported(format!("the output {other:?} in a chain"))),
        };
        scope
            .fields
            .insert(title.to_owned(), field.unwrap_or_else(|e| Field::Refused(e.at(format!("output {title}")))));
    }
    Ok(())
}
