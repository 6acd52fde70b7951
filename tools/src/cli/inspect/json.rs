//! A model as JSON.

use super::nodes;
use crate::cli::model::Opened;
use serde_json::{Value, json};
use windowbox::pipeline::ProofCells;

/// File, columns, targets, card, statistics and nodes; `whole` has all numbers of the
/// nodes too.
pub fn everything(opened: &Opened, whole: bool) -> Value {
    let pipeline = opened.predictor.pipeline();
    let proof = pipeline.proof.as_ref().map(|proof| {
        let rows = proof.cells.first().map_or(0, ProofCells::rows);
        json!({ "answered_by": proof.answered_by, "synthesised": proof.synthesised, "rows": rows })
    });
    json!({
        "file": { "bytes": opened.bytes.len(), "sha256": opened.sha256() },
        "columns": pipeline.schema.columns,
        "targets": pipeline.output.targets,
        "nodes": if whole { nodes::dump(pipeline) } else { nodes::summary(pipeline) },
        "proof": proof,
        "card": pipeline.card,
        "statistics": pipeline.statistics,
    })
}
