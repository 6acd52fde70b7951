//! The file's trees as ours: the missing rules of LightGBM's nodes become directions.

use super::super::class::{classes, classification, regression};
use super::super::sidecar::{self, Sidecar};
use super::super::skeleton::unknown_levels;
use super::super::{Imported, Source, counted, malformed};
use super::file::{Model, Tree};
use windowbox::data::{Column, Labels, Schema};
use windowbox::model::trees::{TreeBuilder, Treetop, ZERO_MISSING};
use windowbox::model::{self, Trees};
use windowbox::preprocess::Link;
use windowbox::{Error, Node, Op, Output, Pipeline, Result, Target};

/// LightGBM's kZeroThreshold: the single nearest to 1e-35.
const ZERO_BAND: f64 = 1e-35f32 as f64;

const CATEGORICAL: u8 = 1;
const DEFAULT_LEFT: u8 = 2;

/// What a NaN means at a node: bits 2 and 3 of its decision type.
#[derive(PartialEq, Clone, Copy)]
enum Missing {
    None,
    Zero,
    Nan,
}

pub fn lower(model: &Model, sidecar: &Sidecar) -> Result<Imported> {
    sidecar.refuse_unknown().and_then(|()| sidecar.refuse_texts())?;
    let sidecar = &sidecar.in_order(&model.names, model.features)?;
    let mut unknown = Vec::new();
    let schema = schema(model, sidecar, &mut unknown)?;
    let trees = trees(model)?;
    let outputs = trees.outputs;
    let columns = schema.columns.len() as u32;
    let node = Node::new(Op::Model(model::Model::Trees(trees)), (0..columns).collect(), columns, outputs);
    let targets = targets(model, node.writes.clone(), sidecar, &mut unknown)?;
    let pipeline = Pipeline::new(schema, vec![node], Output { targets });
    Ok(Imported { pipeline, source: Some(source(model)), unknown })
}

/// The file names the version of its format, not the library's.
fn source(model: &Model) -> Source {
    let objective = model.objective.as_deref().unwrap_or("an objective of its own").to_owned();
    let size = counted(model.trees.len(), "tree");
    Source { format: "LightGBM", version: model.version.clone(), objective, size, ..Source::default() }
}

fn schema(model: &Model, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Schema> {
    let categorical = categorical(model);
    let mut pandas = model.pandas.iter();
    let mut columns = Vec::new();
    for i in 0..model.features {
        let name = sidecar.name(i, model.names.get(i).map(String::as_str));
        let category = categorical.binary_search(&i).is_ok();
        let listed = if category { pandas.next() } else { None };
        let listed = listed.map(|values| sidecar::labels(values)).transpose()?;
        let said = sidecar.levels(i)?;
        if let (Some(listed), Some(said)) = (&listed, &said) {
            sidecar::same_order(listed, said).map_err(|e| e.at(format!("column {name}")))?;
        }
        columns.push(column(name, said.or(listed), category, unknown));
    }
    Ok(Schema { columns })
}

/// A category without known levels stays a number: the code itself.
fn column(name: String, levels: Option<Labels>, categorical: bool, unknown: &mut Vec<String>) -> Column {
    if categorical && levels.is_none() {
        unknown.push(unknown_levels(&name));
    }
    match levels {
        Some(levels) if categorical && !levels.is_empty() => Column::categorical(name, levels).or_missing(),
        _ => Column::numeric(name).or_missing(),
    }
}

/// The columns that pandas' lists belong to, ascending: those that the parameters name,
/// else those whose levels the file lists, as many as there are lists.
fn categorical(model: &Model) -> Vec<usize> {
    let mut named = model.categorical.clone().unwrap_or_default();
    named.sort_unstable();
    if !named.is_empty() && (model.pandas.is_empty() || named.len() == model.pandas.len()) {
        return named;
    }
    let levels = |info: &String| info.contains(':') && !info.starts_with('[');
    (0..model.infos.len()).filter(|i| levels(&model.infos[*i])).collect()
}

fn trees(model: &Model) -> Result<Trees> {
    let outputs = model.trees_per_iteration;
    if outputs == 0 || outputs > 10_000 || !model.trees.len().is_multiple_of(outputs) {
        return Err(malformed(format!("{} trees for {outputs} outputs", model.trees.len())));
    }
    let mut builder = TreeBuilder::new(model.features as u32, outputs as u32);
    let mut zero = Vec::new();
    let mut cover = Vec::new();
    for (i, tree) in model.trees.iter().enumerate() {
        let nodes = nodes(tree).map_err(|e| e.at(format!("tree {i}")))?;
        let order = builder
            .tree(&nodes, Some((i % outputs) as u32))
            .map_err(|e| malformed(e.message.clone()).at(format!("tree {i}")))?;
        zero.extend(order.iter().map(|n| *n < tree.left.len() && missing(tree.decision_type[*n]) == Missing::Zero));
        cover.extend(order.iter().map(|n| count(tree, *n)));
    }
    let mut trees = builder.finish();
    zero.iter().zip(&mut trees.flags).filter(|(zero, _)| **zero).for_each(|(_, flags)| *flags |= ZERO_MISSING);
    trees.cover = if cover.iter().all(Option::is_some) { cover.into_iter().flatten().collect() } else { Vec::new() };
    trees.zero_band = ZERO_BAND;
    Ok(trees)
}

/// Rows that reached node `n`: inner nodes first, leaves behind them.
fn count(tree: &Tree, n: usize) -> Option<f64> {
    let inner = tree.left.len();
    if n < inner { tree.internal_count.get(n).copied() } else { tree.leaf_count.get(n - inner).copied() }
}

/// Inner nodes keep their numbers, leaf `l` is behind them.
fn nodes(tree: &Tree) -> Result<Vec<Treetop>> {
    let inner = (0..tree.left.len()).map(|n| split(tree, n).map_err(|e| e.at(format!("node {n}"))));
    inner.chain((0..tree.leaf_value.len()).map(|l| Ok(leaf(tree, l)))).collect()
}

fn leaf(tree: &Tree, l: usize) -> Treetop {
    match &tree.linear {
        None => Treetop::Leaf(vec![tree.leaf_value[l]]),
        Some(models) => {
            Treetop::Linear { value: tree.leaf_value[l], constant: models[l].0, terms: models[l].1.clone() }
        }
    }
}

fn child(tree: &Tree, child: i64) -> Result<usize> {
    let (inner, leaves) = (tree.left.len(), tree.leaf_value.len());
    let place = usize::try_from(child).ok().filter(|n| *n < inner);
    let leaf = usize::try_from(!child).ok().filter(|l| *l < leaves).map(|l| inner + l);
    place.or(leaf).ok_or_else(|| malformed(format!("the child {child} is not there")))
}

fn split(tree: &Tree, n: usize) -> Result<Treetop> {
    let column = tree.split_feature[n];
    let (yes, no) = (child(tree, tree.left[n])?, child(tree, tree.right[n])?);
    let (decision, threshold) = (tree.decision_type[n], tree.threshold[n]);
    if decision & CATEGORICAL != 0 {
        return Ok(Treetop::Category { column, codes: codes(tree, threshold)?, missing_yes: false, yes, no });
    }
    // Where a NaN is taken for 0, it goes where 0 goes.
    let missing_yes = match missing(decision) {
        Missing::None => 0.0 <= threshold,
        Missing::Zero | Missing::Nan => decision & DEFAULT_LEFT != 0,
    };
    Ok(Treetop::Number { column, threshold, missing_yes, yes, no })
}

fn missing(decision: u8) -> Missing {
    match (decision & CATEGORICAL, (decision >> 2) & 3) {
        (0, 1) => Missing::Zero,
        (0, 2) => Missing::Nan,
        _ => Missing::None,
    }
}

/// The codes whose bits are set in the words of a set.
fn codes(tree: &Tree, threshold: f64) -> Result<Vec<u32>> {
    let bounds = tree.cat_boundaries.get(threshold as usize..).unwrap_or_default();
    let words = match bounds {
        [start, end, ..] => tree.cat_threshold.get(*start..*end),
        _ => None,
    };
    let words = words.ok_or_else(|| malformed("a set of categories is not there"))?;
    let bits = words
        .iter()
        .enumerate()
        .flat_map(|(w, word)| (0..32).filter(move |b| word >> b & 1 == 1).map(move |b| 32 * w as u32 + b));
    Ok(bits.collect())
}

fn targets(model: &Model, slots: Vec<u32>, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Vec<Target>> {
    let objective = model.objective.clone().unwrap_or_default();
    let mut words = objective.split_whitespace();
    let name = words.next().unwrap_or("none").to_owned();
    let parameter = |key: &str| objective.split_whitespace().find_map(|w| w.strip_prefix(key)?.parse::<f64>().ok());
    let slope = parameter("sigmoid:").unwrap_or(1.0);
    let mut class =
        |count: usize, link| Ok(vec![classification(classes(count, sidecar, unknown)?, slots.clone(), link, sidecar)]);
    let mut targets = match &name[..] {
        "binary" => class(2, logistic(slope)),
        // `Booster.predict` gives a probability; only a classifier around it has classes.
        "cross_entropy" | "xentropy" if sidecar.names_classes() => class(2, Link::Sigmoid),
        "multiclass" | "softmax" => class(slots.len(), Link::Softmax),
        "multiclassova" | "multiclass_ova" | "ova" | "ovr" => class(slots.len(), logistic(slope)),
        other => value_link(other, &objective)
            .map(|link| slots.iter().map(|slot| regression(*slot, link, sidecar)).collect()),
    }?;
    if model.average {
        let iterations = model.trees.len() / model.trees_per_iteration;
        targets.iter_mut().for_each(|target| target.divisor = iterations.max(1) as f64);
    }
    Ok(targets)
}

fn logistic(slope: f64) -> Link {
    if slope == 1.0 { Link::Sigmoid } else { Link::Logistic { slope } }
}

fn value_link(name: &str, objective: &str) -> Result<Link> {
    match name {
        "cross_entropy" | "xentropy" => Ok(Link::Sigmoid),
        "poisson" | "gamma" | "tweedie" => Ok(Link::Exp),
        "cross_entropy_lambda" | "xentlambda" => Ok(Link::LogOnePlusExp),
        "regression" if objective.split_whitespace().any(|w| w == "sqrt") => Ok(Link::SignedSquare),
        "regression" | "regression_l1" | "regression_l2" | "huber" | "fair" | "quantile" | "mape" | "lambdarank"
        | "rank_xendcg" | "none" | "custom" => Ok(Link::Identity),
        other => {
            Err(Error::unsupported("unknown-objective", format!("the objective {other:?} has no known link function")))
        }
    }
}
