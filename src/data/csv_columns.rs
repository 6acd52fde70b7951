//! CSV as columns: numbers where numbers are wanted, of other columns which of the distinct
//! texts each cell is. So a table crosses to JavaScript in a few arrays.

use super::cell;
use super::csv::{CsvReader, Fields};
use crate::error::Result;

/// The cells of the columns that are wanted, of the records of a piece of a file. A record
/// that is not as long as the header is no row.
#[derive(Default)]
pub struct CsvColumns {
    /// Fields that a record has.
    pub width: usize,
    /// What stands before the fraction of a number.
    pub decimal: char,
    /// The columns, in the order in which they were wanted.
    pub columns: Vec<CsvColumn>,
    /// The distinct texts that they refer to.
    pub words: Words,
    /// The line of each row.
    pub lines: Vec<u32>,
    /// Of each ragged record the number of rows before it, its line, its fields.
    pub ragged: Vec<u32>,
    /// Whether the next record is the header.
    skips: bool,
}

/// The cells of a column.
#[derive(Default)]
pub struct CsvColumn {
    /// Its position in the header.
    pub place: usize,
    /// Whether its cells are numbers.
    pub number: bool,
    /// Numbers, NaN for missing; empty where these are not wanted.
    pub numbers: Vec<f64>,
    /// Codes of texts; of a column of numbers pairs of a row and a text that is none.
    pub codes: Vec<u32>,
}

impl CsvColumns {
    /// Reads a piece that begins on a line and ends where a record does. `headed` says that its
    /// first record is the header.
    ///
    /// # Errors
    /// Those of [`CsvReader`].
    pub fn read(&mut self, delimiter: u8, line: u64, headed: bool, piece: &[u8]) -> Result<()> {
        self.clear();
        self.skips = headed;
        let mut reader = CsvReader::within(delimiter, line);
        reader.feed_to(piece, |fields| self.take(&fields))?;
        reader.end_to(|fields| self.take(&fields))
    }

    fn clear(&mut self) {
        self.words = Words::default();
        self.lines.clear();
        self.ragged.clear();
        for column in &mut self.columns {
            column.numbers.clear();
            column.codes.clear();
        }
    }

    fn take(&mut self, fields: &Fields<'_>) {
        if core::mem::take(&mut self.skips) {
            return;
        }
        let row = self.lines.len() as u32;
        if fields.count() != self.width {
            return self.ragged.extend([row, fields.line as u32, fields.count() as u32]);
        }
        self.lines.push(fields.line as u32);
        for column in &mut self.columns {
            let text = fields.get(column.place);
            let number = if column.number { number(text, self.decimal) } else { None };
            match number {
                Some(x) => column.numbers.push(x),
                None if column.number => {
                    column.numbers.push(f64::NAN);
                    column.codes.extend([row, self.words.code(text)]);
                }
                None => column.codes.push(self.words.code(text)),
            }
        }
    }
}

/// A point in a number with a decimal comma separates thousands, or is a mistake: nobody knows.
fn number(text: &str, decimal: char) -> Option<f64> {
    match decimal {
        '.' => cell::number(text),
        _ if text.contains('.') => None,
        decimal => cell::number(&text.replacen(decimal, ".", 1)),
    }
}

/// Distinct texts, one behind the other, and a table of hashes to find them.
#[derive(Default)]
pub struct Words {
    /// The texts.
    pub text: String,
    /// Where each ends.
    pub ends: Vec<u32>,
    /// Codes + 1; 0 where there is none. A power of two, at most half full.
    table: Vec<u32>,
}

impl Words {
    /// The code of a text, which is new or not.
    pub fn code(&mut self, word: &str) -> u32 {
        if self.ends.len() * 2 >= self.table.len() {
            self.grow();
        }
        let at = self.place(word);
        if self.table[at] == 0 {
            self.text.push_str(word);
            self.ends.push(self.text.len() as u32);
            self.table[at] = self.ends.len() as u32;
        }
        self.table[at] - 1
    }

    fn get(&self, code: usize) -> &str {
        let start = if code == 0 { 0 } else { self.ends[code - 1] as usize };
        &self.text[start..self.ends[code] as usize]
    }

    /// Where a word stands in the table, or may be put.
    fn place(&self, word: &str) -> usize {
        let mut at = hash(word) as usize & (self.table.len() - 1);
        while self.table[at] != 0 && self.get(self.table[at] as usize - 1) != word {
            at = (at + 1) & (self.table.len() - 1);
        }
        at
    }

    fn grow(&mut self) {
        self.table = vec![0; (self.table.len() * 2).max(64)];
        for code in 0..self.ends.len() {
            let at = self.place(self.get(code));
            self.table[at] = code as u32 + 1;
        }
    }
}

/// FNV-1a.
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(decimal: char, wanted: &[(usize, bool)]) -> CsvColumns {
        let column = |&(place, number)| CsvColumn { place, number, ..CsvColumn::default() };
        CsvColumns { width: 3, decimal, columns: wanted.iter().map(column).collect(), ..CsvColumns::default() }
    }

    #[test]
    fn numbers_are_numbers_and_texts_are_codes() {
        let mut table = columns('.', &[(2, true), (0, false)]);
        table.read(b',', 7, false, b"a,,1.5\nb,,NA\n\na,,x\na,b\n\"a\",,1e3").unwrap();
        let [numbers, texts] = &table.columns[..] else { panic!("two were wanted") };
        assert_eq!((numbers.numbers[0], numbers.numbers[3]), (1.5, 1000.0));
        assert!(numbers.numbers[1].is_nan() && numbers.numbers[2].is_nan());
        assert_eq!((&numbers.codes[..], table.words.get(2)), (&[2, 2][..], "x"));
        assert_eq!((&texts.codes[..], table.words.get(1)), (&[0, 1, 0, 0][..], "b"));
        assert_eq!((&table.lines[..], &table.ragged[..]), (&[7, 8, 10, 12][..], &[3, 11, 2][..]));
    }

    #[test]
    fn the_next_piece_begins_anew() {
        let mut table = columns('.', &[(0, false)]);
        table.read(b',', 1, true, b"x,y,z\na,,\n").unwrap();
        table.read(b',', 3, false, b"b,,\n").unwrap();
        assert_eq!((&table.columns[0].codes[..], &table.words.text[..], &table.lines[..]), (&[0][..], "b", &[3][..]));
    }

    #[test]
    fn a_decimal_comma_is_no_point() {
        assert_eq!(number("-3,5", ','), Some(-3.5));
        assert_eq!(["1.234,5", "1,2,3", "3.5"].map(|text| number(text, ',')), [None; 3]);
        assert!(number("N/A", ',').unwrap().is_nan());
    }

    #[test]
    fn many_words_are_told_apart() {
        let mut words = Words::default();
        let texts: Vec<String> = (0..1000).map(|i| format!("{}", i % 500)).collect();
        let codes: Vec<u32> = texts.iter().map(|text| words.code(text)).collect();
        assert!(codes.iter().enumerate().all(|(i, code)| *code == i as u32 % 500));
        assert_eq!((words.code(""), words.get(500)), (500, ""));
    }
}
