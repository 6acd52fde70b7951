//! Lowering equals the faithful reading: each format's own `faithful.rs` asks a file as its
//! structures stand, in a few naive lines, and here it is compared with the lowered model,
//! margin by margin, to the last bit, on rows that look for trouble.

use super::{Imported, Sidecar};
use crate::probe;
use std::fs;
use std::path::Path;
use windowbox::data::{Cells, Kind, Table};
use windowbox::{Op, Output, Pipeline, Predictor, Target};

const ROWS: usize = 400;
const SEEDS: u64 = 3;

/// The golden models whose folder and file begin and end like this, with their sidecars.
pub fn golden(format: &str, extension: &str) -> Vec<(String, Vec<u8>, Sidecar)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let cases = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = cases.filter(|case| case.file_name().unwrap().to_string_lossy().starts_with(format));
    let models = named.filter_map(|case| {
        let bytes = fs::read(case.join("model").with_extension(extension)).ok()?;
        let sidecar = fs::read(case.join("schema.json")).map_or(Ok(Sidecar::default()), |json| Sidecar::parse(&json));
        Some((case.display().to_string(), bytes, sidecar.unwrap()))
    });
    let models: Vec<_> = models.collect();
    assert!(!models.is_empty(), "no model of {format}");
    models
}

/// Compares the margins of the lowered model with those that `naive` finds for a row's
/// cells: numbers as they are, codes with -1 for a level that the schema does not have.
pub fn agree(name: &str, imported: Imported, naive: impl Fn(&[f64]) -> Vec<f64>) {
    let predictor = margins_only(imported.pipeline).check().unwrap();
    for seed in 0..SEEDS {
        let table = probe::rows(&predictor, ROWS, seed);
        let prediction = predictor.predict(&table);
        let answered: Vec<usize> = (0..ROWS).filter(|row| prediction.answered(*row)).collect();
        assert!(answered.len() > ROWS / 20, "{name}: nearly every row is refused");
        for row in answered {
            let cells = cells(&predictor, &table, row);
            let lowered: Vec<f64> = prediction.targets.iter().map(|target| target.margins[row]).collect();
            let faithful = naive(&cells);
            let bits = |numbers: &[f64]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&lowered), bits(&faithful), "{name}: {lowered:?}, faithfully {faithful:?}, for {cells:?}");
        }
    }
}

/// The model's own outputs as targets, without what links and later nodes make of them.
fn margins_only(mut pipeline: Pipeline) -> Pipeline {
    let models =
        pipeline.nodes.iter().rposition(|node| matches!(&node.op, Op::Model(windowbox::model::Model::Trees(_))));
    let last = models.unwrap_or(pipeline.nodes.len() - 1);
    pipeline.nodes.truncate(last + 1);
    let slots = pipeline.nodes[last].writes.iter();
    pipeline.output = Output { targets: slots.map(|slot| Target::regression(format!("y{slot}"), *slot)).collect() };
    pipeline
}

/// A row as a caller means it: truth values are 0 and 1, codes that are none are -1.
fn cells(predictor: &Predictor, table: &Table, row: usize) -> Vec<f64> {
    let columns = predictor.pipeline().schema.columns.iter().zip(table.columns());
    let cell = |(column, cells): (&windowbox::data::Column, &Cells)| {
        let Cells::Numbers(numbers) = cells else { panic!("no tree reads texts") };
        match (&column.kind, numbers[row]) {
            (_, x) if x.is_nan() => x,
            (Kind::Boolean, x) => f64::from(u8::from(x != 0.0)),
            (Kind::Categorical { levels, .. }, x) if !(0.0..levels.len() as f64).contains(&x) => -1.0,
            (_, x) => x,
        }
    };
    columns.map(cell).collect()
}
