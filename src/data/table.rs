//! A table of typed columns: what a predictor is given.

use super::cell::Cell;
use super::schema::{Kind, Schema};
use crate::slots::Text;

/// Rows, column by column, in the order of a schema.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    rows: usize,
    columns: Vec<Cells>,
}

/// The cells of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Numbers, codes or truth values; NaN is missing.
    Numbers(Vec<f64>),
    /// Texts.
    Text(Text),
}

impl Table {
    /// A table without rows for the columns of `schema`.
    ///
    /// ```
    /// use windowbox::data::{Cell, Column, Schema, Table};
    /// let schema = Schema { columns: vec![Column::numeric("age")] };
    /// let mut table = Table::new(&schema);
    /// table.push(vec![Cell::Number(85.0)]);
    /// assert_eq!(table.rows(), 1);
    /// ```
    pub fn new(schema: &Schema) -> Self {
        let empty = |kind: &Kind| match kind {
            Kind::Text => Cells::Text(Vec::new()),
            _ => Cells::Numbers(Vec::new()),
        };
        Self { rows: 0, columns: schema.columns.iter().map(|column| empty(&column.kind)).collect() }
    }

    /// Adds a row: one cell a column. A cell of the wrong sort counts as missing.
    pub fn push(&mut self, row: Vec<Cell>) {
        let mut row = row.into_iter();
        for cells in &mut self.columns {
            match (cells, row.next()) {
                (Cells::Numbers(v), Some(Cell::Number(x))) => v.push(x),
                (Cells::Numbers(v), _) => v.push(f64::NAN),
                (Cells::Text(v), Some(Cell::Text(x))) => v.push(x),
                (Cells::Text(v), _) => v.push(None),
            }
        }
        self.rows += 1;
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The columns.
    pub fn columns(&self) -> &[Cells] {
        &self.columns
    }

    /// The numbers of a column that is not text.
    pub fn numbers(&self, column: usize) -> Option<&[f64]> {
        match self.columns.get(column) {
            Some(Cells::Numbers(v)) => Some(v),
            _ => None,
        }
    }

    /// The rows with these numbers, in this order.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        let columns = self.columns.iter().map(|cells| match cells {
            Cells::Numbers(v) => Cells::Numbers(rows.iter().map(|&r| v[r]).collect()),
            Cells::Text(v) => Cells::Text(rows.iter().map(|&r| v[r].clone()).collect()),
        });
        Self { rows: rows.len(), columns: columns.collect() }
    }
}
