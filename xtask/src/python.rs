//! Environments of Python, each with a list of libraries: made when they are missing or the list has changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::repo::Repo;
use crate::stamp::Stamp;
use crate::{apt, process};

/// An environment.
pub struct Python(PathBuf);

impl Python {
    /// Its interpreter.
    pub fn program(&self) -> Command {
        Command::new(self.0.join("bin/python"))
    }

    /// A module that is run.
    pub fn module(&self, name: &str) -> Command {
        let mut command = self.program();
        command.args(["-m", name]);
        command
    }
}

/// The environment of a version of Python and a list in exporters/python/requirements.
pub fn ensure(repo: &Repo, program: &str, libraries: &str) -> Result<Python> {
    let list = repo.root().join("exporters/python/requirements").join(format!("{libraries}.txt"));
    let home = repo.target().join("exporters").join(format!("{program}-{libraries}"));
    environment(program, &list, home)
}

/// An environment in the folder `home`, with the libraries of a list.
pub fn environment(program: &str, list: &Path, home: PathBuf) -> Result<Python> {
    let mut stamp = Stamp::new(home.join(".stamp"));
    stamp.add_file(list)?;
    let python = Python(home);
    if !stamp.is_fresh() {
        println!("xtask: installing the Python libraries of {}", list.file_name().unwrap_or_default().display());
        create(program, &python.0)?;
        install(&python, Path::new("-r"), list)?;
        stamp.write()?;
    }
    Ok(python)
}

/// An environment with the libraries of another, and a wheel.
pub fn alone(repo: &Repo, like: &Python, wheel: &Path) -> Result<Python> {
    let home = repo.target().join("exporters/wheel");
    create_with(like.program(), &home)?;
    let python = Python(home);
    fs::write(Path::new(purelib(&python)?.trim()).join("libraries.pth"), purelib(like)?)?;
    install(&python, Path::new("--no-deps"), wheel)?;
    Ok(python)
}

/// The line that names the folder of its libraries.
fn purelib(python: &Python) -> Result<String> {
    process::stdout_of(python.program().args(["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]))
}

fn create(program: &str, home: &Path) -> Result<()> {
    if !process::succeeds(Command::new(program).args(["-c", "import ensurepip, venv"])) {
        apt::install("Python with its environments", &["python3", "python3-venv"])?;
    }
    create_with(Command::new(program), home)
}

fn create_with(mut program: Command, home: &Path) -> Result<()> {
    process::run_quietly(program.args(["-m", "venv", "--clear"]).arg(home)).context("Python 3.10 or newer is needed")
}

fn install(python: &Python, how: &Path, what: &Path) -> Result<()> {
    let mut pip = python.module("pip");
    pip.args(["install", "--quiet", "--disable-pip-version-check"]).arg(how).arg(what);
    process::run_quietly(&mut pip).context("pip cannot install the libraries: it needs a network")
}
