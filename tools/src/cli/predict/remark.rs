//! Remarks: the warnings and errors of a row, in the words of the JavaScript
//! (pkg/core/issues.js), so that who meets one there finds it here.

use super::given::Given;
use crate::npm::literal;
use serde_json::{Map, Value};
use windowbox::data::{Column, Kind, Labels, Schema, Trouble, closest};
use windowbox::{Error, Predictor};

/// Texts are cut here: a message is read.
const SHOWN: usize = 60;

/// What there is to say about a row, or about one of its columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Remark {
    /// The row, from 0.
    pub row: u64,
    /// The line of the text that it came from, from 1, where it has one of its own.
    pub line: Option<u64>,
    /// A stable code.
    pub code: &'static str,
    /// The column, or the key that names none.
    pub column: Option<String>,
    /// A sentence.
    pub message: String,
    /// What was given, where another value would have been better.
    pub value: Option<Value>,
    /// What is valid and nearest to it.
    pub closest: Option<Value>,
    /// What to do, or empty.
    pub hint: String,
    /// Whether the row got no answer for it; otherwise it is a warning.
    pub fatal: bool,
}

impl Remark {
    /// A row that cannot be read.
    pub fn unreadable(row: u64, error: &Error) -> Self {
        let (message, hint) = (error.message.to_string(), error.hint.to_string());
        Self { row, code: error.code, message, hint, fatal: true, ..Self::default() }
    }

    /// A row that the model has no answer to.
    pub fn unanswered(row: u64, trouble: Trouble) -> Self {
        Self { row, code: trouble.code(), message: "the row has no answer".into(), fatal: true, ..Self::default() }
    }

    /// A key that names no column.
    pub fn unknown_column(row: u64, key: &str, schema: &Schema) -> Self {
        let closest = closest(key, schema.names()).map(|i| Value::from(schema.columns[i].name.as_str()));
        let (column, message) = (Some(key.to_owned()), format!("{} is no column", quoted(key)));
        Self { row, code: "unknown-column", column, message, hint: meant(closest.as_ref()), closest, ..Self::default() }
    }

    /// A cell.
    pub fn cell(row: u64, predictor: &Predictor, c: usize, trouble: Trouble, given: &Given, fatal: bool) -> Self {
        let column = &predictor.pipeline().schema.columns[c];
        let value = given.value().unwrap_or_default();
        let closest = nearest_level(column, trouble, &value);
        let message = format!("{} {}", quoted(&column.name), sentence(predictor, c, trouble, &value));
        let kept = matches!(trouble, Trouble::UnknownLevel | Trouble::OutOfRange).then_some(value);
        let (code, column) = (trouble.code(), Some(column.name.clone()));
        Self { row, line: None, code, column, message, value: kept, hint: meant(closest.as_ref()), closest, fatal }
    }

    /// As JavaScript has it, in its order; and the line, which only a text has.
    pub fn json(&self) -> Value {
        let hint = Some(self.hint.as_str()).filter(|hint| !hint.is_empty());
        let parts = [
            ("row", Some(self.row.into())),
            ("code", Some(self.code.into())),
            ("column", self.column.as_deref().map(Value::from)),
            ("message", Some(self.message.as_str().into())),
            ("value", self.value.clone()),
            ("closest", self.closest.clone()),
            ("hint", hint.map(Value::from)),
            ("line", self.line.map(Value::from)),
        ];
        let said = parts.into_iter().filter_map(|(key, part)| Some((key.to_owned(), part?)));
        Value::Object(said.collect::<Map<_, _>>())
    }
}

fn quoted(text: &str) -> String {
    Value::from(text.chars().take(SHOWN).collect::<String>()).to_string()
}

/// A value in a message; what is no cell at all, by its sort.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(_) | Value::Object(_) => sort(value).into(),
        other => other.to_string(),
    }
}

/// What a value of JSON is.
pub fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a record",
    }
}

fn meant(closest: Option<&Value>) -> String {
    closest.map(|closest| format!("did you mean {}?", shown(closest))).unwrap_or_default()
}

fn nearest_level(column: &Column, trouble: Trouble, value: &Value) -> Option<Value> {
    let (Trouble::UnknownLevel, Kind::Categorical { levels, .. }) = (trouble, &column.kind) else { return None };
    let texts: Vec<String> = levels.iter().map(|level| literal::text(&literal::label(level))).collect();
    let code = closest(&literal::text(value), texts.iter().map(String::as_str))?;
    levels.get(code).map(literal::label)
}

fn sentence(predictor: &Predictor, c: usize, trouble: Trouble, value: &Value) -> String {
    match trouble {
        Trouble::MissingColumn => "is not there".into(),
        Trouble::MissingNotAllowed => "may not be missing".into(),
        Trouble::BadType => format!("is {}, not {}", shown(value), expected(predictor, c)),
        Trouble::UnknownLevel => format!("has no level {}", shown(value)),
        Trouble::OutOfRange => out_of_range(predictor, c, value),
        Trouble::NoAnswer => "has no answer".into(),
    }
}

fn expected(predictor: &Predictor, c: usize) -> String {
    let pipeline = predictor.pipeline();
    if let Some((_, date)) = pipeline.dates().find(|(column, _)| *column == c) {
        return format!("a {}", date.format.words());
    }
    let expected = match &pipeline.schema.columns[c].kind {
        Kind::Numeric { .. } | Kind::Categorical { levels: Labels::Number(_), .. } => "a number",
        Kind::Boolean | Kind::Categorical { levels: Labels::Boolean(_), .. } => "true or false",
        Kind::Categorical { levels: Labels::String(_), .. } | Kind::Text => "a text",
    };
    expected.to_owned()
}

fn out_of_range(predictor: &Predictor, c: usize, value: &Value) -> String {
    let range = predictor.pipeline().statistics.columns.get(c).and_then(|s| s.min.zip(s.max));
    let (min, max) = range.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    let (min, max) = (literal::number(min), literal::number(max));
    format!("was {min} to {max} in training, not {}", literal::text(value))
}
