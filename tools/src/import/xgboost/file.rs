//! The model as its file says it, whichever notation it was in.

use super::super::malformed;
use super::categories::{self, Levels};
use super::tree::{self, Tree};
use super::value::Value;
use windowbox::data::schema::COLUMN_LIMIT;
use windowbox::{Error, Result};

/// What a forest of ours may answer.
const OUTPUT_LIMIT: usize = 10_000;

pub struct Model {
    pub version: Vec<i64>,
    pub objective: String,
    /// The quantiles of `reg:quantileerror`.
    pub alphas: Vec<String>,
    /// In the space of the answers: one number, or one an output.
    pub base_score: Vec<f32>,
    pub outputs: usize,
    pub features: usize,
    /// Empty, or one a feature; so are the types.
    pub names: Vec<String>,
    pub types: Vec<String>,
    pub best_iteration: Option<usize>,
    pub booster: Booster,
    /// The levels of each feature, where version 3.1 or later knew them.
    pub levels: Vec<Option<Levels>>,
}

pub enum Booster {
    Trees(Forest),
    /// Feature after feature the weights of all outputs, the biases last.
    Linear(Vec<f32>),
}

pub struct Forest {
    pub trees: Vec<Tree>,
    /// The output that each tree adds to.
    pub groups: Vec<usize>,
    /// What dart multiplies each tree by.
    pub weights: Option<Vec<f32>>,
    /// Where each iteration's trees begin, and their number at the end; empty before 2.0.
    pub starts: Vec<usize>,
    /// Trees an iteration and output, where `starts` is empty.
    pub parallel: usize,
}

pub fn read(document: &Value<'_>) -> Result<Model> {
    let learner = document.need("learner")?;
    let booster = learner.need("gradient_booster")?;
    refuse_configuration(booster)?;
    let parameters = learner.need("learner_model_param")?;
    let objective = learner.need("objective")?;
    let features = parameters.count("num_feature", 0)?;
    let outputs = outputs(parameters)?;
    Ok(Model {
        version: if document.get("version").is_some() { document.wholes("version")? } else { Vec::new() },
        objective: objective.need("name")?.text().unwrap_or_default().to_owned(),
        alphas: alphas(objective),
        base_score: base_score(parameters, outputs)?,
        outputs,
        features,
        names: one_each(learner, "feature_names", features)?,
        types: one_each(learner, "feature_types", features)?,
        best_iteration: best_iteration(learner)?,
        levels: categories::read(booster, features)?,
        booster: read_booster(booster)?,
    })
}

/// `save_config()` writes the same head with nothing behind it.
fn refuse_configuration(booster: &Value<'_>) -> Result<()> {
    let is_model = booster.get("gbtree").unwrap_or(booster).get("model").is_some();
    match is_model {
        true => Ok(()),
        false => Err(Error::unsupported("wrong-export", "this is a configuration of XGBoost without its model")
            .hint("save it with `model.save_model(\"m.json\")`")),
    }
}

fn outputs(parameters: &Value<'_>) -> Result<usize> {
    let outputs = parameters.count("num_target", 1)?.max(parameters.count("num_class", 0)?).max(1);
    match outputs <= OUTPUT_LIMIT {
        true => Ok(outputs),
        false => Err(Error::limit("more than 10000 outputs")),
    }
}

/// A number in text, or since 3.1 a list of them in brackets.
fn base_score(parameters: &Value<'_>, outputs: usize) -> Result<Vec<f32>> {
    let text = parameters.need("base_score")?.text().unwrap_or_default().trim();
    let list = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let scores: Option<Vec<f32>> = list.split(',').map(|score| score.trim().parse().ok()).collect();
    match scores {
        Some(scores) if scores.len() == outputs => Ok(scores),
        Some(scores) if scores.len() == 1 => Ok(vec![scores[0]; outputs]),
        _ => Err(malformed(format!("the base score {text:?} is not one number, nor {outputs}"))),
    }
}

/// The quantiles that are asked for: `"[1E-1,5E-1]"`.
fn alphas(objective: &Value<'_>) -> Vec<String> {
    let list = objective.get("quantile_loss_param").and_then(|parameters| parameters.get("quantile_alpha"));
    let list = list.and_then(Value::text).and_then(|text| text.strip_prefix('[')?.strip_suffix(']'));
    let number = |text: &str| text.trim().parse().map_or_else(|_| text.to_owned(), |alpha: f32| alpha.to_string());
    list.map_or_else(Vec::new, |list| list.split(',').map(number).collect())
}

fn one_each(learner: &Value<'_>, key: &str, features: usize) -> Result<Vec<String>> {
    let texts = learner.texts(key)?;
    if features == 0 || features > COLUMN_LIMIT {
        return Err(malformed(format!("a model of {features} features: between 1 and {COLUMN_LIMIT} are read")));
    }
    match texts.is_empty() || texts.len() == features {
        true => Ok(texts),
        false => Err(malformed(format!("{key} has {} entries for {features} features", texts.len()))),
    }
}

fn best_iteration(learner: &Value<'_>) -> Result<Option<usize>> {
    let Some(attributes) = learner.get("attributes") else { return Ok(None) };
    match attributes.get("best_iteration") {
        None => Ok(None),
        Some(_) => attributes.count("best_iteration", 0).map(Some),
    }
}

fn read_booster(booster: &Value<'_>) -> Result<Booster> {
    match booster.need("name")?.text() {
        Some("gbtree") => forest(booster.need("model")?, None).map(Booster::Trees),
        Some("dart") => {
            let weights = booster.singles("weight_drop")?;
            forest(booster.need("gbtree")?.need("model")?, Some(weights)).map(Booster::Trees)
        }
        Some("gblinear") => booster.need("model")?.singles("weights").map(Booster::Linear),
        name => Err(malformed(format!("the booster {name:?} is not gbtree, dart or gblinear"))),
    }
}

fn forest(model: &Value<'_>, weights: Option<Vec<f32>>) -> Result<Forest> {
    let list = model.need("trees")?.items().ok_or_else(|| malformed("trees is not a list of trees"))?;
    let trees = list.iter().enumerate().map(|(i, value)| tree::read(value).map_err(|e| e.at(format!("tree {i}"))));
    let parameters = model.need("gbtree_model_param")?;
    let forest = Forest {
        trees: trees.collect::<Result<_>>()?,
        groups: model.positions("tree_info")?,
        weights,
        starts: if model.get("iteration_indptr").is_some() { model.positions("iteration_indptr")? } else { Vec::new() },
        parallel: parameters.count("num_parallel_tree", 1)?.max(1),
    };
    let count = parameters.count("num_trees", forest.trees.len())?;
    let weighed = forest.weights.as_ref().is_none_or(|weights| weights.len() == count);
    match forest.trees.len() == count && forest.groups.len() == count && weighed {
        true => Ok(forest),
        false => Err(malformed(format!("{} trees, where the model says {count}", forest.trees.len()))),
    }
}
