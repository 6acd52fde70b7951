//! The walk of an XGBoost tree as its file describes it, in singles.

use super::super::faithful::{agree, golden};
use super::file::{self, Booster, Forest, Model};
use super::tree::Tree;
use super::{is_ubjson, json, ubjson};

fn margins(model: &Model, row: &[f64]) -> Vec<f32> {
    let row: Vec<f32> = row.iter().map(|x| *x as f32).collect();
    let mut out: Vec<f32> = model.base_score.iter().map(|score| margin_of(&model.objective, *score)).collect();
    match &model.booster {
        Booster::Trees(forest) => add_trees(model, forest, &row, &mut out),
        Booster::Linear(weights) => {
            let base = out[0];
            out.fill(base);
            add_line(weights, &row, &mut out);
        }
    }
    out
}

/// The base score is saved as an answer.
fn margin_of(objective: &str, score: f32) -> f32 {
    match objective {
        "binary:logistic" | "reg:logistic" => {
            let odds: f32 = 1.0 / score.clamp(1e-6, 1.0 - 1e-6) - 1.0;
            -(f64::from(odds).ln() as f32)
        }
        "count:poisson" | "reg:gamma" | "reg:tweedie" | "survival:cox" | "survival:aft" => f64::from(score).ln() as f32,
        _ => score,
    }
}

/// Up to the best iteration, where training stopped early.
fn add_trees(model: &Model, forest: &Forest, row: &[f32], out: &mut [f32]) {
    let end = match (model.best_iteration, &forest.starts[..]) {
        (None, _) => forest.trees.len(),
        (Some(best), []) => (best + 1) * out.len() * forest.parallel,
        (Some(best), starts) => starts[best + 1],
    };
    for i in 0..end {
        let (tree, k) = (&forest.trees[i], out.len());
        let leaf = walk(tree, row);
        if tree.width > 1 {
            let number = if tree.by_leaf { tree.right[leaf] as usize } else { leaf };
            out.iter_mut().zip(&tree.vectors[number * k..]).for_each(|(out, value)| *out += value);
        } else {
            out[forest.groups[i]] += tree.condition[leaf] * forest.weights.as_ref().map_or(1.0, |weights| weights[i]);
        }
    }
}

fn add_line(weights: &[f32], row: &[f32], out: &mut [f32]) {
    let outputs = out.len();
    for (k, out) in out.iter_mut().enumerate() {
        *out += weights[row.len() * outputs + k];
        let there = row.iter().enumerate().filter(|(_, x)| !x.is_nan());
        there.for_each(|(j, x)| *out += x * weights[j * outputs + k]);
    }
}

fn walk(tree: &Tree, row: &[f32]) -> usize {
    let mut node = 0;
    while tree.left[node] != -1 {
        let x = row[tree.column[node] as usize];
        let left = match tree.sets.get(&node) {
            _ if x.is_nan() => tree.default_left[node],
            Some(set) => !(0.0..16_777_216.0).contains(&x) || !set.contains(&(x as u32)),
            None => x < tree.condition[node],
        };
        node = if left { tree.left[node] } else { tree.right[node] } as usize;
    }
    node
}

#[test]
fn lowered_boosters_answer_as_the_file_says() {
    for (name, bytes, sidecar) in golden("xgb-", "json").into_iter().chain(golden("xgb-", "ubj")) {
        let document = if is_ubjson(&bytes) { ubjson::parse(&bytes) } else { json::parse(&bytes) }.unwrap();
        let model = file::read(&document).unwrap();
        let naive = |row: &[f64]| margins(&model, row).into_iter().map(f64::from).collect();
        agree(&name, super::read(&bytes, &sidecar).unwrap(), naive);
    }
}
