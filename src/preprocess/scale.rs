//! Scaler: `(x - center) / scale`, column by column.

use crate::codec::{Decode, Encode};
use crate::error::Result;
use crate::slots::{Columns, Operation, SlotType, ensure, ensure_numbers, finite};

/// Standardises numbers. A missing cell stays missing.
#[derive(Debug, Clone, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct Scale {
    /// What is taken away, in the unit of the column.
    pub center: Vec<f64>,
    /// What the difference is divided by; never 0.
    pub scale: Vec<f64>,
}

impl Scale {
    /// Fits mean and population standard deviation; a constant column is divided by
    /// 1. As scikit-learn's `StandardScaler`.
    ///
    /// ```
    /// use windowbox::preprocess::Scale;
    /// let scale = Scale::fit_standard(&[&[1.0, 3.0]]);
    /// assert_eq!((scale.center[0], scale.scale[0]), (2.0, 1.0));
    /// ```
    pub fn fit_standard(columns: &[&[f64]]) -> Self {
        let (center, scale) = columns.iter().map(|column| moments(column)).unzip();
        Self { center, scale }
    }
}

/// Mean and population standard deviation of what is present.
fn moments(column: &[f64]) -> (f64, f64) {
    let present: Vec<f64> = column.iter().copied().filter(|x| !x.is_nan()).collect();
    let n = present.len().max(1) as f64;
    let mean = present.iter().sum::<f64>() / n;
    let variance = present.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    match variance.sqrt() {
        deviation if deviation > 0.0 => (mean, deviation),
        _ => (mean, 1.0),
    }
}

impl Operation for Scale {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let n = inputs.len();
        ensure(self.center.len() == n && self.scale.len() == n, "a scaler has as many numbers as columns")?;
        ensure_numbers(inputs, true)?;
        let sound = finite(&self.center) && finite(&self.scale) && self.scale.iter().all(|s| *s != 0.0);
        ensure(sound, "a scaler's numbers are finite and its divisors not 0")?;
        Ok(inputs.iter().map(|slot| SlotType { missing: slot.missing, ..SlotType::NUMBER }).collect())
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        for (i, out) in out.chunks_exact_mut(columns.rows()).enumerate() {
            let (center, scale) = (self.center[i], self.scale[i]);
            for (y, x) in out.iter_mut().zip(columns.get(i)) {
                *y = (x - center) / scale;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_column_becomes_zero() {
        let scale = Scale::fit_standard(&[&[5.0, 5.0, f64::NAN]]);
        let mut out = [9.0; 2];
        scale.apply(Columns::new(2, &[0], &[5.0, 6.0], &[]), &mut out);
        assert_eq!(out, [0.0, 1.0]);
    }

    #[test]
    fn zero_and_endless_divisors_are_refused() {
        for wrong in [0.0, f64::INFINITY, f64::NAN] {
            let scale = Scale { center: vec![0.0], scale: vec![wrong] };
            assert!(scale.check(&[SlotType::NUMBER]).is_err());
        }
    }
}
