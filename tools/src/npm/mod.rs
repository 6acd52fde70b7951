//! A model's npm package: the built runtime and a packed model become a folder.

pub mod attach;
pub mod escape;
mod example;
pub mod folder;
pub mod literal;
mod manifest;
pub mod name;
mod readme;
pub mod runtime;
mod types;

use base64::prelude::{BASE64_STANDARD, Engine};
use runtime::{Runtime, SCRIPTS};
use windowbox::{Predictor, Result};

/// What a package is called, and under which terms it comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// npm's name.
    pub name: String,
    /// npm's version.
    pub version: String,
    /// An SPDX expression, or `UNLICENSED`.
    pub license: String,
}

/// What npm puts into the package, besides what it always does.
const FILES: [&str; 6] = ["*.js", "*.cjs", "*.d.ts", "*.d.cts", "*.wasm", "THIRD-PARTY-NOTICES"];

const NOTICES: &str = include_str!("THIRD-PARTY-NOTICES");

/// The files of a package: the same inputs give the same bytes. `model` is the file
/// that `predictor` was read from, `sha256` its hash in hex.
///
/// # Errors
/// `bad-name`, `bad-version`, or those of the runtime.
pub fn package(
    identity: &Identity,
    predictor: &Predictor,
    model: &[u8],
    sha256: &str,
    runtime: &Runtime,
) -> Result<Vec<(&'static str, Vec<u8>)>> {
    name::check(&identity.name)?;
    name::check_version(&identity.version)?;
    let pipeline = predictor.pipeline();
    let wasm = attach::attach(runtime.wasm(pipeline)?, model)?;
    let example = example::example(predictor);
    let types = types::declarations(pipeline);
    let texts = [
        ("README.md", readme::readme(identity, pipeline, &example, sha256)),
        ("THIRD-PARTY-NOTICES", NOTICES.to_owned()),
        ("index.d.cts", types.clone()),
        ("index.d.ts", types),
        ("inline.js", format!("export default \"{}\";\n", BASE64_STANDARD.encode(&wasm))),
        ("package.json", manifest::package_json(identity, pipeline, sha256)),
    ];
    let mut files: Vec<_> = texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    for script in SCRIPTS {
        files.push((script, runtime.file(script)?.to_vec()));
    }
    files.push(("windowbox.wasm", wasm));
    Ok(files)
}
