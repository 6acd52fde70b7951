//! Link functions: margins become probabilities or values. The output uses them
//! last; as a step they stand between two models of a stack.

use crate::codec::{Decode, Encode};
use crate::error::Result;
use crate::math;
use crate::slots::{Columns, Operation, Precision, SlotKind, SlotType, ensure, ensure_numbers};

/// What turns margins into answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// As they are: values, votes, probabilities.
    Identity,
    /// `1 / (1 + e^-x)`, each column alone.
    Sigmoid,
    /// `e^x` over their sum, all columns together.
    Softmax,
    /// `e^x`, each column alone.
    Exp,
}

impl Link {
    /// Applies the link to the scores of one row, in place.
    ///
    /// ```
    /// use windowbox::preprocess::Link;
    /// let mut scores = [0.0];
    /// Link::Sigmoid.row(&mut scores);
    /// assert_eq!(scores, [0.5]);
    /// ```
    pub fn row(self, scores: &mut [f64]) {
        match self {
            Link::Identity => {}
            Link::Sigmoid => scores.iter_mut().for_each(|x| *x = math::sigmoid(*x)),
            Link::Softmax => math::softmax(scores),
            Link::Exp => scores.iter_mut().for_each(|x| *x = math::exp(*x)),
        }
    }
}

impl Operation for Link {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure_numbers(inputs, false)?;
        ensure(!inputs.is_empty(), "a link reads at least one column")?;
        // A link in single precision has other bits: it comes with the importers that need it.
        let double = inputs.iter().all(|t| t.kind == SlotKind::Number(Precision::F64));
        ensure(double || *self == Link::Identity, "a link function reads doubles")?;
        Ok(inputs.to_vec())
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let rows = columns.rows();
        let mut scores = vec![0.0; columns.len()];
        for row in 0..rows {
            scores.iter_mut().enumerate().for_each(|(i, score)| *score = columns.get(i)[row]);
            self.row(&mut scores);
            scores.iter().enumerate().for_each(|(i, score)| out[i * rows + row] = *score);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_linked_row_by_row() {
        let mut out = [0.0; 4];
        Link::Softmax.apply(Columns::new(2, &[0, 1], &[0.0, 5.0, 0.0, 5.0], &[]), &mut out);
        assert_eq!(out, [0.5; 4]);
        Link::Exp.apply(Columns::new(2, &[0], &[0.0, 1.0], &[]), &mut out[..2]);
        assert_eq!(out[0], 1.0);
    }

    #[test]
    fn single_precision_is_not_linked_in_double() {
        let single = SlotType::number(Precision::F32, false);
        assert!(Link::Sigmoid.check(&[single]).is_err());
        assert!(Link::Identity.check(&[single]).is_ok());
    }
}
