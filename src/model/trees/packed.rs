//! How trees lie in the file: shapes as bits, tests as [`table`] has them, leaves numbered
//! as they first come. Children are implied, since the nodes lie level by level. Reading is
//! one scan that writes the arrays. Covers lie elsewhere: no prediction asks for them.

use super::table::{self, Table};
use super::{LEAF, LinearLeaves, MISSING_YES, NODE_LIMIT, PLAIN, Trees};
use crate::codec::{Pack, Reader, Writer};
use crate::slots::Precision;

/// The small fields, in the order of the file.
type Head = (u32, u32, Precision, Precision, Precision, f64, f64, f64);

impl Pack for Trees {
    fn write(&self, writer: &mut Writer) {
        let head: Head =
            (self.columns, self.outputs, self.input, self.leaf, self.sum, self.zero_band, self.divisor, self.scale);
        writer.put(&(head, self.shared));
        for array in [&self.start, &self.bias, &self.leaves] {
            writer.array(array);
        }
        for array in [&self.target, &self.depth, &self.base, &self.set_first, &self.set_words] {
            writer.array(array);
        }
        table::write(self, writer);
        for array in [self.shape(), self.missing()].into_iter().chain(self.numbers()) {
            writer.array(&array);
        }
        self.linear.write(writer);
    }

    fn read(r: &mut Reader<'_>) -> Self {
        let (head, shared): (Head, bool) = r.get();
        let (columns, outputs, input, leaf, sum, zero_band, divisor, scale) = head;
        let mut trees = Self {
            columns,
            outputs,
            input,
            leaf,
            sum,
            zero_band,
            divisor,
            scale,
            start: r.array(),
            bias: r.array(),
            leaves: r.array(),
            cover: Vec::new(),
            target: r.array(),
            depth: r.array(),
            base: r.array(),
            set_first: r.array(),
            set_words: r.array(),
            linear: LinearLeaves::default(),
            shared,
            first: Vec::new(),
            column: Vec::new(),
            threshold: Vec::new(),
            index: Vec::new(),
            yes: Vec::new(),
            no: Vec::new(),
            flags: Vec::new(),
        };
        let table = Table::read(shared, r);
        let [shape, missing, fresh] = core::array::from_fn(|_| Bits { words: r.array(), at: 0 });
        let laid = Nodes { table, shape, missing, fresh, named: r.array(), name: 0, leaf: 0 }.lay(&mut trees);
        r.ensure(laid == Some(true));
        trees.linear = LinearLeaves::read(r);
        trees
    }
}

impl Trees {
    /// A bit a node: it is a test.
    fn shape(&self) -> Vec<u32> {
        bits(self.column.iter().map(|column| *column != LEAF))
    }

    /// A bit a test: a missing cell goes the way of yes.
    fn missing(&self) -> Vec<u32> {
        let tests = self.flags.iter().zip(&self.column).filter(|(_, column)| **column != LEAF);
        bits(tests.map(|(flags, _)| flags & MISSING_YES != 0))
    }

    /// A bit a leaf: its number is the next that no such leaf had; and the numbers of the others.
    fn numbers(&self) -> [Vec<u32>; 2] {
        let leaves = self.index.iter().zip(&self.column).filter(|(_, column)| **column == LEAF);
        let (mut next, mut named) = (0, Vec::new());
        let fresh = bits(leaves.map(|(number, _)| {
            let is = *number == next;
            if is {
                next += 1
            } else {
                named.push(*number)
            }
            is
        }));
        [fresh, named]
    }
}

/// What the file says of nodes.
struct Nodes {
    table: Table,
    shape: Bits,
    missing: Bits,
    fresh: Bits,
    named: Vec<u32>,
    /// How many named and fresh leaves were read.
    name: usize,
    leaf: u32,
}

impl Nodes {
    /// Writes the arrays of nodes, and says whether all was used. What cannot be a tree is
    /// left to `check`, but for what leads out of an array.
    fn lay(mut self, trees: &mut Trees) -> Option<bool> {
        let nodes = self.count(&trees.depth)?;
        trees.column = vec![LEAF; nodes];
        trees.threshold = vec![0.0; nodes];
        trees.flags = vec![0; nodes];
        [trees.index, trees.yes, trees.no] = core::array::from_fn(|_| vec![0; nodes]);
        let mut node = 0;
        for t in 0..trees.depth.len() {
            trees.first.push(node as u32);
            node = self.tree(trees, trees.depth[t], node)?;
        }
        trees.first.push(node as u32);
        let ended = self.shape.ended() && self.missing.ended() && self.fresh.ended() && self.table.ended();
        Some(node == nodes && ended && self.name == self.named.len())
    }

    /// Writes the nodes of a tree from `node` on; where the next tree begins. A function of its
    /// own: while it runs for the first trees, engines compile a faster one for the others.
    #[inline(never)]
    fn tree(&mut self, trees: &mut Trees, depth: u32, mut node: usize) -> Option<usize> {
        let plain = depth == PLAIN;
        let mut end = node + if plain { 1 } else { depth as usize };
        while node < end {
            let index = trees.index.get_mut(node)?;
            if self.shape.next() {
                let test = self.table.take()?;
                *index = test.set;
                trees.column[node] = test.column;
                trees.threshold[node] = test.threshold;
                trees.flags[node] = test.flags | u8::from(self.missing.next());
                if plain {
                    (trees.yes[node], trees.no[node]) = (end as u32, end as u32 + 1);
                    end += 2;
                }
            } else if self.fresh.next() {
                *index = self.leaf;
                self.leaf += 1;
            } else {
                *index = *self.named.get(self.name).filter(|number| **number != self.leaf)?;
                self.name += 1;
            }
            node += 1;
        }
        Some(node)
    }

    /// How many nodes: a plain tree has one more leaf than tests.
    fn count(&self, depth: &[u32]) -> Option<usize> {
        let (mut inner, mut nodes) = (self.table.len(), self.table.len());
        for depth in depth {
            match *depth {
                PLAIN => nodes += 1,
                depth => inner = inner.checked_sub(depth as usize)?,
            }
        }
        Some(nodes + inner).filter(|nodes| *nodes <= NODE_LIMIT)
    }
}

/// Bits in words, the lowest first.
struct Bits {
    words: Vec<u32>,
    at: usize,
}

impl Bits {
    /// The next bit; none is set behind the last word.
    #[inline]
    fn next(&mut self) -> bool {
        let word = self.words.get(self.at / 32).map_or(0, |word| word >> (self.at % 32));
        self.at += 1;
        word & 1 == 1
    }

    /// Whether there is no further word, nor a bit that is set.
    fn ended(&self) -> bool {
        let behind = |word: &u32| !self.at.is_multiple_of(32) && word >> (self.at % 32) != 0;
        self.words.len() == self.at.div_ceil(32) && !self.words.last().is_some_and(behind)
    }
}

fn bits(set: impl Iterator<Item = bool>) -> Vec<u32> {
    let mut words = Vec::new();
    for (i, set) in set.enumerate() {
        if i % 32 == 0 {
            words.push(0);
        }
        words[i / 32] |= u32::from(set) << (i % 32);
    }
    words
}
