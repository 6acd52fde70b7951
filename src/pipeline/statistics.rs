//! Statistics: what training data and predictions looked like, without any row of
//! them. Forms take ranges and defaults from here; drift is measured against it.

use super::card::safe;
use super::output::Output;
use crate::data::{Labels, Schema};
use crate::error::{Error, Result};

/// How many quantiles are kept: 0 %, 5 %, ... 100 %.
pub const QUANTILES: usize = 21;

/// What is kept of the training data and of the predictions on it.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Statistics {
    /// Of each column of the schema, or nothing where none are known.
    pub columns: Vec<ColumnStatistics>,
    /// Of the prediction of each target: values or, for classes, counts.
    pub predictions: Vec<ColumnStatistics>,
    /// From held-out rows, for two classes: ten bins of the positive one's probability.
    pub reliability: Vec<Bin>,
    /// From held-out rows: quantiles of the error.
    pub conformal: Option<Conformal>,
}
crate::record!(Statistics { columns, predictions, reliability, conformal });

/// What is kept of a column. Numbers have quantiles and a histogram, levels counts.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ColumnStatistics {
    /// Cells.
    pub count: u64,
    /// Missing ones among them.
    pub missing: u64,
    /// The smallest number.
    pub min: Option<f64>,
    /// The largest number.
    pub max: Option<f64>,
    /// The 21 quantiles from 0 % to 100 % in steps of 5 %, or nothing.
    pub quantiles: Vec<f64>,
    /// The edges of the histogram's bins: one more than bins, ascending.
    pub edges: Vec<f64>,
    /// Numbers in each bin; the last includes its right edge.
    pub histogram: Vec<u64>,
    /// How often each level (or `false` and `true`) occurs, in the order of its code.
    pub levels: Vec<u64>,
}
crate::record!(ColumnStatistics { count, missing, min, max, quantiles, edges, histogram, levels });

/// Held-out rows whose predicted probability fell between `i / 10` and `(i + 1) / 10`.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Bin {
    /// Rows.
    pub count: u64,
    /// Their mean predicted probability.
    pub predicted: f64,
    /// The share of them that was positive.
    pub observed: f64,
}
crate::record!(Bin { count, predicted, observed });

/// Split conformal quantiles: for regression of the absolute error, for classes of
/// one minus the true class's probability.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Conformal {
    /// Held-out rows that the quantiles come from.
    pub n: u64,
    /// Pairs of miscoverage (0.2, 0.1, 0.05) and quantile.
    pub quantiles: Vec<(f64, f64)>,
}
crate::record!(Conformal { n, quantiles });

fn bad(message: &'static str) -> Error {
    Error::file("bad-statistics", message)
}

impl Statistics {
    pub(super) fn check(&self, schema: &Schema, output: &Output) -> Result<()> {
        if !self.columns.is_empty() && self.columns.len() != schema.columns.len() {
            return Err(bad("statistics are given for all columns or none"));
        }
        if !self.predictions.is_empty() && self.predictions.len() != output.targets.len() {
            return Err(bad("statistics are given for all targets or none"));
        }
        for (statistics, column) in self.columns.iter().zip(&schema.columns) {
            statistics.check(column.levels())?;
        }
        for (statistics, target) in self.predictions.iter().zip(&output.targets) {
            statistics.check(target.labels().map_or(0, Labels::len))?;
        }
        self.check_held_out()
    }

    fn check_held_out(&self) -> Result<()> {
        let share = |x: f64| (0.0..=1.0).contains(&x);
        let bins = matches!(self.reliability.len(), 0 | 10);
        let shares = |bin: &Bin| safe(&[bin.count]) && share(bin.predicted) && share(bin.observed);
        if !bins || !self.reliability.iter().all(shares) {
            return Err(bad("a reliability table has ten bins of counts up to 2^53 - 1 and shares"));
        }
        let sound = |(miss, quantile): &(f64, f64)| share(*miss) && *quantile >= 0.0 && quantile.is_finite();
        match &self.conformal {
            Some(conformal) if !safe(&[conformal.n]) || !conformal.quantiles.iter().all(sound) => {
                Err(bad("conformal quantiles are finite, of at most 2^53 - 1 rows"))
            }
            _ => Ok(()),
        }
    }
}

impl ColumnStatistics {
    /// Describes numbers: range, quantiles (linear interpolation, as numpy's) and a
    /// histogram of equal bins, at most 20.
    pub fn of_numbers(numbers: &[f64]) -> Self {
        let mut sorted: Vec<f64> = numbers.iter().copied().filter(|x| x.is_finite()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let (count, missing) = (numbers.len() as u64, (numbers.len() - sorted.len()) as u64);
        let (Some(min), Some(max)) = (sorted.first().copied(), sorted.last().copied()) else {
            return Self { count, missing, ..Self::default() };
        };
        let quantiles = (0..QUANTILES).map(|i| quantile(&sorted, i as f64 / (QUANTILES - 1) as f64)).collect();
        let (edges, histogram) = histogram(&sorted, min, max);
        Self { count, missing, min: Some(min), max: Some(max), quantiles, edges, histogram, levels: vec![] }
    }

    /// Counts codes (or 0 and 1); what is below 0 or no level is counted as nothing.
    pub fn of_codes(codes: &[f64], levels: usize) -> Self {
        let mut counts = vec![0; levels];
        for code in codes.iter().filter(|code| **code >= 0.0) {
            if let Some(count) = counts.get_mut(*code as usize) {
                *count += 1;
            }
        }
        let missing = codes.iter().filter(|code| code.is_nan()).count() as u64;
        Self { count: codes.len() as u64, missing, levels: counts, ..Self::default() }
    }

    /// Proves the description of a column with so many levels.
    fn check(&self, levels: usize) -> Result<()> {
        let range = match (self.min, self.max) {
            (Some(min), Some(max)) => ascends(&[min, max]),
            (min, max) => min.is_none() && max.is_none(),
        };
        if !range || !ascends(&self.quantiles) || !ascends(&self.edges) {
            return Err(bad("ranges, quantiles and edges are finite and ascend"));
        }
        let lengths =
            matches!(self.quantiles.len(), 0 | QUANTILES) && self.histogram.len() == self.edges.len().saturating_sub(1);
        let counts = safe(&[self.count]) && safe(&self.histogram) && safe(&self.levels);
        if !lengths || !counts || self.missing > self.count {
            return Err(bad("there are 21 quantiles, one edge more than bins, and no more missing than cells"));
        }
        match self.levels.is_empty() || self.levels.len() == levels {
            true => Ok(()),
            false => Err(bad("levels are counted for all levels or none")),
        }
    }
}

fn ascends(numbers: &[f64]) -> bool {
    numbers.iter().all(|x| x.is_finite()) && numbers.windows(2).all(|w| w[0] <= w[1])
}

/// The quantile of sorted numbers, interpolated between the two nearest.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[at as usize], sorted[at.ceil() as usize]);
    low + (high - low) * at.fract()
}

fn histogram(sorted: &[f64], min: f64, max: f64) -> (Vec<f64>, Vec<u64>) {
    let bins = if min == max { 1 } else { 20.min(sorted.len()) };
    let edge = |i: usize| if i == bins { max } else { min + (max - min) * (i as f64 / bins as f64) };
    let edges: Vec<f64> = (0..=bins).map(edge).collect();
    let mut counts = vec![0; bins];
    for x in sorted {
        let bin = edges.partition_point(|e| e <= x).saturating_sub(1).min(bins - 1);
        counts[bin] += 1;
    }
    (edges, counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_described_as_numpy_does() {
        let s = ColumnStatistics::of_numbers(&[4.0, 1.0, f64::NAN, 2.0, 3.0]);
        assert_eq!((s.count, s.missing, s.min, s.max), (5, 1, Some(1.0), Some(4.0)));
        assert_eq!((s.quantiles[10], s.quantiles[20]), (2.5, 4.0));
        assert_eq!(s.histogram.iter().sum::<u64>(), 4);
        assert!(s.check(0).is_ok());
        assert!(ColumnStatistics::of_numbers(&[7.0; 3]).check(0).is_ok());
        assert!(ColumnStatistics::of_numbers(&[f64::NAN]).check(0).is_ok());
    }

    #[test]
    fn codes_are_counted() {
        let s = ColumnStatistics::of_codes(&[0.0, 2.0, f64::NAN, -1.0], 3);
        assert_eq!((s.levels, s.missing), (vec![1, 0, 1], 1));
    }

    #[test]
    fn lying_statistics_are_refused() {
        let mut s = ColumnStatistics::of_numbers(&[1.0, 2.0]);
        s.edges.swap(0, 1);
        assert!(s.check(0).is_err());
    }
}
