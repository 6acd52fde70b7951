//! Lookup: text becomes the code of its level.

use crate::codec::{Value, Values};
use crate::error::Result;
use crate::slots::{Columns, Operation, SlotKind, SlotType, UNSEEN, ensure};
use crate::sort::sort;

/// The code of the level that equals the text, else [`UNSEEN`].
///
/// ```
/// use windowbox::preprocess::Lookup;
/// let lookup = Lookup { levels: vec!["no".to_owned(), "yes".to_owned()].into() };
/// assert_eq!([lookup.levels.code("yes"), lookup.levels.code("maybe")], [Some(1), None]);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Lookup {
    /// The levels, all different.
    pub levels: Levels,
}
crate::record!(Lookup { levels });

/// Texts by position, and found by what they are.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Levels {
    texts: Vec<String>,
    /// The positions, their texts ascending: there may be thousands.
    order: Vec<u32>,
}

impl Levels {
    /// The position of a text.
    pub fn code(&self, text: &str) -> Option<u32> {
        let found = self.order.binary_search_by(|at| self.texts[*at as usize].as_str().cmp(text));
        found.ok().map(|i| self.order[i])
    }

    fn are_distinct(&self) -> bool {
        self.order.windows(2).all(|pair| self.texts[pair[0] as usize] != self.texts[pair[1] as usize])
    }
}

impl From<Vec<String>> for Levels {
    fn from(texts: Vec<String>) -> Self {
        let mut order: Vec<u32> = (0..texts.len() as u32).collect();
        sort(&mut order, |a, b| texts[*a as usize] < texts[*b as usize]);
        Self { texts, order }
    }
}

impl From<Levels> for Vec<String> {
    fn from(levels: Levels) -> Self {
        levels.texts
    }
}

impl core::ops::Deref for Levels {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.texts
    }
}

impl Value for Levels {
    fn put(&self, out: &mut Vec<u8>) {
        self.texts.put(out);
    }

    fn get(from: &mut Values<'_>) -> Self {
        Vec::get(from).into()
    }
}

impl Operation for Lookup {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure(matches!(inputs, [one] if one.kind == SlotKind::Text), "a lookup reads one text")?;
        ensure(self.levels.are_distinct(), "a lookup has a level twice")?;
        Ok(vec![SlotType { kind: SlotKind::Code(self.levels.len() as u32), missing: inputs[0].missing }])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        for (y, text) in out.iter_mut().zip(columns.text(0)) {
            *y = match text {
                None => f64::NAN,
                Some(text) => self.levels.code(text).map_or(UNSEEN, f64::from),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_codes() {
        let lookup = Lookup { levels: vec!["no".into(), "yes".into()].into() };
        let text = [vec![Some("yes".into()), None, Some("maybe".into())]];
        let mut out = [0.0; 3];
        lookup.apply(Columns::new(3, &[0], &[], &text), &mut out);
        assert_eq!(out[0], 1.0);
        assert!(out[1].is_nan());
        assert_eq!(out[2], UNSEEN);
    }

    #[test]
    fn every_level_is_found_where_it_stands() {
        let texts: Vec<String> = (0..1000).map(|i: u32| i.wrapping_mul(2_654_435_761).to_string()).collect();
        let levels = Levels::from(texts.clone());
        for (code, text) in texts.iter().enumerate() {
            assert_eq!(levels.code(text), Some(code as u32));
        }
        assert_eq!([levels.code(""), levels.code("5"), levels.code("zz")], [None; 3]);
        assert_eq!(Vec::from(levels), texts);
    }

    #[test]
    fn a_level_that_stands_there_twice_is_refused() {
        let text = [SlotType { kind: SlotKind::Text, missing: false }];
        let check = |levels: &[&str]| {
            let levels: Vec<String> = levels.iter().map(|level| (*level).to_owned()).collect();
            Lookup { levels: levels.into() }.check(&text)
        };
        assert_eq!(check(&["b", "a", ""]).unwrap()[0].kind, SlotKind::Code(3));
        assert!(check(&["b", "a", "b"]).is_err());
    }
}
