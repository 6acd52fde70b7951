//! CatBoost's JSON (`save_model(format="json", pool=...)`).
//!
//! Numbers are singles and `x > border` sets a bit, sums are doubles. A category is
//! known by the hash of its text: levels are told apart by name here, and hashes end at
//! the import. A CTR (a statistic of a category or a combination) is a table from codes
//! to a single: it becomes a tree over the codes, which is what such a table is.

mod city;
mod counts;
mod ctr;
#[cfg(test)]
mod faithful;
mod file;
mod inputs;
mod keys;
mod levels;
mod lookup;
mod loss;
mod lossy;
mod lower;
mod splits;
#[cfg(test)]
mod tests;
mod trees;

use super::{Format, Imported, Sidecar};
use windowbox::Result;

pub const FORMAT: Format = Format { name: "CatBoost JSON (save_model with format=\"json\")", sniff, read };

/// Keys that only CatBoost has at the top; a file that was cut short has the first of them.
const KEYS: [&[u8]; 3] = [b"features_info", b"oblivious_trees", b"ctr_data"];

fn sniff(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{") && top_level_strings(bytes).any(|key| KEYS.contains(&key))
}

/// The strings between the outermost braces, without what is nested in them.
fn top_level_strings(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut at, mut depth) = (0, 0i64);
    std::iter::from_fn(move || {
        while let Some(byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' => {
                    let start = at;
                    at = end_of_string(bytes, at);
                    if depth == 1 {
                        return Some(&bytes[start..at.min(bytes.len())]).inspect(|_| at += 1);
                    }
                    at += 1;
                }
                _ => {}
            }
        }
        None
    })
}

/// Where the quote stands that ends a string, or the end of the bytes.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn read(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    lower::lower(&file::parse(bytes)?, sidecar)
}
