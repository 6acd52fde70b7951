//! Ensembles for the bit-sliced kernel: trees of up to 256 leaves, many rows.

use std::sync::Mutex;

use kernels::sliced::{Builder, LEAVES, Lane, Node, Outputs, Scratch, Sliced, Tall, Triple};
use kernels::{Reading, Real, Sets, Test};

use super::super::{ALL, CATEGORY, LEAF, MISSING_YES, PLAIN, Trees, ZERO_MISSING};
use super::{Kernel, cut};
use crate::slots::Precision;
use crate::sort::sort;

/// The largest code that a table of sets is made for.
const CODES: usize = 1 << 16;
/// The mark of no row: see [`Node::right`].
const END: u8 = (LEAVES - 1) as u8;

pub(super) fn kernel(trees: &Trees) -> Option<Box<dyn Kernel>> {
    let nodes = |tree: usize| (trees.first[tree + 1] - trees.first[tree]) as usize;
    let small = |tree: usize| match trees.depth[tree] {
        PLAIN => nodes(tree) < 2 * LEAVES,
        depth => depth <= 8,
    };
    if !trees.linear.is_empty() || trees.trees() == 0 || !(0..trees.trees()).all(small) {
        return None;
    }
    match (trees.input, trees.sum, trees.leaf) {
        (Precision::F32, Precision::F32, Precision::F32) => Bits::<f32, f32>::lay_out(trees),
        (Precision::F32, Precision::F64, _) => Bits::<f32, f64>::lay_out(trees),
        (Precision::F64, Precision::F64, _) => Bits::<f64, f64>::lay_out(trees),
        _ => None,
    }
}

struct Bits<T, S> {
    kernel: Sliced<T, S>,
    scratch: Mutex<Scratch<T, S>>,
}

impl<T: Real, S: Real> Kernel for Bits<T, S> {
    fn run(&self, _: &Trees, columns: &[&[f64]], rows: usize, sums: &mut [f64]) {
        match self.scratch.try_lock() {
            Ok(mut scratch) => self.kernel.run(columns, rows, &mut scratch, sums),
            // Another thread is at work in it.
            Err(_) => self.kernel.run(columns, rows, &mut Scratch::default(), sums),
        }
    }
}

impl<T: Real, S: Real> Bits<T, S> {
    fn lay_out(trees: &Trees) -> Option<Box<dyn Kernel>> {
        let mut planes = Planes { of: vec![0; trees.column.len()], next: 1 };
        let lanes = planes.lanes::<T>(trees)?;
        let sets = planes.sets(trees)?;
        let start = trees.start.iter().map(|start| S::of(*start)).collect();
        let mut builder = Builder::<T, S>::new(lanes, sets, start, trees.columns as usize)?;
        for tree in 0..trees.trees() {
            match trees.depth[tree] {
                PLAIN => builder.tree(&tall(trees, tree, &planes.of)?, outputs(trees, tree))?,
                _ => oblivious(trees, tree, &planes.of, &mut builder)?,
            }
        }
        Some(Box::new(Bits { kernel: builder.finish(), scratch: Mutex::default() }))
    }
}

/// The plane of each node, and the number of the next.
struct Planes {
    of: Vec<u32>,
    next: usize,
}

/// The nodes with one kind of test of each column: `key` says which column, if any.
fn by_column(trees: &Trees, key: impl Fn(usize) -> Option<usize>, keys: usize) -> Vec<Vec<u32>> {
    let mut nodes = vec![Vec::new(); keys];
    let inner = (0..trees.column.len()).filter(|node| trees.column[*node] != LEAF);
    inner.filter_map(|node| Some((key(node)?, node))).for_each(|(key, node)| nodes[key].push(node as u32));
    nodes
}

impl Planes {
    /// The numeric tests: a lane for each column, two where some nodes take 0 for missing.
    fn lanes<T: Real>(&mut self, trees: &Trees) -> Option<Vec<Lane<T>>> {
        let key = |node: usize| {
            let zero = usize::from(trees.flags[node] & ZERO_MISSING != 0);
            (trees.flags[node] & CATEGORY == 0).then(|| 2 * trees.column[node] as usize + zero)
        };
        let nodes = by_column(trees, key, 2 * trees.columns as usize);
        let lanes = nodes.iter().enumerate().filter(|(_, nodes)| !nodes.is_empty());
        lanes.map(|(key, nodes)| self.lane(trees, key / 2, key % 2 == 1, nodes)).collect()
    }

    fn lane<T: Real>(&mut self, trees: &Trees, column: usize, zero_missing: bool, nodes: &[u32]) -> Option<Lane<T>> {
        let right = |node: &u32| trees.flags[*node as usize] & MISSING_YES == 0;
        let cut = |node: &u32| cut(trees, *node as usize);
        let mut cuts: Vec<f64> = nodes.iter().map(cut).collect();
        sort(&mut cuts, |a, b| a < b);
        cuts.dedup();
        let place = |node: &u32| cuts.partition_point(|c| *c < cut(node));
        // Bit 0: some node sends missing left; bit 1: some node sends it right.
        let mut ways = vec![0u8; cuts.len()];
        nodes.iter().for_each(|node| ways[place(node)] |= 1 << u8::from(right(node)));
        let with = |way: u8| (0..cuts.len() as u32).filter(|cut| ways[*cut as usize] == way).collect::<Vec<u32>>();
        let copies = with(3);
        for node in nodes {
            let cut = place(node);
            let copy = if right(node) { copies.binary_search(&(cut as u32)).ok() } else { None };
            self.of[*node as usize] = (self.next + copy.map_or(cut, |copy| cuts.len() + copy)) as u32;
        }
        self.next += cuts.len() + copies.len();
        let reading = Reading { zero_missing, band: trees.zero_band };
        Lane::new(column, reading, cuts.iter().map(|c| T::of(*c)).collect(), with(2), copies)
    }

    /// The tests of sets: equal ones once.
    fn sets(&mut self, trees: &Trees) -> Option<Vec<Sets>> {
        let key = |node: usize| (trees.flags[node] & CATEGORY != 0).then(|| trees.column[node] as usize);
        let nodes = by_column(trees, key, trees.columns as usize);
        let columns = nodes.iter().enumerate().filter(|(_, nodes)| !nodes.is_empty());
        columns.map(|(column, nodes)| self.column_sets(trees, column, nodes)).collect()
    }

    fn column_sets(&mut self, trees: &Trees, column: usize, nodes: &[u32]) -> Option<Sets> {
        let mut order: Vec<(u32, u8, u32)> =
            nodes.iter().map(|n| (trees.index[*n as usize], trees.flags[*n as usize], *n)).collect();
        sort(&mut order, |a, b| a < b);
        let mut tests = Vec::new();
        for (at, (set, flags, node)) in order.iter().enumerate() {
            if at == 0 || (order[at - 1].0, order[at - 1].1) != (*set, *flags) {
                tests.push(test(trees, *set as usize, *flags)?);
            }
            self.of[*node as usize] = (self.next + tests.len() - 1) as u32;
        }
        self.next += tests.len();
        let reading = Reading { zero_missing: false, band: trees.zero_band };
        Sets::new(column, reading, trees.input == Precision::F32, &tests)
    }
}

fn test(trees: &Trees, set: usize, flags: u8) -> Option<Test> {
    let words = &trees.set_words[trees.set_first[set] as usize..trees.set_first[set + 1] as usize];
    let inside = |code: usize| words.get(code / 32).is_some_and(|word| word >> (code % 32) & 1 == 1);
    let missing = flags & MISSING_YES == 0;
    let zero = if flags & ZERO_MISSING != 0 { missing } else { !inside(0) };
    let codes = (0..32 * words.len()).map(|code| !inside(code)).collect();
    (32 * words.len() <= CODES).then_some(Test { missing, zero, none: true, codes })
}

fn outputs(trees: &Trees, tree: usize) -> Outputs {
    match trees.target[tree] {
        ALL => Outputs { first: 0, count: trees.outputs as usize },
        target => Outputs { first: target as usize, count: 1 },
    }
}

fn oblivious<T: Real, S: Real>(trees: &Trees, tree: usize, planes: &[u32], builder: &mut Builder<T, S>) -> Option<()> {
    let tests = trees.first[tree] as usize..trees.first[tree + 1] as usize;
    let (outputs, base) = (outputs(trees, tree), trees.base[tree] as usize);
    let leaves = &trees.leaves[base * outputs.count..][..outputs.count << trees.depth[tree]];
    let leaves: Vec<S> = leaves.iter().map(|leaf| S::of(*leaf)).collect();
    builder.oblivious(&planes[tests], &leaves, outputs)
}

/// A tree with triples, or without where they would need a code of more than a byte.
fn tall<S: Real>(trees: &Trees, tree: usize, planes: &[u32]) -> Option<Tall<S>> {
    let mut height = vec![0u32; (trees.first[tree + 1] - trees.first[tree]) as usize];
    let cutter = Cutter { trees, planes, first: trees.first[tree] as usize, outputs: outputs(trees, tree) };
    for node in (0..height.len()).rev() {
        if let Some([yes, no]) = cutter.children(node) {
            height[node] = 1 + height[yes].max(height[no]);
        }
    }
    cutter.cut(&height, 2).or_else(|| cutter.cut(&height, 0))
}

/// What turns a tree into marks and triples. Nodes count from the tree's first.
struct Cutter<'a> {
    trees: &'a Trees,
    planes: &'a [u32],
    first: usize,
    outputs: Outputs,
}

impl Cutter<'_> {
    fn children(&self, node: usize) -> Option<[usize; 2]> {
        let at = self.first + node;
        let children = [self.trees.yes[at] as usize, self.trees.no[at] as usize];
        (self.trees.column[at] != LEAF).then(|| children.map(|child| child - self.first))
    }

    /// The plane of an inner node, 0 for a leaf.
    fn plane(&self, node: usize) -> u32 {
        self.children(node).map_or(0, |_| self.planes[self.first + node])
    }

    /// Parts the rows down to the subtrees of at most `low` levels, a leaf or a triple each.
    fn cut<S: Real>(&self, height: &[u32], low: u32) -> Option<Tall<S>> {
        let (parts, marks) = self.parts(height, low);
        let shift = if parts.iter().any(|part| height[*part] > 0) { 2 } else { 0 };
        let bits = shift + (usize::BITS - (parts.len() - 1).leading_zeros());
        if bits > 8 {
            return None;
        }
        let leaves = vec![S::default(); self.outputs.count << bits];
        let mut tall = Tall { nodes: Vec::new(), triples: Vec::new(), parts: parts.len(), leaves };
        self.nodes(height, low, &marks, &mut tall);
        let mut code = 0;
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                code ^= 1 << (shift + number.trailing_zeros());
            }
            self.leaves(*part, height, &mut code, &mut tall.leaves);
        }
        Some(tall)
    }

    /// The parts from left to right, and the mark of each node above them.
    fn parts(&self, height: &[u32], low: u32) -> (Vec<usize>, Vec<u8>) {
        let (mut parts, mut marks) = (Vec::new(), vec![0; height.len()]);
        let mut stack = vec![(0, false)];
        while let Some((node, seen)) = stack.pop() {
            match self.children(node) {
                Some(_) if seen => marks[node] = parts.len() as u8,
                Some([yes, no]) if height[node] > low => stack.extend([(no, false), (node, true), (yes, false)]),
                _ => parts.push(node),
            }
        }
        (parts, marks)
    }

    fn nodes<S>(&self, height: &[u32], low: u32, marks: &[u8], tall: &mut Tall<S>) {
        let mut stack = vec![(0, 0, END)];
        while let Some((node, left, right)) = stack.pop() {
            let (plane, mark) = (self.plane(node), marks[node]);
            match self.children(node) {
                Some([yes, no]) if height[node] > low => {
                    tall.nodes.push(Node { plane, left, right, mark });
                    stack.extend([(no, mark, right), (yes, left, mark - 1)]);
                }
                Some([yes, no]) => {
                    let planes = [plane, self.plane(yes), self.plane(no)];
                    tall.triples.push(Triple { planes, left, right });
                }
                None => {}
            }
        }
    }

    /// Writes the leaves of a part at their codes, from `code`; leaves behind what the next
    /// part starts from.
    fn leaves<S: Real>(&self, part: usize, height: &[u32], code: &mut usize, leaves: &mut [S]) {
        let Some([yes, no]) = self.children(part).filter(|_| height[part] > 0) else {
            return self.leaf(part, *code, leaves);
        };
        // A child that asks nothing has its parent's mark, or the one behind it.
        self.pair(yes, code, leaves);
        *code ^= if height[yes] > 0 { 2 } else { 3 };
        self.pair(no, code, leaves);
        *code ^= usize::from(height[no] == 0);
    }

    fn pair<S: Real>(&self, node: usize, code: &mut usize, leaves: &mut [S]) {
        match self.children(node) {
            None => self.leaf(node, *code, leaves),
            Some([yes, no]) => {
                self.leaf(yes, *code, leaves);
                *code ^= 1;
                self.leaf(no, *code, leaves);
            }
        }
    }

    fn leaf<S: Real>(&self, node: usize, code: usize, leaves: &mut [S]) {
        let width = self.outputs.count;
        let from = self.trees.index[self.first + node] as usize * width;
        let values = &self.trees.leaves[from..from + width];
        leaves[code * width..].iter_mut().zip(values).for_each(|(leaf, value)| *leaf = S::of(*value));
    }
}
