//! `cargo xtask size`: what a browser downloads, held to a budget, and what is compiled into it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use flate2::{Compression, write::GzEncoder};

use crate::repo::Repo;
use crate::variants::{VARIANTS, Variant};
use crate::{command, js, process, toolchain, wasm};

/// Gzipped bytes of all JavaScript that a page downloads.
const JS_BUDGET: usize = 7 * 1024 + 640;

/// Crates that only tools and tests may use. One of them in the wasm means that a wall has fallen.
const NEVER_SHIPPED: [&str; 7] = ["clap", "csv", "serde_json", "smartcore", "windowbox-tools", "rand", "regex"];

/// Gzipped bytes that one kind may add to the smallest variant: the counter of words brings
/// Unicode's tables of letters, and of small ones for capitals.
const KIND_BUDGET: usize = 17 * 1024;
/// Trees bring the kernels.
const TREES_BUDGET: usize = 40 * 1024;

#[derive(clap::Args)]
pub struct Args {
    /// Build the smallest variant with each further kind, and print what that kind adds: takes minutes
    #[arg(long)]
    kinds: bool,
}

pub fn verb(repo: &Repo, args: &Args) -> Result<()> {
    if args.kinds { kinds(repo) } else { run(repo) }
}

/// What each kind costs, over the smallest variant.
pub fn kinds(repo: &Repo) -> Result<()> {
    let smallest = VARIANTS[0].kinds().unwrap_or_default();
    let alone = gzip(&wasm::with(repo, &smallest)?)?;
    println!("{:<28}{alone:>10} gzipped", VARIANTS[0].name);
    for kind in wasm::kinds(repo)?.iter().filter(|kind| !smallest.contains(&kind.as_str())) {
        let more = gzip(&wasm::with(repo, &[&smallest[..], &[kind.as_str()]].concat())?)?.saturating_sub(alone);
        println!("  + {kind:<24}{more:>10}");
        let budget = if kind == "trees" { TREES_BUDGET } else { KIND_BUDGET };
        ensure!(more <= budget, "{kind} adds {more} bytes gzipped, its budget is {budget}");
    }
    Ok(())
}

pub fn run(repo: &Repo) -> Result<()> {
    print(repo)?;
    for variant in &VARIANTS {
        let bytes = gzipped(&wasm::file(repo, variant))?;
        let (name, budget) = (variant.wasm, variant.budget);
        ensure!(bytes <= budget, "{name} has {bytes} bytes gzipped, its budget is {budget}");
        nothing_of_this_machine(repo, &wasm::file(repo, variant))?;
    }
    let js = gzipped(&js::browser(repo))?;
    ensure!(js <= JS_BUDGET, "the browser's JavaScript has {js} bytes gzipped, its budget is {JS_BUDGET}");
    nothing_of_tools(repo)
}

/// One line per file: bytes as they are, and gzipped.
pub fn print(repo: &Repo) -> Result<()> {
    println!("{:<28}{:>10}{:>10}", "pkg/", "bytes", "gzip -9");
    for file in outputs(repo) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        println!("{name:<28}{:>10}{:>10}", fs::metadata(&file)?.len(), gzipped(&file)?);
    }
    for file in command::files(repo).iter().filter(|file| file.is_file()) {
        let name = format!("bin/{}", file.file_name().unwrap_or_default().display());
        println!("{name:<28}{:>10}{:>10}", fs::metadata(file)?.len(), gzipped(file)?);
    }
    println!("{:<28}{:>10}{:>10}", "the npm package", "", tarball(repo)?);
    println!("{:<28}{:>10}{:>10}", "a page's JavaScript", "", gzipped(&js::browser(repo))?);
    VARIANTS.iter().try_for_each(|variant| print_variant(repo, variant))
}

/// `runtime core: 106000 bytes, 42000 gzipped of 46080: impute, scale, ...`
fn print_variant(repo: &Repo, variant: &Variant) -> Result<()> {
    let file = wasm::file(repo, variant);
    let (bytes, gzipped) = (fs::metadata(&file)?.len(), gzipped(&file)?);
    let kinds = variant.kinds().map_or("every kind".to_owned(), |kinds| kinds.join(", "));
    println!("runtime {}: {bytes} bytes, {gzipped} gzipped of {}: {kinds}", variant.name, variant.budget);
    Ok(())
}

/// Every file that the build puts into pkg/dist/, and the other variants.
pub fn outputs(repo: &Repo) -> Vec<PathBuf> {
    let others = VARIANTS.iter().map(|variant| wasm::file(repo, variant)).filter(|file| !file.starts_with(repo.dist()));
    [js::WASM, js::INLINE].into_iter().chain(js::scripts()).map(|name| repo.dist().join(name)).chain(others).collect()
}

/// What `npm install windowbox` downloads.
fn tarball(repo: &Repo) -> Result<u64> {
    let mut pack = Command::new("npm");
    pack.args(["pack", "--dry-run", "--json", "--ignore-scripts", "--loglevel=error"]).current_dir(repo.pkg());
    let said: serde_json::Value = serde_json::from_str(&process::stdout_of(&mut pack)?)?;
    said[0]["size"].as_u64().context("npm pack says no size")
}

fn gzipped(file: &Path) -> Result<usize> {
    let missing = || format!("cannot read {}: run `cargo xtask wasm`", file.display());
    gzip(&fs::read(file).with_context(missing)?)
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// Names of files are in the wasm where it may panic.
fn nothing_of_this_machine(repo: &Repo, wasm: &Path) -> Result<()> {
    let wasm = fs::read(wasm)?;
    let named = |folder: &&PathBuf| contains(&wasm, folder.as_os_str().as_encoded_bytes());
    if let Some(folder) = toolchain::source_folders(repo).iter().find(named) {
        bail!("the runtime names a folder of this machine, {}", folder.display());
    }
    Ok(())
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn nothing_of_tools(repo: &Repo) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["tree", "--package", "windowbox", "--target", toolchain::TARGET]);
    command.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    let tree = process::stdout_of(command.current_dir(repo.root()))?;
    let found = tree.lines().filter_map(|line| line.split(' ').next()).find(|name| NEVER_SHIPPED.contains(name));
    ensure!(
        found.is_none(),
        "{} is compiled into the runtime: see cargo tree -p windowbox -i it",
        found.unwrap_or_default()
    );
    println!("nothing of tools/ is compiled into the runtime");
    Ok(())
}
