//! XML without what is unsafe in it, and without PMML's extensions.

use super::super::malformed;
use roxmltree::{Document, Node};
use windowbox::{Error, Result};

/// Elements in elements; no model needs more.
const NESTING_LIMIT: usize = 200;

/// Attributes of an element: PMML has a dozen, and the parser compares each with all others.
const ATTRIBUTE_LIMIT: usize = 1000;

pub type Element<'a> = Node<'a, 'a>;

/// The file as text. A document type can name entities that grow without bound.
pub fn text(bytes: &[u8]) -> Result<&str> {
    let text = std::str::from_utf8(bytes).map_err(|e| match e.error_len() {
        None => truncated(format!("not UTF-8: {e}")),
        Some(_) => malformed(format!("not UTF-8: {e}")),
    })?;
    match text.contains("<!DOCTYPE") {
        false => Ok(text),
        true => Err(Error::file("unsafe-xml", "the file has a document type, which is never read")
            .hint("remove <!DOCTYPE ...> from it")),
    }
}

/// What does not end where a document ends.
fn truncated(message: String) -> Error {
    Error::file("truncated", message).hint("save the model again")
}

pub fn parse(text: &str) -> Result<Document<'_>> {
    // Between two < there is at most one tag, and an = for each of its attributes.
    if text.split('<').any(|tag| tag.bytes().filter(|byte| *byte == b'=').count() > ATTRIBUTE_LIMIT) {
        return Err(Error::limit("an element has more than 1000 attributes"));
    }
    let document =
        Document::parse(text).map_err(|e| match text.contains("PMML") && !text.trim_end().ends_with("PMML>") {
            true => truncated(e.to_string()),
            false => malformed(e.to_string()),
        })?;
    match nesting(&document) <= NESTING_LIMIT {
        true => Ok(document),
        false => Err(Error::limit("elements are nested deeper than 200")),
    }
}

fn nesting(document: &Document<'_>) -> usize {
    let mut depths = vec![0usize; 1];
    let mut deepest = 0;
    // Nodes come in the order of the file: a parent's depth is known before its child's.
    depths.resize(document.descendants().count(), 0);
    for node in document.descendants().skip(1) {
        let parent = node.parent().map_or(0, |parent| depths[parent.id().get_usize()]);
        depths[node.id().get_usize()] = parent + 1;
        deepest = deepest.max(parent + 1);
    }
    deepest
}

/// The elements in an element, but for extensions.
pub fn children<'a>(element: Element<'a>) -> impl Iterator<Item = Element<'a>> {
    element.children().filter(|child| child.is_element() && name(*child) != "Extension")
}

pub fn name<'a>(element: Element<'a>) -> &'a str {
    element.tag_name().name()
}

pub fn all<'a>(element: Element<'a>, tag: &'static str) -> impl Iterator<Item = Element<'a>> {
    children(element).filter(move |child| name(*child) == tag)
}

pub fn child<'a>(element: Element<'a>, tag: &'static str) -> Option<Element<'a>> {
    all(element, tag).next()
}

pub fn needed<'a>(element: Element<'a>, tag: &'static str) -> Result<Element<'a>> {
    child(element, tag).ok_or_else(|| malformed(format!("<{}> has no <{tag}>", name(element))))
}

/// An attribute that must be there.
pub fn attribute<'a>(element: Element<'a>, key: &str) -> Result<&'a str> {
    element.attribute(key).ok_or_else(|| malformed(format!("<{}> has no {key}", name(element))))
}

/// A finite number that must be there.
pub fn number(element: Element<'_>, key: &str) -> Result<f64> {
    finite(attribute(element, key)?).map_err(|e| e.at(format!("{key} of <{}>", name(element))))
}

/// A finite number, or what it is where it is not said.
pub fn number_or(element: Element<'_>, key: &str, default: f64) -> Result<f64> {
    if element.has_attribute(key) { number(element, key) } else { Ok(default) }
}

pub fn finite(text: &str) -> Result<f64> {
    let number = text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    number.ok_or_else(|| malformed(format!("{text:?} is no finite number")))
}

/// The items of an array: separated by blanks, texts perhaps in quotation marks, in
/// which a backslash protects the next sign.
pub fn items(element: Element<'_>) -> Vec<String> {
    let mut items = Vec::new();
    let mut signs = element.text().unwrap_or_default().chars().peekable();
    while let Some(first) = signs.next() {
        if first.is_whitespace() {
            continue;
        }
        let quoted = first == '"';
        let mut item = if quoted { String::new() } else { first.to_string() };
        while let Some(sign) = signs.next_if(|s| if quoted { *s != '"' } else { !s.is_whitespace() }) {
            let protected = if quoted && sign == '\\' { signs.next() } else { None };
            item.push(protected.unwrap_or(sign));
        }
        if quoted {
            signs.next();
        }
        items.push(item);
    }
    items
}
