//! Debian packages: installed when we are root, otherwise named with the command to type.

use std::process::Command;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use crate::process;

/// Package lists are fetched once a run, and by one thread at a time.
static LISTS_FETCHED: Mutex<bool> = Mutex::new(false);

/// Installs `packages`, saying so and `what` they are for.
pub fn install(what: &str, packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    let by_hand = format!("apt-get install --no-install-recommends {names}");
    if process::find("apt-get").is_none() {
        bail!("{what} is missing, and this is no Debian: install the equivalent of {names}");
    }
    if !is_root() {
        bail!("{what} is missing; as root: {by_hand}");
    }
    println!("xtask: installing {what}: Debian packages {names}");
    let mut fetched = LISTS_FETCHED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*fetched {
        process::run_quietly(&mut apt_get(&["update"]))?;
        *fetched = true;
    }
    process::run_quietly(apt_get(&["install", "--no-install-recommends"]).args(packages))
        .with_context(|| format!("cannot install {what}; try by hand: {by_hand}"))
}

/// Whether every one of `packages` is installed.
pub fn installed(packages: &[&str]) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}\n"]).args(packages);
    let output = query.output();
    output.is_ok_and(|o| {
        o.status.success() && o.stdout.split(|b| *b == b'\n').filter(|l| *l == b"installed").count() == packages.len()
    })
}

fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.args(["--quiet", "--yes"]).args(arguments);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    let id = process::stdout_of(Command::new("id").arg("-u"));
    id.is_ok_and(|id| id.trim() == "0")
}
