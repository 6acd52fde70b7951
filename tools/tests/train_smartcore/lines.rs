//! Linear models.

use crate::cases::{SEED, scaled, scaled_numbers, varying, wild};
use crate::compare::{answers, numbers, same_labels, same_numbers, same_shares};
use smartcore::linalg::basic::arrays::Array;
use windowbox::model::Model;
use windowbox_tools::train::from_smartcore::{dense, linear};
use windowbox_tools::train::options::Options;

#[test]
fn logistic_regression() {
    for case in scaled() {
        for alpha in [None, Some(0.2), Some(30.0)] {
            let options = Options { alpha, ..Options::default() };
            let x = dense(&case.train).unwrap();
            let model = linear::Logistic::fit(&x, &case.codes, linear::logistic_parameters(&options)).unwrap();
            let ours = answers(&case, linear::fit_logistic(&case.train, &case.codes, &options, SEED).unwrap());
            same_labels(&case, &ours, |x| model.predict(x).unwrap());
            same_shares(&case, &ours, 1e-12, |row| logistic_shares(&model, row));
        }
    }
}

/// What smartcore maximised: `1 / (1 + e^-m)`, or `e^m` over the sum of all classes'.
fn logistic_shares(model: &linear::Logistic, row: &[f64]) -> Vec<f64> {
    let (w, b) = (model.coefficients(), model.intercept());
    let margin = |k: usize| (0..row.len()).map(|j| w.get((k, j)) * row[j]).sum::<f64>() + b.get((k, 0));
    if w.shape().0 == 1 {
        let e = (-margin(0)).exp();
        return vec![e / (1.0 + e), 1.0 / (1.0 + e)];
    }
    let margins: Vec<f64> = (0..w.shape().0).map(margin).collect();
    margins.iter().map(|m| 1.0 / margins.iter().map(|other| (other - m).exp()).sum::<f64>()).collect()
}

#[test]
fn lines_for_numbers() {
    let options = Options { alpha: Some(0.3), ..Options::default() };
    for case in scaled_numbers().into_iter().map(varying) {
        let (x, y) = (dense(&case.train).unwrap(), &case.values);
        let model = linear::LeastSquares::fit(&x, y, Default::default()).unwrap();
        let ours = numbers(&case, linear::fit_linear(&case.train, y, &options, SEED).unwrap());
        same_numbers(&case, &ours, |x| model.predict(x).unwrap());
        let model = linear::Ridge::fit(&x, y, linear::ridge_parameters(&options)).unwrap();
        let ours = numbers(&case, linear::fit_ridge(&case.train, y, &options, SEED).unwrap());
        same_numbers(&case, &ours, |x| model.predict(x).unwrap());
        let model = linear::LassoModel::fit(&x, y, linear::lasso_parameters(&options)).unwrap();
        let ours = numbers(&case, linear::fit_lasso(&case.train, y, &options, SEED).unwrap());
        same_numbers(&case, &ours, |x| model.predict(x).unwrap());
    }
}

#[test]
fn the_elastic_net_of_centred_answers() {
    let options = Options { alpha: Some(0.3), l1_ratio: Some(0.4), ..Options::default() };
    for case in scaled_numbers().into_iter().map(varying) {
        let mean = linear::mean(&case.values);
        let centred = case.values.iter().map(|y| y - mean).collect();
        let x = dense(&case.train).unwrap();
        let model = linear::Elastic::fit(&x, &centred, linear::elastic_parameters(&options)).unwrap();
        let ours = numbers(&case, linear::fit_elastic(&case.train, &case.values, &options, SEED).unwrap());
        same_numbers(&case, &ours, |x| model.predict(x).unwrap().iter().map(|y| y + mean).collect());
    }
}

#[test]
fn constant_columns_get_no_weight() {
    let case = wild(1, 2);
    assert_eq!(case.train.varying(), [0, 1, 2, 3]);
    let fitted = linear::fit_ridge(&case.train, &case.values, &Options::default(), SEED).unwrap();
    let Model::Linear(line) = fitted.model else { panic!("linear") };
    assert_eq!((line.coefficients.len(), line.coefficients[4]), (5, 0.0));
}
