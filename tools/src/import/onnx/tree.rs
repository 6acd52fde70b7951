//! The arrays of a tree ensemble as our trees.

use super::super::malformed;
use super::node::Call;
use super::votes::Votes;
use std::collections::{HashMap, HashSet};
use windowbox::model::Trees;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::slots::Precision;
use windowbox::{Error, Result};

/// Numbers of all leaves that are vectors.
const VECTOR_LIMIT: usize = 1 << 26;
/// Nodes of all trees beyond the file's own: tests for equality repeat one of their branches.
const COPY_LIMIT: usize = 1 << 20;

/// What a node asks of its column.
#[derive(Clone, Copy, PartialEq)]
pub enum Mode {
    AtMost,
    Below,
    AtLeast,
    Above,
    Equal,
    Differs,
    Leaf,
}

/// The nodes of all trees, by their places in the file.
pub struct Arrays {
    pub columns: Vec<i64>,
    pub modes: Vec<Mode>,
    pub values: Vec<f64>,
    /// Where yes and no lead; nowhere from a leaf.
    pub children: Vec<[usize; 2]>,
    /// Whether a missing cell is a yes.
    pub tracks: Vec<bool>,
    /// The number and the first node of each tree.
    pub roots: Vec<(i64, usize)>,
    pub precision: Precision,
}

/// The trees, each for one output or for all.
pub fn trees(arrays: &Arrays, votes: &Votes, columns: usize, outputs: usize) -> Result<Trees> {
    let vectors = votes.vectors(&arrays.roots.iter().map(|root| root.0).collect::<Vec<_>>());
    if vectors && arrays.modes.len().saturating_mul(outputs) > VECTOR_LIMIT {
        return Err(Error::limit("the leaves have more than 2^26 numbers"));
    }
    let mut builder = TreeBuilder::new(columns as u32, outputs as u32);
    let mut copies = COPY_LIMIT;
    for (tree, root) in &arrays.roots {
        let place = |e: Error| e.at(format!("tree {tree}"));
        let tops = arrays.tree(*root, columns, votes, vectors.then_some(outputs), &mut copies).map_err(place)?;
        let target = if vectors { None } else { Some(votes.target(*tree)) };
        builder.tree(&tops, target).map_err(|e| place(malformed(e.message.clone())))?;
    }
    let mut trees = builder.finish();
    (trees.input, trees.leaf, trees.sum) = (arrays.precision, arrays.precision, arrays.precision);
    Ok(trees)
}

fn mode(name: &str) -> Result<Mode> {
    Ok(match name {
        "BRANCH_LEQ" => Mode::AtMost,
        "BRANCH_LT" => Mode::Below,
        "BRANCH_GTE" => Mode::AtLeast,
        "BRANCH_GT" => Mode::Above,
        "BRANCH_EQ" => Mode::Equal,
        "BRANCH_NEQ" => Mode::Differs,
        "LEAF" => Mode::Leaf,
        other => return Err(unknown_mode(other)),
    })
}

pub fn unknown_mode(mode: impl std::fmt::Display) -> Error {
    Error::unsupported("unsupported-attribute", format!("nodes_modes = {mode} is not read"))
}

/// Numbers in single precision, or in double as a tensor.
pub fn numbers(call: &Call, name: &str) -> Result<(Vec<f64>, Precision)> {
    let tensor = call.attribute(&format!("{name}_as_tensor")).and_then(|attribute| attribute.tensor.as_ref());
    match tensor.map(|tensor| tensor.constant()).transpose()?.flatten() {
        Some(tensor) => {
            let values = tensor.numbers().ok_or_else(|| malformed(format!("{name}_as_tensor holds no numbers")))?;
            Ok((values, tensor.element.precision()))
        }
        None => Ok((call.floats(name).iter().map(|x| f64::from(*x)).collect(), Precision::F32)),
    }
}

impl Arrays {
    /// The parallel arrays of the first versions, and the place of each node by its
    /// tree and number.
    pub fn read(call: &Call) -> Result<(Self, HashMap<(i64, i64), usize>)> {
        let (trees, ids) = (call.ints("nodes_treeids"), call.ints("nodes_nodeids"));
        let n = trees.len();
        let (yes, no) = (call.ints("nodes_truenodeids"), call.ints("nodes_falsenodeids"));
        let tracks = call.ints("nodes_missing_value_tracks_true");
        let modes = call.texts("nodes_modes")?;
        let (values, precision) = numbers(call, "nodes_values")?;
        let columns = call.ints("nodes_featureids").to_vec();
        let lengths = [ids.len(), modes.len(), yes.len(), no.len(), columns.len(), values.len()];
        if n == 0 || lengths.iter().any(|length| *length != n) || !tracks.is_empty() && tracks.len() != n {
            return Err(malformed(format!("the arrays of {n} nodes have the lengths {lengths:?}")));
        }
        let (place, roots) = places(trees, ids)?;
        let modes = modes.iter().map(|name| mode(name)).collect::<Result<Vec<_>>>()?;
        let child = |i: usize, id: i64| match (modes[i], place.get(&(trees[i], id))) {
            (Mode::Leaf, _) => Ok(i),
            (_, Some(child)) => Ok(*child),
            _ => Err(malformed(format!("the child {id} is not there")).at(format!("tree {}", trees[i]))),
        };
        let children = (0..n).map(|i| Ok([child(i, yes[i])?, child(i, no[i])?])).collect::<Result<_>>()?;
        let tracks = (0..n).map(|i| tracks.get(i).is_some_and(|t| *t != 0)).collect();
        Ok((Self { columns, modes, values, children, tracks, roots, precision }, place))
    }

    /// The nodes that the root reaches, each once: then copying a branch ends.
    pub fn reached(&self, root: usize) -> Result<HashSet<usize>> {
        let mut seen = HashSet::from([root]);
        let mut open = vec![root];
        while let Some(i) = open.pop() {
            for child in self.children[i].into_iter().filter(|_| self.modes[i] != Mode::Leaf) {
                if !seen.insert(child) {
                    return Err(malformed(format!("node {child} is reached twice")));
                }
                open.push(child);
            }
        }
        Ok(seen)
    }

    fn tree(
        &self,
        root: usize,
        columns: usize,
        votes: &Votes,
        all: Option<usize>,
        copies: &mut usize,
    ) -> Result<Vec<Treetop>> {
        let own = self.reached(root)?.len();
        let mut growth = Growth { tops: vec![Treetop::Leaf(Vec::new())], open: vec![(root, 0)] };
        while let Some((i, at)) = growth.open.pop() {
            if growth.tops.len() > own + *copies {
                return Err(Error::limit("tests for equality make a tree too large"));
            }
            growth.tops[at] = match self.modes[i] {
                Mode::Leaf => Treetop::Leaf(votes.leaf(i, all)?),
                _ => self.branch(i, columns, &mut growth)?,
            };
        }
        *copies -= growth.tops.len().saturating_sub(own).min(*copies);
        Ok(growth.tops)
    }

    /// Where a node's answers lead.
    fn branch(&self, i: usize, columns: usize, growth: &mut Growth) -> Result<Treetop> {
        let column = u32::try_from(self.columns[i]).ok().filter(|c| (*c as usize) < columns);
        let column = column.ok_or_else(|| malformed(format!("tests the column {}", self.columns[i])))?;
        let [yes, no] = self.children[i];
        let top =
            |test: (f64, bool), yes, no| Treetop::Number { column, threshold: test.0, missing_yes: test.1, yes, no };
        Ok(match self.test(i)? {
            Test::Same(test) => top(test, growth.put(yes), growth.put(no)),
            Test::Opposite(test) => top(test, growth.put(no), growth.put(yes)),
            // Not above, and not below.
            Test::Both(upper, lower, equal) => {
                let (same, other) = if equal { (yes, no) } else { (no, yes) };
                let lower = top(lower, growth.put(other), growth.put(same));
                growth.tops.push(lower);
                let inner = growth.tops.len() - 1;
                top(upper, inner, growth.put(other))
            }
        })
    }

    /// A node's test, as `x <= threshold` and whether a missing cell passes it.
    fn test(&self, i: usize) -> Result<Test> {
        let (v, tracks, mode) = (self.values[i], self.tracks[i], self.modes[i]);
        if v.is_nan() || v == f64::NEG_INFINITY && !matches!(mode, Mode::AtMost | Mode::Above) {
            return Err(malformed(format!("compares with {v}")));
        }
        let below = match self.precision {
            Precision::F32 => f64::from((v as f32).next_down()),
            Precision::F64 => v.next_down(),
        };
        Ok(match mode {
            Mode::AtMost => Test::Same((v, tracks)),
            Mode::Below => Test::Same((below, tracks)),
            Mode::Above => Test::Opposite((v, !tracks)),
            Mode::AtLeast => Test::Opposite((below, !tracks)),
            // NaN differs from every number.
            Mode::Equal => Test::Both((v, tracks), (below, false), true),
            Mode::Differs | Mode::Leaf => Test::Both((v, false), (below, false), false),
        })
    }
}

/// What stands at each place of a tree, and which nodes of the file are still to be put.
struct Growth {
    tops: Vec<Treetop>,
    open: Vec<(usize, usize)>,
}

impl Growth {
    fn put(&mut self, node: usize) -> usize {
        self.tops.push(Treetop::Leaf(Vec::new()));
        self.open.push((node, self.tops.len() - 1));
        self.tops.len() - 1
    }
}

/// One of our tests, or two.
enum Test {
    Same((f64, bool)),
    Opposite((f64, bool)),
    /// The upper, the lower, and whether what passes between them is a yes.
    Both((f64, bool), (f64, bool), bool),
}

/// The nodes by tree and number.
type Places = HashMap<(i64, i64), usize>;

/// Where each node stands, and where each tree begins.
fn places(trees: &[i64], ids: &[i64]) -> Result<(Places, Vec<(i64, usize)>)> {
    let (mut place, mut roots, mut known) = (HashMap::new(), Vec::new(), HashSet::new());
    for (i, key) in trees.iter().copied().zip(ids.iter().copied()).enumerate() {
        if known.insert(key.0) {
            roots.push((key.0, i));
        }
        if place.insert(key, i).is_some() {
            return Err(malformed(format!("two nodes of tree {} have the number {}", key.0, key.1)));
        }
    }
    Ok((place, roots))
}
