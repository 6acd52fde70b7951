//! `e^x` without a branch, for many at once: the operations of `libm` (FreeBSD's `e_exp.c`)
//! in its order, so the same bits; what it branches for is chosen by masks, which a
//! compiler puts into vectors. Numbers whose power is not normal are left to `libm`.

// Constants as `libm` writes them.
#![allow(clippy::excessive_precision)]

/// Within it every power is a normal number: `libm` begins to look for others at 708.39.
const NORMAL: f64 = 708.0;

/// `libm` compares high words: the last number whose own is not above that of `ln(2) / 2`.
const NEAR: f64 = f64::from_bits(0x3fd6_2e42_ffff_ffff);
/// The last number that it adds 1 to and is done, 2^-28 by its high word.
const TINY: f64 = f64::from_bits(0x3e30_0000_ffff_ffff);
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
const P: [f64; 5] = [
    1.666_666_666_666_660_2e-1,
    -2.777_777_777_701_559_3e-3,
    6.613_756_321_437_934e-5,
    -1.653_390_220_546_525_2e-6,
    4.138_136_797_057_238_5e-8,
];
/// Added to a whole number, it has the number plus the bias of exponents in its low bits.
const BIASED: f64 = 6_755_399_441_055_744.0 + 1023.0;

/// `e^x` of a number of at most 708.
#[inline(always)]
fn normal(x: f64) -> f64 {
    let far = if x.abs() > NEAR { 1.0 } else { 0.0 };
    let k = far * (core::f64::consts::LOG2_E * x + 0.5f64.copysign(x)).trunc();
    let (high, low) = (x - k * LN2_HIGH, k * LN2_LOW);
    let r = high - low;
    let rr = r * r;
    let c = r - rr * (P[0] + rr * (P[1] + rr * (P[2] + rr * (P[3] + rr * P[4]))));
    let y = 1.0 + (r * c / (2.0 - c) - low + high);
    let y = if x.abs() > TINY { y } else { 1.0 + x };
    y * f64::from_bits((k + BIASED).to_bits() << 52)
}

/// `e^x`.
pub fn exp(x: f64) -> f64 {
    if x.abs() <= NORMAL { normal(x) } else { libm::exp(x) }
}

/// Whether no number is further from 0. It looks at all, and so at several at once.
#[inline(never)]
fn within(xs: &[f64], bound: f64) -> bool {
    xs.iter().fold(true, |all, x| all & (x.abs() <= bound))
}

/// `1 / (1 + e^-x)` of each number.
pub fn sigmoids(xs: &mut [f64]) {
    match within(xs, NORMAL) {
        true => xs.iter_mut().for_each(|x| *x = 1.0 / (1.0 + normal(-*x))),
        false => xs.iter_mut().for_each(|x| *x = super::sigmoid(*x)),
    }
}

/// Within it every power is a normal number in single precision.
const NORMAL_SINGLE: f32 = 87.0;
/// Up to it, about `1.5 ln(2)`, a whole is taken away; up to the other none.
const ONE_SINGLE: f32 = f32::from_bits(0x3f85_1592);
const NEAR_SINGLE: f32 = f32::from_bits(0x3eb1_7218);
const TINY_SINGLE: f32 = f32::from_bits(0x3900_0000);
const BIASED_SINGLE: f32 = 12_582_912.0 + 127.0;

/// `e^x` in single precision, of a number of at most 87.
#[inline(always)]
fn normal_single(x: f32) -> f32 {
    let one = 1f32.copysign(x);
    let whole = (1.442_695_021_6 * x + 0.5 * one).trunc();
    let k = if x.abs() > ONE_SINGLE { whole } else { one };
    let k = if x.abs() > NEAR_SINGLE { k } else { 0.0 };
    let (high, low) = (x - k * 6.931_457_519_5e-1, k * 1.428_606_765_3e-6);
    let r = high - low;
    let rr = r * r;
    let c = r - rr * (1.666_662_544_0e-1 + rr * -2.766_733_290_6e-3);
    let y = 1.0 + (r * c / (2.0 - c) - low + high);
    let y = if x.abs() > TINY_SINGLE { y } else { 1.0 + x };
    y * f32::from_bits((k + BIASED_SINGLE).to_bits() << 23)
}

/// XGBoost's logistic function of a number that is exact in single precision: the exponent
/// is bounded so that it stays finite.
pub fn sigmoid_single(x: f64) -> f64 {
    let exponent = -(x as f32);
    // Not `min`: it would make a number of NaN.
    let bounded = if exponent > 88.7 { 88.7 } else { exponent };
    f64::from(1.0 / (libm::expf(bounded) + 1.0 + 1e-16))
}

/// [`sigmoid_single`] of each number.
pub fn sigmoids_single(xs: &mut [f64]) {
    match within(xs, f64::from(NORMAL_SINGLE)) {
        true => xs.iter_mut().for_each(|x| *x = f64::from(1.0 / (normal_single(-(*x as f32)) + 1.0 + 1e-16))),
        false => xs.iter_mut().for_each(|x| *x = sigmoid_single(*x)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of all sizes, those beside each bound of the algorithm, and what is no number.
    fn doubles() -> impl Iterator<Item = f64> {
        let beside = |x: f64| [x.next_down(), x, x.next_up()];
        let bounds = [NEAR, TINY, NORMAL, 1.5 * core::f64::consts::LN_2, f64::from_bits(0x3ff0_a2b2 << 32), 0.0];
        let halves = (-2046..2046).flat_map(move |i| beside(f64::from(i) * core::f64::consts::LN_2 / 2.0));
        let spread = (0..400_000u64).map(|i| f64::from_bits(i.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let usual = (-200_000..200_000).map(|i| f64::from(i) * 1.234_567_89e-4);
        let special = [f64::NAN, f64::INFINITY, 709.0, 745.2];
        let positive = bounds.into_iter().flat_map(beside).chain(special).chain(halves).chain(spread).chain(usual);
        positive.flat_map(|x| [x, -x])
    }

    #[test]
    fn doubles_have_the_bits_of_libm() {
        let same = |got: f64, want: f64, x: f64| {
            assert!(got.to_bits() == want.to_bits() || got.is_nan() && want.is_nan(), "{x:e}: {got:e} for {want:e}");
        };
        let mut block = Vec::new();
        for x in doubles() {
            same(exp(x), libm::exp(x), x);
            block.push(x);
            if x.abs() <= NORMAL {
                let mut one = [x];
                sigmoids(&mut one);
                same(one[0], 1.0 / (1.0 + libm::exp(-x)), x);
            }
        }
        let mut all = block.clone();
        sigmoids(&mut all);
        block.iter().zip(all).for_each(|(x, got)| same(got, 1.0 / (1.0 + libm::exp(-x)), *x));
    }

    #[test]
    fn singles_have_the_bits_of_libm() {
        let bounds = [NORMAL_SINGLE, ONE_SINGLE, NEAR_SINGLE, TINY_SINGLE].map(f32::to_bits);
        let beside = bounds.into_iter().flat_map(|bits| bits - 300..=bits + 300);
        let all = (0..NORMAL_SINGLE.to_bits()).step_by(1009).chain(beside).map(f32::from_bits);
        for x in all.flat_map(|x| [x, -x]).filter(|x| x.abs() <= NORMAL_SINGLE) {
            assert_eq!(normal_single(x).to_bits(), libm::expf(x).to_bits(), "{x:e}");
            let mut one = [f64::from(x)];
            sigmoids_single(&mut one);
            assert_eq!(one[0].to_bits(), sigmoid_single(f64::from(x)).to_bits(), "{x:e}");
        }
    }

    #[test]
    fn far_out_there_is_no_vector() {
        let mut scores = [1e4, f64::NAN, -1e4, 1.0];
        let single: Vec<f64> = scores.iter().map(|x| sigmoid_single(*x)).collect();
        let mut singles = scores;
        sigmoids_single(&mut singles);
        assert!(singles.iter().zip(single).all(|(a, b)| a.to_bits() == b.to_bits()));
        sigmoids(&mut scores);
        assert_eq!((scores[0], scores[1].is_nan(), scores[2]), (1.0, true, 0.0));
    }
}
