//! `cargo xtask golden`: our side of the golden cases, written anew on purpose. Read the diff: bits that
//! changed are predictions that changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::repo::Repo;
use crate::{demo, process};

const FULL: &str = "Pclass,Sex,Age,SibSp,Parch,Fare,Embarked";
const TITANIC: &str = "examples/titanic/titanic.csv";
const IRIS: &str = "examples/iris/iris.csv";

/// Case, table, and what else `train` is told: one of every kind that can be trained.
const TRAINED: [(&str, &str, &[&str]); 8] = [
    ("titanic-logistic", TITANIC, &["--target", "Survived", "--features", "Age,Sex,Embarked", "--model", "logistic"]),
    (
        "titanic-forest",
        TITANIC,
        &["--target", "Survived", "--features", FULL, "--model", "random-forest", "--trees", "10"],
    ),
    ("titanic-bayes", TITANIC, &["--target", "Survived", "--features", "Age,Fare,Sex", "--model", "naive-bayes"]),
    (
        "titanic-nearest",
        TITANIC,
        &["--target", "Survived", "--features", FULL, "--model", "nearest-neighbours", "--embed-rows"],
    ),
    (
        "fare-boosting",
        TITANIC,
        &[
            "--target",
            "Fare",
            "--features",
            "Pclass,Age,Embarked,SibSp",
            "--model",
            "gradient-boosting",
            "--trees",
            "20",
        ],
    ),
    ("fare-ridge", TITANIC, &["--target", "Fare", "--features", "Pclass,Age,Embarked,SibSp", "--model", "ridge"]),
    ("iris-tree", IRIS, &["--target", "species", "--model", "decision-tree"]),
    ("iris-logistic", IRIS, &["--target", "species", "--model", "logistic"]),
];

pub fn run(repo: &Repo) -> Result<()> {
    demo::build_command(repo)?;
    for (case, table, args) in TRAINED {
        train(repo, case, table, args)?;
    }
    for case in imported(repo)? {
        import(repo, &case)?;
    }
    let test = ["test", "--package", "windowbox", "--test", "golden", "every_file_answers_as_it_did"];
    process::run(Command::new("cargo").args(test).env("WINDOWBOX_GOLDEN", "write").current_dir(repo.root()))
}

/// The folders that hold another library's model.
fn imported(repo: &Repo) -> Result<Vec<PathBuf>> {
    let mut models = Vec::new();
    for entry in fs::read_dir(repo.root().join("tests/golden"))? {
        let folder = entry?.path();
        let files = if folder.is_dir() { fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()? } else { Vec::new() };
        let model = files.iter().map(|file| file.path()).find(|file| file.file_stem().is_some_and(|s| s == "model"));
        models.extend(model);
    }
    models.sort();
    Ok(models)
}

fn import(repo: &Repo, model: &Path) -> Result<()> {
    let mut command = demo::windowbox(repo);
    command.arg("import").arg(model).arg("-o").arg(model.with_file_name("packed.wbx"));
    let sidecar = model.with_file_name("schema.json");
    if sidecar.exists() {
        command.arg("--schema").arg(sidecar);
    }
    process::run_quietly(&mut command)
}

/// The machine's time, zone and language would stand in the card: they are set.
fn train(repo: &Repo, case: &str, table: &str, args: &[&str]) -> Result<()> {
    let file = repo.root().join("tests/golden").join(case).join("packed.wbx");
    let mut command = demo::windowbox(repo);
    command.args(["train", table, "--name", case, "-o"]).arg(file).args(args);
    process::run_quietly(command.env("SOURCE_DATE_EPOCH", "0").env("LC_ALL", "C").env("LANG", "C"))
}
