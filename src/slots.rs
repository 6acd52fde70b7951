//! Slots: the typed columns that a pipeline's nodes read and write.
//!
//! Every slot but text holds `f64`, whatever its type: an `F32` slot holds numbers
//! that are exact in `f32`, a `Code` slot holds the position of a level. Missing is
//! NaN in all three; a level that training never saw is [`UNSEEN`].

use crate::error::{Error, Result};

/// The code of a level that the schema does not list.
pub const UNSEEN: f64 = -1.0;

/// A text slot: one cell a row, `None` for missing.
pub type Text = Vec<Option<Box<str>>>;

/// The precision that a number is held, compared or summed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// IEEE binary32.
    F32,
    /// IEEE binary64.
    F64,
}
crate::variants!(Precision { 0 F32, 1 F64 });

impl Precision {
    /// Rounds to this precision, to nearest even.
    #[inline]
    pub fn round(self, x: f64) -> f64 {
        match self {
            Precision::F32 => f64::from(x as f32),
            Precision::F64 => x,
        }
    }
}

/// What a slot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// Numbers.
    Number(Precision),
    /// Positions in a list of this many levels, or [`UNSEEN`].
    Code(u32),
    /// Text, as the caller gave it.
    Text,
}

/// The type of a slot: what it holds, and whether a cell may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotType {
    /// What it holds.
    pub kind: SlotKind,
    /// Whether a cell may be missing (NaN).
    pub missing: bool,
}

impl SlotType {
    /// A double that is never missing.
    pub const NUMBER: SlotType = SlotType::number(Precision::F64, false);

    /// Numbers of a precision.
    pub const fn number(precision: Precision, missing: bool) -> Self {
        Self { kind: SlotKind::Number(precision), missing }
    }

    /// The same type without missing cells.
    #[must_use]
    pub const fn filled(self) -> Self {
        Self { missing: false, ..self }
    }
}

/// The columns that a node reads: views of as many rows each.
#[derive(Clone, Copy)]
pub struct Columns<'a> {
    rows: usize,
    slots: &'a [u32],
    values: &'a [f64],
    text: &'a [Text],
}

impl<'a> Columns<'a> {
    /// Views the `slots` of a block: slot `s` is at `values[s * rows ..]`, or in `text[s]`.
    pub fn new(rows: usize, slots: &'a [u32], values: &'a [f64], text: &'a [Text]) -> Self {
        Self { rows, slots, values, text }
    }

    /// Rows a column.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is no column.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The numbers or codes of column `i`.
    #[inline]
    pub fn get(&self, i: usize) -> &'a [f64] {
        let start = self.slots[i] as usize * self.rows;
        &self.values[start..start + self.rows]
    }

    /// The numbers or codes of row `r`.
    #[inline]
    pub fn row(&self, r: usize) -> impl Iterator<Item = f64> + 'a {
        let Self { rows, slots, values, .. } = *self;
        slots.iter().map(move |slot| values[*slot as usize * rows + r])
    }

    /// The texts of column `i`.
    pub fn text(&self, i: usize) -> &'a [Option<Box<str>>] {
        &self.text[self.slots[i] as usize]
    }
}

/// What a node does: a step or a model. It knows columns by position only.
pub trait Operation {
    /// Proves that [`apply`](Operation::apply) will not fail on columns of these
    /// types, and says what it writes.
    ///
    /// # Errors
    /// `bad-node` with the reason, fault `File`.
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>>;

    /// Fills `out`, column after column of `columns.rows()` numbers each.
    fn apply(&self, columns: Columns<'_>, out: &mut [f64]);

    /// What lays this operation out for speed, once it was checked; nothing for most.
    fn prepare(&self) -> Prepared {
        None
    }

    /// [`apply`](Operation::apply), bit for bit, with what [`prepare`](Operation::prepare)
    /// made of this very operation.
    fn apply_prepared(&self, _: &Prepared, columns: Columns<'_>, out: &mut [f64]) {
        self.apply(columns, out);
    }
}

/// An operation laid out for speed: known to the operation alone.
pub type Prepared = Option<std::sync::Arc<dyn std::any::Any + Send + Sync>>;

/// A node that cannot be right.
pub fn bad_node(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::file("bad-node", message)
}

/// Refuses `message` unless `sound` holds.
///
/// # Errors
/// `bad-node`.
pub fn ensure(sound: bool, message: &'static str) -> Result<()> {
    match sound {
        true => Ok(()),
        false => Err(bad_node(message)),
    }
}

/// Whether every number is finite.
pub fn finite(values: &[f64]) -> bool {
    between(values, f64::MIN, f64::MAX, false)
}

/// Whether every number lies between two, or is NaN where that may be. It looks at all,
/// whatever it meets, and so at several at once.
#[inline(never)]
pub fn between(values: &[f64], low: f64, high: f64, nan: bool) -> bool {
    values.iter().fold(true, |all, x| all & ((*x >= low) & (*x <= high) | nan & x.is_nan()))
}

/// All inputs must be numbers, present unless `missing`.
///
/// # Errors
/// `bad-node`.
pub fn ensure_numbers(inputs: &[SlotType], missing: bool) -> Result<()> {
    let numbers = inputs.iter().all(|t| matches!(t.kind, SlotKind::Number(_)));
    ensure(numbers, "reads a column that is not a number")?;
    ensure(missing || inputs.iter().all(|t| !t.missing), "reads a column that may be missing, and has no rule for it")
}

/// Declares one table of kinds: an enum with a row for each, and its dispatch.
///
/// A row is `tag feature Variant(module::Type) "name"`. Tags are part of the file
/// format: never reuse one. A row whose feature is off is left out of the runtime,
/// and a file that needs it gets an error with its name.
#[macro_export]
#[doc(hidden)]
macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident, $code:literal {
        $($tag:literal $feature:literal $variant:ident($ty:ty) $label:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        // A pipeline has a handful of nodes: their size does not matter.
        #[allow(missing_docs, clippy::large_enum_variant)]
        pub enum $name {
            $(#[cfg(feature = $feature)] #[serde(rename = $feature)] $variant($ty),)*
        }

        impl $name {
            /// Every row of the table: tag, feature, name, and whether this runtime has it.
            pub const KINDS: &[(u16, &str, &str, bool)] =
                &[$(($tag, $feature, $label, cfg!(feature = $feature)),)*];

            /// The tag in the file.
            pub fn tag(&self) -> u16 {
                match self { $(#[cfg(feature = $feature)] $name::$variant(_) => $tag,)* }
            }

            /// The name for people.
            pub fn name(&self) -> &'static str {
                match self { $(#[cfg(feature = $feature)] $name::$variant(_) => $label,)* }
            }

            pub(crate) fn write(&self, writer: &mut $crate::codec::Writer) {
                match self { $(#[cfg(feature = $feature)] $name::$variant(v) => $crate::codec::Pack::write(v, writer),)* }
            }

            pub(crate) fn read(tag: u16, reader: &mut $crate::codec::Reader<'_>) -> $crate::error::Result<Self> {
                match tag {
                    $(#[cfg(feature = $feature)]
                    $tag => Ok($name::$variant(<$ty as $crate::codec::Pack>::read(reader))),)*
                    _ => {
                        // Names alone: the whole table would be in every runtime.
                        let name = match tag { $($tag => Some($label),)* _ => None };
                        Err($crate::slots::missing_kind($code, name))
                    }
                }
            }
        }

        impl $crate::slots::Operation for $name {
            fn check(&self, inputs: &[$crate::slots::SlotType]) -> $crate::error::Result<Vec<$crate::slots::SlotType>> {
                match self { $(#[cfg(feature = $feature)] $name::$variant(v) => v.check(inputs),)* }
            }

            fn apply(&self, columns: $crate::slots::Columns<'_>, out: &mut [f64]) {
                match self { $(#[cfg(feature = $feature)] $name::$variant(v) => v.apply(columns, out),)* }
            }

            fn prepare(&self) -> $crate::slots::Prepared {
                match self { $(#[cfg(feature = $feature)] $name::$variant(v) => v.prepare(),)* }
            }

            fn apply_prepared(
                &self,
                prepared: &$crate::slots::Prepared,
                columns: $crate::slots::Columns<'_>,
                out: &mut [f64],
            ) {
                match self { $(#[cfg(feature = $feature)] $name::$variant(v) => v.apply_prepared(prepared, columns, out),)* }
            }
        }
    };
}

/// The error for a kind that this runtime does not carry; `None` where no runtime does.
pub fn missing_kind(code: &'static str, name: Option<&str>) -> Error {
    match name {
        Some(name) => Error::unsupported(code, format!("this runtime was built without {name}"))
            .hint("use the package that was packed with this model, or the whole runtime"),
        None => Error::unsupported(code, "a kind that this version does not know")
            .hint("use the version of windowbox that wrote the file, or a newer one"),
    }
}
