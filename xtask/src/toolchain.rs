//! A compiler for wasm32: the one that is there, rustup's, or Debian's with its library sources.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::repo::Repo;
use crate::{apt, process};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// For what asks its host for files, as the command does.
pub const WASI: &str = "wasm32-wasip1";

/// A recent Rust and the sources of its standard library, as Debian ships them for its browsers.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";

/// Its C library for WASI: what the standard library stands on there, and where its parts lie.
const DEBIAN_WASI_PACKAGE: &str = "wasi-libc";
const DEBIAN_WASI: &str = "/usr/lib/wasm32-wasi";

pub enum Toolchain {
    /// The toolchain on the PATH has the target.
    Ready,
    /// Debian's compiler builds the standard library itself, as nobody packages it for wasm32.
    Debian { linker: PathBuf },
}

/// Finds or installs a toolchain, in the order from the commonest to the most roundabout.
pub fn ensure() -> Result<Toolchain> {
    ensure_for(TARGET, &DEBIAN_PACKAGES)
}

/// The same for WASI.
pub fn ensure_wasi() -> Result<Toolchain> {
    ensure_for(WASI, &[&DEBIAN_PACKAGES[..], &[DEBIAN_WASI_PACKAGE]].concat())
}

fn ensure_for(target: &str, debian_packages: &[&str]) -> Result<Toolchain> {
    if has_target(target)? {
        return Ok(Toolchain::Ready);
    }
    println!("xtask: the target {target} is missing: rustup target add {target}");
    if process::succeeds(Command::new("rustup").args(["target", "add", target])) {
        return Ok(Toolchain::Ready);
    }
    println!("xtask: rustup cannot get it: taking Debian's compiler and library sources instead");
    if !apt::installed(debian_packages) {
        apt::install("a compiler for wasm32", debian_packages)
            .with_context(|| format!("nothing here compiles to wasm32: with a network, rustup target add {target}"))?;
    }
    debian()
}

impl Toolchain {
    /// `cargo VERB` for wasm32, in a target folder of its own: two compilers sharing one rebuild each other's work.
    pub fn cargo(&self, repo: &Repo, verb: &str) -> Command {
        let mut command = self.cargo_for(repo, [verb, "wasm", TARGET], self.rustflags(repo));
        command.args(["--package", "windowbox"]);
        command
    }

    /// `cargo rustc` for WASI, of one program.
    pub fn wasi(&self, repo: &Repo, package: &str, program: &str) -> Command {
        let mut flags = self.rustflags(repo);
        if matches!(self, Self::Debian { .. }) {
            flags.extend(["-Clink-self-contained=no".to_owned(), format!("-L{DEBIAN_WASI}")]);
        }
        let mut command = self.cargo_for(repo, ["rustc", "command", WASI], flags);
        command.args(["--package", package, "--bin", program, "--no-default-features"]);
        if matches!(self, Self::Debian { .. }) {
            command.args(["--", &format!("-Clink-arg={DEBIAN_WASI}/crt1-command.o")]);
        }
        command
    }

    fn cargo_for(&self, repo: &Repo, [verb, profile, target]: [&str; 3], flags: Vec<String>) -> Command {
        let mut command = self.bare_cargo();
        command.args([verb, "--profile", profile, "--target", target]);
        if matches!(self, Self::Debian { .. }) {
            command.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        }
        command.arg("--target-dir").arg(target_dir(repo));
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
        command.current_dir(repo.root());
        command
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Ready => "the installed toolchain",
            Self::Debian { .. } => "Debian's rustc, building the standard library from its sources",
        }
    }

    fn bare_cargo(&self) -> Command {
        let Self::Debian { linker } = self else {
            return Command::new("cargo");
        };
        let mut command = Command::new(DEBIAN_CARGO);
        command.env("RUSTC", DEBIAN_RUSTC);
        command.env("RUSTC_BOOTSTRAP", "1"); // -Z options on a stable compiler
        for target in [TARGET, WASI] {
            let name = target.to_uppercase().replace('-', "_");
            command.env(format!("CARGO_TARGET_{name}_LINKER"), linker);
        }
        command
    }

    /// SIMD is the baseline, and no path of this machine may land in the wasm.
    fn rustflags(&self, repo: &Repo) -> Vec<String> {
        let mut flags = vec!["-Ctarget-feature=+simd128".to_owned()];
        flags.extend(source_folders(repo).iter().map(|folder| format!("--remap-path-prefix={}=.", folder.display())));
        if matches!(self, Self::Debian { .. }) {
            flags.push("-Zlocation-detail=none".to_owned()); // panics say why, not where: 1 KB gzipped
        }
        flags
    }
}

pub fn target_dir(repo: &Repo) -> PathBuf {
    repo.target().join("wasm")
}

/// The repository, and the folders that the standard library and crates are unpacked into.
pub fn source_folders(repo: &Repo) -> Vec<PathBuf> {
    let crates = repo.metadata.packages.iter().filter(|p| p.source.is_some());
    let crates = crates.filter_map(|p| p.manifest_path.as_std_path().parent()?.parent()).map(Path::to_owned);
    let std = sysroot().into_iter().map(|sysroot| sysroot.join("lib/rustlib/src/rust"));
    let mut folders: Vec<_> = crates.chain(std).chain([repo.root().to_owned()]).collect();
    folders.sort();
    folders.dedup();
    folders
}

fn has_target(target: &str) -> Result<bool> {
    Ok(sysroot()?.join("lib/rustlib").join(target).join("lib").is_dir())
}

/// Debian's own rust-lld is a dangling link: the linker is borrowed from the toolchain on the PATH.
fn debian() -> Result<Toolchain> {
    let host = process::stdout_of(Command::new("rustc").args(["--print", "host-tuple"]))?;
    let linker = sysroot()?.join("lib/rustlib").join(host.trim()).join("bin/rust-lld");
    if !linker.is_file() {
        bail!("no linker for wasm32: the Rust toolchain on the PATH has no rust-lld; install Rust with rustup");
    }
    Ok(Toolchain::Debian { linker })
}

fn sysroot() -> Result<PathBuf> {
    let path = process::stdout_of(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(PathBuf::from(path.trim()))
}
