//! One-hot encoder: a code becomes indicators, 1 in the column of its level.

use crate::codec::{Decode, Encode};
use crate::error::Result;
use crate::slots::{Columns, Operation, SlotKind, SlotType, ensure};

/// Indicators for one category. Several levels may share a column (the infrequent
/// ones), and a level without a column is all zeros (the dropped one).
#[derive(Debug, Clone, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct OneHot {
    /// The column of each level, if it has one.
    pub levels: Vec<Option<u32>>,
    /// The column of a missing cell; without one it is all zeros.
    pub missing: Option<u32>,
    /// The column of a level that training never saw; without one it is all zeros.
    pub unseen: Option<u32>,
    /// How many columns are written.
    pub columns: u32,
}

impl OneHot {
    /// One column a level, zeros for missing and unseen. As scikit-learn's
    /// `OneHotEncoder(handle_unknown="ignore")`.
    pub fn full(levels: u32) -> Self {
        Self { levels: (0..levels).map(Some).collect(), missing: None, unseen: None, columns: levels }
    }

    fn column(&self, code: f64) -> Option<u32> {
        match code {
            code if code.is_nan() => self.missing,
            code if code < 0.0 => self.unseen,
            code => self.levels.get(code as usize).copied().flatten(),
        }
    }
}

impl Operation for OneHot {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let fits = matches!(inputs, [one] if one.kind == SlotKind::Code(self.levels.len() as u32));
        ensure(fits, "a one-hot encoder reads one category with as many levels as it has")?;
        let named = self.levels.iter().chain([&self.missing, &self.unseen]).flatten();
        ensure(named.clone().all(|column| *column < self.columns), "a level's column is not there")?;
        ensure(self.columns as usize <= self.levels.len() + 2, "a one-hot encoder has columns that nothing sets")?;
        Ok(vec![SlotType::NUMBER; self.columns as usize])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        out.fill(0.0);
        for (row, &code) in columns.get(0).iter().enumerate() {
            if let Some(column) = self.column(code) {
                out[column as usize * columns.rows() + row] = 1.0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::UNSEEN;

    #[test]
    fn levels_missing_and_unseen_go_where_they_are_sent() {
        let mut encoder = OneHot::full(2);
        let mut out = [9.0; 8];
        let codes = [0.0, 1.0, f64::NAN, UNSEEN];
        encoder.apply(Columns::new(4, &[0], &codes, &[]), &mut out);
        assert_eq!(out, [1., 0., 0., 0., 0., 1., 0., 0.]);
        encoder.missing = Some(0);
        encoder.unseen = Some(1);
        encoder.apply(Columns::new(4, &[0], &codes, &[]), &mut out);
        assert_eq!(out, [1., 0., 1., 0., 0., 1., 0., 1.]);
    }

    #[test]
    fn columns_must_exist_and_levels_agree() {
        let code = |levels| SlotType { kind: SlotKind::Code(levels), missing: true };
        assert!(OneHot::full(3).check(&[code(3)]).is_ok());
        assert!(OneHot::full(3).check(&[code(2)]).is_err());
        assert!(OneHot { unseen: Some(3), ..OneHot::full(3) }.check(&[code(3)]).is_err());
        assert!(OneHot { columns: 4_000_000_000, ..OneHot::full(3) }.check(&[code(3)]).is_err());
    }
}
