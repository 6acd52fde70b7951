//! `cargo xtask wasm`: the runtime, from Rust to what npm publishes.
//!
//! pkg/dist/ gets `windowbox.wasm`, `inline.js` (the same bytes for environments that lose the file),
//! the doors written by hand in pkg/, bundled with the glue and minified, and `node.cjs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};

use crate::bindgen::{self, Bindgen};
use crate::repo::Repo;
use crate::stamp::Stamp;
use crate::{glue, js, npm, process, size, toolchain};

pub fn run(repo: &Repo) -> Result<()> {
    build(repo)?;
    size::print(repo)
}

/// Brings pkg/dist/ up to date; does nothing where it already is.
pub fn build(repo: &Repo) -> Result<()> {
    let bindgen = bindgen::ensure(repo)?;
    let compiled = compile(repo)?;
    npm::ensure(&repo.pkg())?;
    let stamp = inputs(repo, &compiled)?;
    if stamp.is_fresh() && size::outputs(repo).iter().all(|file| file.is_file()) {
        return Ok(());
    }
    package(repo, &bindgen, &compiled)?;
    stamp.write()
}

fn compile(repo: &Repo) -> Result<PathBuf> {
    let toolchain = toolchain::ensure()?;
    println!("xtask: compiling the runtime with {}", toolchain.name());
    process::run(toolchain.cargo(repo, "build").args(["--lib", "--quiet"]))?;
    Ok(toolchain::target_dir(repo).join(toolchain::TARGET).join("wasm/windowbox.wasm"))
}

/// Everything that pkg/dist/ is made of, this program included.
fn inputs(repo: &Repo, compiled: &Path) -> Result<Stamp> {
    let mut stamp = Stamp::new(toolchain::target_dir(repo).join("dist-stamp"));
    stamp.add_file(compiled)?;
    stamp.add_file(&repo.pkg().join("package-lock.json"))?;
    for file in js::sources(&repo.pkg())? {
        stamp.add_file(&file)?;
    }
    for program in [include_str!("wasm.rs"), include_str!("glue.rs"), include_str!("js.rs"), include_str!("bindgen.rs")]
    {
        stamp.add(program.as_bytes());
    }
    Ok(stamp)
}

fn package(repo: &Repo, bindgen: &Bindgen, compiled: &Path) -> Result<()> {
    let work = toolchain::target_dir(repo).join("bindgen");
    fs::create_dir_all(&work).and_then(|()| fs::create_dir_all(repo.dist())).context("cannot make pkg/dist/")?;
    // What an earlier build left would be packed with every model.
    process::empty(&repo.dist())?;
    bindgen.generate(compiled, &work)?;
    let glue = work.join("glue.js");
    fs::write(&glue, glue::factory(&fs::read_to_string(work.join("windowbox.js"))?, &bindgen.version)?)?;
    let wasm = optimise(repo, &work.join("windowbox_bg.wasm"))?;
    process::write_if_changed(&repo.dist().join(js::WASM), &wasm)?;
    process::write_if_changed(&repo.dist().join("inline.js"), inline(&wasm).as_bytes())?;
    js::build(repo, &glue)
}

/// -O3, as kernels want speed; -Oz would save 1 % after gzip.
fn optimise(repo: &Repo, wasm: &Path) -> Result<Vec<u8>> {
    let out = wasm.with_file_name("optimised.wasm");
    let mut command = Command::new(npm::program(&repo.pkg(), "wasm-opt"));
    process::run(command.arg("-O3").arg(wasm).arg("--output").arg(&out))?;
    fs::read(&out).context("wasm-opt wrote nothing")
}

fn inline(wasm: &[u8]) -> String {
    format!("export default \"{}\";\n", BASE64_STANDARD.encode(wasm))
}
