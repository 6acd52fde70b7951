//! Embeds the built runtime and page into the command, so that `windowbox pack` and `page` need no compiler. Without
//! them (no wasm target, a first build) nothing is embedded, and they say which command builds it.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../pkg");
    println!("cargo::rerun-if-changed=build.rs");
    ["runtime.br", "page.br"].iter().for_each(|name| embed(&package, name));
}

fn embed(package: &Path, name: &str) {
    let built = package.join("variants").join(name);
    // A path that is not there would make cargo run this on every build.
    if let Some(watched) = [built.as_path(), package].into_iter().find(|path| path.exists()) {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join(name), fs::read(built).unwrap_or_default()).expect("OUT_DIR can be written");
}
