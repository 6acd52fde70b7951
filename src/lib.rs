//! windowbox turns a trained tabular model into a small file that predicts the same
//! numbers natively, in a browser and in node.
//!
//! ```
//! use windowbox::data::{Cell, Column, Schema, Table};
//! use windowbox::model::{Linear, Model};
//! use windowbox::{Node, Op, Output, Pipeline, Target, pack, unpack};
//!
//! let schema = Schema { columns: vec![Column::numeric("x")] };
//! let line = Op::Model(Model::Linear(Linear::new(1, vec![2.0], vec![1.0])));
//! let pipeline = Pipeline::new(schema, vec![Node::new(line, vec![0], 1, 1)], Output::one(Target::regression("y", 1)));
//!
//! let bytes = pack(&pipeline.check()?)?;
//! let predictor = unpack(&bytes)?;
//! let mut table = Table::new(&predictor.pipeline().schema);
//! table.push(vec![Cell::Number(3.0)]);
//! assert_eq!(predictor.predict(&table).targets[0].scores, [7.0]);
//! # Ok::<(), windowbox::Error>(())
//! ```
//!
//! # The map
//! rows or a foreign file -> [`Pipeline`] (plain data, may be wrong) ->
//! [`Pipeline::check`] -> [`Predictor`] (cannot be wrong) -> [`pack()`] -> bytes ->
//! [`unpack`] (bytes are hostile) -> [`Predictor::predict`].
//!
//! # Promises
//! - No function of this crate panics, recurses or loops without bound on any bytes.
//! - What [`unpack`] accepts, [`pack()`] writes again byte for byte.
//! - The same file and row give the same bits natively and in wasm.

#![warn(missing_docs)]
#![forbid(unsafe_code)]

#[doc(hidden)]
pub mod codec;
pub mod data;
pub mod distance;
pub mod error;
#[cfg(feature = "explain")]
pub mod explain;
#[doc(hidden)]
pub mod json;
pub mod math;
pub mod model;
pub mod pack;
pub mod pipeline;
pub mod preprocess;
pub mod slots;
pub mod sort;
#[cfg(all(target_arch = "wasm32", not(feature = "csv")))]
pub mod wasm;
#[cfg(all(target_arch = "wasm32", feature = "csv"))]
#[path = "wasm/csv.rs"]
pub mod wasm;

pub use error::{Error, Fault, Result};
pub use pack::{open, pack, unpack};
pub use pipeline::{Card, Node, Op, Output, Pipeline, Prediction, Predictor, Statistics, Target, Task};
