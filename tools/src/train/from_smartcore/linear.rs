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
    let (x, y) = (dense(matrix)?, codes.to_vec());
    let parameters = logistic_parameters(options);
    let alpha = parameters.alpha;
    let model: Logistic = guard(|| LogisticRegression::fit(&x, &y, parameters))?;
    let fitted = convert_logistic(&model, matrix)?;
    let slope = slope(&fitted, matrix, codes, alpha);
    match slope <= SLOPE_LIMIT * matrix.rows as f64 {
        true => Ok(fitted),
        false => Err(failed(format!("the training stopped before it converged: its slope is still {slope}"))
            .hint("raise --alpha, or leave out columns that say the same")),
    }
}

/// At a minimum the slope is 0; per row it may be off by this. smartcore stops
/// silently wherever its line search fails.
const SLOPE_LIMIT: f64 = 1e-3;

/// The steepest slope of the penalised likelihood, over all coefficients.
fn slope(fitted: &Fitted, matrix: &Matrix, codes: &[u32], alpha: f64) -> f64 {
    let Model::Linear(line) = &fitted.model else { return f64::INFINITY };
    let width = matrix.columns();
    let mut slopes: Vec<f64> = line.coefficients.iter().map(|w| alpha * w).collect();
    let mut levels = vec![0.0; line.intercepts.len()];
    for (row, code) in matrix.values.chunks_exact(width).zip(codes) {
        for (k, error) in errors(line, fitted.link, row, *code).into_iter().enumerate() {
            levels[k] += error;
            slopes[k * width..].iter_mut().zip(row).for_each(|(slope, x)| *slope += error * x);
        }
    }
    slopes.iter().chain(&levels).fold(0.0, |most, slope| slope.abs().max(most))
}

/// Probability minus truth, for each margin.
fn errors(line: &Linear, link: Link, row: &[f64], code: u32) -> Vec<f64> {
    let lines = line.coefficients.chunks_exact(row.len()).zip(&line.intercepts);
    let mut p: Vec<f64> = lines.map(|(w, b)| w.iter().zip(row).map(|(w, x)| w * x).sum::<f64>() + b).collect();
    link.row(&mut p);
    match &mut p[..] {
        [positive] => *positive -= f64::from(code),
        all => all[code as usize] -= 1.0,
    }
    p
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
    if varying.is_empty() {
        return Err(failed("every column is constant in these rows"));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn eight() -> (Matrix, Vec<f64>) {
        let values = vec![1., 5., 2., 3., 3., 8., 4., 1., 5., 4., 6., 9., 7., 2., 8., 6.];
        let y = vec![103., 104., 111., 108., 113., 122., 117., 124.];
        (Matrix { names: vec!["a".into(), "b".into()], rows: 8, values }, y)
    }

    fn line(fitted: Fitted) -> Linear {
        let Model::Linear(line) = fitted.model else { panic!("linear") };
        line
    }

    /// Expected: scikit-learn 1.9.1, `ElasticNet(alpha=0.24, l1_ratio=0.25)` on
    /// standardised columns; smartcore's solver stops at a duality gap of 1e-4.
    #[test]
    fn the_elastic_net_is_the_textbooks_only_for_centred_answers() {
        let (matrix, y) = eight();
        let options = Options { alpha: Some(0.3), l1_ratio: Some(0.4), ..Options::default() };
        let ours = line(fit_elastic(&matrix, &y, &options, 0).unwrap());
        assert!((ours.coefficients[0] - 2.43159363).abs() < 1e-3, "{ours:?}");
        assert!((ours.coefficients[1] - 0.84760035).abs() < 1e-3, "{ours:?}");
        assert!((ours.intercepts[0] - 97.78172698).abs() < 1e-2, "{ours:?}");
        let raw: Elastic = ElasticNet::fit(&dense(&matrix).unwrap(), &y, elastic_parameters(&options)).unwrap();
        assert!(*raw.coefficients().get((0, 0)) < 0.0, "smartcore centres its padding no longer: drop the detour");
    }

    #[test]
    fn a_training_that_did_not_converge_is_refused() {
        let matrix = Matrix { names: vec!["a".into()], rows: 4, values: vec![1e8, 2e8, 3e8, 5e8] };
        let error = fit_logistic(&matrix, &[0, 1, 0, 1], &Options::default(), 0).unwrap_err();
        assert!(error.message.contains("converged"), "{error}");
    }
}
