//! The file as it stands: `key=value` lines, a block a tree.

use super::super::malformed;
use serde_json::Value;
use std::collections::HashMap;
use windowbox::{Error, Result};

/// A LightGBM model as its file says it.
pub struct Model {
    pub version: String,
    /// Absent for an objective of the user's own.
    pub objective: Option<String>,
    pub trees_per_iteration: usize,
    pub features: usize,
    pub names: Vec<String>,
    /// `[min:max]`, `none`, or the levels seen.
    pub infos: Vec<String>,
    /// The sums are divided by the number of iterations before the link.
    pub average: bool,
    pub trees: Vec<Tree>,
    /// The columns that training was told are categories.
    pub categorical: Option<Vec<usize>>,
    /// The levels of pandas' category columns, in their order.
    pub pandas: Vec<Vec<Value>>,
}

/// The constant of a linear leaf, and its columns with their coefficients.
pub type LinearLeaf = (f64, Vec<(u32, f64)>);

/// A tree: children at least 0 are inner nodes, `!child` else is a leaf.
#[derive(Default)]
pub struct Tree {
    pub split_feature: Vec<u32>,
    pub threshold: Vec<f64>,
    pub decision_type: Vec<u8>,
    pub left: Vec<i64>,
    pub right: Vec<i64>,
    pub leaf_value: Vec<f64>,
    pub cat_boundaries: Vec<usize>,
    pub cat_threshold: Vec<u32>,
    /// For linear trees: constant, columns and coefficients of each leaf.
    pub linear: Option<Vec<LinearLeaf>>,
    pub leaf_count: Vec<f64>,
    pub internal_count: Vec<f64>,
}

type Fields<'a> = HashMap<&'a str, &'a str>;

/// Parses the whole text.
pub fn parse(text: &str) -> Result<Model> {
    let Some((trees, rest)) = text.split_once("end of trees") else {
        return Err(Error::file("truncated", "the file has no line `end of trees`").hint("save the model again"));
    };
    let mut blocks = trees.split("\nTree=");
    let head = fields(blocks.next().unwrap_or_default());
    let names: Vec<String> = words(&head, "feature_names").map(str::to_owned).collect();
    let number = |key: &str, default: usize| head.get(key).map_or(Ok(default), |text| parse_one(key, text));
    let features =
        number("max_feature_idx", 0)?.checked_add(1).ok_or_else(|| malformed("max_feature_idx is too large"))?;
    if features > windowbox::data::schema::COLUMN_LIMIT || !names.is_empty() && names.len() != features {
        return Err(malformed(format!("{} feature names for {features} features", names.len())));
    }
    let trees = blocks.enumerate().map(|(i, block)| tree(block).map_err(|e| e.at(format!("tree {i}"))));
    Ok(Model {
        version: head.get("version").unwrap_or(&"").to_string(),
        objective: head.get("objective").map(|o| o.to_string()),
        trees_per_iteration: number("num_tree_per_iteration", 1)?,
        features,
        names,
        infos: words(&head, "feature_infos").map(str::to_owned).collect(),
        average: head.contains_key("average_output"),
        trees: trees.collect::<Result<_>>()?,
        categorical: parameter(rest, "categorical_feature"),
        pandas: pandas(rest),
    })
}

fn fields(block: &str) -> Fields<'_> {
    block.lines().map(|line| line.split_once('=').unwrap_or((line, ""))).map(|(k, v)| (k.trim(), v.trim())).collect()
}

fn words<'a>(fields: &Fields<'a>, key: &str) -> std::str::SplitWhitespace<'a> {
    fields.get(key).copied().unwrap_or_default().split_whitespace()
}

fn parse_one<T: std::str::FromStr>(key: &str, text: &str) -> Result<T> {
    text.parse().map_err(|_| malformed(format!("{key} has {text:?}")))
}

fn list<T: std::str::FromStr>(fields: &Fields<'_>, key: &str) -> Result<Vec<T>> {
    words(fields, key).map(|word| parse_one(key, word)).collect()
}

fn tree(block: &str) -> Result<Tree> {
    let fields = fields(block);
    let tree = Tree {
        split_feature: list(&fields, "split_feature")?,
        threshold: list(&fields, "threshold")?,
        decision_type: list(&fields, "decision_type")?,
        left: list(&fields, "left_child")?,
        right: list(&fields, "right_child")?,
        leaf_value: list(&fields, "leaf_value")?,
        cat_boundaries: list(&fields, "cat_boundaries")?,
        cat_threshold: list(&fields, "cat_threshold")?,
        linear: linear(&fields)?,
        leaf_count: list(&fields, "leaf_count")?,
        internal_count: list(&fields, "internal_count")?,
    };
    check_lengths(&fields, tree)
}

fn check_lengths(fields: &Fields<'_>, tree: Tree) -> Result<Tree> {
    let leaves: usize = parse_one("num_leaves", fields.get("num_leaves").copied().unwrap_or("0"))?;
    let inner = leaves.saturating_sub(1);
    let five =
        [tree.threshold.len(), tree.decision_type.len(), tree.left.len(), tree.right.len(), tree.split_feature.len()];
    let linear = tree.linear.as_ref().is_none_or(|l| l.len() == leaves);
    match leaves > 0 && tree.leaf_value.len() == leaves && five.iter().all(|n| *n == inner) && linear {
        true => Ok(tree),
        false => Err(malformed("the arrays of a tree have other lengths than its number of leaves says")),
    }
}

/// `leaf_features` and `leaf_coeff` are flat; `num_features` cuts them.
fn linear(fields: &Fields<'_>) -> Result<Option<Vec<LinearLeaf>>> {
    if fields.get("is_linear").is_none_or(|v| *v == "0") {
        return Ok(None);
    }
    let constants: Vec<f64> = list(fields, "leaf_const")?;
    let counts: Vec<usize> = list(fields, "num_features")?;
    let columns: Vec<u32> = list(fields, "leaf_features")?;
    let coefficients: Vec<f64> = list(fields, "leaf_coeff")?;
    let total = counts.iter().fold(0usize, |sum, n| sum.saturating_add(*n));
    if counts.len() != constants.len() || total != columns.len() || total != coefficients.len() {
        return Err(malformed("the arrays of linear leaves have different lengths"));
    }
    let mut terms = columns.into_iter().zip(coefficients);
    Ok(Some(constants.into_iter().zip(counts).map(|(c, n)| (c, terms.by_ref().take(n).collect())).collect()))
}

/// `[categorical_feature: 3,4,5]` in the block of parameters.
fn parameter(rest: &str, key: &str) -> Option<Vec<usize>> {
    let line = rest.lines().find_map(|line| line.trim().strip_prefix(&format!("[{key}: ")))?;
    let numbers = line.trim_end_matches(']').split(',').filter(|word| !word.is_empty());
    numbers.map(|word| word.trim().parse().ok()).collect()
}

fn pandas(rest: &str) -> Vec<Vec<Value>> {
    let line = rest.lines().find_map(|line| line.strip_prefix("pandas_categorical:"));
    line.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}
