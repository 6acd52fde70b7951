//! JSON as a tree: every number exact, no key twice.

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::collections::HashSet;
use std::fmt;
use windowbox::{Error, Result};

/// A value. Whole numbers are kept apart: some are larger than a double counts.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Whole(u64),
    Number(f64),
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

/// Parses a document; nesting is bounded by the parser.
///
/// # Errors
/// `truncated` or `malformed`, with line and column.
pub fn parse(bytes: &[u8]) -> Result<Tree> {
    serde_json::from_slice(bytes).map_err(|e| match e.is_eof() {
        true => Error::file("truncated", e.to_string()).hint("write the file again"),
        false => Error::file("malformed", e.to_string()),
    })
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(Growing)
    }
}

struct Growing;

impl<'de> Visitor<'de> for Growing {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E>(self) -> std::result::Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Tree, E> {
        Ok(Tree::Whole(value))
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Tree, E> {
        Ok(Tree::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Tree, E> {
        Ok(Tree::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> std::result::Result<Tree, E> {
        Ok(Tree::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<Tree, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Tree::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Tree, A::Error> {
        let (mut entries, mut seen) = (Vec::new(), HashSet::new());
        while let Some((key, value)) = map.next_entry::<String, Tree>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("the key {key:?} is there twice")));
            }
            entries.push((key, value));
        }
        Ok(Tree::Map(entries))
    }
}

impl Tree {
    /// The document as text: an entry a line, lists of plain values on one line.
    pub fn print(&self) -> String {
        let mut out = String::new();
        self.put(&mut out, 0);
        out.push('\n');
        out
    }

    fn is_plain(&self) -> bool {
        !matches!(self, Tree::List(_) | Tree::Map(_))
    }

    fn put(&self, out: &mut String, depth: usize) {
        match self {
            Tree::Null => out.push_str("null"),
            Tree::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Tree::Whole(value) => out.push_str(&value.to_string()),
            // The fewest digits that read back to the same double.
            Tree::Number(value) => out.push_str(&format!("{value:?}")),
            Tree::Text(value) => out.push_str(&quoted(value)),
            Tree::List(values) if values.iter().all(Tree::is_plain) => {
                between(out, ["[", ", ", "]"], values, |out, value| value.put(out, depth));
            }
            Tree::List(values) => {
                let [open, next, close] = lines("[", "]", depth);
                between(out, [&open, &next, &close], values, |out, value| value.put(out, depth + 1));
            }
            Tree::Map(entries) => {
                let [open, next, close] = lines("{", "}", depth);
                between(out, [&open, &next, &close], entries, |out, (key, value)| {
                    out.push_str(&quoted(key));
                    out.push_str(": ");
                    value.put(out, depth + 1);
                });
            }
        }
    }
}

/// What stands before, between and behind the entries of something that takes several lines.
fn lines(open: &str, close: &str, depth: usize) -> [String; 3] {
    let (inner, outer) = ("  ".repeat(depth + 1), "  ".repeat(depth));
    [format!("{open}\n{inner}"), format!(",\n{inner}"), format!("\n{outer}{close}")]
}

fn between<T>(out: &mut String, [open, next, close]: [&str; 3], all: &[T], put: impl Fn(&mut String, &T)) {
    if all.is_empty() {
        out.push_str(open.trim_end());
        return out.push_str(close.trim_start());
    }
    for (i, one) in all.iter().enumerate() {
        out.push_str(if i == 0 { open } else { next });
        put(out, one);
    }
    out.push_str(close);
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
