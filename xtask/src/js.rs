//! The JavaScript of the npm package: each hand-written file minified by itself into pkg/dist/, so that a
//! bundler, a browser and node each load only what they use, and one CommonJS bundle for `require`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::repo::Repo;
use crate::{npm, process};

/// What is written by hand in pkg/. They import one another, `./glue.js`, `./inline.js` and `./runtime.wasm`.
const SOURCES: [&str; 4] = ["browser.js", "core.js", "node.js", "workerd.js"];

/// What a page downloads besides the wasm.
const BROWSER: [&str; 3] = ["browser.js", "core.js", "glue.js"];

/// The first engines with WebAssembly SIMD, which the runtime needs anyway.
const ENGINES: &str = "--target=chrome91,firefox89,safari16.4,node16.4";

/// CommonJS has no import.meta: its URL is made from the file name.
const IMPORT_META_URL: &str = "const import_meta_url = require('node:url').pathToFileURL(__filename).href;";

/// The files of `SOURCES` that exist: they are still being written.
pub fn sources(repo: &Repo) -> Vec<&'static str> {
    SOURCES.into_iter().filter(|name| repo.pkg().join(name).is_file()).collect()
}

/// The files of `BROWSER` that exist.
pub fn browser(repo: &Repo) -> Vec<&'static str> {
    BROWSER.into_iter().filter(|name| repo.dist().join(name).is_file()).collect()
}

pub fn build(repo: &Repo, glue: &Path) -> Result<()> {
    for name in sources(repo) {
        minify(repo, &repo.pkg().join(name))?;
    }
    minify(repo, glue)?;
    if sources(repo).len() < SOURCES.len() {
        println!("xtask: pkg/ has only {:?} of {SOURCES:?} yet", sources(repo));
        return Ok(());
    }
    common_js(repo)
}

fn minify(repo: &Repo, file: &Path) -> Result<()> {
    let name = file.file_name().context("a source without a name")?;
    let mut command = esbuild(repo);
    command.arg(file).args(["--minify", "--format=esm"]);
    let text = process::stdout_of(&mut command)?;
    process::write_if_changed(&repo.dist().join(name), text.as_bytes())
}

/// The bundle finds runtime.wasm and inline.js beside itself, as node.js does.
fn common_js(repo: &Repo) -> Result<()> {
    let mut command = esbuild(repo);
    command.arg(repo.dist().join("node.js"));
    command.args(["--bundle", "--minify", "--format=cjs", "--platform=node", "--external:./inline.js"]);
    command.arg("--define:import.meta.url=import_meta_url");
    command.arg(format!("--banner:js={IMPORT_META_URL}"));
    let text = process::stdout_of(&mut command)?;
    process::write_if_changed(&repo.dist().join("node.cjs"), text.as_bytes())
}

fn esbuild(repo: &Repo) -> Command {
    let mut command = Command::new(npm::program(&repo.pkg(), "esbuild"));
    command.args([ENGINES, "--log-level=warning"]);
    command
}
