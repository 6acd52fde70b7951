//! Coefficients as a linear model behind one-hot encoders.

use super::super::class::{classes, classification, regression};
use super::super::sidecar::{self, Sidecar};
use super::super::{Imported, Source, malformed};
use super::file::Model;
use super::terms::{Term, term};
use windowbox::data::schema::{Kind, Unseen};
use windowbox::data::{Column, Labels, Schema};
use windowbox::model::{self, Linear};
use windowbox::preprocess::{Link, OneHot, Step};
use windowbox::{Error, Node, Op, Output, Pipeline, Result, Target};

/// A column: a number with its coefficients, or a factor with those of its levels.
enum Input {
    Number(String, Vec<f64>),
    Factor(usize, Vec<(usize, Vec<f64>)>),
}

pub fn lower(model: &Model, sidecar: &Sidecar) -> Result<Imported> {
    let mut unknown = Vec::new();
    let outputs = model.coefficients.first().map_or(0, |(_, numbers)| numbers.len());
    if outputs == 0 || model.coefficients.iter().any(|(_, numbers)| numbers.len() != outputs) {
        return Err(malformed("every coefficient has a number for each output"));
    }
    let (inputs, intercepts) = inputs(model, outputs)?;
    let (schema, nodes) = nodes(model, &inputs, intercepts);
    let slots = nodes.last().map(|node| node.writes.clone()).unwrap_or_default();
    let target = target(model, slots, sidecar, &mut unknown)?;
    let objective = format!("{} with link {}", model.family, model.link);
    let source = Some(Source { format: "linear/1", objective, ..Source::default() });
    Ok(Imported { pipeline: Pipeline::new(schema, nodes, Output::one(target)), source, unknown })
}

/// Terms by column, in the order in which the columns are named.
fn inputs(model: &Model, outputs: usize) -> Result<(Vec<Input>, Vec<f64>)> {
    let (mut inputs, mut intercepts) = (Vec::new(), vec![0.0; outputs]);
    for (name, numbers) in &model.coefficients {
        match term(name, &model.factors)? {
            Term::Intercept => intercepts.clone_from(numbers),
            Term::Number(name) => inputs.push(Input::Number(name, numbers.clone())),
            Term::Level(factor, code) => match inputs.iter_mut().find_map(|input| levels_of(input, factor)) {
                Some(levels) => levels.push((code, numbers.clone())),
                None => inputs.push(Input::Factor(factor, vec![(code, numbers.clone())])),
            },
        }
    }
    let used = |f: usize| inputs.iter().any(|input| matches!(input, Input::Factor(factor, _) if *factor == f));
    match (0..model.factors.len()).find(|f| !used(*f)) {
        None => Ok((inputs, intercepts)),
        Some(f) => Err(Error::unsupported(
            "unsupported-feature",
            format!("the factor {} has no coefficient that is named like its levels", model.factors[f].0),
        )
        .hint("fit it with contr.treatment")),
    }
}

fn levels_of(input: &mut Input, factor: usize) -> Option<&mut Vec<(usize, Vec<f64>)>> {
    match input {
        Input::Factor(f, levels) if *f == factor => Some(levels),
        _ => None,
    }
}

/// R predicts no row with a missing cell or a new level, so every column must be there.
fn nodes(model: &Model, inputs: &[Input], intercepts: Vec<f64>) -> (Schema, Vec<Node>) {
    let (mut nodes, mut reads, mut terms) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = inputs.len() as u32;
    let mut columns = Vec::new();
    for (i, input) in inputs.iter().enumerate() {
        match input {
            Input::Number(name, numbers) => {
                columns.push(Column::numeric(name.clone()));
                reads.push(i as u32);
                terms.push(numbers);
            }
            Input::Factor(factor, levels) => {
                let (name, all) = &model.factors[*factor];
                columns.push(category(name, all));
                nodes.push(Node::new(one_hot(all.len(), levels), vec![i as u32], next, levels.len() as u32));
                reads.extend(next..next + levels.len() as u32);
                terms.extend(levels.iter().map(|(_, numbers)| numbers));
                next += levels.len() as u32;
            }
        }
    }
    let coefficients = (0..intercepts.len()).flat_map(|k| terms.iter().map(move |numbers| numbers[k])).collect();
    let outputs = intercepts.len() as u32;
    let linear = Linear { intercept_first: true, ..Linear::new(reads.len() as u32, coefficients, intercepts) };
    nodes.push(Node::new(Op::Model(model::Model::Linear(linear)), reads, next, outputs));
    (Schema { columns }, nodes)
}

fn category(name: &str, levels: &[String]) -> Column {
    let levels = Labels::String(levels.to_vec());
    Column { kind: Kind::Categorical { levels, unseen: Unseen::Refused }, ..Column::numeric(name) }
}

/// A level without a coefficient, the reference, is all zeros.
fn one_hot(count: usize, levels: &[(usize, Vec<f64>)]) -> Op {
    let mut columns = vec![None; count];
    levels.iter().enumerate().for_each(|(place, (code, _))| columns[*code] = Some(place as u32));
    let columns_written = levels.len() as u32;
    Op::Step(Step::OneHot(OneHot { levels: columns, missing: None, unseen: None, columns: columns_written }))
}

fn target(model: &Model, slots: Vec<u32>, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Target> {
    let binomial = matches!(&model.family[..], "binomial" | "quasibinomial");
    let classified = binomial || !model.classes.is_empty() || model.link == "softmax";
    let link = link(&model.link, classified)?;
    match (classified, slots.len()) {
        (true, n) => {
            let count = if n == 1 { 2 } else { n };
            Ok(classification(labels(model, count, sidecar, unknown)?, slots, link, sidecar))
        }
        (false, 1) => Ok(regression(slots[0], link, sidecar)),
        (false, _) => Err(malformed("coefficients for several outputs, and no classes")),
    }
}

fn labels(model: &Model, count: usize, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Labels> {
    if model.classes.is_empty() || sidecar.target.classes.is_some() {
        return classes(count, sidecar, unknown);
    }
    match model.classes.len() == count {
        true => sidecar::labels(&model.classes).map_err(|e| malformed(e.message.clone()).at("classes")),
        false => Err(malformed(format!("{} classes for coefficients of {count}", model.classes.len()))),
    }
}

/// The inverse of the link function.
fn link(name: &str, classified: bool) -> Result<Link> {
    match (name, classified) {
        ("identity", _) => Ok(Link::Identity),
        ("logit", _) => Ok(Link::Sigmoid),
        ("softmax", true) => Ok(Link::Softmax),
        ("log", false) => Ok(Link::Exp),
        _ => Err(Error::unsupported("unsupported-feature", format!("the link {name:?} is not read"))
            .hint("links that are read: identity, log, logit, softmax")),
    }
}
