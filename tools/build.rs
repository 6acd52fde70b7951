//! Embeds the built runtime of pkg/dist/ into the command, so that `windowbox pack`
//! needs no compiler. Without one (no wasm target, a first build) the list is empty,
//! and `pack` says which command builds it.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("..");
    let (package, dist) = (root.join("pkg"), root.join("pkg/dist"));
    println!("cargo::rerun-if-changed=build.rs");
    // A path that is not there would make cargo run this on every build.
    if let Some(watched) = [&dist, &package].into_iter().find(|folder| folder.is_dir()) {
        println!("cargo::rerun-if-changed={}", watched.display());
    }
    let code = table(&files(&dist));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("runtime.rs"), code).expect("OUT_DIR can be written");
}

/// Scripts and wasm, in the order of their names. inline.js holds the bare runtime: a
/// package gets its own.
fn files(dist: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(dist).into_iter().flatten().flatten();
    let named = entries.filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path())));
    let wanted = |name: &str| [".js", ".cjs", ".wasm"].iter().any(|end| name.ends_with(end)) && name != "inline.js";
    let mut files: Vec<(String, PathBuf)> = named.filter(|(name, _)| wanted(name)).collect();
    files.sort();
    if !files.iter().any(|(name, _)| name == "windowbox.wasm") {
        let bare = files.iter_mut().find(|(name, _)| name == "runtime.wasm");
        bare.into_iter().for_each(|(name, _)| *name = "windowbox.wasm".into());
    }
    files
}

fn table(files: &[(String, PathBuf)]) -> String {
    let mut code = String::from("pub(crate) const FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in files {
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())
            .expect("a String takes all");
    }
    code + "];\n"
}
