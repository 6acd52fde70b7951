//! Embeds the built runtime into the command, so that `windowbox pack` needs no compiler. Without one (no wasm
//! target, a first build) nothing is embedded, and `pack` says which command builds it.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../pkg");
    let runtime = package.join("variants/runtime.br");
    println!("cargo::rerun-if-changed=build.rs");
    // A path that is not there would make cargo run this on every build.
    if let Some(watched) = [&runtime, &package].into_iter().find(|path| path.exists()) {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("runtime.br"), fs::read(runtime).unwrap_or_default()).expect("OUT_DIR can be written");
}
