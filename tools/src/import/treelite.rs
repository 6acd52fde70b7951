//! treelite's JSON (`dump_as_json`): the exact route for the trees of scikit-learn.
//!
//! Everything is double precision, but scikit-learn rounds the inputs of most of its
//! ensembles to single: the file does not say which, the sidecar's `input_cast` does.

mod columns;
#[cfg(test)]
mod faithful;
mod file;
mod lower;
#[cfg(test)]
mod tests;

use super::{Format, Imported, Sidecar};
use windowbox::Result;

pub const FORMAT: Format = Format { name: "treelite JSON (dump_as_json)", sniff, read };

/// The keys of the file begin with the type of its thresholds.
fn sniff(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    head.trim_ascii_start().starts_with(b"{") && head.windows(16).any(|w| w == b"\"threshold_type\"")
}

fn read(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    lower::lower(&file::parse(bytes)?, sidecar)
}
