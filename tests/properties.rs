//! Bytes are hostile: whatever they are, they are a sound model or a typed error, in
//! bounded time and memory, and what is accepted is packed again to the same bytes.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::golden::rows;
use peak_alloc::PeakAlloc;
use proptest::prelude::*;
use std::fs;
use windowbox::data::{Cell, Table};
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::slots::{Columns, Operation};
use windowbox::{Fault, Predictor, pack, unpack};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The largest golden case is 3 KB; the lists of a small section may take 64 MiB.
const MEMORY_BOUND_MIB: f32 = 96.0;

fn small_models() -> Vec<Vec<u8>> {
    common::every().into_iter().map(|(_, pipeline)| pack(&pipeline.check().unwrap()).unwrap()).collect()
}

/// Opens bytes as a page would: an error with a code, or a model that answers.
fn open(bytes: &[u8]) {
    match unpack(bytes) {
        Err(error) => {
            assert!(!error.code.is_empty() && !error.message.is_empty());
            assert!(matches!(error.fault, Fault::File | Fault::Limit | Fault::Unsupported), "{error}");
        }
        Ok(predictor) => {
            assert!(pack(&predictor).unwrap() == bytes, "what unpacks packs again to the same bytes");
            answer(&predictor);
        }
    }
}

fn answer(predictor: &Predictor) {
    let schema = &predictor.pipeline().schema;
    let mut table = Table::new(schema);
    for x in [0.0, -1.0, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        table.push(schema.columns.iter().map(|_| Cell::Number(x)).collect());
    }
    let prediction = predictor.predict(&table);
    assert_eq!(prediction.rows, 6);
}

#[test]
fn every_bit_flipped() {
    for model in small_models() {
        for bit in 0..model.len() * 8 {
            let mut bytes = model.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            open(&bytes);
        }
    }
    assert!(MEMORY.peak_usage_as_mb() < MEMORY_BOUND_MIB, "{} MiB", MEMORY.peak_usage_as_mb());
}

#[test]
fn every_truncation_is_an_error() {
    for model in small_models() {
        for length in 0..model.len() {
            assert!(unpack(&model[..length]).is_err(), "{length}");
        }
        let longer = [&model[..], &[0; 8]].concat();
        assert_eq!(unpack(&longer).unwrap_err().code, "trailing-bytes");
    }
}

#[test]
fn sections_of_the_future_are_kept_if_they_may_be_skipped_and_refused_otherwise() {
    let mut pipeline = common::titanic();
    pipeline.extra = vec![(9, b"later".to_vec())];
    let bytes = pack(&pipeline.check().unwrap()).unwrap();
    assert_eq!(unpack(&bytes).unwrap().pipeline().extra, [(9, b"later".to_vec())]);
    let flags = 16 + 4 * 16 + 2;
    let mut strict = bytes.clone();
    strict[flags] = 0;
    assert_eq!(unpack(&strict).unwrap_err().code, "unknown-section");
}

#[test]
fn a_license_is_a_section_that_may_be_skipped() {
    let mut pipeline = common::titanic();
    pipeline.card.license = "MIT".into();
    let bytes = pack(&pipeline.check().unwrap()).unwrap();
    assert_eq!(unpack(&bytes).unwrap().pipeline().card.license, "MIT");
    let last = windowbox::pack::sections(&bytes).unwrap();
    assert_eq!((last.last(), bytes[16 + 4 * 16 + 2]), (Some(&(7, 11)), 1));
}

#[test]
fn another_version_is_named() {
    let mut bytes = small_models().remove(0);
    bytes[8] = 7;
    let error = unpack(&bytes).unwrap_err();
    assert_eq!((error.fault, error.code), (Fault::Unsupported, "bad-version"));
    assert!(error.message.contains('7'));
}

#[test]
fn golden_inputs_are_rows_of_their_models() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for case in entries.filter(|path| path.is_dir()) {
        let predictor = unpack(&fs::read(case.join("packed.wbx")).unwrap()).unwrap();
        assert!(rows(&predictor, &fs::read_to_string(case.join("input.json")).unwrap()).rows() > 0);
    }
}

/// A change to a file: a byte set, bytes cut out, or bytes put in.
#[derive(Debug, Clone)]
enum Edit {
    Set(usize, u8),
    Cut(usize, usize),
    Put(usize, Vec<u8>),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = 0..4096usize;
    prop_oneof![
        (at.clone(), any::<u8>()).prop_map(|(at, byte)| Edit::Set(at, byte)),
        (at.clone(), 1..64usize).prop_map(|(at, n)| Edit::Cut(at, n)),
        (at, prop::collection::vec(any::<u8>(), 1..64)).prop_map(|(at, bytes)| Edit::Put(at, bytes)),
    ]
}

fn apply(bytes: &mut Vec<u8>, edit: Edit) {
    let at = |at: usize| at % bytes.len().max(1);
    match edit {
        Edit::Set(to, byte) if !bytes.is_empty() => {
            let to = at(to);
            bytes[to] = byte;
        }
        Edit::Cut(from, n) => {
            let from = at(from);
            bytes.drain(from..(from + n).min(bytes.len()));
        }
        Edit::Put(to, more) => {
            let to = at(to);
            bytes.splice(to..to, more);
        }
        Edit::Set(..) => {}
    }
}

/// A random tree as nested splits, and the arrays made of it.
#[derive(Debug, Clone)]
enum Nested {
    Leaf(f64),
    Number(u32, f64, bool, Box<Nested>, Box<Nested>),
    Set(u32, Vec<u32>, bool, Box<Nested>, Box<Nested>),
}

fn nested() -> impl Strategy<Value = Nested> {
    let leaf = (-8..8i32).prop_map(|v| Nested::Leaf(f64::from(v) / 3.0));
    leaf.prop_recursive(6, 64, 2, |inner| {
        let (yes, no) = (inner.clone(), inner);
        prop_oneof![
            (0..3u32, cell(), any::<bool>(), yes.clone(), no.clone()).prop_map(|(c, t, m, y, n)| Nested::Number(
                c,
                if t.is_nan() { 0.0 } else { t },
                m,
                y.into(),
                n.into()
            )),
            (0..3u32, prop::collection::vec(0..70u32, 0..4), any::<bool>(), yes, no)
                .prop_map(|(c, s, m, y, n)| Nested::Set(c, s, m, y.into(), n.into())),
        ]
    })
}

/// Values that sit on thresholds, beside them, and beyond all.
fn cell() -> impl Strategy<Value = f64> {
    let on = (-4..70i32).prop_map(f64::from);
    prop_oneof![
        on.clone(),
        on.clone().prop_map(f64::next_up),
        on.prop_map(f64::next_down),
        prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, 0.5, -0.5]),
    ]
}

impl Nested {
    fn flatten(&self, nodes: &mut Vec<Treetop>) -> usize {
        let at = nodes.len();
        nodes.push(Treetop::Leaf(vec![0.0]));
        nodes[at] = match self {
            Nested::Leaf(v) => Treetop::Leaf(vec![*v]),
            Nested::Number(column, threshold, missing, yes, no) => {
                let (yes, no) = (yes.flatten(nodes), no.flatten(nodes));
                Treetop::Number { column: *column, threshold: *threshold, missing_yes: *missing, yes, no }
            }
            Nested::Set(column, codes, missing, yes, no) => {
                let (yes, no) = (yes.flatten(nodes), no.flatten(nodes));
                Treetop::Category { column: *column, codes: codes.clone(), missing_yes: *missing, yes, no }
            }
        };
        at
    }

    fn ask(&self, row: &[f64]) -> f64 {
        let (says, yes, no) = match self {
            Nested::Leaf(v) => return *v,
            Nested::Number(c, t, missing, yes, no) => {
                let x = row[*c as usize];
                (if x.is_nan() { *missing } else { x <= *t }, yes, no)
            }
            Nested::Set(c, codes, missing, yes, no) => {
                let x = row[*c as usize];
                (if x.is_nan() { *missing } else { codes.iter().any(|c| f64::from(*c) == x.trunc()) }, yes, no)
            }
        };
        if says { yes.ask(row) } else { no.ask(row) }
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
        open(&bytes);
        open(&[&b"windowbx\0\0"[..], &bytes].concat());
    }

    #[test]
    fn edited_files(model in 0..4usize, edits in prop::collection::vec(edit(), 1..6)) {
        let mut bytes = small_models().remove(model);
        edits.into_iter().for_each(|edit| apply(&mut bytes, edit));
        open(&bytes);
    }

    #[test]
    fn arrays_of_trees_answer_as_the_trees_they_were_made_of(
        trees in prop::collection::vec(nested(), 1..4),
        rows in prop::collection::vec(prop::array::uniform3(cell()), 1..20),
    ) {
        let mut builder = TreeBuilder::new(3, 1);
        for tree in &trees {
            let mut nodes = Vec::new();
            tree.flatten(&mut nodes);
            builder.tree(&nodes, Some(0)).unwrap();
        }
        let ensemble = builder.finish();
        for row in rows {
            let mut out = [0.0];
            ensemble.apply(Columns::new(1, &[0, 1, 2], &row, &[]), &mut out);
            prop_assert_eq!(out[0], trees.iter().fold(0.0, |sum, tree| sum + tree.ask(&row)));
        }
    }
}
