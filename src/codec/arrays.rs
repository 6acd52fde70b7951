//! Large arrays, and the stream of small values beside them.
//!
//! - An array is words, byte plane after byte plane: the lowest bytes of all, then the next
//!   ones; a plane of zeros is left out. So small numbers take few bytes, and what is alike
//!   lies together, where gzip and brotli find it.
//! - Numbers are in the narrowest form that holds them all to the bit: whole numbers,
//!   singles, or doubles.
//! - The table in front has eight bytes an array: the form, a bit for each plane that is
//!   there, zero (`u16`), and how many numbers (`u32`). There is at least one plane, so that
//!   nothing decodes to more than eight times its bytes.

use super::values::{Value, Values, encode};
use crate::error::{Error, Result};

/// No model needs more arrays than this.
const ARRAY_LIMIT: usize = 1 << 16;

/// Bytes of an array's entry in the table.
const HEAD: usize = 8;

/// The forms of arrays. A number is never used again.
mod form {
    /// Whole numbers below 2^32.
    pub const WHOLE: u8 = 1;
    /// IEEE binary32.
    pub const SINGLE: u8 = 2;
    /// IEEE binary64.
    pub const DOUBLE: u8 = 3;
}

/// An entry of the table.
struct Head {
    form: u8,
    planes: u8,
    len: usize,
}

/// A number that arrays are made of.
pub trait Element: Sized {
    /// Appends the numbers; the form, and the planes that are there.
    fn put(values: &[Self], out: &mut Vec<u8>) -> (u8, u8);
    /// Reads the next array.
    fn get(from: &mut Reader<'_>) -> Vec<Self>;
}

impl Element for u32 {
    fn put(values: &[Self], out: &mut Vec<u8>) -> (u8, u8) {
        (form::WHOLE, put_words(values.iter().map(|x| u64::from(*x)), out))
    }

    #[inline(never)]
    fn get(from: &mut Reader<'_>) -> Vec<Self> {
        let array = from.next();
        from.ensure(array.form == form::WHOLE);
        let mut values = Vec::with_capacity(array.len);
        array.each(from, &mut |words| values.extend(words.iter().map(|word| *word as u32)));
        values
    }
}

impl Element for f64 {
    fn put(values: &[Self], out: &mut Vec<u8>) -> (u8, u8) {
        let form = form_of(values);
        let word = |x: &f64| match form {
            form::WHOLE => *x as u64,
            form::SINGLE => u64::from((*x as f32).to_bits()),
            _ => x.to_bits(),
        };
        (form, put_words(values.iter().map(word), out))
    }

    #[inline(never)]
    fn get(from: &mut Reader<'_>) -> Vec<Self> {
        let array = from.next();
        let mut values = Vec::with_capacity(array.len);
        let (mut whole, mut single) = (true, true);
        array.each(from, &mut |words| {
            let last = doubles(array.form, words, &mut values);
            whole &= all_whole(last);
            single &= all_single(last);
        });
        from.ensure(narrowest(whole, single) == array.form);
        values
    }
}

/// Adds the numbers of words to others; those added.
#[inline(never)]
fn doubles<'a>(form: u8, words: &[u64], to: &'a mut Vec<f64>) -> &'a [f64] {
    let start = to.len();
    match form {
        form::WHOLE => to.extend(words.iter().map(|word| *word as f64)),
        form::SINGLE => to.extend(words.iter().map(|word| f64::from(f32::from_bits(*word as u32)))),
        _ => to.extend(words.iter().map(|word| f64::from_bits(*word))),
    }
    &to[start..]
}

/// The narrowest form that gives every bit back. NaN is a double, whatever its bits.
fn form_of(values: &[f64]) -> u8 {
    narrowest(all_whole(values), all_single(values))
}

fn narrowest(whole: bool, single: bool) -> u8 {
    match (whole, single) {
        (true, _) => form::WHOLE,
        (_, true) => form::SINGLE,
        _ => form::DOUBLE,
    }
}

fn all_whole(values: &[f64]) -> bool {
    values.iter().all(|x| f64::from(*x as u32).to_bits() == x.to_bits())
}

/// It looks at all, and so at several at once.
#[inline(never)]
fn all_single(values: &[f64]) -> bool {
    values.iter().fold(true, |all, x| all & (f64::from(*x as f32) == *x))
}

/// Appends the planes that are there: those with a byte that is not 0, or else the lowest.
fn put_words(words: impl Iterator<Item = u64> + Clone, out: &mut Vec<u8>) -> u8 {
    let any = words.clone().fold(0, |any, word| any | word).to_le_bytes();
    let planes = any.iter().enumerate().map(|(k, byte)| u8::from(*byte != 0) << k).sum::<u8>().max(1);
    for k in (0..8).filter(|k| planes >> k & 1 == 1) {
        out.extend(words.clone().map(|word| word.to_le_bytes()[k]));
    }
    planes
}

/// Rounds up to a multiple of eight, where every section begins.
pub fn align(n: usize) -> usize {
    n.div_ceil(8).saturating_mul(8)
}

/// Collects what a pipeline is made of: small values in one stream, arrays aside.
#[derive(Default)]
pub struct Writer {
    small: Vec<u8>,
    heads: Vec<u8>,
    data: Vec<u8>,
}

impl Writer {
    /// Writes a small value.
    pub fn put<T: Value>(&mut self, value: &T) {
        encode(value, &mut self.small);
    }

    /// Writes a large array.
    pub fn array<T: Element>(&mut self, values: &[T]) {
        let (form, planes) = T::put(values, &mut self.data);
        self.heads.extend([form, planes, 0, 0]);
        self.heads.extend((values.len() as u32).to_le_bytes());
    }

    /// The two sections: the small values, and the arrays behind their table.
    pub fn finish(self) -> (Vec<u8>, Vec<u8>) {
        let count = (self.heads.len() / HEAD) as u64;
        (self.small, [&count.to_le_bytes()[..], &self.heads, &self.data].concat())
    }
}

/// Reads back what a [`Writer`] wrote, in the same order. As [`Values`] does, it remembers
/// what is wrong until it is asked.
pub struct Reader<'a> {
    small: Values<'a>,
    heads: &'a [[u8; HEAD]],
    data: &'a [u8],
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
        let (table, data) = rest.split_at_checked(HEAD * count as usize).ok_or_else(short)?;
        let reader = Reader { small: Values::new(small), heads: table.as_chunks().0, data };
        reader.account()?;
        Ok(reader)
    }

    fn account(&self) -> Result<()> {
        let mut total = 0u64;
        for entry in self.heads {
            let Head { form, planes, len } = head(entry);
            // Only doubles have eight planes, and no array has none.
            let known = matches!((form, planes), (form::WHOLE | form::SINGLE, 1..=15) | (form::DOUBLE, 1..));
            if !known || entry[2..4] != [0, 0] {
                let message = "an array has an encoding that this version does not know";
                return Err(Error::unsupported("array-encoding", message));
            }
            total += len as u64 * u64::from(planes.count_ones());
        }
        match total.cmp(&(self.data.len() as u64)) {
            core::cmp::Ordering::Equal => Ok(()),
            core::cmp::Ordering::Greater => Err(Error::file("truncated", "the arrays end too early")),
            core::cmp::Ordering::Less => Err(Error::file("trailing-bytes", "bytes after the last array")),
        }
    }

    /// Reads a small value; anything where there is none.
    pub fn get<T: Value>(&mut self) -> T {
        self.small.get()
    }

    /// Reads the next array; anything where it is not there, or not as a [`Writer`] writes it.
    pub fn array<T: Element>(&mut self) -> Vec<T> {
        T::get(self)
    }

    /// Remembers that what was read is not what is written.
    pub fn ensure(&mut self, sound: bool) {
        self.small.ensure(sound);
    }

    /// Whether all that was read was there.
    ///
    /// # Errors
    /// `truncated`, `limit` or `malformed`.
    pub fn sound(&self) -> Result<()> {
        self.small.finish()
    }

    /// The next array; an empty one where there is none.
    fn next(&mut self) -> Array<'a> {
        self.ensure(!self.heads.is_empty());
        let Some((entry, others)) = self.heads.split_first() else { return Array::default() };
        let Head { form, planes, len } = head(entry);
        let (bytes, rest) = self.data.split_at(len * planes.count_ones() as usize);
        (self.heads, self.data) = (others, rest);
        Array { form, planes, len, bytes }
    }

    /// Ends the reading: nothing may be left.
    ///
    /// # Errors
    /// As [`Reader::sound`], and `trailing-bytes`.
    pub fn finish(self) -> Result<()> {
        self.sound()?;
        match self.small.is_empty() && self.heads.is_empty() {
            true => Ok(()),
            false => Err(Error::file("trailing-bytes", "the pipeline is longer than its content")),
        }
    }
}

/// An array as it lies in the file.
#[derive(Clone, Copy)]
struct Array<'a> {
    form: u8,
    planes: u8,
    len: usize,
    bytes: &'a [u8],
}

impl Default for Array<'_> {
    fn default() -> Self {
        Self { form: form::WHOLE, planes: 1, len: 0, bytes: &[] }
    }
}

impl Array<'_> {
    /// Words that are put together at once: they stay in the first cache, and engines compile a
    /// faster function for the later ones while it runs for the first.
    const CHUNK: usize = 512;

    /// Hands out all words, some at a time. Only what is 0 as a whole has a plane of zeros.
    fn each(&self, from: &mut Reader<'_>, take: &mut dyn FnMut(&[u64])) {
        let (mut words, mut any) = ([0; Self::CHUNK], 0);
        for start in (0..self.len).step_by(Self::CHUNK) {
            let words = &mut words[..(self.len - start).min(Self::CHUNK)];
            any |= self.words(start, words);
            take(words);
        }
        let there = any.to_le_bytes().iter().enumerate().map(|(k, byte)| u8::from(*byte != 0) << k).sum::<u8>();
        from.ensure(there.max(1) == self.planes);
    }

    /// Puts words together, from the planes' bytes; all of their bits.
    #[inline(never)]
    fn words(&self, start: usize, words: &mut [u64]) -> u64 {
        words.fill(0);
        let there = (0..8).filter(|k| self.planes >> k & 1 == 1);
        for (k, plane) in there.zip(self.bytes.chunks_exact(self.len)) {
            words.iter_mut().zip(&plane[start..]).for_each(|(word, byte)| *word |= u64::from(*byte) << (8 * k));
        }
        words.iter().fold(0, |any, word| any | word)
    }
}

fn head(&[form, planes, _, _, len @ ..]: &[u8; HEAD]) -> Head {
    Head { form, planes, len: u32::from_le_bytes(len) as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes one array: its form, its planes, and its bytes.
    fn written<T: Element>(values: &[T]) -> (u8, u8, Vec<u8>) {
        let mut writer = Writer::default();
        writer.array(values);
        let (_, arrays) = writer.finish();
        (arrays[8], arrays[9], arrays)
    }

    fn read<T: Element>(arrays: &[u8]) -> Result<Vec<T>> {
        let mut reader = Reader::new(&[], arrays)?;
        let values = reader.array();
        reader.finish().map(|()| values)
    }

    #[test]
    fn numbers_take_the_narrowest_form_and_keep_every_bit() {
        let nan = f64::from_bits(0xfff0_dead_beef_0001);
        let cases: [(&[f64], u8, u8); 10] = [
            (&[], form::WHOLE, 1),
            (&[0.0], form::WHOLE, 1),
            (&[0.0, 255.0], form::WHOLE, 0b1),
            (&[256.0, 65_536.0], form::WHOLE, 0b110),
            (&[4_294_967_295.0], form::WHOLE, 0b1111),
            (&[4_294_967_296.0], form::SINGLE, 0b1100),
            (&[-0.0, 1.0], form::SINGLE, 0b1100),
            (&[f64::INFINITY, f64::from(f32::from_bits(1))], form::SINGLE, 0b1101),
            (&[0.1], form::DOUBLE, 0b1111_1111),
            (&[nan, f64::MAX], form::DOUBLE, 0b1111_1111),
        ];
        for (values, form, planes) in cases {
            let (found, there, arrays) = written(values);
            assert_eq!((found, there), (form, planes), "{values:?}");
            let bits = |values: &[f64]| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&read(&arrays).unwrap()), bits(values));
        }
    }

    #[test]
    fn whole_numbers_come_back() {
        for values in [&[][..], &[0, 0, 0], &[7, 200], &[u32::MAX, 0], &[1 << 8, 1 << 24]] {
            assert_eq!(read::<u32>(&written(values).2).unwrap(), values);
        }
        assert_eq!(written(&[1u32 << 8, 1 << 24]).1, 0b1010);
    }

    #[test]
    fn what_nobody_writes_is_refused() {
        let code = |arrays: &[u8]| read::<f64>(arrays).unwrap_err().code;
        let with = |values: &[f64], at: usize, byte: u8| {
            let mut arrays = written(values).2;
            arrays[at] = byte;
            arrays
        };
        assert_eq!(code(&with(&[1.5], 8, 9)), "array-encoding", "a form of the future");
        assert_eq!(code(&with(&[1.5], 9, 0)), "array-encoding", "no plane");
        assert_eq!(code(&with(&[1.5], 9, 0x3c)), "array-encoding", "planes that a single has not");
        assert_eq!(code(&with(&[1.5], 10, 1)), "array-encoding", "a byte that is zero");
        assert_eq!(code(&with(&[1.5], 12, 2)), "truncated", "more numbers");
        assert_eq!(code(&with(&[1.5, 2.5], 12, 1)), "trailing-bytes", "fewer numbers");
        assert_eq!(code(&with(&[1.5], 16, 0x80)), "malformed", "a wider form than is due");
        assert_eq!(code(&with(&[256.0], 16, 0)), "malformed", "a plane of zeros");
        assert_eq!(read::<u32>(&written(&[1.5]).2).unwrap_err().code, "malformed", "another type");
        assert_eq!(read::<f64>(&[0; 8]).unwrap_err().code, "malformed", "no array");
    }

    #[test]
    fn a_length_that_lies_allocates_nothing() {
        let mut arrays = written(&[7.0]).2;
        arrays[12..16].fill(0xff);
        assert_eq!(read::<f64>(&arrays).unwrap_err().code, "truncated");
    }
}
