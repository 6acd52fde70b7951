//! Explanations: exact against the definition, additive always, and refused by name.
#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::brute;
use common::golden::rows;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use windowbox::data::{Cell, Cells, Column, Schema, Table};
use windowbox::explain::{Explainer, Explanation, Method};
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::model::{Model, Trees};
use windowbox::pipeline::{Frame, Prediction};
use windowbox::slots::Precision;
use windowbox::{Node, Op, Output, Pipeline, Predictor, Target, unpack};

fn cases() -> Vec<(String, PathBuf)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let folders = fs::read_dir(golden).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut cases: Vec<_> =
        folders.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path)).collect();
    cases.sort();
    cases
}

fn open(folder: &Path) -> (Predictor, Table) {
    let predictor = unpack(&fs::read(folder.join("packed.wbx")).unwrap()).unwrap();
    let table = rows(&predictor, &fs::read_to_string(folder.join("input.json")).unwrap());
    (predictor, table)
}

fn record(table: &Table, row: usize) -> Vec<Cell> {
    let cell = |cells: &Cells| match cells {
        Cells::Numbers(v) => Cell::Number(v[row]),
        Cells::Text(v) => Cell::Text(v[row].clone()),
    };
    table.columns().iter().map(cell).collect()
}

fn trees(predictor: &Predictor) -> Option<(&Node, &Trees)> {
    predictor.pipeline().nodes.iter().find_map(|node| match &node.op {
        Op::Model(Model::Trees(trees)) if !trees.cover.is_empty() => Some((node, trees)),
        _ => None,
    })
}

/// An ensemble alone: a number a column, a value an output.
fn alone(trees: Trees) -> Predictor {
    let name = |i: u32| Column::numeric(format!("x{i}")).or_missing();
    let (columns, outputs) = (trees.columns, trees.outputs);
    let schema = Schema { columns: (0..columns).map(name).collect() };
    let node = Node::new(Op::Model(Model::Trees(trees)), (0..columns).collect(), columns, outputs);
    let target = |k: u32| Target::regression(format!("y{k}"), columns + k);
    Pipeline::new(schema, vec![node], Output { targets: (0..outputs).map(target).collect() }).check().unwrap()
}

/// What the ensemble of a pipeline reads of some rows.
fn inputs(predictor: &Predictor, node: &Node, table: &Table) -> Vec<Vec<f64>> {
    let (mut frame, mut prediction) = (Frame::default(), Prediction::default());
    predictor.begin(&mut frame, table.rows());
    frame.fill(table, 0);
    predictor.run(&mut frame, &mut prediction);
    let row = |r: usize| node.reads.iter().map(|slot| frame.slot(*slot)[r]).collect();
    (0..table.rows()).filter(|r| prediction.answered(*r)).map(row).collect()
}

fn numbers(row: &[f64]) -> Vec<Cell> {
    row.iter().map(|x| Cell::Number(*x)).collect()
}

/// Base, answer and parts of each output hold together, to the precision of the model's sums.
fn assert_additive(why: &Explanation, tolerance: f64, name: &str) {
    for output in &why.outputs {
        let total = output.parts.iter().fold(output.base, |sum, part| sum + part.1);
        let size = output.parts.iter().fold(output.base.abs(), |sum, part| sum + part.1.abs());
        assert!((total - output.answer).abs() <= tolerance * size.max(1.0), "{name}: {output:?}");
    }
}

#[test]
fn golden_ensembles_have_the_shapley_values_of_the_definition() {
    let mut exact = Vec::new();
    for (name, folder) in cases() {
        let (predictor, table) = open(&folder);
        let Some((node, ensemble)) = trees(&predictor) else { continue };
        if name == "lgb-linear-diabetes" {
            continue;
        }
        let by_itself = alone(ensemble.clone());
        let explainer = Explainer::new(&by_itself).unwrap();
        for row in inputs(&predictor, node, &table).iter().step_by(table.rows().div_ceil(5)) {
            let why = explainer.explain(numbers(row), None).unwrap();
            for (k, output) in why.outputs.iter().enumerate() {
                let (base, parts, all) = brute::explain(ensemble, row, k);
                let size = parts.iter().fold(base.abs().max(1.0), |sum, part| sum + part.abs());
                assert!((output.base - base).abs() <= 1e-12 * size, "{name}: {} {base}", output.base);
                assert!(all, "{name} has a tree of more columns than the definition can be asked for");
                for (c, got) in &output.parts {
                    assert!((got - parts[*c]).abs() <= 1e-12 * size, "{name} column {c}: {got} {}", parts[*c]);
                }
            }
        }
        exact.push(name);
    }
    assert!(exact.len() >= 30, "{exact:?}");
}

/// Every golden file is explained, or refused with a reason that this list knows.
#[test]
fn golden_files_are_explained_or_refused_by_name() {
    let mut said = String::new();
    for (name, folder) in cases() {
        let (predictor, table) = open(&folder);
        let verdict = match Explainer::new(&predictor) {
            Err(error) => error.to_string(),
            Ok(explainer) => explained(&name, &predictor, &explainer, &table),
        };
        said += &format!("{name}: {verdict}\n");
    }
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explain/verdicts.txt");
    if std::env::var("WINDOWBOX_GOLDEN").is_ok_and(|v| v == "write") {
        fs::write(&kept, &said).unwrap();
    }
    assert_eq!(said, fs::read_to_string(kept).unwrap());
}

fn explained(name: &str, predictor: &Predictor, explainer: &Explainer<'_>, table: &Table) -> String {
    let prediction = predictor.predict(table);
    // An infinite margin has a probability, and nothing that adds up to it.
    let finite = |row: usize| {
        let width = |margins: &[f64]| margins.len() / prediction.rows;
        prediction
            .targets
            .iter()
            .all(|t| t.margins[row * width(&t.margins)..][..width(&t.margins)].iter().all(|m| m.abs() < 1e100))
    };
    let answered: Vec<usize> = (0..table.rows()).filter(|row| prediction.answered(*row) && finite(*row)).collect();
    let first = record(table, answered[0]);
    let mut verdict = String::new();
    for row in answered {
        let compared = explainer.explain(record(table, row), Some(first.clone()));
        let compared = compared.unwrap_or_else(|error| panic!("{name} row {row}: {error}"));
        assert_additive(&compared, 1e-5, name);
        let alone = explainer.explain(record(table, row), None);
        let how = alone.as_ref().map_or_else(|error| format!("{error}; else "), |_| String::new());
        let why = alone.unwrap_or(compared);
        assert_additive(&why, 1e-5, name);
        let (method, space) = (why.method, why.outputs[0].space);
        verdict =
            format!("{how}{method:?}, {space:?}, {} of {} columns", why.outputs[0].parts.len(), table.columns().len());
        let margins = prediction.targets.iter().flat_map(|t| {
            let width = t.margins.len() / prediction.rows;
            t.margins[row * width..][..width].to_vec()
        });
        let same = why.outputs.iter().zip(margins).all(|(output, margin)| {
            let by = predictor.pipeline().output.targets[output.target].divisor;
            output.answer == margin || output.answer == margin / by
        });
        assert!(same, "{name}: the answer is the predictor's");
    }
    verdict
}

/// A chain of tests of other columns each, deeper than any recursion and any sum of binomials.
#[test]
fn ten_thousand_levels_add_up() {
    let depth = 10_000;
    let mut nodes = Vec::new();
    for level in 0..depth {
        let (yes, no) = (2 * level + 1, 2 * level + 2);
        nodes.push(Treetop::Number { column: level as u32, threshold: 0.5, missing_yes: false, yes, no });
        nodes.push(Treetop::Leaf(vec![(level % 7) as f64 - 3.0]));
    }
    nodes.push(Treetop::Leaf(vec![100.0]));
    let mut builder = TreeBuilder::new(depth as u32, 1);
    builder.tree(&nodes, Some(0)).unwrap();
    let mut trees = builder.finish();
    trees.cover = (0..depth).flat_map(|level| [1.0, (depth - level) as f64]).collect();
    trees.cover.insert(0, depth as f64 + 1.0);
    let predictor = alone(trees);
    let explainer = Explainer::new(&predictor).unwrap();
    for lie in [depth, 0, 5000] {
        let row: Vec<f64> = (0..depth).map(|level| if level < lie { 1.0 } else { 0.0 }).collect();
        let why = explainer.explain(numbers(&row), None).unwrap();
        let output = &why.outputs[0];
        let total = output.parts.iter().fold(output.base, |sum, part| sum + part.1);
        assert!((total - output.answer).abs() <= 1e-11, "{lie}: {total} {}", output.answer);
    }
}

/// A random tree of five columns, and any covers, also such as no training leaves.
fn tree(seed: &mut u64, width: usize) -> Vec<Treetop> {
    let mut below = |n: usize| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) as usize % n
    };
    let tests = below(24);
    let (mut nodes, mut open) = (vec![Treetop::Leaf(vec![])], vec![0]);
    for _ in 0..tests {
        let at = open.swap_remove(below(open.len()));
        let (column, missing_yes) = (below(5) as u32, below(2) == 0);
        let (yes, no) = (nodes.len(), nodes.len() + 1);
        nodes[at] = match below(4) {
            0 => Treetop::Category {
                column,
                codes: (0..below(4)).map(|_| below(6) as u32).collect(),
                missing_yes,
                yes,
                no,
            },
            _ => Treetop::Number { column, threshold: below(12) as f64 / 2.0, missing_yes, yes, no },
        };
        nodes.extend([Treetop::Leaf(vec![]), Treetop::Leaf(vec![])]);
        open.extend([yes, no]);
    }
    for at in open {
        nodes[at] = Treetop::Leaf((0..width).map(|_| below(2001) as f64 / 100.0 - 10.0).collect());
    }
    nodes
}

fn ensemble(mut seed: u64, vectors: bool, oblivious: bool) -> Trees {
    let mut builder = TreeBuilder::new(5, 2);
    for t in 0..4 {
        let target = (!vectors).then_some(t % 2);
        if oblivious && t % 2 == 0 {
            let tests: Vec<(u32, f64, bool)> =
                (0..4).map(|i| ((seed >> (3 * i)) as u32 % 5, f64::from(i) + 0.5, i % 2 == 0)).collect();
            let leaves: Vec<f64> = (0..16 * if vectors { 2 } else { 1 }).map(|i| f64::from(i * 7 % 13) - 6.0).collect();
            builder.oblivious(&tests, &leaves, target);
        }
        builder.tree(&tree(&mut seed, if vectors { 2 } else { 1 }), target).unwrap();
    }
    let mut trees = builder.finish();
    (trees.start, trees.bias, trees.divisor, trees.scale) = (vec![0.5, -1.0], vec![2.0, 0.25], 4.0, 0.5);
    trees
}

fn cell() -> impl Strategy<Value = f64> {
    prop_oneof![4 => (0..14i32).prop_map(|x| f64::from(x) / 2.0), 1 => Just(f64::NAN), 1 => Just(-1.0)]
}

proptest! {
    #[test]
    fn random_ensembles_have_the_shapley_values_of_the_definition(
        seed in any::<u64>(), vectors in any::<bool>(), oblivious in any::<bool>(), single in any::<bool>(),
        rows in prop::collection::vec(prop::array::uniform5(cell()), 0..12),
        row in prop::array::uniform5(cell()),
    ) {
        let mut trees = ensemble(seed, vectors, oblivious);
        if single {
            trees.input = Precision::F32;
        }
        // Few rows leave nodes that none came by.
        trees.count_cover(&rows.concat());
        let predictor = alone(trees.clone());
        let why = Explainer::new(&predictor).unwrap().explain(numbers(&row), None).unwrap();
        for (k, output) in why.outputs.iter().enumerate() {
            let (base, parts, _) = brute::explain(&trees, &row, k);
            prop_assert!((output.base - base).abs() <= 1e-12);
            for (c, got) in &output.parts {
                prop_assert!((got - parts[*c]).abs() <= 1e-12, "column {}: {} {}", c, got, parts[*c]);
            }
        }
        assert_additive(&why, 1e-12, "random");
        prop_assert_eq!(why.method, Method::Tree);
    }

    /// Whatever a file says of covers: an answer that adds up, or an error.
    #[test]
    fn hostile_covers_are_refused_or_answered(
        seed in any::<u64>(), oblivious in any::<bool>(), lies in prop::collection::vec((any::<prop::sample::Index>(), lie()), 1..20),
        row in prop::array::uniform5(cell()),
    ) {
        let mut trees = ensemble(seed, false, oblivious);
        trees.count_cover(&[1.0; 5]);
        for (at, lie) in lies {
            let at = at.index(trees.cover.len());
            trees.cover[at] = lie;
        }
        let predictor = alone(trees);
        if let Ok(explainer) = Explainer::new(&predictor) {
            match explainer.explain(numbers(&row), None) {
                Ok(why) => assert!(why.outputs.iter().all(|o| o.parts.iter().all(|p| p.1.is_finite()))),
                Err(error) => prop_assert_eq!(error.code, "no-explanation"),
            }
        }
    }
}

fn lie() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(f64::MIN_POSITIVE), Just(5e-324), Just(f64::MAX), Just(1e300), 0.0..1e6]
}

/// What the source libraries and shap say: tests/explain/expected.py.
#[test]
fn the_source_libraries_contributions_are_ours() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explain");
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    for file in &files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let expected: serde_json::Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        let own = file.with_extension("wbx");
        let golden = folder.with_file_name("golden").join(name);
        let (predictor, records) = match expected.get("records") {
            Some(records) => (unpack(&fs::read(own).unwrap()).unwrap(), numbers_of(records)),
            None => {
                let (predictor, table) = open(&golden);
                let rows = expected["rows"].as_array().unwrap().iter();
                (predictor, rows.map(|row| record(&table, row.as_u64().unwrap() as usize)).collect())
            }
        };
        // XGBoost explains its linear models against a record of zeros.
        let zeros = name.contains("gblinear").then(|| vec![Cell::Number(0.0); records[0].len()]);
        let explainer = Explainer::new(&predictor).unwrap();
        for (row, record) in records.into_iter().enumerate() {
            let why = explainer.explain(record, zeros.clone()).unwrap_or_else(|e| panic!("{name} row {row}: {e}"));
            compare(name, row, &why, &expected);
        }
    }
    assert!(files.len() >= 26);
}

fn numbers_of(records: &serde_json::Value) -> Vec<Vec<Cell>> {
    let row =
        |row: &serde_json::Value| row.as_array().unwrap().iter().map(|x| Cell::Number(x.as_f64().unwrap())).collect();
    records.as_array().unwrap().iter().map(row).collect()
}

fn compare(name: &str, row: usize, why: &Explanation, expected: &serde_json::Value) {
    let (tolerance, margins) = (expected["tolerance"].as_f64().unwrap(), expected["margins"].as_array().unwrap());
    assert_eq!(margins.len(), why.outputs.len(), "{name}");
    for (margin, output) in margins.iter().zip(&why.outputs) {
        let base = margin["base"][row].as_f64().unwrap();
        let parts: Vec<f64> =
            margin["contributions"][row].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect();
        let size = parts.iter().fold(base.abs().max(output.answer.abs()), |size, part| size.max(part.abs()));
        let near = |got: f64, expected: f64| (got - expected).abs() <= tolerance * size;
        assert!(near(output.base, base), "{name} row {row}: base {} {base}", output.base);
        for (column, got) in &output.parts {
            assert!(near(*got, parts[*column]), "{name} row {row} column {column}: {got} {}", parts[*column]);
        }
    }
}
