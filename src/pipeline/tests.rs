//! Every shape that the contracts promise, built by hand.

use super::*;
use crate::data::{Cell, Column, Kind, Label, Labels, Schema, Table, Trouble, schema::Unseen};
use crate::model::trees::{TreeBuilder, Treetop};
use crate::model::{Linear, NaiveBayes, Nearest, nearest};
use crate::preprocess::{Encode, Impute, Link, Lookup, OneHot, Scale};
use crate::slots::{Precision, UNSEEN};

fn strings(labels: &[&str]) -> Labels {
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

pub(crate) fn titanic() -> Pipeline {
    let mut line = Line::new(3);
    let reads = front(&mut line);
    let margin = logistic(&mut line, &reads);
    let target = Target::classes("survived", Labels::Number(vec![0.0, 1.0]), margin, Link::Sigmoid);
    Pipeline::new(passengers(), line.nodes, Output::one(target))
}

/// Two pipelines, each with its own preprocessing, whose answers a third model reads.
fn stack() -> Pipeline {
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
pub(crate) fn every_tree() -> Pipeline {
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
    let word = line.step(Step::Lookup(Lookup { levels: vec!["left".into(), "right".into()] }), &[2], 1);
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

fn scalar() -> crate::model::Trees {
    let mut builder = TreeBuilder::new(5, 1);
    builder.tree(&[split(0, 0.5, true), Treetop::Leaf(vec![-1.0]), Treetop::Leaf(vec![1.0])], Some(0)).unwrap();
    builder.tree(&[Treetop::Leaf(vec![0.125])], Some(0)).unwrap();
    let mut trees = builder.finish();
    trees.count_cover(&[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    trees
}

fn categorical() -> crate::model::Trees {
    let mut builder = TreeBuilder::new(5, 1);
    let set = |column, codes| Treetop::Category { column, codes, missing_yes: false, yes: 1, no: 2 };
    builder.tree(&[set(1, vec![0, 2]), Treetop::Leaf(vec![10.0]), Treetop::Leaf(vec![20.0])], Some(0)).unwrap();
    builder.tree(&[set(2, vec![1]), Treetop::Leaf(vec![1.0]), Treetop::Leaf(vec![2.0])], Some(0)).unwrap();
    builder.finish()
}

fn vectors() -> crate::model::Trees {
    let mut builder = TreeBuilder::new(5, 3);
    let leaf = |values: &[f64]| Treetop::Leaf(values.to_vec());
    builder.tree(&[split(3, 0.5, false), leaf(&[1.0, 0.0, 0.0]), leaf(&[0.0, 0.0, 1.0])], None).unwrap();
    let mut trees = builder.finish();
    trees.divisor = 2.0;
    trees
}

fn oblivious() -> crate::model::Trees {
    let mut builder = TreeBuilder::new(5, 1);
    builder.oblivious(&[(0, 0.0, true), (3, 0.5, false)], &[0.0, 0.25, 0.5, 0.75], Some(0));
    let mut trees = builder.finish();
    (trees.scale, trees.bias) = (2.0, vec![-1.0]);
    trees
}

/// As XGBoost: everything in single precision, the sum from the base score on.
fn boosted() -> crate::model::Trees {
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
pub(crate) fn bayes_and_neighbours() -> Pipeline {
    let schema = Schema { columns: vec![Column::numeric("x"), Column::numeric("y")] };
    let bayes = NaiveBayes { columns: 2, priors: vec![0.5; 2], means: vec![0., 0., 4., 4.], variances: vec![1.0; 4] };
    let nearest = Nearest {
        columns: 2,
        k: 3,
        metric: nearest::Metric::Manhattan,
        weight: nearest::Weight::Distance,
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
fn table(predictor: &Predictor, rows: &[&[f64]]) -> Table {
    let mut table = Table::new(&predictor.pipeline().schema);
    rows.iter().for_each(|row| table.push(row.iter().map(|x| Cell::Number(*x)).collect()));
    table
}

const NAN: f64 = f64::NAN;

#[test]
fn a_line_answers_as_it_is_computed_by_hand() {
    let predictor = titanic().check().unwrap();
    let prediction = predictor.predict(&table(&predictor, &[&[85.0, 1.0, 2.0], &[24.0, 0.0, 0.0]]));
    let margin = |age: f64, rest: f64| (age - 30.0) / 10.0 * -0.5 + rest;
    let answer = &prediction.targets[0];
    assert_eq!(answer.margins, [margin(85.0, -1.25 - 0.25) - 0.5, margin(24.0, 1.25 + 0.25) - 0.5]);
    assert_eq!(answer.classes, [0, 1]);
    assert!((answer.scores[3] - 1.0 / (1.0 + (-answer.margins[1]).exp())).abs() < 1e-15);
    assert_eq!(answer.scores[2], 1.0 - answer.scores[3]);
}

#[test]
fn missing_is_filled_and_unseen_is_neither_level() {
    let predictor = titanic().check().unwrap();
    let rows: [&[f64]; 4] = [&[NAN, 1.0, NAN], &[28.0, 1.0, 2.0], &[30.0, UNSEEN, 1.0], &[30.0, 7.0, 1.0]];
    let prediction = predictor.predict(&table(&predictor, &rows));
    let margins = &prediction.targets[0].margins;
    assert_eq!(margins[0], margins[1]);
    assert_eq!((margins[2], margins[3]), (-0.5, -0.5));
    let unseen: Vec<_> = prediction.issues.iter().map(|i| (i.row, i.column, i.trouble, i.fatal)).collect();
    assert_eq!(unseen, [(2, Some(1), Trouble::UnknownLevel, false), (3, Some(1), Trouble::UnknownLevel, false)]);
}

#[test]
fn a_bad_row_has_no_answer_and_costs_the_others_nothing() {
    let predictor = titanic().check().unwrap();
    let rows: [&[f64]; 3] = [&[30.0, NAN, 1.0], &[f64::INFINITY, 1.0, 1.0], &[30.0, 1.0, 1.0]];
    let prediction = predictor.predict(&table(&predictor, &rows));
    assert!(!prediction.answered(0));
    assert!(prediction.targets[0].scores[0].is_nan() && prediction.targets[0].margins[0].is_nan());
    assert_eq!(prediction.issues[0].trouble, Trouble::MissingNotAllowed);
    assert!(prediction.answered(1) && prediction.answered(2));
    assert_eq!(prediction.targets[0].margins[1], f64::NEG_INFINITY);
}

#[test]
fn an_answer_that_is_no_number_is_an_error_of_its_row() {
    let schema = Schema { columns: vec![Column::numeric("a"), Column::numeric("b")] };
    let line = Op::Model(Model::Linear(Linear::new(2, vec![1.0, -1.0], vec![0.0])));
    let output = Output::one(Target::regression("y", 2));
    let predictor = Pipeline::new(schema, vec![Node::new(line, vec![0, 1], 2, 1)], output).check().unwrap();
    let infinite = f64::INFINITY;
    let prediction = predictor.predict(&table(&predictor, &[&[infinite, infinite], &[3.0, 1.0]]));
    assert_eq!(prediction.issues[0].trouble, Trouble::NoAnswer);
    assert_eq!(prediction.targets[0].scores[1], 2.0);
}

#[test]
fn a_refused_level_fails_its_row_alone() {
    let mut pipeline = titanic();
    pipeline.schema.columns[1].kind =
        Kind::Categorical { levels: strings(&["female", "male"]), unseen: Unseen::Refused };
    let predictor = pipeline.check().unwrap();
    let prediction = predictor.predict(&table(&predictor, &[&[30.0, UNSEEN, 0.0], &[30.0, 0.0, 0.0]]));
    assert_eq!((prediction.answered(0), prediction.answered(1)), (false, true));
}

#[test]
fn a_stack_is_the_same_list() {
    let predictor = stack().check().unwrap();
    let prediction = predictor.predict(&table(&predictor, &[&[30.0, 0.0, 1.0]]));
    let first = 1.0 / (1.0 + (-(1.25f64 - 0.5)).exp());
    let margin = 2.0 * first + 2.0 * 0.75 - 2.0;
    assert!((prediction.targets[0].margins[0] - margin).abs() < 1e-15);
    let classes = predictor.pipeline().output.targets[0].labels().unwrap();
    assert_eq!(classes.get(prediction.targets[0].classes[0] as usize), Some(Label::Boolean(true)));
}

#[test]
fn one_tree_of_every_kind_answers() {
    let predictor = every_tree().check().unwrap();
    let mut rows = Table::new(&predictor.pipeline().schema);
    let number = Cell::Number;
    rows.push(vec![number(0.5), number(2.0), Cell::Text(Some("right".into())), number(1.0), number(0.1)]);
    rows.push(vec![number(NAN), number(NAN), Cell::Text(None), number(NAN), number(0.0)]);
    let prediction = predictor.predict(&rows);
    let values = |target: usize| prediction.targets[target].scores.clone();
    assert_eq!(values(0), [-1.0 + 0.125, -1.0 + 0.125]);
    assert_eq!(values(1), [11.0, 22.0]);
    assert_eq!(prediction.targets[2].classes, [2, 2]);
    assert_eq!(prediction.targets[2].margins[..3], [0.0, 0.0, 0.5]);
    assert_eq!(values(3), [math(0.75), math(0.5)]);
    let (low, high) = (0.5f32 - 0.1 - 0.2, 0.5f32 + 0.1 + 0.2);
    assert_eq!(values(4), [f64::from(low), f64::from(high)]);
}

fn math(leaf: f64) -> f64 {
    crate::math::exp(leaf * 2.0 - 1.0)
}

#[test]
fn several_targets_answer_side_by_side() {
    let predictor = bayes_and_neighbours().check().unwrap();
    let prediction = predictor.predict(&table(&predictor, &[&[0.5, 0.5], &[5.0, 5.0]]));
    assert_eq!(prediction.targets[0].classes, [0, 1]);
    assert_eq!(prediction.targets[1].classes, [0, 1]);
    assert!(prediction.targets.iter().all(|t| (t.scores[0] + t.scores[1] - 1.0).abs() < 1e-12));
}

#[test]
fn blocks_and_single_rows_have_the_same_bits() {
    let predictor = titanic().check().unwrap();
    let rows: Vec<[f64; 3]> = (0..1000).map(|i| [f64::from(i) / 7.0, f64::from(i % 2), f64::from(i % 3)]).collect();
    let whole = table(&predictor, &rows.iter().map(|r| &r[..]).collect::<Vec<_>>());
    let together = predictor.predict(&whole);
    assert_eq!(together.rows, 1000);
    for (i, row) in rows.iter().enumerate().step_by(97) {
        let alone = predictor.predict(&table(&predictor, &[row]));
        assert_eq!(alone.targets[0].margins[0].to_bits(), together.targets[0].margins[i].to_bits());
    }
}

#[test]
fn numbers_outside_the_training_range_are_said() {
    let mut pipeline = titanic();
    pipeline.statistics.columns = vec![
        ColumnStatistics::of_numbers(&[1.0, 80.0]),
        ColumnStatistics::of_codes(&[0.0, 1.0], 2),
        ColumnStatistics::of_codes(&[0.0], 3),
    ];
    let predictor = pipeline.check().unwrap();
    let prediction = predictor.predict(&table(&predictor, &[&[85.0, 1.0, 2.0], &[80.0, 1.0, 2.0]]));
    assert_eq!(prediction.issues.len(), 1);
    assert_eq!((prediction.issues[0].row, prediction.issues[0].trouble), (0, Trouble::OutOfRange));
}

#[test]
fn what_a_list_promises_is_proved() {
    type Break = fn(&mut Pipeline);
    let breaks: [(Break, &str); 8] = [
        (|p| p.nodes[0].reads[0] = 3, "node 0 (imputer)"),
        (|p| p.nodes[5].reads[0] = 99, "node 5 (linear model)"),
        (|p| p.nodes[1].writes[0] = 3, "node 1 (scaler)"),
        (|p| p.nodes[5].reads[0] = 0, "node 5 (linear model)"),
        (|p| p.nodes[3].reads[0] = 2, "node 3 (one-hot encoder)"),
        (|p| p.nodes.swap(0, 1), "node 0 (scaler)"),
        (|p| p.output.targets[0].slots[0] = 99, "target 0"),
        (|p| p.output.targets[0].slots = vec![0, 0, 0], "target 0"),
    ];
    for (break_it, place) in breaks {
        let mut pipeline = titanic();
        break_it(&mut pipeline);
        assert_eq!(pipeline.check().unwrap_err().place, place);
    }
}

#[test]
fn outputs_cards_and_statistics_are_proved() {
    type Break = fn(&mut Pipeline);
    let breaks: [(Break, &str); 6] = [
        (|p| p.output.targets.clear(), "bad-output"),
        (
            |p| {
                p.output.targets[0].task =
                    Task::Classification { classes: strings(&["a"]), decision: Decision::Largest }
            },
            "bad-output",
        ),
        (|p| p.output.targets[0].task = Task::Regression, "ok"),
        (|p| p.card.metrics.push(Metric { name: "R2".into(), mean: f64::NAN, spread: None }), "bad-card"),
        (|p| p.statistics.columns.push(ColumnStatistics::default()), "bad-statistics"),
        (|p| p.statistics.reliability = vec![Bin::default(); 9], "bad-statistics"),
    ];
    for (break_it, code) in breaks {
        let mut pipeline = titanic();
        break_it(&mut pipeline);
        assert_eq!(pipeline.check().map_or_else(|e| e.code, |_| "ok"), code);
    }
}
