//! What a column of text holds: kinds and levels, inferred from all of its cells.

use std::collections::BTreeSet;
use windowbox::data::Labels;
use windowbox::data::cell::{self, missing};

/// More levels than this and a column of text is left out unless it is asked for:
/// nobody picks one of so many in a form, and most are too rare to learn from.
pub const LEVEL_LIMIT: usize = 100;

/// The cells of one column.
pub struct Cells<'a> {
    /// All cells, row by row.
    pub all: Vec<&'a str>,
    /// The different cells that are there, by code point.
    pub distinct: BTreeSet<&'a str>,
    /// How many are missing.
    pub missing: usize,
}

/// What a column's cells look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// Every cell that is there is a number; whether all are whole.
    Numbers {
        /// All are whole numbers.
        integer: bool,
    },
    /// Every cell that is there is `true` or `false`, in any case.
    Booleans,
    /// Anything else.
    Text,
}

/// What keeps a column of text from being one of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Almost {
    /// Most of the different cells are numbers; some are not.
    Strays {
        /// How many cells are no numbers.
        count: usize,
        /// The position of the first.
        first: usize,
    },
    /// Most would be numbers if a comma were a point.
    Commas {
        /// The position of the first.
        first: usize,
    },
}

impl<'a> Cells<'a> {
    /// Looks at the cells.
    pub fn new(all: Vec<&'a str>) -> Self {
        let distinct: BTreeSet<&str> = all.iter().copied().filter(|text| !missing(text)).collect();
        let missing = all.iter().filter(|text| missing(text)).count();
        Self { all, distinct, missing }
    }

    /// How many cells are there.
    pub fn present(&self) -> usize {
        self.all.len() - self.missing
    }

    /// What they look like; no cell at all looks like text.
    pub fn looks(&self) -> Looks {
        let numbers: Option<Vec<f64>> = self.distinct.iter().map(|text| cell::number(text)).collect();
        match numbers {
            Some(numbers) if !numbers.is_empty() => Looks::Numbers { integer: numbers.iter().all(|x| x.trunc() == *x) },
            _ if !self.distinct.is_empty() && self.distinct.iter().all(|text| is_boolean_word(text)) => Looks::Booleans,
            _ => Looks::Text,
        }
    }

    /// Whether text is what a few cells make of a column of numbers.
    pub fn almost_numbers(&self) -> Option<Almost> {
        if self.looks() != Looks::Text {
            return None;
        }
        let most = |is: &dyn Fn(&str) -> bool| 2 * self.distinct.iter().filter(|t| is(t)).count() > self.distinct.len();
        let first = |is: &dyn Fn(&str) -> bool| self.all.iter().position(|text| is(text)).unwrap_or(0);
        if most(&is_number) {
            let count = self.all.iter().filter(|text| !is_number(text)).count();
            Some(Almost::Strays { count, first: first(&|text| !is_number(text)) })
        } else if most(&|text| is_number(text) || has_decimal_comma(text)) {
            Some(Almost::Commas { first: first(&has_decimal_comma) })
        } else {
            None
        }
    }

    /// The different cells as labels: numbers ascending, `false` before `true`,
    /// strings by code point.
    pub fn labels(&self) -> Labels {
        match self.looks() {
            Looks::Numbers { .. } => Labels::Number(self.numbers()),
            Looks::Booleans => Labels::Boolean(self.truths()),
            Looks::Text => Labels::String(self.distinct.iter().map(|text| (*text).to_owned()).collect()),
        }
    }

    /// The different numbers, ascending; `-0` is 0.
    fn numbers(&self) -> Vec<f64> {
        let mut numbers: Vec<f64> =
            self.distinct.iter().filter_map(|text| cell::number(text)).map(|x| x + 0.0).collect();
        numbers.sort_unstable_by(f64::total_cmp);
        numbers.dedup();
        numbers
    }

    fn truths(&self) -> Vec<bool> {
        let truths: BTreeSet<bool> = self.distinct.iter().filter_map(|text| cell::boolean(text)).collect();
        truths.into_iter().collect()
    }

    /// Why the column is better left out, if it is. `name` tells a row number from
    /// a quantity that happens to count.
    pub fn useless(&self, name: &str) -> Option<String> {
        let (present, distinct) = (self.present(), self.labels().len());
        let text = self.looks() == Looks::Text;
        if present == 0 {
            Some("is empty".to_owned())
        } else if distinct == 1 {
            Some("is constant".to_owned())
        } else if self.missing * 2 > self.all.len() {
            Some(format!("is mostly missing ({} of {} cells)", self.missing, self.all.len()))
        } else if text && distinct * 10 >= present * 9 {
            // A number that cannot be read is no identifier.
            Some(match self.almost_numbers() {
                None => "is an identifier: nearly every cell is different".to_owned(),
                Some(_) => "is text, and nearly every cell is different".to_owned(),
            })
        } else if text && distinct > LEVEL_LIMIT {
            Some(format!("has {distinct} levels, more than {LEVEL_LIMIT}"))
        } else if is_row_name(name) && self.counts() {
            Some("counts the rows".to_owned())
        } else {
            None
        }
    }

    /// Whether the cells count the rows: whole numbers, each one more than the last.
    fn counts(&self) -> bool {
        let numbers: Option<Vec<f64>> = self.all.iter().map(|text| cell::number(text)).collect();
        numbers.is_some_and(|n| n.len() > 2 && n.windows(2).all(|w| w[1] - w[0] == 1.0))
    }
}

fn is_number(text: &str) -> bool {
    cell::number(text).is_some()
}

/// Whether a comma stands where a number has its point.
pub fn has_decimal_comma(text: &str) -> bool {
    !is_number(text) && is_number(&text.replacen(',', ".", 1))
}

/// `1` and `0` are numbers here, although a boolean column reads them.
fn is_boolean_word(text: &str) -> bool {
    let text = text.trim();
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

fn is_row_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["id", "index", "row", "number", "nr", "no"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells<'a>(all: &[&'a str]) -> Cells<'a> {
        Cells::new(all.to_vec())
    }

    #[test]
    fn kinds_come_from_every_cell() {
        assert_eq!(cells(&["1", "", "NA", "2.5"]).looks(), Looks::Numbers { integer: false });
        assert_eq!(cells(&["1", "0"]).looks(), Looks::Numbers { integer: true });
        assert_eq!(cells(&["TRUE", "false", ""]).looks(), Looks::Booleans);
        assert_eq!(cells(&["1", "2", "three"]).looks(), Looks::Text);
        assert_eq!(cells(&["", "NA"]).looks(), Looks::Text);
    }

    #[test]
    fn labels_keep_their_type_and_ascend() {
        assert_eq!(cells(&["10", "9", "9.0", "-0", "0"]).labels(), Labels::Number(vec![0.0, 9.0, 10.0]));
        assert_eq!(cells(&["b", "a", "B"]).labels(), Labels::String(["B", "a", "b"].map(String::from).to_vec()));
        assert_eq!(cells(&["true", "False"]).labels(), Labels::Boolean(vec![false, true]));
    }

    #[test]
    fn what_is_almost_a_number_is_told() {
        let almost = |all: &[&str]| cells(all).almost_numbers();
        assert_eq!(almost(&["1", "n/a", "?", "2.5", "3", "-"]), Some(Almost::Strays { count: 2, first: 2 }));
        assert_eq!(almost(&["1", "", "0,5", "2,5"]), Some(Almost::Commas { first: 2 }));
        assert_eq!((almost(&["1", "2"]), almost(&["a", "1"]), almost(&["a,b", "c"])), (None, None, None));
        assert_eq!(almost(&["1,234,567", "1,234,568"]), None);
    }

    #[test]
    fn what_teaches_nothing_is_told_apart() {
        let why = |name: &str, all: &[&str]| cells(all).useless(name).unwrap_or_default();
        assert!(why("x", &["", "NA"]).contains("empty"));
        assert!(why("x", &["7", "7.0"]).contains("constant"));
        assert!(why("x", &["1", "2", "", "", ""]).contains("mostly missing (3 of 5"));
        assert!(why("Name", &["Ann", "Bob", "Cid", "Dee"]).contains("identifier"));
        assert!(why("x", &["1", "2", "3", "?"]).contains("is text"));
        assert!(why("PassengerId", &["1", "2", "3"]).contains("counts the rows"));
        assert_eq!(why("x", &["1", "2", "3"]), "");
        assert_eq!(why("Sex", &["m", "f", "m", "f"]), "");
    }
}
