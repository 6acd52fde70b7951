//! Training: a table becomes a pipeline.
//!
//! Rows of text -> [`Dataset`] (typed columns and answers) -> [`Trainer::fit`] on
//! folds, to estimate, and on all rows, to ship -> a pipeline with its card and
//! statistics.

mod card;
pub mod contender;
pub mod dataset;
pub mod describe;
pub mod from_smartcore;
pub mod infer;
pub mod line;
pub mod matrix;
pub mod options;
mod rare;
mod reader;
mod remarks;
pub mod report;
pub mod request;
pub mod schema_file;
pub mod score;
pub mod split;
pub mod study;
pub mod trainers;
mod words;

pub use dataset::{Answers, Dataset, Goal, Wish};
pub use options::Options;
pub use request::{About, Request, Trained, train};
pub use study::Estimate;
pub use trainers::{TRAINERS, Trainer};
