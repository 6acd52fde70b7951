//! Gauss-Legendre quadrature on (0, 1): `n` points integrate polynomials of degree `2n - 1`
//! exactly.

use crate::math;

/// Points that are worked on at once.
pub(super) const LANES: usize = 4;

/// So many numbers, one a point.
pub(super) type Lanes = [f64; LANES];

/// The points and weights of a rule.
pub(super) type Rule = Vec<(Lanes, Lanes)>;

/// How many passes of [`LANES`] points a path with so many distinct columns needs. Its
/// integrand is a product of as many factors but one, each linear and between 0 and 1, so half
/// as many points are exact. A long product has little weight in its high degrees (Newman and
/// Rivlin, 1976): three times the root is as good as exact in double precision.
pub(super) fn passes(distinct: u32) -> usize {
    let exact = distinct.div_ceil(2) as usize;
    let ample = (3.0 * f64::from(distinct).sqrt()) as usize + LANES;
    exact.min(ample).div_ceil(LANES).max(1)
}

/// The rule with all points of so many passes.
pub(super) fn rule(passes: usize) -> Rule {
    let n = passes * LANES;
    let mut rule = vec![([0.0; LANES], [0.0; LANES]); passes];
    for i in 0..n {
        let ((x, slope), pass) = (root(n, i), &mut rule[i / LANES]);
        pass.0[i % LANES] = (1.0 - x) / 2.0;
        pass.1[i % LANES] = 1.0 / ((1.0 - x * x) * slope * slope);
    }
    rule
}

/// The root `i` of the Legendre polynomial of degree `n`, and its slope there: by Newton's
/// method, which from this beginning (Tricomi, 1950) has all bits in five steps.
fn root(n: usize, i: usize) -> (f64, f64) {
    let mut x = math::cos(core::f64::consts::PI * (i as f64 + 0.75) / (n as f64 + 0.5));
    let mut slope = 1.0;
    for _ in 0..6 {
        let (value, before) = legendre(n, x);
        slope = n as f64 * (x * value - before) / (x * x - 1.0);
        x -= value / slope;
    }
    (x, slope)
}

/// The Legendre polynomials of degree `n` and `n - 1`, by their recurrence.
fn legendre(n: usize, x: f64) -> (f64, f64) {
    let (mut value, mut before) = (x, 1.0);
    for k in 2..=n {
        let k = k as f64;
        (value, before) = (((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k, value);
    }
    (value, before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integral(rule: &Rule, f: impl Fn(f64) -> f64) -> f64 {
        let pairs = rule.iter().flat_map(|(points, weights)| points.iter().zip(weights));
        pairs.map(|(p, w)| w * f(*p)).sum()
    }

    #[test]
    fn powers_are_integrated_exactly() {
        for passes in [1, 2, 4, 16, 80] {
            let rule = rule(passes);
            for degree in 0..(2 * passes * LANES) as i32 {
                let got = integral(&rule, |p| p.powi(degree));
                let expected = 1.0 / f64::from(degree + 1);
                assert!((got - expected).abs() <= 4e-15, "{passes} passes, degree {degree}: {got}");
            }
        }
    }

    /// Far beyond the degree that is exact, where factors are what paths make of them.
    #[test]
    fn long_products_are_as_good_as_exact() {
        for distinct in [36u32, 100, 1000, 10_000, 100_000] {
            let (rule, fine) = (rule(passes(distinct)), rule(2 * passes(distinct)));
            for (on, share) in [(0.0, 0.5), (1.0, 0.999), (0.5, 0.99), (0.9, 0.01), (0.01, 0.999)] {
                let ones = (f64::from(distinct) * on) as i32;
                let zeros = (distinct as i32 - ones - 1).max(0);
                let f = |p: f64| (share + p * (1.0 - share)).powi(ones) * (share * (1.0 - p)).powi(zeros);
                let (a, b) = (integral(&rule, f), integral(&fine, f));
                assert!((a - b).abs() <= 1e-13, "{distinct} {on} {share}: {a} {b}");
            }
        }
        assert_eq!([1, 8, 9, 16, 17, 33].map(passes), [1, 1, 2, 2, 3, 5]);
    }
}
