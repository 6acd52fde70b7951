//! Writing a package into a folder, without writing over anything else.

use serde_json::Value;
use std::fs;
use std::path::Path;
use windowbox::{Error, Result};

/// Writes the files. A folder that is there must be empty or a package of ours, unless
/// `force`; what else is in it stays.
///
/// # Errors
/// `not-ours` or `io`.
pub fn write(folder: &Path, files: &[(String, Vec<u8>)], force: bool) -> Result<()> {
    let failed = |path: &Path, e: &std::io::Error| Error::io(e.to_string()).at(path.display().to_string());
    fs::create_dir_all(folder).map_err(|e| failed(folder, &e))?;
    if !force && !is_free(folder).map_err(|e| failed(folder, &e))? {
        return Err(Error::caller("not-ours", "the folder has files, and is no package that windowbox wrote")
            .at(folder.display().to_string())
            .hint("choose another folder, or say --force"));
    }
    for (name, content) in files {
        let path = folder.join(name);
        fs::write(&path, content).map_err(|e| failed(&path, &e))?;
    }
    Ok(())
}

fn is_free(folder: &Path) -> std::io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().is_none() || is_ours(folder))
}

/// A package that we wrote says so in its package.json.
fn is_ours(folder: &Path) -> bool {
    let manifest = fs::read(folder.join("package.json")).ok();
    let manifest: Option<Value> = manifest.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    manifest.is_some_and(|manifest| manifest["windowbox"]["model"].is_object())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_ours_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = |text: &str| vec![("package.json".to_owned(), text.as_bytes().to_vec())];
        let inner = folder.path().join("a/b");
        write(&inner, &manifest(r#"{"windowbox":{"model":{}}}"#), false).unwrap();
        fs::write(inner.join("mine.txt"), "mine").unwrap();
        write(&inner, &manifest(r#"{"name":"x"}"#), false).unwrap();
        assert_eq!(fs::read_to_string(inner.join("mine.txt")).unwrap(), "mine");
        assert_eq!(write(&inner, &manifest("{}"), false).unwrap_err().code, "not-ours");
        write(&inner, &manifest("{}"), true).unwrap();
        assert_eq!(fs::read_to_string(inner.join("package.json")).unwrap(), "{}");
        assert_eq!(write(&inner.join("mine.txt"), &manifest("{}"), true).unwrap_err().code, "io");
    }
}
