//! Trees, forests and boosting.

use crate::cases::{SEED, ties, unscaled, unscaled_numbers};
use crate::compare::{answers, numbers, same_labels, same_numbers, same_shares};
use serde_json::Value;
use smartcore::linalg::basic::arrays::Array;
use windowbox::model::Model;
use windowbox_tools::train::from_smartcore::{boost, dense, forest, tree};
use windowbox_tools::train::options::{Criterion, Options};

fn tree_options() -> Vec<Options> {
    let none = Options::default();
    vec![
        none.clone(),
        Options { max_depth: Some(3), criterion: Some(Criterion::Entropy), ..none.clone() },
        Options { min_samples_leaf: Some(7), min_samples_split: Some(20), ..none },
    ]
}

#[test]
fn decision_trees_for_classes() {
    for case in unscaled() {
        for options in tree_options() {
            let (x, p) = (dense(&case.train).unwrap(), tree::classifier_parameters(&options, SEED));
            let model = tree::Classifier::fit(&x, &case.codes, p).unwrap();
            let ours = answers(&case, tree::fit_classes(&case.train, &case.codes, &options, SEED).unwrap());
            same_labels(&case, &ours, |x| model.predict(x).unwrap());
            for (matrix, (_, shares)) in [&case.train, &case.ask].into_iter().zip(&ours) {
                let theirs = model.predict_proba(&dense(matrix).unwrap()).unwrap();
                assert_eq!(*shares, theirs.iterator(0).copied().collect::<Vec<f64>>(), "{}", case.name);
            }
        }
    }
}

#[test]
fn a_depth_counts_tests_and_covers_count_rows() {
    let case = ties(0, 2);
    let options = Options { max_depth: Some(1), ..Options::default() };
    let fitted = tree::fit_classes(&case.train, &case.codes, &options, SEED).unwrap();
    let Model::Trees(stump) = fitted.model else { panic!("trees") };
    assert_eq!(stump.column.len(), 3);
    assert_eq!((stump.cover[0], stump.cover[1] + stump.cover[2]), (240.0, 240.0));
}

#[test]
fn decision_trees_for_numbers() {
    for case in unscaled_numbers() {
        for options in tree_options() {
            let (x, p) = (dense(&case.train).unwrap(), tree::regressor_parameters(&options, SEED));
            let model = tree::Regressor::fit(&x, &case.values, p).unwrap();
            let ours = numbers(&case, tree::fit_numbers(&case.train, &case.values, &options, SEED).unwrap());
            same_numbers(&case, &ours, |x| model.predict(x).unwrap());
        }
    }
}

#[test]
fn random_forests_for_classes() {
    for case in unscaled() {
        // An even number of trees, so that votes tie.
        let options = Options { trees: Some(12), max_depth: Some(6), ..Options::default() };
        let (x, p) = (dense(&case.train).unwrap(), forest::classifier_parameters(&options, SEED));
        let model = forest::Classifier::fit(&x, &case.codes, p).unwrap();
        let ours = answers(&case, forest::fit_classes(&case.train, &case.codes, &options, SEED).unwrap());
        same_labels(&case, &ours, |x| model.predict(x).unwrap());
        let (value, classes) = (serde_json::to_value(&model).unwrap(), case.codes.iter().max().unwrap() + 1);
        same_shares(&case, &ours, 0.0, |row| votes(&value, row, classes as usize));
    }
}

/// The share of a forest's votes, counted from smartcore's own nodes.
fn votes(forest: &Value, row: &[f64], classes: usize) -> Vec<f64> {
    let trees = forest["trees"].as_array().unwrap();
    let mut votes = vec![0.0; classes];
    for tree in trees {
        let mut node = &tree["nodes"][0];
        while let Some(yes) = node["true_child"].as_u64() {
            let x = row[node["split_feature"].as_u64().unwrap() as usize];
            let no = node["false_child"].as_u64().unwrap();
            node = &tree["nodes"][if x <= node["split_value"].as_f64().unwrap() { yes } else { no } as usize];
        }
        votes[node["output"].as_u64().unwrap() as usize] += 1.0;
    }
    votes.iter().map(|v| v / trees.len() as f64).collect()
}

#[test]
fn forests_for_numbers() {
    for case in unscaled_numbers() {
        let options = Options { trees: Some(15), max_features: Some(2), ..Options::default() };
        let x = dense(&case.train).unwrap();
        let model = forest::Regressor::fit(&x, &case.values, forest::regressor_parameters(&options, SEED)).unwrap();
        let ours = numbers(&case, forest::fit_numbers(&case.train, &case.values, &options, SEED).unwrap());
        same_numbers(&case, &ours, |x| model.predict(x).unwrap());
        let model = forest::ExtraTrees::fit(&x, &case.values, forest::extra_parameters(&options, SEED)).unwrap();
        let ours = numbers(&case, forest::fit_extra(&case.train, &case.values, &options, SEED).unwrap());
        same_numbers(&case, &ours, |x| model.predict(x).unwrap());
    }
}

#[test]
fn gradient_boosting() {
    for case in unscaled_numbers() {
        let some = Options { trees: Some(30), subsample: Some(0.7), gamma: Some(0.5), ..Options::default() };
        let shy = Options { max_depth: Some(2), learning_rate: Some(0.07), lambda: Some(4.0), ..some.clone() };
        let coarse = Options { min_child_weight: Some(9), max_depth: Some(4), ..Options::default() };
        for options in [some, shy, coarse, Options { trees: Some(20), ..Options::default() }] {
            let (x, p) = (dense(&case.train).unwrap(), boost::parameters(&case.values, &options, SEED));
            let model = boost::Regressor::fit(&x, &case.values, p).unwrap();
            let ours = numbers(&case, boost::fit(&case.train, &case.values, &options, SEED).unwrap());
            same_numbers(&case, &ours, |x| model.predict(x).unwrap());
        }
    }
}
