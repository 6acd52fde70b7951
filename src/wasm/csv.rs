//! The door to JavaScript of the reader of CSV, a wasm of its own that knows no model: built
//! with the feature `csv`, loaded by pkg/core/csv/ where a table of text is asked for.

use crate::data::csv::{CsvReader, Cutter, guess_delimiter};
use crate::data::csv_columns::{CsvColumn, CsvColumns};
use crate::error::Result;
use crate::json::json;
use wasm_bindgen::prelude::wasm_bindgen;

/// Bytes on their way from JavaScript, what was read of them, and JSON on its way to it.
#[wasm_bindgen]
pub struct Csv {
    delimiter: u8,
    input: Vec<u8>,
    cutter: Cutter,
    table: CsvColumns,
    said: String,
}

#[wasm_bindgen]
impl Csv {
    /// For a delimiter.
    #[wasm_bindgen(constructor)]
    pub fn new(delimiter: u8) -> Csv {
        let (input, table, said) = (Vec::new(), CsvColumns::default(), String::new());
        Csv { delimiter, input, cutter: Cutter::new(delimiter), table, said }
    }

    /// Makes room for as many bytes: the address to write them to.
    pub fn reserve(&mut self, length: usize) -> *const u8 {
        self.input.resize(length, 0);
        self.input.as_ptr()
    }

    /// The delimiter that the bytes suggest.
    pub fn guess(&self) -> u8 {
        guess_delimiter(&self.input)
    }

    /// Behind which of the bytes the last record ends; 0 where none does. All bytes of a
    /// file are shown to it, in their order.
    pub fn cut(&mut self) -> usize {
        self.cutter.cut(&self.input).unwrap_or(0)
    }

    /// Reads the names of the columns, the first record, and writes them as a list of JSON;
    /// whether that went well, else it writes the error.
    pub fn header(&mut self) -> bool {
        let mut reader = CsvReader::new(self.delimiter);
        let mut records = reader.feed(&self.input);
        if let Ok([]) = records.as_deref() {
            records = reader.end();
        }
        let names = records.map(|records| records.into_iter().next().map(|record| record.fields).unwrap_or_default());
        self.say(names.map(|names| json(&names, unwritten)))
    }

    /// Begins to say what is wanted, of records with as many fields.
    pub fn begin(&mut self, width: usize, comma: bool) {
        self.table = CsvColumns::default();
        self.table.width = width;
        self.table.decimal = if comma { ',' } else { '.' };
    }

    /// Wants the column at a place.
    pub fn want(&mut self, place: usize, number: bool) {
        self.table.columns.push(CsvColumn { place, number, ..CsvColumn::default() });
    }

    /// Reads the bytes, which begin on this line, and perhaps with the header; whether that
    /// went well, else it writes the error.
    pub fn read(&mut self, line: u32, headed: bool) -> bool {
        let read = self.table.read(self.delimiter, u64::from(line), headed, &self.input);
        self.say(read.map(|()| String::new()))
    }

    /// How many rows were read.
    pub fn rows(&self) -> usize {
        self.table.lines.len()
    }

    /// The address of the line of each row, `u32`.
    pub fn lines(&self) -> *const u32 {
        self.table.lines.as_ptr()
    }

    /// How many ragged records there are, times three.
    pub fn ragged_length(&self) -> usize {
        self.table.ragged.len()
    }

    /// The address of the ragged records: the rows before each, its line, its fields, `u32`.
    pub fn ragged(&self) -> *const u32 {
        self.table.ragged.as_ptr()
    }

    /// The address of the numbers of a column, `f64`.
    pub fn numbers(&self, column: usize) -> *const f64 {
        self.table.columns.get(column).map_or(core::ptr::null(), |column| column.numbers.as_ptr())
    }

    /// The length of the next.
    pub fn codes_length(&self, column: usize) -> usize {
        self.table.columns.get(column).map_or(0, |column| column.codes.len())
    }

    /// The address of the codes of a column, or of its rows and texts that are no numbers, `u32`.
    pub fn codes(&self, column: usize) -> *const u32 {
        self.table.columns.get(column).map_or(core::ptr::null(), |column| column.codes.as_ptr())
    }

    /// How many distinct texts there are.
    pub fn words(&self) -> usize {
        self.table.words.ends.len()
    }

    /// The address of where each text ends, `u32`.
    pub fn ends(&self) -> *const u32 {
        self.table.words.ends.as_ptr()
    }

    /// The address of the texts.
    pub fn text(&self) -> *const u8 {
        self.table.words.text.as_ptr()
    }

    /// The address of the JSON.
    pub fn said(&self) -> *const u8 {
        self.said.as_ptr()
    }

    /// Its length.
    pub fn said_length(&self) -> usize {
        self.said.len()
    }
}

impl Csv {
    fn say(&mut self, result: Result<String>) -> bool {
        let well = result.is_ok();
        self.said = result.unwrap_or_else(|error| json(&error, unwritten));
        well
    }
}

/// Names and errors have no numbers.
fn unwritten(_: f64) -> String {
    String::new()
}
