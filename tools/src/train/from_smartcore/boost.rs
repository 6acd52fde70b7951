//! Gradient boosting for numbers: `base_score`, then `learning_rate * value` of each
//! tree in order.

use super::super::line::Fitted;
use super::super::matrix::Matrix;
use super::super::options::Options;
use super::{Dense, changed, dense, fields, guard, index, list, number, values};
use serde_json::Value;
use smartcore::xgboost::{XGRegressor, XGRegressorParameters};
use windowbox::model::Model;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::preprocess::Link;
use windowbox::{Error, Result};

/// smartcore's gradient boosting.
pub type Regressor = XGRegressor<f64, f64, Dense, Vec<f64>>;

/// smartcore builds and writes these trees by recursion.
const DEPTH_LIMIT: u16 = 100;

/// smartcore's parameters; the sum starts from the mean of the training answers.
pub fn parameters(y: &[f64], options: &Options, seed: u64) -> XGRegressorParameters {
    XGRegressorParameters::default()
        .with_n_estimators(usize::from(options.trees.unwrap_or(100)))
        .with_max_depth(options.max_depth.unwrap_or(6))
        .with_learning_rate(options.learning_rate.unwrap_or(0.3))
        .with_min_child_weight(options.min_child_weight.unwrap_or(1))
        .with_lambda(options.lambda.unwrap_or(1.0))
        .with_gamma(options.gamma.unwrap_or(0.0))
        .with_base_score(y.iter().sum::<f64>() / y.len().max(1) as f64)
        .with_subsample(options.subsample.unwrap_or(1.0))
        .with_seed(seed)
}

/// Fits gradient boosting.
///
/// # Errors
/// `training-failed`, `limit`, `smartcore-changed`.
pub fn fit(matrix: &Matrix, y: &[f64], options: &Options, seed: u64) -> Result<Fitted> {
    let (x, y) = (dense(matrix)?, y.to_vec());
    let parameters = parameters(&y, options, seed);
    if parameters.max_depth > DEPTH_LIMIT {
        return Err(Error::limit("gradient boosting grows trees of at most 100 tests").at("--max-depth"));
    }
    let model: Regressor = guard(|| XGRegressor::fit(&x, &y, parameters))?;
    convert(&model, matrix)
}

/// smartcore's boosted trees as ours.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn convert(model: &Regressor, matrix: &Matrix) -> Result<Fitted> {
    let value = values(model)?;
    let [trees, parameters] = fields(&value, ["regressors", "parameters"], "gradient boosting")?;
    let base = number(&parameters["base_score"], "base score")?;
    let rate = number(&parameters["learning_rate"], "learning rate")?;
    let mut builder = TreeBuilder::new(matrix.columns() as u32, 1);
    for tree in list(trees, "trees")? {
        builder.tree(&nodes(tree, rate)?, Some(0))?;
    }
    let mut trees = builder.finish();
    trees.start = vec![base];
    trees.count_cover(&matrix.values);
    Ok(Fitted { model: Model::Trees(trees), outputs: 1, link: Link::Identity })
}

/// The nested nodes, laid in a list: parents first, without recursion.
fn nodes(root: &Value, rate: f64) -> Result<Vec<Treetop>> {
    let (mut pending, mut nodes) = (std::collections::VecDeque::from([root]), Vec::new());
    while let Some(node) = pending.pop_front() {
        let keys = ["left", "right", "value", "threshold", "split_feature_idx", "split_score"];
        let [left, right, value, threshold, column, _] = fields(node, keys, "boosted tree")?;
        if left.is_null() != right.is_null() {
            return Err(changed("boosted tree"));
        }
        if left.is_null() {
            // A leaf may still name a column and a threshold, or the column usize::MAX.
            nodes.push(Treetop::Leaf(vec![rate * number(value, "a leaf")?]));
            continue;
        }
        let first = nodes.len() + 1 + pending.len();
        let (column, threshold) = (index(column, "column")? as u32, number(threshold, "a threshold")?);
        nodes.push(Treetop::Number { column, threshold, missing_yes: false, yes: first, no: first + 1 });
        pending.extend([left, right]);
    }
    Ok(nodes)
}
