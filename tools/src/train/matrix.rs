//! The numbers that a model reads: a row each, as preprocessing made them.

/// Rows of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// The name of each column.
    pub names: Vec<String>,
    /// Rows.
    pub rows: usize,
    /// Row after row, a number a column.
    pub values: Vec<f64>,
}

impl Matrix {
    /// Puts columns of equal length side by side.
    pub fn of_columns(names: Vec<String>, columns: &[Vec<f64>]) -> Self {
        let rows = columns.first().map_or(0, Vec::len);
        let values = (0..rows).flat_map(|r| columns.iter().map(move |column| column[r])).collect();
        Self { names, rows, values }
    }

    /// How many columns.
    pub fn columns(&self) -> usize {
        self.names.len()
    }

    /// The numbers of a column.
    pub fn column(&self, column: usize) -> impl Iterator<Item = f64> {
        self.values.iter().skip(column).step_by(self.columns().max(1)).copied()
    }

    /// The columns whose numbers differ.
    pub fn varying(&self) -> Vec<usize> {
        let varies = |column: &usize| {
            let first = self.values.get(*column);
            self.column(*column).any(|x| Some(&x) != first)
        };
        (0..self.columns()).filter(varies).collect()
    }

    /// Some of the columns.
    #[must_use]
    pub fn select(&self, columns: &[usize]) -> Self {
        let names = columns.iter().map(|&c| self.names[c].clone()).collect();
        let row = |r: usize| columns.iter().map(move |&c| self.values[r * self.columns() + c]);
        Self { names, rows: self.rows, values: (0..self.rows).flat_map(row).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_lie_side_by_side() {
        let names = ["a", "b"].map(String::from).to_vec();
        let matrix = Matrix::of_columns(names, &[vec![1.0, 2.0], vec![3.0, 3.0]]);
        assert_eq!(matrix.values, [1.0, 3.0, 2.0, 3.0]);
        assert_eq!(matrix.column(1).collect::<Vec<_>>(), [3.0, 3.0]);
        assert_eq!(matrix.varying(), [0]);
        assert_eq!(matrix.select(&[1]).values, [3.0, 3.0]);
    }
}
