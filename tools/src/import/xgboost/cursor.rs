//! A place in hostile bytes: it does not run over the end, nor deep, nor out of memory.

use super::super::malformed;
use windowbox::{Error, Result};

/// Real files nest eight deep.
const DEPTH_LIMIT: usize = 200;

/// Numbers, texts and lists of a document: what fits in the largest file that is read,
/// and bounds the memory that a file of many small values could ask for.
const VALUE_LIMIT: usize = 1 << 26;

pub struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    values: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, depth: 0, values: 0 }
    }

    fn place(&self) -> String {
        format!("byte {}", self.at)
    }

    pub fn truncated(&self) -> Error {
        Error::file("truncated", "the file ends in the middle").at(self.place()).hint("copy or save the model again")
    }

    pub fn malformed(&self, message: &'static str) -> Error {
        malformed(message).at(self.place())
    }

    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    pub fn peek(&self) -> Result<u8> {
        self.bytes.get(self.at).copied().ok_or_else(|| self.truncated())
    }

    pub fn byte(&mut self) -> Result<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Ok(byte)
    }

    pub fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let bytes = self.rest().get(..count).ok_or_else(|| self.truncated())?;
        self.at += count;
        Ok(bytes)
    }

    /// The next bytes as long as they are of this kind.
    pub fn run(&mut self, of: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.rest();
        let count = rest.iter().position(|byte| !of(*byte)).unwrap_or(rest.len());
        self.at += count;
        &rest[..count]
    }

    pub fn text(&self, bytes: &'a [u8]) -> Result<&'a str> {
        std::str::from_utf8(bytes).map_err(|_| self.malformed("a text is not UTF-8"))
    }

    /// Says that so many values are about to be made.
    pub fn make(&mut self, count: usize) -> Result<()> {
        self.values = self.values.saturating_add(count);
        match self.values <= VALUE_LIMIT {
            true => Ok(()),
            false => Err(Error::limit("the document has more than 67 million values").at(self.place())),
        }
    }

    pub fn enter(&mut self) -> Result<()> {
        self.depth += 1;
        match self.depth <= DEPTH_LIMIT {
            true => Ok(()),
            false => Err(self.malformed("the document is nested more than 200 deep")),
        }
    }

    pub fn leave(&mut self) {
        self.depth -= 1;
    }
}
