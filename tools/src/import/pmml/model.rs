//! A model of any kind that is read, with what stands around it.

use super::super::malformed;
use super::answer::Answer;
use super::build::Build;
use super::derive;
use super::fields::{Missing, Number, Scope, Width};
use super::tree::{Forest, Leaves};
use super::xml::{Element, all, attribute, child, name};
use super::{cluster, general, intervals, mining, neural, regression, scorecard, svm, unsupported};
use windowbox::model::{Linear, Model};
use windowbox::pipeline::Decision;
use windowbox::preprocess::{Link, Step};
use windowbox::{Error, Result};

const MODELS: [&str; 8] = [
    "RegressionModel",
    "GeneralRegressionModel",
    "TreeModel",
    "MiningModel",
    "NeuralNetwork",
    "ClusteringModel",
    "SupportVectorMachineModel",
    "Scorecard",
];

/// Whether an element is a model, read or not.
pub fn is_model(element: &Element<'_>) -> bool {
    let name = name(*element);
    name.ends_with("Model") || matches!(name, "NeuralNetwork" | "Scorecard" | "RuleSet")
}

/// Lowers a model in the scope of the one around it.
pub fn lower(model: Element<'_>, build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    let mut scope = scope.clone();
    derive::local(model, build, &mut scope)?;
    let answer = body(model, build, &scope, classes).map_err(|e| e.at(name(model)))?;
    match child(model, "Targets") {
        Some(targets) if answer.classes.is_none() => rescaled(answer, targets, build),
        _ => Ok(answer),
    }
}

fn body(model: Element<'_>, build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    let kind = name(model);
    if !MODELS.contains(&kind) {
        return Err(Error::unsupported("unsupported-model", format!("<{kind}> is not read"))
            .hint(format!("models that are read: {}", MODELS.join(", "))));
    }
    if model.attribute("x-mathContext").is_some_and(|context| context == "float") {
        return Err(unsupported("x-mathContext=\"float\"").hint("save the model with its own library: save_model"));
    }
    if model.attribute("isScorable") == Some("false") {
        return Err(unsupported("a model that cannot be scored"));
    }
    let classified = match attribute(model, "functionName")? {
        "regression" => false,
        "classification" => true,
        "clustering" if kind == "ClusteringModel" => return cluster::lower(model, build, scope),
        other => return Err(unsupported(format!("the function {other:?}"))),
    };
    match kind {
        "RegressionModel" => regression::lower(model, build, scope, classes),
        "GeneralRegressionModel" => general::lower(model, build, scope, classes),
        "MiningModel" => mining::lower(model, build, scope, classes),
        "ClusteringModel" => Err(malformed("a clustering whose function is another")),
        "SupportVectorMachineModel" => svm::lower(model, build, scope, classes),
        "Scorecard" if classified => Err(malformed("a scorecard whose function is another")),
        "Scorecard" => scorecard::lower(model, build, scope),
        "NeuralNetwork" => neural::lower(model, build, scope, classes),
        _ => tree(model, build, scope, classified.then_some(classes)),
    }
}

fn tree(model: Element<'_>, build: &mut Build, scope: &Scope, classes: Option<&[String]>) -> Result<Answer> {
    let mut forest = Forest::new(classes.map_or(Leaves::Numbers, Leaves::Alone));
    forest.add(model, scope, 1.0)?;
    answer(forest, build, classes, false)
}

/// What an ensemble of trees answers.
pub fn answer(forest: Forest<'_>, build: &mut Build, classes: Option<&[String]>, mean: bool) -> Result<Answer> {
    if classes.is_some_and(|classes| classes.len() < 2) {
        return Err(malformed("the target has fewer than two values"));
    }
    let slots = forest.build(build, mean)?;
    Ok(Answer { slots, link: Link::Identity, classes: classes.map(|classes| (classes.to_vec(), None)) })
}

/// The slot of a number, its link applied.
pub fn linked(answer: &Answer, build: &mut Build) -> u32 {
    match answer.link {
        Link::Identity => answer.slots[0],
        link => build.step(Step::Link(link), answer.slots.clone(), 1),
    }
}

/// The slots of the probabilities, in the order of `classes`.
pub fn probabilities(answer: &Answer, build: &mut Build, classes: &[String]) -> Result<Vec<u32>> {
    let Some((named, decision)) = &answer.classes else { return Err(malformed("a number where a class is due")) };
    if matches!(decision, Some(Decision::Smallest)) {
        return Err(unsupported("clusters within another model"));
    }
    let count = answer.slots.len() as u32;
    let first = match answer.link {
        Link::Identity => None,
        link => Some(build.step(Step::Link(link), answer.slots.clone(), count)),
    };
    let mut slots = first.map_or_else(|| answer.slots.clone(), |first| (first..first + count).collect());
    if let [scored] = slots[..] {
        let other = build.model(Model::Linear(Linear::new(1, vec![-1.0], vec![1.0])), vec![scored], 1);
        slots = vec![other, scored];
    }
    let slot = |class: &String| named.iter().position(|name| name == class).map(|at| slots[at]);
    let found: Option<Vec<u32>> = classes.iter().map(slot).collect();
    found
        .filter(|found| found.len() == slots.len())
        .ok_or_else(|| malformed("a model has other classes than the target"))
}

/// The prediction as the target wants it.
fn rescaled(answer: Answer, targets: Element<'_>, build: &mut Build) -> Result<Answer> {
    let Some(target) = all(targets, "Target").next() else { return Ok(answer) };
    let slot = linked(&answer, build);
    let number = Number { slot, width: Width::Double, missing: Missing::Result };
    let number = intervals::targeted(target, number, build)?;
    Ok(Answer { slots: vec![number.slot], link: Link::Identity, classes: None })
}
