//! The proof of an imported model: the rows of its check with its library's own answers,
//! where they may be carried; else rows that are made up, and answered by windowbox.

use super::check::Checked;
use crate::conformance::Part;
use crate::conformance::tolerance::Tolerance;
use crate::import::Source;
use crate::proof::{Said, embed, embed_given};
use windowbox::pipeline::Expected;
use windowbox::{Card, Pipeline, Predictor, Result, Target};

/// The one place where proof rows enter. A pipeline of ours keeps the proof it has.
///
/// # Errors
/// As [`embed`] and [`embed_given`].
pub fn prove(
    pipeline: Pipeline,
    checked: Option<&Checked>,
    source: Option<&Source>,
    embed_rows: bool,
) -> Result<Predictor> {
    if let Some(checked) = checked.filter(|checked| checked.passed()) {
        match said(checked, &pipeline.output.targets, library(source, &pipeline.card)) {
            Some(said) if embed_rows || said.synthesised => return embed_given(pipeline, &said),
            Some(_) => eprintln!("note: {NOT_CARRIED}"),
            None => eprintln!("note: {NO_PROOF}"),
        }
    }
    if pipeline.proof.is_some() { pipeline.check() } else { embed(pipeline) }
}

const NOT_CARRIED: &str = "the rows of the check are not carried in the file, since they may be training rows: \
                           --embed-rows carries them, and so does \"synthesised\": true in the check";

const NO_PROOF: &str =
    "the rows of the check are not carried in the file: their answers are not all of one form (all labels, say)";

/// What computed the answers, and its version. The card of a pipeline of ours names it first
/// of what made the model, or behind windowbox.
fn library(source: Option<&Source>, card: &Card) -> (String, String) {
    let made_with = || card.made_with.iter().find(|(name, _)| name != "windowbox").cloned();
    source.map(Source::library).or_else(made_with).unwrap_or_else(|| ("its source".to_owned(), String::new()))
}

/// What the check says of its rows; nothing where no part of it is there for every row.
fn said<'a>(checked: &'a Checked, targets: &[Target], (name, version): (String, String)) -> Option<Said<'a>> {
    let (slots, width) = (targets.iter().map(|t| t.slots.len()).sum(), targets.iter().map(Target::width).sum());
    let margins = column(checked, slots, |parts| {
        parts.iter().find_map(|part| if let Part::Margins(all) = part { Some(all.clone()) } else { None })
    });
    let score = |part: &Part| match part {
        Part::Scores(all) => Some(all.clone()),
        Part::Score(_, one) => Some(both(&targets[0], *one)),
        _ => None,
    };
    let scores = column(checked, width, |parts| parts.iter().find_map(score));
    let classes = column(checked, targets.len(), |parts| {
        let code = |part: &Part| if let Part::Class(_, code) = part { Some(*code as u16) } else { None };
        let codes: Vec<u16> = parts.iter().filter_map(code).collect();
        (codes.len() == targets.len()).then_some(codes)
    });
    let any = [margins.is_some(), scores.is_some(), classes.is_some()].contains(&true);
    any.then(|| Said {
        source: format!("{name} {version}").trim_end().to_owned(),
        synthesised: checked.attached.synthesised,
        rows: &checked.attached.rows,
        margins: expected(margins, checked.allowed.margins),
        scores: expected(scores, checked.allowed.scores),
        classes: classes.unwrap_or_default(),
    })
}

/// A part of every row's answer, row after row. A row without an answer has `width` of none.
fn column<T: Nothing>(checked: &Checked, width: usize, of: impl Fn(&[Part]) -> Option<Vec<T>>) -> Option<Vec<T>> {
    let row = |parts: &Option<Vec<Part>>| match parts {
        None => Some(vec![T::NOTHING; width]),
        Some(parts) => of(parts),
    };
    checked.attached.expected.iter().map(row).collect::<Option<Vec<_>>>().map(|rows| rows.concat())
}

/// What stands for the answer of a row that has none.
trait Nothing: Clone {
    const NOTHING: Self;
}

impl Nothing for f64 {
    const NOTHING: Self = f64::NAN;
}

impl Nothing for u16 {
    const NOTHING: Self = 0;
}

/// The value; of two classes the probabilities of both.
fn both(target: &Target, one: f64) -> Vec<f64> {
    if target.width() == 1 { vec![one] } else { vec![target.link.rounding().round(1.0 - one), one] }
}

/// A complement may be off by as much as what it is the complement of, which is at most 1.
fn expected(values: Option<Vec<f64>>, allowed: Tolerance) -> Expected {
    let values = values.unwrap_or_default();
    Expected { values, absolute: allowed.absolute + allowed.relative, relative: allowed.relative }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_the_source_or_the_first_that_made_the_model() {
        let pair = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        let made_with = vec![pair("windowbox", "0.1.0"), pair("scikit-learn", "1.9.1"), pair("numpy", "2.0")];
        let card = Card { made_with, ..Card::default() };
        assert_eq!(library(None, &card), pair("scikit-learn", "1.9.1"));
        assert_eq!(library(None, &Card::default()), pair("its source", ""));
        let source = Source { format: "XGBoost", version: "3.2.0".into(), ..Source::default() };
        assert_eq!(library(Some(&source), &card), pair("XGBoost", "3.2.0"));
    }
}
