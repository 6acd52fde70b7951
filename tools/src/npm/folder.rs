//! Writing what the command made into a folder: what an earlier one left there goes, what is
//! somebody else's stays.

use super::File;
use crate::system::said;
use serde_json::Value;
use std::path::Path;
use std::{fs, io};
use windowbox::{Error, Result};

/// What earlier versions wrote and named only by patterns.
const FORMER: [&str; 2] = ["core.js", "glue.js"];

/// The endings of what a package is made of: nothing else is ever deleted.
const ENDINGS: [&str; 6] = [".js", ".cjs", ".ts", ".cts", ".wasm", "THIRD-PARTY-NOTICES"];

/// Writes the files of a package: see [`replace`].
///
/// # Errors
/// `not-ours` or `io`.
pub fn write(folder: &Path, files: &[File], force: bool) -> Result<()> {
    let manifest = manifest(folder);
    replace(folder, files, force, manifest.as_ref().map(named))
}

/// Writes the files, whose names may have folders. A folder that is there must be empty or
/// ours, unless `force`: then `earlier` are the files of ours in it. Those that are not among
/// the new ones are deleted: an old script beside a new one would be published with it. What
/// else is there stays.
///
/// # Errors
/// `not-ours` or `io`.
pub fn replace(folder: &Path, files: &[File], force: bool, earlier: Option<Vec<&str>>) -> Result<()> {
    fs::create_dir_all(folder).map_err(|e| failed(folder, &e))?;
    if !force && earlier.is_none() && !is_empty(folder).map_err(|e| failed(folder, &e))? {
        return Err(not_ours(folder));
    }
    let gone = earlier.into_iter().flatten().filter(|name| files.iter().all(|file| file.0 != *name));
    for path in gone.map(|name| folder.join(name)) {
        delete(&path).map_err(|e| failed(&path, &e))?;
    }
    for (name, content) in files {
        put(&folder.join(name), content)?;
    }
    Ok(())
}

/// Writes a file, and the folder that it is in.
///
/// # Errors
/// `io`.
pub fn put(path: &Path, content: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).and_then(|()| fs::write(path, content)).map_err(|e| failed(path, &e))
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::io(said(error))
        .at(path.display().to_string())
        .hint("choose a folder that you may write to, with -o, and see that the disk is not full")
}

fn not_ours(folder: &Path) -> Error {
    Error::caller("not-ours", "the folder has files, and is nothing that windowbox wrote")
        .at(folder.display().to_string())
        .hint("choose another folder, or say --force")
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().is_none())
}

/// The package.json of a package that we wrote: it says so.
fn manifest(folder: &Path) -> Option<Value> {
    let text = fs::read(folder.join("package.json")).ok()?;
    let manifest: Value = serde_json::from_slice(&text).ok()?;
    manifest["windowbox"]["model"].is_object().then_some(manifest)
}

/// The files that an earlier package put beside its package.json. Anybody may have edited
/// that: only plain names of our kinds are believed.
fn named(manifest: &Value) -> Vec<&str> {
    let listed = manifest["files"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let ours = |name: &&str| ENDINGS.iter().any(|end| name.ends_with(end)) && !name.contains(['/', '\\', '*', ':']);
    listed.chain(FORMER).filter(ours).collect()
}

/// A link goes, not what it leads to; a folder of that name is not ours.
fn delete(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(file) if !file.is_dir() => fs::remove_file(path)?,
        _ => return Ok(()),
    }
    // The last file takes its folder with it; one that is not empty stays.
    path.ancestors().skip(1).take_while(|folder| fs::remove_dir(folder).is_ok()).for_each(drop);
    Ok(())
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

    #[test]
    fn what_an_earlier_package_left_goes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("out");
        fs::create_dir_all(inner.join("dir.js")).unwrap();
        let listed = r#"["*.js","old.js","new.js","LICENSE.txt","dir.js","../out.js","sub/a.js"]"#;
        let ours = format!(r#"{{"windowbox":{{"model":{{}}}},"files":{listed}}}"#);
        for name in ["core.js", "glue.js", "old.js", "mine.js", "LICENSE.txt", "../out.js"] {
            fs::write(inner.join(name), "old").unwrap();
        }
        let files = vec![("new.js".to_owned(), b"new".to_vec())];
        let names = || ["core.js", "glue.js", "old.js", "mine.js", "LICENSE.txt", "../out.js", "dir.js", "new.js"];
        let there = || names().into_iter().filter(|name| inner.join(name).exists()).collect::<Vec<_>>();
        write(&inner, &files, true).unwrap();
        assert_eq!(there(), names(), "a folder that is not ours keeps all");
        fs::write(inner.join("package.json"), ours).unwrap();
        write(&inner, &files, false).unwrap();
        assert_eq!(there(), ["mine.js", "LICENSE.txt", "../out.js", "dir.js", "new.js"]);
    }
}
