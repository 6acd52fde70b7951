//! Tables of text: a whole CSV file for training, a stream of records for predicting.

use crate::system::said;
use encoding_rs::{DecoderResult, Encoding, UTF_8, WINDOWS_1252};
use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;
use windowbox::data::csv::{CsvReader, Record, guess_delimiter};
use windowbox::{Error, Result};

/// Bytes that are read at once, and on which the encoding of a stream is decided.
const PIECE: usize = 1 << 16;

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
    let mut bytes = Vec::new();
    let mut file = open(path)?;
    file.read_to_end(&mut bytes).map_err(|e| failed(&e).at(path.display().to_string()))?;
    Ok(bytes)
}

/// Opens a file to read; `-` is standard input.
///
/// # Errors
/// `io`.
pub fn open(path: &Path) -> Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(std::io::stdin()));
    }
    match std::fs::File::open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(failed(&error).at(path.display().to_string())),
    }
}

/// An error of reading or writing, with what to do.
pub fn failed(error: &std::io::Error) -> Error {
    use std::io::ErrorKind;
    Error::io(said(error)).hint(match error.kind() {
        ErrorKind::NotFound => "look at the path",
        ErrorKind::PermissionDenied => "look at who may read and write it",
        ErrorKind::IsADirectory => "name a file, not a folder",
        ErrorKind::StorageFull => "make room on the disk",
        _ => "try again, or with a copy in another place",
    })
}

/// Reads CSV: UTF-8, UTF-16 with a byte order mark, or else Windows-1252.
///
/// # Errors
/// `bad-csv` with the line.
pub fn parse(bytes: &[u8]) -> Result<Rows> {
    let text = encoding(bytes).decode(bytes).0;
    let mut reader = CsvReader::new(guess_delimiter(text.as_bytes()));
    let mut records = reader.feed(text.as_bytes())?;
    records.extend(reader.end()?);
    if records.is_empty() {
        return Err(empty());
    }
    let header = names(&records.remove(0));
    records.iter().try_for_each(|record| check(record, header.len()))?;
    Ok(Rows { header, records })
}

/// The encoding that [`parse`] reads these bytes in, if it could only guess it.
pub fn guessed(bytes: &[u8]) -> Option<&'static str> {
    let encoding = encoding(bytes);
    (encoding == WINDOWS_1252).then(|| encoding.name())
}

fn empty() -> Error {
    Error::file("bad-csv", "the table is empty").hint("the first line names the columns")
}

fn names(record: &Record) -> Vec<String> {
    record.fields.iter().map(|name| name.trim().to_owned()).collect()
}

/// The encoding of a text that begins like this.
fn encoding(bytes: &[u8]) -> &'static Encoding {
    let cut_short = |error: &std::str::Utf8Error| error.error_len().is_none() && bytes.len() >= PIECE;
    match (Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, _)), _) => encoding,
        (None, Err(error)) if !cut_short(&error) => WINDOWS_1252,
        _ => UTF_8,
    }
}

/// Whether a record fits its header.
///
/// # Errors
/// `bad-csv` with the line.
pub fn check(record: &Record, columns: usize) -> Result<()> {
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

/// A text that is read and decoded piece by piece.
pub struct Text {
    from: Box<dyn Read>,
    decoder: encoding_rs::Decoder,
    first: Option<Vec<u8>>,
    ended: bool,
}

impl Text {
    /// Begins to read; the encoding is decided on the first 64 KiB.
    ///
    /// # Errors
    /// `io`.
    pub fn new(mut from: Box<dyn Read>) -> Result<Self> {
        let mut first = Vec::with_capacity(PIECE);
        from.by_ref().take(PIECE as u64).read_to_end(&mut first).map_err(|e| failed(&e))?;
        let decoder = encoding(&first).new_decoder_with_bom_removal();
        Ok(Self { from, decoder, first: Some(first), ended: false })
    }

    /// The next piece, or `None` at the end.
    ///
    /// # Errors
    /// `io`, or `bad-text` where the encoding does not hold.
    pub fn piece(&mut self) -> Result<Option<String>> {
        if self.ended {
            return Ok(None);
        }
        let bytes = match self.first.take() {
            Some(first) => first,
            None => self.read()?,
        };
        self.ended = bytes.is_empty();
        self.decode(&bytes).map(Some)
    }

    fn read(&mut self) -> Result<Vec<u8>> {
        let mut bytes = vec![0; PIECE];
        let read = self.from.read(&mut bytes).map_err(|e| failed(&e))?;
        bytes.truncate(read);
        Ok(bytes)
    }

    fn decode(&mut self, bytes: &[u8]) -> Result<String> {
        let longest = self.decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(3 * PIECE);
        let mut text = String::with_capacity(longest);
        match self.decoder.decode_to_string_without_replacement(bytes, &mut text, self.ended).0 {
            DecoderResult::InputEmpty => Ok(text),
            _ => Err(Error::file("bad-text", format!("the text is not {}", self.decoder.encoding().name()))
                .hint("save the file as UTF-8")),
        }
    }

    /// All that is left.
    ///
    /// # Errors
    /// As [`piece`](Self::piece).
    pub fn rest(&mut self) -> Result<String> {
        let mut text = String::new();
        while let Some(piece) = self.piece()? {
            text.push_str(&piece);
        }
        Ok(text)
    }
}

/// CSV read as a stream: the header, then one record after the other.
pub struct Stream {
    /// The names of the columns, trimmed.
    pub header: Vec<String>,
    text: Text,
    reader: CsvReader,
    ready: VecDeque<Record>,
    ended: bool,
}

impl Stream {
    /// Reads up to the header. `first` is a piece that was already taken from `text`.
    ///
    /// # Errors
    /// `io`, `bad-text`, `bad-csv`.
    pub fn new(first: &str, text: Text) -> Result<Self> {
        let mut reader = CsvReader::new(guess_delimiter(first.as_bytes()));
        let ready = reader.feed(first.as_bytes())?.into();
        let mut stream = Self { header: Vec::new(), text, reader, ready, ended: false };
        let header = stream.next().ok_or_else(empty)??;
        stream.header = names(&header);
        Ok(stream)
    }

    fn more(&mut self) -> Result<()> {
        let records = match self.text.piece()? {
            Some(piece) => self.reader.feed(piece.as_bytes())?,
            None => {
                self.ended = true;
                self.reader.end()?
            }
        };
        self.ready.extend(records);
        Ok(())
    }
}

impl Iterator for Stream {
    type Item = Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.ended {
            if let Err(error) = self.more() {
                self.ended = true;
                return Some(Err(error));
            }
        }
        self.ready.pop_front().map(Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(bytes: &[u8]) -> Result<Vec<Record>> {
        let mut text = Text::new(Box::new(std::io::Cursor::new(bytes.to_vec())))?;
        let first = text.piece()?.unwrap_or_default();
        Stream::new(&first, text)?.collect()
    }

    #[test]
    fn encodings_and_delimiters_are_found() {
        let rows = parse("a;b\n1;é\n".as_bytes()).unwrap();
        assert_eq!((rows.header.len(), &rows.records[0].fields[1][..]), (2, "é"));
        assert_eq!(parse(b"a,b\n1,\xe9\n").unwrap(), parse("a,b\n1,é\n".as_bytes()).unwrap());
    }

    #[test]
    fn a_guess_is_called_one() {
        assert_eq!(guessed(b"a\n\xe9\n"), Some("windows-1252"));
        assert_eq!((guessed("a\né\n".as_bytes()), guessed(b"\xff\xfea\0")), (None, None));
    }

    #[test]
    fn errors_of_files_say_what_to_do() {
        let error = read_bytes(Path::new("no/such/table.csv")).unwrap_err();
        assert_eq!((&error.place[..], &error.hint[..]), ("no/such/table.csv", "look at the path"));
        assert_eq!(read_bytes(Path::new(".")).unwrap_err().hint, "name a file, not a folder");
    }

    #[test]
    fn a_ragged_line_is_named() {
        let error = parse(b"a,b\n1,2\n3\n").unwrap_err();
        assert_eq!((error.code, &error.place[..]), ("bad-csv", "line 3"));
    }

    #[test]
    fn a_stream_gives_what_the_whole_gives_in_every_encoding() {
        let long = format!("a;b\n{}", "1;\"é;\n\"\n".repeat(20_000));
        let utf16: Vec<u8> = [0xfeff].into_iter().chain(long.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let latin: Vec<u8> = long.chars().map(|c| c as u8).collect();
        for bytes in [long.as_bytes(), &utf16, &latin] {
            assert_eq!(stream(bytes).unwrap(), parse(long.as_bytes()).unwrap().records);
        }
    }

    #[test]
    fn a_stream_that_breaks_its_encoding_says_so() {
        let mut bytes = "a\né\n".repeat(PIECE).into_bytes();
        bytes.push(0xe9);
        assert_eq!(stream(&bytes).unwrap_err().code, "bad-text");
        assert_eq!(stream(b"").unwrap_err().code, "bad-csv");
    }
}
