//! Products of columns: interactions and polynomials.

use crate::codec::{Decode, Encode};
use crate::error::Result;
use crate::slots::{Columns, Operation, SlotType, ensure, ensure_numbers};

/// New columns, each the product of some columns in double precision. A column that is
/// named twice is squared. A product with a missing factor is missing.
#[derive(Debug, Clone, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct Product {
    /// For each new column its factors, in the order in which they are multiplied; none
    /// at all make 1.
    pub factors: Vec<Vec<u32>>,
}

impl Operation for Product {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure_numbers(inputs, true)?;
        let known = |factor: &u32| (*factor as usize) < inputs.len();
        ensure(self.factors.iter().flatten().all(known), "a factor is a column that is not read")?;
        let missing = |factors: &Vec<u32>| factors.iter().any(|factor| inputs[*factor as usize].missing);
        let types = self.factors.iter().map(|factors| SlotType { missing: missing(factors), ..SlotType::NUMBER });
        Ok(types.collect())
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        out.fill(1.0);
        for (factors, out) in self.factors.iter().zip(out.chunks_exact_mut(columns.rows())) {
            for factor in factors {
                out.iter_mut().zip(columns.get(*factor as usize)).for_each(|(y, x)| *y *= x);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::Precision;

    #[test]
    fn columns_are_multiplied_row_by_row() {
        let product = Product { factors: vec![vec![0, 1], vec![1, 1, 1], vec![]] };
        let mut out = [0.0; 6];
        product.apply(Columns::new(2, &[0, 1], &[2.0, f64::NAN, 3.0, -1.0], &[]), &mut out);
        assert_eq!((out[0], &out[2..]), (6.0, &[27.0, -1.0, 1.0, 1.0][..]));
        assert!(out[1].is_nan());
    }

    #[test]
    fn factors_are_there_and_their_missing_cells_are_known() {
        let inputs = [SlotType::NUMBER, SlotType::number(Precision::F64, true)];
        let types = Product { factors: vec![vec![0, 0], vec![0, 1]] }.check(&inputs).unwrap();
        assert_eq!(types.iter().map(|t| t.missing).collect::<Vec<_>>(), [false, true]);
        assert!(Product { factors: vec![vec![2]] }.check(&inputs).is_err());
    }
}
