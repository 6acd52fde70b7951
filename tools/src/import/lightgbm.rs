//! LightGBM's text model (`save_model`), versions v2 to v4.
//!
//! Everything is double precision: `x <= t` goes left, sums start at 0 and take the
//! trees in order. A NaN where training saw none is 0, so its way is known when the
//! file is read; numbers within 1e-35 of 0 are 0.

#[cfg(test)]
mod faithful;
mod file;
mod lower;
#[cfg(test)]
mod tests;

use super::{Format, Imported, Sidecar};
use windowbox::Result;

pub const FORMAT: Format = Format { name: "LightGBM text (save_model)", sniff, read };

fn sniff(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64)];
    (head.starts_with(b"tree\n") || head.starts_with(b"tree\r\n")) && head.windows(8).any(|w| w == b"version=")
}

fn read(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    let model = file::parse(&String::from_utf8_lossy(bytes))?;
    lower::lower(&model, sidecar)
}
