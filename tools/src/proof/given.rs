//! Proofs of rows that were given, with the answers of the library a model is from.

use super::asked;
use super::budget::BYTES;
use super::reach::Scene;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use windowbox::data::Table;
use windowbox::pipeline::{Expected, Proof};
use windowbox::{Error, Pipeline, Predictor, Result};

/// Rows that are looked at: of more, the first.
const ROWS: usize = 1024;

/// What a source said about rows. A part that is empty is not compared.
pub struct Said<'a> {
    /// The library and its version: "XGBoost 3.2.0".
    pub source: String,
    /// Whether the rows were made up. Otherwise they count as rows of the training table,
    /// and whoever calls asks before they enter a file.
    pub synthesised: bool,
    /// The rows.
    pub rows: &'a Table,
    /// Row after row the margins of all targets, side by side.
    pub margins: Expected,
    /// Row after row the scores of all targets: values and probabilities.
    pub scores: Expected,
    /// Row after row the code of each target's class.
    pub classes: Vec<u16>,
}

/// A proof of those given rows that reach most, within the budget.
///
/// # Errors
/// `proof-failed` where the model's answer to a row is not the source's, `bad-proof`
/// where there are not as many answers as rows.
pub fn given(predictor: &Predictor, said: &Said<'_>) -> Result<Proof> {
    let scene = Scene::new(predictor.pipeline());
    let looked: Vec<usize> = (0..said.rows.rows().min(ROWS)).collect();
    holds(predictor, proof(predictor, said, &looked)?)?;
    let order = order(predictor, &scene, &said.rows.select(&looked));
    let (mut fits, mut too_many) = (0, order.len() + 1);
    while too_many - fits > 1 {
        let middle = usize::midpoint(fits, too_many);
        let small = weight(&proof(predictor, said, &order[..middle])?) <= BYTES;
        *if small { &mut fits } else { &mut too_many } = middle;
    }
    let rows = &order[..fits.max(1).min(order.len())];
    let leaves = scene.leaves(predictor, &said.rows.select(rows));
    Ok(Proof { leaves, ..proof(predictor, said, rows)? })
}

/// Bytes in the file.
fn weight(proof: &Proof) -> usize {
    let mut bytes = Vec::new();
    windowbox::codec::encode(proof, &mut bytes);
    bytes.len()
}

/// The given rows at `rows`, with their answers.
fn proof(predictor: &Predictor, said: &Said<'_>, rows: &[usize]) -> Result<Proof> {
    let table = said.rows.select(rows);
    let all = said.rows.rows();
    let part = |expected: &Expected| {
        Ok(Expected {
            values: select(&expected.values, all, rows)?,
            absolute: expected.absolute,
            relative: expected.relative,
        })
    };
    let (margins, scores, classes) = (part(&said.margins)?, part(&said.scores)?, select(&said.classes, all, rows)?);
    let (source, synthesised) = (Some(said.source.clone()), said.synthesised);
    Ok(Proof { source, synthesised, margins, scores, classes, ..super::asking(predictor, &table) })
}

/// The numbers of some rows, of as many a row.
fn select<T: Copy>(values: &[T], all: usize, rows: &[usize]) -> Result<Vec<T>> {
    let width = values.len() / all.max(1);
    match width * all == values.len() {
        true => Ok(rows.iter().flat_map(|row| &values[row * width..][..width]).copied().collect()),
        false => Err(Error::file("bad-proof", "there are not as many answers as rows")),
    }
}

/// What the source said must hold here, or it proves nothing.
fn holds(predictor: &Predictor, proof: Proof) -> Result<()> {
    let test = Pipeline { proof: Some(proof), ..predictor.pipeline().clone() }.check()?.self_test();
    match test.first {
        None => Ok(()),
        Some((row, got, expected)) => {
            Err(Error::file("proof-failed", format!("the model answers {got} where its source answers {expected}"))
                .at(format!("row {row}")))
        }
    }
}

/// The rows, each the one that reaches most of what those before it do not.
fn order(predictor: &Predictor, scene: &Scene<'_>, table: &Table) -> Vec<usize> {
    let mut reached: Vec<Vec<u32>> = vec![Vec::new(); table.rows()];
    asked::each(predictor, table, |asked| {
        scene.goals.reached(asked, None, |goal| reached[asked.row].push(goal as u32));
    });
    let mut open = vec![true; scene.goals.leaf.len()];
    let fresh = |open: &[bool], row: usize| reached[row].iter().filter(|goal| open[**goal as usize]).count();
    // What a row adds only shrinks: the best is the one that still adds what was thought.
    let mut thought: BinaryHeap<(usize, Reverse<usize>)> =
        (0..table.rows()).map(|row| (usize::MAX, Reverse(row))).collect();
    let mut order = Vec::new();
    while let Some((least, Reverse(row))) = thought.pop() {
        let adds = fresh(&open, row);
        if adds == least {
            reached[row].iter().for_each(|goal| open[*goal as usize] = false);
            order.push(row);
        } else {
            thought.push((adds, Reverse(row)));
        }
    }
    order
}
