//! Linear models: `intercept + sum of coefficient * x` for each output. Linear,
//! ridge, lasso, elastic net and logistic regression, and boosted linear models.

use crate::codec::{Pack, Reader, Writer};
use crate::error::Result;
use crate::slots::{Columns, Operation, Precision, SlotType, ensure, ensure_numbers, finite};

/// Coefficients and intercepts, and the order of the sum, on which its bits depend.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Linear {
    /// Columns that are read.
    pub columns: u32,
    /// Output after output, `columns` coefficients each.
    pub coefficients: Vec<f64>,
    /// One an output: as many margins are written.
    pub intercepts: Vec<f64>,
    /// What products and sums are rounded to.
    pub precision: Precision,
    /// Whether the sum starts from the intercept or adds it last.
    pub intercept_first: bool,
    /// Whether a missing cell adds nothing; otherwise none may be missing.
    pub skip_missing: bool,
}

impl Linear {
    /// A model in double precision that adds its intercept last, as smartcore and
    /// scikit-learn do.
    pub fn new(columns: u32, coefficients: Vec<f64>, intercepts: Vec<f64>) -> Self {
        let precision = Precision::F64;
        Self { columns, coefficients, intercepts, precision, intercept_first: false, skip_missing: false }
    }

    /// The sum of a row, in the order of its columns.
    fn sum(&self, k: usize, row: impl Iterator<Item = f64>) -> f64 {
        let width = self.columns as usize;
        let weights = &self.coefficients[k * width..(k + 1) * width];
        weights.iter().zip(row).fold(self.first(k), |y, (w, x)| match self.skip_missing && x.is_nan() {
            true => y,
            false => self.precision.round(y + self.precision.round(w * self.precision.round(x))),
        })
    }

    fn first(&self, k: usize) -> f64 {
        if self.intercept_first { self.intercepts[k] } else { 0.0 }
    }

    /// The sums of as many rows as stay in registers while the columns go by, in double
    /// precision.
    fn tile(&self, k: usize, columns: Columns<'_>, start: usize) -> [f64; TILE] {
        let mut sums = [self.first(k); TILE];
        for (i, w) in self.coefficients[k * columns.len()..][..columns.len()].iter().enumerate() {
            let xs = &columns.get(i)[start..][..TILE];
            sums.iter_mut().zip(xs).for_each(|(y, x)| *y += w * x);
        }
        sums
    }

    fn output(&self, k: usize, columns: Columns<'_>, out: &mut [f64]) {
        let plain = self.precision == Precision::F64 && !self.skip_missing;
        let (tiles, _) = if plain { out.as_chunks_mut::<TILE>() } else { Default::default() };
        let tiled = tiles.len() * TILE;
        tiles.iter_mut().enumerate().for_each(|(t, tile)| *tile = self.tile(k, columns, t * TILE));
        (tiled..).zip(&mut out[tiled..]).for_each(|(r, y)| *y = self.sum(k, columns.row(r)));
        if !self.intercept_first {
            out.iter_mut().for_each(|y| *y = self.precision.round(*y + self.intercepts[k]));
        }
    }
}

const TILE: usize = 16;

impl Pack for Linear {
    fn write(&self, writer: &mut Writer) {
        writer.put(&(self.columns, self.precision, self.intercept_first, self.skip_missing));
        writer.array(&self.coefficients);
        writer.array(&self.intercepts);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let (columns, precision, intercept_first, skip_missing) = reader.get();
        let (coefficients, intercepts) = (reader.array(), reader.array());
        Self { columns, coefficients, intercepts, precision, intercept_first, skip_missing }
    }
}

impl Operation for Linear {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure(self.columns as usize == inputs.len(), "a linear model reads as many columns as it has")?;
        ensure(!self.intercepts.is_empty(), "a linear model has at least one output")?;
        let product = self.intercepts.len().checked_mul(inputs.len());
        ensure(
            product == Some(self.coefficients.len()),
            "a linear model has a coefficient for each column and output",
        )?;
        ensure_numbers(inputs, self.skip_missing)?;
        ensure(finite(&self.coefficients) && finite(&self.intercepts), "coefficients and intercepts are finite")?;
        let exact = |v: &f64| self.precision.round(*v).to_bits() == v.to_bits();
        let all = self.coefficients.iter().chain(&self.intercepts).all(exact);
        ensure(all, "coefficients are exact in the model's precision")?;
        Ok(vec![SlotType::number(self.precision, false); self.intercepts.len()])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        for (k, out) in out.chunks_exact_mut(columns.rows()).enumerate() {
            self.output(k, columns, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(model: &Linear, values: &[f64], rows: usize, outputs: usize) -> Vec<f64> {
        let slots: Vec<u32> = (0..model.columns).collect();
        let mut out = vec![0.0; rows * outputs];
        model.apply(Columns::new(rows, &slots, values, &[]), &mut out);
        out
    }

    #[test]
    fn every_output_has_its_own_coefficients() {
        let model = Linear::new(2, vec![1.0, 2.0, -1.0, 0.5], vec![10.0, 20.0]);
        assert_eq!(model.check(&[SlotType::NUMBER; 2]).unwrap().len(), 2);
        assert_eq!(run(&model, &[1.0, 2.0, 3.0, 4.0], 2, 2), [17.0, 20.0, 20.5, 20.0]);
    }

    #[test]
    fn single_precision_rounds_every_step() {
        let w = f64::from(0.1f32);
        let model = Linear {
            precision: Precision::F32,
            intercept_first: true,
            skip_missing: true,
            ..Linear::new(2, vec![w, w], vec![1.0])
        };
        let expected = 1.0f32 + 0.1f32 * 3.0 + 0.1f32 * 7.0;
        assert_eq!(run(&model, &[3.0, 7.0], 1, 1), [f64::from(expected)]);
        assert_eq!(run(&model, &[f64::NAN, 7.0], 1, 1), [f64::from(1.0f32 + 0.1f32 * 7.0)]);
        let inexact = Linear { coefficients: vec![0.1, 0.1], ..model };
        assert!(inexact.check(&[SlotType::NUMBER; 2]).is_err());
    }

    #[test]
    fn shapes_and_numbers_are_checked() {
        let one = [SlotType::NUMBER];
        assert!(Linear::new(1, vec![1.0], vec![]).check(&one).is_err());
        assert!(Linear::new(1, vec![1.0, 2.0], vec![0.0]).check(&one).is_err());
        assert!(Linear::new(2, vec![1.0, 2.0], vec![0.0]).check(&one).is_err());
        assert!(Linear::new(1, vec![f64::NAN], vec![0.0]).check(&one).is_err());
        let missing = [SlotType::number(Precision::F64, true)];
        assert!(Linear::new(1, vec![1.0], vec![0.0]).check(&missing).is_err());
    }
}
