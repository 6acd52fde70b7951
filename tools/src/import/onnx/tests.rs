//! Small files, made by hand.

use super::super::Sidecar;
use super::proto::{self, Attribute, Dim, Graph, Kind, Model, Shape, TensorKind, ValueInfo};
use prost::Message;
use windowbox::data::{Cell, Table};

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
