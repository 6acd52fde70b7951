//! Importing: a foreign model file becomes a pipeline with its library's own numbers.
//!
//! Every format is read faithfully first, then lowered; one file or folder a format,
//! one row in [`FORMATS`]. What is recognised and not read stands in `refused.rs`.

mod bare;
mod catboost;
mod class;
#[cfg(test)]
mod faithful;
mod lightgbm;
mod linear;
mod onnx;
pub mod pipeline_json;
mod pmml;
mod refused;
mod sentinels;
mod sidecar;
mod skeleton;
mod source;
mod treelite;
mod xgboost;

pub use bare::plain_json;
pub use sidecar::Sidecar;
pub use skeleton::{UNKNOWN_LOSS, skeleton};
pub use source::{Source, counted};

use windowbox::model::Model;
use windowbox::{Error, Pipeline, Result};

/// A larger file is refused: no page would load its model. [`pipeline_json`] has a limit of
/// its own, since its texts are several times as large as what they become.
pub const FILE_LIMIT: usize = 200 << 20;

/// One format that is read.
pub struct Format {
    /// The name for people.
    pub name: &'static str,
    /// Whether the first bytes look like it.
    pub sniff: fn(&[u8]) -> bool,
    /// Reads and lowers.
    pub read: fn(&[u8], &Sidecar) -> Result<Imported>,
}

/// Every format that is read, in the order in which they are tried.
pub const FORMATS: &[Format] = &[
    lightgbm::FORMAT,
    xgboost::FORMAT,
    catboost::FORMAT,
    treelite::FORMAT,
    pipeline_json::FORMAT,
    linear::FORMAT,
    pmml::FORMAT,
    onnx::FORMAT,
];

/// What came of a file.
#[derive(Debug)]
pub struct Imported {
    /// The model; it is not checked yet.
    pub pipeline: Pipeline,
    /// Where it comes from; nothing for a pipeline of ours, which has its own card.
    pub source: Option<Source>,
    /// What the file does not know and a sidecar could say.
    pub unknown: Vec<String>,
}

/// Recognises a file by its content, reads and lowers it.
///
/// # Errors
/// The codes of `formats.md` section 12, with place and the call that writes a file
/// which is read.
pub fn import(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    refused::check(bytes)?;
    match FORMATS.iter().find(|format| (format.sniff)(bytes)) {
        Some(format) if format.name != pipeline_json::FORMAT.name && bytes.len() > FILE_LIMIT => {
            Err(Error::limit("the file is larger than 200 MiB"))
        }
        Some(format) => {
            let mut imported = (format.read)(bytes, sidecar)?;
            sidecar.fits(&imported.pipeline.output)?;
            sentinels::add(&mut imported.pipeline, sidecar)?;
            settle(&mut imported.pipeline);
            Ok(imported)
        }
        None => Err(refused::unknown(bytes, FORMATS)),
    }
}

/// Brings trees into the form that is checked.
fn settle(pipeline: &mut Pipeline) {
    for model in pipeline.models_mut() {
        if let Model::Trees(trees) = model {
            trees.settle();
        }
    }
}

/// A fault of the file's own content.
fn malformed(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::file("malformed", message)
}
