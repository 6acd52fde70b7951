//! Values to bytes and back: a stream of small values, and raw little-endian arrays
//! for large ones.
//!
//! Integers have a fixed width, so one value has one encoding: what decodes
//! encodes again to the same bytes.

mod arrays;
mod values;

pub use arrays::{Element, Reader, Writer, align};
pub use values::{SMALL_LIMIT, Value, Values, decode_all, encode};

/// What can be a row of a table of kinds: it writes itself and reads itself back.
/// Small things get it by [`record!`](crate::record) or [`variants!`](crate::variants).
pub trait Pack: Sized {
    /// Writes the value.
    fn write(&self, writer: &mut Writer);
    /// Reads the value; anything where there is none, which the reader remembers.
    fn read(reader: &mut Reader<'_>) -> Self;
}

impl<T: Value> Pack for T {
    fn write(&self, writer: &mut Writer) {
        writer.put(self);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        reader.get()
    }
}
