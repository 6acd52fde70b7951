use super::super::{Sidecar, import, skeleton};
use windowbox::data::{Cell, Table};
use windowbox::{Error, Predictor};

const TREE: &str = r#"{"nodes":[
  {"node_id":0,"split_feature_id":0,"default_left":true,"node_type":"numerical_test_node","comparison_op":"<=","threshold":0.1,"left_child":2,"right_child":1},
  {"node_id":1,"leaf_value":1.5},
  {"node_id":2,"split_feature_id":1,"default_left":false,"node_type":"categorical_test_node","category_list_right_child":true,"category_list":[1,3],"left_child":3,"right_child":4},
  {"node_id":3,"leaf_value":-1.0},{"node_id":4,"leaf_value":2.0}]}"#;

fn model(post: &str, tree: &str) -> String {
    format!(
        r#"{{"threshold_type":"float64","leaf_output_type":"float64","num_feature":2,"task_type":"kRegressor",
        "average_tree_output":false,"num_target":1,"num_class":[1],"leaf_vector_shape":[1,1],"target_id":[0],"class_id":[0],
        "postprocessor":"{post}","sigmoid_alpha":2.0,"ratio_c":3.0,"base_scores":[0.25],
        "attributes":"{{\"sklearn_iforest_offset\": -0.5}}","trees":[{tree}]}}"#
    )
}

fn open(json: &str, sidecar: &str) -> Result<Predictor, Error> {
    import(json.as_bytes(), &Sidecar::parse(sidecar.as_bytes())?)?.pipeline.check()
}

fn scores(predictor: &Predictor, row: [f64; 2]) -> Vec<f64> {
    let mut table = Table::new(&predictor.pipeline().schema);
    table.push(row.map(Cell::Number).to_vec());
    predictor.predict(&table).targets.into_iter().flat_map(|answer| answer.scores).collect()
}

#[test]
fn tests_lists_and_missing_cells_go_their_ways() {
    let predictor = open(&model("identity", TREE), r#"{"input_cast":"f64"}"#).unwrap();
    for (row, leaf) in [
        ([0.1, 0.0], -1.0),
        ([0.1, 1.0], 2.0),
        ([0.1, 3.9], 2.0),
        ([0.1, f64::NAN], 2.0),
        ([f64::NAN, 2.0], -1.0),
        ([0.2, 1.0], 1.5),
    ] {
        assert_eq!(scores(&predictor, row), [leaf + 0.25], "{row:?}");
    }
}

#[test]
fn a_number_may_mean_missing() {
    let sidecar = r#"{"input_cast":"f32","features":[{"missing_values":[-999.1]}]}"#;
    let predictor = open(&model("identity", TREE), sidecar).unwrap();
    let right = TREE.replace("\"default_left\":true", "\"default_left\":false");
    let right = open(&model("identity", &right), sidecar).unwrap();
    for (x, left) in [(-999.1, true), (f64::NAN, true), (-999.0, false)] {
        let differ = scores(&predictor, [x, 0.0]) != scores(&right, [x, 0.0]);
        assert_eq!(differ, left, "{x}");
    }
}

/// As treelite 4.8.1 writes the splits of a forest between missing and present cells.
#[test]
fn a_threshold_that_was_written_as_nothing_parts_missing_cells_from_present_ones() {
    let lost = |space: &str| TREE.replace("\"threshold\":0.1", &format!("\"threshold\":{space}"));
    for space in ["", " "] {
        let tree = lost(space).replace("\"default_left\":true", "\"default_left\":false");
        let predictor = open(&model("identity", &tree), r#"{"input_cast":"f64"}"#).unwrap();
        for (x, answer) in [(1e300, -0.75), (f64::INFINITY, -0.75), (-1.0, -0.75), (f64::NAN, 1.75)] {
            assert_eq!(scores(&predictor, [x, 0.0]), [answer], "{x}");
        }
    }
    let error = open(&model("identity", &lost("")), "{}").unwrap_err();
    assert!(error.code == "malformed" && error.message.contains("sign") && !error.hint.is_empty(), "{error}");
}

#[test]
fn a_loss_that_may_be_written_wrong_is_said() {
    let json = model("sigmoid", TREE).replace("kRegressor", "kBinaryClf");
    let said = |cast: &str| {
        let sidecar = format!(r#"{{"input_cast":"{cast}","target":{{"classes":["no","yes"]}}}}"#);
        let found = import(json.as_bytes(), &Sidecar::parse(sidecar.as_bytes()).unwrap()).unwrap();
        assert_eq!(skeleton(&found), None);
        found.unknown.iter().any(|note| note.contains("exponential") && note.contains("--check"))
    };
    assert!(said("f32") && !said("f64"));
}

#[test]
fn the_sidecar_rounds_inputs() {
    // As a single, 0.1 is above 0.1.
    let predictor = open(&model("identity", TREE), r#"{"input_cast":"f32"}"#).unwrap();
    assert_eq!(scores(&predictor, [0.1, 0.0]), [1.75]);
    assert_eq!(open(&model("identity", TREE), r#"{"input_cast":"f16"}"#).unwrap_err().code, "bad-sidecar");
    let guessed = import(model("identity", TREE).as_bytes(), &Sidecar::default()).unwrap();
    assert!(guessed.unknown[0].contains("f64"));
}

#[test]
fn an_unknown_level_is_missing_or_what_the_sidecar_says() {
    let of = |unknown: &str| {
        let sidecar = format!(r#"{{"features":[{{}},{{"categories":[0,1,2],"unknown":"{unknown}"}}]}}"#);
        open(&model("identity", TREE), &sidecar).map(|predictor| scores(&predictor, [0.1, -1.0])[0])
    };
    assert_eq!(of("missing").unwrap(), 2.25);
    assert_eq!(of("code:0").unwrap(), -0.75);
    assert!(of("error").unwrap().is_nan());
    assert_eq!(of("?").unwrap_err().code, "bad-sidecar");
}

#[test]
fn post_processors_are_links() {
    let of = |post: &str| open(&model(post, TREE), "{}").map(|predictor| scores(&predictor, [0.2, 0.0]));
    assert!((of("sigmoid").unwrap()[1] - 1.0 / (1.0 + (-3.5f64).exp())).abs() < 1e-15);
    assert!((of("exponential").unwrap()[0] - 1.75f64.exp()).abs() < 1e-14);
    // Twice: the score, and the class of an outlier.
    let isolated = of("exponential_standard_ratio").unwrap();
    assert!((isolated[0] + (-1.75f64 / 3.0).exp2()).abs() < 1e-15);
    assert_eq!(isolated[1..], [0.0, 1.0]);
    for refused in ["softmax", "hinge", "identity_multiclass"] {
        assert_eq!(of(refused).unwrap_err().code, "unsupported-feature");
    }
}

#[test]
fn bad_trees_have_codes() {
    let of = |from: &str, to: &str| {
        let json = model("identity", &TREE.replace(from, to));
        assert_ne!(json, model("identity", TREE), "{from}");
        open(&json, "{}").unwrap_err().code
    };
    assert_eq!(of("\"left_child\":2", "\"left_child\":9"), "malformed");
    assert_eq!(of("\"left_child\":2", "\"left_child\":0"), "malformed");
    assert_eq!(of("\"node_id\":4", "\"node_id\":3"), "malformed");
    assert_eq!(of("\"leaf_value\":2.0", "\"leaf_value\":[1,2]"), "malformed");
    assert_eq!(of("\"threshold\":0.1,", ""), "malformed");
    assert_eq!(of("[1,3]", "[4000000000]"), "limit");
    assert_eq!(of("\"<=\"", "\"==\""), "unsupported-feature");
    assert_eq!(of("\"split_feature_id\":1", "\"split_feature_id\":2"), "bad-node");
}

#[test]
fn cut_and_flipped_files_are_errors_or_models() {
    let json = model("sigmoid", TREE).into_bytes();
    let run = |bytes: &[u8]| import(bytes, &Sidecar::default()).and_then(|found| found.pipeline.check());
    for at in 0..json.len() {
        let _ = run(&json[..at]);
        for bit in 0..8 {
            let mut flipped = json.clone();
            flipped[at] ^= 1 << bit;
            let _ = run(&flipped);
        }
    }
    assert_eq!(run(&json[..json.len() - 1]).unwrap_err().code, "truncated");
}

#[test]
fn a_sidecar_that_says_more_than_is_used_is_refused() {
    for json in [
        r#"{"target":{"positive":1}}"#,
        r#"{"threshold":0.5}"#,
        r#"{"features":[{},{"type":"categorical","categories":["a"],"missing_values":[-1]}]}"#,
        r#"{"features":[{"type":"categorical"}]}"#,
        r#"{"features":[{"type":"numeric","unknown":"error"}]}"#,
        r#"{"features":[{"type":"boolean"}]}"#,
        r#"{"features":[{},{},{}]}"#,
    ] {
        assert_eq!(open(&model("identity", TREE), json).unwrap_err().code, "bad-sidecar", "{json}");
    }
    assert!(open(&model("identity", TREE), r#"{"features":[{"type":"numeric","name":"a"}]}"#).is_ok());
}
