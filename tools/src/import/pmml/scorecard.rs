//! `<Scorecard>`: a score for each characteristic, of the first attribute that is true.

use super::answer::Answer;
use super::build::Build;
use super::fields::Scope;
use super::model;
use super::tree::{Forest, Leaves};
use super::xml::{Element, all, needed, number_or};
use windowbox::Result;

/// Where no attribute of a characteristic is true, the row has no answer. Reason codes
/// are not answered.
pub fn lower(model: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Answer> {
    let mut forest = Forest::new(Leaves::Numbers);
    forest.start = number_or(model, "initialScore", 0.0)?;
    for characteristic in all(needed(model, "Characteristics")?, "Characteristic") {
        forest.add_scores(characteristic, scope)?;
    }
    model::answer(forest, build, None, false)
}
