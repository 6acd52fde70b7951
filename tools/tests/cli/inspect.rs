//! `windowbox inspect` and `windowbox check`.

use crate::models;
use crate::run::{Said, Shell};
use windowbox::Pipeline;
use windowbox::data::{Column, Kind};
use windowbox::model::nearest::{Metric, Order, Weight};
use windowbox::model::{Model, Nearest};
use windowbox::pipeline::{ColumnStatistics, Confusion, Expected, Proof, ProofCells};
use windowbox::slots::Precision;
use windowbox::{Node, Op, Output, Target};

fn run(pipeline: Pipeline, args: &[&str]) -> Said {
    let shell = Shell::new(&[("m.wbx", pipeline)]);
    let mut line = vec![args[0], "m.wbx"];
    line.extend(&args[1..]);
    shell.run(&line)
}

fn neighbours() -> Pipeline {
    let (metric, weight) = (Metric::Euclidean, Weight::Uniform);
    let (rows, answers) = (vec![1.0, 2.0, 3.0], vec![5.0, 6.0, 7.0]);
    let (precision, order) = (Precision::F64, Order::Heap);
    let model = Nearest { columns: 1, k: 2, metric, weight, precision, order, rows, answers, classes: 0 };
    let node = Node::new(Op::Model(Model::Nearest(model)), vec![0], 1, 1);
    let schema = windowbox::data::Schema { columns: vec![Column::numeric("x")] };
    Pipeline::new(schema, vec![node], Output::one(Target::regression("y", 1)))
}

#[test]
fn the_overview_has_card_columns_and_model() {
    let said = run(models::titanic(), &["inspect"]);
    assert_eq!((said.code, &said.err[..]), (0, ""));
    for words in [
        "titanic 1.2.3\nlogistic regression that answers Survived from 3 columns\n",
        "years",
        "0.42 to 80 in training",
        "\"C\", \"Q\", \"S\"",
        "4. one-hot encoder of Embarked: 3 columns of 0 and 1",
        "Answer Survived: 0, 1; from answer 1 of step 5, a probability by the logistic function",
        "SHA-256",
    ] {
        assert!(said.out.contains(words), "{words:?} is not in\n{}", said.out);
    }
}

#[test]
fn the_model_is_told_number_by_number() {
    let said = run(models::titanic(), &["inspect", "--model"]);
    for words in [
        "   Age: missing becomes 28\n",
        "   Embarked: missing becomes \"S\"\n",
        "   Sex = \"male\": 1 in column 2\n",
        "     + -0.02 * [Age]\n",
        "     + -1.25 * [Sex = \"male\"]\n",
    ] {
        assert!(said.out.contains(words), "{words:?} is not in\n{}", said.out);
    }
    let said = run(models::iris(), &["inspect", "--model"]);
    let tree = "   tree 1\n     pl <= 2.45?  missing: yes\n       yes: 1, 0, 0\n       no: pw <= 1.75?  missing: yes\n         \
                yes: 0, 0.875, 0.125\n         no: 0, 0, 1\n";
    assert!(said.out.contains(tree), "{}", said.out);
}

#[test]
fn json_has_everything() {
    let json = run(models::titanic(), &["inspect", "--json"]).json();
    assert_eq!(json["card"]["version"], "1.2.3");
    assert_eq!(json["columns"][1]["kind"]["levels"]["values"][0], "female");
    assert_eq!(json["targets"][0]["task"]["classes"]["values"][1], 1.0);
    assert_eq!(json["statistics"]["columns"][0]["max"], 80.0);
    assert_eq!(json["file"]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(json["nodes"].as_array().unwrap().len(), 6);
    let json = run(models::titanic(), &["inspect", "--json", "--model"]).json();
    assert!(json["nodes"].as_array().unwrap().len() > 20);
}

#[test]
fn privacy_names_what_comes_near_a_row() {
    let json = run(models::titanic(), &["inspect", "--json", "--privacy"]).json();
    let findings: Vec<String> = json.as_array().unwrap().iter().map(|f| format!("{f}")).collect();
    let has = |words: &str| findings.iter().any(|finding| finding.contains(words));
    assert!(has("column Sex lists levels that fewer than 5 rows") && has("\\\"male\\\" (2)"), "{findings:?}");
    assert!(has("\\\"Q\\\" (0), \\\"S\\\" (3)"));
    assert!(has("the smallest and largest value") && has("21 quantiles"));
    assert!(!findings.iter().any(|finding| finding.contains("\"rows\"")), "{findings:?}");
    let json = run(neighbours(), &["inspect", "--json", "--privacy"]).json();
    assert_eq!(json[0]["nearness"], "rows");
    assert!(json[0]["what"].as_str().unwrap().contains("3 rows of the training data"));
    assert!(run(neighbours(), &["inspect", "--privacy"]).out.contains("WHOLE ROWS"));
}

/// The confusion matrix has the true classes, which predictions may hide.
#[test]
fn rare_classes_are_counted_by_their_true_rows() {
    let rare = |counts: &[u64]| {
        let mut pipeline = models::titanic();
        pipeline.card.confusion = Some(Confusion { counts: counts.to_vec() });
        run(pipeline, &["inspect", "--privacy", "--json"]).out
    };
    let words = "target Survived lists classes that fewer than 5 of the rows behind the metrics have: 1 (4)";
    assert!(rare(&[90, 1, 4, 0]).contains(words), "{}", rare(&[90, 1, 4, 0]));
    assert!(!rare(&[90, 0, 5, 0]).contains("lists classes"));
    assert!(!rare(&[(1 << 53) - 1, (1 << 53) - 1, 5, 0]).contains("lists classes"));
}

#[test]
fn predicted_numbers_are_cells_and_predicted_classes_totals() {
    let nearness = |pipeline, words: &str| {
        let json = run(pipeline, &["inspect", "--json", "--privacy"]).json();
        let found = json.as_array().unwrap().iter().find(|f| f["what"].as_str().unwrap().contains(words));
        found.unwrap_or_else(|| panic!("{json}"))["nearness"].clone()
    };
    let mut line = models::line();
    line.statistics.predictions = vec![ColumnStatistics::of_numbers(&[1.0, 2.0])];
    assert_eq!(nearness(line, "smallest and largest prediction of y"), "cells");
    assert_eq!(nearness(models::titanic(), "predicted to have each class of Survived"), "totals");
}

#[test]
fn proof_rows_that_were_given_are_named() {
    let given = |synthesised| {
        let json = run(proved(5.0, synthesised), &["inspect", "--json", "--privacy"]).json();
        json.as_array().unwrap().iter().find(|f| f["place"] == "proof").unwrap()["nearness"].clone()
    };
    assert_eq!((given(true), given(false)), ("nothing".into(), "rows".into()));
}

#[test]
fn a_name_cannot_command_the_terminal() {
    let mut pipeline = models::titanic();
    pipeline.schema.columns[0].name = "a\u{1b}[2J".into();
    pipeline.card.notes = vec!["\u{1b}]0;x\u{7}".into()];
    for args in [&["inspect"][..], &["inspect", "--model"], &["inspect", "--privacy"], &["check"]] {
        let said = run(pipeline.clone(), args);
        assert!(said.code == 0 && !said.out.contains('\u{1b}'), "{said:?}");
    }
}

/// `-2 x + 1` with a proof that says `margin` of x = -2.
fn proved(margin: f64, synthesised: bool) -> Pipeline {
    let (line, cells) = (models::line(), vec![ProofCells::numbers(&[-2.0, 0.5])]);
    let margins = Expected { values: vec![margin, 0.0], absolute: 0.0, relative: 1e-12 };
    let (source, names) = (Some("a hand".to_owned()), line.names_digest());
    let proof = Proof { source, synthesised, rows: 2, cells, margins, names, ..Proof::default() };
    Pipeline { proof: Some(proof), ..line }
}

#[test]
fn a_sound_file_is_told_by_its_sections() {
    let said = run(proved(5.0, true), &["check"]);
    assert_eq!((said.code, &said.err[..]), (0, ""));
    assert!(said.out.starts_with("m.wbx is sound\n"));
    assert!(
        said.out.contains(
            "2 of 2 reference rows get the same answers here as from a hand, within its tolerance: parity proved."
        ),
        "{}",
        said.out
    );
    assert!(said.out.contains("pipeline ") && said.out.contains("statistics "));
}

#[test]
fn a_broken_proof_is_named() {
    let said = run(proved(5.1, true), &["check"]);
    assert_eq!((said.code, &said.out[..]), (3, ""));
    assert!(said.err.contains("proof-failed at m.wbx, proof, row 0: the model answers 5 where the proof has 5.1"));
}

#[test]
fn names_that_only_look_the_same_are_refused() {
    let mut pipeline = models::titanic();
    let Kind::Categorical { levels, .. } = &mut pipeline.schema.columns[1].kind else { unreachable!() };
    *levels = models::strings(&["fe\u{301}male", "male"]);
    let said = run(pipeline, &["check"]);
    assert_eq!(said.code, 3);
    assert!(said.err.contains("not-normal at m.wbx, level fe\u{301}male"), "{}", said.err);
}

#[test]
fn a_broken_file_is_named_with_its_place() {
    let shell = Shell::new(&[("m.wbx", models::iris())]);
    let good = std::fs::read(shell.path().join("m.wbx")).unwrap();
    for at in [0, 8, 10, 16, 40] {
        let mut bytes = good.clone();
        bytes[at] ^= 0x40;
        shell.write("broken.wbx", bytes);
        let said = shell.run(&["check", "broken.wbx"]);
        assert!(matches!(said.code, 3 | 4), "{at}: {said:?}");
        assert!(said.err.contains(" at broken.wbx"), "{said:?}");
    }
}

/// Every kind that a file may hold is told in words.
#[test]
fn every_golden_model_is_inspected_and_sound() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden");
    let folders = std::fs::read_dir(golden).unwrap().map(|entry| entry.unwrap().path());
    let models: Vec<_> = folders.map(|folder| folder.join("packed.wbx")).filter(|model| model.is_file()).collect();
    assert!(models.len() >= 4, "{models:?}");
    let shell = Shell::new(&[]);
    for model in models {
        let model = model.to_str().unwrap();
        for args in [
            &["inspect", model][..],
            &["inspect", "--model", model],
            &["inspect", "--privacy", model],
            &["check", model],
        ] {
            let said = shell.run(args);
            assert!(said.code == 0 && said.out.lines().count() > 2, "{args:?}: {said:?}");
        }
    }
}
