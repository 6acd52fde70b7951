//! `windowbox explain`.

use crate::models;
use crate::run::{Said, Shell};

fn run(args: &[&str]) -> Said {
    let shell =
        Shell::new(&[("m.wbx", models::titanic()), ("bayes.wbx", models::bayes()), ("iris.wbx", models::iris())]);
    shell.run(&[&["explain"], args].concat())
}

/// 1.25 for a woman and -1.25 for a man; nothing else differs.
#[test]
fn contributions_are_of_the_callers_columns_and_add_up() {
    let said = run(&["m.wbx", "--json", r#"{"Sex":"female"}"#, "--against", r#"{"Sex":"male"}"#, "--output", "json"]);
    assert_eq!((said.code, &said.err[..]), (0, ""));
    let (json, output) = (said.json(), said.json()["outputs"][0].clone());
    assert_eq!((&json["method"], &output["space"], &output["label"]), (&"linear".into(), &"margin".into(), &1.into()));
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let parts = output["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 3);
    assert_eq!((&parts[1]["column"], &parts[1]["value"]), (&"Sex".into(), &"female".into()));
    assert!((number(&parts[1]["contribution"]) - 2.5).abs() < 1e-12, "{output}");
    let total = parts.iter().fold(number(&output["base"]), |sum, part| sum + number(&part["contribution"]));
    assert!((total - number(&output["answer"])).abs() < 1e-12, "{output}");
}

#[test]
fn people_read_the_largest_first() {
    assert_eq!(run(&["m.wbx"]).code, 2, "there is no record");
    let said = run(&["m.wbx", "--json", r#"{"Sex":"female","Age":40}"#, "--against", r#"{"Sex":"male","Age":30}"#]);
    let at = |text: &str| said.out.find(text).unwrap_or_else(|| panic!("{text} in {}", said.out));
    assert!(at("Survived = 1 (margin)") < at("base") && at("base") < at("Sex = female"));
    assert!(at("Sex = female") < at("Age = 40") && at("Age = 40") < at("answer"));
    assert!(said.out.contains("+2.500000") && said.out.contains("-0.200000"), "{}", said.out);
}

#[test]
fn what_has_no_explanation_says_why() {
    for (model, row, words) in [("bayes.wbx", r#"{"x":1}"#, "Gaussian naive Bayes"), ("iris.wbx", "{}", "covers")] {
        let said = run(&[model, "--json", row]);
        assert!(said.code == 4 && said.err.contains("no-explanation") && said.err.contains(words), "{}", said.err);
    }
    let bad = run(&["m.wbx", "--json", r#"{"Sex":"female","Age":"x"}"#]);
    assert!(bad.code == 1 && bad.err.contains("bad-type at Age"), "{}", bad.err);
    assert_eq!(run(&["m.wbx", "--json", "[]"]).code, 1);
}
