//! Reductions: a group of columns becomes one. Products of columns, sums and the like.

use crate::error::Result;
use crate::math;
use crate::slots::{Columns, Operation, Precision, SlotKind, SlotType, ensure, ensure_numbers};

/// What a group becomes; sums go from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
    /// The median: of an even number the mean of the two in the middle; NaN if one is.
    Median,
    /// 1 where none is 0, else 0; NaN if one is.
    All,
    /// 1 where one is not 0, else 0; NaN if one is.
    Any,
}
crate::variants!(Reduction { 0 Sum, 1 Mean, 2 Product, 3 SumOfSquares, 4 LogSumExp, 5 Least, 6 Most, 7 LeastAt, 8 MostAt, 9 Median, 10 All, 11 Any });

/// Groups of columns side by side: a column written for each.
///
/// ```
/// use windowbox::preprocess::{Reduce, reduce::Reduction};
/// use windowbox::slots::{Columns, Operation, Precision};
/// let sums = Reduce { reduction: Reduction::Sum, precision: Precision::F64, skips: false, width: 2 };
/// let mut out = [0.0; 2];
/// sums.apply(Columns::new(1, &[0, 1, 1, 1], &[3.0, 5.0], &[]), &mut out);
/// assert_eq!(out, [8.0, 10.0]);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Reduce {
    /// What a group becomes.
    pub reduction: Reduction,
    /// What every partial sum is rounded to.
    pub precision: Precision,
    /// Whether missing numbers are left out; without any other the result is missing.
    #[serde(default)]
    pub skips: bool,
    /// Columns a group.
    pub width: u32,
}
crate::record!(Reduce { reduction, precision, skips, width });

impl Reduction {
    /// Whether a missing number makes the result missing, which its arithmetic would not.
    fn is_missing_with_one(self) -> bool {
        matches!(self, Reduction::Median | Reduction::All | Reduction::Any)
    }
}

/// Puts those that are not missing in front, and counts them.
fn present(x: &mut [f64]) -> usize {
    let mut count = 0;
    for i in 0..x.len() {
        if !x[i].is_nan() {
            x[count] = x[i];
            count += 1;
        }
    }
    count
}

impl Reduce {
    /// The result for a group, whose order may change.
    fn group(&self, x: &mut [f64]) -> f64 {
        match self.skips.then(|| present(x)) {
            None => self.of(x),
            Some(0) => f64::NAN,
            Some(count) => self.of(&mut x[..count]),
        }
    }

    fn of(&self, x: &mut [f64]) -> f64 {
        if self.reduction.is_missing_with_one() && x.iter().any(|x| x.is_nan()) {
            return f64::NAN;
        }
        if self.reduction == Reduction::Median {
            crate::sort::sort(x, |a, b| a < b);
        }
        self.formula(x)
    }

    /// Of the group as it stands; a median needs it sorted.
    fn formula(&self, x: &[f64]) -> f64 {
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
            Reduction::Median => p.round((x[(x.len() - 1) / 2] + x[x.len() / 2]) / 2.0),
            Reduction::All => f64::from(u8::from(x.iter().all(|x| *x != 0.0))),
            Reduction::Any => f64::from(u8::from(x.iter().any(|x| *x != 0.0))),
        }
    }
}

impl Operation for Reduce {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let codes = matches!(self.reduction, Reduction::LeastAt | Reduction::MostAt);
        ensure_numbers(inputs, !codes)?;
        let groups = inputs.chunks_exact(self.width.max(1) as usize);
        ensure(self.width > 0 && groups.remainder().is_empty(), "groups of columns are of one width")?;
        ensure(!(codes && self.skips), "a code counts every column, missing or not")?;
        let missing = |group: &[SlotType]| {
            let mut missing = group.iter().map(|slot| slot.missing);
            if self.skips { missing.all(|missing| missing) } else { missing.any(|missing| missing) }
        };
        let written = |group: &[SlotType]| match codes {
            true => SlotType { kind: SlotKind::Code(self.width), missing: false },
            false => SlotType::number(self.precision, missing(group)),
        };
        Ok(groups.map(written).collect())
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let width = self.width as usize;
        // Without a group the width may be anything.
        let mut group = vec![0.0; width.min(columns.len())];
        for (i, out) in out.chunks_exact_mut(columns.rows()).enumerate() {
            for (row, y) in out.iter_mut().enumerate() {
                group.iter_mut().enumerate().for_each(|(j, x)| *x = columns.get(i * width + j)[row]);
                *y = self.group(&mut group);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(reduction: Reduction, precision: Precision, x: &[f64]) -> f64 {
        Reduce { reduction, precision, skips: false, width: x.len() as u32 }.group(&mut x.to_vec())
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
        let at = Reduce { reduction: Reduction::MostAt, precision: Precision::F64, skips: false, width: 2 };
        let code = SlotType { kind: SlotKind::Code(2), missing: false };
        assert_eq!(at.check(&[SlotType::NUMBER; 4]).unwrap(), [code; 2]);
        assert!(at.check(&[SlotType::NUMBER; 3]).is_err());
        assert!(at.check(&[SlotType::number(Precision::F64, true); 2]).is_err());
        assert!(Reduce { width: 0, ..at }.check(&[]).is_err());
    }

    #[test]
    fn missing_numbers_are_left_out_or_make_the_result_missing() {
        let row = [f64::NAN, 4.0, 1.0, f64::NAN, 2.0, 8.0];
        let group = |reduction, skips, x: &[f64]| {
            Reduce { reduction, precision: Precision::F64, skips, width: 1 }.group(&mut x.to_vec())
        };
        for (reduction, want) in [
            (Reduction::Sum, 15.0),
            (Reduction::Mean, 3.75),
            (Reduction::Product, 64.0),
            (Reduction::Least, 1.0),
            (Reduction::Most, 8.0),
            (Reduction::Median, 3.0),
            (Reduction::All, 1.0),
            (Reduction::Any, 1.0),
        ] {
            assert_eq!(group(reduction, true, &row), want, "{reduction:?}");
            assert!(group(reduction, true, &[f64::NAN]).is_nan() && group(reduction, false, &row).is_nan());
        }
        assert_eq!(group(Reduction::Median, false, &[5.0, 1.0, 2.0]), 2.0);
        assert_eq!([[1.0, 0.0], [0.0; 2]].map(|x| group(Reduction::Any, false, &x)), [1.0, 0.0]);
        assert_eq!([[1.0, 0.0], [2.0; 2]].map(|x| group(Reduction::All, false, &x)), [0.0, 1.0]);
    }

    #[test]
    fn what_leaves_out_is_only_missing_where_all_may_be() {
        let (never, maybe) = (SlotType::NUMBER, SlotType::number(Precision::F64, true));
        let sum = Reduce { reduction: Reduction::Sum, precision: Precision::F64, skips: true, width: 2 };
        assert_eq!(sum.check(&[never, maybe, maybe, maybe]).unwrap(), [never, maybe]);
        assert!(Reduce { reduction: Reduction::LeastAt, ..sum }.check(&[never, never]).is_err());
    }
}
