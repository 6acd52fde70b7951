//! Text for people: names out of a model cannot command the terminal.

use std::fmt::Write as _;
use std::io::{self, Write};
use windowbox::{Error, Result};

/// The same text with control characters (and those that turn its direction) spelt
/// out: a name could otherwise move the cursor, or hide what follows.
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
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Writes text to standard output.
///
/// # Errors
/// `io`.
pub fn print(text: &str) -> Result<()> {
    written(io::stdout().lock().write_all(text.as_bytes()))
}

/// The result of writing to standard output. Whoever read it may stop (`| head`):
/// that ends the command, and is nobody's fault.
///
/// # Errors
/// `io`.
pub fn written<T>(result: io::Result<T>) -> Result<T> {
    result.map_err(|error| {
        if error.kind() == io::ErrorKind::BrokenPipe {
            std::process::exit(0);
        }
        Error::io(error.to_string()).at("standard output")
    })
}

/// The width of the terminal, or what a page of text has.
pub fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.unwrap_or(100).clamp(40, 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_spelt_out() {
        assert_eq!(tame("a\u{1b}[2Jb\n\u{202e}é"), "a\\u{1b}[2Jb\\n\\u{202e}é");
    }
}
