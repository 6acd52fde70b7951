//! What a checked pipeline promises, on pipelines built by hand.

mod common;

use common::{bayes_and_neighbours, every_tree, stack, strings, table, titanic};
use windowbox::data::{Cell, Column, Kind, Label, Schema, Table, Trouble, schema::Unseen};
use windowbox::model::{Linear, Model};
use windowbox::pipeline::{Bin, ColumnStatistics, Confusion, Decision, Metric};
use windowbox::slots::UNSEEN;
use windowbox::{Node, Op, Output, Pipeline, Target, Task};

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
    windowbox::math::exp(leaf * 2.0 - 1.0)
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
    let breaks: [(Break, &str); 9] = [
        (|p| p.output.targets.clear(), "bad-output"),
        (|p| p.output.targets[0].link = windowbox::preprocess::Link::Exp, "bad-output"),
        (|p| p.card.confusion = Some(Confusion { counts: vec![0; 9] }), "bad-card"),
        (|p| p.statistics.predictions = vec![ColumnStatistics::of_codes(&[], 3)], "bad-statistics"),
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

#[test]
fn numbers_that_javascript_cannot_hold_are_refused() {
    type Break = fn(&mut Pipeline);
    let breaks: [(Break, &str); 4] = [
        (|p| p.card.seed = Some(u64::MAX), "bad-card"),
        (|p| p.card.data_rows = 1 << 53, "bad-card"),
        (|p| p.statistics.reliability = vec![Bin { count: 1 << 53, ..Bin::default() }; 10], "bad-statistics"),
        (
            |p| p.statistics.predictions = vec![ColumnStatistics { count: 1 << 53, ..Default::default() }],
            "bad-statistics",
        ),
    ];
    for (break_it, code) in breaks {
        let mut pipeline = titanic();
        break_it(&mut pipeline);
        assert_eq!(pipeline.check().unwrap_err().code, code);
    }
}

#[test]
fn a_slot_may_hold_the_class_whatever_the_scores_say() {
    use windowbox::pipeline::{Decision, Task};
    use windowbox::preprocess::{Link, Reduce, Step, reduce::Reduction};
    use windowbox::slots::Precision;
    let of = |width: u32, slot| {
        let schema = Schema { columns: vec![Column::numeric("x"), Column::numeric("y")] };
        let least = Reduce { reduction: Reduction::LeastAt, precision: Precision::F64, skips: false, width };
        let node = Node::new(Op::Step(Step::Reduce(least)), vec![0, 1], 2, 2 / width);
        let link = Link::Given { precision: Precision::F64 };
        let mut target = Target::classes("c", strings(&["a", "b"]), vec![0, 1], link);
        target.task = Task::Classification { classes: strings(&["a", "b"]), decision: Decision::Coded { slot } };
        Pipeline::new(schema, vec![node], Output::one(target)).check()
    };
    let predictor = of(2, 2).unwrap();
    let prediction = predictor.predict(&table(&predictor, &[&[3.0, 7.0], &[3.0, -7.0]]));
    assert_eq!(prediction.targets[0].classes, [0, 1]);
    assert_eq!(prediction.targets[0].scores, [3.0, 7.0, 3.0, -7.0]);
    // Numbers, codes of another number of classes, and a slot that is not there.
    for (width, slot) in [(2, 0), (1, 2), (2, 9)] {
        assert_eq!(of(width, slot).unwrap_err().code, "bad-output");
    }
}

#[test]
fn a_slot_that_holds_no_class_is_no_answer() {
    let levels = strings(&["a", "b"]);
    let kind = Kind::Categorical { levels: levels.clone(), unseen: Unseen::Predicted };
    let code = Column { kind, ..Column::numeric("code") };
    let schema = Schema { columns: vec![Column::numeric("x"), Column::numeric("y"), code] };
    let link = windowbox::preprocess::Link::Given { precision: windowbox::slots::Precision::F64 };
    let mut target = Target::classes("c", levels.clone(), vec![0, 1], link);
    target.task = Task::Classification { classes: levels, decision: Decision::Coded { slot: 2 } };
    let predictor = Pipeline::new(schema, vec![], Output::one(target)).check().unwrap();
    let prediction = predictor.predict(&table(&predictor, &[&[3.0, 7.0, 1.0], &[3.0, 7.0, UNSEEN]]));
    let refused: Vec<_> = prediction.issues.iter().filter(|i| i.fatal).map(|i| (i.row, i.trouble)).collect();
    assert_eq!((prediction.targets[0].classes[0], refused), (1, vec![(1, Trouble::NoAnswer)]));
}

#[test]
fn what_a_number_cannot_hold_is_no_answer() {
    let schema = Schema { columns: vec![Column::numeric("x")] };
    let line = Op::Model(Model::Linear(Linear::new(1, vec![3.0], vec![1.5])));
    let output = Output::one(Target::regression("y", 1));
    let predictor = Pipeline::new(schema, vec![Node::new(line, vec![0], 1, 1)], output).check().unwrap();
    let prediction = predictor.predict(&table(&predictor, &[&[1e308], &[f64::INFINITY], &[1.0]]));
    let refused: Vec<_> = prediction.issues.iter().map(|issue| (issue.row, issue.trouble)).collect();
    assert_eq!(refused, [(0, Trouble::NoAnswer), (1, Trouble::NoAnswer)]);
    assert_eq!(prediction.targets[0].scores[2], 4.5);
}

#[test]
fn shares_that_are_no_probabilities_are_no_answer() {
    let mut pipeline = bayes_and_neighbours();
    // Log-likelihoods, claimed to be probabilities.
    pipeline.output.targets[0].link = windowbox::preprocess::Link::Identity;
    let predictor = pipeline.check().unwrap();
    let prediction = predictor.predict(&table(&predictor, &[&[0.5, 0.5]]));
    assert_eq!(prediction.issues[0].trouble, Trouble::NoAnswer);
    assert!(prediction.targets[1].scores[0].is_nan(), "the row has no answer for any target");
}
