use super::super::{Sidecar, import};
use windowbox::data::cell::parse;
use windowbox::data::{Cell, Labels, Table};
use windowbox::slots::UNSEEN;
use windowbox::{Error, Predictor};

/// `glm(am ~ wt + sex, binomial)`, with an intercept of 17 digits.
const BINOMIAL: &str = r#"{"format":"linear/1","family":"binomial","link":"logit","classes":["no","yes"],
  "xlevels":{"sex":["female","male"]},
  "coefficients":{"(Intercept)":"12.040369658962749","wt":"-4.0239697903278856","sexmale":0.5}}"#;

fn open(json: &str) -> Result<Predictor, Error> {
    import(json.as_bytes(), &Sidecar::default())?.pipeline.check()
}

fn score(predictor: &Predictor, row: &[&str]) -> Option<Vec<f64>> {
    let schema = &predictor.pipeline().schema;
    let mut table = Table::new(schema);
    table.push(
        schema
            .columns
            .iter()
            .zip(row)
            .map(|(column, text)| parse(column, text).unwrap_or(Cell::Number(UNSEEN)))
            .collect(),
    );
    let prediction = predictor.predict(&table);
    prediction.answered(0).then(|| prediction.targets[0].scores.clone())
}

fn code(json: &str) -> &'static str {
    open(json).unwrap_err().code
}

fn with(coefficients: &str, rest: &str) -> String {
    format!(r#"{{"format":"linear/1","coefficients":{coefficients}{rest}}}"#)
}

#[test]
fn a_factor_adds_its_level_and_the_link_makes_probabilities() {
    let predictor = open(BINOMIAL).unwrap();
    let p = |eta: f64| 1.0 / (1.0 + (-eta).exp());
    for (sex, extra) in [("female", 0.0), ("male", 0.5)] {
        let want = p(-0.8363336700864856 + extra);
        assert!((score(&predictor, &["3.2", sex]).unwrap()[1] - want).abs() < 1e-15);
    }
}

#[test]
fn a_missing_cell_or_a_new_level_gets_no_answer() {
    let predictor = open(BINOMIAL).unwrap();
    for row in [["", "male"], ["3.2", ""], ["3.2", "other"]] {
        assert_eq!(score(&predictor, &row), None);
    }
}

#[test]
fn softmax_has_a_list_for_each_term() {
    let json = with(r#"{"(Intercept)":[0,1],"x":["2","-1"]}"#, r#","link":"softmax","classes":["a","b"]"#);
    let scores = score(&open(&json).unwrap(), &["1"]).unwrap();
    assert!((scores[0] / scores[1] - 2f64.exp()).abs() < 1e-14);
}

#[test]
fn scalars_stand_for_lists_of_one() {
    let predictor = open(&with(r#"{"(Intercept)":1,"gA":2}"#, r#","xlevels":{"g":"A"}"#)).unwrap();
    assert_eq!(score(&predictor, &["A"]).unwrap(), [3.0]);
    assert_eq!(
        open(&with(r#"{"(Intercept)":7}"#, r#","xlevels":[]"#)).map(|p| score(&p, &[])).unwrap(),
        Some(vec![7.0])
    );
}

#[test]
fn the_longest_factor_and_any_sign_in_a_level_win() {
    let json = with(r#"{"gender:x":1,"ageold":2}"#, r#","xlevels":{"gen":["der:x"],"age":["old"],"a":["geold"]}"#);
    // The factor "a" is named by no coefficient.
    assert_eq!(code(&json), "unsupported-feature");
    let json = with(r#"{"gender:x":1,"ageold":2}"#, r#","xlevels":{"gen":["a","der:x"],"age":["old"]}"#);
    assert_eq!(score(&open(&json).unwrap(), &["der:x", "old"]).unwrap(), [3.0]);
}

#[test]
fn products_multiply_numbers_and_indicators() {
    // lm(mpg ~ wt * am + am:gear, cars), gear having no effect of its own.
    let json = with(
        r#"{"(Intercept)":1,"wt":2,"amyes":3,"wt:amyes":4,"amno:gear4":5,"amyes:gear4":6,"`w t`:wt:amyes":7}"#,
        r#","xlevels":{"am":["no","yes"],"gear":["3","4"]}"#,
    );
    let predictor = open(&json).unwrap();
    let names: Vec<&str> = predictor.pipeline().schema.names().collect();
    assert_eq!(names, ["wt", "am", "gear", "w t"]);
    for (row, want) in [
        (["2", "no", "3", "10"], 1.0 + 4.0),
        (["2", "no", "4", "10"], 1.0 + 4.0 + 5.0),
        (["2", "yes", "4", "10"], 1.0 + 4.0 + 3.0 + 8.0 + 6.0 + 140.0),
    ] {
        assert_eq!(score(&predictor, &row), Some(vec![want]), "{row:?}");
    }
    assert_eq!(score(&predictor, &["2", "no", "3", ""]), None);
}

#[test]
fn a_level_with_a_colon_comes_before_a_product() {
    let json = with(r#"{"ga:b":1,"ga:x":2,"gc:x":3}"#, r#","xlevels":{"g":["a","a:b","c"]}"#);
    let predictor = open(&json).unwrap();
    assert_eq!(score(&predictor, &["a:b", "7"]), Some(vec![1.0]));
    assert_eq!(score(&predictor, &["a", "7"]), Some(vec![14.0]));
}

/// Values of R 4.2.2: `make.link(...)$linkinv`.
#[test]
fn links_are_rs() {
    for (link, eta, want) in [
        ("probit", "-2.5", 0.006209665325776135),
        ("cauchit", "-2.5", 0.12111894159084341),
        ("cloglog", "0.7", 0.8665132033419162),
        ("inverse", "4", 0.25),
        ("1/mu^2", "4", 0.5),
        ("sqrt", "3", 9.0),
    ] {
        let predictor = open(&with(r#"{"x":1}"#, &format!(r#","link":"{link}""#))).unwrap();
        let got = score(&predictor, &[eta]).unwrap()[0];
        assert!((got - want).abs() <= 1e-15 * want, "{link}: {got}");
    }
    // A relative risk: the exponential is a probability, or there is none.
    let risk = open(&with(r#"{"x":1}"#, r#","family":"binomial","link":"log","classes":["no","yes"]"#)).unwrap();
    assert!((score(&risk, &["-1"]).unwrap()[1] - (-1f64).exp()).abs() < 1e-15);
    assert_eq!(score(&risk, &["1"]), None);
}

#[test]
fn a_sidecar_that_says_more_than_is_used_is_refused() {
    for json in [r#"{"threshold":0.5}"#, r#"{"features":[{"name":"a"}]}"#, r#"{"input_cast":"f32"}"#] {
        let sidecar = Sidecar::parse(json.as_bytes()).unwrap();
        let error = import(with(r#"{"x":1}"#, "").as_bytes(), &sidecar).unwrap_err();
        assert_eq!(error.code, "bad-sidecar", "{json}");
    }
}

#[test]
fn what_cannot_be_computed_is_refused_by_name() {
    for term in ["I(x^2)", "poly(x, 2)1", "x:log(z)", "`a b`c"] {
        let error = open(&with(&format!(r#"{{"{term}":1}}"#), "")).unwrap_err();
        assert!(error.code == "unsupported-feature" && error.message.contains(term));
    }
    for link in ["mu^0.333", "loglog", "?"] {
        assert_eq!(code(&with(r#"{"x":1}"#, &format!(r#","link":"{link}""#))), "unsupported-feature");
    }
    // Sum contrasts are named by number.
    assert_eq!(code(&with(r#"{"g1":1}"#, r#","xlevels":{"g":["a","b"]}"#)), "unsupported-feature");
}

#[test]
fn bad_files_have_codes() {
    assert_eq!(code(&with(r#"{"x":"NA"}"#, "")), "malformed");
    assert_eq!(code(&with(r#"{"x":[1,2]}"#, "")), "malformed");
    assert_eq!(code(&with(r#"{"x":[1,2],"y":1}"#, r#","link":"softmax""#)), "malformed");
    assert_eq!(code(&with(r#"{"x":1}"#, r#","link":"logit","classes":["a","b","c"]"#)), "malformed");
    assert_eq!(code(&with("{}", "")), "malformed");
    // One softmax is 1 whatever the row.
    assert_eq!(code(&with(r#"{"x":1}"#, r#","link":"softmax""#)), "malformed");
}

#[test]
fn cut_and_flipped_files_are_errors_or_models() {
    for end in 0..BINOMIAL.len() {
        let _ = open(&BINOMIAL[..end]);
        let mut bytes = BINOMIAL.as_bytes().to_vec();
        for bit in 0..8 {
            bytes[end] ^= 1 << bit;
            let _ = import(&bytes, &Sidecar::default()).and_then(|found| found.pipeline.check());
            bytes[end] ^= 1 << bit;
        }
    }
    assert_eq!(code(&BINOMIAL[..BINOMIAL.len() - 1]), "truncated");
    assert!(matches!(open(BINOMIAL).unwrap().pipeline().output.targets[0].labels(), Some(Labels::String(_))));
}
