//! Objectives: what the base score says, and what the margins mean.

use super::super::class::{classes, classification, regression};
use super::super::malformed;
use super::super::sidecar::Sidecar;
use super::file::Model;
use windowbox::preprocess::Link;
use windowbox::{Error, Result, Target, math};

/// How a base score, which is saved as an answer, becomes a margin.
#[derive(Clone, Copy)]
enum Base {
    Itself,
    Logit,
    Log,
}

#[derive(Clone, Copy)]
enum Answer {
    /// A number for each output.
    Values(Link),
    /// Two classes for each output, which says how likely the second is.
    Binary(Link),
    /// A class for each output.
    Classes,
    /// Values where there is one output; of several the library makes a staircase.
    Staircase,
}

const TABLE: &[(&str, Base, Answer)] = &[
    ("reg:squarederror", Base::Itself, Answer::Values(Link::Identity)),
    ("reg:linear", Base::Itself, Answer::Values(Link::Identity)),
    ("reg:absoluteerror", Base::Itself, Answer::Values(Link::Identity)),
    ("reg:squaredlogerror", Base::Itself, Answer::Values(Link::Identity)),
    ("reg:pseudohubererror", Base::Itself, Answer::Values(Link::Identity)),
    ("reg:quantileerror", Base::Itself, Answer::Values(Link::Identity)),
    ("reg:expectileerror", Base::Itself, Answer::Staircase),
    ("reg:logistic", Base::Logit, Answer::Values(Link::SingleSigmoid)),
    ("rank:pairwise", Base::Itself, Answer::Values(Link::Identity)),
    ("rank:ndcg", Base::Itself, Answer::Values(Link::Identity)),
    ("rank:map", Base::Itself, Answer::Values(Link::Identity)),
    ("binary:logistic", Base::Logit, Answer::Binary(Link::SingleSigmoid)),
    ("binary:logitraw", Base::Itself, Answer::Values(Link::Identity)),
    ("binary:hinge", Base::Itself, Answer::Binary(Link::Step)),
    ("count:poisson", Base::Log, Answer::Values(Link::SingleExp)),
    ("reg:gamma", Base::Log, Answer::Values(Link::SingleExp)),
    ("reg:tweedie", Base::Log, Answer::Values(Link::SingleExp)),
    ("survival:cox", Base::Log, Answer::Values(Link::SingleExp)),
    ("survival:aft", Base::Log, Answer::Values(Link::SingleExp)),
    ("multi:softprob", Base::Itself, Answer::Classes),
    ("multi:softmax", Base::Itself, Answer::Classes),
];

fn row(model: &Model) -> Result<(Base, Answer)> {
    let row = TABLE.iter().find(|row| row.0 == model.objective);
    row.map(|row| (row.1, row.2)).ok_or_else(|| unknown(&model.objective, "has no known link function"))
}

fn unknown(objective: &str, what: &str) -> Error {
    Error::unsupported("unknown-objective", format!("the objective {objective:?} {what}"))
        .hint("train with one of XGBoost's own objectives; multi:softprob, binary:logistic and reg:squarederror are")
}

/// The margin that the sum of each output starts from.
pub fn start(model: &Model) -> Result<Vec<f64>> {
    let base = row(model)?.0;
    let start: Vec<f64> = model.base_score.iter().map(|score| f64::from(base.margin(*score))).collect();
    match start.iter().all(|margin| margin.is_finite()) {
        true => Ok(start),
        false => Err(malformed(format!("the base score {:?} has no margin", model.base_score))),
    }
}

impl Base {
    /// The logarithm is taken in double and rounded: a single one is 1 ulp off at times.
    fn margin(self, score: f32) -> f32 {
        match self {
            Base::Itself => score,
            Base::Log => math::ln(score.into()) as f32,
            Base::Logit => {
                let share = score.clamp(1e-6, 1.0 - 1e-6);
                -(math::ln((1.0 / share - 1.0).into()) as f32)
            }
        }
    }
}

/// What is answered from the margins in `slots`.
pub fn targets(model: &Model, slots: &[u32], sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Vec<Target>> {
    let mut targets = match row(model)?.1 {
        Answer::Values(link) => values(model, slots, link, sidecar)?,
        Answer::Staircase => staircase(model, slots, sidecar)?,
        Answer::Binary(link) => {
            let classes = classes(2, sidecar, unknown)?;
            let target = |slot: &u32| classification(classes.clone(), vec![*slot], link, sidecar);
            slots.iter().map(target).collect()
        }
        Answer::Classes if slots.len() < 2 => return Err(malformed("a model of classes has at least two")),
        Answer::Classes => {
            let classes = classes(slots.len(), sidecar, unknown)?;
            vec![classification(classes, slots.to_vec(), Link::SingleSoftmax, sidecar)]
        }
    };
    name(&mut targets, model);
    Ok(targets)
}

fn values(model: &Model, slots: &[u32], link: Link, sidecar: &Sidecar) -> Result<Vec<Target>> {
    if model.objective == "reg:quantileerror" && slots.len() > 1 && version(model) >= (3, 4) {
        return Err(self::unknown(
            &model.objective,
            "of several quantiles is sorted since XGBoost 3.4, which is not read",
        ));
    }
    Ok(slots.iter().map(|slot| regression(*slot, link, sidecar)).collect())
}

fn staircase(model: &Model, slots: &[u32], sidecar: &Sidecar) -> Result<Vec<Target>> {
    match slots {
        [slot] => Ok(vec![regression(*slot, Link::Identity, sidecar)]),
        _ => Err(unknown(&model.objective, "of several expectiles is not read")),
    }
}

pub fn version(model: &Model) -> (i64, i64) {
    let part = |i: usize| model.version.get(i).copied().unwrap_or(0);
    (part(0), part(1))
}

/// Targets that share a name are told apart: by their quantile, else by their number.
fn name(targets: &mut [Target], model: &Model) {
    if targets.len() < 2 {
        return;
    }
    let alphas = Some(&model.alphas).filter(|alphas| alphas.len() == targets.len());
    for (k, target) in targets.iter_mut().enumerate() {
        let which = alphas.map_or_else(|| k.to_string(), |alphas| alphas[k].clone());
        target.name = format!("{}_{which}", target.name);
    }
}
