//! `cargo xtask test --exporters`: the Python and the R package, held to scikit-learn and to R.
//!
//! Every run of the tests takes the core: the cases, the census in node, the wheel, R. In full come the property
//! tests on thousands of pipelines, and the other versions of Python and scikit-learn that the machine has.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::python::{self, Python};
use crate::repo::Repo;
use crate::steps::Steps;
use crate::{demo, process, r, size};

/// Versions of Python and the list of libraries that go with each; the first is the one of the core.
const NEWEST: &str = "newest";
const OTHERS: [(&str, &str); 3] = [("python3.10", "oldest"), ("python3.12", "middle"), ("python3.13", NEWEST)];

pub fn add_steps<'a>(steps: &mut Steps<'a>, repo: &'a Repo) {
    steps.add("Python exporter", || cases(repo, &core(repo)?, &["-n", "2"]));
    steps.add("census of scikit-learn pipelines, in node", || census(repo));
    steps.add("Python wheel with the command", || wheel(repo));
    steps.add("R exporter", || r::test(repo, &command(repo)?));
}

pub fn add_all<'a>(steps: &mut Steps<'a>, repo: &'a Repo) {
    add_steps(steps, repo);
    steps.add("Python exporter, thousands of random pipelines", || {
        cases(repo, &core(repo)?, &["-n", "2", "-k", "random_pipeline", "--pipelines", "3000"])
    });
    steps.add("bytes that each kind adds", || size::kinds(repo));
    for (program, libraries) in OTHERS {
        steps.add("Python exporter, other versions", move || other(repo, program, libraries));
    }
}

/// What the exporters' tests need of the machine.
pub fn ensure(repo: &Repo) -> Result<()> {
    core(repo)?;
    r::ensure()
}

/// The Python of the core.
fn core(repo: &Repo) -> Result<Python> {
    python::ensure(repo, "python3", NEWEST)
}

/// A version that the machine lacks is left out, and named.
fn other(repo: &Repo, program: &str, libraries: &str) -> Result<()> {
    if !process::succeeds(Command::new(program).arg("--version")) {
        println!("{program} is not on this machine: left out");
        return Ok(());
    }
    cases(repo, &python::ensure(repo, program, libraries)?, &["-n", "2"])
}

fn folder(repo: &Repo) -> PathBuf {
    repo.root().join("exporters/python")
}

/// The command is built once, with the runtime in it.
fn command(repo: &Repo) -> Result<PathBuf> {
    demo::build_command(repo)?;
    Ok(PathBuf::from(demo::windowbox(repo).get_program()))
}

fn cases(repo: &Repo, python: &Python, arguments: &[&str]) -> Result<()> {
    let mut pytest = python.module("pytest");
    pytest.args(["-q", "tests"]).args(arguments).env("WINDOWBOX", command(repo)?);
    process::run(pytest.current_dir(folder(repo)))
}

fn census(repo: &Repo) -> Result<()> {
    let mut census = core(repo)?.program();
    census.arg("census/run.py").env("WINDOWBOX", command(repo)?).env("PYTHONPATH", ".");
    process::run(census.current_dir(folder(repo)))
}

/// Built by maturin from the sources, installed where nothing else is, and used as its README shows.
fn wheel(repo: &Repo) -> Result<()> {
    let out = repo.target().join("wheels");
    let tools = core(repo)?;
    let mut build = tools.module("maturin");
    build.args(["build", "--quiet", "--release", "--out"]).arg(&out);
    process::run(build.current_dir(folder(repo)))?;
    let alone = python::alone(repo, &tools, &newest(&out)?)?;
    process::run(alone.program().arg(folder(repo).join("examples/titanic.py")).current_dir(&out))
}

/// The wheel that was written last.
fn newest(out: &Path) -> Result<PathBuf> {
    let files = fs::read_dir(out)?.filter_map(|entry| Some(entry.ok()?.path()));
    let wheels = files.filter(|file| file.extension().is_some_and(|end| end == "whl"));
    wheels.max_by_key(|file| file.metadata().and_then(|m| m.modified()).ok()).context("maturin wrote no wheel")
}
