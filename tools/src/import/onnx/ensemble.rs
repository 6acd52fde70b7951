//! The tree ensemble of version 5: branches and leaves in arrays of their own.

use super::super::malformed;
use super::graph::Builder;
use super::node::Call;
use super::tensor::Tensor;
use super::tree::{Arrays, Mode, unknown_mode};
use super::votes::{Votes, sound};
use windowbox::slots::Precision;
use windowbox::{Error, Result};

const ATTRIBUTES: [&str; 16] = [
    "aggregate_function",
    "leaf_targetids",
    "leaf_weights",
    "membership_values",
    "n_targets",
    "nodes_falseleafs",
    "nodes_falsenodeids",
    "nodes_featureids",
    "nodes_hitrates",
    "nodes_missing_value_tracks_true",
    "nodes_modes",
    "nodes_splits",
    "nodes_trueleafs",
    "nodes_truenodeids",
    "post_transform",
    "tree_roots",
];

pub fn trees(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&ATTRIBUTES)?;
    if call.int("post_transform", 0) != 0 {
        return Err(call.attribute_error("a post_transform"));
    }
    let outputs = sound(usize::try_from(call.int("n_targets", 1)).unwrap_or(0))?;
    let (arrays, leaves) = read(call)?;
    let votes = votes(call, &arrays, &leaves, outputs)?;
    let how = match call.int("aggregate_function", 1) {
        0 => "AVERAGE",
        1 => "SUM",
        2 => "MIN",
        3 => "MAX",
        _ => "another one",
    };
    let trees = b.trees(call, &arrays, &votes, outputs)?;
    b.aggregated(call, trees, how, vec![0.0; outputs])
}

fn numbers(call: &Call, name: &str) -> Result<(Vec<f64>, Precision)> {
    let tensor = call.attribute(name).and_then(|attribute| attribute.tensor.as_ref());
    let tensor = tensor.map(|tensor| tensor.constant()).transpose()?.flatten();
    let numbers = tensor.and_then(|tensor| Some((tensor.numbers()?, tensor.element.precision())));
    numbers.ok_or_else(|| malformed(format!("{name} holds no numbers")))
}

fn mode(code: &f64) -> Result<Mode> {
    Ok(match *code as u8 {
        0 => Mode::AtMost,
        1 => Mode::Below,
        2 => Mode::AtLeast,
        3 => Mode::Above,
        4 => Mode::Equal,
        5 => Mode::Differs,
        6 => return Err(unknown_mode("BRANCH_MEMBER")),
        other => return Err(unknown_mode(other)),
    })
}

/// The nodes, two places behind them for the leaves that each may lead to, and which
/// leaf that is.
fn read(call: &Call) -> Result<(Arrays, Vec<usize>)> {
    let (codes, _) = numbers(call, "nodes_modes")?;
    let (mut values, precision) = numbers(call, "nodes_splits")?;
    let n = codes.len();
    let sides = [("nodes_truenodeids", "nodes_trueleafs"), ("nodes_falsenodeids", "nodes_falseleafs")];
    let sides = sides.map(|(ids, leaves)| (call.ints(ids), call.ints(leaves)));
    let tracks = call.ints("nodes_missing_value_tracks_true");
    let mut columns = call.ints("nodes_featureids").to_vec();
    let lengths = [values.len(), columns.len(), sides[0].0.len(), sides[0].1.len(), sides[1].0.len(), sides[1].1.len()];
    if n == 0 || lengths != [n; 6] || !tracks.is_empty() && tracks.len() != n {
        return Err(malformed(format!("the arrays of {n} nodes have the lengths {lengths:?}")));
    }
    let weights = call.ints("leaf_targetids").len();
    let mut leaves = vec![0; 2 * n];
    let mut child = |i: usize, side: usize| {
        let (id, leaf) = (sides[side].0[i], sides[side].1[i] != 0);
        let id = usize::try_from(id).ok().filter(|id| *id < if leaf { weights } else { n });
        let id = id.ok_or_else(|| malformed(format!("a child of node {i} is not there")))?;
        if !leaf {
            return Ok(id);
        }
        leaves[2 * i + side] = id;
        Ok(n + 2 * i + side)
    };
    let mut children = (0..n).map(|i| Ok([child(i, 0)?, child(i, 1)?])).collect::<Result<Vec<_>>>()?;
    let mut modes = codes.iter().map(mode).collect::<Result<Vec<_>>>()?;
    children.extend((n..3 * n).map(|i| [i, i]));
    modes.resize(3 * n, Mode::Leaf);
    values.resize(3 * n, 0.0);
    columns.resize(3 * n, 0);
    let tracks = (0..3 * n).map(|i| tracks.get(i).is_some_and(|t| *t != 0)).collect();
    let root = |(tree, root): (usize, &i64)| {
        let known = usize::try_from(*root).ok().filter(|root| *root < n);
        known.map(|root| (tree as i64, root)).ok_or_else(|| malformed(format!("the root {root} is not there")))
    };
    let roots = call.ints("tree_roots").iter().enumerate().map(root).collect::<Result<Vec<_>>>()?;
    match roots.len() <= n {
        true => Ok((Arrays { columns, modes, values, children, tracks, roots, precision }, leaves)),
        false => Err(Error::limit("more trees than nodes")),
    }
}

/// What the leaves that each tree reaches vote for.
fn votes(call: &Call, arrays: &Arrays, leaves: &[usize], outputs: usize) -> Result<Votes> {
    let (ids, (weights, _)) = (call.ints("leaf_targetids"), numbers(call, "leaf_weights")?);
    if ids.len() != weights.len() {
        return Err(malformed(format!("{} targets of {} leaves", ids.len(), weights.len())));
    }
    let (mut votes, mut owner) = (Votes::none(outputs), vec![false; arrays.modes.len()]);
    let first = arrays.modes.len() - leaves.len();
    for (tree, root) in &arrays.roots {
        for i in arrays.reached(*root)? {
            if std::mem::replace(&mut owner[i], true) {
                return Err(malformed(format!("node {i} is reached by two trees")));
            }
            if i >= first {
                let leaf = leaves[i - first];
                votes.add(*tree, i, ids[leaf], weights[leaf])?;
            }
        }
    }
    Ok(votes)
}
