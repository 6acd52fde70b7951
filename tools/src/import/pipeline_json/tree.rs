//! JSON as a tree: every number exact, no key twice.

use super::list::List;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
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
    List(List),
    Map(Vec<(String, Tree)>),
}

/// Values besides those in lists of numbers. Each takes some dozens of bytes in place of a few.
const LOOSE_LIMIT: usize = 1 << 24;

const TOO_MANY: &str = "the document has too many values that are not in lists of numbers";

/// Parses a document; nesting is bounded by the parser.
///
/// # Errors
/// `truncated` or `malformed`, with line and column; `limit` for more than 2^24 values that
/// are not in lists of numbers.
pub fn parse(bytes: &[u8]) -> Result<Tree> {
    parse_within(bytes, LOOSE_LIMIT)
}

fn parse_within(bytes: &[u8], limit: usize) -> Result<Tree> {
    let (loose, mut parser) = (Cell::new(0), serde_json::Deserializer::from_slice(bytes));
    let tree = Growing { loose: &loose, limit }.deserialize(&mut parser).and_then(|tree| parser.end().map(|()| tree));
    tree.map_err(|e| match e.is_eof() {
        _ if loose.get() > limit => Error::limit(TOO_MANY),
        true => Error::file("truncated", e.to_string()).hint("write the file again"),
        false => Error::file("malformed", e.to_string()),
    })
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Growing { loose: &Cell::new(0), limit: LOOSE_LIMIT }.deserialize(deserializer)
    }
}

/// Makes a tree, and counts the loose values of the whole document.
#[derive(Clone, Copy)]
struct Growing<'a> {
    loose: &'a Cell<usize>,
    limit: usize,
}

impl Growing<'_> {
    fn count<E: serde::de::Error>(self, more: usize) -> std::result::Result<(), E> {
        self.loose.set(self.loose.get() + more);
        if self.loose.get() > self.limit { Err(E::custom(TOO_MANY)) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Growing<'_> {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Growing<'_> {
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
        let (mut values, mut loose) = (List::with_capacity(0), 0);
        while let Some(value) = list.next_element_seed(self)? {
            values.push(value);
            self.count(values.loose() - loose)?;
            loose = values.loose();
        }
        values.shrink();
        Ok(Tree::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Tree, A::Error> {
        let (mut entries, mut seen) = (Vec::new(), HashSet::new());
        while let Some(key) = map.next_key::<String>()? {
            self.count(1)?;
            let value = map.next_value_seed(self)?;
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
            Tree::Number(value) if value.is_finite() => out.push_str(&format!("{value:?}")),
            Tree::Number(value) => out.push_str(&quoted(word(*value))),
            Tree::Text(value) => out.push_str(&quoted(value)),
            Tree::List(values) if values.iter().all(|value| value.is_plain()) => {
                between(out, ["[", ", ", "]"], values.iter(), |out, value| value.put(out, depth));
            }
            Tree::List(values) => {
                let [open, next, close] = lines("[", "]", depth);
                between(out, [&open, &next, &close], values.iter(), |out, value| value.put(out, depth + 1));
            }
            Tree::Map(entries) => {
                let [open, next, close] = lines("{", "}", depth);
                between(out, [&open, &next, &close], entries.iter(), |out, (key, value)| {
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

fn between<T>(
    out: &mut String,
    [open, next, close]: [&str; 3],
    all: impl Iterator<Item = T>,
    put: impl Fn(&mut String, T),
) {
    let mut all = all.peekable();
    if all.peek().is_none() {
        out.push_str(open.trim_end());
        return out.push_str(close.trim_start());
    }
    for (i, one) in all.enumerate() {
        out.push_str(if i == 0 { open } else { next });
        put(out, one);
    }
    out.push_str(close);
}

/// What stands for a number that JSON does not have.
fn word(value: f64) -> &'static str {
    match value {
        value if value.is_nan() => "NaN",
        value if value > 0.0 => "Infinity",
        _ => "-Infinity",
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Few bytes become many: such values are counted, those in lists of numbers are not.
    #[test]
    fn loose_values_are_bounded() {
        let of = |document: String| parse_within(document.as_bytes(), 99).map_err(|e| e.code).map(|_| ());
        for (document, loose) in [("[]", 1), ("{\"a\":1}", 1), ("[1,\"\"]", 2), ("[[null,0.5]]", 2)] {
            let list = |n: usize| format!("[{}]", [document].repeat(n).join(","));
            let n = 99 / loose;
            assert_eq!(of(list(n / 2)), Ok(()), "{document}");
            assert_eq!(of(list(n + 1)), Err("limit"), "{document}");
        }
        assert_eq!(of(format!("[{}]", ["1,0.5"; 999].join(","))), Ok(()));
    }
}
