//! Linear models, through smartcore's public accessors.

use super::super::line::Fitted;
use super::super::matrix::Matrix;
use super::super::options::Options;
use super::{Dense, dense, failed, guard};
use smartcore::linalg::basic::arrays::Array;
use smartcore::linear::elastic_net::{ElasticNet, ElasticNetParameters};
use smartcore::linear::lasso::{Lasso, LassoParameters};
use smartcore::linear::linear_regression::{LinearRegression, LinearRegressionParameters, LinearRegressionSolverName};
use smartcore::linear::logistic_regression::{
    LogisticRegression, LogisticRegressionParameters, LogisticRegressionSolverName,
};
use smartcore::linear::ridge_regression::{RidgeRegression, RidgeRegressionParameters, RidgeRegressionSolverName};
use windowbox::Result;
use windowbox::model::{Linear, Model};
use windowbox::preprocess::Link;

/// smartcore's logistic regression.
pub type Logistic = LogisticRegression<f64, u32, Dense, Vec<u32>>;
/// smartcore's least squares.
pub type LeastSquares = LinearRegression<f64, f64, Dense, Vec<f64>>;
/// smartcore's ridge regression.
pub type Ridge = RidgeRegression<f64, f64, Dense, Vec<f64>>;
/// smartcore's lasso.
pub type LassoModel = Lasso<f64, f64, Dense, Vec<f64>>;
/// smartcore's elastic net.
pub type Elastic = ElasticNet<f64, f64, Dense, Vec<f64>>;

/// smartcore's parameters; its own default is no penalty, which diverges where a
/// column tells the classes apart.
pub fn logistic_parameters(options: &Options) -> LogisticRegressionParameters<f64> {
    LogisticRegressionParameters { solver: LogisticRegressionSolverName::LBFGS, alpha: options.alpha.unwrap_or(1.0) }
}

/// Fits logistic regression.
///
/// # Errors
/// `training-failed`.
pub fn fit_logistic(matrix: &Matrix, codes: &[u32], options: &Options, _seed: u64) -> Result<Fitted> {
    check_penalty(options)?;
    let (x, y) = (dense(matrix)?, codes.to_vec());
    let model: Logistic = guard(|| LogisticRegression::fit(&x, &y, logistic_parameters(options)))?;
    convert_logistic(&model, matrix)
}

/// Logistic regression. smartcore gives no probabilities; they are those that it
/// maximised: for two classes `sigmoid(margin)` of the second, else a softmax.
///
/// # Errors
/// `training-failed`.
pub fn convert_logistic(model: &Logistic, matrix: &Matrix) -> Result<Fitted> {
    let (weights, intercepts) = (model.coefficients(), model.intercept());
    let outputs = weights.shape().0;
    let all = (0..outputs).flat_map(|k| (0..matrix.columns()).map(move |j| (k, j)));
    let coefficients = all.map(|at| *weights.get(at)).collect();
    let intercepts = (0..outputs).map(|k| *intercepts.get((k, 0))).collect();
    let link = if outputs == 1 { Link::Sigmoid } else { Link::Softmax };
    finish(matrix, coefficients, intercepts, link)
}

fn finish(matrix: &Matrix, coefficients: Vec<f64>, intercepts: Vec<f64>, link: Link) -> Result<Fitted> {
    let finite = coefficients.iter().chain(&intercepts).all(|w| w.is_finite());
    if !finite || coefficients.len() != intercepts.len() * matrix.columns() {
        return Err(failed("coefficients are not finite: the training did not converge"));
    }
    let outputs = intercepts.len() as u32;
    let model = Model::Linear(Linear::new(matrix.columns() as u32, coefficients, intercepts));
    Ok(Fitted { model, outputs, link })
}

fn check_penalty(options: &Options) -> Result<()> {
    let alpha = options.alpha.unwrap_or(1.0);
    let ratio = options.l1_ratio.unwrap_or(0.5);
    match alpha.is_finite() && alpha >= 0.0 && (0.0..=1.0).contains(&ratio) {
        true => Ok(()),
        false => Err(failed("a penalty is at least 0, a ratio between 0 and 1").at("--alpha, --l1-ratio")),
    }
}
