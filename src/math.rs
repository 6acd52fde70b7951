//! The transcendental functions of every score: from `libm` on both sides, because
//! a platform's own `exp` differs from wasm's in the last bit of 10 % of its values.

/// `e^x`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

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
    libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2) / 2.0
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

/// XGBoost's logistic function: all in single precision, the exponent bounded so that
/// it stays finite.
pub fn sigmoid_single(x: f64) -> f64 {
    let exponent = -(x as f32);
    // Not `min`: it would make a number of NaN.
    let bounded = if exponent > 88.7 { 88.7 } else { exponent };
    f64::from(1.0 / (libm::expf(bounded) + 1.0 + 1e-16))
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

    #[test]
    fn the_first_of_equals_is_the_largest() {
        assert_eq!(arg_max(&[1.0, 2.0, 2.0]), 1);
        assert_eq!(arg_max(&[f64::NAN, 2.0]), 1);
        assert_eq!(arg_max(&[f64::NEG_INFINITY, f64::NEG_INFINITY]), 0);
    }
}
