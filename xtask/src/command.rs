//! `cargo xtask wasm --command`: the command `windowbox` for those without Rust, as the npm package has it.
//!
//! The tools' own program, without what only training and importing need, compiled for WASI: pkg/bin/ gets it as
//! `windowbox.wasm`, and `windowbox.mjs`, which gives it files and a terminal. It carries the runtime, as the
//! native command does, so that is built before.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::repo::Repo;
use crate::stamp::Stamp;
use crate::{js, notices, npm, process, toolchain};

const WASM: &str = "windowbox.wasm";
const SCRIPT: &str = "windowbox.mjs";
const NOTICES: &str = "THIRD-PARTY-NOTICES";

/// Brings pkg/bin/ up to date. The runtime must be.
pub fn build(repo: &Repo) -> Result<()> {
    let compiled = compile(repo)?;
    npm::ensure(&repo.pkg())?;
    let mut stamp = Stamp::new(toolchain::target_dir(repo).join("command-stamp"));
    let scripts = js::sources(&repo.pkg().join("command"))?;
    for file in scripts.iter().chain([&compiled, &source(repo)]) {
        stamp.add_file(file)?;
    }
    stamp.add(include_bytes!("command.rs"));
    if stamp.is_fresh() && files(repo).iter().all(|file| file.is_file()) {
        return Ok(());
    }
    package(repo, &compiled)?;
    stamp.write()
}

/// What `windowbox` of npm is made of.
pub fn files(repo: &Repo) -> [PathBuf; 3] {
    [WASM, SCRIPT, NOTICES].map(|name| repo.pkg().join("bin").join(name))
}

fn source(repo: &Repo) -> PathBuf {
    repo.pkg().join("command.mjs")
}

fn compile(repo: &Repo) -> Result<PathBuf> {
    let toolchain = toolchain::ensure_wasi()?;
    println!("xtask: compiling the command for npm with {}", toolchain.name());
    process::run(&mut toolchain.wasi(repo, "windowbox-tools", "windowbox"))?;
    Ok(toolchain::target_dir(repo).join(toolchain::WASI).join("command").join(WASM))
}

fn package(repo: &Repo, compiled: &Path) -> Result<()> {
    let [wasm, script, terms] = files(repo);
    fs::create_dir_all(repo.pkg().join("bin")).context("cannot make pkg/bin")?;
    let mut optimise = Command::new(npm::program(&repo.pkg(), "wasm-opt"));
    // Small and started in no time: what it computes takes no time beside reading files.
    optimise.args(["-Oz", "--strip-debug", "--strip-producers"]).arg(compiled).arg("--output").arg(&wasm);
    process::run(&mut optimise)?;
    let mut bundle = Command::new(npm::program(&repo.pkg(), "esbuild"));
    bundle.args(["--bundle", "--format=esm", "--platform=node", "--target=node20", "--minify", "--log-level=warning"]);
    let text = process::stdout_of(bundle.arg(source(repo)))?;
    process::write_if_changed(&script, text.as_bytes())?;
    process::write_if_changed(&terms, notices::of_command(repo)?.as_bytes())
}
