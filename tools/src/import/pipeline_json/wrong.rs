//! What is wrong in a document, and where: `nodes[3].trees.threshold[7]`.

use std::fmt;
use windowbox::Error;
use windowbox::data::closest;

/// A fault with its path, which grows from the inside out.
#[derive(Debug, PartialEq)]
pub struct Wrong {
    path: String,
    message: String,
    hint: String,
}

impl Wrong {
    pub fn new(message: impl Into<String>) -> Self {
        Self { path: String::new(), message: message.into(), hint: String::new() }
    }

    /// A name that is not among those which are there.
    pub fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Self {
        let mut wrong = Self::new(format!("{what} {name:?} is not known"));
        let near = closest(name, known.clone()).and_then(|i| known.clone().into_iter().nth(i));
        wrong.hint = match near {
            Some(near) => format!("is it {near:?}?"),
            None => format!("known are {}", known.into_iter().collect::<Vec<_>>().join(", ")),
        };
        wrong
    }

    /// Inside of an entry with this key.
    pub fn in_key(mut self, key: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{key}{dot}{}", self.path);
        self
    }

    /// Inside of the entry of a list.
    pub fn in_list(mut self, i: usize) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("[{i}]{dot}{}", self.path);
        self
    }

    pub fn into_error(self) -> Error {
        let error = Error::file("malformed", self.message).hint(self.hint);
        if self.path.is_empty() { error } else { error.at(self.path) }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for Wrong {}

impl serde::ser::Error for Wrong {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

impl serde::de::Error for Wrong {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("the key {field:?} is missing"))
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::unknown("the word", variant, expected.iter().copied())
    }
}
