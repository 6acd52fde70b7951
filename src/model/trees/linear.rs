//! Linear models in leaves, as LightGBM's `linear_tree` grows them (Shi et al. 2019,
//! "Gradient boosting with piece-wise linear regression trees").

use super::check::check_starts;
use super::{ALL, PLAIN, Trees};
use crate::codec::{Pack, Reader, Writer};
use crate::error::Result;
use crate::slots::{ensure, finite};

/// A linear model for each leaf, or nothing.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct LinearLeaves {
    /// Where each leaf's terms begin, and the number of terms at the end.
    pub first: Vec<u32>,
    /// The constant of each leaf.
    pub constant: Vec<f64>,
    /// The column of each term.
    pub column: Vec<u32>,
    /// The coefficient of each term.
    pub coefficient: Vec<f64>,
}

impl LinearLeaves {
    /// Whether leaves are numbers alone.
    pub(crate) fn is_empty(&self) -> bool {
        self.constant.is_empty()
    }

    /// Adds a leaf's model; its number.
    pub(super) fn push(&mut self, constant: f64, terms: &[(u32, f64)]) -> u32 {
        if self.first.is_empty() {
            self.first.push(0);
        }
        self.constant.push(constant);
        self.column.extend(terms.iter().map(|term| term.0));
        self.coefficient.extend(terms.iter().map(|term| term.1));
        self.first.push(self.column.len() as u32);
        self.constant.len() as u32 - 1
    }

    /// The value of a leaf's model; none where there is no model, or a column is missing.
    #[inline]
    pub(super) fn value(&self, leaf: usize, row: &[f64]) -> Option<f64> {
        let constant = *self.constant.get(leaf)?;
        let (start, end) = (self.first[leaf] as usize, self.first[leaf + 1] as usize);
        let mut value = constant;
        for (column, coefficient) in self.column[start..end].iter().zip(&self.coefficient[start..end]) {
            let x = row[*column as usize];
            if x.is_nan() {
                return None;
            }
            value += coefficient * x;
        }
        Some(value)
    }

    pub(super) fn check(&self, trees: &Trees) -> Result<()> {
        if *self == Self::default() {
            return Ok(());
        }
        let leaves = trees.leaves.len();
        ensure(self.constant.len() == leaves, "linear leaves are given for all leaves or none")?;
        check_starts(&self.first, leaves, self.column.len())?;
        ensure(self.coefficient.len() == self.column.len(), "each term of a leaf has a coefficient")?;
        ensure(self.column.iter().all(|c| *c < trees.columns), "a leaf reads a column that is not there")?;
        ensure(finite(&self.constant) && finite(&self.coefficient), "linear leaves are finite")?;
        let plain = trees.depth.iter().all(|d| *d == PLAIN) && trees.target.iter().all(|t| *t != ALL);
        ensure(plain, "linear leaves belong to plain trees with one output each")
    }
}

impl Pack for LinearLeaves {
    fn write(&self, writer: &mut Writer) {
        writer.array(&self.first);
        writer.array(&self.constant);
        writer.array(&self.column);
        writer.array(&self.coefficient);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let (first, constant) = (reader.array(), reader.array());
        Self { first, constant, column: reader.array(), coefficient: reader.array() }
    }
}
