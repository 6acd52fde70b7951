//! The models of other libraries that are kept in `tests/golden` answer as their own
//! libraries do, and the files of `tests/hostile/import` are refused with their codes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use windowbox_tools::conformance::{Outcome, compare_all, run, write_all};
use windowbox_tools::import::{Sidecar, import};
use windowbox_tools::probe;

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

/// A folder of one golden model, which the test may change.
fn one_model() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = tests().join("golden/lgb-reg-diabetes");
    let to = folder.path().join("lgb-reg-diabetes");
    fs::create_dir(&to).unwrap();
    for file in ["input.json", "expected.json", "model.txt"] {
        fs::copy(from.join(file), to.join(file)).unwrap();
    }
    let manifest = r#"{"fixtures":[{"id":"lgb-reg-diabetes","model":"lgb-reg-diabetes/model.txt"}]}"#;
    fs::write(folder.path().join("manifest.json"), manifest).unwrap();
    folder
}

/// A conformance run can fail: a model whose leaf was changed is found.
#[test]
fn a_changed_leaf_is_found() {
    let folder = one_model();
    let model = folder.path().join("lgb-reg-diabetes/model.txt");
    let text = fs::read_to_string(&model).unwrap();
    let start = text.find("leaf_value=").unwrap() + "leaf_value=".len();
    let end = start + text[start..].find(' ').unwrap();
    fs::write(&model, format!("{}0.5{}", &text[..start], &text[end..])).unwrap();
    let outcomes = run(folder.path()).unwrap();
    assert!(!outcomes[0].passed && outcomes[0].detail.contains("margin of row"), "{}", outcomes[0].detail);
}

/// What node and Chromium answered is compared with ours and with the library's: a bit, an
/// answer too few, a row that fails in one of them, an error are found and named.
#[test]
fn answers_from_elsewhere_are_compared_bit_by_bit() {
    let (folder, work) = (one_model(), tempfile::tempdir().unwrap());
    write_all(folder.path(), work.path()).unwrap();
    assert_eq!(fs::read_to_string(work.path().join("models.json")).unwrap(), r#"["0"]"#);
    let file = |name: &str| work.path().join("0").join(name).with_extension("json");
    let native = fs::read_to_string(file("native")).unwrap();
    let told = |node: &str| {
        fs::write(file("chromium"), &native).unwrap();
        fs::write(file("node"), node).unwrap();
        let mut outcomes = compare_all(folder.path(), work.path()).unwrap();
        outcomes.remove(0)
    };
    let same = told(&native);
    assert!(same.passed && same.rows > 0, "{}", same.detail);

    // The last digit of the first margin is its last bits.
    let at = native.find(r#""margins":""#).unwrap() + r#""margins":""#.len() + 15;
    let digit = if &native[at..=at] == "0" { "1" } else { "0" };
    let bit = told(&format!("{}{digit}{}", &native[..at], &native[at + 1..])).detail;
    assert!(bit.contains("margin 0 of target 0, row 0: native") && bit.contains("node") && bit.contains("chromium"));
    let failed = told(&native.replacen(r#""failed":[]"#, r#""failed":[3]"#, 1)).detail;
    assert!(failed.contains("rows without an answer: native [], node [3]"), "{failed}");
    let short = told(&format!("{}{}", &native[..at - 15], &native[at + 1..])).detail;
    assert!(short.contains("node: another number of answers"), "{short}");
    let error = told(r#"{"error":"RuntimeError: unreachable"}"#).detail;
    assert!(error.contains("no-answer") && error.contains("unreachable"), "{error}");
}

/// What goes into a file comes out of it: on thresholds, an ulp beside them, missing, unseen
/// and infinite, a model answers after packing and unpacking as it did before, to the bit.
#[test]
fn packing_changes_no_answer() {
    let mut models = 0;
    for folder in fs::read_dir(tests().join("golden")).unwrap().map(|entry| entry.unwrap().path()) {
        let files = fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path());
        for file in files.filter(|file| file.file_stem().is_some_and(|stem| stem == "model")) {
            let sidecar = fs::read(folder.join("schema.json")).map_or(Ok(Sidecar::default()), |s| Sidecar::parse(&s));
            let imported = import(&fs::read(file).unwrap(), &sidecar.unwrap()).unwrap();
            let predictor = imported.pipeline.check().unwrap();
            for seed in 0..4 {
                assert_eq!(probe::holds(&predictor, 300, seed), Ok(()), "{}, seed {seed}", folder.display());
            }
            models += 1;
        }
    }
    assert!(models > 40);
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
