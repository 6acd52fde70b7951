//! Trees of any size, a step at a time: a node's children lie side by side, so that the
//! answer of its test is added to where they begin and no branch depends on a row. Several
//! rows, or several trees of one row, are in flight, as each waits for its next node.
//!
//! Rows that fly together lie together: their numbers in the first lane, in the second, and
//! so on. So which row it is, is a constant in an address, however many lanes there are.

use crate::rank::Real;
use crate::room::{Place, at_byte};
use core::hint::select_unpredictable;

/// Rows, or trees, in flight: with 4 or 16 it is a third slower.
pub const FLIGHT: usize = 8;

/// A node: `x[lane] > cut` goes to the second of two children, which begin `jump` behind it.
/// A leaf has no `jump`, and instead of a cut a NaN, which nothing is above: it says which leaf.
pub trait Node: Copy + Send + Sync + 'static {
    /// What is compared.
    type Number: Real;
    /// Whether these are worth a loop of their own for blocks of rows.
    const COMMON: bool;
    /// A `leaf` of a number, or a test; and whether it fits. It is made without a branch, as no
    /// processor foretells which nodes are leaves.
    fn new(leaf: bool, number: u32, cut: f64, lane: usize, jump: usize) -> (Self, bool);
    /// The threshold, or NaN.
    fn cut(self) -> Self::Number;
    /// Whether it is a leaf, without a comparison of numbers: that of a NaN is a branch.
    fn is_leaf(self) -> bool;
    /// The number of the leaf.
    fn number(self) -> u32;
    /// Where the lane of a flight begins, in bytes.
    fn lane(self) -> usize;
    /// How far behind the children begin.
    fn jump(self) -> usize;
}

macro_rules! node {
    ($name:ident, $number:ty, $bits:ty, $index:ty, $first:literal, $common:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, Copy)]
        pub struct $name {
            cut: $bits,
            lane: $index,
            jump: $index,
        }

        impl $name {
            /// The NaN of leaf 0; those behind it, and then those with a sign, are of the others.
            const FIRST: $bits = $first;
            const SIGN: $bits = 1 << (<$bits>::BITS - 1);
            /// Leaves without a sign.
            const LEAVES: u32 = if <$bits>::BITS == 32 { (1 << 23) - 1 } else { u32::MAX };
        }

        impl Node for $name {
            type Number = $number;
            const COMMON: bool = $common;
            #[inline(always)]
            fn new(leaf: bool, number: u32, cut: f64, lane: usize, jump: usize) -> (Self, bool) {
                let (page, bytes) =
                    (u32::from(number >= Self::LEAVES), lane.wrapping_mul(FLIGHT * size_of::<$number>()));
                let at = number - page * Self::LEAVES;
                let nan = Self::FIRST + <$bits>::from(at) | <$bits>::from(page) << (<$bits>::BITS - 1);
                let cut = select_unpredictable(leaf, nan, (cut as $number).to_bits());
                let jump = select_unpredictable(leaf, 0, jump);
                let node = Self { cut, lane: bytes as $index, jump: jump as $index };
                let fits = (bytes <= <$index>::MAX as usize) & (jump <= <$index>::MAX as usize);
                (node, fits & (!leaf | (at < Self::LEAVES)))
            }
            #[inline(always)]
            fn cut(self) -> $number {
                <$number>::from_bits(self.cut)
            }
            #[inline(always)]
            fn is_leaf(self) -> bool {
                self.cut & !Self::SIGN > <$number>::INFINITY.to_bits()
            }
            #[inline(always)]
            fn number(self) -> u32 {
                let page = if self.cut & Self::SIGN == 0 { 0 } else { Self::LEAVES };
                ((self.cut & !Self::SIGN) - Self::FIRST) as u32 + page
            }
            #[inline(always)]
            fn lane(self) -> usize {
                self.lane as usize
            }
            #[inline(always)]
            fn jump(self) -> usize {
                self.jump as usize
            }
        }
    };
}
node!(
    Small,
    f32,
    u32,
    u16,
    0x7f80_0001,
    true,
    "Eight bytes: single precision, 2,047 lanes, children at most 65,535 nodes away."
);
node!(Large, f64, u64, u32, 0x7ff8_0000_0000_0000, false, "Sixteen bytes: double precision.");

/// Trees that were proved: no step leaves its tree, and each leads behind the one before.
#[derive(Debug, Clone)]
pub struct Stepping<N> {
    nodes: Vec<N>,
    trees: Vec<Tree>,
    /// Bytes of a flight's numbers that nodes read.
    bytes: usize,
}

#[derive(Debug, Clone, Copy)]
struct Tree {
    root: usize,
    /// Steps that no row ends before.
    least: usize,
}

impl<N: Node> Stepping<N> {
    /// No trees, with room for so many nodes.
    pub fn new(nodes: usize) -> Self {
        Self { nodes: Vec::with_capacity(nodes), trees: Vec::new(), bytes: 0 }
    }

    /// Adds a tree; `None` where a step would leave it, or a node does not fit.
    #[inline(always)]
    pub fn add(&mut self, nodes: impl ExactSizeIterator<Item = (N, bool)>) -> Option<()> {
        let (root, count, pitch) = (self.nodes.len(), nodes.len(), FLIGHT * size_of::<N::Number>());
        let (mut sound, mut bytes) = (count > 0, self.bytes);
        self.nodes.extend(nodes.enumerate().map(|(at, (node, fits))| {
            let (jump, leaf) = (node.jump(), node.is_leaf());
            let last = at.saturating_add(jump).saturating_add(usize::from(!leaf));
            sound &= fits & (leaf == (jump == 0)) & (last < count);
            bytes = bytes.max(node.lane() + pitch);
            node
        }));
        if !sound || self.nodes.len() - root != count {
            return None;
        }
        self.bytes = bytes;
        self.trees.push(Tree { root, least: least(&self.nodes[root..]) });
        Some(())
    }

    /// How many trees.
    pub fn trees(&self) -> usize {
        self.trees.len()
    }

    /// The leaf that a row reaches in each tree: the first row of a flight.
    ///
    /// # Panics
    /// Where the flight is shorter than the lanes.
    #[inline(never)]
    pub fn row(&self, flight: &[N::Number], leaves: &mut [u32]) {
        assert!(size_of_val(flight) >= self.bytes);
        for (trees, leaves) in self.trees.chunks(FLIGHT).zip(leaves.chunks_mut(FLIGHT)) {
            // The last group flies with its last tree several times.
            let tree = |j: usize| trees[j.min(trees.len() - 1)];
            let at = core::array::from_fn(|j| Place::new(&self.nodes, tree(j).root));
            let least = trees.iter().map(|t| t.least).min().unwrap_or(0);
            let landed = fly(at, least, |_, lane| at_byte(flight, lane, 0));
            leaves.iter_mut().zip(landed).for_each(|(leaf, at)| *leaf = at.get().number());
        }
    }

    /// The leaf that each row reaches in one tree. Flights lie one behind the other, `lanes`
    /// lanes each.
    ///
    /// # Panics
    /// Where there are fewer lanes than nodes read, or fewer flights than leaves ask for.
    #[inline(never)]
    pub fn tree(&self, tree: usize, flights: &[N::Number], lanes: usize, leaves: &mut [u32]) {
        let size = lanes * FLIGHT;
        assert!(size * size_of::<N::Number>() >= self.bytes && flights.len() / size >= leaves.len().div_ceil(FLIGHT));
        let Tree { root, least } = self.trees[tree];
        for (flight, leaves) in flights.chunks_exact(size).zip(leaves.chunks_mut(FLIGHT)) {
            let landed = fly([Place::new(&self.nodes, root); FLIGHT], least, |j, lane| at_byte(flight, lane, j));
            leaves.iter_mut().zip(landed).for_each(|(leaf, at)| *leaf = at.get().number());
        }
    }
}

/// Steps until all have landed: a step of a leaf stays where it is.
#[inline(always)]
fn fly<N: Node>(
    mut at: [Place<'_, N>; FLIGHT],
    least: usize,
    x: impl Fn(usize, usize) -> N::Number,
) -> [Place<'_, N>; FLIGHT] {
    let step = |j: usize, at: &mut Place<'_, N>| {
        let node = at.get();
        *at = at.ahead(node.jump() + usize::from(x(j, node.lane()) > node.cut()));
    };
    for _ in 0..least {
        at.iter_mut().enumerate().for_each(|(j, at)| step(j, at));
    }
    loop {
        at.iter_mut().enumerate().for_each(|(j, at)| step(j, at));
        let mut flying = 0;
        for (j, at) in at.iter_mut().enumerate() {
            step(j, at);
            flying |= at.get().jump();
        }
        if flying == 0 {
            return at;
        }
    }
}

/// The depth of a tree's highest leaf.
#[inline(never)]
fn least<N: Node>(tree: &[N]) -> usize {
    let mut level = vec![0usize];
    for depth in 0.. {
        if level.iter().any(|at| tree[*at].jump() == 0) {
            return depth;
        }
        level = level.iter().flat_map(|at| [at + tree[*at].jump(), at + tree[*at].jump() + 1]).collect();
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(number: u32) -> (Small, bool) {
        Small::new(true, number, 0.0, 0, 0)
    }

    fn test(cut: f64) -> (Small, bool) {
        Small::new(false, 0, cut, 1, 1)
    }

    #[test]
    fn a_leaf_keeps_its_number() {
        for number in [0, 1, 77, (1 << 23) - 2, (1 << 23) - 1, 1 << 23, (1 << 24) - 3] {
            let (leaf, fits) = leaf(number);
            assert!(fits && leaf.cut().is_nan());
            assert_eq!((leaf.number(), leaf.jump()), (number, 0));
        }
        assert!(!leaf((1 << 24) - 2).1);
        assert!([0, u32::MAX].iter().all(|number| Large::new(true, *number, 0.0, 0, 0).0.number() == *number));
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let add = |nodes: &[(Small, bool)]| Stepping::new(9).add(nodes.iter().copied());
        assert!(add(&[test(0.5), leaf(1), leaf(2)]).is_some());
        assert!(add(&[]).is_none(), "no node");
        assert!(add(&[test(0.5), leaf(1)]).is_none(), "a child is not there");
        assert!(add(&[test(f64::NAN), leaf(1), leaf(2)]).is_none(), "a cut is NaN");
        assert!(add(&[Small::new(false, 0, 0.5, 1, 0), leaf(1), leaf(2)]).is_none(), "a test leads to itself");
        for far in [Small::new(false, 0, 0.5, 2048, 1), Small::new(false, 0, 0.5, 1, 65_536)] {
            assert!(add(&[far, leaf(1), leaf(2)]).is_none(), "it does not fit");
        }
    }

    #[test]
    #[should_panic(expected = "bytes")]
    fn a_row_without_a_lane_is_refused() {
        let mut trees = Stepping::new(3);
        trees.add([test(0.5), leaf(1), leaf(2)].into_iter()).unwrap();
        trees.row(&[0.0; FLIGHT], &mut [0]);
    }

    #[test]
    fn rows_and_trees_reach_their_leaves() {
        let mut trees = Stepping::new(6);
        [0.5, 2.5].iter().for_each(|cut| trees.add([test(*cut), leaf(4), leaf(5)].into_iter()).unwrap());
        // Two lanes, of which the second is the row's number.
        let flights: Vec<f32> = (0..4 * FLIGHT).map(|i| (i % FLIGHT + i / (2 * FLIGHT) * FLIGHT) as f32).collect();
        let mut leaves = [0; 11];
        trees.tree(1, &flights, 2, &mut leaves);
        assert_eq!(leaves, [4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5]);
        let mut leaves = [0; 2];
        trees.row(&[1.0; 2 * FLIGHT], &mut leaves);
        assert_eq!(leaves, [5, 4]);
    }
}
