//! The plain `linear/1` JSON: coefficients by name, as one line of R writes them.

mod file;
mod lower;
mod terms;
#[cfg(test)]
mod tests;

use super::{Format, Imported, Sidecar};
use windowbox::Result;

pub const FORMAT: Format = Format { name: "linear/1 JSON (coefficients)", sniff, read };

/// The format may stand behind the coefficients.
fn sniff(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 20)];
    head.trim_ascii_start().starts_with(b"{") && head.windows(10).any(|w| w == b"\"linear/1\"")
}

fn read(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    lower::lower(&file::parse(bytes)?, sidecar)
}
