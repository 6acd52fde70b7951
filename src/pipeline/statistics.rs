//! Statistics: what training data and predictions looked like, without any row of
//! them. Forms take ranges and defaults from here; drift is measured against it.

use super::card::SAFE_INTEGER;
use super::output::Output;
use crate::codec::{Decode, Encode};
use crate::data::{Labels, Schema};
use crate::error::{Error, Result};

/// How many quantiles are kept: 0 %, 5 %, ... 100 %.
pub const QUANTILES: usize = 21;

/// What is kept of the training data and of the predictions on it.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode, serde::Serialize, serde::Deserialize)]
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

/// What is kept of a column. Numbers have quantiles and a histogram, levels counts.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode, serde::Serialize, serde::Deserialize)]
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

/// Held-out rows whose predicted probability fell between `i / 10` and `(i + 1) / 10`.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Bin {
    /// Rows.
    pub count: u64,
    /// Their mean predicted probability.
    pub predicted: f64,
    /// The share of them that was positive.
    pub observed: f64,
}

/// Split conformal quantiles: for regression of the absolute error, for classes of
/// one minus the true class's probability.
#[derive(Debug, Clone, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct Conformal {
    /// Held-out rows that the quantiles come from.
    pub n: u64,
    /// Pairs of miscoverage (0.2, 0.1, 0.05) and quantile.
    pub quantiles: Vec<(f64, f64)>,
}

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
        self.columns.iter().chain(&self.predictions).try_for_each(ColumnStatistics::check)?;
        let levels = schema.columns.iter().map(|column| column.levels());
        let classes = output.targets.iter().map(|target| target.labels().map_or(0, Labels::len));
        let counted = self.columns.iter().zip(levels).chain(self.predictions.iter().zip(classes));
        if counted.into_iter().any(|(s, levels)| !s.levels.is_empty() && s.levels.len() != levels) {
            return Err(bad("levels are counted for all levels or none"));
        }
        self.check_held_out()
    }

    fn check_held_out(&self) -> Result<()> {
        let share = |x: f64| (0.0..=1.0).contains(&x);
        let bins = matches!(self.reliability.len(), 0 | 10);
        let rows = self.reliability.iter().map(|bin| bin.count).chain(self.conformal.iter().map(|c| c.n));
        if rows.into_iter().any(|n| n > SAFE_INTEGER) {
            return Err(bad("counts are at most 2^53 - 1"));
        }
        if !bins || !self.reliability.iter().all(|bin| share(bin.predicted) && share(bin.observed)) {
            return Err(bad("a reliability table has ten bins of shares"));
        }
        let sound = |(miss, quantile): &(f64, f64)| share(*miss) && *quantile >= 0.0 && quantile.is_finite();
        match &self.conformal {
            Some(conformal) if !conformal.quantiles.iter().all(sound) => Err(bad("conformal quantiles are finite")),
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

    fn check(&self) -> Result<()> {
        let ascending = |v: &[f64]| v.iter().all(|x| x.is_finite()) && v.windows(2).all(|w| w[0] <= w[1]);
        let range: Vec<f64> = self.min.into_iter().chain(self.max).collect();
        if !ascending(&range) || !ascending(&self.quantiles) || !ascending(&self.edges) {
            return Err(bad("ranges, quantiles and edges are finite and ascend"));
        }
        let bins = if self.edges.is_empty() { 0 } else { self.edges.len() - 1 };
        let lengths = matches!(self.quantiles.len(), 0 | QUANTILES) && self.histogram.len() == bins;
        let counts = [self.count].into_iter().chain(self.histogram.iter().copied()).chain(self.levels.iter().copied());
        let safe = counts.into_iter().all(|n| n <= SAFE_INTEGER);
        match lengths && safe && self.missing <= self.count && self.min.is_some() == self.max.is_some() {
            true => Ok(()),
            false => Err(bad("there are 21 quantiles, one edge more than bins, and no more missing than cells")),
        }
    }
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
        assert!(s.check().is_ok());
        assert!(ColumnStatistics::of_numbers(&[7.0; 3]).check().is_ok());
        assert!(ColumnStatistics::of_numbers(&[f64::NAN]).check().is_ok());
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
        assert!(s.check().is_err());
    }
}
