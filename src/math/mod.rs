//! The transcendental functions of every score: from `libm` on both sides, because
//! a platform's own `exp` differs from wasm's in the last bit of 10 % of its values.

mod exp;

pub use exp::{exp, sigmoid_single, sigmoids, sigmoids_single};

use core::f64::consts::FRAC_1_SQRT_2;

const SQRT_2_PI: f64 = 2.506_628_274_631_000_5;

/// The natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The hyperbolic tangent.
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// The logistic function `1 / (1 + e^-x)`.
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Softmax in place: the maximum taken away, the sum in index order.
pub fn softmax(scores: &mut [f64]) {
    let max = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = exp(*score - max);
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}

/// `ln(1 + x)`.
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// `e^x - 1`.
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// The logarithm to base 10.
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// The sine of `x` radians.
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// The cosine of `x` radians.
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// The arc tangent in radians.
pub fn atan(x: f64) -> f64 {
    libm::atan(x)
}

/// The distribution function of the standard normal distribution.
pub fn normal(x: f64) -> f64 {
    libm::erfc(-x * FRAC_1_SQRT_2) / 2.0
}

/// The logarithm to base 2.
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// The cube root.
pub fn cbrt(x: f64) -> f64 {
    libm::cbrt(x)
}

/// The hyperbolic sine.
pub fn sinh(x: f64) -> f64 {
    libm::sinh(x)
}

/// The inverse of the hyperbolic sine.
pub fn asinh(x: f64) -> f64 {
    libm::asinh(x)
}

/// The inverse of [`normal`], within 1e-15 of the number where `p` is not
/// subnormal; NaN outside 0 to 1.
pub fn normal_quantile(p: f64) -> f64 {
    match p {
        0.0 => f64::NEG_INFINITY,
        1.0 => f64::INFINITY,
        // Here the distribution function would lose digits of a number near 0.
        _ if (0.25..=0.75).contains(&p) => {
            let middle = p - 0.5;
            refined(p, middle * SQRT_2_PI, |x| (libm::erf(x * FRAC_1_SQRT_2) / 2.0 - middle) / p)
        }
        _ if p > 0.5 => -normal_quantile(1.0 - p),
        _ => refined(p, tail_quantile(p), |x| normal(x) / p - 1.0),
    }
}

/// Right to 5e-4: Abramowitz and Stegun, 26.2.23.
fn tail_quantile(p: f64) -> f64 {
    let t = (-2.0 * ln(p)).sqrt();
    let under = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    (2.515517 + t * (0.802853 + t * 0.010328)) / under - t
}

/// The quantile of `p` by Halley's method. `error` is that of the distribution function,
/// as a share of `p`.
fn refined(p: f64, start: f64, error: impl Fn(f64) -> f64) -> f64 {
    (0..3).fold(start, |x, _| {
        // Far out the density alone would be 0.
        let step = error(x) * exp(x * x / 2.0 + ln(p)) * SQRT_2_PI;
        x - step / (1.0 + x * step / 2.0)
    })
}

/// `x` without whole multiples of `y`, exactly: of the sign of `y`.
pub fn modulo(x: f64, y: f64) -> f64 {
    let rest = x % y;
    if rest != 0.0 && (rest < 0.0) != (y < 0.0) { rest + y } else { rest }
}

/// `x^y`; inverses, squares and roots exactly.
pub fn power(x: f64, y: f64) -> f64 {
    match y {
        1.0 => x,
        2.0 => x * x,
        -1.0 => 1.0 / x,
        // Of -0 and minus infinity a power has another sign than a root.
        0.5 if x > 0.0 => x.sqrt(),
        -0.5 if x > 0.0 => 1.0 / x.sqrt(),
        _ => libm::pow(x, y),
    }
}

/// `e^x` in single precision; `x` is exact in it.
pub fn exp_single(x: f64) -> f64 {
    f64::from(libm::expf(x as f32))
}

/// XGBoost's softmax in place: exponentials in single precision, their sum in double.
pub fn softmax_single(scores: &mut [f64]) {
    let max = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max) as f32;
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = f64::from(libm::expf(*score as f32 - max));
        sum += *score;
    }
    let sum = sum as f32;
    scores.iter_mut().for_each(|score| *score = f64::from(*score as f32 / sum));
}

/// The position of the largest; the first of equals. NaN is never the largest.
pub fn arg_max(scores: &[f64]) -> usize {
    let mut best = 0;
    for (i, score) in scores.iter().enumerate() {
        if *score > scores[best] || scores[best].is_nan() {
            best = i;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigmoid_and_softmax_agree_and_do_not_overflow() {
        let mut two = [0.0, 1.5];
        softmax(&mut two);
        assert!((two[1] - sigmoid(1.5)).abs() < 1e-15);
        assert_eq!((sigmoid(-1e4), sigmoid(1e4)), (0.0, 1.0));
        let mut far = [1e4, -1e4];
        softmax(&mut far);
        assert_eq!(far, [1.0, 0.0]);
        assert!(sigmoid_single(f64::NAN).is_nan());
    }

    /// The answers are those of scipy's `ndtri`. The smallest `p` has one bit only.
    #[test]
    fn normal_quantiles_are_right_in_the_middle_and_far_out() {
        for (p, want) in [
            (1e-300, -37.0470962993612),
            (1e-20, -9.262340089798409),
            (1e-07, -5.1993375821928165),
            (0.02, -2.053748910631823),
            (0.13, -1.1263911290388007),
            (0.2499999, -0.6744900648826232),
            (0.25, -0.6744897501960817),
            (0.4, -0.2533471031357997),
            (0.499999, -2.5066282745665593e-06),
            (0.500000001, 2.5066282037387115e-09),
            (0.74, 0.643345405392917),
            (0.76, 0.7063025628400874),
            (0.999, 3.090232306167813),
            (0.9999999999999999, 8.209536151601387),
        ] {
            let got = normal_quantile(p);
            assert!((got / want - 1.0).abs() < 1e-15, "{p}: {got} for {want}");
        }
        assert_eq!([0.0, 0.5, 1.0].map(normal_quantile), [f64::NEG_INFINITY, 0.0, f64::INFINITY]);
        assert!([-0.1, 1.1, f64::NAN].iter().all(|p| normal_quantile(*p).is_nan()));
        assert!((normal_quantile(5e-324) / -38.467405617144344 - 1.0).abs() < 1e-3);
    }

    #[test]
    fn the_first_of_equals_is_the_largest() {
        assert_eq!(arg_max(&[1.0, 2.0, 2.0]), 1);
        assert_eq!(arg_max(&[f64::NAN, 2.0]), 1);
        assert_eq!(arg_max(&[f64::NEG_INFINITY, f64::NEG_INFINITY]), 0);
    }
}
