//! How far two rows are apart: shared by nearest neighbours, clusters and the step that
//! writes distances.

use crate::error::Result;
use crate::math;
use crate::slots::{Precision, ensure};

/// How far two rows are apart.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// The root of the sum of squares.
    Euclidean,
    /// The sum of absolute differences.
    Manhattan,
    /// The sum of squares.
    SquaredEuclidean,
    /// The largest absolute difference.
    Chebyshev,
    /// The root of this degree of the sum of powers.
    Minkowski {
        /// Above 0.
        degree: f64,
    },
    /// The sum of powers of this degree.
    PowerSum {
        /// Above 0.
        degree: f64,
    },
}
crate::variants!(Metric { 0 Euclidean, 1 Manhattan, 2 SquaredEuclidean, 3 Chebyshev, 4 Minkowski { degree }, 5 PowerSum { degree } });

impl Metric {
    /// Refuses a degree that is none.
    ///
    /// # Errors
    /// `bad-node`.
    pub fn check(self) -> Result<()> {
        let sound = |degree: f64| degree.is_finite() && degree > 0.0;
        let degree = match self {
            Metric::Minkowski { degree } | Metric::PowerSum { degree } => degree,
            _ => 1.0,
        };
        ensure(sound(degree), "a degree is finite and above 0")
    }

    /// What numbers that are `z` apart, at least 0, add to the total.
    pub fn part(self, z: f64) -> f64 {
        match self {
            Metric::Euclidean | Metric::SquaredEuclidean => z * z,
            Metric::Manhattan | Metric::Chebyshev => z,
            Metric::Minkowski { degree } | Metric::PowerSum { degree } => math::power(z, degree),
        }
    }

    /// The total with one more part.
    pub fn add(self, total: f64, part: f64) -> f64 {
        match self {
            // Not a number stays so, whether it comes first or last.
            Metric::Chebyshev if part > total || part.is_nan() => part,
            Metric::Chebyshev => total,
            _ => total + part,
        }
    }

    /// The distance of a total.
    pub fn whole(self, total: f64) -> f64 {
        match self {
            Metric::Euclidean => total.sqrt(),
            Metric::Minkowski { degree } => math::power(total, 1.0 / degree),
            _ => total,
        }
    }

    /// The total of pairs of numbers, every step rounded.
    pub fn total(self, pairs: impl Iterator<Item = (f64, f64)>, precision: Precision) -> f64 {
        let round = |x: f64| precision.round(x);
        pairs.fold(0.0, |total, (x, y)| round(self.add(total, round(self.part(round((x - y).abs()))))))
    }

    /// How far two rows are apart, every step rounded.
    ///
    /// ```
    /// use windowbox::distance::Metric;
    /// use windowbox::slots::Precision;
    /// assert_eq!(Metric::Euclidean.between(&[0.0, 0.0], &[3.0, 4.0], Precision::F64), 5.0);
    /// ```
    pub fn between(self, a: &[f64], b: &[f64], precision: Precision) -> f64 {
        precision.round(self.whole(self.total(a.iter().copied().zip(b.iter().copied()), precision)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_is_what_it_says() {
        let of = |metric: Metric| metric.between(&[0.0, 1.0, 2.0], &[3.0, -3.0, 2.0], Precision::F64);
        assert_eq!(
            [Metric::Euclidean, Metric::Manhattan, Metric::SquaredEuclidean, Metric::Chebyshev].map(of),
            [5.0, 7.0, 25.0, 4.0]
        );
        assert_eq!(of(Metric::PowerSum { degree: 3.0 }), 91.0);
        assert!((of(Metric::Minkowski { degree: 3.0 }) - 91f64.cbrt()).abs() < 1e-15);
        assert!(Metric::Chebyshev.between(&[f64::NAN, 0.0], &[0.0, 1.0], Precision::F64).is_nan());
    }

    #[test]
    fn single_precision_rounds_every_step() {
        let of = |precision| Metric::Manhattan.between(&[16_777_216.0, 1.0, 1.0], &[0.0; 3], precision);
        assert_eq!([of(Precision::F32), of(Precision::F64)], [16_777_216.0, 16_777_218.0]);
    }

    #[test]
    fn a_degree_is_above_zero() {
        assert!(Metric::Minkowski { degree: 0.5 }.check().is_ok());
        for degree in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(Metric::Minkowski { degree }.check().is_err() && Metric::PowerSum { degree }.check().is_err());
        }
    }
}
