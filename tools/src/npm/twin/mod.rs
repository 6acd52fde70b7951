//! A model's plain JavaScript twin, for where there is no WebAssembly: what it is made of
//! is written over its place in twin.js, with every bit of its numbers.

mod kinds;
mod numbers;
mod proof;

use super::escape;
use base64::prelude::{BASE64_STANDARD, Engine};
use numbers::counts;
use serde_json::{Value, json};
use windowbox::{Error, Predictor, Result};

/// The script of the runtime: a package gets its own, with the model, or one that says why
/// there is none.
pub const TWIN: &str = "twin.js";

/// Larger ones would be parsed for seconds by the engines that need them.
const LIMIT: usize = 4 << 20;

/// What a package has in place of a model without WebAssembly.
pub enum Twin {
    /// The script, with the model in it.
    Script(Vec<u8>),
    /// Why there is none: a part of a sentence.
    None(String),
}

impl Twin {
    /// The twin of a model, if every kind in it has one and it is not too large. `script`
    /// is the runtime's, `sha256` the model's hash in hex.
    ///
    /// # Errors
    /// `bad-runtime` for a script that does not have each place exactly once.
    pub fn of(predictor: &Predictor, script: &[u8], sha256: &str) -> Result<Self> {
        let model = match model(predictor) {
            Ok(model) => quoted(&model.to_string()),
            Err(reason) => return Ok(Twin::None(reason)),
        };
        let description = windowbox::json::json(&predictor.pipeline().description(), |x| format!("{x:?}"));
        let text = std::str::from_utf8(script).unwrap_or_default();
        let text = put(text, "hash", &quoted(sha256))?;
        let text = put(&text, "integrity", &quoted(&integrity(sha256)))?;
        let text = put(&text, "description", &quoted(&description))?;
        let script = put(&text, "model", &model)?;
        match script.len() {
            0..=LIMIT => Ok(Twin::Script(script.into_bytes())),
            large => Ok(Twin::None(format!("it would have {} MB, and may have {}", large >> 20, LIMIT >> 20))),
        }
    }

    /// The file of the package.
    pub fn file(self) -> Vec<u8> {
        match self {
            Twin::Script(script) => script,
            Twin::None(reason) => {
                let why = format!("this model has no plain JavaScript twin: {reason}");
                let hint = escape::string(&why);
                format!("export const open=(o,cause,fail)=>fail(\"wasm-unavailable\",cause.message,{{hint:{hint},cause}});\n")
                    .into_bytes()
            }
        }
    }

    /// A line for people.
    pub fn line(&self) -> String {
        match self {
            Twin::Script(script) => format!("plain JavaScript twin: yes, {} KB", script.len().div_ceil(1024)),
            Twin::None(reason) => format!("plain JavaScript twin: none: {reason}"),
        }
    }
}

/// Everything that the twin is made of, besides what every caller is told.
fn model(predictor: &Predictor) -> std::result::Result<Value, String> {
    let pipeline = predictor.pipeline();
    let mut next = pipeline.schema.columns.len();
    let nodes = pipeline.nodes.iter().map(|node| {
        let (to, of) = (next, kinds::plain(&node.op, node.reads.len())?);
        next += node.writes.len();
        Ok(json!({ "kind": kinds::name(&node.op), "reads": counts(&node.reads), "to": to, "of": of }))
    });
    let nodes = nodes.collect::<std::result::Result<Vec<_>, String>>()?;
    let mut model = json!({ "slots": predictor.slots(), "block": predictor.block(), "nodes": nodes });
    match &pipeline.proof {
        Some(proof) => model["proof"] = proof::plain(pipeline, proof),
        None => model["unproved"] = predictor.self_test().verdict.into(),
    }
    Ok(model)
}

/// As `integrity` attributes have a hash.
fn integrity(sha256: &str) -> String {
    let byte = |i: usize| sha256.get(i..i + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    let bytes: Vec<u8> = (0..sha256.len()).step_by(2).filter_map(byte).collect();
    format!("sha256-{}", BASE64_STANDARD.encode(bytes))
}

/// A literal of JavaScript for JSON, which has more double quotes than anything else.
fn quoted(json: &str) -> String {
    let escaped = json.replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{}'", escaped.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

fn put(script: &str, place: &str, literal: &str) -> Result<String> {
    let blank = format!("\"windowbox.twin.{place}\"");
    match script.matches(&blank).count() {
        1 => Ok(script.replace(&blank, literal)),
        n => Err(Error::file("bad-runtime", format!("the script has {n} places for the twin's {place}, not one"))
            .at(TWIN)
            .hint("build it again: cargo xtask wasm")),
    }
}
