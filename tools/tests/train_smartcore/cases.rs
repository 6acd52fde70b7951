//! What models are trained on and asked: both tables, and generated numbers.

use fastrand::Rng;
use windowbox_tools::rows;
use windowbox_tools::train::line::Preprocessing;
use windowbox_tools::train::matrix::Matrix;
use windowbox_tools::train::{Answers, Dataset, Wish};

pub const SEED: u64 = 7;

/// Numbers to learn from and to be asked, with classes and values to learn.
pub struct Case {
    pub name: String,
    pub train: Matrix,
    pub ask: Matrix,
    pub codes: Vec<u32>,
    pub values: Vec<f64>,
}

/// One of the tables, typed.
pub fn dataset(path: &str, target: &str) -> Dataset {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(path);
    let wish = Wish { target: target.into(), ..Wish::default() };
    Dataset::new(&rows::read(&path).unwrap(), &wish).unwrap()
}

/// A table with its own answers: classes, for which numbers are made up, or numbers.
pub fn read(path: &str, target: &str, scaled: bool) -> Case {
    let data = dataset(path, target);
    let steps = Preprocessing::fit(&data.schema, &data.table, scaled).unwrap();
    let train = steps.matrix(&data.schema, &data.table).unwrap();
    let (codes, values): (Vec<u32>, Vec<f64>) = match data.answers {
        Answers::Numbers(values) => (vec![], values),
        Answers::Classes { codes, .. } => {
            let codes: Vec<u32> = codes.into_iter().map(|code| code as u32).collect();
            let values = train.column(0).zip(&codes).map(|(x, code)| 3.0 * x + 10.0 * f64::from(*code)).collect();
            (codes, values)
        }
    };
    Case { name: format!("{target}, scaled {scaled}"), ask: train.clone(), train, codes, values }
}

/// The numbers of both tables that are worth predicting; there are no classes.
pub fn real_numbers(scaled: bool) -> [Case; 2] {
    [read("titanic/titanic.csv", "Fare", scaled), read("iris/iris.csv", "sl", scaled)]
}

pub fn unscaled_numbers() -> Vec<Case> {
    unscaled().into_iter().chain(real_numbers(false)).collect()
}

pub fn scaled_numbers() -> Vec<Case> {
    scaled().into_iter().chain(real_numbers(true)).collect()
}

pub fn matrix(rows: usize, columns: usize, mut cell: impl FnMut(usize) -> f64) -> Matrix {
    let names = (0..columns).map(|c| format!("c{c}")).collect();
    Matrix { names, rows, values: (0..rows * columns).map(|i| cell(i % columns)).collect() }
}

/// Small whole numbers: ties and duplicates everywhere, equal rows with different answers.
pub fn ties(seed: u64, classes: u32) -> Case {
    let mut rng = Rng::with_seed(seed);
    let train = matrix(240, 4, |_| f64::from(rng.u8(0..4)));
    let ask = matrix(400, 4, |_| f64::from(rng.u8(0..9)) / 2.0);
    answered(format!("ties {seed}, {classes} classes"), train, ask, classes, &mut rng)
}

/// Numbers of many sizes, a constant column, asked far outside as well.
pub fn wild(seed: u64, classes: u32) -> Case {
    let mut rng = Rng::with_seed(seed);
    let sizes = [1.0, 1e3, 1e-3, 1e6, 0.0];
    let train = matrix(200, 5, |c| 0.1 + sizes[c] * (rng.f64() - 0.3));
    let ask = matrix(300, 5, |c| 0.1 + 5.0 * sizes[c] * (rng.f64() - 0.5));
    answered(format!("wild {seed}, {classes} classes"), train, ask, classes, &mut rng)
}

/// Standardised numbers, as the linear models get them.
pub fn plain(seed: u64, classes: u32) -> Case {
    let mut rng = Rng::with_seed(seed);
    let train = matrix(150, 3, |_| 3.0 * rng.f64() - 1.5);
    let ask = matrix(300, 3, |_| 8.0 * rng.f64() - 4.0);
    answered(format!("plain {seed}, {classes} classes"), train, ask, classes, &mut rng)
}

pub fn answered(name: String, train: Matrix, ask: Matrix, classes: u32, rng: &mut Rng) -> Case {
    let score: Vec<f64> = train.values.chunks(train.columns()).map(|row| row[0] - row[1] / 1e3 + rng.f64()).collect();
    let mut sorted = score.clone();
    sorted.sort_by(f64::total_cmp);
    let cut = |k: u32| sorted[sorted.len() * k as usize / classes as usize];
    let codes = score.iter().map(|s| (1..classes).filter(|k| *s >= cut(*k)).count() as u32).collect();
    let values = score.iter().map(|s| 1000.0 + 50.0 * s).collect();
    Case { name, train, ask, codes, values }
}

pub fn unscaled() -> Vec<Case> {
    let mut cases = vec![read("titanic/titanic.csv", "Survived", false), read("iris/iris.csv", "species", false)];
    cases.extend((0..4).flat_map(|seed| [ties(seed, 2), ties(seed + 10, 3), wild(seed, 2), wild(seed + 10, 4)]));
    cases
}

pub fn scaled() -> Vec<Case> {
    let mut cases = vec![read("titanic/titanic.csv", "Survived", true), read("iris/iris.csv", "species", true)];
    cases.extend((0..4).flat_map(|seed| [plain(seed, 2), plain(seed + 10, 3), ties(seed, 2), ties(seed + 10, 4)]));
    cases
}

/// Without constant columns, which smartcore's penalised lines refuse.
pub fn varying(case: Case) -> Case {
    let columns = case.train.varying();
    Case { ask: case.ask.select(&columns), train: case.train.select(&columns), ..case }
}
