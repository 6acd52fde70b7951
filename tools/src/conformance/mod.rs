//! Running a folder of models laid out like the conformance set: `manifest.json` lists
//! them; each folder has a model, its rows and what its own library answers.

pub mod attached;
mod bits;
mod compare;
mod elsewhere;
mod onnx;
mod pmml;
mod rows;
pub mod tolerance;
mod words;

pub use words::Part;

use crate::import::{Sidecar, import};
use compare::Found;
use serde::Serialize;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
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
    /// The largest difference from what the library answers; 0 is the same numbers.
    pub largest_difference: f64,
    /// For a refused file its code; what was wrong otherwise.
    pub detail: String,
}

/// Runs every model and every file to be refused that the manifest lists.
///
/// # Errors
/// `io` or `bad-manifest`; a model that fails is an outcome, not an error.
pub fn run(folder: &Path) -> Result<Vec<Outcome>> {
    let manifest = Manifest::open(folder)?;
    let models = manifest.models().map(|(_, model)| model.outcome(compare::all));
    Ok(models.chain(manifest.refused()).collect())
}

/// Writes every model, its rows and our answers into numbered folders of `to`, for node
/// and a browser to answer them as well; `models.json` lists the folders.
///
/// # Errors
/// As [`run`]. A model that is not read is left out: [`compare_all`] says why.
pub fn write_all(folder: &Path, to: &Path) -> Result<()> {
    let manifest = Manifest::open(folder)?;
    let written = manifest.models().filter(|(number, model)| {
        let write = |predictor: &Predictor, base: &Path| elsewhere::write(predictor, base, &to.join(number));
        model.open().is_ok_and(|predictor| write(&predictor, &model.base).is_ok())
    });
    let written: Value = written.map(|(number, _)| Value::from(number)).collect();
    let list = to.join("models.json");
    fs::write(&list, written.to_string()).map_err(|e| Error::io(e.to_string()).at(list.display().to_string()))
}

/// Compares the answers in the folders that [`write_all`] made with each other, bit by bit,
/// and with what libraries answer. Files to be refused are imported here alone.
///
/// # Errors
/// As [`run`].
pub fn compare_all(folder: &Path, from: &Path) -> Result<Vec<Outcome>> {
    let manifest = Manifest::open(folder)?;
    let models = manifest.models().map(|(number, model)| {
        model.outcome(|predictor, base| elsewhere::compare(predictor, base, &from.join(&number)))
    });
    let native =
        |outcome: Outcome| Outcome { detail: format!("{} (imported natively only)", outcome.detail), ..outcome };
    Ok(models.chain(manifest.refused().map(native)).collect())
}

/// What a folder lists.
struct Manifest {
    folder: PathBuf,
    json: Value,
}

/// A model of the list: its name, its file, and the folder of its rows and answers.
struct Listed {
    id: String,
    file: PathBuf,
    base: PathBuf,
}

impl Manifest {
    fn open(folder: &Path) -> Result<Self> {
        Ok(Self { folder: folder.to_owned(), json: json(&folder.join("manifest.json"))? })
    }

    fn list(&self, key: &str) -> &[Value] {
        self.json[key].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    /// The models, each with a number that names its folder elsewhere.
    fn models(&self) -> impl Iterator<Item = (String, Listed)> {
        self.list("fixtures").iter().enumerate().map(|(number, entry)| {
            let id = text(&entry["id"]);
            let (file, base) = (self.folder.join(text(&entry["model"])), self.folder.join(&id));
            (number.to_string(), Listed { id, file, base })
        })
    }

    fn refused(&self) -> impl Iterator<Item = Outcome> {
        self.list("reject").iter().map(|entry| refusal(&self.folder, &text(&entry["file"]), &text(&entry["reason"])))
    }
}

impl Listed {
    fn open(&self) -> Result<Predictor> {
        open(&self.file, &self.base.join("schema.json"))
    }

    fn outcome(&self, compare: impl Fn(&Predictor, &Path) -> Result<Found>) -> Outcome {
        match self.open().and_then(|predictor| compare(&predictor, &self.base)) {
            Ok(found) => Outcome {
                name: self.id.clone(),
                passed: found.wrong.is_empty(),
                rows: found.rows,
                largest_difference: found.largest,
                detail: found.wrong.join("; "),
            },
            Err(error) => failed(&self.id, error.to_string()),
        }
    }
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
