//! Every file of `tests/hostile` is refused with the code that its manifest names.
//! `WINDOWBOX_GOLDEN=write` makes the files anew from sound ones.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use windowbox::data::{Column, Kind, Schema};
use windowbox::model::Model;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::preprocess::words::{Case, Unit};
use windowbox::preprocess::{Step, Words};
use windowbox::{Node, Op, Output, Pipeline, Target, pack, unpack};

/// Arrays of trees, by their place in the file. What is shared has the numbers of tests too.
const GROUPS: usize = 8;
const CUTS: usize = 9;
const SHAPE: usize = 10;
const NUMBERS: usize = 10;
const NAMED: usize = 13;

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

/// Where the bytes of an array of the file lie.
fn array(bytes: &[u8], number: usize) -> Range<usize> {
    let u32_at = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let heads = u32_at(16 + 16 + 4) + 8;
    let length = |i: usize| u32_at(heads + 8 * i + 4) * bytes[heads + 8 * i + 1].count_ones() as usize;
    let start = heads + 8 * u32_at(heads - 8) + (0..number).map(length).sum::<usize>();
    start..start + length(number)
}

/// Replaces the bytes of an array by as many others.
fn patch_array(mut bytes: Vec<u8>, number: usize, from: &[u8], to: &[u8]) -> Vec<u8> {
    let place = array(&bytes, number);
    assert_eq!((&bytes[place.clone()], from.len()), (from, to.len()), "the array holds what is replaced");
    bytes[place].copy_from_slice(to);
    bytes
}

/// A test and two leaves, with an array changed behind the checker's back.
fn stump(number: usize, from: &[u8], to: &[u8]) -> Vec<u8> {
    patch_array(bytes(common::stump()), number, from, to)
}

/// Four stumps that ask two tests, which are in the file once.
fn shared(number: usize, from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut pipeline = common::stump();
    let mut builder = TreeBuilder::new(1, 1);
    for threshold in [0.5, 1.5, 0.5, 1.5] {
        let split = Treetop::Number { column: 0, threshold, missing_yes: false, yes: 1, no: 2 };
        builder.tree(&[split, Treetop::Leaf(vec![1.0]), Treetop::Leaf(vec![2.0])], Some(0)).unwrap();
    }
    pipeline.nodes[0].op = Op::Model(Model::Trees(builder.finish()));
    patch_array(bytes(pipeline), number, from, to)
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
    let licensed = || {
        let mut pipeline = common::titanic();
        pipeline.card.license = "MIT".into();
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
        ("license-that-must-be-known", set(licensed(), 16 + 4 * 16 + 2, 0)),
        ("license-of-nothing", {
            let empty = patch(licensed(), b"\x03\0\0\0\0\0\0\0MIT", &[0; 11]);
            set(empty[..empty.len() - 8].to_vec(), 16 + 4 * 16 + 8, 8)
        }),
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
        ("version-before-the-first", set(sound(), 8, 0)),
        ("array-of-a-form-of-the-future", {
            let trees = bytes(common::stump());
            let heads = array(&trees, 0).start - 8 * 18;
            set(trees, heads, 9)
        }),
        ("array-with-a-plane-of-zeros", stump(CUTS, &[0x3f], &[0])),
        ("tree-that-never-ends", stump(SHAPE, &[0b001], &[0b111])),
        ("tree-that-ends-too-early", stump(SHAPE, &[0b001], &[0b000])),
        ("tree-with-nodes-behind-its-last", stump(SHAPE, &[0b001], &[0b1001])),
        ("test-of-a-column-that-is-not-there", stump(GROUPS, &[0], &[4])),
        ("leaf-that-is-not-there", shared(NAMED + 1, &[0, 1, 0, 1, 0, 1], &[0, 9, 0, 1, 0, 1])),
        ("leaf-named-though-it-is-the-next", shared(NAMED + 1, &[0, 1, 0, 1, 0, 1], &[2, 1, 0, 1, 0, 1])),
        ("shared-tests-out-of-order", shared(CUTS, &[0, 0xc0, 0x3f, 0x3f], &[0xc0, 0, 0x3f, 0x3f])),
        ("shared-test-that-nobody-asks", shared(NUMBERS, &[0, 1, 0, 1], &[1, 1, 1, 1])),
        ("shared-test-that-is-not-there", shared(NUMBERS, &[0, 1, 0, 1], &[0, 1, 0, 2])),
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
