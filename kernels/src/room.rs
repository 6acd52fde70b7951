//! The room for `unsafe`: reads and writes without a check of the index, because one
//! costs a tenth to a third of a kernel's time (docs/engine.md). Whoever builds the
//! tables has proved the indices; in debug builds each access is checked all the same.

#![allow(unsafe_code)]

use crate::vector::V;
use core::marker::PhantomData;

/// `slice[at]`.
#[inline(always)]
pub fn get<T: Copy>(slice: &[T], at: usize) -> T {
    debug_assert!(at < slice.len(), "{at} of {}", slice.len());
    // SAFETY: the caller's tables were proved to hold no index beyond their slices; every
    // debug build asserts it, on every access that tests make.
    unsafe { *slice.get_unchecked(at) }
}

/// `slice[at] = value`.
#[inline(always)]
pub fn set<T>(slice: &mut [T], at: usize, value: T) {
    set_far(slice, at, 0, value);
}

/// `slice[at + further] = value`, as [`far`].
#[inline(always)]
pub fn set_far<T>(slice: &mut [T], at: usize, further: usize, value: T) {
    debug_assert!(at + further < slice.len(), "{at} + {further} of {}", slice.len());
    // SAFETY: as for `get`.
    unsafe { *slice.as_mut_ptr().add(at).add(further) = value }
}

/// `slice[at + further]`, where `further` is known to the compiler: then it costs nothing, as an
/// address has a constant in it. A sum of indices could wrap around, and is an addition.
#[inline(always)]
pub fn far<T: Copy>(slice: &[T], at: usize, further: usize) -> T {
    debug_assert!(at + further < slice.len(), "{at} + {further} of {}", slice.len());
    // SAFETY: as for `get`.
    unsafe { slice.as_ptr().add(at).add(further).read() }
}

/// As [`far`], by an instruction of its own: where it could read several at once, the compiler
/// makes a vector of them, an instruction a lane, and takes that apart again.
#[inline(always)]
pub fn alone<T: Copy>(slice: &[T], at: usize, further: usize) -> T {
    debug_assert!(at + further < slice.len(), "{at} + {further} of {}", slice.len());
    // SAFETY: as for `get`.
    unsafe { slice.as_ptr().add(at).add(further).read_volatile() }
}

/// Numbers that any bytes are one of.
pub trait Plain: Copy {}
impl Plain for u8 {}
impl Plain for f32 {}
impl Plain for f64 {}

/// Sixteen bytes from `slice[at]`.
#[inline(always)]
pub fn load<T: Plain>(slice: &[T], at: usize) -> V {
    debug_assert!(size_of_val(&slice[at..]) >= 16, "{at} of {}", slice.len());
    // SAFETY: as for `get`; any sixteen bytes are a vector.
    unsafe { slice.as_ptr().add(at).cast::<V>().read_unaligned() }
}

/// Writes sixteen bytes to `slice[at]`.
#[inline(always)]
pub fn store<T: Plain>(slice: &mut [T], at: usize, v: V) {
    debug_assert!(size_of_val(&slice[at..]) >= 16, "{at} of {}", slice.len());
    // SAFETY: as for `load`; any bytes are plain numbers.
    unsafe { slice.as_mut_ptr().add(at).cast::<V>().write_unaligned(v) }
}

/// `slice[bytes / size + further]`: an index that was multiplied when the tables were made.
#[inline(always)]
pub fn at_byte<T: Copy>(slice: &[T], bytes: usize, further: usize) -> T {
    debug_assert!(bytes.is_multiple_of(size_of::<T>()) && bytes / size_of::<T>() + further < slice.len());
    // SAFETY: as for `get`.
    unsafe { slice.as_ptr().byte_add(bytes).add(further).read() }
}

/// A place in a slice that only moves ahead: an address, where an index would be multiplied and
/// added to one at each step.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a, T> {
    at: *const T,
    #[cfg(debug_assertions)]
    all: &'a [T],
    lives: PhantomData<&'a [T]>,
}

impl<'a, T: Copy> Place<'a, T> {
    /// The place of an element.
    #[inline(always)]
    pub fn new(slice: &'a [T], at: usize) -> Self {
        Self {
            at: &slice[at],
            #[cfg(debug_assertions)]
            all: slice,
            lives: PhantomData,
        }
    }

    /// What is there.
    #[inline(always)]
    pub fn get(self) -> T {
        #[cfg(debug_assertions)]
        assert!(self.all.as_ptr_range().contains(&self.at));
        // SAFETY: as for `get`: a place begins in its slice, and moves as the caller's tables say.
        unsafe { *self.at }
    }

    /// The place so many elements ahead.
    #[inline(always)]
    pub fn ahead(self, elements: usize) -> Self {
        // No arithmetic of a slice: only `get` says that there is an element.
        Self { at: self.at.wrapping_add(elements), ..self }
    }
}
