//! Comparing with onnxruntime: one list for each output of the graph, by its name.
//! Lists with a tolerance are numbers, the others labels; `NAME_keys` are the classes.

use super::compare::{Found, equal};
use serde_json::Value;
use windowbox::{Prediction, Predictor};

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
    let lists = all.iter().filter(|(name, _)| !OTHERS.contains(&&name[..]) && !name.ends_with("_keys"));
    let mut class = 0;
    for (name, list) in lists.filter_map(|(name, list)| Some((name, list.as_array()?))) {
        found.known += list.len();
        if list.len() != prediction.rows {
            found.wrong(format!("{name}: {} rows are expected, {} are predicted", list.len(), prediction.rows));
        }
        let tolerance = &expected["tolerance"][name];
        let scalar = !tolerance.is_null() && list.iter().all(Value::is_number);
        for (row, want) in list.iter().enumerate().take(prediction.rows) {
            let target = &predictor.pipeline().output.targets[0];
            if tolerance.is_null() {
                let label = target.labels().and_then(|all| all.get(prediction.targets[0].classes[row] as usize));
                if !prediction.answered(row) || !label.is_some_and(|label| equal(label, want)) {
                    found.wrong(format!("{name} of row {row} is not {want}"));
                }
                continue;
            }
            let part = |part: &str| tolerance[part].as_f64().unwrap_or(0.0);
            let widths = predictor.pipeline().output.targets.iter().map(windowbox::Target::width);
            let answers = prediction.targets.iter().zip(widths);
            let got: Vec<f64> =
                answers.flat_map(|(a, width)| a.scores[row * width..(row + 1) * width].to_vec()).collect();
            // One output a class: they come in the order of the classes.
            let got =
                if scalar && target.labels().is_some() { got[class..=class.min(got.len() - 1)].to_vec() } else { got };
            let want = want.as_array().cloned().unwrap_or_else(|| vec![want.clone()]);
            if got.len() != want.len() {
                return found.wrong(format!("{name}: {} numbers where {} are expected", got.len(), want.len()));
            }
            for (got, want) in got.iter().zip(&want) {
                found.number(name, row, *got, want.as_f64().unwrap_or(f64::NAN), part("abs"), part("rel"));
            }
        }
        class += usize::from(scalar);
    }
}
