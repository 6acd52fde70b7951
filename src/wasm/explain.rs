//! The door's part for questions about an answer. A runtime without the feature `explain`
//! lacks these exports, which is how JavaScript knows.

use super::{Model, Text};
use crate::error::Result;
use crate::explain::Plan;
use crate::pack::covers;
use crate::pipeline::Predictor;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Model {
    /// Whether [`Model::explain`] was asked before.
    pub fn explains(&self) -> bool {
        self.plan.is_some()
    }

    /// Explains the first row of the block that was run last, against the second if there is one,
    /// and writes a list of numbers, or the error: whether any answer is one of trees, the number
    /// of columns, the columns, then for each margin its space, its answer, its base, and a contribution for
    /// each of these columns. When it is first asked it is given the file, which has what no
    /// prediction asks for.
    pub fn explain(&mut self, text: &mut Text) {
        let file = core::mem::take(&mut text.bytes);
        match self.explanation(&file) {
            Ok(numbers) => text.put(&numbers),
            Err(error) => text.put(&error),
        }
    }
}

impl Model {
    fn explanation(&mut self, file: &[u8]) -> Result<Vec<f64>> {
        let Self { predictor, plan, blocks, current, .. } = self;
        if plan.is_none() {
            *plan = Some(planned(predictor, file));
        }
        let Some(plan) = plan else { return Ok(Vec::new()) };
        let plan = plan.as_ref().map_err(Clone::clone)?;
        let (frame, pipeline) = (&mut blocks[*current].frame, predictor.pipeline());
        let rows = frame.rows();
        let mut slots = |row: usize| frame.values().iter().skip(row).step_by(rows).copied().collect::<Vec<f64>>();
        let (record, against) = (slots(0), if rows > 1 { Some(slots(1)) } else { None });
        let mut numbers = vec![f64::from(u8::from(plan.has_trees())), plan.columns.len() as f64];
        numbers.extend(plan.columns.iter().map(|column| f64::from(*column)));
        numbers.extend(plan.explain(pipeline, &record, against.as_deref())?);
        Ok(numbers)
    }
}

fn planned(predictor: &Predictor, file: &[u8]) -> Result<Plan> {
    let covers = covers(file, predictor.pipeline())?;
    let covers: Vec<&[f64]> = covers.iter().map(|cover| &cover[..]).collect();
    Plan::new(predictor, &covers)
}
