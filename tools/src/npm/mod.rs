//! A model's npm package: the built runtime and a packed model become a folder.

pub mod attach;
pub mod describe;
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
use runtime::Runtime;
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
/// `bad-name`, `bad-version`, `bad-license`, or those of the runtime.
pub fn package(
    identity: &Identity,
    predictor: &Predictor,
    model: &[u8],
    sha256: &str,
    runtime: &Runtime,
) -> Result<Vec<(String, Vec<u8>)>> {
    name::check(&identity.name)?;
    name::check_version(&identity.version)?;
    name::check_license(&identity.license)?;
    let wasm = attach::attach(runtime.wasm(predictor.pipeline())?, model)?;
    let inline = format!("export default \"{}\";\n", BASE64_STANDARD.encode(&wasm));
    let mut files: Vec<(String, Vec<u8>)> = texts(identity, predictor, sha256)
        .into_iter()
        .chain([(runtime::INLINE, inline)])
        .map(|(name, text)| (name.to_owned(), text.into_bytes()))
        .collect();
    files.extend(runtime.scripts().map(|(name, script)| (name.to_owned(), script.to_vec())));
    files.push((runtime::WASM.to_owned(), wasm));
    files.sort();
    Ok(files)
}

fn texts(identity: &Identity, predictor: &Predictor, sha256: &str) -> Vec<(&'static str, String)> {
    let (pipeline, example) = (predictor.pipeline(), example::example(predictor));
    vec![
        ("README.md", readme::readme(identity, pipeline, &example, sha256)),
        ("THIRD-PARTY-NOTICES", NOTICES.to_owned()),
        ("index.d.cts", types::declarations(pipeline, &example, "./types.cjs")),
        ("index.d.ts", types::declarations(pipeline, &example, "./types.js")),
        ("package.json", manifest::package_json(identity, pipeline, sha256)),
        // One kind of module cannot import the other's types.
        ("types.d.cts", types::SHARED.to_owned()),
        ("types.d.ts", types::SHARED.to_owned()),
    ]
}
