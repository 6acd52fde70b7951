//! A table made ready: typed columns by a schema, and the target's answers.

use super::rare;
use super::reader::Reader;
use super::schema_file::{SchemaFile, require_column};
use crate::rows::Rows;
use std::collections::HashSet;
use windowbox::data::cell::missing;
use windowbox::data::{Labels, Schema, Table};
use windowbox::{Error, Result};

/// What is to be learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Goal {
    /// One of some classes.
    Classification,
    /// A number.
    Regression,
}

/// What the model shall answer for each row.
#[derive(Debug, Clone, PartialEq)]
pub enum Answers {
    /// The code of each row's class.
    Classes {
        /// The classes.
        labels: Labels,
        /// A code a row.
        codes: Vec<usize>,
    },
    /// A number a row.
    Numbers(Vec<f64>),
}

/// Rows ready to learn from.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The columns that the model may read.
    pub schema: Schema,
    /// Their cells.
    pub table: Table,
    /// The target's name, label and unit.
    pub target: (String, String, String),
    /// The target's cells.
    pub answers: Answers,
    /// What a reader should know: columns left out, rare levels, rows left out.
    pub notes: Vec<String>,
}

/// What is asked of the table.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The column to predict.
    pub target: String,
    /// The columns to read, or all that teach something.
    pub features: Option<Vec<String>>,
    /// What is known besides.
    pub schema: SchemaFile,
    /// Classes or numbers, where it is not to be inferred.
    pub goal: Option<Goal>,
}

impl Answers {
    /// How many rows.
    pub fn len(&self) -> usize {
        match self {
            Answers::Classes { codes, .. } => codes.len(),
            Answers::Numbers(numbers) => numbers.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The answers of these rows.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        match self {
            Answers::Classes { labels, codes } => {
                Answers::Classes { labels: labels.clone(), codes: rows.iter().map(|&r| codes[r]).collect() }
            }
            Answers::Numbers(numbers) => Answers::Numbers(rows.iter().map(|&r| numbers[r]).collect()),
        }
    }

    /// What is to be learnt.
    pub fn goal(&self) -> Goal {
        match self {
            Answers::Classes { .. } => Goal::Classification,
            Answers::Numbers(_) => Goal::Regression,
        }
    }
}

impl Dataset {
    /// Types the rows as the wish and their cells say.
    ///
    /// # Errors
    /// What in the table, the schema file or the wish does not fit, and where.
    pub fn new(rows: &Rows, wish: &Wish) -> Result<Self> {
        check_header(&rows.header)?;
        wish.schema.check(&rows.header)?;
        let target = require_column(&wish.target, &rows.header).map_err(|e| e.at("--target"))?;
        let used = answered(rows, target, wish)?;
        let mut notes: Vec<String> = left_out(rows.records.len() - used.len(), &wish.target).into_iter().collect();
        let reader = Reader { rows, used: &used };
        let answers = reader.answers(target, wish, &mut notes)?;
        let columns = reader.columns(target, wish, &mut notes)?;
        let table = reader.table(&columns)?;
        let schema = Schema { columns: columns.into_iter().map(|(_, column)| column).collect() };
        schema.check()?;
        let target = (wish.target.clone(), wish.schema.target.label.clone(), wish.schema.target.unit.clone());
        let mut dataset = Self { schema, table, target, answers, notes };
        dataset.notes.extend(rare::notes(&dataset));
        Ok(dataset)
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.answers.len()
    }

    /// The rows with these numbers.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        let (table, answers) = (self.table.select(rows), self.answers.select(rows));
        Self { schema: self.schema.clone(), table, target: self.target.clone(), answers, notes: vec![] }
    }
}

/// A label for people: strings in quotes.
pub fn show(label: windowbox::data::Label<'_>) -> String {
    match label {
        windowbox::data::Label::String(text) => format!("{text:?}"),
        other => super::line::plain(other),
    }
}

fn check_header(header: &[String]) -> Result<()> {
    let mut seen = HashSet::new();
    match header.iter().find(|name| !name.is_empty() && !seen.insert(*name)) {
        None => Ok(()),
        Some(name) => Err(Error::caller("bad-table", format!("two columns are called {name:?}"))
            .at("the header")
            .hint("give each column its own name")),
    }
}

/// The rows whose answer is known.
fn answered(rows: &Rows, target: usize, wish: &Wish) -> Result<Vec<usize>> {
    if rows.records.is_empty() {
        return Err(Error::caller("bad-table", "the table has no rows").hint("there is nothing to learn from"));
    }
    let used: Vec<usize> = (0..rows.records.len()).filter(|&r| is_answered(rows, r, target, wish)).collect();
    match used.is_empty() {
        false => Ok(used),
        true => Err(Error::caller("bad-table", format!("no row has a {}", wish.target))
            .at(format!("column {}", wish.target))
            .hint("training needs rows whose answer is known: fill the column in, or choose another --target")),
    }
}

fn left_out(rows: usize, target: &str) -> Option<String> {
    match rows {
        0 => None,
        1 => Some(format!("1 row has no {target} and is left out")),
        _ => Some(format!("{rows} rows have no {target} and are left out")),
    }
}

/// A missing word is an answer if the schema lists it among the classes.
fn is_answered(rows: &Rows, row: usize, target: usize, wish: &Wish) -> bool {
    let text = &rows.records[row].fields[target];
    let listed = |classes: &Vec<serde_json::Value>| classes.iter().any(|class| class.as_str() == Some(text));
    !missing(text) || wish.schema.target.classes.as_ref().is_some_and(listed)
}
