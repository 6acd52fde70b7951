//! What a card says beside the numbers: notes, names of metrics, why a model was chosen.

mod common;

use common::run;
use windowbox_tools::train::{Estimate, Request, Trained};

fn request(model: &str) -> Request {
    common::request("y", model)
}

fn notes(trained: &Trained) -> String {
    trained.predictor.pipeline().card.notes.join("\n")
}

fn metrics(trained: &Trained) -> Vec<&str> {
    trained.predictor.pipeline().card.metrics.iter().map(|metric| &metric.name[..]).collect()
}

/// Rows of two numbers without any sense and an answer that has nothing to do with them.
fn noise(rows: usize, answer: impl Fn(usize) -> String) -> String {
    let mut rng = fastrand::Rng::with_seed(3);
    let row = |i: usize| format!("{},{},{}\n", rng.f64(), rng.f64(), answer(i));
    "a,b,y\n".to_owned() + &(0..rows).map(row).collect::<String>()
}

/// Rows whose answer is clear.
fn clear(rows: usize, answers: [&str; 2]) -> String {
    let row = |i: usize| format!("{},{}\n", 10 * (i % 2) + i % 5, answers[i % 2]);
    "x,y\n".to_owned() + &(0..rows).map(row).collect::<String>()
}

#[test]
fn f1_names_its_class() {
    assert_eq!(metrics(&run(&clear(60, ["alive", "died"]), &request("logistic")))[3], "F1 (of \"died\")");
    assert_eq!(metrics(&run(&clear(60, ["0", "1"]), &request("logistic")))[3], "F1 (of 1)");
}

#[test]
fn a_metric_that_some_folds_do_not_define_is_left_out_and_said() {
    // Three rows of a class in five folds: two folds have none.
    let table = noise(60, |i| if i < 3 { "rare".into() } else { "common".into() });
    let trained = run(&table, &request("logistic"));
    assert!(!metrics(&trained).contains(&"ROC AUC"), "{:?}", metrics(&trained));
    assert!(metrics(&trained).contains(&"accuracy"));
    assert!(notes(&trained).contains("ROC AUC: left out, since some held-out rows"), "{}", notes(&trained));
    let trained = run(&noise(60, |i| ["p", "q"][i % 2].into()), &request("logistic"));
    assert!(metrics(&trained).contains(&"ROC AUC") && !notes(&trained).contains("left out"), "{}", notes(&trained));
}

#[test]
fn few_held_out_rows_are_said() {
    let by_holdout = |rows: usize| {
        let request = Request { estimate: Estimate::HoldOut(0.25), ..request("logistic") };
        notes(&run(&clear(rows, ["p", "q"]), &request))
    };
    assert!(by_holdout(100).contains("the metrics come from 25 held-out rows only"), "{}", by_holdout(100));
    assert!(!by_holdout(120).contains("held-out rows only"));
    assert!(notes(&run(&clear(29, ["p", "q"]), &request("logistic"))).contains("29 held-out rows only"));
}

#[test]
fn a_model_that_fits_its_own_rows_better_is_told_from_one_that_generalises() {
    let said = "fits its training rows better than others: accuracy is 1.000 on them";
    let trained = run(&noise(200, |i| ["p", "q"][i % 2].into()), &request("decision-tree"));
    assert!(notes(&trained).contains(said), "{}", notes(&trained));
    let trained = run(&clear(200, ["p", "q"]), &request("decision-tree"));
    assert!(!notes(&trained).contains("fits its training rows"), "{}", notes(&trained));
}

#[test]
fn a_single_tree_for_classes_says_that_it_knows_no_shares() {
    let said = "probabilities are 0 or 1";
    assert!(notes(&run(&clear(60, ["p", "q"]), &request("decision-tree"))).contains(said));
    assert!(!notes(&run(&clear(60, ["p", "q"]), &request("random-forest"))).contains(said));
    let numbers = noise(60, |i| format!("{i}.5"));
    assert!(!notes(&run(&numbers, &request("decision-tree"))).contains(said));
}

#[test]
fn the_choice_counts_those_that_were_fitted_and_owns_up_to_the_baseline() {
    let mut table = String::from("flag,x,y\n");
    for i in 0..100 {
        // The flag is true for one class only: naive Bayes has a variance of 0.
        table += &format!("{},{},{}\n", i % 2 == 1 && i % 3 == 0, i % 7, ["a", "b"][i % 2]);
    }
    let trained = run(&table, &request("auto"));
    let fitted = trained.study.compared[1..].iter().filter(|c| c.failed.is_empty()).count();
    assert_eq!((trained.study.compared.len(), fitted), (5, 3));
    assert!(trained.study.why.contains("of 3 models that were compared"), "{}", trained.study.why);
    assert!(!trained.study.why.contains("baseline"), "{}", trained.study.why);
    let trained = run(&noise(200, |i| ["p", "q"][i % 2].into()), &request("decision-tree"));
    assert!(trained.study.beaten);
    assert!(trained.study.why.ends_with("the baseline does as well on the held-out rows"), "{}", trained.study.why);
}
