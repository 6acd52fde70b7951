//! The parallel arrays of a tree ensemble as our trees.

use super::super::malformed;
use super::proto::Node;
use super::votes::Votes;
use std::collections::HashMap;
use windowbox::model::Trees;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::slots::Precision;
use windowbox::{Error, Result};

/// Numbers of all leaves that are vectors.
const VECTOR_LIMIT: usize = 1 << 26;
/// Nodes of all trees beyond the file's own: tests for equality repeat one of their branches.
const COPY_LIMIT: usize = 1 << 20;

struct Arrays {
    features: Vec<i64>,
    modes: Vec<String>,
    values: Vec<f32>,
    yes: Vec<i64>,
    no: Vec<i64>,
    tracks: Vec<bool>,
    /// The place of a node by its tree and number.
    place: HashMap<(i64, i64), usize>,
    /// The first node of each tree, in order of appearance.
    roots: Vec<(i64, usize)>,
}

/// The trees of a node of the graph, each for one output or for all.
pub fn trees(node: &Node, columns: usize, prefix: &str, outputs: usize) -> Result<(Trees, Votes)> {
    let arrays = Arrays::read(node)?;
    let votes = Votes::read(node, prefix, outputs, &arrays.place)?;
    let vectors = votes.vectors(&arrays.roots.iter().map(|root| root.0).collect::<Vec<_>>());
    let mut builder = TreeBuilder::new(columns as u32, outputs as u32);
    let mut copies = COPY_LIMIT;
    if vectors && arrays.modes.len().saturating_mul(outputs) > VECTOR_LIMIT {
        return Err(Error::limit("the leaves have more than 2^26 numbers"));
    }
    for (tree, root) in &arrays.roots {
        let place = |e: Error| e.at(format!("tree {tree}"));
        let tops =
            arrays.tree((*tree, *root), columns, &votes, vectors.then_some(outputs), &mut copies).map_err(place)?;
        let target = if vectors { None } else { Some(votes.target(*tree)) };
        builder.tree(&tops, target).map_err(|e| place(malformed(e.message.clone())))?;
    }
    let mut trees = builder.finish();
    (trees.input, trees.leaf, trees.sum) = (Precision::F32, Precision::F32, Precision::F32);
    Ok((trees, votes))
}

impl Arrays {
    fn read(node: &Node) -> Result<Self> {
        let (trees, ids) = (node.ints("nodes_treeids"), node.ints("nodes_nodeids"));
        let n = trees.len();
        let tracks = node.ints("nodes_missing_value_tracks_true");
        let modes = node.texts("nodes_modes")?;
        let (yes, no) = (node.ints("nodes_truenodeids"), node.ints("nodes_falsenodeids"));
        let (features, values) = (node.ints("nodes_featureids"), node.floats("nodes_values"));
        let lengths = [ids.len(), modes.len(), yes.len(), no.len(), features.len(), values.len()];
        if n == 0 || lengths.iter().any(|length| *length != n) || !tracks.is_empty() && tracks.len() != n {
            return Err(malformed(format!("the arrays of {n} nodes have the lengths {lengths:?}")));
        }
        let mut arrays = Self {
            features: features.to_vec(),
            modes,
            values: values.to_vec(),
            yes: yes.to_vec(),
            no: no.to_vec(),
            tracks: (0..n).map(|i| tracks.get(i).is_some_and(|t| *t != 0)).collect(),
            place: HashMap::new(),
            roots: Vec::new(),
        };
        let mut known = std::collections::HashSet::new();
        for (i, key) in trees.iter().copied().zip(ids.iter().copied()).enumerate() {
            if known.insert(key.0) {
                arrays.roots.push((key.0, i));
            }
            if arrays.place.insert(key, i).is_some() {
                return Err(malformed(format!("two nodes of tree {} have the number {}", key.0, key.1)));
            }
        }
        Ok(arrays)
    }

    fn child(&self, tree: i64, id: i64) -> Result<usize> {
        let place = self.place.get(&(tree, id)).copied();
        place.ok_or_else(|| malformed(format!("the child {id} is not there")))
    }

    /// The nodes that the root reaches, each once: then copying a branch ends.
    fn sound(&self, tree: i64, root: usize) -> Result<usize> {
        let mut seen = std::collections::HashSet::from([root]);
        let mut open = vec![root];
        while let Some(i) = open.pop() {
            if self.modes[i] != "LEAF" {
                for id in [self.yes[i], self.no[i]] {
                    let child = self.child(tree, id)?;
                    if !seen.insert(child) {
                        return Err(malformed(format!("node {id} is reached twice")));
                    }
                    open.push(child);
                }
            }
        }
        Ok(seen.len())
    }

    fn tree(
        &self,
        (tree, root): (i64, usize),
        columns: usize,
        votes: &Votes,
        all: Option<usize>,
        copies: &mut usize,
    ) -> Result<Vec<Treetop>> {
        let own = self.sound(tree, root)?;
        // What stands at each place of the tree: a node of the file, to be put there.
        let mut tops = vec![Treetop::Leaf(Vec::new())];
        let mut open = vec![(root, 0)];
        while let Some((i, at)) = open.pop() {
            if tops.len() > own + *copies {
                return Err(Error::limit("tests for equality make a tree too large"));
            }
            if self.modes[i] == "LEAF" {
                tops[at] = Treetop::Leaf(votes.leaf(i, all)?);
                continue;
            }
            let column = u32::try_from(self.features[i]).ok().filter(|c| (*c as usize) < columns);
            let column = column.ok_or_else(|| malformed(format!("tests the column {}", self.features[i])))?;
            let (yes, no) = (self.child(tree, self.yes[i])?, self.child(tree, self.no[i])?);
            let mut put = |node: usize, tops: &mut Vec<Treetop>| {
                tops.push(Treetop::Leaf(Vec::new()));
                open.push((node, tops.len() - 1));
                tops.len() - 1
            };
            let (tracks, v) = (self.tracks[i], self.values[i]);
            let below = v.next_down();
            let test = |t: f32, missing_yes: bool, yes: usize, no: usize| Treetop::Number {
                column,
                threshold: f64::from(t),
                missing_yes,
                yes,
                no,
            };
            if v.is_nan() || v == f32::NEG_INFINITY && !matches!(&self.modes[i][..], "BRANCH_LEQ" | "BRANCH_GT") {
                return Err(malformed(format!("compares with {v}")));
            }
            tops[at] = match &self.modes[i][..] {
                "BRANCH_LEQ" => test(v, tracks, put(yes, &mut tops), put(no, &mut tops)),
                "BRANCH_LT" => test(below, tracks, put(yes, &mut tops), put(no, &mut tops)),
                "BRANCH_GT" => test(v, !tracks, put(no, &mut tops), put(yes, &mut tops)),
                "BRANCH_GTE" => test(below, !tracks, put(no, &mut tops), put(yes, &mut tops)),
                mode @ ("BRANCH_EQ" | "BRANCH_NEQ") => {
                    // Not above, and not below. NaN differs from every number.
                    let equal = mode == "BRANCH_EQ";
                    let (same, other) = if equal { (yes, no) } else { (no, yes) };
                    let (other_below, same) = (put(other, &mut tops), put(same, &mut tops));
                    tops.push(test(below, false, other_below, same));
                    let inner = tops.len() - 1;
                    test(v, equal && tracks, inner, put(other, &mut tops))
                }
                mode => {
                    let message = format!("nodes_modes = {mode} is not read");
                    return Err(Error::unsupported("unsupported-attribute", message));
                }
            };
        }
        *copies -= tops.len().saturating_sub(own).min(*copies);
        Ok(tops)
    }
}
