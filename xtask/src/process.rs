//! Running other programs, with errors that name the program and what to do.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

/// Runs `command` to its end, its output going where ours goes.
pub fn run(command: &mut Command) -> Result<()> {
    let started = command.status();
    succeed(command, started)
}

/// Runs `command` without showing what it prints, unless it fails.
pub fn run_quietly(command: &mut Command) -> Result<()> {
    let started = command.stdin(Stdio::null()).output();
    if let Ok(output) = &started
        && !output.status.success()
    {
        eprint!("{}", String::from_utf8_lossy(&output.stdout));
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
    succeed(command, started.map(|output| output.status))
}

/// What `command` prints on standard output; its errors go where ours go.
pub fn stdout_of(command: &mut Command) -> Result<String> {
    let started = command.stderr(Stdio::inherit()).output();
    let text = started.as_ref().map(|o| o.stdout.clone()).unwrap_or_default();
    succeed(command, started.map(|output| output.status))?;
    String::from_utf8(text).with_context(|| format!("{} printed no UTF-8", show(command)))
}

/// Whether `command` starts and succeeds; nothing is shown either way.
pub fn succeeds(command: &mut Command) -> bool {
    let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    silent.status().is_ok_and(|status| status.success())
}

/// The first file named `program` on the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// Writes `bytes` unless the file already holds them, so that what depends on it is not rebuilt.
pub fn write_if_changed(file: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

/// Removes the files of a folder.
pub fn empty(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let file = entry?.path();
        if file.is_file() {
            fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        }
    }
    Ok(())
}

fn succeed(command: &Command, started: std::io::Result<ExitStatus>) -> Result<()> {
    match started {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => bail!("`{}` failed ({status})", show(command)),
        Err(e) if e.kind() == ErrorKind::NotFound => {
            bail!("{} is not installed, or not on the PATH", command.get_program().display())
        }
        Err(e) => Err(e).with_context(|| format!("cannot start `{}`", show(command))),
    }
}

fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
