//! Mutants of tree ensembles.

use super::{Sorted, sort};
use crate::equal;
use windowbox::model::Model;
use windowbox::model::trees::{ALL, CATEGORY, MISSING_YES, Trees, ZERO_MISSING};
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

/// How far the numbers of an output are moved: a little where they are answers, past
/// other leaves where only tests read them.
fn step(pipeline: &Pipeline, n: usize, trees: &Trees, output: u32) -> f64 {
    let slot = pipeline.nodes[n].writes[output as usize];
    let Some(leaves) = equal::leaves(trees, output) else { return 0.02 };
    let small = leaves.iter().any(|leaf| equal::told_apart(pipeline, slot, *leaf, leaf + 0.02));
    let largest = leaves.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if small { 0.02 } else { largest - leaves.iter().copied().fold(f64::INFINITY, f64::min) }
}

/// Whether moving a leaf of an output changes what follows.
fn changes(pipeline: &Pipeline, n: usize, trees: &Trees, output: u32, leaf: f64, by: f64) -> bool {
    let slot = pipeline.nodes[n].writes[output as usize];
    let moved = trees.leaf.round(leaf + by);
    match equal::leaves(trees, output) {
        // No number stays none, and a huge one what it is.
        _ if moved.is_nan() || moved == leaf => false,
        None => equal::matters(pipeline, slot),
        Some(_) => {
            let sum = |leaf| equal::sum(trees, output as usize, leaf);
            equal::told_apart(pipeline, slot, sum(leaf), sum(trees.leaf.round(leaf + by)))
        }
    }
}

pub fn mutants<'a>(
    pipeline: &'a Pipeline,
    n: usize,
    trees: &'a Trees,
    scene: &Scene<'_>,
    forest: usize,
) -> Vec<Sorted<'a>> {
    let read = |output: &u32| equal::matters(pipeline, pipeline.nodes[n].writes[*output as usize]);
    if !(0..trees.outputs).any(|output| read(&output)) {
        return Vec::new();
    }
    let mut all = constants(pipeline, n, trees);
    let (reachable, lacking) = (scene.reachable_leaves(forest), scene.lacking_leaves(forest));
    all.extend(leaves(pipeline, n, trees, &reachable, &lacking));
    let tests: Vec<Test> = (0..trees.column.len())
        .filter(|node| !trees.is_leaf(*node) && !equal::constant(pipeline, n, trees, *node))
        .map(|node| {
            let slot = pipeline.nodes[n].reads[trees.column[node] as usize];
            (node, scene.inputs(forest, node).or_else(|| equal::domain(pipeline, slot, scene)))
        })
        .collect();
    all.extend(thresholds(pipeline, n, trees, &tests));
    all.push(missing(pipeline, n, trees, &tests));
    all.push(sets(pipeline, n, trees, &tests));
    all
}

/// A test, and what rows bring to it, where that is known.
type Test = (usize, Option<Vec<f64>>);

fn constants<'a>(pipeline: &'a Pipeline, n: usize, trees: &'a Trees) -> Vec<Sorted<'a>> {
    let step = move |k: usize| step(pipeline, n, trees, k as u32);
    let moves = |k: &usize| match equal::leaves(trees, *k as u32) {
        None => equal::matters(pipeline, pipeline.nodes[n].writes[*k]),
        Some(leaves) => leaves.iter().any(|leaf| changes(pipeline, n, trees, *k as u32, *leaf, step(*k))),
    };
    let outputs: Vec<usize> = (0..trees.outputs as usize).filter(moves).collect();
    let summed: Vec<usize> = outputs.iter().copied().filter(|k| equal::leaves(trees, *k as u32).is_none()).collect();
    let whole = if summed.is_empty() { None } else { Some(n) };
    vec![
        sort(("trees", "base score"), pipeline, outputs.clone(), move |p, k| {
            let start = &mut of(p, n).start[k];
            *start = trees.sum.round(*start + step(k) * start.abs().max(1.0));
        }),
        sort(("trees", "bias"), pipeline, outputs, move |p, k| {
            let bias = &mut of(p, n).bias[k];
            *bias = trees.sum.round(*bias + step(k) * bias.abs().max(1.0));
        }),
        sort(("trees", "divisor"), pipeline, whole, |p, n| of(p, n).divisor *= 1.25),
        sort(("trees", "scale"), pipeline, whole, |p, n| of(p, n).scale *= 1.25),
    ]
}

fn leaves<'a>(
    pipeline: &'a Pipeline,
    n: usize,
    trees: &'a Trees,
    reachable: &[bool],
    lacking: &[bool],
) -> Vec<Sorted<'a>> {
    // Vectors take as many numbers as there are outputs.
    let vectors = trees.target.first() == Some(&ALL);
    let width = if vectors { trees.outputs as usize } else { 1 };
    let owner = |leaf: usize| {
        let plain = (0..trees.column.len()).find(|node| trees.is_leaf(*node) && trees.index[*node] as usize == leaf);
        let tree = plain.map(|node| trees.first.partition_point(|first| *first as usize <= node) - 1);
        tree.map_or(0, |tree| trees.target[tree])
    };
    let output = |i: usize| if vectors { (i % width) as u32 } else { owner(i) };
    let by = |i: usize| step(pipeline, n, trees, output(i));
    let plain = if trees.linear.constant.is_empty() { reachable } else { lacking };
    let shares = equal::shares(pipeline, n);
    let mute = |i: usize| shares && equal::mute(trees, i / width, by(i));
    let moves =
        |i: &usize| plain[i / width] && !mute(*i) && changes(pipeline, n, trees, output(*i), trees.leaves[*i], by(*i));
    let reached: Vec<(usize, f64)> = (0..trees.leaves.len()).filter(moves).map(|i| (i, by(i))).collect();
    let linear = (0..trees.linear.constant.len()).filter(|leaf| reachable[*leaf]).collect::<Vec<_>>();
    let terms = |leaf: &usize| trees.linear.first[*leaf] as usize..trees.linear.first[leaf + 1] as usize;
    let terms: Vec<usize> = linear.iter().flat_map(terms).collect();
    let leaf = trees.leaf;
    // With a linear model a leaf's own number is for rows that miss a cell.
    let plain = if trees.linear.constant.is_empty() { "leaf" } else { "leaf without its linear model" };
    vec![
        sort(("trees", plain), pipeline, reached, move |p, (i, by)| {
            let value = &mut of(p, n).leaves[i];
            *value = leaf.round(*value + by);
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

/// Whether none of the numbers that come to a test lies between two thresholds. Where not
/// every number is known one by one, the lowest and highest between any two tests stand
/// for all there, so that a stretch without any of them has no number at all.
fn same(values: &[f64], was: f64, is: f64) -> bool {
    !values.iter().any(|x| was.min(is) < *x && *x <= was.max(is))
}

/// Where a threshold is moved: past the next number that comes, where these are known one
/// by one, else `to`; nowhere, if nothing goes another way for it.
fn past(values: Option<&[f64]>, single: bool, was: f64, to: f64, precision: Precision) -> Option<f64> {
    let Some(values) = values else { return Some(to) };
    if !single {
        return (!same(values, was, to)).then_some(to);
    }
    let (below, above) = (values.iter().filter(|x| **x <= was), values.iter().filter(|x| **x > was));
    match to > was {
        true => above.copied().min_by(f64::total_cmp),
        false => below.copied().max_by(f64::total_cmp).map(|x| next(x, false, precision)),
    }
}

fn thresholds<'a>(pipeline: &'a Pipeline, n: usize, trees: &'a Trees, tests: &[Test]) -> Vec<Sorted<'a>> {
    let numeric = |node: &usize| trees.flags[*node] & CATEGORY == 0 && trees.threshold[*node].is_finite();
    let places = |to: &dyn Fn(f64) -> f64| -> Vec<(usize, f64)> {
        let moved = tests.iter().filter(|(node, _)| numeric(node)).map(|(node, values)| {
            let was = trees.threshold[*node];
            let slot = pipeline.nodes[n].reads[trees.column[*node] as usize];
            let single = equal::one_by_one(pipeline, slot);
            past(values.as_deref(), single, was, to(was), trees.input).map(|to| (*node, to))
        });
        moved.flatten().collect()
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

fn missing<'a>(pipeline: &'a Pipeline, n: usize, trees: &'a Trees, tests: &[Test]) -> Sorted<'a> {
    let types = pipeline.types().unwrap();
    let silent = equal::unanswering(pipeline, n, trees);
    let comes = |(node, values): &&Test| {
        let tree = trees.first.partition_point(|first| *first as usize <= *node) - 1;
        if silent[trees.column[*node] as usize].iter().any(|other| *other != tree) {
            return false;
        }
        let slot = pipeline.nodes[n].reads[trees.column[*node] as usize] as usize;
        let zero = trees.flags[*node] & ZERO_MISSING != 0;
        (zero || types[slot].missing)
            && values.as_ref().is_none_or(|values| values.iter().any(|x| x.is_nan() || zero && *x == 0.0))
    };
    let places: Vec<usize> = tests.iter().filter(comes).map(|(node, _)| *node).collect();
    sort(("trees", "missing goes the other way"), pipeline, places, move |p, node| of(p, n).flags[node] ^= MISSING_YES)
}

/// A code in or out of a set.
fn sets<'a>(pipeline: &'a Pipeline, n: usize, trees: &'a Trees, tests: &[Test]) -> Sorted<'a> {
    let mut places = Vec::new();
    for set in 0..trees.set_first.len().saturating_sub(1) {
        let (from, to) = (trees.set_first[set] as usize, trees.set_first[set + 1] as usize);
        let asking = |(node, _): &&Test| trees.flags[*node] & CATEGORY != 0 && trees.index[*node] as usize == set;
        for code in 0..32 * (to - from) {
            let comes = |values: &Option<Vec<f64>>| values.as_ref().is_some_and(|v| v.contains(&(code as f64)));
            if tests.iter().filter(asking).any(|(_, values)| comes(values)) {
                places.push((from + code / 32, code % 32));
            }
        }
    }
    sort(("trees", "category swapped to the other side"), pipeline, places, move |p, (word, bit)| {
        of(p, n).set_words[word] ^= 1 << bit;
    })
}
