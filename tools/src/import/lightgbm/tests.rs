use super::super::{Sidecar, import};
use windowbox::Result;
use windowbox::data::{Kind, Labels};
use windowbox::pipeline::Task;
use windowbox::preprocess::Link;

/// Columns age, fare, sibsp and the categories sex, deck, embarked.
const MODEL: &str = include_str!("../../../../fuzz/seeds/lightgbm/categorical.txt");

/// The columns' names and levels, where the file knows no levels and the sidecar says these features.
fn columns(features: &str) -> Result<Vec<(String, Option<Labels>)>> {
    let model = &MODEL[..MODEL.find("pandas_categorical").unwrap()];
    let sidecar = Sidecar::parse(format!(r#"{{"features":[{features}]}}"#).as_bytes())?;
    let columns = import(model.as_bytes(), &sidecar)?.pipeline.schema.columns;
    let levels = |kind| match kind {
        Kind::Categorical { levels, .. } => Some(levels),
        _ => None,
    };
    Ok(columns.into_iter().map(|column| (column.name, levels(column.kind))).collect())
}

fn texts(levels: &[&str]) -> Option<Labels> {
    Some(Labels::String(levels.iter().map(|level| level.to_string()).collect()))
}

#[test]
fn a_sidecars_features_are_known_by_their_names() {
    let deck = r#"{"name":"deck","categories":["A","B"]}"#;
    let sex = r#"{"name":"sex","categories":["f","m"]}"#;
    let found = columns(&format!("{deck},{sex}")).unwrap();
    assert_eq!(found[3..5], [("sex".to_owned(), texts(&["f", "m"])), ("deck".to_owned(), texts(&["A", "B"]))]);
    assert!([0, 1, 2, 5].iter().all(|i| found[*i].1.is_none()), "{found:?}");
}

#[test]
fn other_names_stand_in_the_order_of_the_model_or_are_refused() {
    let found = columns(r#"{"name":"a"},{"name":"b"},{},{"name":"s","categories":["f","m"]},{},{}"#).unwrap();
    let names: Vec<&str> = found.iter().map(|column| &column.0[..]).collect();
    assert_eq!(names, ["a", "b", "sibsp", "s", "deck", "embarked"]);
    assert_eq!(found[3].1, texts(&["f", "m"]));
    for wrong in [r#"{"name":"gender"}"#, r#"{"name":"a"},{"name":"sex"},{},{},{},{}"#] {
        assert_eq!(columns(wrong).unwrap_err().code, "bad-sidecar", "{wrong}");
    }
}

/// `Booster.predict` answers a probability; a classifier around it has two classes.
#[test]
fn cross_entropy_answers_a_number_unless_classes_are_said() {
    for objective in ["cross_entropy", "xentropy"] {
        let target = |sidecar: &str| {
            let model = MODEL.replace("binary sigmoid:1", objective);
            let found = import(model.as_bytes(), &Sidecar::parse(sidecar.as_bytes()).unwrap()).unwrap();
            found.pipeline.output.targets.into_iter().next().unwrap()
        };
        let number = target(r#"{"target":{"name":"share","classes":[]}}"#);
        assert!(matches!((&number.task, number.link), (Task::Regression, Link::Sigmoid)), "{number:?}");
        assert_eq!(target(r#"{"target":{"classes":["no","yes"]}}"#).labels().map(Labels::len), Some(2));
    }
}
