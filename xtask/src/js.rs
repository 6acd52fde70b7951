//! The JavaScript of the npm package: each door of pkg/ bundled with all its modules, and minified into pkg/dist/,
//! so that every environment loads one file, and a CommonJS one for `require`. One file is 6 % smaller
//! than three, gzipped, and a page asks once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::repo::Repo;
use crate::{npm, process};

/// The runtime's file name: written out in the doors, as bundlers look for it there.
pub const WASM: &str = "windowbox.wasm";

/// One file for each environment.
const DOORS: [&str; 3] = ["browser.js", "node.js", "workerd.js"];

/// What only those load who ask for workers or for CSV. They take the doors, and one another, as files beside them.
const LATER: [&str; 5] = ["worker.js", "worker.node.js", "thread.js", "thread.node.js", CSV];

/// It has the wasm of its reader in place of this text.
const CSV: &str = "csv.js";
const CSV_WASM: &str = "windowbox.csv";

/// The CommonJS one.
const COMMON_JS: &str = "node.cjs";

/// What a page downloads besides the wasm.
const BROWSER: [&str; 1] = ["browser.js"];

/// The first browsers with WebAssembly SIMD, which the runtime needs anyway, and what packages say of node.
const ENGINES: &str = "--target=chrome91,firefox89,safari16.4,node20";

/// A module at an address: bundlers shall leave that to the browser, and the minifier drops what tells them.
const IMPORTED: &str = "import(new URL(";
const IMPORTED_AS_IT_IS: &str = "import(/* webpackIgnore: true *//* @vite-ignore */new URL(";

/// CommonJS has no import.meta: its URL is made from the file name.
const IMPORT_META_URL: &str = "const import_meta_url = require('node:url').pathToFileURL(__filename).href;";

/// The doors that exist: they are still being written.
pub fn doors(repo: &Repo) -> Vec<&'static str> {
    DOORS.into_iter().filter(|name| repo.pkg().join(name).is_file()).collect()
}

/// Fails if a door is missing: without it some environment has no way in.
pub fn ensure_complete(repo: &Repo) -> Result<()> {
    let missing: Vec<_> = DOORS.into_iter().filter(|name| !doors(repo).contains(name)).collect();
    ensure!(missing.is_empty(), "pkg/ lacks {}", missing.join(", "));
    Ok(())
}

/// Every script that a model's package takes.
pub fn built(repo: &Repo) -> Vec<&'static str> {
    let all = DOORS.into_iter().chain(LATER).chain([COMMON_JS]);
    all.filter(|name| repo.dist().join(name).is_file()).collect()
}

/// The files of `BROWSER` that exist.
pub fn browser(repo: &Repo) -> Vec<&'static str> {
    BROWSER.into_iter().filter(|name| repo.dist().join(name).is_file()).collect()
}

/// Everything that is written by hand in pkg/, in a fixed order.
pub fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("dist") && !path.ends_with("node_modules") {
            files.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "js") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// `csv` is the reader's wasm in base64.
pub fn build(repo: &Repo, csv: &str) -> Result<()> {
    for name in doors(repo) {
        process::write_if_changed(&repo.dist().join(name), esm(repo, name, &[])?.as_bytes())?;
    }
    for name in LATER {
        let text = esm(repo, name, &["--external:./browser.js", "--external:./node.js"])?;
        ensure!((name == CSV) == text.contains(CSV_WASM), "{name}: the place of the wasm is lost");
        process::write_if_changed(&repo.dist().join(name), text.replace(CSV_WASM, csv).as_bytes())?;
    }
    if doors(repo).len() < DOORS.len() {
        println!("xtask: pkg/ has only {:?} of {DOORS:?} yet", doors(repo));
        return Ok(());
    }
    common_js(repo)
}

fn esm(repo: &Repo, name: &str, options: &[&str]) -> Result<String> {
    let mut command = esbuild(repo);
    command.arg(repo.pkg().join(name)).args(options).args([
        "--format=esm",
        "--external:node:*",
        "--external:./inline.js",
        "--external:./csv.js",
    ]);
    command.arg(format!("--external:./{WASM}")).arg("--minify");
    Ok(process::stdout_of(&mut command)?.replace(IMPORTED, IMPORTED_AS_IT_IS))
}

/// It finds the wasm and inline.js beside itself, as node.js does.
fn common_js(repo: &Repo) -> Result<()> {
    let mut command = esbuild(repo);
    command.arg(repo.dist().join("node.js"));
    command.args(["--format=cjs", "--platform=node", "--minify", "--external:./inline.js", "--external:./csv.js"]);
    command.arg("--define:import.meta.url=import_meta_url");
    command.arg(format!("--banner:js={IMPORT_META_URL}"));
    let text = process::stdout_of(&mut command)?;
    process::write_if_changed(&repo.dist().join(COMMON_JS), text.as_bytes())
}

fn esbuild(repo: &Repo) -> Command {
    let mut command = Command::new(npm::program(&repo.pkg(), "esbuild"));
    command.args(["--bundle", ENGINES, "--log-level=warning"]);
    command
}
