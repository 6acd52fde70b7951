//! The schema file: what a person knows of a table's columns and its cells do not
//! say. Every key is optional; a key or column that is not known is an error.

use serde::Deserialize;
use serde_json::Value;
use windowbox::data::{Labels, closest};
use windowbox::{Error, Result};

/// A schema file as it stands.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct SchemaFile {
    /// What is known of columns; those that are not named are inferred.
    pub columns: Vec<ColumnEntry>,
    /// What is known of the target.
    pub target: TargetEntry,
}

/// What is known of a column.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ColumnEntry {
    /// The column's name in the table.
    pub name: String,
    /// What a person reads.
    pub label: String,
    /// The unit of its numbers.
    pub unit: String,
    /// A sentence.
    pub description: String,
    /// What its cells hold; inferred where it is not given.
    pub kind: Option<GivenKind>,
    /// The levels, in the order of their codes.
    pub levels: Option<Vec<Value>>,
    /// Whether a cell may be missing.
    pub missing: Option<bool>,
}

/// What a person says that a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GivenKind {
    /// Numbers.
    Numeric,
    /// One of some levels.
    Categorical,
    /// True or false.
    Boolean,
    /// Nothing that the model may see.
    Ignore,
}

/// What is known of the target.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct TargetEntry {
    /// The name of its column: the default of `--target`.
    pub name: String,
    /// What a person reads.
    pub label: String,
    /// The unit of a number.
    pub unit: String,
    /// The classes, in the order of their codes; the second of two is the positive one.
    pub classes: Option<Vec<Value>>,
}

const KEYS: [&str; 2] = ["columns", "target"];
const COLUMN_KEYS: [&str; 7] = ["name", "label", "unit", "description", "kind", "levels", "missing"];
const TARGET_KEYS: [&str; 4] = ["name", "label", "unit", "classes"];
const KINDS: [&str; 4] = ["numeric", "categorical", "boolean", "ignore"];

/// Reads a schema file.
///
/// # Errors
/// `bad-schema-file` with the key or column, and the closest one that exists.
pub fn parse(bytes: &[u8]) -> Result<SchemaFile> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| bad(e.to_string()))?;
    check_keys(&value, &KEYS).map_err(|e| e.at("the schema file"))?;
    check_keys(&value["target"], &TARGET_KEYS).map_err(|e| e.at("target"))?;
    for (i, column) in value["columns"].as_array().into_iter().flatten().enumerate() {
        check_column(column)
            .map_err(|e| e.at(format!("column {}", column["name"].as_str().unwrap_or(&i.to_string()))))?;
    }
    serde_json::from_value(value).map_err(|e| bad(e.to_string()))
}

fn bad(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::caller("bad-schema-file", message)
}

fn check_column(column: &Value) -> Result<()> {
    check_keys(column, &COLUMN_KEYS)?;
    match &column["kind"] {
        Value::Null => Ok(()),
        kind => known("kind", kind.as_str().unwrap_or("?"), &KINDS),
    }?;
    match column["name"].is_string() {
        true => Ok(()),
        false => Err(bad("a column of the schema file has no name")),
    }
}

fn check_keys(value: &Value, keys: &[&str]) -> Result<()> {
    match value {
        Value::Null => Ok(()),
        Value::Object(map) => map.keys().try_for_each(|key| known("key", key, keys)),
        _ => Err(bad("an object is expected here")),
    }
}

/// Refuses a word that is not in the list, with the closest one that is.
fn known(what: &str, word: &str, list: &[&str]) -> Result<()> {
    if list.contains(&word) {
        return Ok(());
    }
    let hint = match closest(word, list.iter().copied()) {
        Some(i) => format!("did you mean {:?}?", list[i]),
        None => format!("there are {}", list.join(", ")),
    };
    Err(bad(format!("there is no {what} {word:?}")).hint(hint))
}

impl SchemaFile {
    /// What is known of a column.
    pub fn column(&self, name: &str) -> Option<&ColumnEntry> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Proves that every column that the file names is in the table, once.
    ///
    /// # Errors
    /// `unknown-column` with the closest one, or `bad-schema-file`.
    pub fn check(&self, header: &[String]) -> Result<()> {
        for (i, column) in self.columns.iter().enumerate() {
            require_column(&column.name, header).map_err(|e| e.at("the schema file"))?;
            if self.columns[..i].iter().any(|other| other.name == column.name) {
                return Err(bad("a column is described twice").at(format!("column {}", column.name)));
            }
        }
        Ok(())
    }
}

/// The position of a column that must be there.
///
/// # Errors
/// `unknown-column` with the closest one.
pub fn require_column(name: &str, header: &[String]) -> Result<usize> {
    if let Some(i) = header.iter().position(|h| h == name) {
        return Ok(i);
    }
    let hint = match closest(name, header.iter().map(String::as_str)) {
        Some(i) => format!("did you mean {:?}?", header[i]),
        None => format!("the table has {}", header.join(", ")),
    };
    Err(Error::caller("unknown-column", format!("the table has no column {name:?}")).hint(hint))
}

/// Labels as a schema file lists them: all strings, all numbers or all truth values.
///
/// # Errors
/// `bad-schema-file`, `bad-labels`.
pub fn labels(values: &[Value]) -> Result<Labels> {
    let strings = values.iter().map(|v| v.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>().map(Labels::String);
    let numbers = || values.iter().map(Value::as_f64).collect::<Option<Vec<_>>>().map(Labels::Number);
    let booleans = || values.iter().map(Value::as_bool).collect::<Option<Vec<_>>>().map(Labels::Boolean);
    let labels = strings
        .or_else(numbers)
        .or_else(booleans)
        .ok_or_else(|| bad("labels are all strings, all numbers, or all truth values"))?;
    labels.check()?;
    Ok(labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_optional_and_a_wrong_one_is_named() {
        assert_eq!(parse(b"{}").unwrap(), SchemaFile::default());
        let error = parse(br#"{"columns":[{"name":"a","lable":"A"}]}"#).unwrap_err();
        assert_eq!((error.code, &error.place[..]), ("bad-schema-file", "column a"));
        assert_eq!(error.hint, "did you mean \"label\"?");
        let error = parse(br#"{"columns":[{"name":"a","kind":"numerical"}]}"#).unwrap_err();
        assert_eq!(error.hint, "did you mean \"numeric\"?");
        assert!(parse(br#"{"columns":[{"label":"A"}]}"#).is_err());
        assert!(parse(br#"{"target":{"clases":[1]}}"#).unwrap_err().hint.contains("classes"));
    }

    #[test]
    fn columns_must_be_in_the_table_once() {
        let header = ["Age".to_owned(), "Sex".to_owned()];
        let file = parse(br#"{"columns":[{"name":"Agee"}]}"#).unwrap();
        let error = file.check(&header).unwrap_err();
        assert_eq!((error.code, &error.hint[..]), ("unknown-column", "did you mean \"Age\"?"));
        let file = parse(br#"{"columns":[{"name":"Age"},{"name":"Age"}]}"#).unwrap();
        assert_eq!(file.check(&header).unwrap_err().code, "bad-schema-file");
    }

    #[test]
    fn labels_have_one_type_and_differ() {
        assert_eq!(labels(&[Value::from("b"), Value::from("a")]).unwrap().code("a"), Some(1));
        assert!(labels(&[Value::from("b"), Value::from(1)]).is_err());
        assert!(labels(&[Value::from(1), Value::from(1.0)]).is_err());
    }
}
