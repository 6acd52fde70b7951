//! What every target asserts: an error with a code, or a model that packs, unpacks to its
//! equal and answers hostile rows.

use libfuzzer_sys::Corpus;
use windowbox::{Predictor, pack, unpack};
use windowbox_tools::import::{FORMATS, Sidecar, import};
use windowbox_tools::probe;

/// Rows that a model answers: enough for the kernels of blocks.
const ROWS: usize = 50;

/// One small model a format, for sidecars to be laid beside.
const MODELS: [&[u8]; 6] = [
    include_bytes!("../seeds/catboost/levels.json"),
    include_bytes!("../seeds/lightgbm/categorical.txt"),
    include_bytes!("../seeds/linear/logit.json"),
    include_bytes!("../seeds/treelite/categorical.json"),
    include_bytes!("../seeds/xgboost_json/logistic.json"),
    include_bytes!("../../tests/golden/onnx-columns-titanic/model.onnx"),
];

/// A file of the format whose name begins with `format`; others are not kept.
pub fn file(format: &str, bytes: &[u8]) -> Corpus {
    let format = FORMATS.iter().find(|row| row.name.starts_with(format)).expect("a row of the table");
    if !(format.sniff)(bytes) {
        return Corpus::Reject;
    }
    held(bytes, &Sidecar::default());
    Corpus::Keep
}

/// A sidecar beside a model of each format.
pub fn sidecar(bytes: &[u8]) -> Corpus {
    let Ok(sidecar) = Sidecar::parse(bytes) else { return Corpus::Keep };
    MODELS.iter().for_each(|model| held(model, &sidecar));
    Corpus::Keep
}

/// A packed model: what unpacks packs to the same bytes.
pub fn wbx(bytes: &[u8]) -> Corpus {
    if let Ok(predictor) = unpack(bytes) {
        assert_eq!(pack(&predictor).expect("what was unpacked packs"), bytes);
        hold(&predictor);
    }
    Corpus::Keep
}

/// XGBoost's binary notation: a brace, and what no JSON has behind one.
pub fn ubjson(bytes: &[u8]) -> bool {
    matches!(bytes, [b'{', b'i' | b'U' | b'I' | b'l' | b'L' | b'#' | b'$', ..])
}

fn held(bytes: &[u8], sidecar: &Sidecar) {
    match import(bytes, sidecar).and_then(|imported| imported.pipeline.check()) {
        Ok(predictor) => hold(&predictor),
        Err(error) => assert!(!error.code.is_empty() && !error.message.is_empty()),
    }
}

fn hold(predictor: &Predictor) {
    let seed = predictor.slots() as u64;
    if let Err(fault) = probe::holds(predictor, ROWS, seed) {
        panic!("{fault}");
    }
}
