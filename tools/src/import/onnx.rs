//! ONNX with `ai.onnx.ml`, as skl2onnx, onnxmltools and CatBoost write it.
//!
//! The graph is not run: its nodes are followed in order, each with our own step or
//! model for it, and what has none is refused by its name.

mod columns;
mod encode;
mod graph;
mod linear;
mod nearest;
mod node;
mod proto;
mod svm;
#[cfg(test)]
mod tests;
mod tree;
mod votes;

use super::{Format, Imported, Sidecar};
use windowbox::{Error, Result};

/// A message of no bytes becomes a value of a hundred: a larger file of them would not
/// fit in memory.
const FILE_LIMIT: usize = 32 << 20;

pub const FORMAT: Format = Format { name: "ONNX (skl2onnx, onnxmltools, CatBoost)", sniff: proto::sniff, read };

fn read(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    if bytes.len() > FILE_LIMIT {
        return Err(Error::limit("an ONNX file is read up to 32 MiB").hint("save the trees by treelite"));
    }
    sidecar.refuse_markers()?;
    graph::lower(&proto::parse(bytes)?, sidecar)
}
