//! Remarks: the warnings and errors of a row, in words and as JSON.

use super::given::Given;
use crate::npm::literal;
use serde_json::{Map, Value};
use windowbox::Predictor;
use windowbox::data::{Column, Kind, Labels, Trouble, closest};

/// What there is to say about a row, or about one of its columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// The row, from 0.
    pub row: u64,
    /// The column, or the key that names none.
    pub column: Option<String>,
    /// A stable code.
    pub code: &'static str,
    /// What was given, where another value would have been better.
    pub value: Option<Value>,
    /// What is valid and nearest to it.
    pub closest: Option<Value>,
    /// A sentence.
    pub message: String,
    /// Whether the row got no answer for it; otherwise it is a warning.
    pub fatal: bool,
}

impl Remark {
    /// A remark about a whole row.
    pub fn row(row: u64, code: &'static str, message: impl Into<String>) -> Self {
        let (column, value, closest) = (None, None, None);
        Self { row, column, code, value, closest, message: message.into(), fatal: true }
    }

    /// A remark about a key that names no column.
    pub fn unknown_column(row: u64, key: &str, schema: &windowbox::data::Schema) -> Self {
        let nearest = closest(key, schema.names()).map(|i| Value::from(schema.columns[i].name.as_str()));
        let message = with_closest(format!("{} is no column of the model", quoted(key)), nearest.as_ref());
        let column = Some(key.to_owned());
        Self { column, closest: nearest, fatal: false, ..Self::row(row, "unknown-column", message) }
    }

    /// A remark about a cell.
    pub fn cell(row: u64, predictor: &Predictor, c: usize, trouble: Trouble, given: &Given, fatal: bool) -> Self {
        let column = &predictor.pipeline().schema.columns[c];
        let value = given.value();
        let shown = value.clone().filter(|_| matches!(trouble, Trouble::UnknownLevel | Trouble::OutOfRange));
        let closest = nearest_level(column, trouble, value.as_ref());
        let message = match trouble {
            Trouble::OutOfRange => out_of_range(predictor, c, value.as_ref()),
            trouble => with_closest(sentence(column, trouble, value.as_ref(), fatal), closest.as_ref()),
        };
        Self {
            column: Some(column.name.clone()),
            value: shown,
            closest,
            fatal,
            ..Self::row(row, trouble.code(), message)
        }
    }

    /// As JavaScript has it: `{row, column, code, value, closest, message}`.
    pub fn json(&self) -> Value {
        let mut map = Map::new();
        map.insert("row".into(), self.row.into());
        map.insert("column".into(), self.column.clone().into());
        map.insert("code".into(), self.code.into());
        self.value.iter().for_each(|value| drop(map.insert("value".into(), value.clone())));
        self.closest.iter().for_each(|value| drop(map.insert("closest".into(), value.clone())));
        map.insert("message".into(), self.message.as_str().into());
        Value::Object(map)
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn with_closest(message: String, closest: Option<&Value>) -> String {
    match closest {
        Some(closest) => format!("{message}; the closest is {closest}"),
        None => message,
    }
}

fn nearest_level(column: &Column, trouble: Trouble, value: Option<&Value>) -> Option<Value> {
    let (Trouble::UnknownLevel, Kind::Categorical { levels, .. }) = (trouble, &column.kind) else { return None };
    let texts: Vec<String> = levels.iter().map(|level| literal::text(&literal::label(level))).collect();
    let word = literal::text(value?);
    let code = closest(&word, texts.iter().map(String::as_str))?;
    levels.get(code).map(literal::label)
}

fn sentence(column: &Column, trouble: Trouble, value: Option<&Value>, fatal: bool) -> String {
    let value = value.map_or_else(|| "nothing".to_owned(), Value::to_string);
    match trouble {
        Trouble::MissingColumn if fatal => "the row does not have this column, and the model needs it".into(),
        Trouble::MissingColumn => "the row does not have this column; it counts as missing".into(),
        Trouble::MissingNotAllowed => "the value is missing, and the model has no rule for that".into(),
        Trouble::BadType => format!("{value} is not {}", expected(&column.kind)),
        Trouble::UnknownLevel if fatal => format!("{value} is not a level of the training data"),
        Trouble::UnknownLevel => format!("{value} is not a level of the training data; it is predicted as unseen"),
        Trouble::OutOfRange => "the value lies outside the range of the training data".into(),
        Trouble::NoAnswer => "the model's answer is not a number".into(),
    }
}

fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::Numeric { .. } => "a number",
        Kind::Boolean => "true or false",
        Kind::Categorical { levels: Labels::Number(_), .. } => "a number that is a level",
        Kind::Categorical { levels: Labels::Boolean(_), .. } => "true or false",
        Kind::Categorical { levels: Labels::String(_), .. } => "a level, which is a text",
        Kind::Text => "a text",
    }
}

fn out_of_range(predictor: &Predictor, c: usize, value: Option<&Value>) -> String {
    let statistics = &predictor.pipeline().statistics.columns;
    let range = statistics.get(c).and_then(|s| s.min.zip(s.max));
    let (min, max) = range.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    let value = value.map(literal::text).unwrap_or_default();
    format!("{value} lies outside the range of the training data, {} to {}", literal::number(min), literal::number(max))
}
