//! Piecewise polynomials of one column: bins, interpolations, splines.

use crate::error::Result;
use crate::slots::{Columns, Operation, Precision, SlotType, ensure, ensure_numbers, finite};

/// The piece that a number on a break belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The one that ends there.
    Left,
    /// The one that begins there.
    Right,
}
crate::variants!(Side { 0 Left, 1 Right });

/// Polynomials of one column, others in each piece between two breaks: a column written for
/// each output. Missing stays missing.
///
/// The first piece reaches from minus infinity to the first break, the last one from the last
/// break to infinity. So what is held beyond an end is a piece with that constant, and what
/// is continued has no break there.
///
/// ```
/// use windowbox::preprocess::{Piecewise, piecewise::Side};
/// use windowbox::slots::{Columns, Operation};
/// // From (10, 0) to (20, 5) in a straight line, level beyond both.
/// let line = Piecewise {
///     breaks: vec![10.0, 20.0], side: Side::Right, centers: vec![10.0, 10.0, 20.0],
///     outputs: 1, degree: 1, coefficients: vec![0.0, 0.0, 0.0, 0.5, 5.0, 0.0],
/// };
/// let mut out = [0.0; 3];
/// line.apply(Columns::new(3, &[0], &[9.0, 14.0, 20.0], &[]), &mut out);
/// assert_eq!(out, [0.0, 2.0, 5.0]);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Piecewise {
    /// Where one piece ends and the next begins: finite, each larger than the one before.
    pub breaks: Vec<f64>,
    /// The piece that a number on a break belongs to.
    pub side: Side,
    /// What is taken away from the number first, one a piece; finite. One piece more than
    /// there are breaks.
    pub centers: Vec<f64>,
    /// Columns written.
    pub outputs: u32,
    /// Of the polynomials.
    pub degree: u32,
    /// Piece after piece, output after output, from the constant to the highest power; finite.
    pub coefficients: Vec<f64>,
}
crate::record!(Piecewise { breaks, side, centers, outputs, degree, coefficients });

impl Piecewise {
    fn piece(&self, x: f64) -> usize {
        match self.side {
            Side::Left => self.breaks.partition_point(|at| *at < x),
            Side::Right => self.breaks.partition_point(|at| *at <= x),
        }
    }

    /// Powers that a polynomial has, the constant among them.
    fn powers(&self) -> usize {
        self.degree as usize + 1
    }

    /// How many coefficients there must be; nothing where they are too many to count.
    fn needs(&self) -> Option<usize> {
        let pieces = self.breaks.len().checked_add(1)?;
        pieces.checked_mul(self.outputs as usize)?.checked_mul((self.degree as usize).checked_add(1)?)
    }
}

/// The highest power first, as interpolations are written: `slope * x + value`. A constant
/// is one at infinity too.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    let times = |sum: f64| if sum == 0.0 && x.is_infinite() { sum } else { sum * x };
    let highest_first = coefficients.iter().rev().copied();
    highest_first.reduce(|sum, coefficient| times(sum) + coefficient).unwrap_or(0.0)
}

impl Operation for Piecewise {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure_numbers(inputs, true)?;
        ensure(inputs.len() == 1 && self.outputs > 0, "pieces are of one column, and write at least one")?;
        let ascending = self.breaks.windows(2).all(|pair| pair[0] < pair[1]);
        ensure(ascending && finite(&self.breaks), "breaks ascend and are finite")?;
        let centered = self.centers.len() == self.breaks.len() + 1 && finite(&self.centers);
        ensure(centered, "every piece has a center, which is finite")?;
        let whole = self.needs() == Some(self.coefficients.len()) && finite(&self.coefficients);
        ensure(whole, "every piece and output has the coefficients of its degree, which are finite")?;
        Ok(vec![SlotType::number(Precision::F64, inputs[0].missing); self.outputs as usize])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let (rows, powers) = (columns.rows(), self.powers());
        let width = self.outputs as usize * powers;
        for (row, x) in columns.get(0).iter().enumerate() {
            let piece = self.piece(*x);
            // Of NaN every power is NaN, but a constant has none.
            let x = if x.is_nan() { f64::NAN } else { x - self.centers[piece] };
            let polynomials = self.coefficients[piece * width..][..width].chunks_exact(powers);
            for (output, coefficients) in polynomials.enumerate() {
                out[output * rows + row] = if x.is_nan() { x } else { polynomial(coefficients, x) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two breaks; squares of the distance from 0 between them, and the piece's number.
    fn squares(side: Side) -> Piecewise {
        let pieces = [[-1.0, 0.0, 0.0], [0.0; 3], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [9.0, 1.0, 0.0], [2.0, 0.0, 0.0]];
        Piecewise {
            breaks: vec![0.0, 3.0],
            side,
            centers: vec![0.0, 0.0, 3.0],
            outputs: 2,
            degree: 2,
            coefficients: pieces.concat(),
        }
    }

    fn of(step: &Piecewise, x: f64) -> Vec<f64> {
        let mut out = vec![7.0; step.outputs as usize];
        step.apply(Columns::new(1, &[0], &[x], &[]), &mut out);
        out
    }

    #[test]
    fn each_piece_has_its_polynomials() {
        let step = squares(Side::Right);
        assert_eq!(step.check(&[SlotType::NUMBER]).unwrap(), [SlotType::NUMBER; 2]);
        for (x, want) in [(-5.0, [-1.0, 0.0]), (2.0, [4.0, 1.0]), (5.0, [11.0, 2.0])] {
            assert_eq!(of(&step, x), want, "{x}");
        }
    }

    #[test]
    fn a_number_on_a_break_belongs_to_one_side() {
        assert_eq!([0.0, -0.0, 3.0].map(|x| of(&squares(Side::Right), x)[1]), [1.0, 1.0, 2.0]);
        assert_eq!([0.0, -0.0, 3.0].map(|x| of(&squares(Side::Left), x)[1]), [0.0, 0.0, 1.0]);
        assert_eq!(of(&squares(Side::Left), 3.0f64.next_up())[1], 2.0);
    }

    #[test]
    fn columns_lie_one_behind_the_other_and_missing_stays_missing() {
        let step = squares(Side::Right);
        assert!(step.check(&[SlotType::number(Precision::F64, true)]).unwrap()[1].missing);
        let mut out = [7.0; 6];
        step.apply(Columns::new(3, &[0], &[2.0, f64::NAN, 5.0], &[]), &mut out);
        assert!(out[1].is_nan() && out[4].is_nan());
        assert_eq!([out[0], out[2], out[3], out[5]], [4.0, 11.0, 1.0, 2.0]);
        let constant = Piecewise { degree: 0, coefficients: vec![1.0; 6], ..step };
        assert!(constant.check(&[SlotType::NUMBER]).is_ok() && of(&constant, f64::NAN)[0].is_nan());
    }

    #[test]
    fn pieces_reach_to_infinity() {
        let step = squares(Side::Right);
        assert_eq!(of(&step, f64::NEG_INFINITY), [-1.0, 0.0]);
        assert_eq!(of(&step, f64::INFINITY), [f64::INFINITY, 2.0]);
    }

    #[test]
    fn one_piece_is_a_polynomial_and_needs_no_break() {
        let cube = Piecewise {
            breaks: vec![],
            centers: vec![1.0],
            outputs: 1,
            degree: 3,
            coefficients: vec![1.0, 2.0, 0.0, 1.0],
            side: Side::Left,
        };
        assert!(cube.check(&[SlotType::NUMBER]).is_ok());
        assert_eq!(of(&cube, 3.0), [13.0]);
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let good = squares(Side::Right);
        for bad in [
            Piecewise { breaks: vec![3.0, 0.0], ..good.clone() },
            Piecewise { breaks: vec![0.0, 0.0], ..good.clone() },
            Piecewise { breaks: vec![0.0, f64::INFINITY], ..good.clone() },
            Piecewise { breaks: vec![0.0, f64::NAN], ..good.clone() },
            Piecewise { centers: vec![0.0; 2], ..good.clone() },
            Piecewise { centers: vec![0.0, f64::NAN, 0.0], ..good.clone() },
            Piecewise { coefficients: vec![0.0; 17], ..good.clone() },
            Piecewise { coefficients: vec![f64::NAN; 18], ..good.clone() },
            Piecewise { outputs: u32::MAX, degree: u32::MAX, ..good.clone() },
            Piecewise { outputs: 0, coefficients: vec![], ..good.clone() },
        ] {
            assert!(bad.check(&[SlotType::NUMBER]).is_err(), "{bad:?}");
        }
        assert!(good.check(&[SlotType::NUMBER; 2]).is_err() && good.check(&[]).is_err());
    }
}
