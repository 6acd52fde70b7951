//! Small values: names, levels, the numbers of a card.
//!
//! - Numbers are little-endian and as wide as their type; a truth value is a byte, 0 or 1.
//! - A string or list is its length (`u64`), then its bytes or items.
//! - An option is a byte, 0 or 1, then the value; a variant is its tag (`u32`), then its fields.
//! - A record is its fields, one after the other.
//!
//! Reading does not stop at what is wrong: it is remembered, and what follows reads as
//! zeros and nothing until [`Values::finish`] tells. So a type's reader is a list of its fields,
//! without a way out of each, which is most of what a derived one weighs.

use crate::error::{Error, Result};

/// Bytes of a small section: far above any real one (100,000 columns of 100 bytes).
pub const SMALL_LIMIT: usize = 16 << 20;

/// Bytes of memory that the lists of a section may take: what a lying length can make the
/// reader allocate. A string takes eight bytes in the file and at most 24 in memory.
const MEMORY_LIMIT: u64 = 4 * SMALL_LIMIT as u64;

/// What writes itself into a small section and reads itself back.
pub trait Value: Sized {
    /// Appends the value.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads the value; anything where there is none.
    fn get(from: &mut Values<'_>) -> Self;
}

/// The bytes of a small section that are still to be read.
pub struct Values<'a> {
    rest: &'a [u8],
    memory: u64,
    failure: Option<Failure>,
}

/// What was wrong first.
#[derive(Clone, Copy)]
enum Failure {
    Truncated,
    Limit,
    Malformed,
}

impl<'a> Values<'a> {
    /// Begins to read.
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut values = Self { rest: bytes, memory: 0, failure: None };
        if bytes.len() > SMALL_LIMIT {
            values.fail(Failure::Limit);
        }
        values
    }

    /// Reads a value of any type.
    pub fn get<T: Value>(&mut self) -> T {
        T::get(self)
    }

    /// Reads the tag of a variant: the first of `known` where it is none of them.
    #[inline(never)]
    pub fn tag(&mut self, known: &[u32]) -> u32 {
        let tag = self.get();
        if !known.contains(&tag) {
            self.fail(Failure::Malformed);
            return known[0];
        }
        tag
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Whether all that was read was there.
    ///
    /// # Errors
    /// `truncated`, `limit` or `malformed`.
    #[inline(never)]
    pub fn finish(&self) -> Result<()> {
        match self.failure {
            None => Ok(()),
            Some(Failure::Truncated) => Err(Error::file("truncated", "a value ends too early")),
            Some(Failure::Limit) => {
                Err(Error::limit("a small section is larger than 16 MiB, or makes lists of 64 MiB"))
            }
            Some(Failure::Malformed) => {
                Err(Error::file("malformed", "a value is not encoded as this format writes it"))
            }
        }
    }

    /// Remembers that a value is not as it is written.
    pub fn ensure(&mut self, sound: bool) {
        if !sound {
            self.fail(Failure::Malformed);
        }
    }

    /// Nothing can be read after a failure: all of it reads as zeros, and lists have no items.
    #[cold]
    fn fail(&mut self, failure: Failure) {
        self.failure.get_or_insert(failure);
        self.rest = &[];
    }

    #[inline(never)]
    fn take(&mut self, count: usize) -> &'a [u8] {
        match self.rest.split_at_checked(count) {
            Some((taken, rest)) => {
                self.rest = rest;
                taken
            }
            None => {
                self.fail(Failure::Truncated);
                &[]
            }
        }
    }

    fn fixed<const N: usize>(&mut self) -> [u8; N] {
        self.take(N).try_into().unwrap_or([0; N])
    }

    /// The length of a list whose items take `size` bytes of memory each. Every item takes
    /// a byte of the file at least, so no list is longer than what is left of it.
    #[inline(never)]
    fn length(&mut self, size: usize) -> usize {
        let length: u64 = self.get();
        self.memory = self.memory.saturating_add(length.saturating_mul(size as u64));
        if self.memory > MEMORY_LIMIT {
            self.fail(Failure::Limit);
        } else if length > self.rest.len() as u64 {
            self.fail(Failure::Truncated);
        }
        if self.failure.is_some() { 0 } else { length as usize }
    }
}

/// Appends a value to `out`.
pub fn encode<T: Value>(value: &T, out: &mut Vec<u8>) {
    value.put(out);
}

/// Reads a value that must fill `bytes` exactly.
///
/// # Errors
/// `truncated`, `limit`, `malformed` or `trailing-bytes`.
pub fn decode_all<T: Value>(bytes: &[u8]) -> Result<T> {
    let mut values = Values::new(bytes);
    let value = values.get();
    values.finish()?;
    match values.is_empty() {
        true => Ok(value),
        false => Err(Error::file("trailing-bytes", "a section is longer than its content")),
    }
}

macro_rules! numbers {
    ($($ty:ty),*) => {$(
        impl Value for $ty {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            #[inline(never)]
            fn get(from: &mut Values<'_>) -> Self {
                Self::from_le_bytes(from.fixed())
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64, f64);

impl Value for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    #[inline(never)]
    fn get(from: &mut Values<'_>) -> Self {
        let byte: u8 = from.get();
        if byte > 1 {
            from.fail(Failure::Malformed);
        }
        byte == 1
    }
}

impl Value for String {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        out.extend_from_slice(self.as_bytes());
    }

    #[inline(never)]
    fn get(from: &mut Values<'_>) -> Self {
        let length = from.length(1);
        let text = core::str::from_utf8(from.take(length));
        text.map(str::to_owned).unwrap_or_else(|_| {
            from.fail(Failure::Malformed);
            String::new()
        })
    }
}

impl<T: Value> Value for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        self.iter().for_each(|item| item.put(out));
    }

    #[inline(never)]
    fn get(from: &mut Values<'_>) -> Self {
        let length = from.length(size_of::<T>());
        (0..length).map(|_| T::get(from)).collect()
    }
}

impl<T: Value> Value for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        self.iter().for_each(|value| value.put(out));
    }

    fn get(from: &mut Values<'_>) -> Self {
        from.get::<bool>().then(|| from.get())
    }
}

macro_rules! tuples {
    ($($($ty:ident)*;)*) => {$(
        impl<$($ty: Value),*> Value for ($($ty,)*) {
            #[allow(non_snake_case)]
            fn put(&self, out: &mut Vec<u8>) {
                let ($($ty,)*) = self;
                $($ty.put(out);)*
            }

            fn get(from: &mut Values<'_>) -> Self {
                ($($ty::get(from),)*)
            }
        }
    )*};
}
tuples! {
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}

/// Makes a struct a [`Value`]: all its fields, in the order of the file.
///
/// ```
/// struct Point { x: f64, y: f64 }
/// windowbox::record!(Point { x, y });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! record {
    ($name:ident { $($field:ident),* $(,)? } $(apart { $($apart:ident),* })?) => {
        impl $crate::codec::Value for $name {
            fn put(&self, out: &mut Vec<u8>) {
                let Self { $($field,)* $($($apart: _),*)? } = self;
                $($crate::codec::Value::put($field, out);)*
            }

            #[inline(never)]
            fn get(from: &mut $crate::codec::Values<'_>) -> Self {
                // Fields are read in the order in which they stand here.
                Self { $($field: from.get(),)* $($($apart: Default::default()),*)? }
            }
        }
    };
}

/// Makes an enum a [`Value`]: each variant with its tag and its fields. A tag is part of
/// the file format: never use one again.
///
/// ```
/// enum Shape { Point, Circle { radius: f64 }, Path(Vec<f64>) }
/// windowbox::variants!(Shape { 0 Point, 1 Circle { radius }, 2 Path(points) });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! variants {
    ($name:ident {
        $first_tag:literal $first:ident $({ $($first_field:ident),* })? $(($first_item:ident))?
        $(, $tag:literal $variant:ident $({ $($field:ident),* })? $(($item:ident))?)* $(,)?
    }) => {
        impl $crate::codec::Value for $name {
            fn put(&self, out: &mut Vec<u8>) {
                use $crate::codec::Value;
                match self {
                    Self::$first $({ $($first_field),* })? $(($first_item))? => {
                        Value::put(&($first_tag as u32), out);
                        $($($first_field.put(out);)*)?
                        $($first_item.put(out);)?
                    }
                    $(Self::$variant $({ $($field),* })? $(($item))? => {
                        Value::put(&($tag as u32), out);
                        $($($field.put(out);)*)?
                        $($item.put(out);)?
                    })*
                }
            }

            #[inline(never)]
            fn get(from: &mut $crate::codec::Values<'_>) -> Self {
                match from.tag(&[$first_tag $(, $tag)*]) {
                    $($tag => {
                        $($(let $field = from.get();)*)?
                        $(let $item = from.get();)?
                        Self::$variant $({ $($field),* })? $(($item))?
                    })*
                    _ => {
                        $($(let $first_field = from.get();)*)?
                        $(let $first_item = from.get();)?
                        Self::$first $({ $($first_field),* })? $(($first_item))?
                    }
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Shape {
        Point,
        Circle { radius: f64 },
        Path(Vec<(u32, Option<String>)>),
    }
    variants!(Shape { 0 Point, 1 Circle { radius }, 7 Path(steps) });

    #[derive(Debug, PartialEq)]
    struct Drawing {
        closed: bool,
        shapes: Vec<Shape>,
    }
    record!(Drawing { closed, shapes });

    fn bytes<T: Value>(value: &T) -> Vec<u8> {
        let mut out = Vec::new();
        encode(value, &mut out);
        out
    }

    fn refused(bytes: &[u8]) -> &'static str {
        decode_all::<Drawing>(bytes).unwrap_err().code
    }

    fn drawing() -> Drawing {
        let path = Shape::Path(vec![(1, None), (2, Some("é".into()))]);
        Drawing { closed: true, shapes: vec![Shape::Point, Shape::Circle { radius: -0.0 }, path] }
    }

    #[test]
    fn every_value_has_these_bytes() {
        let text = bytes(&drawing());
        assert_eq!(text[..13], [1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(text[13..25], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80]);
        assert_eq!(text[25..37], [7, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(text[37..42], [1, 0, 0, 0, 0]);
        assert_eq!(text[42..], [2, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0xa9]);
        assert_eq!(decode_all::<Drawing>(&text).unwrap(), drawing());
    }

    #[test]
    fn what_is_cut_or_too_long_is_refused() {
        let mut text = bytes(&drawing());
        for end in 0..text.len() {
            assert_eq!(refused(&text[..end]), "truncated", "{end} bytes");
        }
        text.push(0);
        assert_eq!(refused(&text), "trailing-bytes");
    }

    #[test]
    fn what_nobody_writes_is_refused() {
        let with = |at: usize, byte: u8| {
            let mut text = bytes(&drawing());
            text[at] = byte;
            text
        };
        assert_eq!(refused(&with(0, 2)), "malformed", "a truth value");
        assert_eq!(refused(&with(25, 6)), "malformed", "a tag");
        assert_eq!(refused(&with(41, 2)), "malformed", "an option");
        assert_eq!(refused(&with(55, 0x28)), "malformed", "half a character");
    }

    #[test]
    fn a_length_that_lies_allocates_nothing() {
        assert_eq!(refused(&[1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), "limit");
        assert_eq!(refused(&[1, 0xff, 0xff, 0, 0, 0, 0, 0, 0]), "truncated");
        assert_eq!(refused(&vec![0; SMALL_LIMIT + 1]), "limit");
    }
}
