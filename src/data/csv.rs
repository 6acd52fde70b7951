//! Reading CSV as a stream: the same bytes give the same records on the command
//! line and in the browser. Quotes and line ends as in RFC 4180, by `csv-core`.

use crate::error::{Error, Result};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// One record may not be longer: an unclosed quote would otherwise swallow a file.
pub const RECORD_LIMIT: usize = 16 << 20;

/// A record: its fields, and the line (from 1) on which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line of the file, from 1.
    pub line: u64,
    /// The fields, quotes resolved.
    pub fields: Vec<String>,
}

/// Takes pieces of a file in UTF-8 and gives the records that they complete.
///
/// ```
/// use windowbox::data::csv::CsvReader;
/// let mut reader = CsvReader::new(b',');
/// let mut records = reader.feed(b"a,b\n1,\"x\ny")?;
/// records.extend(reader.feed(b"\"\n")?);
/// records.extend(reader.end()?);
/// assert_eq!(records[1].fields, ["1", "x\ny"]);
/// assert_eq!(records[1].line, 2);
/// # Ok::<(), windowbox::Error>(())
/// ```
pub struct CsvReader {
    core: Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
    written: usize,
    fields: usize,
    line: u64,
    next_line: u64,
    begun: bool,
    quotes: Quotes,
}

/// Follows the quotes, to know at the end of a file whether one is open: the automaton
/// takes the rest of the file for a field then, and says nothing.
struct Quotes {
    delimiter: u8,
    open: bool,
    /// A quote here would open a field, or go on with one that just seemed to end.
    may_open: bool,
}

impl Quotes {
    fn follow(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            let quote = byte == b'"';
            if self.open {
                (self.open, self.may_open) = (!quote, quote);
            } else {
                self.open = quote && self.may_open;
                self.may_open = byte == self.delimiter || byte == b'\n' || byte == b'\r';
            }
        }
    }
}

impl CsvReader {
    /// A reader for this delimiter. A byte order mark at the start is skipped.
    pub fn new(delimiter: u8) -> Self {
        let core = ReaderBuilder::new().delimiter(delimiter).build();
        let quotes = Quotes { delimiter, open: false, may_open: true };
        Self {
            core,
            output: vec![0; 1024],
            ends: vec![0; 64],
            written: 0,
            fields: 0,
            line: 1,
            next_line: 1,
            begun: false,
            quotes,
        }
    }

    /// Takes the next piece; returns the records that it completed.
    ///
    /// # Errors
    /// `bad-csv` for text that is not UTF-8, `limit` for an endless record.
    pub fn feed(&mut self, piece: &[u8]) -> Result<Vec<Record>> {
        match piece.is_empty() {
            true => Ok(Vec::new()),
            false => self.read(self.without_mark(piece)),
        }
    }

    /// Says that the file ends; returns the last record if no line end closed it.
    ///
    /// # Errors
    /// As [`feed`](Self::feed), and `bad-csv` where a quote is still open.
    pub fn end(&mut self) -> Result<Vec<Record>> {
        match self.quotes.open {
            true => Err(Error::file("bad-csv", "a quote is never closed")
                .at(self.place())
                .hint("close it, or double a quote that is part of a text")),
            false => self.read(&[]),
        }
    }

    fn without_mark<'a>(&self, piece: &'a [u8]) -> &'a [u8] {
        match self.begun {
            true => piece,
            false => piece.strip_prefix(b"\xef\xbb\xbf").unwrap_or(piece),
        }
    }

    fn read(&mut self, mut input: &[u8]) -> Result<Vec<Record>> {
        self.begun = true;
        let mut records = Vec::new();
        loop {
            if self.written == 0 && self.fields == 0 {
                input = self.skip_line_ends(input);
            }
            let (output, ends) = (&mut self.output[self.written..], &mut self.ends[self.fields..]);
            let (result, read, wrote, ended) = self.core.read_record(input, output, ends);
            self.next_line += line_ends(&input[..read]);
            self.quotes.follow(&input[..read]);
            input = &input[read..];
            self.written += wrote;
            self.fields += ended;
            match result {
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(records),
                ReadRecordResult::OutputFull => self.grow()?,
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::Record => records.push(self.take()?),
            }
        }
    }

    /// Between records: empty lines are no records, but they count.
    fn skip_line_ends<'a>(&mut self, input: &'a [u8]) -> &'a [u8] {
        let ends = input.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(input.len());
        self.next_line += line_ends(&input[..ends]);
        self.line = self.next_line;
        &input[ends..]
    }

    fn grow(&mut self) -> Result<()> {
        if self.output.len() >= RECORD_LIMIT {
            return Err(Error::limit("a record of the CSV is longer than 16 MiB")
                .at(self.place())
                .hint("look for a quote that is not closed"));
        }
        self.output.resize(2 * self.output.len(), 0);
        Ok(())
    }

    fn take(&mut self) -> Result<Record> {
        let text = core::str::from_utf8(&self.output[..self.written]).map_err(|_| {
            Error::file("bad-csv", "the text is not UTF-8").at(self.place()).hint("save the file as UTF-8")
        })?;
        let mut start = 0;
        let mut fields = Vec::with_capacity(self.fields);
        for &end in &self.ends[..self.fields] {
            fields.push(text.get(start..end).unwrap_or_default().to_owned());
            start = end;
        }
        let record = Record { line: self.line, fields };
        (self.written, self.fields) = (0, 0);
        Ok(record)
    }

    fn place(&self) -> String {
        format!("line {}", self.line)
    }
}

fn line_ends(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The delimiter that the first line suggests: of `,` `;` tab and `|` outside of
/// quotes the one that occurs most, `,` if none does.
pub fn guess_delimiter(text: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [0usize; 4];
    let candidates = *b",;\t|";
    for &byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => candidates.iter().zip(&mut counts).filter(|(c, _)| **c == byte).for_each(|(_, n)| *n += 1),
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    candidates[counts.iter().position(|&n| n == most).unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8], piece: usize) -> Vec<Record> {
        let mut reader = CsvReader::new(guess_delimiter(text));
        let mut records: Vec<Record> = text.chunks(piece).flat_map(|p| reader.feed(p).unwrap()).collect();
        records.extend(reader.end().unwrap());
        records
    }

    #[test]
    fn pieces_of_any_size_give_the_same_records() {
        let text = "\u{feff}a;b\r\n1;\"x;\"\"y\"\"\nz\"\n\n2;é".as_bytes();
        let whole = all(text, text.len());
        assert_eq!(whole.len(), 3);
        assert_eq!(whole[1].fields, ["1", "x;\"y\"\nz"]);
        assert_eq!((whole[2].line, &whole[2].fields[1][..]), (5, "é"));
        for piece in 4..text.len() {
            assert_eq!(all(text, piece), whole);
        }
    }

    #[test]
    fn long_records_and_many_fields_grow_the_buffers() {
        let text = format!("{}\n", vec!["word"; 5000].join(","));
        assert_eq!(all(text.as_bytes(), 100)[0].fields.len(), 5000);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_refused_where_it_opens() {
        for text in ["x,y\n1,\"a\n2,b\n3,a\n", "x\n\"a\"\"\n", "x\n\""] {
            let mut reader = CsvReader::new(b',');
            reader.feed(text.as_bytes()).unwrap();
            assert_eq!((reader.end().unwrap_err().code, reader.place()), ("bad-csv", "line 2".to_owned()), "{text}");
        }
        for text in ["x\n5\" nail\n", "x\n\"a\"\"b\"", "x,y\n\"\",\"\"\"\"\n"] {
            let mut reader = CsvReader::new(b',');
            reader.feed(text.as_bytes()).unwrap();
            assert!(reader.end().is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_not_utf8_is_refused_with_its_line() {
        let error = CsvReader::new(b',').feed(b"a\n\xff\n").unwrap_err();
        assert_eq!((error.code, &error.place[..]), ("bad-csv", "line 2"));
    }
}
