//! Arithmetic: one function of numbers, computed for one tuple of columns and
//! constants after another. Graphs of operators are lists of such steps.

use crate::codec::{Decode, Encode};
use crate::error::Result;
use crate::math;
use crate::slots::{Columns, Operation, Precision, SlotType, ensure, ensure_numbers};

/// What is computed, of one number, of two or of three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, serde::Serialize, serde::Deserialize)]
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
    /// `x + y`.
    Add,
    /// `x - y`.
    Subtract,
    /// `x * y`.
    Multiply,
    /// `x / y`.
    Divide,
    /// `x` to the power of `y`.
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
}

impl Function {
    /// How many numbers it takes.
    pub fn arity(self) -> usize {
        match self {
            Function::Choose => 3,
            Function::Add | Function::Subtract | Function::Multiply | Function::Divide | Function::Power => 2,
            Function::Least | Function::Most | Function::Less | Function::AtMost | Function::Equal => 2,
            _ => 1,
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
            Function::Round => x,
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
            Function::Add => x + y,
            Function::Subtract => x - y,
            Function::Multiply => x * y,
            Function::Divide => x / y,
            Function::Power => math::pow(x, y),
            Function::Least if x < y || x.is_nan() => x,
            Function::Most if x > y || x.is_nan() => x,
            Function::Least | Function::Most => y,
            Function::Less => flag(x < y),
            Function::AtMost => flag(x <= y),
            Function::Equal => flag(x == y),
            Function::Choose if x != 0.0 => y,
            Function::Choose => z,
        })
    }

    /// Whether its value is there although one of its numbers is missing.
    fn fills(self) -> bool {
        matches!(self, Function::Missing | Function::Less | Function::AtMost | Function::Equal)
    }
}

/// One argument of a function.
#[derive(Debug, Clone, Copy, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operand {
    /// The column that is read at this place.
    Column(u32),
    /// The same number for every row; not NaN.
    Constant(f64),
}

/// A function of some tuples of columns and constants: a column written for each.
///
/// ```
/// use windowbox::preprocess::{Arithmetic, arithmetic::{Function, Operand}};
/// use windowbox::slots::{Columns, Operation, Precision};
/// let operands = vec![Operand::Column(0), Operand::Constant(0.5)];
/// let half = Arithmetic { function: Function::Multiply, precision: Precision::F64, operands };
/// let mut out = [0.0; 2];
/// half.apply(Columns::new(2, &[0], &[3.0, 5.0], &[]), &mut out);
/// assert_eq!(out, [1.5, 2.5]);
/// ```
#[derive(Debug, Clone, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct Arithmetic {
    /// What is computed.
    pub function: Function,
    /// What its value is rounded to.
    pub precision: Precision,
    /// Tuple after tuple, as many operands each as the function takes.
    pub operands: Vec<Operand>,
}

impl Operation for Arithmetic {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
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
            |tuple: &[Operand]| SlotType::number(self.precision, !self.function.fills() && tuple.iter().any(missing));
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
                *y = self.function.value(x, self.precision);
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
            Arithmetic { function, precision: Precision::F32, operands: operands.to_vec() }.check(&types)
        };
        let sums = of(Function::Add, &[Column(0), Column(1), Column(1), Constant(1.0)]).unwrap();
        assert_eq!(sums, [types[0], types[0].filled()]);
        assert_eq!(of(Function::Less, &[Column(0), Column(1)]).unwrap(), [types[0].filled()]);
        assert!(of(Function::Add, &[Column(0)]).is_err());
        assert!(of(Function::Round, &[Column(2)]).is_err());
        assert!(of(Function::Round, &[Constant(NAN)]).is_err());
    }
}
