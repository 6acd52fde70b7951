//! `cargo xtask wasm`: the runtime, from Rust to what npm publishes.
//!
//! pkg/dist/ gets `windowbox.wasm` with every kind, `inline.js` (the same bytes for environments that lose the file),
//! the doors written by hand in pkg/, bundled and minified, and `node.cjs`. pkg/variants/ gets
//! what only the command carries: the wasm of the smaller variants, and all of it in one compressed file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};

use crate::bindgen::{self, Bindgen};
use crate::repo::Repo;
use crate::stamp::Stamp;
use crate::toolchain::Toolchain;
use crate::variants::{VARIANTS, Variant};
use crate::{blob, command, js, npm, page, process, size, toolchain};

/// Where the reader of CSV is built.
const CSV: &str = "csv";

#[derive(clap::Args)]
pub struct Args {
    /// And the command that the npm package brings, in pkg/bin/: takes a minute more
    #[arg(long)]
    command: bool,
    /// Only one variant of the runtime, in pkg/variants/
    #[arg(long, value_name = "NAME", conflicts_with = "command")]
    variant: Option<String>,
}

pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    if let Some(name) = &args.variant {
        return build_variant(repo, name);
    }
    build(repo)?;
    if args.command {
        command::build(repo)?;
    }
    size::print(repo)
}

/// Brings pkg/dist/ and pkg/variants/ up to date; does nothing where they already are.
pub fn build(repo: &Repo) -> Result<()> {
    let bindgen = bindgen::ensure(repo)?;
    let compiled = compile(repo)?;
    npm::ensure(&repo.pkg())?;
    let stamp = inputs(repo, &compiled)?;
    if stamp.is_fresh() && size::outputs(repo).iter().chain([&blob(repo)]).all(|file| file.is_file()) {
        return page::build(repo);
    }
    package(repo, &bindgen, &compiled)?;
    stamp.write()?;
    page::build(repo)
}

fn build_variant(repo: &Repo, name: &str) -> Result<()> {
    let variant = VARIANTS.iter().find(|variant| variant.name == name);
    let variant = variant.with_context(|| format!("there is no variant {name}: see tools/src/npm/variants.rs"))?;
    let (bindgen, compiled) = (bindgen::ensure(repo)?, compile_variant(repo, &toolchain::ensure()?, variant)?);
    npm::ensure(&repo.pkg())?;
    [repo.dist(), repo.variants()].iter().try_for_each(fs::create_dir_all).context("cannot make folders in pkg/")?;
    finish(repo, &bindgen, variant, &compiled)
}

/// All that the command carries.
fn blob(repo: &Repo) -> PathBuf {
    repo.variants().join("runtime.br")
}

/// Where a variant's wasm ends up: the whole runtime is what the npm package has.
pub fn file(repo: &Repo, variant: &Variant) -> PathBuf {
    let folder = if variant.wasm == js::WASM { repo.dist() } else { repo.variants() };
    folder.join(variant.wasm)
}

/// The variants as cargo leaves them, one after the other: they share everything but our own crate. The reader of
/// CSV is the last.
fn compile(repo: &Repo) -> Result<Vec<PathBuf>> {
    let toolchain = toolchain::ensure()?;
    println!("xtask: compiling the runtime with {}", toolchain.name());
    let variants = VARIANTS.iter().map(|variant| compile_variant(repo, &toolchain, variant));
    variants.chain([compile_csv(repo, &toolchain)]).collect()
}

fn compile_variant(repo: &Repo, toolchain: &Toolchain, variant: &Variant) -> Result<PathBuf> {
    compile_kinds(repo, toolchain, variant.kinds().as_deref(), &work(repo, variant.name)?)
}

fn compile_kinds(repo: &Repo, toolchain: &Toolchain, kinds: Option<&[&str]>, work: &Path) -> Result<PathBuf> {
    let mut command = toolchain.cargo(repo, "build");
    command.args(["--lib", "--quiet"]);
    if let Some(kinds) = kinds {
        command.args(["--no-default-features", "--features", &kinds.join(",")]);
    }
    process::run(&mut command)?;
    let built = toolchain::target_dir(repo).join(toolchain::TARGET).join("wasm/windowbox.wasm");
    let kept = work.join("windowbox.wasm");
    process::write_if_changed(&kept, &fs::read(&built).context("cargo wrote no windowbox.wasm")?)?;
    Ok(kept)
}

/// The reader of CSV, which only those load who read some.
fn compile_csv(repo: &Repo, toolchain: &Toolchain) -> Result<PathBuf> {
    compile_kinds(repo, toolchain, Some(&["csv"]), &work(repo, CSV)?)
}

/// A runtime with some kinds, as a browser would download it.
pub fn with(repo: &Repo, kinds: &[&str]) -> Result<Vec<u8>> {
    let work = work(repo, "measured")?;
    let compiled = compile_kinds(repo, &toolchain::ensure()?, Some(kinds), &work)?;
    bindgen::ensure(repo)?.generate(&compiled, &work)?;
    optimise(repo, &work.join("windowbox_bg.wasm"))
}

/// The features of all kinds, steps first: what the variant of everything is made of.
pub fn kinds(repo: &Repo) -> Result<Vec<String>> {
    let package = repo.metadata.packages.iter().find(|package| package.name.as_str() == "windowbox");
    let features = &package.context("the package windowbox is not there")?.features;
    let of = |name: &str| features.get(name).cloned().unwrap_or_default();
    Ok(of("steps")
        .into_iter()
        .chain(of("default").into_iter().filter(|name| !matches!(&name[..], "steps" | "explain")))
        .collect())
}

fn work(repo: &Repo, name: &str) -> Result<PathBuf> {
    let folder = toolchain::target_dir(repo).join("bindgen").join(name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// Everything that the package is made of, this program included.
fn inputs(repo: &Repo, compiled: &[PathBuf]) -> Result<Stamp> {
    let mut stamp = Stamp::new(toolchain::target_dir(repo).join("dist-stamp"));
    stamp.add_file(&repo.pkg().join("package-lock.json"))?;
    stamp.add(repo.locked_version("windowbox")?.as_bytes());
    for file in compiled.iter().chain(&js::sources(&repo.pkg())?) {
        stamp.add_file(file)?;
    }
    for program in [include_str!("wasm.rs"), include_str!("js.rs"), include_str!("bindgen.rs"), include_str!("blob.rs")]
    {
        stamp.add(program.as_bytes());
    }
    Ok(stamp)
}

fn package(repo: &Repo, bindgen: &Bindgen, compiled: &[PathBuf]) -> Result<()> {
    for folder in [repo.dist(), repo.variants()] {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        // What an earlier build left would be packed with every model.
        process::empty(&folder)?;
    }
    let csv = work(repo, CSV)?;
    bindgen.generate(&csv.join("windowbox.wasm"), &csv)?;
    for (variant, compiled) in VARIANTS.iter().zip(compiled) {
        finish(repo, bindgen, variant, compiled)?;
    }
    let whole = fs::read(repo.dist().join(js::WASM))?;
    process::write_if_changed(&repo.dist().join(js::INLINE), inline(&whole).as_bytes())?;
    js::build(repo, &BASE64_STANDARD.encode(optimise(repo, &csv.join("windowbox_bg.wasm"))?))?;
    let scripts = js::scripts().map(|name| repo.dist().join(name));
    let files: Vec<_> = scripts.chain(VARIANTS.iter().map(|variant| file(repo, variant))).collect();
    blob::write(&files, &toolchain::target_dir(repo).join("bindgen"), &blob(repo))
}

/// What cargo compiled, as packages have it.
fn finish(repo: &Repo, bindgen: &Bindgen, variant: &Variant, compiled: &Path) -> Result<()> {
    let work = work(repo, variant.name)?;
    bindgen.generate(compiled, &work)?;
    let wasm = versioned(optimise(repo, &work.join("windowbox_bg.wasm"))?, &repo.locked_version("windowbox")?);
    process::write_if_changed(&file(repo, variant), &wasm)
}

/// What pkg/core/load.js looks for.
const VERSION_SECTION: &str = "windowbox.version";

/// -O3, as kernels want speed; -Oz would save nothing after gzip. A function that is called once stays one: the
/// compiler has inlined what is worth it, and more of it is 2 % after gzip.
const OPTIMISE: [&str; 3] = ["-O3", "--converge", "--one-caller-inline-max-function-size=1"];

fn optimise(repo: &Repo, wasm: &Path) -> Result<Vec<u8>> {
    let out = wasm.with_file_name("optimised.wasm");
    let mut command = Command::new(npm::program(&repo.pkg(), "wasm-opt"));
    process::run(command.args(OPTIMISE).arg(wasm).arg("--output").arg(&out))?;
    fs::read(&out).context("wasm-opt wrote nothing")
}

/// The wasm with a custom section of its version: JavaScript of another one refuses it, as they speak in numbers.
fn versioned(mut wasm: Vec<u8>, version: &str) -> Vec<u8> {
    let section = [&[VERSION_SECTION.len() as u8], VERSION_SECTION.as_bytes(), version.as_bytes()].concat();
    // Of lengths below 128, a byte is LEB128.
    assert!(section.len() < 128, "the version is too long");
    wasm.extend([0, section.len() as u8]);
    wasm.extend(section);
    wasm
}

fn inline(wasm: &[u8]) -> String {
    format!("export default \"{}\";\n", BASE64_STANDARD.encode(wasm))
}
