//! The rows of an `input.json` as cells of a model's columns, matched by position.

use serde_json::Value;
use windowbox::data::cell::number;
use windowbox::data::{Cell, Column, Kind, Labels, Table};
use windowbox::slots::UNSEEN;
use windowbox::{Error, Predictor, Result};

/// All rows.
pub fn table(predictor: &Predictor, rows: &Value) -> Result<Table> {
    let schema = &predictor.pipeline().schema;
    let mut table = Table::new(schema);
    for row in rows.as_array().map(Vec::as_slice).unwrap_or_default() {
        let row = row.as_array().filter(|row| row.len() == schema.columns.len());
        let row =
            row.ok_or_else(|| Error::file("bad-input", "a row has another number of cells than the model columns"))?;
        table.push(schema.columns.iter().zip(row).map(|(column, value)| cell(column, value)).collect::<Result<_>>()?);
    }
    Ok(table)
}

/// A value of JSON as a cell: numbers also as text, as files write them; a number of a
/// category is the level that one would write for it.
///
/// # Errors
/// `bad-input`.
pub fn cell(column: &Column, value: &Value) -> Result<Cell> {
    let wrong = || Error::file("bad-input", format!("{value} is no cell of {}", column.name));
    match (&column.kind, value) {
        (Kind::Text, Value::String(text)) => Ok(Cell::Text(Some(text.as_str().into()))),
        (Kind::Text, _) => Ok(Cell::Text(None)),
        (_, Value::Null) => Ok(Cell::Number(f64::NAN)),
        (Kind::Categorical { levels, .. }, value) => Ok(Cell::Number(code(levels, value))),
        (_, Value::Bool(flag)) => Ok(Cell::Number(f64::from(u8::from(*flag)))),
        (_, Value::String(text)) => number(text).map(Cell::Number).ok_or_else(wrong),
        (_, value) => value.as_f64().map(Cell::Number).ok_or_else(wrong),
    }
}

fn code(levels: &Labels, value: &Value) -> f64 {
    levels.code(&text(value)).map_or(UNSEEN, |code| code as f64)
}

/// The text that one would write for a value: 3.0 is 3.
fn text(value: &Value) -> String {
    let whole = value.as_f64().filter(|x| x.fract() == 0.0 && x.abs() < 9e15);
    match (value, whole) {
        (Value::String(text), _) => text.clone(),
        (_, Some(whole)) => (whole as i64).to_string(),
        (other, None) => other.to_string(),
    }
}
