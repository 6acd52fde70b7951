//! Running a folder of models laid out like the conformance set: `manifest.json` lists
//! them; each folder has a model, its rows and what its own library answers.

pub mod attached;
mod compare;
mod onnx;
mod pmml;
mod rows;
pub mod tolerance;
mod words;

pub use words::Part;

use crate::import::{Sidecar, import};
use serde::Serialize;
use serde_json::Value;
use std::fs;
use std::path::Path;
use windowbox::{Error, Predictor, Result, pack, unpack};

/// What came of one model.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// The folder or file.
    pub name: String,
    /// Whether everything was as expected.
    pub passed: bool,
    /// Rows that were compared.
    pub rows: usize,
    /// The largest difference, as a share of what the tolerance allows; 0 is the same bits.
    pub largest_difference: f64,
    /// For a refused file its code; what was wrong otherwise.
    pub detail: String,
}

/// Runs every model and every file to be refused that the manifest lists.
///
/// # Errors
/// `io` or `bad-manifest`; a model that fails is an outcome, not an error.
pub fn run(folder: &Path) -> Result<Vec<Outcome>> {
    let manifest = json(&folder.join("manifest.json"))?;
    let list = |key: &str| manifest[key].as_array().cloned().unwrap_or_default();
    let models = list("fixtures").into_iter().map(|entry| model(folder, &text(&entry["id"]), &text(&entry["model"])));
    let refused =
        list("reject").into_iter().map(|entry| refusal(folder, &text(&entry["file"]), &text(&entry["reason"])));
    Ok(models.chain(refused).collect())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|e| Error::io(e.to_string()).at(path.display().to_string()))
}

/// Reads JSON.
fn json(path: &Path) -> Result<Value> {
    let bytes = read(path)?;
    serde_json::from_slice(&bytes).map_err(|e| Error::file("bad-json", e.to_string()).at(path.display().to_string()))
}

fn model(folder: &Path, id: &str, file: &str) -> Outcome {
    let base = folder.join(id);
    let outcome =
        open(&folder.join(file), &base.join("schema.json")).and_then(|predictor| compare::all(&predictor, &base));
    match outcome {
        Ok(found) => Outcome {
            name: id.to_owned(),
            passed: found.wrong.is_empty(),
            rows: found.rows,
            largest_difference: found.largest,
            detail: found.wrong.join("; "),
        },
        Err(error) => failed(id, error.to_string()),
    }
}

fn failed(name: &str, detail: String) -> Outcome {
    Outcome { name: name.to_owned(), passed: false, rows: 0, largest_difference: 0.0, detail }
}

/// Imports, packs and opens again: what is compared is what a page would open.
fn open(file: &Path, sidecar: &Path) -> Result<Predictor> {
    let sidecar = if sidecar.exists() { Sidecar::parse(&read(sidecar)?)? } else { Sidecar::default() };
    unpack(&pack(&import(&read(file)?, &sidecar)?.pipeline.check()?)?)
}

fn refusal(folder: &Path, file: &str, code: &str) -> Outcome {
    match open(&folder.join(file), &folder.join("none")) {
        Ok(_) => failed(file, format!("was accepted, and must be refused as {code}")),
        Err(error) if error.code == code => Outcome { passed: true, ..failed(file, code.to_owned()) },
        Err(error) => failed(file, format!("must be refused as {code}, and was as {error}")),
    }
}
