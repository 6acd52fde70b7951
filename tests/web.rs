//! The golden cases in wasm, to the same bits as natively: in node, and in a browser
//! where the runner is told so. Also what only wasm has: the door to JavaScript.
#![cfg(target_arch = "wasm32")]

mod common;

use common::golden::answers;
use wasm_bindgen_test::wasm_bindgen_test;
use windowbox::wasm::{Model, Text};

macro_rules! cases {
    ($($name:literal),* $(,)?) => {
        [$((
            $name,
            include_bytes!(concat!("golden/", $name, "/packed.wbx")) as &[u8],
            include_str!(concat!("golden/", $name, "/input.json")),
            include_str!(concat!("golden/", $name, "/bits.txt")),
        )),*]
    };
}

/// A browser cannot walk folders; the native runner fails if one is missing here.
fn cases() -> Vec<(&'static str, &'static [u8], &'static str, &'static str)> {
    cases![
        "cat-binary-titanic",
        "cat-ctr-titanic",
        "cat-depthwise-titanic",
        "cat-multi-wine",
        "cat-onehot-titanic",
        "cat-reg-diabetes",
        "fare-boosting",
        "fare-ridge",
        "hand-line",
        "hand-stack",
        "hand-trees",
        "hand-vote",
        "iris-logistic",
        "iris-tree",
        "lgb-3.3-ova-wine",
        "lgb-binary-titanic",
        "lgb-categorical-titanic",
        "lgb-linear-diabetes",
        "lgb-multi-wine",
        "lgb-poisson-diabetes",
        "lgb-reg-diabetes",
        "lgb-rf-breast",
        "lgb-zeromissing-titanic",
        "linear-r-binomial-cauchit",
        "linear-r-binomial-cloglog",
        "linear-r-binomial-log",
        "linear-r-binomial-probit",
        "linear-r-gamma",
        "linear-r-inverse-gaussian",
        "linear-r-lm-colon-levels",
        "linear-r-lm-interactions",
        "linear-r-multinom-iris",
        "linear-r-poisson",
        "linear-r-poisson-sqrt",
        "onnx-adaboost-diabetes",
        "onnx-bayes-iris",
        "onnx-calibrated-iris",
        "onnx-catboost-breast",
        "onnx-columns-titanic",
        "onnx-double-ridge-diabetes",
        "onnx-forest-breast",
        "onnx-forest-wine",
        "onnx-gaussian-diabetes",
        "onnx-gaussian-double-diabetes",
        "onnx-gbr-diabetes",
        "onnx-hgb-titanic",
        "onnx-isoforest-iris",
        "onnx-kmeans-wine",
        "onnx-knn-iris",
        "onnx-knn-minkowski-diabetes",
        "onnx-knn-ties",
        "onnx-knn-weights-iris",
        "onnx-lightgbm-titanic",
        "onnx-lof-iris",
        "onnx-logreg-iris",
        "onnx-mlp-digits",
        "onnx-mlp-iris",
        "onnx-oneclass-iris",
        "onnx-onehot-made",
        "onnx-ordinal-titanic",
        "onnx-pca-wine",
        "onnx-quantile-made",
        "onnx-stack-iris",
        "onnx-svc-ovr",
        "onnx-svc-pairs",
        "onnx-svc-votes",
        "onnx-svc-wine",
        "onnx-texts-made",
        "onnx-tfidf-made",
        "onnx-vote-iris",
        "onnx-wordcount-made",
        "pmml-jpmml-apply",
        "pmml-jpmml-blend",
        "pmml-jpmml-clusters-minkowski",
        "pmml-jpmml-clusters-missing",
        "pmml-jpmml-dates",
        "pmml-jpmml-dates-tree",
        "pmml-jpmml-discretize",
        "pmml-jpmml-invalid-as-missing",
        "pmml-jpmml-median",
        "pmml-jpmml-norm-continuous",
        "pmml-jpmml-output",
        "pmml-jpmml-powers",
        "pmml-jpmml-scorecard",
        "pmml-r-forest-iris",
        "pmml-r-glm-titanic",
        "pmml-r-kmeans-iris",
        "pmml-r-lm-iris",
        "pmml-r-multinom-iris",
        "pmml-r-nnet-iris",
        "pmml-r-rpart-titanic",
        "pmml-sk-forest-titanic",
        "pmml-sk-gb-dates",
        "pmml-sk-gb-titanic",
        "pmml-sk-logreg-titanic",
        "pmml-sk-svc-iris",
        "pmml-sk-svr-diabetes",
        "titanic-bayes",
        "titanic-forest",
        "titanic-logistic",
        "titanic-nearest",
        "treelite-forest-wine",
        "treelite-hgb-categorical-titanic",
        "treelite-isoforest-iris",
        "xgb-1.7-binary-breast",
        "xgb-binary-titanic",
        "xgb-categorical-titanic",
        "xgb-dart-wine",
        "xgb-earlystop-breast",
        "xgb-forest-digits",
        "xgb-gblinear-diabetes",
        "xgb-gblinear-iris",
        "xgb-multi-iris",
        "xgb-multioutput-linnerud",
        "xgb-poisson-diabetes",
        "xgb-reg-diabetes",
    ]
    .to_vec()
}

#[wasm_bindgen_test]
fn every_file_answers_with_the_native_bits() {
    for (name, wbx, input, bits) in cases() {
        assert_eq!(answers(wbx, input), bits, "{name}");
    }
}

fn text(bytes: &[u8]) -> Text {
    let mut text = Text::new();
    text.set(bytes);
    text
}

#[wasm_bindgen_test]
fn the_door_opens_sound_files_and_names_what_is_wrong() {
    let refused = |bytes: &[u8]| {
        let mut text = text(bytes);
        assert!(text.open().is_none());
        text
    };
    for (_, wbx, _, _) in cases() {
        assert!(text(wbx).open().is_some());
        let error = refused(&wbx[..wbx.len() - 8]);
        assert!(error.as_str().starts_with(r#"{"fault":"file","code":"truncated""#), "{}", error.as_str());
    }
    assert!(refused(b"<!doctype html>").as_str().contains("bad-magic"));
}

/// The model that is built by hand for the story of the Titanic.
fn hand_line() -> Model {
    let case = cases().into_iter().find(|case| case.0 == "hand-line").unwrap();
    text(case.1).open().unwrap()
}

#[wasm_bindgen_test]
fn words_are_matched_to_levels_and_columns() {
    let model = hand_line();
    assert_eq!(model.closest(1, &text(b"\"female\"")), 0);
    assert_eq!(model.closest(1, &text(b"qqq")), -1);
    assert_eq!(model.closest(0, &text(b"female")), -1);
    assert_eq!(model.closest(-1, &text(b"Agee")), 0);
    assert_eq!(model.closest(-1, &text(b"\xff")), -1);
}

#[wasm_bindgen_test]
fn addresses_that_do_not_exist_do_no_harm() {
    let mut model = hand_line();
    model.begin(usize::MAX);
    model.text(99, 99, &text(b"nobody"));
    model.begin(0);
    assert_eq!(model.run(), 0);
    assert!(model.margins(9).is_null() && model.scores(9).is_null() && model.classes(9).is_null());
}
