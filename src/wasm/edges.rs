//! The door's part for where an answer may change along a column.

use super::{Model, Text};
use crate::explain::edges;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Model {
    /// Writes the edges of a column of numbers between two, or `null`: see [`edges`].
    pub fn edges(&self, column: usize, low: f64, high: f64, to: &mut Text) {
        to.put(&edges(&self.predictor, column, low, high));
    }
}
