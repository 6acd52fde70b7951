//! Reductions: a group of columns becomes one.

use crate::codec::{Decode, Encode};
use crate::error::Result;
use crate::math;
use crate::slots::{Columns, Operation, Precision, SlotKind, SlotType, ensure, ensure_numbers};

/// What a group becomes; sums go from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reduction {
    /// The sum.
    Sum,
    /// The sum over the number of columns.
    Mean,
    /// The product.
    Product,
    /// The sum of squares.
    SumOfSquares,
    /// The logarithm of the sum of `e^x`, the largest taken away before.
    LogSumExp,
    /// The smallest; NaN if one is.
    Least,
    /// The largest; NaN if one is.
    Most,
    /// The code of the smallest, the first of equals.
    LeastAt,
    /// The code of the largest, the first of equals.
    MostAt,
}

/// Groups of columns side by side: a column written for each.
///
/// ```
/// use windowbox::preprocess::{Reduce, reduce::Reduction};
/// use windowbox::slots::{Columns, Operation, Precision};
/// let sums = Reduce { reduction: Reduction::Sum, precision: Precision::F64, width: 2 };
/// let mut out = [0.0; 2];
/// sums.apply(Columns::new(1, &[0, 1, 1, 1], &[3.0, 5.0], &[]), &mut out);
/// assert_eq!(out, [8.0, 10.0]);
/// ```
#[derive(Debug, Clone, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct Reduce {
    /// What a group becomes.
    pub reduction: Reduction,
    /// What every partial sum is rounded to.
    pub precision: Precision,
    /// Columns a group.
    pub width: u32,
}

impl Reduce {
    fn group(&self, x: &[f64]) -> f64 {
        let p = self.precision;
        let sum = |term: &dyn Fn(f64) -> f64| x.iter().fold(0.0, |sum, x| p.round(sum + p.round(term(*x))));
        let extreme = |better: fn(f64, f64) -> bool| {
            x.iter().copied().reduce(|best, x| if best.is_nan() || better(best, x) { best } else { x }).unwrap_or(0.0)
        };
        let most = || extreme(|best, x| best >= x);
        match self.reduction {
            Reduction::Sum => sum(&|x| x),
            Reduction::Mean => p.round(sum(&|x| x) / x.len() as f64),
            Reduction::Product => x.iter().fold(1.0, |product, x| p.round(product * x)),
            Reduction::SumOfSquares => sum(&|x| x * x),
            Reduction::LogSumExp => {
                let top = Some(most()).filter(|top| top.is_finite()).unwrap_or(0.0);
                p.round(p.round(math::ln(sum(&|x| math::exp(p.round(x - top))))) + top)
            }
            Reduction::Least => extreme(|best, x| best <= x),
            Reduction::Most => most(),
            Reduction::LeastAt => math::arg_max(&x.iter().map(|x| -x).collect::<Vec<_>>()) as f64,
            Reduction::MostAt => math::arg_max(x) as f64,
        }
    }
}

impl Operation for Reduce {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let codes = matches!(self.reduction, Reduction::LeastAt | Reduction::MostAt);
        ensure_numbers(inputs, !codes)?;
        let groups = inputs.chunks_exact(self.width.max(1) as usize);
        ensure(self.width > 0 && groups.remainder().is_empty(), "groups of columns are of one width")?;
        let written = |group: &[SlotType]| match codes {
            true => SlotType { kind: SlotKind::Code(self.width), missing: false },
            false => SlotType::number(self.precision, group.iter().any(|slot| slot.missing)),
        };
        Ok(groups.map(written).collect())
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let mut group = vec![0.0; self.width as usize];
        for (i, out) in out.chunks_exact_mut(columns.rows()).enumerate() {
            for (row, y) in out.iter_mut().enumerate() {
                let first = i * group.len();
                group.iter_mut().enumerate().for_each(|(j, x)| *x = columns.get(first + j)[row]);
                *y = self.group(&group);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(reduction: Reduction, precision: Precision, x: &[f64]) -> f64 {
        Reduce { reduction, precision, width: x.len() as u32 }.group(x)
    }

    #[test]
    fn every_reduction_is_what_it_says() {
        let of = |reduction| of(reduction, Precision::F64, &[3.0, 1.0, 3.0, 1.0]);
        assert_eq!([of(Reduction::Sum), of(Reduction::Mean), of(Reduction::Product)], [8.0, 2.0, 9.0]);
        assert_eq!([of(Reduction::SumOfSquares), of(Reduction::Least), of(Reduction::Most)], [20.0, 1.0, 3.0]);
        assert_eq!([of(Reduction::LeastAt), of(Reduction::MostAt)], [1.0, 0.0]);
        let direct = (2.0 * 3.0f64.exp() + 2.0 * 1.0f64.exp()).ln();
        assert!((of(Reduction::LogSumExp) - direct).abs() < 1e-14);
    }

    #[test]
    fn far_numbers_do_not_overflow_and_nan_stays() {
        assert_eq!(of(Reduction::LogSumExp, Precision::F32, &[1e4, -1e4]), 1e4);
        assert!(of(Reduction::Most, Precision::F64, &[1.0, f64::NAN, 2.0]).is_nan());
        assert!(of(Reduction::Least, Precision::F64, &[f64::NAN, 2.0]).is_nan());
        assert!(of(Reduction::MostAt, Precision::F64, &[f64::NAN; 3]) < 3.0);
    }

    #[test]
    fn single_precision_rounds_every_partial_sum() {
        let x = [16_777_216.0, 1.0, 1.0];
        assert_eq!(of(Reduction::Sum, Precision::F32, &x), 16_777_216.0);
        assert_eq!(of(Reduction::Sum, Precision::F64, &x), 16_777_218.0);
    }

    #[test]
    fn groups_are_whole_and_positions_are_codes() {
        let at = Reduce { reduction: Reduction::MostAt, precision: Precision::F64, width: 2 };
        let code = SlotType { kind: SlotKind::Code(2), missing: false };
        assert_eq!(at.check(&[SlotType::NUMBER; 4]).unwrap(), [code; 2]);
        assert!(at.check(&[SlotType::NUMBER; 3]).is_err());
        assert!(at.check(&[SlotType::number(Precision::F64, true); 2]).is_err());
        assert!(Reduce { width: 0, ..at }.check(&[]).is_err());
    }
}
