//! The tables of formats in README.md and docs/formats.md are what the conformance run
//! says: `WINDOWBOX_TABLE=write` writes them, otherwise they must be up to date.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use windowbox::Op;
use windowbox_tools::conformance::{Outcome, run};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A model of the manifest with what came of it.
struct Held {
    format: String,
    library: String,
    kind: String,
    checks: String,
    outcome: Outcome,
}

fn text(entry: &Value, key: &str) -> String {
    entry[key].as_str().unwrap_or_default().to_owned()
}

fn held() -> Vec<Held> {
    let golden = repository().join("tests/golden");
    let manifest: Value = serde_json::from_slice(&fs::read(golden.join("manifest.json")).unwrap()).unwrap();
    let entries = manifest["fixtures"].as_array().unwrap();
    let outcomes = run(&golden).unwrap();
    assert_eq!(entries.len(), outcomes.len());
    let pair = |(entry, outcome): (&Value, Outcome)| {
        assert_eq!(outcome.name, text(entry, "id"));
        let kind = kind(&golden.join(&outcome.name).join("packed.wbx"));
        let (format, library) = (text(entry, "format"), text(entry, "library"));
        Held { format, library, kind, checks: text(entry, "checks"), outcome }
    };
    entries.iter().zip(outcomes).map(pair).collect()
}

/// What the model lowers to: the kinds of models in it, or the steps where it has none.
fn kind(packed: &Path) -> String {
    let predictor = windowbox::unpack(&fs::read(packed).unwrap()).unwrap();
    let nodes = &predictor.pipeline().nodes;
    let models: BTreeSet<&str> = nodes.iter().filter(|n| matches!(n.op, Op::Model(_))).map(|n| n.op.name()).collect();
    match models.is_empty() {
        true => "steps".to_owned(),
        false => models.into_iter().collect::<Vec<_>>().join(", "),
    }
}

fn difference(outcome: &Outcome) -> String {
    match (outcome.passed, outcome.largest_difference) {
        (false, _) => format!("FAILS: {}", outcome.detail),
        (true, 0.0) => "0".to_owned(),
        (true, difference) => format!("{difference:.0e}"),
    }
}

/// One line a model.
fn every_model(held: &[Held]) -> String {
    let mut table = "| model | saved by | lowers to | what it is there for | rows | largest difference |\n\
                     |---|---|---|---|---|---|\n"
        .to_owned();
    for h in held {
        let checks = h.checks.replace('|', "\\|");
        let (name, rows) = (&h.outcome.name, h.outcome.rows);
        table += &format!("| {name} | {} | {} | {checks} | {rows} | {} |\n", h.library, h.kind, difference(&h.outcome));
    }
    table
}

/// One line a format and kind.
fn summary(held: &[Held]) -> String {
    let mut groups: BTreeMap<(&str, &str), Vec<&Outcome>> = BTreeMap::new();
    for h in held {
        groups.entry((&h.format, &h.kind)).or_default().push(&h.outcome);
    }
    let mut table = "| format | lowers to | models held | rows | same bits | within tolerance |\n\
                     |---|---|---|---|---|---|\n"
        .to_owned();
    for ((format, kind), outcomes) in groups {
        let passed = outcomes.iter().filter(|o| o.passed);
        let equal = passed.clone().filter(|o| o.largest_difference == 0.0).count();
        let rows: usize = outcomes.iter().map(|o| o.rows).sum();
        let near = passed.count() - equal;
        table += &format!("| {format} | {kind} | {} | {rows} | {equal} | {near} |\n", outcomes.len());
    }
    table
}

/// Puts a table between its marks, or says that another one stands there.
fn hold(file: &str, mark: &str, table: &str) {
    let path = repository().join(file);
    let whole = fs::read_to_string(&path).unwrap();
    let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let start = whole.find(&open).unwrap_or_else(|| panic!("{file} has no {open}")) + open.len();
    let end = start + whole[start..].find(&close).unwrap_or_else(|| panic!("{file} has no {close}"));
    if std::env::var_os("WINDOWBOX_TABLE").is_some_and(|v| v == "write") {
        return fs::write(&path, format!("{}{table}{}", &whole[..start], &whole[end..])).unwrap();
    }
    assert!(whole[start..end] == *table, "the table {mark} of {file} is out of date: WINDOWBOX_TABLE=write");
}

#[test]
fn the_tables_of_formats_are_up_to_date() {
    let held = held();
    assert!(held.iter().all(|h| h.outcome.passed));
    hold("docs/formats.md", "held", &every_model(&held));
    hold("README.md", "formats", &summary(&held));
}
