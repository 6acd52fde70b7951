//! Leaving out what nothing reads: an operator may give more than the graph goes on with.

use super::graph::Builder;
use windowbox::pipeline::{Decision, Task};
use windowbox::{Node, Target};

impl Builder<'_> {
    /// Drops nodes that no answer depends on, and numbers the slots anew.
    pub fn prune(&mut self, targets: &mut [Target]) {
        let mut used = vec![false; self.types.len()];
        targets.iter_mut().for_each(|target| each(target, |slot| used[*slot as usize] = true));
        let mut kept: Vec<Node> = Vec::new();
        for node in std::mem::take(&mut self.nodes).into_iter().rev() {
            if node.writes.iter().any(|slot| used[*slot as usize]) {
                node.reads.iter().for_each(|slot| used[*slot as usize] = true);
                kept.push(node);
            }
        }
        let (mut slots, mut next) = ((0..used.len() as u32).collect::<Vec<_>>(), self.columns.len() as u32);
        for mut node in kept.into_iter().rev() {
            node.reads.iter_mut().for_each(|slot| *slot = slots[*slot as usize]);
            for slot in &mut node.writes {
                slots[*slot as usize] = next;
                *slot = next;
                next += 1;
            }
            self.nodes.push(node);
        }
        targets.iter_mut().for_each(|target| each(target, |slot| *slot = slots[*slot as usize]));
    }
}

/// Every slot that a target reads.
fn each(target: &mut Target, mut visit: impl FnMut(&mut u32)) {
    target.slots.iter_mut().for_each(&mut visit);
    if let Task::Classification { decision: Decision::Coded { slot }, .. } = &mut target.task {
        visit(slot);
    }
}
