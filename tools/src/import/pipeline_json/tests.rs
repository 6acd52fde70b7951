use super::super::import;
use super::{Sidecar, write};
use windowbox::data::{Column, Labels, Schema};
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::model::{Linear, Model};
use windowbox::preprocess::{Encode, Link, Step};
use windowbox::{Error, Node, Op, Output, Pipeline, Result, Target};

/// `y = 2x + 3`, in as few words as it takes.
const LINE: &str = r#"{"format": "windowbox/0", "columns": {"name": "x", "type": "numeric"},
  "nodes": [{"linear": {"columns": 1, "coefficients": 2, "intercepts": [3], "precision": "f64",
                        "intercept_first": false, "skip_missing": false}, "reads": 0, "writes": 1}],
  "targets": {"name": "y", "slots": 1}}"#;

fn read(text: &str) -> Result<Pipeline> {
    let pipeline = import(text.as_bytes(), &Sidecar::default())?.pipeline;
    pipeline.clone().check()?;
    Ok(pipeline)
}

fn refused(from: &str, to: &str) -> Error {
    assert!(LINE.contains(from), "{from}");
    read(&LINE.replace(from, to)).unwrap_err()
}

fn line() -> Pipeline {
    let line = Linear::new(1, vec![2.0], vec![3.0]);
    let node = Node::new(Op::Model(Model::Linear(line)), vec![0], 1, 1);
    let schema = Schema { columns: vec![Column::numeric("x")] };
    Pipeline::new(schema, vec![node], Output::one(Target::regression("y", 1)))
}

#[test]
fn plain_values_are_lists_of_one_and_what_is_usual_need_not_be_said() {
    assert_eq!(read(LINE).unwrap(), line());
    assert_eq!(read(&write(&line()).unwrap()).unwrap(), line());
}

#[test]
fn what_is_wrong_has_a_path_and_the_nearest_word() {
    let said = |error: Error| (error.place.clone(), error.hint.to_string());
    let coefficients = r#""coefficients": [2, true]"#;
    assert_eq!(refused(r#""coefficients": 2"#, coefficients).place, "nodes[0].linear.coefficients[1]");
    assert_eq!(said(refused("intercepts", "intercept")), ("nodes[0].linear".into(), "is it \"intercepts\"?".into()));
    assert_eq!(said(refused(r#"{"linear""#, r#"{"lineer""#)).1, "is it \"linear\"?");
    assert_eq!(said(refused("numeric", "number")), ("columns[0].type".into(), "is it \"numeric\"?".into()));
    assert_eq!(refused(r#""reads": 0"#, r#""reads": 0.5"#).place, "nodes[0].reads[0]");
    assert_eq!(refused(r#""reads": 0"#, r#""reads": -1"#).place, "nodes[0].reads[0]");
    assert_eq!(refused(r#", "writes": 1"#, "").message, "the key \"writes\" is missing");
    assert_eq!(
        refused(r#""slots": 1"#, r#""slots": 1, "link": {"logistic": {"slop": 1}}"#).place,
        "targets[0].link.logistic"
    );
    assert_eq!(refused(r#""slots": 1"#, r#""slots": 1, "decision": "largest""#).place, "targets[0].decision");
    assert_eq!(refused(r#""type": "numeric""#, r#""type": "numeric", "levels": ["a"]"#).place, "columns[0].levels");
    assert_eq!(
        said(refused(r#""targets""#, r#""card": {"nmae": "x"}, "targets""#)),
        ("card".into(), "is it \"name\"?".into())
    );
    assert_eq!(refused("windowbox/0", "windowbox/1").place, "format");
}

#[test]
fn what_is_no_sound_document_is_refused() {
    assert!(refused(r#""reads": 0"#, r#""reads": 0, "reads": 0"#).message.contains("twice"));
    assert_eq!(refused(r#""intercepts": [3]"#, r#""intercepts": [1e999]"#).code, "malformed");
    assert_eq!(refused(r#""intercepts": [3]"#, &format!(r#""intercepts": {}"#, "[".repeat(100_000))).code, "malformed");
    assert_eq!(read(&LINE[..LINE.len() - 1]).unwrap_err().code, "truncated");
    assert_eq!(refused(r#""reads": 0"#, r#""reads": 4294967296"#).place, "nodes[0].reads[0]");
    // What is well formed and wrong is the business of check.
    assert_eq!(refused(r#""reads": 0"#, r#""reads": null"#).code, "bad-node");
    let sidecar = Sidecar::parse(br#"{"target": {"classes": ["a", "b"]}}"#).unwrap();
    assert_eq!(import(LINE.as_bytes(), &sidecar).unwrap_err().code, "bad-sidecar");
}

#[test]
fn numbers_that_json_has_not_and_leaves_come_back() {
    let columns = vec![Column::categorical("c", Labels::Number(vec![1.0, 2.5])).or_missing()];
    let encode = Encode { levels: vec![-0.0, 1e-300], missing: f64::NAN, unseen: 0.1 + 0.2 };
    let mut builder = TreeBuilder::new(1, 1);
    let test = Treetop::Number { column: 0, threshold: f64::INFINITY, missing_yes: true, yes: 1, no: 2 };
    builder.tree(&[test, Treetop::Leaf(vec![-5e-324]), Treetop::Leaf(vec![1.0])], Some(0)).unwrap();
    let nodes = vec![
        Node::new(Op::Step(Step::Encode(encode)), vec![0], 1, 1),
        Node::new(Op::Model(Model::Trees(builder.finish())), vec![1], 2, 1),
    ];
    let classes = Labels::Boolean(vec![true, false]);
    let output = Output::one(Target::classes("y", classes, vec![2], Link::Logistic { slope: 0.3 }));
    let pipeline = Pipeline::new(Schema { columns }, nodes, output);
    let text = write(&pipeline).unwrap();
    assert!(text.contains("\"Infinity\"") && text.contains("[0, null, null]") && text.contains("\"NaN\""), "{text}");
    let again = read(&text).unwrap();
    assert_eq!(write(&again).unwrap(), text);
    let bytes = |pipeline: Pipeline| windowbox::pack(&pipeline.check().unwrap()).unwrap();
    assert_eq!(bytes(again), bytes(pipeline));
    // Python writes these bare, and R in other words.
    for (word, other) in
        [("\"Infinity\"", "Infinity"), ("\"NaN\"", "NaN"), ("\"Infinity\"", "\"Inf\""), ("\"NaN\"", "\"NA\"")]
    {
        assert_eq!(write(&read(&text.replace(word, other)).unwrap()).unwrap(), text, "{other}");
    }
}

#[test]
fn every_kind_has_one_name() {
    let steps = windowbox::preprocess::Step::KINDS.iter().map(|kind| kind.1);
    let names: Vec<&str> = steps.chain(Model::KINDS.iter().map(|kind| kind.1)).collect();
    let distinct: std::collections::HashSet<&&str> = names.iter().collect();
    assert_eq!(distinct.len(), names.len());
    assert!(!names.contains(&"reads") && !names.contains(&"writes"));
}

/// Cut at every length and changed anywhere: a pipeline or an error, never more.
#[test]
fn cut_and_changed_documents_are_errors_or_pipelines() {
    let text = write(&line()).unwrap();
    for length in 0..text.len() - 2 {
        assert!(read(&text[..length]).is_err(), "{length}");
    }
    let mut rng = fastrand::Rng::with_seed(7);
    let words = ["null", "-1", "1e308", "[]", "{}", "\"\"", "4294967295", "18446744073709551615", "[[", "true"];
    let mut errors = 0;
    for _ in 0..3000 {
        let mut changed = text.clone().into_bytes();
        let at = rng.usize(..changed.len());
        match rng.u8(0..3) {
            0 => changed[at] = rng.u8(32..127),
            1 => drop(changed.remove(at)),
            _ => drop(changed.splice(at..at + 1, words[rng.usize(..words.len())].bytes())),
        }
        errors += usize::from(read(&String::from_utf8(changed).unwrap()).is_err());
    }
    assert!(errors > 1500, "{errors}");
}
