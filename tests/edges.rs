//! Between two edges of a column an answer keeps its bits: of every golden model, at both ends
//! of each piece and inside it.

mod common;

use common::golden;
use std::fs;
use std::path::Path;
use windowbox::data::{Cell, Cells, Column, Kind, Table};
use windowbox::explain::edges;
use windowbox::{Prediction, Predictor, unpack};

/// Numbers from 0 to 1, always the same (Marsaglia 2003).
struct Random(u64);

impl Random {
    fn number(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A golden model and its rows.
fn models() -> Vec<(String, Predictor, Table)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    let model = |case: &std::path::PathBuf| {
        let predictor = unpack(&fs::read(case.join("packed.wbx")).unwrap()).unwrap();
        let rows = golden::rows(&predictor, &fs::read_to_string(case.join("input.json")).unwrap());
        (case.file_name().unwrap().to_str().unwrap().to_owned(), predictor, rows)
    };
    cases.iter().map(model).collect()
}

fn row(table: &Table, row: usize) -> Vec<Cell> {
    let cell = |cells: &Cells| match cells {
        Cells::Numbers(numbers) => Cell::Number(numbers[row]),
        Cells::Text(texts) => Cell::Text(texts[row].clone()),
    };
    table.columns().iter().map(cell).collect()
}

/// The bits of an answer; a NaN has no payload.
fn bits(prediction: &Prediction, row: usize) -> Vec<u64> {
    let of = |numbers: &[f64]| {
        let width = numbers.len() / prediction.rows;
        let bits = |x: &f64| if x.is_nan() { u64::MAX } else { x.to_bits() };
        numbers[row * width..][..width].iter().map(bits).collect::<Vec<_>>()
    };
    let target =
        |t: &windowbox::pipeline::Answer| [of(&t.margins), of(&t.scores), vec![t.classes[row].into()]].concat();
    prediction.targets.iter().flat_map(target).collect()
}

fn range(predictor: &Predictor, column: usize) -> (f64, f64) {
    let statistics = predictor.pipeline().statistics.columns.get(column);
    statistics.and_then(|s| s.min.zip(s.max)).filter(|(low, high)| low < high).unwrap_or((-1e6, 1e6))
}

/// Numbers of a piece: both ends, and some between.
fn inside(from: f64, to: f64, random: &mut Random) -> Vec<f64> {
    let between = |_| (from + (to - from) * random.number()).clamp(from, to);
    [vec![from, to, from.next_up().min(to), to.next_down().max(from)], (0..2).map(between).collect()].concat()
}

fn numeric(column: &Column) -> bool {
    matches!(column.kind, Kind::Numeric { .. })
}

/// How many pieces a column has; `None` where it has no edges. Each is held on one row.
fn hold(name: &str, predictor: &Predictor, column: usize, cells: &[Cell], random: &mut Random) -> Option<usize> {
    let (low, high) = range(predictor, column);
    let edges = edges(predictor, column, low, high)?;
    assert!(edges.windows(2).all(|w| w[0] < w[1]), "{name}: {edges:?}");
    assert!(edges.iter().all(|edge| *edge >= low && *edge < high), "{name}: {edges:?}");
    let starts: Vec<f64> = [low].into_iter().chain(edges.iter().map(|edge| edge.next_up())).collect();
    let ends = edges.iter().copied().chain([high]);
    let pieces: Vec<Vec<f64>> = starts.iter().zip(ends).map(|(from, to)| inside(*from, to, random)).collect();
    let mut table = Table::new(&predictor.pipeline().schema);
    for x in pieces.iter().flatten() {
        let mut cells = cells.to_vec();
        cells[column] = Cell::Number(*x);
        table.push(cells);
    }
    let prediction = predictor.predict(&table);
    for (i, piece) in pieces.iter().enumerate() {
        let first = bits(&prediction, i * piece.len());
        for (k, x) in piece.iter().enumerate() {
            assert_eq!(bits(&prediction, i * piece.len() + k), first, "{name}, column {column}: {x} of {piece:?}");
        }
    }
    Some(pieces.len())
}

#[test]
fn answers_keep_their_bits_between_edges() {
    let mut random = Random(7);
    let (mut columns, mut pieces) = (0, 0);
    for (name, predictor, table) in models() {
        let schema = &predictor.pipeline().schema.columns;
        for column in (0..schema.len()).filter(|c| numeric(&schema[*c])) {
            for r in [0, table.rows() - 1] {
                let Some(found) = hold(&name, &predictor, column, &row(&table, r), &mut random) else { continue };
                columns += usize::from(r == 0);
                pieces += found;
            }
        }
    }
    assert!(columns > 300 && pieces > 5_000, "{columns} columns, {pieces} pieces");
}
