//! Tree ensembles: one plain form for the trees of every library.
//!
//! - A numeric test is `x <= threshold`; sources that ask `x < t` store the next
//!   smaller number of their precision.
//! - A category test is "the code, cut to a whole number, is in the set"; -0.5 is code 0
//!   where inputs are doubles, and no code where they are singles.
//! - A missing cell (NaN) goes where its node says.
//! - Leaves are rows of a table, so that equal leaves are stored once; a leaf is one
//!   number for one output, or a vector for all of them.
//! - The sum starts at `start`, takes the trees in order, each partial sum rounded to
//!   `sum`, then is divided by `divisor`, multiplied by `scale` and moved by `bias`.
//! - An oblivious tree asks one test a level; its leaf's number has bit `i` set where
//!   test `i` says no.
//!
//! Trees of decision tree learners and random forests follow Breiman et al. (1984)
//! and Breiman (2001); boosted ones Friedman (2001).

mod build;
mod check;
#[doc(hidden)]
pub mod engine;
mod linear;
mod packed;
mod predict;
mod route;
mod settle;
mod table;

pub use build::{TreeBuilder, Treetop};
pub use linear::LinearLeaves;

use crate::error::Result;
use crate::slots::{Columns, Operation, Precision, Prepared, SlotType};

/// In [`Trees::column`]: the node is a leaf.
pub const LEAF: u32 = u32::MAX;
/// In [`Trees::target`]: the tree's leaves are vectors of all outputs.
pub const ALL: u32 = u32::MAX;
/// In [`Trees::depth`]: the tree has nodes with children, it is not oblivious.
pub const PLAIN: u32 = u32::MAX;

/// More nodes than any page holds: in memory they are a gigabyte.
const NODE_LIMIT: usize = 1 << 25;

/// In [`Trees::flags`]: a missing cell goes the way of yes.
pub const MISSING_YES: u8 = 1;
/// In [`Trees::flags`]: the test asks for a set of categories.
pub const CATEGORY: u8 = 2;
/// In [`Trees::flags`]: 0 counts as missing.
pub const ZERO_MISSING: u8 = 4;

/// An ensemble of trees, as arrays: the nodes of tree `t` are `first[t] .. first[t + 1]`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Trees {
    /// Columns that are read.
    pub columns: u32,
    /// Outputs: as many margins are written.
    pub outputs: u32,
    /// What inputs are rounded to, once, before any test.
    pub input: Precision,
    /// What leaves are exact in.
    pub leaf: Precision,
    /// What every partial sum is rounded to.
    pub sum: Precision,
    /// Numbers at most this far from 0 count as 0 (LightGBM: 1e-35), else 0.
    pub zero_band: f64,
    /// What each output's sum starts from.
    pub start: Vec<f64>,
    /// What the sums are divided by: the number of trees for a mean, else 1.
    pub divisor: f64,
    /// What the quotients are multiplied by.
    pub scale: f64,
    /// What is added last, one an output.
    pub bias: Vec<f64>,
    /// The first node of each tree, and the number of nodes at the end.
    pub first: Vec<u32>,
    /// The output that each tree adds to, or [`ALL`].
    pub target: Vec<u32>,
    /// The depth of each oblivious tree, or [`PLAIN`].
    pub depth: Vec<u32>,
    /// The leaf that an oblivious tree's numbers count from; 0 for a plain one.
    pub base: Vec<u32>,
    /// The column that a node tests, or [`LEAF`].
    pub column: Vec<u32>,
    /// The threshold of a numeric test, else 0.
    pub threshold: Vec<f64>,
    /// The number of a leaf, or of a category test's set, else 0.
    pub index: Vec<u32>,
    /// Where yes leads. The nodes of a tree lie level by level, as breadth-first search
    /// meets them, yes before no.
    pub yes: Vec<u32>,
    /// Where no leads: the node behind that of yes.
    pub no: Vec<u32>,
    /// [`MISSING_YES`], [`CATEGORY`], [`ZERO_MISSING`].
    pub flags: Vec<u8>,
    /// The leaves, one number each; where a tree's target is [`ALL`], leaf `l` is the
    /// `outputs` numbers from `l * outputs`.
    pub leaves: Vec<f64>,
    /// Linear models in the leaves, where there are any.
    #[serde(default)]
    pub linear: LinearLeaves,
    /// Where each set's words begin, and the number of words at the end.
    #[serde(default = "no_sets")]
    pub set_first: Vec<u32>,
    /// The sets: bit `c % 32` of word `c / 32` says that code `c` is in.
    #[serde(default)]
    pub set_words: Vec<u32>,
    /// Training rows (or weights) that came by, or nothing: tree after tree, one for each
    /// node of a plain tree, one for each leaf of an oblivious one.
    #[serde(default)]
    pub cover: Vec<f64>,
    /// Whether the file has equal tests once: where that is smaller.
    #[serde(skip)]
    pub shared: bool,
}

fn no_sets() -> Vec<u32> {
    vec![0]
}

impl Trees {
    /// How many trees.
    pub fn trees(&self) -> usize {
        self.target.len()
    }

    /// The outputs that a tree adds to: the first, and how many, the width of its leaves.
    pub(crate) fn outputs_of(&self, tree: usize) -> (usize, usize) {
        match self.target[tree] {
            ALL => (0, self.outputs as usize),
            target => (target as usize, 1),
        }
    }

    /// How many covers a tree has, where there are any.
    pub(crate) fn covers(&self, tree: usize) -> usize {
        match self.depth[tree] {
            PLAIN => (self.first[tree + 1] - self.first[tree]) as usize,
            depth => 1usize.checked_shl(depth).unwrap_or(usize::MAX),
        }
    }

    /// The covers of each tree, in order: of its nodes, or of its leaves where it is
    /// oblivious. Empty where the ensemble has none.
    pub fn tree_covers(&self) -> impl Iterator<Item = &[f64]> {
        let mut rest = &self.cover[..];
        (0..self.trees()).map(move |tree| {
            let (these, others) = rest.split_at(self.covers(tree).min(rest.len()));
            rest = others;
            these
        })
    }
}

/// The largest single that is not above `x`: singles are at most the one where they are at
/// most the other.
fn single_at_most(x: f64) -> f32 {
    let near = x as f32;
    if f64::from(near) > x { near.next_down() } else { near }
}

impl Operation for Trees {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        check::check(self, inputs)?;
        Ok(vec![SlotType::number(self.sum, false); self.outputs as usize])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        predict::apply(self, columns, out);
    }

    fn prepare(&self) -> Prepared {
        Some(std::sync::Arc::new(engine::Engine::new(self)))
    }

    fn apply_prepared(&self, prepared: &Prepared, columns: Columns<'_>, out: &mut [f64]) {
        match prepared.as_deref().and_then(|prepared| prepared.downcast_ref::<engine::Engine>()) {
            Some(engine) => engine.apply(self, columns, out),
            None => self.apply(columns, out),
        }
    }
}
