//! The walk of a treelite tree as its file describes it, in doubles.

use super::super::Sidecar;
use super::super::faithful::{agree, golden};
use super::file::{Leaf, Model, Node, Tree, parse};

fn margins(model: &Model, sidecar: &Sidecar, row: &[f64]) -> Vec<f64> {
    let row: Vec<f64> = row.iter().enumerate().map(|(i, x)| input(sidecar, i, *x)).collect();
    let mut sums = vec![0.0; model.base_scores.len()];
    for (i, tree) in model.trees.iter().enumerate() {
        match (leaf(tree, &row), model.class_id[i]) {
            (Leaf::All(values), _) => sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value),
            (Leaf::One(value), class) => sums[class.max(0) as usize] += value,
        }
    }
    let divisor = if model.average_tree_output { model.trees.len() as f64 } else { 1.0 };
    sums.iter().zip(&model.base_scores).map(|(sum, base)| sum / divisor + base).collect()
}

/// A level's own number, and NaN for a level that is not listed; numbers as they are rounded.
fn input(sidecar: &Sidecar, i: usize, x: f64) -> f64 {
    match sidecar.features.get(i).and_then(|feature| feature.categories.as_ref()) {
        Some(levels) => levels.get(x as usize).filter(|_| x >= 0.0).map_or(f64::NAN, |level| level.as_f64().unwrap()),
        None if sidecar.input_cast.as_deref() == Some("f32") => f64::from(x as f32),
        None => x,
    }
}

fn leaf<'a>(tree: &'a Tree, row: &[f64]) -> &'a Leaf {
    let named = |id: u64| tree.nodes.iter().find(|node| node.node_id == id).unwrap();
    let mut node = named(0);
    loop {
        match &node.leaf_value {
            Some(leaf) => return leaf,
            None => node = named(if goes_left(node, row) { node.left_child } else { node.right_child }),
        }
    }
}

fn goes_left(node: &Node, row: &[f64]) -> bool {
    let x = row[node.split_feature_id as usize];
    if x.is_nan() {
        return node.default_left;
    }
    if node.node_type == "categorical_test_node" {
        let member = node.category_list.iter().any(|code| f64::from(*code) == x.trunc());
        return member != node.category_list_right_child;
    }
    let threshold = node.threshold.unwrap();
    match &node.comparison_op[..] {
        "<=" => x <= threshold,
        "<" => x < threshold,
        ">" => x > threshold,
        ">=" => x >= threshold,
        other => panic!("{other}"),
    }
}

#[test]
fn lowered_trees_answer_as_the_file_says() {
    for (name, bytes, sidecar) in golden("treelite-", "json") {
        let model = parse(&bytes).unwrap();
        agree(&name, super::read(&bytes, &sidecar).unwrap(), |row| margins(&model, &sidecar, row));
    }
}
