//! Filling `{{places}}` of a page's template.

use windowbox::{Error, Result};

/// The template with a value in each place; what a value says is not looked at again.
///
/// # Errors
/// `bad-runtime` for a place that has no value.
pub fn fill(template: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut pieces = template.split("{{");
    let mut page = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("}}").ok_or_else(|| lost(piece))?;
        page += values.iter().find(|value| value.0 == name).ok_or_else(|| lost(name))?.1;
        page += rest;
    }
    Ok(page)
}

fn lost(place: &str) -> Error {
    Error::file("bad-runtime", "the page's template has a place that nothing fills")
        .at(place)
        .hint("build it again: cargo xtask wasm")
}

/// Text as HTML has it, in an element or an attribute.
pub fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_filled_once() {
        let values = [("a", "{{b}}"), ("b", "2")];
        assert_eq!(fill("<{{a}}-{{b}}>", &values).unwrap(), "<{{b}}-2>");
        assert_eq!(fill("{{c}}", &values).unwrap_err().place, "c");
        assert_eq!(fill("{{a", &values).unwrap_err().code, "bad-runtime");
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(html("\"><script>&amp;"), "&quot;&gt;&lt;script&gt;&amp;amp;");
    }
}
