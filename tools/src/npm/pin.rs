//! Pinning a door to its model: two packages in one bundle both bring a `windowbox.wasm`,
//! and without its hash one model would answer for the other.

use windowbox::{Error, Result};

/// What stands in a door where the model's SHA-256 belongs.
pub const BLANK: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The door with the hash, in hex, in its place.
///
/// # Errors
/// `bad-runtime` for a door that does not have the place exactly once: it would take any model.
pub fn pin(name: &str, door: &[u8], sha256: &str) -> Result<Vec<u8>> {
    let text = std::str::from_utf8(door).unwrap_or_default();
    match text.matches(BLANK).count() {
        1 => Ok(text.replace(BLANK, sha256).into_bytes()),
        n => Err(Error::file("bad-runtime", format!("the script has {n} places for the model's hash, not one"))
            .at(name)
            .hint("build it again: cargo xtask wasm")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_takes_the_only_place() {
        let hash = "a1".repeat(32);
        let door = format!("const pin = '{BLANK}';");
        assert_eq!(pin("node.js", door.as_bytes(), &hash).unwrap(), format!("const pin = '{hash}';").into_bytes());
        for door in [String::new(), BLANK.repeat(2), format!("{door}{door}"), BLANK[1..].to_owned()] {
            let error = pin("node.js", door.as_bytes(), &hash).unwrap_err();
            assert_eq!((error.code, &error.place[..]), ("bad-runtime", "node.js"));
            assert!(error.hint.contains("cargo xtask wasm"));
        }
    }
}
