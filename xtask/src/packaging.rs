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
    let copy = build_elsewhere(repo, &[])?;
    let folders = [repo.dist(), repo.variants()];
    let mut files = folders.iter().map(fs::read_dir).collect::<Result<Vec<_>, _>>()?.into_iter().flatten();
    files.try_for_each(|entry| same_file(repo, &copy, &entry?.path()))
}

/// The same of the variant that has every kernel, for every run of CI: a minute, where all of them take three.
pub fn variant_elsewhere(repo: &Repo) -> Result<()> {
    let copy = build_elsewhere(repo, &["--variant", "core"])?;
    same_file(repo, &copy, &repo.variants().join("windowbox-core.wasm"))
}

/// The folder that `cargo xtask wasm` was run in.
fn build_elsewhere(repo: &Repo, arguments: &[&str]) -> Result<PathBuf> {
    let copy = repo.target().join("packaging/elsewhere");
    if copy.exists() {
        fs::remove_dir_all(&copy).with_context(|| format!("cannot empty {}", copy.display()))?;
    }
    copy_sources(repo.root(), &copy)?;
    let mut build = Command::new(env::current_exe()?);
    build.arg("wasm").args(arguments).env("PATH", with_tools(repo)?).env_remove("CARGO_TARGET_DIR");
    process::run(build.current_dir(&copy))?;
    Ok(copy)
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

fn same_file(repo: &Repo, copy: &Path, file: &Path) -> Result<()> {
    let twin = copy.join(file.strip_prefix(repo.root())?);
    let same = fs::read(file)? == fs::read(&twin).with_context(|| format!("{} is missing", twin.display()))?;
    ensure!(same, "{} and {} differ", file.display(), twin.display());
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
