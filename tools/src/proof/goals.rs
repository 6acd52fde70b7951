//! Goals: what rows should reach in the trees of a model. Each leaf; of each numeric
//! test the values next to its threshold on both sides, and missing; of each category
//! test every code; of each leaf with a linear model also a cell that it lacks. Of nearest
//! neighbours each training row: to be asked. And [`Places`].

use super::asked::Asked;
use super::effects::Effects;
use super::forest::{Forest, Lineage};
use super::lanes::Held;
use super::places::Places;
use super::values::Values;
use windowbox::model::{Model, Nearest};
use windowbox::preprocess::{Distances, Step};
use windowbox::slots::{Columns, Operation};
use windowbox::{Node, Op, Pipeline};

/// Nearest neighbours, a goal a training row.
pub struct Neighbours<'a> {
    rows: Rows<'a>,
    pub slots: &'a [u32],
    start: usize,
}

/// Rows of which the nearest are asked.
enum Rows<'a> {
    Model(&'a Nearest),
    /// Points by whose distances this many are taken.
    Ranked(&'a Distances, usize),
}

impl<'a> Rows<'a> {
    fn of(node: &'a Node, pipeline: &Pipeline) -> Option<Self> {
        match &node.op {
            Op::Model(Model::Nearest(model)) => Some(Rows::Model(model)),
            Op::Step(Step::Distances(step)) => {
                let points = node.writes.len() as u32;
                let taken = |node: &Node| match &node.op {
                    Op::Step(Step::Rank(rank)) if rank.width == points && !rank.largest => Some(rank.k as usize),
                    _ => None,
                };
                Some(Rows::Ranked(step, pipeline.nodes.iter().find_map(taken)?))
            }
            _ => None,
        }
    }

    fn cells(&self) -> &'a [f64] {
        match self {
            Rows::Model(model) => &model.rows,
            Rows::Ranked(step, _) => &step.points,
        }
    }

    /// The rows that are asked about a row.
    fn asked(&self, row: &[f64]) -> Vec<usize> {
        match self {
            Rows::Model(model) => model.neighbours(row),
            Rows::Ranked(step, k) => {
                let mut far = vec![0.0; step.points.len() / row.len()];
                let slots: Vec<u32> = (0..row.len() as u32).collect();
                step.apply(Columns::new(1, &slots, row, &[]), &mut far);
                let mut order: Vec<usize> = (0..far.len()).collect();
                order.sort_by(|a, b| far[*a].total_cmp(&far[*b]));
                order.truncate(*k);
                order
            }
        }
    }
}

/// All goals of a model, by number.
pub struct Goals<'a> {
    pub forests: Vec<Forest<'a>>,
    neighbours: Vec<Neighbours<'a>>,
    /// The first goal of each forest, and their number at the end.
    starts: Vec<u32>,
    places: Places,
    /// The first goal of the places.
    elsewhere: usize,
    effects: Effects<'a>,
    /// Whether each is a leaf.
    pub leaf: Vec<bool>,
    /// Whether what trees answer is asked by other trees.
    pub feed: bool,
}

impl<'a> Goals<'a> {
    /// `held` has, for each column, the slots that it decides, and `column` says which
    /// column decides a slot.
    pub fn new(
        pipeline: &'a Pipeline,
        values: &[Values],
        held: &[Held],
        column: impl Fn(u32) -> Option<usize>,
    ) -> Self {
        let mut goals = Goals {
            forests: Vec::new(),
            neighbours: Vec::new(),
            starts: vec![0],
            places: Places::new(pipeline, values),
            elsewhere: 0,
            effects: Effects::new(pipeline),
            leaf: Vec::new(),
            feed: false,
        };
        let mut written: Vec<u32> = Vec::new();
        for node in &pipeline.nodes {
            if let Op::Model(Model::Trees(trees)) = &node.op {
                goals.feed |= node.reads.iter().any(|slot| written.contains(slot));
                written.extend(&node.writes);
                let shown = node.writes.iter().all(|slot| goals.effects.is_answer(*slot));
                let forest = Forest::new(trees, &node.reads, held, &column);
                goals.add(Forest { writes: &node.writes, shown, ..forest });
            }
        }
        for node in &pipeline.nodes {
            if let Some(rows) = Rows::of(node, pipeline) {
                let (start, count) = (goals.leaf.len(), rows.cells().len() / node.reads.len().max(1));
                goals.neighbours.push(Neighbours { rows, slots: &node.reads, start });
                goals.leaf.resize(start + count, false);
            }
        }
        goals.elsewhere = goals.leaf.len();
        goals.leaf.resize(goals.elsewhere + goals.places.len(), false);
        goals
    }

    fn add(&mut self, forest: Forest<'a>) {
        let (start, nodes) = (self.leaf.len(), forest.trees.column.len());
        let end = start + *forest.first.last().unwrap_or(&0) as usize;
        self.leaf.resize(end, false);
        self.leaf[start + forest.first[nodes] as usize..].fill(true);
        for node in (0..nodes).filter(|node| forest.trees.is_leaf(*node)) {
            self.leaf[start + forest.first[node] as usize] = true;
        }
        self.forests.push(forest);
        self.starts.push(end as u32);
    }

    /// The slot and the position of its column's value that reaches a goal, where that is
    /// one value.
    pub fn value(&self, goal: usize) -> Option<(u32, usize)> {
        if goal >= self.elsewhere {
            return self.places.value(goal - self.elsewhere);
        }
        if self.neighbour(goal).is_some() {
            return None;
        }
        let lineage = self.lineage(goal);
        let (node, place) = lineage.at?;
        let near = lineage.forest.near[node].get(place as usize)?;
        (!near.input.is_nan()).then_some((lineage.forest.slot(node), near.value as usize))
    }

    /// Visits the goals that a row reaches. Of those that are `open`, if it is said which,
    /// only where the answer depends on it: values next to a threshold count for its
    /// sides, and a test only where its opposite leads to another answer. Otherwise all of
    /// a side do.
    pub fn reached(&self, asked: &Asked<'_>, open: Option<&[bool]>, mut visit: impl FnMut(usize)) {
        for (forest, start) in self.forests.iter().zip(&self.starts) {
            let start = *start as usize;
            match open {
                None => forest.reached(asked, |goal| visit(start + goal as usize)),
                Some(open) => forest.witnessed(asked, &self.effects, &open[start..], |goal| visit(start + goal)),
            }
        }
        for neighbours in &self.neighbours {
            let row: Vec<f64> = neighbours.slots.iter().map(|slot| asked.slot(*slot)).collect();
            neighbours.rows.asked(&row).into_iter().for_each(|row| visit(neighbours.start + row));
        }
        if let Some(open) = open {
            let start = self.elsewhere;
            self.places.reached(asked, &self.effects, &open[start..], |goal| visit(start + goal));
        }
    }

    /// Whether chance alone leads to a goal.
    pub fn by_chance(&self, goal: usize) -> bool {
        goal >= self.elsewhere
    }

    /// What asking for effects cost since this was last asked.
    pub fn work(&self) -> usize {
        self.effects.work()
    }

    /// The training row that a goal is, with its model.
    pub fn neighbour(&self, goal: usize) -> Option<(&Neighbours<'a>, &[f64])> {
        let of = self.neighbours.iter().rfind(|of| of.start <= goal)?;
        Some((of, of.rows.cells().chunks_exact(of.slots.len()).nth(goal - of.start)?))
    }

    /// About what it costs to see what a row reaches.
    pub fn cost(&self) -> usize {
        let nodes: usize = self.forests.iter().map(|of| 8 * of.trees.trees() + of.slots.len()).sum();
        nodes + self.neighbours.iter().map(|of| of.rows.cells().len() / 4).sum::<usize>()
    }

    /// What must be so for a row to reach a goal.
    pub fn lineage(&self, goal: usize) -> Lineage<'_> {
        let f = self.starts.partition_point(|start| *start as usize <= goal) - 1;
        self.forests[f].lineage(goal as u32 - self.starts[f])
    }
}
