//! Lanes: columns under the cuts that nodes compare them with.

use crate::planes::{self, ROWS, WIDEST};
use crate::rank::{Cuts, Reading, Real, Work};
use crate::vector::V;

/// A column as its nodes read it, and the cuts that they compare it with: a plane each.
#[derive(Debug, Clone)]
pub struct Lane {
    column: usize,
    reading: Reading,
    cuts: Cuts,
    missing_right: Vec<u32>,
    copies: Vec<u32>,
}

impl Lane {
    /// A lane; `None` where a position is of no cut. A missing cell is left of a cut unless
    /// the cut's position is in `missing_right`; the cuts in `copies` have a second plane,
    /// behind those of all cuts, of which it is right.
    pub fn new(column: usize, reading: Reading, cuts: Cuts, missing_right: Vec<u32>, copies: Vec<u32>) -> Option<Self> {
        let sound = missing_right.iter().chain(&copies).all(|cut| (*cut as usize) < cuts.count());
        sound.then_some(Lane { column, reading, cuts, missing_right, copies })
    }

    /// How many planes it makes.
    pub fn planes(&self) -> usize {
        self.cuts.count() + self.copies.len()
    }

    pub(crate) fn column(&self) -> usize {
        self.column
    }

    /// The planes of some rows, `wide` vectors each: 1 or [`WIDEST`].
    pub(crate) fn write(&self, cells: &[f64], work: &mut Work, wide: usize, out: &mut [V]) {
        let missing = self.cuts.rank(self.reading, cells, work);
        for w in 0..wide {
            planes::write(&work.low, &work.high, w * ROWS, self.cuts.count(), out, w, wide);
        }
        if missing || !self.copies.is_empty() {
            let mut masks = [V::ZERO; WIDEST];
            self.missing(cells, &mut masks);
            self.mark_missing(&masks[..wide], out);
        }
    }

    /// Makes the missing cells, by row, right of the cuts that say so.
    fn mark_missing(&self, missing: &[V], planes: &mut [V]) {
        let wide = missing.len();
        let mark = |cut: &mut [V]| cut.iter_mut().zip(missing).for_each(|(cut, missing)| *cut = cut.or(*missing));
        let (cuts, copies) = planes.split_at_mut(self.cuts.count() * wide);
        for (copy, cut) in copies.chunks_exact_mut(wide).zip(&self.copies) {
            copy.copy_from_slice(&cuts[*cut as usize * wide..][..wide]);
            mark(copy);
        }
        self.missing_right.iter().for_each(|cut| mark(&mut cuts[*cut as usize * wide..][..wide]));
    }

    /// A bit for each cell that is missing.
    fn missing(&self, cells: &[f64], masks: &mut [V]) {
        let missing = |cell: f64| match self.cuts {
            Cuts::Single(_) => self.reading.number::<f32>(cell).is_missing(),
            Cuts::Double(_) => self.reading.number::<f64>(cell).is_missing(),
        };
        for (mask, cells) in masks.iter_mut().zip(cells.chunks(ROWS)) {
            let mut words = [0; 2];
            for (row, _) in cells.iter().enumerate().filter(|(_, cell)| missing(**cell)) {
                words[row % 16 / 8] |= 1 << (row % 8 * 8 + row / 16);
            }
            *mask = V::new(words);
        }
    }
}
