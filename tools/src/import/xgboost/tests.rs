//! Small models written by hand, and what they answer.

mod notation;

use super::super::{Imported, Sidecar, import};
use windowbox::data::{Cell, Table};
use windowbox::{Prediction, Predictor};

/// The worked example of the format's description.
const EXAMPLE: &str = r#"{"learner": {"attributes": {}, "feature_names": ["age", "fare", "pclass"],
 "feature_types": ["float", "float", "int"], "gradient_booster": {"model": {
  "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "2"}, "iteration_indptr": [0, 1, 2],
  "tree_info": [0, 0], "trees": [
   {"default_left": [0, 0, 0, 0, 0, 0, 0], "left_children": [1, 3, 5, -1, -1, -1, -1],
    "right_children": [2, 4, 6, -1, -1, -1, -1], "split_indices": [2, 1, 0, 0, 0, 0, 0],
    "loss_changes": [NaN, -Infinity, Infinity, 0.0, 0.0, 0.0, 0.0], "sum_hessian": [9, 4, 5, 2, 2, 2, 3],
    "split_conditions": [3.0, 13.7917, 7.0, -0.07852417, 0.308891, 0.20326313, -0.20435297],
    "tree_param": {"num_nodes": "7", "size_leaf_vector": "0"}},
   {"default_left": [false, false, false, false, false, false, false], "left_children": [1, 3, 5, -1, -1, -1, -1],
    "right_children": [2, 4, 6, -1, -1, -1, -1], "split_indices": [1, 0, 1, 0, 0, 0, 0],
    "sum_hessian": [9, 4, 5, 2, 2, 2, 3],
    "split_conditions": [10.5, 17.0, 52.5542, 0.15050864, -0.20272742, 0.028994398, 0.29737723],
    "tree_param": {"num_nodes": "7", "size_leaf_vector": "0"}}]}, "name": "gbtree"},
 "learner_model_param": {"base_score": "[3.838384E-1]", "num_class": "0", "num_feature": "3", "num_target": "1"},
 "objective": {"name": "binary:logistic"}}, "version": [3, 2, 0]}"#;

const ONE_TREE: &str = r#"{"learner": {"feature_names": [], "gradient_booster": {BOOSTER},
 "attributes": {"best_iteration": "0"},
 "learner_model_param": {"base_score": "5E-1", "num_class": "0", "num_feature": "2"},
 "objective": {"name": "reg:squarederror"}}, "version": [1, 3, 3]}"#;

/// One feature asks for a category, the other for a number.
const STUMPS: &str = r#""name": "gbtree", "model": {"gbtree_model_param": {"num_trees": "2"}, "tree_info": [0, 0],
 CATS "trees": [{"tree_param": {"num_nodes": "3"}, "left_children": [1, -1, -1], "right_children": [2, -1, -1],
  "split_indices": [1, 0, 0], "split_conditions": [1e-45, 1, 2], "default_left": [0, 0, 0], "split_type": [1, 0, 0],
  "categories": [0, 2, 33], "categories_nodes": [0], "categories_segments": [0], "categories_sizes": [3]},
 {"tree_param": {"num_nodes": "3"}, "left_children": [1, -1, -1], "right_children": [2, -1, -1],
  "split_indices": [0, 0, 0], "split_conditions": [0.1, 10, 20], "default_left": [1, 0, 0]}]}"#;

fn stumps(cats: &str) -> String {
    ONE_TREE.replace("BOOSTER", &STUMPS.replace("CATS", cats))
}

fn all() -> Sidecar {
    Sidecar { use_iterations: Some("all".to_owned()), ..Sidecar::default() }
}

fn sidecar(json: &str) -> Sidecar {
    Sidecar::parse(json.as_bytes()).unwrap()
}

fn open(text: &str, sidecar: &Sidecar) -> Predictor {
    import(text.as_bytes(), sidecar).unwrap().pipeline.check().unwrap()
}

fn run(predictor: &Predictor, row: &[f64]) -> Prediction {
    let mut table = Table::new(&predictor.pipeline().schema);
    table.push(row.iter().map(|x| Cell::Number(*x)).collect());
    predictor.predict(&table)
}

fn value(text: &str, row: &[f64]) -> f64 {
    run(&open(text, &all()), row).targets[0].margins[0]
}

fn code(text: &str) -> (&'static str, String) {
    let error = import(text.as_bytes(), &Sidecar::default()).unwrap_err();
    (error.code, error.place.clone())
}

#[test]
fn the_worked_example_has_its_librarys_bits() {
    let predictor = open(EXAMPLE, &Sidecar::default());
    for (row, margin, probability) in [
        ([22.0, 7.25, 3.0], -0.880368173122406, 0.2931014895439148),
        ([f64::NAN, 80.0, 1.0], 0.13298046588897705, 0.533196210861206),
    ] {
        let answer = &run(&predictor, &row).targets[0];
        assert_eq!(answer.margins, [margin]);
        assert!((answer.scores[1] - probability).abs() < 1e-7, "{}", answer.scores[1]);
    }
}

#[test]
fn names_types_covers_and_what_was_found_are_kept() {
    let imported = import(EXAMPLE.as_bytes(), &Sidecar::default()).unwrap();
    assert_eq!(imported.found(), "XGBoost 3.2.0, binary:logistic, 2 trees, 3 columns");
    let Imported { pipeline, unknown, .. } = imported;
    assert_eq!(unknown, ["the 2 class labels: the classes are called 0 to 1"]);
    assert_eq!(pipeline.schema.names().collect::<Vec<_>>(), ["age", "fare", "pclass"]);
    let windowbox::Op::Model(windowbox::model::Model::Trees(trees)) = &pipeline.nodes[0].op else { panic!() };
    assert_eq!(trees.cover[..4], [9.0, 4.0, 5.0, 2.0]);
}

#[test]
fn a_value_on_a_threshold_goes_right_in_singles() {
    let text = stumps("");
    let at = |x: f64| value(&text, &[x, 1.0]) - 1.5;
    // 0.1 is not below 0.1, nor is what rounds to it; the single below it is.
    assert_eq!((at(0.1), at(0.1 - 1e-12), at(f64::from(0.1f32.next_down()))), (20.0, 20.0, 10.0));
    assert_eq!((at(f64::NEG_INFINITY), at(f64::INFINITY), at(f64::NAN)), (10.0, 20.0, 10.0));
}

#[test]
fn nothing_is_below_minus_infinity() {
    for threshold in ["-Infinity", "NaN"] {
        let text = stumps("").replace("0.1, 10", &format!("{threshold}, 10"));
        let at = |x: f64| value(&text, &[x, 1.0]) - 1.5;
        assert_eq!((at(f64::NEG_INFINITY), at(0.0), at(f64::NAN)), (20.0, 20.0, 10.0));
    }
}

#[test]
fn codes_in_the_set_go_right() {
    let text = stumps("");
    let at = |x: f64| value(&text, &[0.0, x]) - 10.5;
    for right in [0.0, 0.7, -0.0, 2.0, 33.0, f64::NAN] {
        assert_eq!(at(right), 2.0, "{right}");
    }
    for left in [1.0, 3.0, 34.0, -0.5, -1.0, 16777216.0, 1e30, f64::NEG_INFINITY] {
        assert_eq!(at(left), 1.0, "{left}");
    }
}

#[test]
fn a_sidecar_names_columns_levels_and_the_first_code() {
    let said = sidecar(
        r#"{"features": [{}, {"name": "deck", "categories": ["a", "b"], "first_code": 1}], "use_iterations": "all"}"#,
    );
    let predictor = open(&stumps(""), &said);
    assert_eq!(predictor.pipeline().schema.columns[1].name, "deck");
    let at = |x: f64| run(&predictor, &[0.0, x]).targets[0].margins[0] - 10.5;
    // Levels a and b are codes 1 and 2 of the file; an unseen one is in no set.
    assert_eq!((at(0.0), at(1.0), at(-1.0)), (1.0, 2.0, 1.0));
}

#[test]
fn levels_of_the_file_refuse_others() {
    let list = r#"{"offsets": [0, 1, 3], "values": [97, 98, 99]}"#;
    let text = stumps(&format!(r#""cats": {{"enc": [{{"offsets": [], "values": []}}, {list}]}},"#));
    let predictor = open(&text, &all());
    assert!(run(&predictor, &[0.0, 1.0]).answered(0));
    assert!(!run(&predictor, &[0.0, -1.0]).answered(0));
    let windowbox::data::Kind::Categorical { levels, .. } = &predictor.pipeline().schema.columns[1].kind else {
        panic!()
    };
    assert_eq!(*levels, windowbox::data::Labels::String(vec!["a".into(), "bc".into()]));
    // "é", cut after its first byte.
    let cut = text.replace("[97, 98, 99]", "[97, 98, -61]");
    assert_eq!(code(&cut), ("malformed", "column f1".to_owned()));
    let said = r#"{"features": [{}, {"categories": ["a", "bé"]}]}"#;
    assert!(import(cut.as_bytes(), &sidecar(said)).is_ok());
    let few = r#"{"features": [{}, {"categories": ["a"]}]}"#;
    assert_eq!(import(cut.as_bytes(), &sidecar(few)).unwrap_err().code, "bad-sidecar");
}

#[test]
fn best_iteration_is_honoured_and_said() {
    let text = stumps("");
    let best = import(text.as_bytes(), &Sidecar::default()).unwrap();
    assert!(best.found().contains("the first 1, up to best_iteration"), "{}", best.found());
    assert_eq!(run(&best.pipeline.check().unwrap(), &[0.0, 1.0]).targets[0].margins, [1.5]);
    assert_eq!(value(&text, &[0.0, 1.0]), 11.5);
    assert_eq!(code(&text.replace(r#""best_iteration": "0""#, r#""best_iteration": "9""#)).0, "malformed");
}

#[test]
fn dart_weighs_leaves_in_singles() {
    let inner = STUMPS.replace("CATS", "");
    let dart = format!(r#""name": "dart", "weight_drop": [0.1, 0.7], "gbtree": {{{inner}}}"#);
    let expected = 0.5f32 + 1.0 * 0.1f32 + 10.0 * 0.7f32;
    assert_eq!(value(&ONE_TREE.replace("BOOSTER", &dart), &[0.0, 1.0]), f64::from(expected));
}

#[test]
fn linear_boosters_start_from_bias_and_base() {
    let linear = r#""name": "gblinear", "model": {"weights": [0.1, 1, 0.2, 2, 0.3, 3]}"#;
    let text = ONE_TREE.replace("BOOSTER", linear).replace(r#""num_class": "0""#, r#""num_target": "2""#);
    let predictor = open(&text, &Sidecar::default());
    let prediction = run(&predictor, &[3.0, f64::NAN]);
    assert_eq!(prediction.targets[0].margins, [f64::from(0.3f32 + 0.5 + 3.0 * 0.1f32)]);
    assert_eq!(prediction.targets[1].margins, [6.5]);
    let names: Vec<&str> = predictor.pipeline().output.targets.iter().map(|target| &target.name[..]).collect();
    assert_eq!(names, ["prediction_0", "prediction_1"]);
}

#[test]
fn vector_leaves_are_found_by_node_or_by_leaf() {
    let tree = r#""name": "gbtree", "model": {"gbtree_model_param": {"num_trees": "1"}, "tree_info": [0], "trees": [
      {"tree_param": {"num_nodes": "3", "size_leaf_vector": "2"}, "left_children": [1, -1, -1], VECTORS,
       "split_indices": [0, 0, 0], "split_conditions": [5, 0, 0], "default_left": [0, 0, 0]}]}"#;
    let by_node = r#""right_children": [2, -1, -1], "base_weights": [0, 0, 1, 2, 3, 4]"#;
    let by_leaf = r#""right_children": [2, 1, 0], "leaf_weights": [3, 4, 1, 2]"#;
    for vectors in [by_node, by_leaf] {
        let text = ONE_TREE.replace("BOOSTER", &tree.replace("VECTORS", vectors));
        let predictor = open(&text.replace(r#""num_class": "0""#, r#""num_target": "2""#), &all());
        let at = |x: f64| run(&predictor, &[x, 0.0]).targets.iter().map(|t| t.margins[0]).collect::<Vec<_>>();
        assert_eq!((at(0.0), at(5.0)), (vec![1.5, 2.5], vec![3.5, 4.5]));
    }
    // Two leaves that share a vector.
    let shared = tree.replace("VECTORS", r#""right_children": [2, 0, 0], "leaf_weights": [1, 2]"#);
    let text = ONE_TREE.replace("BOOSTER", &shared).replace(r#""num_class": "0""#, r#""num_target": "2""#);
    assert_eq!(code(&text), ("malformed", "tree 0".to_owned()));
}

#[test]
fn base_scores_are_linked_by_their_objective() {
    let at = |objective: &str, score: &str| {
        let text = stumps("").replace("reg:squarederror", objective).replace("5E-1", score);
        open(&text, &all()).pipeline().nodes[0].op.clone()
    };
    let start = |objective: &str, score: &str| match at(objective, score) {
        windowbox::Op::Model(windowbox::model::Model::Trees(trees)) => trees.start[0],
        _ => panic!(),
    };
    assert_eq!(start("binary:logitraw", "2.5E-1"), 0.25);
    assert_eq!(start("binary:logistic", "3.838384E-1"), f64::from(-0.47328776f32));
    assert_eq!(start("reg:logistic", "[0]"), f64::from(-(999999.0f64.ln() as f32)));
    assert_eq!(start("count:poisson", "[1.5213348E2]"), f64::from(152.13348f64.ln() as f32));
    let poisson = stumps("").replace("reg:squarederror", "count:poisson").replace("5E-1", "0");
    assert_eq!(code(&poisson).0, "malformed");
}

/// XGBoost 3.2 answers this model, trained by itself, with margins that all start from
/// the first base score.
#[test]
fn a_linear_booster_starts_every_output_from_the_first_base_score() {
    let booster = r#""name": "gblinear", "model": {"weights": [1, 2, 3, 0, 0, 0, 0.25, 0.5, 0.75]}"#;
    let text = ONE_TREE.replace("BOOSTER", booster).replace("reg:squarederror", "multi:softprob");
    let text = text.replace("5E-1", "[1.25E-1,-5E-1,2E0]").replace(r#""num_class": "0""#, r#""num_class": "3""#);
    let predictor = open(&text, &Sidecar::default());
    assert_eq!(run(&predictor, &[1.0, 0.0]).targets[0].margins, [1.375, 2.625, 3.875]);
}

#[test]
fn objectives_say_what_is_answered() {
    let of = |objective: &str, classes: &str| {
        let text = stumps("").replace("reg:squarederror", objective);
        let text = text.replace(r#""num_class": "0""#, &format!(r#""num_class": "{classes}""#));
        open(&text, &all()).pipeline().output.targets.clone()
    };
    assert_eq!(of("reg:logistic", "0")[0].width(), 1);
    assert_eq!(of("binary:hinge", "0")[0].width(), 2);
    assert_eq!((of("multi:softmax", "3").len(), of("multi:softmax", "3")[0].width()), (1, 3));
    let alpha = r#""reg:quantileerror", "quantile_loss_param": {"quantile_alpha": "[1E-1,5E-1]"}"#;
    let text = stumps("").replace(r#""reg:squarederror""#, alpha);
    let text = text.replace(r#""num_class": "0""#, r#""num_target": "2""#);
    let names: Vec<String> = open(&text, &all()).pipeline().output.targets.iter().map(|t| t.name.clone()).collect();
    assert_eq!(names, ["prediction_0.1", "prediction_0.5"]);
    assert_eq!(code(&text.replace("[1, 3, 3]", "[3, 4, 0]")).0, "unknown-objective");
    assert_eq!(code(&stumps("").replace("reg:squarederror", "my:loss")).0, "unknown-objective");
}

#[test]
fn what_is_no_model_is_named() {
    assert_eq!(code(r#"[ {"nodeid": 0, "leaf": 0.5} ]"#).0, "wrong-export");
    assert_eq!(code(r#"["{ \"nodeid\": 0, \"leaf\": 0.5}"]"#).0, "wrong-export");
    let booster = r#""name": "gbtree", "gbtree_train_param": {}"#;
    assert_eq!(code(&ONE_TREE.replace("BOOSTER", booster)).0, "wrong-export");
    assert_eq!(code(r#"{"x": {"learner": 1}, "y": "learner"}"#).0, "unknown-format");
}

#[test]
fn broken_trees_are_malformed_where_they_break() {
    let cases = [
        ("[1, 3, 5, -1", "[1, 0, 5, -1", "tree 0, node 0"),
        ("[1, 3, 5, -1", "[1, 9, 5, -1", "tree 0"),
        ("[1, 3, 5, -1", "[1, -3, 5, -1", "tree 0"),
        ("[2, 4, 6, -1", "[2, 3, 6, -1", "tree 0, node 3"),
        ("[2, 1, 0, 0", "[3, 1, 0, 0", "tree 0, node 0"),
        ("[3.0, 13.7917", "[3.0, 3.0, 13.7917", "tree 0"),
        ("-0.07852417", "NaN", "tree 0, node 3"),
        (r#""tree_info": [0, 0]"#, r#""tree_info": [1, 0]"#, "tree 0"),
        (r#""tree_info": [0, 0]"#, r#""tree_info": [0]"#, ""),
        (r#""num_trees": "2""#, r#""num_trees": "3""#, ""),
    ];
    for (from, to, place) in cases {
        assert_eq!(code(&EXAMPLE.replacen(from, to, 1)), ("malformed", place.to_owned()), "{to}");
    }
}
