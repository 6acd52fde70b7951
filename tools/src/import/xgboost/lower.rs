//! The file's trees and weights as ours: `x < t` becomes `x <= ` the single below `t`,
//! and base scores become what the sums start from.

use super::super::sidecar::Sidecar;
use super::super::{Imported, Source, counted, malformed};
use super::file::{Booster, Forest, Model};
use super::objective;
use super::schema::{Columns, columns, position};
use super::tree::Tree;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::model::{self, Linear, Trees};
use windowbox::slots::Precision;
use windowbox::{Error, Node, Op, Output, Pipeline, Result};

/// Words of all sets together, 32 codes each: bounds what few bytes can ask for, since a
/// set is as long as its largest code.
const SET_LIMIT: usize = 1 << 24;

/// What a sidecar can say of a file; some of it is refused with a reason of its own.
const TAKEN: &[&str] = &[
    "features.name",
    "features.type",
    "features.categories",
    "features.unknown",
    "features.first_code",
    "features.missing_values",
    "features.missing_string",
    "target.name",
    "target.classes",
    "threshold",
    "use_iterations",
];

pub fn lower(model: &Model, sidecar: &Sidecar) -> Result<Imported> {
    sidecar.only(TAKEN)?;
    let mut unknown = Vec::new();
    let start = objective::start(model)?;
    let columns = columns(model, sidecar, &mut unknown)?;
    let mut source = source(model);
    let op = match &model.booster {
        Booster::Linear(weights) => model::Model::Linear(linear(model, weights, &start)?),
        Booster::Trees(forest) => {
            let used = used(model, forest, sidecar)?;
            if used < forest.trees.len() {
                source.size +=
                    &format!(", of which the first {used}, up to best_iteration, are used (use_iterations: \"best\")");
            }
            model::Model::Trees(trees(model, forest, used, start, &columns)?)
        }
    };
    let (reads, writes) = (model.features as u32, model.outputs as u32);
    let node = Node::new(Op::Model(op), (0..reads).collect(), reads, writes);
    let targets = objective::targets(model, &node.writes, sidecar, &mut unknown)?;
    let pipeline = Pipeline::new(columns.schema, vec![node], Output { targets });
    Ok(Imported { pipeline, source: Some(source), unknown })
}

fn source(model: &Model) -> Source {
    let version: Vec<String> = model.version.iter().map(i64::to_string).collect();
    let size = match &model.booster {
        Booster::Linear(_) => "a linear booster".to_owned(),
        Booster::Trees(Forest { trees, weights: Some(_), .. }) => format!("{} of dart", counted(trees.len(), "tree")),
        Booster::Trees(forest) => counted(forest.trees.len(), "tree"),
    };
    let (version, objective) = (version.join("."), model.objective.clone());
    Source { format: "XGBoost", version, objective, size, ..Source::default() }
}

/// How many trees are used: those up to the best iteration, as the library's classes for
/// scikit-learn do, unless the sidecar asks for all.
fn used(model: &Model, forest: &Forest, sidecar: &Sidecar) -> Result<usize> {
    let all = forest.trees.len();
    let best = match sidecar.use_iterations.as_deref() {
        None | Some("best") => model.best_iteration,
        Some("all") => None,
        Some(other) => {
            return Err(Error::caller("bad-sidecar", format!("use_iterations is \"best\" or \"all\", not {other:?}")));
        }
    };
    let Some(best) = best else { return Ok(all) };
    let next = best.saturating_add(1);
    let used = match forest.starts.is_empty() {
        true => next.checked_mul(an_iteration(model, forest)),
        false => forest.starts.get(next).copied(),
    };
    used.filter(|used| *used <= all).ok_or_else(|| malformed(format!("the best iteration {best} is not there")))
}

/// Trees an iteration in files that do not say where iterations begin.
fn an_iteration(model: &Model, forest: &Forest) -> usize {
    let vectors = forest.trees.iter().any(|tree| tree.width > 1);
    forest.parallel.saturating_mul(if vectors { 1 } else { model.outputs })
}

/// Weights are given feature after feature, ours output after output; the bias and the
/// base score are added before anything else. XGBoost 3 saves a base score for each
/// output, but a linear booster starts all of them from the first one.
fn linear(model: &Model, weights: &[f32], start: &[f64]) -> Result<Linear> {
    let (features, outputs) = (model.features, model.outputs);
    if (features + 1).checked_mul(outputs) != Some(weights.len()) {
        return Err(malformed(format!("{} weights for {features} features and {outputs} outputs", weights.len())));
    }
    if !weights.iter().all(|weight| weight.is_finite()) {
        return Err(malformed("a weight is not a finite number"));
    }
    let weight = |j: usize, k: usize| weights[j * outputs + k];
    let coefficients = (0..outputs).flat_map(|k| (0..features).map(move |j| f64::from(weight(j, k))));
    let base = start.first().map_or(0.0, |base| *base as f32);
    let intercepts = (0..outputs).map(|k| f64::from(weight(features, k) + base));
    let linear = Linear::new(features as u32, coefficients.collect(), intercepts.collect());
    Ok(Linear { precision: Precision::F32, intercept_first: true, skip_missing: true, ..linear })
}

fn trees(model: &Model, forest: &Forest, used: usize, start: Vec<f64>, columns: &Columns) -> Result<Trees> {
    let mut builder = TreeBuilder::new(model.features as u32, model.outputs as u32);
    let mut lowering = Lowering { model, forest, columns, words: 0 };
    let mut cover = Vec::new();
    for i in 0..used {
        let order = lowering.tree(i, &mut builder).map_err(|e| e.at(format!("tree {i}")))?;
        cover.extend(order.iter().map(|n| forest.trees[i].hessian.get(*n).map(|sum| f64::from(*sum))));
    }
    let mut trees = builder.finish();
    trees.cover = sound(cover).unwrap_or_default();
    trees.start = start;
    (trees.input, trees.leaf, trees.sum) = (Precision::F32, Precision::F32, Precision::F32);
    Ok(trees)
}

/// Covers explain and do not predict: bad ones are left out, all together.
fn sound(cover: Vec<Option<f64>>) -> Option<Vec<f64>> {
    let one = |cover: Option<f64>| cover.filter(|sum| sum.is_finite() && *sum >= 0.0);
    cover.into_iter().map(one).collect()
}

struct Lowering<'a> {
    model: &'a Model,
    forest: &'a Forest,
    columns: &'a Columns,
    words: usize,
}

impl Lowering<'_> {
    fn tree(&mut self, i: usize, builder: &mut TreeBuilder) -> Result<Vec<usize>> {
        let tree = &self.forest.trees[i];
        let target = self.target(i)?;
        let weight = self.forest.weights.as_ref().map_or(1.0, |weights| weights[i]);
        let node = |n: usize| self.node(tree, n, weight).map_err(|e| e.at(format!("node {n}")));
        let nodes: Vec<Treetop> = (0..tree.left.len()).map(node).collect::<Result<_>>()?;
        self.words += nodes.iter().map(words).sum::<usize>();
        if self.words > SET_LIMIT {
            return Err(Error::limit("the sets of categories hold more than 2^29 codes"));
        }
        builder.tree(&nodes, target).map_err(|e| malformed(e.message.clone()))
    }

    /// The output that a tree adds to; none where its leaves are vectors.
    fn target(&self, i: usize) -> Result<Option<u32>> {
        let (tree, group, outputs) = (&self.forest.trees[i], self.forest.groups[i], self.model.outputs);
        if tree.width != self.forest.trees[0].width || tree.width > 1 && tree.width != outputs {
            return Err(malformed(format!("the leaves are {} wide, for {outputs} outputs", tree.width)));
        }
        if tree.width > 1 && self.forest.weights.is_some() {
            return Err(Error::unsupported("unsupported-feature", "dart with a vector in each leaf is not read"));
        }
        match group < outputs {
            true => Ok((tree.width == 1).then_some(group as u32)),
            false => Err(malformed(format!("it adds to output {group} of {outputs}"))),
        }
    }

    fn node(&self, tree: &Tree, n: usize, weight: f32) -> Result<Treetop> {
        if !tree.reached[n] {
            // It keeps its place in the list; the builder takes what the root leads to.
            return Ok(Treetop::Leaf(Vec::new()));
        }
        if tree.is_leaf(n) {
            return leaf(tree.leaf(n)?, weight);
        }
        let column = position(tree.column[n], self.model.features)?;
        let first = self.columns.first_codes[column as usize];
        let (left, right, missing_left) = (tree.left[n] as usize, tree.right[n] as usize, tree.default_left[n]);
        let Some(codes) = tree.sets.get(&n) else {
            return Ok(below(column, tree.condition[n], first, missing_left, [left, right]));
        };
        // What is in the set goes right.
        let codes = codes.iter().filter_map(|code| code.checked_sub(first)).collect();
        Ok(Treetop::Category { column, codes, missing_yes: !missing_left, yes: right, no: left })
    }
}

/// `x < threshold` in singles; `first` is what the codes of the column are moved by.
fn below(column: u32, threshold: f32, first: u32, missing_yes: bool, [yes, no]: [usize; 2]) -> Treetop {
    // Nothing is below these, and no threshold of ours says so: an empty set does.
    if threshold.is_nan() || threshold == f32::NEG_INFINITY {
        return Treetop::Category { column, codes: Vec::new(), missing_yes, yes, no };
    }
    let threshold = f64::from(threshold.next_down()) - f64::from(first);
    Treetop::Number { column, threshold, missing_yes, yes, no }
}

/// Dart weighs leaves in single precision.
fn leaf(values: &[f32], weight: f32) -> Result<Treetop> {
    let values: Vec<f64> = values.iter().map(|value| f64::from(value * weight)).collect();
    match values.iter().all(|value| value.is_finite()) {
        true => Ok(Treetop::Leaf(values)),
        false => Err(malformed("the value of a leaf is not a finite number")),
    }
}

fn words(node: &Treetop) -> usize {
    match node {
        Treetop::Category { codes, .. } => codes.iter().max().map_or(0, |code| *code as usize / 32 + 1),
        _ => 0,
    }
}
