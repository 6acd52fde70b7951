//! Sets of categories: a byte of a table answers eight tests of one column.

use crate::planes::ROWS;
use crate::rank::{Reading, Work};
use crate::room::{get, load, set};
use crate::vector::{V, transpose};

/// Where the answers for a missing cell, for 0 and for what is no code stand; codes follow.
const MISSING: usize = 0;
const ZERO: usize = 1;
const NONE: usize = 2;
const FIRST: usize = 3;

/// The tests of a column that ask whether its code is in a set.
#[derive(Debug, Clone)]
pub struct Sets {
    column: usize,
    reading: Reading,
    /// Whether cells are rounded to single precision first: then a negative number above -1 is
    /// no code, rather than 0.
    single: bool,
    codes: usize,
    count: usize,
    /// For each eight sets and each answer's place a byte, whose bit says "right".
    table: Vec<u8>,
}

/// Who goes right in one test.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Test {
    /// A missing cell.
    pub missing: bool,
    /// The number 0.
    pub zero: bool,
    /// What is in no set.
    pub none: bool,
    /// Each code, by position; those behind are in no set.
    pub codes: Vec<bool>,
}

impl Test {
    fn right(&self, place: usize) -> bool {
        match place {
            MISSING => self.missing,
            ZERO => self.zero,
            NONE => self.none,
            _ => self.codes.get(place - FIRST).copied().unwrap_or(self.none),
        }
    }
}

impl Sets {
    /// A column's tests, a plane each. Their table has a byte for eight tests of a code.
    pub fn new(column: usize, reading: Reading, single: bool, tests: &[Test]) -> Self {
        let codes = tests.iter().map(|test| test.codes.len()).max().unwrap_or(0);
        let width = FIRST + codes;
        let byte = |tests: &[Test], place| tests.iter().rev().fold(0, |byte, t| byte << 1 | u8::from(t.right(place)));
        let table = tests.chunks(8).flat_map(|tests| (0..width).map(move |place| byte(tests, place))).collect();
        Sets { column, reading, single, codes, count: tests.len(), table }
    }

    pub(crate) fn column(&self) -> usize {
        self.column
    }

    /// How many planes it makes.
    pub fn planes(&self) -> usize {
        self.count
    }

    fn place(&self, cell: f64) -> usize {
        let x: f64 = self.reading.number(if self.single { f64::from(cell as f32) } else { cell });
        // A code too large for a usize saturates.
        let code = x as usize;
        match x {
            _ if x.is_nan() => MISSING,
            _ if x == 0.0 => ZERO,
            _ if x <= -1.0 || self.single && x < 0.0 || code >= self.codes => NONE,
            _ => FIRST + code,
        }
    }

    /// The planes of some rows, `wide` vectors each.
    pub(crate) fn write(&self, cells: &[f64], work: &mut Work, wide: usize, out: &mut [V]) {
        let Work { places, low: bytes, .. } = work;
        places.iter_mut().zip(cells).for_each(|(place, cell)| *place = self.place(*cell) as u32);
        places[cells.len()..].fill(0);
        for (table, out) in self.table.chunks_exact(FIRST + self.codes).zip(out.chunks_mut(8 * wide)) {
            places.iter().enumerate().for_each(|(row, place)| set(bytes, row, get(table, *place as usize)));
            for w in 0..wide {
                let mut v: [V; 8] = core::array::from_fn(|g| load(bytes, w * ROWS + 16 * g));
                transpose(&mut v);
                out[w..].iter_mut().step_by(wide).zip(v).for_each(|(out, v)| *out = v);
            }
        }
    }
}
