//! The proof's rows for pkg/twin/proof.js.

use super::numbers::{counts, numbers};
use serde_json::{Value, json};
use windowbox::Pipeline;
use windowbox::pipeline::{Expected, Proof, ProofCells, ProofValues};
use windowbox::slots::{Precision, SlotKind};

pub fn plain(pipeline: &Pipeline, proof: &Proof) -> Value {
    let rows = proof.rows;
    // What it says behind the number of rows that hold.
    let behind = |passed: u32| {
        let verdict = proof.verdict(passed);
        verdict[passed.to_string().len()..].to_owned()
    };
    let classes: Vec<u32> = proof.classes.iter().map(|class| u32::from(*class)).collect();
    json!({
        "rows": rows,
        "cells": proof.cells.iter().map(|cells| of_column(cells, rows as usize)).collect::<Vec<_>>(),
        "margins": expected(&proof.margins),
        "scores": expected(&proof.scores),
        "classes": { "values": counts(&classes), "absolute": 0, "relative": 0 },
        "single": is_single(pipeline),
        "named": proof.names == pipeline.names_digest(),
        "verdict": [behind(rows), behind(0)],
    })
}

fn of_column(cells: &ProofCells, rows: usize) -> Value {
    let width = cells.picks.len() / rows.max(1);
    let picks = cells.picks.chunks_exact(width.max(1));
    let picks: Vec<u32> =
        picks.map(|bytes| bytes.iter().rev().fold(0, |pick, byte| pick << 8 | u32::from(*byte))).collect();
    match &cells.values {
        ProofValues::Numbers(values) => json!({ "values": numbers(values), "picks": counts(&picks) }),
        ProofValues::Text(texts) => json!({ "texts": texts, "picks": counts(&picks) }),
    }
}

fn expected(expected: &Expected) -> Value {
    json!({ "values": numbers(&expected.values), "absolute": expected.absolute, "relative": expected.relative })
}

/// Whether the margins of the first target are in single precision.
fn is_single(pipeline: &Pipeline) -> bool {
    let types = pipeline.types().unwrap_or_default();
    let slot = pipeline.output.targets[0].slots[0] as usize;
    types.get(slot).is_some_and(|slot| slot.kind == SlotKind::Number(Precision::F32))
}
