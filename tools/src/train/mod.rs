//! Training: a table becomes a pipeline.
//!
//! Rows of text -> [`Dataset`] (typed columns and answers) -> [`Trainer::fit`] on
//! folds, to estimate, and on all rows, to ship -> a pipeline with its card and
//! statistics.

pub mod dataset;
pub mod describe;
pub mod from_smartcore;
pub mod infer;
pub mod line;
pub mod matrix;
pub mod options;
pub mod schema_file;
pub mod trainers;

pub use dataset::{Answers, Dataset, Goal, Wish};
pub use options::Options;
pub use trainers::{TRAINERS, Trainer};
