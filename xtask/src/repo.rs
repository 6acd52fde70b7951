//! Where things are in this repository.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};

pub struct Repo {
    pub metadata: Metadata,
}

impl Repo {
    pub fn open() -> Result<Self> {
        let metadata = MetadataCommand::new()
            .exec()
            .context("cargo metadata failed: run this as `cargo xtask`, inside the repository")?;
        Ok(Self { metadata })
    }

    pub fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    pub fn target(&self) -> &Path {
        self.metadata.target_directory.as_std_path()
    }

    /// The npm package: hand-written files, and in `dist` what the build adds.
    pub fn pkg(&self) -> PathBuf {
        self.root().join("pkg")
    }

    pub fn dist(&self) -> PathBuf {
        self.pkg().join("dist")
    }

    /// Built beside it, for the command: the other variants, and all that it carries.
    pub fn variants(&self) -> PathBuf {
        self.pkg().join("variants")
    }

    /// The version of `package` in Cargo.lock.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let mut packages = self.metadata.packages.iter();
        packages
            .find(|p| p.name.as_str() == package)
            .map(|p| p.version.to_string())
            .with_context(|| format!("{package} is not among the dependencies in Cargo.lock"))
    }
}
