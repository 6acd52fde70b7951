//! The models of other libraries that are kept in `tests/golden` answer as their own
//! libraries do, and the files of `tests/hostile/import` are refused with their codes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use windowbox_tools::conformance::{Outcome, run};
use windowbox_tools::import::{Sidecar, import};

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

fn failures(outcomes: &[Outcome]) -> Vec<String> {
    outcomes.iter().filter(|o| !o.passed).map(|o| format!("{}: {}", o.name, o.detail)).collect()
}

#[test]
fn every_model_answers_as_its_library() {
    let outcomes = run(&tests().join("golden")).unwrap();
    assert_eq!(failures(&outcomes), Vec::<String>::new());
    assert!(outcomes.iter().all(|outcome| outcome.rows > 0));
    let listed: BTreeSet<String> = outcomes.into_iter().map(|outcome| outcome.name).collect();
    let models = fs::read_dir(tests().join("golden")).unwrap().map(|entry| entry.unwrap().path());
    let foreign = models.filter(|path| path.join("expected.json").exists());
    for folder in foreign {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        assert!(listed.contains(&name), "{name} is not in the manifest");
    }
}

#[test]
fn every_hostile_file_is_refused_with_its_code() {
    let outcomes = run(&tests().join("hostile/import")).unwrap();
    assert_eq!(failures(&outcomes), Vec::<String>::new());
    assert!(outcomes.len() >= 6);
}

/// A conformance run can fail: a model whose leaf was changed is found.
#[test]
fn a_changed_leaf_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let from = tests().join("golden/lgb-reg-diabetes");
    let to = folder.path().join("lgb-reg-diabetes");
    fs::create_dir(&to).unwrap();
    for file in ["input.json", "expected.json"] {
        fs::copy(from.join(file), to.join(file)).unwrap();
    }
    let text = fs::read_to_string(from.join("model.txt")).unwrap();
    let start = text.find("leaf_value=").unwrap() + "leaf_value=".len();
    let end = start + text[start..].find(' ').unwrap();
    fs::write(to.join("model.txt"), format!("{}0.5{}", &text[..start], &text[end..])).unwrap();
    let manifest = r#"{"fixtures":[{"id":"lgb-reg-diabetes","model":"lgb-reg-diabetes/model.txt"}]}"#;
    fs::write(folder.path().join("manifest.json"), manifest).unwrap();
    let outcomes = run(folder.path()).unwrap();
    assert!(!outcomes[0].passed && outcomes[0].detail.contains("margin of row"), "{}", outcomes[0].detail);
}

/// Cut at every length and changed byte by byte, a file is read or refused, never more.
#[test]
fn cut_and_changed_text_models_are_errors_or_models() {
    let bytes = fs::read(tests().join("golden/lgb-categorical-titanic/model.txt")).unwrap();
    let open = |bytes: &[u8]| import(bytes, &Sidecar::default()).and_then(|i| i.pipeline.check()).map(|_| ());
    for length in (0..bytes.len()).step_by(7) {
        let _ = open(&bytes[..length]);
    }
    for at in (0..6000).step_by(5) {
        let mut changed = bytes.clone();
        changed[at] = changed[at].wrapping_add(1);
        let _ = open(&changed);
    }
}
