//! Every kind that training makes predicts what smartcore itself predicts: the same
//! labels on every row, the same numbers within 1e-12; and where smartcore gives no
//! probability, ours is held to an independent computation from its parameters.

use fastrand::Rng;
use serde_json::Value;
use smartcore::linalg::basic::arrays::Array;
use smartcore::metrics::distance::Distances;
use windowbox::data::{Cell, Column, Labels, Schema, Table};
use windowbox::model::Model;
use windowbox::{Node, Op, Output, Pipeline, Predictor, Target};
use windowbox_tools::rows;
use windowbox_tools::train::from_smartcore::{Dense, bayes, boost, dense, forest, linear, nearest, tree};
use windowbox_tools::train::line::{Fitted, Preprocessing};
use windowbox_tools::train::matrix::Matrix;
use windowbox_tools::train::options::{Criterion, Metric, Options, Weight};
use windowbox_tools::train::{Answers, Dataset, Wish};

const SEED: u64 = 7;

/// Numbers to learn from and to be asked, with classes and values to learn.
struct Case {
    name: String,
    train: Matrix,
    ask: Matrix,
    codes: Vec<u32>,
    values: Vec<f64>,
}

fn read(path: &str, target: &str, scaled: bool) -> Case {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(path);
    let wish = Wish { target: target.into(), ..Wish::default() };
    let data = Dataset::new(&rows::read(&path).unwrap(), &wish).unwrap();
    let steps = Preprocessing::fit(&data.schema, &data.table, scaled).unwrap();
    let train = steps.matrix(&data.schema, &data.table).unwrap();
    let Answers::Classes { codes, .. } = data.answers else { panic!("classes") };
    let codes: Vec<u32> = codes.into_iter().map(|code| code as u32).collect();
    let values = train.column(0).zip(&codes).map(|(x, code)| 3.0 * x + 10.0 * f64::from(*code)).collect();
    Case { name: format!("{target}, scaled {scaled}"), ask: train.clone(), train, codes, values }
}

fn matrix(rows: usize, columns: usize, mut cell: impl FnMut(usize) -> f64) -> Matrix {
    let names = (0..columns).map(|c| format!("c{c}")).collect();
    Matrix { names, rows, values: (0..rows * columns).map(|i| cell(i % columns)).collect() }
}

/// Small whole numbers: ties and duplicates everywhere, equal rows with different answers.
fn ties(seed: u64, classes: u32) -> Case {
    let mut rng = Rng::with_seed(seed);
    let train = matrix(240, 4, |_| f64::from(rng.u8(0..4)));
    let ask = matrix(400, 4, |_| f64::from(rng.u8(0..9)) / 2.0);
    answered(format!("ties {seed}, {classes} classes"), train, ask, classes, &mut rng)
}

/// Numbers of many sizes, a constant column, asked far outside as well.
fn wild(seed: u64, classes: u32) -> Case {
    let mut rng = Rng::with_seed(seed);
    let sizes = [1.0, 1e3, 1e-3, 1e6, 0.0];
    let train = matrix(200, 5, |c| 0.1 + sizes[c] * (rng.f64() - 0.3));
    let ask = matrix(300, 5, |c| 0.1 + 5.0 * sizes[c] * (rng.f64() - 0.5));
    answered(format!("wild {seed}, {classes} classes"), train, ask, classes, &mut rng)
}

/// Standardised numbers, as the linear models get them.
fn plain(seed: u64, classes: u32) -> Case {
    let mut rng = Rng::with_seed(seed);
    let train = matrix(150, 3, |_| 3.0 * rng.f64() - 1.5);
    let ask = matrix(300, 3, |_| 8.0 * rng.f64() - 4.0);
    answered(format!("plain {seed}, {classes} classes"), train, ask, classes, &mut rng)
}

fn answered(name: String, train: Matrix, ask: Matrix, classes: u32, rng: &mut Rng) -> Case {
    let score: Vec<f64> = train.values.chunks(train.columns()).map(|row| row[0] - row[1] / 1e3 + rng.f64()).collect();
    let mut sorted = score.clone();
    sorted.sort_by(f64::total_cmp);
    let cut = |k: u32| sorted[sorted.len() * k as usize / classes as usize];
    let codes = score.iter().map(|s| (1..classes).filter(|k| *s >= cut(*k)).count() as u32).collect();
    let values = score.iter().map(|s| 1000.0 + 50.0 * s).collect();
    Case { name, train, ask, codes, values }
}

fn unscaled() -> Vec<Case> {
    let mut cases = vec![read("titanic/titanic.csv", "Survived", false), read("iris/iris.csv", "species", false)];
    cases.extend((0..4).flat_map(|seed| [ties(seed, 2), ties(seed + 10, 3), wild(seed, 2), wild(seed + 10, 4)]));
    cases
}

fn scaled() -> Vec<Case> {
    let mut cases = vec![read("titanic/titanic.csv", "Survived", true), read("iris/iris.csv", "species", true)];
    cases.extend((0..4).flat_map(|seed| [plain(seed, 2), plain(seed + 10, 3), ties(seed, 2), ties(seed + 10, 4)]));
    cases
}

/// Without constant columns, which smartcore's penalised lines refuse.
fn varying(case: Case) -> Case {
    let columns = case.train.varying();
    Case { ask: case.ask.select(&columns), train: case.train.select(&columns), ..case }
}

/// A predictor that is the model alone, after a way through bytes that must not
/// change one bit of any answer.
fn predictor(fitted: Fitted, matrix: &Matrix, classes: Option<u32>) -> Predictor {
    let columns = matrix.names.len() as u32;
    let schema = Schema { columns: matrix.names.iter().map(Column::numeric).collect() };
    let slots: Vec<u32> = (columns..columns + fitted.outputs).collect();
    let target = match classes {
        Some(k) => Target::classes("y", Labels::Number((0..k).map(f64::from).collect()), slots, fitted.link),
        None => Target::regression("y", columns),
    };
    let node = Node::new(Op::Model(fitted.model), (0..columns).collect(), columns, fitted.outputs);
    let predictor = Pipeline::new(schema, vec![node], Output::one(target)).check().unwrap();
    let bytes = windowbox::pack(&predictor).unwrap();
    let again = windowbox::unpack(&bytes).unwrap();
    let rows = table(&again, matrix);
    let bits = |p: &Predictor| p.predict(&rows).targets[0].scores.iter().map(|s| s.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&predictor), bits(&again));
    assert_eq!(windowbox::pack(&again).unwrap(), bytes);
    again
}

fn table(predictor: &Predictor, matrix: &Matrix) -> Table {
    let mut table = Table::new(&predictor.pipeline().schema);
    matrix.values.chunks(matrix.columns()).for_each(|row| table.push(row.iter().map(|x| Cell::Number(*x)).collect()));
    table
}

/// The labels and probabilities of some rows.
type Classified = (Vec<u32>, Vec<f64>);

/// Our answers on both matrices.
fn answers(case: &Case, fitted: Fitted) -> [Classified; 2] {
    let classes = case.codes.iter().max().unwrap() + 1;
    let predictor = predictor(fitted, &case.train, Some(classes));
    [&case.train, &case.ask].map(|matrix| {
        let answer = predictor.predict(&table(&predictor, matrix)).targets.swap_remove(0);
        (answer.classes, answer.scores)
    })
}

fn numbers(case: &Case, fitted: Fitted) -> [Vec<f64>; 2] {
    let predictor = predictor(fitted, &case.train, None);
    [&case.train, &case.ask].map(|m| predictor.predict(&table(&predictor, m)).targets.swap_remove(0).scores)
}

fn same_labels(case: &Case, ours: &[Classified; 2], theirs: impl Fn(&Dense) -> Vec<u32>) {
    for (matrix, (labels, _)) in [&case.train, &case.ask].into_iter().zip(ours) {
        assert_eq!(*labels, theirs(&dense(matrix).unwrap()), "{}", case.name);
    }
}

/// Our probabilities, and those of a row-wise computation.
fn same_shares(case: &Case, ours: &[Classified; 2], tolerance: f64, theirs: impl Fn(&[f64]) -> Vec<f64>) {
    for (matrix, (_, shares)) in [&case.train, &case.ask].into_iter().zip(ours) {
        let expected: Vec<f64> = matrix.values.chunks(matrix.columns()).flat_map(&theirs).collect();
        close(&case.name, shares, &expected, tolerance);
    }
}

fn same_numbers(case: &Case, ours: &[Vec<f64>; 2], theirs: impl Fn(&Dense) -> Vec<f64>) {
    for (matrix, numbers) in [&case.train, &case.ask].into_iter().zip(ours) {
        close(&case.name, numbers, &theirs(&dense(matrix).unwrap()), 1e-12);
    }
}

/// Within a tolerance that is relative for numbers above 1.
fn close(name: &str, ours: &[f64], theirs: &[f64], tolerance: f64) {
    assert_eq!(ours.len(), theirs.len(), "{name}");
    for (a, b) in ours.iter().zip(theirs) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{name}: {a} instead of {b}");
    }
}

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
    for case in unscaled() {
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
    for case in unscaled() {
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
    for case in unscaled() {
        let some = Options { trees: Some(30), subsample: Some(0.7), gamma: Some(0.5), ..Options::default() };
        for options in [some, Options { trees: Some(20), ..Options::default() }] {
            let (x, p) = (dense(&case.train).unwrap(), boost::parameters(&case.values, &options, SEED));
            let model = boost::Regressor::fit(&x, &case.values, p).unwrap();
            let ours = numbers(&case, boost::fit(&case.train, &case.values, &options, SEED).unwrap());
            same_numbers(&case, &ours, |x| model.predict(x).unwrap());
        }
    }
}

#[test]
fn logistic_regression() {
    for case in scaled() {
        let options = Options::default();
        let x = dense(&case.train).unwrap();
        let model = linear::Logistic::fit(&x, &case.codes, linear::logistic_parameters(&options)).unwrap();
        let ours = answers(&case, linear::fit_logistic(&case.train, &case.codes, &options, SEED).unwrap());
        same_labels(&case, &ours, |x| model.predict(x).unwrap());
        same_shares(&case, &ours, 1e-12, |row| logistic_shares(&model, row));
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
    for case in scaled().into_iter().map(varying) {
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
    for case in scaled().into_iter().map(varying) {
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

#[test]
fn naive_bayes() {
    let mut fitted_some = 0;
    for case in unscaled().into_iter().chain(scaled()) {
        let model = bayes::Classifier::fit(&dense(&case.train).unwrap(), &case.codes, Default::default()).unwrap();
        let fitted = bayes::fit(&case.train, &case.codes, &Options::default(), SEED);
        if model.var().concat().iter().any(|v| *v <= 0.0) {
            let error = fitted.unwrap_err();
            assert!(error.code == "training-failed" && error.place.starts_with("column "), "{error}");
            continue;
        }
        fitted_some += 1;
        let ours = answers(&case, fitted.unwrap());
        same_labels(&case, &ours, |x| model.predict(x).unwrap());
        same_shares(&case, &ours, 1e-12, |row| bayes_rule(&model, row));
    }
    assert!(fitted_some > 20, "{fitted_some}");
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
        for (k, weight) in [(1, Weight::Uniform), (4, Weight::Uniform), (6, Weight::Distance)] {
            let options = Options { neighbours: Some(k), weight: Some(weight), ..Options::default() };
            nearest_agrees(&case, &options);
            nearest_agrees(&case, &Options { metric: Some(Metric::Manhattan), ..options });
        }
    }
}

fn nearest_agrees(case: &Case, options: &Options) {
    let x = dense(&case.train).unwrap();
    let classes = answers(case, nearest::fit_classes(&case.train, &case.codes, options, SEED).unwrap());
    let values = numbers(case, nearest::fit_numbers(&case.train, &case.values, options, SEED).unwrap());
    // The metric is a type.
    macro_rules! agree {
        ($distance:expr) => {{
            let p = nearest::classifier_parameters(options, $distance);
            let model = nearest::Classifier::fit(&x, &case.codes, p).unwrap();
            same_labels(case, &classes, |x| model.predict(x).unwrap());
            for (matrix, (_, shares)) in [&case.train, &case.ask].into_iter().zip(&classes) {
                let theirs = model.predict_proba(&dense(matrix).unwrap()).unwrap();
                assert_eq!(*shares, theirs.concat(), "{}", case.name);
            }
            let p = nearest::regressor_parameters(options, $distance);
            let model = nearest::Regressor::fit(&x, &case.values, p).unwrap();
            same_numbers(case, &values, |x| model.predict(x).unwrap());
        }};
    }
    match options.metric {
        Some(Metric::Manhattan) => agree!(Distances::manhattan()),
        _ => agree!(Distances::euclidian()),
    }
}

/// Fails when smartcore's private shape changes, before a model could be wrong.
#[test]
fn smartcores_private_shape_is_the_one_we_read() {
    let case = ties(0, 2);
    let (x, codes, y) = (dense(&case.train).unwrap(), &case.codes, &case.values);
    let options = Options { trees: Some(2), ..Options::default() };
    let value = serde_json::to_value(tree::Classifier::fit(&x, codes, Default::default()).unwrap()).unwrap();
    same_keys(&value, "_phantom_tx _phantom_x _phantom_y classes depth nodes num_classes num_features parameters");
    let node = "false_child impurity n_node_samples output split_feature split_score split_value true_child";
    same_keys(&value["nodes"][0], node);
    let forest = forest::Classifier::fit(&x, codes, forest::classifier_parameters(&options, 0)).unwrap();
    same_keys(&serde_json::to_value(forest).unwrap(), "classes samples trees");
    let value = serde_json::to_value(tree::Regressor::fit(&x, y, Default::default()).unwrap()).unwrap();
    same_keys(&value, "num_features tree_regressor");
    let tree = &value["tree_regressor"];
    same_keys(tree, "_phantom_tx _phantom_ty _phantom_x _phantom_y depth nodes parameters root_mass");
    same_keys(&tree["nodes"][0], "false_child output split_feature split_score split_value true_child");
    let forest = forest::Regressor::fit(&x, y, forest::regressor_parameters(&options, 0)).unwrap();
    let value = serde_json::to_value(forest).unwrap();
    same_keys(&value, "forest_regressor");
    same_keys(&value["forest_regressor"], "num_features samples trees");
    let boosted = boost::Regressor::fit(&x, y, boost::parameters(y, &options, 0)).unwrap();
    let value = serde_json::to_value(boosted).unwrap();
    same_keys(&value, "_phantom_tx _phantom_ty _phantom_x _phantom_y parameters regressors");
    let node = "left right split_feature_idx split_score threshold value";
    same_keys(&value["regressors"][0], &format!("_phantom_tx _phantom_ty _phantom_x _phantom_y {node}"));
    let parameters = "gamma lambda learning_rate max_depth min_child_weight n_estimators objective seed subsample";
    same_keys(&value["parameters"], &format!("base_score {parameters}"));
    let p = nearest::classifier_parameters(&options, Distances::euclidian());
    let value = serde_json::to_value(nearest::Classifier::fit(&x, codes, p).unwrap()).unwrap();
    same_keys(&value, "_phantom_tx _phantom_x _phantom_y classes k knn_algorithm weight y");
    same_keys(&value["knn_algorithm"]["LinearSearch"], "data distance");
    let p = nearest::regressor_parameters(&options, Distances::euclidian());
    let value = serde_json::to_value(nearest::Regressor::fit(&x, y, p).unwrap()).unwrap();
    same_keys(&value, "_phantom_tx _phantom_ty _phantom_x k knn_algorithm weight y");
}

fn same_keys(value: &Value, expected: &str) {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys.join(" "), expected);
}
