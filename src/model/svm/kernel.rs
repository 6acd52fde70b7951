//! Kernels: how alike two rows are.

use crate::math;
use crate::slots::Precision;

/// How alike a row `x` and a support vector `v` are.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kernel {
    /// `x . v`.
    Linear,
    /// `e^(-gamma * |x - v|^2)`.
    Radial {
        /// Finite.
        gamma: f64,
    },
    /// `(gamma * x . v + coef0)^degree`.
    Polynomial {
        /// Finite.
        gamma: f64,
        /// Finite.
        coef0: f64,
        /// At least 1 and at most [`DEGREE_LIMIT`].
        degree: u32,
    },
    /// `tanh(gamma * x . v + coef0)`.
    Sigmoid {
        /// Finite.
        gamma: f64,
        /// Finite.
        coef0: f64,
    },
}
crate::variants!(Kernel { 0 Linear, 1 Radial { gamma }, 2 Polynomial { gamma, coef0, degree }, 3 Sigmoid { gamma, coef0 } });

/// Powers above it are 0, 1 or infinite for any rows that were scaled.
pub const DEGREE_LIMIT: u32 = 1000;

impl Kernel {
    /// Whether its parameters are finite, exact in `precision`, and its degree is in its bounds.
    pub(super) fn sound(self, precision: Precision) -> bool {
        let exact = |x: f64| x.is_finite() && precision.round(x).to_bits() == x.to_bits();
        match self {
            Kernel::Linear => true,
            Kernel::Radial { gamma } => exact(gamma),
            Kernel::Polynomial { gamma, coef0, degree } => {
                exact(gamma) && exact(coef0) && (1..=DEGREE_LIMIT).contains(&degree)
            }
            Kernel::Sigmoid { gamma, coef0 } => exact(gamma) && exact(coef0),
        }
    }

    /// The kernel of two rows, every step rounded to `p`.
    pub(super) fn of(self, x: &[f64], v: &[f64], p: Precision) -> f64 {
        match self {
            Kernel::Linear => dot(x, v, p),
            Kernel::Radial { gamma } => exp(p.round(-gamma * distance(x, v, p)), p),
            Kernel::Polynomial { gamma, coef0, degree } => power(affine(gamma, coef0, x, v, p), degree, p),
            Kernel::Sigmoid { gamma, coef0 } => p.round(math::tanh(affine(gamma, coef0, x, v, p))),
        }
    }
}

/// A product and its sum are rounded once, as by the matrix product of onnxruntime; the
/// product of two single numbers is exact here. In double precision each is, as in LIBSVM.
fn dot(x: &[f64], v: &[f64], p: Precision) -> f64 {
    x.iter().zip(v).fold(0.0, |sum, (x, v)| p.round(sum + x * v))
}

/// The sum of squares.
fn distance(x: &[f64], v: &[f64], p: Precision) -> f64 {
    x.iter().zip(v).fold(0.0, |sum, (x, v)| {
        let difference = p.round(x - v);
        p.round(sum + p.round(difference * difference))
    })
}

fn affine(gamma: f64, coef0: f64, x: &[f64], v: &[f64], p: Precision) -> f64 {
    p.round(gamma * dot(x, v, p) + coef0)
}

pub(super) fn exp(x: f64, p: Precision) -> f64 {
    match p {
        Precision::F32 => math::exp_single(x),
        Precision::F64 => math::exp(x),
    }
}

/// By repeated squaring, as LIBSVM does.
fn power(base: f64, degree: u32, p: Precision) -> f64 {
    let (mut power, mut square, mut left) = (1.0, base, degree);
    while left > 0 {
        if left % 2 == 1 {
            power = p.round(power * square);
        }
        square = p.round(square * square);
        left /= 2;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kernels_are_what_they_say() {
        let (x, v) = ([1.0, 2.0], [3.0, -1.0]);
        let of = |kernel: Kernel| kernel.of(&x, &v, Precision::F64);
        assert_eq!(of(Kernel::Linear), 1.0);
        assert_eq!(of(Kernel::Radial { gamma: 0.5 }), math::exp(-0.5 * 13.0));
        assert_eq!(of(Kernel::Polynomial { gamma: 2.0, coef0: 1.0, degree: 5 }), 243.0);
        assert_eq!(of(Kernel::Sigmoid { gamma: 2.0, coef0: 1.0 }), math::tanh(3.0));
    }

    #[test]
    fn single_precision_rounds_every_step() {
        let (x, v) = ([0.1f32, 0.7], [0.3f32, 0.9]);
        let wide = |row: [f32; 2]| row.map(f64::from);
        let got = Kernel::Radial { gamma: 0.5 }.of(&wide(x), &wide(v), Precision::F32);
        let (a, b) = (x[0] - v[0], x[1] - v[1]);
        assert_eq!(got, math::exp_single(f64::from(-0.5f32 * (a * a + b * b))));
        assert_eq!(dot(&wide(x), &wide(v), Precision::F32), f64::from(x[1].mul_add(v[1], x[0] * v[0])));
    }

    #[test]
    fn parameters_are_bounded() {
        assert!(!Kernel::Radial { gamma: f64::NAN }.sound(Precision::F64));
        assert!(!Kernel::Radial { gamma: 0.1 }.sound(Precision::F32));
        assert!(!Kernel::Polynomial { gamma: 1.0, coef0: 0.0, degree: 0 }.sound(Precision::F64));
        assert!(Kernel::Polynomial { gamma: 1.0, coef0: 0.0, degree: 3 }.sound(Precision::F32));
    }
}
