//! Texts out of a model, made harmless where they are put: a name is data, whatever
//! it looks like.

use super::literal;
use serde_json::Value;
use std::fmt::Write;

/// The same text with control characters, and those that turn or hide text, spelt out:
/// a name could otherwise move a terminal's cursor, or read otherwise than it is.
pub fn tame(text: &str) -> String {
    let mut tame = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_control() || is_format(c) => write!(tame, "{}", c.escape_default()).unwrap_or_default(),
            c => tame.push(c),
        }
    }
    tame
}

fn is_format(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// On one line, what it would break on turned into spaces.
fn line(text: &str) -> String {
    tame(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// For a comment of JavaScript: it cannot end it, nor be a tag of documentation.
pub fn comment(text: &str) -> String {
    line(text).replace("*/", "*\\/").replace('@', "\\@")
}

/// For running text of Markdown, also inside a table: neither markup nor a link.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::new();
    for c in line(text).chars() {
        if "\\`*_{}[]<>#|~&@$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    // What GitHub would make a link of.
    escaped.replace("://", "\\://").replace("www.", "www\\.")
}

/// A string literal of JavaScript and TypeScript.
pub fn string(text: &str) -> String {
    let json = Value::from(text).to_string();
    let mut literal = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            c if c.is_control() || is_format(c) => write!(literal, "\\u{:04x}", c as u32).unwrap_or_default(),
            c => literal.push(c),
        }
    }
    literal
}

/// A literal of any value.
pub fn value(value: &Value) -> String {
    match value {
        Value::String(text) => string(text),
        other => literal::text(other),
    }
}

/// A key of an object or interface: bare where JavaScript takes it bare.
pub fn key(name: &str) -> String {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$');
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$');
    if begins && plain { name.to_owned() } else { string(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_place() {
        assert_eq!(comment("a */ b\n * @internal"), "a *\\/ b * \\@internal");
        assert_eq!(markdown("<b>|`x`|\n# [a](http://b)"), "\\<b\\>\\|\\`x\\`\\| \\# \\[a\\](http\\://b)");
        assert_eq!(string("a\"\\\n\u{202e}\u{7f}é"), "\"a\\\"\\\\\\n\\u202e\\u007fé\"");
        assert_eq!(tame("a\u{1b}[2Jb\n\u{202e}é"), "a\\u{1b}[2Jb\\n\\u{202e}é");
    }

    #[test]
    fn keys_are_bare_where_they_can_be() {
        assert_eq!(
            (key("sl"), key("a b"), key("1a"), key("")),
            ("sl".into(), "\"a b\"".into(), "\"1a\"".into(), "\"\"".into())
        );
    }
}
