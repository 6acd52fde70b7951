//! Decision trees. `x <= split_value` goes to `true_child`; a node without
//! `true_child` is a leaf, whatever else it keeps.

use super::super::line::Fitted;
use super::super::matrix::Matrix;
use super::super::options::{Criterion, Options};
use super::{Dense, changed, check_classes, dense, fields, guard, index, list, number, values};
use serde_json::Value;
use smartcore::tree::decision_tree_classifier::{
    DecisionTreeClassifier, DecisionTreeClassifierParameters, SplitCriterion,
};
use smartcore::tree::decision_tree_regressor::{DecisionTreeRegressor, DecisionTreeRegressorParameters};
use windowbox::Result;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::model::{Model, Trees};
use windowbox::preprocess::Link;

/// smartcore's decision tree for classes.
pub type Classifier = DecisionTreeClassifier<f64, u32, Dense, Vec<u32>>;
/// smartcore's decision tree for numbers.
pub type Regressor = DecisionTreeRegressor<f64, f64, Dense, Vec<f64>>;

/// smartcore counts the root as a level; we count tests, as scikit-learn does.
pub(super) fn levels(options: &Options) -> Option<u16> {
    options.max_depth.map(|tests| tests.saturating_add(1))
}

pub(super) fn criterion(options: &Options) -> SplitCriterion {
    match options.criterion {
        Some(Criterion::Entropy) => SplitCriterion::Entropy,
        Some(Criterion::Gini) | None => SplitCriterion::Gini,
    }
}

/// smartcore's parameters.
pub fn classifier_parameters(options: &Options, seed: u64) -> DecisionTreeClassifierParameters {
    DecisionTreeClassifierParameters {
        criterion: criterion(options),
        max_depth: levels(options),
        min_samples_leaf: options.min_samples_leaf.unwrap_or(1),
        min_samples_split: options.min_samples_split.unwrap_or(2),
        seed: Some(seed),
    }
}

/// smartcore's parameters.
pub fn regressor_parameters(options: &Options, seed: u64) -> DecisionTreeRegressorParameters {
    DecisionTreeRegressorParameters {
        max_depth: levels(options),
        min_samples_leaf: options.min_samples_leaf.unwrap_or(1),
        min_samples_split: options.min_samples_split.unwrap_or(2),
        seed: Some(seed),
    }
}

/// Fits a tree for classes.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn fit_classes(matrix: &Matrix, codes: &[u32], options: &Options, seed: u64) -> Result<Fitted> {
    let (x, y) = (dense(matrix)?, codes.to_vec());
    let model: Classifier = guard(|| DecisionTreeClassifier::fit(&x, &y, classifier_parameters(options, seed)))?;
    convert_classifier(&model, matrix)
}

/// Fits a tree for numbers.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn fit_numbers(matrix: &Matrix, y: &[f64], options: &Options, seed: u64) -> Result<Fitted> {
    let (x, y) = (dense(matrix)?, y.to_vec());
    let model: Regressor = guard(|| DecisionTreeRegressor::fit(&x, &y, regressor_parameters(options, seed)))?;
    convert_regressor(&model, matrix)
}

/// A tree for classes: its leaf's class has probability 1, the others 0, exactly as
/// smartcore's own `predict_proba` says. It keeps no counts of classes.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn convert_classifier(model: &Classifier, matrix: &Matrix) -> Result<Fitted> {
    let value = values(model)?;
    let (nodes, classes) = classifier_nodes(&value)?;
    let mut builder = TreeBuilder::new(matrix.columns() as u32, classes as u32);
    builder.tree(&nodes, None)?;
    Ok(probabilities(builder.finish(), classes, matrix))
}

/// A tree for numbers.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn convert_regressor(model: &Regressor, matrix: &Matrix) -> Result<Fitted> {
    let value = values(model)?;
    let [tree, _] = fields(&value, ["tree_regressor", "num_features"], "regression tree")?;
    let mut builder = TreeBuilder::new(matrix.columns() as u32, 1);
    builder.tree(&regressor_nodes(tree)?, Some(0))?;
    Ok(mean(builder.finish(), matrix))
}

/// The nodes of a tree for classes, and how many classes it has. A leaf is a vote.
pub(super) fn classifier_nodes(value: &Value) -> Result<(Vec<Treetop>, usize)> {
    let keys = ["nodes", "parameters", "num_classes", "classes", "depth", "num_features"];
    let [nodes, _, count, classes, _, _] = fields(value, keys, "decision tree")?;
    let classes = check_classes(classes, "classes")?;
    if index(count, "number of classes")? != classes {
        return Err(changed("classes"));
    }
    let leaf = |value: &Value| {
        let class = index(value, "class of a leaf")?;
        Ok((0..classes).map(|c| f64::from(u8::from(c == class))).collect())
    };
    let nodes = list(nodes, "nodes")?.iter().map(|node| {
        let keys = ["output", "split_feature", "split_value", "true_child", "false_child"];
        let rest = ["n_node_samples", "split_score", "impurity"];
        treetop(node, keys, &rest, &leaf)
    });
    Ok((nodes.collect::<Result<_>>()?, classes))
}

/// The nodes of a tree for numbers.
pub(super) fn regressor_nodes(value: &Value) -> Result<Vec<Treetop>> {
    let [nodes, ..] = fields(value, ["nodes", "parameters", "depth", "root_mass"], "regression tree")?;
    let leaf = |value: &Value| Ok(vec![number(value, "a leaf")?]);
    let keys = ["output", "split_feature", "split_value", "true_child", "false_child"];
    list(nodes, "nodes")?.iter().map(|node| treetop(node, keys, &["split_score"], &leaf)).collect()
}

/// A node with exactly the keys and the rest, which is not needed.
fn treetop(node: &Value, keys: [&str; 5], rest: &[&str], leaf: &dyn Fn(&Value) -> Result<Vec<f64>>) -> Result<Treetop> {
    let count = node.as_object().map_or(0, |map| map.len());
    let known = keys.iter().chain(rest).all(|key| node.get(key).is_some());
    if count != keys.len() + rest.len() || !known {
        return Err(changed("tree node"));
    }
    let [output, column, threshold, yes, no] = keys.map(|key| &node[key]);
    if yes.is_null() {
        return leaf(output).map(Treetop::Leaf);
    }
    Ok(Treetop::Number {
        column: index(column, "column of a test")? as u32,
        threshold: number(threshold, "a threshold")?,
        missing_yes: false,
        yes: index(yes, "child")?,
        no: index(no, "child")?,
    })
}

/// Trees whose sums are probabilities of classes.
pub(super) fn probabilities(mut trees: Trees, classes: usize, matrix: &Matrix) -> Fitted {
    trees.divisor = trees.trees() as f64;
    trees.count_cover(&matrix.values);
    Fitted { model: Model::Trees(trees), outputs: classes as u32, link: Link::Identity }
}

/// Trees whose mean is the answer.
pub(super) fn mean(mut trees: Trees, matrix: &Matrix) -> Fitted {
    trees.divisor = trees.trees() as f64;
    trees.count_cover(&matrix.values);
    Fitted { model: Model::Trees(trees), outputs: 1, link: Link::Identity }
}
