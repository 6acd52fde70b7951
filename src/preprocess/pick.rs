//! Pick: of a group of columns the one at a position that another column holds.

use super::rank::together;
use crate::error::Result;
use crate::slots::{Columns, Operation, SlotKind, SlotType, ensure, ensure_numbers};

/// Groups of columns side by side, each followed by the column of its position, a number
/// from 0 or a code: a column written for each. A position that is missing, or stands for
/// no column, gives NaN: no answer of what adds or multiplies it, but a tree that asks it has one.
///
/// ```
/// use windowbox::preprocess::Pick;
/// use windowbox::slots::{Columns, Operation};
/// let mut out = [0.0; 2];
/// Pick { width: 2 }.apply(Columns::new(2, &[0, 1, 2], &[3.0, 4.0, 5.0, 6.0, 1.0, 0.0], &[]), &mut out);
/// assert_eq!(out, [5.0, 4.0]);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Pick {
    /// Columns a group, its position not counted.
    pub width: u32,
}
crate::record!(Pick { width });

impl Operation for Pick {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let groups = inputs.chunks_exact((self.width as usize).saturating_add(1));
        ensure(self.width > 0 && groups.remainder().is_empty(), "groups of columns are of one width")?;
        let written = |group: &[SlotType]| {
            let (position, columns) = group.split_last().unwrap_or((&SlotType::NUMBER, &[]));
            ensure_numbers(columns, true)?;
            ensure(position.kind != SlotKind::Text, "a position is a number or a code")?;
            let of = together(columns);
            Ok(SlotType { missing: of.missing || position.missing, ..of })
        };
        groups.map(written).collect()
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let width = self.width as usize;
        for (i, out) in out.chunks_exact_mut(columns.rows()).enumerate() {
            let first = i * (width + 1);
            for (row, y) in out.iter_mut().enumerate() {
                let at = columns.get(first + width)[row];
                let stands = at >= 0.0 && at < width as f64 && at.trunc() == at;
                *y = if stands { columns.get(first + at as usize)[row] } else { f64::NAN };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::Precision;

    #[test]
    fn positions_that_stand_for_no_column_pick_nothing() {
        let pick = |at: f64| {
            let mut out = [0.0];
            Pick { width: 2 }.apply(Columns::new(1, &[0, 1, 2], &[7.0, 8.0, at], &[]), &mut out);
            out[0]
        };
        assert_eq!([0.0, -0.0, 1.0].map(pick), [7.0, 7.0, 8.0]);
        assert!([-1.0, 2.0, 0.5, f64::NAN, f64::INFINITY].map(pick).iter().all(|x| x.is_nan()));
    }

    #[test]
    fn groups_and_rows_are_kept_apart() {
        let mut out = [0.0; 4];
        let values = [1.0, 2.0, 3.0, 4.0, 0.0, 1.0];
        Pick { width: 2 }.apply(Columns::new(2, &[0, 1, 2, 1, 0, 2], &values, &[]), &mut out);
        assert_eq!(out, [1.0, 4.0, 3.0, 2.0]);
    }

    #[test]
    fn a_position_is_a_number_or_a_code() {
        let single = SlotType::number(Precision::F32, false);
        let code = SlotType { kind: SlotKind::Code(9), missing: true };
        let text = SlotType { kind: SlotKind::Text, missing: false };
        let pick = Pick { width: 2 };
        assert_eq!(pick.check(&[single, single, SlotType::NUMBER]).unwrap(), [single]);
        assert_eq!(pick.check(&[single, single, code]).unwrap(), [SlotType { missing: true, ..single }]);
        assert!(pick.check(&[single, single, text]).is_err() && pick.check(&[code, single, single]).is_err());
    }

    #[test]
    fn groups_are_whole() {
        assert!(Pick { width: 2 }.check(&[SlotType::NUMBER; 4]).is_err());
        assert!(Pick { width: 0 }.check(&[SlotType::NUMBER]).is_err());
        assert!(Pick { width: u32::MAX }.check(&[SlotType::NUMBER; 2]).is_err());
        assert!(Pick { width: 2 }.check(&[]).unwrap().is_empty());
    }
}
