//! Development tools from npm: installed from the folder's lock file when they are missing or old.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::stamp::Stamp;

pub fn ensure(folder: &Path) -> Result<()> {
    let modules = folder.join("node_modules");
    let mut stamp = Stamp::new(modules.join(".lock-stamp"));
    stamp.add_file(&folder.join("package-lock.json"))?;
    if stamp.is_fresh() {
        return Ok(());
    }
    let name = folder.file_name().unwrap_or_default().display();
    println!("xtask: installing the JavaScript tools of {name}/ (npm ci)");
    process::run_quietly(Command::new("npm").arg("ci").current_dir(folder))
        .context("npm ci failed: it needs Node.js 20 or newer with npm, and a network")?;
    stamp.write()
}

/// A program that a package in `folder` brings.
pub fn program(folder: &Path, name: &str) -> PathBuf {
    folder.join("node_modules/.bin").join(name)
}
