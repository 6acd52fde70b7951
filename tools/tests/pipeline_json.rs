//! The JSON form of pipelines: every kept model comes back to its bytes, and the example
//! of the documentation is a model.

use std::fs;
use std::path::{Path, PathBuf};
use windowbox::data::{Cell, Table};
use windowbox::model::Model;
use windowbox::preprocess::Step;
use windowbox::{Predictor, pack, unpack};
use windowbox_tools::import::{Sidecar, import, pipeline_json};
use windowbox_tools::proof;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(text: &str) -> Predictor {
    import(text.as_bytes(), &Sidecar::default()).and_then(|imported| imported.pipeline.check()).unwrap()
}

#[test]
fn every_golden_model_comes_back_to_the_same_bytes() {
    let folders = fs::read_dir(root().join("tests/golden")).unwrap().map(|entry| entry.unwrap().path());
    let mut models = 0;
    for file in folders.map(|folder| folder.join("packed.wbx")).filter(|file| file.exists()) {
        let bytes = fs::read(&file).unwrap();
        let text = pipeline_json::write(unpack(&bytes).unwrap().pipeline()).unwrap();
        assert!(pack(&read(&text)).unwrap() == bytes, "{}", file.display());
        models += 1;
    }
    assert!(models > 50, "{models}");
}

/// The documented node that begins so, as the whole of a model of one number.
fn documented(node: &str) -> Predictor {
    let documentation = fs::read_to_string(root().join("docs/pipeline-json.md")).unwrap();
    let start = documentation.find(node).unwrap();
    let node = &documentation[start..start + documentation[start..].find("```").unwrap()];
    read(&format!(
        r#"{{"format": "windowbox/0", "columns": [{{"name": "x", "type": "numeric"}}], "nodes": [{node}],
            "targets": [{{"name": "y", "slots": [1]}}]}}"#
    ))
}

fn answers(predictor: &Predictor, numbers: &[f64]) -> Vec<f64> {
    let mut table = Table::new(&predictor.pipeline().schema);
    numbers.iter().for_each(|&x| table.push(vec![Cell::Number(x)]));
    predictor.predict(&table).targets.remove(0).scores
}

/// The stump of the documentation has no sets, and says nothing of them.
#[test]
fn the_documented_stump_is_a_tree() {
    let stump = documented("{\"trees\": {\"columns\"");
    assert_eq!(answers(&stump, &[0.5, 0.75]), [1.0, 2.0]);
}

#[test]
fn the_documented_line_has_two_corners() {
    let line = documented("{\"piecewise\": {\"breaks\"");
    assert_eq!(answers(&line, &[9.0, 10.0, 14.0, 20.0, 99.0]), [0.0, 0.0, 2.0, 5.0, 5.0]);
}

/// What other libraries saved, with a proof: rows, codes and a digest.
#[test]
fn imported_models_come_back_with_their_proofs() {
    for (model, sidecar) in [
        ("xgb-categorical-titanic/model.ubj", ""),
        ("cat-ctr-titanic/model.json", ""),
        ("lgb-linear-diabetes/model.txt", ""),
        ("onnx-columns-titanic/model.onnx", ""),
        ("pmml-r-multinom-iris/model.pmml", ""),
        ("treelite-isoforest-iris/model.json", "treelite-isoforest-iris/schema.json"),
    ] {
        let golden = root().join("tests/golden");
        let sidecar = fs::read(golden.join(sidecar)).map_or(Ok(Sidecar::default()), |bytes| Sidecar::parse(&bytes));
        let imported = import(&fs::read(golden.join(model)).unwrap(), &sidecar.unwrap()).unwrap();
        let predictor = proof::embed(imported.pipeline).unwrap();
        let text = pipeline_json::write(predictor.pipeline()).unwrap();
        assert!(pack(&read(&text)).unwrap() == pack(&predictor).unwrap(), "{model}");
    }
}

/// What is changed anywhere is refused, or is a model that packs and unpacks.
#[test]
fn changed_documents_are_errors_or_models() {
    let mut rng = fastrand::Rng::with_seed(11);
    let words = ["null", "-1", "1e308", "[]", "{}", "\"NaN\"", "4294967295", "18446744073709551615", "[[", "true", "0"];
    let mut models = 0;
    for case in ["hand-trees", "hand-vote", "titanic-nearest", "cat-onehot-titanic"] {
        let bytes = fs::read(root().join("tests/golden").join(case).join("packed.wbx")).unwrap();
        let text = pipeline_json::write(unpack(&bytes).unwrap().pipeline()).unwrap().into_bytes();
        for _ in 0..400 {
            let (mut changed, at) = (text.clone(), rng.usize(..text.len()));
            match rng.bool() {
                true => changed[at] = rng.u8(32..127),
                false => drop(changed.splice(at..at + 1, words[rng.usize(..words.len())].bytes())),
            }
            let read = import(&changed, &Sidecar::default()).and_then(|imported| imported.pipeline.check());
            if let Ok(predictor) = read.and_then(|predictor| pack(&predictor)).and_then(|bytes| unpack(&bytes)) {
                models += usize::from(predictor.slots() > 0);
            }
        }
    }
    assert!((100..1100).contains(&models), "{models}");
}

#[test]
fn the_documented_example_is_a_model() {
    let document = fs::read_to_string(root().join("docs/pipeline-json.md")).unwrap();
    let example = document.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let predictor = read(example);
    let mut table = Table::new(&predictor.pipeline().schema);
    table.push(vec![Cell::Number(30.0), Cell::Number(0.0), Cell::Number(1.0)]);
    let answer = &predictor.predict(&table).targets[0];
    let promised = document.split("with a probability of ").nth(1).unwrap().split(' ').next().unwrap();
    assert_eq!(format!("{:.4}", answer.scores[1]), promised);
    assert_eq!(answer.classes, [1]);
}

/// Every kind is described, and every key of the kinds that have tables.
#[test]
fn the_documentation_names_every_kind_and_key() {
    let document = fs::read_to_string(root().join("docs/pipeline-json.md")).unwrap();
    let kinds = Step::KINDS.iter().chain(Model::KINDS).map(|kind| kind.1);
    kinds.for_each(|kind| assert!(document.contains(&format!("`{kind}`")), "{kind}"));
    let text = pipeline_json::write(
        unpack(&fs::read(root().join("tests/golden/xgb-binary-titanic/packed.wbx")).unwrap()).unwrap().pipeline(),
    );
    let value: serde_json::Value = serde_json::from_str(&text.unwrap()).unwrap();
    let trees = value["nodes"][0]["trees"].as_object().unwrap();
    for part in [trees, value["card"].as_object().unwrap(), value["statistics"].as_object().unwrap()] {
        part.keys().for_each(|key| assert!(document.contains(&format!("`{key}`")), "{key}"));
    }
}
