//! The two stories that every tutorial tells, trained honestly, and the whole of
//! `train` from bytes to a card.

mod common;

use common::request;
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};
use windowbox::data::cell::parse;
use windowbox::data::{Kind, Labels, Table, Trouble};
use windowbox::preprocess::Step;
use windowbox::{Op, Predictor, Task};
use windowbox_tools::train::schema_file::{self, SchemaFile};
use windowbox_tools::train::{Estimate, Options, Request, Trained, Wish, train};

fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(path)
}

fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(example(path)).unwrap()
}

fn titanic(features: &[&str], model: &str) -> Request {
    let features = features.iter().map(|name| (*name).to_owned()).collect();
    let schema = schema_file::parse(&bytes("titanic/schema.json")).unwrap();
    Request {
        wish: Wish { target: "Survived".into(), features: Some(features), schema, goal: None },
        ..request("", model)
    }
}

fn run(table: &[u8], request: &Request) -> Trained {
    train(table, request, &ProgressBar::hidden()).unwrap()
}

fn refused(table: &[u8], request: &Request) -> windowbox::Error {
    train(table, request, &ProgressBar::hidden()).err().unwrap()
}

fn ask(predictor: &Predictor, rows: &[[&str; 3]]) -> windowbox::Prediction {
    let schema = &predictor.pipeline().schema;
    let mut table = Table::new(schema);
    for row in rows {
        table.push(schema.columns.iter().zip(row).map(|(column, cell)| parse(column, cell).unwrap()).collect());
    }
    predictor.predict(&table)
}

#[test]
fn the_titanic_of_the_tutorials() {
    let trained = run(&bytes("titanic/titanic.csv"), &titanic(&["Age", "Sex", "Embarked"], "logistic"));
    let rows = [["85", "male", "S"], ["24", "\"female\"", "C"], ["3", "male", "C"], ["21", "male", "S"]];
    let prediction = ask(&trained.predictor, &rows);
    assert_eq!(prediction.targets[0].classes, [0, 1, 0, 0]);
    // scikit-learn 1.9.1: median, StandardScaler, OneHotEncoder(handle_unknown="ignore"), LogisticRegression(C=1).
    for (row, expected) in [0.12701348, 0.63226768, 0.36108198, 0.17542291].iter().enumerate() {
        let ours = prediction.targets[0].scores[2 * row + 1];
        assert!((ours - expected).abs() < 1e-6, "{ours} instead of {expected}");
    }
    let issues: Vec<_> = prediction.issues.iter().map(|i| (i.row, i.column, i.trouble, i.fatal)).collect();
    // Nobody aboard was 85, and the quotes are part of the second record's level.
    assert_eq!(issues, [(0, Some(0), Trouble::OutOfRange, false), (1, Some(1), Trouble::UnknownLevel, false)]);
    let Task::Classification { classes, .. } = &trained.predictor.pipeline().output.targets[0].task else { panic!() };
    assert_eq!(*classes, Labels::Number(vec![0.0, 1.0]));
}

#[test]
fn the_titanic_columns_are_what_they_are() {
    let trained = run(&bytes("titanic/titanic.csv"), &request("Survived", "logistic"));
    let schema = &trained.predictor.pipeline().schema;
    let names: Vec<&str> = schema.names().collect();
    assert_eq!(names, ["Pclass", "Sex", "Age", "SibSp", "Parch", "Fare", "Embarked"]);
    let missing: Vec<&str> = schema.columns.iter().filter(|c| c.missing).map(|c| &c.name[..]).collect();
    assert_eq!(missing, ["Age", "Embarked"]);
    assert!(matches!(&schema.columns[6].kind, Kind::Categorical { levels, .. } if levels.len() == 3));
    let notes = trained.predictor.pipeline().card.notes.join("; ");
    assert!(notes.contains("Name is left out: it is an identifier"), "{notes}");
    assert!(notes.contains("Deck is left out: it is mostly missing (687 of 891 cells)"), "{notes}");
}

#[test]
fn imputers_are_fitted_inside_each_fold_and_shipped_on_all_rows() {
    let trained = run(&bytes("titanic/titanic.csv"), &titanic(&["Age", "Sex", "Embarked"], "logistic"));
    let Op::Step(Step::Impute(ages)) = &trained.predictor.pipeline().nodes[0].op else { panic!() };
    // The median of the 714 known ages.
    assert_eq!(ages.fill, [28.0]);
}

#[test]
fn the_iris_of_the_tutorials() {
    let schema = schema_file::parse(&bytes("iris/schema.json")).unwrap();
    let wish = Wish { target: schema.target.name.clone(), schema, ..Wish::default() };
    let trained = run(&bytes("iris/iris.csv"), &Request { wish, ..request("", "decision-tree") });
    let pipeline = trained.predictor.pipeline();
    assert_eq!((pipeline.schema.columns[0].title(), &pipeline.schema.columns[0].unit[..]), ("Sepal length", "cm"));
    let Op::Model(windowbox::model::Model::Trees(tree)) = &pipeline.nodes[0].op else { panic!() };
    assert_eq!((pipeline.nodes.len(), tree.column.len()), (1, 17));
    let seen = pipeline.statistics.predictions[0].levels.clone();
    assert_eq!(seen, [50, 50, 50]);
}

#[test]
fn auto_compares_and_the_card_says_how() {
    let request = Request { embed_rows: true, ..request("species", "auto") };
    let trained = run(&bytes("iris/iris.csv"), &request);
    let card = &trained.predictor.pipeline().card;
    let names: Vec<&str> = card.compared.iter().map(|c| &c.name[..]).collect();
    assert_eq!(names[0], "baseline (commonest class)");
    assert_eq!(names[1..], ["logistic", "naive-bayes", "decision-tree", "random-forest", "nearest-neighbours"]);
    assert!(card.chosen.contains("lowest Brier score"), "{}", card.chosen);
    assert!(card.estimate.contains("nested"), "{}", card.estimate);
    let metrics: Vec<&str> = card.metrics.iter().map(|m| &m.name[..]).collect();
    assert_eq!(metrics, ["accuracy", "balanced accuracy", "ROC AUC", "F1 (macro)", "log loss", "Brier score"]);
    assert!(card.metrics.iter().all(|m| m.spread.is_some()));
    let confusion = card.confusion.as_ref().unwrap();
    assert_eq!((confusion.counts.len(), confusion.counts.iter().sum::<u64>()), (9, 150));
    let accuracy = (0..3).map(|i| confusion.counts[4 * i]).sum::<u64>() as f64 / 150.0;
    assert!((accuracy - card.metrics[0].mean).abs() < 1e-12);
    let conformal = trained.predictor.pipeline().statistics.conformal.clone().unwrap();
    assert_eq!((conformal.n, conformal.quantiles.len()), (150, 3));
}

#[test]
fn a_holdout_takes_no_part() {
    let request = Request { estimate: Estimate::HoldOut(0.25), ..titanic(&["Age", "Sex", "Pclass"], "auto") };
    let trained = run(&bytes("titanic/titanic.csv"), &request);
    let pipeline = trained.predictor.pipeline();
    assert!(pipeline.card.estimate.contains("a hold-out of 222 of 891 rows"), "{}", pipeline.card.estimate);
    assert!(pipeline.card.metrics.iter().all(|m| m.spread.is_none()));
    assert_eq!(pipeline.statistics.reliability.iter().map(|bin| bin.count).sum::<u64>(), 222);
    assert_eq!(pipeline.statistics.predictions[0].count, 891);
    let again = run(&bytes("titanic/titanic.csv"), &Request { estimate: Estimate::Folds(5), ..request });
    assert_eq!(again.predictor.pipeline().statistics.conformal.as_ref().unwrap().n, 891);
}

/// Noise must look like noise: choosing among models does not make them better.
#[test]
fn nested_estimates_do_not_flatter_noise() {
    let tables: Vec<Noise> = (0..6).map(on_noise).collect();
    let mean = |of: fn(&Noise) -> f64| tables.iter().map(of).sum::<f64>() / 6.0;
    assert!((mean(|t| t.accuracy) - 0.5).abs() < 0.06, "{tables:?}");
    // What won the comparison looks better in it than the procedure is.
    assert!(mean(|t| t.winner) < mean(|t| t.procedure), "{tables:?}");
    // By luck a table may look learnable; most must not.
    assert!(tables.iter().filter(|t| t.warned).count() >= 4, "{tables:?}");
}

/// What the card says of a table without any sense.
#[derive(Debug)]
struct Noise {
    accuracy: f64,
    procedure: f64,
    winner: f64,
    warned: bool,
}

fn on_noise(seed: u64) -> Noise {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut table = String::from("a,b,c,y\n");
    for i in 0..200 {
        table += &format!("{},{},{},{}\n", rng.f64(), rng.f64(), rng.f64(), ["no", "yes"][i % 2]);
    }
    let options = Options { trees: Some(5), ..Options::default() };
    let trained = run(table.as_bytes(), &Request { options, ..request("y", "auto") });
    let card = &trained.predictor.pipeline().card;
    let winner = card.compared.iter().find(|c| c.name == trained.study.chosen.name).unwrap();
    Noise {
        accuracy: card.metrics[0].mean,
        procedure: card.metrics[5].mean,
        winner: winner.metrics[5].mean,
        warned: card.notes.iter().any(|n| n.contains("no better than the baseline")),
    }
}

/// Whatever stands in the held-out rows, what was compared and chosen stays the same.
#[test]
fn nothing_leaks_from_the_held_out_rows() {
    let table = |spoilt: &[usize]| {
        let mut rng = fastrand::Rng::with_seed(9);
        let mut table = String::from("a,b,y\n");
        for i in 0..90 {
            let (a, b) = (rng.f64(), if i % 5 == 0 { "" } else { "7" });
            match spoilt.contains(&i) {
                true => table += &format!("{},1e6,{}\n", a * 1e9, -a * 1e5),
                false => table += &format!("{a},{b}{i},{}\n", 3.0 * a),
            }
        }
        table
    };
    let request = Request { estimate: Estimate::HoldOut(0.3), ..request("y", "auto") };
    let clean = run(table(&[]).as_bytes(), &request);
    let held_out = clean.study.held_out.0.clone();
    assert_eq!(held_out.len(), 27);
    let spoilt = run(table(&held_out).as_bytes(), &request);
    assert_eq!(clean.study.compared, spoilt.study.compared);
    assert_eq!(clean.study.chosen.name, spoilt.study.chosen.name);
    assert_ne!(clean.study.metrics, spoilt.study.metrics);
    // One row that is not held out is enough to change them.
    let row = (0..90).find(|row| !held_out.contains(row)).unwrap();
    assert_ne!(clean.study.compared, run(table(&[row]).as_bytes(), &request).study.compared);
}

#[test]
fn regression_by_every_model() {
    let mut rng = fastrand::Rng::with_seed(5);
    let mut table = String::from("size,colour,price\n");
    for i in 0..120 {
        let size = rng.f64() * 10.0;
        table += &format!("{size},{},{}\n", ["red", "blue", "green"][i % 3], 30.0 * size + 100.0 * (i % 3) as f64);
    }
    let trained = run(table.as_bytes(), &Request { embed_rows: true, ..request("price", "auto") });
    let card = &trained.predictor.pipeline().card;
    assert_eq!(card.compared.len(), 10);
    assert!(card.compared.iter().all(|c| c.failed.is_empty()), "{:?}", card.compared);
    assert_eq!(card.model, "linear regression");
    assert!(card.metrics[2].name == "R2" && card.metrics[2].mean > 0.999, "{:?}", card.metrics);
}

#[test]
fn models_of_rows_need_leave() {
    let table = bytes("iris/iris.csv");
    let error = refused(&table, &request("species", "nearest-neighbours"));
    assert_eq!(error.code, "rows-embedded");
    assert!(error.hint.contains("--embed-rows"));
    let allowed = run(&table, &Request { embed_rows: true, ..request("species", "nearest-neighbours") });
    assert!(allowed.predictor.pipeline().card.notes.iter().any(|n| n.contains("holds all 150 training rows")));
    let auto = run(&table, &request("species", "auto"));
    assert!(auto.predictor.pipeline().card.notes.iter().any(|n| n.contains("nearest-neighbours is not compared")));
}

#[test]
fn what_cannot_be_done_is_said() {
    let table = bytes("iris/iris.csv");
    let error = refused(&table, &request("species", "ridge"));
    assert_eq!(error.code, "wrong-task");
    assert!(error.hint.contains("logistic, naive-bayes"), "{error}");
    let error = refused(&table, &request("species", "logstic"));
    assert_eq!((error.code, &error.hint[..]), ("unknown-model", "did you mean logistic?"));
    let error = refused(&table, &request("specie", "logistic"));
    assert_eq!((error.code, &error.hint[..]), ("unknown-column", "did you mean \"species\"?"));
    let trees = Options { trees: Some(5), ..Options::default() };
    let error = refused(&table, &Request { options: trees, ..request("species", "logistic") });
    assert_eq!((error.code, &error.place[..]), ("wrong-option", "--trees"));
    assert!(error.hint.contains("random-forest, extra-trees, gradient-boosting"), "{error}");
    let error = refused(&table, &Request { estimate: Estimate::Folds(1), ..request("species", "logistic") });
    assert_eq!(error.code, "bad-folds");
    let error = refused(b"a,b\n1,x\n2,x\n3,x\n", &request("b", "logistic"));
    assert_eq!(error.code, "bad-target");
}

#[test]
fn a_candidate_that_fails_says_why_and_the_others_go_on() {
    let mut rng = fastrand::Rng::with_seed(1);
    let mut table = String::from("flag,x,y\n");
    for i in 0..100 {
        // The flag is true for one class only: naive Bayes has a variance of 0.
        table += &format!("{},{},{}\n", i % 2 == 1 && i % 3 == 0, rng.f64(), ["a", "b"][i % 2]);
    }
    let trained = run(table.as_bytes(), &request("y", "auto"));
    let bayes = trained.study.compared.iter().find(|c| c.name == "naive-bayes").unwrap();
    assert!(bayes.metrics.is_empty() && bayes.failed.contains("column flag"), "{bayes:?}");
    assert!(!trained.study.compared[1].metrics.is_empty());
}

#[test]
fn rare_levels_and_rows_without_answers_are_named() {
    let mut table = String::from("c,x,y\n");
    for i in 0..60 {
        table += &format!("{},{},{}\n", if i < 2 { "rare" } else { ["u", "v"][i % 2] }, i % 7, ["a", "b"][i % 2]);
    }
    table += "u,1,\nv,2,NA\n";
    let trained = run(table.as_bytes(), &request("y", "logistic"));
    let card = &trained.predictor.pipeline().card;
    let notes = card.notes.join("; ");
    assert!(notes.contains("1 level of c is seen fewer than 5 times: \"rare\""), "{notes}");
    assert!(notes.contains("2 rows have no y and are left out"), "{notes}");
    assert_eq!(card.data_rows, 60);
}

#[test]
fn the_schema_file_is_obeyed() {
    let mut table = String::from("size,code,ok,y\n");
    for i in 0..40 {
        table += &format!("{},{},{},{}\n", i % 5, i % 2, i % 3 == 0, ["lo", "hi"][i % 2]);
    }
    let schema = r#"{"columns":[{"name":"size","kind":"categorical","levels":[4,3,2,1,0]},
        {"name":"code","kind":"boolean","missing":true},{"name":"ok","kind":"ignore"}],
        "target":{"classes":["lo","hi"],"label":"Level"}}"#;
    let schema: SchemaFile = schema_file::parse(schema.as_bytes()).unwrap();
    let wish = Wish { target: "y".into(), schema, ..Wish::default() };
    let trained = run(table.as_bytes(), &Request { wish, ..request("", "decision-tree") });
    let pipeline = trained.predictor.pipeline();
    assert_eq!(pipeline.schema.names().collect::<Vec<_>>(), ["size", "code"]);
    let Kind::Categorical { levels, .. } = &pipeline.schema.columns[0].kind else { panic!() };
    assert_eq!(*levels, Labels::Number(vec![4.0, 3.0, 2.0, 1.0, 0.0]));
    assert_eq!((&pipeline.schema.columns[1].kind, pipeline.schema.columns[1].missing), (&Kind::Boolean, true));
    let target = &pipeline.output.targets[0];
    assert_eq!((target.labels().unwrap().code("hi"), &target.label[..]), (Some(1), "Level"));
}

#[test]
fn a_table_that_contradicts_its_schema_is_refused() {
    let table = b"a,b,y\n1,u,0\n2,v,1\n,w,0\n4,u,1\n";
    let with = |schema: &str| {
        let schema = schema_file::parse(schema.as_bytes()).unwrap();
        let goal = Some(windowbox_tools::train::Goal::Classification);
        let wish = Wish { target: "y".into(), schema, goal, ..Wish::default() };
        refused(table, &Request { wish, estimate: Estimate::Folds(2), ..request("", "decision-tree") })
    };
    let error = with(r#"{"columns":[{"name":"a","missing":false,"kind":"numeric"}]}"#);
    assert_eq!((error.code, &error.place[..]), ("missing-not-allowed", "column a"));
    let error = with(r#"{"columns":[{"name":"b","levels":["u","v"]}]}"#);
    assert_eq!((error.code, &error.place[..]), ("bad-cell", "line 4, column b"));
    let error = with(r#"{"columns":[{"name":"b","kind":"numeric"}]}"#);
    assert_eq!((error.code, &error.place[..]), ("bad-cell", "line 2, column b"));
    let error = with(r#"{"columns":[{"name":"b","kind":"ignore"},{"name":"a","kind":"ignore"}]}"#);
    assert_eq!(error.code, "no-features");
}

#[test]
fn a_class_that_a_fold_lacks_gets_no_probability_there() {
    let mut table = String::from("x,y\n");
    for i in 0..60 {
        table += &format!("{},{}\n", i, ["a", "b"][i % 2]);
    }
    table += "99,once\n";
    let trained = run(table.as_bytes(), &request("y", "logistic"));
    let windowbox_tools::train::score::Guess::Classes { probabilities, .. } = &trained.study.held_out.1 else {
        panic!()
    };
    assert_eq!(probabilities.len(), 61 * 3);
    let row = trained.study.held_out.0.iter().position(|row| *row == 60).unwrap();
    assert_eq!(probabilities[3 * row + 2], 0.0);
    let target = &trained.predictor.pipeline().output.targets[0];
    assert_eq!(target.labels().unwrap().len(), 3);
    assert!(trained.dataset.notes.iter().any(|n| n.contains("1 class of y is seen fewer than 5 times: \"once\"")));
}

#[test]
fn truth_values_stay_truth_values() {
    let mut table = String::from("member,late\n");
    for i in 0..40 {
        table += &format!("{},{}\n", ["True", "false", ""][i % 3], if i % 2 == 0 { "TRUE" } else { "False" });
    }
    let trained = run(table.as_bytes(), &request("late", "decision-tree"));
    let pipeline = trained.predictor.pipeline();
    assert_eq!(pipeline.output.targets[0].labels(), Some(&Labels::Boolean(vec![false, true])));
    assert_eq!((&pipeline.schema.columns[0].kind, pipeline.schema.columns[0].missing), (&Kind::Boolean, true));
    assert_eq!(pipeline.statistics.columns[0].levels, [13, 14]);
}

#[test]
fn headers_are_looked_at() {
    let error = refused(b"a,a,y\n1,2,3\n", &request("y", "linear"));
    assert_eq!((error.code, &error.place[..]), ("bad-table", "the header"));
    let mut table = String::from(",x,y\n");
    (0..30).for_each(|i| table += &format!("{i},{},{}\n", i % 7, 2.5 * f64::from(i % 7) + f64::from(i % 2)));
    let trained = run(table.as_bytes(), &request("y", "linear"));
    assert!(trained.dataset.notes.iter().any(|n| n.contains("column 1 is left out: it has no name")));
    let error = refused(b"constructor,y\n1,a\n2,b\n1,a\n2,b\n", &request("y", "decision-tree"));
    assert_eq!((error.code, error.fault), ("bad-schema", windowbox::Fault::Caller));
}
