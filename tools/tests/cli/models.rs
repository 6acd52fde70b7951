//! Small models, made without training.

use windowbox::data::{Column, Kind, Labels, Schema};
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::model::{Linear, Model, NaiveBayes};
use windowbox::pipeline::ColumnStatistics;
use windowbox::preprocess::date::{Date, Format, Invalid, Part};
use windowbox::preprocess::{Impute, Link, OneHot, Step};
use windowbox::slots::Precision;
use windowbox::{Card, Node, Op, Output, Pipeline, Statistics, Target};

pub fn strings(labels: &[&str]) -> Labels {
    Labels::String(labels.iter().map(|s| s.to_string()).collect())
}

/// A logistic regression on Age (may be missing), Sex and Embarked (may be missing).
pub fn titanic() -> Pipeline {
    let schema = Schema {
        columns: vec![
            Column { label: "Age".into(), unit: "years".into(), ..Column::numeric("Age").or_missing() },
            Column::categorical("Sex", strings(&["female", "male"])),
            Column::categorical("Embarked", strings(&["C", "Q", "S"])).or_missing(),
        ],
    };
    let step = |step, reads: &[u32], next, count| Node::new(Op::Step(step), reads.to_vec(), next, count);
    let weights = vec![-0.02, 1.25, -1.25, 0.5, 0.0, -0.5];
    let linear = Op::Model(Model::Linear(Linear::new(6, weights, vec![0.3])));
    let nodes = vec![
        step(Step::Impute(Impute { fill: vec![28.0] }), &[0], 3, 1),
        step(Step::OneHot(OneHot::full(2)), &[1], 4, 2),
        step(Step::Impute(Impute { fill: vec![2.0] }), &[2], 6, 1),
        step(Step::OneHot(OneHot::full(3)), &[6], 7, 3),
        Node::new(linear, vec![3, 4, 5, 7, 8, 9], 10, 1),
    ];
    let target = Target::classes("Survived", Labels::Number(vec![0.0, 1.0]), vec![10], Link::Sigmoid);
    Pipeline { card: card("titanic"), statistics: statistics(), ..Pipeline::new(schema, nodes, Output::one(target)) }
}

fn card(name: &str) -> Card {
    let (name, version) = (name.to_owned(), "1.2.3".to_owned());
    let (model, target) = ("logistic regression".to_owned(), "Survived".to_owned());
    Card { name, version, model, target, data_rows: 8, ..Card::default() }
}

fn statistics() -> Statistics {
    let columns = vec![
        ColumnStatistics::of_numbers(&[0.42, 22.0, 28.0, 38.0, 80.0, f64::NAN]),
        ColumnStatistics::of_codes(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0], 2),
        ColumnStatistics::of_codes(&[0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 2.0, 2.0], 3),
    ];
    Statistics { columns, predictions: vec![ColumnStatistics::of_codes(&[0.0, 1.0], 2)], ..Statistics::default() }
}

/// A decision tree on four numbers that must be there.
pub fn iris() -> Pipeline {
    let column = |name: &str, label: &str| Column {
        label: label.into(),
        unit: "cm".into(),
        kind: Kind::Numeric { precision: Precision::F64, integer: false },
        ..Column::numeric(name)
    };
    let columns = [("sl", "Sepal length"), ("sw", "Sepal width"), ("pl", "Petal length"), ("pw", "Petal width")];
    let schema = Schema { columns: columns.iter().map(|(name, label)| column(name, label)).collect() };
    let test = |column, threshold, yes, no| Treetop::Number { column, threshold, missing_yes: true, yes, no };
    let tree = [
        test(2, 2.45, 1, 2),
        Treetop::Leaf(vec![1.0, 0.0, 0.0]),
        test(3, 1.75, 3, 4),
        Treetop::Leaf(vec![0.0, 0.875, 0.125]),
        Treetop::Leaf(vec![0.0, 0.0, 1.0]),
    ];
    let mut builder = TreeBuilder::new(4, 3);
    builder.tree(&tree, None).unwrap();
    let node = Node::new(Op::Model(Model::Trees(builder.finish())), vec![0, 1, 2, 3], 4, 3);
    let classes = strings(&["setosa", "versicolor", "virginica"]);
    let target = Target::classes("species", classes, vec![4, 5, 6], Link::Identity);
    Pipeline::new(schema, vec![node], Output::one(target))
}

/// A number, `-2 x + 1`, of a column that is called like an option of the command.
pub fn line() -> Pipeline {
    let node = Node::new(Op::Model(Model::Linear(Linear::new(1, vec![-2.0], vec![1.0]))), vec![0], 1, 1);
    let schema = Schema { columns: vec![Column::numeric("output")] };
    Pipeline::new(schema, vec![node], Output::one(Target::regression("y", 1)))
}

/// A naive Bayes classifier on one number: a kind that only the whole runtime carries.
pub fn bayes() -> Pipeline {
    let (priors, means, variances) = (vec![0.5, 0.5], vec![0.0, 1.0], vec![1.0, 1.0]);
    let model = Model::NaiveBayes(NaiveBayes { columns: 1, priors, means, variances });
    let target = Target::classes("y", strings(&["no", "yes"]), vec![1, 2], Link::Softmax);
    let schema = Schema { columns: vec![Column::numeric("x")] };
    Pipeline::new(schema, vec![Node::new(Op::Model(model), vec![0], 1, 2)], Output::one(target))
}

/// The day of the year on which something was sold, which may be missing, and the hour at which it was called for.
pub fn sale() -> Pipeline {
    let text = |name: &str| Column { kind: Kind::Text, ..Column::numeric(name) };
    let sold = Column { label: "Day of the sale".into(), ..text("sold").or_missing() };
    let step = |format, part, slot| {
        let date = Date { format, part, since: 1970, invalid: Invalid::Refused };
        Node::new(Op::Step(Step::Date(date)), vec![slot], slot + 3, 1)
    };
    let nodes = vec![
        step(Format::Date, Part::DayOfYear, 0),
        step(Format::DateTime, Part::Hour, 1),
        Node::new(Op::Step(Step::Impute(Impute { fill: vec![180.0] })), vec![3], 5, 1),
        Node::new(Op::Model(Model::Linear(Linear::new(2, vec![1.0, 1.0], vec![0.0]))), vec![5, 4], 6, 1),
    ];
    let schema = Schema { columns: vec![sold, text("called"), text("note")] };
    Pipeline::new(schema, nodes, Output::one(Target::regression("y", 6)))
}
