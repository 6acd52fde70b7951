//! A cell of text made into a value of its column: the same for the command line
//! and for CSV in the browser.

use super::schema::{Column, Kind, Unseen};
use crate::slots::UNSEEN;

/// A value of a column: what goes into a slot.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A number, a code, 0 or 1; NaN is missing.
    Number(f64),
    /// A text column's cell.
    Text(Option<Box<str>>),
}

/// Why a cell is refused, or deserves a word. The codes are stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u32)]
pub enum Trouble {
    /// The column is not in the row.
    MissingColumn = 0,
    /// The cell is missing and the model has no rule for that.
    MissingNotAllowed = 1,
    /// The cell has another type than its column.
    BadType = 2,
    /// Training never saw the level.
    UnknownLevel = 3,
    /// The number lies outside the range of the training data.
    OutOfRange = 4,
    /// The model's answer is not a number.
    NoAnswer = 5,
}

impl Trouble {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Trouble::MissingColumn => "missing-column",
            Trouble::MissingNotAllowed => "missing-not-allowed",
            Trouble::BadType => "bad-type",
            Trouble::UnknownLevel => "unknown-level",
            Trouble::OutOfRange => "out-of-range",
            Trouble::NoAnswer => "no-answer",
        }
    }
}

/// Reads a cell: numbers trimmed, the empty cell and `NA` missing unless they are
/// levels or the column holds text.
///
/// # Errors
/// `BadType`, or `UnknownLevel` where the source library refuses it. A missing cell
/// is not refused here: the predictor does, for every way in.
///
/// ```
/// use windowbox::data::{cell::parse, Cell, Column};
/// assert_eq!(parse(&Column::numeric("age"), " 3.5 "), Ok(Cell::Number(3.5)));
/// ```
pub fn parse(column: &Column, text: &str) -> Result<Cell, Trouble> {
    match &column.kind {
        Kind::Numeric { .. } => number(text).map(Cell::Number).ok_or(Trouble::BadType),
        Kind::Boolean if missing(text) => Ok(Cell::Number(f64::NAN)),
        Kind::Boolean => boolean(text).map(|b| Cell::Number(f64::from(u8::from(b)))).ok_or(Trouble::BadType),
        Kind::Categorical { levels, unseen } => match levels.code(text) {
            Some(code) => Ok(Cell::Number(code as f64)),
            None if missing(text) => Ok(Cell::Number(f64::NAN)),
            None if *unseen == Unseen::Predicted => Ok(Cell::Number(UNSEEN)),
            None => Err(Trouble::UnknownLevel),
        },
        Kind::Text => Ok(Cell::Text(Some(text.into()))),
    }
}

/// A number as files write it; what is [`missing`] is NaN.
pub fn number(text: &str) -> Option<f64> {
    match missing(text) {
        true => Some(f64::NAN),
        false => text.trim().parse().ok(),
    }
}

/// Whether files mean a missing cell by this: empty, or a word that R, Python, SQL
/// or a spreadsheet writes for it.
pub fn missing(text: &str) -> bool {
    matches!(text.trim(), "" | "NA" | "N/A" | "n/a" | "NaN" | "nan" | "null" | "NULL" | "None")
}

/// A truth value as files write it.
pub fn boolean(text: &str) -> Option<bool> {
    let text = text.trim();
    if text == "1" || text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text == "0" || text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Labels;

    #[test]
    fn numbers_are_trimmed_and_words_refused() {
        let column = Column::numeric("x");
        assert_eq!(parse(&column, "1e3"), Ok(Cell::Number(1000.0)));
        assert_eq!(parse(&column, "3,5"), Err(Trouble::BadType));
        assert!(matches!(parse(&column, "  "), Ok(Cell::Number(x)) if x.is_nan()));
    }

    /// pkg/core/cell.js has the same list.
    #[test]
    fn words_for_missing_are_exactly_these() {
        for word in ["", " ", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None"] {
            assert!(missing(word), "{word}");
        }
        for word in ["none", "na", "-", "?", "Null"] {
            assert!(!missing(word), "{word}");
        }
    }

    #[test]
    fn the_empty_cell_is_missing_unless_it_is_a_level() {
        let column =
            |levels: &[&str]| Column::categorical("c", Labels::String(levels.iter().map(|s| s.to_string()).collect()));
        assert!(matches!(parse(&column(&["a"]), ""), Ok(Cell::Number(x)) if x.is_nan()));
        assert_eq!(parse(&column(&["a", ""]), ""), Ok(Cell::Number(1.0)));
        assert_eq!(parse(&column(&["a"]), "b"), Ok(Cell::Number(UNSEEN)));
        assert!(matches!(parse(&column(&["a"]), "NA"), Ok(Cell::Number(x)) if x.is_nan()));
        assert_eq!(parse(&column(&["NA"]), "NA"), Ok(Cell::Number(0.0)));
    }
}
