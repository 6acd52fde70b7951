//! One error for the whole house: whose fault it is, a stable code, the place
//! and what to do about it. It is small enough to cross into JavaScript whole.

use core::fmt;
use std::borrow::Cow;

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

/// What went wrong, where, and what to do. One pointer wide, so that carrying it
/// costs a result nothing; its parts are those of [`Report`].
///
/// ```
/// use windowbox::{Error, Fault};
/// let error = Error::file("truncated", "the file ends too early").at("section 2").hint("copy it again");
/// assert_eq!(error.fault, Fault::File);
/// assert_eq!(error.to_string(), "truncated at section 2: the file ends too early; copy it again");
/// ```
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Error(Box<Report>);

/// The parts of an [`Error`].
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Whose fault it is.
    pub fault: Fault,
    /// A stable code, in kebab case, for programs.
    pub code: &'static str,
    /// Where: a section, node, row or column; empty where there is no place.
    pub place: String,
    /// One sentence for people.
    pub message: Cow<'static, str>,
    /// What to do, or empty.
    pub hint: Cow<'static, str>,
}

/// A result of this crate.
pub type Result<T> = core::result::Result<T, Error>;

impl Error {
    /// An error of any fault; see the shorter constructors.
    #[cold]
    pub fn new(fault: Fault, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self(report(fault, code, message.into()))
    }

    /// The file is at fault.
    #[cold]
    pub fn file(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Fault::File, code, message)
    }

    /// The caller is at fault.
    #[cold]
    pub fn caller(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Fault::Caller, code, message)
    }

    /// A limit was passed.
    #[cold]
    pub fn limit(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Fault::Limit, "limit", message)
    }

    /// Understood, and not supported.
    #[cold]
    pub fn unsupported(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Fault::Unsupported, code, message)
    }

    /// Reading or writing failed.
    #[cold]
    pub fn io(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Fault::Io, "io", message)
    }

    /// The same error as somebody else's fault: a bad cell of the caller's own table.
    #[must_use]
    pub fn blame(mut self, fault: Fault) -> Self {
        self.0.fault = fault;
        self
    }

    /// Adds the place; an outer place goes in front of an inner one.
    #[must_use]
    #[cold]
    pub fn at(mut self, place: impl AsRef<str>) -> Self {
        self.0.put_in_front(place.as_ref());
        self
    }

    /// Adds a numbered place: `node 3`.
    #[must_use]
    #[cold]
    #[inline(never)]
    pub fn at_number(self, what: &str, number: usize) -> Self {
        self.at(format!("{what} {number}"))
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.0.hint = hint.into();
        self
    }
}

// One body for all constructors: they are called from hundreds of places.
#[cold]
#[inline(never)]
fn report(fault: Fault, code: &'static str, message: Cow<'static, str>) -> Box<Report> {
    Box::new(Report { fault, code, place: String::new(), message, hint: Cow::Borrowed("") })
}

impl Report {
    #[cold]
    #[inline(never)]
    fn put_in_front(&mut self, place: &str) {
        let inner = core::mem::replace(&mut self.place, place.to_owned());
        if !inner.is_empty() {
            self.place.push_str(", ");
            self.place.push_str(&inner);
        }
    }
}

impl core::ops::Deref for Error {
    type Target = Report;

    fn deref(&self) -> &Report {
        &self.0
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
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
