//! The tables of CTRs: counts by key, and the single that a CTR makes of them.

use super::super::malformed;
use super::file::{Ctr, KeyOrCount, Model, Table};
use std::collections::HashMap;
use windowbox::{Error, Result};

/// The key of an empty slot, which holds garbage.
const EMPTY: u64 = u64::MAX;

/// The tables of a file by the identifiers of their CTRs.
pub struct Tables<'a>(HashMap<&'a str, Counts>);

/// Counts by the key of a combination.
pub struct Counts {
    counts: HashMap<u64, Vec<f64>>,
    denominator: f64,
}

impl<'a> Tables<'a> {
    pub fn new(model: &'a Model) -> Result<Self> {
        let read = |(name, table): (&'a String, _)| Ok((&name[..], counts(table).map_err(|e| e.at(name))?));
        model.ctr_data.iter().map(read).collect::<Result<_>>().map(Self)
    }

    pub fn get(&self, identifier: &str) -> Option<&Counts> {
        self.0.get(identifier)
    }
}

impl Counts {
    pub fn has(&self, key: u64) -> bool {
        self.counts.contains_key(&key)
    }

    pub fn keys(&self) -> impl Iterator<Item = u64> {
        self.counts.keys().copied()
    }
}

fn counts(table: &Table) -> Result<Counts> {
    let stride = table.hash_stride;
    if stride < 2 || !table.hash_map.len().is_multiple_of(stride) {
        return Err(malformed("a CTR's table is no whole number of entries"));
    }
    let entries = table.hash_map.chunks_exact(stride).map(entry).collect::<Result<HashMap<_, _>>>();
    let mut counts = entries?;
    counts.remove(&EMPTY);
    Ok(Counts { counts, denominator: table.counter_denominator })
}

fn entry(entry: &[KeyOrCount]) -> Result<(u64, Vec<f64>)> {
    let KeyOrCount::Key(key) = &entry[0] else { return Err(malformed("a key of a CTR's table is no text")) };
    let key = key.parse().map_err(|_| malformed(format!("a CTR's table has the key {key:?}")))?;
    let count = |part: &KeyOrCount| match part {
        KeyOrCount::Count(count) => Ok(*count),
        KeyOrCount::Key(text) => Err(malformed(format!("a CTR's table has the count {text:?}"))),
    };
    Ok((key, entry[1..].iter().map(count).collect::<Result<_>>()?))
}

/// The value of a CTR for a key; a key that its table lacks counts nothing.
///
/// # Errors
/// `unsupported-feature` for a type that is not known, `malformed` for counts that are
/// not there.
pub fn value(ctr: &Ctr, table: &Counts, key: Option<u64>) -> Result<f32> {
    let counts = key.and_then(|key| table.counts.get(&key));
    let (part, total) = counts.map_or(Ok((0.0, 0.0)), |counts| part_and_total(ctr, counts, table.denominator))?;
    let share = (part as f32 + ctr.prior_numerator) / (total as f32 + ctr.prior_denomerator);
    Ok((share + ctr.shift) * ctr.scale)
}

fn part_and_total(ctr: &Ctr, counts: &[f64], denominator: f64) -> Result<(f64, f64)> {
    let border = ctr.target_border_idx;
    let at = |i: usize| counts.get(i).copied().ok_or_else(|| malformed("a CTR's table has too few counts an entry"));
    let all = || counts.iter().sum();
    match &ctr.ctr_type[..] {
        "Counter" | "FeatureFreq" => Ok((at(0)?, denominator)),
        "Borders" => Ok((counts.iter().skip(border.saturating_add(1)).sum(), all())),
        "Buckets" => Ok((at(border)?, all())),
        "BinarizedTargetMeanValue" | "FloatTargetMeanValue" => Ok((at(0)?, at(1)?)),
        other => Err(Error::unsupported("unsupported-feature", format!("the CTR type {other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ctr(kind: &str) -> Ctr {
        let json = format!(
            r#"{{"identifier": "c", "elements": [], "ctr_type": "{kind}", "borders": [], "prior_numerator": 0,
                "prior_denomerator": 1, "shift": 0, "scale": 15, "target_border_idx": 0}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    fn table(counts: &[f64]) -> Counts {
        Counts { counts: HashMap::from([(7, counts.to_vec())]), denominator: 577.0 }
    }

    #[test]
    fn every_type_has_its_value() {
        let of = |kind: &str, counts: &[f64]| value(&ctr(kind), &table(counts), Some(7)).unwrap();
        assert_eq!(f64::from(of("Borders", &[81.0, 232.0])), 11.082802772521973);
        assert_eq!(of("Buckets", &[81.0, 232.0]), 81.0f32 / 314.0 * 15.0);
        assert_eq!(of("Counter", &[313.0]), 313.0f32 / 578.0 * 15.0);
        assert_eq!(of("FloatTargetMeanValue", &[1.5, 4.0]), 1.5f32 / 5.0 * 15.0);
        assert_eq!(value(&ctr("Counter"), &table(&[313.0]), Some(8)).unwrap(), 0.0);
    }

    #[test]
    fn unknown_types_and_short_entries_are_refused() {
        assert_eq!(value(&ctr("Median"), &table(&[1.0]), Some(7)).unwrap_err().code, "unsupported-feature");
        assert_eq!(value(&ctr("FloatTargetMeanValue"), &table(&[1.0]), Some(7)).unwrap_err().code, "malformed");
    }
}
