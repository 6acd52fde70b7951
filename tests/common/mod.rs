//! Pipelines of every shape that the contracts promise, built by hand: what the
//! native, node and browser tests ask.
#![allow(dead_code)]

pub mod brute;
pub mod golden;

use windowbox::data::{Cell, Column, Kind, Labels, Schema, Table};
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::model::{Linear, Model, NaiveBayes, Nearest, Trees, nearest};
use windowbox::preprocess::{Encode, Impute, Link, Lookup, OneHot, Scale, Step};
use windowbox::slots::Precision;
use windowbox::{Node, Op, Output, Pipeline, Predictor, Target};

pub fn strings(labels: &[&str]) -> Labels {
    Labels::String(labels.iter().map(|s| (*s).to_owned()).collect())
}

/// Appends nodes that write the next free slots.
struct Line {
    nodes: Vec<Node>,
    next: u32,
}

impl Line {
    fn new(columns: u32) -> Self {
        Self { nodes: Vec::new(), next: columns }
    }

    fn push(&mut self, op: Op, reads: &[u32], count: u32) -> Vec<u32> {
        let node = Node::new(op, reads.to_vec(), self.next, count);
        self.next += count;
        let writes = node.writes.clone();
        self.nodes.push(node);
        writes
    }

    fn step(&mut self, step: Step, reads: &[u32], count: u32) -> Vec<u32> {
        self.push(Op::Step(step), reads, count)
    }

    fn model(&mut self, model: Model, reads: &[u32], count: u32) -> Vec<u32> {
        self.push(Op::Model(model), reads, count)
    }
}

/// Age may be missing, sex not, port may; as the titanic story has it.
fn passengers() -> Schema {
    Schema {
        columns: vec![
            Column::numeric("age").or_missing(),
            Column::categorical("sex", strings(&["female", "male"])),
            Column::categorical("port", strings(&["C", "Q", "S"])).or_missing(),
        ],
    }
}

/// Imputers, scaler and one-hot encoders in front of a logistic regression.
fn front(line: &mut Line) -> Vec<u32> {
    let age = line.step(Step::Impute(Impute { fill: vec![28.0] }), &[0], 1);
    let age = line.step(Step::Scale(Scale { center: vec![30.0], scale: vec![10.0] }), &age, 1);
    let port = line.step(Step::Impute(Impute { fill: vec![2.0] }), &[2], 1);
    let sex = line.step(Step::OneHot(OneHot::full(2)), &[1], 2);
    let port = line.step(Step::OneHot(OneHot::full(3)), &port, 3);
    [age, sex, port].concat()
}

fn logistic(line: &mut Line, reads: &[u32]) -> Vec<u32> {
    let weights = vec![-0.5, 1.25, -1.25, 0.25, 0.0, -0.25];
    line.model(Model::Linear(Linear::new(6, weights, vec![-0.5])), reads, 1)
}

pub fn titanic() -> Pipeline {
    let mut line = Line::new(3);
    let reads = front(&mut line);
    let margin = logistic(&mut line, &reads);
    let target = Target::classes("survived", Labels::Number(vec![0.0, 1.0]), margin, Link::Sigmoid);
    Pipeline::new(passengers(), line.nodes, Output::one(target))
}

/// Two pipelines, each with its own preprocessing, whose answers a third model reads.
pub fn stack() -> Pipeline {
    let mut line = Line::new(3);
    let reads = front(&mut line);
    let margin = logistic(&mut line, &reads);
    let linear = line.step(Step::Link(Link::Sigmoid), &margin, 1);
    let coded = line.step(Step::Encode(Encode::ordinal(2)), &[1], 1);
    let mut builder = TreeBuilder::new(2, 1);
    let split = Treetop::Number { column: 1, threshold: 0.0, missing_yes: false, yes: 1, no: 2 };
    builder.tree(&[split, Treetop::Leaf(vec![0.75]), Treetop::Leaf(vec![0.25])], Some(0)).unwrap();
    let tree = line.model(Model::Trees(builder.finish()), &[0, coded[0]], 1);
    let last = line.model(Model::Linear(Linear::new(2, vec![2.0, 2.0], vec![-2.0])), &[linear[0], tree[0]], 1);
    let target = Target::classes("survived", Labels::Boolean(vec![false, true]), last, Link::Sigmoid);
    Pipeline::new(passengers(), line.nodes, Output::one(target))
}

/// One tree of every kind, an answer of its own each, over a number, a category, a
/// text and a truth value; single precision beside double.
pub fn every_tree() -> Pipeline {
    let schema = Schema {
        columns: vec![
            Column::numeric("x").or_missing(),
            Column::categorical("level", Labels::Number(vec![1.0, 2.0, 3.0])).or_missing(),
            Column { kind: Kind::Text, ..Column::numeric("word") }.or_missing(),
            Column { kind: Kind::Boolean, ..Column::numeric("flag") }.or_missing(),
            Column { kind: Kind::Numeric { precision: Precision::F32, integer: false }, ..Column::numeric("single") },
        ],
    };
    let mut line = Line::new(5);
    let word = line.step(Step::Lookup(Lookup { levels: vec!["left".into(), "right".into()].into() }), &[2], 1);
    let reads = [0, 1, word[0], 3, 4];
    let outputs = [
        line.model(Model::Trees(scalar()), &reads, 1),
        line.model(Model::Trees(categorical()), &reads, 1),
        line.model(Model::Trees(vectors()), &reads, 3),
        line.model(Model::Trees(oblivious()), &reads, 1),
        line.model(Model::Trees(boosted()), &reads, 1),
    ];
    let number = |i: usize, name: &str| Target::regression(name, outputs[i][0]);
    let classes = Target::classes("kind", strings(&["a", "b", "c"]), outputs[2].clone(), Link::Softmax);
    let positive = Target { link: Link::Exp, ..number(3, "positive") };
    let targets = vec![number(0, "scalar"), number(1, "set"), classes, positive, number(4, "boosted")];
    Pipeline::new(schema, line.nodes, Output { targets })
}

fn split(column: u32, threshold: f64, missing_yes: bool) -> Treetop {
    Treetop::Number { column, threshold, missing_yes, yes: 1, no: 2 }
}

fn scalar() -> Trees {
    let mut builder = TreeBuilder::new(5, 1);
    builder.tree(&[split(0, 0.5, true), Treetop::Leaf(vec![-1.0]), Treetop::Leaf(vec![1.0])], Some(0)).unwrap();
    builder.tree(&[Treetop::Leaf(vec![0.125])], Some(0)).unwrap();
    let mut trees = builder.finish();
    trees.count_cover(&[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    trees
}

fn categorical() -> Trees {
    let mut builder = TreeBuilder::new(5, 1);
    let set = |column, codes| Treetop::Category { column, codes, missing_yes: false, yes: 1, no: 2 };
    builder.tree(&[set(1, vec![0, 2]), Treetop::Leaf(vec![10.0]), Treetop::Leaf(vec![20.0])], Some(0)).unwrap();
    builder.tree(&[set(2, vec![1]), Treetop::Leaf(vec![1.0]), Treetop::Leaf(vec![2.0])], Some(0)).unwrap();
    builder.finish()
}

fn vectors() -> Trees {
    let mut builder = TreeBuilder::new(5, 3);
    let leaf = |values: &[f64]| Treetop::Leaf(values.to_vec());
    builder.tree(&[split(3, 0.5, false), leaf(&[1.0, 0.0, 0.0]), leaf(&[0.0, 0.0, 1.0])], None).unwrap();
    let mut trees = builder.finish();
    trees.divisor = 2.0;
    trees
}

fn oblivious() -> Trees {
    let mut builder = TreeBuilder::new(5, 1);
    builder.oblivious(&[(0, 0.0, true), (3, 0.5, false)], &[0.0, 0.25, 0.5, 0.75], Some(0));
    let mut trees = builder.finish();
    (trees.scale, trees.bias) = (2.0, vec![-1.0]);
    trees
}

/// As XGBoost: everything in single precision, the sum from the base score on.
fn boosted() -> Trees {
    let mut builder = TreeBuilder::new(5, 1);
    let single = |x: f32| f64::from(x);
    let threshold = single(0.1f32.next_down());
    for leaf in [0.1f32, 0.2] {
        let leaves = [split(4, threshold, true), Treetop::Leaf(vec![single(leaf)]), Treetop::Leaf(vec![single(-leaf)])];
        builder.tree(&leaves, Some(0)).unwrap();
    }
    let mut trees = builder.finish();
    (trees.input, trees.leaf, trees.sum) = (Precision::F32, Precision::F32, Precision::F32);
    trees.start = vec![0.5];
    trees
}

/// A vote of a naive Bayes and of the nearest neighbours, as a forest would be one.
pub fn bayes_and_neighbours() -> Pipeline {
    let schema = Schema { columns: vec![Column::numeric("x"), Column::numeric("y")] };
    let bayes = NaiveBayes { columns: 2, priors: vec![0.5; 2], means: vec![0., 0., 4., 4.], variances: vec![1.0; 4] };
    let nearest = Nearest {
        columns: 2,
        k: 3,
        metric: nearest::Metric::Manhattan,
        weight: nearest::Weight::Distance,
        precision: Precision::F64,
        order: nearest::Order::Heap,
        rows: vec![0., 0., 1., 0., 4., 4., 5., 4., 4., 5.],
        answers: vec![0., 0., 1., 1., 1.],
        classes: 2,
    };
    let mut line = Line::new(2);
    let bayes = line.model(Model::NaiveBayes(bayes), &[0, 1], 2);
    let nearest = line.model(Model::Nearest(nearest), &[0, 1], 2);
    let classes = || strings(&["near", "far"]);
    let targets = vec![
        Target::classes("bayes", classes(), bayes, Link::Softmax),
        Target::classes("nearest", classes(), nearest, Link::Identity),
    ];
    Pipeline::new(schema, line.nodes, Output { targets })
}

/// A table from rows of numbers and codes; texts are missing.
pub fn table(predictor: &Predictor, rows: &[&[f64]]) -> Table {
    let mut table = Table::new(&predictor.pipeline().schema);
    rows.iter().for_each(|row| table.push(row.iter().map(|x| Cell::Number(*x)).collect()));
    table
}

/// One split and two leaves: the smallest tree that can be attacked.
pub fn stump() -> Pipeline {
    let schema = Schema { columns: vec![Column::numeric("x")] };
    let mut builder = TreeBuilder::new(1, 1);
    builder.tree(&[split(0, 0.5, false), Treetop::Leaf(vec![3.0]), Treetop::Leaf(vec![4.0])], Some(0)).unwrap();
    let mut line = Line::new(1);
    let value = line.model(Model::Trees(builder.finish()), &[0], 1);
    Pipeline::new(schema, line.nodes, Output::one(Target::regression("y", value[0])))
}

/// All of them by name.
pub fn every() -> Vec<(&'static str, Pipeline)> {
    vec![
        ("hand-line", titanic()),
        ("hand-stack", stack()),
        ("hand-trees", every_tree()),
        ("hand-vote", bayes_and_neighbours()),
    ]
}
