//! The page as one file: script, style, runtime and models stand in it, and its policy lets it
//! run nothing else and ask nobody.

use super::template::{fill, html};
use super::{Offer, Parts, headline};
use crate::digest::integrity;
use crate::npm::{NOTICES, runtime};
use base64::prelude::{BASE64_STANDARD, Engine};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::io::Write;
use windowbox::{Error, Result};

/// The file. The same offers and parts give the same bytes.
///
/// # Errors
/// `no-runtime` or `bad-runtime`.
pub fn page(offers: &[Offer], parts: &Parts) -> Result<Vec<u8>> {
    let (script, style) = (parts.text("alone.js")?, parts.text("page.css")?);
    let (title, description) = headline(offers);
    let values = [
        ("policy", &policy(script, style)[..]),
        ("title", &html(&title)),
        ("description", &html(&description)),
        ("style", style),
        ("script", script),
        ("data", &data(offers, parts)?),
    ];
    fill(parts.text("alone.html")?, &values).map(String::into_bytes)
}

/// Nothing but this script and this style, wasm, workers that are made of the script, and
/// pictures in the page. Nothing can be asked for: there is no `connect-src`.
fn policy(script: &str, style: &str) -> String {
    let (script, style) = (integrity(script.as_bytes()), integrity(style.as_bytes()));
    format!(
        "default-src 'none'; script-src '{script}' 'wasm-unsafe-eval'; style-src '{style}'; worker-src blob:; \
         img-src data:; base-uri 'none'; form-action 'none'"
    )
}

/// What the script reads: blocks that no browser runs.
fn data(offers: &[Offer], parts: &Parts) -> Result<String> {
    let file = |i: usize| format!("windowbox-model-{i}");
    let entries: Value = offers.iter().enumerate().map(|(i, offer)| offer.entry(&file(i))).collect();
    // No text ends the block.
    let mut blocks = block("application/json", "windowbox-models", &entries.to_string().replace('<', "\\u003c"));
    blocks += &packed("windowbox-runtime", parts.runtime.file(runtime::WASM)?)?;
    blocks += &block("text/plain", "windowbox-notices", NOTICES);
    for (i, offer) in offers.iter().enumerate() {
        blocks += &packed(&file(i), &offer.model)?;
    }
    Ok(blocks)
}

fn packed(id: &str, bytes: &[u8]) -> Result<String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let packed = gzip.write_all(bytes).and_then(|()| gzip.finish()).map_err(|e| Error::io(e.to_string()))?;
    Ok(block("application/octet-stream", id, &BASE64_STANDARD.encode(packed)))
}

fn block(kind: &str, id: &str, text: &str) -> String {
    format!("  <script type=\"{kind}\" id=\"{id}\">{text}</script>\n")
}
