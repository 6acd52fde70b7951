//! The door's part for where an answer may change along a column.

use super::Model;
use crate::explain::edges;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Model {
    /// Looks for the edges of a column of numbers between two; how many, or -1 where there are
    /// none that are exact: see [`edges`].
    pub fn edges(&mut self, column: usize, low: f64, high: f64) -> i32 {
        let found = edges(&self.predictor, column, low, high);
        let count = found.as_ref().map_or(-1, |edges| edges.len() as i32);
        self.edges = found.unwrap_or_default();
        count
    }

    /// The address of the edges that were found last.
    pub fn edge_numbers(&self) -> *const f64 {
        self.edges.as_ptr()
    }
}
