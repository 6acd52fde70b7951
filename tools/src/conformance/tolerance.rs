//! How far answers may be from those of the library that made a model.

use super::attached::bad;
use crate::import::Source;
use serde::Deserialize;
use windowbox::data::Kind;
use windowbox::model::Model;
use windowbox::preprocess::Link;
use windowbox::slots::{Precision, SlotKind};
use windowbox::{Op, Pipeline, Result, Target};

/// Half of the last digit of a single, relatively.
const SINGLE: f64 = 6e-8;

/// `|got - expected| <= absolute + relative * |expected|`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerance {
    /// In the unit of the answer.
    pub absolute: f64,
    /// As a share of the expected answer.
    pub relative: f64,
}

impl Tolerance {
    fn is_at_most(self, other: Self) -> bool {
        self.absolute <= other.absolute && self.relative <= other.relative
    }
}

/// The bound that a check states for its own rows, since only what wrote it knows how the
/// original computes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    absolute: f64,
    relative: f64,
    /// Why it is wider than usual, for people.
    #[serde(default)]
    pub reason: String,
}

/// What is allowed of a model: its margins, and what the link function makes of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tolerances {
    /// Sums, before any link function.
    pub margins: Tolerance,
    /// Values and probabilities.
    pub scores: Tolerance,
}

const fn within(absolute: f64, relative: f64) -> Tolerance {
    Tolerance { absolute, relative }
}

/// Format, margins, scores. Where sums are taken in the library's own order and precision
/// nothing is allowed; exponentials of two mathematical libraries differ in the last digit.
const TABLE: &[(&str, Tolerance, Tolerance)] = &[
    ("XGBoost", within(0.0, 0.0), within(1e-7, 2e-6)),
    ("LightGBM", within(0.0, 0.0), within(1e-15, 1e-13)),
    ("CatBoost", within(0.0, 0.0), within(1e-15, 1e-13)),
    ("treelite", within(1e-15, 1e-13), within(1e-15, 1e-13)),
    // The graph is in single precision, the library that was converted in double.
    ("ONNX", within(1e-5, 1e-5), within(1e-5, 1e-5)),
    ("PMML", within(1e-12, 1e-9), within(1e-12, 1e-9)),
    ("linear/1", within(1e-12, 1e-9), within(1e-12, 1e-9)),
];

/// A pipeline of ours: doubles, in another order at most.
const OWN: Tolerance = within(1e-12, 1e-12);

/// The widest bound that a check may state for a pipeline of ours that computes in doubles:
/// long sums whose terms cancel.
const DOUBLES_AT_MOST: Tolerance = within(1e-9, 1e-9);

/// The same where a part of it is in single precision.
const SINGLES_AT_MOST: Tolerance = within(1e-5, 1e-5);

/// What is allowed of an imported pipeline; `single` says that the expected numbers were
/// rounded to single precision.
pub fn tolerances(source: Option<&Source>, pipeline: &Pipeline, single: bool) -> Tolerances {
    let format = source.map_or("", |source| source.format);
    let row = TABLE.iter().find(|row| row.0 == format).map_or((OWN, OWN), |row| (row.1, row.2));
    let (margins, scores) = special(format, source, pipeline).unwrap_or(row);
    let targets = &pipeline.output.targets;
    let scores = if targets.iter().all(plain) { margins } else { scores };
    let besides = if single && !matches!(format, "XGBoost" | "") { SINGLE } else { 0.0 };
    let widened = |t: Tolerance| Tolerance { relative: t.relative + besides, ..t };
    Tolerances { margins: widened(margins), scores: widened(scores) }
}

impl Stated {
    /// What it allows of a pipeline of ours, and what is wrong where that is more than the
    /// pipeline's arithmetic justifies.
    ///
    /// # Errors
    /// `bad-check` for the model of another library, and for what is no bound.
    pub fn tolerances(&self, source: Option<&Source>, pipeline: &Pipeline) -> Result<(Tolerances, Option<String>)> {
        let bad = |message: String| Err(bad(message).at("tolerance"));
        if let Some(source) = source {
            return bad(format!(
                "the bound of {} is fixed: only a pipeline of windowbox has one of its own",
                source.format
            ));
        }
        let stated = within(self.absolute, self.relative);
        if ![stated.absolute, stated.relative].iter().all(|x| x.is_finite() && *x >= 0.0) {
            return bad("absolute and relative are numbers from 0".to_owned());
        }
        let (most, precision) =
            if singles(pipeline)? { (SINGLES_AT_MOST, "single") } else { (DOUBLES_AT_MOST, "double") };
        let wide = (!stated.is_at_most(most)).then(|| {
            let [said, most] = [stated, most].map(|t| format!("{:.1e} + {:.1e} of the value", t.absolute, t.relative));
            format!("its tolerance is {said}, where {precision} precision justifies {most}")
        });
        Ok((Tolerances { margins: stated, scores: stated }, wide))
    }
}

/// Whether a part of it computes in single precision. Inputs that are rounded do not count.
fn singles(pipeline: &Pipeline) -> Result<bool> {
    let types = pipeline.types()?;
    let written = types.iter().skip(pipeline.schema.columns.len());
    let links = pipeline.output.targets.iter().map(|target| target.link.rounding());
    Ok(written.map(|slot| slot.kind).any(|kind| kind == SlotKind::Number(Precision::F32))
        || links.into_iter().any(|p| p == Precision::F32))
}

/// The value is the margin itself.
fn plain(target: &Target) -> bool {
    target.link == Link::Identity && target.divisor == 1.0
}

/// What the format alone does not tell.
fn special(format: &str, source: Option<&Source>, pipeline: &Pipeline) -> Option<(Tolerance, Tolerance)> {
    let both = |absolute, relative| Some((within(absolute, relative), within(absolute, relative)));
    match format {
        // Its sums of weights are taken in another order.
        "XGBoost" if source.is_some_and(|s| s.size.contains("linear")) => both(1e-4, 1e-6),
        // An isolation forest: a constant is kept in single precision.
        "treelite" if pipeline.output.targets.iter().any(|t| t.link == Link::Step) => both(2e-8, 0.0),
        // Sums of kernels in single precision, and probabilities by iteration.
        "ONNX" if pipeline.nodes.iter().any(|node| matches!(node.op, Op::Model(Model::Svm(_)))) => both(2e-5, 2e-4),
        "ONNX" if doubles(pipeline) => both(1e-9, 1e-10),
        _ => None,
    }
}

fn doubles(pipeline: &Pipeline) -> bool {
    let single = |kind: &Kind| matches!(kind, Kind::Numeric { precision: Precision::F32, .. });
    !pipeline.schema.columns.iter().any(|column| single(&column.kind))
        && pipeline.schema.columns.iter().any(|column| matches!(column.kind, Kind::Numeric { .. }))
}

/// What to look at where a model answers otherwise than its library.
pub fn advice(source: Option<&Source>) -> &'static str {
    match source.map_or("", |source| source.format) {
        "XGBoost" => {
            "Booster.predict takes all trees, the classes for scikit-learn those up to best_iteration (sidecar: \
             use_iterations); categories are codes in the order of training (sidecar: categories); a number that \
             meant missing in training is null here"
        }
        "LightGBM" => {
            "categories are codes in the order of training (sidecar: categories), and predict takes all trees"
        }
        "CatBoost" => "categories are the texts of training: 3 and 3.0 are two of them",
        "treelite" => "look at the sidecar's input_cast (f32, but f64 for HistGradientBoosting) and categories",
        "ONNX" => {
            "skl2onnx changes some models: SimpleImputer(add_indicator=True), HistGradientBoosting with categories, \
             trees that were given missing cells, neighbours weighted by distance, isotonic calibration; save trees \
             with treelite, and try onnxruntime on the same rows"
        }
        "PMML" => "look at what the converter left out, and try the rows in another evaluator of PMML",
        _ => "look at what wrote the file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::data::Schema;
    use windowbox::{Output, Target};

    fn of(format: &'static str, link: Link, single: bool) -> Tolerance {
        let target = Target { link, ..Target::regression("y", 0) };
        let pipeline = Pipeline::new(Schema::default(), vec![], Output::one(target));
        tolerances(Some(&Source { format, ..Source::default() }), &pipeline, single).scores
    }

    #[test]
    fn a_value_that_is_the_margin_is_exact() {
        assert_eq!(of("LightGBM", Link::Identity, false), within(0.0, 0.0));
        assert_eq!(of("LightGBM", Link::Exp, false), within(1e-15, 1e-13));
    }

    #[test]
    fn a_pipeline_of_ours_is_not_widened_by_accident() {
        let pipeline = Pipeline::new(Schema::default(), vec![], Output::one(Target::regression("y", 0)));
        assert_eq!(tolerances(None, &pipeline, true).scores, within(1e-12, 1e-12));
    }

    #[test]
    fn a_stated_bound_is_held_to_the_precision() {
        let pipeline =
            |link| Pipeline::new(Schema::default(), vec![], Output::one(Target { link, ..Target::regression("y", 0) }));
        let stated = |relative| Stated { absolute: 1e-9, relative, reason: String::new() };
        let wide = |relative, link| stated(relative).tolerances(None, &pipeline(link)).unwrap().1;
        assert_eq!(wide(1e-9, Link::Identity), None);
        assert!(wide(1e-8, Link::Identity).unwrap().contains("double precision justifies 1.0e-9"));
        assert_eq!(wide(1e-6, Link::SingleSigmoid), None);
        assert!(wide(1e-4, Link::SingleSigmoid).is_some());
        let xgboost = Source { format: "XGBoost", ..Source::default() };
        assert_eq!(stated(1e-9).tolerances(Some(&xgboost), &pipeline(Link::Exp)).unwrap_err().code, "bad-check");
        assert_eq!(stated(-1.0).tolerances(None, &pipeline(Link::Exp)).unwrap_err().code, "bad-check");
    }

    #[test]
    fn singles_of_a_library_in_double_are_rounded() {
        assert_eq!(of("CatBoost", Link::Identity, true), within(0.0, SINGLE));
        assert_eq!(of("XGBoost", Link::Identity, true), within(0.0, 0.0));
    }
}
