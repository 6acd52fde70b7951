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

/// What only those load who ask for a pool of workers. They take the doors as files beside them.
const POOL: [&str; 4] = ["pool.js", "pool.node.js", "worker.js", "worker.node.js"];

/// Those of node, which there are for CommonJS too: their names end in .cjs then.
const COMMON_JS: [&str; 2] = ["node.js", "pool.node.js"];

/// The one for `<script>` and `importScripts`: it makes a global, and asks `SCRIPT` where it lies.
const CLASSIC: &str = "classic.js";
const SCRIPT: &str = "core/script.js";

/// What a page downloads besides the wasm.
const BROWSER: [&str; 1] = ["browser.js"];

/// The first browsers with WebAssembly SIMD, which the runtime needs anyway, and what packages say of node.
const ENGINES: &str = "--target=chrome91,firefox89,safari16.4,node20";

/// A module at an address: bundlers shall leave that to the browser, and the minifier drops what tells them.
const IMPORTED: &str = "import(new URL(";
const IMPORTED_AS_IT_IS: &str = "import(/* webpackIgnore: true *//* @vite-ignore */new URL(";

/// CommonJS has no import.meta: its URL is made from the file name. Jest's page has no text coders.
const COMMON: &str = "const import_meta_url = require('node:url').pathToFileURL(__filename).href, \
    { TextDecoder, TextEncoder } = require('node:util');";

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
pub fn built(repo: &Repo) -> Vec<String> {
    let all = DOORS.into_iter().chain(POOL).chain([CLASSIC]).map(str::to_owned);
    all.chain(COMMON_JS.map(common)).filter(|name| repo.dist().join(name).is_file()).collect()
}

fn common(name: &str) -> String {
    name.replace(".js", ".cjs")
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

pub fn build(repo: &Repo) -> Result<()> {
    for name in doors(repo) {
        process::write_if_changed(&repo.dist().join(name), esm(repo, name, &[])?.as_bytes())?;
    }
    for name in POOL {
        let doors = ["--external:./browser.js", "--external:./node.js"];
        process::write_if_changed(&repo.dist().join(name), esm(repo, name, &doors)?.as_bytes())?;
    }
    if doors(repo).len() < DOORS.len() {
        println!("xtask: pkg/ has only {:?} of {DOORS:?} yet", doors(repo));
        return Ok(());
    }
    classic(repo)?;
    COMMON_JS.iter().try_for_each(|name| common_js(repo, name))
}

fn esm(repo: &Repo, name: &str, options: &[&str]) -> Result<String> {
    let mut command = esbuild(repo);
    command.arg(repo.pkg().join(name)).args(options).args([
        "--format=esm",
        "--external:node:*",
        "--external:./inline.js",
    ]);
    command.arg(format!("--external:./{WASM}")).arg("--minify");
    Ok(process::stdout_of(&mut command)?.replace(IMPORTED, IMPORTED_AS_IT_IS))
}

/// It finds the files beside itself as the module does, of which it is made.
fn common_js(repo: &Repo, name: &str) -> Result<()> {
    let mut command = esbuild(repo);
    command.arg(repo.dist().join(name));
    command.args(["--format=cjs", "--platform=node", "--minify", "--external:./*"]);
    command.arg("--define:import.meta.url=import_meta_url");
    command.arg(format!("--banner:js={COMMON}"));
    let text = process::stdout_of(&mut command)?.replace("require(\"./node.js\")", "require(\"./node.cjs\")");
    process::write_if_changed(&repo.dist().join(common(name)), text.as_bytes())
}

/// Made of browser.js, what it loads later stays beside it.
fn classic(repo: &Repo) -> Result<()> {
    let mut command = esbuild(repo);
    command.arg(repo.dist().join("browser.js"));
    command.args(["--format=iife", "--global-name=windowbox", "--minify"]);
    command.arg("--external:./*");
    command.arg(format!("--inject:{}", repo.pkg().join(SCRIPT).display()));
    command.args(["--define:import.meta.url=address", "--define:import.meta.env=undefined"]);
    let text = process::stdout_of(&mut command)?;
    process::write_if_changed(&repo.dist().join(CLASSIC), text.as_bytes())
}

fn esbuild(repo: &Repo) -> Command {
    let mut command = Command::new(npm::program(&repo.pkg(), "esbuild"));
    command.args(["--bundle", ENGINES, "--log-level=warning"]);
    command
}
