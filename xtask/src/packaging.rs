//! `cargo xtask test --packaging`: packed models as users have them, in every environment of
//! tests/packaging/environments.js. Every run of the tests takes the core of them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, ensure};

use crate::repo::Repo;
use crate::steps::Steps;
use crate::{browser, npm, process, test};

/// What is more than an environment: folders of tests for node's own runner.
const SUITES: [&str; 3] = ["examples", "endpoint", "flask"];

/// Each environment is a step; what passed becomes the table of docs/packaging.md. The driver needs its modules
/// already to name them.
pub fn add_all<'a>(steps: &mut Steps<'a>, repo: &'a Repo) -> Result<()> {
    npm::ensure(&repo.root().join("tests"))?;
    for name in process::stdout_of(driver(repo).arg("--list"))?.lines() {
        let name = name.to_owned();
        steps.add(name.clone(), move || process::run(driver(repo).arg(name)));
    }
    for suite in SUITES {
        steps.add(format!("packaging/{suite}"), move || {
            test::node_tests(&repo.root().join("tests"), &format!("packaging/{suite}"))
        });
    }
    steps.add("the runtime, built again elsewhere", || same_elsewhere(repo));
    steps.add("table of environments", || process::run(driver(repo).arg("--write")));
    Ok(())
}

/// The environments of most users, two at a time.
pub fn core(repo: &Repo) -> Result<()> {
    process::run(driver(repo).arg("--core"))
}

/// A copy of the sources in another folder, built from nothing, must give the same bytes.
fn same_elsewhere(repo: &Repo) -> Result<()> {
    let copy = repo.target().join("packaging/elsewhere");
    if copy.exists() {
        fs::remove_dir_all(&copy).with_context(|| format!("cannot empty {}", copy.display()))?;
    }
    copy_sources(repo.root(), &copy)?;
    let mut build = Command::new(env::current_exe()?);
    process::run(build.arg("wasm").env("PATH", with_tools(repo)?).current_dir(&copy))?;
    for folder in [repo.dist(), repo.variants()] {
        same_files(&folder, &copy.join(folder.strip_prefix(repo.root())?))?;
    }
    Ok(())
}

/// What git knows, and what it will when it is committed.
fn copy_sources(from: &Path, to: &Path) -> Result<()> {
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let names = process::stdout_of(Command::new("git").args(list).current_dir(from))?;
    for name in names.split('\0').filter(|name| from.join(name).is_file()) {
        let file = to.join(name);
        fs::create_dir_all(file.parent().unwrap_or(to))?;
        fs::copy(from.join(name), file).with_context(|| format!("cannot copy {name}"))?;
    }
    Ok(())
}

/// The PATH with our own wasm-bindgen: it takes minutes to compile, and is not what is tested.
fn with_tools(repo: &Repo) -> Result<std::ffi::OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths([repo.target().join("tools/bin")].into_iter().chain(env::split_paths(&path)))?)
}

fn same_files(one: &Path, other: &Path) -> Result<()> {
    for entry in fs::read_dir(one)? {
        let file: PathBuf = entry?.path();
        let twin = other.join(file.file_name().unwrap_or_default());
        let same = fs::read(&file)? == fs::read(&twin).with_context(|| format!("{} is missing", twin.display()))?;
        ensure!(same, "{} and {} differ", file.display(), twin.display());
    }
    Ok(())
}

fn driver(repo: &Repo) -> Command {
    let mut command = Command::new("node");
    command.arg("packaging/run.js").current_dir(repo.root().join("tests"));
    if let Some(browser) = browser::find() {
        command.env("CHROMIUM", browser.chromium);
    }
    command
}
