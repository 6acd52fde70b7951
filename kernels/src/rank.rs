//! Ranks: how many of a column's cuts lie below a number. A node asks `x > cut`, and so
//! every node of every tree on that column is answered by the one rank.
//!
//! A table from buckets of equal width narrows the search to a few cuts; the last steps
//! are comparisons with the cuts themselves, so a rank is exact whatever the table says.

use crate::room::{get, set};

/// What numbers are compared in: the precision of the model.
pub trait Real: Copy + PartialOrd + Default + Send + Sync + 'static {
    /// Above every number.
    const INFINITY: Self;
    /// Missing.
    const NAN: Self;
    /// The largest finite number.
    const MAX: Self;
    /// Rounded from double precision.
    fn of(x: f64) -> Self;
    /// Rounded to single precision.
    fn single(self) -> f32;
    /// Back in double precision.
    fn double(self) -> f64;
    /// The sum, rounded once.
    fn add(self, other: Self) -> Self;
    /// Whether it is missing.
    fn is_missing(self) -> bool;
}

macro_rules! real {
    ($real:ty) => {
        impl Real for $real {
            const INFINITY: Self = <$real>::INFINITY;
            const NAN: Self = <$real>::NAN;
            const MAX: Self = <$real>::MAX;
            #[inline(always)]
            fn of(x: f64) -> Self {
                x as $real
            }
            #[inline(always)]
            fn single(self) -> f32 {
                self as f32
            }
            #[inline(always)]
            fn double(self) -> f64 {
                f64::from(self)
            }
            #[inline(always)]
            fn add(self, other: Self) -> Self {
                self + other
            }
            #[inline(always)]
            fn is_missing(self) -> bool {
                self.is_nan()
            }
        }
    };
}
real!(f32);
real!(f64);

/// How a cell is read before it is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// Whether 0 is missing.
    pub zero_missing: bool,
    /// Numbers at most this far from 0 are 0.
    pub band: f64,
}

impl Reading {
    /// The number, or NaN where it is missing.
    #[inline(always)]
    pub fn number<T: Real>(self, cell: f64) -> T {
        let rounded = T::of(cell);
        let value = if rounded.double().abs() <= self.band { T::default() } else { rounded };
        if self.zero_missing && value == T::default() { T::NAN } else { value }
    }

    /// The number, or infinity where it is missing: then a larger one looks like the
    /// largest, so that a cut of the largest number cannot be asked about.
    #[inline(always)]
    pub fn or_infinity<T: Real>(self, cell: f64) -> T {
        let value = self.number::<T>(cell);
        let bounded = if value > T::MAX { T::MAX } else { value };
        if value.is_missing() { T::INFINITY } else { bounded }
    }
}

/// 2^23: what is added to it is rounded to a whole number in its lowest bits.
const MAGIC: f32 = 8_388_608.0;
/// Buckets at most: 8 KB of the first cache.
const BUCKETS: usize = 4096;

/// The sorted cuts of a column, with what finds a number's place among them.
#[derive(Debug, Clone)]
pub struct Cuts<T> {
    count: usize,
    /// Infinities behind, as many as the last steps may look at.
    values: Vec<T>,
    low: f32,
    scale: f32,
    /// Cuts in the buckets before each.
    before: Vec<u16>,
    /// Halvings that the fullest bucket needs.
    levels: u32,
}

impl<T: Real> Cuts<T> {
    /// Cuts that ascend, at most 65,535 of them; `None` for others.
    pub fn new(mut values: Vec<T>) -> Option<Self> {
        let count = values.len();
        if count > usize::from(u16::MAX) || !values.is_sorted_by(|a, b| a < b) {
            return None;
        }
        let mut finite = values.iter().map(|v| v.single()).filter(|v| v.is_finite());
        let low = finite.next().unwrap_or(0.0);
        let high = finite.last().unwrap_or(low);
        let buckets = (4 * count.max(1)).next_power_of_two().min(BUCKETS);
        let scale = (buckets - 1) as f32 / (high - low);
        let mut cuts = Cuts { count, values: Vec::new(), low, scale, before: vec![0; buckets], levels: 0 };
        let fullest = cuts.fill(&values)?;
        cuts.levels = usize::BITS - fullest.leading_zeros();
        values.resize(count + (1 << cuts.levels), T::INFINITY);
        cuts.values = values;
        Some(cuts)
    }

    /// Counts the cuts before each bucket; the number of cuts in the fullest.
    fn fill(&mut self, values: &[T]) -> Option<usize> {
        let (mut next, mut fullest) = (0, 0);
        for bucket in 0..self.before.len() {
            self.before[bucket] = next as u16;
            let inside = values[next..].iter().take_while(|v| usize::from(self.bucket(v.single())) == bucket).count();
            next += inside;
            fullest = fullest.max(inside);
        }
        (next == values.len()).then_some(fullest)
    }

    /// How many cuts there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Monotone in `x`, and 0 for NaN: the two comparisons are written so that it falls through.
    #[inline(always)]
    fn bucket(&self, x: f32) -> u16 {
        let v = (x - self.low) * self.scale;
        let v = if v > 0.0 { v } else { 0.0 };
        let last = (self.before.len() - 1) as f32;
        let v = if v < last { v } else { last };
        (v + MAGIC).to_bits() as u16
    }

    /// The low and high bytes of the ranks of `xs`; NaN has rank 0. All four slices have
    /// one length; `buckets` is room to work in.
    pub fn ranks(&self, xs: &[T], buckets: &mut [u16], low: &mut [u8], high: &mut [u8]) {
        for (bucket, x) in buckets.iter_mut().zip(xs) {
            *bucket = self.bucket(x.single());
        }
        match (self.count > 255, self.levels) {
            (false, 1) => self.refine(xs, buckets, |at, rank| set(low, at, rank as u8), 1),
            (false, 2) => self.refine(xs, buckets, |at, rank| set(low, at, rank as u8), 2),
            (false, n) => self.refine(xs, buckets, |at, rank| set(low, at, rank as u8), n),
            (true, n) => self.refine(
                xs,
                buckets,
                |at, rank| {
                    set(low, at, rank as u8);
                    set(high, at, (rank >> 8) as u8);
                },
                n,
            ),
        }
    }

    /// The last steps, against the cuts themselves.
    #[inline(always)]
    fn refine(&self, xs: &[T], buckets: &[u16], mut put: impl FnMut(usize, usize), levels: u32) {
        for (at, (x, bucket)) in xs.iter().zip(buckets).enumerate() {
            let mut rank = usize::from(get(&self.before, usize::from(*bucket)));
            for level in (0..levels).rev() {
                rank += usize::from(get(&self.values, rank + (1 << level) - 1) < *x) << level;
            }
            put(at, rank);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks<T: Real>(cuts: Vec<T>, xs: &[T]) -> Vec<usize> {
        let cuts = Cuts::new(cuts).unwrap();
        let (mut buckets, mut low, mut high) = (vec![0; xs.len()], vec![0; xs.len()], vec![0; xs.len()]);
        cuts.ranks(xs, &mut buckets, &mut low, &mut high);
        low.iter().zip(&high).map(|(low, high)| usize::from(*low) + 256 * usize::from(*high)).collect()
    }

    /// What a rank is, without a table.
    fn below<T: Real>(cuts: &[T], x: T) -> usize {
        cuts.iter().filter(|cut| **cut < x).count()
    }

    #[test]
    fn ranks_count_the_cuts_below_also_on_them_and_beside_them() {
        let spread: Vec<f64> = (0..700).map(|i| f64::from(i).powi(3) - 1e5).collect();
        let hostile = vec![-f64::INFINITY, -1e300, -1.0, -0.0, 5e-324, 1.0, 1.0f64.next_up(), 1e38, 1e39, f64::MAX];
        for cuts in [spread, hostile, vec![0.5], vec![f64::MAX], vec![-1e-40, 1e-40], vec![1.0, f64::INFINITY]] {
            let near = cuts.iter().flat_map(|c| [*c, c.next_up(), c.next_down()]);
            let xs: Vec<f64> = near.chain([0.0, f64::NAN, f64::INFINITY, -f64::INFINITY, 3.5, -7e9]).collect();
            let wanted: Vec<usize> = xs.iter().map(|x| below(&cuts, *x)).collect();
            assert_eq!(ranks(cuts.clone(), &xs), wanted, "{cuts:?}");
        }
        let single: Vec<f32> = (0..255).map(|i| (i as f32).exp2().min(1e38 + i as f32 * 1e33)).collect();
        let mut single = single;
        single.dedup();
        let xs: Vec<f32> = single.iter().flat_map(|c| [*c, c.next_up(), c.next_down()]).collect();
        let wanted: Vec<usize> = xs.iter().map(|x| below(&single, *x)).collect();
        assert_eq!(ranks(single, &xs), wanted);
    }

    #[test]
    fn what_does_not_ascend_is_refused() {
        assert!(Cuts::new(vec![1.0, 1.0]).is_none());
        assert!(Cuts::new(vec![f64::NAN, 1.0]).is_none());
        assert!(Cuts::new(vec![1.0f32, 0.5]).is_none());
    }
}
