//! What leaves add to which output, and what the sums mean.

use super::super::malformed;
use super::choice::Rule;
use super::elementwise::scalar;
use super::graph::Builder;
use super::node::Call;
use super::tensor::{Cell, Element, Tensor};
use super::tree::{Arrays, numbers, trees};
use std::collections::{HashMap, HashSet};
use windowbox::model::{Model, Trees};
use windowbox::preprocess::Link;
use windowbox::preprocess::arithmetic::Function;
use windowbox::preprocess::reduce::Reduction;
use windowbox::slots::Precision;
use windowbox::{Op, Result};

/// The entries of the votes, by leaf and by tree.
pub struct Votes {
    leaves: HashMap<usize, Vec<(u32, f64)>>,
    trees: HashMap<i64, HashSet<u32>>,
    ids: HashSet<u32>,
    negative: bool,
    outputs: usize,
}

const TREE_ATTRIBUTES: [&str; 11] = [
    "nodes_treeids",
    "nodes_nodeids",
    "nodes_featureids",
    "nodes_modes",
    "nodes_values",
    "nodes_values_as_tensor",
    "nodes_truenodeids",
    "nodes_falsenodeids",
    "nodes_missing_value_tracks_true",
    "nodes_hitrates",
    "post_transform",
];

impl Votes {
    pub fn read(call: &Call, prefix: &str, outputs: usize, place: &HashMap<(i64, i64), usize>) -> Result<Self> {
        let ints = |name: &str| call.ints(&format!("{prefix}_{name}"));
        let (trees, nodes, ids) = (ints("treeids"), ints("nodeids"), ints("ids"));
        let (weights, _) = numbers(call, &format!("{prefix}_weights"))?;
        if [nodes.len(), ids.len(), weights.len()] != [trees.len(); 3] {
            return Err(malformed(format!("the arrays of {} votes differ in length", trees.len())));
        }
        let mut votes = Self::none(outputs);
        for (i, weight) in weights.iter().enumerate() {
            let leaf = place.get(&(trees[i], nodes[i]));
            let leaf = leaf.ok_or_else(|| malformed(format!("vote {i} is of a leaf that is not there")))?;
            votes.add(trees[i], *leaf, ids[i], *weight)?;
        }
        Ok(votes)
    }

    pub fn none(outputs: usize) -> Self {
        Self { leaves: HashMap::new(), trees: HashMap::new(), ids: HashSet::new(), negative: false, outputs }
    }

    /// A leaf of a tree votes for an output.
    pub fn add(&mut self, tree: i64, leaf: usize, id: i64, weight: f64) -> Result<()> {
        let known = u32::try_from(id).ok().filter(|id| (*id as usize) < self.outputs);
        let id = known.ok_or_else(|| malformed(format!("a vote is for {id} of {}", self.outputs)))?;
        self.negative |= weight < 0.0;
        self.trees.entry(tree).or_default().insert(id);
        self.ids.insert(id);
        self.leaves.entry(leaf).or_default().push((id, weight));
        Ok(())
    }

    /// Whether a tree votes for several outputs, so that all leaves are vectors.
    pub fn vectors(&self, trees: &[i64]) -> bool {
        trees.iter().any(|tree| self.trees.get(tree).is_some_and(|ids| ids.len() > 1))
    }

    pub fn target(&self, tree: i64) -> u32 {
        self.trees.get(&tree).and_then(|ids| ids.iter().next().copied()).unwrap_or(0)
    }

    /// A leaf's numbers; nothing where it has no vote is 0.
    pub fn leaf(&self, leaf: usize, all: Option<usize>) -> Result<Vec<f64>> {
        let entries = self.leaves.get(&leaf).map_or(&[][..], |entries| entries);
        let mut values = vec![0.0; all.unwrap_or(1)];
        let mut seen = HashSet::new();
        for (id, weight) in entries {
            if !seen.insert(id) {
                return Err(malformed("a leaf votes twice for one output"));
            }
            values[if all.is_some() { *id as usize } else { 0 }] = *weight;
        }
        Ok(values)
    }

    /// Whether every leaf's two votes are opposite.
    fn mirrored(&self) -> bool {
        let opposite = |entries: &Vec<(u32, f64)>| match entries[..] {
            [(a, v), (b, w)] => a != b && v == -w,
            _ => false,
        };
        self.outputs == 2 && self.leaves.values().all(opposite)
    }
}

impl Builder<'_> {
    fn ensemble(&mut self, call: &Call, prefix: &str, outputs: usize, own: &[&str]) -> Result<(Trees, Votes)> {
        let weights = format!("{prefix}_weights_as_tensor");
        call.only(&[&TREE_ATTRIBUTES[..], own, &["base_values", "base_values_as_tensor", &weights]].concat())?;
        let (arrays, place) = Arrays::read(call)?;
        let votes = Votes::read(call, prefix, sound(outputs)?, &place)?;
        self.trees(call, &arrays, &votes, outputs).map(|trees| (trees, votes))
    }

    /// The trees on the node's input.
    pub fn trees(&mut self, call: &Call, arrays: &Arrays, votes: &Votes, outputs: usize) -> Result<Trees> {
        let x = call.columns(0)?;
        if call.input(0)?.element == Element::F64 && arrays.precision == Precision::F32 {
            return Err(call.attribute_error("inputs in double precision"));
        }
        self.allow_missing(x);
        trees(arrays, votes, x.len(), outputs)
    }

    fn sums(&mut self, call: &Call, trees: Trees) -> Result<Vec<u32>> {
        let reads = self.slots(call.columns(0)?)?;
        self.push(Op::Model(Model::Trees(trees)), reads)
    }

    /// Sums or extremes over the trees, then what is added to them.
    pub fn aggregated(&mut self, call: &Call, mut trees: Trees, how: &str, base: Vec<f64>) -> Result<Vec<Tensor>> {
        let element = if trees.sum == Precision::F32 { Element::F32 } else { Element::F64 };
        let reduction = match how {
            "SUM" | "AVERAGE" => {
                trees.divisor = if how == "SUM" { 1.0 } else { trees.trees() as f64 };
                trees.bias = base;
                let slots = self.sums(call, trees)?;
                return Ok(vec![Tensor::row(element, slots.into_iter().map(Cell::Slot).collect())]);
            }
            "MIN" => Reduction::Least,
            "MAX" => Reduction::Most,
            other => return Err(call.attribute_error(&format!("aggregate_function = {other}"))),
        };
        if trees.outputs != 1 || trees.trees() > 10_000 {
            return Err(call.attribute_error(&format!("aggregate_function = {how} of several outputs")));
        }
        // An output for each tree.
        trees.outputs = trees.trees() as u32;
        trees.target = (0..trees.outputs).collect();
        (trees.start, trees.bias) = (vec![0.0; trees.trees()], vec![0.0; trees.trees()]);
        let each = self.sums(call, trees)?.into_iter().map(Cell::Slot).collect();
        let cells = self.reduce(reduction, element.precision(), vec![each])?;
        Ok(vec![self.compute(call, Function::Add, &[&Tensor::row(element, cells), &scalar(element, base[0])])?])
    }
}

/// A number of outputs that a model may have.
pub fn sound(outputs: usize) -> Result<usize> {
    match outputs {
        1..=10_000 => Ok(outputs),
        _ => Err(malformed(format!("{outputs} outputs"))),
    }
}

pub fn regressor(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let own = ["target_ids", "target_nodeids", "target_treeids", "target_weights", "n_targets", "aggregate_function"];
    let outputs = usize::try_from(call.int("n_targets", 1)).unwrap_or(0);
    let (trees, _) = b.ensemble(call, "target", outputs, &own)?;
    if call.text("post_transform", "NONE") != "NONE" {
        return Err(call.attribute_error("a post_transform"));
    }
    b.aggregated(call, trees, &call.text("aggregate_function", "SUM"), base(call, outputs)?)
}

pub fn classifier(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let own = ["class_ids", "class_nodeids", "class_treeids", "class_weights", "classlabels_strings"];
    let labels = call.labels("classlabels_int64s")?;
    let (mut trees, votes) = b.ensemble(call, "class", labels.len(), &[&own[..], &["classlabels_int64s"]].concat())?;
    let single = labels.len() == 2 && votes.ids.len() == 1 && votes.ids.contains(&0);
    if single {
        trees.outputs = 1;
        trees.start = vec![0.0];
    }
    trees.bias = base(call, trees.outputs as usize)?;
    let transform = call.text("post_transform", "NONE");
    let given = Link::Given { precision: trees.sum };
    // A class that some row has no vote for would be no candidate there.
    let voted =
        votes.ids.len() == labels.len() && labels.len() > 2 || !votes.negative && trees.bias.iter().all(|b| *b == 0.0);
    let (link, rule) = match (&transform[..], single) {
        ("LOGISTIC", true) => (Link::SingleSigmoid, Rule::Above(0.5)),
        ("NONE", true) if !votes.negative && trees.bias == [0.0] => (given, Rule::Above(0.5)),
        ("NONE", true) => (given, Rule::Largest),
        ("LOGISTIC", false) if votes.mirrored() && trees.bias[0] == -trees.bias[1] => {
            (Link::SingleSigmoid, Rule::Largest)
        }
        ("NONE", false) if voted => (given, Rule::Largest),
        ("SOFTMAX", false) if voted => (Link::SingleSoftmax, Rule::Largest),
        _ => return Err(call.attribute_error(&format!("post_transform = {transform} and these votes"))),
    };
    let mut margins = b.sums(call, trees)?;
    if let ([one], Rule::Largest) = (&margins[..], rule) {
        margins = b.mirrored(*one)?;
    }
    Ok(b.classify(&labels, margins, link, rule))
}

fn base(call: &Call, outputs: usize) -> Result<Vec<f64>> {
    match numbers(call, "base_values")?.0 {
        list if list.is_empty() => Ok(vec![0.0; outputs]),
        list if list.len() == outputs => Ok(list),
        list => Err(call.attribute_error(&format!("{} base_values for {outputs} outputs", list.len()))),
    }
}
