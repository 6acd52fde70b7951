//! Which goals rows can reach, and which values of each column lead to one.

use super::asked;
use super::forest::Lineage;
use super::goals::Goals;
use super::lanes::{Held, Lanes};
use super::values::{self, Values};
use windowbox::data::Table;
use windowbox::{Pipeline, Predictor};

/// Work on one model, in tests and values: about a second.
pub const WORK: usize = 60_000_000;

/// Values of a column that are close to a cell.
const CLOSE: usize = 3;

/// For each column the values that the way to a goal leaves; `None` for all of them.
pub type Allowed = Vec<Option<Vec<u32>>>;

/// A model's goals, and the values of its columns that rows are made of.
pub struct Scene<'a> {
    pub lanes: Lanes<'a>,
    pub values: Vec<Values>,
    pub goals: Goals<'a>,
    held: Vec<Held>,
}

impl<'a> Scene<'a> {
    pub fn new(pipeline: &'a Pipeline) -> Self {
        let lanes = Lanes::new(pipeline);
        let values = values::all(pipeline, &lanes);
        let held = values.iter().enumerate().map(|(c, values)| lanes.held(c, &values.values, u32::MAX));
        let held: Vec<Held> = held.collect();
        let goals = Goals::new(pipeline, &values, &held, |slot| lanes.column(slot));
        Self { lanes, values, goals, held }
    }

    /// The column and the value of it that reaches a goal, where that is one value.
    pub fn value(&self, goal: usize) -> Option<(usize, usize)> {
        let (slot, value) = self.goals.value(goal)?;
        Some((self.lanes.column(slot)?, value))
    }

    /// What a row needs to reach a goal; nothing if no row that gets an answer does. Tests
    /// that several columns decide are left to chance. Adds to `work`.
    pub fn allowed(&self, lineage: &Lineage<'_>, work: &mut usize) -> Option<Allowed> {
        let forest = lineage.forest;
        let mut allowed: Allowed = vec![None; self.values.len()];
        *work += allowed.len();
        let tests = lineage.tests.iter().map(|(node, yes)| (*node, Err(*yes)));
        for (node, says) in tests.chain(lineage.at.map(|(node, goal)| (node, Ok(goal)))) {
            let slot = forest.slot(node);
            let Some(c) = self.lanes.column(slot) else { continue };
            let (Some(held), values) = (self.held[c].get(&slot), &self.values[c]) else { continue };
            let left = allowed[c].take().unwrap_or_else(|| values.answered());
            *work += left.len();
            let fits = |value: &u32| {
                let x = forest.trees.input(held[*value as usize]);
                match says {
                    Err(yes) => forest.trees.says_yes(node, x) == yes,
                    Ok(goal) => forest.of_test(node, x, true) == Some(goal),
                }
            };
            let left: Vec<u32> = left.into_iter().filter(fits).collect();
            if left.is_empty() && values.complete {
                return None;
            }
            allowed[c] = if left.is_empty() { None } else { Some(left) };
        }
        if lineage.lacks.is_empty() { Some(allowed) } else { self.lacking(lineage, allowed) }
    }

    /// What is left where one of the columns that a linear leaf reads is missing.
    fn lacking(&self, lineage: &Lineage<'_>, mut allowed: Allowed) -> Option<Allowed> {
        lineage
            .lacks
            .iter()
            .find_map(|column| {
                let slot = lineage.forest.slots[*column as usize];
                let c = self.lanes.column(slot)?;
                let held = self.held[c].get(&slot)?;
                let mut left = allowed[c].clone().unwrap_or_else(|| self.values[c].answered());
                left.retain(|value| held[*value as usize].is_nan());
                Some((c, left)).filter(|(_, left)| !left.is_empty())
            })
            .map(|(c, left)| {
                allowed[c] = Some(left);
                allowed
            })
    }

    /// The ways to a goal, or the closest to one.
    pub fn way(&self, goal: usize, work: &mut usize) -> Option<Allowed> {
        match self.goals.neighbour(goal) {
            _ if self.goals.by_chance(goal) => {
                let mut allowed = vec![None; self.values.len()];
                if let Some((column, value)) = self.value(goal) {
                    allowed[column] = Some(vec![value as u32]);
                }
                Some(allowed)
            }
            Some((of, row)) => Some(self.close(of.slots, row)),
            None => self.allowed(&self.goals.lineage(goal), work),
        }
    }

    /// Ordinary values of each column that are close to a row of a model, not the row.
    fn close(&self, slots: &[u32], row: &[f64]) -> Allowed {
        let mut far: Vec<Vec<f64>> = self.values.iter().map(|values| vec![0.0; values.len()]).collect();
        for (slot, cell) in slots.iter().zip(row) {
            let Some(c) = self.lanes.column(*slot) else { continue };
            let held = self.held[c].get(slot).map_or(&[][..], |held| held);
            far[c].iter_mut().zip(held).for_each(|(far, x)| *far += (x - cell).abs());
        }
        let closest = |(values, far): (&Values, &Vec<f64>)| {
            let mut plain = values.plain.clone();
            plain.sort_by(|a, b| far[*a as usize].total_cmp(&far[*b as usize]));
            plain.truncate(CLOSE);
            Some(plain).filter(|plain| !plain.is_empty())
        };
        self.values.iter().zip(&far).map(closest).collect()
    }

    /// What rows can have in a slot that one column decides.
    pub fn held(&self, slot: u32) -> Option<Vec<f64>> {
        let c = self.lanes.column(slot)?;
        let held = self.held[c].get(&slot)?;
        let complete = self.values[c].complete;
        complete.then(|| self.values[c].answered().iter().map(|value| held[*value as usize]).collect())
    }

    /// The inputs with which rows reach a test of the `forest`th trees of the pipeline, or
    /// values that stand for them all: none, if no row does. `None` where it is not known.
    pub fn inputs(&self, forest: usize, node: usize) -> Option<Vec<f64>> {
        let forest = &self.goals.forests[forest];
        let Some(allowed) = self.allowed(&forest.way(node), &mut 0) else { return Some(Vec::new()) };
        let slot = forest.slot(node);
        let c = self.lanes.column(slot).filter(|c| self.values[*c].complete)?;
        let held = self.held[c].get(&slot)?;
        let values = allowed[c].clone().unwrap_or_else(|| self.values[c].answered());
        Some(values.iter().map(|value| forest.trees.input(held[*value as usize])).collect())
    }

    /// For each row of the table of leaves whether a row of the model can reach it, as far as
    /// is known.
    pub fn reachable_leaves(&self, forest: usize) -> Vec<bool> {
        let forest = &self.goals.forests[forest];
        let mut reachable = vec![false; forest.trees.leaves.len()];
        for (way, leaf) in forest.ways() {
            reachable[leaf] |= self.allowed(&way, &mut 0).is_some();
        }
        reachable
    }

    /// For each leaf with a linear model whether a row that lacks one of its cells can reach
    /// it, as far as is known.
    pub fn lacking_leaves(&self, forest: usize) -> Vec<bool> {
        let forest = &self.goals.forests[forest];
        let mut lacking = vec![false; forest.trees.leaves.len()];
        for (way, leaf) in forest.ways() {
            let lacks = forest.terms(leaf);
            lacking[leaf] |= !lacks.is_empty() && self.allowed(&Lineage { lacks, ..way }, &mut 0).is_some();
        }
        lacking
    }

    /// Leaves that the rows of a table reach, and those that any row can, as far as a
    /// second's work can tell.
    pub fn leaves(&self, predictor: &Predictor, table: &Table) -> (u64, u64) {
        let mut reached = vec![false; self.goals.leaf.len()];
        asked::each(predictor, table, |asked| self.goals.reached(asked, None, |goal| reached[goal] = true));
        let (mut covered, mut all, mut work) = (0, 0, 0);
        for goal in (0..reached.len()).filter(|goal| self.goals.leaf[*goal]) {
            covered += u64::from(reached[goal]);
            let can = reached[goal] || work > WORK || self.allowed(&self.goals.lineage(goal), &mut work).is_some();
            all += u64::from(can);
        }
        (covered, all)
    }
}
