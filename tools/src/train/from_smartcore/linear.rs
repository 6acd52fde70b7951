//! Linear models, through smartcore's public accessors.

use super::super::line::Fitted;
use super::super::matrix::Matrix;
use super::super::options::Options;
use super::{Dense, dense, failed, guard};
use smartcore::error::Failed;
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

/// Fits least squares by singular values: columns that depend on each other get the
/// smallest coefficients that do.
///
/// # Errors
/// `training-failed`.
pub fn fit_linear(matrix: &Matrix, y: &[f64], _options: &Options, _seed: u64) -> Result<Fitted> {
    let parameters = LinearRegressionParameters { solver: LinearRegressionSolverName::SVD };
    fit_varying(matrix, y, 0.0, |x, y| {
        let model: LeastSquares = LinearRegression::fit(x, y, parameters)?;
        Ok((column(model.coefficients()), *model.intercept()))
    })
}

/// smartcore's parameters. It fits no intercept unless it may standardise.
pub fn ridge_parameters(options: &Options) -> RidgeRegressionParameters<f64> {
    RidgeRegressionParameters::default()
        .with_solver(RidgeRegressionSolverName::Cholesky)
        .with_alpha(options.alpha.unwrap_or(1.0))
        .with_normalize(true)
}

/// Fits ridge regression.
///
/// # Errors
/// `training-failed`.
pub fn fit_ridge(matrix: &Matrix, y: &[f64], options: &Options, _seed: u64) -> Result<Fitted> {
    check_penalty(options)?;
    fit_varying(matrix, y, 0.0, |x, y| {
        let model: Ridge = RidgeRegression::fit(x, y, ridge_parameters(options))?;
        Ok((column(model.coefficients()), *model.intercept()))
    })
}

/// smartcore's parameters. Its intercept is right only if it may standardise.
pub fn lasso_parameters(options: &Options) -> LassoParameters {
    LassoParameters::default().with_alpha(options.alpha.unwrap_or(1.0)).with_normalize(true)
}

/// Fits the lasso.
///
/// # Errors
/// `training-failed`.
pub fn fit_lasso(matrix: &Matrix, y: &[f64], options: &Options, _seed: u64) -> Result<Fitted> {
    check_penalty(options)?;
    fit_varying(matrix, y, 0.0, |x, y| {
        let model: LassoModel = Lasso::fit(x, y, lasso_parameters(options))?;
        Ok((column(model.coefficients()), *model.intercept()))
    })
}

/// smartcore's parameters. Its intercept is right only if it may standardise.
pub fn elastic_parameters(options: &Options) -> ElasticNetParameters {
    ElasticNetParameters::default()
        .with_alpha(options.alpha.unwrap_or(1.0))
        .with_l1_ratio(options.l1_ratio.unwrap_or(0.5))
        .with_normalize(true)
}

/// Fits the elastic net. The answers are moved to mean 0 first and back after:
/// smartcore 0.7 pads them with zeros for the squared penalty and centres what it
/// padded, so that another mean bends every coefficient.
///
/// # Errors
/// `training-failed`.
pub fn fit_elastic(matrix: &Matrix, y: &[f64], options: &Options, _seed: u64) -> Result<Fitted> {
    check_penalty(options)?;
    fit_varying(matrix, y, mean(y), |x, y| {
        let model: Elastic = ElasticNet::fit(x, y, elastic_parameters(options))?;
        Ok((column(model.coefficients()), *model.intercept()))
    })
}

/// The mean that the elastic net's answers are moved by.
pub fn mean(y: &[f64]) -> f64 {
    y.iter().sum::<f64>() / y.len().max(1) as f64
}

/// Coefficients and intercept.
type Line = (Vec<f64>, f64);

/// Fits a line to the columns that vary: smartcore cannot standardise a constant
/// one (a level that these rows lack), whose coefficient is 0 then. The answers are
/// moved down by `shift`, the intercept up again.
fn fit_varying(
    matrix: &Matrix,
    y: &[f64],
    shift: f64,
    fit: impl FnOnce(&Dense, &Vec<f64>) -> std::result::Result<Line, Failed>,
) -> Result<Fitted> {
    let varying = matrix.varying();
    let y: Vec<f64> = y.iter().map(|y| y - shift).collect();
    let x = dense(&matrix.select(&varying))?;
    let (some, intercept) = guard(|| fit(&x, &y))?;
    let mut coefficients = vec![0.0; matrix.columns()];
    varying.iter().zip(&some).for_each(|(&column, w)| coefficients[column] = *w);
    finish(matrix, coefficients, vec![intercept + shift], Link::Identity)
}

fn column(weights: &Dense) -> Vec<f64> {
    (0..weights.shape().0).map(|j| *weights.get((j, 0))).collect()
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
