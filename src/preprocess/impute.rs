//! Imputer: a missing cell becomes the column's fill value.

use crate::codec::{Decode, Encode};
use crate::error::Result;
use crate::slots::{Columns, Operation, SlotKind, SlotType, ensure};

/// Fills missing numbers and codes; everything else passes unchanged.
#[derive(Debug, Clone, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct Impute {
    /// What stands in for a missing cell, one a column: a finite number, or the
    /// code of a level.
    pub fill: Vec<f64>,
}

impl Impute {
    /// Fits the median of each column of numbers (the mean of the middle two), 0
    /// where there is none. As scikit-learn's `SimpleImputer(strategy="median")`.
    ///
    /// ```
    /// use windowbox::preprocess::Impute;
    /// assert_eq!(Impute::fit_median(&[&[3.0, f64::NAN, 1.0]]).fill, [2.0]);
    /// ```
    pub fn fit_median(columns: &[&[f64]]) -> Self {
        Self { fill: columns.iter().map(|column| median(column)).collect() }
    }

    /// Fits the commonest code of each column, the smallest of equals, 0 where
    /// there is none. As scikit-learn's `SimpleImputer(strategy="most_frequent")`.
    pub fn fit_most_frequent(columns: &[&[f64]]) -> Self {
        Self { fill: columns.iter().map(|column| most_frequent(column)).collect() }
    }
}

fn median(column: &[f64]) -> f64 {
    let mut present: Vec<f64> = column.iter().copied().filter(|x| !x.is_nan()).collect();
    present.sort_unstable_by(f64::total_cmp);
    match present.len() {
        0 => 0.0,
        n => f64::midpoint(present[(n - 1) / 2], present[n / 2]),
    }
}

fn most_frequent(column: &[f64]) -> f64 {
    let mut counts: Vec<usize> = Vec::new();
    for code in column.iter().filter(|code| **code >= 0.0).map(|code| *code as usize) {
        counts.resize(counts.len().max(code + 1), 0);
        counts[code] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|&n| n == most).unwrap_or(0) as f64
}

impl Operation for Impute {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure(self.fill.len() == inputs.len(), "an imputer has as many fill values as columns")?;
        let fits = |(fill, slot): (&f64, &SlotType)| match slot.kind {
            SlotKind::Number(precision) => fill.is_finite() && precision.round(*fill) == *fill,
            SlotKind::Code(levels) => *fill >= 0.0 && *fill < f64::from(levels) && fill.trunc() == *fill,
            SlotKind::Text => false,
        };
        ensure(self.fill.iter().zip(inputs).all(fits), "a fill value does not fit its column")?;
        Ok(inputs.iter().map(|slot| slot.filled()).collect())
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        for (i, out) in out.chunks_exact_mut(columns.rows()).enumerate() {
            for (y, &x) in out.iter_mut().zip(columns.get(i)) {
                *y = if x.is_nan() { self.fill[i] } else { x };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::Precision;

    #[test]
    fn fits_are_scikit_learns() {
        let nan = f64::NAN;
        assert_eq!(Impute::fit_median(&[&[4.0, nan, 1.0, 2.0], &[nan]]).fill, [2.0, 0.0]);
        assert_eq!(Impute::fit_most_frequent(&[&[2.0, 1.0, nan, 2.0, 1.0, -1.0]]).fill, [1.0]);
    }

    #[test]
    fn fills_and_removes_missing_from_the_type() {
        let impute = Impute { fill: vec![7.0] };
        let types = [SlotType::number(Precision::F64, true)];
        assert_eq!(impute.check(&types).unwrap(), [SlotType::NUMBER]);
        let mut out = [0.0; 2];
        impute.apply(Columns::new(2, &[0], &[f64::NAN, 1.0], &[]), &mut out);
        assert_eq!(out, [7.0, 1.0]);
    }

    #[test]
    fn a_code_that_is_no_level_is_refused() {
        let code = SlotType { kind: SlotKind::Code(2), missing: true };
        assert!(Impute { fill: vec![2.0] }.check(&[code]).is_err());
        assert!(Impute { fill: vec![0.5] }.check(&[code]).is_err());
        assert!(Impute { fill: vec![1.0] }.check(&[code]).is_ok());
    }
}
