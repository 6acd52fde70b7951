//! `windowbox train` as a command: bytes that repeat, exit codes, what is said where.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(path)
}

/// Runs `windowbox train` on iris, to a file in the folder.
fn iris(folder: &TempDir, file: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_windowbox"))
        .arg("train")
        .arg(example("iris/iris.csv"))
        .arg("--schema")
        .arg(example("iris/schema.json"))
        .arg("-o")
        .arg(folder.path().join(file))
        .args(more)
        .env("SOURCE_DATE_EPOCH", "1795302060")
        .output()
        .unwrap()
}

fn bytes(folder: &TempDir, file: &str, more: &[&str]) -> Vec<u8> {
    let output = iris(folder, file, more);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read(folder.path().join(file)).unwrap()
}

#[test]
fn the_same_table_options_and_seed_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for model in [&["--model", "random-forest"][..], &["--embed-rows", "--trees", "10"]] {
        let named = [model, &["--name", "iris"]].concat();
        let first = bytes(&folder, "a.wbx", &named);
        assert_eq!(first, bytes(&folder, "b.wbx", &named));
        assert_ne!(first, bytes(&folder, "c.wbx", &[&named[..], &["--seed", "1"]].concat()));
    }
}

#[test]
fn the_card_holds_what_was_said() {
    let folder = tempfile::tempdir().unwrap();
    let said = ["--model", "decision-tree", "--max-depth", "3", "--author", "Ada", "--intended-use", "lessons"];
    let card = windowbox::unpack(&bytes(&folder, "flowers.wbx", &said)).unwrap().into_pipeline().card;
    assert_eq!((&card.name[..], &card.author[..], &card.intended_use[..]), ("flowers", "Ada", "lessons"));
    assert_eq!((&card.created[..], card.seed), ("2026-11-21T23:01:00+00:00[UTC]", Some(0)));
    let options: Vec<String> = card.options.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(options.join(" "), "target=species schema=schema.json model=decision-tree seed=0 max-depth=3");
    // sha256sum examples/iris/iris.csv
    assert_eq!(card.data_sha256, SHA256);
    assert_eq!(card.made_with[1], ("smartcore".to_owned(), "0.7.0".to_owned()));
}

const SHA256: &str = "03e75ee03a8ddd3fd1512ce17675715f002ac5229c573938179ff6da0ad79d22";

#[test]
fn errors_go_to_stderr_with_a_code_and_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let output = iris(&folder, "a.wbx", &["--model", "nearest-neighbours"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("rows-embedded") && said.contains("--embed-rows"), "{said}");
    assert!(output.stdout.is_empty() && !folder.path().join("a.wbx").exists());
    let output = iris(&folder, "a.wbx", &["--holdout", "0.2", "--folds", "3"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_summary_says_what_to_do_next() {
    let folder = tempfile::tempdir().unwrap();
    let output = iris(&folder, "a.wbx", &["--model", "decision-tree"]);
    let said = String::from_utf8(output.stdout).unwrap();
    for part in
        ["baseline (commonest class)", "5-fold cross-validation", "windowbox predict", "--sl 5.8", "windowbox pack"]
    {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}
