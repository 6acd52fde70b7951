//! Mutants of tree ensembles.

use super::{Sorted, sort};
use windowbox::model::Model;
use windowbox::model::trees::{CATEGORY, MISSING_YES, Trees, ZERO_MISSING};
use windowbox::slots::Precision;
use windowbox::{Op, Pipeline};
use windowbox_tools::proof::Scene;

fn of(pipeline: &mut Pipeline, node: usize) -> &mut Trees {
    match &mut pipeline.nodes[node].op {
        Op::Model(Model::Trees(trees)) => trees,
        _ => unreachable!(),
    }
}

/// A number moved by a fiftieth of itself, or by 0.02.
fn moved(x: f64, precision: Precision) -> f64 {
    precision.round(x + x.abs().max(1.0) / 50.0)
}

/// The next number of a precision.
fn next(x: f64, up: bool, precision: Precision) -> f64 {
    match (precision, up) {
        (Precision::F64, true) => x.next_up(),
        (Precision::F64, false) => x.next_down(),
        (Precision::F32, true) => f64::from((x as f32).next_up()),
        (Precision::F32, false) => f64::from((x as f32).next_down()),
    }
}

pub fn mutants<'a>(
    pipeline: &'a Pipeline,
    n: usize,
    trees: &'a Trees,
    scene: &Scene<'_>,
    forest: usize,
) -> Vec<Sorted<'a>> {
    let mut all = constants(pipeline, n, trees);
    all.extend(leaves(pipeline, n, trees, &scene.reachable_leaves(forest)));
    let tests: Vec<(usize, Option<Vec<f64>>)> = (0..trees.column.len())
        .filter(|node| !trees.is_leaf(*node))
        .map(|node| (node, scene.inputs(forest, node)))
        .collect();
    all.extend(thresholds(pipeline, n, trees, &tests));
    all.push(missing(pipeline, n, trees, &tests));
    all.push(sets(pipeline, n, trees, &tests));
    all
}

fn constants<'a>(pipeline: &'a Pipeline, n: usize, trees: &'a Trees) -> Vec<Sorted<'a>> {
    let outputs = trees.outputs as usize;
    vec![
        sort(("trees", "base score"), pipeline, 0..outputs, move |p, k| {
            let start = &mut of(p, n).start[k];
            *start = moved(*start, trees.sum);
        }),
        sort(("trees", "bias"), pipeline, 0..outputs, move |p, k| {
            let bias = &mut of(p, n).bias[k];
            *bias = moved(*bias, trees.sum);
        }),
        sort(("trees", "divisor"), pipeline, [n], |p, n| of(p, n).divisor *= 1.25),
        sort(("trees", "scale"), pipeline, [n], |p, n| of(p, n).scale *= 1.25),
    ]
}

fn leaves<'a>(pipeline: &'a Pipeline, n: usize, trees: &'a Trees, reachable: &[bool]) -> Vec<Sorted<'a>> {
    // Vectors take as many numbers as there are outputs.
    let vectors = trees.target.first() == Some(&windowbox::model::trees::ALL);
    let width = if vectors { trees.outputs as usize } else { 1 };
    let reached: Vec<usize> = (0..trees.leaves.len()).filter(|i| reachable[i / width]).collect();
    let linear = (0..trees.linear.constant.len()).filter(|leaf| reachable[*leaf]).collect::<Vec<_>>();
    let terms = |leaf: &usize| trees.linear.first[*leaf] as usize..trees.linear.first[leaf + 1] as usize;
    let terms: Vec<usize> = linear.iter().flat_map(terms).collect();
    let leaf = trees.leaf;
    // With a linear model a leaf's own number is for rows that miss a cell.
    let plain = if trees.linear.constant.is_empty() { "leaf" } else { "leaf without its linear model" };
    vec![
        sort(("trees", plain), pipeline, reached, move |p, i| {
            let value = &mut of(p, n).leaves[i];
            *value = moved(*value, leaf);
        }),
        sort(("trees", "linear leaf's constant"), pipeline, linear, move |p, i| {
            let value = &mut of(p, n).linear.constant[i];
            *value = moved(*value, leaf);
        }),
        sort(("trees", "linear leaf's coefficient"), pipeline, terms, move |p, i| {
            let value = &mut of(p, n).linear.coefficient[i];
            *value = moved(*value, leaf);
        }),
    ]
}

/// Whether no value that is known to come here goes another way.
fn same(values: &Option<Vec<f64>>, was: f64, is: f64) -> bool {
    let present = |values: &Vec<f64>| values.iter().copied().filter(|x| !x.is_nan()).collect::<Vec<_>>();
    let Some(values) = values.as_ref().map(present) else { return false };
    let (low, high) = (
        values.iter().copied().fold(f64::INFINITY, f64::min),
        values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    );
    values.is_empty() || high <= was.min(is) || low > was.max(is)
}

fn thresholds<'a>(
    pipeline: &'a Pipeline,
    n: usize,
    trees: &'a Trees,
    tests: &[(usize, Option<Vec<f64>>)],
) -> Vec<Sorted<'a>> {
    let numeric =
        || tests.iter().filter(|(node, _)| trees.flags[*node] & CATEGORY == 0 && trees.threshold[*node].is_finite());
    let places = |to: &dyn Fn(f64) -> f64| -> Vec<(usize, f64)> {
        let moved = numeric().map(|(node, values)| (*node, values, to(trees.threshold[*node])));
        moved
            .filter(|(node, values, to)| !same(values, trees.threshold[*node], *to))
            .map(|(node, _, to)| (node, to))
            .collect()
    };
    let set = move |p: &mut Pipeline, (node, to): (usize, f64)| of(p, n).threshold[node] = to;
    let far = |t: f64| t.abs().max(0.01) / 50.0;
    vec![
        sort(("trees", "threshold up"), pipeline, places(&|t| t + far(t)), set),
        sort(("trees", "threshold down"), pipeline, places(&|t| t - far(t)), set),
        sort(("trees", "threshold up by one ulp"), pipeline, places(&|t| next(t, true, trees.input)), set),
        sort(("trees", "threshold down by one ulp"), pipeline, places(&|t| next(t, false, trees.input)), set),
    ]
}

fn missing<'a>(pipeline: &'a Pipeline, n: usize, trees: &'a Trees, tests: &[(usize, Option<Vec<f64>>)]) -> Sorted<'a> {
    let types = pipeline.types().unwrap();
    let comes = |(node, values): &&(usize, Option<Vec<f64>>)| {
        let slot = pipeline.nodes[n].reads[trees.column[*node] as usize] as usize;
        let zero = trees.flags[*node] & ZERO_MISSING != 0;
        (zero || types[slot].missing)
            && values.as_ref().is_none_or(|values| values.iter().any(|x| x.is_nan() || zero && *x == 0.0))
    };
    let places: Vec<usize> = tests.iter().filter(comes).map(|(node, _)| *node).collect();
    sort(("trees", "missing goes the other way"), pipeline, places, move |p, node| of(p, n).flags[node] ^= MISSING_YES)
}

/// A code in or out of a set.
fn sets<'a>(pipeline: &'a Pipeline, n: usize, trees: &'a Trees, tests: &[(usize, Option<Vec<f64>>)]) -> Sorted<'a> {
    let mut places = Vec::new();
    for set in 0..trees.set_first.len().saturating_sub(1) {
        let (from, to) = (trees.set_first[set] as usize, trees.set_first[set + 1] as usize);
        let asking = |(node, _): &&(usize, Option<Vec<f64>>)| {
            trees.flags[*node] & CATEGORY != 0 && trees.index[*node] as usize == set
        };
        for code in 0..32 * (to - from) {
            let comes =
                |values: &Option<Vec<f64>>| values.as_ref().is_some_and(|v| v.iter().any(|x| *x == code as f64));
            if tests.iter().filter(asking).any(|(_, values)| comes(values)) {
                places.push((from + code / 32, code % 32));
            }
        }
    }
    sort(("trees", "category swapped to the other side"), pipeline, places, move |p, (word, bit)| {
        of(p, n).set_words[word] ^= 1 << bit;
    })
}
