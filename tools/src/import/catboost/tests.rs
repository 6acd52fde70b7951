//! Models of a few lines, held to the worked example of formats.md and to its rules; and
//! files that lie, which must not panic.

use super::super::{Sidecar, import};
use serde_json::{Value, json};
use windowbox::data::{Cell, Kind, Labels, Table};
use windowbox::pipeline::{Decision, Task};
use windowbox::slots::UNSEEN;
use windowbox::{Error, Predictor, Result};

fn open_with(model: &Value, sidecar: &Sidecar) -> Result<Predictor> {
    import(model.to_string().as_bytes(), sidecar)?.pipeline.check()
}

fn open(model: &Value) -> Result<Predictor> {
    open_with(model, &Sidecar::default())
}

fn refused(model: &Value) -> Error {
    open(model).unwrap_err()
}

/// The first target's margins and scores for a row of cells.
fn ask(predictor: &Predictor, row: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut table = Table::new(&predictor.pipeline().schema);
    table.push(row.iter().map(|x| Cell::Number(*x)).collect());
    let mut answer = predictor.predict(&table);
    let first = answer.targets.remove(0);
    (first.margins, first.scores)
}

fn margin(predictor: &Predictor, row: &[f64]) -> f64 {
    ask(predictor, row).0[0]
}

fn float(i: usize, name: &str, borders: &[f64], nan: &str) -> Value {
    json!({"feature_index": i, "flat_feature_index": i, "feature_id": name, "borders": borders, "nan_value_treatment": nan})
}

fn over(feature: usize, border: f64) -> Value {
    json!({"split_type": "FloatFeature", "float_feature_index": feature, "border": border, "split_index": 0})
}

fn info(loss: &str) -> Value {
    json!({"params": {"loss_function": {"type": loss, "params": {}}},
           "class_params": {"class_label_type": "Integer", "class_names": [0, 1]}})
}

/// Section 4.7.
fn worked() -> Value {
    json!({
        "features_info": {"float_features": [
            float(0, "age", &[], "AsFalse"), float(1, "fare", &[11.75], "AsIs"), float(2, "pclass", &[1.5, 2.5], "AsIs")]},
        "oblivious_trees": [
            {"splits": [over(2, 2.5), over(2, 1.5)],
             "leaf_values": [0.24561403508771928, 0, -0.05102040816326531, -0.5029821073558648]},
            {"splits": [over(1, 11.75), over(2, 1.5)],
             "leaf_values": [-0.3759355062501691, 0.16603609346910295, -0.3403493154453821, -0.04916206555964826]}],
        "scale_and_bias": [1, [0]],
        "model_info": info("Logloss"),
    })
}

/// One column of categories and one tree whose only split is `split`.
fn categories(values: &[i64], split: Value) -> Value {
    json!({
        "features_info": {
            "categorical_features": [
                {"feature_index": 0, "flat_feature_index": 0, "feature_id": "sex", "values": values}],
            "cat_features_hash": [{"value": "male", "hash": 2083200611u32}, {"value": "female", "hash": 3449837338u32}]},
        "oblivious_trees": [{"splits": [split], "leaf_values": [1, 2]}],
        "scale_and_bias": [1, [0]],
        "model_info": info("RMSE"),
    })
}

fn one_hot() -> Value {
    let split = json!({"split_type": "OneHotFeature", "cat_feature_index": 0, "value": -845129958, "split_index": 0});
    categories(&[-845129958, 2083200611], split)
}

fn ctr() -> Value {
    let split = json!({"split_type": "OnlineCtr", "border": 11.0, "split_index": 1});
    let mut model = categories(&[], split);
    model["features_info"]["ctrs"] = json!([{
        "identifier": "sex", "ctr_type": "Borders", "borders": [5.0, 11.082802772521973], "target_border_idx": 0,
        "elements": [{"combination_element": "cat_feature_value", "cat_feature_index": 0}],
        "prior_numerator": 0, "prior_denomerator": 1, "shift": 0, "scale": 15}]);
    model["ctr_data"] = json!({"sex": {"hash_stride": 3, "counter_denominator": 0, "hash_map":
        ["18446744073709551615", 81, 232, "2590853343050954506", 81, 232, "4443468102120153323", 468, 109]}});
    model
}

/// The one-hot tree as a plain one, with weights.
fn plain() -> Value {
    let mut model = one_hot();
    let split = model["oblivious_trees"][0]["splits"][0].clone();
    model.as_object_mut().unwrap().remove("oblivious_trees");
    model["trees"] = json!([{"split": split, "left": {"value": 1, "weight": 5}, "right": {"value": [2], "weight": 7}}]);
    model
}

#[test]
fn the_worked_example_has_its_numbers() {
    let predictor = open(&worked()).unwrap();
    let (margins, scores) = ask(&predictor, &[22.0, 7.25, 3.0]);
    assert_eq!(margins, [-0.843331422801247]);
    assert!((scores[1] - 0.30083361209421067).abs() < 1e-15);
    let (margins, scores) = ask(&predictor, &[f64::NAN, 80.0, 1.0]);
    assert_eq!(margins, [0.41165012855682226]);
    assert!((scores[1] - 0.6014834826414791).abs() < 1e-15);
}

#[test]
fn missing_and_borders_go_where_the_feature_says() {
    let mut model = worked();
    let on = |model: &Value, fare: f64| margin(&open(model).unwrap(), &[1.0, fare, 1.0]) - 0.24561403508771928;
    assert!((on(&model, 11.75) + 0.3759355062501691).abs() < 1e-12, "a value on the border is not above it");
    assert_eq!(on(&model, f64::NAN), on(&model, 0.0));
    model["features_info"]["float_features"][1]["nan_value_treatment"] = json!("AsTrue");
    assert_eq!(on(&model, f64::NAN), on(&model, 1e9));
    model["features_info"]["float_features"][1]["nan_value_treatment"] = json!("AsMean");
    assert_eq!(refused(&model).code, "unsupported-feature");
}

#[test]
fn scale_bias_and_precision_are_the_files() {
    let mut model = worked();
    model["scale_and_bias"] = json!([2.0, [10.0]]);
    assert_eq!(margin(&open(&model).unwrap(), &[22.0, 7.25, 3.0]), -0.843331422801247 * 2.0 + 10.0);
    model["oblivious_trees"] = json!([{"splits": [over(0, 0.10000000149011612)], "leaf_values": [0, 1]}]);
    assert_eq!(margin(&open(&model).unwrap(), &[0.1, 0.0, 0.0]), 10.0, "0.1 is the single on the border");
    model["oblivious_trees"] = json!([{"splits": null, "leaf_values": [4]}]);
    assert_eq!(margin(&open(&model).unwrap(), &[0.1, 0.0, 0.0]), 18.0);
}

#[test]
fn a_one_hot_test_is_for_one_level_only() {
    for model in [one_hot(), plain()] {
        let predictor = open(&model).unwrap();
        let Kind::Categorical { levels, .. } = &predictor.pipeline().schema.columns[0].kind else {
            panic!("a category")
        };
        assert_eq!(*levels, Labels::String(vec!["female".into(), "male".into()]));
        assert_eq!([0.0, 1.0, UNSEEN].map(|code| margin(&predictor, &[code])), [2.0, 1.0, 1.0]);
    }
}

/// A file that was saved with fewer rows than those of training lacks texts of its levels.
#[test]
fn a_category_that_is_asked_for_without_its_text_is_refused() {
    let mut combined = ctr();
    let exact = json!({"combination_element": "cat_feature_exact_value", "cat_feature_index": 0, "value": -845129958});
    combined["features_info"]["ctrs"][0]["elements"].as_array_mut().unwrap().push(exact);
    assert!(open(&combined).is_ok());
    for mut model in [one_hot(), plain(), combined] {
        model["features_info"]["cat_features_hash"].as_array_mut().unwrap().pop();
        let error = refused(&model);
        assert_eq!(error.code, "unsupported-feature");
        assert!(error.message.contains("\"sex\"") && error.message.contains("3449837338"), "{error}");
        assert!(error.hint.contains("pool="), "{error}");
        let categories = |all: &str| Sidecar::parse(format!(r#"{{"features": [{{"categories": {all}}}]}}"#).as_bytes());
        assert!(open_with(&model, &categories(r#"["male"]"#).unwrap()).is_err());
        assert!(open_with(&model, &categories(r#"["male", "female"]"#).unwrap()).is_ok());
    }
}

#[test]
fn plain_trees_keep_their_weights() {
    let predictor = open(&plain()).unwrap();
    let windowbox::Op::Model(windowbox::model::Model::Trees(trees)) = &predictor.pipeline().nodes[0].op else {
        panic!("trees")
    };
    assert_eq!(trees.cover, [12.0, 7.0, 5.0]);
}

#[test]
fn symmetric_trees_keep_the_weights_of_their_leaves() {
    let mut model = worked();
    model["oblivious_trees"][0]["leaf_weights"] = json!([1, 0, 2, 3]);
    let covers = |model: &Value| match &open(model).unwrap().pipeline().nodes[0].op {
        windowbox::Op::Model(windowbox::model::Model::Trees(trees)) => trees.cover.clone(),
        _ => panic!("trees"),
    };
    assert!(covers(&model).is_empty(), "all trees have them or none");
    model["oblivious_trees"][1]["leaf_weights"] = json!([4, 1, 0, 1]);
    assert_eq!(covers(&model), [1.0, 0.0, 2.0, 3.0, 4.0, 1.0, 0.0, 1.0]);
}

#[test]
fn a_ctr_is_its_librarys_single() {
    let predictor = open(&ctr()).unwrap();
    assert_eq!([0.0, 1.0, UNSEEN].map(|code| margin(&predictor, &[code])), [1.0, 1.0, 1.0], "on the border");
    let mut model = ctr();
    model["features_info"]["ctrs"][0]["borders"][1] = json!(11.0828018);
    let predictor = open(&model).unwrap();
    assert_eq!([0.0, 1.0, UNSEEN].map(|code| margin(&predictor, &[code])), [2.0, 1.0, 1.0]);
}

#[test]
fn texts_come_from_the_sidecar_where_the_file_has_none() {
    for mut model in [one_hot(), ctr()] {
        let expected = [1.0, 0.0].map(|code| margin(&open(&model).unwrap(), &[code]));
        model["features_info"]["cat_features_hash"] = json!([]);
        let error = refused(&model);
        assert_eq!(error.code, "unsupported-feature");
        assert!(error.hint.contains("pool="), "{error}");
        let text =
            r#"{"features": [{"categories": ["male", "female"], "missing_string": "female", "unknown": "error"}]}"#;
        let predictor = open_with(&model, &Sidecar::parse(text.as_bytes()).unwrap()).unwrap();
        assert_eq!(
            [0.0, 1.0, f64::NAN].map(|code| margin(&predictor, &[code])),
            [expected[0], expected[1], expected[1]]
        );
        assert!(predictor.pipeline().schema.columns[0].missing);
    }
}

#[test]
fn truth_values_are_told_from_digits_by_the_sidecar() {
    let mut model = one_hot();
    model["features_info"]["cat_features_hash"] =
        json!([{"value": "1", "hash": 1121341681}, {"value": "0", "hash": 2856682258u32}]);
    let mut split = model["oblivious_trees"][0]["splits"][0].take();
    split["value"] = json!(1121341681);
    model["oblivious_trees"][0]["splits"][0] = split;
    model["features_info"]["categorical_features"][0]["values"] = json!([1121341681, 2856682258u32]);
    assert!(import(model.to_string().as_bytes(), &Sidecar::default()).unwrap().unknown[0].contains("false and true"));
    let sidecar = Sidecar::parse(br#"{"features": [{"categories": [false, true]}]}"#).unwrap();
    let predictor = open_with(&model, &sidecar).unwrap();
    assert_eq!([0.0, 1.0].map(|code| margin(&predictor, &[code])), [1.0, 2.0]);
}

fn targets(loss: &str, dimensions: usize) -> Result<Vec<windowbox::Target>> {
    let mut model = worked();
    let names: Vec<usize> = (0..dimensions.max(2)).collect();
    model["model_info"] = info(loss);
    model["model_info"]["class_params"]["class_names"] = json!(names);
    model["scale_and_bias"] = json!([1, vec![0.5; dimensions]]);
    model["oblivious_trees"] = json!([{"splits": [], "leaf_values": vec![0.25; dimensions]}]);
    open(&model).map(|predictor| predictor.pipeline().output.targets.clone())
}

#[test]
fn every_loss_has_its_answer() {
    use windowbox::preprocess::Link;
    let links =
        |loss: &str, n: usize| targets(loss, n).unwrap().iter().map(|t| (t.link, t.divisor)).collect::<Vec<_>>();
    for (loss, dimensions, link) in [
        ("Logloss", 1, Link::Sigmoid),
        ("MultiClass", 3, Link::Softmax),
        ("MultiClassOneVsAll", 3, Link::Sigmoid),
        ("Tweedie", 1, Link::Exp),
        ("LogLinQuantile", 1, Link::Identity),
    ] {
        assert_eq!(links(loss, dimensions), [(link, 1.0)], "{loss}");
    }
    assert_eq!(links("RMSEWithUncertainty", 2), [(Link::Identity, 1.0), (Link::Exp, 0.5)]);
    assert_eq!(links("MultiQuantile", 2), [(Link::Identity, 1.0); 2]);
    assert_eq!(links("MultiLogloss", 3), [(Link::Sigmoid, 1.0); 3]);
    assert_eq!(targets("Hinge", 1).unwrap_err().code, "unknown-objective");
    assert_eq!(targets("Logloss", 2).unwrap_err().code, "malformed");
}

#[test]
fn classes_and_their_threshold_are_the_files() {
    let mut model = worked();
    model["model_info"]["binclass_probability_threshold"] = json!("0.8");
    model["model_info"]["class_params"] = json!(r#"{"class_label_type": "String", "class_names": ["no", "yes"]}"#);
    let sidecar = Sidecar::parse(br#"{"target": {"classes": ["a", "b"]}}"#).unwrap();
    let target = open_with(&model, &sidecar).unwrap().pipeline().output.targets[0].clone();
    let classes = Labels::String(vec!["no".into(), "yes".into()]);
    let decision = Decision::Above { positive: 1, threshold: 0.8 };
    assert_eq!(target.task, Task::Classification { classes, decision });
    model["model_info"]["class_params"] = Value::Null;
    let target = open_with(&model, &sidecar).unwrap().pipeline().output.targets[0].clone();
    assert_eq!(target.labels(), Some(&Labels::String(vec!["a".into(), "b".into()])));
    model["model_info"]["binclass_probability_threshold"] = json!("high");
    assert_eq!(refused(&model).code, "malformed");
}

#[test]
fn what_is_not_read_is_refused_by_name() {
    let refused = |path: &str, value: Value| {
        let mut model = ctr();
        *model.pointer_mut(path).unwrap() = value;
        refused(&model)
    };
    for (path, name) in [
        ("/oblivious_trees/0/splits/0/split_type", "EstimatedFeature"),
        ("/features_info/ctrs/0/ctr_type", "Median"),
        ("/features_info/ctrs/0/elements/0/combination_element", "text"),
    ] {
        let error = refused(path, json!(name));
        assert_eq!(error.code, "unsupported-feature");
        assert!(error.message.contains(name), "{error}");
    }
    for key in ["text_features", "embedding_features", "estimated_features"] {
        let mut model = worked();
        model["features_info"][key] = json!([]);
        assert!(open(&model).is_ok());
        model["features_info"][key] = json!([{}]);
        assert!(self::refused(&model).message.contains(key));
    }
}

#[test]
fn tables_that_catboost_merged_are_refused() {
    let mut model = ctr();
    let cut = |ways: [u8; 2]| ways.map(|n| json!({"ctr_type": "Borders", "target_binarization": {"border_count": n}}));
    model["model_info"]["params"]["cat_feature_params"] = json!({"simple_ctrs": cut([1, 1]), "combinations_ctrs": []});
    assert!(open(&model).is_ok());
    model["model_info"]["params"]["cat_feature_params"]["simple_ctrs"] = json!(cut([1, 4]));
    assert_eq!(refused(&model).code, "unsupported-feature");
    let mut model = ctr();
    model["model_info"] = info("MultiRMSE");
    assert_eq!(refused(&model).code, "unsupported-feature");
    model["features_info"]["ctrs"][0]["ctr_type"] = json!("Counter");
    assert!(open(&model).is_ok());
}

#[test]
fn what_lies_is_malformed() {
    for (path, value) in [
        ("/oblivious_trees/0/leaf_values", json!([1])),
        ("/oblivious_trees/0/splits/0/split_index", json!(2)),
        ("/oblivious_trees/0/splits/0/split_index", json!(u64::MAX)),
        ("/features_info/ctrs/0/elements", json!([])),
        ("/features_info/ctrs/0/elements/0/cat_feature_index", json!(1)),
        ("/features_info/ctrs/0/identifier", json!("other")),
        ("/features_info/ctrs/0/borders/1", json!(1e300)),
        ("/ctr_data/sex/hash_stride", json!(0)),
        ("/ctr_data/sex/hash_stride", json!(2)),
        ("/ctr_data/sex/hash_map/3", json!("-1")),
        ("/scale_and_bias", json!([1, []])),
    ] {
        let mut model = ctr();
        *model.pointer_mut(path).unwrap() = value;
        assert_eq!(refused(&model).code, "malformed", "{path}");
    }
}

#[test]
fn columns_are_there_once() {
    let mut model = worked();
    model["features_info"]["float_features"][0]["flat_feature_index"] = json!(1);
    assert_eq!(refused(&model).code, "malformed");
    model["features_info"]["float_features"][0]["flat_feature_index"] = json!(4);
    let names: Vec<String> = open(&model).unwrap().pipeline().schema.names().map(str::to_owned).collect();
    assert_eq!(names, ["f0", "fare", "pclass", "f3", "age"]);
    model["features_info"]["float_features"][0]["flat_feature_index"] = json!(usize::MAX);
    assert_eq!(refused(&model).code, "limit");
}

#[test]
fn a_file_cut_short_says_so() {
    let text = ctr().to_string();
    for n in 0..text.len() {
        let error = import(&text.as_bytes()[..n], &Sidecar::default()).unwrap_err();
        assert!(["truncated", "unknown-format"].contains(&error.code), "{n}: {error}");
    }
}

#[test]
fn changed_bytes_never_panic() {
    for model in [worked(), ctr(), plain()] {
        let text = model.to_string().into_bytes();
        for at in 0..text.len() {
            for byte in [b'9', b'-', b'"', b'}', text[at] ^ 1, text[at] ^ 0x80] {
                let mut changed = text.clone();
                changed[at] = byte;
                let _ = import(&changed, &Sidecar::default()).and_then(|found| found.pipeline.check());
            }
        }
    }
}

/// Two columns of numbers, `a` and `b`, of which only the second is asked.
#[test]
fn a_sidecars_features_are_known_by_their_names() {
    let model = json!({
        "features_info": {"float_features": [float(0, "a", &[], "AsIs"), float(1, "b", &[0.5], "AsIs")]},
        "oblivious_trees": [{"splits": [over(1, 0.5)], "leaf_values": [1, 2]}],
        "scale_and_bias": [1, [0]],
        "model_info": info("RMSE"),
    });
    let answer = |features: &str, row: &[f64]| {
        let sidecar = Sidecar::parse(format!(r#"{{"features":[{features}]}}"#).as_bytes())?;
        Ok::<_, Error>(margin(&open_with(&model, &sidecar)?, row))
    };
    // 9 means missing in `b` alone, wherever the sidecar lists it.
    let sentinel = r#"{"name":"b","missing_values":[9]}"#;
    for features in [sentinel.to_owned(), format!(r#"{sentinel},{{"name":"a"}}"#)] {
        assert_eq!((answer(&features, &[0.0, 9.0]).unwrap(), answer(&features, &[9.0, 1.0]).unwrap()), (1.0, 2.0));
    }
    assert_eq!(answer(r#"{"name":"c"}"#, &[]).unwrap_err().code, "bad-sidecar");
    assert_eq!(answer(r#"{"name":"b"},{"name":"c"}"#, &[]).unwrap_err().code, "bad-sidecar");
}
