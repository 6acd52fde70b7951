//! Link functions: margins become probabilities or values. The output uses them
//! last; as a step they stand between two models of a stack.

mod rare;

use crate::error::Result;
use crate::math;
use crate::slots::{Columns, Operation, Precision, SlotKind, SlotType, ensure, ensure_numbers, missing_kind};

/// What turns margins into answers.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// As they are: values, votes, probabilities.
    Identity,
    /// `1 / (1 + e^-x)`, each column alone.
    Sigmoid,
    /// `e^x` over their sum, all columns together.
    Softmax,
    /// `e^x`, each column alone.
    Exp,
    /// `1 / (1 + e^(-slope * x))`: LightGBM's.
    Logistic {
        /// Finite.
        slope: f64,
    },
    /// `ln(1 + e^x)`: LightGBM's `cross_entropy_lambda`.
    LogOnePlusExp,
    /// `x * |x|`: LightGBM's regression on roots.
    SignedSquare,
    /// XGBoost's logistic function in single precision.
    SingleSigmoid,
    /// XGBoost's softmax: single precision, the sum in double.
    SingleSoftmax,
    /// `e^x` in single precision.
    SingleExp,
    /// 1 above 0, else 0: XGBoost's `binary:hinge`.
    Step,
    /// As they are, whatever their sum: shares that a library adds up in single
    /// precision, or what a machine decides by.
    Given {
        /// Of the numbers, and of the complement of one.
        precision: Precision,
    },
    /// The distribution function of the standard normal distribution.
    Probit,
    /// `1 - e^(-e^x)`: the inverse of the complementary log-log.
    ComplementaryLogLog,
    /// `e^(-e^-x)`.
    LogLog,
    /// `1/2 + atan(x) / pi`.
    Cauchit,
    /// `1 - e^x`.
    LogComplement,
    /// `x^exponent`: -1 for the inverse link, -1/2 for `1/mu^2`.
    Power {
        /// Finite, not 0.
        exponent: f64,
    },
    /// `x` over the sum of all columns.
    Shares,
}
crate::variants!(Link { 0 Identity, 1 Sigmoid, 2 Softmax, 3 Exp, 4 Logistic { slope }, 5 LogOnePlusExp, 6 SignedSquare, 7 SingleSigmoid, 8 SingleSoftmax, 9 SingleExp, 10 Step, 11 Given { precision }, 12 Probit, 13 ComplementaryLogLog, 14 LogLog, 15 Cauchit, 16 LogComplement, 17 Power { exponent }, 18 Shares });

impl Link {
    /// Applies the link to the scores of one row, in place.
    ///
    /// ```
    /// use windowbox::preprocess::Link;
    /// let mut scores = [0.0];
    /// Link::Sigmoid.row(&mut scores);
    /// assert_eq!(scores, [0.5]);
    /// ```
    pub fn row(self, scores: &mut [f64]) {
        match self {
            Link::Identity | Link::Given { .. } => {}
            Link::Sigmoid => math::sigmoids(scores),
            Link::Softmax => math::softmax(scores),
            Link::Exp => scores.iter_mut().for_each(|x| *x = math::exp(*x)),
            Link::Logistic { slope } => scores.iter_mut().for_each(|x| *x = math::sigmoid(slope * *x)),
            Link::SignedSquare => scores.iter_mut().for_each(|x| *x *= x.abs()),
            Link::SingleSigmoid => math::sigmoids_single(scores),
            Link::SingleSoftmax => math::softmax_single(scores),
            Link::SingleExp => scores.iter_mut().for_each(|x| *x = math::exp_single(*x)),
            Link::Step => scores.iter_mut().for_each(|x| *x = f64::from(u8::from(*x > 0.0))),
            Link::Shares => {
                let sum: f64 = scores.iter().sum();
                scores.iter_mut().for_each(|x| *x /= sum);
            }
            // Proved to be there: see `check`.
            others => rare::row(others, scores),
        }
    }

    /// Applies the link to the scores of many rows, `width` each, in place.
    pub fn rows(self, scores: &mut [f64], width: usize) {
        match self {
            Link::Softmax | Link::SingleSoftmax | Link::Shares => {
                scores.chunks_exact_mut(width).for_each(|row| self.row(row));
            }
            _ => self.row(scores),
        }
    }

    /// Whether it is one of those that few models have, and a variant of the runtime may
    /// be without.
    pub fn is_rare(self) -> bool {
        matches!(self, Link::Probit | Link::ComplementaryLogLog | Link::LogLog | Link::Cauchit)
            || matches!(self, Link::LogComplement | Link::Power { .. } | Link::LogOnePlusExp)
    }

    /// The precision of the margins that it is defined for; any, where it only compares.
    fn precision(self) -> Option<Precision> {
        match self {
            Link::Identity | Link::Step => None,
            Link::Given { precision } => Some(precision),
            Link::SingleSigmoid | Link::SingleSoftmax | Link::SingleExp => Some(Precision::F32),
            _ => Some(Precision::F64),
        }
    }

    /// What the complement of a probability is rounded to.
    pub fn rounding(self) -> Precision {
        self.precision().unwrap_or(Precision::F64)
    }
}

impl Operation for Link {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        if self.is_rare() && !rare::CARRIED {
            return Err(missing_kind("missing-step", Some("the rarer link functions")));
        }
        ensure_numbers(inputs, false)?;
        ensure(!inputs.is_empty(), "a link reads at least one column")?;
        // In another precision it would have other bits than its library's.
        let fits = |t: &SlotType| self.precision().is_none_or(|p| t.kind == SlotKind::Number(p));
        ensure(inputs.iter().all(fits), "a link function reads numbers of another precision")?;
        ensure(!matches!(self, Link::Logistic { slope } if !slope.is_finite()), "a slope is finite")?;
        let exponent = |e: f64| e.is_finite() && e != 0.0;
        ensure(!matches!(self, Link::Power { exponent: e } if !exponent(*e)), "an exponent is finite and not 0")?;
        Ok(inputs.to_vec())
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let rows = columns.rows();
        let mut scores = vec![0.0; columns.len()];
        for row in 0..rows {
            scores.iter_mut().enumerate().for_each(|(i, score)| *score = columns.get(i)[row]);
            self.row(&mut scores);
            scores.iter().enumerate().for_each(|(i, score)| out[i * rows + row] = *score);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_linked_row_by_row() {
        let mut out = [0.0; 4];
        Link::Softmax.apply(Columns::new(2, &[0, 1], &[0.0, 5.0, 0.0, 5.0], &[]), &mut out);
        assert_eq!(out, [0.5; 4]);
        Link::Exp.apply(Columns::new(2, &[0], &[0.0, 1.0], &[]), &mut out[..2]);
        assert_eq!(out[0], 1.0);
    }

    #[test]
    fn single_precision_is_not_linked_in_double() {
        let single = SlotType::number(Precision::F32, false);
        assert!(Link::Sigmoid.check(&[single]).is_err());
        assert!(Link::Identity.check(&[single]).is_ok());
        assert!(Link::SingleSigmoid.check(&[single]).is_ok());
        assert!(Link::SingleSigmoid.check(&[SlotType::NUMBER]).is_err());
        assert!(Link::Given { precision: Precision::F32 }.check(&[single]).is_ok());
        assert!(Link::Given { precision: Precision::F64 }.check(&[single]).is_err());
        assert!(Link::Logistic { slope: f64::NAN }.check(&[SlotType::NUMBER]).is_err());
    }

    #[test]
    fn every_link_has_its_librarys_value() {
        let of = |link: Link, x: f64| {
            let mut scores = [x];
            link.row(&mut scores);
            scores[0]
        };
        assert_eq!(of(Link::Logistic { slope: 2.0 }, 1.0), of(Link::Sigmoid, 2.0));
        assert_eq!(of(Link::SignedSquare, -3.0), -9.0);
        assert!((of(Link::LogOnePlusExp, 0.0) - std::f64::consts::LN_2).abs() < 1e-15);
        assert_eq!(of(Link::Step, 0.0), 0.0);
        // XGBoost 3.2 on a row of the Titanic.
        assert_eq!(of(Link::SingleSigmoid, -0.880368173122406), 0.2931014895439148);
        assert_eq!(of(Link::SingleSigmoid, -1e4), f64::from(1.0f32 / (88.7f32.exp() + 1.0)));
        let mut scores = [0.0, f64::from(1.0f32)];
        Link::SingleSoftmax.row(&mut scores);
        assert!(scores.iter().all(|s| *s == f64::from(*s as f32)));
    }

    #[test]
    fn links_of_generalised_linear_models_are_mpmaths() {
        let xs = [-9.0, -2.5, -0.3, 0.7, 4.0];
        for (link, want) in [
            (
                Link::Probit,
                [
                    1.1285884059538405e-19,
                    0.006209665325776135,
                    0.3820885778110474,
                    0.758036347776927,
                    0.9999683287581669,
                ],
            ),
            (
                Link::ComplementaryLogLog,
                [0.00012340218941005233, 0.07880634482448418, 0.5232763092854059, 0.8665132033419162, 1.0],
            ),
            (Link::LogLog, [0.0, 5.119294298670732e-06, 0.25927686599082755, 0.6086053178044064, 0.9818510730616665]),
            (
                Link::Cauchit,
                [0.03522328747727727, 0.1211189415908434, 0.40722642092225764, 0.6944001122142148, 0.9220208696226306],
            ),
        ] {
            let mut scores = xs;
            link.row(&mut scores);
            for ((x, got), want) in xs.iter().zip(scores).zip(want) {
                // Half a unit in the last place of x is as much as this in the tail.
                let bound = (1e-15 + 2e-16 * x * x) * want;
                assert!((got - want).abs() <= bound, "{link:?}: {got:?} {want:?}");
            }
        }
    }

    #[test]
    fn powers_shares_and_complements() {
        let of = |link: Link, mut scores: [f64; 2]| {
            link.row(&mut scores);
            scores
        };
        assert_eq!(of(Link::Power { exponent: -1.0 }, [4.0, -0.5]), [0.25, -2.0]);
        assert_eq!(of(Link::Power { exponent: -0.5 }, [4.0, 16.0]), [0.5, 0.25]);
        assert_eq!(of(Link::Shares, [1.0, 3.0]), [0.25, 0.75]);
        assert!((of(Link::LogComplement, [-1e-20, -1.0])[0] - 1e-20).abs() < 1e-35);
        assert!(Link::Power { exponent: 0.0 }.check(&[SlotType::NUMBER]).is_err());
    }
}
