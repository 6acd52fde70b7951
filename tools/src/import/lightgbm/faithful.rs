//! The walk of a LightGBM tree as its file describes it, in doubles.

use super::super::faithful::{agree, golden};
use super::file::{Model, Tree, parse};

/// What LightGBM takes for 0: the single nearest to 1e-35.
const ZERO: f64 = 1.000_000_018_002_509_5e-35;

fn margins(model: &Model, row: &[f64]) -> Vec<f64> {
    let row: Vec<f64> = row.iter().map(|x| if x.abs() <= ZERO { 0.0 } else { *x }).collect();
    let mut raw = vec![0.0; model.trees_per_iteration];
    for (i, tree) in model.trees.iter().enumerate() {
        raw[i % model.trees_per_iteration] += value(tree, &row);
    }
    raw
}

fn value(tree: &Tree, row: &[f64]) -> f64 {
    let mut child = if tree.left.is_empty() { -1 } else { 0 };
    while child >= 0 {
        let node = child as usize;
        child = if goes_left(tree, node, row) { tree.left[node] } else { tree.right[node] };
    }
    let leaf = (-child - 1) as usize;
    match &tree.linear {
        Some(models) if models[leaf].1.iter().all(|(column, _)| !row[*column as usize].is_nan()) => {
            models[leaf].1.iter().fold(models[leaf].0, |sum, (column, factor)| sum + factor * row[*column as usize])
        }
        _ => tree.leaf_value[leaf],
    }
}

fn goes_left(tree: &Tree, node: usize, row: &[f64]) -> bool {
    let (x, decision, threshold) =
        (row[tree.split_feature[node] as usize], tree.decision_type[node], tree.threshold[node]);
    let (categorical, default_left, missing) = (decision & 1 == 1, decision & 2 == 2, decision >> 2 & 3);
    if categorical {
        return !x.is_nan() && x > -1.0 && is_in(tree, threshold as usize, x.trunc());
    }
    let x = if x.is_nan() && missing != 2 { 0.0 } else { x };
    if missing == 1 && x.abs() <= ZERO || missing == 2 && x.is_nan() { default_left } else { x <= threshold }
}

fn is_in(tree: &Tree, set: usize, code: f64) -> bool {
    let words = &tree.cat_threshold[tree.cat_boundaries[set]..tree.cat_boundaries[set + 1]];
    code < 32.0 * words.len() as f64 && words[code as usize / 32] >> (code as usize % 32) & 1 == 1
}

#[test]
fn lowered_trees_answer_as_the_file_says() {
    for (name, bytes, sidecar) in golden("lgb-", "txt") {
        let model = parse(&String::from_utf8(bytes.clone()).unwrap()).unwrap();
        agree(&name, super::read(&bytes, &sidecar).unwrap(), |row| margins(&model, row));
    }
}
