//! The sidecar `schema.json`: what a model file does not know, said beside it.

use serde::Deserialize;
use serde_json::Value;
use windowbox::data::Labels;
use windowbox::{Error, Result};

/// All of it is optional; it overrides what the file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sidecar {
    /// The columns, in the order of training.
    #[serde(default)]
    pub features: Vec<Feature>,
    /// The target.
    #[serde(default)]
    pub target: Target,
    /// What inputs are rounded to: `f32` or `f64`.
    pub input_cast: Option<String>,
    /// `best` or `all` iterations of a boosted model that stopped early.
    pub use_iterations: Option<String>,
    /// The probability above which the positive class is answered.
    pub threshold: Option<f64>,
}

/// One column.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feature {
    /// Its name.
    pub name: Option<String>,
    /// `numeric`, `categorical` or `boolean`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The levels, in the order of their codes.
    pub categories: Option<Vec<Value>>,
    /// What an unknown level means: `error`, `missing` or `code:-1`.
    pub unknown: Option<String>,
    /// The code of the first level.
    pub first_code: Option<i64>,
    /// Numbers that mean missing.
    #[serde(default)]
    pub missing_values: Vec<f64>,
    /// The text that means missing.
    pub missing_string: Option<String>,
}

/// The target.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its name.
    pub name: Option<String>,
    /// The classes, in the order of the model's outputs.
    pub classes: Option<Vec<Value>>,
    /// The class that a single score speaks for.
    pub positive: Option<Value>,
}

impl Sidecar {
    /// Reads a sidecar.
    ///
    /// # Errors
    /// `bad-sidecar`.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        serde_json::from_slice(bytes).map_err(|e| {
            Error::caller("bad-sidecar", e.to_string())
                .hint(r#"{"features":[{"name":"age","type":"numeric"}],"target":{"name":"y","classes":["no","yes"]}}"#)
        })
    }

    /// Refuses numbers that mean missing, and what unknown levels mean: no step of ours
    /// makes one of the other.
    ///
    /// # Errors
    /// `bad-sidecar`.
    pub fn refuse_markers(&self) -> Result<()> {
        let says = |f: &Feature| !f.missing_values.is_empty() || f.unknown.is_some();
        self.refuse(says, "missing_values and unknown are not known for this format")
    }

    /// Refuses texts that mean missing as well, where a format has no text.
    ///
    /// # Errors
    /// `bad-sidecar`.
    pub fn refuse_sentinels(&self) -> Result<()> {
        self.refuse_markers()?;
        self.refuse(|f| f.missing_string.is_some(), "missing_string is not known for this format")
    }

    fn refuse(&self, says: impl Fn(&Feature) -> bool, message: &'static str) -> Result<()> {
        match self.features.iter().any(says) {
            false => Ok(()),
            true => Err(Error::caller("bad-sidecar", message).hint("leave them out, and give missing cells as null")),
        }
    }

    /// The name of column `i`, else what the file says, else `f<i>`.
    pub fn name(&self, i: usize, file: Option<&str>) -> String {
        let said = self.features.get(i).and_then(|f| f.name.clone());
        said.or_else(|| file.map(str::to_owned)).unwrap_or_else(|| format!("f{i}"))
    }

    /// The levels of column `i`, where they are said.
    ///
    /// # Errors
    /// `bad-sidecar`.
    pub fn levels(&self, i: usize) -> Result<Option<Labels>> {
        self.features.get(i).and_then(|f| f.categories.as_deref()).map(labels).transpose()
    }
}

/// Labels of one type out of JSON: numbers, truth values, else texts.
///
/// # Errors
/// `bad-sidecar`.
pub fn labels(values: &[Value]) -> Result<Labels> {
    if let Some(numbers) = values.iter().map(Value::as_f64).collect() {
        return Ok(Labels::Number(numbers));
    }
    if let Some(flags) = values.iter().map(Value::as_bool).collect() {
        return Ok(Labels::Boolean(flags));
    }
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let strings: Option<Vec<String>> = values.iter().map(text).collect();
    strings
        .map(Labels::String)
        .ok_or_else(|| Error::caller("bad-sidecar", "labels are all numbers, all texts, or all true and false"))
}
