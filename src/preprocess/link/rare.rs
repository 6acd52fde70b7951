//! The links that most models do without, of generalised linear models above all: they
//! take 4 KB of gzipped wasm, and a runtime without the feature `rare-links` has none.

use super::Link;
use crate::math;

/// Whether this runtime has them.
pub const CARRIED: bool = cfg!(feature = "rare-links");

/// Applies one of these links to the scores of a row.
pub fn row(link: Link, scores: &mut [f64]) {
    if CARRIED {
        scores.iter_mut().for_each(|x| *x = inverse(link, *x));
    }
}

fn inverse(link: Link, x: f64) -> f64 {
    match link {
        Link::Probit => math::normal(x),
        Link::ComplementaryLogLog => -math::exp_m1(-math::exp(x)),
        Link::LogLog => math::exp(-math::exp(-x)),
        Link::Cauchit => cauchit(x),
        Link::LogOnePlusExp => math::ln_1p(math::exp(x)),
        Link::LogComplement => -math::exp_m1(x),
        Link::Power { exponent } => math::power(x, exponent),
        _ => x,
    }
}

/// Far below 0 the plain sum would lose every digit.
fn cauchit(x: f64) -> f64 {
    match x < -1.0 {
        true => math::atan(-1.0 / x) * core::f64::consts::FRAC_1_PI,
        false => 0.5 + math::atan(x) * core::f64::consts::FRAC_1_PI,
    }
}
