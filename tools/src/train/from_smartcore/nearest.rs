//! k nearest neighbours, by linear search: smartcore's default, a cover tree, has
//! another order of equally far rows. Its serde form does not say the metric, which
//! is a type, so that it is passed along.

use super::super::line::Fitted;
use super::super::matrix::Matrix;
use super::super::options::{Metric, Options, Weight};
use super::{Dense, changed, check_classes, dense, failed, fields, guard, index, list, number, values};
use serde_json::Value;
use smartcore::algorithm::neighbour::KNNAlgorithmName;
use smartcore::metrics::distance::euclidian::Euclidian;
use smartcore::metrics::distance::manhattan::Manhattan;
use smartcore::metrics::distance::{Distance, Distances};
use smartcore::neighbors::KNNWeightFunction;
use smartcore::neighbors::knn_classifier::{KNNClassifier, KNNClassifierParameters};
use smartcore::neighbors::knn_regressor::{KNNRegressor, KNNRegressorParameters};
use windowbox::Result;
use windowbox::model::{Model, Nearest, nearest};
use windowbox::preprocess::Link;
use windowbox::slots::Precision;

/// smartcore's nearest neighbours for classes.
pub type Classifier<D> = KNNClassifier<f64, u32, Dense, Vec<u32>, D>;
/// smartcore's nearest neighbours for numbers.
pub type Regressor<D> = KNNRegressor<f64, f64, Dense, Vec<f64>, D>;

fn k(options: &Options) -> usize {
    options.neighbours.unwrap_or(5)
}

fn weight(options: &Options) -> KNNWeightFunction {
    match options.weight {
        Some(Weight::Distance) => KNNWeightFunction::Distance,
        Some(Weight::Uniform) | None => KNNWeightFunction::Uniform,
    }
}

/// smartcore's parameters.
pub fn classifier_parameters<D: Distance<Vec<f64>>>(options: &Options, distance: D) -> KNNClassifierParameters<f64, D> {
    KNNClassifierParameters::default()
        .with_distance(distance)
        .with_k(k(options))
        .with_algorithm(KNNAlgorithmName::LinearSearch)
        .with_weight(weight(options))
}

/// smartcore's parameters.
pub fn regressor_parameters<D: Distance<Vec<f64>>>(options: &Options, distance: D) -> KNNRegressorParameters<f64, D> {
    KNNRegressorParameters::default()
        .with_distance(distance)
        .with_k(k(options))
        .with_algorithm(KNNAlgorithmName::LinearSearch)
        .with_weight(weight(options))
}

/// Fits nearest neighbours for classes.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn fit_classes(matrix: &Matrix, codes: &[u32], options: &Options, _seed: u64) -> Result<Fitted> {
    check_k(matrix, options)?;
    let (x, y) = (dense(matrix)?, codes.to_vec());
    match options.metric {
        Some(Metric::Manhattan) => {
            let p = classifier_parameters(options, Distances::manhattan());
            let model: Classifier<Manhattan<f64>> = guard(|| KNNClassifier::fit(&x, &y, p))?;
            convert_classifier(&values(&model)?, matrix, nearest::Metric::Manhattan)
        }
        Some(Metric::Euclidean) | None => {
            let p = classifier_parameters(options, Distances::euclidian());
            let model: Classifier<Euclidian<f64>> = guard(|| KNNClassifier::fit(&x, &y, p))?;
            convert_classifier(&values(&model)?, matrix, nearest::Metric::Euclidean)
        }
    }
}

/// Fits nearest neighbours for numbers.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn fit_numbers(matrix: &Matrix, y: &[f64], options: &Options, _seed: u64) -> Result<Fitted> {
    check_k(matrix, options)?;
    let (x, y) = (dense(matrix)?, y.to_vec());
    match options.metric {
        Some(Metric::Manhattan) => {
            let p = regressor_parameters(options, Distances::manhattan());
            let model: Regressor<Manhattan<f64>> = guard(|| KNNRegressor::fit(&x, &y, p))?;
            convert_regressor(&values(&model)?, matrix, nearest::Metric::Manhattan)
        }
        Some(Metric::Euclidean) | None => {
            let p = regressor_parameters(options, Distances::euclidian());
            let model: Regressor<Euclidian<f64>> = guard(|| KNNRegressor::fit(&x, &y, p))?;
            convert_regressor(&values(&model)?, matrix, nearest::Metric::Euclidean)
        }
    }
}

fn check_k(matrix: &Matrix, options: &Options) -> Result<()> {
    match (1..=matrix.rows).contains(&k(options)) {
        true => Ok(()),
        false => Err(failed(format!("{} neighbours of {} rows", k(options), matrix.rows)).at("--neighbours")),
    }
}

/// Nearest neighbours for classes: the shares of the weighted votes, as smartcore's
/// `predict_proba`.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn convert_classifier(value: &Value, matrix: &Matrix, metric: nearest::Metric) -> Result<Fitted> {
    let keys = ["classes", "y", "knn_algorithm", "weight", "k"];
    let [classes, y, algorithm, weight, k] = fields(value, keys, "nearest neighbours")?;
    let classes = check_classes(classes, "classes")? as u32;
    let answers = list(y, "answers")?.iter().map(|code| index(code, "class").map(|code| code as f64));
    let answers = answers.collect::<Result<_>>()?;
    let model = Nearest { classes, answers, ..neighbours(algorithm, weight, k, matrix, metric)? };
    Ok(Fitted { model: Model::Nearest(model), outputs: classes, link: Link::Identity })
}

/// Nearest neighbours for numbers: the weighted mean.
///
/// # Errors
/// `training-failed`, `smartcore-changed`.
pub fn convert_regressor(value: &Value, matrix: &Matrix, metric: nearest::Metric) -> Result<Fitted> {
    let [y, algorithm, weight, k] = fields(value, ["y", "knn_algorithm", "weight", "k"], "nearest neighbours")?;
    let answers = list(y, "answers")?.iter().map(|y| number(y, "an answer")).collect::<Result<_>>()?;
    let model = Nearest { answers, ..neighbours(algorithm, weight, k, matrix, metric)? };
    Ok(Fitted { model: Model::Nearest(model), outputs: 1, link: Link::Identity })
}

/// Everything but the answers.
fn neighbours(
    algorithm: &Value,
    weight: &Value,
    k: &Value,
    matrix: &Matrix,
    metric: nearest::Metric,
) -> Result<Nearest> {
    let [search] = fields(algorithm, ["LinearSearch"], "search")?;
    let [_, data] = fields(search, ["distance", "data"], "linear search")?;
    let weight = match weight.as_str() {
        Some("Uniform") => nearest::Weight::Uniform,
        Some("Distance") => nearest::Weight::Distance,
        _ => return Err(changed("weight function")),
    };
    let mut rows = Vec::with_capacity(matrix.values.len());
    for row in list(data, "rows")? {
        for cell in list(row, "a row")? {
            rows.push(number(cell, "a cell")?);
        }
    }
    let (columns, k) = (matrix.columns() as u32, index(k, "k")? as u32);
    let (precision, order) = (Precision::F64, nearest::Order::Heap);
    Ok(Nearest { columns, k, metric, weight, precision, order, rows, answers: vec![], classes: 0 })
}
