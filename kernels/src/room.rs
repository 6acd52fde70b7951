//! The room for `unsafe`: reads and writes without a check of the index, because one
//! costs a tenth to a third of a kernel's time (docs/engine.md). Whoever builds the
//! tables has proved the indices; in debug builds each access is checked all the same.

#![allow(unsafe_code)]

use crate::vector::V;

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

/// Sixteen bytes from `at`.
#[inline(always)]
pub fn load(bytes: &[u8], at: usize) -> V {
    debug_assert!(at + 16 <= bytes.len(), "{at} of {}", bytes.len());
    // SAFETY: as for `get`; any sixteen bytes are a vector.
    unsafe { bytes.as_ptr().add(at).cast::<V>().read_unaligned() }
}

/// Writes sixteen bytes to `at`.
#[inline(always)]
pub fn store(bytes: &mut [u8], at: usize, v: V) {
    debug_assert!(at + 16 <= bytes.len(), "{at} of {}", bytes.len());
    // SAFETY: as for `load`.
    unsafe { bytes.as_mut_ptr().add(at).cast::<V>().write_unaligned(v) }
}
