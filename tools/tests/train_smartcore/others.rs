//! Naive Bayes and nearest neighbours.

use crate::cases::{Case, SEED, read, real_numbers, scaled, unscaled};
use crate::compare::{answers, numbers, same_labels, same_numbers, same_shares};
use smartcore::metrics::distance::Distances;
use windowbox_tools::train::from_smartcore::{bayes, dense, nearest};
use windowbox_tools::train::options::{Metric, Options, Weight};

#[test]
fn naive_bayes() {
    let mut fitted_some = 0;
    for case in unscaled().into_iter().chain(scaled()) {
        let model = bayes::Classifier::fit(&dense(&case.train).unwrap(), &case.codes, Default::default()).unwrap();
        if model.var().concat().iter().any(|v| *v <= 0.0) {
            let error = bayes::fit(&case.train, &case.codes, &Options::default(), SEED).unwrap_err();
            assert!(error.code == "training-failed" && error.place.starts_with("column "), "{error}");
            continue;
        }
        fitted_some += 1;
        naive_bayes_agrees(&case);
    }
    assert!(fitted_some > 20, "{fitted_some}");
}

/// Not by luck of the variances: all columns of both tables suit it.
#[test]
fn naive_bayes_of_both_tables() {
    for scaled in [false, true] {
        naive_bayes_agrees(&read("titanic/titanic.csv", "Survived", scaled));
        naive_bayes_agrees(&read("iris/iris.csv", "species", scaled));
    }
}

fn naive_bayes_agrees(case: &Case) {
    let model = bayes::Classifier::fit(&dense(&case.train).unwrap(), &case.codes, Default::default()).unwrap();
    let ours = answers(case, bayes::fit(&case.train, &case.codes, &Options::default(), SEED).unwrap());
    same_labels(case, &ours, |x| model.predict(x).unwrap());
    same_shares(case, &ours, 1e-12, |row| bayes_rule(&model, row));
}

/// Bayes' rule: each class's share of the sum of prior times densities.
fn bayes_rule(model: &bayes::Classifier, row: &[f64]) -> Vec<f64> {
    let joint = |class: usize| {
        let density = |(j, x): (usize, &f64)| {
            let (mean, variance) = (model.theta()[class][j], model.var()[class][j]);
            -0.5 * ((2.0 * std::f64::consts::PI * variance).ln() + (x - mean).powi(2) / variance)
        };
        model.class_priors()[class].ln() + row.iter().enumerate().map(density).sum::<f64>()
    };
    let joints: Vec<f64> = (0..model.classes().len()).map(joint).collect();
    joints.iter().map(|m| 1.0 / joints.iter().map(|other| (other - m).exp()).sum::<f64>()).collect()
}

#[test]
fn nearest_neighbours() {
    for case in unscaled().into_iter().chain(scaled()) {
        for options in nearest_options() {
            nearest_classes_agree(&case, &options);
            nearest_numbers_agree(&case, &options);
        }
    }
    for case in real_numbers(false).into_iter().chain(real_numbers(true)) {
        nearest_options().iter().for_each(|options| nearest_numbers_agree(&case, options));
    }
}

fn nearest_options() -> Vec<Options> {
    let both = |(k, weight)| {
        let options = Options { neighbours: Some(k), weight: Some(weight), ..Options::default() };
        [Options { metric: Some(Metric::Manhattan), ..options.clone() }, options]
    };
    [(1, Weight::Uniform), (4, Weight::Uniform), (6, Weight::Distance)].into_iter().flat_map(both).collect()
}

/// Runs an expression with smartcore's metric, which is a type.
macro_rules! with_metric {
    ($options:expr, $distance:ident => $body:expr) => {
        match $options.metric {
            Some(Metric::Manhattan) => {
                let $distance = Distances::manhattan();
                $body
            }
            _ => {
                let $distance = Distances::euclidian();
                $body
            }
        }
    };
}

fn nearest_classes_agree(case: &Case, options: &Options) {
    let x = dense(&case.train).unwrap();
    let classes = answers(case, nearest::fit_classes(&case.train, &case.codes, options, SEED).unwrap());
    with_metric!(options, distance => {
        let p = nearest::classifier_parameters(options, distance);
        let model = nearest::Classifier::fit(&x, &case.codes, p).unwrap();
        same_labels(case, &classes, |x| model.predict(x).unwrap());
        for (matrix, (_, shares)) in [&case.train, &case.ask].into_iter().zip(&classes) {
            let theirs = model.predict_proba(&dense(matrix).unwrap()).unwrap();
            assert_eq!(*shares, theirs.concat(), "{}", case.name);
        }
    });
}

fn nearest_numbers_agree(case: &Case, options: &Options) {
    let x = dense(&case.train).unwrap();
    let values = numbers(case, nearest::fit_numbers(&case.train, &case.values, options, SEED).unwrap());
    with_metric!(options, distance => {
        let p = nearest::regressor_parameters(options, distance);
        let model = nearest::Regressor::fit(&x, &case.values, p).unwrap();
        same_numbers(case, &values, |x| model.predict(x).unwrap());
    });
}
