//! Coefficients as a linear model behind one-hot encoders.

use super::super::class::{classes, classification, regression};
use super::super::sidecar::{self, Sidecar};
use super::super::{Imported, Source, malformed};
use super::file::Model;
use super::terms::{Factor, term};
use windowbox::data::schema::{Kind, Unseen};
use windowbox::data::{Column, Labels, Schema};
use windowbox::model::{self, Linear};
use windowbox::preprocess::reduce::Reduction;
use windowbox::preprocess::{Link, OneHot, Reduce, Step};
use windowbox::slots::Precision;
use windowbox::{Error, Node, Op, Output, Pipeline, Result, Target};

/// A column of the schema.
#[derive(PartialEq)]
enum Input {
    Number(String),
    Factor(usize),
}

/// What a coefficient is multiplied with, and its number for each output.
type Term<'a> = (Vec<Factor>, &'a [f64]);

pub fn lower(model: &Model, sidecar: &Sidecar) -> Result<Imported> {
    sidecar.only(&["target.name", "target.classes", "threshold"])?;
    let mut unknown = Vec::new();
    let outputs = model.coefficients.first().map_or(0, |(_, numbers)| numbers.len());
    if outputs == 0 || model.coefficients.iter().any(|(_, numbers)| numbers.len() != outputs) {
        return Err(malformed("every coefficient has a number for each output"));
    }
    let terms = model.coefficients.iter().map(|(name, numbers)| Ok((term(name, &model.factors)?, &numbers[..])));
    let terms = terms.collect::<Result<Vec<Term<'_>>>>()?;
    let inputs = inputs(model, &terms)?;
    let (schema, mut nodes) = nodes(model, &inputs, &terms, outputs);
    let target = target(model, &mut nodes, sidecar, &mut unknown)?;
    let objective = format!("{} with link {}", model.family, model.link);
    let source = Some(Source { format: "linear/1", objective, ..Source::default() });
    Ok(Imported { pipeline: Pipeline::new(schema, nodes, Output::one(target)), source, unknown })
}

/// The columns, in the order in which they are named.
fn inputs(model: &Model, terms: &[Term<'_>]) -> Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for factor in terms.iter().flat_map(|(factors, _)| factors) {
        let input = input(factor);
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    match (0..model.factors.len()).find(|f| !inputs.contains(&Input::Factor(*f))) {
        None => Ok(inputs),
        Some(f) => Err(Error::unsupported(
            "unsupported-feature",
            format!("the factor {} has no coefficient that is named like its levels", model.factors[f].0),
        )
        .hint("fit it with contr.treatment")),
    }
}

fn input(factor: &Factor) -> Input {
    match factor {
        Factor::Number(name) => Input::Number(name.clone()),
        Factor::Level(factor, _) => Input::Factor(*factor),
    }
}

/// R predicts no row with a missing cell or a new level, so every column must be there.
fn nodes(model: &Model, inputs: &[Input], terms: &[Term<'_>], outputs: usize) -> (Schema, Vec<Node>) {
    let (mut nodes, mut columns, mut firsts) = (Vec::new(), Vec::new(), Vec::new());
    let mut next = inputs.len() as u32;
    for (i, input) in inputs.iter().enumerate() {
        firsts.push(next);
        match input {
            Input::Number(name) => columns.push(Column::numeric(name.clone())),
            Input::Factor(factor) => {
                let (name, levels) = &model.factors[*factor];
                columns.push(category(name, levels));
                let count = levels.len() as u32;
                let step = Op::Step(Step::OneHot(OneHot::full(count)));
                nodes.push(Node::new(step, vec![i as u32], next, count));
                next += count;
            }
        }
    }
    let place = |factor: &Factor| inputs.iter().position(|i| *i == input(factor)).unwrap_or_default();
    let slot = |factor: &Factor| match factor {
        Factor::Number(_) => place(factor) as u32,
        Factor::Level(_, code) => firsts[place(factor)] + *code as u32,
    };
    let slots: Vec<Vec<u32>> = terms.iter().map(|(factors, _)| factors.iter().map(slot).collect()).collect();
    let reads = products(&slots, &mut nodes, &mut next);
    nodes.push(linear(reads, terms, outputs, next));
    (Schema { columns }, nodes)
}

/// The slot of each term but the intercept, products computed before: those of as many
/// factors that stand side by side in one step.
fn products(terms: &[Vec<u32>], nodes: &mut Vec<Node>, next: &mut u32) -> Vec<u32> {
    let mut slots = Vec::new();
    for run in terms.chunk_by(|a, b| a.len() == b.len()) {
        let (width, count) = (run[0].len() as u32, run.len() as u32);
        match width {
            0 => {}
            1 => slots.extend(run.iter().flatten()),
            _ => {
                let (reduction, precision) = (Reduction::Product, Precision::F64);
                let step = Reduce { reduction, precision, skips: false, width };
                nodes.push(Node::new(Op::Step(Step::Reduce(step)), run.concat(), *next, count));
                slots.extend(*next..*next + count);
                *next += count;
            }
        }
    }
    slots
}

fn linear(reads: Vec<u32>, terms: &[Term<'_>], outputs: usize, next: u32) -> Node {
    let numbers = |constant: bool| terms.iter().filter(move |(factors, _)| factors.is_empty() == constant);
    let intercepts = (0..outputs).map(|k| numbers(true).map(|(_, numbers)| numbers[k]).sum()).collect();
    let coefficients = (0..outputs).flat_map(|k| numbers(false).map(move |(_, numbers)| numbers[k])).collect();
    let linear = Linear { intercept_first: true, ..Linear::new(reads.len() as u32, coefficients, intercepts) };
    Node::new(Op::Model(model::Model::Linear(linear)), reads, next, outputs as u32)
}

fn category(name: &str, levels: &[String]) -> Column {
    let levels = Labels::String(levels.to_vec());
    Column { kind: Kind::Categorical { levels, unseen: Unseen::Refused }, ..Column::numeric(name) }
}

fn target(model: &Model, nodes: &mut Vec<Node>, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Target> {
    let binomial = matches!(&model.family[..], "binomial" | "quasibinomial");
    let classified = binomial || !model.classes.is_empty() || model.link == "softmax";
    let slots = nodes.last().map(|node| node.writes.clone()).unwrap_or_default();
    let link = link(&model.link, classified)?;
    match (classified, slots.len()) {
        (true, 1) if link == Link::Softmax => Err(malformed("a softmax of one coefficient a term, not one a class")),
        (true, n) => {
            let count = if n == 1 { 2 } else { n };
            let labels = labels(model, count, sidecar, unknown)?;
            let (slots, link) = settled(link, slots, nodes);
            Ok(classification(labels, slots, link, sidecar))
        }
        (false, 1) => Ok(regression(slots[0], link, sidecar)),
        (false, _) => Err(malformed("coefficients for several outputs, and no classes")),
    }
}

/// A link that need not make probabilities is a step: what it makes must then be
/// probabilities in every row.
fn settled(link: Link, slots: Vec<u32>, nodes: &mut Vec<Node>) -> (Vec<u32>, Link) {
    if !matches!(link, Link::Exp | Link::Power { .. }) {
        return (slots, link);
    }
    let (next, count) = (slots.iter().max().map_or(0, |last| last + 1), slots.len() as u32);
    nodes.push(Node::new(Op::Step(Step::Link(link)), slots, next, count));
    ((next..next + count).collect(), Link::Identity)
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

/// The inverse of the link function, by R's name. `mu^0.333` is none: R rounds the power
/// in it, so that it is not known.
fn link(name: &str, classified: bool) -> Result<Link> {
    match name {
        "identity" => Ok(Link::Identity),
        "logit" => Ok(Link::Sigmoid),
        "probit" => Ok(Link::Probit),
        "cloglog" => Ok(Link::ComplementaryLogLog),
        "cauchit" => Ok(Link::Cauchit),
        "log" => Ok(Link::Exp),
        "inverse" => Ok(Link::Power { exponent: -1.0 }),
        "1/mu^2" => Ok(Link::Power { exponent: -0.5 }),
        "sqrt" => Ok(Link::Power { exponent: 2.0 }),
        "softmax" if classified => Ok(Link::Softmax),
        _ => Err(Error::unsupported("unsupported-feature", format!("the link {name:?} is not read")).hint(
            "links that are read: identity, log, logit, probit, cloglog, cauchit, inverse, 1/mu^2, sqrt, softmax",
        )),
    }
}
