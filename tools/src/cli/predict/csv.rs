//! Answers as CSV: RFC 4180, and nothing that a spreadsheet would run as a formula.

use super::block::Answers;
use super::output::{Asked, Reader, Sink, class_names, number};
use crate::cli::terminal::written;
use crate::npm::literal;
use std::io::{self, Write};
use windowbox::data::Labels;
use windowbox::{Output, Result};

/// Writes a header, then a record a row; a row without an answer has empty cells.
pub struct Csv<'a, W: Write> {
    output: &'a Output,
    asked: Asked,
    to: csv::Writer<W>,
}

impl<'a, W: Write> Csv<'a, W> {
    /// Writes the header.
    ///
    /// # Errors
    /// `io`.
    pub fn new(output: &'a Output, asked: Asked, to: W) -> Result<Self> {
        let to = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
        let mut csv = Self { output, asked, to };
        let header = csv.header();
        csv.record(&header)?;
        Ok(csv)
    }

    fn header(&self) -> Vec<String> {
        let several = self.output.targets.len() > 1;
        let name = |what: &str, t: usize| match several {
            true => format!("{what}.{}", self.output.targets[t].name),
            false => what.to_owned(),
        };
        let mut header = Vec::new();
        for (t, target) in self.output.targets.iter().enumerate() {
            header.push(name("prediction", t));
            if self.asked.probabilities {
                header.extend(class_names(target).iter().map(|class| format!("{}.{class}", name("probability", t))));
            }
            if self.asked.margin {
                header.extend((0..target.slots.len()).map(|i| format!("{}.{i}", name("margin", t))));
            }
        }
        header
    }

    fn cells(&self, row: Reader<'_>, width: usize) -> Vec<String> {
        let mut cells = Vec::with_capacity(width);
        for t in 0..if row.answered() { self.output.targets.len() } else { 0 } {
            cells.push(self.prediction(row, t));
            if self.asked.probabilities {
                cells.extend(row.probabilities(t).map(|(_, p)| literal::text(&number(p))));
            }
            if self.asked.margin {
                cells.extend(row.margins(t).iter().map(|m| literal::text(&number(*m))));
            }
        }
        cells.resize(width, String::new());
        cells
    }

    /// A number begins with a minus and is no formula; a label may be anything.
    fn prediction(&self, row: Reader<'_>, t: usize) -> String {
        let text = literal::text(&row.prediction(t));
        if matches!(self.output.targets[t].labels(), Some(Labels::String(_))) { safe(&text) } else { text }
    }

    fn record(&mut self, cells: &[String]) -> Result<()> {
        written(self.to.write_record(cells).map_err(below))
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe in front
/// (OWASP ASVS 1.2.10).
fn safe(text: &str) -> String {
    let formula = |c: char| "=+-@\t\r\n\0\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(c);
    if text.starts_with(formula) { format!("'{text}") } else { text.to_owned() }
}

impl<W: Write> Sink for Csv<'_, W> {
    fn block(&mut self, answers: &Answers) -> Result<()> {
        let width = self.header().len();
        for row in Reader::rows(self.output, answers) {
            let cells = self.cells(row, width);
            self.record(&cells)?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        written(self.to.flush())
    }
}

/// What failed below the writer: as an error of its own it would hide that nobody reads any more.
fn below(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_no_formulas() {
        assert_eq!(safe("=1+1"), "'=1+1");
        assert_eq!(safe("\u{ff1d}1"), "'\u{ff1d}1");
        assert_eq!(safe("a=1"), "a=1");
    }
}
