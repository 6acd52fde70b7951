//! The door's part for questions about an answer. A runtime without the feature `explain`
//! lacks these exports, which is how JavaScript knows.

use super::{Model, Text};
use crate::data::{Cell, Column, Kind};
use crate::error::Result;
use crate::explain::{Explanation, Plan};
use crate::pack::covers;
use crate::pipeline::Predictor;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Model {
    /// Whether [`Model::explain`] was asked before.
    pub fn explains(&self) -> bool {
        self.plan.is_some()
    }

    /// Explains the first row of the block that was run last, against the second if there is
    /// one, and writes `{outputs, method}`, or the error. When it is first asked it is given the
    /// file, which has what no prediction asks for.
    pub fn explain(&mut self, text: &mut Text) {
        let file = core::mem::take(&mut text.bytes);
        match self.explanation(&file) {
            Ok(explanation) => text.put(&explanation),
            Err(error) => text.put(&error),
        }
    }
}

impl Model {
    fn explanation(&mut self, file: &[u8]) -> Result<Explanation> {
        let rows = self.blocks[self.current].frame.rows();
        let (record, against) = (self.record(0), (rows > 1).then(|| self.record(1)));
        let Self { predictor, plan, .. } = self;
        let plan = plan.get_or_insert_with(|| planned(predictor, file));
        plan.as_ref().map_err(Clone::clone)?.explain(predictor, record, against)
    }

    /// The cells of a row of the block.
    fn record(&mut self, row: usize) -> Vec<Cell> {
        let frame = &mut self.blocks[self.current].frame;
        let cell = |(c, column): (usize, &Column)| match column.kind {
            Kind::Text => Cell::Text(frame.text(c)[row].clone()),
            _ => Cell::Number(frame.slot(c as u32)[row]),
        };
        self.predictor.pipeline().schema.columns.iter().enumerate().map(cell).collect()
    }
}

fn planned(predictor: &Predictor, file: &[u8]) -> Result<Plan> {
    let covers = covers(file, predictor.pipeline())?;
    Plan::new(predictor, &covers.iter().map(|cover| &cover[..]).collect::<Vec<_>>())
}
