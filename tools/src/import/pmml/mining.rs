//! `MiningModel`: ensembles of trees, the first tree that fits, and chains. What else
//! is put together stands in `blend.rs`.

use super::super::malformed;
use super::answer::Answer;
use super::build::Build;
use super::fields::{Field, Missing, Number, Scope, Width, check_nested};
use super::model::{self, is_model};
use super::tree::{Forest, Leaves, weight};
use super::xml::{Element, all, attribute, child, children, name, needed, number_or};
use super::{blend, derive, predicate, unsupported};
use windowbox::Result;

const VOTES: &str = "equal votes answer the first class of the dictionary, not the one voted for first; \
                     a row that a tree cannot vote on is refused";

/// A segment: its predicate and its model.
pub type Segment<'a> = (Element<'a>, Element<'a>, Element<'a>);

pub fn lower(mining: Element<'_>, build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    let segmentation = needed(mining, "Segmentation")?;
    let segments = all(segmentation, "Segment").map(segment).collect::<Result<Vec<Segment<'_>>>>()?;
    if segments.is_empty() {
        return Err(malformed("<Segmentation> has no <Segment>"));
    }
    let skips = match segmentation.attribute("missingPredictionTreatment") {
        None | Some("continue" | "returnMissing") => false,
        Some("skipSegment") => true,
        Some(other) => return Err(malformed(format!("missingPredictionTreatment is {other:?}"))),
    };
    if number_or(segmentation, "missingThreshold", 1.0)? != 1.0 {
        return Err(unsupported("missingThreshold"));
    }
    let classified = (mining.attribute("functionName") == Some("classification")).then_some(classes);
    let method = attribute(segmentation, "multipleModelMethod")?;
    let trees = segments.iter().all(is_tree);
    match method {
        "modelChain" => chain(&segments, build, scope, classes),
        "selectFirst" if trees => first(&segments, build, scope, classified),
        "selectFirst" => blend::first(&segments, build, scope, classified),
        method if trees && !skips && segments.iter().all(always) && plain(method, classified) => {
            ensemble(&segments, method, build, scope, classified)
        }
        method => blend::all(&segments, (method, skips), build, scope, classified),
    }
}

/// Whether an ensemble of trees is one of ours.
fn plain(method: &str, classes: Option<&[String]>) -> bool {
    let votes = classes.is_some() && matches!(method, "majorityVote" | "weightedMajorityVote");
    votes || matches!(method, "average" | "weightedAverage") || method == "sum" && classes.is_none()
}

fn is_tree(segment: &Segment<'_>) -> bool {
    name(segment.2) == "TreeModel" && child(segment.2, "Targets").is_none()
}

fn segment<'a>(segment: Element<'a>) -> Result<Segment<'a>> {
    let model = children(segment).find(is_model).ok_or_else(|| malformed("a segment has no model"))?;
    check_nested(model)?;
    Ok((segment, predicate::of(segment)?, model))
}

fn always(segment: &Segment<'_>) -> bool {
    name(segment.1) == "True"
}

/// A tree of an ensemble, with the fields that it derives for itself.
fn scoped(model: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Scope> {
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
    for (segment, _, model) in segments {
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
    for segment @ (_, _, model) in segments {
        if !always(segment) {
            return Err(unsupported("a link of a chain that does not always take part"));
        }
        let answer = model::lower(*model, build, &scope, classes)?;
        outputs(*model, &answer, build, &mut scope)?;
        last = Some(answer);
    }
    last.ok_or_else(|| malformed("a chain of no models"))
}

/// Adds the output fields of a model to what comes behind it.
pub fn outputs(model: Element<'_>, answer: &Answer, build: &mut Build, scope: &mut Scope) -> Result<()> {
    for output in child(model, "Output").into_iter().flat_map(|output| all(output, "OutputField")) {
        let title = attribute(output, "name")?;
        let field = self::output(output, answer, build, scope);
        scope
            .fields
            .insert(title.to_owned(), field.unwrap_or_else(|e| Field::Refused(e.at(format!("output {title}")))));
    }
    Ok(())
}

/// A result that is missing is NaN, and stays so.
fn output(output: Element<'_>, answer: &Answer, build: &mut Build, scope: &Scope) -> Result<Field> {
    let result = |slot| Ok(Field::Number(Number { slot, width: Width::Double, missing: Missing::Result }));
    match (output.attribute("feature").unwrap_or("predictedValue"), &answer.classes) {
        ("predictedValue", None) => result(model::linked(answer, build)),
        ("probability", Some((classes, _))) => {
            let value = attribute(output, "value")?;
            let k = classes.iter().position(|class| class == value);
            let k = k.ok_or_else(|| malformed(format!("the probability of {value:?}, which is no class")))?;
            result(model::probabilities(answer, build, classes)?[k])
        }
        ("transformedValue", _) => derive::derived(output, build, scope),
        (other, _) => Err(unsupported(format!("the output {other:?} of such a model"))),
    }
}
