//! The wasm-bindgen command line, of exactly the version of the crate in Cargo.lock.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::repo::Repo;

pub struct Bindgen {
    cli: PathBuf,
}

/// The one on the PATH if its version is right, else one of our own in target/tools.
pub fn ensure(repo: &Repo) -> Result<Bindgen> {
    let version = repo.locked_version("wasm-bindgen")?;
    let tools = repo.target().join("tools");
    let ours = tools.join("bin/wasm-bindgen");
    let on_path = process::find("wasm-bindgen").filter(|cli| has_version(cli, &version));
    let cli = on_path.unwrap_or_else(|| ours.clone());
    if !has_version(&cli, &version) {
        install(&version, &tools)?;
    }
    Ok(Bindgen { cli })
}

impl Bindgen {
    /// Turns cargo's wasm into `out/windowbox.js` and `out/windowbox_bg.wasm`.
    pub fn generate(&self, wasm: &Path, out: &Path) -> Result<()> {
        let mut command = Command::new(&self.cli);
        command.args(["--target", "web", "--no-typescript"]);
        command.args(["--remove-name-section", "--remove-producers-section"]);
        process::run(command.arg("--out-dir").arg(out).arg(wasm))
    }

    /// What `cargo test` runs wasm tests with.
    pub fn test_runner(&self) -> PathBuf {
        self.cli.with_file_name("wasm-bindgen-test-runner")
    }
}

/// Compiled without optimisation: that takes half the time, and it has little to do.
fn install(version: &str, tools: &Path) -> Result<()> {
    println!("xtask: installing wasm-bindgen-cli {version} into target/tools (1 to 2 minutes)");
    let mut command = Command::new("cargo");
    command.args(["install", "--quiet", "wasm-bindgen-cli", "--version", version, "--force"]);
    command.args(["--bin", "wasm-bindgen", "--bin", "wasm-bindgen-test-runner", "--root"]).arg(tools);
    process::run(command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"))
        .with_context(|| format!("install it by hand: cargo install wasm-bindgen-cli --version {version}"))
}

fn has_version(cli: &Path, version: &str) -> bool {
    let output = Command::new(cli).arg("--version").output();
    output.is_ok_and(|o| String::from_utf8_lossy(&o.stdout).split_whitespace().nth(1) == Some(version))
}
