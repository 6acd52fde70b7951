//! Lookup: text becomes the code of its level.

use crate::codec::{Decode, Encode};
use crate::error::Result;
use crate::slots::{Columns, Operation, SlotKind, SlotType, UNSEEN, ensure};
use crate::sort::distinct;

/// The code of the level that equals the text, else [`UNSEEN`].
#[derive(Debug, Clone, PartialEq, Encode, Decode, serde::Serialize, serde::Deserialize)]
pub struct Lookup {
    /// The levels, all different.
    pub levels: Vec<String>,
}

impl Operation for Lookup {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        ensure(matches!(inputs, [one] if one.kind == SlotKind::Text), "a lookup reads one text")?;
        ensure(distinct(self.levels.iter().map(|s| s.as_bytes())), "a lookup has a level twice")?;
        Ok(vec![SlotType { kind: SlotKind::Code(self.levels.len() as u32), missing: inputs[0].missing }])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        for (y, text) in out.iter_mut().zip(columns.text(0)) {
            *y = match text {
                None => f64::NAN,
                Some(text) => self.levels.iter().position(|level| **level == **text).map_or(UNSEEN, |code| code as f64),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_codes() {
        let lookup = Lookup { levels: vec!["no".into(), "yes".into()] };
        let text = [vec![Some("yes".into()), None, Some("maybe".into())]];
        let mut out = [0.0; 3];
        lookup.apply(Columns::new(3, &[0], &[], &text), &mut out);
        assert_eq!(out[0], 1.0);
        assert!(out[1].is_nan());
        assert_eq!(out[2], UNSEEN);
    }
}
