//! Ensembles for the bit-sliced kernel: trees of up to 256 leaves, many rows.

use std::sync::Mutex;

use kernels::sliced::{Builder, LEAVES, Node, Outputs, Scratch, Sliced, Tall, Triple};
use kernels::{Cuts, Lane, Reading, Sets, Test};

use super::super::predict::{holds, words};
use super::super::{ALL, CATEGORY, LEAF, MISSING_YES, PLAIN, Trees, ZERO_MISSING};
use super::{Kernel, Laid, cut};
use crate::slots::{Columns, Precision};
use crate::sort::sort;

/// Answers of tests to codes at most, an eighth of which are the bytes of their tables: a
/// file of few bytes could otherwise ask for a large set in thousands of columns.
const ANSWERS: usize = 1 << 25;
/// The mark of no row: see [`Node::right`].
const END: u8 = (LEAVES - 1) as u8;

pub(super) fn kernel(trees: &Trees) -> Laid {
    let nodes = |tree: usize| (trees.first[tree + 1] - trees.first[tree]) as usize;
    let small = |tree: usize| match trees.depth[tree] {
        PLAIN => nodes(tree) < 2 * LEAVES,
        depth => depth <= 8,
    };
    if !trees.linear.is_empty() || trees.trees() == 0 || !(0..trees.trees()).all(small) {
        return None;
    }
    // Doubles that are added to singles would be rounded twice.
    let exact = trees.sum == Precision::F64 || trees.leaf == Precision::F32;
    if exact { Some(Box::new(Bits { kernel: lay_out(trees)?, scratch: Mutex::default() })) } else { None }
}

struct Bits {
    kernel: Sliced,
    scratch: Mutex<Scratch>,
}

impl Kernel for Bits {
    fn run(&self, _: &Trees, columns: Columns<'_>, sums: &mut [f64]) {
        let rows = columns.rows();
        let columns: Vec<&[f64]> = (0..columns.len()).map(|i| columns.get(i)).collect();
        match self.scratch.try_lock() {
            Ok(mut scratch) => self.kernel.run(&columns, rows, &mut scratch, sums),
            // Another thread is at work in it.
            Err(_) => self.kernel.run(&columns, rows, &mut Scratch::default(), sums),
        }
    }
}

fn lay_out(trees: &Trees) -> Option<Sliced> {
    let mut planes = Planes { of: vec![0; trees.column.len()], next: 1, answers: 0 };
    let lanes = planes.lanes(trees)?;
    let sets = planes.sets(trees)?;
    let single = trees.sum == Precision::F32;
    let mut builder = Builder::new(lanes, sets, trees.start.clone(), single, trees.columns as usize)?;
    for tree in order(trees) {
        match trees.depth[tree] {
            PLAIN => builder.tree(tall(trees, tree, &planes.of)?, outputs(trees, tree))?,
            _ => oblivious(trees, tree, &planes.of, &mut builder)?,
        }
    }
    Some(builder.finish())
}

/// The trees of each output together, as the kernel adds several at once: their order among
/// themselves is that of the sum. A vector adds to all sums, and keeps the place that it has.
fn order(trees: &Trees) -> Vec<usize> {
    let mut order: Vec<usize> = (0..trees.trees()).collect();
    if !trees.target.contains(&ALL) {
        sort(&mut order, |a, b| (trees.target[*a], *a) < (trees.target[*b], *b));
    }
    order
}

/// The plane of each node, and the number of the next.
struct Planes {
    of: Vec<u32>,
    next: usize,
    /// How many answers the tables of sets hold.
    answers: usize,
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
    fn lanes(&mut self, trees: &Trees) -> Option<Vec<Lane>> {
        let key = |node: usize| {
            let zero = usize::from(trees.flags[node] & ZERO_MISSING != 0);
            (trees.flags[node] & CATEGORY == 0).then(|| 2 * trees.column[node] as usize + zero)
        };
        let nodes = by_column(trees, key, 2 * trees.columns as usize);
        let mut lanes = Vec::new();
        for (key, nodes) in nodes.iter().enumerate().filter(|(_, nodes)| !nodes.is_empty()) {
            lanes.push(self.lane(trees, key / 2, key % 2 == 1, nodes)?);
        }
        Some(lanes)
    }

    fn lane(&mut self, trees: &Trees, column: usize, zero_missing: bool, nodes: &[u32]) -> Option<Lane> {
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
        Lane::new(column, reading, Cuts::new(trees.input == Precision::F32, &cuts)?, with(2), copies)
    }

    /// The tests of sets: equal ones once.
    fn sets(&mut self, trees: &Trees) -> Option<Vec<Sets>> {
        let key = |node: usize| (trees.flags[node] & CATEGORY != 0).then(|| trees.column[node] as usize);
        let nodes = by_column(trees, key, trees.columns as usize);
        let mut sets = Vec::new();
        for (column, nodes) in nodes.iter().enumerate().filter(|(_, nodes)| !nodes.is_empty()) {
            sets.push(self.column_sets(trees, column, nodes)?);
        }
        Some(sets)
    }

    fn column_sets(&mut self, trees: &Trees, column: usize, nodes: &[u32]) -> Option<Sets> {
        let mut order: Vec<(u32, u8, u32)> =
            nodes.iter().map(|n| (trees.index[*n as usize], trees.flags[*n as usize], *n)).collect();
        sort(&mut order, |a, b| a < b);
        let mut tests: Vec<(u32, u8)> = Vec::new();
        for (set, flags, node) in order {
            if tests.last() != Some(&(set, flags)) {
                tests.push((set, flags));
            }
            self.of[node as usize] = (self.next + tests.len() - 1) as u32;
        }
        self.next += tests.len();
        let codes = tests.iter().map(|(set, _)| 32 * words(trees, *set as usize).len()).max().unwrap_or(0);
        self.answers = self.answers.saturating_add(tests.len().saturating_mul(codes));
        if self.answers > ANSWERS {
            return None;
        }
        let tests: Vec<Test> = tests.iter().map(|(set, flags)| test(trees, *set, *flags)).collect();
        let reading = Reading { zero_missing: false, band: trees.zero_band };
        Some(Sets::new(column, reading, trees.input == Precision::F32, &tests))
    }
}

fn test(trees: &Trees, set: u32, flags: u8) -> Test {
    let words = words(trees, set as usize);
    let missing = flags & MISSING_YES == 0;
    let zero = if flags & ZERO_MISSING != 0 { missing } else { !holds(words, 0) };
    Test { missing, zero, none: true, codes: (0..32 * words.len()).map(|code| !holds(words, code)).collect() }
}

fn outputs(trees: &Trees, tree: usize) -> Outputs {
    let (first, count) = trees.outputs_of(tree);
    Outputs { first, count }
}

fn oblivious(trees: &Trees, tree: usize, planes: &[u32], builder: &mut Builder) -> Option<()> {
    let tests = trees.first[tree] as usize..trees.first[tree + 1] as usize;
    let (outputs, base) = (outputs(trees, tree), trees.base[tree] as usize);
    let leaves = &trees.leaves[base * outputs.count..][..outputs.count << trees.depth[tree]];
    builder.oblivious(&planes[tests], leaves.to_vec(), outputs)
}

/// A tree with triples, or without where they would need a code of more than a byte.
fn tall(trees: &Trees, tree: usize, planes: &[u32]) -> Option<Tall> {
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
    fn cut(&self, height: &[u32], low: u32) -> Option<Tall> {
        let (parts, marks) = self.parts(height, low);
        let shift = if parts.iter().any(|part| height[*part] > 0) { 2 } else { 0 };
        let bits = shift + (usize::BITS - (parts.len() - 1).leading_zeros());
        if bits > 8 {
            return None;
        }
        let leaves = vec![0.0; self.outputs.count << bits];
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

    fn nodes(&self, height: &[u32], low: u32, marks: &[u8], tall: &mut Tall) {
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
    fn leaves(&self, part: usize, height: &[u32], code: &mut usize, leaves: &mut [f64]) {
        let Some([yes, no]) = self.children(part).filter(|_| height[part] > 0) else {
            return self.leaf(part, *code, leaves);
        };
        // A child that asks nothing has its parent's mark, or the one behind it.
        self.pair(yes, code, leaves);
        *code ^= if height[yes] > 0 { 2 } else { 3 };
        self.pair(no, code, leaves);
        *code ^= usize::from(height[no] == 0);
    }

    fn pair(&self, node: usize, code: &mut usize, leaves: &mut [f64]) {
        match self.children(node) {
            None => self.leaf(node, *code, leaves),
            Some([yes, no]) => {
                self.leaf(yes, *code, leaves);
                *code ^= 1;
                self.leaf(no, *code, leaves);
            }
        }
    }

    fn leaf(&self, node: usize, code: usize, leaves: &mut [f64]) {
        let width = self.outputs.count;
        let from = self.trees.index[self.first + node] as usize * width;
        leaves[code * width..][..width].copy_from_slice(&self.trees.leaves[from..from + width]);
    }
}
