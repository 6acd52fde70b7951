//! The JSON form of a pipeline, for people and programs of other languages: read and
//! written here, described in docs/pipeline-json.md.
//!
//! Nothing of it is trusted: what is read is a pipeline that may be wrong, as any other.

mod columns;
mod document;
mod list;
mod read;
#[cfg(test)]
mod tests;
mod tree;
mod write;
mod wrong;

pub use document::write;

use super::{Format, Imported, Sidecar, plain_json};
use windowbox::{Error, Result};

/// The value of the key `format`. The number is that of the form, not of the file `.wbx`.
pub const VERSION: &str = "windowbox/0";

/// What a forest of ten million nodes takes, twice. Lists of numbers are read into as many
/// bytes as they have in the file, or twice that; what is not in such a list is counted.
pub const FILE_LIMIT: usize = 1 << 30;

pub const FORMAT: Format = Format { name: "windowbox JSON (export-json)", sniff, read };

/// Keys have no order, so the format may stand behind the card.
fn sniff(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 20)];
    head.trim_ascii_start().starts_with(b"{") && head.windows(11).any(|w| w == b"\"windowbox/")
}

fn read(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    if bytes.len() > FILE_LIMIT {
        return Err(Error::limit("a pipeline in JSON is read up to 1 GiB"));
    }
    let target = &sidecar.target;
    if !sidecar.features.is_empty() || target.classes.is_some() || target.name.is_some() {
        return Err(Error::caller("bad-sidecar", "a pipeline of ours names its own columns and classes")
            .hint("change them in the file"));
    }
    let tree = tree::parse(&plain_json(bytes))?;
    let pipeline = document::read(&tree).map_err(wrong::Wrong::into_error)?;
    Ok(Imported { pipeline, source: None, unknown: Vec::new() })
}
