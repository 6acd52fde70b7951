//! A node's attributes, and the errors that name it.

use super::super::malformed;
use super::proto::{Attribute, Node};
use windowbox::data::Labels;
use windowbox::{Error, Result};

impl Node {
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    pub fn ints(&self, name: &str) -> &[i64] {
        self.attribute(name).map_or(&[], |attribute| &attribute.ints)
    }

    pub fn floats(&self, name: &str) -> &[f32] {
        self.attribute(name).map_or(&[], |attribute| &attribute.floats)
    }

    pub fn int(&self, name: &str, default: i64) -> i64 {
        self.attribute(name).map_or(default, |attribute| attribute.int)
    }

    pub fn text(&self, name: &str, default: &str) -> String {
        self.attribute(name).map_or_else(|| default.to_owned(), |a| String::from_utf8_lossy(&a.text).into_owned())
    }

    pub fn texts(&self, name: &str) -> Result<Vec<String>> {
        let texts = self.attribute(name).map_or(&[][..], |attribute| &attribute.texts);
        let text = |text: &Vec<u8>| String::from_utf8(text.clone()).map_err(|_| malformed("a text is not UTF-8"));
        texts.iter().map(text).collect()
    }

    /// Class labels in either type; `ints` is what the attribute with the numbers is called.
    pub fn labels(&self, ints: &str) -> Result<Labels> {
        let texts = self.texts("classlabels_strings")?;
        Ok(match texts.is_empty() {
            true => Labels::Number(self.ints(ints).iter().map(|label| *label as f64).collect()),
            false => Labels::String(texts),
        })
    }

    /// Refuses every attribute but those.
    pub fn only(&self, known: &[&str]) -> Result<()> {
        match self.attributes.iter().find(|attribute| !known.contains(&&attribute.name[..])) {
            None => Ok(()),
            Some(other) => Err(self.attribute_error(&format!("the attribute {}", other.name))),
        }
    }

    pub fn attribute_error(&self, what: &str) -> Error {
        Error::unsupported("unsupported-attribute", format!("{} with {what} is not read", self.op))
    }

    pub fn shape_error(&self, message: impl std::fmt::Display) -> Error {
        Error::file("shape-mismatch", format!("{}: {message}", self.op))
    }

    pub fn place(&self) -> String {
        match &self.name[..] {
            "" => format!("node {}", self.outputs.first().map_or("", |name| name)),
            name => format!("node {name}"),
        }
    }
}
