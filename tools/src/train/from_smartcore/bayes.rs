//! Gaussian naive Bayes, through smartcore's public accessors.

use super::super::line::Fitted;
use super::super::matrix::Matrix;
use super::super::options::Options;
use super::{Dense, dense, failed, guard};
use smartcore::naive_bayes::gaussian::{GaussianNB, GaussianNBParameters};
use windowbox::Result;
use windowbox::model::{Model, NaiveBayes};
use windowbox::preprocess::Link;

/// smartcore's Gaussian naive Bayes.
pub type Classifier = GaussianNB<f64, u32, Dense, Vec<u32>>;

/// Fits Gaussian naive Bayes.
///
/// # Errors
/// `training-failed` with the column that does not vary within a class.
pub fn fit(matrix: &Matrix, codes: &[u32], _options: &Options, _seed: u64) -> Result<Fitted> {
    let (x, y) = (dense(matrix)?, codes.to_vec());
    let model: Classifier = guard(|| GaussianNB::fit(&x, &y, GaussianNBParameters { priors: None }))?;
    convert(&model, matrix)
}

/// Gaussian naive Bayes. smartcore gives no probabilities; they are Bayes' rule over
/// its joint likelihoods: a softmax of their logarithms.
///
/// # Errors
/// `training-failed`: smartcore does not smooth variances, and a variance of 0 makes
/// every likelihood infinite or no number.
pub fn convert(model: &Classifier, matrix: &Matrix) -> Result<Fitted> {
    let variances = model.var().concat();
    if let Some(at) = variances.iter().position(|variance| !(variance.is_finite() && *variance > 0.0)) {
        let (class, name) = (at / matrix.columns(), &matrix.names[at % matrix.columns()]);
        let message = format!("every row of class number {class} has the same value here, and no normal density fits");
        return Err(failed(message).at(format!("column {name}")).hint("leave the column out, or use another model"));
    }
    let outputs = model.classes().len() as u32;
    let (priors, means) = (model.class_priors().clone(), model.theta().concat());
    if !means.iter().chain(&priors).all(|x| x.is_finite()) {
        return Err(failed("a mean or a prior is not finite"));
    }
    let model = Model::NaiveBayes(NaiveBayes { columns: matrix.columns() as u32, priors, means, variances });
    Ok(Fitted { model, outputs, link: Link::Softmax })
}
