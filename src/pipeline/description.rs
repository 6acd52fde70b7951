//! Everything cold that JavaScript is told of a model, as one value.

use super::{Card, Pipeline, Statistics, Target};
use crate::data::Column;
use serde::Serialize;

/// What callers see of a model, but for its nodes.
#[derive(Debug, Serialize)]
pub struct Description<'a> {
    /// The columns that it reads.
    pub columns: &'a [Column],
    /// What it predicts.
    pub targets: &'a [Target],
    /// What people should know of it.
    pub card: &'a Card,
    /// What the training data looked like.
    pub statistics: &'a Statistics,
    /// The columns whose texts are dates, and how these are written.
    #[cfg(feature = "date")]
    pub dates: Vec<(usize, &'static str)>,
}

impl Pipeline {
    /// What callers see of it.
    pub fn description(&self) -> Description<'_> {
        Description {
            columns: &self.schema.columns,
            targets: &self.output.targets,
            card: &self.card,
            statistics: &self.statistics,
            #[cfg(feature = "date")]
            dates: self.dates().map(|(column, date)| (column, date.format.words())).collect(),
        }
    }
}
