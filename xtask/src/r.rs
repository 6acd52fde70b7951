//! R and the packages whose models its exporter reads: Debian's.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::repo::Repo;
use crate::{apt, process};

const PACKAGES: [&str; 9] = [
    "r-base-core",
    "r-cran-jsonlite",
    "r-cran-rpart",
    "r-cran-nnet",
    "r-cran-randomforest",
    "r-cran-glmnet",
    "r-cran-mass",
    "r-cran-ranger",
    "r-cran-e1071",
];

/// Installs them where one is missing.
pub fn ensure() -> Result<()> {
    if apt::installed(&PACKAGES) { Ok(()) } else { apt::install("R", &PACKAGES) }
}

/// Every test of exporters/r with this `windowbox`, against R's own `predict()`.
pub fn test(repo: &Repo, windowbox: &Path) -> Result<()> {
    ensure()?;
    let mut run = Command::new("Rscript");
    run.arg("exporters/r/tests/run.R").env("WINDOWBOX_COMMAND", windowbox);
    process::run(run.current_dir(repo.root()))
}
