//! Every kernel equals the plain predictor, bit for bit, over ensembles and rows that are
//! drawn to meet: thresholds come from a small pool, and cells from the same one.

use super::super::{MISSING_YES, TreeBuilder, Trees, Treetop, ZERO_MISSING};
use super::*;
use crate::slots::{Operation, SlotType};
use proptest::prelude::*;

/// A generator of its own: an ensemble is drawn from one number.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        self.0 >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn number(&mut self) -> f64 {
        (self.next() as f64 / (1u64 << 30) as f64 - 1.0) * self.pick(&[1.0, 10.0, 1e-3])
    }
}

const SPECIAL: [f64; 15] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    -0.5,
    2.0,
    1e-36,
    -1e-36,
    1e39,
    f32::MAX as f64,
    f64::MAX,
    f64::INFINITY,
    f64::NEG_INFINITY,
    5e-324,
    0.1,
];

struct Kind {
    columns: u32,
    outputs: u32,
    /// Leaves of a tree at most.
    leaves: usize,
    categories: bool,
    missing: bool,
    pool: Vec<f64>,
}

fn kind(draw: &mut Draw) -> Kind {
    let (columns, outputs) = (1 + draw.below(6) as u32, draw.pick(&[1, 1, 1, 2, 3]));
    let leaves = draw.pick(&[1, 2, 5, 31, 64, 256, 300]);
    let count = draw.pick(&[1, 10, 40, 400]);
    let mut pool: Vec<f64> = (0..count).map(|_| draw.number()).collect();
    if draw.one_in(3) {
        pool.extend(SPECIAL);
    }
    Kind { columns, outputs, leaves, categories: draw.one_in(3), missing: draw.one_in(2), pool }
}

/// Splits leaves until there are enough: anywhere, or always the last, for a chain.
fn grow(draw: &mut Draw, kind: &Kind, width: usize) -> Vec<Treetop> {
    let leaf = |draw: &mut Draw| Treetop::Leaf((0..width).map(|_| f64::from(draw.number() as f32)).collect());
    let (leaves, chain) = (1 + draw.below(kind.leaves), draw.one_in(4));
    let mut nodes = vec![leaf(draw)];
    let mut open = vec![0];
    while open.len() < leaves {
        let at = if chain { open.len() - 1 } else { draw.below(open.len()) };
        let node = open.swap_remove(at);
        let (column, missing_yes) = (draw.below(kind.columns as usize) as u32, !kind.missing || draw.one_in(2));
        let (yes, no) = (nodes.len(), nodes.len() + 1);
        nodes[node] = if kind.categories && column % 2 == 0 {
            let codes = (0..1 + draw.below(4)).map(|_| draw.below(40) as u32).collect();
            Treetop::Category { column, codes, missing_yes, yes, no }
        } else {
            Treetop::Number { column, threshold: draw.pick(&kind.pool), missing_yes, yes, no }
        };
        nodes.extend([leaf(draw), leaf(draw)]);
        open.extend([yes, no]);
    }
    nodes
}

fn ensemble(draw: &mut Draw, kind: &Kind) -> Trees {
    let mut builder = TreeBuilder::new(kind.columns, kind.outputs);
    let (vectors, oblivious) = (draw.one_in(3), draw.one_in(5));
    for _ in 0..1 + draw.below(20) {
        let target = (!vectors).then(|| draw.below(kind.outputs as usize) as u32);
        let width = if vectors { kind.outputs as usize } else { 1 };
        if oblivious {
            let test =
                |draw: &mut Draw| (draw.below(kind.columns as usize) as u32, draw.pick(&kind.pool), draw.one_in(2));
            let tests: Vec<_> = (0..draw.below(10)).map(|_| test(draw)).collect();
            let leaves: Vec<f64> = (0..width << tests.len()).map(|_| f64::from(draw.number() as f32)).collect();
            builder.oblivious(&tests, &leaves, target);
        } else {
            builder.tree(&grow(draw, kind, width), target).unwrap();
        }
    }
    adjusted(draw, builder.finish())
}

/// The numbers that libraries differ in.
fn adjusted(draw: &mut Draw, mut trees: Trees) -> Trees {
    (trees.input, trees.sum) = draw.pick(&[
        (Precision::F32, Precision::F32),
        (Precision::F32, Precision::F64),
        (Precision::F64, Precision::F64),
        (Precision::F64, Precision::F32),
    ]);
    trees.leaf = if draw.one_in(4) { Precision::F64 } else { Precision::F32 };
    trees.start.iter_mut().for_each(|start| *start = f64::from(draw.number() as f32));
    (trees.divisor, trees.scale) = draw.pick(&[(1.0, 1.0), (3.0, 1.0), (1.0, 0.5)]);
    trees.zero_band = draw.pick(&[0.0, 0.0, 1e-35]);
    let zeros = draw.one_in(4);
    for node in (0..trees.column.len()).filter(|node| trees.column[*node] != super::super::LEAF) {
        if zeros && draw.one_in(2) {
            trees.flags[node] |= ZERO_MISSING;
        }
        assert!(trees.flags[node] & !(MISSING_YES | ZERO_MISSING | super::super::CATEGORY) == 0);
    }
    trees
}

/// A cell on, beside or far from a threshold, or a code, or missing.
fn cell(draw: &mut Draw, kind: &Kind) -> f64 {
    let near = draw.pick(&kind.pool);
    match draw.below(10) {
        0 => near.next_up(),
        1 => near.next_down(),
        2 => f64::from((near as f32).next_up()),
        3 => f64::from((near as f32).next_down()),
        4 => draw.pick(&SPECIAL),
        5 if kind.missing => f64::NAN,
        6 => draw.below(70) as f64 - 2.0,
        7 => draw.number(),
        _ => near,
    }
}

fn compare(seed: u64, rows: usize) {
    let mut draw = Draw(seed);
    let kind = kind(&mut draw);
    let trees = ensemble(&mut draw, &kind);
    trees.check(&vec![SlotType::number(Precision::F64, true); kind.columns as usize]).unwrap();
    let cells: Vec<f64> = (0..rows * kind.columns as usize).map(|_| cell(&mut draw, &kind)).collect();
    let slots: Vec<u32> = (0..kind.columns).collect();
    let columns = Columns::new(rows, &slots, &cells, &[]);
    let mut wanted = vec![0.0; rows * kind.outputs as usize];
    trees.apply(columns, &mut wanted);
    let bits = |v: &[f64]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    let engine = Engine::new(&trees);
    let mut got = vec![f64::NAN; wanted.len()];
    engine.apply(&trees, columns, &mut got);
    assert_eq!(bits(&got), bits(&wanted), "seed {seed}, {rows} rows, by the number of rows");
    // And each kernel where the other would be taken.
    for (alone, name) in [(Engine::stepping(&trees), "stepping"), (Engine::slicing(&trees), "slicing")] {
        got.fill(f64::NAN);
        if let Some(alone) = alone {
            alone.apply(&trees, columns, &mut got);
            assert_eq!(bits(&got), bits(&wanted), "seed {seed}, {rows} rows, {name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 20_000 }))]

    #[test]
    fn kernels_have_the_bits_of_the_plain_predictor(
        seed in any::<u64>(),
        rows in prop_oneof![1usize..60, Just(128), Just(129), 500usize..530, Just(1100)],
    ) {
        compare(seed, rows);
    }
}

/// A model that a kernel refuses is answered all the same, and so must be said aloud: these
/// are not refused.
#[test]
fn the_commonest_ensembles_have_both_kernels() {
    for (input, sum) in
        [(Precision::F32, Precision::F32), (Precision::F32, Precision::F64), (Precision::F64, Precision::F64)]
    {
        let mut draw = Draw(7);
        let kind = Kind { columns: 4, outputs: 1, leaves: 200, categories: false, missing: true, pool: vec![0.5, 1.5] };
        let mut builder = TreeBuilder::new(4, 1);
        (0..9).for_each(|_| drop(builder.tree(&grow(&mut draw, &kind, 1), Some(0)).unwrap()));
        let mut trees = builder.finish();
        (trees.input, trees.sum, trees.leaf) = (input, sum, Precision::F32);
        assert!(step::kernel(&trees).is_some() && slice::kernel(&trees).is_some(), "{input:?} {sum:?}");
    }
}

/// What a small file could otherwise blow up: each output of each tree has a table of its own,
/// and each column a table for each of its sets.
#[test]
fn what_would_need_large_tables_is_not_sliced() {
    let outputs = 10_000;
    let (mut draw, mut builder) = (Draw(1), TreeBuilder::new(1, outputs));
    let kind = Kind { columns: 1, outputs, leaves: 200, categories: false, missing: false, pool: vec![0.5, 1.5] };
    let shape = |node: Treetop| if let Treetop::Leaf(_) = node { Treetop::Leaf(vec![1.0; 10_000]) } else { node };
    let mut grown = Vec::new();
    while grown.len() < 100 {
        grown = grow(&mut draw, &kind, 1);
    }
    builder.tree(&grown.into_iter().map(shape).collect::<Vec<_>>(), None).unwrap();
    let wide = builder.finish();
    assert!(wide.check(&[SlotType::NUMBER]).is_ok() && slice::kernel(&wide).is_none());

    let sets = |columns: u32| {
        let mut builder = TreeBuilder::new(columns, 1);
        for column in 0..columns {
            let test = Treetop::Category { column, codes: vec![65_535], missing_yes: false, yes: 1, no: 2 };
            builder.tree(&[test, Treetop::Leaf(vec![1.0]), Treetop::Leaf(vec![2.0])], Some(0)).unwrap();
        }
        let trees = builder.finish();
        assert!(trees.check(&vec![SlotType::NUMBER; columns as usize]).is_ok());
        slice::kernel(&trees).is_some()
    };
    assert!(sets(5) && !sets(600));
}
