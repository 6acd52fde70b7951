//! What a proof is worth: models are changed in one place, packed and opened with the
//! proof of the unchanged model, and the self-test must notice. `cargo test --test
//! mutation -- --nocapture` prints the share that it notices, by what was changed and by
//! kind of model.
//!
//! A change that changes no answer is no mutant. Those that change none of some thousand
//! rows are counted apart. Left out before are those that are proved to be none: values that no row brings to a test, leaves that no row reaches, coefficients of
//! what is always 0, numbers that only tests read which do not tell them apart, tests
//! above equal leaves.

mod equal;
mod flow;
mod mutants;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use windowbox::data::Table;
use windowbox::{Pipeline, Predictor, pack, unpack};
use windowbox_tools::{probe, proof};

/// Mutants of one sort that are tried of one model: of more, every so manieth.
const TRIED: usize = 40;
/// Rows, on thresholds and beside them, special and ordinary, that a mutant must change one of.
const ROWS: usize = 4096;
/// Leaves of the models that the promise is made for.
const LEAVES: u64 = 1000;
/// The promise, in percent.
const CAUGHT: usize = 95;
/// Changes that few rows show, if any: they are counted, and nothing is promised of them.
const FINE: [&str; 2] = ["by one ulp", "a row's cell"];

/// Kinds of which nothing is promised alone; they count among all. What follows a step in
/// the middle of a graph may hide its change from most rows, and machines that only vote
/// show one where a vote turns.
const OPEN: [&str; 2] = ["arithmetic", "support vectors"];

/// Mutants that were caught, of all.
type Counts = BTreeMap<String, (usize, usize)>;

/// `MODELS=lof,knn` tries those whose names have one of these words in them.
fn wanted(folder: &Path) -> bool {
    let words = std::env::var("MODELS").unwrap_or_default();
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    words.split(',').any(|word| name.contains(word))
}

fn models() -> Vec<(String, Predictor)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let mut folders: Vec<_> = fs::read_dir(golden).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir() && wanted(path));
    folders.sort();
    let open = |path: &std::path::PathBuf| {
        let file = unpack(&fs::read(path.join("packed.wbx")).unwrap()).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, proof::embed(file.into_pipeline()).unwrap())
    };
    folders.iter().map(open).collect()
}

/// What became of a mutant.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Caught,
    Missed,
    /// No row of many changes its answer: it may be no mutant.
    Silent,
}

/// Whether the file that was changed shows it; nothing if it is no file.
fn fate(original: &Predictor, rows: &Table, mutant: Pipeline) -> Option<Fate> {
    let bytes = pack(&mutant.check().ok()?).unwrap();
    let mutant = unpack(&bytes).unwrap();
    let test = mutant.self_test();
    Some(match test.passed < test.rows {
        true => Fate::Caught,
        false if probe::same(&original.predict(rows), &mutant.predict(rows)) => Fate::Silent,
        false => Fate::Missed,
    })
}

/// Of many every so manieth.
fn some<T>(all: Vec<T>) -> Vec<T> {
    let step = all.len().div_ceil(TRIED).max(1);
    all.into_iter().step_by(step).collect()
}

fn count(counts: &mut Counts, key: &str, caught: bool) {
    let entry = counts.entry(key.to_owned()).or_default();
    entry.0 += usize::from(caught);
    entry.1 += 1;
}

fn print(title: &str, counts: &Counts) {
    println!("\n{title}");
    for (name, (caught, all)) in counts {
        println!("  {name:<44} {caught:>5} of {all:>5}  {:>5.1} %", 100.0 * *caught as f64 / *all as f64);
    }
}

#[test]
fn what_is_changed_is_noticed() {
    let (mut sorts, mut kinds, mut single) = (Counts::new(), Counts::new(), Counts::new());
    let (mut missed, mut silent) = (Vec::new(), 0);
    for (name, predictor) in models() {
        let rows = probe::rows(&predictor, ROWS, 0);
        assert!(predictor.pipeline().proof.as_ref().unwrap().leaves.1 <= LEAVES, "{name} has more leaves");
        for (sort, mutants) in mutants::all(&predictor) {
            for (place, mutant) in some(mutants) {
                let Some(fate) = fate(&predictor, &rows, mutant()) else { continue };
                let caught = fate == Fate::Caught;
                if fate == Fate::Silent {
                    silent += 1;
                    continue;
                }
                count(&mut sorts, &sort.name, caught);
                if !FINE.iter().any(|fine| sort.name.ends_with(fine)) {
                    count(&mut kinds, sort.kind, caught);
                    count(&mut single, &name, caught);
                    if !caught {
                        missed.push(format!("{name}: {} {place}", sort.name));
                    }
                }
            }
        }
    }
    print("By what was changed", &sorts);
    print("By kind", &kinds);
    print("By model", &single);
    if std::env::var("MISSED").is_ok() {
        missed.iter().for_each(|line| println!("missed {line}"));
    }
    let all = kinds.values().fold((0, 0), |sum, n| (sum.0 + n.0, sum.1 + n.1));
    kinds.retain(|kind, _| !OPEN.contains(&&kind[..]));
    println!("\nall {} of {}; {silent} more change none of {ROWS} rows", all.0, all.1);
    for (kind, (caught, all)) in kinds.iter().map(|(k, n)| (&k[..], *n)).chain([("all", all)]) {
        assert!(100 * caught >= CAUGHT * all, "{kind}: {caught} of {all} are noticed");
    }
}
