//! The tests of an ensemble: each a group, which is a column and flags, and a cut, which is
//! a threshold or the number of a set.
//!
//! Where many nodes ask the same, as boosting on binned columns does, those that differ are
//! in the file once, sorted, and each test is the number of one. Where hardly any do, as in
//! forests that are grown until their leaves are pure, each is written where it is.

use super::{CATEGORY, LEAF, MISSING_YES, Trees};
use crate::codec::{Reader, Writer};
use std::collections::BTreeMap;

/// The tests of a file, which are taken one after the other.
pub(super) struct Table {
    groups: Vec<u32>,
    cuts: Vec<f64>,
    /// Where tests are shared: for each the number of its group and cut, and which of these
    /// were taken.
    numbers: Option<(Vec<u32>, Vec<bool>)>,
    taken: usize,
}

/// What the arrays of nodes say of a test, but for where a missing cell goes.
pub(super) struct Test {
    pub column: u32,
    pub flags: u8,
    pub threshold: f64,
    pub set: u32,
}

impl Table {
    /// Reads what [`write`] wrote; sorted where tests are shared.
    pub fn read(shared: bool, r: &mut Reader<'_>) -> Self {
        let (groups, mut cuts): (Vec<u32>, Vec<f64>) = (r.array(), r.array());
        r.ensure(groups.len() == cuts.len());
        cuts.truncate(groups.len());
        let key = |i: usize| (groups[i], sortable(cuts[i]));
        r.ensure(!shared || (1..cuts.len()).all(|i| key(i - 1) < key(i)));
        let numbers = shared.then(|| (r.array(), vec![false; cuts.len()]));
        Self { groups, cuts, numbers, taken: 0 }
    }

    /// How many tests there are.
    pub fn len(&self) -> usize {
        self.numbers.as_ref().map_or(self.cuts.len(), |(numbers, _)| numbers.len())
    }

    /// The next test; none where there is no further one, or it is none.
    #[inline]
    pub fn take(&mut self) -> Option<Test> {
        let mut number = self.taken;
        if let Some((numbers, used)) = &mut self.numbers {
            number = *numbers.get(number)? as usize;
            *used.get_mut(number)? = true;
        }
        self.taken += 1;
        let (cut, group) = (*self.cuts.get(number)?, self.groups[number]);
        let (column, flags, set) = (group >> 2, (group as u8 & 3) << 1, cut as u32);
        match flags & CATEGORY {
            0 => Some(Test { column, flags, threshold: cut, set: 0 }),
            _ if f64::from(set).to_bits() == cut.to_bits() => Some(Test { column, flags, threshold: 0.0, set }),
            _ => None,
        }
    }

    /// Whether every test was taken, and every group and cut.
    pub fn ended(&self) -> bool {
        let unused = |(_, used): &(_, Vec<bool>)| used.contains(&false);
        self.taken == self.len() && !self.numbers.as_ref().is_some_and(unused)
    }
}

/// Writes the tests, shared or each by itself.
pub(super) fn write(trees: &Trees, writer: &mut Writer) {
    let groups = |tests: &[Key]| tests.iter().map(|test| test.0).collect::<Vec<_>>();
    let cuts = |tests: &[Key]| tests.iter().map(|test| unsorted(test.1)).collect::<Vec<_>>();
    let tests: Vec<Key> = keys(trees).collect();
    if !trees.shared {
        writer.array(&groups(&tests));
        return writer.array(&cuts(&tests));
    }
    let numbers = numbered(&tests);
    let distinct: Vec<Key> = numbers.keys().copied().collect();
    writer.array(&groups(&distinct));
    writer.array(&cuts(&distinct));
    writer.array(&tests.iter().map(|test| numbers[test]).collect::<Vec<_>>());
}

/// Whether the file is smaller if equal tests are written once.
pub(super) fn is_shared(trees: &Trees) -> bool {
    let tests: Vec<Key> = keys(trees).collect();
    let single = tests.iter().all(|test| f64::from(unsorted(test.1) as f32) == unsorted(test.1));
    let bytes = |largest: u32| 4 - largest.leading_zeros() as usize / 8;
    let entry = bytes(tests.iter().map(|test| test.0).max().unwrap_or(0)) + if single { 4 } else { 8 };
    let distinct = numbered(&tests).len();
    distinct * entry + tests.len() * bytes(distinct as u32) < tests.len() * entry
}

/// A group, and the bits of a cut so that they sort: -0 lies before 0.
type Key = (u32, u64);

fn keys(trees: &Trees) -> impl Iterator<Item = Key> + '_ {
    let tests = (0..trees.column.len()).filter(|node| trees.column[*node] != LEAF);
    tests.map(|node| {
        let flags = trees.flags[node] & !MISSING_YES;
        let cut = if flags & CATEGORY == 0 { trees.threshold[node] } else { f64::from(trees.index[node]) };
        (trees.column[node] << 2 | u32::from(flags >> 1), sortable(cut))
    })
}

fn numbered(tests: &[Key]) -> BTreeMap<Key, u32> {
    let mut numbers: BTreeMap<Key, u32> = tests.iter().map(|test| (*test, 0)).collect();
    numbers.values_mut().enumerate().for_each(|(i, number)| *number = i as u32);
    numbers
}

fn sortable(cut: f64) -> u64 {
    let bits = cut.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn unsorted(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key ^ 1 << 63 } else { !key })
}
