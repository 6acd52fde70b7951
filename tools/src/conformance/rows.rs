//! The rows of an `input.json` as cells of a model's columns, matched by position; and the
//! same cells as a caller in JavaScript would give them.

use super::bits::Bits;
use serde_json::{Value, json};
use windowbox::data::cell::number;
use windowbox::data::{Cell, Cells, Column, Kind, Label, Labels, Table};
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

/// A table as JavaScript takes it: columns of bits (`numbers`) or of values (`values`), each
/// in its column's own type. A level that the model does not know is what `rows` has there.
pub fn for_javascript(predictor: &Predictor, table: &Table, rows: &Value) -> Value {
    let columns = predictor.pipeline().schema.columns.iter().zip(table.columns()).enumerate();
    let columns: Vec<Value> = columns
        .map(|(c, (column, cells))| match (&column.kind, cells) {
            (Kind::Numeric { .. }, Cells::Numbers(numbers)) => {
                json!({ "name": column.name, "numbers": Bits::of(numbers) })
            }
            (_, Cells::Numbers(codes)) => {
                let value = |(row, code): (usize, &f64)| value(&column.kind, *code, &rows[row][c]);
                json!({ "name": column.name, "values": codes.iter().enumerate().map(value).collect::<Vec<_>>() })
            }
            (_, Cells::Text(texts)) => json!({ "name": column.name, "values": texts }),
        })
        .collect();
    json!({ "rows": table.rows(), "columns": columns })
}

/// A level or truth value of a code.
fn value(kind: &Kind, code: f64, given: &Value) -> Value {
    match kind {
        _ if code.is_nan() => Value::Null,
        Kind::Categorical { levels, .. } if code >= 0.0 => json!(levels.get(code as usize)),
        Kind::Categorical { levels, .. } => unseen(levels.get(0), given),
        _ => Value::Bool(code != 0.0),
    }
}

/// What is no level stays what it is, in the type of levels where it can be.
fn unseen(level: Option<Label<'_>>, given: &Value) -> Value {
    match (level, given) {
        (Some(Label::Number(_)), Value::String(text)) => text.parse::<f64>().map_or(given.clone(), Value::from),
        (Some(Label::String(_)), Value::Bool(flag)) => flag.to_string().into(),
        _ => given.clone(),
    }
}
