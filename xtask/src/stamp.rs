//! Skipping work whose inputs have not changed: a hash of their contents, kept in a file.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub struct Stamp {
    file: PathBuf,
    hasher: DefaultHasher,
}

impl Stamp {
    pub fn new(file: PathBuf) -> Self {
        Self { file, hasher: DefaultHasher::new() }
    }

    pub fn add(&mut self, bytes: &[u8]) {
        self.hasher.write_usize(bytes.len());
        self.hasher.write(bytes);
    }

    pub fn add_file(&mut self, file: &Path) -> Result<()> {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        self.add(&bytes);
        Ok(())
    }

    /// Whether the last `write` saw the same inputs.
    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|old| old == self.text())
    }

    /// Called when the work is done.
    pub fn write(&self) -> Result<()> {
        fs::write(&self.file, self.text()).with_context(|| format!("cannot write {}", self.file.display()))
    }

    fn text(&self) -> String {
        format!("{:016x}\n", self.hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_fresh_only_for_the_same_inputs() {
        let file = std::env::temp_dir().join(format!("xtask-stamp-{}", std::process::id()));
        let stamp = |parts: &[&str]| {
            let mut stamp = Stamp::new(file.clone());
            parts.iter().for_each(|part| stamp.add(part.as_bytes()));
            stamp
        };
        assert!(!stamp(&["a", "b"]).is_fresh());
        stamp(&["a", "b"]).write().unwrap();
        assert!(stamp(&["a", "b"]).is_fresh());
        assert!(!stamp(&["ab"]).is_fresh());
        fs::remove_file(&file).unwrap();
    }
}
