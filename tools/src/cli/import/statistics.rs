//! `--data`: what a table's columns, and the answers to its rows, look like.

use super::place;
use crate::digest::sha256;
use crate::import::counted;
use crate::rows::{Rows, parse, read_bytes};
use crate::train::describe;
use std::collections::HashMap;
use std::path::Path;
use windowbox::data::cell::{self, Cell, Trouble};
use windowbox::data::{Column, Kind, Labels, Schema, Table, closest};
use windowbox::slots::UNSEEN;
use windowbox::{Error, Predictor, Result, Statistics};

/// Statistics, and where they come from.
pub struct Described {
    /// Of the columns and the answers.
    pub statistics: Statistics,
    /// The table, in words.
    pub words: String,
    /// What a reader of the card should know, where there is something.
    pub note: Option<String>,
}

/// Describes a table like that of training; none of its rows is kept.
///
/// # Errors
/// `io`, `bad-csv`, or `bad-table` where it lacks a column or a cell cannot be read.
pub fn describe(path: &Path, predictor: &Predictor) -> Result<Described> {
    let bytes = read_bytes(path)?;
    let pipeline = predictor.pipeline();
    let rows = parse(&bytes).map_err(|e| e.at(place(path)))?;
    let table = table(&rows, &pipeline.schema).map_err(|e| e.at(place(path)))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let statistics = Statistics {
        columns: describe::columns(&pipeline.schema, &table),
        predictions: describe::predictions(predictor, &table),
        ..Statistics::default()
    };
    let target = pipeline.output.targets.iter().find(|target| rows.position(&target.name).is_some());
    // Rows that were trained on flatter a model, and nobody says here which these are.
    let note = target.map(|target| {
        format!(
            "{name} has {}, and yet there is no reliability table or error quantile of it: these may be training rows",
            target.name
        )
    });
    let words = format!("{} of {name}, SHA-256 {}", counted(table.rows(), "row"), sha256(&bytes));
    Ok(Described { statistics, words, note })
}

fn table(rows: &Rows, schema: &Schema) -> Result<Table> {
    let positions = schema.columns.iter().map(|column| position(rows, column)).collect::<Result<Vec<_>>>()?;
    let codes: Vec<Option<Codes>> = schema.columns.iter().map(codes).collect();
    let mut table = Table::new(schema);
    for record in &rows.records {
        let columns = schema.columns.iter().zip(&codes).zip(&positions);
        let cells = columns.map(|((column, codes), at)| read(column, codes.as_ref(), &record.fields[*at]));
        table.push(cells.collect::<Result<_>>().map_err(|e| e.at(format!("line {}", record.line)))?);
    }
    Ok(table)
}

/// By name, exactly; else with blanks as `_`, as LightGBM writes them.
fn position(rows: &Rows, column: &Column) -> Result<usize> {
    let blanks = |header: &String| header.replace(' ', "_") == column.name;
    rows.position(&column.name).or_else(|| rows.header.iter().position(blanks)).ok_or_else(|| {
        let near = closest(&column.name, rows.header.iter().map(String::as_str)).map(|i| &rows.header[i]);
        let hint =
            near.map_or_else(|| "--schema names the model's columns".to_owned(), |near| format!("is it {near}?"));
        Error::caller("bad-table", format!("the table has no column {}", column.name)).hint(hint)
    })
}

/// Levels that are texts, each with its code: there may be as many as rows.
type Codes<'a> = HashMap<&'a str, f64>;

fn codes(column: &Column) -> Option<Codes<'_>> {
    match &column.kind {
        Kind::Categorical { levels: Labels::String(levels), .. } => {
            Some(levels.iter().enumerate().map(|(code, level)| (level.as_str(), code as f64)).collect())
        }
        _ => None,
    }
}

/// A level that the source library refuses is counted as no level.
fn read(column: &Column, codes: Option<&Codes<'_>>, text: &str) -> Result<Cell> {
    if let Some(codes) = codes {
        let none = if cell::missing(text) { f64::NAN } else { UNSEEN };
        return Ok(Cell::Number(codes.get(text).copied().unwrap_or(none)));
    }
    match cell::parse(column, text) {
        Ok(cell) => Ok(cell),
        Err(Trouble::UnknownLevel) => Ok(Cell::Number(UNSEEN)),
        Err(trouble) => {
            Err(Error::caller("bad-table", format!("{}: {text:?} is no cell of {}", trouble.code(), column.name)))
        }
    }
}
