//! Encoder of levels as numbers: ordinal, target and frequency encoders alike.

use crate::codec;
use crate::error::Result;
use crate::slots::{Columns, Operation, SlotKind, SlotType, ensure};

/// A number for each level, for a missing cell and for an unseen level.
#[derive(Debug, Clone, PartialEq, codec::Encode, codec::Decode, serde::Serialize, serde::Deserialize)]
pub struct Encode {
    /// The number of each level.
    pub levels: Vec<f64>,
    /// The number of a missing cell; NaN keeps it missing.
    pub missing: f64,
    /// The number of a level that training never saw; NaN makes it missing.
    pub unseen: f64,
}

impl Encode {
    /// The codes themselves as numbers; missing stays missing, unseen becomes it.
    pub fn ordinal(levels: u32) -> Self {
        Self { levels: (0..levels).map(f64::from).collect(), missing: f64::NAN, unseen: f64::NAN }
    }
}

impl Operation for Encode {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let fits = matches!(inputs, [one] if one.kind == SlotKind::Code(self.levels.len() as u32));
        ensure(fits, "an encoder reads one category with as many levels as it has numbers")?;
        ensure(self.levels.iter().all(|v| v.is_finite()), "a level's number is finite")?;
        ensure(!self.missing.is_infinite() && !self.unseen.is_infinite(), "no number is infinite")?;
        let missing = self.unseen.is_nan() || inputs[0].missing && self.missing.is_nan();
        Ok(vec![SlotType { missing, ..SlotType::NUMBER }])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        for (y, &code) in out.iter_mut().zip(columns.get(0)) {
            *y = match code {
                code if code.is_nan() => self.missing,
                code if code < 0.0 => self.unseen,
                code => self.levels.get(code as usize).copied().unwrap_or(self.unseen),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slots::UNSEEN;

    #[test]
    fn every_cell_gets_its_number() {
        let encode = Encode { levels: vec![0.5, 2.0], missing: -9.0, unseen: 7.0 };
        let mut out = [0.0; 4];
        encode.apply(Columns::new(4, &[0], &[1.0, 0.0, f64::NAN, UNSEEN], &[]), &mut out);
        assert_eq!(out, [2.0, 0.5, -9.0, 7.0]);
    }

    #[test]
    fn the_type_says_whether_missing_remains() {
        let code = SlotType { kind: SlotKind::Code(2), missing: true };
        let encode = Encode { missing: 0.0, unseen: 0.0, ..Encode::ordinal(2) };
        assert_eq!(encode.check(&[code]).unwrap(), [SlotType::NUMBER]);
        assert!(Encode::ordinal(2).check(&[code]).unwrap()[0].missing);
        assert!(Encode::ordinal(3).check(&[code]).is_err());
    }
}
