//! The door to JavaScript: the only file that names wasm-bindgen.
//!
//! Rows never cross as objects. JavaScript writes numbers and codes into the block
//! that [`Model::begin`] gives it, calls [`Model::run`], and reads answers and issues
//! from where they lie. The cold things (schema, card) cross as JSON in a [`Text`]. So
//! all that crosses is numbers, and pkg/core/instance.js calls the exports as they are.

// A wasm with an operating system is no page's: the command in the npm package.
#![cfg(target_os = "unknown")]

#[cfg(feature = "explain")]
mod edges;
#[cfg(feature = "explain")]
mod explain;

use crate::data::{Kind, closest};
use crate::json::json;
use crate::pipeline::{Answer, Frame, Prediction, Predictor};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// Sends a panic's message to the console before the instance is lost.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|panic| error(&panic.to_string())));
}

#[wasm_bindgen]
extern "C" {
    /// JavaScript's own number to text, written to `at`: the shortest that reads back as
    /// the same, at most 25 bytes. Their number.
    fn number(x: f64, at: *mut u8) -> usize;

    fn error(message: &str);
}

fn digits(x: f64) -> String {
    let mut text = [0; 32];
    let length = number(x, text.as_mut_ptr());
    core::str::from_utf8(&text[..length.min(32)]).unwrap_or_default().into()
}

/// Bytes on their way from JavaScript, and JSON on its way to it.
#[wasm_bindgen]
pub struct Text {
    bytes: Vec<u8>,
}

#[wasm_bindgen]
impl Text {
    /// Nothing.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript has no other
    pub fn new() -> Text {
        Text { bytes: Vec::new() }
    }

    /// Makes room for as many bytes: the address to write them to.
    pub fn reserve(&mut self, length: usize) -> *const u8 {
        self.bytes = vec![0; length];
        self.at()
    }

    /// The address of the bytes.
    pub fn at(&self) -> *const u8 {
        self.bytes.as_ptr()
    }

    /// How many bytes there are.
    pub fn length(&self) -> usize {
        self.bytes.len()
    }

    /// Opens the `.wbx` in it; where that fails it has `{fault, code, place, message, hint}`.
    pub fn open(&mut self) -> Option<Model> {
        reserve(self.bytes.len().saturating_mul(DECODED));
        match crate::open(&core::mem::take(&mut self.bytes)) {
            Ok(predictor) => Some(Model {
                predictor,
                blocks: Default::default(),
                current: 0,
                given: Vec::new(),
                #[cfg(feature = "explain")]
                plan: None,
                #[cfg(feature = "explain")]
                edges: Vec::new(),
            }),
            Err(error) => {
                self.put(&error);
                None
            }
        }
    }
}

impl Text {
    /// Takes bytes that did not come from JavaScript.
    pub fn set(&mut self, bytes: &[u8]) {
        self.bytes = bytes.to_vec();
    }

    /// What it has, if that is text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes).unwrap_or_default()
    }

    fn put<T: Serialize>(&mut self, value: &T) {
        self.bytes = json(value, digits).into_bytes();
    }
}

/// A loaded model with two blocks that rows are written to: one for a single row, which
/// stays where it is in memory, and one for many.
#[wasm_bindgen]
pub struct Model {
    predictor: Predictor,
    blocks: [Block; 2],
    /// The one that was begun or run last.
    current: usize,
    /// The numbers of the single row as they were given.
    given: Vec<f64>,
    /// How its answers are explained, or why not: once somebody asked.
    #[cfg(feature = "explain")]
    plan: Option<crate::Result<crate::explain::Plan>>,
    /// Of the column that was asked about last.
    #[cfg(feature = "explain")]
    edges: Vec<f64>,
}

#[derive(Default)]
struct Block {
    frame: Frame,
    prediction: Prediction,
    issues: Vec<u32>,
}

impl Block {
    fn run(&mut self, predictor: &Predictor) -> usize {
        self.prediction.clear();
        predictor.run(&mut self.frame, &mut self.prediction);
        self.issues.clear();
        for issue in &self.prediction.issues {
            let column = issue.column.map_or(0, |c| c as u32 + 1);
            self.issues.extend([issue.row as u32, column, issue.trouble as u32, u32::from(issue.fatal)]);
        }
        self.prediction.issues.len()
    }
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
    /// Writes everything cold, once: [`Pipeline::description`](crate::Pipeline::description).
    pub fn describe(&self, to: &mut Text) {
        to.put(&self.predictor.pipeline().description());
    }

    /// Answers the rows that the file carries, and writes
    /// `{rows, passed, maxAbsDifference, maxUlp, verdict}`.
    pub fn self_test(&self, to: &mut Text) {
        to.put(&self.predictor.self_test());
    }

    /// How many rows a block may hold.
    pub fn block(&self) -> usize {
        self.predictor.block()
    }

    /// Begins a block of rows. The address of its numbers: column after column, `rows`
    /// doubles each, and each of them must be written; a code is the position of a level,
    /// -1 a level that is not there, NaN missing.
    pub fn begin(&mut self, rows: usize) -> *const f64 {
        let rows = rows.min(self.predictor.block());
        self.current = usize::from(rows != 1);
        let frame = &mut self.blocks[self.current].frame;
        self.predictor.resize(frame, rows);
        frame.values().as_ptr()
    }

    /// Writes a cell of a text column of the block.
    pub fn text(&mut self, column: usize, row: usize, value: &Text) {
        let text = matches!(self.predictor.pipeline().schema.columns.get(column), Some(c) if c.kind == Kind::Text);
        let frame = &mut self.blocks[self.current].frame;
        if text && row < frame.rows() {
            frame.text(column)[row] = Some(value.as_str().into());
        }
    }

    /// Answers the block; returns the number of issues.
    pub fn run(&mut self) -> usize {
        self.blocks[self.current].run(&self.predictor)
    }

    /// Begins a row of numbers that is answered again and again: the address of its numbers,
    /// which stays, as do those of its answers.
    pub fn single(&mut self) -> *const f64 {
        self.given = vec![f64::NAN; self.predictor.pipeline().schema.columns.len()];
        self.begin(1);
        self.again();
        self.given.as_ptr()
    }

    /// Answers the single row; returns the number of issues. Its numbers stay as they are.
    pub fn again(&mut self) -> usize {
        self.current = 0;
        self.blocks[0].frame.values()[..self.given.len()].copy_from_slice(&self.given);
        self.run()
    }

    /// The address of the issues: row, column + 1 (0: the row), trouble, fatal; `u32` each.
    pub fn issues(&self) -> *const u32 {
        self.blocks[self.current].issues.as_ptr()
    }

    /// The address of a target's margins: row after row, one a slot.
    pub fn margins(&self, target: usize) -> *const f64 {
        self.answer(target).map_or(core::ptr::null(), |a| a.margins.as_ptr())
    }

    /// The address of a target's scores: row after row, the value or a probability a class.
    pub fn scores(&self, target: usize) -> *const f64 {
        self.answer(target).map_or(core::ptr::null(), |a| a.scores.as_ptr())
    }

    /// The address of a target's classes: the code of each row's, `u32` each.
    pub fn classes(&self, target: usize) -> *const u32 {
        self.answer(target).map_or(core::ptr::null(), |a| a.classes.as_ptr())
    }

    /// The position of the level of a column that is closest to a word, or of the column
    /// (-1) whose name is; -1 where none is close.
    pub fn closest(&self, column: i32, word: &Text) -> i32 {
        let (schema, word) = (&self.predictor.pipeline().schema, word.as_str());
        let kind = usize::try_from(column).ok().and_then(|c| schema.columns.get(c)).map(|c| &c.kind);
        let found = match kind {
            Some(Kind::Categorical { levels: crate::data::Labels::String(levels), .. }) => {
                closest(word, levels.iter().map(String::as_str))
            }
            None => closest(word, schema.names()),
            _ => None,
        };
        found.map_or(-1, |i| i as i32)
    }
}

impl Model {
    fn answer(&self, target: usize) -> Option<&Answer> {
        self.blocks[self.current].prediction.targets.get(target)
    }
}
