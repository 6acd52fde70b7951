//! Comparing with onnxruntime: one list for each output of the graph, by its name.
//! Lists with a tolerance are numbers, the others labels; `NAME_keys` are the classes.

use super::compare::{Found, equal};
use serde_json::Value;
use windowbox::{Prediction, Predictor, Target};

/// What other libraries' expectations are called, and what is compared apart.
const OTHERS: [&str; 10] = [
    "margin",
    "value",
    "proba",
    "label",
    "score_samples",
    "pmml",
    "original",
    "tolerance",
    "classes",
    "margin_all_trees",
];

pub fn outputs(found: &mut Found, predictor: &Predictor, prediction: &Prediction, expected: &Value) {
    let Some(all) = expected.as_object() else { return };
    // A label in a list of its own is a graph's, not a library's.
    let nested = |list: &Value| list[0].is_array();
    let own = |name: &str, list: &Value| !OTHERS.contains(&name) || name == "label" && nested(list);
    let lists = all.iter().filter(|(name, list)| own(name, list) && !name.ends_with("_keys"));
    let answers = Answers { targets: &predictor.pipeline().output.targets, prediction };
    let mut class = 0;
    for (name, list) in lists.filter_map(|(name, list)| Some((name, list.as_array()?))) {
        found.known += list.len();
        if list.len() != prediction.rows {
            found.wrong(format!("{name}: {} rows are expected, {} are predicted", list.len(), prediction.rows));
        }
        let tolerance = &expected["tolerance"][name];
        let scalar = !tolerance.is_null() && list.iter().all(Value::is_number);
        for (row, want) in list.iter().enumerate().take(prediction.rows) {
            let want = want.as_array().cloned().unwrap_or_else(|| vec![want.clone()]);
            if tolerance.is_null() {
                answers.labels(found, name, row, &want);
                continue;
            }
            let mut got = answers.numbers(name, row);
            // One output a class: they come in the order of the classes.
            if scalar && got.len() > 1 {
                got = got[class..=class.min(got.len() - 1)].to_vec();
            }
            if got.len() != want.len() {
                return found.wrong(format!("{name}: {} numbers where {} are expected", got.len(), want.len()));
            }
            let part = |part: &str| tolerance[part].as_f64().unwrap_or(0.0);
            for (got, want) in got.iter().zip(&want) {
                found.number(name, row, *got, want.as_f64().unwrap_or(f64::NAN), part("abs"), part("rel"));
            }
        }
        class += usize::from(scalar);
    }
}

struct Answers<'a> {
    targets: &'a [Target],
    prediction: &'a Prediction,
}

impl Answers<'_> {
    /// The targets of an output: those with its name, else those of a kind, else all.
    fn of(&self, name: &str, classes: bool) -> Vec<usize> {
        let all = 0..self.targets.len();
        let called = |t: &usize| {
            let rest = self.targets[*t].name.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('_').is_some_and(|i| i.parse::<u32>().is_ok()))
        };
        let named: Vec<usize> = all.clone().filter(called).collect();
        let kind: Vec<usize> = all.clone().filter(|t| self.targets[*t].labels().is_some()).collect();
        match (named.is_empty(), kind.is_empty()) {
            (false, _) if classes || self.targets[named[0]].labels().is_none() => named,
            (_, false) => kind,
            _ => all.collect(),
        }
    }

    /// Classes, or whole numbers that stand for some.
    fn labels(&self, found: &mut Found, name: &str, row: usize, want: &[Value]) {
        let targets = self.of(name, true);
        let same = |t: usize, want: &Value| match self.targets[t].labels() {
            Some(labels) => {
                labels.get(self.prediction.targets[t].classes[row] as usize).is_some_and(|l| equal(l, want))
            }
            None => want.as_f64() == Some(self.prediction.targets[t].scores[row]),
        };
        let all = targets.len() == want.len() && targets.iter().zip(want).all(|(t, want)| same(*t, want));
        if !self.prediction.answered(row) || !all {
            found.wrong(format!("{name} of row {row} is not {want:?}"));
        }
    }

    fn numbers(&self, name: &str, row: usize) -> Vec<f64> {
        let targets = self.of(name, false).into_iter();
        let scores = |t: usize| {
            let width = self.targets[t].width();
            self.prediction.targets[t].scores[row * width..(row + 1) * width].to_vec()
        };
        targets.flat_map(scores).collect()
    }
}
