//! What a reader should know of the model that came out.

use super::contender::answer;
use super::dataset::{Dataset, Goal};
use super::score::scores;
use super::study::Study;
use super::words::count;
use windowbox::Predictor;

/// Fewer held-out rows than this say little: of 30, one row is 3 % of the accuracy.
const FEW: usize = 30;

/// More than this between training rows and others is worth a word, if it is more
/// than [`SPREADS`] of what folds differ by anyway.
const GAP: f64 = 0.1;

/// Folds differ by up to so many standard deviations without a reason.
const SPREADS: f64 = 2.0;

/// The remarks.
pub fn remarks(dataset: &Dataset, study: &Study, predictor: &Predictor) -> Vec<String> {
    let remarks = [
        study.beaten.then(|| "the model is no better than the baseline: do not trust it".to_owned()),
        few_rows(study),
        undefined(study),
        rows_inside(dataset, study),
        certain(dataset, study),
        fits_better(dataset, study, predictor),
    ];
    remarks.into_iter().flatten().collect()
}

fn few_rows(study: &Study) -> Option<String> {
    let rows = study.held_out.0.len();
    (rows < FEW).then(|| format!("the metrics come from {} only: take them with care", count(rows, "held-out row")))
}

fn undefined(study: &Study) -> Option<String> {
    let names = study.undefined.join(", ");
    (!names.is_empty()).then(|| {
        format!("{names}: left out, since some held-out rows do not define it (a class is absent, or all are equal)")
    })
}

fn rows_inside(dataset: &Dataset, study: &Study) -> Option<String> {
    let rows = count(dataset.rows(), "training row");
    study.chosen.holds_rows.then(|| format!("the file holds all {rows}: whoever gets it can read them"))
}

/// smartcore keeps no shares of classes in the leaves of a single tree.
fn certain(dataset: &Dataset, study: &Study) -> Option<String> {
    let tree = study.chosen.name == "decision-tree" && dataset.answers.goal() == Goal::Classification;
    tree.then(|| "probabilities are 0 or 1: a leaf of the tree knows its class alone, as smartcore has it".to_owned())
}

/// A model that has learnt its rows rather than what they have in common looks better
/// on them than it is.
fn fits_better(dataset: &Dataset, study: &Study, predictor: &Predictor) -> Option<String> {
    let telling = |name: &str| name == "accuracy" || name == "R2";
    let seen = scores(&dataset.answers, &answer(predictor, dataset).ok()?);
    let seen = seen.iter().find(|score| telling(&score.0))?.1?;
    let others = study.metrics.iter().find(|metric| telling(&metric.name))?;
    is_wide(seen - others.mean, others.spread).then(|| {
        let (name, others) = (&others.name, others.mean);
        format!(
            "the model fits its training rows better than others: {name} is {seen:.3} on them, {others:.3} on others"
        )
    })
}

/// Whether a gap is wider than folds differ by anyway.
fn is_wide(gap: f64, spread: Option<f64>) -> bool {
    gap > GAP.max(SPREADS * spread.unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_held_to_the_spread() {
        assert!(is_wide(0.15, Some(0.05)) && is_wide(0.15, None));
        assert!(!is_wide(0.15, Some(0.1)) && !is_wide(0.05, Some(0.001)));
    }
}
