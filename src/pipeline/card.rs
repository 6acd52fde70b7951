//! The card: what people should know of a model before they trust it.

use super::output::Output;
use crate::error::{Error, Result};

/// The largest whole number that JavaScript holds exactly.
pub const SAFE_INTEGER: u64 = (1 << 53) - 1;

/// What a model predicts, from what, how well, and where it comes from. Texts may be
/// empty; nothing in a card changes a prediction.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Card {
    /// The model's name, as packages and addresses write it.
    pub name: String,
    /// The model's version, as its maker counts.
    pub version: String,
    /// The kind of model in words ("logistic regression").
    pub model: String,
    /// The target's column.
    pub target: String,
    /// A sentence about what it predicts.
    pub description: String,
    /// Who made it.
    pub author: String,
    /// Where it was made.
    pub place: String,
    /// What it is meant for, and what not.
    pub intended_use: String,
    /// Under which license it may be used, as SPDX writes it; a section of its own in a file.
    pub license: String,
    /// When: RFC 9557, the time with its offset and perhaps its zone.
    pub created: String,
    /// The language and region of the machine that made it.
    pub locale: String,
    /// The seed of everything random.
    pub seed: Option<u64>,
    /// Every option that shaped the model, as written on the command line.
    pub options: Vec<(String, String)>,
    /// What made it, with versions: windowbox, smartcore, a source library.
    pub made_with: Vec<(String, String)>,
    /// SHA-256 of the training data's bytes, in hex.
    pub data_sha256: String,
    /// Rows of the training data.
    pub data_rows: u64,
    /// How the metrics were estimated, in a sentence.
    pub estimate: String,
    /// How well the procedure does on rows that it did not see.
    pub metrics: Vec<Metric>,
    /// Counts of true and predicted classes over those rows.
    pub confusion: Option<Confusion>,
    /// What was compared, where something was.
    pub compared: Vec<Candidate>,
    /// Why this model was chosen, in a sentence.
    pub chosen: String,
    /// What a reader should know besides: columns left out, rare levels.
    pub notes: Vec<String>,
}
crate::record!(Card {
    name,
    version,
    model,
    target,
    description,
    author,
    place,
    intended_use,
    created,
    locale,
    seed,
    options,
    made_with,
    data_sha256,
    data_rows,
    estimate,
    metrics,
    confusion,
    compared,
    chosen,
    notes
} apart { license });

/// A metric with its spread over folds.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Metric {
    /// Its usual name ("accuracy", "RMSE").
    pub name: String,
    /// The mean.
    pub mean: f64,
    /// The standard deviation over folds, where there are several.
    pub spread: Option<f64>,
}
crate::record!(Metric { name, mean, spread });

/// One of the models that were compared.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Candidate {
    /// Its name.
    pub name: String,
    /// Its metrics, empty where it could not be fitted.
    pub metrics: Vec<Metric>,
    /// Why it could not be fitted, or empty.
    pub failed: String,
}
crate::record!(Candidate { name, metrics, failed });

/// Counts of true (rows) and predicted (columns) classes, in the order of the target's.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Confusion {
    /// Row after row, as many columns as rows.
    pub counts: Vec<u64>,
}
crate::record!(Confusion { counts });

/// Whether JavaScript holds all counts exactly.
pub(super) fn safe(counts: &[u64]) -> bool {
    counts.iter().all(|n| *n <= SAFE_INTEGER)
}

fn sound(metrics: &[Metric]) -> bool {
    metrics.iter().all(|m| m.mean.is_finite() && m.spread.is_none_or(|s| s.is_finite() && s >= 0.0))
}

impl Card {
    /// Proves that the numbers can be shown.
    ///
    /// # Errors
    /// `bad-card`.
    pub(super) fn check(&self, output: &Output) -> Result<()> {
        let finite = sound(&self.metrics) && self.compared.iter().all(|c| sound(&c.metrics));
        let fits = |n: usize| output.targets.iter().any(|t| t.labels().is_some_and(|l| l.len() * l.len() == n));
        let square = self.confusion.as_ref().is_none_or(|c| fits(c.counts.len()) && safe(&c.counts));
        match finite && square && safe(&[self.seed.unwrap_or(0), self.data_rows]) {
            true => Ok(()),
            false => Err(Error::file(
                "bad-card",
                "metrics are finite, a confusion matrix has a row and a column a class, numbers are at most 2^53 - 1",
            )),
        }
    }
}
