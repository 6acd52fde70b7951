//! The file as it stands.

use super::super::malformed;
use serde::Deserialize;
use windowbox::{Error, Result};

/// A model as its file says it.
#[derive(Deserialize)]
pub struct Model {
    pub threshold_type: String,
    pub leaf_output_type: String,
    pub num_feature: usize,
    pub task_type: String,
    pub average_tree_output: bool,
    pub num_target: usize,
    /// Classes of each target.
    pub num_class: Vec<usize>,
    /// The target of each tree; -1 for all.
    pub target_id: Vec<i64>,
    /// The class of each tree; -1 for all.
    pub class_id: Vec<i64>,
    pub postprocessor: String,
    #[serde(default = "one")]
    pub sigmoid_alpha: f64,
    #[serde(default = "one")]
    pub ratio_c: f64,
    pub base_scores: Vec<f64>,
    /// JSON in a text; may be empty.
    #[serde(default)]
    pub attributes: String,
    pub trees: Vec<Tree>,
}

fn one() -> f64 {
    1.0
}

#[derive(Deserialize)]
pub struct Tree {
    pub nodes: Vec<Node>,
}

/// A leaf has a value; what else there is belongs to tests.
#[derive(Deserialize)]
pub struct Node {
    pub node_id: u64,
    pub leaf_value: Option<Leaf>,
    #[serde(default)]
    pub split_feature_id: u32,
    #[serde(default)]
    pub default_left: bool,
    #[serde(default)]
    pub node_type: String,
    #[serde(default)]
    pub comparison_op: String,
    pub threshold: Option<f64>,
    /// A threshold that was written as nothing.
    #[serde(default)]
    pub lost: bool,
    #[serde(default)]
    pub left_child: u64,
    #[serde(default)]
    pub right_child: u64,
    #[serde(default)]
    pub category_list: Vec<u32>,
    #[serde(default)]
    pub category_list_right_child: bool,
    pub data_count: Option<f64>,
    pub sum_hess: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Leaf {
    One(f64),
    All(Vec<f64>),
}

const THRESHOLD: &[u8; 12] = b"\"threshold\":";
/// As long, so that the places of errors are those of the file.
const LOST: &[u8; 12] = b"\"lost\": true";

/// The file with each threshold that is nothing (`"threshold":,`, which is no JSON, for an
/// infinite one) marked as lost. In a text its quotes would stand behind backslashes.
fn marked(bytes: &[u8]) -> Vec<u8> {
    let mut marked = bytes.to_vec();
    for at in 0..bytes.len() {
        let value = bytes[at..].strip_prefix(THRESHOLD);
        if value.is_some_and(|value| value.trim_ascii_start().starts_with(b",")) {
            marked[at..at + LOST.len()].copy_from_slice(LOST);
        }
    }
    marked
}

/// Parses the whole file.
pub fn parse(bytes: &[u8]) -> Result<Model> {
    let model: Model = serde_json::from_slice(&marked(bytes)).map_err(|e| match e.is_eof() {
        true => Error::file("truncated", e.to_string()).hint("save the model again"),
        false => malformed(e.to_string()),
    })?;
    let trees = model.trees.len();
    if trees == 0 || model.class_id.len() != trees || model.target_id.len() != trees {
        return Err(malformed(format!("{trees} trees, and other numbers of classes and targets for them")));
    }
    Ok(model)
}
