//! Gaussian naive Bayes: the logarithm of each class's prior times the normal
//! densities of its columns. Margins are joint log-likelihoods; with a softmax link
//! they become probabilities.

use crate::codec::{Pack, Reader, Writer};
use crate::error::Result;
use crate::math;
use crate::slots::{Columns, Operation, SlotType, ensure, ensure_numbers, finite};

/// Priors, means and variances of a Gaussian naive Bayes classifier.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct NaiveBayes {
    /// Columns that are read.
    pub columns: u32,
    /// Prior probability of each class, above 0.
    pub priors: Vec<f64>,
    /// Class after class, the mean of each column.
    pub means: Vec<f64>,
    /// Class after class, the variance of each column, above 0.
    pub variances: Vec<f64>,
}

impl NaiveBayes {
    /// The sum in smartcore's order: columns first, the prior last.
    fn class(&self, class: usize, columns: Columns<'_>, out: &mut [f64]) {
        out.fill(0.0);
        for column in 0..self.columns as usize {
            let at = class * self.columns as usize + column;
            add_density(columns.get(column), self.means[at], self.variances[at], out);
        }
        let prior = math::ln(self.priors[class]);
        out.iter_mut().for_each(|y| *y += prior);
    }
}

/// Adds the logarithm of the normal density.
fn add_density(column: &[f64], mean: f64, variance: f64, out: &mut [f64]) {
    let half_ln_two_pi = math::ln(2.0 * core::f64::consts::PI) / 2.0;
    let half_ln_variance = math::ln(variance) / 2.0;
    for (y, x) in out.iter_mut().zip(column) {
        let distance = x - mean;
        *y += -(distance * distance / (2.0 * variance)) - half_ln_two_pi - half_ln_variance;
    }
}

impl Pack for NaiveBayes {
    fn write(&self, writer: &mut Writer) {
        writer.put(&self.columns);
        writer.array(&self.priors);
        writer.array(&self.means);
        writer.array(&self.variances);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let columns = reader.get();
        Self { columns, priors: reader.array(), means: reader.array(), variances: reader.array() }
    }
}

impl Operation for NaiveBayes {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let (classes, n) = (self.priors.len(), inputs.len());
        ensure(self.columns as usize == n, "naive Bayes reads as many columns as it has")?;
        ensure(classes >= 2, "naive Bayes has at least two classes")?;
        let cells = classes.checked_mul(n);
        let shaped = cells == Some(self.means.len()) && cells == Some(self.variances.len());
        ensure(shaped, "naive Bayes has a mean and a variance for each column and class")?;
        ensure_numbers(inputs, false)?;
        ensure(finite(&self.means), "means are finite")?;
        let positive = |v: &[f64]| finite(v) && v.iter().all(|x| *x > 0.0);
        ensure(positive(&self.variances) && positive(&self.priors), "variances and priors are above 0")?;
        Ok(vec![SlotType::NUMBER; classes])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        for (class, out) in out.chunks_exact_mut(columns.rows()).enumerate() {
            self.class(class, columns, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_likelihoods_are_the_textbooks() {
        let model =
            NaiveBayes { columns: 1, priors: vec![0.25, 0.75], means: vec![0.0, 2.0], variances: vec![1.0, 4.0] };
        let mut out = [0.0; 2];
        model.apply(Columns::new(1, &[0], &[1.0], &[]), &mut out);
        let density =
            |x: f64, m: f64, v: f64| (-(x - m) * (x - m) / (2.0 * v)).exp() / (2.0 * std::f64::consts::PI * v).sqrt();
        assert!((out[0] - (0.25 * density(1.0, 0.0, 1.0)).ln()).abs() < 1e-14);
        assert!((out[1] - (0.75 * density(1.0, 2.0, 4.0)).ln()).abs() < 1e-14);
    }

    #[test]
    fn a_variance_of_zero_is_refused() {
        let model = NaiveBayes { columns: 1, priors: vec![0.5; 2], means: vec![0.0; 2], variances: vec![1.0, 0.0] };
        assert!(model.check(&[SlotType::NUMBER]).is_err());
    }
}
