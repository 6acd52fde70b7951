//! The schema: which columns a model reads, and what their cells mean.

use super::labels::Labels;
use crate::codec::{Decode, Encode};
use crate::error::{Error, Result};
use crate::slots::{Precision, SlotKind, SlotType};
use crate::sort::distinct;

/// More columns than any table that a person makes, and few enough that a lying
/// file cannot make a block of rows large.
pub const COLUMN_LIMIT: usize = 100_000;

/// Names that every JavaScript object answers to: a row could not be told from
/// an empty one, so no column may have them.
pub const REFUSED_NAMES: [&str; 13] = [
    "__proto__",
    "constructor",
    "prototype",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
];

/// The columns of a model's input, in the order of its first slots.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode, serde::Serialize)]
pub struct Schema {
    /// The columns; their names are all different.
    pub columns: Vec<Column>,
}

/// One column of the input.
#[derive(Debug, Clone, PartialEq, Encode, Decode, serde::Serialize)]
pub struct Column {
    /// The key in a row; unique.
    pub name: String,
    /// What a person reads, or empty: then the name.
    pub label: String,
    /// The unit of numbers ("cm"), or empty.
    pub unit: String,
    /// A sentence, or empty.
    pub description: String,
    /// What a cell holds.
    pub kind: Kind,
    /// Whether a cell may be missing: the model then says what that means.
    pub missing: bool,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, PartialEq, Encode, Decode, serde::Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Kind {
    /// Numbers, rounded once to the model's precision.
    Numeric {
        /// Double, or the single of libraries that work in it.
        precision: Precision,
        /// Whether training saw whole numbers only: a hint for forms.
        integer: bool,
    },
    /// One of some levels; their order is the code.
    Categorical {
        /// The levels that training knew.
        levels: Labels,
        /// Whether another level is predicted (with a warning) or refused.
        unseen: Unseen,
    },
    /// `false` and `true`, as 0 and 1.
    Boolean,
    /// Any text.
    Text,
}

/// What becomes of a level that training never saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unseen {
    /// The model has a rule for it: predicted, with a warning.
    Predicted,
    /// The source library refuses the row, so do we.
    Refused,
}

impl Schema {
    /// The position of the column with this name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The names of all columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Proves names, levels and their number.
    ///
    /// # Errors
    /// `bad-schema` or `bad-labels` with the column's name as place, or `limit`.
    pub fn check(&self) -> Result<()> {
        if self.columns.len() > COLUMN_LIMIT {
            return Err(Error::limit("more than 100000 columns"));
        }
        self.columns.iter().try_for_each(|column| column.check().map_err(|e| e.at(column.place())))?;
        match distinct(self.names().map(str::as_bytes)) {
            true => Ok(()),
            false => Err(Error::file("bad-schema", "two columns have the same name")),
        }
    }
}

impl Column {
    /// A number that must be there, with a name and nothing else said.
    pub fn numeric(name: impl Into<String>) -> Self {
        let kind = Kind::Numeric { precision: Precision::F64, integer: false };
        Self {
            name: name.into(),
            label: String::new(),
            unit: String::new(),
            description: String::new(),
            kind,
            missing: false,
        }
    }

    /// A category that must be there, whose unseen levels are predicted.
    pub fn categorical(name: impl Into<String>, levels: Labels) -> Self {
        Self { kind: Kind::Categorical { levels, unseen: Unseen::Predicted }, ..Self::numeric(name) }
    }

    /// The same column where a cell may be missing.
    #[must_use]
    pub fn or_missing(mut self) -> Self {
        self.missing = true;
        self
    }

    /// What a person reads above the field: the label, else the name.
    pub fn title(&self) -> &str {
        if self.label.is_empty() { &self.name } else { &self.label }
    }

    /// The type of the slot that this column fills.
    pub fn slot(&self) -> SlotType {
        let kind = match &self.kind {
            Kind::Numeric { precision, .. } => SlotKind::Number(*precision),
            Kind::Categorical { levels, .. } => SlotKind::Code(levels.len() as u32),
            Kind::Boolean => SlotKind::Number(Precision::F64),
            Kind::Text => SlotKind::Text,
        };
        SlotType { kind, missing: self.missing }
    }

    /// How many levels a cell may have: those of a category, two of a truth value, else 0.
    pub fn levels(&self) -> usize {
        match &self.kind {
            Kind::Categorical { levels, .. } => levels.len(),
            Kind::Boolean => 2,
            Kind::Numeric { .. } | Kind::Text => 0,
        }
    }

    fn place(&self) -> String {
        let mut place = String::from("column ");
        place.push_str(&self.name);
        place
    }

    fn check(&self) -> Result<()> {
        if self.name.is_empty() {
            return Err(Error::file("bad-schema", "a column has no name"));
        }
        if REFUSED_NAMES.contains(&self.name.as_str()) {
            return Err(Error::file("bad-schema", "every JavaScript object answers to this name")
                .hint("rename the column where the model is made"));
        }
        match &self.kind {
            Kind::Categorical { levels, .. } if levels.is_empty() => {
                Err(Error::file("bad-schema", "a categorical column has no level"))
            }
            Kind::Categorical { levels, .. } => levels.check(),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(columns: Vec<Column>) -> Error {
        Schema { columns }.check().unwrap_err()
    }

    #[test]
    fn names_differ_and_no_object_answers_to_them() {
        assert_eq!(error(vec![Column::numeric("a"), Column::numeric("a")]).code, "bad-schema");
        assert_eq!(error(vec![Column::numeric("")]).code, "bad-schema");
        for name in REFUSED_NAMES {
            assert_eq!(error(vec![Column::numeric(name)]).place, format!("column {name}"));
        }
    }

    #[test]
    fn levels_are_there_and_differ() {
        assert_eq!(error(vec![Column::categorical("c", Labels::String(vec![]))]).code, "bad-schema");
        let twice = Labels::String(vec!["x".into(), "x".into()]);
        assert_eq!(error(vec![Column::categorical("c", twice)]).code, "bad-labels");
    }
}
