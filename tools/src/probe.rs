//! Rows that find faults: cells on thresholds and beside them, missing, infinite, levels
//! that nobody knows. Fuzzing and the tests of imported models predict them.

use fastrand::Rng;
use windowbox::data::{Cell, Column, Kind, Table};
use windowbox::model::Model;
use windowbox::model::trees::LEAF;
use windowbox::preprocess::Step;
use windowbox::{Op, Pipeline, Prediction, Predictor, pack, unpack};

/// Numbers at which libraries part ways: signed zeros, LightGBM's zero band, the ends of
/// both precisions, what is exact in one of them only.
const SPECIAL: [f64; 20] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    0.0,
    -0.0,
    1e-35,
    -1e-35,
    1.000_000_01e-35,
    f64::MIN_POSITIVE,
    5e-324,
    1e-45,
    f32::MAX as f64,
    -f32::MAX as f64,
    3.402_823_5e38,
    1e39,
    f64::MAX,
    16_777_217.0,
    -0.5,
    0.1,
    4_294_967_296.0,
];

const TEXTS: [&str; 8] = ["", " ", "0", "1.0", "NaN", "__proto__", "u\u{308}\u{1f600}", "\u{0}"];

/// Dates, times and texts that are nearly so.
const DATES: [&str; 8] = [
    "2020-02-29",
    "1969-12-31",
    "2024-06-15T23:59:59.5",
    "0000-01-01T00:00",
    "23:59:59.999999999",
    "-9999:59:59",
    "2019-02-29",
    "2020-02-29T24:00",
];

/// `count` rows for a model, the same for the same seed.
///
/// A number is on or an ulp (of either precision) beside a threshold of its column, or
/// special, or ordinary; a code is known, unseen, missing or none; a text likewise.
pub fn rows(predictor: &Predictor, count: usize, seed: u64) -> Table {
    let mut rng = Rng::with_seed(seed);
    let pipeline = predictor.pipeline();
    let hints = hints(pipeline);
    let mut table = Table::new(&pipeline.schema);
    for _ in 0..count {
        let columns = pipeline.schema.columns.iter().zip(&hints);
        table.push(columns.map(|(column, hints)| hints.cell(column, &mut rng)).collect());
    }
    table
}

/// What the nodes that read a column know of its cells.
#[derive(Default)]
struct Hints<'a> {
    thresholds: Vec<f64>,
    levels: Vec<&'a str>,
    /// Words that are counted.
    grams: Vec<&'a str>,
}

/// Of every column.
fn hints(pipeline: &Pipeline) -> Vec<Hints<'_>> {
    let mut hints: Vec<Hints> = pipeline.schema.columns.iter().map(|_| Hints::default()).collect();
    for node in &pipeline.nodes {
        let column = |read: usize| node.reads.get(read).map_or(usize::MAX, |slot| *slot as usize);
        match &node.op {
            Op::Model(Model::Trees(trees)) => {
                let tests = trees.column.iter().zip(&trees.threshold).filter(|(read, _)| **read != LEAF);
                for (read, threshold) in tests {
                    hints.get_mut(column(*read as usize)).into_iter().for_each(|h| h.thresholds.push(*threshold));
                }
            }
            Op::Step(Step::Date(_)) => {
                hints.get_mut(column(0)).into_iter().for_each(|h| h.levels.extend(DATES));
            }
            Op::Step(Step::Lookup(lookup)) => {
                let levels = lookup.levels.iter().map(String::as_str);
                hints.get_mut(column(0)).into_iter().for_each(|h| h.levels.extend(levels.clone()));
            }
            Op::Step(Step::Words(words)) => {
                let grams = words.vocabulary.iter().map(String::as_str);
                hints.get_mut(column(0)).into_iter().for_each(|h| h.grams.extend(grams.clone()));
            }
            _ => {}
        }
    }
    hints
}

impl Hints<'_> {
    fn cell(&self, column: &Column, rng: &mut Rng) -> Cell {
        match &column.kind {
            Kind::Numeric { .. } => Cell::Number(self.number(rng)),
            Kind::Categorical { levels, .. } => Cell::Number(code(levels.len(), rng)),
            Kind::Boolean => Cell::Number([0.0, 1.0, f64::NAN, 0.5][rng.usize(..4)]),
            Kind::Text => Cell::Text(self.text(rng).map(Into::into)),
        }
    }

    fn number(&self, rng: &mut Rng) -> f64 {
        match rng.u8(..8) {
            0 => SPECIAL[rng.usize(..SPECIAL.len())],
            1 => f64::from(rng.i8(..)),
            2 => (rng.f64() - 0.5) * 20.0,
            _ => rng.choice(&self.thresholds).map_or(rng.f64(), |threshold| beside(*threshold, rng)),
        }
    }

    fn text(&self, rng: &mut Rng) -> Option<String> {
        match rng.u8(..4) {
            0 => None,
            1 => rng.choice(TEXTS).map(str::to_owned),
            2 if !self.grams.is_empty() => {
                let grams: Vec<&str> = (0..rng.u8(1..9)).filter_map(|_| rng.choice(&self.grams).copied()).collect();
                Some(grams.join(rng.choice([" ", " ", "-", " a ", ""]).unwrap_or(" ")))
            }
            _ => Some(rng.choice(&self.levels).map_or("unseen", |level| level).to_owned()),
        }
    }
}

/// The threshold, or the number next to it in either precision.
fn beside(threshold: f64, rng: &mut Rng) -> f64 {
    let single = threshold as f32;
    match rng.u8(..6) {
        0 => threshold.next_up(),
        1 => threshold.next_down(),
        2 => f64::from(single.next_up()),
        3 => f64::from(single.next_down()),
        4 => f64::from(single),
        _ => threshold,
    }
}

fn code(levels: usize, rng: &mut Rng) -> f64 {
    match rng.u8(..8) {
        0 => f64::NAN,
        1 => [-1.0, -0.5, levels as f64, 1e300, f64::INFINITY][rng.usize(..5)],
        _ => rng.usize(..levels.max(1)) as f64,
    }
}

/// Two predictions as bits: NaN equals NaN, 0 does not equal -0.
pub fn same(a: &Prediction, b: &Prediction) -> bool {
    let bits = |p: &Prediction| -> Vec<u64> {
        let numbers = p.targets.iter().flat_map(|t| t.margins.iter().chain(&t.scores));
        numbers.map(|x| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }).collect()
    };
    let classes = |p: &Prediction| -> Vec<u32> { p.targets.iter().flat_map(|t| t.classes.clone()).collect() };
    bits(a) == bits(b) && classes(a) == classes(b) && a.issues == b.issues
}

/// Whether two models are one, where NaN (an encoder's missing level) equals itself.
fn equal(a: &Predictor, b: &Predictor) -> bool {
    a == b || format!("{a:?}") == format!("{b:?}")
}

/// Whether the first row of many answers has the bits of one alone.
fn begins(many: &Prediction, one: &Prediction) -> bool {
    let alike = |many: &[f64], one: &[f64]| {
        many.iter().zip(one).all(|(a, b)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan())
    };
    let targets = many.targets.iter().zip(&one.targets);
    targets.into_iter().all(|(many, one)| {
        alike(&many.margins, &one.margins) && alike(&many.scores, &one.scores) && many.classes.starts_with(&one.classes)
    })
}

/// What must hold of everything that `check` accepts: it packs, unpacks to its equal, packs
/// to the same bytes again, and answers `count` of these rows alike before and after, in
/// a block and alone. Says what does not.
///
/// # Errors
/// What does not hold.
pub fn holds(predictor: &Predictor, count: usize, seed: u64) -> Result<(), String> {
    let bytes = match pack(predictor) {
        Ok(bytes) => bytes,
        Err(error) if error.code == "limit" => return Ok(()),
        Err(error) => return Err(format!("does not pack: {error}")),
    };
    let again = unpack(&bytes).map_err(|e| format!("packs, and does not unpack: {e}"))?;
    let table = rows(predictor, count, seed);
    let (before, after) = (predictor.predict(&table), again.predict(&table));
    let alone = predictor.predict(&table.select(&[0]));
    [
        (equal(&again, predictor), "unpacks to something else"),
        (pack(&again).is_ok_and(|second| second == bytes), "packs to other bytes the second time"),
        (same(&before, &after), "answers otherwise once packed"),
        (before.rows == count && begins(&before, &alone), "answers a row alone otherwise than among others"),
    ]
    .iter()
    .find(|(sound, _)| !sound)
    .map_or(Ok(()), |(_, fault)| Err((*fault).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Sidecar, import};

    const LINE: &str = r#"{"format":"linear/1","xlevels":{"sex":["female","male"]},
        "coefficients":{"(Intercept)":1,"age":0.5,"sexmale":-1}}"#;

    fn line() -> Predictor {
        import(LINE.as_bytes(), &Sidecar::default()).unwrap().pipeline.check().unwrap()
    }

    #[test]
    fn rows_are_the_same_for_a_seed_and_hold_every_sort_of_cell() {
        let predictor = line();
        let table = rows(&predictor, 400, 7);
        let bits = |table: &Table| -> Vec<u64> {
            (0..2).flat_map(|c| table.numbers(c).unwrap().iter().map(|x| x.to_bits())).collect()
        };
        assert_eq!(bits(&table), bits(&rows(&predictor, 400, 7)));
        assert_ne!(bits(&table), bits(&rows(&predictor, 400, 8)));
        for column in 0..2 {
            let numbers = table.numbers(column).unwrap();
            assert!(numbers.iter().any(|x| x.is_nan()) && numbers.iter().any(|x| x.is_infinite()));
        }
    }

    #[test]
    fn another_answer_is_found() {
        let predictor = line();
        let table = rows(&predictor, 5, 1);
        let answer = predictor.predict(&table);
        let mut other = answer.clone();
        assert!(same(&answer, &other));
        let last = other.targets[0].margins.iter().rposition(|x| !x.is_nan()).unwrap();
        other.targets[0].margins[last] = other.targets[0].margins[last].next_up();
        assert!(!same(&answer, &other));
        assert_eq!(holds(&predictor, 50, 3), Ok(()));
    }
}
