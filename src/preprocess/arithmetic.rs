//! Arithmetic: one function of numbers, computed for one tuple of columns and
//! constants after another. Graphs of operators and expressions are lists of such steps.

mod rare;

use crate::error::Result;
use crate::math;
use crate::slots::{Columns, Operation, Precision, SlotType, ensure, ensure_numbers, missing_kind};

/// What is computed, of one number, of two or of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Function {
    /// The number itself, rounded to the precision.
    Round,
    /// Cut towards zero to a whole number.
    Truncate,
    /// `-x`.
    Negate,
    /// `|x|`.
    Absolute,
    /// -1, 0 or 1.
    Sign,
    /// The square root.
    Root,
    /// `e^x`.
    Exp,
    /// The natural logarithm.
    Ln,
    /// The hyperbolic tangent.
    Tanh,
    /// `1 / (1 + e^-x)`.
    Sigmoid,
    /// 1 where it is missing, else 0.
    Missing,
    /// `e^x - 1`.
    ExpMinusOne,
    /// The natural logarithm of `1 + x`.
    LnOnePlus,
    /// The logarithm to base 10.
    LogTen,
    /// The next whole number below.
    Floor,
    /// The next whole number above.
    Ceiling,
    /// The nearest whole number; of two the one above.
    HalfUp,
    /// The sine of an angle in radians.
    Sine,
    /// The cosine of an angle in radians.
    Cosine,
    /// The angle in radians of a tangent.
    Arctangent,
    /// 1 where it is 0, else 0.
    Not,
    /// The number itself; where it is missing, the row has no answer.
    Known,
    /// `x + y`.
    Add,
    /// `x - y`.
    Subtract,
    /// `x * y`.
    Multiply,
    /// `x / y`.
    Divide,
    /// `x` to the power of `y`; inverses, squares and roots exactly.
    Power,
    /// The smaller; NaN if either is.
    Least,
    /// The larger; NaN if either is.
    Most,
    /// 1 where `x < y`, else 0.
    Less,
    /// 1 where `x <= y`, else 0.
    AtMost,
    /// 1 where `x == y`, else 0.
    Equal,
    /// `y` where `x` is not 0, else `z`.
    Choose,
    /// `y` where `x` is not 0, else missing.
    When,
    /// The logarithm to base 2.
    LogTwo,
    /// The cube root.
    CubeRoot,
    /// The nearest whole number; of two the even one.
    HalfEven,
    /// The quantile of the standard normal distribution.
    NormalQuantile,
    /// `x` without whole multiples of `y`, of the sign of `y`.
    Modulo,
    /// The hyperbolic sine.
    HyperbolicSine,
    /// The number of a hyperbolic sine.
    HyperbolicArcsine,
}
crate::variants!(Function { 0 Round, 1 Truncate, 2 Negate, 3 Absolute, 4 Sign, 5 Root, 6 Exp, 7 Ln, 8 Tanh, 9 Sigmoid, 10 Missing, 11 Add, 12 Subtract, 13 Multiply, 14 Divide, 15 Power, 16 Least, 17 Most, 18 Less, 19 AtMost, 20 Equal, 21 Choose, 22 ExpMinusOne, 23 LnOnePlus, 24 LogTen, 25 Floor, 26 Ceiling, 27 HalfUp, 28 Sine, 29 Cosine, 30 Arctangent, 31 Not, 32 Known, 33 When, 34 LogTwo, 35 CubeRoot, 36 HalfEven, 37 NormalQuantile, 38 Modulo, 39 HyperbolicSine, 40 HyperbolicArcsine });

impl Function {
    /// How many numbers it takes.
    pub fn arity(self) -> usize {
        match self {
            Function::Choose => 3,
            Function::Add | Function::Subtract | Function::Multiply | Function::Divide | Function::Power => 2,
            Function::Least | Function::Most | Function::Less | Function::AtMost | Function::Equal => 2,
            Function::When | Function::Modulo => 2,
            _ => 1,
        }
    }

    /// How many of its numbers must be there for a strict step to have a value.
    pub fn asked(self) -> usize {
        match self {
            Function::Missing => 0,
            Function::Choose | Function::When => 1,
            other => other.arity(),
        }
    }

    /// Its value, rounded to the precision; numbers beyond its arity do not matter.
    ///
    /// ```
    /// use windowbox::preprocess::arithmetic::Function;
    /// use windowbox::slots::Precision;
    /// assert_eq!(Function::Divide.value([1.0, 4.0, 0.0], Precision::F64), 0.25);
    /// assert_eq!(Function::Add.value([16777216.0, 1.0, 0.0], Precision::F32), 16777216.0);
    /// ```
    pub fn value(self, [x, y, z]: [f64; 3], precision: Precision) -> f64 {
        let flag = |yes| f64::from(u8::from(yes));
        precision.round(match self {
            Function::Round | Function::Known => x,
            Function::Truncate => x.trunc(),
            Function::Negate => -x,
            Function::Absolute => x.abs(),
            Function::Sign if x == 0.0 => 0.0,
            Function::Sign if x.is_nan() => x,
            Function::Sign => x.signum(),
            Function::Root => x.sqrt(),
            Function::Exp => math::exp(x),
            Function::Ln => math::ln(x),
            Function::Tanh => math::tanh(x),
            Function::Sigmoid => math::sigmoid(x),
            Function::Missing => flag(x.is_nan()),
            Function::ExpMinusOne => math::exp_m1(x),
            Function::LnOnePlus => math::ln_1p(x),
            Function::Floor => x.floor(),
            Function::Ceiling => x.ceil(),
            Function::HalfUp => x.floor() + flag(x - x.floor() >= 0.5),
            Function::Not => flag(x == 0.0),
            Function::Add => x + y,
            Function::Subtract => x - y,
            Function::Multiply => x * y,
            Function::Divide => x / y,
            Function::Power => math::power(x, y),
            Function::Least if x < y || x.is_nan() => x,
            Function::Most if x > y || x.is_nan() => x,
            Function::Least | Function::Most => y,
            Function::Less => flag(x < y),
            Function::AtMost => flag(x <= y),
            Function::Equal => flag(x == y),
            Function::Choose | Function::When if x != 0.0 => y,
            Function::Choose => z,
            Function::When => f64::NAN,
            Function::HalfEven => x.round_ties_even(),
            Function::Modulo => math::modulo(x, y),
            others => rare::value(others, x),
        })
    }

    /// Whether it is one that a runtime may have been built without.
    pub fn is_rare(self) -> bool {
        matches!(self, Function::LogTen | Function::LogTwo | Function::Sine | Function::Cosine | Function::Arctangent)
            || matches!(self, Function::CubeRoot | Function::NormalQuantile)
            || matches!(self, Function::HyperbolicSine | Function::HyperbolicArcsine)
    }

    /// Whether it is true or false even of what is missing, in a step that is not strict.
    fn compares(self) -> bool {
        matches!(self, Function::Less | Function::AtMost | Function::Equal | Function::Not)
    }
}

/// One argument of a function.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operand {
    /// The column that is read at this place.
    Column(u32),
    /// The same number for every row; not NaN.
    Constant(f64),
}
crate::variants!(Operand { 0 Column(value), 1 Constant(value) });

/// A function of some tuples of columns and constants: a column written for each.
///
/// ```
/// use windowbox::preprocess::{Arithmetic, arithmetic::{Function, Operand}};
/// use windowbox::slots::{Columns, Operation, Precision};
/// let operands = vec![Operand::Column(0), Operand::Constant(0.5)];
/// let half = Arithmetic { function: Function::Multiply, precision: Precision::F64, strict: false, operands };
/// let mut out = [0.0; 2];
/// half.apply(Columns::new(2, &[0], &[3.0, 5.0], &[]), &mut out);
/// assert_eq!(out, [1.5, 2.5]);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Arithmetic {
    /// What is computed.
    pub function: Function,
    /// What its value is rounded to.
    pub precision: Precision,
    /// Whether a missing number makes the value missing, where it is asked for: a choice
    /// only asks its first. Else a comparison with it is false, as with NaN, and it
    /// chooses as what is not 0.
    #[serde(default)]
    pub strict: bool,
    /// Tuple after tuple, as many operands each as the function takes.
    pub operands: Vec<Operand>,
}
crate::record!(Arithmetic { function, precision, strict, operands });

impl Arithmetic {
    fn value(&self, x: [f64; 3]) -> f64 {
        let lacks = self.strict && x[..self.function.asked()].iter().any(|x| x.is_nan());
        if lacks { f64::NAN } else { self.function.value(x, self.precision) }
    }

    fn may_be_missing(&self, mut missing: impl Iterator<Item = bool>) -> bool {
        match self.function {
            Function::Missing | Function::Known => false,
            Function::When => true,
            compares if compares.compares() && !self.strict => false,
            _ => missing.any(|missing| missing),
        }
    }
}

impl Operation for Arithmetic {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        if self.function.is_rare() && !rare::CARRIED {
            return Err(missing_kind("missing-step", Some("the rarer functions")));
        }
        ensure_numbers(inputs, true)?;
        let tuples = self.operands.chunks_exact(self.function.arity());
        ensure(tuples.remainder().is_empty(), "a function has another number of operands than it takes")?;
        let sound = |operand: &Operand| match operand {
            Operand::Column(i) => (*i as usize) < inputs.len(),
            Operand::Constant(c) => !c.is_nan(),
        };
        ensure(self.operands.iter().all(sound), "an operand is no column that is read, or not a number")?;
        let missing = |operand: &Operand| matches!(operand, Operand::Column(i) if inputs[*i as usize].missing);
        let written =
            |tuple: &[Operand]| SlotType::number(self.precision, self.may_be_missing(tuple.iter().map(missing)));
        Ok(tuples.map(written).collect())
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let tuples = self.operands.chunks_exact(self.function.arity());
        for (tuple, out) in tuples.zip(out.chunks_exact_mut(columns.rows())) {
            for (row, y) in out.iter_mut().enumerate() {
                let mut x = [0.0; 3];
                for (x, operand) in x.iter_mut().zip(tuple) {
                    *x = match operand {
                        Operand::Column(i) => columns.get(*i as usize)[row],
                        Operand::Constant(c) => *c,
                    };
                }
                *y = self.value(x);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Operand::{Column, Constant};

    const NAN: f64 = f64::NAN;

    fn of(function: Function, x: [f64; 3]) -> f64 {
        function.value(x, Precision::F64)
    }

    #[test]
    fn every_function_is_what_it_says() {
        let one = |f, x| of(f, [x, NAN, NAN]);
        assert_eq!(
            [one(Function::Truncate, -1.7), one(Function::Negate, 2.0), one(Function::Absolute, -2.0)],
            [-1.0, -2.0, 2.0]
        );
        assert_eq!([-3.0, -0.0, 0.5].map(|x| one(Function::Sign, x)), [-1.0, 0.0, 1.0]);
        assert_eq!([one(Function::Root, 9.0), one(Function::Exp, 0.0), one(Function::Ln, 1.0)], [3.0, 1.0, 0.0]);
        assert_eq!(
            [one(Function::Tanh, 0.0), one(Function::Sigmoid, 0.0), one(Function::Missing, NAN)],
            [0.0, 0.5, 1.0]
        );
        let two = |f| of(f, [3.0, 2.0, NAN]);
        assert_eq!([two(Function::Add), two(Function::Subtract), two(Function::Multiply)], [5.0, 1.0, 6.0]);
        assert_eq!([two(Function::Divide), two(Function::Power)], [1.5, 9.0]);
        assert_eq!([two(Function::Least), two(Function::Most)], [2.0, 3.0]);
        assert_eq!([two(Function::Less), two(Function::AtMost), two(Function::Equal)], [0.0; 3]);
        assert_eq!(of(Function::AtMost, [2.0, 2.0, NAN]) + of(Function::Less, [2.0, 2.0, NAN]), 1.0);
        assert_eq!([of(Function::Choose, [1.0, 5.0, NAN]), of(Function::Choose, [0.0, NAN, 6.0])], [5.0, 6.0]);
    }

    #[test]
    fn nan_is_kept_by_the_extremes_and_is_less_than_nothing() {
        for f in [Function::Least, Function::Most, Function::Sign] {
            assert!(of(f, [NAN, 1.0, 0.0]).is_nan());
        }
        assert!(of(Function::Most, [1.0, NAN, 0.0]).is_nan() && of(Function::Least, [1.0, NAN, 0.0]).is_nan());
        assert_eq!(of(Function::Less, [NAN, 1.0, 0.0]) + of(Function::AtMost, [1.0, NAN, 0.0]), 0.0);
    }

    #[test]
    fn missing_passes_where_the_function_does_not_fill_it() {
        let types = [SlotType::number(Precision::F32, true), SlotType::NUMBER];
        let of = |function, operands: &[Operand]| {
            Arithmetic { function, precision: Precision::F32, strict: false, operands: operands.to_vec() }.check(&types)
        };
        let sums = of(Function::Add, &[Column(0), Column(1), Column(1), Constant(1.0)]).unwrap();
        assert_eq!(sums, [types[0], types[0].filled()]);
        assert_eq!(of(Function::Less, &[Column(0), Column(1)]).unwrap(), [types[0].filled()]);
        assert!(of(Function::Add, &[Column(0)]).is_err());
        assert!(of(Function::Round, &[Column(2)]).is_err());
        assert!(of(Function::Round, &[Constant(NAN)]).is_err());
    }

    /// In double precision and strict, as expressions are.
    fn strict(function: Function, x: [f64; 3]) -> f64 {
        Arithmetic { function, precision: Precision::F64, strict: true, operands: vec![] }.value(x)
    }

    #[test]
    fn a_strict_step_is_missing_where_an_argument_is() {
        for (function, x, want) in [
            (Function::Add, [1.0, 2.0, 0.0], 3.0),
            (Function::Subtract, [1.0, 2.0, 0.0], -1.0),
            (Function::Divide, [1.0, 2.0, 0.0], 0.5),
            (Function::Power, [2.0, 10.0, 0.0], 1024.0),
            (Function::Power, [4.0, -0.5, 0.0], 0.5),
            (Function::Power, [4.0, 0.0, 0.0], 1.0),
            (Function::LogTen, [1000.0, 0.0, 0.0], 3.0),
            (Function::LnOnePlus, [0.0; 3], 0.0),
            (Function::ExpMinusOne, [0.0; 3], 0.0),
            (Function::Root, [9.0, 0.0, 0.0], 3.0),
            (Function::Floor, [-1.5, 0.0, 0.0], -2.0),
            (Function::Ceiling, [-1.5, 0.0, 0.0], -1.0),
            (Function::HalfUp, [-1.5, 0.0, 0.0], -1.0),
            (Function::HalfUp, [0.49999999999999994, 0.0, 0.0], 0.0),
            (Function::Sine, [0.0; 3], 0.0),
            (Function::Cosine, [0.0; 3], 1.0),
            (Function::Arctangent, [0.0; 3], 0.0),
            (Function::Least, [1.0, 2.0, 0.0], 1.0),
            (Function::Most, [1.0, 2.0, 0.0], 2.0),
            (Function::Less, [1.0, 1.0, 0.0], 0.0),
            (Function::AtMost, [1.0, 1.0, 0.0], 1.0),
            (Function::Equal, [1.0, 1.0, 0.0], 1.0),
            (Function::Not, [0.0; 3], 1.0),
            (Function::Choose, [1.0, 5.0, NAN], 5.0),
            (Function::Choose, [0.0, NAN, 6.0], 6.0),
            (Function::When, [1.0, 5.0, 0.0], 5.0),
            (Function::LogTwo, [8.0, 0.0, 0.0], 3.0),
            (Function::CubeRoot, [-27.0, 0.0, 0.0], -3.0),
            (Function::HalfEven, [2.5, 0.0, 0.0], 2.0),
            (Function::HalfEven, [-3.5, 0.0, 0.0], -4.0),
            (Function::NormalQuantile, [0.5, 0.0, 0.0], 0.0),
            (Function::Modulo, [-1.0, 3.0, 0.0], 2.0),
            (Function::Modulo, [1.0, -3.0, 0.0], -2.0),
            (Function::Modulo, [-6.0, 3.0, 0.0], 0.0),
            (Function::HyperbolicSine, [0.0; 3], 0.0),
            (Function::HyperbolicArcsine, [0.0; 3], 0.0),
        ] {
            assert_eq!(strict(function, x), want, "{function:?}");
            assert!(strict(function, [NAN, x[1], x[2]]).is_nan(), "{function:?}");
        }
        assert!(strict(Function::When, [0.0, 5.0, 0.0]).is_nan());
        assert_eq!([strict(Function::Missing, [NAN; 3]), strict(Function::Missing, [0.0; 3])], [1.0, 0.0]);
    }

    #[test]
    fn the_type_of_a_strict_step_says_what_may_be_missing() {
        let types = [SlotType::NUMBER, SlotType::number(Precision::F64, true)];
        let missing = |function, strict, operands: &[Operand]| {
            let step = Arithmetic { function, precision: Precision::F64, strict, operands: operands.to_vec() };
            step.check(&types).unwrap()[0].missing
        };
        let both = [Column(0), Column(1)];
        assert!(missing(Function::Less, true, &both) && !missing(Function::Less, false, &both));
        assert!(missing(Function::Not, true, &[Column(1)]) && !missing(Function::Not, false, &[Column(1)]));
        assert!(
            missing(Function::When, true, &[Column(0), Column(0)]) && !missing(Function::Add, true, &[Column(0); 2])
        );
        assert!(!missing(Function::Known, true, &[Column(1)]) && !missing(Function::Missing, true, &[Column(1)]));
    }
}
