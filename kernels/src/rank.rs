//! Ranks: how many of a column's cuts lie below a number. A node asks `x > cut`, and so
//! every node of every tree on that column is answered by the one rank.
//!
//! A table from buckets of equal width narrows the search to a few cuts; the last steps
//! are comparisons with the cuts themselves, so a rank is exact whatever the table says.

use crate::room::{alone, far, get, load, set, store};
use core::ops::Add;

/// What numbers are compared in: the precision of the model.
pub trait Real: Copy + PartialOrd + Default + Add<Output = Self> + Send + Sync + 'static {
    /// Above every number.
    const INFINITY: Self;
    /// Missing.
    const NAN: Self;
    /// The largest finite number.
    const MAX: Self;
    /// Rounded from double precision.
    fn of(x: f64) -> Self;
    /// Rounds the first of them, as many as there are of `from`.
    fn round(from: &[f64], to: &mut [Self]);
    /// Rounded to single precision.
    fn single(self) -> f32;
    /// Back in double precision.
    fn double(self) -> f64;
    /// Whether it is missing.
    fn is_missing(self) -> bool;
}

macro_rules! real {
    ($real:ty, $round:expr) => {
        impl Real for $real {
            #[inline(always)]
            fn round(from: &[f64], to: &mut [Self]) {
                $round(from, &mut to[..from.len()]);
            }
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
            fn is_missing(self) -> bool {
                self.is_nan()
            }
        }
    };
}
real!(f32, singles);
real!(f64, |from: &[f64], to: &mut [f64]| to.copy_from_slice(from));

/// Four at a time: by itself the compiler takes each out of its vector and puts it into another.
fn singles(from: &[f64], to: &mut [f32]) {
    let whole = from.len() / 4 * 4;
    for at in (0..whole).step_by(4) {
        store(to, at, load(from, at).singles(load(from, at + 2)));
    }
    to[whole..].iter_mut().zip(&from[whole..]).for_each(|(to, from)| *to = *from as f32);
}

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

/// The sorted cuts of a column in the precision of the model.
#[derive(Debug, Clone)]
pub enum Cuts {
    /// Inputs are rounded to single precision.
    Single(Table<f32>),
    /// They are compared as they are.
    Double(Table<f64>),
}

/// Room to work in for the rows of a block.
#[derive(Debug, Clone, Default)]
pub struct Work {
    single: Vec<f32>,
    double: Vec<f64>,
    buckets: Vec<u16>,
    /// The low bytes of ranks.
    pub low: Vec<u8>,
    /// The high bytes, where there are more than 255 cuts.
    pub high: Vec<u8>,
    /// A number a row for whoever else works.
    pub places: Vec<u32>,
}

impl Work {
    /// Room for so many rows.
    pub fn fit(&mut self, rows: usize) {
        self.single.resize(rows, 0.0);
        self.double.resize(rows, 0.0);
        self.buckets.resize(rows, 0);
        self.low.resize(rows, 0);
        self.high.resize(rows, 0);
        self.places.resize(rows, 0);
    }
}

impl Cuts {
    /// Cuts that ascend, at most 65,535 of them; `None` for others.
    pub fn new(single: bool, cuts: &[f64]) -> Option<Self> {
        match single {
            true => Table::new(cuts.iter().map(|cut| *cut as f32).collect()).map(Cuts::Single),
            false => Table::new(cuts.to_vec()).map(Cuts::Double),
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        match self {
            Cuts::Single(table) => table.count,
            Cuts::Double(table) => table.count,
        }
    }

    /// Writes the ranks of cells to `work`; whether a cell is missing, whose rank is 0.
    pub fn rank(&self, reading: Reading, cells: &[f64], work: &mut Work) -> bool {
        let Work { single, double, buckets, low, high, .. } = work;
        match self {
            Cuts::Single(table) => table.rank(reading, cells, single, buckets, low, high),
            Cuts::Double(table) => table.rank(reading, cells, double, buckets, low, high),
        }
    }
}

/// Sorted cuts with what finds a number's place among them.
#[derive(Debug, Clone)]
pub struct Table<T> {
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

impl<T: Real> Table<T> {
    fn new(mut values: Vec<T>) -> Option<Self> {
        let count = values.len();
        if count > usize::from(u16::MAX) || !values.is_sorted_by(|a, b| a < b) {
            return None;
        }
        let mut finite = values.iter().map(|v| v.single()).filter(|v| v.is_finite());
        let low = finite.next().unwrap_or(0.0);
        let high = finite.last().unwrap_or(low);
        let buckets = (4 * count.max(1)).next_power_of_two().min(BUCKETS);
        let mut table = Table { count, values: Vec::new(), low, scale: 0.0, before: Vec::new(), levels: 0 };
        let few = table.fill(&values, high, buckets)?;
        // A halving costs as much as the rest of a rank; more buckets cost only memory.
        if few == 1 || table.fill(&values, high, BUCKETS)? == few {
            table.fill(&values, high, buckets)?;
        }
        values.resize(count + (1 << table.levels), T::INFINITY);
        table.values = values;
        Some(table)
    }

    /// Counts the cuts before each of so many buckets; the halvings that the fullest needs.
    fn fill(&mut self, values: &[T], high: f32, buckets: usize) -> Option<u32> {
        self.before = vec![0; buckets];
        self.scale = (buckets - 1) as f32 / (high - self.low);
        let (mut next, mut fullest) = (0, 0);
        for bucket in 0..buckets {
            self.before[bucket] = next as u16;
            let inside = values[next..].iter().take_while(|v| usize::from(self.bucket(v.single())) == bucket).count();
            next += inside;
            fullest = fullest.max(inside);
        }
        self.levels = usize::BITS - fullest.leading_zeros();
        (next == values.len()).then_some(self.levels)
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

    /// All slices but `cells` have one length; ranks behind the cells are those of what was
    /// there before.
    #[inline(never)]
    fn rank(
        &self,
        reading: Reading,
        cells: &[f64],
        xs: &mut [T],
        buckets: &mut [u16],
        low: &mut [u8],
        high: &mut [u8],
    ) -> bool {
        match reading {
            Reading { zero_missing: false, band: 0.0 } => T::round(cells, xs),
            reading => xs.iter_mut().zip(cells).for_each(|(x, cell)| *x = reading.number(*cell)),
        }
        let mut missing = false;
        for (bucket, x) in buckets.iter_mut().zip(xs.iter()) {
            *bucket = self.bucket(x.single());
            missing |= x.is_missing();
        }
        match self.levels {
            1 => self.refine(xs, buckets, low, high, 1),
            2 => self.refine(xs, buckets, low, high, 2),
            n => self.refine(xs, buckets, low, high, n),
        }
        missing
    }

    /// The last steps, against the cuts themselves.
    #[inline(always)]
    fn refine(&self, xs: &[T], buckets: &[u16], low: &mut [u8], high: &mut [u8], levels: u32) {
        let wide = self.count > 255;
        for (at, x) in xs.iter().enumerate() {
            let mut rank = usize::from(get(&self.before, usize::from(alone(buckets, at, 0))));
            for level in (0..levels).rev() {
                rank += usize::from(far(&self.values, rank, (1 << level) - 1) < *x) << level;
            }
            set(low, at, rank as u8);
            if wide {
                set(high, at, (rank >> 8) as u8);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranks(single: bool, cuts: &[f64], xs: &[f64]) -> Vec<usize> {
        let cuts = Cuts::new(single, cuts).unwrap();
        let mut work = Work::default();
        work.fit(xs.len());
        let missing = cuts.rank(Reading { zero_missing: false, band: 0.0 }, xs, &mut work);
        assert_eq!(missing, xs.iter().any(|x| x.is_nan()));
        work.low.iter().zip(&work.high).map(|(low, high)| usize::from(*low) + 256 * usize::from(*high)).collect()
    }

    /// What a rank is, without a table.
    fn below(cuts: &[f64], x: f64) -> usize {
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
            assert_eq!(ranks(false, &cuts, &xs), wanted, "{cuts:?}");
        }
        let single: Vec<f32> = (0..255).map(|i| (i as f32 / 2.0).exp2()).collect();
        let cuts: Vec<f64> = single.iter().copied().map(f64::from).collect();
        let xs: Vec<f64> = single.iter().flat_map(|c| [*c, c.next_up(), c.next_down()]).map(f64::from).collect();
        let wanted: Vec<usize> = xs.iter().map(|x| below(&cuts, *x)).collect();
        assert_eq!(ranks(true, &cuts, &xs), wanted);
        // Rounded first: what lies above a cut by less than a single does not.
        assert_eq!(ranks(true, &[1.0], &[1.0f64.next_up(), 1.0f32.next_up().into()]), [0, 1]);
    }

    #[test]
    fn what_does_not_ascend_is_refused() {
        assert!(Cuts::new(false, &[1.0, 1.0]).is_none());
        assert!(Cuts::new(false, &[f64::NAN, 1.0]).is_none());
        assert!(Cuts::new(true, &[1.0, 1.0f64.next_up()]).is_none());
    }
}
