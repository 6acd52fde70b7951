//! Standard output for people.

pub use crate::npm::escape::tame;
use crate::system::said;
use std::io::{self, Write};
use windowbox::{Error, Result};

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
        if matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset) {
            std::process::exit(0);
        }
        Error::io(said(&error)).at("standard output").hint("see that its disk is not full, or what reads it")
    })
}

/// The width of the terminal, or what a page of text has.
pub fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.unwrap_or(100).clamp(40, 200)
}
