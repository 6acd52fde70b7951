//! `windowbox train` as a command: bytes that repeat, exit codes, what is said where.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(path)
}

fn windowbox() -> Command {
    Command::new(env!("CARGO_BIN_EXE_windowbox"))
}

/// Runs `windowbox train` on a table of our own, to `m.wbx` in the folder.
fn train(folder: &TempDir, table: impl AsRef<[u8]>, more: &[&str]) -> Output {
    std::fs::write(folder.path().join("table.csv"), table).unwrap();
    let mut command = windowbox();
    command.current_dir(folder).args(["train", "table.csv", "--target", "y", "-o", "m.wbx"]).args(more);
    command.output().unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs `windowbox train` on iris, to a file in the folder.
fn iris(folder: &TempDir, file: &str, more: &[&str]) -> Output {
    windowbox()
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
    let said = [
        "--model",
        "decision-tree",
        "--max-depth",
        "3",
        "--author",
        "Ada",
        "--intended-use",
        "lessons",
        "--license",
        "MIT",
    ];
    let card = windowbox::unpack(&bytes(&folder, "flowers.wbx", &said)).unwrap().into_pipeline().card;
    assert_eq!((&card.name[..], &card.author[..], &card.intended_use[..]), ("flowers", "Ada", "lessons"));
    assert_eq!(card.license, "MIT");
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

#[test]
fn with_an_epoch_the_place_does_not_change_the_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = |locale: &str, zone: &str| {
        let output = windowbox()
            .args(["train", "--target", "species", "--model", "decision-tree", "-o", "m.wbx"])
            .arg(example("iris/iris.csv"))
            .current_dir(&folder)
            .envs([("SOURCE_DATE_EPOCH", "1795302060"), ("LC_ALL", locale), ("LANG", locale), ("TZ", zone)])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", said(&output.stderr));
        std::fs::read(folder.path().join("m.wbx")).unwrap()
    };
    assert_eq!(bytes("de_DE.UTF-8", "Europe/Berlin"), bytes("ja_JP.UTF-8", "Asia/Tokyo"));
}

/// The line under `Next:`, run by a shell as people do.
fn run_what_is_printed(folder: &TempDir, output: &Output) -> (String, String) {
    assert!(output.status.success(), "{}", said(&output.stderr));
    let printed = said(&output.stdout);
    let line = printed.lines().map(str::trim).find(|line| line.starts_with("windowbox predict")).unwrap().to_owned();
    let path = Path::new(env!("CARGO_BIN_EXE_windowbox")).parent().unwrap().display().to_string();
    let path = path + ":" + &std::env::var("PATH").unwrap();
    let asked = Command::new("sh").args(["-c", &line]).current_dir(folder).env("PATH", path).output().unwrap();
    assert!(asked.status.success(), "{line}: {}", said(&asked.stderr));
    (line, said(&asked.stdout))
}

#[test]
fn the_line_that_is_printed_runs_whatever_columns_are_called() {
    let folder = tempfile::tempdir().unwrap();
    let mut table = String::from("output,json,help,proba,set,a b,a=b,it's,sex,y\n");
    for i in 0..40 {
        table += &format!(
            "{},{},{},{},-{i}.5,{},{},{},{},{}\n",
            i % 7,
            i % 5,
            i % 3,
            i % 9,
            i % 11,
            i % 6,
            i % 8,
            ["--m", "-f"][i % 2],
            ["p", "q"][i % 2]
        );
    }
    let (line, answer) = run_what_is_printed(&folder, &train(&folder, table, &["--model", "decision-tree"]));
    assert!(line.contains("--set output=") && line.contains("--set help=") && line.contains("--'a b' "), "{line}");
    assert!(["p", "q"].contains(&answer.trim()), "{answer}");
}

#[test]
fn many_columns_are_asked_by_the_table_itself() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..40).map(|c| format!("c{c}")).collect();
    let mut table = names.join(",") + ",y\n";
    for i in 0..40 {
        let cells: Vec<String> = (0..40).map(|c| ((i * (c + 3)) % 43).to_string()).collect();
        table += &format!("{},{}\n", cells.join(","), ["p", "q"][i % 2]);
    }
    let output = train(&folder, table, &["--model", "decision-tree"]);
    assert!(said(&output.stdout).contains("from c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ... (40 columns) by"));
    let (line, answers) = run_what_is_printed(&folder, &output);
    assert_eq!((&line[..], answers.lines().count()), ("windowbox predict m.wbx table.csv", 41));
}

const SMALL: &str = "x,y\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n1,a\n2,b\n3,a\n4,b\n";

#[test]
fn what_cannot_be_is_refused_before_the_table_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |more: &[&str]| {
        let mut command = windowbox();
        command.current_dir(&folder).args(["train", "no-table.csv", "--target", "y"]).args(more);
        let output = command.output().unwrap();
        (output.status.code().unwrap(), said(&output.stderr))
    };
    for (more, code, parts) in [
        (&["-o", "no/m.wbx"][..], 6, ["there is no folder no", "make the folder first"]),
        (&["-o", "."], 6, ["this is a folder", "model.wbx"]),
        (&["-o", "m.wbx", "--folds", "1"], 1, ["bad-folds at --folds", "give at least 2"]),
        (&["-o", "m.wbx", "--holdout", "-0.5"], 1, ["bad-holdout at --holdout", "such as 0.2"]),
        (&["-o", "m.wbx", "--alpha", "-1"], 1, ["wrong-option at --alpha", "at least 0"]),
        (&["-o", "m.wbx", "--model", "logstic"], 1, ["unknown-model", "did you mean logistic?"]),
        (&["-o", "m.wbx", "--seed", "9007199254740992"], 2, ["--seed", "9007199254740991"]),
        (&["-o", "m.wbx"], 6, ["no-table.csv", "look at the path"]),
    ] {
        let (status, stderr) = refused(more);
        assert!(status == code && parts.iter().all(|part| stderr.contains(part)), "{status} {stderr}");
    }
}

#[test]
fn the_largest_seed_trains() {
    let folder = tempfile::tempdir().unwrap();
    let output = train(&folder, SMALL, &["--model", "decision-tree", "--seed", "9007199254740991"]);
    assert!(output.status.success(), "{}", said(&output.stderr));
}

#[test]
fn a_guessed_encoding_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let note = "not UTF-8 and was read as windows-1252";
    let latin: Vec<u8> = SMALL.replace('a', "\u{e9}").chars().map(|c| c as u8).collect();
    let output = train(&folder, latin, &["--model", "decision-tree"]);
    assert!(output.status.success() && said(&output.stderr).contains(note), "{}", said(&output.stderr));
    let output = train(&folder, SMALL.replace('a', "\u{e9}"), &["--model", "decision-tree"]);
    assert!(output.status.success() && !said(&output.stderr).contains(note));
}
