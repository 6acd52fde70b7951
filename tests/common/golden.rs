//! Golden cases: `packed.wbx`, `input.json` and `bits.txt`, our answers to the last
//! bit. The same runner serves native tests, node and browsers.

use serde_json::Value;
use std::fmt::Write;
use windowbox::data::{Cell, Column, Kind, Labels, Table};
use windowbox::slots::UNSEEN;
use windowbox::{Prediction, Predictor, unpack};

/// What the model in `wbx` answers to the rows of `input`, one line a row: margins,
/// scores and class of each target, then the issues.
pub fn answers(wbx: &[u8], input: &str) -> String {
    let predictor = unpack(wbx).expect("a golden file is sound");
    let prediction = predictor.predict(&rows(&predictor, input));
    let mut text = String::new();
    (0..prediction.rows).for_each(|row| line(&predictor, &prediction, row, &mut text));
    for issue in &prediction.issues {
        let fatal = if issue.fatal { "error" } else { "warning" };
        writeln!(text, "{fatal} {} {:?} {}", issue.row, issue.column, issue.trouble.code()).unwrap();
    }
    text
}

fn line(predictor: &Predictor, prediction: &Prediction, row: usize, text: &mut String) {
    for (target, answer) in predictor.pipeline().output.targets.iter().zip(&prediction.targets) {
        let (slots, width) = (target.slots.len(), target.width());
        let numbers = answer.margins[row * slots..][..slots].iter().chain(&answer.scores[row * width..][..width]);
        // The payload of a NaN is the engine's: only that it is one counts.
        numbers.for_each(|x| write!(text, "{:016x} ", if x.is_nan() { u64::MAX } else { x.to_bits() }).unwrap());
        write!(text, "{} ", answer.classes[row]).unwrap();
    }
    text.push('\n');
}

/// The rows of an `input.json`: `columns`, and `rows` with a value each.
pub fn rows(predictor: &Predictor, input: &str) -> Table {
    let input: Value = serde_json::from_str(input).expect("input.json is JSON");
    let schema = &predictor.pipeline().schema;
    // By position: some formats change names, and some have none.
    assert_eq!(input["columns"].as_array().unwrap().len(), schema.columns.len());
    let mut table = Table::new(schema);
    for row in input["rows"].as_array().unwrap() {
        let cells = schema.columns.iter().zip(row.as_array().unwrap());
        table.push(cells.map(|(column, value)| cell(column, value)).collect());
    }
    table
}

fn cell(column: &Column, value: &Value) -> Cell {
    match (&column.kind, value) {
        (Kind::Text, Value::String(text)) => Cell::Text(Some(text.as_str().into())),
        (Kind::Text, _) => Cell::Text(None),
        (_, Value::Null) => Cell::Number(f64::NAN),
        (Kind::Categorical { levels, .. }, value) => Cell::Number(code(levels, value)),
        (_, Value::Bool(flag)) => Cell::Number(f64::from(u8::from(*flag))),
        (_, Value::String(text)) => Cell::Number(text.parse().expect("Infinity or -Infinity")),
        (_, value) => Cell::Number(value.as_f64().expect("a number")),
    }
}

fn code(levels: &Labels, value: &Value) -> f64 {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    levels.code(&text).map_or(UNSEEN, |code| code as f64)
}
