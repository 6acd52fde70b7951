//! Comparing with PMML's evaluator: an object a row, its values under the names of the
//! file's output fields. A row that it refuses or leaves without a result must be refused.

use super::compare::Found;
use super::words::show;
use serde_json::{Map, Value};
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
    let targets = &predictor.pipeline().output.targets;
    let t = targets.iter().position(|target| target.name == name).unwrap_or(0);
    let (target, answer) = (&targets[t], &prediction.targets[t]);
    let Some(classes) = target.labels() else {
        return Some(Got::Number(answer.scores[row]));
    };
    if label {
        return classes.get(answer.classes[row] as usize).map(|class| Got::Label(show(class)));
    }
    let named = |class: &str| name == format!("Probability_{class}") || name == format!("probability({class})");
    let distance = |class: &str| name == format!("clusterAffinity_{class}") || name == format!("affinity({class})");
    if let Some(code) = classes.iter().position(|class| distance(&show(class))) {
        return Some(Got::Number(answer.margins[row * target.slots.len() + code]));
    }
    let code = classes.iter().position(|class| named(&show(class)))?;
    Some(Got::Number(answer.scores[row * target.width() + code]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Sidecar, import};
    use serde_json::json;
    use windowbox::data::{Cell, Table};

    /// `P(b) = 1 / (1 + e^-x)`; x must be there.
    const MODEL: &str = r#"<PMML version="4.4"><DataDictionary>
        <DataField name="y" optype="categorical" dataType="string"><Value value="a"/><Value value="b"/></DataField>
        <DataField name="x" optype="continuous" dataType="double"/></DataDictionary>
        <RegressionModel functionName="classification" normalizationMethod="logit">
        <MiningSchema><MiningField name="y" usageType="target"/><MiningField name="x"/></MiningSchema>
        <RegressionTable intercept="0" targetCategory="b"><NumericPredictor name="x" coefficient="1"/></RegressionTable>
        <RegressionTable intercept="0" targetCategory="a"/></RegressionModel></PMML>"#;

    /// What is wrong with rows that are expected for x of 0 and of nothing.
    fn wrong(first: Value, second: Value) -> Vec<String> {
        let predictor = import(MODEL.as_bytes(), &Sidecar::default()).unwrap().pipeline.check().unwrap();
        let mut table = Table::new(&predictor.pipeline().schema);
        [0.0, f64::NAN].iter().for_each(|x| table.push(vec![Cell::Number(*x)]));
        let prediction = predictor.predict(&table);
        let mut found = Found { rows: 2, ..Found::default() };
        rows(&mut found, &predictor, &prediction, &json!({ "pmml": [first, second] }));
        found.wrong
    }

    #[test]
    fn labels_probabilities_and_refusals_are_compared() {
        let right = json!({"y": "b", "Probability_a": 0.5, "probability(b)": 0.5});
        assert!(wrong(right.clone(), json!({"error": "no"})).is_empty());
        assert!(wrong(right.clone(), json!({"y": null})).is_empty());
        for other in
            [json!({"y": "a"}), json!({"Probability_a": 0.6}), json!({"affinity_a": 0.5}), json!({"error": "no"})]
        {
            assert_eq!(wrong(other, json!({"y": null})).len(), 1);
        }
        assert_eq!(wrong(right.clone(), right).len(), 1);
    }
}
