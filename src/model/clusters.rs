//! Clusters around centres (k-means): how far a row is from each of them. The output
//! answers the nearest.

use crate::codec::{Pack, Reader, Writer};
use crate::distance::Metric;
use crate::error::Result;
use crate::math;
use crate::slots::{Columns, Operation, Precision, SlotType, ensure, ensure_numbers, finite};

/// Centres, and how far a row is from one: the parts of its columns, weighted and
/// put together.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Clusters {
    /// How a column's two numbers are compared, one a column.
    pub compare: Vec<Compare>,
    /// How the parts of the columns become a distance.
    pub measure: Measure,
    /// What every step of the sum is rounded to.
    pub precision: Precision,
    /// Cluster after cluster, a number for each column.
    pub centers: Vec<f64>,
    /// What the part of each column is multiplied by, at least 0.
    pub weights: Vec<f64>,
    /// What each column stands for where others are missing: the sum of those that are
    /// there is scaled up by it. Empty where no cell may be missing.
    pub shares: Vec<f64>,
}

/// How a cell `x` and a centre `y` are compared.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compare {
    /// `|x - y|`.
    Difference,
    /// `2^(-(x - y)^2 / scale^2)`.
    Gauss {
        /// Where it is one half; above 0.
        scale: f64,
    },
    /// 0 where they are equal, else 1.
    Unequal,
    /// 1 where they are equal, else 0.
    Equal,
}
crate::variants!(Compare { 0 Difference, 1 Gauss { scale }, 2 Unequal, 3 Equal });

/// How the parts of the columns become a distance.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// The root of the sum of squares.
    Euclidean,
    /// The sum of squares.
    SquaredEuclidean,
    /// The sum.
    CityBlock,
    /// The largest.
    Chebyshev,
    /// The root of this degree of the sum of powers.
    Minkowski {
        /// Above 0.
        degree: f64,
    },
}
crate::variants!(Measure { 0 Euclidean, 1 SquaredEuclidean, 2 CityBlock, 3 Chebyshev, 4 Minkowski { degree } });

impl Compare {
    fn apart(self, x: f64, y: f64) -> f64 {
        match self {
            Compare::Difference => (x - y).abs(),
            Compare::Gauss { scale } => {
                let z = (x - y) / scale;
                math::exp(-core::f64::consts::LN_2 * (z * z))
            }
            Compare::Unequal => f64::from(u8::from(x != y)),
            Compare::Equal => f64::from(u8::from(x == y)),
        }
    }
}

impl Measure {
    fn metric(self) -> Metric {
        match self {
            Measure::Euclidean => Metric::Euclidean,
            Measure::SquaredEuclidean => Metric::SquaredEuclidean,
            Measure::CityBlock => Metric::Manhattan,
            Measure::Chebyshev => Metric::Chebyshev,
            Measure::Minkowski { degree } => Metric::Minkowski { degree },
        }
    }
}

impl Clusters {
    /// Plain k-means: the squares of the differences, no cell missing.
    pub fn new(columns: u32, centers: Vec<f64>) -> Self {
        let n = columns as usize;
        Self {
            compare: vec![Compare::Difference; n],
            measure: Measure::SquaredEuclidean,
            precision: Precision::F64,
            centers,
            weights: vec![1.0; n],
            shares: Vec::new(),
        }
    }

    /// How many clusters.
    pub fn clusters(&self) -> usize {
        self.centers.len() / self.weights.len().max(1)
    }

    /// What makes up for missing cells; not a number where all are missing.
    fn adjustment(&self, row: &[f64]) -> f64 {
        let there = self.shares.iter().zip(row).filter(|(_, x)| !x.is_nan()).map(|(share, _)| share);
        if self.shares.is_empty() { 1.0 } else { self.shares.iter().sum::<f64>() / there.sum::<f64>() }
    }

    fn distance(&self, row: &[f64], center: &[f64], adjustment: f64) -> f64 {
        let round = |x: f64| self.precision.round(x);
        let (metric, mut total) = (self.measure.metric(), 0.0);
        for (i, (x, y)) in row.iter().zip(center).enumerate() {
            if x.is_nan() && !self.shares.is_empty() {
                continue;
            }
            let part = round(metric.part(round(self.compare[i].apart(*x, *y))));
            total = round(metric.add(total, round(self.weights[i] * part)));
        }
        round(metric.whole(round(total * adjustment)))
    }
}

impl Pack for Clusters {
    fn write(&self, writer: &mut Writer) {
        writer.put(&(self.measure, self.precision));
        writer.put(&self.compare);
        writer.array(&self.centers);
        writer.array(&self.weights);
        writer.array(&self.shares);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let (measure, precision) = reader.get();
        let compare = reader.get();
        let (centers, weights, shares) = (reader.array(), reader.array(), reader.array());
        Self { compare, measure, precision, centers, weights, shares }
    }
}

impl Operation for Clusters {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let n = inputs.len();
        ensure(n > 0 && self.weights.len() == n && self.compare.len() == n, "clusters have a weight for each column")?;
        ensure(
            !self.centers.is_empty() && self.centers.len().is_multiple_of(n),
            "a centre has a number for each column",
        )?;
        ensure(self.shares.is_empty() || self.shares.len() == n, "clusters have a share for each column, or none")?;
        ensure_numbers(inputs, !self.shares.is_empty())?;
        let weights = |v: &[f64]| finite(v) && v.iter().all(|w| *w >= 0.0);
        ensure(weights(&self.weights) && weights(&self.shares), "weights and shares are finite and at least 0")?;
        let exact = |v: &f64| v.is_finite() && self.precision.round(*v).to_bits() == v.to_bits();
        ensure(
            self.centers.iter().chain(&self.weights).all(exact),
            "centres and weights are finite and exact in the model's precision",
        )?;
        let scales = |c: &Compare| !matches!(c, Compare::Gauss { scale } if !(scale.is_finite() && *scale > 0.0));
        self.measure.metric().check()?;
        ensure(self.compare.iter().all(scales), "scales are finite and above 0")?;
        Ok(vec![SlotType::number(self.precision, false); self.clusters()])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let (rows, n) = (columns.rows(), columns.len());
        let mut row = vec![0.0; n];
        for r in 0..rows {
            row.iter_mut().enumerate().for_each(|(i, x)| *x = columns.get(i)[r]);
            let adjustment = self.adjustment(&row);
            for (k, center) in self.centers.chunks_exact(n).enumerate() {
                out[k * rows + r] = self.distance(&row, center, adjustment);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(measure: Measure) -> Clusters {
        Clusters { measure, ..Clusters::new(2, vec![0.0, 0.0, 3.0, 5.0]) }
    }

    fn ask(model: &Clusters, row: [f64; 2]) -> Vec<f64> {
        let mut out = vec![0.0; 2];
        model.apply(Columns::new(1, &[0, 1], &row, &[]), &mut out);
        out
    }

    #[test]
    fn every_measure_is_the_textbooks() {
        for (measure, want) in [
            (Measure::Euclidean, [5.0, 1.0]),
            (Measure::SquaredEuclidean, [25.0, 1.0]),
            (Measure::CityBlock, [7.0, 1.0]),
            (Measure::Chebyshev, [4.0, 1.0]),
            (Measure::Minkowski { degree: 2.0 }, [5.0, 1.0]),
        ] {
            assert_eq!(ask(&model(measure), [3.0, 4.0]), want, "{measure:?}");
        }
        let weighted = Clusters { weights: vec![2.0, 0.5], ..model(Measure::CityBlock) };
        assert_eq!(ask(&weighted, [3.0, 4.0]), [8.0, 0.5]);
    }

    #[test]
    fn comparisons_are_said_column_by_column() {
        let compare = vec![Compare::Gauss { scale: 3.0 }, Compare::Unequal];
        let model = Clusters { compare, ..model(Measure::CityBlock) };
        assert_eq!(ask(&model, [3.0, 5.0]), [1.5, 1.0]);
        let equal = Clusters { compare: vec![Compare::Equal; 2], ..model };
        assert_eq!(ask(&equal, [3.0, 5.0]), [0.0, 2.0]);
    }

    #[test]
    fn a_missing_cell_is_made_up_for() {
        let model = Clusters { shares: vec![1.0, 3.0], ..model(Measure::SquaredEuclidean) };
        assert_eq!(ask(&model, [f64::NAN, 4.0]), [16.0 * 4.0 / 3.0, 4.0 / 3.0]);
        assert!(ask(&model, [f64::NAN; 2]).iter().all(|d| d.is_nan()));
        let missing = [SlotType::number(Precision::F64, true); 2];
        assert!(model.check(&missing).is_ok());
        assert!(Clusters { shares: vec![], ..model }.check(&missing).is_err());
    }

    #[test]
    fn what_is_not_a_number_is_no_distance() {
        for measure in [Measure::Chebyshev, Measure::SquaredEuclidean] {
            assert!(ask(&model(measure), [f64::NAN, 1.0])[0].is_nan(), "{measure:?}");
        }
    }

    #[test]
    fn single_precision_rounds_every_step() {
        let model = Clusters { precision: Precision::F32, ..Clusters::new(1, vec![f64::from(0.1f32)]) };
        let mut out = [0.0];
        model.apply(Columns::new(1, &[0], &[f64::from(0.7f32)], &[]), &mut out);
        assert_eq!(out[0], f64::from((0.7f32 - 0.1) * (0.7f32 - 0.1)));
        assert!(Clusters { centers: vec![0.1], ..model }.check(&[SlotType::number(Precision::F32, false)]).is_err());
    }

    #[test]
    fn shapes_and_numbers_are_checked() {
        let two = [SlotType::NUMBER; 2];
        let sound = model(Measure::Euclidean);
        assert_eq!(sound.check(&two).unwrap().len(), 2);
        assert!(sound.check(&two[..1]).is_err());
        assert!(Clusters { centers: vec![], ..sound.clone() }.check(&two).is_err());
        assert!(Clusters { centers: vec![0.0; 3], ..sound.clone() }.check(&two).is_err());
        assert!(Clusters { weights: vec![1.0, -1.0], ..sound.clone() }.check(&two).is_err());
        assert!(Clusters { compare: vec![Compare::Gauss { scale: 0.0 }; 2], ..sound.clone() }.check(&two).is_err());
        assert!(Clusters { measure: Measure::Minkowski { degree: f64::NAN }, ..sound }.check(&two).is_err());
    }
}
