//! Predicting: blocks of rows through the nodes, then the output.

use super::Predictor;
use crate::data::{Cells, Kind, Table, Trouble};
use crate::slots::{Columns, Operation, Text};

/// Rows a block: enough to share the walk over the nodes, small enough for a cache.
const BLOCK: usize = 2048;
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
    pub(super) fn place(&self) -> (usize, usize) {
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
    /// Takes all answers away, and keeps the memory.
    pub fn clear(&mut self) {
        self.rows = 0;
        self.issues.clear();
        for answer in &mut self.targets {
            answer.margins.clear();
            answer.scores.clear();
            answer.classes.clear();
        }
    }

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
    pub(super) failed: Vec<bool>,
}

impl Frame {
    #[cfg(test)]
    pub(super) fn of(values: Vec<f64>, rows: usize) -> Self {
        Self { rows, values, ..Self::default() }
    }

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

    /// The numbers of a column.
    pub(super) fn column(&mut self, column: usize) -> &mut [f64] {
        &mut self.values[column * self.rows..][..self.rows]
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
        self.resize(frame, rows);
        let columns = self.pipeline.schema.columns.len();
        frame.values[..columns * rows].fill(f64::NAN);
    }

    /// Makes `frame` a block of `rows` rows: texts missing, numbers those that were there.
    /// Every one of them must be written.
    pub fn resize(&self, frame: &mut Frame, rows: usize) {
        let columns = &self.pipeline.schema.columns;
        frame.rows = rows;
        frame.values.resize(self.slots * rows, f64::NAN);
        frame.text.resize(columns.len(), Text::new());
        for (_, text) in columns.iter().zip(&mut frame.text).filter(|(column, _)| column.kind == Kind::Text) {
            *text = vec![None; rows];
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
}
