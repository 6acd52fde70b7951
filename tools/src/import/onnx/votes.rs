//! What leaves add to which output, and what the sums mean.

use super::super::class::classification;
use super::super::malformed;
use super::columns::{Col, slots};
use super::graph::{Builder, Value};
use super::proto::Node;
use super::tree::trees;
use std::collections::{HashMap, HashSet};
use windowbox::data::Labels;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::model::{Model, Trees};
use windowbox::preprocess::Link;
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

const TREE_ATTRIBUTES: [&str; 10] = [
    "nodes_treeids",
    "nodes_nodeids",
    "nodes_featureids",
    "nodes_modes",
    "nodes_values",
    "nodes_truenodeids",
    "nodes_falsenodeids",
    "nodes_missing_value_tracks_true",
    "nodes_hitrates",
    "post_transform",
];

impl Votes {
    pub fn read(node: &Node, prefix: &str, outputs: usize, place: &HashMap<(i64, i64), usize>) -> Result<Self> {
        let ints = |name: &str| node.ints(&format!("{prefix}_{name}"));
        let (trees, nodes, ids) = (ints("treeids"), ints("nodeids"), ints("ids"));
        let weights = node.floats(&format!("{prefix}_weights"));
        if [nodes.len(), ids.len(), weights.len()] != [trees.len(); 3] {
            return Err(malformed(format!("the arrays of {} votes differ in length", trees.len())));
        }
        let mut votes = Self {
            leaves: HashMap::new(),
            trees: HashMap::new(),
            ids: HashSet::new(),
            negative: weights.iter().any(|w| *w < 0.0),
            outputs,
        };
        for (i, weight) in weights.iter().enumerate() {
            let leaf = place.get(&(trees[i], nodes[i]));
            let leaf = leaf.ok_or_else(|| malformed(format!("vote {i} is of a leaf that is not there")))?;
            let id = u32::try_from(ids[i]).ok().filter(|id| (*id as usize) < outputs);
            let id = id.ok_or_else(|| malformed(format!("vote {i} is for {} of {outputs}", ids[i])))?;
            votes.trees.entry(trees[i]).or_default().insert(id);
            votes.ids.insert(id);
            votes.leaves.entry(*leaf).or_default().push((id, f64::from(*weight)));
        }
        Ok(votes)
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
    fn ensemble(
        &mut self,
        node: &Node,
        x: &[Col],
        prefix: &str,
        outputs: usize,
        own: &[&str],
    ) -> Result<(Trees, Votes)> {
        node.only(&[&TREE_ATTRIBUTES[..], own].concat())?;
        if x.iter().any(|column| column.precision != Precision::F32 && !column.whole) {
            return Err(node.attribute_error("inputs in double precision"));
        }
        if outputs == 0 || outputs > 10_000 {
            return Err(malformed(format!("{outputs} outputs")));
        }
        self.allow_missing(x);
        trees(node, x.len(), prefix, outputs)
    }

    pub fn tree_regressor(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        let own = ["target_ids", "target_nodeids", "target_treeids", "target_weights", "n_targets", "base_values"];
        let outputs = usize::try_from(node.int("n_targets", 1)).unwrap_or(0);
        let own = [&own[..], &["aggregate_function"]].concat();
        let (mut trees, _) = self.ensemble(node, x, "target", outputs, &own)?;
        match &node.text("aggregate_function", "SUM")[..] {
            "SUM" => {}
            "AVERAGE" => trees.divisor = trees.trees() as f64,
            other => return Err(node.attribute_error(&format!("aggregate_function = {other}"))),
        }
        if node.text("post_transform", "NONE") != "NONE" {
            return Err(node.attribute_error("a post_transform"));
        }
        trees.bias = base(node, outputs)?;
        let slots = self.push(Op::Model(Model::Trees(trees)), slots(x), outputs as u32);
        Ok(vec![Value::Columns(slots.into_iter().map(|slot| Col::new(slot, Precision::F32)).collect())])
    }

    pub fn tree_classifier(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        let own = ["class_ids", "class_nodeids", "class_treeids", "class_weights", "classlabels_strings"];
        let own = [&own[..], &["classlabels_int64s", "base_values"]].concat();
        let labels = node.labels("classlabels_int64s")?;
        let (mut trees, votes) = self.ensemble(node, x, "class", labels.len(), &own)?;
        let transform = node.text("post_transform", "NONE");
        let refused = || node.attribute_error(&format!("post_transform = {transform} and these votes"));
        let single = labels.len() == 2 && votes.ids.len() == 1 && votes.ids.contains(&0);
        if single {
            trees.outputs = 1;
            (trees.start, trees.bias) = (vec![0.0], base(node, 1)?);
        } else {
            trees.bias = base(node, labels.len())?;
        }
        let link = match (&transform[..], single) {
            ("LOGISTIC", true) => Link::SingleSigmoid,
            ("NONE", true) if !votes.negative && trees.bias == [0.0] => return self.forest(node, x, trees, labels),
            ("LOGISTIC", false) if votes.mirrored() && trees.bias[0] == -trees.bias[1] => Link::SingleSigmoid,
            // A class that some row has no vote for would be no candidate there.
            ("SOFTMAX", false) if votes.ids.len() == labels.len() && labels.len() > 2 => Link::SingleSoftmax,
            _ => return Err(refused()),
        };
        let outputs = trees.outputs;
        let slots = self.push(Op::Model(Model::Trees(trees)), slots(x), outputs);
        self.classify(node, classification(labels, slots, link, self.sidecar))
    }

    /// The probability of the second class, as a mean: rounding may carry its sum above 1.
    fn forest(&mut self, node: &Node, x: &[Col], trees: Trees, labels: Labels) -> Result<Vec<Value>> {
        let sum = self.push(Op::Model(Model::Trees(trees)), slots(x), 1);
        let one = [
            Treetop::Number { column: 0, threshold: 1.0, missing_yes: true, yes: 1, no: 2 },
            Treetop::Linear { value: 0.0, constant: 0.0, terms: vec![(0, 1.0)] },
            Treetop::Linear { value: 1.0, constant: 1.0, terms: Vec::new() },
        ];
        let mut builder = TreeBuilder::new(1, 1);
        builder.tree(&one, Some(0))?;
        let bounded = self.push(Op::Model(Model::Trees(builder.finish())), sum, 1);
        self.classify(node, classification(labels, bounded, Link::Identity, self.sidecar))
    }
}

fn base(node: &Node, outputs: usize) -> Result<Vec<f64>> {
    match node.floats("base_values") {
        [] => Ok(vec![0.0; outputs]),
        list if list.len() == outputs => Ok(list.iter().copied().map(f64::from).collect()),
        list => Err(node.attribute_error(&format!("{} base_values for {outputs} outputs", list.len()))),
    }
}
