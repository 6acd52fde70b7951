//! Forests: random ones for classes and numbers, extremely randomised ones for numbers.

use super::super::line::Fitted;
use super::super::matrix::Matrix;
use super::super::options::Options;
use super::tree::{classifier_nodes, criterion, levels, mean, probabilities, regressor_nodes};
use super::{Dense, changed, check_classes, dense, fields, guard, list, values};
use serde_json::Value;
use smartcore::ensemble::extra_trees_regressor::{ExtraTreesRegressor, ExtraTreesRegressorParameters};
use smartcore::ensemble::random_forest_classifier::{RandomForestClassifier, RandomForestClassifierParameters};
use smartcore::ensemble::random_forest_regressor::{RandomForestRegressor, RandomForestRegressorParameters};
use windowbox::Result;
use windowbox::model::trees::TreeBuilder;

/// smartcore's random forest for classes.
pub type Classifier = RandomForestClassifier<f64, u32, Dense, Vec<u32>>;
/// smartcore's random forest for numbers.
pub type Regressor = RandomForestRegressor<f64, f64, Dense, Vec<f64>>;
/// smartcore's extremely randomised trees.
pub type ExtraTrees = ExtraTreesRegressor<f64, f64, Dense, Vec<f64>>;

/// As many as smartcore's forest for classes has; its forests for numbers have 10.
const TREES: u16 = 100;

/// smartcore's parameters.
pub fn classifier_parameters(options: &Options, seed: u64) -> RandomForestClassifierParameters {
    RandomForestClassifierParameters {
        criterion: criterion(options),
        max_depth: levels(options),
        min_samples_leaf: options.min_samples_leaf.unwrap_or(1),
        min_samples_split: options.min_samples_split.unwrap_or(2),
        n_trees: options.trees.unwrap_or(TREES),
        m: options.max_features,
        keep_samples: false,
        seed,
    }
}

/// smartcore's parameters.
pub fn regressor_parameters(options: &Options, seed: u64) -> RandomForestRegressorParameters {
    RandomForestRegressorParameters {
        max_depth: levels(options),
        min_samples_leaf: options.min_samples_leaf.unwrap_or(1),
        min_samples_split: options.min_samples_split.unwrap_or(2),
        n_trees: usize::from(options.trees.unwrap_or(TREES)),
        m: options.max_features,
        keep_samples: false,
        seed,
    }
}

/// smartcore's parameters.
pub fn extra_parameters(options: &Options, seed: u64) -> ExtraTreesRegressorParameters {
    ExtraTreesRegressorParameters {
        max_depth: levels(options),
        min_samples_leaf: options.min_samples_leaf.unwrap_or(1),
        min_samples_split: options.min_samples_split.unwrap_or(2),
        n_trees: usize::from(options.trees.unwrap_or(TREES)),
        m: options.max_features,
        keep_samples: false,
        seed,
    }
}

/// Fits a random forest for classes.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn fit_classes(matrix: &Matrix, codes: &[u32], options: &Options, seed: u64) -> Result<Fitted> {
    let (x, y) = (dense(matrix)?, codes.to_vec());
    let model: Classifier = guard(|| RandomForestClassifier::fit(&x, &y, classifier_parameters(options, seed)))?;
    convert_classifier(&model, matrix)
}

/// Fits a random forest for numbers.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn fit_numbers(matrix: &Matrix, y: &[f64], options: &Options, seed: u64) -> Result<Fitted> {
    let (x, y) = (dense(matrix)?, y.to_vec());
    let model: Regressor = guard(|| RandomForestRegressor::fit(&x, &y, regressor_parameters(options, seed)))?;
    convert_regressor(&values(&model)?, matrix)
}

/// Fits extremely randomised trees.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn fit_extra(matrix: &Matrix, y: &[f64], options: &Options, seed: u64) -> Result<Fitted> {
    let (x, y) = (dense(matrix)?, y.to_vec());
    let model: ExtraTrees = guard(|| ExtraTreesRegressor::fit(&x, &y, extra_parameters(options, seed)))?;
    convert_regressor(&values(&model)?, matrix)
}

/// A forest for classes. smartcore lets each tree vote for one class and takes the
/// first class with most votes; the share of the votes is the probability here, so
/// that label and probability agree.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn convert_classifier(model: &Classifier, matrix: &Matrix) -> Result<Fitted> {
    let value = values(model)?;
    let [trees, classes, _] = fields(&value, ["trees", "classes", "samples"], "random forest")?;
    let classes = check_classes(classes, "classes")?;
    let mut builder = TreeBuilder::new(matrix.columns() as u32, classes as u32);
    for tree in list(trees, "trees")? {
        let (nodes, known) = classifier_nodes(tree)?;
        if known != classes {
            return Err(changed("classes"));
        }
        builder.tree(&nodes, None)?;
    }
    Ok(probabilities(builder.finish(), classes, matrix))
}

/// A forest for numbers, random or extremely so: the mean of its trees, summed in
/// their order and divided once.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn convert_regressor(value: &Value, matrix: &Matrix) -> Result<Fitted> {
    let [forest] = fields(value, ["forest_regressor"], "forest")?;
    let [trees, _, _] = fields(forest, ["trees", "num_features", "samples"], "forest")?;
    let mut builder = TreeBuilder::new(matrix.columns() as u32, 1);
    for tree in list(trees, "trees")? {
        builder.tree(&regressor_nodes(tree)?, Some(0))?;
    }
    Ok(mean(builder.finish(), matrix))
}
