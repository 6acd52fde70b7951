//! Labels: the levels of a category and the classes of an answer, in their own type.

use crate::error::{Error, Result};
use crate::sort::distinct;

/// A list of different labels of one type. The position is the code.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "type", content = "values", rename_all = "lowercase")]
pub enum Labels {
    /// Strings, kept exactly.
    String(Vec<String>),
    /// Numbers: finite, no negative zero.
    Number(Vec<f64>),
    /// `false`, `true`, or one of them.
    Boolean(Vec<bool>),
}
crate::variants!(Labels { 0 String(values), 1 Number(values), 2 Boolean(values) });

/// One label, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum Label<'a> {
    /// A string.
    String(&'a str),
    /// A number.
    Number(f64),
    /// A truth value.
    Boolean(bool),
}

impl Labels {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Labels::String(v) => v.len(),
            Labels::Number(v) => v.len(),
            Labels::Boolean(v) => v.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The label with this code.
    pub fn get(&self, code: usize) -> Option<Label<'_>> {
        match self {
            Labels::String(v) => v.get(code).map(|s| Label::String(s)),
            Labels::Number(v) => v.get(code).map(|n| Label::Number(*n)),
            Labels::Boolean(v) => v.get(code).map(|b| Label::Boolean(*b)),
        }
    }

    /// All labels in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = Label<'_>> {
        (0..self.len()).filter_map(|code| self.get(code))
    }

    /// The code of the label that is written like this: strings exactly, numbers by
    /// value (`3.0` is `3`), truth values as `true` and `false` in any case.
    ///
    /// ```
    /// use windowbox::data::Labels;
    /// assert_eq!(Labels::Number(vec![1.0, 3.0]).code("3.0"), Some(1));
    /// assert_eq!(Labels::String(vec!["a".into()]).code("A"), None);
    /// ```
    pub fn code(&self, text: &str) -> Option<usize> {
        match self {
            Labels::String(v) => v.iter().position(|s| s == text),
            Labels::Number(v) => text.trim().parse::<f64>().ok().and_then(|n| v.iter().position(|l| *l == n)),
            Labels::Boolean(v) => super::cell::boolean(text).and_then(|b| v.iter().position(|l| *l == b)),
        }
    }

    /// Proves that the labels differ and can be told apart.
    ///
    /// # Errors
    /// `bad-labels`.
    pub fn check(&self) -> Result<()> {
        let sound = match self {
            Labels::String(v) => distinct(v.iter().map(|s| s.as_bytes())),
            Labels::Number(v) => {
                v.iter().all(|n| n.is_finite() && n.to_bits() != (-0.0f64).to_bits()) && distinct_numbers(v)
            }
            Labels::Boolean(v) => matches!(v[..], [] | [_] | [true, false] | [false, true]),
        };
        match sound {
            true => Ok(()),
            false => Err(Error::file("bad-labels", "labels must be finite and all different")),
        }
    }
}

fn distinct_numbers(values: &[f64]) -> bool {
    let bits: Vec<[u8; 8]> = values.iter().map(|v| v.to_bits().to_be_bytes()).collect();
    distinct(bits.iter().map(|b| &b[..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_type() {
        let classes = Labels::Number(vec![0.0, 1.0]);
        assert_eq!(classes.get(1), Some(Label::Number(1.0)));
        assert_eq!(classes.code(" 1 "), Some(1));
        assert_eq!(classes.code("one"), None);
        assert_eq!(Labels::Boolean(vec![false, true]).code("TRUE"), Some(1));
    }

    #[test]
    fn equal_or_unequal_to_themselves_is_refused() {
        assert!(Labels::String(vec!["a".into(), "a".into()]).check().is_err());
        assert!(Labels::Number(vec![f64::NAN]).check().is_err());
        assert!(Labels::Number(vec![-0.0]).check().is_err());
        assert!(Labels::Number(vec![0.0, 1.0]).check().is_ok());
    }
}
