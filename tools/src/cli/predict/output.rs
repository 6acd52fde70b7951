//! Where answers go: labels for people, JSON as in JavaScript, CSV for tables.

use super::block::Answers;
use super::remark::Remark;
use crate::npm::literal;
use serde_json::{Map, Value};
use windowbox::data::Labels;
use windowbox::{Output, Result, Target};

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A line a row, for people.
    Label,
    /// One object: `{"prediction": [...], ...}`.
    Json,
    /// A header and a record a row.
    Csv,
}

/// What is asked besides the prediction.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// The probability of each class.
    pub probabilities: bool,
    /// What the link function gets.
    pub margin: bool,
}

/// Takes answers, block after block.
pub trait Sink {
    /// Takes a block.
    fn block(&mut self, answers: &Answers) -> Result<()>;
    /// Says that there is no more.
    fn end(&mut self) -> Result<()>;
    /// Whether warnings and errors are part of what is written.
    fn takes_remarks(&self) -> bool {
        false
    }
}

/// The answers to one row, read out of a block.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// What the model answers.
    pub output: &'a Output,
    /// The block.
    pub answers: &'a Answers,
    /// The row in it.
    pub row: usize,
}

impl<'a> Reader<'a> {
    /// The readers of all rows of a block.
    pub fn rows(output: &'a Output, answers: &'a Answers) -> impl Iterator<Item = Reader<'a>> {
        (0..answers.failed.len()).map(move |row| Reader { output, answers, row })
    }

    /// Whether the row got an answer.
    pub fn answered(&self) -> bool {
        !self.answers.failed[self.row]
    }

    /// The label or number of a target.
    pub fn prediction(&self, t: usize) -> Value {
        let (target, answer) = (&self.output.targets[t], &self.answers.prediction.targets[t]);
        match target.labels() {
            Some(classes) => classes.get(answer.classes[self.row] as usize).map_or(Value::Null, literal::label),
            None => number(answer.scores[self.row]),
        }
    }

    /// The classes of a target with their probabilities; none for a number.
    pub fn probabilities(&self, t: usize) -> impl Iterator<Item = (String, f64)> {
        let (target, answer) = (&self.output.targets[t], &self.answers.prediction.targets[t]);
        let scores = &answer.scores[self.row * target.width()..][..target.width()];
        class_names(target).into_iter().zip(scores.iter().copied())
    }

    /// The margins of a target.
    pub fn margins(&self, t: usize) -> &'a [f64] {
        let slots = self.output.targets[t].slots.len();
        &self.answers.prediction.targets[t].margins[self.row * slots..][..slots]
    }

    /// One value for the only target, or a list of one each; `null` where the row got
    /// no answer.
    pub fn by_target(&self, value: impl Fn(usize) -> Value) -> Value {
        match self.output.targets.as_slice() {
            _ if !self.answered() => Value::Null,
            [_] => value(0),
            targets => (0..targets.len()).map(value).collect(),
        }
    }
}

/// A number of an answer. JSON and CSV have no infinity, and `null` or an empty cell is a row
/// without an answer: it is written by its name, which JavaScript and Python read back.
pub fn number(x: f64) -> Value {
    match x {
        f64::INFINITY => Value::from("Infinity"),
        f64::NEG_INFINITY => Value::from("-Infinity"),
        x => literal::number(x),
    }
}

/// The classes as texts, none for a number.
pub fn class_names(target: &Target) -> Vec<String> {
    let names = |labels: &Labels| labels.iter().map(|label| literal::text(&literal::label(label))).collect();
    target.labels().map(names).unwrap_or_default()
}

/// The object that JavaScript gets, whole at the end.
pub struct Json<'a> {
    output: &'a Output,
    asked: Asked,
    prediction: Vec<Value>,
    probabilities: Vec<Value>,
    margin: Vec<Value>,
    warnings: Vec<Value>,
    errors: Vec<Value>,
}

impl<'a> Json<'a> {
    /// An object without rows.
    pub fn new(output: &'a Output, asked: Asked) -> Self {
        let none = Vec::new;
        let (prediction, probabilities, margin) = (none(), none(), none());
        let classes = output.targets.iter().any(|target| target.labels().is_some());
        let asked = Asked { probabilities: asked.probabilities && classes, ..asked };
        Self { output, asked, prediction, probabilities, margin, warnings: none(), errors: none() }
    }

    fn row(&mut self, row: Reader<'_>) {
        self.prediction.push(row.by_target(|t| row.prediction(t)));
        if self.asked.probabilities {
            self.probabilities.push(row.by_target(|t| probabilities(row, t)));
        }
        if self.asked.margin {
            self.margin.push(row.by_target(|t| margin(row.margins(t))));
        }
    }
}

/// A probability a class, `null` for a number.
fn probabilities(row: Reader<'_>, t: usize) -> Value {
    let map: Map<_, _> = row.probabilities(t).map(|(class, p)| (class, number(p))).collect();
    if map.is_empty() { Value::Null } else { Value::Object(map) }
}

fn margin(margins: &[f64]) -> Value {
    match margins {
        [margin] => number(*margin),
        margins => margins.iter().map(|m| number(*m)).collect(),
    }
}

/// Adds a warning; a key that names no column is said once, with a count, because a
/// table has it in every row.
fn warn(warnings: &mut Vec<Value>, remark: &Remark) {
    let same = |warning: &&mut Value| warning["column"] == remark.column.as_deref().unwrap_or_default();
    let merged = remark.code == "unknown-column";
    match warnings.iter_mut().filter(|w| merged && w["code"] == remark.code).find(same) {
        Some(warning) => warning["count"] = (warning["count"].as_u64().unwrap_or(0) + 1).into(),
        None => {
            let mut warning = remark.json();
            merged.then(|| warning["count"] = 1.into());
            warnings.push(warning);
        }
    }
}

impl Sink for Json<'_> {
    fn block(&mut self, answers: &Answers) -> Result<()> {
        Reader::rows(self.output, answers).for_each(|row| self.row(row));
        for remark in &answers.remarks {
            match remark.fatal {
                true => self.errors.push(remark.json()),
                false => warn(&mut self.warnings, remark),
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        let mut object = Map::new();
        let mut put = |key: &str, wanted: bool, values: &mut Vec<Value>| {
            let values = std::mem::take(values);
            if wanted || !values.is_empty() {
                object.insert(key.into(), values.into());
            }
        };
        put("prediction", true, &mut self.prediction);
        put("probabilities", self.asked.probabilities, &mut self.probabilities);
        put("margin", self.asked.margin, &mut self.margin);
        put("warnings", false, &mut self.warnings);
        put("errors", false, &mut self.errors);
        crate::cli::terminal::print(&format!("{}\n", Value::Object(object)))
    }

    fn takes_remarks(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinity_is_not_the_null_of_a_failed_row() {
        assert_eq!(margin(&[f64::INFINITY]).to_string(), "\"Infinity\"");
        assert_eq!(margin(&[f64::NEG_INFINITY, 0.5]).to_string(), "[\"-Infinity\",0.5]");
    }
}
