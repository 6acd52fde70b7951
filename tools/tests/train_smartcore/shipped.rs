//! The whole line that is shipped (imputers, scaler, one-hot encoders, model), asked
//! with the tables' own cells, against smartcore on a matrix that is prepared here by
//! hand: medians and commonest levels, mean and standard deviation, a column a level.

use crate::cases::{SEED, dataset};
use crate::compare::close;
use windowbox::data::{Column, Kind, Table};
use windowbox_tools::train::from_smartcore::{dense, forest, linear, tree};
use windowbox_tools::train::matrix::Matrix;
use windowbox_tools::train::{Answers, Dataset, Options, trainers};

const TABLES: [(&str, &str); 4] = [
    ("titanic/titanic.csv", "Survived"),
    ("iris/iris.csv", "species"),
    ("titanic/titanic.csv", "Fare"),
    ("iris/iris.csv", "sl"),
];

/// A column's cells as numbers for a model: one column, or one a level.
fn prepared(column: &Column, cells: &[f64], scaled: bool) -> Vec<Vec<f64>> {
    let present: Vec<f64> = cells.iter().copied().filter(|x| !x.is_nan()).collect();
    let filled = |fill: f64| cells.iter().map(move |x| if x.is_nan() { fill } else { *x }).collect::<Vec<f64>>();
    match &column.kind {
        Kind::Categorical { levels, .. } => {
            let count = |level: usize| present.iter().filter(|code| **code == level as f64).count();
            let commonest = (0..levels.len()).rev().max_by_key(|&level| count(level)).unwrap();
            let codes = filled(commonest as f64);
            (0..levels.len()).map(|l| codes.iter().map(|c| f64::from(u8::from(*c == l as f64))).collect()).collect()
        }
        _ if scaled => vec![standardised(&filled(median(present)))],
        _ => vec![filled(median(present))],
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let (half, odd) = (numbers.len() / 2, numbers.len() % 2 == 1);
    if odd { numbers[half] } else { (numbers[half - 1] + numbers[half]) / 2.0 }
}

fn standardised(numbers: &[f64]) -> Vec<f64> {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let deviation = (numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
    numbers.iter().map(|x| (x - mean) / deviation).collect()
}

fn matrix(data: &Dataset, scaled: bool) -> Matrix {
    let mut columns = Vec::new();
    for (i, column) in data.schema.columns.iter().enumerate() {
        columns.extend(prepared(column, data.table.numbers(i).unwrap(), scaled));
    }
    let names = (0..columns.len()).map(|i| format!("c{i}")).collect();
    Matrix::of_columns(names, &columns)
}

/// What the shipped predictor answers on a table's own cells, missing ones included.
fn shipped(data: &Dataset, model: &str) -> (Vec<u32>, Vec<f64>) {
    let pipeline = trainers::find(model).unwrap().fit(data, &Options::default(), SEED).unwrap();
    let bytes = windowbox::pack(&pipeline.check().unwrap()).unwrap();
    let table: &Table = &data.table;
    let mut prediction = windowbox::unpack(&bytes).unwrap().predict(table);
    assert!(prediction.issues.iter().all(|issue| !issue.fatal));
    let answer = prediction.targets.swap_remove(0);
    (answer.classes, answer.scores)
}

#[test]
fn the_tables_have_what_is_to_be_prepared() {
    let titanic = dataset("titanic/titanic.csv", "Survived");
    let missing: Vec<&str> = titanic.schema.columns.iter().filter(|c| c.missing).map(|c| &c.name[..]).collect();
    assert_eq!(missing, ["Age", "Embarked"]);
    assert_eq!((matrix(&titanic, true).columns(), matrix(&titanic, true).rows), (10, 891));
}

#[test]
fn lines_for_classes() {
    for (path, target) in &TABLES[..2] {
        let data = dataset(path, target);
        let Answers::Classes { codes, .. } = &data.answers else { panic!("classes") };
        let (codes, options) = (codes.iter().map(|code| *code as u32).collect::<Vec<u32>>(), Options::default());
        let x = dense(&matrix(&data, true)).unwrap();
        let model = linear::Logistic::fit(&x, &codes, linear::logistic_parameters(&options)).unwrap();
        assert_eq!(shipped(&data, "logistic").0, model.predict(&x).unwrap(), "{target}");
        let x = dense(&matrix(&data, false)).unwrap();
        let model = tree::Classifier::fit(&x, &codes, tree::classifier_parameters(&options, SEED)).unwrap();
        assert_eq!(shipped(&data, "decision-tree").0, model.predict(&x).unwrap(), "{target}");
        let model = forest::Classifier::fit(&x, &codes, forest::classifier_parameters(&options, SEED)).unwrap();
        assert_eq!(shipped(&data, "random-forest").0, model.predict(&x).unwrap(), "{target}");
    }
}

#[test]
fn lines_for_numbers() {
    for (path, target) in &TABLES[2..] {
        let data = dataset(path, target);
        let Answers::Numbers(y) = &data.answers else { panic!("numbers") };
        let options = Options::default();
        let x = dense(&matrix(&data, true)).unwrap();
        let model = linear::Ridge::fit(&x, y, linear::ridge_parameters(&options)).unwrap();
        close(target, &shipped(&data, "ridge").1, &model.predict(&x).unwrap(), 1e-12);
        let x = dense(&matrix(&data, false)).unwrap();
        let model = tree::Regressor::fit(&x, y, tree::regressor_parameters(&options, SEED)).unwrap();
        close(target, &shipped(&data, "decision-tree").1, &model.predict(&x).unwrap(), 1e-12);
        let model = forest::Regressor::fit(&x, y, forest::regressor_parameters(&options, SEED)).unwrap();
        close(target, &shipped(&data, "random-forest").1, &model.predict(&x).unwrap(), 1e-12);
    }
}
