//! A model file of another library is an untrusted program: whatever its bytes are, they
//! are an error with a code or a sound model, in time and memory in proportion to the file.

use fastrand::Rng;
use peak_alloc::PeakAlloc;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use windowbox::{Predictor, Result, pack, unpack};
use windowbox_tools::import::{Sidecar, import};
use windowbox_tools::probe;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Memory is measured of one file at a time.
static ONE: Mutex<()> = Mutex::new(());

/// A document of ours holds some tens of bytes for one of the file's.
const BYTES_A_BYTE: usize = 200;
/// 100,000 columns, the most that there may be, fit into this.
const BYTES_AT_LEAST: usize = 64 << 20;
/// A slow machine with others on it, in a build for tests.
const TIME: Duration = Duration::from_secs(10);

/// Reads a file within bounds: a model that holds what every model must, or a coded error.
fn tame(bytes: &[u8], read: impl FnOnce(&[u8]) -> Result<Predictor>) -> std::result::Result<(), &'static str> {
    let _one = ONE.lock().unwrap_or_else(|broken| broken.into_inner());
    let (before, started) = (MEMORY.current_usage(), Instant::now());
    MEMORY.reset_peak_usage();
    let read = read(bytes);
    let used = MEMORY.peak_usage().saturating_sub(before);
    assert!(used <= BYTES_AT_LEAST + BYTES_A_BYTE * bytes.len(), "{used} bytes for a file of {}", bytes.len());
    let outcome = match read {
        Ok(predictor) => {
            assert_eq!(probe::holds(&predictor, 3, bytes.len() as u64), Ok(()));
            Ok(())
        }
        Err(error) => {
            assert!(!error.code.is_empty() && !error.message.is_empty(), "{error:?}");
            Err(error.code)
        }
    };
    assert!(started.elapsed() < TIME, "{:?} for a file of {} bytes", started.elapsed(), bytes.len());
    outcome
}

fn imported(bytes: &[u8]) -> std::result::Result<(), &'static str> {
    tame(bytes, |bytes| import(bytes, &Sidecar::default())?.pipeline.check())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).map(|all| all.map(|entry| entry.unwrap().path()).collect()).unwrap_or_default();
    paths.sort();
    paths
}

/// Every model that is held to its library.
fn golden() -> Vec<Vec<u8>> {
    let models = entries(&root().join("tests/golden")).into_iter().filter(|folder| folder.is_dir());
    let files = models.flat_map(|folder| entries(&folder));
    let models: Vec<_> = files.filter(|file| file.file_stem().is_some_and(|stem| stem == "model")).collect();
    assert!(models.len() > 40);
    models.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Small models of each format: what a fuzzer starts from.
fn small() -> Vec<(String, Vec<u8>)> {
    let folders = entries(&root().join("fuzz/seeds")).into_iter();
    let files: Vec<PathBuf> = folders.filter(|folder| !folder.ends_with("sidecar")).flat_map(|f| entries(&f)).collect();
    files.iter().map(|f| (f.display().to_string(), fs::read(f).unwrap())).collect()
}

/// What stands in for a number: children out of range, cycles, shared children, counts that
/// lie, numbers that are none.
const NUMBERS: [&str; 16] = [
    "0",
    "1",
    "2",
    "-1",
    "-2",
    "7",
    "0.5",
    "1e999",
    "-1e-999",
    "NaN",
    "65536",
    "2147483648",
    "4294967295",
    "99999999999999999999",
    "\"\"",
    "[]",
];

/// What stands in for a text.
const TEXTS: [&str; 7] = ["", "__proto__", "constructor", "\\u0000", "0", "NaN", "\u{1f600}"];

/// Where the numbers of a text stand.
fn numbers(text: &[u8]) -> Vec<(usize, usize)> {
    let part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
    let starts = (0..text.len()).filter(|at| {
        let before = at.checked_sub(1).map_or(b' ', |before| text[before]);
        (text[*at].is_ascii_digit() || text[*at] == b'-') && !part(before) && !before.is_ascii_alphabetic()
    });
    starts
        .map(|start| (start, text[start..].iter().position(|b| !part(*b)).map_or(text.len(), |n| start + n)))
        .collect()
}

/// Where what is between quotes stands.
fn texts(text: &[u8]) -> Vec<(usize, usize)> {
    let quotes: Vec<usize> = (0..text.len()).filter(|at| text[*at] == b'"').collect();
    quotes.chunks_exact(2).map(|pair| (pair[0] + 1, pair[1])).collect()
}

fn replaced(text: &[u8], (start, end): (usize, usize), by: &str) -> Vec<u8> {
    [&text[..start], by.as_bytes(), &text[end..]].concat()
}

#[test]
fn every_number_and_text_of_a_small_model_may_lie() {
    let mut models = 0;
    for (name, model) in small() {
        imported(&model).unwrap_or_else(|code| panic!("{name}: {code}"));
        for (places, others) in [(numbers(&model), &NUMBERS[..]), (texts(&model), &TEXTS[..])] {
            assert!(!places.is_empty() || name.contains("lightgbm") || name.ends_with(".ubj"), "{name}");
            for (place, other) in places.iter().flat_map(|place| others.iter().map(move |other| (place, other))) {
                models += usize::from(imported(&replaced(&model, *place, other)).is_ok());
            }
        }
    }
    assert!(models > 100, "{models} were still models: others than the check of syntax were reached");
}

#[test]
fn small_models_cut_and_flipped() {
    for (_, model) in small() {
        for at in 0..model.len() {
            let _ = imported(&model[..at]);
            let mut flipped = model.clone();
            flipped[at] ^= 1 << (at % 8);
            let _ = imported(&flipped);
        }
    }
}

/// Whole models, cut, flipped, with pieces moved and numbers changed, by chance.
#[test]
fn models_of_libraries_cut_and_changed() {
    let mut rng = Rng::with_seed(1);
    for model in golden() {
        let (text, piece) = (numbers(&model), model.len() / 50 + 1);
        for round in 0..32 {
            let at = rng.usize(..model.len());
            let to = rng.usize(..model.len());
            let end = (at + rng.usize(1..=piece)).min(model.len());
            let changed = match round % 4 {
                0 => model[..at].to_vec(),
                1 => replaced(&model, text[rng.usize(..text.len())], NUMBERS[rng.usize(..NUMBERS.len())]),
                2 => [&model[..to], &model[at..end], &model[to..]].concat(),
                _ => {
                    let mut flipped = model.clone();
                    (0..3).for_each(|_| flipped[rng.usize(..model.len())] ^= 1 << rng.u8(..8));
                    flipped
                }
            };
            let _ = imported(&changed);
        }
    }
}

/// Every byte of a small graph, and of the lengths in it.
#[test]
fn every_byte_of_a_protobuf_may_lie() {
    for case in ["onnx-logreg-iris", "onnx-double-ridge-diabetes"] {
        let model = fs::read(root().join("tests/golden").join(case).join("model.onnx")).unwrap();
        for at in 0..model.len() {
            let _ = imported(&model[..at]);
            for byte in [0, 1, 0x7f, 0x80, 0xff, model[at] ^ 8, model[at].wrapping_add(1)] {
                let _ = imported(&[&model[..at], &[byte], &model[at + 1..]].concat());
            }
        }
    }
}

/// A field of bytes in a field of bytes, `depth` deep, as a protobuf nests them.
fn nested_fields(field: u8, depth: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..depth {
        let mut length = bytes.len();
        let mut head = vec![field << 3 | 2];
        while length >= 128 {
            head.push(length as u8 | 128);
            length >>= 7;
        }
        head.push(length as u8);
        bytes.splice(..0, head);
    }
    bytes
}

#[test]
fn depth_is_refused_before_the_stack_ends() {
    const DEEP: usize = 200_000;
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        for head in [
            "{\"learner\":",
            "{\"features_info\":",
            "{\"threshold_type\":",
            "{\"format\":\"linear/1\",\"coefficients\":",
            "{\"a\":",
            "",
        ] {
            assert!(imported(format!("{head}{}", open.repeat(DEEP)).as_bytes()).is_err());
        }
    }
    for open in [&b"["[..], b"{i\x01a", b"[[{i\x01a"] {
        assert!(imported(&[&b"{L\0\0\0\0\0\0\0\x07learner"[..], &open.repeat(DEEP)].concat()).is_err());
    }
    let xml = |open: &str| imported(format!("<PMML>{}", open.repeat(DEEP)).as_bytes());
    assert!(xml("<Node>").is_err() && xml("<a b='").is_err() && xml("<!--").is_err());
    // The graph of an attribute of a node of a graph ...
    for field in 1..16 {
        let graph = nested_fields(field, 3000);
        let _ = imported(
            &[&[8, 10, 0x3a, 0x80 | (graph.len() % 128) as u8, (graph.len() / 128) as u8][..], &graph].concat(),
        );
    }
}

/// A megabyte of the smallest things there are: memory stays in proportion.
#[test]
fn many_small_things_take_memory_in_proportion() {
    let many = |thing: &str| thing.repeat((1 << 20) / thing.len());
    for head in
        ["{\"learner\":[", "{\"oblivious_trees\":[", "{\"threshold_type\":[", "{\"format\":\"linear/1\",\"terms\":["]
    {
        for thing in ["[],", "{},", "{\"\":0},", "\"\",", "0,", "[[[]]],"] {
            let _ = imported(format!("{head}{}0]}}", many(thing)).as_bytes());
        }
    }
    for thing in ["Tree=0\n", "\nTree=\n", "a=\n", "leaf_value=0 0 0 0\n"] {
        let _ = imported(format!("tree\nversion=v4\n{}\nend of trees\n", many(thing)).as_bytes());
    }
    for thing in ["<a/>", "<Node/>", "x<a/>", "<a b='c'/>", "<!---->"] {
        let _ = imported(format!("<PMML>{}</PMML>", many(thing)).as_bytes());
    }
    for thing in [&b"Z"[..], b"[]", b"{}", b"SU\0", b"[$Z#U\x01"] {
        let list = [&b"{L\0\0\0\0\0\0\0\x07learner["[..], &thing.repeat((1 << 20) / thing.len()), b"]}"].concat();
        let _ = imported(&list);
    }
    // An empty message in every field of a graph, and of a node of it.
    for field in 1..16u8 {
        let fields = [field << 3 | 2, 0].repeat(1 << 19);
        let _ = imported(&[&[8, 10, 0x3a, 0x80, 0x80, 0x40][..], &fields].concat());
    }
}

/// A page cannot ask for columns that every object answers to, and two of one name are one.
#[test]
fn names_of_columns_are_refused_in_every_format() {
    let read = |name: &str| fs::read_to_string(root().join("fuzz/seeds").join(name)).unwrap();
    for (model, place, name, other) in [
        (read("catboost/numbers.json"), "\"NAME\"", "fare", "age"),
        (read("lightgbm/categorical.txt"), "feature_names=NAME", "age", "fare"),
        (read("linear/logit.json"), "\"NAME\"", "wt", "sex"),
        (read("xgboost_json/logistic.json"), "\"NAME\"", "fare", "age"),
        (read("pmml/tree.pmml"), "name=\"NAME\"", "x", "c"),
    ] {
        let named = |new: &str| {
            let (old, new) = (place.replace("NAME", name), place.replace("NAME", new));
            assert!(model.contains(&old), "{old} of {model}");
            imported(model.replace(&old, &new).as_bytes())
        };
        for word in ["__proto__", "constructor", "toString", other] {
            assert!(named(word).is_err(), "{word} in {model}");
        }
        // Nameless, some libraries count: an error or another name, never a column without one.
        let _ = named("");
    }
    // treelite has no names of its own.
    let sidecar = |name: &str| Sidecar::parse(format!(r#"{{"features":[{{"name":"{name}"}}]}}"#).as_bytes()).unwrap();
    let treelite = read("treelite/categorical.json");
    for name in ["__proto__", "f1", ""] {
        let sidecar = sidecar(name);
        assert!(tame(treelite.as_bytes(), |bytes| import(bytes, &sidecar)?.pipeline.check()).is_err(), "{name}");
    }
}

/// Nothing is unpacked that a file holds in compressed form, and no entity is read.
#[test]
fn bombs_are_refused_unread() {
    let bodies: [&[u8]; 6] =
        [&[0x1f, 0x8b, 8, 0], &[0x78, 0x9c], b"PK\x03\x04", b"BZh9", &[0xfd, b'7', b'z', b'X', b'Z', 0], b"\x89HDF"];
    for head in bodies {
        assert_eq!(imported(&[head, &[0xff; 1 << 16]].concat()), Err("unsupported-format"));
    }
    for doctype in [
        "<!DOCTYPE PMML [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
        "<!DOCTYPE PMML SYSTEM \"file:///etc/passwd\">",
        "<?xml version=\"1.0\"?><!DOCTYPE PMML [<!ENTITY x SYSTEM \"http://localhost/\">]>",
    ] {
        assert_eq!(imported(format!("{doctype}<PMML>&b;</PMML>").as_bytes()), Err("unsafe-xml"), "{doctype}");
    }
    let wide: String = (0..6_000).map(|i| format!(" a{i}='1'")).collect();
    assert!(imported(format!("<PMML{wide}/>").as_bytes()).is_err());
}

/// A column that is not there is not cut to one that is.
#[test]
fn numbers_too_large_for_their_place_are_refused() {
    let read = |name: &str| fs::read_to_string(root().join("fuzz/seeds").join(name)).unwrap();
    for (model, place) in [
        (read("lightgbm/categorical.txt"), ("split_feature=3", "split_feature=4294967299")),
        (read("treelite/categorical.json"), ("\"split_feature_id\":1", "\"split_feature_id\":4294967297")),
        (read("xgboost_json/logistic.json"), ("\"split_indices\": [2", "\"split_indices\": [4294967298")),
        (read("catboost/numbers.json"), ("\"float_feature_index\": 2", "\"float_feature_index\": 4294967298")),
    ] {
        assert!(model.contains(place.0), "{place:?}");
        assert_eq!(imported(model.replacen(place.0, place.1, 1).as_bytes()), Err("malformed"), "{place:?}");
    }
}

/// Beside a model of each format.
#[test]
fn every_number_and_text_of_a_sidecar_may_lie() {
    let models = small();
    for sidecar in entries(&root().join("fuzz/seeds/sidecar")).iter().map(|file| fs::read(file).unwrap()) {
        for (places, others) in [(numbers(&sidecar), &NUMBERS[..]), (texts(&sidecar), &TEXTS[..])] {
            for (place, other) in places.iter().flat_map(|place| others.iter().map(move |other| (place, other))) {
                beside(&replaced(&sidecar, *place, other), &models);
            }
        }
    }
    let deep = ["{\"features\":", &"[".repeat(200_000)].concat();
    assert_eq!(Sidecar::parse(deep.as_bytes()).unwrap_err().code, "bad-sidecar");
}

fn beside(sidecar: &[u8], models: &[(String, Vec<u8>)]) {
    for (_, model) in models {
        let _ = tame(model, |model| import(model, &Sidecar::parse(sidecar)?)?.pipeline.check());
    }
}

/// What fuzzing found once: `tests/hostile/fuzz/TARGET/`.
#[test]
fn what_a_fuzzer_found_stays_mended() {
    let folders = entries(&root().join("tests/hostile/fuzz")).into_iter().filter(|path| path.is_dir());
    let finds: Vec<_> = folders.flat_map(|folder| entries(&folder)).collect();
    assert!(!finds.is_empty());
    for find in finds {
        let bytes = fs::read(&find).unwrap();
        if find.parent().is_some_and(|folder| folder.ends_with("unpack")) {
            let _ = tame(&bytes, |bytes| unpack(bytes).inspect(|model| assert_eq!(pack(model).unwrap(), bytes)));
        } else if find.parent().is_some_and(|folder| folder.ends_with("sidecar")) {
            beside(&bytes, &small());
        } else {
            let _ = imported(&bytes);
        }
    }
}
