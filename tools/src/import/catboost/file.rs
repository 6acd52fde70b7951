//! The file as it stands, in its own words.

use super::super::malformed;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::error::Category;
use std::collections::HashMap;
use windowbox::{Error, Result};

#[derive(Deserialize)]
pub struct Model {
    pub features_info: Features,
    #[serde(default, deserialize_with = "nullable")]
    pub oblivious_trees: Vec<Oblivious>,
    /// Trees that are not symmetric, nested.
    #[serde(default, deserialize_with = "nullable")]
    pub trees: Vec<Node>,
    #[serde(default, deserialize_with = "nullable")]
    pub ctr_data: HashMap<String, Table>,
    pub scale_and_bias: Option<(f64, OneOrMany)>,
    #[serde(default, deserialize_with = "nullable")]
    pub model_info: Info,
}

#[derive(Deserialize)]
pub struct Features {
    #[serde(default, deserialize_with = "nullable")]
    pub float_features: Vec<Float>,
    #[serde(default, deserialize_with = "nullable")]
    pub categorical_features: Vec<Categorical>,
    #[serde(default, deserialize_with = "nullable")]
    pub cat_features_hash: Vec<Hashed>,
    #[serde(default, deserialize_with = "nullable")]
    pub ctrs: Vec<Ctr>,
    /// What else there is: kinds of features that we do not read.
    #[serde(flatten)]
    pub other: HashMap<String, Value>,
}

#[derive(Deserialize)]
pub struct Float {
    /// The number that splits know it by, floats counted alone.
    pub feature_index: usize,
    /// The column in the caller's table.
    pub flat_feature_index: usize,
    pub feature_id: Option<String>,
    pub feature_name: Option<String>,
    #[serde(default, deserialize_with = "nullable")]
    pub borders: Vec<f64>,
    pub nan_value_treatment: Option<String>,
}

#[derive(Deserialize)]
pub struct Categorical {
    /// The number that splits know it by, categories counted alone.
    pub feature_index: usize,
    pub flat_feature_index: usize,
    pub feature_id: Option<String>,
    pub feature_name: Option<String>,
    /// Hashes of the levels that one-hot splits ask for.
    #[serde(default, deserialize_with = "nullable")]
    pub values: Vec<i64>,
}

/// A text and its hash, unsigned.
#[derive(Deserialize)]
pub struct Hashed {
    pub value: String,
    pub hash: i64,
}

#[derive(Deserialize)]
pub struct Ctr {
    pub identifier: String,
    pub elements: Vec<Element>,
    pub ctr_type: String,
    #[serde(default, deserialize_with = "nullable")]
    pub borders: Vec<f64>,
    pub prior_numerator: f32,
    /// The file spells it like this.
    pub prior_denomerator: f32,
    pub shift: f32,
    pub scale: f32,
    #[serde(default)]
    pub target_border_idx: usize,
}

/// A part of a combination; which fields are there depends on what it is.
#[derive(Deserialize, PartialEq)]
pub struct Element {
    pub combination_element: String,
    pub cat_feature_index: Option<usize>,
    pub float_feature_index: Option<usize>,
    pub border: Option<f64>,
    pub value: Option<i64>,
}

#[derive(Deserialize)]
pub struct Table {
    /// Flat: a key, then counts, `hash_stride` together.
    pub hash_map: Vec<KeyOrCount>,
    pub hash_stride: usize,
    #[serde(default)]
    pub counter_denominator: f64,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum KeyOrCount {
    Count(f64),
    Key(String),
}

#[derive(Deserialize)]
pub struct Oblivious {
    #[serde(default, deserialize_with = "nullable")]
    pub splits: Vec<Split>,
    pub leaf_values: Vec<f64>,
    #[serde(default, deserialize_with = "nullable")]
    pub leaf_weights: Vec<f64>,
}

/// A split with its two sides, or a leaf.
#[derive(Deserialize)]
pub struct Node {
    pub split: Option<Split>,
    pub left: Option<Box<Node>>,
    pub right: Option<Box<Node>>,
    pub value: Option<OneOrMany>,
    pub weight: Option<f64>,
}

#[derive(Deserialize)]
pub struct Split {
    pub split_type: String,
    pub split_index: Option<usize>,
    pub float_feature_index: Option<usize>,
    pub cat_feature_index: Option<usize>,
    pub border: Option<f64>,
    pub value: Option<i64>,
}

#[derive(Deserialize, Clone)]
#[serde(untagged)]
pub enum OneOrMany {
    One(f64),
    Many(Vec<f64>),
}

impl OneOrMany {
    pub fn list(&self) -> Vec<f64> {
        match self {
            OneOrMany::One(value) => vec![*value],
            OneOrMany::Many(values) => values.clone(),
        }
    }
}

/// Parts of it are objects, or texts of JSON.
#[derive(Deserialize, Default)]
pub struct Info {
    #[serde(default)]
    pub params: Value,
    #[serde(default)]
    pub class_params: Value,
    #[serde(default)]
    pub binclass_probability_threshold: Value,
    #[serde(default)]
    pub catboost_version_info: Value,
}

fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> std::result::Result<T, D::Error> {
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

/// Parses the document.
pub fn parse(bytes: &[u8]) -> Result<Model> {
    serde_json::from_slice(bytes).map_err(|e| match e.classify() {
        Category::Eof => Error::file("truncated", e.to_string()).hint("save the model again"),
        _ => malformed(e.to_string()),
    })
}

/// A part of the information that is an object, or a text that holds one.
pub fn embedded(part: &Value) -> Value {
    part.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| part.clone())
}
