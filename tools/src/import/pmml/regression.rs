//! `RegressionModel`: a table of coefficients for each output.

use super::super::malformed;
use super::answer::{Answer, link_of_two};
use super::build::Build;
use super::design::Design;
use super::fields::{Number, Scope};
use super::xml::{Element, all, attribute, children, name, number, number_or};
use super::{links, numbers, unsupported};
use windowbox::Result;
use windowbox::preprocess::{Link, Step};

pub fn lower(model: Element<'_>, build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    let norm = model.attribute("normalizationMethod").unwrap_or("none");
    let mut tables: Vec<Element<'_>> = all(model, "RegressionTable").collect();
    if model.attribute("functionName") == Some("regression") {
        let [table] = tables[..] else { return Err(malformed("a regression has one table")) };
        let slots = design(&[table], build, scope)?;
        return Ok(Answer { slots, link: value_link(norm)?, classes: None });
    }
    let class = |table: &Element<'_>| attribute(*table, "targetCategory").map(str::to_owned);
    let mut named = tables.iter().map(class).collect::<Result<Vec<String>>>()?;
    if let ([first, second], Some(link)) = (&named[..], two_link(norm)) {
        let slots = design(&tables[..1], build, scope)?;
        return Ok(link_of_two(slots, link, first, second, &named));
    }
    // The first of equals is the first of the target's values.
    let place = |class: &String| classes.iter().position(|c| c == class).unwrap_or(usize::MAX);
    tables.sort_by_key(|table| class(table).map_or(usize::MAX, |class| place(&class)));
    named.sort_by_key(place);
    let slots = design(&tables, build, scope)?;
    let (slots, link) = match norm {
        "softmax" => (slots, Link::Softmax),
        "none" => (slots, Link::Identity),
        "simplemax" => (slots, Link::Shares),
        "logit" => (sigmoids(slots, build), Link::Shares),
        other => return Err(unsupported(format!("the normalization {other:?} of {} tables", tables.len()))),
    };
    Ok(Answer { slots, link, classes: Some((named, None)) })
}

fn sigmoids(slots: Vec<u32>, build: &mut Build) -> Vec<u32> {
    let count = slots.len() as u32;
    let first = build.step(Step::Link(Link::Sigmoid), slots, count);
    (first..first + count).collect()
}

fn value_link(norm: &str) -> Result<Link> {
    match norm {
        "none" => Ok(Link::Identity),
        "exp" => Ok(Link::Exp),
        "softmax" => Ok(Link::Sigmoid),
        other => links::inverse(other).ok_or_else(|| unsupported(format!("the normalization {other:?}"))),
    }
}

/// Of two tables, the first alone makes the probability.
fn two_link(norm: &str) -> Option<Link> {
    if norm == "none" { Some(Link::Identity) } else { links::inverse(norm) }
}

fn design(tables: &[Element<'_>], build: &mut Build, scope: &Scope) -> Result<Vec<u32>> {
    let mut design = Design::default();
    for table in tables {
        design.table(number(*table, "intercept")?);
        for term in children(*table) {
            predictor(term, &mut design, build, scope)?;
        }
    }
    design.build(build)
}

fn predictor(term: Element<'_>, design: &mut Design, build: &mut Build, scope: &Scope) -> Result<()> {
    let coefficient = number(term, "coefficient")?;
    match name(term) {
        "NumericPredictor" => {
            let number = scope.number(attribute(term, "name")?)?;
            let factors = numbers::power(build, number, number_or(term, "exponent", 1.0)?);
            design.product(build, &factors, coefficient);
            Ok(())
        }
        "CategoricalPredictor" => {
            let category = scope.category(attribute(term, "name")?)?;
            design.level(build, category, attribute(term, "value")?, coefficient)
        }
        "PredictorTerm" => {
            let factors = all(term, "FieldRef").map(|field| scope.number(attribute(field, "field")?).cloned());
            design.product(build, &factors.collect::<Result<Vec<Number>>>()?, coefficient);
            Ok(())
        }
        other => Err(unsupported(format!("<{other}>"))),
    }
}
