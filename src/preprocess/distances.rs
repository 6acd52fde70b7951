//! Distances: how far a row is from each of some points. Kernels and rules of neighbours
//! are made of it.

use crate::codec::{Pack, Reader, Writer};
use crate::distance::Metric;
use crate::error::Result;
use crate::slots::{Columns, Operation, Precision, SlotType, ensure, ensure_numbers};

/// Points, and how far a row is from one: a column written for each.
///
/// ```
/// use windowbox::distance::Metric;
/// use windowbox::preprocess::Distances;
/// use windowbox::slots::{Columns, Operation, Precision};
/// let (metric, precision) = (Metric::Manhattan, Precision::F64);
/// let two = Distances { metric, precision, skips: false, points: vec![0.0, 0.0, 1.0, 1.0] };
/// let mut out = [0.0; 2];
/// two.apply(Columns::new(1, &[0, 1], &[3.0, 4.0], &[]), &mut out);
/// assert_eq!(out, [7.0, 5.0]);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Distances {
    /// How far two rows are apart.
    pub metric: Metric,
    /// What cells and every step are rounded to.
    pub precision: Precision,
    /// Whether a number that is missing in the row or the point is left out, and the total
    /// of the others scaled up to all; without any other the distance is missing.
    #[serde(default)]
    pub skips: bool,
    /// Point after point, a number for each column; NaN is missing.
    pub points: Vec<f64>,
}

impl Distances {
    fn distance(&self, row: &[f64], point: &[f64]) -> f64 {
        if !self.skips {
            return self.metric.between(row, point, self.precision);
        }
        let round = |x: f64| self.precision.round(x);
        let pairs = || row.iter().copied().zip(point.iter().copied()).filter(|(x, y)| !x.is_nan() && !y.is_nan());
        // Of no pair: 0 / 0.
        let mean = round(self.metric.total(pairs(), self.precision) / pairs().count() as f64);
        round(self.metric.whole(round(mean * row.len() as f64)))
    }
}

impl Pack for Distances {
    fn write(&self, writer: &mut Writer) {
        writer.put(&(self.metric, self.precision, self.skips));
        writer.array(&self.points);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let (metric, precision, skips) = reader.get();
        Self { metric, precision, skips, points: reader.array() }
    }
}

impl Operation for Distances {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let n = inputs.len();
        ensure(n > 0 && self.points.len().is_multiple_of(n), "a point has a number for each column")?;
        ensure_numbers(inputs, self.skips)?;
        self.metric.check()?;
        ensure(!(self.skips && self.metric == Metric::Chebyshev), "a largest difference is not scaled up")?;
        let exact = |x: &f64| self.precision.round(*x).to_bits() == x.to_bits() && !x.is_infinite();
        let sound = |x: &f64| if x.is_nan() { self.skips } else { exact(x) };
        ensure(self.points.iter().all(sound), "a point's numbers are finite and exact in the step's precision")?;
        let missing = inputs.iter().any(|slot| slot.missing) || self.points.iter().any(|x| x.is_nan());
        Ok(vec![SlotType::number(self.precision, missing); self.points.len() / n])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let (rows, n) = (columns.rows(), columns.len());
        let mut row = vec![0.0; n];
        for r in 0..rows {
            row.iter_mut().enumerate().for_each(|(i, x)| *x = self.precision.round(columns.get(i)[r]));
            for (k, point) in self.points.chunks_exact(n).enumerate() {
                out[k * rows + r] = self.distance(&row, point);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(skips: bool, points: &[f64]) -> Distances {
        Distances { metric: Metric::Euclidean, precision: Precision::F64, skips, points: points.to_vec() }
    }

    #[test]
    fn rows_and_points_are_told_apart() {
        let mut out = [0.0; 4];
        step(false, &[0.0, 0.0, 3.0, 4.0]).apply(Columns::new(2, &[0, 1], &[0.0, 3.0, 0.0, 0.0], &[]), &mut out);
        assert_eq!(out, [0.0, 3.0, 5.0, 4.0]);
    }

    #[test]
    fn what_is_missing_is_left_out_and_made_up_for() {
        let step = step(true, &[3.0, f64::NAN, 4.0]);
        assert_eq!(step.distance(&[0.0, 1.0, 0.0], &step.points), 37.5f64.sqrt());
        assert_eq!(step.distance(&[0.0, 1.0, f64::NAN], &step.points), 27f64.sqrt());
        assert!(step.distance(&[f64::NAN, 1.0, f64::NAN], &step.points).is_nan());
        assert!(step.check(&[SlotType::NUMBER; 3]).unwrap()[0].missing);
    }

    #[test]
    fn single_precision_rounds_cells_and_squares() {
        let step = Distances { precision: Precision::F32, ..step(false, &[0.0]) };
        let mut out = [0.0];
        step.apply(Columns::new(1, &[0], &[0.1], &[]), &mut out);
        assert_eq!(out, [f64::from(0.1f32)]);
    }

    #[test]
    fn shapes_and_numbers_are_checked() {
        let (two, maybe) = ([SlotType::NUMBER; 2], [SlotType::number(Precision::F64, true); 2]);
        assert_eq!(step(false, &[1.0; 6]).check(&two).unwrap(), [SlotType::NUMBER; 3]);
        assert!(step(false, &[1.0; 5]).check(&two).is_err() && step(false, &[]).check(&[]).is_err());
        assert!(step(false, &[1.0; 6]).check(&maybe).is_err() && step(true, &[1.0; 6]).check(&maybe).is_ok());
        assert!(step(false, &[f64::NAN; 2]).check(&two).is_err());
        assert!(step(true, &[f64::INFINITY; 2]).check(&two).is_err());
        assert!(Distances { precision: Precision::F32, ..step(false, &[0.1; 2]) }.check(&two).is_err());
        assert!(Distances { metric: Metric::Chebyshev, ..step(true, &[0.0; 2]) }.check(&two).is_err());
        assert!(Distances { metric: Metric::PowerSum { degree: 0.0 }, ..step(false, &[0.0; 2]) }.check(&two).is_err());
    }
}
