//! ONNX with `ai.onnx.ml`, as skl2onnx, onnxmltools and CatBoost write it.
//!
//! The graph is not run: its nodes are followed in order, each with our own step or
//! model for it, and what has none is refused by its name.

mod columns;
mod encode;
mod graph;
mod linear;
mod node;
mod proto;
#[cfg(test)]
mod tests;
mod tree;
mod votes;

use super::{Format, Imported, Sidecar};
use windowbox::Result;

pub const FORMAT: Format = Format { name: "ONNX (skl2onnx, onnxmltools, CatBoost)", sniff: proto::sniff, read };

fn read(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    graph::lower(&proto::parse(bytes)?, sidecar)
}
