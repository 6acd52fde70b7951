//! Every folder of `tests/golden` natively: the file answers as it did, to the bit,
//! and is packed again to the same bytes. `WINDOWBOX_GOLDEN=write` writes our side
//! anew (`cargo xtask golden`); read the diff.

mod common;

use common::golden::answers;
use std::fs;
use std::path::{Path, PathBuf};
use windowbox::{pack, unpack};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(cases.len() >= 4, "there are golden cases");
    cases
}

fn writing() -> bool {
    std::env::var("WINDOWBOX_GOLDEN").is_ok_and(|v| v == "write")
}

#[test]
fn every_file_answers_as_it_did() {
    for (name, pipeline) in common::every().into_iter().filter(|_| writing()) {
        fs::write(folder().join(name).join("packed.wbx"), pack(&pipeline.check().unwrap()).unwrap()).unwrap();
    }
    for case in cases() {
        let input = fs::read_to_string(case.join("input.json")).unwrap();
        let got = answers(&fs::read(case.join("packed.wbx")).unwrap(), &input);
        if writing() {
            fs::write(case.join("bits.txt"), &got).unwrap();
        }
        assert_eq!(got, fs::read_to_string(case.join("bits.txt")).unwrap(), "{}", case.display());
    }
}

#[test]
fn every_file_is_canonical() {
    for case in cases() {
        let bytes = fs::read(case.join("packed.wbx")).unwrap();
        assert!(pack(&unpack(&bytes).unwrap()).unwrap() == bytes, "{}", case.display());
    }
}

#[test]
fn what_is_built_by_hand_packs_to_the_committed_bytes() {
    for (name, pipeline) in common::every() {
        let bytes = pack(&pipeline.check().unwrap()).unwrap();
        assert!(fs::read(folder().join(name).join("packed.wbx")).unwrap() == bytes, "{name}");
    }
}

#[test]
fn every_case_is_asked_in_wasm_too() {
    let web = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/web.rs")).unwrap();
    for case in cases() {
        let name = case.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(web.contains(&format!("\"{name}\"")), "tests/web.rs does not list {name}");
    }
}
