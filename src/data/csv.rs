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

/// A record where it was read: the fields lie one behind the other in one text.
pub struct Fields<'a> {
    /// The line of the file, from 1.
    pub line: u64,
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Fields<'a> {
    /// How many.
    pub fn count(&self) -> usize {
        self.ends.len()
    }

    /// The field at a position; empty where there is none.
    pub fn get(&self, at: usize) -> &'a str {
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let range = start.zip(self.ends.get(at).copied());
        range.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }

    fn to_record(&self) -> Record {
        Record { line: self.line, fields: (0..self.count()).map(|at| self.get(at).to_owned()).collect() }
    }
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
    fn new(delimiter: u8) -> Self {
        Self { delimiter, open: false, may_open: true }
    }

    fn follow(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.step(*byte));
    }

    fn step(&mut self, byte: u8) {
        let quote = byte == b'"';
        if self.open {
            (self.open, self.may_open) = (!quote, quote);
        } else {
            self.open = quote && self.may_open;
            self.may_open = byte == self.delimiter || byte == b'\n' || byte == b'\r';
        }
    }
}

/// Finds where a file may be cut between two records, so that several can read it at once.
pub struct Cutter {
    quotes: Quotes,
}

impl Cutter {
    /// At the start of a file, or of a record.
    pub fn new(delimiter: u8) -> Self {
        Self { quotes: Quotes::new(delimiter) }
    }

    /// Takes the next bytes; behind which of them the last record ends, if one does.
    ///
    /// ```
    /// use windowbox::data::csv::Cutter;
    /// let mut cutter = Cutter::new(b',');
    /// assert_eq!(cutter.cut(b"a\n1,\"x\ny"), Some(2));
    /// assert_eq!(cutter.cut(b"\"\n2"), Some(2));
    /// ```
    pub fn cut(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut end = None;
        for (at, &byte) in bytes.iter().enumerate() {
            self.quotes.step(byte);
            if byte == b'\n' && !self.quotes.open {
                end = Some(at + 1);
            }
        }
        end
    }
}

impl CsvReader {
    /// A reader for this delimiter. A byte order mark at the start is skipped.
    pub fn new(delimiter: u8) -> Self {
        let core = ReaderBuilder::new().delimiter(delimiter).build();
        Self {
            core,
            output: vec![0; 1024],
            ends: vec![0; 64],
            written: 0,
            fields: 0,
            line: 1,
            next_line: 1,
            begun: false,
            quotes: Quotes::new(delimiter),
        }
    }

    /// A reader of what stands in a file from this line on, where a [`Cutter`] cut it.
    pub fn within(delimiter: u8, line: u64) -> Self {
        Self { line, next_line: line, begun: true, ..Self::new(delimiter) }
    }

    /// Takes the next piece; returns the records that it completed.
    ///
    /// # Errors
    /// `bad-csv` for text that is not UTF-8, `limit` for an endless record.
    pub fn feed(&mut self, piece: &[u8]) -> Result<Vec<Record>> {
        let mut records = Vec::new();
        self.feed_to(piece, |fields| records.push(fields.to_record()))?;
        Ok(records)
    }

    /// As [`feed`](Self::feed), without a copy of the fields.
    ///
    /// # Errors
    /// As [`feed`](Self::feed).
    pub fn feed_to(&mut self, piece: &[u8], take: impl FnMut(Fields<'_>)) -> Result<()> {
        match piece.is_empty() {
            true => Ok(()),
            false => self.read(self.without_mark(piece), take),
        }
    }

    /// Says that the file ends; returns the last record if no line end closed it.
    ///
    /// # Errors
    /// As [`feed`](Self::feed), and `bad-csv` where a quote is still open.
    pub fn end(&mut self) -> Result<Vec<Record>> {
        let mut records = Vec::new();
        self.end_to(|fields| records.push(fields.to_record()))?;
        Ok(records)
    }

    /// As [`end`](Self::end), without a copy of the fields.
    ///
    /// # Errors
    /// As [`end`](Self::end).
    pub fn end_to(&mut self, take: impl FnMut(Fields<'_>)) -> Result<()> {
        match self.quotes.open {
            true => Err(Error::file("bad-csv", "a quote is never closed")
                .at(self.place())
                .hint("close it, or double a quote that is part of a text")),
            false => self.read(&[], take),
        }
    }

    fn without_mark<'a>(&self, piece: &'a [u8]) -> &'a [u8] {
        match self.begun {
            true => piece,
            false => piece.strip_prefix(b"\xef\xbb\xbf").unwrap_or(piece),
        }
    }

    fn read(&mut self, mut input: &[u8], mut take: impl FnMut(Fields<'_>)) -> Result<()> {
        self.begun = true;
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
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(()),
                ReadRecordResult::OutputFull => self.grow()?,
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::Record => {
                    take(self.fields()?);
                    (self.written, self.fields) = (0, 0);
                }
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

    fn fields(&self) -> Result<Fields<'_>> {
        let text = core::str::from_utf8(&self.output[..self.written]).map_err(|_| {
            Error::file("bad-csv", "the text is not UTF-8").at(self.place()).hint("save the file as UTF-8")
        })?;
        Ok(Fields { line: self.line, text, ends: &self.ends[..self.fields] })
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
    fn pieces_that_are_cut_between_records_are_read_as_the_whole_is() {
        let text = "a;b\r\n1;\"x;\"\"y\"\"\nz\"\n\n5\" nail;\u{feff}\n\"\";\"\"\"\"\n2;é".as_bytes();
        let whole = all(text, text.len());
        for size in 1..text.len() {
            let (mut cutter, mut begin, mut line, mut records) = (Cutter::new(b';'), 0, 1, Vec::new());
            let mut read = |piece: &[u8]| {
                let mut reader = CsvReader::within(b';', line);
                line += line_ends(piece);
                records.extend(reader.feed(piece).unwrap());
                records.extend(reader.end().unwrap());
            };
            for (at, bytes) in text.chunks(size).enumerate() {
                if let Some(end) = cutter.cut(bytes) {
                    read(&text[begin..at * size + end]);
                    begin = at * size + end;
                }
            }
            read(&text[begin..]);
            assert_eq!(records, whole, "{size}");
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
