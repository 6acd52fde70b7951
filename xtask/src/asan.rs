//! `cargo xtask asan`: what the kernels read and write, watched by AddressSanitizer. Release code, so that no
//! assertion of a debug build stops an access that ships.

use std::process::Command;

use anyhow::Result;

use crate::repo::Repo;
use crate::{fuzz, process};

/// Named, or the sanitizer would be in build scripts too.
const TARGET: &str = "x86_64-unknown-linux-gnu";

pub fn run(repo: &Repo) -> Result<()> {
    fuzz::nightly()?;
    let mut command = Command::new("cargo");
    command.args(["+nightly", "test", "--release", "--lib", "--target", TARGET]);
    command.args(["--package", "windowbox-kernels", "--package", "windowbox"]).arg("--target-dir");
    command.arg(repo.target().join("asan")).env("RUSTFLAGS", "-Zsanitizer=address");
    process::run(command.current_dir(repo.root()))
}
