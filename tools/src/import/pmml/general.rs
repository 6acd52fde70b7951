//! `GeneralRegressionModel`: parameters, and the cells that say what they multiply.

use super::super::malformed;
use super::answer::{Answer, link_of_two};
use super::build::Build;
use super::design::Design;
use super::fields::{Category, Other, Scope};
use super::unsupported;
use super::xml::{Element, all, attribute, child, needed, number};
use std::collections::{HashMap, HashSet};
use windowbox::Result;
use windowbox::preprocess::Link;

pub fn lower(model: Element<'_>, build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    for offset in ["offsetVariable", "offsetValue", "trialsVariable", "trialsValue"] {
        if model.has_attribute(offset) {
            return Err(unsupported(offset));
        }
    }
    let link = link(model)?;
    let cells: Vec<Element<'_>> = all(needed(model, "ParamMatrix")?, "PCell").collect();
    let classes_named: HashSet<&str> = cells.iter().filter_map(|cell| cell.attribute("targetCategory")).collect();
    let slots = design(model, &cells, build, scope)?;
    if model.attribute("functionName") == Some("regression") {
        return Ok(Answer { slots, link, classes: None });
    }
    let mut named = classes_named.into_iter();
    let (Some(class), None) = (named.next(), named.next()) else {
        return Err(unsupported("a general regression of more than two classes"));
    };
    match (classes, link) {
        (_, Link::Exp) => Err(unsupported("the link \"log\" of a classification")),
        ([a, b], link) if class == a || class == b => {
            let other = if class == a { b } else { a };
            Ok(link_of_two(slots, link, class, other, classes))
        }
        _ => Err(malformed("the target has not two values of which one is modelled")),
    }
}

/// The inverse of the link function.
fn link(model: Element<'_>) -> Result<Link> {
    let name = match attribute(model, "modelType")? {
        "generalLinear" | "regression" => "identity",
        "generalizedLinear" => model.attribute("linkFunction").unwrap_or("identity"),
        other => return Err(unsupported(format!("a general regression of the type {other:?}"))),
    };
    match name {
        "identity" => Ok(Link::Identity),
        "log" => Ok(Link::Exp),
        "logit" => Ok(Link::Sigmoid),
        other => Err(unsupported(format!("the link {other:?}"))),
    }
}

fn design(model: Element<'_>, cells: &[Element<'_>], build: &mut Build, scope: &Scope) -> Result<Vec<u32>> {
    let factors: HashSet<&str> = match child(model, "FactorList") {
        Some(list) => all(list, "Predictor").filter_map(|p| p.attribute("name")).collect(),
        None => HashSet::new(),
    };
    let mut predictors: HashMap<&str, Vec<Element<'_>>> = HashMap::new();
    for cell in child(model, "PPMatrix").into_iter().flat_map(|matrix| all(matrix, "PPCell")) {
        predictors.entry(attribute(cell, "parameterName")?).or_default().push(cell);
    }
    let mut design = Design::default();
    design.table(0.0);
    for cell in cells {
        let beta = number(*cell, "beta")?;
        match predictors.get(attribute(*cell, "parameterName")?).map(Vec::as_slice) {
            None => design.intercept(beta),
            Some([one]) => term(*one, beta, &factors, (&mut design, &mut *build), scope)?,
            Some(_) => return Err(unsupported("a parameter that multiplies predictors")),
        }
    }
    design.build(build)
}

fn term(
    cell: Element<'_>,
    beta: f64,
    factors: &HashSet<&str>,
    (design, build): (&mut Design, &mut Build),
    scope: &Scope,
) -> Result<()> {
    let (predictor, value) = (attribute(cell, "predictorName")?, attribute(cell, "value")?);
    if factors.contains(predictor) {
        let category = scope.category(predictor)?;
        present(build, category);
        return design.level(build, category, value, beta);
    }
    match value.trim().parse() {
        Ok(1.0) => design.number(build, scope.number(predictor)?, beta),
        _ => Err(unsupported("a covariate to another power than 1")),
    }
}

/// Unlike in a `RegressionModel`, a missing factor leaves no result.
fn present(build: &mut Build, category: &Category) {
    if category.missing {
        build.require(category.column);
    }
    if category.other == Other::Missing {
        build.require_known(category.column);
    }
}
