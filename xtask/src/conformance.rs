//! `cargo xtask conformance DIR`: other libraries' models through native code, the wasm in node and the
//! wasm in Chromium; wherever two of the three differ by a bit, and wherever one is not what the library says.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use anyhow::{Context, Result, ensure};

use crate::repo::Repo;
use crate::{browser, demo, npm, process};

#[derive(clap::Args)]
pub struct Args {
    /// A folder with a manifest.json and a folder a model, as tests/golden is
    dir: PathBuf,
    /// Print the outcomes as JSON
    #[arg(long)]
    json: bool,
}

/// Builds what is asked, then asks. What building says goes to standard error: outcomes may be JSON.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    process::run(Command::new(env::current_exe()?).arg("wasm").stdout(io::stderr()))?;
    npm::ensure(&repo.root().join("tests"))?;
    demo::build_command(repo)?;
    let dir = args.dir.canonicalize().with_context(|| format!("cannot open {}", args.dir.display()))?;
    compare(repo, &dir, args.json)
}

/// `windowbox` writes what is asked, JavaScript answers, `windowbox` compares.
pub fn compare(repo: &Repo, dir: &Path, json: bool) -> Result<()> {
    let work = prepare(repo)?;
    let windowbox = || {
        let mut command = demo::windowbox(repo);
        command.arg("conformance").arg(dir);
        command
    };
    process::run(windowbox().arg("--write").arg(&work))?;
    let mut node = Command::new("node");
    node.arg("conformance/run.js").arg(&work).current_dir(repo.root().join("tests"));
    process::run(node.env("CHROMIUM", browser::ensure()?.chromium))?;
    let mut verdict = windowbox();
    if json {
        verdict.arg("--json");
    }
    process::run(verdict.arg("--compare").arg(&work))
}

/// An empty folder with the runtime that users get, and a page that can load it.
fn prepare(repo: &Repo) -> Result<PathBuf> {
    let work = repo.target().join("conformance");
    if work.exists() {
        fs::remove_dir_all(&work).with_context(|| format!("cannot empty {}", work.display()))?;
    }
    let runtime = work.join("runtime");
    fs::create_dir_all(&runtime)?;
    for entry in fs::read_dir(repo.dist())? {
        let file = entry?.path();
        fs::copy(&file, runtime.join(file.file_name().unwrap_or_default()))?;
    }
    // node takes the doors for ES modules by this.
    fs::write(runtime.join("package.json"), r#"{"type":"module"}"#)?;
    fs::write(work.join("index.html"), "<!doctype html><title>conformance</title>")?;
    let answers = repo.root().join("tests/conformance/answers.js");
    ensure!(answers.is_file(), "{} is missing", answers.display());
    fs::copy(answers, work.join("answers.js"))?;
    Ok(work)
}
