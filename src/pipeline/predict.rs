//! Predicting: blocks of rows through the nodes, then the output.

use super::Predictor;
use crate::data::{Cells, Kind, Table, Trouble};
#[cfg(feature = "date")]
use crate::preprocess::date::Invalid;
use crate::slots::{Columns, Operation, Text, UNSEEN};
use crate::sort::sort;

/// Rows a block: enough to share the walk over the nodes, small enough for a cache.
const BLOCK: usize = 256;
/// Numbers a block: wide pipelines get fewer rows, so that memory stays flat.
const BLOCK_CELLS: usize = 1 << 18;

/// What there is to say about a cell, or about a row as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issue {
    /// The row, from 0.
    pub row: usize,
    /// The column of the schema; `None` for the whole row.
    pub column: Option<usize>,
    /// What it is.
    pub trouble: Trouble,
    /// Whether the row got no answer for it; otherwise it is a warning.
    pub fatal: bool,
}

impl Issue {
    /// By row, then by column, the row as a whole last.
    fn place(&self) -> (usize, usize) {
        (self.row, self.column.unwrap_or(usize::MAX))
    }
}

/// The answers to one target, row by row. A row that got none has NaN and class 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// Row after row, as many margins as the target has slots.
    pub margins: Vec<f64>,
    /// Row after row, a probability for each class, or the value.
    pub scores: Vec<f64>,
    /// The code of the class of each row; 0 for a number.
    pub classes: Vec<u32>,
}

/// Everything that is said about some rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prediction {
    /// The rows.
    pub rows: usize,
    /// For each target its answers.
    pub targets: Vec<Answer>,
    /// Errors and warnings, by row and column.
    pub issues: Vec<Issue>,
}

impl Prediction {
    /// Whether row `row` got an answer.
    pub fn answered(&self, row: usize) -> bool {
        !self.issues.iter().any(|issue| issue.row == row && issue.fatal)
    }
}

/// A block of rows with all their slots; it is filled, run and read again and again.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    rows: usize,
    values: Vec<f64>,
    text: Vec<Text>,
}

impl Frame {
    /// How many rows are in the block.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The slots' numbers, slot after slot of `rows` each: fill the first ones.
    pub fn values(&mut self) -> &mut [f64] {
        &mut self.values
    }

    /// The text of a column: fill it with as many cells as rows.
    pub fn text(&mut self, column: usize) -> &mut Text {
        &mut self.text[column]
    }

    /// Fills the block with the rows of a table from `start`.
    pub fn fill(&mut self, table: &Table, start: usize) {
        let rows = self.rows;
        for (c, cells) in table.columns().iter().enumerate() {
            match cells {
                Cells::Numbers(v) => self.values[c * rows..][..rows].copy_from_slice(&v[start..start + rows]),
                Cells::Text(v) => self.text[c].clone_from_slice(&v[start..start + rows]),
            }
        }
    }

    /// What the rows of the block have in a slot.
    pub fn slot(&self, slot: u32) -> &[f64] {
        &self.values[slot as usize * self.rows..][..self.rows]
    }
}

impl Predictor {
    /// The number of rows that a block should hold.
    pub fn block(&self) -> usize {
        (BLOCK_CELLS / self.slots.max(1)).clamp(1, BLOCK)
    }

    /// Makes `frame` a block of `rows` rows, everything missing.
    pub fn begin(&self, frame: &mut Frame, rows: usize) {
        frame.rows = rows;
        frame.values.clear();
        frame.values.resize(self.slots * rows, f64::NAN);
        frame.text.resize(self.pipeline.schema.columns.len(), Text::new());
        for (column, text) in self.pipeline.schema.columns.iter().zip(&mut frame.text) {
            text.clear();
            text.resize(if column.kind == Kind::Text { rows } else { 0 }, None);
        }
    }

    /// Answers the block: what was written to its first slots and texts is read, made
    /// sound, and run through the nodes; answers and issues are added to `to`.
    pub fn run(&self, frame: &mut Frame, to: &mut Prediction) {
        to.targets.resize(self.pipeline.output.targets.len(), Answer::default());
        if frame.rows == 0 {
            return;
        }
        let first = to.issues.len();
        self.admit(frame, to);
        #[cfg(feature = "date")]
        self.admit_dates(frame, to);
        self.nodes(frame);
        self.answer(frame, to, first);
        to.rows += frame.rows;
    }

    /// Answers every row of a table; the good ones also where others are bad.
    ///
    /// ```no_run
    /// # let predictor: windowbox::Predictor = unimplemented!();
    /// use windowbox::data::{cell::parse, Table};
    /// let schema = &predictor.pipeline().schema;
    /// let mut table = Table::new(schema);
    /// let cells = schema.columns.iter().map(|c| parse(c, "3.5").unwrap()).collect();
    /// table.push(cells);
    /// let prediction = predictor.predict(&table);
    /// println!("{:?}", prediction.targets[0].scores);
    /// ```
    pub fn predict(&self, table: &Table) -> Prediction {
        let (mut frame, mut prediction) = (Frame::default(), Prediction::default());
        for start in (0..table.rows()).step_by(self.block()) {
            let rows = self.block().min(table.rows() - start);
            self.begin(&mut frame, rows);
            frame.fill(table, start);
            self.run(&mut frame, &mut prediction);
        }
        prediction.targets.resize(self.pipeline.output.targets.len(), Answer::default());
        prediction
    }

    /// Makes every cell one that its slot's type promises, and says what was wrong.
    fn admit(&self, frame: &mut Frame, to: &mut Prediction) {
        let statistics = &self.pipeline.statistics.columns;
        for (c, column) in self.pipeline.schema.columns.iter().enumerate() {
            let range = statistics.get(c).and_then(|s| s.min.zip(s.max));
            for r in 0..frame.rows {
                let trouble = match column.kind {
                    Kind::Text => frame.text[c][r].is_none() && !column.missing,
                    _ => false,
                };
                let (mut trouble, mut fatal) = (trouble.then_some(Trouble::MissingNotAllowed), trouble);
                if column.kind != Kind::Text {
                    let cell = &mut frame.values[c * frame.rows + r];
                    (trouble, fatal) = admit_number(&column.kind, column.missing, range, cell);
                }
                if let Some(trouble) = trouble {
                    to.issues.push(Issue { row: to.rows + r, column: Some(c), trouble, fatal });
                }
            }
        }
    }

    /// Makes a text that is read as a date one that can be, or missing.
    #[cfg(feature = "date")]
    fn admit_dates(&self, frame: &mut Frame, to: &mut Prediction) {
        for (c, date) in self.pipeline.dates() {
            let column = &self.pipeline.schema.columns[c];
            for (r, cell) in frame.text[c].iter_mut().enumerate() {
                let Some(text) = cell.as_deref().filter(|text| date.number(text).is_none()) else { continue };
                let trouble = match crate::data::cell::missing(text) || date.invalid == Invalid::Missing {
                    false => Some(Trouble::BadType),
                    true => (!column.missing).then_some(Trouble::MissingNotAllowed),
                };
                *cell = None;
                to.issues.extend(trouble.map(|trouble| Issue {
                    row: to.rows + r,
                    column: Some(c),
                    trouble,
                    fatal: true,
                }));
            }
        }
    }

    fn nodes(&self, frame: &mut Frame) {
        let rows = frame.rows;
        let mut next = self.pipeline.schema.columns.len();
        for (node, prepared) in self.pipeline.nodes.iter().zip(&self.prepared) {
            let (read, write) = frame.values.split_at_mut(next * rows);
            let written = &mut write[..node.writes.len() * rows];
            node.op.apply_prepared(prepared, Columns::new(rows, &node.reads, read, &frame.text), written);
            next += node.writes.len();
        }
    }

    fn answer(&self, frame: &Frame, to: &mut Prediction, first: usize) {
        let mut failed = vec![false; frame.rows];
        to.issues[first..].iter().filter(|i| i.fatal).for_each(|i| failed[i.row - to.rows] = true);
        for (t, target) in self.pipeline.output.targets.iter().enumerate() {
            let answer = &mut to.targets[t];
            for (r, failed) in failed.iter_mut().enumerate() {
                let start = answer.margins.len();
                answer.margins.extend(target.slots.iter().map(|slot| frame.slot(*slot)[r]));
                let at = answer.scores.len();
                answer.scores.resize(at + target.width(), f64::NAN);
                target.scores(&answer.margins[start..], &mut answer.scores[at..]);
                let coded = target.coded().map(|slot| frame.slot(slot)[r]);
                if !*failed && !target.sound(&answer.scores[at..], coded) {
                    *failed = true;
                    to.issues.push(Issue { row: to.rows + r, column: None, trouble: Trouble::NoAnswer, fatal: true });
                }
                answer.classes.push(target.decide(&answer.margins[start..], &answer.scores[at..], coded) as u32);
            }
        }
        self.withhold(&failed, to);
        sort(&mut to.issues[first..], |a, b| a.place() < b.place());
    }

    /// A row that failed has no answer for any target.
    fn withhold(&self, failed: &[bool], to: &mut Prediction) {
        for (target, answer) in self.pipeline.output.targets.iter().zip(&mut to.targets) {
            let (slots, width) = (target.slots.len(), target.width());
            for r in (0..failed.len()).filter(|r| failed[*r]) {
                let row = to.rows + r;
                answer.margins[row * slots..][..slots].fill(f64::NAN);
                answer.scores[row * width..][..width].fill(f64::NAN);
                answer.classes[row] = 0;
            }
        }
    }
}

/// Rounds a number, keeps a code a code; says what is missing, unseen or out of range.
fn admit_number(kind: &Kind, missing: bool, range: Option<(f64, f64)>, cell: &mut f64) -> (Option<Trouble>, bool) {
    use crate::data::schema::Unseen;
    if cell.is_nan() {
        // The rest of the row still runs: any code will do, its answer is withheld.
        *cell = if missing { f64::NAN } else { 0.0 };
        return ((!missing).then_some(Trouble::MissingNotAllowed), !missing);
    }
    match kind {
        Kind::Numeric { precision, .. } => {
            let outside = range.is_some_and(|(min, max)| *cell < min || *cell > max);
            *cell = precision.round(*cell);
            (outside.then_some(Trouble::OutOfRange), false)
        }
        Kind::Categorical { levels, unseen } => {
            let known = *cell >= 0.0 && *cell < levels.len() as f64;
            *cell = if known { cell.trunc() } else { UNSEEN };
            let refused = !known && *unseen == Unseen::Refused;
            ((!known).then_some(Trouble::UnknownLevel), refused)
        }
        Kind::Boolean => {
            *cell = f64::from(u8::from(*cell != 0.0));
            (None, false)
        }
        Kind::Text => (None, false),
    }
}
