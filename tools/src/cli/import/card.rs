//! What the card of an imported model says.

use super::Args;
use super::check::Checked;
use super::statistics::Described;
use crate::import::Source;
use crate::npm;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use windowbox::{Card, Pipeline};

/// What is known of an import besides the model.
pub struct Facts<'a> {
    /// The command line.
    pub args: &'a Args,
    /// SHA-256 of the model's file, in hex.
    pub sha256: String,
    /// The sidecar's bytes.
    pub sidecar: Option<&'a [u8]>,
    /// What was found, in words.
    pub found: String,
    /// Where the model comes from; nothing for a pipeline of ours.
    pub source: Option<Source>,
    /// What the file does not know.
    pub unknown: Vec<String>,
}

/// Where the model comes from, and what its file did not know. A pipeline of ours has a
/// card, which is kept.
pub fn describe(pipeline: &mut Pipeline, facts: &Facts<'_>) {
    let target = pipeline.output.targets.first().map(|target| target.name.clone());
    let card = &mut pipeline.card;
    if card.name.is_empty() || facts.args.name.is_some() {
        card.name = facts.args.name.clone().unwrap_or_else(|| called(&facts.args.file));
    }
    let Some(source) = &facts.source else { return };
    card.model.clone_from(&facts.found);
    card.target = target.unwrap_or_default();
    card.made_with = vec![("windowbox".to_owned(), env!("CARGO_PKG_VERSION").to_owned()), source.library()];
    card.options = options(facts, source);
    card.notes = facts.unknown.iter().map(|unknown| format!("the source file does not know {unknown}")).collect();
}

/// The file's name as npm takes it for a package: `my-model` for `My Model.json`.
fn called(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    npm::name::closest(&stem).unwrap_or_else(|| stem.into_owned())
}

fn options(facts: &Facts<'_>, source: &Source) -> Vec<(String, String)> {
    let name = facts.args.schema.as_ref().and_then(|path| path.file_name());
    let all = [
        ("SHA-256 of the source file", Some(facts.sha256.clone())),
        ("objective", Some(source.objective.clone()).filter(|objective| !objective.is_empty())),
        ("size", Some(source.size.clone()).filter(|size| !size.is_empty())),
        ("schema", name.map(|name| name.to_string_lossy().into_owned())),
        ("said by the schema", facts.sidecar.map(|bytes| said(bytes).join(", "))),
    ];
    all.into_iter().filter_map(|(name, value)| value.map(|value| (name.to_owned(), value))).collect()
}

/// The keys of a sidecar that are there: `features.categories, target.classes`.
fn said(sidecar: &[u8]) -> Vec<String> {
    let value: Value = serde_json::from_slice(sidecar).unwrap_or_default();
    let mut keys = BTreeSet::new();
    for (key, value) in value.as_object().into_iter().flatten() {
        let parts: Vec<&Value> = value.as_array().map_or_else(|| vec![value], |list| list.iter().collect());
        let inner: Vec<&String> =
            parts.iter().filter_map(|part| part.as_object()).flat_map(|part| part.keys()).collect();
        keys.extend(inner.iter().map(|inner| format!("{key}.{inner}")));
        keys.extend(inner.is_empty().then(|| key.clone()));
    }
    keys.into_iter().collect()
}

/// The result of the check, and that it was overruled where it was.
pub fn checked(card: &mut Card, checked: &Checked) {
    card.options.push(("check".to_owned(), checked.words()));
    if !checked.passed() {
        card.options.push(("allow-difference".to_owned(), "true".to_owned()));
        let wrong = checked.outcome.wrong.join("; ");
        card.notes.push(format!("imported although it answers otherwise than its library: {wrong}"));
    }
}

/// Where the statistics come from.
pub fn described(card: &mut Card, described: &Described) {
    card.options.push(("statistics".to_owned(), described.words.clone()));
    card.notes.extend(described.note.clone());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sidecar_says_is_named_by_its_keys() {
        let sidecar =
            br#"{"features": [{"name": "a"}, {"categories": []}], "target": {"classes": []}, "threshold": 0.5}"#;
        assert_eq!(said(sidecar), ["features.categories", "features.name", "target.classes", "threshold"]);
    }
}
