//! Every file of `tests/hostile` is refused with the code that its manifest names.
//! `WINDOWBOX_GOLDEN=write` makes the files anew from sound ones.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use windowbox::data::{Column, Kind, Schema};
use windowbox::model::Model;
use windowbox::preprocess::words::{Case, Unit};
use windowbox::preprocess::{Step, Words};
use windowbox::{Node, Op, Output, Pipeline, Target, pack, unpack};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/wbx")
}

fn bytes(pipeline: Pipeline) -> Vec<u8> {
    pack(&pipeline.check().unwrap()).unwrap()
}

/// Replaces the one place where `from` stands by `to`, of the same length.
fn patch(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = (0..bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert_eq!((places.len(), from.len()), (1, to.len()), "one place, one length");
    bytes[places[0]..places[0] + to.len()].copy_from_slice(to);
    bytes
}

fn little_endian(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_le_bytes()).collect()
}

/// A stump with children 1 and 2 whose arrays are changed behind the checker's back.
fn children(yes: u32, no: u32) -> Vec<u8> {
    let tree = bytes(common::stump());
    let Op::Model(Model::Trees(trees)) = &common::stump().nodes[0].op else { panic!("a tree") };
    assert_eq!((&trees.yes[..], &trees.no[..]), (&[1, 0, 0][..], &[2, 0, 0][..]));
    // The array of yes, padded to eight, and the array of no behind it.
    patch(tree, &little_endian(&[1, 0, 0, 0, 2, 0, 0]), &little_endian(&[yes, 0, 0, 0, no, 0, 0]))
}

/// A counter of four words.
fn words() -> Vec<u8> {
    let schema = Schema { columns: vec![Column { kind: Kind::Text, ..Column::numeric("text") }] };
    let vocabulary = ["aaaa", "bbbb", "cccc", "dddd"].map(String::from).to_vec();
    let (case, unit, dropped) = (Case::Lower, Unit::Words, Vec::new());
    let words = Words { case, unit, shortest: 7, dropped, least: 8, most: 9, binary: false, vocabulary };
    let node = Node::new(Op::Step(Step::Words(words)), vec![0], 1, 4);
    bytes(Pipeline::new(schema, vec![node], Output::one(Target::regression("count", 1))))
}

/// The lengths of words and n-grams as they lie in the file, on either side of no dropped word.
fn lengths(shortest: u32, least: u32, most: u32) -> Vec<u8> {
    [&little_endian(&[shortest, 0, 0])[..], &little_endian(&[least, most])].concat()
}

fn set(mut bytes: Vec<u8>, at: usize, byte: u8) -> Vec<u8> {
    bytes[at] = byte;
    bytes
}

/// What an attacker tries first, by name.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let sound = || bytes(common::titanic());
    let later = || {
        let mut pipeline = common::titanic();
        pipeline.extra = vec![(9, b"later".to_vec())];
        bytes(pipeline)
    };
    vec![
        ("page-instead-of-model", b"<!doctype html><title>404</title>".to_vec()),
        ("version-of-the-future", set(sound(), 8, 9)),
        ("cut-in-the-head", sound()[..12].to_vec()),
        ("cut-in-a-section", sound()[..sound().len() - 8].to_vec()),
        ("bytes-behind-the-end", [sound(), vec![0; 8]].concat()),
        ("section-elsewhere", set(sound(), 16 + 4, 0)),
        ("section-longer-than-the-file", set(sound(), 16 + 10, 0x7f)),
        ("sections-out-of-order", set(sound(), 16, 2)),
        ("section-of-the-future-that-must-be-known", set(later(), 16 + 4 * 16 + 2, 0)),
        ("padding-that-is-not-zero", {
            let last = sound().len() - 1;
            set(sound(), last, 1)
        }),
        ("column-twice", patch(sound(), b"\x03\0\0\0\0\0\0\0sex", b"\x03\0\0\0\0\0\0\0age")),
        ("length-that-lies", patch(sound(), b"\x03\0\0\0\0\0\0\0sex", b"\xff\xff\xff\xff\0\0\0\0sex")),
        ("words-out-of-order", patch(words(), b"bbbb", b"zzzz")),
        ("words-of-n-grams-without-end", patch(words(), &lengths(7, 8, 9), &lengths(7, 1, u32::MAX))),
        ("words-of-a-unit-of-the-future", {
            let unit = [little_endian(&[1, 0]), lengths(7, 8, 9)].concat();
            patch(words(), &unit, &[little_endian(&[1, 77]), lengths(7, 8, 9)].concat())
        }),
        ("tree-that-loops", children(0, 2)),
        ("tree-with-a-shared-child", children(1, 1)),
        ("tree-that-leaves-its-array", children(1, 9)),
    ]
}

#[test]
fn every_file_is_refused_with_its_code() {
    let writing = std::env::var("WINDOWBOX_GOLDEN").is_ok_and(|v| v == "write");
    let manifest = folder().join("manifest.json");
    if writing {
        let refused = |bytes: &[u8]| unpack(bytes).unwrap_err().code;
        let codes: BTreeMap<_, _> = files().iter().map(|(name, bytes)| (*name, refused(bytes))).collect();
        fs::create_dir_all(folder()).unwrap();
        fs::write(&manifest, serde_json::to_string_pretty(&codes).unwrap()).unwrap();
        files().iter().for_each(|(name, bytes)| fs::write(folder().join(name).with_extension("wbx"), bytes).unwrap());
    }
    let codes: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(manifest).unwrap()).unwrap();
    assert_eq!(codes.len(), files().len());
    for (name, code) in codes {
        let bytes = fs::read(folder().join(&name).with_extension("wbx")).unwrap();
        assert_eq!(unpack(&bytes).expect_err(&name).code, code, "{name}");
    }
}
