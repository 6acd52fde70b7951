//! ONNX with `ai.onnx.ml`, as skl2onnx, onnxmltools and CatBoost write it.
//!
//! The graph is run once, at import, on the names of columns instead of numbers: what
//! only moves them or is known already costs nothing, the rest becomes our own steps and
//! models. An operator without a row in `operators.rs` is refused by its name.

mod cdist;
mod choice;
mod elementwise;
mod encode;
mod ensemble;
mod gather;
mod graph;
mod inputs;
mod linear;
mod nearest;
mod node;
mod operators;
mod order;
mod proto;
mod prune;
mod reduce;
mod scan;
mod shape;
mod svm;
mod targets;
mod tensor;
#[cfg(test)]
mod tests;
mod text;
mod tree;
mod votes;

use super::{Format, Imported, Sidecar};
use windowbox::Result;

pub const FORMAT: Format = Format { name: "ONNX (skl2onnx, onnxmltools, CatBoost)", sniff: proto::sniff, read };

fn read(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    sidecar.refuse_unknown()?;
    scan::check(bytes)?;
    graph::lower(&proto::parse(bytes)?, sidecar)
}
