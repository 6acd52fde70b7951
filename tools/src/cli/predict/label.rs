//! Answers for people: a line a row, empty where there is none.

use super::block::Answers;
use super::output::{Asked, Reader, Sink, number};
use crate::cli::terminal::{tame, written};
use crate::npm::literal;
use std::io::Write;
use windowbox::{Output, Result};

/// Writes a line a row.
pub struct Label<'a, W: Write> {
    output: &'a Output,
    asked: Asked,
    to: W,
}

impl<'a, W: Write> Label<'a, W> {
    /// Begins to write.
    pub fn new(output: &'a Output, asked: Asked, to: W) -> Self {
        Self { output, asked, to }
    }

    fn line(&self, row: Reader<'_>) -> String {
        let targets = 0..if row.answered() { self.output.targets.len() } else { 0 };
        targets.map(|t| self.answer(row, t)).collect::<Vec<_>>().join("\t")
    }

    fn answer(&self, row: Reader<'_>, t: usize) -> String {
        let mut words = vec![literal::text(&row.prediction(t))];
        if self.asked.probabilities {
            words.extend(row.probabilities(t).map(|(class, p)| format!("{class}={}", literal::text(&number(p)))));
        }
        if self.asked.margin {
            words.extend(row.margins(t).iter().map(|m| format!("margin={}", literal::text(&number(*m)))));
        }
        words.iter().map(|word| tame(word)).collect::<Vec<_>>().join("\t")
    }
}

impl<W: Write> Sink for Label<'_, W> {
    fn block(&mut self, answers: &Answers) -> Result<()> {
        for row in Reader::rows(self.output, answers) {
            written(writeln!(self.to, "{}", self.line(row)))?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        written(self.to.flush())
    }
}
