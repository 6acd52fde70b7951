//! Files that the command carries: one brotli stream, each as a line with its name, a line with its length, its bytes.

use windowbox::{Error, Result};

/// The files of a stream; none of an empty one.
///
/// # Errors
/// `bad-runtime`.
pub fn files(packed: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    if !packed.is_empty() {
        brotli_decompressor::BrotliDecompress(&mut &packed[..], &mut bytes).map_err(|e| Error::io(e.to_string()))?;
    }
    split(&bytes).ok_or_else(|| {
        Error::file("bad-runtime", "the runtime in this command is damaged").hint("install the command again")
    })
}

fn split(mut rest: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    while !rest.is_empty() {
        let mut line = || {
            let end = rest.iter().position(|byte| *byte == b'\n')?;
            let text = std::str::from_utf8(&rest[..end]).ok()?;
            rest = &rest[end + 1..];
            Some(text)
        };
        let (name, length) = (line()?.to_owned(), line()?.parse().ok()?);
        let (content, behind) = rest.split_at_checked(length)?;
        files.push((name, content.to_vec()));
        rest = behind;
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_split_where_they_were_joined() {
        let file = |name: &str, content: &[u8]| (name.to_owned(), content.to_vec());
        let joined = b"a.js\n4\n1\n\n2b.wasm\n0\n";
        assert_eq!(split(joined), Some(vec![file("a.js", b"1\n\n2"), file("b.wasm", b"")]));
        assert_eq!(split(b""), Some(vec![]));
        assert_eq!(split(&joined[..9]), None);
        assert_eq!(split(b"a.js\nfour\n"), None);
    }
}
