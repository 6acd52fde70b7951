//! A `check.json`: rows and what the library that made a model answers to them.
//!
//! ```text
//! {"rows": [{"age": 22, "sex": "female"}, ...], "predictions": [[0.3, 0.7], ...]}
//! ```
//! A prediction is a number, a label, the probabilities of all classes (a list, or an
//! object by label), or an object with some of `margin`, `value`, `label`, `probabilities`.
//! Of several targets the numbers stand side by side, and the labels in one list.
//! `tolerance` is the bound of a pipeline of ours, where it has one of its own.

use super::compare::{Found, numbers};
use super::rows::cell;
use super::tolerance::{Stated, Tolerance, Tolerances};
use super::words::{Part, Words, show};
use crate::import::plain_json;
use serde::Deserialize;
use serde_json::{Map, Value};
use windowbox::data::{Schema, Table};
use windowbox::{Error, Prediction, Predictor, Result, Target};

/// What was read of a check, proved to fit a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Attached {
    /// The rows, as cells of the model's columns.
    pub rows: Table,
    /// What is expected of each row; nothing where the library gives no answer.
    pub expected: Vec<Option<Vec<Part>>>,
    /// Whether the rows were made up, by the word of who wrote the file.
    pub synthesised: bool,
    /// The bound that the check states itself.
    pub stated: Option<Stated>,
}

/// What came of comparing.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Rows that were compared.
    pub rows: usize,
    /// The largest difference of a number, with its row, output and what is allowed.
    pub largest: Option<(f64, usize, String, f64)>,
    /// What differs by more than that, the first few.
    pub wrong: Vec<String>,
}

/// Reads a check for this model.
///
/// # Errors
/// `bad-check` with the place: no rows, other lengths, unknown columns, labels that are
/// not among the classes.
pub fn read(bytes: &[u8], predictor: &Predictor) -> Result<Attached> {
    let pipeline = predictor.pipeline();
    let document: Value = serde_json::from_slice(&plain_json(bytes)).map_err(|e| bad(e.to_string()))?;
    let rows = document["rows"].as_array().filter(|rows| !rows.is_empty());
    let rows = rows.ok_or_else(|| bad("there are no rows").at("rows"))?;
    let predictions = predictions(&document["predictions"]).map_err(|e| e.at("predictions"))?;
    if predictions.len() != rows.len() {
        return Err(bad(format!("{} predictions for {} rows", predictions.len(), rows.len())).at("predictions"));
    }
    let words = Words::new(&pipeline.output.targets, &predictions);
    let one = |(i, value): (usize, &Value)| words.parts(value).map_err(|e| e.at(format!("predictions[{i}]")));
    Ok(Attached {
        rows: table(&pipeline.schema, rows)?,
        expected: predictions.iter().enumerate().map(one).collect::<Result<_>>()?,
        synthesised: document["synthesised"].as_bool().unwrap_or(false),
        stated: stated(&document["tolerance"])?,
    })
}

fn stated(value: &Value) -> Result<Option<Stated>> {
    let hint = r#""tolerance": {"absolute": 1e-9, "relative": 1e-9, "reason": "..."}"#;
    Option::deserialize(value).map_err(|e| bad(e.to_string()).at("tolerance").hint(hint))
}

/// A check that does not fit.
pub fn bad(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::caller("bad-check", message).hint(r#"{"rows": [{"age": 22}], "predictions": [[0.3, 0.7]]}"#)
}

/// One entry a row: a list, or an object of lists of which each row takes its part.
fn predictions(value: &Value) -> Result<Vec<Value>> {
    let columns = match value {
        Value::Array(list) => return Ok(list.clone()),
        Value::Object(columns) => columns,
        _ => return Err(bad("there are no predictions")),
    };
    let lists: Option<Vec<&Vec<Value>>> = columns.values().map(Value::as_array).collect();
    let rows = lists.as_ref().and_then(|lists| lists.first()).map_or(0, |list| list.len());
    if lists.is_none_or(|lists| lists.iter().any(|list| list.len() != rows)) {
        return Err(bad("an object of predictions has lists of one length"));
    }
    let row = |i: usize| columns.iter().map(|(key, list)| (key.clone(), list[i].clone())).collect::<Map<_, _>>();
    Ok((0..rows).map(|i| Value::Object(row(i))).collect())
}

fn table(schema: &Schema, rows: &[Value]) -> Result<Table> {
    let mut seen = vec![false; schema.columns.len()];
    let mut table = Table::new(schema);
    for (i, row) in rows.iter().enumerate() {
        let values = values(schema, row, &mut seen).map_err(|e| e.at(format!("rows[{i}]")))?;
        let cells = schema.columns.iter().zip(values).map(|(column, value)| cell(column, value));
        let cells: Result<Vec<_>> = cells.collect();
        table.push(cells.map_err(|e| bad(e.message.clone()).at(format!("rows[{i}]")))?);
    }
    match seen.iter().position(|seen| !seen) {
        None => Ok(table),
        Some(c) => Err(unmatched(&format!("no row has the column {}", schema.columns[c].name), schema).at("rows")),
    }
}

/// The values of a row in the order of the columns; what is absent is null.
fn values<'a>(schema: &Schema, row: &'a Value, seen: &mut [bool]) -> Result<Vec<&'a Value>> {
    let mut values = vec![&Value::Null; schema.columns.len()];
    match row {
        Value::Array(row) if row.len() == values.len() => {
            seen.fill(true);
            Ok(row.iter().collect())
        }
        Value::Array(row) => Err(bad(format!("{} cells for {} columns", row.len(), values.len()))),
        Value::Object(row) => {
            for (name, value) in row {
                let column = position(schema, name);
                let column = column.ok_or_else(|| unmatched(&format!("the model has no column {name}"), schema))?;
                (values[column], seen[column]) = (value, true);
            }
            Ok(values)
        }
        _ => Err(bad("a row is an object, or a list of as many cells as columns")),
    }
}

/// By name, exactly; else with blanks as `_`, as LightGBM writes them.
fn position(schema: &Schema, name: &str) -> Option<usize> {
    schema.position(name).or_else(|| schema.position(&name.replace(' ', "_")))
}

fn unmatched(message: &str, schema: &Schema) -> Error {
    let some: Vec<&str> = schema.names().take(5).collect();
    let more = if schema.columns.len() > some.len() { ", ..." } else { "" };
    bad(message.to_owned()).hint(format!("its columns are {}{more}; --schema names them", some.join(", ")))
}

impl Attached {
    /// Whether some value or probability is expected, and not classes alone.
    pub fn scored(&self) -> bool {
        let scored = |part: &Part| matches!(part, Part::Scores(_) | Part::Score(..));
        self.expected.iter().flatten().flatten().any(scored)
    }

    /// Whether every expected number is one of single precision, and some are not whole.
    pub fn single(&self) -> bool {
        let numbers = || self.expected.iter().flatten().flatten().flat_map(Part::numbers);
        numbers().all(|x| x.is_nan() || f64::from(x as f32) == x) && numbers().any(|x| x.fract() != 0.0)
    }

    /// Whether no expected number has more than four decimals, as R's jsonlite writes them
    /// unless it is told otherwise.
    pub fn rounded(&self) -> bool {
        let short = |x: f64| x.is_nan() || format!("{x:.4}").parse() == Ok(x);
        self.expected.iter().flatten().flatten().flat_map(Part::numbers).all(short)
    }

    /// Answers the rows and compares.
    pub fn compare(&self, predictor: &Predictor, allowed: Tolerances) -> Outcome {
        let prediction = predictor.predict(&self.rows);
        let targets = &predictor.pipeline().output.targets;
        let mut found = Found { rows: self.rows.rows(), ..Found::default() };
        for (row, expected) in self.expected.iter().enumerate() {
            match (expected, prediction.answered(row)) {
                (None, false) => {}
                (None, true) => {
                    found.wrong(format!("the original gives no answer to row {row}, and windowbox gives one"))
                }
                (Some(_), false) => found.wrong(unanswered(&prediction, predictor, row)),
                (Some(parts), true) => {
                    parts.iter().for_each(|part| compare(&mut found, targets, &prediction, row, part, allowed));
                }
            }
        }
        let largest = found.place.take().map(|(row, name, allowed)| (found.largest, row, name, allowed));
        Outcome { rows: found.rows, largest, wrong: found.wrong }
    }
}

/// Why a row has no answer.
fn unanswered(prediction: &Prediction, predictor: &Predictor, row: usize) -> String {
    let issue = prediction.issues.iter().find(|issue| issue.row == row && issue.fatal);
    let code = issue.map_or("", |issue| issue.trouble.code());
    let column = issue.and_then(|issue| issue.column).map(|c| &predictor.pipeline().schema.columns[c].name[..]);
    format!("row {row} gets no answer: {code} {}", column.unwrap_or_default())
}

fn compare(
    found: &mut Found,
    targets: &[Target],
    prediction: &Prediction,
    row: usize,
    part: &Part,
    allowed: Tolerances,
) {
    let margins = || numbers(targets, prediction, row, |t, a| (a.margins.clone(), t.slots.len()));
    let scores = || numbers(targets, prediction, row, |t, a| (a.scores.clone(), t.width()));
    let mut one = |name: &str, got: f64, want: f64, Tolerance { absolute, relative }| {
        found.number(name, row, got, want, absolute, relative);
    };
    match part {
        Part::Margins(want) => {
            for (i, (got, want)) in margins().iter().zip(want).enumerate() {
                one(&margin_name(want_many(targets), i), *got, *want, allowed.margins);
            }
        }
        Part::Score(i, want) => one(&score_name(targets, *i), scores()[*i], *want, allowed.scores),
        Part::Scores(want) => {
            for (i, (got, want)) in scores().iter().zip(want).enumerate() {
                one(&score_name(targets, i), *got, *want, allowed.scores);
            }
        }
        Part::Class(t, want) => {
            let got = prediction.targets[*t].classes[row] as usize;
            let label = |code: usize| targets[*t].labels().and_then(|l| l.get(code)).map(show);
            if got != *want {
                let (got, want) = (label(got).unwrap_or_default(), label(*want).unwrap_or_default());
                found.wrong(format!("the class of row {row} is {got}, expected {want}"));
            }
        }
    }
}

fn want_many(targets: &[Target]) -> bool {
    targets.iter().map(|target| target.slots.len()).sum::<usize>() > 1
}

fn margin_name(many: bool, i: usize) -> String {
    if many { format!("margin {i}") } else { "margin".to_owned() }
}

/// `P(yes)`, or the name of a target that is a number.
fn score_name(targets: &[Target], i: usize) -> String {
    let mut at = i;
    for target in targets {
        if at < target.width() {
            let label = target.labels().and_then(|labels| labels.get(at));
            return label.map_or_else(|| target.name.clone(), |label| format!("P({})", show(label)));
        }
        at -= target.width();
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::tolerance::tolerances;
    use windowbox::data::{Column, Labels};
    use windowbox::model::{Linear, Model};
    use windowbox::preprocess::Link;
    use windowbox::{Node, Op, Output, Pipeline};

    /// `P(yes) = 1 / (1 + e^-(x + 2c))`.
    fn model() -> Predictor {
        let columns = vec![Column::numeric("my_x").or_missing(), Column::numeric("c")];
        let line = Linear { skip_missing: true, ..Linear::new(2, vec![1.0, 2.0], vec![0.0]) };
        let classes = Labels::String(vec!["no".into(), "yes".into()]);
        let target = Target::classes("y", classes, vec![2], Link::Sigmoid);
        let node = Node::new(Op::Model(Model::Linear(line)), vec![0, 1], 2, 1);
        Pipeline::new(Schema { columns }, vec![node], Output::one(target)).check().unwrap()
    }

    fn outcome(check: &str) -> Result<Outcome> {
        let model = model();
        let attached = read(check.as_bytes(), &model)?;
        let allowed = tolerances(None, model.pipeline(), attached.single());
        Ok(attached.compare(&model, allowed))
    }

    const HALF: &str = r#"{"rows": [{"my x": 0, "c": 0}], "predictions": "#;

    #[test]
    fn every_form_of_a_prediction_is_compared() {
        for form in [
            "[[0.5, 0.5]]",
            "[0.5]",
            "[[0.5]]",
            "[\"no\"]",
            "[{\"margin\": 0}]",
            "[{\"no\": 0.5, \"yes\": 0.5}]",
            "[{\"label\": \"no\", \"probabilities\": {\"yes\": 0.5, \"no\": 0.5}, \"margin\": [0]}]",
            "{\"margin\": [0.0], \"label\": [\"no\"]}",
        ] {
            let outcome = outcome(&format!("{HALF}{form}}}")).unwrap_or_else(|e| panic!("{form}: {e}"));
            assert_eq!((outcome.rows, &outcome.wrong[..]), (1, &[][..]), "{form}");
        }
        for form in
            ["[[0.4, 0.6]]", "[0.4]", "[\"yes\"]", "[{\"margin\": 1}]", "[{\"no\": 0.4, \"yes\": 0.6}]", "[NaN]"]
        {
            assert_eq!(outcome(&format!("{HALF}{form}}}")).unwrap().wrong.len().min(1), 1, "{form}");
        }
    }

    #[test]
    fn the_largest_difference_has_a_place() {
        let check = r#"{"rows": [[0, 0], [NaN, 0]], "predictions": [[0.5, 0.5], [0.25, 0.5]]}"#;
        let (difference, row, name, _) = outcome(check).unwrap().largest.unwrap();
        assert_eq!((difference, row, &name[..]), (0.25, 1, "P(no)"));
    }

    #[test]
    fn what_does_not_fit_is_an_error_that_says_where() {
        let place = |check: &str| {
            let error = outcome(check).unwrap_err();
            assert_eq!(error.code, "bad-check", "{error}");
            error.place.clone()
        };
        assert_eq!(place(r#"{"rows": [], "predictions": []}"#), "rows");
        assert_eq!(place(r#"{"rows": [[0, 0]], "predictions": []}"#), "predictions");
        assert_eq!(place(r#"{"rows": [[0]], "predictions": [1]}"#), "rows[0]");
        assert_eq!(place(r#"{"rows": [{"age": 0}], "predictions": [1]}"#), "rows[0]");
        assert_eq!(place(r#"{"rows": [{"my_x": 0}], "predictions": [0.5]}"#), "rows");
        assert_eq!(place(r#"{"rows": [{"my_x": "?", "c": 0}], "predictions": [0.5]}"#), "rows[0]");
        for wrong in
            ["[\"maybe\"]", "[[0.5, 0.2, 0.3]]", "[{\"maybe\": 1}]", "[{\"label\": 7}]", "[{\"margin\": \"x\"}]"]
        {
            assert_eq!(place(&format!("{HALF}{wrong}}}")), "predictions[0]", "{wrong}");
        }
    }

    #[test]
    fn a_bound_is_read_as_it_stands() {
        let said = |bound: &str| read(format!("{HALF}[0.5], \"tolerance\": {bound}}}").as_bytes(), &model());
        let reason = said(r#"{"absolute": 0, "relative": 1e-9, "reason": "why"}"#).unwrap().stated.unwrap().reason;
        assert_eq!((&reason[..], said("null").unwrap().stated), ("why", None));
        for wrong in ["1e-9", r#"{"absolute": 0}"#, r#"{"absolute": 0, "relative": 0, "because": "why"}"#] {
            assert_eq!(said(wrong).unwrap_err().place, "tolerance", "{wrong}");
        }
    }

    #[test]
    fn singles_and_short_decimals_are_noticed() {
        let read = |p: &str| read(format!("{HALF}[{p}]}}").as_bytes(), &model()).unwrap();
        assert!(read("0.5").single() && read("0.10000000149011612").single() && !read("0.1").single());
        assert!(read("0.1234").rounded() && !read("0.12345").rounded());
    }
}
