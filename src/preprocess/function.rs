//! A function of a few columns, row by row: what expressions in model files are made of.

use crate::codec::{Decode, Encode};
use crate::error::Result;
use crate::math;
use crate::slots::{Columns, Operation, Precision, SlotKind, SlotType, ensure, ensure_numbers};

/// One number out of the numbers of a row, in double precision. Truth is 1 and 0. A
/// missing argument makes the result missing, where nothing else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Function {
    /// All of them together, in order.
    Add,
    /// The first without the second.
    Subtract,
    /// The first by the second.
    Divide,
    /// The first to the power of the second.
    Power,
    /// `e^x`.
    Exp,
    /// `e^x - 1`.
    ExpMinusOne,
    /// The natural logarithm.
    Ln,
    /// The natural logarithm of `1 + x`.
    LnOnePlus,
    /// The logarithm to base 10.
    LogTen,
    /// The square root.
    Root,
    /// Without its sign.
    Absolute,
    /// The next whole number below.
    Floor,
    /// The next whole number above.
    Ceiling,
    /// The nearest whole number; of two the one above.
    Round,
    /// The sine of an angle in radians.
    Sine,
    /// The cosine of an angle in radians.
    Cosine,
    /// The angle in radians of a tangent.
    Arctangent,
    /// The hyperbolic tangent.
    HyperbolicTangent,
    /// The nearest number of single precision.
    Single,
    /// The smaller of two.
    Smaller,
    /// The larger of two.
    Larger,
    /// Whether two are equal.
    Equal,
    /// Whether the first is below the second.
    Less,
    /// Whether the first is at most the second.
    LessOrEqual,
    /// Whether it is 0.
    Not,
    /// Whether none is 0.
    And,
    /// Whether one is not 0.
    Or,
    /// Whether it is missing.
    IsMissing,
    /// The second where the first is not 0, else the third; without one it is missing.
    If,
    /// The sum of those that are not missing.
    Sum,
    /// The mean of those that are not missing.
    Mean,
    /// The smallest that is not missing.
    Minimum,
    /// The largest that is not missing.
    Maximum,
    /// The median of those that are not missing: of an even number the mean of the two
    /// in the middle.
    Median,
    /// The number itself; where it is missing, the row has no answer.
    Known,
}

use Function as F;

fn truth(x: bool) -> f64 {
    f64::from(u8::from(x))
}

impl Function {
    /// How many arguments, at least and at most.
    fn arity(self) -> (usize, usize) {
        match self {
            F::Subtract | F::Divide | F::Power => (2, 2),
            F::Smaller | F::Larger | F::Equal | F::Less | F::LessOrEqual => (2, 2),
            F::If => (2, 3),
            F::Add | F::And | F::Or | F::Sum | F::Mean | F::Minimum | F::Maximum | F::Median => (1, usize::MAX),
            _ => (1, 1),
        }
    }

    /// Whether missing arguments are left out.
    fn skips(self) -> bool {
        matches!(self, F::Sum | F::Mean | F::Minimum | F::Maximum | F::Median)
    }

    fn result(self, inputs: &[SlotType]) -> SlotType {
        let mut missing = inputs.iter().map(|slot| slot.missing);
        let missing = match self {
            F::IsMissing | F::Known => false,
            F::If if inputs.len() == 2 => true,
            skips if skips.skips() => missing.all(|missing| missing),
            _ => missing.any(|missing| missing),
        };
        SlotType::number(if self == F::Single { Precision::F32 } else { Precision::F64 }, missing)
    }

    /// The result for the arguments of a row, whose order may change.
    fn of(self, row: &mut [f64]) -> f64 {
        match (self, &*row) {
            (F::If, [which, ..]) if which.is_nan() => f64::NAN,
            (F::If, [which, yes, ..]) if *which != 0.0 => *yes,
            (F::If, [_, _, no @ ..]) => no.first().copied().unwrap_or(f64::NAN),
            (F::IsMissing, [x]) => truth(x.is_nan()),
            (skips, _) if skips.skips() => self.of_present(row),
            (_, all) if all.iter().any(|x| x.is_nan()) => f64::NAN,
            (F::Add, all) => all.iter().sum(),
            (F::And, all) => truth(all.iter().all(|x| *x != 0.0)),
            (F::Or, all) => truth(all.iter().any(|x| *x != 0.0)),
            (_, [x]) => self.of_one(*x),
            (_, [x, y]) => self.of_two(*x, *y),
            _ => f64::NAN,
        }
    }

    fn of_one(self, x: f64) -> f64 {
        match self {
            F::Exp => math::exp(x),
            F::ExpMinusOne => math::exp_m1(x),
            F::Ln => math::ln(x),
            F::LnOnePlus => math::ln_1p(x),
            F::LogTen => math::log10(x),
            F::Root => x.sqrt(),
            F::Absolute => x.abs(),
            F::Floor => x.floor(),
            F::Ceiling => x.ceil(),
            F::Round => x.floor() + truth(x - x.floor() >= 0.5),
            F::Sine => math::sin(x),
            F::Cosine => math::cos(x),
            F::Arctangent => math::atan(x),
            F::HyperbolicTangent => math::tanh(x),
            F::Single => Precision::F32.round(x),
            F::Not => truth(x == 0.0),
            _ => x,
        }
    }

    fn of_two(self, x: f64, y: f64) -> f64 {
        match self {
            F::Subtract => x - y,
            F::Divide => x / y,
            F::Power => math::power(x, y),
            F::Smaller => x.min(y),
            F::Larger => x.max(y),
            F::Equal => truth(x == y),
            F::Less => truth(x < y),
            _ => truth(x <= y),
        }
    }

    /// Of those that are not missing, put in front.
    fn of_present(self, row: &mut [f64]) -> f64 {
        let mut n = 0;
        for i in 0..row.len() {
            if !row[i].is_nan() {
                row[n] = row[i];
                n += 1;
            }
        }
        let present = &mut row[..n];
        match self {
            _ if n == 0 => f64::NAN,
            F::Sum => present.iter().sum(),
            F::Mean => present.iter().sum::<f64>() / n as f64,
            F::Minimum => present.iter().copied().fold(f64::INFINITY, f64::min),
            F::Maximum => present.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            _ => {
                crate::sort::sort(present, |a, b| a < b);
                (present[(n - 1) / 2] + present[n / 2]) / 2.0
            }
        }
    }
}

impl Operation for Function {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let (least, most) = self.arity();
        ensure((least..=most).contains(&inputs.len()), "a function reads another number of columns")?;
        ensure_numbers(inputs, true)?;
        // Of one type, so that what is single stays so.
        let known = *self == F::Known && inputs[0].kind == SlotKind::Number(Precision::F32);
        Ok(vec![if known { inputs[0].filled() } else { self.result(inputs) }])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let mut row = vec![0.0; columns.len()];
        for (r, y) in out.iter_mut().enumerate() {
            row.iter_mut().enumerate().for_each(|(i, x)| *x = columns.get(i)[r]);
            *y = self.of(&mut row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;

    fn of(function: Function, row: &[f64]) -> f64 {
        function.of(&mut row.to_vec())
    }

    #[test]
    fn arithmetic_is_missing_where_an_argument_is() {
        for (function, row, want) in [
            (F::Add, &[1.0, 2.0, 4.0][..], 7.0),
            (F::Subtract, &[1.0, 2.0], -1.0),
            (F::Divide, &[1.0, 2.0], 0.5),
            (F::Power, &[2.0, 10.0], 1024.0),
            (F::Power, &[4.0, -0.5], 0.5),
            (F::LogTen, &[1000.0], 3.0),
            (F::Root, &[9.0], 3.0),
            (F::Absolute, &[-2.0], 2.0),
            (F::Floor, &[-1.5], -2.0),
            (F::Ceiling, &[-1.5], -1.0),
            (F::Round, &[-1.5], -1.0),
            (F::Round, &[0.49999999999999994], 0.0),
            (F::Smaller, &[1.0, 2.0], 1.0),
            (F::Larger, &[1.0, 2.0], 2.0),
            (F::Less, &[1.0, 1.0], 0.0),
            (F::LessOrEqual, &[1.0, 1.0], 1.0),
            (F::Equal, &[1.0, 1.0], 1.0),
            (F::Not, &[0.0], 1.0),
            (F::Single, &[0.1], f64::from(0.1f32)),
        ] {
            assert_eq!(of(function, row), want, "{function:?}");
            let mut missing = row.to_vec();
            missing[0] = NAN;
            assert!(of(function, &missing).is_nan(), "{function:?}");
        }
    }

    #[test]
    fn what_leaves_out_missing_arguments() {
        let row = [NAN, 4.0, 1.0, NAN, 2.0, 8.0];
        for (function, want) in
            [(F::Sum, 15.0), (F::Mean, 3.75), (F::Minimum, 1.0), (F::Maximum, 8.0), (F::Median, 3.0)]
        {
            assert_eq!(of(function, &row), want, "{function:?}");
            assert!(of(function, &[NAN]).is_nan());
        }
        assert_eq!(of(F::Median, &[5.0, NAN, 1.0, 2.0]), 2.0);
    }

    #[test]
    fn truth_is_one_and_nothing() {
        for (a, b, and, or) in [(1.0, 2.0, 1.0, 1.0), (1.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 0.0), (0.0, NAN, NAN, NAN)]
        {
            for row in [[a, b], [b, a]] {
                assert_eq!(of(F::And, &row).to_bits(), f64::to_bits(and));
                assert_eq!(of(F::Or, &row).to_bits(), f64::to_bits(or));
            }
        }
        assert_eq!([of(F::IsMissing, &[NAN]), of(F::IsMissing, &[0.0])], [1.0, 0.0]);
    }

    #[test]
    fn one_of_two_is_chosen_and_the_other_may_be_missing() {
        assert_eq!(of(F::If, &[1.0, 5.0, NAN]), 5.0);
        assert_eq!(of(F::If, &[0.0, NAN, 6.0]), 6.0);
        assert!(of(F::If, &[0.0, 5.0]).is_nan() && of(F::If, &[NAN, 5.0, 6.0]).is_nan());
    }

    #[test]
    fn the_type_says_what_may_be_missing() {
        let (never, maybe) = (SlotType::NUMBER, SlotType::number(Precision::F64, true));
        let missing = |function: Function, inputs: &[SlotType]| function.check(inputs).unwrap()[0].missing;
        assert!(missing(F::Add, &[never, maybe]) && !missing(F::Add, &[never]));
        assert!(!missing(F::Sum, &[never, maybe]) && missing(F::Sum, &[maybe]));
        assert!(missing(F::If, &[never, never]) && !missing(F::If, &[never; 3]));
        assert!(!missing(F::Known, &[maybe]) && !missing(F::IsMissing, &[maybe]));
        assert!(F::Divide.check(&[never]).is_err() && F::Add.check(&[]).is_err());
    }
}
