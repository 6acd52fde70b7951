//! Making proofs: rows that reach as much of a model as fits, with their answers.
//!
//! Rows are made up column by column, of quantiles, levels and the model's own
//! thresholds: no row of a training table is among them. Or they are given, with the
//! answers of the library that the model is from.

mod asked;
mod budget;
mod choose;
mod dates;
mod edges;
mod effects;
mod forest;
mod given;
mod goals;
mod lanes;
mod numbers;
mod places;
mod reach;
mod texts;
mod values;

pub use budget::BYTES;
pub use given::{Said, given};
pub use numbers::numbers;
pub use reach::Scene;

use budget::scored;

use windowbox::data::{Cells, Table};
use windowbox::pipeline::{Expected, Proof, ProofCells};
use windowbox::{Pipeline, Predictor, Result};

/// Checks a pipeline and puts a proof into it that is made up of the model alone.
///
/// # Errors
/// As [`Pipeline::check`].
pub fn embed(pipeline: Pipeline) -> Result<Predictor> {
    let predictor = Pipeline { proof: None, ..pipeline }.check()?;
    let proof = synthesise(&predictor);
    Pipeline { proof: Some(proof), ..predictor.into_pipeline() }.check()
}

/// Checks a pipeline and puts a proof into it that its source answered.
///
/// # Errors
/// As [`Pipeline::check`] and [`given`].
pub fn embed_given(pipeline: Pipeline, said: &Said<'_>) -> Result<Predictor> {
    let predictor = Pipeline { proof: None, ..pipeline }.check()?;
    let proof = given(&predictor, said)?;
    Pipeline { proof: Some(proof), ..predictor.into_pipeline() }.check()
}

/// Rows that are made up, answered by windowbox itself: they prove that the same model
/// gives the same numbers elsewhere, not that they are a source's. The same model gives
/// the same proof.
pub fn synthesise(predictor: &Predictor) -> Proof {
    let scene = Scene::new(predictor.pipeline());
    let rows = choose::Chooser::new(predictor, &scene).rows();
    let table = asked::table(&predictor.pipeline().schema, &scene.values, &rows);
    let leaves = scene.leaves(predictor, &table);
    Proof { leaves, ..answered(predictor, &table) }
}

/// A proof that says of rows what the model itself does.
fn answered(predictor: &Predictor, table: &Table) -> Proof {
    let prediction = predictor.predict(table);
    let targets = predictor.pipeline().output.targets.iter().zip(&prediction.targets);
    let (mut proof, scored) = (asking(predictor, table), scored(predictor.pipeline()));
    for row in 0..table.rows() {
        for (target, answer) in targets.clone() {
            let (slots, width) = (target.slots.len(), target.width());
            proof.margins.values.extend(&answer.margins[row * slots..][..slots]);
            if row < scored {
                proof.scores.values.extend(&answer.scores[row * width..][..width]);
            }
            proof.classes.push(answer.classes[row] as u16);
        }
    }
    // A NaN's payload is the machine's: the file has one for all.
    let numbers = [&mut proof.margins, &mut proof.scores].into_iter().flat_map(|expected| &mut expected.values);
    numbers.filter(|x| x.is_nan()).for_each(|x| *x = f64::NAN);
    proof
}

/// A proof that asks rows, and knows no answer yet.
fn asking(predictor: &Predictor, table: &Table) -> Proof {
    let cells = table.columns().iter().map(|cells| match cells {
        Cells::Numbers(numbers) => ProofCells::numbers(numbers),
        Cells::Text(texts) => {
            ProofCells::text(&texts.iter().map(|text| text.as_deref().map(str::to_owned)).collect::<Vec<_>>())
        }
    });
    let cells = cells.collect();
    let names = predictor.pipeline().names_digest();
    let expected = Expected::default;
    let (margins, scores, classes) = (expected(), expected(), Vec::new());
    Proof {
        source: None,
        synthesised: true,
        rows: table.rows() as u32,
        cells,
        margins,
        scores,
        classes,
        names,
        leaves: (0, 0),
    }
}

#[cfg(test)]
mod tests;
