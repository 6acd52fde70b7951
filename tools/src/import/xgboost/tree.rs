//! A tree as the file says it: arrays with an entry a node.

use super::super::malformed;
use super::value::Value;
use std::collections::HashMap;
use windowbox::{Error, Result};

/// XGBoost takes larger codes for invalid ones, which no set holds.
const CODE_LIMIT: i64 = 1 << 24;

/// A tree; node 0 is the root.
pub struct Tree {
    /// -1 at a leaf.
    pub left: Vec<i64>,
    /// At a leaf of a tree with vectors: the leaf's number.
    pub right: Vec<i64>,
    pub column: Vec<i64>,
    /// The threshold, or the value of a leaf.
    pub condition: Vec<f32>,
    pub default_left: Vec<bool>,
    /// The codes that go right, of each node that asks for a category.
    pub sets: HashMap<usize, Vec<u32>>,
    /// Numbers a leaf: 1, or one an output.
    pub width: usize,
    /// Where `width` is not 1: the leaves behind each other.
    pub vectors: Vec<f32>,
    /// Whether `vectors` is counted by leaves (3.2 and later) or by nodes.
    pub by_leaf: bool,
    /// The sum of the second derivatives of the rows that reached each node, or nothing.
    pub hessian: Vec<f32>,
    /// Whether the root leads to a node; deleted nodes stay in the arrays.
    pub reached: Vec<bool>,
}

pub fn read(value: &Value<'_>) -> Result<Tree> {
    let left = value.wholes("left_children")?;
    let nodes = left.len();
    let kinds = if value.get("split_type").is_some() { value.flags("split_type")? } else { vec![false; nodes] };
    let width = value.need("tree_param")?.count("size_leaf_vector", 1)?.max(1);
    let by_leaf = value.get("leaf_weights").is_some();
    let vectors = if by_leaf { "leaf_weights" } else { "base_weights" };
    let mut tree = Tree {
        right: value.wholes("right_children")?,
        column: value.wholes("split_indices")?,
        condition: value.singles("split_conditions")?,
        default_left: value.flags("default_left")?,
        sets: if kinds.contains(&true) { sets(value)? } else { HashMap::new() },
        width,
        vectors: if width > 1 { value.singles(vectors)? } else { Vec::new() },
        by_leaf,
        hessian: value.singles("sum_hessian").unwrap_or_default(),
        reached: Vec::new(),
        left,
    };
    tree.check_lengths(value.need("tree_param")?.count("num_nodes", nodes)?, kinds.len())?;
    tree.reached = tree.walk()?;
    tree.check_kinds(&kinds)?;
    tree.check_vectors()?;
    Ok(tree)
}

/// Segment `j` of `categories` is the set of node `categories_nodes[j]`.
fn sets(value: &Value<'_>) -> Result<HashMap<usize, Vec<u32>>> {
    let codes = value.wholes("categories")?;
    let nodes = value.positions("categories_nodes")?;
    let starts = value.positions("categories_segments")?;
    let sizes = value.positions("categories_sizes")?;
    let total = sizes.iter().fold(0usize, |sum, size| sum.saturating_add(*size));
    if starts.len() != nodes.len() || sizes.len() != nodes.len() || total > codes.len() {
        return Err(malformed("the arrays of categories have lengths that do not fit"));
    }
    let mut sets = HashMap::new();
    for ((node, start), size) in nodes.into_iter().zip(starts).zip(sizes) {
        let set = start.checked_add(size).and_then(|end| codes.get(start..end));
        let set = set.ok_or_else(|| malformed("a set of categories is not there").at(format!("node {node}")))?;
        let valid = set.iter().filter(|code| (0..CODE_LIMIT).contains(*code)).map(|code| *code as u32);
        sets.entry(node).or_insert_with(|| valid.collect());
    }
    Ok(sets)
}

impl Tree {
    pub fn is_leaf(&self, node: usize) -> bool {
        self.left[node] == -1
    }

    fn check_lengths(&self, nodes: usize, kinds: usize) -> Result<()> {
        let six = [self.right.len(), self.column.len(), self.condition.len(), self.default_left.len(), kinds];
        match nodes > 0 && self.left.len() == nodes && six.iter().all(|length| *length == nodes) {
            true => Ok(()),
            false => Err(malformed("the arrays of a tree have other lengths than its number of nodes")),
        }
    }

    /// Which nodes the root leads to, each by one way: else a walk could go in circles.
    fn walk(&self) -> Result<Vec<bool>> {
        let mut reached = vec![false; self.left.len()];
        let mut next = vec![0];
        while let Some(node) = next.pop() {
            if std::mem::replace(&mut reached[node], true) {
                return Err(at_node(node, "two ways lead to this node"));
            }
            if !self.is_leaf(node) {
                next.push(self.child(self.right[node])?);
                next.push(self.child(self.left[node])?);
            }
        }
        Ok(reached)
    }

    fn child(&self, child: i64) -> Result<usize> {
        let place = usize::try_from(child).ok().filter(|place| *place < self.left.len());
        place.ok_or_else(|| malformed(format!("the child {child} is not there")))
    }

    /// A node has a set where it asks for a category, and only there.
    fn check_kinds(&mut self, kinds: &[bool]) -> Result<()> {
        self.sets.retain(|node, _| kinds.get(*node) == Some(&true));
        let asks = |node: usize| self.reached[node] && !self.is_leaf(node) && kinds[node];
        match (0..kinds.len()).find(|node| asks(*node) && !self.sets.contains_key(node)) {
            Some(node) => Err(at_node(node, "a split by category has no set")),
            None => Ok(()),
        }
    }

    /// Leaves that share a vector would let a small file ask for much memory.
    fn check_vectors(&self) -> Result<()> {
        let leaves = (0..self.left.len()).filter(|node| self.reached[*node] && self.is_leaf(*node)).count();
        match self.width == 1 || leaves.checked_mul(self.width).is_some_and(|size| size <= self.vectors.len()) {
            true => Ok(()),
            false => Err(malformed("the leaves have fewer weights than outputs")),
        }
    }

    /// The value of a leaf, or its vector.
    pub fn leaf(&self, node: usize) -> Result<&[f32]> {
        if self.width == 1 {
            return Ok(&self.condition[node..=node]);
        }
        let number = if self.by_leaf { usize::try_from(self.right[node]).ok() } else { Some(node) };
        let start = number.and_then(|number| number.checked_mul(self.width));
        let range = start.and_then(|start| Some(start..start.checked_add(self.width)?));
        let vector = range.and_then(|range| self.vectors.get(range));
        vector.ok_or_else(|| malformed("the vector of a leaf is not there"))
    }
}

fn at_node(node: usize, message: &'static str) -> Error {
    malformed(message).at(format!("node {node}"))
}
