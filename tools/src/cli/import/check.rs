//! `--check`: the rows of a check.json, answered and compared.

use super::place;
use crate::conformance::attached::{Attached, Outcome, read};
use crate::conformance::tolerance::{Tolerances, advice, tolerances};
use crate::import::Source;
use crate::rows::read_bytes;
use std::path::Path;
use windowbox::{Error, Pipeline, Predictor, Result};

/// A check, and how the model did.
pub struct Checked {
    /// The rows and what is expected of them.
    pub attached: Attached,
    /// How near the model came.
    pub outcome: Outcome,
    /// What is allowed.
    pub allowed: Tolerances,
    /// The check's file name.
    name: String,
    /// Whether its numbers are in single precision, and that widens the bound.
    single: bool,
    advice: &'static str,
}

/// Reads a check, answers its rows and compares.
///
/// # Errors
/// `io`, or `bad-check` where it does not fit the model.
pub fn check(path: &Path, predictor: &Predictor, source: Option<&Source>) -> Result<Checked> {
    let attached = read(&read_bytes(path)?, predictor).map_err(|e| e.at(place(path)))?;
    let (allowed, wide) = allowed(&attached, source, predictor.pipeline()).map_err(|e| e.at(place(path)))?;
    let mut outcome = attached.compare(predictor, allowed);
    outcome.wrong.extend(wide);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let single = source.is_some() && attached.single();
    Ok(Checked { attached, outcome, allowed, name, single, advice: advice(source) })
}

/// The bound, and what is wrong with one that the check states itself.
fn allowed(attached: &Attached, source: Option<&Source>, pipeline: &Pipeline) -> Result<(Tolerances, Option<String>)> {
    match &attached.stated {
        Some(stated) => stated.tolerances(source, pipeline),
        None => Ok((tolerances(source, pipeline, attached.single()), None)),
    }
}

impl Checked {
    /// Whether the model answers as its library does.
    pub fn passed(&self) -> bool {
        self.outcome.wrong.is_empty()
    }

    /// Whether it proves the values or probabilities, and not classes alone.
    pub fn proves_scores(&self) -> bool {
        self.passed() && self.attached.scored()
    }

    /// What came of it: "20 rows of check.json: largest difference 3.0e-8 at row 4, P(yes);
    /// allowed 1.1e-7".
    pub fn words(&self) -> String {
        let rows = crate::import::counted(self.outcome.rows, "row");
        let why = self.why();
        let compared = match &self.outcome.largest {
            None if self.passed() => "every class is the same".to_owned(),
            None => "classes differ".to_owned(),
            Some((difference, row, output, allowed)) => {
                format!("largest difference {difference:.1e} at row {row}, {output}; allowed {allowed:.1e}{why}")
            }
        };
        format!("{rows} of {}: {compared}", self.name)
    }

    /// Why as much is allowed, in brackets.
    fn why(&self) -> String {
        match &self.attached.stated {
            Some(stated) if !stated.reason.is_empty() => format!(" ({})", stated.reason),
            None if self.single => " (its numbers are in single precision)".to_owned(),
            _ => String::new(),
        }
    }

    /// Says what came of it, and ends the import where the model differs.
    ///
    /// # Errors
    /// `check-failed`.
    pub fn verdict(&self, allow_difference: bool) -> Result<()> {
        eprintln!("Checked {}.", super::terminal::tame(&self.words()));
        match self.passed() || allow_difference {
            true => Ok(()),
            false => Err(Error::file("check-failed", self.outcome.wrong.join("; "))
                .at(self.name.clone())
                .hint(format!("{}{}; --allow-difference imports it all the same", self.rounded(), self.advice))),
        }
    }

    fn rounded(&self) -> &'static str {
        match self.attached.rounded() {
            true => "the check's numbers have four decimals or fewer (R: write_json(digits = NA)); ",
            false => "",
        }
    }
}
