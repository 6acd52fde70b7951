//! Probabilities: a logistic function for each pair of classes, and one probability a
//! class that fits all pairs (the second method of Wu, Lin and Weng, as LIBSVM has it).

use super::kernel::exp;
use crate::slots::Precision;

/// No pair is surer than this.
const CLAMP: f64 = 1e-7;
const ROUNDS: usize = 100;

/// The probability of the first of a pair: `1 / (1 + e^(a * decision + b))`, clamped; not a
/// number where the decision is none.
pub(super) fn pair(decision: f64, a: f64, b: f64, p: Precision) -> f64 {
    let x = p.round(p.round(decision * a) + b);
    let raw = match p {
        Precision::F32 => p.round(1.0 - logistic_single(x)),
        Precision::F64 if x >= 0.0 => exp(-x, p) / (1.0 + exp(-x, p)),
        Precision::F64 => 1.0 / (1.0 + exp(x, p)),
    };
    let low = p.round(CLAMP);
    if raw.is_nan() { raw } else { raw.max(low).min(p.round(1.0 - low)) }
}

/// onnxruntime's, whose complement is taken.
fn logistic_single(x: f64) -> f64 {
    let p = Precision::F32;
    let v = p.round(1.0 / p.round(1.0 + exp(-x.abs(), p)));
    if x < 0.0 { p.round(1.0 - v) } else { v }
}

/// What the iteration keeps, so that a block of rows needs it once.
pub(super) struct Coupling {
    precision: Precision,
    classes: usize,
    /// `pairs[i * classes + j]`: the probability of class i against class j.
    pub pairs: Vec<f64>,
    q: Vec<f64>,
    qp: Vec<f64>,
}

impl Coupling {
    pub fn new(classes: usize, precision: Precision) -> Self {
        let square = vec![0.0; classes * classes];
        Self { precision, classes, pairs: square.clone(), q: square, qp: vec![0.0; classes] }
    }

    /// Fills a probability for each class; as far as it came after a bounded number of rounds.
    pub fn solve(&mut self, out: &mut [f64]) {
        let k = self.classes;
        let enough = self.precision.round(self.precision.round(0.005) / k as f64);
        self.prepare();
        out.fill(self.precision.round(1.0 / k as f64));
        let rounds = if self.precision == Precision::F64 { ROUNDS.max(k) } else { ROUNDS };
        for _ in 0..rounds {
            let pqp = self.products(out);
            // All of them: a NaN is not close, and comes out.
            if self.qp.iter().all(|qp| self.precision.round(qp - pqp).abs() < enough) {
                return;
            }
            self.improve(pqp, out);
        }
    }

    fn prepare(&mut self) {
        let (k, p) = (self.classes, self.precision);
        for i in 0..k {
            let squares = (0..k).filter(|j| *j != i).map(|j| self.pairs[j * k + i]);
            self.q[i * k + i] = squares.fold(0.0, |sum, r| p.round(sum + p.round(r * r)));
            for j in (0..k).filter(|j| *j != i) {
                self.q[i * k + j] = p.round(-self.pairs[j * k + i] * self.pairs[i * k + j]);
            }
        }
    }

    /// Fills `Q * p`; `p . Q * p`.
    fn products(&mut self, out: &[f64]) -> f64 {
        let p = self.precision;
        let add = |sum: f64, (a, b): (&f64, &f64)| p.round(sum + p.round(a * b));
        for (qp, row) in self.qp.iter_mut().zip(self.q.chunks_exact(self.classes)) {
            *qp = row.iter().zip(out).fold(0.0, add);
        }
        out.iter().zip(&self.qp).fold(0.0, add)
    }

    /// One round: each class in turn takes the share that fits it best.
    fn improve(&mut self, mut pqp: f64, out: &mut [f64]) {
        let (k, p) = (self.classes, self.precision);
        for t in 0..k {
            let own = self.q[t * k + t];
            let step = p.round(p.round(pqp - self.qp[t]) / own);
            let whole = p.round(1.0 + step);
            out[t] = p.round(out[t] + step);
            let gain = p.round(p.round(step * own) + p.round(2.0 * self.qp[t]));
            pqp = p.round(p.round(p.round(pqp + p.round(step * gain)) / whole) / whole);
            for (j, (qp, out)) in self.qp.iter_mut().zip(&mut *out).enumerate() {
                *qp = p.round(p.round(*qp + p.round(step * self.q[t * k + j])) / whole);
                *out = p.round(*out / whole);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_the_logistic_function_and_never_sure() {
        for p in [Precision::F32, Precision::F64] {
            assert_eq!(pair(0.0, -2.0, 0.0, p), 0.5);
            assert!((pair(1.0, -2.0, 0.5, p) - 1.0 / (1.0 + (-1.5f64).exp())).abs() < 1e-7);
            assert_eq!(pair(1e3, -2.0, 0.0, p), p.round(1.0 - p.round(1e-7)));
            assert!(pair(f64::NAN, -2.0, 0.0, p).is_nan());
            assert_eq!(pair(-1e3, -2.0, 0.0, p), p.round(1e-7));
        }
    }

    /// Where the pairs agree with some probabilities, these are found.
    #[test]
    fn consistent_pairs_give_their_probabilities() {
        let wanted = [0.5, 0.3, 0.2];
        let mut coupling = Coupling::new(3, Precision::F64);
        for (i, a) in wanted.iter().enumerate() {
            for (j, b) in wanted.iter().enumerate() {
                coupling.pairs[i * 3 + j] = a / (a + b);
            }
        }
        let mut out = [0.0; 3];
        coupling.solve(&mut out);
        assert!(out.iter().zip(wanted).all(|(got, want)| (got - want).abs() < 2e-3), "{out:?}");
        assert!((out.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
