//! Map: a number becomes the number that stands beside it in a table; what stands in no
//! table becomes one number, or stays as it is.

use crate::error::Result;
use crate::slots::{Columns, Operation, SlotType, ensure, ensure_numbers, finite};

/// A table of keys and values, the same for every column.
///
/// ```
/// use windowbox::preprocess::Map;
/// use windowbox::slots::{Columns, Operation};
/// let map = Map { keys: vec![1.0, 7.0], values: vec![0.5, 2.0], missing: -1.0, other: None };
/// let mut out = [0.0; 3];
/// map.apply(Columns::new(3, &[0], &[7.0, f64::NAN, 3.0], &[]), &mut out);
/// assert_eq!(out, [2.0, -1.0, 3.0]);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Map {
    /// Finite, each larger than the one before.
    pub keys: Vec<f64>,
    /// The number of each key; NaN makes it missing.
    pub values: Vec<f64>,
    /// The number of a missing cell; NaN keeps it missing.
    pub missing: f64,
    /// The number of what is no key, NaN where the row then has no answer; `None` leaves it
    /// as it is.
    pub other: Option<f64>,
}
crate::record!(Map { keys, values, missing, other });

impl Map {
    fn value(&self, x: f64) -> f64 {
        let at = self.keys.partition_point(|key| *key < x);
        match self.keys.get(at) {
            _ if x.is_nan() => self.missing,
            Some(key) if *key == x => self.values[at],
            _ => self.other.unwrap_or(x),
        }
    }
}

impl Operation for Map {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure_numbers(inputs, true)?;
        ensure(self.keys.len() == self.values.len(), "a map has a value for each key")?;
        let ascending = self.keys.windows(2).all(|pair| pair[0] < pair[1]);
        let mut numbers = self.values.iter().chain(&self.other).chain([&self.missing]);
        let known = numbers.all(|value| !value.is_infinite());
        ensure(ascending && finite(&self.keys) && known, "a map's keys ascend, its numbers are finite")?;
        let makes = self.values.iter().any(|value| value.is_nan());
        let missing = |slot: &SlotType| makes || slot.missing && self.missing.is_nan();
        Ok(inputs.iter().map(|slot| SlotType { missing: missing(slot), ..SlotType::NUMBER }).collect())
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        for (i, out) in out.chunks_exact_mut(columns.rows()).enumerate() {
            out.iter_mut().zip(columns.get(i)).for_each(|(y, x)| *y = self.value(*x));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::Precision;

    fn map(keys: &[f64]) -> Map {
        Map { keys: keys.to_vec(), values: keys.iter().map(|k| k * 10.0).collect(), missing: -1.0, other: Some(9.0) }
    }

    #[test]
    fn keys_missing_and_others_have_their_numbers() {
        let map = map(&[-2.0, 0.0, 3.0]);
        let all = [-2.0, -0.0, 3.0, 2.9, 4.0, f64::NEG_INFINITY, f64::NAN];
        assert_eq!(all.map(|x| map.value(x)), [-20.0, 0.0, 30.0, 9.0, 9.0, 9.0, -1.0]);
        assert_eq!(super::Map { keys: vec![], values: vec![], ..map }.value(1.0), 9.0);
    }

    #[test]
    fn a_number_may_mean_missing_and_others_stay() {
        let sentinel = Map { keys: vec![-999.0], values: vec![f64::NAN], missing: f64::NAN, other: None };
        assert!(sentinel.value(-999.0).is_nan() && sentinel.value(f64::NAN).is_nan());
        assert_eq!([sentinel.value(-998.5), sentinel.value(f64::INFINITY)], [-998.5, f64::INFINITY]);
        assert!(sentinel.check(&[SlotType::NUMBER]).unwrap()[0].missing);
    }

    #[test]
    fn keys_that_do_not_ascend_are_refused() {
        let missing = [SlotType::number(Precision::F64, true)];
        assert_eq!(map(&[1.0, 2.0]).check(&missing).unwrap(), [SlotType::NUMBER]);
        assert!(Map { missing: f64::NAN, ..map(&[1.0]) }.check(&missing).unwrap()[0].missing);
        for keys in [[2.0, 1.0], [1.0, 1.0], [1.0, f64::NAN], [f64::NAN, 1.0]] {
            assert!(map(&keys).check(&missing).is_err());
        }
        assert!(Map { values: vec![], ..map(&[1.0]) }.check(&missing).is_err());
        assert!(Map { missing: f64::INFINITY, ..map(&[1.0]) }.check(&missing).is_err());
        assert!(Map { other: Some(f64::INFINITY), ..map(&[1.0]) }.check(&missing).is_err());
    }
}
