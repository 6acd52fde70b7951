//! Small files, made by hand.

use super::super::Sidecar;
use super::proto::{self, Attribute, Dim, Graph, Kind, Model, Shape, TensorKind, ValueInfo};
use prost::Message;
use windowbox::data::{Cell, Table};
use windowbox::{Pipeline, Result};

#[test]
fn a_model_is_told_by_its_fields_even_cut_short() {
    assert!(proto::sniff(&[8, 10, 0x3a, 0]));
    assert!(proto::sniff(&[8, 10, 0x12, 9, b's']));
    assert!(!proto::sniff(&[8, 10]));
    assert!(!proto::sniff(b"tree\nversion=v4"));
    assert_eq!(proto::parse(&[8, 10, 0x3a, 5, 1]).err().map(|e| e.code), Some("truncated"));
    assert_eq!(proto::parse(&[8, 10]).err().map(|e| e.code), Some("truncated"));
    assert_eq!(proto::parse(&[8, 10, 0x3a, 2, 0x0b, 1]).err().map(|e| e.code), Some("malformed"));
}

fn ints(name: &str, ints: &[i64]) -> Attribute {
    Attribute { name: name.into(), ints: ints.to_vec(), ..Attribute::default() }
}

fn floats(name: &str, floats: &[f32]) -> Attribute {
    Attribute { name: name.into(), floats: floats.to_vec(), ..Attribute::default() }
}

/// A stump that asks `x MODE 1`: 1 for true, 2 for false.
fn stump(mode: &str, tracks: i64) -> Vec<u8> {
    let modes = [mode, "LEAF", "LEAF"].map(|mode| mode.as_bytes().to_vec()).to_vec();
    let attributes = vec![
        ints("nodes_treeids", &[0; 3]),
        ints("nodes_nodeids", &[0, 1, 2]),
        ints("nodes_featureids", &[0; 3]),
        Attribute { name: "nodes_modes".into(), texts: modes, ..Attribute::default() },
        floats("nodes_values", &[1.0, 0.0, 0.0]),
        ints("nodes_truenodeids", &[1, 0, 0]),
        ints("nodes_falsenodeids", &[2, 0, 0]),
        ints("nodes_missing_value_tracks_true", &[tracks; 3]),
        ints("target_treeids", &[0, 0]),
        ints("target_nodeids", &[1, 2]),
        ints("target_ids", &[0, 0]),
        floats("target_weights", &[1.0, 2.0]),
    ];
    let node = proto::Node {
        inputs: vec!["x".into()],
        outputs: vec!["y".into()],
        op: "TreeEnsembleRegressor".into(),
        attributes,
        domain: "ai.onnx.ml".into(),
        ..proto::Node::default()
    };
    let dims = vec![Dim { size: 0 }, Dim { size: 1 }];
    let tensor = TensorKind { element: proto::FLOAT, shape: Some(Shape { dims }) };
    let kind = Some(Kind { tensor: Some(tensor) });
    let graph = Graph {
        nodes: vec![node],
        inputs: vec![ValueInfo { name: "x".into(), kind }],
        outputs: vec![ValueInfo { name: "y".into(), kind: None }],
        ..Graph::default()
    };
    Model { graph: Some(graph), ..Model::default() }.encode_to_vec()
}

#[test]
fn every_mode_asks_what_it_says() {
    let one = 1.0f32;
    let cells = [one.next_down(), one, one.next_up(), f32::NAN];
    let answers = |mode, tracks| {
        let predictor = super::read(&stump(mode, tracks), &Sidecar::default()).unwrap().pipeline.check().unwrap();
        let mut table = Table::new(&predictor.pipeline().schema);
        cells.iter().for_each(|x| table.push(vec![Cell::Number(f64::from(*x))]));
        let prediction = predictor.predict(&table);
        prediction.targets[0].scores.iter().map(|score| *score == 1.0).collect::<Vec<_>>()
    };
    for tracks in [0, 1] {
        let expect =
            |test: fn(f32) -> bool| cells.iter().map(|x| test(*x) || tracks == 1 && x.is_nan()).collect::<Vec<_>>();
        assert_eq!(answers("BRANCH_LEQ", tracks), expect(|x| x <= 1.0));
        assert_eq!(answers("BRANCH_LT", tracks), expect(|x| x < 1.0));
        assert_eq!(answers("BRANCH_GTE", tracks), expect(|x| x >= 1.0));
        assert_eq!(answers("BRANCH_GT", tracks), expect(|x| x > 1.0));
        assert_eq!(answers("BRANCH_EQ", tracks), expect(|x| x == 1.0));
        assert_eq!(answers("BRANCH_NEQ", tracks), expect(|x| x != 1.0));
    }
    assert_eq!(super::read(&stump("BRANCH_MEMBER", 0), &Sidecar::default()).unwrap_err().code, "unsupported-attribute");
}

fn int(name: &str, int: i64) -> Attribute {
    Attribute { name: name.into(), int, ..Attribute::default() }
}

fn said(name: &str, text: &str) -> Attribute {
    Attribute { name: name.into(), text: text.into(), ..Attribute::default() }
}

fn texts(name: &str, texts: &[&str]) -> Attribute {
    let texts = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    Attribute { name: name.into(), texts, ..Attribute::default() }
}

/// `op` of the plain domain, or of `ml.`.
fn node(op: &str, inputs: &[&str], outputs: &[&str], attributes: Vec<Attribute>) -> proto::Node {
    let domain = if op.starts_with("ml.") { "ai.onnx.ml" } else { "" };
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let op = op.trim_start_matches("ml.").to_owned();
    proto::Node {
        inputs: names(inputs),
        outputs: names(outputs),
        op,
        attributes,
        domain: domain.into(),
        name: String::new(),
    }
}

fn single(name: &str, dims: &[i64], values: &[f32]) -> proto::Tensor {
    let (name, dims, floats) = (name.into(), dims.to_vec(), values.to_vec());
    proto::Tensor { name, dims, floats, kind: proto::FLOAT, ..proto::Tensor::default() }
}

fn whole(name: &str, values: &[i64]) -> proto::Tensor {
    let (name, dims, ints) = (name.into(), vec![values.len() as i64], values.to_vec());
    proto::Tensor { name, dims, ints, kind: proto::INT64, ..proto::Tensor::default() }
}

fn input(name: &str, element: i32, width: i64) -> ValueInfo {
    let shape = Some(Shape { dims: vec![Dim { size: 0 }, Dim { size: width }] });
    let kind = Some(Kind { tensor: Some(TensorKind { element, shape }) });
    ValueInfo { name: name.into(), kind }
}

/// The output `y` of a graph with the input `x`.
fn graph(
    nodes: Vec<proto::Node>,
    constants: Vec<proto::Tensor>,
    inputs: Vec<ValueInfo>,
    opset: i64,
) -> Result<Pipeline> {
    let outputs = ["label", "y"].iter().filter(|name| nodes.iter().any(|node| node.outputs.iter().any(|o| o == *name)));
    let outputs = outputs.map(|name| ValueInfo { name: (*name).into(), kind: None }).collect();
    let graph = Some(Graph { nodes, constants, inputs, outputs });
    let opsets = vec![proto::Opset { domain: String::new(), version: opset }];
    let bytes = Model { graph, opsets, ..Model::default() }.encode_to_vec();
    super::read(&bytes, &Sidecar::default()).map(|imported| imported.pipeline)
}

/// What a graph of three columns answers for 1, -2 and 4.
fn answers(nodes: Vec<proto::Node>, constants: Vec<proto::Tensor>, opset: i64) -> Vec<f64> {
    let pipeline = graph(nodes, constants, vec![input("x", proto::FLOAT, 3)], opset).unwrap();
    row(pipeline, &[1.0, -2.0, 4.0]).unwrap()
}

/// The scores of one row, if it has an answer.
fn row(pipeline: Pipeline, cells: &[f64]) -> Option<Vec<f64>> {
    let predictor = pipeline.check().unwrap();
    let mut table = Table::new(&predictor.pipeline().schema);
    table.push(cells.iter().map(|x| Cell::Number(*x)).collect());
    let prediction = predictor.predict(&table);
    prediction.answered(0).then(|| prediction.targets.iter().flat_map(|t| t.scores.clone()).collect())
}

#[test]
fn what_only_moves_columns_costs_nothing() {
    let nodes = vec![
        node("Transpose", &["x"], &["t"], vec![]),
        node("Unsqueeze", &["t"], &["u"], vec![ints("axes", &[0])]),
        node("Squeeze", &["u"], &["s"], vec![ints("axes", &[0])]),
        node("Transpose", &["s"], &["b"], vec![ints("perm", &[1, 0])]),
        node("Split", &["b"], &["l", "r"], vec![int("axis", 1), ints("split", &[1, 2])]),
        node("Slice", &["r"], &["last"], vec![ints("starts", &[-1]), ints("ends", &[i64::MAX]), ints("axes", &[1])]),
        node("Gather", &["b", "two"], &["g"], vec![int("axis", 1)]),
        node("Concat", &["last", "l", "g"], &["c"], vec![int("axis", -1)]),
        node("Reshape", &["c", "shape"], &["three"], vec![]),
        node("Flatten", &["three"], &["y"], vec![]),
    ];
    let constants = vec![whole("two", &[-2]), whole("shape", &[-1, 3, 1])];
    let pipeline = graph(nodes.clone(), constants, vec![input("x", proto::FLOAT, 3)], 9).unwrap();
    assert!(pipeline.nodes.is_empty());
    assert_eq!(row(pipeline, &[1.0, -2.0, 4.0]).unwrap(), [4.0, 1.0, -2.0]);
}

#[test]
fn known_numbers_are_computed_at_import() {
    let nodes = vec![
        node("Shape", &["x"], &["shape"], vec![]),
        node("ConstantOfShape", &["shape"], &["zeros"], vec![]),
        node("Exp", &["zeros"], &["ones"], vec![]),
        node("ReduceSum", &["ones"], &["three"], vec![ints("axes", &[1])]),
        node(
            "Constant",
            &[],
            &["half"],
            vec![Attribute { name: "value_float".into(), float: 0.5, ..Attribute::default() }],
        ),
        node("Div", &["three", "half"], &["six"], vec![]),
        node("Mul", &["x", "six"], &["y"], vec![]),
    ];
    let pipeline = graph(nodes, vec![], vec![input("x", proto::FLOAT, 3)], 12).unwrap();
    assert_eq!(pipeline.nodes.len(), 1);
    assert_eq!(row(pipeline, &[1.0, -2.0, 4.0]).unwrap(), [6.0, -12.0, 24.0]);
}

#[test]
fn rows_are_never_mixed() {
    let refused = |op: &str, attributes| {
        let nodes = vec![node(op, &["x", "c"][..if op == "Reshape" { 2 } else { 1 }], &["y"], attributes)];
        graph(nodes, vec![whole("c", &[1, 3])], vec![input("x", proto::FLOAT, 3)], 12).unwrap_err().code
    };
    assert_eq!(refused("ReduceSum", vec![ints("axes", &[0])]), "unsupported-feature");
    assert_eq!(refused("ReduceMax", vec![]), "unsupported-feature");
    assert_eq!(refused("ArgMax", vec![int("axis", 0)]), "unsupported-feature");
    assert_eq!(refused("Reshape", vec![]), "shape-mismatch");
    let pair = vec![node("Concat", &["x", "x"], &["y"], vec![int("axis", 0)])];
    let pair = graph(pair, vec![], vec![input("x", proto::FLOAT, 3)], 12);
    assert_eq!(pair.unwrap_err().code, "unsupported-feature");
}

#[test]
fn cells_are_computed_as_their_type_says() {
    let one = |op: &str, inputs: &[&str], attributes| {
        answers(vec![node(op, inputs, &["y"], attributes)], vec![single("c", &[1], &[0.1])], 13)
    };
    assert_eq!(one("Mul", &["x", "c"], vec![]), [0.1f32, -0.2, 0.4].map(f64::from));
    assert_eq!(one("Relu", &["x"], vec![]), [1.0, 0.0, 4.0]);
    assert_eq!(one("Sign", &["x"], vec![]), [1.0, -1.0, 1.0]);
    assert_eq!(one("Reciprocal", &["x"], vec![]), [1.0, -0.5, 0.25]);
    assert_eq!(one("Greater", &["x", "c"], vec![]), [1.0, 0.0, 1.0]);
    assert_eq!(one("Clip", &["x", "c"], vec![]), [1.0, f64::from(0.1f32), 4.0]);
    assert_eq!(one("Max", &["x", "c", "x"], vec![]), [1.0, f64::from(0.1f32), 4.0]);
    assert_eq!(one("ReduceL1", &["x"], vec![ints("axes", &[1])]), [7.0]);
    assert_eq!(one("ReduceL2", &["x"], vec![ints("axes", &[1])]), [f64::from(21f32.sqrt())]);
    assert_eq!(one("ml.Binarizer", &["x"], vec![]), [1.0, 0.0, 1.0]);
    assert_eq!(one("ml.Normalizer", &["x"], vec![said("norm", "MAX")]), [0.25, -0.5, 1.0]);
    let whole_numbers = vec![
        node("Cast", &["x"], &["i"], vec![int("to", i64::from(proto::INT64))]),
        node("Div", &["i", "three"], &["y"], vec![]),
    ];
    assert_eq!(answers(whole_numbers, vec![whole("three", &[3])], 13), [0.0, 0.0, 1.0]);
}

#[test]
fn products_take_constants_on_either_side() {
    let product = vec![
        node("Gemm", &["x", "w", "b"], &["g"], vec![int("transB", 1)]),
        node("MatMul", &["x", "list"], &["m"], vec![]),
        node("Unsqueeze", &["m"], &["u"], vec![ints("axes", &[1])]),
        node("Concat", &["g", "u"], &["y"], vec![int("axis", 1)]),
    ];
    let weights = vec![
        single("w", &[2, 3], &[1., 0., 0., 1., 1., 1.]),
        single("b", &[2], &[10., 20.]),
        single("list", &[3], &[0., 1., 2.]),
    ];
    assert_eq!(answers(product, weights, 11), [11.0, 23.0, 6.0]);
    let both = vec![node("Transpose", &["x"], &["t"], vec![]), node("MatMul", &["x", "t"], &["y"], vec![])];
    assert_eq!(graph(both, vec![], vec![input("x", proto::FLOAT, 3)], 11).unwrap_err().code, "unsupported-feature");
}

#[test]
fn numbers_are_encoded_by_their_keys() {
    let encode = |attributes| answers(vec![node("ml.LabelEncoder", &["x"], &["y"], attributes)], vec![], 13);
    let twice = vec![floats("keys_floats", &[1.0, 4.0, 4.0]), floats("values_floats", &[7.0, 8.0, 9.0])];
    assert_eq!(encode(twice), [7.0, 0.0, 9.0]);
    let one_hot = |zeros, x: f64| {
        let attributes = vec![ints("cats_int64s", &[0, 1]), int("zeros", zeros)];
        let nodes =
            vec![node("ml.OneHotEncoder", &["x"], &["h"], attributes), node("Reshape", &["h", "s"], &["y"], vec![])];
        row(graph(nodes, vec![whole("s", &[-1, 2])], vec![input("x", proto::FLOAT, 1)], 13).unwrap(), &[x])
    };
    assert_eq!(one_hot(1, 1.7), Some(vec![0.0, 1.0]));
    assert_eq!(one_hot(1, -0.5), Some(vec![1.0, 0.0]));
    assert_eq!(one_hot(1, 2.0), Some(vec![0.0, 0.0]));
    assert_eq!(one_hot(0, 1.0), Some(vec![0.0, 1.0]));
    assert_eq!(one_hot(0, 2.0), None);
}

#[test]
fn texts_are_replaced_by_what_is_said_of_their_codes() {
    let nodes = vec![
        node(
            "ml.LabelEncoder",
            &["x"],
            &["empty"],
            vec![texts("keys_strings", &[""]), ints("values_int64s", &[1]), int("default_int64", 0)],
        ),
        node("Cast", &["empty"], &["flag"], vec![int("to", i64::from(proto::BOOL))]),
        node("Where", &["flag", "none", "x"], &["filled"], vec![]),
        node("ml.OneHotEncoder", &["filled"], &["h"], vec![texts("cats_strings", &["a", "none"])]),
        node("Reshape", &["h", "s"], &["y"], vec![]),
    ];
    let none = proto::Tensor {
        name: "none".into(),
        dims: vec![1],
        texts: vec![b"none".to_vec()],
        kind: proto::TEXT,
        ..proto::Tensor::default()
    };
    let pipeline = graph(nodes, vec![whole("s", &[-1, 2]), none], vec![input("x", proto::TEXT, 1)], 13).unwrap();
    // The levels are "", "a" and "none"; a missing cell is the empty text.
    for (cell, expected) in [(0.0, [0., 1.]), (1.0, [1., 0.]), (2.0, [0., 1.]), (f64::NAN, [0., 1.]), (-1.0, [0., 0.])]
    {
        assert_eq!(row(pipeline.clone(), &[cell]).unwrap(), expected);
    }
    assert_eq!(pipeline.nodes.len(), 1);
}

#[test]
fn a_label_is_the_class_of_its_own_scores_or_of_others() {
    let labels = || vec![proto::Tensor { dims: vec![3], ..whole("labels", &[5, 6, 7]) }];
    let label = |scores: &str, op: &str| {
        vec![
            node("Exp", &["x"], &["e"], vec![]),
            node("Identity", &[scores], &["y"], vec![]),
            node(op, &["x"], &["at"], vec![int("axis", 1)]),
            node("ml.ArrayFeatureExtractor", &["labels", "at"], &["label"], vec![]),
        ]
    };
    let of = |nodes| {
        let predictor = graph(nodes, labels(), vec![input("x", proto::FLOAT, 3)], 13).unwrap().check().unwrap();
        let mut table = Table::new(&predictor.pipeline().schema);
        table.push([1.0, -2.0, 4.0].map(Cell::Number).to_vec());
        let prediction = predictor.predict(&table);
        (predictor.pipeline().output.targets.len(), prediction.targets[0].classes[0], prediction.targets[0].scores[2])
    };
    assert_eq!(of(label("x", "ArgMax")), (1, 2, 4.0));
    assert_eq!(of(label("e", "ArgMax")), (1, 2, f64::from(4f64.exp() as f32)));
    // The nearest is no largest: the distances are numbers of their own.
    assert_eq!(of(label("x", "ArgMin")), (4, 1, 0.0));
}

#[test]
fn inputs_may_be_missing_only_where_every_reader_has_a_rule() {
    let missing = |nodes| {
        graph(nodes, vec![], vec![input("x", proto::FLOAT, 1)], 13).unwrap().check().unwrap().pipeline().schema.columns
            [0]
        .missing
    };
    assert!(missing(vec![node("IsNaN", &["x"], &["y"], vec![])]));
    let both = vec![node("IsNaN", &["x"], &["n"], vec![]), node("Where", &["n", "one", "x"], &["y"], vec![])];
    let nodes = [
        vec![node(
            "Constant",
            &[],
            &["one"],
            vec![Attribute { name: "value_float".into(), float: 1.0, ..Attribute::default() }],
        )],
        both,
    ]
    .concat();
    assert!(!missing([nodes, vec![node("Softmax", &["y"], &["label"], vec![])]].concat()));
}

#[test]
fn small_files_cannot_ask_for_large_work() {
    let huge = vec![node("ConstantOfShape", &["s"], &["y"], vec![])];
    assert_eq!(graph(huge, vec![whole("s", &[1 << 20, 1 << 20])], vec![], 13).unwrap_err().code, "limit");
    let mut nodes = vec![node("Concat", &["x", "x"], &["c0"], vec![int("axis", 1)])];
    for i in 0..40 {
        let (from, to) = (format!("c{i}"), format!("c{}", i + 1));
        nodes.push(node("Concat", &[&from, &from], &[&to], vec![int("axis", 1)]));
    }
    nodes.push(node("Identity", &["c40"], &["y"], vec![]));
    assert_eq!(graph(nodes, vec![], vec![input("x", proto::FLOAT, 3)], 13).unwrap_err().code, "limit");
    let wide = vec![node("ml.OneHotEncoder", &["x"], &["y"], vec![ints("cats_int64s", &vec![0; 1000])])];
    assert_eq!(graph(wide, vec![], vec![input("x", proto::FLOAT, 90_000)], 13).unwrap_err().code, "limit");
}

/// A tree of `x <= 1` and `x < 4` with the leaves 1, 2 and 3, and one of a single leaf, 10.
fn fifth(attributes: Vec<Attribute>) -> Vec<proto::Node> {
    let tensor = |name: &str, kind: i32, values: &[f32], raw: &[u8]| {
        let tensor =
            proto::Tensor { kind, raw: raw.to_vec(), ..single("", &[values.len().max(raw.len()) as i64], values) };
        Attribute { name: name.into(), tensor: Some(tensor), ..Attribute::default() }
    };
    let own = vec![
        ints("tree_roots", &[0, 2]),
        ints("nodes_featureids", &[0, 0, 0]),
        tensor("nodes_modes", proto::UINT8, &[], &[0, 1, 0]),
        tensor("nodes_splits", proto::FLOAT, &[1.0, 4.0, 0.0], &[]),
        ints("nodes_truenodeids", &[0, 1, 3]),
        ints("nodes_trueleafs", &[1, 1, 1]),
        ints("nodes_falsenodeids", &[1, 2, 3]),
        ints("nodes_falseleafs", &[0, 1, 1]),
        ints("leaf_targetids", &[0; 4]),
        tensor("leaf_weights", proto::FLOAT, &[1.0, 2.0, 3.0, 10.0], &[]),
    ];
    vec![node("ml.TreeEnsemble", &["x"], &["y"], [own, attributes].concat())]
}

#[test]
fn trees_of_version_5_are_summed_or_compared() {
    let of = |how, x: f64| {
        let inputs = vec![input("x", proto::FLOAT, 1)];
        row(graph(fifth(vec![int("aggregate_function", how)]), vec![], inputs, 5).unwrap(), &[x]).unwrap()[0]
    };
    assert_eq!([1.0, 3.9, 4.0].map(|x| of(1, x)), [11.0, 12.0, 13.0]);
    assert_eq!([0, 2, 3].map(|how| of(how, 4.0)), [6.5, 3.0, 10.0]);
    let inputs = vec![input("x", proto::FLOAT, 1)];
    assert_eq!(
        graph(fifth(vec![int("post_transform", 1)]), vec![], inputs, 5).unwrap_err().code,
        "unsupported-attribute"
    );
}

#[test]
fn shares_of_single_precision_need_not_sum_to_one() {
    let leaf = |weights: [f32; 3]| {
        vec![
            ints("nodes_treeids", &[0]),
            ints("nodes_nodeids", &[0]),
            ints("nodes_featureids", &[0]),
            texts("nodes_modes", &["LEAF"]),
            floats("nodes_values", &[0.0]),
            ints("nodes_truenodeids", &[0]),
            ints("nodes_falsenodeids", &[0]),
            ints("class_treeids", &[0; 3]),
            ints("class_nodeids", &[0; 3]),
            ints("class_ids", &[0, 1, 2]),
            floats("class_weights", &weights),
            ints("classlabels_int64s", &[4, 5, 6]),
        ]
    };
    let nodes = vec![node("ml.TreeEnsembleClassifier", &["x"], &["label", "y"], leaf([0.1, 0.7, 0.2001]))];
    let scores = row(graph(nodes, vec![], vec![input("x", proto::FLOAT, 1)], 1).unwrap(), &[0.0]).unwrap();
    assert_eq!(scores, [0.1f32, 0.7, 0.2001].map(f64::from));
}

/// What two outputs of a node answer for 1, -2 and 4: the first, then the second.
fn both(nodes: Vec<proto::Node>, constants: Vec<proto::Tensor>, opset: i64) -> Vec<f64> {
    let joined = vec![
        node("Cast", &["b"], &["bf"], vec![int("to", i64::from(proto::FLOAT))]),
        node("Concat", &["a", "bf"], &["y"], vec![int("axis", 1)]),
    ];
    answers([nodes, joined].concat(), constants, opset)
}

#[test]
fn the_first_in_order_are_taken_with_their_positions() {
    let top = |attributes| vec![node("TopK", &["x", "k"], &["a", "b"], attributes)];
    assert_eq!(both(top(vec![]), vec![whole("k", &[2])], 11), [4.0, 1.0, 2.0, 0.0]);
    assert_eq!(both(top(vec![int("largest", 0)]), vec![whole("k", &[2])], 11), [-2.0, 1.0, 1.0, 0.0]);
    let attribute = vec![node("TopK", &["x"], &["a", "b"], vec![int("k", 1)])];
    assert_eq!(both(attribute, vec![], 1), [4.0, 2.0]);
    // Along the axis in front: pairs of a cell and its negative.
    let pairs = vec![
        node("Neg", &["x"], &["n"], vec![]),
        node("Concat", &["x", "n"], &["xn"], vec![int("axis", 1)]),
        node("Reshape", &["xn", "shape"], &["t"], vec![]),
        node("TopK", &["t", "k"], &["v", "p"], vec![int("axis", 1)]),
        node("Flatten", &["v"], &["a"], vec![]),
        node("Flatten", &["p"], &["b"], vec![]),
    ];
    let constants = vec![whole("shape", &[-1, 2, 3]), whole("k", &[1])];
    assert_eq!(both(pairs, constants, 11), [1.0, 2.0, 4.0, 0.0, 1.0, 0.0]);
}

#[test]
fn known_orders_are_computed_at_import() {
    let nodes =
        vec![node("TopK", &["c", "k"], &["v", "p"], vec![]), node("Gather", &["x", "p"], &["y"], vec![int("axis", 1)])];
    let constants = vec![single("c", &[3], &[7.0, 9.0, 8.0]), whole("k", &[2])];
    let pipeline = graph(nodes, constants, vec![input("x", proto::FLOAT, 3)], 11).unwrap();
    assert!(pipeline.nodes.is_empty());
    assert_eq!(row(pipeline, &[1.0, -2.0, 4.0]).unwrap(), [-2.0, 4.0]);
}

#[test]
fn sums_run_both_ways_with_and_without_the_cell_itself() {
    let sum =
        |attributes| answers(vec![node("CumSum", &["x", "axis"], &["y"], attributes)], vec![whole("axis", &[-1])], 14);
    assert_eq!(sum(vec![]), [1.0, -1.0, 3.0]);
    assert_eq!(sum(vec![int("exclusive", 1)]), [0.0, 1.0, -1.0]);
    assert_eq!(sum(vec![int("reverse", 1)]), [3.0, 2.0, 4.0]);
    assert_eq!(sum(vec![int("reverse", 1), int("exclusive", 1)]), [2.0, 4.0, 0.0]);
}

#[test]
fn cells_are_picked_at_positions_that_are_known_or_computed() {
    let take = |inputs: &[&str], before: Vec<proto::Node>| {
        let nodes = [before, vec![node("GatherElements", inputs, &["y"], vec![int("axis", 1)])]].concat();
        let list = proto::Tensor { dims: vec![1, 2], ..whole("list", &[-1, 0]) };
        let known = vec![node("Shape", &["x"], &["s"], vec![]), node("Gather", &["s", "zero"], &["rows"], vec![])];
        let spread = vec![
            node("Concat", &["rows", "two"], &["wide"], vec![int("axis", 0)]),
            node("ConstantOfShape", &["wide"], &["zeros"], vec![]),
            node("Cast", &["zeros"], &["z"], vec![int("to", i64::from(proto::INT64))]),
            node("Add", &["z", "list"], &["listed"], vec![]),
        ];
        answers([known, spread, nodes].concat(), vec![list, whole("zero", &[0]), whole("two", &[2])], 13)
    };
    assert_eq!(take(&["x", "listed"], vec![]), [4.0, 1.0]);
    let largest = vec![node("ArgMax", &["x"], &["at"], vec![int("axis", 1)])];
    assert_eq!(take(&["x", "at"], largest), [4.0]);
    let cell = vec![
        node("Abs", &["x"], &["m"], vec![]),
        node("Cast", &["m"], &["at"], vec![int("to", i64::from(proto::INT64))]),
    ];
    // 1, 2 and 4, of which the last is no position: the row has no answer.
    let nodes = [cell, vec![node("GatherElements", &["x", "at"], &["y"], vec![int("axis", 1)])]].concat();
    let pipeline = graph(nodes, vec![], vec![input("x", proto::FLOAT, 3)], 13).unwrap();
    assert_eq!(row(pipeline.clone(), &[1.0, -2.0, 4.0]), None);
    assert_eq!(row(pipeline, &[1.0, -2.0, 0.0]), Some(vec![-2.0, 0.0, 1.0]));
}

#[test]
fn orders_that_lie_are_refused() {
    let code = |op: &str, inputs: &[&str], attributes: Vec<Attribute>, constants: Vec<proto::Tensor>| {
        let outputs: &[&str] = if op == "TopK" { &["y", "p"] } else { &["y"] };
        let nodes = vec![node(op, inputs, outputs, attributes)];
        graph(nodes, constants, vec![input("x", proto::FLOAT, 3)], 13).err().map(|error| error.code)
    };
    let k = |k: &[i64]| vec![whole("c", k)];
    for wrong in [&[0][..], &[4], &[-1], &[i64::MAX], &[1, 1], &[]] {
        assert_eq!(code("TopK", &["x", "c"], vec![], k(wrong)), Some("shape-mismatch"), "{wrong:?}");
    }
    assert_eq!(code("TopK", &["x"], vec![], vec![]), Some("shape-mismatch"));
    assert_eq!(code("TopK", &["x", "x"], vec![], vec![]), Some("unsupported-attribute"));
    assert_eq!(code("TopK", &["x", "c"], vec![int("axis", 7)], k(&[1])), Some("shape-mismatch"));
    assert_eq!(code("TopK", &["x", "c"], vec![int("axis", 0)], k(&[1])), Some("unsupported-feature"));
    assert_eq!(code("TopK", &["x", "c"], vec![int("sorted", 0)], k(&[1])), Some("unsupported-attribute"));
    assert_eq!(code("CumSum", &["x", "c"], vec![], k(&[9])), Some("shape-mismatch"));
    assert_eq!(code("CumSum", &["x", "c"], vec![], k(&[0])), Some("unsupported-feature"));
    assert_eq!(code("CumSum", &["x", "c"], vec![], k(&[])), Some("unsupported-attribute"));
    assert_eq!(code("CumSum", &["x", "x"], vec![], vec![]), Some("unsupported-attribute"));
    let list = |dims: &[i64], ints: &[i64]| vec![proto::Tensor { dims: dims.to_vec(), ..whole("c", ints) }];
    assert_eq!(code("GatherElements", &["x", "c"], vec![int("axis", 1)], list(&[1], &[0])), Some("shape-mismatch"));
    assert_eq!(
        code("GatherElements", &["x", "c"], vec![int("axis", 1)], list(&[2, 1], &[0, 0])),
        Some("shape-mismatch")
    );
    assert_eq!(
        code("GatherElements", &["x", "c"], vec![int("axis", 1)], list(&[1, 1], &[0])),
        Some("unsupported-feature")
    );
    assert_eq!(code("GatherElements", &["x", "x"], vec![int("axis", 0)], vec![]), Some("unsupported-feature"));
}

#[test]
fn empty_tensors_and_huge_ones_are_errors_or_nothing() {
    let empty = proto::Tensor { dims: vec![0], ..single("none", &[0], &[]) };
    let top = vec![node("TopK", &["none", "k"], &["y", "p"], vec![])];
    let top = graph(top, vec![empty.clone(), whole("k", &[1])], vec![input("x", proto::FLOAT, 3)], 13);
    assert_eq!(top.unwrap_err().code, "shape-mismatch");
    // A running sum of 100,000 columns, again and again.
    let sums = |i: usize| {
        let from = if i == 0 { "x".to_owned() } else { format!("s{i}") };
        let to = format!("s{}", i + 1);
        node("CumSum", &[&from, "axis"], &[&to], vec![])
    };
    let wide =
        graph((0..100).map(sums).collect(), vec![whole("axis", &[1])], vec![input("x", proto::FLOAT, 100_000)], 13);
    assert_eq!(wide.unwrap_err().code, "limit");
    let pick = vec![node("GatherElements", &["x", "i"], &["y"], vec![int("axis", 1)])];
    let cast = node("Cast", &["x"], &["i"], vec![int("to", i64::from(proto::INT64))]);
    let pick = graph([vec![cast], pick].concat(), vec![], vec![input("x", proto::FLOAT, 100_000)], 13);
    assert_eq!(pick.unwrap_err().code, "limit");
}

#[test]
fn what_nothing_reads_is_left_out() {
    let nodes = vec![
        node("Exp", &["x"], &["unread"], vec![]),
        node("ReduceMax", &["unread"], &["unread too"], vec![ints("axes", &[1])]),
        node("Neg", &["x"], &["y"], vec![]),
    ];
    let pipeline = graph(nodes, vec![], vec![input("x", proto::FLOAT, 3)], 13).unwrap();
    assert_eq!((pipeline.nodes.len(), pipeline.nodes[0].writes[0]), (1, 3));
    assert_eq!(row(pipeline, &[1.0, -2.0, 4.0]).unwrap(), [-1.0, 2.0, -4.0]);
}

#[test]
fn functions_of_the_file_are_refused_by_name() {
    let code = |name: &str| {
        let functions = vec![proto::Function { name: name.into() }];
        let model = Model { graph: Some(Graph::default()), functions, ..Model::default() };
        let error = super::read(&model.encode_to_vec(), &Sidecar::default()).err().unwrap();
        (error.code, error.message.to_string())
    };
    assert!(matches!(code("knn_imputer_column"), ("unsupported-operator", said) if said.contains("KNNImputer")));
    assert!(matches!(code("mine"), ("unsupported-operator", said) if said.contains("mine")));
}

/// No cells, and axes as long as one likes.
#[test]
fn the_shape_of_nothing_is_bounded() {
    let hollow = |dims: &[i64]| proto::Tensor { dims: dims.to_vec(), ..single("none", &[0], &[]) };
    let code = |op: &str, dims: &[i64], attributes: Vec<Attribute>, with: &[&str]| {
        let inputs = [&["none"], with].concat();
        let nodes = vec![node(op, &inputs, &["y"], attributes)];
        let constants = vec![hollow(dims), whole("axis", &[1]), whole("shape", &[0, 1 << 22, 1 << 22])];
        graph(nodes, constants, vec![input("x", proto::FLOAT, 3)], 13).err().map(|error| error.code)
    };
    let long = [0, 1 << 40, 1 << 20];
    assert_eq!(code("CumSum", &long, vec![], &["axis"]), Some("limit"));
    assert_eq!(code("ReduceMax", &long, vec![ints("axes", &[0])], &[]), Some("limit"));
    assert_eq!(code("Transpose", &[i64::MAX, 0], vec![], &[]), Some("limit"));
    let made = |op: &str| {
        let from = [
            node("ConstantOfShape", &["shape"], &["made"], vec![]),
            node(op, &["made"], &["y"], vec![ints("axes", &[0])]),
        ];
        let constants = vec![whole("shape", &[0, 1 << 22, 1 << 22])];
        graph(from.to_vec(), constants, vec![input("x", proto::FLOAT, 3)], 13).unwrap_err().code
    };
    assert_eq!(made("ReduceMax"), "limit");
}
