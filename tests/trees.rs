//! Random ensembles of every kind: what is packed unpacks to the same trees, which answer
//! the same, and packs again to the same bytes.
#![cfg(not(target_arch = "wasm32"))]

use proptest::prelude::*;
use windowbox::data::{Cell, Column, Schema, Table};
use windowbox::model::Model;
use windowbox::model::trees::{CATEGORY, LEAF, TreeBuilder, Trees, Treetop, ZERO_MISSING};
use windowbox::slots::Precision;
use windowbox::{Node, Op, Output, Pipeline, Predictor, Target, open, pack, unpack};

const COLUMNS: u32 = 3;

/// A small generator of numbers: proptest gives its seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }

    fn maybe(&mut self) -> bool {
        self.below(2) == 0
    }

    /// Few numbers often, any number at times; never NaN.
    fn number(&mut self) -> f64 {
        let usual = [0.0, -0.0, 1.0, 2.5, -3.0, 0.1, f64::from(0.1f32), 1e300, 5e-324, 4_294_967_296.0];
        match self.below(8) {
            0 => f64::from_bits(((self.below(1 << 30) as u64) << 32) | self.below(1 << 30) as u64),
            _ => usual[self.below(usual.len())],
        }
    }

    fn finite(&mut self) -> f64 {
        Some(self.number()).filter(|x| x.is_finite()).unwrap_or(0.5)
    }

    fn threshold(&mut self) -> f64 {
        if self.below(10) == 0 { [f64::INFINITY, f64::NEG_INFINITY][self.below(2)] } else { self.number() }
    }
}

/// A random tree in any order of its nodes, with leaves of a width or linear ones.
fn nodes(dice: &mut Dice, width: usize, linear: bool) -> Vec<Treetop> {
    let tests = dice.below(12);
    let mut nodes = vec![Treetop::Leaf(vec![])];
    let mut open = vec![0];
    for _ in 0..tests {
        let at = open.swap_remove(dice.below(open.len()));
        let (yes, no) = (nodes.len(), nodes.len() + 1);
        let (column, missing_yes) = (dice.below(COLUMNS as usize) as u32, dice.maybe());
        nodes[at] = match dice.below(4) {
            0 => {
                let codes = (0..dice.below(4)).map(|_| dice.below(70) as u32).collect();
                Treetop::Category { column, codes, missing_yes, yes, no }
            }
            _ => Treetop::Number { column, threshold: dice.threshold(), missing_yes, yes, no },
        };
        nodes.extend([Treetop::Leaf(vec![]), Treetop::Leaf(vec![])]);
        open.extend([yes, no]);
    }
    for at in open {
        nodes[at] = match linear {
            true => Treetop::Linear { value: dice.finite(), constant: dice.finite(), terms: vec![(0, dice.finite())] },
            false => Treetop::Leaf((0..width).map(|_| dice.finite()).collect()),
        };
    }
    nodes
}

fn ensemble(dice: &mut Dice) -> Trees {
    let outputs = 1 + dice.below(3);
    let (linear, vectors, mixed) = (dice.below(5) == 0, dice.maybe(), dice.below(4) == 0);
    let mut builder = TreeBuilder::new(COLUMNS, outputs as u32);
    for _ in 0..dice.below(7) {
        let vector = !linear && if mixed { dice.maybe() } else { vectors };
        let target = if vector { None } else { Some(dice.below(outputs) as u32) };
        let width = if vector { outputs } else { 1 };
        if !linear && dice.below(3) == 0 && !(mixed && outputs > 1) {
            let depth = dice.below(4);
            let tests: Vec<_> =
                (0..depth).map(|_| (dice.below(COLUMNS as usize) as u32, dice.threshold(), dice.maybe())).collect();
            let leaves: Vec<f64> = (0..width << depth).map(|_| dice.finite()).collect();
            builder.oblivious(&tests, &leaves, target);
        } else if !(mixed && outputs > 1 && vector) {
            builder.tree(&nodes(dice, width, linear), target).unwrap();
        }
    }
    adjusted(builder.finish(), dice)
}

/// What libraries do differently, and what none does: leaves in another order, or named by nobody.
fn adjusted(mut trees: Trees, dice: &mut Dice) -> Trees {
    for node in 0..trees.column.len() {
        if trees.column[node] != LEAF && trees.flags[node] & CATEGORY == 0 && dice.below(3) == 0 {
            trees.flags[node] |= ZERO_MISSING;
        }
        if trees.column[node] == LEAF && dice.below(6) == 0 {
            trees.index[node] = 0;
        }
    }
    if trees.linear == Default::default() && dice.below(3) == 0 {
        trees.leaves.extend(vec![7.0; trees.outputs as usize]);
    }
    if dice.maybe() {
        let rows: Vec<f64> = (0..COLUMNS as usize * 5).map(|_| dice.number()).collect();
        trees.count_cover(&rows);
        trees.cover.iter_mut().filter(|_| dice.below(9) == 0).for_each(|cover| *cover += 0.1);
    }
    if dice.maybe() {
        trees.input = Precision::F32;
    }
    trees.shared = dice.maybe();
    (trees.zero_band, trees.divisor) = (if dice.maybe() { 0.0 } else { 1e-35 }, 1.0 + dice.below(3) as f64);
    trees
}

fn predictor(trees: Trees) -> Predictor {
    let names = (0..COLUMNS).map(|i| Column::numeric(format!("x{i}")).or_missing()).collect();
    let outputs = trees.outputs;
    let node = Node::new(Op::Model(Model::Trees(trees)), (0..COLUMNS).collect(), COLUMNS, outputs);
    let targets = (0..outputs).map(|k| Target::regression(format!("y{k}"), COLUMNS + k)).collect();
    Pipeline::new(Schema { columns: names }, vec![node], Output { targets }).check().unwrap()
}

fn covers(pipeline: &mut Pipeline) -> &mut Vec<f64> {
    let Op::Model(model) = &mut pipeline.nodes[0].op else { panic!("a model") };
    model.covers_mut().unwrap()
}

fn answers(predictor: &Predictor, rows: &[f64]) -> Vec<u64> {
    let mut table = Table::new(&predictor.pipeline().schema);
    rows.chunks_exact(COLUMNS as usize).for_each(|row| table.push(row.iter().map(|x| Cell::Number(*x)).collect()));
    predictor.predict(&table).targets.iter().flat_map(|target| &target.scores).map(|x| x.to_bits()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_packed_comes_back(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let model = predictor(ensemble(&mut dice));
        let bytes = pack(&model).unwrap();
        let again = unpack(&bytes).unwrap();
        prop_assert_eq!(again.pipeline(), model.pipeline());
        prop_assert!(pack(&again).unwrap() == bytes);
        let rows: Vec<f64> = (0..30).map(|i| if i % 7 == 0 { f64::NAN } else { dice.threshold() }).collect();
        prop_assert_eq!(answers(&again, &rows), answers(&model, &rows));
        let mut light = open(&bytes).unwrap();
        prop_assert_eq!(answers(&light, &rows), answers(&model, &rows), "without covers");
        let mut pipeline = light.into_pipeline();
        prop_assert!(covers(&mut pipeline).is_empty(), "covers stay unread");
        *covers(&mut pipeline) = covers(&mut model.clone().into_pipeline()).clone();
        light = pipeline.check().unwrap();
        prop_assert!(light == model, "and nothing else");
    }

    #[test]
    fn a_byte_changed_is_an_error_or_another_model(seed in 1..u64::MAX) {
        let mut dice = Dice(seed);
        let mut bytes = pack(&predictor(ensemble(&mut dice))).unwrap();
        for _ in 0..20 {
            let at = 80 + dice.below(bytes.len() - 80);
            let was = std::mem::replace(&mut bytes[at], dice.below(256) as u8);
            if let Ok(other) = unpack(&bytes) {
                prop_assert!(pack(&other).unwrap() == bytes);
                answers(&other, &[0.0, f64::NAN, 1.0]);
            }
            bytes[at] = was;
        }
    }
}

/// What binned columns and unbounded forests come to: bytes a node.
#[test]
fn trees_take_few_bytes() {
    let forest = |cuts: usize| {
        let mut dice = Dice(7);
        let mut builder = TreeBuilder::new(COLUMNS, 1);
        for _ in 0..200 {
            let split = |column, threshold, yes, no| Treetop::Number { column, threshold, missing_yes: true, yes, no };
            let mut nodes = Vec::new();
            for node in 0..31 {
                let cut = f64::from(dice.below(cuts) as f32 / 8.0);
                nodes.push(split(dice.below(3) as u32, cut, 2 * node + 1, 2 * node + 2));
            }
            nodes.extend((0..32).map(|_| Treetop::Leaf(vec![f64::from(dice.below(1 << 24) as f32 * 0.1)])));
            builder.tree(&nodes, Some(0)).unwrap();
        }
        let trees = builder.finish();
        (trees.shared, pack(&predictor(trees)).unwrap().len() as f64 / (200.0 * 63.0))
    };
    let (shared, bytes) = forest(200);
    assert!(shared && bytes < 3.7, "{bytes}");
    let (shared, bytes) = forest(1 << 24);
    assert!(!shared && bytes < 5.0, "{bytes}");
}
