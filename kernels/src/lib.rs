//! The loops that predict. What is here knows no file, no schema and no name: tables of
//! numbers come in, were proved sound when they were made, and blocks of rows run over
//! them. The plain predictor beside the models is what every kernel here must equal, bit
//! for bit.
//!
//! - [`sliced`]: trees of up to 256 leaves, hundreds of rows at once, a bit a row.
//! - [`stepping`]: trees of any size, several rows or trees in flight.
//!
//! `unsafe` is in `room` and nowhere else.

#![warn(missing_docs)]
#![deny(unsafe_code)]

mod lane;
mod planes;
mod rank;
mod room;
mod sets;
pub mod sliced;
pub mod stepping;
mod vector;

pub use lane::Lane;
pub use rank::{Cuts, Reading, Real};
pub use sets::{Sets, Test};
