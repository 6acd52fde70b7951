//! A CSV file as a header and records of text: what training and prediction read.

use std::path::Path;
use windowbox::data::csv::{CsvReader, Record, guess_delimiter};
use windowbox::{Error, Result};

/// A table as it stands in a file: names, and rows of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// The names of the columns, trimmed.
    pub header: Vec<String>,
    /// The records, each as long as the header.
    pub records: Vec<Record>,
}

/// Reads a CSV file; `-` is standard input.
///
/// # Errors
/// `io`, `bad-csv` with the line.
pub fn read(path: &Path) -> Result<Rows> {
    parse(&read_bytes(path)?)
}

/// The bytes of a file; `-` is standard input.
///
/// # Errors
/// `io`.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    let fail = |e: std::io::Error| Error::io(e.to_string()).at(path.display().to_string());
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        return std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).map_err(fail).map(|_| bytes);
    }
    std::fs::read(path).map_err(fail)
}

/// Reads CSV: UTF-8, UTF-16 with a byte order mark, or else Windows-1252.
///
/// # Errors
/// `bad-csv` with the line.
pub fn parse(bytes: &[u8]) -> Result<Rows> {
    let text = decode(bytes);
    let mut reader = CsvReader::new(guess_delimiter(text.as_bytes()));
    let mut records = reader.feed(text.as_bytes())?;
    records.extend(reader.end()?);
    if records.is_empty() {
        return Err(Error::file("bad-csv", "the table is empty").hint("the first line names the columns"));
    }
    let header: Vec<String> = records.remove(0).fields.iter().map(|name| name.trim().to_owned()).collect();
    records.iter().try_for_each(|record| check(record, header.len()))?;
    Ok(Rows { header, records })
}

fn decode(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0,
        },
    }
}

fn check(record: &Record, columns: usize) -> Result<()> {
    if record.fields.len() == columns {
        return Ok(());
    }
    let message = format!("{} fields where the header has {columns}", record.fields.len());
    Err(Error::file("bad-csv", message)
        .at(format!("line {}", record.line))
        .hint("quote fields that hold the delimiter"))
}

impl Rows {
    /// The position of a column.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|h| h == name)
    }

    /// The cells of a column, row by row.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &str> {
        self.records.iter().map(move |record| record.fields[column].as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_and_delimiters_are_found() {
        let rows = parse("a;b\n1;é\n".as_bytes()).unwrap();
        assert_eq!((rows.header.len(), &rows.records[0].fields[1][..]), (2, "é"));
        assert_eq!(parse(b"a,b\n1,\xe9\n").unwrap(), parse("a,b\n1,é\n".as_bytes()).unwrap());
    }

    #[test]
    fn a_ragged_line_is_named() {
        let error = parse(b"a,b\n1,2\n3\n").unwrap_err();
        assert_eq!((error.code, &error.place[..]), ("bad-csv", "line 3"));
    }
}
