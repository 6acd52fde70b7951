//! A model's npm package: the built runtime and a packed model become a folder.

pub mod attach;
pub mod classic;
pub mod describe;
pub mod escape;
mod example;
pub mod folder;
pub mod literal;
mod manifest;
pub mod name;
pub mod pin;
pub mod reader;
mod readme;
pub mod runtime;
pub mod twin;
mod types;
pub mod variants;

use base64::prelude::{BASE64_STANDARD, Engine};
use runtime::Runtime;
use twin::Twin;
use variants::Variant;
use windowbox::{Pipeline, Predictor, Result};

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

impl Identity {
    fn check(&self) -> Result<()> {
        name::check(&self.name)?;
        name::check_version(&self.version)?;
        name::check_license(&self.license)
    }
}

/// A name and what is in it.
pub type File = (String, Vec<u8>);

/// npm publishes it without being told to.
const README: &str = "README.md";

/// Whose code the runtime contains, and under which terms.
pub const NOTICES: &str = include_str!("THIRD-PARTY-NOTICES");

/// What `pack` writes, and tells of it.
pub struct Package {
    pub files: Vec<File>,
    /// Whether there is a twin: a line for people.
    pub twin: String,
}

/// A package: the same inputs give the same bytes. `model` is the file
/// that `predictor` was read from, `sha256` its hash in hex, and the last the [variant](Runtime::variant) that serves it.
///
/// # Errors
/// `bad-name`, `bad-version`, `bad-license`, `bad-runtime`, or those of the runtime.
pub fn package(
    identity: &Identity,
    predictor: &Predictor,
    model: &[u8],
    sha256: &str,
    runtime: &Runtime,
    (variant, wasm): (&Variant, &[u8]),
) -> Result<Package> {
    identity.check()?;
    let wasm = attach::attach(wasm, model)?;
    let mut files = scripts(runtime, identity, predictor.pipeline(), sha256, wasm.len())?;
    files.push((runtime::INLINE.to_owned(), inline(&wasm)));
    files.push((runtime::WASM.to_owned(), wasm));
    let twin = Twin::of(predictor, runtime.file(twin::TWIN)?, sha256)?;
    let line = twin.line();
    files.extend(texts(identity, predictor, variant, sha256, &twin));
    files.push((twin::TWIN.to_owned(), twin.file()));
    files.sort();
    let manifest = manifest::package_json(identity, predictor.pipeline(), variant, sha256, &published(&files));
    files.push(("package.json".to_owned(), manifest.into_bytes()));
    files.sort();
    Ok(Package { files, twin: line })
}

/// What package.json has to list: npm takes the README without.
fn published(files: &[File]) -> Vec<&str> {
    files.iter().map(|file| file.0.as_str()).filter(|name| *name != README).collect()
}

/// The runtime's scripts, those that load a model bound to this one.
fn scripts(
    runtime: &Runtime,
    identity: &Identity,
    pipeline: &Pipeline,
    sha256: &str,
    wasm: usize,
) -> Result<Vec<File>> {
    let bound = |name: &str, script: &[u8]| match (
        reader::put(name, &pin::pin(name, script, sha256)?, pipeline, wasm)?,
        name,
    ) {
        (script, classic::FILE) => classic::put(&script, &identity.name),
        (script, _) => Ok(script),
    };
    let script = |(name, script): (&str, &[u8])| match runtime::DOORS.contains(&name) {
        true => Ok((name.to_owned(), bound(name, script)?)),
        false => Ok((name.to_owned(), script.to_vec())),
    };
    runtime.scripts().filter(|(name, _)| *name != twin::TWIN).map(script).collect()
}

/// The wasm as a module of JavaScript, for hosts that give no file.
fn inline(wasm: &[u8]) -> Vec<u8> {
    format!("export default \"{}\";\n", BASE64_STANDARD.encode(wasm)).into_bytes()
}

fn texts(
    identity: &Identity,
    predictor: &Predictor,
    variant: &Variant,
    sha256: &str,
    twin: &Twin,
) -> impl Iterator<Item = File> {
    let (pipeline, example) = (predictor.pipeline(), example::example(predictor));
    let declarations = types::declarations(pipeline, &example);
    let texts = [
        (README, readme::readme(identity, pipeline, variant, &example, sha256, twin)),
        ("THIRD-PARTY-NOTICES", NOTICES.to_owned()),
        ("endpoint.d.cts", types::common(types::ENDPOINT)),
        ("endpoint.d.ts", types::ENDPOINT.to_owned()),
        ("index.d.cts", types::common(&declarations)),
        ("index.d.ts", declarations),
        ("insight.d.cts", types::common(types::INSIGHT)),
        ("insight.d.ts", types::INSIGHT.to_owned()),
        ("service-worker.d.cts", types::common(types::SERVICE_WORKER)),
        ("service-worker.d.ts", types::SERVICE_WORKER.to_owned()),
        ("types.d.cts", types::SHARED.to_owned()),
        ("types.d.ts", types::SHARED.to_owned()),
        ("windowbox.wasm.d.cts", types::WASM.to_owned()),
        ("worker.d.cts", types::common(types::WORKER)),
        ("worker.d.ts", types::WORKER.to_owned()),
    ];
    texts.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes()))
}
