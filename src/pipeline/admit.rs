//! Making every cell of a block one that its slot's type promises, and saying what was
//! wrong: a column of which there is nothing to say is told from others in one pass.

use super::Predictor;
use super::predict::{Frame, Issue, Prediction};
use super::statistics::ColumnStatistics;
use crate::data::schema::Unseen;
use crate::data::{Column, Kind, Trouble};
#[cfg(feature = "date")]
use crate::preprocess::date::Invalid;
use crate::slots::{Precision, UNSEEN, between};

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
}

impl Make {
    /// The number that the column's slot holds.
    fn one(self, x: f64) -> f64 {
        match self {
            Make::Single => f64::from(x as f32),
            Make::Code => x.trunc(),
            Make::Truth if !x.is_nan() => f64::from(u8::from(x != 0.0)),
            _ => x,
        }
    }

    fn all(self, cells: &mut [f64]) {
        match self {
            Make::Same | Make::Text => {}
            Make::Single => cells.iter_mut().for_each(|x| *x = f64::from(*x as f32)),
            _ => cells.iter_mut().for_each(|x| *x = self.one(*x)),
        }
    }
}

/// The gates of all columns.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Gates {
    each: Vec<Gate>,
    /// What is made of every column's numbers, where it is the same: then one look tells
    /// whether there is nothing to say of a row.
    alike: Option<Make>,
}

impl Gates {
    pub(super) fn new(columns: &[Column], statistics: &[ColumnStatistics]) -> Self {
        let each: Vec<Gate> =
            columns.iter().enumerate().map(|(c, column)| Gate::of(column, statistics.get(c))).collect();
        let first = each.first().map(|gate| gate.make);
        let alike = first.filter(|make| *make != Make::Text && each.iter().all(|gate| gate.make == *make));
        Self { each, alike }
    }

    /// Admits a row of numbers of which there is nothing to say.
    fn admit_row(&self, row: &mut [f64]) -> bool {
        let Some(make) = self.alike else { return false };
        let inside = row.iter().zip(&self.each).fold(true, |all, (x, gate)| all & (*x >= gate.low) & (*x <= gate.high));
        if inside {
            make.all(row);
        }
        inside
    }
}

/// As [`between`], and whether every number is a single, as those of a `Float32Array` are: then
/// nothing is to be made of them.
#[inline(never)]
fn singles(values: &[f64], low: f64, high: f64, nan: bool) -> bool {
    let inside = |x: f64| (x >= low) & (x <= high) & (f64::from(x as f32) == x);
    values.iter().fold(true, |all, x| all & (inside(*x) | nan & x.is_nan()))
}

impl Predictor {
    /// Makes every cell sound; what there is to say is added to `to`.
    pub(super) fn admit(&self, frame: &mut Frame, to: &mut Prediction) {
        let columns = self.gates.each.len();
        if frame.rows() == 1 && self.gates.admit_row(&mut frame.values()[..columns]) {
            return;
        }
        for (c, gate) in self.gates.each.iter().enumerate() {
            let cells = frame.column(c);
            match gate.make {
                Make::Text if gate.missing => {}
                Make::Single if singles(cells, gate.low, gate.high, gate.missing) => {}
                make if make != Make::Text && between(cells, gate.low, gate.high, gate.missing) => make.all(cells),
                _ => (0..frame.rows()).for_each(|r| self.admit_cell(c, r, frame, to)),
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
        let (gate, x) = (self.gates.each[c], *cell);
        if x.is_nan() {
            *cell = if gate.missing { x } else { 0.0 };
            return ((!gate.missing).then_some(Trouble::MissingNotAllowed), !gate.missing);
        }
        let admitted = between(&[x], gate.low, gate.high, gate.missing);
        *cell = gate.make.one(x);
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
