//! Our answers and smartcore's, side by side.

use crate::cases::Case;
use windowbox::data::{Cell, Column, Labels, Schema, Table};
use windowbox::{Node, Op, Output, Pipeline, Predictor, Target};
use windowbox_tools::train::from_smartcore::{Dense, dense};
use windowbox_tools::train::line::Fitted;
use windowbox_tools::train::matrix::Matrix;

/// A predictor that is the model alone, after a way through bytes that must not
/// change one bit of any answer.
pub fn predictor(fitted: Fitted, matrix: &Matrix, classes: Option<u32>) -> Predictor {
    let columns = matrix.names.len() as u32;
    let schema = Schema { columns: matrix.names.iter().map(Column::numeric).collect() };
    let slots: Vec<u32> = (columns..columns + fitted.outputs).collect();
    let target = match classes {
        Some(k) => Target::classes("y", Labels::Number((0..k).map(f64::from).collect()), slots, fitted.link),
        None => Target::regression("y", columns),
    };
    let node = Node::new(Op::Model(fitted.model), (0..columns).collect(), columns, fitted.outputs);
    let predictor = Pipeline::new(schema, vec![node], Output::one(target)).check().unwrap();
    let bytes = windowbox::pack(&predictor).unwrap();
    let again = windowbox::unpack(&bytes).unwrap();
    let rows = table(&again, matrix);
    let bits = |p: &Predictor| p.predict(&rows).targets[0].scores.iter().map(|s| s.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&predictor), bits(&again));
    assert_eq!(windowbox::pack(&again).unwrap(), bytes);
    again
}

pub fn table(predictor: &Predictor, matrix: &Matrix) -> Table {
    let mut table = Table::new(&predictor.pipeline().schema);
    matrix.values.chunks(matrix.columns()).for_each(|row| table.push(row.iter().map(|x| Cell::Number(*x)).collect()));
    table
}

/// The labels and probabilities of some rows.
pub type Classified = (Vec<u32>, Vec<f64>);

/// Our answers on both matrices.
pub fn answers(case: &Case, fitted: Fitted) -> [Classified; 2] {
    let classes = case.codes.iter().max().unwrap() + 1;
    let predictor = predictor(fitted, &case.train, Some(classes));
    [&case.train, &case.ask].map(|matrix| {
        let answer = predictor.predict(&table(&predictor, matrix)).targets.swap_remove(0);
        (answer.classes, answer.scores)
    })
}

pub fn numbers(case: &Case, fitted: Fitted) -> [Vec<f64>; 2] {
    let predictor = predictor(fitted, &case.train, None);
    [&case.train, &case.ask].map(|m| predictor.predict(&table(&predictor, m)).targets.swap_remove(0).scores)
}

pub fn same_labels(case: &Case, ours: &[Classified; 2], theirs: impl Fn(&Dense) -> Vec<u32>) {
    for (matrix, (labels, _)) in [&case.train, &case.ask].into_iter().zip(ours) {
        assert_eq!(*labels, theirs(&dense(matrix).unwrap()), "{}", case.name);
    }
}

/// Our probabilities, and those of a row-wise computation.
pub fn same_shares(case: &Case, ours: &[Classified; 2], tolerance: f64, theirs: impl Fn(&[f64]) -> Vec<f64>) {
    for (matrix, (_, shares)) in [&case.train, &case.ask].into_iter().zip(ours) {
        let expected: Vec<f64> = matrix.values.chunks(matrix.columns()).flat_map(&theirs).collect();
        close(&case.name, shares, &expected, tolerance);
    }
}

pub fn same_numbers(case: &Case, ours: &[Vec<f64>; 2], theirs: impl Fn(&Dense) -> Vec<f64>) {
    for (matrix, numbers) in [&case.train, &case.ask].into_iter().zip(ours) {
        close(&case.name, numbers, &theirs(&dense(matrix).unwrap()), 1e-12);
    }
}

/// Within a tolerance that is relative for numbers above 1.
pub fn close(name: &str, ours: &[f64], theirs: &[f64], tolerance: f64) {
    assert_eq!(ours.len(), theirs.len(), "{name}");
    for (a, b) in ours.iter().zip(theirs) {
        assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{name}: {a} instead of {b}");
    }
}
