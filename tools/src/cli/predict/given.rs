//! What a row says of a column, before it is a value of it.

use crate::npm::literal;
use serde_json::Value;
use windowbox::data::{Cell, Column, Kind, Labels, Trouble, cell};
use windowbox::slots::UNSEEN;

/// What a row says of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// Nothing: the row does not have the column.
    Absent,
    /// A cell of text, from a flag or CSV.
    Text(String),
    /// A value of JSON.
    Json(Value),
}

impl Given {
    /// The value for a column. Text is always read as what the column holds, also a
    /// string of JSON: a shell quotes as it likes.
    pub fn cell(&self, column: &Column) -> Result<Cell, Trouble> {
        match self {
            Given::Absent | Given::Json(Value::Null) => Ok(missing(column)),
            Given::Text(text) => cell::parse(column, text),
            Given::Json(Value::String(text)) if text.is_empty() => empty(column),
            Given::Json(Value::String(text)) => cell::parse(column, text),
            Given::Json(value) => json(column, value),
        }
    }

    /// The value as messages and answers repeat it.
    pub fn value(&self) -> Option<Value> {
        match self {
            Given::Absent => None,
            Given::Text(text) => Some(Value::from(text.as_str())),
            Given::Json(value) => Some(value.clone()),
        }
    }
}

fn missing(column: &Column) -> Cell {
    match column.kind {
        Kind::Text => Cell::Text(None),
        _ => Cell::Number(f64::NAN),
    }
}

/// The empty string of JSON is a level, known or not; of a number it is missing.
fn empty(column: &Column) -> Result<Cell, Trouble> {
    match &column.kind {
        Kind::Categorical { levels, .. } => Ok(Cell::Number(levels.code("").map_or(UNSEEN, |code| code as f64))),
        _ => cell::parse(column, ""),
    }
}

/// As JavaScript's door takes values: a number stands for the text that one writes
/// for it, a truth value for nothing else.
fn json(column: &Column, value: &Value) -> Result<Cell, Trouble> {
    match (&column.kind, value) {
        (Kind::Numeric { .. }, Value::Number(n)) => n.as_f64().map(Cell::Number).ok_or(Trouble::BadType),
        (_, Value::Number(n)) => cell::parse(column, &literal::text(&literal::number(n.as_f64().unwrap_or(f64::NAN)))),
        (Kind::Boolean | Kind::Categorical { levels: Labels::Boolean(_), .. }, Value::Bool(_)) => {
            cell::parse(column, &value.to_string())
        }
        _ => Err(Trouble::BadType),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn given(column: &Column, value: Value) -> Result<f64, Trouble> {
        Given::Json(value).cell(column).map(|cell| match cell {
            Cell::Number(x) => x,
            Cell::Text(_) => panic!("a number was expected"),
        })
    }

    #[test]
    fn numbers_are_read_and_other_types_refused() {
        let age = Column::numeric("Age");
        assert_eq!(given(&age, json!(3)), Ok(3.0));
        assert_eq!(given(&age, json!(" 3.5")), Ok(3.5));
        assert!(given(&age, json!("")).unwrap().is_nan());
        assert!(given(&age, json!(null)).unwrap().is_nan());
        for wrong in [json!(true), json!([1]), json!({}), json!("x")] {
            assert_eq!(given(&age, wrong), Err(Trouble::BadType));
        }
    }

    #[test]
    fn the_empty_string_is_a_level_in_json_and_missing_in_text() {
        let sex = Column::categorical("Sex", Labels::String(vec!["a".into()]));
        assert_eq!(given(&sex, json!("")), Ok(UNSEEN));
        assert_eq!(given(&sex, json!("a")), Ok(0.0));
        assert!(matches!(Given::Text(String::new()).cell(&sex), Ok(Cell::Number(x)) if x.is_nan()));
    }

    #[test]
    fn levels_of_numbers_and_truth_values_keep_their_type() {
        let class = Column::categorical("Pclass", Labels::Number(vec![1.0, 3.0]));
        assert_eq!(given(&class, json!(3)), Ok(1.0));
        assert_eq!(given(&class, json!("3.0")), Ok(1.0));
        assert_eq!(given(&class, json!(true)), Err(Trouble::BadType));
        let alone = Column { kind: Kind::Boolean, ..Column::numeric("alone") };
        assert_eq!(given(&alone, json!(true)), Ok(1.0));
        assert_eq!(given(&alone, json!(0)), Ok(0.0));
        assert_eq!(given(&alone, json!(2)), Err(Trouble::BadType));
        let deck = Column::categorical("Deck", Labels::String(vec!["3".into()]));
        assert_eq!(given(&deck, json!(3.0)), Ok(0.0));
        assert_eq!(given(&deck, json!(false)), Err(Trouble::BadType));
    }
}
