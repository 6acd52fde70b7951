//! JSON with `NaN` and `Infinity` as Python's `json.dumps` writes them, made plain.

use std::borrow::Cow;

/// What stands bare, and what plain JSON has for it; the longer first.
const WORDS: [(&[u8], &[u8]); 3] =
    [(b"-Infinity", b"\"-Infinity\""), (b"Infinity", b"\"Infinity\""), (b"NaN", b"null")];

/// The same document with `NaN` as `null` and infinities as texts; texts stay as they are.
///
/// ```
/// use windowbox_tools::import::plain_json;
/// assert_eq!(&plain_json(b"[NaN, \"NaN\", -Infinity]")[..], b"[null, \"NaN\", \"-Infinity\"]");
/// ```
pub fn plain_json(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !WORDS.iter().any(|(word, _)| bytes.windows(word.len()).any(|window| window == *word)) {
        return Cow::Borrowed(bytes);
    }
    let (mut out, mut at, mut quoted) = (Vec::with_capacity(bytes.len()), 0, false);
    while at < bytes.len() {
        let word = WORDS.iter().find(|(word, _)| !quoted && bytes[at..].starts_with(word));
        let (taken, written) = match (word, bytes[at]) {
            (Some((word, plain)), _) => (word.len(), *plain),
            (None, b'\\') if quoted => (2, &bytes[at..bytes.len().min(at + 2)]),
            (None, _) => (1, &bytes[at..=at]),
        };
        quoted ^= bytes[at] == b'"';
        out.extend_from_slice(written);
        at += taken;
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_cut_documents_stay_as_they_are() {
        let same = |text: &'static [u8]| assert_eq!(&plain_json(text)[..], text);
        same(br#"{"a \" NaN": "Infinity"}"#);
        same(br#"["NaN \"#);
        assert_eq!(&plain_json(br#"["\\", NaN"#)[..], br#"["\\", null"#);
    }
}
