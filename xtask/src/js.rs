//! The JavaScript of the npm package: each script of pkg/ bundled with the modules of its folders, and minified into
//! pkg/dist/. Scripts take one another as files beside them. A door is one file, as that is 6 % smaller than three,
//! gzipped, and a page asks once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::repo::Repo;
use crate::{npm, process};

/// The runtime's file name: written out in the doors, as bundlers look for it there.
pub const WASM: &str = "windowbox.wasm";

/// A copy of it in JavaScript, which each package makes of its own.
pub const INLINE: &str = "inline.js";

/// A script of pkg/dist/, and what it is made of: a file of pkg/, or for forms that are made of modules one of pkg/dist/.
struct Script(&'static str, &'static str, Form);

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Module,
    /// Also for engines without WebAssembly.
    Old,
    /// A module that takes [`EXTRA`] in: what is on a disk, or has no import of files, need not wait for another file.
    Whole,
    /// The same for older engines.
    OldWhole,
    /// For `require`.
    Common,
    /// For `<script>` and `importScripts`: it makes a global.
    Classic,
}

const SCRIPTS: [Script; 24] = [
    Script(BROWSER, BROWSER, Form::Module),
    Script("node.js", "node.js", Form::Whole),
    Script("workerd.js", "workerd.js", Form::Whole),
    Script("react-native.js", "react-native.js", Form::OldWhole),
    Script(EXTRA, EXTRA, Form::Module),
    Script("twin.js", "twin/index.js", Form::Old),
    Script(CSV, CSV, Form::Module),
    Script("insight.js", "insight.js", Form::Module),
    Script("worker.js", "worker.js", Form::Module),
    Script("worker.node.js", "worker.node.js", Form::Module),
    Script("thread.js", "thread.js", Form::Module),
    Script("thread.node.js", "thread.node.js", Form::Module),
    Script("endpoint.js", "endpoint.js", Form::Module),
    Script("endpoint.node.js", "endpoint.node.js", Form::Module),
    Script("endpoint.workerd.js", "endpoint.workerd.js", Form::Module),
    Script("service-worker.js", "service-worker.js", Form::Module),
    Script("service-worker.node.js", "service-worker.node.js", Form::Module),
    Script("serve.mjs", "serve.js", Form::Module),
    Script("node.cjs", "node.js", Form::Common),
    Script("endpoint.node.cjs", "endpoint.node.js", Form::Common),
    Script("service-worker.node.cjs", "service-worker.node.js", Form::Common),
    Script("worker.node.cjs", "worker.node.js", Form::Common),
    Script("insight.cjs", "insight.js", Form::Common),
    Script("classic.js", BROWSER, Form::Classic),
];

/// What a page downloads besides the wasm.
const BROWSER: &str = "browser.js";

/// What a page loads only where it is asked for, or something failed.
const EXTRA: &str = "extra.js";

/// It has the wasm of its reader in place of this text.
pub const CSV: &str = "csv.js";
const CSV_WASM: &str = "windowbox.csv";

/// The first browsers with WebAssembly SIMD, which the runtime needs anyway, and what packages say of node.
pub const ENGINES: &str = "--target=chrome91,firefox89,safari16.4,node20";

/// The JavaScript of engines without WebAssembly: bundlers of React Native compile what this leaves.
const OLD_ENGINES: &str = "--target=es2017";

/// A module at an address: bundlers shall leave that to the browser, and the minifier drops what tells them.
const IMPORTED: &str = "import(new URL(";
const IMPORTED_AS_IT_IS: &str = "import(/* webpackIgnore: true *//* @vite-ignore */new URL(";

/// CommonJS has no import.meta: its URL is made from the file name. Jest's page has no text coders.
const COMMON: &str = "const import_meta_url = require('node:url').pathToFileURL(__filename).href, \
    { TextDecoder, TextEncoder } = require('node:util');";

/// What a classic script asks where it lies.
const SCRIPT: &str = "core/script.js";

/// Every script that a model's package takes.
pub fn scripts() -> impl Iterator<Item = &'static str> {
    SCRIPTS.iter().map(|script| script.0)
}

/// What a page downloads besides the wasm.
pub fn browser(repo: &Repo) -> PathBuf {
    repo.dist().join(BROWSER)
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

/// `csv` is the wasm of the reader of tables, in base64.
pub fn build(repo: &Repo, csv: &str) -> Result<()> {
    for script in &SCRIPTS {
        let mut text = text(repo, script)?;
        if script.0 == CSV {
            ensure!(text.contains(CSV_WASM), "{CSV}: the place of the wasm is lost");
            text = text.replace(CSV_WASM, csv);
        }
        process::write_if_changed(&repo.dist().join(script.0), text.as_bytes())?;
    }
    Ok(())
}

fn text(repo: &Repo, Script(name, source, form): &Script) -> Result<String> {
    let old = matches!(form, Form::Old | Form::OldWhole);
    let mut command = esbuild(repo, if old { OLD_ENGINES } else { ENGINES });
    command.arg("--external:node:*").arg(version(repo)?);
    command.args(beside(name, *form).map(|name| format!("--external:./{name}")));
    match form {
        Form::Common => common(&mut command, &repo.dist().join(source)),
        Form::Classic => classic(&mut command, &repo.dist().join(source), &repo.pkg().join(SCRIPT)),
        _ => module(&mut command, &repo.pkg().join(source)),
    }
}

/// The bundler, for some engines.
pub fn esbuild(repo: &Repo, engines: &str) -> Command {
    let mut command = Command::new(npm::program(&repo.pkg(), "esbuild"));
    command.args(["--bundle", "--minify", "--log-level=warning", engines]);
    command
}

/// The version, written into what is bundled.
pub fn version(repo: &Repo) -> Result<String> {
    Ok(format!("--define:globalThis.WINDOWBOX_VERSION=\"{}\"", repo.locked_version("windowbox")?))
}

/// The files that a script takes as they are.
fn beside(name: &str, form: Form) -> impl Iterator<Item = &'static str> {
    let whole = matches!(form, Form::Whole | Form::OldWhole);
    scripts().chain([WASM, INLINE]).filter(move |file| *file != name && !(whole && *file == EXTRA))
}

fn module(command: &mut Command, source: &Path) -> Result<String> {
    Ok(process::stdout_of(command.arg(source).arg("--format=esm"))?.replace(IMPORTED, IMPORTED_AS_IT_IS))
}

/// It finds the files beside itself as the module does, of which it is made.
fn common(command: &mut Command, module: &Path) -> Result<String> {
    command.arg(module).args(["--format=cjs", "--platform=node", "--define:import.meta.url=import_meta_url"]);
    let text = process::stdout_of(command.arg(format!("--banner:js={COMMON}")))?;
    let twin = |text: String, name: &str| {
        text.replace(&format!("require(\"./{name}.js\")"), &format!("require(\"./{name}.cjs\")"))
    };
    Ok(["node", "endpoint.node"].into_iter().fold(text, twin))
}

/// Made of browser.js; what that loads later stays beside it.
fn classic(command: &mut Command, module: &Path, script: &Path) -> Result<String> {
    command.arg(module).args(["--format=iife", "--global-name=windowbox", "--define:import.meta.url=address"]);
    command.arg("--define:import.meta.env=undefined").arg(format!("--inject:{}", script.display()));
    process::stdout_of(command)
}
