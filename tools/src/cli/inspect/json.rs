//! A model as JSON.

use super::nodes;
use crate::cli::model::Opened;
use serde_json::{Value, json};

/// File, columns, targets, card, statistics and nodes; `whole` has all numbers of the
/// nodes too.
pub fn everything(opened: &Opened, whole: bool) -> Value {
    let pipeline = opened.predictor.pipeline();
    let proof = pipeline.proof.as_ref().map(|proof| {
        let leaves = json!({ "covered": proof.leaves.0, "reachable": proof.leaves.1 });
        json!({ "source": proof.source, "synthesised": proof.synthesised, "rows": proof.rows, "leaves": leaves })
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
