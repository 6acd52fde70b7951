//! Planes: for each cut one bit a row, "the number is above the cut". Made of ranks, a
//! digit of four bits at a time.

use crate::room::{far, load, set_far};
use crate::vector::{V, transpose};

/// Vectors a plane at most: of a block of 512 rows.
pub const WIDEST: usize = 4;
/// Rows of a vector's bits.
pub const ROWS: usize = 128;

/// For a digit of four bit-planes, lowest first: "the digit is above `i`", for `i` from 0.
#[inline(always)]
fn above(bits: [V; 4]) -> [V; 15] {
    let mut t = [V::ZERO; 15];
    let [a, b, c, d] = bits;
    let pair = [a.or(b), b, a.and(b)];
    // Above 0 to 6 of the three low bits.
    let low = [pair[0].or(c), pair[1].or(c), pair[2].or(c), c, pair[0].and(c), pair[1].and(c), pair[2].and(c)];
    for i in 0..7 {
        t[i] = low[i].or(d);
        t[i + 8] = low[i].and(d);
    }
    t[7] = d;
    t
}

/// The digits of 128 ranks: of their bytes from `at`, the low one and the high one.
#[inline(never)]
fn digits(bytes: &[u8], at: usize) -> [[V; 15]; 2] {
    let mut v: [V; 8] = core::array::from_fn(|g| load(bytes, at + 16 * g));
    transpose(&mut v);
    [above([v[0], v[1], v[2], v[3]]), above([v[4], v[5], v[6], v[7]])]
}

/// The planes of `count` cuts for the 128 rows whose ranks are at `at`, to every `stride`th
/// vector of `out` from `first`. `high` is read where there are more than 255 cuts.
#[inline(never)]
pub fn write(low: &[u8], high: &[u8], at: usize, count: usize, out: &mut [V], first: usize, stride: usize) {
    let write_page = if stride == 1 { write_page::<1> } else { write_page::<WIDEST> };
    // By reference: to take an array apart is to copy it, a call in wasm.
    let own = digits(low, at);
    if count <= 255 {
        write_page(&own, [V::ZERO, V::ONES], count, out, first);
        return;
    }
    let [pages, books] = &digits(high, at);
    // More than page `p`, and page `p` itself, of the two digits of the high byte.
    let beyond = |p: usize| match (p / 16, p % 16) {
        (15, 15) => V::ZERO,
        (b, 15) => books[b],
        (15, u) => books[14].and(pages[u]),
        (0, u) => books[0].or(pages[u]),
        (b, u) => books[b].or(books[b - 1].and(pages[u])),
    };
    for page in 0..count.div_ceil(256) {
        let above = beyond(page);
        let from = if page == 0 { V::ONES } else { beyond(page - 1) };
        let cuts = (count - 256 * page).min(256);
        write_page(&own, [above, from], cuts, out, first + 256 * page * stride);
    }
}

/// The planes of up to 256 cuts; `page` says which rows are above all of them, and which
/// are not below.
#[inline(never)]
fn write_page<const STRIDE: usize>(
    [units, sixteens]: &[[V; 15]; 2],
    page: [V; 2],
    count: usize,
    out: &mut [V],
    first: usize,
) {
    let [beyond, from] = page;
    let mut here = from;
    let mut at = first;
    // Nothing is above the last digit.
    let sixteens = sixteens.iter().copied().chain([V::ZERO]);
    for (digit, sixteen) in sixteens.take(count.div_ceil(16)).enumerate() {
        let above = beyond.or(from.and(sixteen));
        let plane = |unit| above.or(here.and(far(units, 0, unit)));
        if count - 16 * digit < 16 {
            // The last few.
            return (0..count % 16).for_each(|unit| set_far(out, at + unit * STRIDE, 0, plane(unit)));
        }
        (0..15).for_each(|unit| set_far(out, at, unit * STRIDE, plane(unit)));
        set_far(out, at, 15 * STRIDE, above);
        at += 16 * STRIDE;
        here = above;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_says_which_ranks_are_above_its_cut() {
        for (count, step) in [(1, 1), (7, 1), (16, 1), (17, 1), (100, 1), (255, 2), (256, 2), (700, 7), (5000, 40)] {
            let ranks: Vec<usize> = (0..ROWS).map(|r| (r * step).min(count)).collect();
            let low: Vec<u8> = ranks.iter().map(|r| *r as u8).collect();
            let high: Vec<u8> = ranks.iter().map(|r| (r >> 8) as u8).collect();
            let mut out = vec![V::ZERO; WIDEST * count];
            write(&low, &high, 0, count, &mut out, 1, WIDEST);
            for (cut, plane) in out.iter().skip(1).step_by(WIDEST).enumerate() {
                let bytes: Vec<u8> = plane.words().iter().flat_map(|w| w.to_le_bytes()).collect();
                for (r, rank) in ranks.iter().enumerate() {
                    let bit = bytes[r % 16] >> (r / 16) & 1;
                    assert_eq!(bit == 1, *rank > cut, "count {count}, cut {cut}, rank {rank}");
                }
            }
        }
    }
}
