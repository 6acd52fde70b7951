//! `cargo xtask test`: every test there is, from the native ones to the real page in a browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::repo::Repo;
use crate::steps::Steps;
use crate::{
    bindgen, browser, command, conformance, demo, exporters, packaging, process, setup, size, toolchain, wasm,
};

#[derive(clap::Args)]
pub struct Args {
    /// Leave out what needs a browser
    #[arg(long)]
    quick: bool,
    /// The page in every state, width and theme, and in Firefox and WebKit: takes minutes more
    #[arg(long, conflicts_with = "quick")]
    full: bool,
    /// Only the Python and R packages: everything there is, in every version of Python that the machine has
    #[arg(long)]
    exporters: bool,
    /// Only packages: in every bundler, framework, runtime and browser, each a step
    #[arg(long, conflicts_with = "exporters")]
    packaging: bool,
    /// Go on after a step has failed
    #[arg(long)]
    pub keep_going: bool,
}

pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    let mut steps = Steps::new();
    match (args.exporters, args.packaging) {
        (true, _) => add_exporters(&mut steps, repo),
        (_, true) => add_packaging(&mut steps, repo)?,
        _ => add_steps(&mut steps, repo, args),
    }
    steps.run(args.keep_going)
}

fn add_exporters<'a>(steps: &mut Steps<'a>, repo: &'a Repo) {
    steps.add("install what is missing", || setup::to_export(repo));
    steps.add("build the runtime", || wasm::build(repo));
    exporters::add_all(steps, repo);
}

fn add_packaging<'a>(steps: &mut Steps<'a>, repo: &'a Repo) -> Result<()> {
    steps.add("install what is missing", || setup::to_pack(repo));
    steps.add("build the runtime", || wasm::build(repo));
    steps.add("train and pack the examples", || demo::artefacts(repo));
    packaging::add_all(steps, repo)
}

/// The runtime is built first: the command `windowbox` carries it, and would be compiled again after it.
pub fn add_steps<'a>(steps: &mut Steps<'a>, repo: &'a Repo, args: &Args) {
    let with_browser = !args.quick;
    steps.add("install what is missing", move || setup::to_test(repo, with_browser));
    steps.add("build the runtime", || wasm::build(repo));
    steps.add("build the command for npm", || command::build(repo));
    steps.add("size budget and contents of the wasm", || size::run(repo));
    steps.add("native tests", || native(repo));
    steps.add("wasm tests in node", || in_node(repo));
    if with_browser {
        steps.add("wasm tests in Chromium", || in_chromium(repo));
    }
    steps.add("train and pack the examples", || demo::artefacts(repo));
    steps.add("JavaScript tests", || node_tests(&tests(repo), "js"));
    steps.add("arithmetic of the benchmark", || node_tests(&repo.root().join("benches/peers"), "tests"));
    steps.add("TypeScript declarations", || types(repo));
    if with_browser {
        let full = args.full;
        steps.add("end to end, on the page", move || on_the_page(repo, full));
        if full {
            steps.add("the page in Firefox and WebKit", || in_other_browsers(repo));
        }
        steps.add("packages, where most are used", || packaging::core(repo));
        let golden = repo.root().join("tests/golden");
        steps.add("imported models in node and Chromium", move || conformance::compare(repo, &golden, false));
    }
    exporters::add_steps(steps, repo);
}

fn native(repo: &Repo) -> Result<()> {
    process::run(Command::new("cargo").args(["test", "--workspace"]).current_dir(repo.root()))
}

fn in_node(repo: &Repo) -> Result<()> {
    process::run(&mut wasm_tests(repo)?)
}

fn in_chromium(repo: &Repo) -> Result<()> {
    let mut command = wasm_tests(repo)?;
    command.env("WASM_BINDGEN_USE_BROWSER", "1");
    command.env("CHROMEDRIVER", browser::ensure()?.driver);
    process::run(&mut command)
}

/// The tests run in the profile that ships, so they prove the code that ships.
fn wasm_tests(repo: &Repo) -> Result<Command> {
    let runner = bindgen::ensure(repo)?.test_runner();
    let mut command = toolchain::ensure()?.cargo(repo, "test");
    command.args(["--test", "web"]);
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    Ok(command)
}

fn on_the_page(repo: &Repo, full: bool) -> Result<()> {
    let mut command = node_command(&tests(repo), "e2e")?;
    process::run(command.env("WINDOWBOX_FULL", if full { "1" } else { "0" }))
}

fn in_other_browsers(repo: &Repo) -> Result<()> {
    browser::ensure_others()?;
    node_tests(&tests(repo), "e2e/others")
}

fn tests(repo: &Repo) -> PathBuf {
    repo.root().join("tests")
}

/// Node's own test runner over one folder of `package`, whose modules the tests use.
pub fn node_tests(package: &Path, folder: &str) -> Result<()> {
    process::run(&mut node_command(package, folder)?)
}

fn node_command(package: &Path, folder: &str) -> Result<Command> {
    let files = test_files(&package.join(folder))?;
    ensure!(!files.is_empty(), "{folder}/ has no file that ends in .test.js, .test.mjs or .test.cjs");
    let mut command = Command::new("node");
    command.args(["--test", "--test-reporter=spec"]).args(files).current_dir(package);
    if let Some(browser) = browser::find() {
        command.env("CHROMIUM", browser.chromium);
    }
    Ok(command)
}

fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    ensure!(folder.is_dir(), "{} is missing", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.to_string_lossy();
        if [".test.js", ".test.mjs", ".test.cjs"].iter().any(|end| name.ends_with(end)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// As a user's compiler meets them: a packed model, and hostile names that the command's tests pack; and the page.
fn types(repo: &Repo) -> Result<()> {
    for project in ["types", "types/page"] {
        // Not by `.bin/tsc`: there are older compilers too, which have one of that name.
        let mut command = Command::new("node");
        process::run(command.args(["node_modules/typescript/bin/tsc", "--project", project]).current_dir(tests(repo)))?;
    }
    let ignored = ["test", "--package", "windowbox-tools", "--test", "cli", "--", "--ignored"];
    process::run(Command::new("cargo").args(ignored).current_dir(repo.root()))
}
