//! The file's trees as ours.
//!
//! A test for a number says yes where the split says no (`x <= border`), a test for a
//! category says yes where the split does. A symmetric tree's leaf has a bit for each test
//! that says no: so its bits are the file's for numbers, and flipped for categories.

use super::super::malformed;
use super::file::{Model, Node, Oblivious, OneOrMany};
use super::inputs::Inputs;
use super::splits::{Splits, Test};
use windowbox::Result;
use windowbox::model::Trees;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::slots::Precision;

/// Deeper symmetric trees are refused by the checker too; here it bounds a shift.
const DEPTH_LIMIT: usize = 20;
/// As many outputs as the checker takes.
const OUTPUT_LIMIT: usize = 10_000;

/// All trees; they read the schema's columns, then the CTRs.
pub fn trees(model: &Model, inputs: &Inputs) -> Result<Trees> {
    let (scale, bias) = model.scale_and_bias.clone().unwrap_or((1.0, OneOrMany::One(0.0)));
    let bias = bias.list();
    if bias.is_empty() || bias.len() > OUTPUT_LIMIT {
        return Err(malformed(format!("{} biases", bias.len())));
    }
    let columns = inputs.schema.columns.len() + model.features_info.ctrs.len();
    let mut forest = Forest::new(Splits::new(&model.features_info, inputs), columns, bias.len());
    for (i, tree) in model.oblivious_trees.iter().enumerate() {
        forest.oblivious(tree).map_err(|e| e.at(format!("tree {i}")))?;
    }
    for (i, tree) in model.trees.iter().enumerate() {
        forest.plain(tree).map_err(|e| e.at(format!("tree {i}")))?;
    }
    Ok(Trees { scale, bias, input: Precision::F32, ..forest.finish() })
}

struct Forest<'a> {
    splits: Splits<'a>,
    builder: TreeBuilder,
    outputs: usize,
    /// Nodes so far.
    nodes: usize,
    /// Nodes that ask for a set of categories, and the set.
    sets: Vec<(usize, u32)>,
    /// Weights of plain trees' nodes and of symmetric trees' leaves.
    cover: Vec<Option<f64>>,
}

impl<'a> Forest<'a> {
    fn new(splits: Splits<'a>, columns: usize, outputs: usize) -> Self {
        let builder = TreeBuilder::new(columns as u32, outputs as u32);
        Self { splits, builder, outputs, nodes: 0, sets: Vec::new(), cover: Vec::new() }
    }

    /// One output is named, several come as vectors.
    fn target(&self) -> Option<u32> {
        if self.outputs == 1 { Some(0) } else { None }
    }

    fn oblivious(&mut self, tree: &Oblivious) -> Result<()> {
        let depth = tree.splits.len();
        if depth > DEPTH_LIMIT || tree.leaf_values.len() != self.outputs << depth {
            return Err(malformed(format!("{} leaf values for {depth} splits", tree.leaf_values.len())));
        }
        let tests = tree.splits.iter().map(|split| self.splits.test(split)).collect::<Result<Vec<Test>>>()?;
        let mut flipped = 0;
        for (i, test) in tests.iter().enumerate() {
            let Some(set) = test.set else { continue };
            flipped |= 1 << i;
            self.sets.push((self.nodes + i, set));
        }
        let leaf = |i: usize| &tree.leaf_values[(i ^ flipped) * self.outputs..][..self.outputs];
        let leaves: Vec<f64> = (0..1 << depth).flat_map(leaf).copied().collect();
        let tests: Vec<(u32, f64, bool)> = tests.iter().map(|t| (t.column, t.threshold, t.missing_yes)).collect();
        self.builder.oblivious(&tests, &leaves, self.target());
        self.nodes += depth;
        let weight = |i: usize| tree.leaf_weights.get(i ^ flipped).copied().filter(|w| w.is_finite() && *w >= 0.0);
        self.cover.extend((0..1 << depth).map(weight));
        Ok(())
    }

    fn plain(&mut self, tree: &Node) -> Result<()> {
        let mut flat = Flat { splits: &mut self.splits, outputs: self.outputs, nodes: Vec::new() };
        flat.add(tree)?;
        let Flat { mut nodes, .. } = flat;
        let tops: Vec<Treetop> =
            nodes.iter_mut().map(|n| std::mem::replace(&mut n.top, Treetop::Leaf(vec![]))).collect();
        for node in self.builder.tree(&tops, self.target())? {
            let FlatNode { weight, set, .. } = nodes[node];
            self.sets.extend(set.map(|set| (self.nodes, set)));
            self.cover.push(weight);
            self.nodes += 1;
        }
        Ok(())
    }

    fn finish(self) -> Trees {
        let mut trees = self.builder.finish();
        self.splits.finish(&mut trees, &self.sets);
        trees.cover = self.cover.into_iter().collect::<Option<_>>().unwrap_or_default();
        trees
    }
}

/// A nested tree laid flat. The file's nesting is bounded by its parser.
struct Flat<'s, 'a> {
    splits: &'s mut Splits<'a>,
    outputs: usize,
    nodes: Vec<FlatNode>,
}

struct FlatNode {
    top: Treetop,
    weight: Option<f64>,
    set: Option<u32>,
}

impl Flat<'_, '_> {
    /// Adds a node and what is below it; answers its place.
    fn add(&mut self, node: &Node) -> Result<usize> {
        let (Some(split), Some(left), Some(right)) = (&node.split, &node.left, &node.right) else {
            return self.leaf(node);
        };
        let test = self.splits.test(split)?;
        let at = self.nodes.len();
        self.nodes.push(FlatNode { top: Treetop::Leaf(Vec::new()), weight: None, set: test.set });
        let (left, right) = (self.add(left)?, self.add(right)?);
        let (yes, no) = if test.set.is_some() { (right, left) } else { (left, right) };
        let Test { column, threshold, missing_yes, .. } = test;
        self.nodes[at].top = Treetop::Number { column, threshold, missing_yes, yes, no };
        self.nodes[at].weight = self.nodes[left].weight.zip(self.nodes[right].weight).map(|(l, r)| l + r);
        Ok(at)
    }

    fn leaf(&mut self, node: &Node) -> Result<usize> {
        let values = node.value.as_ref().map(OneOrMany::list).unwrap_or_default();
        if values.len() != self.outputs {
            return Err(malformed(format!("a leaf has {} values for {} outputs", values.len(), self.outputs)));
        }
        self.nodes.push(FlatNode { top: Treetop::Leaf(values), weight: node.weight, set: None });
        Ok(self.nodes.len() - 1)
    }
}
