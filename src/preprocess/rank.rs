//! Rank: the smallest or largest numbers of a group of columns, and where they stand.

use crate::error::Result;
use crate::slots::{Columns, Operation, Precision, SlotKind, SlotType, ensure, ensure_numbers};
use crate::sort::sort;

/// Groups of columns side by side: for each the first `k` numbers in order, then their
/// positions in the group. Of equal numbers the first comes first, and missing ones come
/// last, whichever the direction.
///
/// ```
/// use windowbox::preprocess::Rank;
/// use windowbox::slots::{Columns, Operation};
/// let two = Rank { width: 3, k: 2, largest: false };
/// let mut out = [0.0; 4];
/// two.apply(Columns::new(1, &[0, 1, 2], &[7.0, 3.0, 5.0], &[]), &mut out);
/// assert_eq!(out, [3.0, 5.0, 1.0, 2.0]);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Rank {
    /// Columns a group.
    pub width: u32,
    /// Numbers that are kept, at least 1 and at most all.
    pub k: u32,
    /// Whether the largest come first.
    pub largest: bool,
}
crate::record!(Rank { width, k, largest });

/// What groups of columns are together: single precision if all are, missing if one may be.
pub(super) fn together(group: &[SlotType]) -> SlotType {
    let single = group.iter().all(|slot| slot.kind == SlotKind::Number(Precision::F32));
    let precision = if single { Precision::F32 } else { Precision::F64 };
    SlotType::number(precision, group.iter().any(|slot| slot.missing))
}

impl Rank {
    fn before(&self, a: (f64, usize), b: (f64, usize)) -> bool {
        let (x, y) = if self.largest { (b.0, a.0) } else { (a.0, b.0) };
        match (a.0.is_nan(), b.0.is_nan()) {
            (false, false) => x < y || x == y && a.1 < b.1,
            (true, true) => a.1 < b.1,
            (missing, _) => !missing,
        }
    }
}

impl Operation for Rank {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure_numbers(inputs, true)?;
        let groups = inputs.chunks_exact(self.width.max(1) as usize);
        // Without a group the width would be held to nothing.
        let whole = (1..=inputs.len()).contains(&(self.width as usize)) && groups.remainder().is_empty();
        ensure(whole, "groups of columns are of one width, and at least one")?;
        ensure(self.k > 0 && self.k <= self.width, "of a group at least one number is kept, at most all")?;
        let k = self.k as usize;
        let written = |group: &[SlotType]| [vec![together(group); k], vec![SlotType::NUMBER; k]].concat();
        Ok(groups.flat_map(written).collect())
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let (width, k, rows) = (self.width as usize, self.k as usize, columns.rows());
        let mut group = vec![(0.0, 0); width];
        for (i, out) in out.chunks_exact_mut(2 * k * rows).enumerate() {
            for row in 0..rows {
                group.iter_mut().enumerate().for_each(|(j, x)| *x = (columns.get(i * width + j)[row], j));
                sort(&mut group, |a, b| self.before(*a, *b));
                for (j, (x, at)) in group[..k].iter().enumerate() {
                    out[j * rows + row] = *x;
                    out[(k + j) * rows + row] = *at as f64;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(largest: bool, x: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let n = x.len();
        let (slots, mut out) = ((0..n as u32).collect::<Vec<_>>(), vec![0.0; 2 * n]);
        Rank { width: n as u32, k: n as u32, largest }.apply(Columns::new(1, &slots, x, &[]), &mut out);
        (out[..n].to_vec(), out[n..].to_vec())
    }

    #[test]
    fn equal_numbers_keep_their_order_and_missing_ones_are_last() {
        let x = [2.0, f64::NAN, -0.0, 2.0, 0.0, f64::NEG_INFINITY, f64::NAN];
        assert_eq!(of(false, &x).1, [5.0, 2.0, 4.0, 0.0, 3.0, 1.0, 6.0]);
        assert_eq!(of(true, &x).1, [0.0, 3.0, 2.0, 4.0, 5.0, 1.0, 6.0]);
        assert!(of(true, &x).0[5].is_nan() && of(true, &x).0[4] == f64::NEG_INFINITY);
    }

    #[test]
    fn groups_and_rows_are_kept_apart() {
        let mut out = [0.0; 8];
        let rank = Rank { width: 2, k: 1, largest: true };
        rank.apply(Columns::new(2, &[0, 1, 1, 2], &[1.0, 5.0, 2.0, 4.0, 3.0, 9.0], &[]), &mut out);
        assert_eq!(out, [2.0, 5.0, 1.0, 0.0, 3.0, 9.0, 1.0, 1.0]);
    }

    #[test]
    fn numbers_keep_their_type_and_positions_are_never_missing() {
        let (single, maybe) = (SlotType::number(Precision::F32, false), SlotType::number(Precision::F32, true));
        let rank = Rank { width: 2, k: 1, largest: false };
        assert_eq!(rank.check(&[single; 2]).unwrap(), [single, SlotType::NUMBER]);
        assert_eq!(rank.check(&[single, maybe]).unwrap(), [maybe, SlotType::NUMBER]);
        assert_eq!(rank.check(&[SlotType::NUMBER, single]).unwrap(), [SlotType::NUMBER; 2]);
    }

    #[test]
    fn groups_are_whole_and_k_is_not_more() {
        let rank = Rank { width: 2, k: 2, largest: false };
        let text = SlotType { kind: SlotKind::Text, missing: false };
        assert!(rank.check(&[SlotType::NUMBER; 3]).is_err() && rank.check(&[text; 2]).is_err());
        assert!(Rank { width: 0, k: 0, ..rank }.check(&[]).is_err());
        assert!(Rank { width: u32::MAX, k: u32::MAX, ..rank }.check(&[SlotType::NUMBER; 2]).is_err());
        assert!(Rank { width: u32::MAX, k: 1 << 31, ..rank }.check(&[]).is_err());
        for k in [0, 3, u32::MAX] {
            assert!(Rank { k, ..rank }.check(&[SlotType::NUMBER; 2]).is_err());
        }
    }
}
