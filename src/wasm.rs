//! The door to JavaScript: the only file that names wasm-bindgen.
//!
//! Rows never cross as objects. JavaScript writes numbers and codes into the block
//! that [`Model::begin`] gives it, calls [`Model::run`], and reads answers and issues
//! from where they lie. The cold things (schema, card) cross as plain objects.

use crate::data::{Kind, closest};
use crate::error::Error;
use crate::json::json;
use crate::pipeline::{Frame, Prediction, Predictor};
use serde::Serialize;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Sends a panic's message to the console before the instance is lost.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| error(&panic.to_string())));
}

/// A loaded model with the block that rows are written to.
#[wasm_bindgen]
pub struct Model {
    predictor: Predictor,
    frame: Frame,
    prediction: Prediction,
    issues: Vec<u32>,
}

#[wasm_bindgen]
extern "C" {
    /// JavaScript's own number to text: the shortest that reads back as the same.
    #[wasm_bindgen(js_name = String)]
    fn number(x: f64) -> String;

    #[wasm_bindgen(js_namespace = console)]
    fn error(message: &str);

    #[wasm_bindgen(js_namespace = JSON)]
    fn parse(text: &str) -> JsValue;
}

fn plain<T: Serialize>(value: &T) -> JsValue {
    parse(&json(value, number))
}

fn thrown(error: Error) -> JsValue {
    plain(&error)
}

/// What a model takes in memory, in sizes of its file.
const DECODED: usize = 10;

/// Makes memory grow once instead of with each array, which takes a millisecond each. What
/// is not used is not touched.
fn reserve(bytes: usize) {
    let mut block = Vec::<u8>::new();
    // Where so much is not to be had, less may do.
    let _ = block.try_reserve_exact(bytes);
    core::hint::black_box(block);
}

#[wasm_bindgen]
impl Model {
    /// Opens a `.wbx`; throws `{fault, code, place, message, hint}`.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Model, JsValue> {
        reserve(bytes.len().saturating_mul(DECODED));
        let predictor = crate::open(bytes).map_err(thrown)?;
        let (frame, prediction) = (Frame::default(), Prediction::default());
        Ok(Model { predictor, frame, prediction, issues: Vec::new() })
    }

    /// `{columns, targets, card, statistics, dates}`: everything cold, once. `dates` has
    /// the columns whose texts are dates, and how these are written.
    pub fn describe(&self) -> JsValue {
        #[derive(Serialize)]
        struct Description<'a> {
            columns: &'a [crate::data::Column],
            targets: &'a [crate::pipeline::Target],
            card: &'a crate::pipeline::Card,
            statistics: &'a crate::pipeline::Statistics,
            #[cfg(feature = "date")]
            dates: Vec<(usize, &'static str)>,
        }
        let pipeline = self.predictor.pipeline();
        plain(&Description {
            columns: &pipeline.schema.columns,
            targets: &pipeline.output.targets,
            card: &pipeline.card,
            statistics: &pipeline.statistics,
            #[cfg(feature = "date")]
            dates: pipeline.dates().map(|(column, date)| (column, date.format.words())).collect(),
        })
    }

    /// Answers the rows that the file carries: `{rows, passed, maxAbsDifference, maxUlp, verdict}`.
    pub fn self_test(&self) -> JsValue {
        plain(&self.predictor.self_test())
    }

    /// How many rows a block may hold.
    pub fn block(&self) -> usize {
        self.predictor.block()
    }

    /// Begins a block of rows, everything missing. The address of its numbers: column
    /// after column, `rows` doubles each; a code is the position of a level, -1 a level
    /// that is not there, NaN missing.
    pub fn begin(&mut self, rows: usize) -> *const f64 {
        let rows = rows.min(self.predictor.block());
        self.predictor.begin(&mut self.frame, rows);
        self.frame.values().as_ptr()
    }

    /// Writes a cell of a text column of the block.
    pub fn text(&mut self, column: usize, row: usize, value: &str) {
        let text = matches!(self.predictor.pipeline().schema.columns.get(column), Some(c) if c.kind == Kind::Text);
        if text && row < self.frame.rows() {
            self.frame.text(column)[row] = Some(value.into());
        }
    }

    /// Answers the block; returns the number of issues.
    pub fn run(&mut self) -> usize {
        self.prediction.rows = 0;
        self.prediction.issues.clear();
        for answer in &mut self.prediction.targets {
            answer.margins.clear();
            answer.scores.clear();
            answer.classes.clear();
        }
        self.predictor.run(&mut self.frame, &mut self.prediction);
        self.issues.clear();
        for issue in &self.prediction.issues {
            let column = issue.column.map_or(0, |c| c as u32 + 1);
            self.issues.extend([issue.row as u32, column, issue.trouble as u32, u32::from(issue.fatal)]);
        }
        self.prediction.issues.len()
    }

    /// The address of the issues: row, column + 1 (0: the row), trouble, fatal; `u32` each.
    pub fn issues(&self) -> *const u32 {
        self.issues.as_ptr()
    }

    /// The address of a target's margins: row after row, one a slot.
    pub fn margins(&self, target: usize) -> *const f64 {
        self.prediction.targets.get(target).map_or(core::ptr::null(), |a| a.margins.as_ptr())
    }

    /// The address of a target's scores: row after row, the value or a probability a class.
    pub fn scores(&self, target: usize) -> *const f64 {
        self.prediction.targets.get(target).map_or(core::ptr::null(), |a| a.scores.as_ptr())
    }

    /// The address of a target's classes: the code of each row's, `u32` each.
    pub fn classes(&self, target: usize) -> *const u32 {
        self.prediction.targets.get(target).map_or(core::ptr::null(), |a| a.classes.as_ptr())
    }

    /// The position of the level of a column that is closest to a word, or -1.
    pub fn closest_level(&self, column: usize, word: &str) -> i32 {
        let levels = match self.predictor.pipeline().schema.columns.get(column).map(|c| &c.kind) {
            Some(Kind::Categorical { levels: crate::data::Labels::String(levels), .. }) => levels,
            _ => return -1,
        };
        closest(word, levels.iter().map(String::as_str)).map_or(-1, |i| i as i32)
    }

    /// The position of the column whose name is closest to a word, or -1.
    pub fn closest_column(&self, word: &str) -> i32 {
        closest(word, self.predictor.pipeline().schema.names()).map_or(-1, |i| i as i32)
    }
}
