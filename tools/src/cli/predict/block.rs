//! A block of rows on its way through the predictor.

use super::given::Given;
use super::remark::Remark;
use windowbox::data::{Cell, Trouble};
use windowbox::pipeline::{Frame, Issue};
use windowbox::{Error, Prediction, Predictor};

/// One row as it came in, in the order of the schema.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// What it says of each column; empty where the row cannot be read.
    pub cells: Vec<Given>,
    /// Keys that name no column.
    pub unknown: Vec<String>,
    /// Why the row cannot be read.
    pub unreadable: Option<Error>,
    /// The line that it stands in, from 1, where rows are lines of a text.
    pub line: Option<u64>,
}

impl Row {
    /// A row that cannot be read.
    pub fn unreadable(error: Error) -> Self {
        Self { unreadable: Some(error), ..Self::default() }
    }

    /// What it says of a column.
    pub fn given(&self, column: usize) -> &Given {
        self.cells.get(column).unwrap_or(&Given::Absent)
    }
}

/// Rows with their answers.
pub struct Answers {
    /// The answers, row by row.
    pub prediction: Prediction,
    /// Which rows got none.
    pub failed: Vec<bool>,
    /// Warnings and errors, by row.
    pub remarks: Vec<Remark>,
}

/// Asks a predictor block by block, and counts the rows.
pub struct Asker<'a> {
    predictor: &'a Predictor,
    strict: bool,
    frame: Frame,
    next: u64,
}

impl<'a> Asker<'a> {
    /// Begins at row 0. `strict` makes errors of warnings.
    pub fn new(predictor: &'a Predictor, strict: bool) -> Self {
        Self { predictor, strict, frame: Frame::default(), next: 0 }
    }

    /// Answers a block of rows, at most as many as the predictor's block.
    pub fn ask(&mut self, rows: &[Row]) -> Answers {
        let mut prediction = Prediction::default();
        let mut remarks = self.fill(rows);
        self.predictor.run(&mut self.frame, &mut prediction);
        for issue in &prediction.issues {
            self.hear(issue, rows, &mut remarks);
        }
        let failed = self.settle(&mut remarks, rows);
        self.next += rows.len() as u64;
        Answers { prediction, failed, remarks }
    }

    /// Writes the cells into the frame, and says what cannot be written.
    fn fill(&mut self, rows: &[Row]) -> Vec<Remark> {
        let mut remarks = Vec::new();
        self.predictor.begin(&mut self.frame, rows.len());
        for (r, row) in rows.iter().enumerate() {
            let (schema, number) = (&self.predictor.pipeline().schema, self.next + r as u64);
            remarks.extend(row.unknown.iter().map(|key| Remark::unknown_column(number, key, schema)));
            match &row.unreadable {
                Some(error) => remarks.push(Remark::unreadable(number, error)),
                None => self.fill_row(r, row, rows.len(), &mut remarks),
            }
        }
        remarks
    }

    fn fill_row(&mut self, r: usize, row: &Row, rows: usize, remarks: &mut Vec<Remark>) {
        let schema = &self.predictor.pipeline().schema;
        let number = self.next + r as u64;
        for (c, column) in schema.columns.iter().enumerate() {
            let given = row.given(c);
            let mut say = |trouble, fatal| remarks.push(Remark::cell(number, self.predictor, c, trouble, given, fatal));
            if *given == Given::Absent {
                say(Trouble::MissingColumn, !column.missing);
            }
            match given.cell(column) {
                Ok(Cell::Number(x)) => self.frame.values()[c * rows + r] = x,
                Ok(Cell::Text(text)) => self.frame.text(c)[r] = text,
                Err(trouble) => say(trouble, true),
            }
        }
    }

    /// Takes what the predictor says, unless the cell or row was refused before.
    fn hear(&self, issue: &Issue, rows: &[Row], remarks: &mut Vec<Remark>) {
        let number = self.next + issue.row as u64;
        let row = &rows[issue.row];
        let columns = &self.predictor.pipeline().schema.columns;
        let name = issue.column.map(|c| columns[c].name.as_str());
        let refused = |r: &Remark| r.row == number && r.fatal && (r.column.is_none() || r.column.as_deref() == name);
        if remarks.iter().any(refused) {
            return;
        }
        remarks.push(match issue.column {
            Some(c) => Remark::cell(number, self.predictor, c, issue.trouble, row.given(c), issue.fatal),
            None => Remark::unanswered(number, issue.trouble),
        });
    }

    /// Sorts the remarks by row, adds its line, and says which rows got no answer.
    fn settle(&self, remarks: &mut [Remark], rows: &[Row]) -> Vec<bool> {
        let mut failed = vec![false; rows.len()];
        remarks.sort_by_key(|remark| remark.row);
        for remark in remarks {
            let r = (remark.row - self.next) as usize;
            remark.line = rows[r].line;
            remark.fatal |= self.strict;
            failed[r] |= remark.fatal;
        }
        failed
    }
}
