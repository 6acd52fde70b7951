//! Files that CatBoost itself writes wrong: its JSON knows a table of a CTR by combination
//! and type, so where several binarisations of the target (or several targets) have such a
//! table each, one of them is kept for all. CatBoost's own predictions change with that
//! (seen with 1.2.10), so there are no numbers to be faithful to.

use super::file::{Model, embedded};
use super::loss;
use serde_json::Value;
use windowbox::{Error, Result};

const SEVERAL_TARGETS: [&str; 4] = ["MultiRMSE", "MultiRMSEWithMissingValues", "MultiLogloss", "MultiCrossEntropy"];
/// The CTR types whose tables do not look at the target.
const WITHOUT_TARGET: [&str; 2] = ["Counter", "FeatureFreq"];

/// Refuses what the file may have lost.
///
/// # Errors
/// `unsupported-feature`.
pub fn refuse(model: &Model) -> Result<()> {
    let kind = model.features_info.ctrs.iter().map(|ctr| &ctr.ctr_type[..]).find(|kind| !WITHOUT_TARGET.contains(kind));
    let Some(kind) = kind else { return Ok(()) };
    let loss = loss::name(&model.model_info);
    if SEVERAL_TARGETS.contains(&&loss[..]) {
        return Err(lost(kind, &format!("the several targets of {loss}")));
    }
    let params = &embedded(&model.model_info.params)["cat_feature_params"];
    match lists(params).find_map(ambiguous) {
        Some(kind) => Err(lost(kind, "several binarisations of the target")),
        None => Ok(()),
    }
}

fn lost(kind: &str, why: &str) -> Error {
    Error::unsupported(
        "unsupported-feature",
        format!("CTRs of type {kind} for {why}: CatBoost's JSON keeps one table for all of them"),
    )
    .hint("train with simple_ctr=[\"Counter\"], combinations_ctr=[\"Counter\"], or with a large one_hot_max_size")
}

/// The lists of CTR descriptions, each for combinations of its own.
fn lists(params: &Value) -> impl Iterator<Item = &[Value]> {
    let each = params["per_feature_ctrs"].as_object().into_iter().flat_map(|features| features.values());
    [&params["simple_ctrs"], &params["combinations_ctrs"]]
        .into_iter()
        .chain(each)
        .filter_map(|list| list.as_array().map(Vec::as_slice))
}

/// A type that a list has twice, with the target cut in different ways.
fn ambiguous(list: &[Value]) -> Option<&str> {
    let mut first = std::collections::HashMap::new();
    list.iter().find_map(|ctr| {
        let kind = ctr["ctr_type"].as_str()?;
        let binarization = &ctr["target_binarization"];
        (*first.entry(kind).or_insert(binarization) != binarization).then_some(kind)
    })
}
