//! The functions that most models do without: they take 6 KB of gzipped wasm, and a runtime
//! without the feature `rare-functions` has none.

use super::Function;
use crate::math;

/// Whether this runtime has them.
pub const CARRIED: bool = cfg!(feature = "rare-functions");

/// The value of one of these functions.
pub fn value(function: Function, x: f64) -> f64 {
    if CARRIED { carried(function, x) } else { f64::NAN }
}

fn carried(function: Function, x: f64) -> f64 {
    match function {
        Function::LogTen => math::log10(x),
        Function::LogTwo => math::log2(x),
        Function::Sine => math::sin(x),
        Function::Cosine => math::cos(x),
        Function::Arctangent => math::atan(x),
        Function::CubeRoot => math::cbrt(x),
        Function::NormalQuantile => math::normal_quantile(x),
        Function::HyperbolicSine => math::sinh(x),
        Function::HyperbolicArcsine => math::asinh(x),
        _ => f64::NAN,
    }
}
