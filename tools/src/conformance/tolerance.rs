//! How far answers may be from those of the library that made a model.

use crate::import::Source;
use windowbox::data::Kind;
use windowbox::model::Model;
use windowbox::preprocess::Link;
use windowbox::slots::Precision;
use windowbox::{Op, Pipeline, Target};

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

/// What else is imported: doubles, in whatever order.
const OTHERS: (Tolerance, Tolerance) = (within(1e-12, 1e-9), within(1e-12, 1e-9));

/// What is allowed of an imported pipeline; `single` says that the expected numbers were
/// rounded to single precision.
pub fn tolerances(source: Option<&Source>, pipeline: &Pipeline, single: bool) -> Tolerances {
    let format = source.map_or("", |source| source.format);
    let row = TABLE.iter().find(|row| row.0 == format).map_or(OTHERS, |row| (row.1, row.2));
    let (margins, scores) = special(format, source, pipeline).unwrap_or(row);
    let targets = &pipeline.output.targets;
    let scores = if targets.iter().all(plain) { margins } else { scores };
    let besides = if single && format != "XGBoost" { SINGLE } else { 0.0 };
    let widened = |t: Tolerance| Tolerance { relative: t.relative + besides, ..t };
    Tolerances { margins: widened(margins), scores: widened(scores) }
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
    fn singles_of_a_library_in_double_are_rounded() {
        assert_eq!(of("CatBoost", Link::Identity, true), within(0.0, SINGLE));
        assert_eq!(of("XGBoost", Link::Identity, true), within(0.0, 0.0));
    }
}
