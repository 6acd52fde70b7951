//! Making every cell of a block one that its slot's type promises, and saying what was
//! wrong: a column of which there is nothing to say is told from others in one pass.

use super::Predictor;
use super::predict::{Frame, Issue, Prediction};
use super::statistics::ColumnStatistics;
use crate::data::schema::Unseen;
use crate::data::{Column, Kind, Trouble};
#[cfg(feature = "date")]
use crate::preprocess::date::Invalid;
use crate::slots::{Precision, UNSEEN};

/// The numbers of a column of which there is nothing to say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Gate {
    low: f64,
    high: f64,
    missing: bool,
    make: Make,
}

/// What is made of a number that passes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Make {
    Same,
    Single,
    Code,
    Truth,
    /// It is not looked at: the column has texts.
    Text,
}

impl Gate {
    pub(super) fn of(column: &Column, statistics: Option<&ColumnStatistics>) -> Self {
        let range = statistics.and_then(|s| s.min.zip(s.max));
        let (low, high) = range.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        let gate = Self { low, high, missing: column.missing, make: Make::Same };
        let (low, high) = (f64::NEG_INFINITY, f64::INFINITY);
        match &column.kind {
            Kind::Numeric { precision: Precision::F64, .. } => gate,
            Kind::Numeric { precision: Precision::F32, .. } => Self { make: Make::Single, ..gate },
            // Below the number of levels, cut to a whole one.
            Kind::Categorical { levels, .. } => {
                Self { low: 0.0, high: (levels.len() as f64).next_down(), make: Make::Code, ..gate }
            }
            Kind::Boolean => Self { low, high, make: Make::Truth, ..gate },
            Kind::Text => Self { low, high, missing: column.missing, make: Make::Text },
        }
    }

    /// Whether there is nothing to say of a number.
    #[inline]
    fn admits(&self, x: f64) -> bool {
        match self.missing {
            true => !(x < self.low) & !(x > self.high),
            false => (x >= self.low) & (x <= self.high),
        }
    }

    /// Whether there is nothing to say of any number. Without an early end, so in vectors.
    fn admits_all(&self, cells: &[f64]) -> bool {
        let Self { low, high, .. } = *self;
        match self.missing {
            true => cells.iter().fold(true, |all, &x| all & !(x < low) & !(x > high)),
            false => cells.iter().fold(true, |all, &x| all & (x >= low) & (x <= high)),
        }
    }

    /// The number that the column's slot holds.
    #[inline]
    fn make(&self, x: f64) -> f64 {
        match self.make {
            Make::Single => f64::from(x as f32),
            Make::Code => x.trunc(),
            Make::Truth if !x.is_nan() => f64::from(u8::from(x != 0.0)),
            _ => x,
        }
    }

    fn make_all(&self, cells: &mut [f64]) {
        match self.make {
            Make::Same | Make::Text => {}
            Make::Single => cells.iter_mut().for_each(|x| *x = f64::from(*x as f32)),
            _ => cells.iter_mut().for_each(|x| *x = self.make(*x)),
        }
    }
}

impl Predictor {
    /// Makes every cell sound; what there is to say is added to `to`.
    pub(super) fn admit(&self, frame: &mut Frame, to: &mut Prediction) {
        let rows = frame.rows();
        for (c, gate) in self.gates.iter().enumerate() {
            let admitted = match (gate.make, frame.column(c)) {
                (Make::Text, _) => gate.missing,
                (_, [x]) if gate.admits(*x) => {
                    *x = gate.make(*x);
                    true
                }
                (_, [_]) => false,
                (_, cells) => {
                    let all = gate.admits_all(cells);
                    if all {
                        gate.make_all(cells);
                    }
                    all
                }
            };
            if !admitted {
                (0..rows).for_each(|r| self.admit_cell(c, r, frame, to));
            }
        }
        #[cfg(feature = "date")]
        self.admit_dates(frame, to);
    }

    /// Makes one cell sound, and says what was wrong with it.
    fn admit_cell(&self, c: usize, r: usize, frame: &mut Frame, to: &mut Prediction) {
        let column = &self.pipeline.schema.columns[c];
        let (trouble, fatal) = match column.kind {
            Kind::Text => {
                let lacks = frame.text(c)[r].is_none() && !column.missing;
                (lacks.then_some(Trouble::MissingNotAllowed), lacks)
            }
            _ => self.admit_number(c, &mut frame.column(c)[r]),
        };
        if let Some(trouble) = trouble {
            to.issues.push(Issue { row: to.rows + r, column: Some(c), trouble, fatal });
        }
    }

    /// What is missing, unseen or out of range; a cell that is refused becomes any that
    /// the slot may hold: the rest of its row still runs, and its answer is withheld.
    fn admit_number(&self, c: usize, cell: &mut f64) -> (Option<Trouble>, bool) {
        let (gate, x) = (self.gates[c], *cell);
        if x.is_nan() {
            *cell = if gate.missing { x } else { 0.0 };
            return ((!gate.missing).then_some(Trouble::MissingNotAllowed), !gate.missing);
        }
        let admitted = gate.admits(x);
        *cell = gate.make(x);
        match &self.pipeline.schema.columns[c].kind {
            Kind::Categorical { unseen, .. } if !admitted => {
                *cell = UNSEEN;
                (Some(Trouble::UnknownLevel), *unseen == Unseen::Refused)
            }
            _ => ((!admitted).then_some(Trouble::OutOfRange), false),
        }
    }

    /// Makes a text that is read as a date one that can be, or missing.
    #[cfg(feature = "date")]
    fn admit_dates(&self, frame: &mut Frame, to: &mut Prediction) {
        for (c, date) in self.pipeline.dates() {
            let column = &self.pipeline.schema.columns[c];
            for (r, cell) in frame.text(c).iter_mut().enumerate() {
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
}
