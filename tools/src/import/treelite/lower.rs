//! The file's trees as ours, and what its post-processor makes of their sums.

use super::super::class::{classes, classification, regression};
use super::super::sidecar::Sidecar;
use super::super::skeleton::{UNKNOWN_LOSS, unknown_cast};
use super::super::{Imported, Source, counted, malformed};
use super::columns::{Columns, columns};
use super::file::{Leaf, Model, Node as FileNode, Tree};
use std::collections::HashMap;
use windowbox::data::Labels;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::model::{Linear, Model as Kind, Trees};
use windowbox::pipeline::{Decision, Task};
use windowbox::preprocess::{Link, Step};
use windowbox::slots::Precision;
use windowbox::{Error, Node, Op, Output, Pipeline, Result, Target};

/// A code beyond this is no category: sets are bits, and a file could name the last one.
const CODE_LIMIT: u32 = 1 << 24;
/// Words of all sets of categories together.
const WORD_LIMIT: u64 = 1 << 24;
const OUTPUT_LIMIT: usize = 10_000;

const TAKEN: &[&str] = &[
    "features.name",
    "features.type",
    "features.categories",
    "features.unknown",
    "features.first_code",
    "features.missing_values",
    "target.name",
    "target.classes",
    "threshold",
    "input_cast",
];

pub fn lower(model: &Model, sidecar: &Sidecar) -> Result<Imported> {
    sidecar.only(TAKEN)?;
    let mut unknown = Vec::new();
    let precision = precision(model, sidecar, &mut unknown)?;
    let outputs = outputs(model)?;
    let trees = trees(model, precision, outputs)?;
    let Columns { schema, mut nodes, reads } = columns(model, precision, sidecar)?;
    let next = (schema.columns.len() + nodes.len()) as u32;
    nodes.push(Node::new(Op::Model(Kind::Trees(trees)), reads, next, outputs as u32));
    let targets = targets(model, &mut nodes, sidecar, &mut unknown)?;
    unknown.extend(doubled(model, precision).then(|| UNKNOWN_LOSS.to_owned()));
    let pipeline = Pipeline::new(schema, nodes, Output { targets });
    Ok(Imported { pipeline, source: Some(source(model)), unknown })
}

/// Whether this may be gradient boosting with the exponential loss, of which treelite
/// writes the logistic function of the score where scikit-learn takes that of twice it.
fn doubled(model: &Model, precision: Precision) -> bool {
    precision == Precision::F32 && model.task_type == "kBinaryClf" && model.postprocessor == "sigmoid"
}

/// The file names neither scikit-learn nor a version.
fn source(model: &Model) -> Source {
    let (objective, size) = (model.task_type.clone(), counted(model.trees.len(), "tree"));
    Source { format: "treelite", objective, size, ..Source::default() }
}

/// What inputs are rounded to. The nodes of all but HistGradientBoosting have `sum_hess`.
fn precision(model: &Model, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Precision> {
    if model.threshold_type != "float64" || model.leaf_output_type != "float64" {
        return Err(Error::unsupported("unsupported-feature", "trees in single precision")
            .hint("save the model with its own library: save_model of XGBoost or LightGBM"));
    }
    let hessians = model.trees.iter().flat_map(|tree| &tree.nodes).any(|node| node.sum_hess.is_some());
    match (sidecar.input_cast.as_deref(), hessians) {
        (Some("f32"), _) => Ok(Precision::F32),
        (Some("f64"), _) => Ok(Precision::F64),
        (Some(other), _) => Err(Error::caller("bad-sidecar", format!("input_cast is {other:?}, not f32 or f64"))),
        (None, hessians) => {
            let guess = if hessians { ("f32", Precision::F32) } else { ("f64", Precision::F64) };
            unknown.push(unknown_cast(guess.0));
            Ok(guess.1)
        }
    }
}

/// One output a class, or one a target.
fn outputs(model: &Model) -> Result<usize> {
    let classes = model.num_class.iter().copied().max().unwrap_or(0);
    if model.num_class.len() != model.num_target || classes == 0 {
        return Err(malformed("num_class does not say the classes of each target"));
    }
    if model.num_target > 1 && classes > 1 {
        return Err(Error::unsupported("unsupported-feature", "several targets that are classes"));
    }
    let outputs = model.num_target.max(classes);
    if outputs > OUTPUT_LIMIT {
        return Err(Error::limit("more than 10000 outputs"));
    }
    Ok(outputs)
}

fn trees(model: &Model, precision: Precision, outputs: usize) -> Result<Trees> {
    let mut builder = TreeBuilder::new(model.num_feature as u32, outputs as u32);
    let mut cover = Vec::new();
    let mut words = 0;
    for (i, tree) in model.trees.iter().enumerate() {
        let mut one = || {
            let target = target(model, i, outputs)?;
            let nodes = nodes(tree, target.map_or(outputs, |_| 1), &mut words)?;
            Ok((builder.tree(&nodes.0, target).map_err(|e| malformed(e.message.clone()))?, nodes.1))
        };
        let (order, sorted) = one().map_err(|e: Error| e.at(format!("tree {i}")))?;
        // Weighted rows, as scikit-learn's trees have them; counts where there are no others.
        cover.extend(order.iter().map(|n| sorted[*n].sum_hess.or(sorted[*n].data_count).filter(|n| *n >= 0.0)));
    }
    let mut trees = builder.finish();
    trees.input = precision;
    trees.cover = cover.into_iter().collect::<Option<_>>().unwrap_or_default();
    if model.average_tree_output {
        trees.divisor = model.trees.len() as f64;
    }
    match model.base_scores.len() == outputs {
        true => trees.bias.clone_from(&model.base_scores),
        false => return Err(malformed(format!("{} base scores for {outputs} outputs", model.base_scores.len()))),
    }
    Ok(trees)
}

/// The output that tree `i` adds to; none where its leaves are vectors.
fn target(model: &Model, i: usize, outputs: usize) -> Result<Option<u32>> {
    let id = if model.num_target > 1 { model.target_id[i] } else { model.class_id[i] };
    match id {
        // One output is the same with either kind of leaf.
        -1 if outputs > 1 => Ok(None),
        -1 => Ok(Some(0)),
        id => match u32::try_from(id).ok().filter(|id| (*id as usize) < outputs) {
            Some(_) if model.average_tree_output && outputs > 1 => {
                Err(Error::unsupported("unsupported-feature", "an average of trees that have one output each"))
            }
            Some(id) => Ok(Some(id)),
            None => Err(malformed(format!("adds to output {id} of {outputs}"))),
        },
    }
}

/// The nodes by their numbers, the root (the smallest) first.
fn nodes<'a>(tree: &'a Tree, width: usize, words: &mut u64) -> Result<(Vec<Treetop>, Vec<&'a FileNode>)> {
    let mut sorted: Vec<&FileNode> = tree.nodes.iter().collect();
    sorted.sort_by_key(|node| node.node_id);
    let place: HashMap<u64, usize> = sorted.iter().enumerate().map(|(i, node)| (node.node_id, i)).collect();
    if place.len() != sorted.len() || !place.contains_key(&0) {
        return Err(malformed("two nodes have one number, or none has 0"));
    }
    let tops = sorted.iter().map(|node| {
        let top = match &node.leaf_value {
            Some(leaf) => self::leaf(leaf, width),
            None => test(node, &place, words),
        };
        top.map_err(|e| e.at(format!("node {}", node.node_id)))
    });
    Ok((tops.collect::<Result<_>>()?, sorted))
}

fn leaf(leaf: &Leaf, width: usize) -> Result<Treetop> {
    let values = match leaf {
        Leaf::One(value) => vec![*value],
        Leaf::All(values) => values.clone(),
    };
    match values.len() == width {
        true => Ok(Treetop::Leaf(values)),
        false => Err(malformed(format!("a leaf has {} numbers where {width} are due", values.len()))),
    }
}

fn test(node: &FileNode, place: &HashMap<u64, usize>, words: &mut u64) -> Result<Treetop> {
    let child = |id: u64| place.get(&id).copied().ok_or_else(|| malformed(format!("the child {id} is not there")));
    let (left, right) = (child(node.left_child)?, child(node.right_child)?);
    let column = node.split_feature_id;
    match &node.node_type[..] {
        "categorical_test_node" => {
            let codes = codes(node, words)?;
            let flip = node.category_list_right_child;
            let (yes, no) = if flip { (right, left) } else { (left, right) };
            Ok(Treetop::Category { column, codes, missing_yes: node.default_left != flip, yes, no })
        }
        "numerical_test_node" => {
            let (threshold, flip) = threshold(node)?;
            let (yes, no) = if flip { (right, left) } else { (left, right) };
            Ok(Treetop::Number { column, threshold, missing_yes: node.default_left != flip, yes, no })
        }
        other => Err(malformed(format!("a node of the type {other:?}"))),
    }
}

/// The threshold of `x <= t`, and whether yes to it is no to the file's test.
fn threshold(node: &FileNode) -> Result<(f64, bool)> {
    let t = node.threshold.map_or_else(|| infinite(node), Ok)?;
    match &node.comparison_op[..] {
        "<=" => Ok((t, false)),
        "<" => Ok((t.next_down(), false)),
        ">" => Ok((t, true)),
        ">=" => Ok((t.next_down(), true)),
        other => Err(Error::unsupported("unsupported-feature", format!("the comparison {other:?}"))),
    }
}

/// A threshold that was written as nothing was infinite. scikit-learn parts present cells
/// from missing ones by `x <= inf`, missing to the right; nothing would be below `-inf`
/// or NaN, so that a test with missing to the right would be none.
fn infinite(node: &FileNode) -> Result<f64> {
    match (node.lost, node.default_left, &node.comparison_op[..]) {
        (false, ..) => Err(malformed("a test has no threshold")),
        (true, false, "<=") => Ok(f64::INFINITY),
        (true, ..) => Err(malformed("a threshold that treelite wrote as nothing is infinite, its sign unknown")
            .hint("fill missing cells before the model is trained")),
    }
}

fn codes(node: &FileNode, words: &mut u64) -> Result<Vec<u32>> {
    let largest = node.category_list.iter().copied().max().unwrap_or(0);
    *words += u64::from(largest / 32 + 1);
    match largest < CODE_LIMIT && *words <= WORD_LIMIT {
        true => Ok(node.category_list.clone()),
        false => Err(Error::limit("the sets of categories are too large")),
    }
}

fn targets(model: &Model, nodes: &mut Vec<Node>, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Vec<Target>> {
    let slots = nodes[nodes.len() - 1].writes.clone();
    let values = |link| Ok(slots.iter().map(|slot| regression(*slot, link, sidecar)).collect());
    let mut class = |count: usize, link| {
        let target = classification(classes(count, sidecar, unknown)?, slots.clone(), link, sidecar);
        Ok(vec![target])
    };
    let alpha = model.sigmoid_alpha;
    match (&model.postprocessor[..], slots.len()) {
        ("identity", 1) if model.task_type == "kBinaryClf" => class(2, Link::Identity),
        ("identity", _) => values(Link::Identity),
        ("identity_multiclass", n) if n > 1 => class(n, Link::Identity),
        ("sigmoid", 1) => class(2, logistic(alpha)),
        ("multiclass_ova", n) if n > 1 => class(n, logistic(alpha)),
        ("softmax", n) if n > 1 => class(n, Link::Softmax),
        ("exponential", _) => values(Link::Exp),
        ("signed_square", _) => values(Link::SignedSquare),
        ("logarithm_one_plus_exp", _) => values(Link::LogOnePlusExp),
        ("exponential_standard_ratio", 1) => isolation(model, nodes, sidecar),
        (other, n) => Err(Error::unsupported(
            "unsupported-feature",
            format!("the post-processor {other:?} on {n} outputs is not known"),
        )),
    }
}

fn logistic(slope: f64) -> Link {
    if slope == 1.0 { Link::Sigmoid } else { Link::Logistic { slope } }
}

/// An isolation forest: the score is `-2^(-depth / c)`, an outlier is below the offset.
/// `2^(-x / c)` is the exponential of `x * (-ln 2 / c)`.
fn isolation(model: &Model, nodes: &mut Vec<Node>, sidecar: &Sidecar) -> Result<Vec<Target>> {
    let slot = nodes[nodes.len() - 1].writes[0];
    let factor = -std::f64::consts::LN_2 / model.ratio_c;
    let linear = |coefficients, intercepts| Op::Model(Kind::Linear(Linear::new(1, coefficients, intercepts)));
    nodes.push(Node::new(linear(vec![factor], vec![0.0]), vec![slot], slot + 1, 1));
    nodes.push(Node::new(Op::Step(Step::Link(Link::Exp)), vec![slot + 1], slot + 2, 1));
    let offset = offset(model)?;
    nodes.push(Node::new(linear(vec![-1.0, 1.0], vec![0.0, offset]), vec![slot + 2], slot + 3, 2));
    let score = regression(slot + 3, Link::Identity, sidecar);
    // One of the two classes is scored: 1 above 0, which is below the offset.
    let classes = Labels::Number(vec![1.0, -1.0]);
    let mut outlier = Target::classes("outlier", classes, vec![slot + 4], Link::Step);
    if let Task::Classification { decision, .. } = &mut outlier.task {
        *decision = Decision::Above { positive: 1, threshold: 0.5 };
    }
    Ok(vec![score, outlier])
}

fn offset(model: &Model) -> Result<f64> {
    let attributes: serde_json::Value = serde_json::from_str(&model.attributes).unwrap_or_default();
    let offset = attributes["sklearn_iforest_offset"].as_f64();
    offset.ok_or_else(|| malformed("an isolation forest without sklearn_iforest_offset in its attributes"))
}
