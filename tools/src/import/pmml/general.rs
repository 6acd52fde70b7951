//! `GeneralRegressionModel`: parameters, and the cells that say what they multiply.

use super::super::malformed;
use super::answer::{Answer, link_of_two};
use super::build::Build;
use super::design::Design;
use super::fields::{Category, Other, Scope};
use super::xml::{Element, all, attribute, child, finite, needed, number, number_or};
use super::{derive, links, numbers, unsupported};
use std::collections::{HashMap, HashSet};
use windowbox::Result;
use windowbox::preprocess::Link;

pub fn lower(model: Element<'_>, build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    for trials in ["trialsVariable", "trialsValue"] {
        if model.has_attribute(trials) {
            return Err(unsupported(trials));
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
    match classes {
        [a, b] if class == a || class == b => {
            let other = if class == a { b } else { a };
            let (slots, link) = links::settled(link, slots, build);
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
        "logc" => Ok(Link::LogComplement),
        "power" => Ok(links::power(number(model, "linkParameter")?)),
        other => links::inverse(other).ok_or_else(|| unsupported(format!("the link {other:?}"))),
    }
}

fn design(model: Element<'_>, cells: &[Element<'_>], build: &mut Build, scope: &Scope) -> Result<Vec<u32>> {
    let factors: HashSet<&str> = match child(model, "FactorList") {
        Some(list) if list.descendants().any(|e| e.has_tag_name("Matrix")) => {
            return Err(unsupported("a factor with a matrix of contrasts"));
        }
        Some(list) => all(list, "Predictor").filter_map(|p| p.attribute("name")).collect(),
        None => HashSet::new(),
    };
    let mut predictors: HashMap<&str, Vec<Element<'_>>> = HashMap::new();
    for cell in child(model, "PPMatrix").into_iter().flat_map(|matrix| all(matrix, "PPCell")) {
        predictors.entry(attribute(cell, "parameterName")?).or_default().push(cell);
    }
    let mut design = Design::default();
    design.table(number_or(model, "offsetValue", 0.0)?);
    if let Some(offset) = model.attribute("offsetVariable") {
        design.number(build, scope.number(offset)?, 1.0);
    }
    for cell in cells {
        let beta = number(*cell, "beta")?;
        let named = predictors.get(attribute(*cell, "parameterName")?).map(Vec::as_slice).unwrap_or_default();
        parameter(named, beta, &factors, (&mut design, &mut *build), scope)?;
    }
    design.build(build)
}

/// What a parameter is multiplied with: nothing, a level, or a product.
fn parameter(
    cells: &[Element<'_>],
    beta: f64,
    factors: &HashSet<&str>,
    (design, build): (&mut Design, &mut Build),
    scope: &Scope,
) -> Result<()> {
    let mut product = Vec::new();
    for cell in cells {
        let (predictor, value) = (attribute(*cell, "predictorName")?, attribute(*cell, "value")?);
        if !factors.contains(predictor) {
            product.extend(numbers::power(build, scope.number(predictor)?, finite(value)?));
            continue;
        }
        let category = scope.category(predictor)?;
        present(design, build, category);
        match (cells.len(), design.indicator(build, category, value)?) {
            (1, _) => return design.level(build, category, value, beta),
            (_, Some(indicator)) => product.push(indicator),
            // No row has this level, so the product is 0 wherever it is known.
            (_, None) => product.push(numbers::constant(build, 0.0)),
        }
    }
    design.product(build, &product, beta);
    Ok(())
}

/// Unlike in a `RegressionModel`, a missing factor leaves no result.
fn present(design: &mut Design, build: &mut Build, category: &Category) {
    if !category.missing && category.other != Other::Missing {
        return;
    }
    if build.conditional {
        let unseen = if category.other == Other::Missing { f64::NAN } else { 0.0 };
        let zero = derive::encoded(category, vec![0.0; category.levels.len()], f64::NAN, unseen, build);
        return design.number(build, &zero, 1.0);
    }
    if category.missing {
        build.require(category.column);
    }
    if category.other == Other::Missing {
        build.require_known(category.column);
    }
}
