//! Comparing with PMML's evaluator: an object a row, its values under the names of the
//! file's output fields. A row that it refuses or leaves without a result must be refused.

use super::compare::Found;
use serde_json::{Map, Value};
use windowbox::data::Label;
use windowbox::{Prediction, Predictor};

pub fn rows(found: &mut Found, predictor: &Predictor, prediction: &Prediction, expected: &Value) {
    let Some(list) = expected["pmml"].as_array() else { return };
    found.known += list.len();
    if list.len() != prediction.rows {
        found.wrong(format!("{} rows are expected, {} are predicted", list.len(), prediction.rows));
    }
    for (row, want) in list.iter().enumerate().take(prediction.rows) {
        match want.as_object() {
            Some(want) if refused(want) => {
                if prediction.answered(row) {
                    found.wrong(format!("row {row} is answered, the evaluator refuses it"));
                }
            }
            Some(_) if !prediction.answered(row) => found.wrong(format!("row {row} is refused")),
            Some(want) => fields(found, predictor, prediction, row, (want, expected)),
            None => found.wrong(format!("row {row} is no object")),
        }
    }
}

fn refused(want: &Map<String, Value>) -> bool {
    want.contains_key("error") || want.values().all(Value::is_null)
}

fn fields(
    found: &mut Found,
    predictor: &Predictor,
    prediction: &Prediction,
    row: usize,
    (want, expected): (&Map<String, Value>, &Value),
) {
    let tolerance = |part: &str| expected["tolerance"]["pmml"][part].as_f64().unwrap_or(0.0);
    let (abs, rel) = (tolerance("abs"), tolerance("rel"));
    for (name, want) in want {
        match got(predictor, prediction, row, name, want.is_string()) {
            Some(Got::Number(got)) => found.number(name, row, got, want.as_f64().unwrap_or(f64::NAN), abs, rel),
            Some(Got::Label(got)) if want.as_str() == Some(&got) => {}
            Some(Got::Label(got)) => found.wrong(format!("{name} of row {row} is {got}, expected {want}")),
            None => found.wrong(format!("nothing answers {name}")),
        }
    }
}

enum Got {
    Number(f64),
    Label(String),
}

/// A text is the class that was decided; a number a class's probability, else the value.
fn got(predictor: &Predictor, prediction: &Prediction, row: usize, name: &str, label: bool) -> Option<Got> {
    let (target, answer) = (&predictor.pipeline().output.targets[0], &prediction.targets[0]);
    let Some(classes) = target.labels() else {
        return Some(Got::Number(answer.scores[row]));
    };
    if label {
        return classes.get(answer.classes[row] as usize).map(|class| Got::Label(text(class)));
    }
    let named = |class: &str| name == format!("Probability_{class}") || name == format!("probability({class})");
    let code = classes.iter().position(|class| named(&text(class)))?;
    Some(Got::Number(answer.scores[row * target.width() + code]))
}

fn text(label: Label<'_>) -> String {
    match label {
        Label::String(text) => text.to_owned(),
        Label::Number(number) => number.to_string(),
        Label::Boolean(flag) => flag.to_string(),
    }
}
