//! XGBoost's own model files (`save_model`), JSON and UBJSON, versions 1.0 to 3.x.
//!
//! Everything is single precision: inputs are rounded once, `x < t` goes left, sums
//! start from the base score and take the trees in order. Both notations hold the same
//! tree of keys, so there is one reader behind two parsers.

mod categories;
mod cursor;
#[cfg(test)]
mod faithful;
mod file;
mod json;
mod lower;
mod objective;
mod schema;
#[cfg(test)]
mod tests;
mod tree;
mod ubjson;
mod value;

use super::{Format, Imported, Sidecar};
use windowbox::Result;

pub const FORMAT: Format = Format { name: "XGBoost JSON or UBJSON (save_model)", sniff, read };

/// Where the key `learner` must stand in a UBJSON file: only the version can come first.
const UBJSON_HEAD: usize = 4096;

fn sniff(bytes: &[u8]) -> bool {
    match is_ubjson(bytes) {
        true => bytes[..bytes.len().min(UBJSON_HEAD)].windows(7).any(|word| word == b"learner"),
        false => json::has_key(bytes, b"learner"),
    }
}

fn is_ubjson(bytes: &[u8]) -> bool {
    matches!(bytes, [b'{', b'i' | b'U' | b'I' | b'l' | b'L' | b'#' | b'$', ..])
}

fn read(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    let document = if is_ubjson(bytes) { ubjson::parse(bytes)? } else { json::parse(bytes)? };
    lower::lower(&file::read(&document)?, sidecar)
}
