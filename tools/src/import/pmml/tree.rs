//! Trees as they stand in the file, and ensembles of them as one of ours.

use super::super::malformed;
use super::build::Build;
use super::compile::{Branch, Compiled, Compiler, Unknown};
use super::fields::Scope;
use super::predicate::{self, Reads};
use super::unsupported;
use super::xml::{Element, all, attribute, finite, number, number_or};
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::model::{Linear, Model, Trees};
use windowbox::{Error, Result};

/// What the leaves of an ensemble hold.
#[derive(Clone, Copy, PartialEq)]
pub enum Leaves<'a> {
    Numbers,
    /// A share for each class.
    Shares(&'a [String]),
    /// Shares whose largest must be the score: the tree answers alone.
    Alone(&'a [String]),
    /// One for the class of the score.
    Votes(&'a [String]),
}

/// Trees that are summed up.
pub struct Forest<'a> {
    leaves: Leaves<'a>,
    reads: Reads,
    trees: Vec<(Vec<Branch>, usize)>,
    weight: f64,
    /// What the sum of numbers starts from.
    pub start: f64,
}

impl<'a> Forest<'a> {
    pub fn new(leaves: Leaves<'a>) -> Self {
        Self { leaves, reads: Reads::default(), trees: Vec::new(), weight: 0.0, start: 0.0 }
    }

    /// Adds a tree, its scores multiplied by a weight.
    pub fn add(&mut self, model: Element<'_>, scope: &Scope, weight: f64) -> Result<()> {
        let mut branches = Vec::new();
        let top = self.tree(model, scope, weight, &mut branches)?;
        self.weight += weight;
        self.trees.push((branches, top));
        Ok(())
    }

    /// Trees of which the first whose own predicate is true answers: one tree.
    pub fn add_first_of(&mut self, parts: &[(Element<'_>, Element<'_>, Scope)]) -> Result<()> {
        let mut branches = Vec::new();
        let mut children = Vec::new();
        for (predicate, model, scope) in parts {
            let top = self.tree(*model, scope, 1.0, &mut branches)?;
            branches[top].predicate = predicate::read(*predicate, scope, &mut self.reads)?;
            children.push(top);
        }
        branches.push(above(children));
        self.weight += 1.0;
        let top = branches.len() - 1;
        self.trees.push((branches, top));
        Ok(())
    }

    /// The scores of a characteristic: that of the first attribute that is true.
    pub fn add_scores(&mut self, characteristic: Element<'_>, scope: &Scope) -> Result<()> {
        let mut branches = Vec::new();
        for of in all(characteristic, "Attribute") {
            if super::xml::child(of, "ComplexPartialScore").is_some() {
                return Err(unsupported("<ComplexPartialScore>").hint("make its expression a model of its own"));
            }
            let predicate = predicate::read(predicate::of(of)?, scope, &mut self.reads)?;
            let score = Some(vec![number(of, "partialScore")?]);
            branches.push(Branch { predicate, score, ..above(vec![]) });
        }
        branches.push(above((0..branches.len()).collect()));
        let top = branches.len() - 1;
        self.trees.push((branches, top));
        Ok(())
    }

    /// A tree that says 1 where a predicate is true, else 0.
    pub fn add_truth(&mut self, predicate: Element<'_>, scope: &Scope) -> Result<()> {
        let leaf = |predicate, score| Branch { predicate, score: Some(vec![score]), ..above(vec![]) };
        let yes = leaf(predicate::read(predicate, scope, &mut self.reads)?, 1.0);
        let no = leaf(super::logic::Logic::Known(true), 0.0);
        self.weight += 1.0;
        self.trees.push((vec![yes, no, above(vec![0, 1])], 2));
        Ok(())
    }

    /// Reads a tree; the branch above its root, which asks the root's predicate.
    fn tree(&mut self, model: Element<'_>, scope: &Scope, weight: f64, to: &mut Vec<Branch>) -> Result<usize> {
        let unknown = model.attribute("missingValueStrategy").unwrap_or("none");
        if matches!(unknown, "weightedConfidence" | "aggregateNodes") {
            return Err(Error::unsupported("unsupported-model", format!("<TreeModel> with {unknown} is not read")));
        }
        let last = model.attribute("noTrueChildStrategy") == Some("returnLastPrediction");
        let root = super::xml::needed(model, "Node")?;
        let root = self.branch(root, scope, (unknown, last, weight), to)?;
        to.push(above(vec![root]));
        Ok(to.len() - 1)
    }

    fn branch(
        &mut self,
        node: Element<'_>,
        scope: &Scope,
        rules: (&str, bool, f64),
        to: &mut Vec<Branch>,
    ) -> Result<usize> {
        let predicate = predicate::read(predicate::of(node)?, scope, &mut self.reads)?;
        let (mut children, mut default) = (Vec::new(), None);
        for child in all(node, "Node") {
            let branch = self.branch(child, scope, rules, to)?;
            if child.has_attribute("id") && child.attribute("id") == node.attribute("defaultChild") {
                default = Some(branch);
            }
            children.push(branch);
        }
        let unknown = match rules.0 {
            "none" => Unknown::False,
            "nullPrediction" => Unknown::Null,
            "lastPrediction" => Unknown::Last,
            "defaultChild" => default.map_or(Unknown::Null, Unknown::Child),
            other => return Err(malformed(format!("missingValueStrategy is {other:?}"))),
        };
        let score = self.score(node, rules.2)?;
        let count = node.attribute("recordCount").map(finite).transpose()?.filter(|count| *count >= 0.0);
        to.push(Branch { predicate, children, unknown, last: rules.1, score, count });
        Ok(to.len() - 1)
    }

    fn score(&self, node: Element<'_>, weight: f64) -> Result<Option<Vec<f64>>> {
        let score = node.attribute("score");
        let shares = |classes| shares(node, classes);
        let row = match self.leaves {
            Leaves::Numbers => score.map(|score| Ok(vec![finite(score)?])).transpose()?,
            Leaves::Votes(classes) => score.map(|score| one(score, classes)).transpose()?,
            Leaves::Shares(classes) => shares(classes)?,
            Leaves::Alone(classes) => {
                let row = shares(classes)?;
                check_decision(row.as_deref(), score, classes)?;
                row
            }
        };
        Ok(row.map(|row| row.into_iter().map(|value| value * weight).collect()))
    }

    /// One ensemble: the sum, or the mean by weight.
    pub fn build(self, build: &mut Build, mean: bool) -> Result<Vec<u32>> {
        let width = match self.leaves {
            Leaves::Numbers => 1,
            Leaves::Shares(classes) | Leaves::Alone(classes) | Leaves::Votes(classes) => classes.len(),
        };
        let target = (self.leaves == Leaves::Numbers).then_some(0);
        let divisor = if mean { self.weight } else { 1.0 };
        let compiled = self.compile(width, &mut build.thought)?;
        let null = target.is_some() && compiled.iter().any(|tree| tree.null);
        let factor = if null { factor(divisor) } else { 1.0 };
        let (mut builder, mut counts) = (TreeBuilder::new(self.reads.slots.len() as u32, width as u32), Vec::new());
        for mut tree in compiled {
            if null {
                tree.nodes.iter_mut().try_for_each(|node| mark(node, factor))?;
            }
            let order = builder.tree(&tree.nodes, target)?;
            counts.extend(order.iter().map(|n| tree.counts[*n]));
        }
        let mut trees = builder.finish();
        if target.is_some() {
            trees.start = vec![self.start / factor];
        }
        trees.divisor = divisor;
        trees.scale = factor;
        trees.cover = counts.into_iter().collect::<Option<_>>().unwrap_or_default();
        Ok(write(build, trees, self.reads.slots, null))
    }

    fn compile(&self, width: usize, work: &mut usize) -> Result<Vec<Compiled>> {
        // A vector of zeros is no row of probabilities, so no answer.
        let nothing = if self.leaves == Leaves::Numbers { vec![f64::NAN] } else { vec![0.0; width] };
        let one = |(i, (branches, root)): (usize, &(Vec<Branch>, usize))| {
            let (start, nothing) = (&self.reads.facts[..], nothing.clone());
            Compiler { branches, start, nothing, work: &mut *work }.run(*root).map_err(|e| e.at(format!("tree {i}")))
        };
        self.trees.iter().enumerate().map(one).collect()
    }
}

/// Nothing but a question: no score, and nothing where no child is true.
fn above(children: Vec<usize>) -> Branch {
    let predicate = super::logic::Logic::Known(true);
    Branch { predicate, children, unknown: Unknown::False, last: false, score: None, count: None }
}

/// A power of two by which leaves are divided and sums multiplied, which loses no bit:
/// so a leaf of the largest number makes any mean endless.
fn factor(divisor: f64) -> f64 {
    (divisor.abs().log2().ceil().clamp(0.0, 64.0) + 4.0).exp2()
}

/// A leaf as it is stored; the largest number is no result.
fn mark(node: &mut Treetop, factor: f64) -> Result<()> {
    if let Treetop::Leaf(values) = node {
        for value in values {
            *value = match *value {
                nothing if nothing.is_nan() => f64::MAX,
                score if score.abs() < 1e250 => score / factor,
                _ => return Err(malformed("a score is larger than any number of people")),
            };
        }
    }
    Ok(())
}

/// Sums without a result are endless: taken times 1 and times 0 together they are NaN,
/// which whatever comes behind cannot make a number again.
fn write(build: &mut Build, trees: Trees, reads: Vec<u32>, null: bool) -> Vec<u32> {
    let outputs = trees.outputs;
    let slot = build.model(Model::Trees(trees), reads, outputs);
    match null {
        false => (slot..slot + outputs).collect(),
        true => {
            let guard = Linear::new(2, vec![1.0, 0.0], vec![0.0]);
            vec![build.model(Model::Linear(guard), vec![slot, slot], 1)]
        }
    }
}

fn position(class: &str, classes: &[String]) -> Result<usize> {
    let position = classes.iter().position(|c| c == class);
    position.ok_or_else(|| malformed(format!("{class:?} is no value of the target")))
}

fn one(class: &str, classes: &[String]) -> Result<Vec<f64>> {
    let mut row = vec![0.0; classes.len()];
    row[position(class, classes)?] = 1.0;
    Ok(row)
}

/// The share of each class: said, or its part of the rows, or all for the score.
fn shares(node: Element<'_>, classes: &[String]) -> Result<Option<Vec<f64>>> {
    let parts: Vec<Element<'_>> = all(node, "ScoreDistribution").collect();
    if parts.is_empty() {
        return node.attribute("score").map(|score| one(score, classes)).transpose();
    }
    let said = parts.iter().all(|part| part.has_attribute("probability"));
    let total = match said {
        true => 1.0,
        false => parts.iter().map(|part| number(*part, "recordCount")).sum::<Result<f64>>()?,
    };
    if total <= 0.0 {
        return Err(malformed("a node without rows"));
    }
    let mut row = vec![0.0; classes.len()];
    for part in &parts {
        let share = if said { number(*part, "probability")? } else { number(*part, "recordCount")? / total };
        row[position(attribute(*part, "value")?, classes)?] += share;
    }
    Ok(Some(row))
}

/// We answer the class with the largest share, the first of equals.
fn check_decision(row: Option<&[f64]>, score: Option<&str>, classes: &[String]) -> Result<()> {
    let (Some(row), Some(score)) = (row, score) else { return Ok(()) };
    match windowbox::math::arg_max(row) == position(score, classes)? {
        true => Ok(()),
        false => Err(unsupported(format!("a node whose score {score:?} is not its first most probable class"))),
    }
}

/// The weight of a segment.
pub fn weight(segment: Element<'_>) -> Result<f64> {
    let weight = number_or(segment, "weight", 1.0)?;
    match weight > 1e-9 && weight < 1e9 {
        true => Ok(weight),
        false => Err(malformed(format!("a segment has the weight {weight}"))),
    }
}
