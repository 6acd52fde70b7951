//! A node's attributes and inputs, and the errors that name it.

use super::super::malformed;
use super::proto::{Attribute, Node};
use super::tensor::Tensor;
use std::ops::Deref;
use std::rc::Rc;
use windowbox::data::Labels;
use windowbox::{Error, Result};

/// A node with what its inputs stand for.
pub struct Call<'a> {
    pub node: &'a Node,
    pub inputs: Vec<Option<Rc<Tensor>>>,
    /// The version of the node's domain.
    pub opset: i64,
}

impl Deref for Call<'_> {
    type Target = Node;

    fn deref(&self) -> &Node {
        self.node
    }
}

impl Call<'_> {
    pub fn optional(&self, i: usize) -> Option<&Tensor> {
        self.inputs.get(i).and_then(|input| input.as_deref())
    }

    pub fn input(&self, i: usize) -> Result<&Tensor> {
        self.optional(i).ok_or_else(|| malformed(format!("{}: the input {i} is not there", self.op)))
    }

    pub fn all(&self) -> Result<Vec<&Tensor>> {
        match self.inputs.is_empty() {
            true => Err(malformed(format!("{}: there is no input", self.op))),
            false => (0..self.inputs.len()).map(|i| self.input(i)).collect(),
        }
    }

    /// Whole numbers that are an attribute, in later versions a constant input.
    pub fn list(&self, name: &str, i: usize) -> Result<Option<Vec<i64>>> {
        if let Some(attribute) = self.attribute(name) {
            let one = attribute.ints.is_empty().then_some(attribute.int).filter(|int| *int != 0);
            return Ok(Some(one.map_or_else(|| attribute.ints.clone(), |int| vec![int])));
        }
        let Some(tensor) = self.optional(i) else { return Ok(None) };
        let numbers =
            tensor.numbers().ok_or_else(|| self.attribute_error(&format!("an input {i} that is no constant")))?;
        Ok(Some(numbers.into_iter().map(|x| x as i64).collect()))
    }

    /// One column a cell, for each row.
    pub fn columns(&self, i: usize) -> Result<&[super::tensor::Cell]> {
        let x = self.input(i)?;
        x.columns()
            .ok_or_else(|| self.shape_error(format!("an input of the shape {:?} is not [rows, columns]", x.dims)))
    }

    /// An axis counted from the front.
    pub fn axis(&self, axis: i64, rank: usize) -> Result<usize> {
        let from = if axis < 0 { axis.saturating_add(rank as i64) } else { axis };
        let known = usize::try_from(from).ok().filter(|axis| *axis < rank);
        known.ok_or_else(|| self.shape_error(format!("there is no axis {axis} of {rank}")))
    }

    /// Rows are computed one by one.
    pub fn mixes(&self) -> Error {
        let message = format!("{} mixes the rows of a table", self.op);
        Error::unsupported("unsupported-feature", message).hint("export a model that answers each row alone")
    }
}

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

    pub fn float(&self, name: &str, default: f32) -> f64 {
        f64::from(self.attribute(name).map_or(default, |attribute| attribute.float))
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
