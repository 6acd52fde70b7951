//! The classic script: it makes one global, whose name comes from the package's.

use windowbox::{Error, Result};

/// How the built script starts: the runtime's own global.
pub const BLANK: &str = "var windowbox=";

/// Its file.
pub const FILE: &str = "classic.js";

/// No variable can be called so, or a page gives it another meaning than it had.
const TAKEN: [&str; 64] = [
    "abstract",
    "arguments",
    "await",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "document",
    "double",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "int",
    "interface",
    "let",
    "location",
    "long",
    "name",
    "native",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "top",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "void",
    "while",
    "window",
    "with",
    "yield",
];

/// The script with the package's own global.
///
/// # Errors
/// `bad-runtime` for a script that does not make its global once.
pub fn put(script: &[u8], package: &str) -> Result<Vec<u8>> {
    let text = std::str::from_utf8(script).unwrap_or_default();
    match text.matches(BLANK).count() {
        1 => Ok(text.replace(BLANK, &format!("var {}=", global(package))).into_bytes()),
        n => Err(Error::file("bad-runtime", format!("the script makes its global {n} times, not once"))
            .at(FILE)
            .hint("build it again: cargo xtask wasm")),
    }
}

/// What a page calls a package: its name without the scope, in camel case.
pub fn global(package: &str) -> String {
    let bare = package.rsplit('/').next().unwrap_or(package);
    let mut words = bare.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_ascii_lowercase();
    let name = words.fold(first, |name, word| name + &word[..1].to_ascii_uppercase() + &word[1..]);
    match name.starts_with(|c: char| c.is_ascii_alphabetic()) && !TAKEN.contains(&&name[..]) {
        true => name,
        false => format!("_{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globals_are_names_of_variables() {
        for (package, wanted) in [
            ("titanic-survival", "titanicSurvival"),
            ("@shop/flower.species_2", "flowerSpecies2"),
            ("iris", "iris"),
            ("3d-model", "_3dModel"),
            ("class", "_class"),
            ("top", "_top"),
            ("a--b-", "aB"),
        ] {
            assert_eq!(global(package), wanted);
        }
        assert!(TAKEN.is_sorted());
    }

    #[test]
    fn the_global_takes_the_only_place() {
        let made = put(b"var windowbox=(()=>{})();", "iris-species").unwrap();
        assert_eq!(made, b"var irisSpecies=(()=>{})();");
        for script in ["", "let windowbox=1", "var windowbox=1;var windowbox=2"] {
            let error = put(script.as_bytes(), "iris").unwrap_err();
            assert_eq!((error.code, &error.place[..]), ("bad-runtime", FILE));
        }
    }
}
