//! The rooms of the house and what each may import. A line that breaks the table
//! breaks the test.

use std::fs;
use std::path::{Path, PathBuf};

/// Room, and the rooms of ours that it may name. `src/<room>.rs` or `src/<room>/`.
const ROOMS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("codec", &["error"]),
    ("math", &[]),
    ("json", &[]),
    ("sort", &[]),
    ("slots", &["error", "codec"]),
    ("distance", &["error", "codec", "slots", "math"]),
    ("data", &["error", "codec", "slots", "sort"]),
    ("model", &["error", "codec", "slots", "math", "sort", "distance"]),
    ("preprocess", &["error", "codec", "slots", "math", "sort", "distance", "data"]),
    ("pipeline", &["error", "codec", "slots", "math", "sort", "data", "model", "preprocess"]),
    ("pack", &["error", "codec", "slots", "model", "preprocess", "pipeline"]),
    ("explain", &["error", "slots", "math", "sort", "data", "model", "preprocess", "pipeline"]),
    ("wasm", &["error", "json", "data", "pipeline", "pack", "explain"]),
];

/// Rooms of `tools/`, and which of the others they may name.
const TOOLS: &[(&str, &[&str])] = &[
    ("system", &[]),
    ("rows", &["system"]),
    ("digest", &[]),
    ("train", &["rows", "digest"]),
    // Tests of importers ask `probe` for rows.
    ("import", &["probe"]),
    ("conformance", &["import"]),
    ("carried", &[]),
    ("npm", &["system", "carried"]),
    ("page", &["rows", "carried", "npm", "digest"]),
    ("probe", &[]),
    ("proof", &[]),
    ("cli", &["system", "rows", "digest", "train", "import", "conformance", "npm", "page", "proof"]),
];

/// Crates that one file alone may name.
const ALONE: &[(&str, &str)] = &[
    ("wasm_bindgen", "src/wasm"),
    ("csv_core", "src/data/csv.rs"),
    ("libm", "src/math/"),
    ("kernels", "src/model/"),
    ("smartcore", "tools/src/train/"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => rust_files(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}

/// The names behind `crate::`, and in braces behind it, in the code of a file, tests
/// and comments left out.
fn imports(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap();
    let lines: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = lines.join(" ");
    code.split("crate::").skip(1).flat_map(named).collect()
}

/// `data::Cell` names data; `{data::{Cell, Kind}, pack}` names data and pack.
fn named(rest: &str) -> Vec<String> {
    let word = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(list) = rest.strip_prefix('{') else { return vec![word(rest)] };
    let mut depth = 0;
    let mut names = vec![String::new()];
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(String::new()),
            c => names.last_mut().unwrap().push(c),
        }
    }
    names.iter().map(|name| word(name)).collect()
}

fn room(folder: &Path, file: &Path) -> String {
    let first = file.strip_prefix(folder).unwrap().components().next().unwrap();
    first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

fn breaches(folder: &Path, rooms: &[(&str, &[&str])], free: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in rust_files(folder) {
        let room = room(folder, &file);
        if !free.contains(&room.as_str()) {
            let wrong = forbidden(rooms, &room, &fs::read_to_string(&file).unwrap());
            found.extend(wrong.into_iter().map(|import| format!("{} imports {import}", file.display())));
        }
    }
    found
}

/// The rooms that a file of `room` names and may not.
fn forbidden(rooms: &[(&str, &[&str])], room: &str, text: &str) -> Vec<String> {
    let may = rooms.iter().find(|(name, _)| *name == room).unwrap_or_else(|| panic!("{room} is in no table")).1;
    let known = |import: &String| rooms.iter().any(|(name, _)| name == import);
    let allowed = |import: &String| import == room || may.contains(&import.as_str());
    imports(text).into_iter().filter(|import| known(import) && !allowed(import)).collect()
}

#[test]
fn rooms_import_what_the_table_allows() {
    assert_eq!(breaches(&root().join("src"), ROOMS, &["lib"]), Vec::<String>::new());
    assert_eq!(breaches(&root().join("tools/src"), TOOLS, &["lib", "main"]), Vec::<String>::new());
}

#[test]
fn a_crate_that_belongs_to_one_file_is_named_there_alone() {
    let files = ["src", "tools/src"].iter().flat_map(|folder| rust_files(&root().join(folder)));
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let code: Vec<&str> = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        let place = file.strip_prefix(root()).unwrap().to_str().unwrap();
        for (name, home) in ALONE {
            let named =
                code.iter().any(|line| line.contains(&format!("{name}::")) || line.contains(&format!("use {name}")));
            assert!(!named || place.starts_with(home), "{place} names {name}, which belongs to {home}");
        }
    }
}

#[test]
fn a_breach_is_found() {
    let breach = |text: &str| forbidden(ROOMS, "model", text);
    assert_eq!(breach("use crate::slots::Columns;\n// use crate::pack;\n"), Vec::<String>::new());
    assert_eq!(breach("use crate::data::Cell;"), ["data"]);
    assert_eq!(breach("use crate::{math, data::{Cell, Kind}, pack::pack};"), ["data", "pack"]);
    assert_eq!(breach("fn f() { crate::pipeline::f() }\n#[cfg(test)] use crate::pack;"), ["pipeline"]);
}

/// One small room has accesses that nothing checks, and says why each is sound.
#[test]
fn unsafe_code_is_in_one_room() {
    let files = ["src", "kernels/src", "tools/src", "xtask/src"].iter().flat_map(|room| rust_files(&root().join(room)));
    let has = |file: &PathBuf| fs::read_to_string(file).unwrap().contains("unsafe {");
    let found: Vec<PathBuf> = files.filter(has).map(|file| file.strip_prefix(root()).unwrap().to_owned()).collect();
    assert_eq!(found, [Path::new("kernels/src/room.rs")]);
    let room = fs::read_to_string(root().join("kernels/src/room.rs")).unwrap();
    assert_eq!(room.matches("unsafe {").count(), room.matches("// SAFETY:").count());
    assert_eq!(room.matches("unsafe {").count(), room.matches("debug_assert!").count());
}
