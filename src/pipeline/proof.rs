//! The proof: rows with the answers that they must get, carried in the file, and the
//! one test of them, which the command and the browser share.

use super::card::SAFE_INTEGER;
use super::output::Output;
use super::predict::{Answer, Frame, Prediction};
use super::{Pipeline, Predictor};
use crate::data::{Kind, Label, Labels, Schema};
use crate::error::{Error, Result};
use crate::slots::{Precision, SlotKind};

/// More rows than any proof has: two bytes find each of a column's values.
pub const PROOF_ROW_LIMIT: usize = 1 << 16;

/// Rows and their answers, by whoever answered them.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Proof {
    /// The library that answered, with its version: then the parity is proved. `None`:
    /// windowbox itself, which proves the delivery.
    pub source: Option<String>,
    /// Whether the rows were made up column by column; otherwise they were given.
    pub synthesised: bool,
    /// Rows.
    pub rows: u32,
    /// Column after column in the order of the schema.
    pub cells: Vec<ProofCells>,
    /// Row after row, the margins of all targets; fewer rows, or none, where not all are known.
    pub margins: Expected,
    /// Row after row, the scores of all targets: values and probabilities.
    pub scores: Expected,
    /// Row after row, the code of each target's class.
    pub classes: Vec<u16>,
    /// [`Pipeline::names_digest`]: rows hold codes, so names that were swapped show here.
    pub names: u64,
    /// Leaves of trees that the rows reach, and those that any row can reach.
    pub leaves: (u64, u64),
}
crate::record!(Proof { source, synthesised, rows, cells, margins, scores, classes, names, leaves });

/// Numbers that answers must come close to.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Expected {
    /// The numbers; NaN where a row gets no answer.
    pub values: Vec<f64>,
    /// How far a number may be off.
    pub absolute: f64,
    /// How much more it may be off, as a share of itself.
    pub relative: f64,
}
crate::record!(Expected { values, absolute, relative });

/// The cells of a column: its different values, and which of them each row has.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ProofCells {
    /// The values.
    pub values: ProofValues,
    /// The position of each row's value: a byte, or two (the lower first) where there
    /// are more than 256 values.
    pub picks: Vec<u8>,
}
crate::record!(ProofCells { values, picks });

/// Values of a column.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProofValues {
    /// Numbers and codes; NaN is missing.
    Numbers(Vec<f64>),
    /// Texts.
    Text(Vec<Option<String>>),
}
crate::variants!(ProofValues { 0 Numbers(value), 1 Text(value) });

/// How the proof's rows went, here.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SelfTest {
    /// Rows that were asked.
    pub rows: u32,
    /// Rows whose answers hold.
    pub passed: u32,
    /// The largest difference of two numbers.
    pub max_abs_difference: f64,
    /// The largest difference as a count of numbers of the answer's precision.
    pub max_ulp: f64,
    /// A sentence: who answered, what that proves, and how much of the model.
    pub verdict: String,
    /// The first row that does not hold, what it got and what it should.
    #[serde(skip)]
    pub first: Option<(usize, f64, f64)>,
}

impl ProofValues {
    fn len(&self) -> usize {
        match self {
            ProofValues::Numbers(v) => v.len(),
            ProofValues::Text(v) => v.len(),
        }
    }
}

impl ProofCells {
    /// The cells of a column of numbers or codes, one a row.
    pub fn numbers(cells: &[f64]) -> Self {
        let (values, picks) = picked(cells, |a, b| a.to_bits() == b.to_bits());
        Self { values: ProofValues::Numbers(values), picks }
    }

    /// The cells of a column of text, one a row.
    pub fn text(cells: &[Option<String>]) -> Self {
        let (values, picks) = picked(cells, |a, b| a == b);
        Self { values: ProofValues::Text(values), picks }
    }

    /// Bytes a row.
    fn width(&self) -> usize {
        1 + usize::from(self.values.len() > 256)
    }

    fn pick(&self, row: usize) -> usize {
        let bytes = &self.picks[row * self.width()..][..self.width()];
        bytes.iter().rev().fold(0, |pick, byte| pick << 8 | usize::from(*byte))
    }

    fn sound(&self, rows: usize, kind: &Kind) -> bool {
        let text = matches!(self.values, ProofValues::Text(_)) == (*kind == Kind::Text);
        text && self.picks.len() == rows * self.width() && (0..rows).all(|row| self.pick(row) < self.values.len())
    }
}

/// The different ones of some cells, and where each cell's is.
fn picked<T: Clone>(cells: &[T], same: impl Fn(&T, &T) -> bool) -> (Vec<T>, Vec<u8>) {
    let mut values: Vec<T> = Vec::new();
    let mut picks = Vec::new();
    for cell in cells {
        picks.push(values.iter().position(|value| same(value, cell)).unwrap_or(values.len()));
        if picks.last() == Some(&values.len()) {
            values.push(cell.clone());
        }
    }
    let bytes = picks
        .iter()
        .flat_map(|pick| (*pick as u16).to_le_bytes().into_iter().take(1 + usize::from(values.len() > 256)));
    let bytes = bytes.collect();
    (values, bytes)
}

impl Expected {
    /// So many whole rows of `width` numbers, and a tolerance that one can be within.
    fn sound(&self, rows: usize, width: usize) -> bool {
        let tolerant = [self.absolute, self.relative].iter().all(|t| t.is_finite() && *t >= 0.0);
        tolerant && whole(self.values.len(), rows, width)
    }
}

/// Whether `count` is at most `rows` rows of `width`, none of them cut.
fn whole(count: usize, rows: usize, width: usize) -> bool {
    count <= rows * width && count.is_multiple_of(width.max(1))
}

impl Proof {
    pub(super) fn check(&self, schema: &Schema, output: &Output) -> Result<()> {
        let (rows, targets) = (self.rows as usize, &output.targets);
        let margins: usize = targets.iter().map(|t| t.slots.len()).sum();
        let scores: usize = targets.iter().map(|t| t.width()).sum();
        let asked = rows <= PROOF_ROW_LIMIT
            && self.cells.len() == schema.columns.len()
            && self.cells.iter().zip(&schema.columns).all(|(cells, column)| cells.sound(rows, &column.kind));
        let answered = self.margins.sound(rows, margins)
            && self.scores.sound(rows, scores)
            && whole(self.classes.len(), rows, targets.len());
        // A row that nothing is known of would pass.
        let known = self.margins.values.len() == rows * margins
            || self.scores.values.len() == rows * scores
            || self.classes.len() == rows * targets.len();
        match asked && answered && known && self.leaves.0 <= self.leaves.1 && self.leaves.1 <= SAFE_INTEGER {
            true => Ok(()),
            false => Err(Error::file("bad-proof", "a proof has a cell for each row and column, and their answers")),
        }
    }

    fn fill(&self, frame: &mut Frame, start: usize) {
        let rows = frame.rows();
        for (c, cells) in self.cells.iter().enumerate() {
            for row in 0..rows {
                let pick = cells.pick(start + row);
                match &cells.values {
                    ProofValues::Numbers(v) => frame.values()[c * rows + row] = v[pick],
                    ProofValues::Text(v) => frame.text(c)[row] = v[pick].as_deref().map(Into::into),
                }
            }
        }
    }
}

impl Pipeline {
    /// A number (FNV-1a) made of all names that callers know: of columns, levels, targets
    /// and classes, in their order.
    pub fn names_digest(&self) -> u64 {
        let mut digest = 0xcbf2_9ce4_8422_2325;
        for column in &self.schema.columns {
            let Kind::Categorical { levels, .. } = &column.kind else {
                add(&mut digest, column.name.as_bytes());
                continue;
            };
            add_labels(&mut digest, &column.name, levels);
        }
        for target in &self.output.targets {
            match target.labels() {
                Some(classes) => add_labels(&mut digest, &target.name, classes),
                None => add(&mut digest, target.name.as_bytes()),
            }
        }
        digest
    }
}

fn add_labels(digest: &mut u64, name: &str, labels: &Labels) {
    add(digest, name.as_bytes());
    for label in labels.iter() {
        match label {
            Label::String(text) => add(digest, text.as_bytes()),
            Label::Number(number) => add(digest, &number.to_le_bytes()),
            Label::Boolean(flag) => add(digest, &[u8::from(flag)]),
        }
    }
}

/// A name and its end, a byte that is in no text.
#[inline(never)]
fn add(digest: &mut u64, name: &[u8]) {
    for byte in name.iter().chain(&[0xff]) {
        *digest = (*digest ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
    }
}

impl Predictor {
    /// Answers the proof's rows and compares. Where names are others than those that were
    /// answered for, no row holds.
    pub fn self_test(&self) -> SelfTest {
        let mut test = SelfTest::default();
        let Some(proof) = &self.pipeline().proof else {
            test.verdict.push_str("The model carries no reference rows: nothing was tested.");
            return test;
        };
        test.rows = proof.rows;
        if proof.names == self.pipeline().names_digest() {
            let wrong = self.wrong(proof, &mut test);
            test.passed = wrong.iter().filter(|wrong| !**wrong).count() as u32;
        }
        test.verdict = proof.verdict(test.passed);
        test
    }

    /// For each row whether its answers are others.
    fn wrong(&self, proof: &Proof, test: &mut SelfTest) -> Vec<bool> {
        let prediction = self.ask(proof);
        let classes = Expected { values: proof.classes.iter().map(|c| f64::from(*c)).collect(), ..Expected::default() };
        let slot = self.pipeline().output.targets[0].slots[0] as usize;
        let types = self.pipeline().types().unwrap_or_default();
        let single = types.get(slot).is_some_and(|t| t.kind == SlotKind::Number(Precision::F32));
        let mut wrong = vec![false; prediction.rows];
        for (part, expected) in [&proof.margins, &proof.scores, &classes].into_iter().enumerate() {
            let got = side_by_side(&prediction, part);
            let width = got.len() / prediction.rows.max(1);
            for (i, (got, value)) in got.iter().zip(&expected.values).enumerate() {
                wrong[i / width] |= test.differs(i / width, (*got, *value), expected, single);
            }
        }
        wrong
    }

    fn ask(&self, proof: &Proof) -> Prediction {
        let (mut frame, mut prediction) = (Frame::default(), Prediction::default());
        let all = proof.rows as usize;
        while prediction.rows < all {
            let start = prediction.rows;
            self.begin(&mut frame, self.block().min(all - start));
            proof.fill(&mut frame, start);
            self.run(&mut frame, &mut prediction);
        }
        prediction
    }
}

/// Row after row the margins (0), scores (1) or classes (2) of all targets.
fn side_by_side(prediction: &Prediction, part: usize) -> Vec<f64> {
    let mut all = Vec::new();
    for row in 0..prediction.rows {
        for Answer { margins, scores, classes } in &prediction.targets {
            let numbers = if part == 0 { margins } else { scores };
            let width = numbers.len() / prediction.rows;
            match part {
                2 => all.push(f64::from(classes[row])),
                _ => all.extend_from_slice(&numbers[row * width..][..width]),
            }
        }
    }
    all
}

impl SelfTest {
    /// Whether a number is another; a row without an answer is proved by a row without one.
    fn differs(&mut self, row: usize, (got, value): (f64, f64), expected: &Expected, single: bool) -> bool {
        if got == value || got.is_nan() && value.is_nan() {
            return false;
        }
        // One that is no number beside one that is: as far apart as can be.
        let difference = Some((got - value).abs()).filter(|d| !d.is_nan()).unwrap_or(f64::INFINITY);
        self.max_abs_difference = self.max_abs_difference.max(difference);
        self.max_ulp = self.max_ulp.max(if difference.is_finite() { ulps(got, value, single) } else { difference });
        // Where no answer is expected the tolerance is no number, and nothing is within it.
        let within = difference <= expected.absolute + expected.relative * value.abs();
        let differs = !within;
        if differs {
            self.first.get_or_insert((row, got, value));
        }
        differs
    }
}

/// How many numbers of a precision two are apart.
fn ulps(a: f64, b: f64, single: bool) -> f64 {
    // The bits of floats of one sign ascend as whole numbers do.
    let rank = |x: f64| {
        let bits = if single { i64::from((x.abs() as f32).to_bits()) } else { x.abs().to_bits() as i64 };
        if x < 0.0 { -bits } else { bits }
    };
    rank(a).abs_diff(rank(b)) as f64
}

impl Proof {
    /// A sentence of what it says that `passed` of its rows hold.
    pub fn verdict(&self, passed: u32) -> String {
        let by = self.source.as_deref().unwrap_or("windowbox");
        let proved = match (&self.source, passed == self.rows) {
            (_, false) => ": the model or the engine is not the one that was packed",
            (Some(_), _) => ", within its tolerance: parity proved",
            (None, _) => " when the model was made: delivery proved, not parity with another library",
        };
        let share = match self.leaves {
            (_, 0) => String::new(),
            (covered, leaves) => format!(" ({} % of leaves covered)", covered * 100 / leaves),
        };
        let rows = self.rows;
        format!("{passed} of {rows} reference rows get the same answers here as from {by}{proved}{share}.")
    }
}
