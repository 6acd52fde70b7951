//! Comparing answers with the library's: `|got - expected| <= abs + rel * |expected|`,
//! labels exactly.

use super::{json, onnx, pmml, rows};
use serde_json::Value;
use std::path::Path;
use windowbox::data::Label;
use windowbox::{Prediction, Predictor, Result, Target};

/// What a comparison found.
#[derive(Default)]
pub struct Found {
    pub rows: usize,
    pub largest: f64,
    /// Where the largest difference is: row, output, and what is allowed there.
    pub place: Option<(usize, String, f64)>,
    pub wrong: Vec<String>,
    /// How many numbers and labels there were to compare with.
    pub known: usize,
}

/// What a folder asks of its model, and what the library answered.
pub struct Case {
    input: Value,
    expected: Value,
    errors: Value,
}

/// The answers to a case's rows, and to the rows that its library refuses.
pub type Answers = [Prediction; 2];

impl Case {
    /// Reads `input.json`, `expected.json` and, where it is there, `errors.json`.
    ///
    /// # Errors
    /// `io` or `bad-json`.
    pub fn open(folder: &Path) -> Result<Self> {
        let errors = folder.join("errors.json");
        let errors = if errors.exists() { json(&errors)? } else { Value::Array(vec![]) };
        Ok(Self { input: json(&folder.join("input.json"))?, expected: json(&folder.join("expected.json"))?, errors })
    }

    /// The rows to be compared, and those that the library refuses: a list of cells each.
    pub fn rows(&self) -> [Value; 2] {
        let refused = self.errors.as_array().map(Vec::as_slice).unwrap_or_default();
        [self.input["rows"].clone(), refused.iter().map(|entry| entry["row"].clone()).collect()]
    }

    /// What a model answers to them.
    ///
    /// # Errors
    /// `bad-input`.
    pub fn ask(&self, predictor: &Predictor) -> Result<Answers> {
        let [rows, refused] = self.rows();
        Ok([predictor.predict(&rows::table(predictor, &rows)?), predictor.predict(&rows::table(predictor, &refused)?)])
    }

    /// Compares answers, wherever they were computed, with everything that is expected.
    pub fn judge(&self, predictor: &Predictor, [prediction, refused]: &Answers) -> Found {
        let expected = &self.expected;
        let mut found = Found { rows: prediction.rows, ..Found::default() };
        let targets = &predictor.pipeline().output.targets;
        let margins = |row: usize| numbers(targets, prediction, row, |t, a| (a.margins.clone(), t.slots.len()));
        let scores = |row: usize| numbers(targets, prediction, row, |t, a| (a.scores.clone(), t.width()));
        found.numbers("margin", expected, margins);
        found.numbers("value", expected, scores);
        found.numbers("proba", expected, scores);
        // An isolation forest: its score beside the class of an outlier.
        found.numbers("score_samples", expected, |row| vec![prediction.targets[0].scores[row]]);
        found.labels(targets, prediction, expected);
        pmml::rows(&mut found, predictor, prediction, expected);
        onnx::outputs(&mut found, predictor, prediction, expected);
        found.refused(&self.errors, refused);
        if found.known == 0 {
            found.wrong("nothing was compared".to_owned());
        }
        found
    }
}

/// Compares everything that a folder expects.
///
/// # Errors
/// As [`Case::open`] and [`Case::ask`].
pub fn all(predictor: &Predictor, folder: &Path) -> Result<Found> {
    let case = Case::open(folder)?;
    Ok(case.judge(predictor, &case.ask(predictor)?))
}

/// The numbers of all targets of a row, side by side.
pub fn numbers(
    targets: &[Target],
    prediction: &Prediction,
    row: usize,
    of: impl Fn(&Target, &windowbox::pipeline::Answer) -> (Vec<f64>, usize),
) -> Vec<f64> {
    let parts = targets.iter().zip(&prediction.targets).map(|(target, answer)| of(target, answer));
    parts.flat_map(|(all, width)| all[row * width..(row + 1) * width].to_vec()).collect()
}

impl Found {
    fn numbers(&mut self, name: &str, expected: &Value, got: impl Fn(usize) -> Vec<f64>) {
        let Some(list) = expected[name].as_array() else { return };
        let tolerance = |part: &str| expected["tolerance"][name][part].as_f64().unwrap_or(0.0);
        let (abs, rel) = (tolerance("abs"), tolerance("rel"));
        self.known += list.len();
        for (row, want) in list.iter().enumerate().take(self.rows) {
            let want = want.as_array().cloned().unwrap_or_else(|| vec![want.clone()]);
            let got = got(row);
            if got.len() != want.len() {
                return self.wrong(format!("{name}: {} numbers where {} are expected", got.len(), want.len()));
            }
            for (got, want) in got.iter().zip(&want) {
                self.number(name, row, *got, want.as_f64().unwrap_or(f64::NAN), abs, rel);
            }
        }
    }

    pub fn number(&mut self, name: &str, row: usize, got: f64, want: f64, abs: f64, rel: f64) {
        let (difference, allowed) = ((got - want).abs(), abs + rel * want.abs());
        if self.place.is_none() || difference > self.largest {
            self.largest = if difference.is_nan() { 0.0 } else { difference };
            self.place = Some((row, name.to_owned(), allowed));
        }
        let same = got == want || got.is_nan() && want.is_nan() || difference <= allowed;
        if !same {
            self.wrong(format!("{name} of row {row} is {got:?}, expected {want:?}"));
        }
    }

    /// The first few faults say enough.
    pub fn wrong(&mut self, message: String) {
        if self.wrong.len() < 3 {
            self.wrong.push(message);
        }
    }

    /// Labels are the classes themselves, else their numbers.
    fn labels(&mut self, targets: &[Target], prediction: &Prediction, expected: &Value) {
        let Some(list) = expected["label"].as_array().filter(|list| !list.iter().all(Value::is_array)) else { return };
        let Some(t) = targets.iter().position(|target| target.labels().is_some()) else { return };
        self.known += list.len();
        for (row, want) in list.iter().enumerate().take(self.rows) {
            let code = prediction.targets[t].classes[row] as usize;
            let named = targets[t].labels().and_then(|classes| classes.iter().position(|label| equal(label, want)));
            let want_code = named.map(|code| code as u64).or_else(|| want.as_u64());
            if want_code != Some(code as u64) {
                self.wrong(format!("label of row {row} is {code}, expected {want}"));
            }
        }
    }

    /// Rows that the library refuses must have no answer here.
    fn refused(&mut self, errors: &Value, prediction: &Prediction) {
        for (row, entry) in errors.as_array().into_iter().flatten().enumerate() {
            if prediction.answered(row) {
                self.wrong(format!("the row {} is answered, the library refuses it", entry["row"]));
            }
        }
    }
}

pub fn equal(label: Label<'_>, want: &Value) -> bool {
    match label {
        Label::String(text) => want.as_str().map_or_else(|| want.to_string(), str::to_owned) == text,
        Label::Number(number) => want.as_f64() == Some(number),
        Label::Boolean(flag) => want.as_bool() == Some(flag),
    }
}
