//! `RegressionModel`: a table of coefficients for each output.

use super::super::malformed;
use super::answer::{Answer, link_of_two};
use super::build::Build;
use super::design::Design;
use super::fields::Scope;
use super::unsupported;
use super::xml::{Element, all, attribute, child, children, name, number, number_or};
use windowbox::Result;
use windowbox::preprocess::Link;

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
        return Ok(link_of_two(slots, link, first, second, classes));
    }
    let link = match norm {
        "softmax" => Link::Softmax,
        "none" => Link::Identity,
        other => return Err(unsupported(format!("the normalization {other:?} of {} tables", tables.len()))),
    };
    // The first of equals is the first of the target's values.
    let place = |class: &String| classes.iter().position(|c| c == class).unwrap_or(usize::MAX);
    tables.sort_by_key(|table| class(table).map_or(usize::MAX, |class| place(&class)));
    named.sort_by_key(place);
    Ok(Answer { slots: design(&tables, build, scope)?, link, classes: Some((named, None)) })
}

fn value_link(norm: &str) -> Result<Link> {
    match norm {
        "none" => Ok(Link::Identity),
        "exp" => Ok(Link::Exp),
        "logit" | "softmax" => Ok(Link::Sigmoid),
        other => Err(unsupported(format!("the normalization {other:?}"))),
    }
}

/// Of two tables, the first alone makes the probability.
fn two_link(norm: &str) -> Option<Link> {
    match norm {
        "logit" => Some(Link::Sigmoid),
        "none" => Some(Link::Identity),
        _ => None,
    }
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
        "NumericPredictor" if number_or(term, "exponent", 1.0)? == 1.0 => {
            design.number(build, scope.number(attribute(term, "name")?)?, coefficient)
        }
        "NumericPredictor" => Err(unsupported("a predictor with an exponent")),
        "CategoricalPredictor" => {
            let category = scope.category(attribute(term, "name")?)?;
            design.level(build, category, attribute(term, "value")?, coefficient)
        }
        "PredictorTerm" => match (all(term, "FieldRef").count(), child(term, "FieldRef")) {
            (1, Some(field)) => design.number(build, scope.number(attribute(field, "field")?)?, coefficient),
            _ => Err(unsupported("a <PredictorTerm> that multiplies fields")),
        },
        other => Err(unsupported(format!("<{other}>"))),
    }
}
