//! Trees of other programs, as their arrays may lie, brought into the one form that is
//! checked and packed. The runtime, which reads only what was packed, does not carry it.

use super::build::level_order;
use super::table::is_shared;
use super::{CATEGORY, LEAF, PLAIN, Trees, single_at_most};
use crate::slots::Precision;

impl Trees {
    /// Lays the nodes of each plain tree level by level, and their covers with them, and
    /// rounds thresholds down to the precision of inputs, as they are written. No answer changes. What is no
    /// sound tree stays as it is, for `check` to tell.
    pub fn settle(&mut self) {
        if self.input == Precision::F32 {
            self.round_thresholds();
        }
        if let Some(order) = self.node_order() {
            self.lay(&order);
            self.shared = is_shared(self);
        }
    }

    /// No single lies between a threshold and the next single below it.
    fn round_thresholds(&mut self) {
        for (threshold, flags) in self.threshold.iter_mut().zip(&self.flags) {
            if flags & CATEGORY == 0 {
                *threshold = f64::from(single_at_most(*threshold));
            }
        }
    }

    /// Where each node lies now, in the order in which it should; none where the arrays do not fit.
    fn node_order(&self) -> Option<Vec<usize>> {
        let (count, nodes) = (self.trees(), self.column.len());
        let five = [self.threshold.len(), self.index.len(), self.yes.len(), self.no.len(), self.flags.len()];
        let fits = five.iter().all(|n| *n == nodes) && self.depth.len() == count && self.first.len() == count + 1;
        let climbs = self.first.first() == Some(&0) && self.first.windows(2).all(|w| w[0] <= w[1]);
        if !fits || !climbs || self.first[count] as usize != nodes {
            return None;
        }
        let mut order = Vec::with_capacity(nodes);
        for tree in 0..count {
            let (first, end) = (self.first[tree] as usize, self.first[tree + 1] as usize);
            match self.level_order(tree, first, end) {
                Some(nodes) => order.extend(nodes.iter().map(|node| first + node)),
                None => order.extend(first..end),
            }
        }
        Some(order)
    }

    fn level_order(&self, tree: usize, first: usize, end: usize) -> Option<Vec<usize>> {
        let child = |node: u32| (node as usize).checked_sub(first).unwrap_or(usize::MAX);
        let children = |node: usize| {
            let (yes, no) = (child(self.yes[first + node]), child(self.no[first + node]));
            (self.column[first + node] != LEAF).then_some([yes, no])
        };
        let order = (self.depth[tree] == PLAIN).then(|| level_order(end - first, children).ok())??;
        (order.len() == end - first).then_some(order)
    }

    fn lay(&mut self, order: &[usize]) {
        let mut place = vec![0u32; order.len()];
        order.iter().enumerate().for_each(|(at, node)| place[*node] = at as u32);
        let child = |node: &u32, column: u32| {
            if column == LEAF { *node } else { place.get(*node as usize).copied().unwrap_or(*node) }
        };
        self.cover = self.laid_covers(order);
        for children in [&mut self.yes, &mut self.no] {
            *children = order.iter().map(|node| child(&children[*node], self.column[*node])).collect();
        }
        self.column = order.iter().map(|node| self.column[*node]).collect();
        self.threshold = order.iter().map(|node| self.threshold[*node]).collect();
        self.index = order.iter().map(|node| self.index[*node]).collect();
        self.flags = order.iter().map(|node| self.flags[*node]).collect();
    }

    fn laid_covers(&self, order: &[usize]) -> Vec<f64> {
        let mut laid = Vec::with_capacity(self.cover.len());
        for (tree, covers) in self.tree_covers().enumerate() {
            let (first, end) = (self.first[tree] as usize, self.first[tree + 1] as usize);
            match self.depth[tree] == PLAIN && covers.len() == end - first {
                true => laid.extend(order[first..end].iter().map(|node| covers[node - first])),
                false => laid.extend(covers),
            }
        }
        let rest = self.cover.len() - laid.len();
        laid.extend(&self.cover[self.cover.len() - rest..]);
        laid
    }
}

#[cfg(test)]
mod tests {
    use super::super::{TreeBuilder, Treetop};
    use super::*;
    use crate::slots::{Columns, Operation, SlotType};

    const SINGLE: SlotType = SlotType::number(Precision::F32, true);

    /// Two splits and three leaves, behind another tree.
    fn trees() -> Trees {
        let split = |threshold, yes, no| Treetop::Number { column: 0, threshold, missing_yes: true, yes, no };
        let leaf = |value| Treetop::Leaf(vec![value]);
        let nodes = [split(0.5, 1, 2), split(0.25, 3, 4), leaf(3.0), leaf(1.0), leaf(2.0)];
        let mut builder = TreeBuilder::new(1, 1);
        builder.oblivious(&[(0, 0.75, false)], &[0.0, 10.0], Some(0));
        builder.tree(&nodes, Some(0)).unwrap();
        let mut trees = builder.finish();
        trees.count_cover(&[0.0, 0.3, 0.3, 1.0]);
        trees
    }

    /// The same with the second tree's nodes depth first.
    fn depth_first() -> Trees {
        let mut trees = trees();
        let order = [0, 1, 2, 4, 5, 3];
        trees.column = order.map(|n| trees.column[n]).to_vec();
        trees.threshold = order.map(|n| trees.threshold[n]).to_vec();
        trees.index = order.map(|n| trees.index[n]).to_vec();
        trees.flags = order.map(|n| trees.flags[n]).to_vec();
        (trees.yes, trees.no) = (vec![0, 2, 3, 0, 0, 0], vec![0, 5, 4, 0, 0, 0]);
        trees.cover = [0, 1, 2, 3, 5, 6, 4].map(|n| trees.cover[n]).to_vec();
        trees
    }

    fn ask(trees: &Trees, x: f64) -> f64 {
        let mut out = [0.0];
        trees.apply(Columns::new(1, &[0], &[x], &[]), &mut out);
        out[0]
    }

    #[test]
    fn nodes_of_any_order_are_laid_level_by_level() {
        let mut other = depth_first();
        assert!(other.check(&[SINGLE]).is_err(), "check takes one order only");
        assert_eq!([0.0, 0.3, 0.9, f64::NAN].map(|x| ask(&other, x)), [1.0, 2.0, 13.0, 11.0]);
        other.settle();
        assert_eq!(other, trees());
        assert!(other.check(&[SINGLE]).is_ok());
        other.settle();
        assert_eq!(other, trees(), "what is settled stays");
    }

    #[test]
    fn thresholds_between_two_singles_answer_as_the_lower() {
        for (threshold, single) in
            [(0.1, 0.1f32.next_down()), (-0.1, -0.1f32), (1e-60, 0.0), (-1e-60, -1e-45), (1e300, f32::MAX), (0.5, 0.5)]
        {
            let mut trees = trees();
            (trees.input, trees.threshold[1]) = (Precision::F32, threshold);
            let inputs = [single.next_down(), single, single.next_up(), 0.0, -0.0].map(f64::from);
            let before = inputs.map(|x| ask(&trees, x));
            trees.settle();
            assert_eq!(trees.threshold[1], f64::from(single), "{threshold}");
            assert_eq!(inputs.map(|x| ask(&trees, x)), before);
        }
    }

    #[test]
    fn what_is_no_tree_stays_as_it_is() {
        type Break = fn(&mut Trees);
        let breaks: [Break; 8] = [
            |t| t.yes[1] = 0,
            |t| t.yes[1] = 9,
            |t| t.no[1] = 2,
            |t| t.no[2] = u32::MAX,
            |t| t.first[1] = 9,
            |t| t.first.clear(),
            |t| t.flags.clear(),
            |t| t.cover.truncate(2),
        ];
        for break_it in breaks {
            let mut broken = depth_first();
            break_it(&mut broken);
            broken.settle();
            assert!(broken.check(&[SINGLE]).is_err());
        }
    }
}
