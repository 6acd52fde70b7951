//! The file as it stands. R writes a list of one as a scalar, and 17 digits as a text.

use super::super::malformed;
use serde::Deserialize;
use serde_json::{Map, Value};
use windowbox::{Error, Result};

pub struct Model {
    pub family: String,
    pub link: String,
    pub classes: Vec<Value>,
    /// Factors and their levels.
    pub factors: Vec<(String, Vec<String>)>,
    /// Terms by name, with a number for each output.
    pub coefficients: Vec<(String, Vec<f64>)>,
}

#[derive(Deserialize)]
struct Raw {
    format: String,
    family: Option<Value>,
    link: Option<Value>,
    #[serde(default)]
    classes: Value,
    #[serde(default)]
    xlevels: Value,
    coefficients: Map<String, Value>,
}

/// Parses the whole file.
pub fn parse(bytes: &[u8]) -> Result<Model> {
    let raw: Raw = serde_json::from_slice(bytes).map_err(|e| match e.is_eof() {
        true => Error::file("truncated", e.to_string()).hint("write the file again"),
        false => malformed(e.to_string()),
    })?;
    if raw.format != "linear/1" {
        return Err(Error::unsupported("unsupported-format", format!("the format {:?}", raw.format)));
    }
    let family = word(raw.family, "gaussian");
    let link = word(raw.link, usual_link(&family));
    let coefficients = raw.coefficients.into_iter().map(|(name, value)| {
        let numbers = list(value).iter().map(number).collect::<Option<Vec<f64>>>();
        let bad = || malformed("a coefficient is no finite number").at(name.clone());
        numbers.ok_or_else(bad).map(|numbers| (name.clone(), numbers))
    });
    let coefficients = coefficients.collect::<Result<_>>()?;
    Ok(Model { family, link, classes: list(raw.classes), factors: factors(raw.xlevels)?, coefficients })
}

fn word(value: Option<Value>, default: &str) -> String {
    let value = value.map(list).and_then(|list| list.first().and_then(Value::as_str).map(str::to_owned));
    value.unwrap_or_else(|| default.to_owned())
}

fn usual_link(family: &str) -> &'static str {
    match family {
        "binomial" | "quasibinomial" => "logit",
        "poisson" | "quasipoisson" => "log",
        "Gamma" => "inverse",
        "inverse.gaussian" => "1/mu^2",
        "multinomial" => "softmax",
        _ => "identity",
    }
}

fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_f64(),
    };
    number.filter(|n| n.is_finite())
}

/// R writes no factors as an empty list.
fn factors(value: Value) -> Result<Vec<(String, Vec<String>)>> {
    let entries = match value {
        Value::Object(entries) => entries,
        Value::Null => Map::new(),
        Value::Array(none) if none.is_empty() => Map::new(),
        _ => return Err(malformed("xlevels names factors and lists their levels")),
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Ok(entries.into_iter().map(|(name, levels)| (name, list(levels).iter().map(text).collect())).collect())
}
