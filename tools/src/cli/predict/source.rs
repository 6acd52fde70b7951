//! Where rows come from: JSON, a JSON value a line, CSV, or the flags themselves.

use super::block::Row;
use super::given::Given;
use super::remark::sort;
use crate::rows::{self, Stream, Text};
use serde_json::{Map, Value};
use windowbox::data::csv::Record;
use windowbox::data::{Schema, closest};
use windowbox::{Error, Result};

/// Rows, one after the other.
pub type Source<'a> = Box<dyn Iterator<Item = Result<Row>> + 'a>;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One record, or a list of records.
    Json,
    /// A record a line.
    Ndjson,
    /// A header and a record a line.
    Csv,
}

/// The rows of a text, and how they were written; guessed where `format` is not given.
///
/// # Errors
/// `io`, `bad-text`, `bad-json`, `bad-csv`, `no-known-column`.
pub fn read(mut text: Text, format: Option<Format>, schema: &Schema) -> Result<(Format, Source<'_>)> {
    let first = text.piece()?.unwrap_or_default();
    let format = match format {
        Some(format) => format,
        None => guess(&first)?,
    };
    let rows = match format {
        Format::Json => json(&(first + &text.rest()?), schema)?,
        Format::Ndjson => ndjson(first, text, schema),
        Format::Csv => csv(&first, text, schema)?,
    };
    Ok((format, rows))
}

/// By the first sign: a list, a record (or several, if the first line is one and
/// another line follows), else CSV.
fn guess(text: &str) -> Result<Format> {
    let text = text.trim();
    match text.chars().next() {
        None => Err(no_rows()),
        Some('[') => Ok(Format::Json),
        Some('{') => Ok(match text.split_once('\n') {
            Some((line, _)) if serde_json::from_str::<Map<String, Value>>(line).is_ok() => Format::Ndjson,
            _ => Format::Json,
        }),
        Some(_) => Ok(Format::Csv),
    }
}

/// The error where no row is given.
pub fn no_rows() -> Error {
    Error::caller("no-rows", "there is nothing to predict")
        .hint("give columns as flags, or rows with --json, as a file or on standard input; see --help")
}

/// The rows of a JSON record, or of a list of them.
///
/// # Errors
/// `bad-json`.
pub fn json<'a>(text: &str, schema: &'a Schema) -> Result<Source<'a>> {
    let value: Value = serde_json::from_str(text).map_err(|e| bad_json(&e))?;
    let records = match value {
        Value::Array(records) => records,
        record => vec![record],
    };
    Ok(Box::new(records.into_iter().map(|record| Ok(row(record, schema)))))
}

fn bad_json(error: &serde_json::Error) -> Error {
    Error::caller("bad-json", unplaced(error))
        .at(format!("line {}, column {}", error.line(), error.column()))
        .hint("give a record {\"column\": value, ...} or a list of them; --format ndjson reads a record a line")
}

/// What is wrong, without where.
fn unplaced(error: &serde_json::Error) -> String {
    error.to_string().split(" at line ").next().unwrap_or_default().to_owned()
}

/// A line that is not JSON is that row's error: the others are good.
fn ndjson(first: String, text: Text, schema: &Schema) -> Source<'_> {
    let lines = Lines { text, buffer: first, from: 0, line: 0, ended: false };
    let filled = lines.filter(|line| !matches!(line, Ok((_, text)) if text.trim().is_empty()));
    Box::new(filled.map(move |line| {
        let (number, text) = line?;
        let row = match serde_json::from_str(&text) {
            Ok(record) => row(record, schema),
            Err(error) => Row::unreadable(Error::caller("bad-json", unplaced(&error)).hint("give a record a line")),
        };
        Ok(Row { line: Some(number), ..row })
    }))
}

/// The lines of a text, numbered from 1.
struct Lines {
    text: Text,
    buffer: String,
    from: usize,
    line: u64,
    ended: bool,
}

impl Lines {
    fn take(&mut self, length: usize) -> (u64, String) {
        let line = self.buffer[self.from..self.from + length].to_owned();
        self.from = (self.from + length + 1).min(self.buffer.len());
        self.line += 1;
        (self.line, line)
    }

    fn more(&mut self) -> Result<()> {
        self.buffer.drain(..self.from);
        self.from = 0;
        match self.text.piece()? {
            Some(piece) => self.buffer.push_str(&piece),
            None => self.ended = true,
        }
        Ok(())
    }
}

impl Iterator for Lines {
    type Item = Result<(u64, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = &self.buffer[self.from..];
            match rest.find('\n') {
                Some(length) => return Some(Ok(self.take(length))),
                None if self.ended && rest.is_empty() => return None,
                None if self.ended => return Some(Ok(self.take(rest.len()))),
                None => {
                    if let Err(error) = self.more() {
                        (self.ended, self.buffer, self.from) = (true, String::new(), 0);
                        return Some(Err(error));
                    }
                }
            }
        }
    }
}

fn row(record: Value, schema: &Schema) -> Row {
    let Value::Object(mut record) = record else {
        let error = Error::caller("bad-row", format!("the row is {}, not a record", sort(&record)));
        return Row::unreadable(error.hint("give {\"column\": value, ...}"));
    };
    let cells: Vec<Given> =
        schema.names().map(|name| record.shift_remove(name).map_or(Given::Absent, Given::Json)).collect();
    let unknown: Vec<String> = record.into_iter().map(|(key, _)| key).collect();
    if cells.iter().all(|given| *given == Given::Absent) && !cells.is_empty() {
        let error = no_known_column("the row", unknown.iter(), schema);
        return Row { unknown, ..Row::unreadable(error) };
    }
    Row { cells, unknown, ..Row::default() }
}

/// Says which columns there are; of many the first ones.
fn no_known_column<'a>(what: &str, given: impl Iterator<Item = &'a String>, schema: &Schema) -> Error {
    let list = |names: Vec<&str>| match names.len() {
        0 => "none".to_owned(),
        1..=10 => names.join(", "),
        more => format!("{}, ... ({more})", names[..10].join(", ")),
    };
    let (given, known) = (given.map(String::as_str).collect(), schema.names().collect());
    Error::caller("no-known-column", format!("{what} has no known column")).hint(format!(
        "it has {}; the model has {}",
        list(given),
        list(known)
    ))
}

/// A record whose length is not the header's is that row's error.
fn csv<'a>(first: &str, text: Text, schema: &'a Schema) -> Result<Source<'a>> {
    let stream = Stream::new(first, text)?;
    let places = places(&stream.header, schema)?;
    let width = stream.header.len();
    Ok(Box::new(stream.map(move |record| {
        let record = record?;
        let line = Some(record.line);
        let row = match rows::check(&record, width) {
            Ok(()) => csv_row(record, &places),
            Err(error) => Row::unreadable(error),
        };
        Ok(Row { line, ..row })
    })))
}

fn csv_row(mut record: Record, places: &[Option<usize>]) -> Row {
    let mut cell =
        |place: &Option<usize>| place.map_or(Given::Absent, |at| Given::Text(std::mem::take(&mut record.fields[at])));
    Row { cells: places.iter().map(&mut cell).collect(), ..Row::default() }
}

/// Where each column of the schema stands in the header. What the model does not
/// read is left alone: tables have identifiers, answers and notes.
fn places(header: &[String], schema: &Schema) -> Result<Vec<Option<usize>>> {
    let twice = schema.names().find(|name| header.iter().filter(|h| h == name).count() > 1);
    if let Some(name) = twice {
        return Err(Error::caller("bad-csv", "two columns have this name").at(format!("column {name}")));
    }
    let places: Vec<Option<usize>> = schema.names().map(|name| header.iter().position(|h| h == name)).collect();
    if places.iter().all(Option::is_none) && !places.is_empty() {
        return Err(
            no_known_column("the first line of CSV, which names the columns,", header.iter(), schema).at("line 1")
        );
    }
    let lacking = schema.columns.iter().zip(&places).find(|(column, place)| place.is_none() && !column.missing);
    match lacking {
        Some((column, _)) => Err(lacks(&column.name, header, schema)),
        None => Ok(places),
    }
}

/// What the model reads by its own name is no other column misspelt.
fn lacks(name: &str, header: &[String], schema: &Schema) -> Error {
    let error = Error::caller("missing-column", "the table does not have it, and the model needs it");
    let free: Vec<&str> = header.iter().map(String::as_str).filter(|name| schema.position(name).is_none()).collect();
    let hint = match closest(name, free.iter().copied()) {
        Some(i) => format!("is it the table's {}?", free[i]),
        None => "add it, or rename what holds it in the first line".to_owned(),
    };
    error.at(format!("column {name}")).hint(hint)
}

/// The one row that flags make: `name=value` each.
///
/// # Errors
/// `unknown-column` with the closest name, or `duplicate-column`.
pub fn flags<'a>(set: &[String], own: &[String], schema: &'a Schema) -> Result<Source<'a>> {
    let mut cells = vec![Given::Absent; schema.columns.len()];
    for assignment in set {
        let (column, value) = assign(assignment, own, schema)?;
        if cells[column] != Given::Absent {
            let place = format!("column {}", schema.columns[column].name);
            return Err(Error::caller("duplicate-column", "it is given twice").at(place));
        }
        cells[column] = Given::Text(value.to_owned());
    }
    Ok(Box::new(std::iter::once(Ok(Row { cells, ..Row::default() }))))
}

/// The longest beginning before a `=` that is a column: names may hold a `=` too.
fn assign<'a>(assignment: &'a str, own: &[String], schema: &Schema) -> Result<(usize, &'a str)> {
    let cuts: Vec<usize> = assignment.match_indices('=').map(|(at, _)| at).collect();
    let column = |cut: &usize| schema.position(&assignment[..*cut]).map(|c| (c, &assignment[cut + 1..]));
    if let Some(found) = cuts.iter().rev().find_map(column) {
        return Ok(found);
    }
    let name = &assignment[..*cuts.first().unwrap_or(&assignment.len())];
    let known: Vec<&str> = schema.names().chain(own.iter().map(String::as_str)).collect();
    let hint = match closest(name, known.iter().copied()) {
        Some(i) => format!("did you mean --{}?", known[i]),
        None => "see `windowbox inspect` for the columns and --help for the options".to_owned(),
    };
    Err(Error::caller("unknown-column", "it is neither a column of the model nor an option")
        .at(format!("--{name}"))
        .hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::data::Column;

    fn schema() -> Schema {
        Schema { columns: vec![Column::numeric("a"), Column::numeric("a=b").or_missing()] }
    }

    fn read_all(text: &str) -> Result<(Format, Vec<Row>)> {
        let schema = schema();
        let text = Text::new(Box::new(std::io::Cursor::new(text.to_owned())))?;
        let (format, rows) = read(text, None, &schema)?;
        Ok((format, rows.collect::<Result<_>>()?))
    }

    #[test]
    fn formats_are_guessed_from_the_content() {
        let cases = [
            (" [{\"a\":1}]", Format::Json, 1),
            ("{\"a\":1}\n", Format::Json, 1),
            ("{\n\"a\":1}", Format::Json, 1),
            ("{\"a\":1}\n\n{\"a\":2}", Format::Ndjson, 2),
            ("a,c\n1,2\n3,4\n", Format::Csv, 2),
        ];
        for (text, format, rows) in cases {
            let read = read_all(text).unwrap();
            assert_eq!((read.0, read.1.len()), (format, rows), "{text}");
        }
        assert_eq!(read_all(" \n").unwrap_err().code, "no-rows");
    }

    #[test]
    fn a_bad_line_is_that_rows_error() {
        let rows = read_all("{\"a\":1}\n{oops\n{\"a\":3}\n").unwrap().1;
        assert_eq!((rows[1].unreadable.as_ref().unwrap().code, rows[1].line), ("bad-json", Some(2)));
        assert_eq!(rows[2].cells[0], Given::Json(3.into()));
        let rows = read_all("a,c\n1,2\n3\n4,5\n").unwrap().1;
        assert_eq!((rows[1].unreadable.as_ref().unwrap().code, rows[1].line), ("bad-csv", Some(3)));
        assert_eq!(rows[2].cells[0], Given::Text("4".into()));
    }

    #[test]
    fn records_say_what_they_do_not_have() {
        let rows = read_all(r#"[{"a":1,"z":2},{"z":1},{},7]"#).unwrap().1;
        assert_eq!((&rows[0].cells[1], &rows[0].unknown[..]), (&Given::Absent, &["z".to_owned()][..]));
        let codes: Vec<_> = rows[1..].iter().map(|row| row.unreadable.as_ref().unwrap().code).collect();
        assert_eq!(codes, ["no-known-column", "no-known-column", "bad-row"]);
    }

    #[test]
    fn a_table_without_a_needed_column_is_refused_whole() {
        let error = read_all("A,c\n1,2\n").unwrap_err();
        assert_eq!(error.code, "no-known-column");
        let error = read_all("a=b,A\n1,2\n").unwrap_err();
        assert_eq!((error.code, &error.hint[..]), ("missing-column", "is it the table's A?"));
        let own = Schema { columns: vec![Column::numeric("sl"), Column::numeric("sw")] };
        let error = lacks("sw", &["sl".to_owned(), "target".to_owned()], &own);
        assert_eq!(error.hint, "add it, or rename what holds it in the first line");
        assert_eq!(read_all("a,a\n1,2\n").unwrap_err().code, "bad-csv");
    }

    #[test]
    fn an_assignment_names_the_longest_column() {
        let schema = schema();
        assert_eq!(assign("a=3", &[], &schema).unwrap(), (0, "3"));
        assert_eq!(assign("a=b=-3", &[], &schema).unwrap(), (1, "-3"));
        let error = assign("prboa=1", &["proba".into()], &schema).unwrap_err();
        assert_eq!((&error.place[..], &error.hint[..]), ("--prboa", "did you mean --proba?"));
    }

    #[test]
    fn long_lines_cross_pieces() {
        let record = format!("{{\"a\":1,\"{}\":2}}\n", "z".repeat(50_000));
        assert_eq!(read_all(&record.repeat(5)).unwrap().1.len(), 5);
    }
}
