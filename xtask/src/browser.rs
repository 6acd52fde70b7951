//! Chromium and its driver, for the tests in a real browser.

use std::env;
use std::path::PathBuf;

use anyhow::Result;

use crate::{apt, process};

/// Where each is found: the environment variable that overrules, and the program's name.
const CHROMIUM: (&str, &str) = ("CHROMIUM", "chromium");
const DRIVER: (&str, &str) = ("CHROMEDRIVER", "chromedriver");

pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds them or installs Debian's; both come from one place so that their versions agree.
pub fn ensure() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    let what = "a browser for the tests (or set CHROMIUM and CHROMEDRIVER)";
    apt::install(what, &["chromium", "chromium-driver"])?;
    find().ok_or_else(|| anyhow::anyhow!("chromium was installed, but is not on the PATH"))
}

/// Debian's packages of Firefox and of WebKit with its plain browser, which wants a screen.
const OTHERS: [&str; 4] = ["firefox-esr", "webkit2gtk-driver", "xvfb", "xauth"];

/// The browsers that packages are tried in besides.
pub fn ensure_others() -> Result<()> {
    match apt::installed(&OTHERS) {
        true => Ok(()),
        false => apt::install("Firefox and WebKit for the tests", &OTHERS),
    }
}

/// What is there already.
pub fn find() -> Option<Browser> {
    Some(Browser { chromium: locate(CHROMIUM)?, driver: locate(DRIVER)? })
}

fn locate((variable, program): (&str, &str)) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).or_else(|| process::find(program))
}
