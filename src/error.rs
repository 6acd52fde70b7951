//! One error for the whole house: whose fault it is, a stable code, the place
//! and what to do about it. It is small enough to cross into JavaScript whole.

use core::fmt;

/// Whose fault an [`Error`] is: what decides who has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fault {
    /// The file is broken, cut short, or was made by something else.
    File,
    /// The caller asked for something that the model cannot answer.
    Caller,
    /// A limit of ours was passed; the limits are constants with reasons.
    Limit,
    /// Understood, and not supported.
    Unsupported,
    /// Reading or writing failed.
    Io,
}

/// What went wrong, where, and what to do.
///
/// ```
/// use windowbox::{Error, Fault};
/// let error = Error::file("truncated", "the file ends too early").at("section 2").hint("copy it again");
/// assert_eq!(error.fault, Fault::File);
/// assert_eq!(error.to_string(), "truncated at section 2: the file ends too early; copy it again");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Error {
    /// Whose fault it is.
    pub fault: Fault,
    /// A stable code, in kebab case, for programs.
    pub code: &'static str,
    /// Where: a section, node, row or column; empty where there is no place.
    pub place: String,
    /// One sentence for people.
    pub message: String,
    /// What to do, or empty.
    pub hint: String,
}

/// A result of this crate.
pub type Result<T> = core::result::Result<T, Error>;

impl Error {
    /// An error of any fault; see the shorter constructors.
    pub fn new(fault: Fault, code: &'static str, message: impl Into<String>) -> Self {
        let (place, hint) = (String::new(), String::new());
        Self { fault, code, place, message: message.into(), hint }
    }

    /// The file is at fault.
    pub fn file(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Fault::File, code, message)
    }

    /// The caller is at fault.
    pub fn caller(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Fault::Caller, code, message)
    }

    /// A limit was passed.
    pub fn limit(message: impl Into<String>) -> Self {
        Self::new(Fault::Limit, "limit", message)
    }

    /// Understood, and not supported.
    pub fn unsupported(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Fault::Unsupported, code, message)
    }

    /// Reading or writing failed.
    pub fn io(message: impl Into<String>) -> Self {
        Self::new(Fault::Io, "io", message)
    }

    /// Adds the place; an outer place goes in front of an inner one.
    #[must_use]
    pub fn at(mut self, place: impl AsRef<str>) -> Self {
        let inner = core::mem::take(&mut self.place);
        self.place = place.as_ref().to_owned();
        if !inner.is_empty() {
            self.place.push_str(", ");
            self.place.push_str(&inner);
        }
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        if !self.place.is_empty() {
            f.write_str(" at ")?;
            f.write_str(&self.place)?;
        }
        f.write_str(": ")?;
        f.write_str(&self.message)?;
        if !self.hint.is_empty() {
            f.write_str("; ")?;
            f.write_str(&self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
