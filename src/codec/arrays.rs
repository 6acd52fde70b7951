//! Large arrays, raw, each with a byte that says how it is encoded; and the stream of
//! small values beside them.

use super::values::{Value, Values, encode};
use crate::error::{Error, Result};

/// No model needs more arrays than this: a node has at most ten.
const ARRAY_LIMIT: usize = 1 << 16;

/// A number that arrays are made of: its encoding byte and its bytes.
pub trait Element: Copy {
    /// The encoding byte of an array of these.
    const ENCODING: u8;
    /// Bytes a number.
    const SIZE: usize;
    /// Appends the number, little-endian.
    fn put(self, out: &mut Vec<u8>);
    /// Reads the number from exactly `SIZE` bytes.
    fn get(bytes: &[u8]) -> Self;
}

macro_rules! element {
    ($($ty:ty = $encoding:literal),*) => {$(
        impl Element for $ty {
            const ENCODING: u8 = $encoding;
            const SIZE: usize = size_of::<$ty>();
            fn put(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn get(bytes: &[u8]) -> Self {
                let mut raw = [0; size_of::<$ty>()];
                raw.copy_from_slice(bytes);
                <$ty>::from_le_bytes(raw)
            }
        }
    )*};
}
element!(u8 = 1, u32 = 2, f32 = 3, f64 = 4);

/// Bytes of a number under an encoding byte, or `None` for an unknown one.
fn width(encoding: u8) -> Option<usize> {
    match encoding {
        u8::ENCODING => Some(u8::SIZE),
        u32::ENCODING => Some(u32::SIZE),
        f32::ENCODING => Some(f32::SIZE),
        f64::ENCODING => Some(f64::SIZE),
        _ => None,
    }
}

/// Rounds up to a multiple of eight, where every array begins.
pub fn align(n: usize) -> usize {
    n.div_ceil(8).saturating_mul(8)
}

/// Collects what a pipeline is made of: small values in one stream, arrays aside.
#[derive(Default)]
pub struct Writer {
    small: Vec<u8>,
    heads: Vec<(u8, u32)>,
    data: Vec<u8>,
}

impl Writer {
    /// Writes a small value.
    pub fn put<T: Value>(&mut self, value: &T) {
        encode(value, &mut self.small);
    }

    /// Writes a large array.
    pub fn array<T: Element>(&mut self, values: &[T]) {
        self.heads.push((T::ENCODING, values.len() as u32));
        self.data.reserve(align(values.len() * T::SIZE));
        for value in values {
            value.put(&mut self.data);
        }
        self.data.resize(align(self.data.len()), 0);
    }

    /// The two sections: the small values, and the arrays behind their table.
    pub fn finish(self) -> (Vec<u8>, Vec<u8>) {
        let mut out = Vec::with_capacity(8 * (self.heads.len() + 1) + self.data.len());
        out.extend_from_slice(&(self.heads.len() as u64).to_le_bytes());
        for (encoding, len) in &self.heads {
            out.extend_from_slice(&[*encoding, 0, 0, 0]);
            out.extend_from_slice(&len.to_le_bytes());
        }
        out.extend_from_slice(&self.data);
        (self.small, out)
    }
}

/// Reads back what a [`Writer`] wrote, in the same order.
pub struct Reader<'a> {
    small: Values<'a>,
    heads: Vec<(u8, usize)>,
    data: &'a [u8],
    next: usize,
}

impl<'a> Reader<'a> {
    /// Opens the two sections; the table of arrays must account for every byte.
    ///
    /// # Errors
    /// `truncated`, `malformed`, `limit` or `trailing-bytes`.
    pub fn new(small: &'a [u8], arrays: &'a [u8]) -> Result<Self> {
        let short = || Error::file("truncated", "the table of arrays ends too early");
        let (count, rest) = arrays.split_first_chunk::<8>().ok_or_else(short)?;
        let count = u64::from_le_bytes(*count);
        if count > ARRAY_LIMIT as u64 {
            return Err(Error::limit("more arrays than any model has"));
        }
        let (table, data) = rest.split_at_checked(8 * count as usize).ok_or_else(short)?;
        let heads = table.chunks_exact(8).map(head).collect::<Result<Vec<_>>>()?;
        let reader = Reader { small: Values::new(small), heads, data, next: 0 };
        reader.account()?;
        Ok(reader)
    }

    fn account(&self) -> Result<()> {
        let bytes = |&(encoding, len): &(u8, usize)| align(len.saturating_mul(width(encoding).unwrap_or(0)));
        let total = self.heads.iter().map(bytes).fold(0usize, usize::saturating_add);
        match total.cmp(&self.data.len()) {
            core::cmp::Ordering::Equal => Ok(()),
            core::cmp::Ordering::Greater => Err(Error::file("truncated", "the arrays end too early")),
            core::cmp::Ordering::Less => Err(Error::file("trailing-bytes", "bytes after the last array")),
        }
    }

    /// Reads a small value.
    ///
    /// # Errors
    /// `truncated`, `limit` or `malformed`.
    pub fn get<T: Value>(&mut self) -> Result<T> {
        let value = self.small.get();
        self.small.finish().map(|()| value)
    }

    /// Reads the next array, which must hold numbers of this type.
    ///
    /// # Errors
    /// `malformed` where the encoding differs or padding is not zero.
    pub fn array<T: Element>(&mut self) -> Result<Vec<T>> {
        let bytes = self.next(T::ENCODING, T::SIZE)?;
        Ok(bytes.chunks_exact(T::SIZE).map(T::get).collect())
    }

    /// The bytes of the next array, which must have this encoding, of so many bytes a number.
    #[inline(never)]
    fn next(&mut self, encoding: u8, size: usize) -> Result<&'a [u8]> {
        let missing = || Error::file("malformed", "a node needs an array that is not there");
        let &(found, len) = self.heads.get(self.next).ok_or_else(missing)?;
        if found != encoding {
            return Err(Error::file("malformed", "an array has another encoding than its node needs"));
        }
        self.next += 1;
        let (array, rest) = self.data.split_at(align(len * size));
        self.data = rest;
        let (values, padding) = array.split_at(len * size);
        if padding.iter().any(|&byte| byte != 0) {
            return Err(Error::file("malformed", "padding is not zero"));
        }
        Ok(values)
    }

    /// Ends the reading: nothing may be left.
    ///
    /// # Errors
    /// `trailing-bytes`.
    pub fn finish(self) -> Result<()> {
        match self.small.is_empty() && self.next == self.heads.len() {
            true => Ok(()),
            false => Err(Error::file("trailing-bytes", "the pipeline is longer than its content")),
        }
    }
}

fn head(entry: &[u8]) -> Result<(u8, usize)> {
    let (encoding, len) = (entry[0], <u32 as Element>::get(&entry[4..]) as usize);
    if entry[1..4] != [0, 0, 0] || width(encoding).is_none() {
        return Err(Error::unsupported("array-encoding", "an array has an encoding that this version does not know"));
    }
    Ok((encoding, len))
}
