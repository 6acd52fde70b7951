//! Everything that a fresh machine lacks, fetched before the work starts.

use std::thread;

use anyhow::{Result, anyhow};

use crate::repo::Repo;
use crate::{bindgen, browser, exporters, npm, toolchain};

/// What `cargo xtask demo` needs.
pub fn to_build(repo: &Repo) -> Result<()> {
    beside_bindgen(repo, || {
        toolchain::ensure()?;
        npm::ensure(&repo.pkg())
    })
}

/// What `cargo xtask test` needs.
pub fn to_test(repo: &Repo, with_browser: bool) -> Result<()> {
    beside_bindgen(repo, || {
        toolchain::ensure()?;
        toolchain::ensure_wasi()?;
        if with_browser {
            browser::ensure()?;
        }
        npm::ensure(&repo.pkg())?;
        npm::ensure(&repo.root().join("tests"))?;
        exporters::ensure(repo)
    })
}

/// What `cargo xtask test --exporters` needs.
pub fn to_export(repo: &Repo) -> Result<()> {
    beside_bindgen(repo, || {
        toolchain::ensure()?;
        npm::ensure(&repo.pkg())?;
        exporters::ensure(repo)
    })
}

/// What `cargo xtask test --packaging` needs.
pub fn to_pack(repo: &Repo) -> Result<()> {
    beside_bindgen(repo, || {
        toolchain::ensure()?;
        browser::ensure()?;
        browser::ensure_others()?;
        npm::ensure(&repo.pkg())?;
        npm::ensure(&repo.root().join("tests"))
    })
}

/// Compiling wasm-bindgen keeps the processor busy for minutes, downloads keep the network busy: both at once.
fn beside_bindgen(repo: &Repo, downloads: impl FnOnce() -> Result<()> + Send) -> Result<()> {
    thread::scope(|scope| {
        let downloads = scope.spawn(downloads);
        bindgen::ensure(repo)?;
        downloads.join().map_err(|_| anyhow!("installing failed"))?
    })
}
