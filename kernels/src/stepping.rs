//! Trees of any size, a step at a time: a node's children lie side by side, so that the
//! answer of its test is added to where they begin and no branch depends on a row. Several
//! rows, or several trees of one row, are in flight, as each waits for its next node.

use crate::rank::Real;
use crate::room::get;

/// Rows, or trees, in flight: with 4 or 16 it is a third slower.
pub const FLIGHT: usize = 8;

/// A node: `x[lane] > cut` goes to the second of two children, which begin `jump` behind it.
/// A leaf has no `jump`, and a cut that nothing is above.
pub trait Node: Copy + Send + Sync + 'static {
    /// What is compared.
    type Number: Real;
    /// Whether these are worth a loop of their own for blocks of rows.
    const COMMON: bool;
    /// `None` where the numbers do not fit.
    fn new(cut: f64, lane: usize, jump: usize) -> Option<Self>;
    /// The threshold.
    fn cut(self) -> Self::Number;
    /// Which number of a row is compared.
    fn lane(self) -> usize;
    /// How far behind the children begin.
    fn jump(self) -> usize;
}

macro_rules! node {
    ($name:ident, $number:ty, $index:ty, $common:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Debug, Clone, Copy)]
        pub struct $name {
            cut: $number,
            lane: $index,
            jump: $index,
        }

        impl Node for $name {
            type Number = $number;
            const COMMON: bool = $common;
            fn new(cut: f64, lane: usize, jump: usize) -> Option<Self> {
                Some(Self { cut: cut as $number, lane: lane.try_into().ok()?, jump: jump.try_into().ok()? })
            }
            #[inline(always)]
            fn cut(self) -> $number {
                self.cut
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
node!(Small, f32, u16, true, "Eight bytes: single precision, children at most 65,535 nodes away.");
node!(Large, f64, u32, false, "Sixteen bytes: double precision.");

/// Trees that were proved: no step leaves its tree, and each leads behind the one before.
#[derive(Debug, Clone)]
pub struct Stepping<N> {
    nodes: Vec<N>,
    trees: Vec<Tree>,
    lanes: usize,
}

#[derive(Debug, Clone, Copy)]
struct Tree {
    root: usize,
    /// Steps that no row ends before.
    least: usize,
}

impl<N: Node> Stepping<N> {
    /// Trees from where they begin, over rows of `lanes` numbers; `None` where a step would
    /// leave its tree.
    pub fn new(nodes: Vec<N>, first: &[u32], lanes: usize) -> Option<Self> {
        let mut trees = Vec::with_capacity(first.len());
        let ends = first.iter().skip(1).map(|f| *f as usize).chain([nodes.len()]);
        for (root, end) in first.iter().map(|f| *f as usize).zip(ends) {
            let tree = nodes.get(root..end).filter(|tree| !tree.is_empty())?;
            let sound = |(at, node): (usize, &N)| match node.jump() {
                0 => node.cut() >= N::Number::INFINITY && node.lane() < lanes,
                jump => at + jump + 1 < tree.len() && node.lane() < lanes,
            };
            if !tree.iter().enumerate().all(sound) {
                return None;
            }
            trees.push(Tree { root, least: least(tree) });
        }
        Some(Stepping { nodes, trees, lanes })
    }

    /// How many trees.
    pub fn trees(&self) -> usize {
        self.trees.len()
    }

    /// The leaf that a row reaches in each tree, as a node.
    ///
    /// # Panics
    /// Where the row is shorter than the lanes.
    #[inline(never)]
    pub fn row(&self, row: &[N::Number], leaves: &mut [u32]) {
        assert!(row.len() >= self.lanes);
        for (trees, leaves) in self.trees.chunks(FLIGHT).zip(leaves.chunks_mut(FLIGHT)) {
            // The last group flies with its last tree several times.
            let tree = |j: usize| trees[j.min(trees.len() - 1)];
            let mut at: [usize; FLIGHT] = core::array::from_fn(|j| tree(j).root);
            let least = trees.iter().map(|t| t.least).min().unwrap_or(0);
            self.fly(&mut at, least, |_, lane| get(row, lane));
            leaves.iter_mut().zip(at).for_each(|(leaf, at)| *leaf = at as u32);
        }
    }

    /// The leaf that each row reaches in one tree, as a node. Rows lie one behind the other,
    /// `STRIDE` numbers each, and are a multiple of [`FLIGHT`].
    ///
    /// # Panics
    /// Where `STRIDE` is below the lanes, or `rows` shorter than `leaves` asks for.
    #[inline(never)]
    pub fn tree<const STRIDE: usize>(&self, tree: usize, rows: &[N::Number], leaves: &mut [u32]) {
        assert!(STRIDE >= self.lanes && rows.len() >= leaves.len() * STRIDE && leaves.len().is_multiple_of(FLIGHT));
        let Tree { root, least } = self.trees[tree];
        for (rows, leaves) in rows.chunks_exact(FLIGHT * STRIDE).zip(leaves.chunks_exact_mut(FLIGHT)) {
            let mut at = [root; FLIGHT];
            self.fly(&mut at, least, |j, lane| get(rows, j * STRIDE + lane));
            leaves.iter_mut().zip(at).for_each(|(leaf, at)| *leaf = at as u32);
        }
    }

    /// Steps until all have landed: a step of a leaf stays where it is.
    #[inline(always)]
    fn fly(&self, at: &mut [usize; FLIGHT], least: usize, x: impl Fn(usize, usize) -> N::Number) {
        let step = |j: usize, at: usize| {
            let node = get(&self.nodes, at);
            at + node.jump() + usize::from(x(j, node.lane()) > node.cut())
        };
        for _ in 0..least {
            at.iter_mut().enumerate().for_each(|(j, at)| *at = step(j, *at));
        }
        loop {
            at.iter_mut().enumerate().for_each(|(j, at)| *at = step(j, *at));
            let mut flying = 0;
            for (j, at) in at.iter_mut().enumerate() {
                *at = step(j, *at);
                flying |= get(&self.nodes, *at).jump();
            }
            if flying == 0 {
                return;
            }
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
