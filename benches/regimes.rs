//! Which kernel is the fastest for how many rows: `cargo bench --bench regimes`. The numbers of
//! rows at which `src/model/trees/engine/` changes kernels come from this table.

use std::time::Instant;

use windowbox::model::Trees;
use windowbox::model::trees::engine::Engine;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::slots::{Columns, Operation, Precision};

const COLUMNS: u32 = 28;
const ROWS: [usize; 11] = [1, 4, 8, 16, 32, 48, 64, 128, 256, 512, 2048];
const SHAPES: [(usize, u32, &str); 6] = [
    (100, 6, "100 trees of depth 6"),
    (1000, 8, "1000 trees of depth 8"),
    (500, 5, "500 trees of depth 5"),
    (100, 8, "100 trees of depth 8"),
    (10, 6, "10 trees of depth 6"),
    (100, 10, "100 trees of depth 10: stepping alone"),
];

struct Draw(u64);

impl Draw {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }

    fn number(&mut self) -> f64 {
        f64::from(self.below(1 << 20) as f32 / 1e5)
    }
}

/// Full trees, with 200 thresholds a column among them as boosted trees have.
fn forest(trees: usize, depth: u32) -> Trees {
    let (mut draw, mut builder) = (Draw(7), TreeBuilder::new(COLUMNS, 1));
    for _ in 0..trees {
        let inner = (1 << depth) - 1;
        let node = |at: usize, draw: &mut Draw| match at < inner {
            true => Treetop::Number {
                column: draw.below(COLUMNS.into()) as u32,
                threshold: f64::from((draw.below(200) * 5243) as f32 / 1e5),
                missing_yes: true,
                yes: 2 * at + 1,
                no: 2 * at + 2,
            },
            false => Treetop::Leaf(vec![draw.number()]),
        };
        let nodes: Vec<Treetop> = (0..2 * inner + 1).map(|at| node(at, &mut draw)).collect();
        builder.tree(&nodes, Some(0)).expect("a full tree is one");
    }
    let mut forest = builder.finish();
    (forest.input, forest.sum, forest.leaf) = (Precision::F32, Precision::F32, Precision::F32);
    forest.leaves.iter_mut().for_each(|leaf| *leaf = f64::from(*leaf as f32));
    forest
}

/// Microseconds a row, the median of five times as many calls as take a hundredth of a second.
fn time(rows: usize, mut call: impl FnMut()) -> f64 {
    call();
    let start = Instant::now();
    call();
    let calls = (0.01 / start.elapsed().as_secs_f64()).clamp(1.0, 1e5) as usize;
    let mut rounds: Vec<f64> = (0..5)
        .map(|_| {
            let start = Instant::now();
            (0..calls).for_each(|_| call());
            start.elapsed().as_secs_f64() * 1e6 / (calls * rows) as f64
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[2]
}

fn main() {
    let mut draw = Draw(3);
    let slots: Vec<u32> = (0..COLUMNS).collect();
    println!("microseconds a row: plain, stepping, bit-sliced");
    for (trees, depth, name) in SHAPES {
        let forest = forest(trees, depth);
        let (stepping, slicing) = (Engine::stepping(&forest), Engine::slicing(&forest));
        println!("\n{name}");
        for rows in ROWS {
            let cells: Vec<f64> = (0..rows * COLUMNS as usize).map(|_| draw.number()).collect();
            let columns = Columns::new(rows, &slots, &cells, &[]);
            let mut out = vec![0.0; rows];
            let plain = time(rows, || forest.apply(columns, &mut out));
            let mut kernel = |engine: &Option<Engine>| match engine {
                Some(engine) => format!("{:9.3}", time(rows, || engine.apply(&forest, columns, &mut out))),
                None => format!("{:>9}", "-"),
            };
            println!("{rows:>5} rows {plain:9.3} {} {}", kernel(&stepping), kernel(&slicing));
        }
    }
}
