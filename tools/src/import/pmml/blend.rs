//! Ensembles of any models, each taking part where its predicate is true: the models
//! run in every row, and what they say is put together by functions.

use super::super::malformed;
use super::answer::Answer;
use super::build::Build;
use super::fields::{Missing, Number, Scope, Width};
use super::mining::Segment;
use super::numbers::{call, choose, constant, known, product, reduce};
use super::tree::{Forest, Leaves, weight};
use super::xml::name;
use super::{model, unsupported};
use windowbox::Result;
use windowbox::preprocess::Link;
use windowbox::preprocess::arithmetic::Function;
use windowbox::preprocess::reduce::Reduction;

const EQUAL: &str = "equal probabilities answer the first class of the dictionary, not of the first model";

/// A segment: whether it takes part, if that is open, and its value or probabilities.
struct Member {
    part: Option<Number>,
    values: Vec<Number>,
    weight: f64,
}

/// The first whose predicate is true.
pub fn first(segments: &[Segment<'_>], build: &mut Build, scope: &Scope, classes: Option<&[String]>) -> Result<Answer> {
    let members = members(segments, true, false, build, scope, classes)?;
    let width = members[0].values.len();
    let chosen = |build: &mut Build, k: usize| {
        members.iter().rev().fold(None, |rest: Option<Number>, member| {
            let Some(part) = &member.part else { return Some(member.values[k].clone()) };
            let choice: Vec<Number> = [part.clone(), member.values[k].clone()].into_iter().chain(rest).collect();
            Some(choose(build, &choice))
        })
    };
    let values: Vec<Number> = (0..width).filter_map(|k| chosen(build, k)).collect();
    Ok(answer(&values, build, classes))
}

/// The sum, the mean or whatever of all.
pub fn all(
    segments: &[Segment<'_>],
    (method, skips): (&str, bool),
    build: &mut Build,
    scope: &Scope,
    classes: Option<&[String]>,
) -> Result<Answer> {
    let (reduction, weighted) = match (method, classes) {
        ("sum", None) => (Reduction::Sum, false),
        ("weightedSum" | "x-weightedSum", None) => (Reduction::Sum, true),
        ("median", None) => (Reduction::Median, false),
        ("max", None) => (Reduction::Most, false),
        ("average", _) => (Reduction::Mean, false),
        ("weightedAverage", _) => (Reduction::Mean, true),
        (other, None) => return Err(unsupported(format!("multipleModelMethod={other:?}"))),
        (other, Some(_)) => {
            return Err(unsupported(format!("multipleModelMethod={other:?} of classifiers other than trees")));
        }
    };
    let members = members(segments, skips, weighted, build, scope, classes)?;
    if classes.is_some() {
        build.notes.push(EQUAL.to_owned());
    }
    let width = members[0].values.len();
    let blend = |k: usize| together(&members, k, reduction, (weighted, skips), build);
    let values: Vec<Number> = (0..width).map(blend).collect();
    Ok(answer(&values, build, classes))
}

fn answer(values: &[Number], build: &mut Build, classes: Option<&[String]>) -> Answer {
    let slots = values.iter().map(|value| known(build, value).slot).collect();
    Answer { slots, link: Link::Identity, classes: classes.map(|classes| (classes.to_vec(), None)) }
}

/// `skips`: whether a row may lack a cell that a segment needs, and have an answer.
fn members(
    segments: &[Segment<'_>],
    skips: bool,
    weighted: bool,
    build: &mut Build,
    scope: &Scope,
    classes: Option<&[String]>,
) -> Result<Vec<Member>> {
    let outer = build.conditional;
    let one = |segment: &Segment<'_>, build: &mut Build| {
        let always = name(segment.1) == "True";
        build.conditional = outer || skips || !always;
        let part = if always { None } else { Some(taking_part(segment, build, scope)?) };
        let answer = model::lower(segment.2, build, scope, classes.unwrap_or_default())?;
        let slots = match classes {
            Some(classes) => model::probabilities(&answer, build, classes)?,
            None => vec![model::linked(&answer, build)],
        };
        let number = |slot| Number { slot, width: Width::Double, missing: Missing::Result };
        let weight = if weighted { weight(segment.0)? } else { 1.0 };
        Ok(Member { part, values: slots.into_iter().map(number).collect(), weight })
    };
    let members = segments.iter().map(|segment| one(segment, build)).collect::<Result<Vec<Member>>>();
    build.conditional = outer;
    let members = members?;
    match members.iter().all(|member| member.values.len() == members[0].values.len()) {
        true => Ok(members),
        false => Err(malformed("the models of an ensemble answer different classes")),
    }
}

/// 1 where a segment's predicate is true, else 0: a tree that asks it.
fn taking_part(segment: &Segment<'_>, build: &mut Build, scope: &Scope) -> Result<Number> {
    let mut forest = Forest::new(Leaves::Numbers);
    forest.add_truth(segment.1, scope)?;
    let slot = forest.build(build, false)?[0];
    Ok(Number { slot, width: Width::Double, missing: Missing::Never })
}

/// Value or class `k` of all members.
fn together(
    members: &[Member],
    k: usize,
    reduction: Reduction,
    (weighted, skips): (bool, bool),
    build: &mut Build,
) -> Number {
    let (mut taken, mut weights, mut needed) = (Vec::new(), Vec::new(), Vec::new());
    for member in members {
        let value = member.values[k].clone();
        let mut one = member.part.as_ref().map_or(value.clone(), |part| choose(build, &[part.clone(), value.clone()]));
        if weighted {
            let (weight, zero) = (constant(build, member.weight), constant(build, 0.0));
            let lacks = call(build, Function::Missing, std::slice::from_ref(&one));
            weights.push(choose(build, &[lacks, zero, weight.clone()]));
            one = product(build, &[one, weight]);
        }
        taken.push(one);
        needed.push(match &member.part {
            Some(part) => {
                let zero = constant(build, 0.0);
                choose(build, &[part.clone(), value, zero])
            }
            None => value,
        });
    }
    let whole = match (weighted, reduction) {
        (true, Reduction::Mean) => {
            let (sum, weights) = (reduce(build, Reduction::Sum, &taken), reduce(build, Reduction::Sum, &weights));
            call(build, Function::Divide, &[sum, weights])
        }
        _ => reduce(build, reduction, &taken),
    };
    if skips { whole } else { unless_missing(&needed, whole, build) }
}

/// Missing where one of those that take part is.
fn unless_missing(needed: &[Number], whole: Number, build: &mut Build) -> Number {
    let lacks: Vec<Number> =
        needed.iter().map(|value| call(build, Function::Missing, std::slice::from_ref(value))).collect();
    let lacks = reduce(build, Reduction::Any, &lacks);
    let there = call(build, Function::Not, &[lacks]);
    choose(build, &[there, whole])
}
