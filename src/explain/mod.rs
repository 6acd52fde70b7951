//! Why a model answers as it does.
//!
//! Nothing here is in the path of a prediction: a runtime that was built without the feature
//! `explain` predicts the same, and says `no-explanation` when it is asked why.

mod alone;
mod edges;

pub use edges::{EDGE_LIMIT, edges};
