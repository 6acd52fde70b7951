//! The variants of the runtime: which kinds each carries. One table for `cargo xtask`, which builds and measures
//! them, and for `pack`, which chooses one; so this file imports nothing.

/// A variant of the runtime: a wasm file and the kinds that it carries.
#[derive(Debug)]
pub struct Variant {
    /// The name for people.
    pub name: &'static str,
    /// The file.
    pub wasm: &'static str,
    /// The features of the kinds in it, as the tables `KINDS` of steps and models name them;
    /// `None` for all.
    pub kinds: Option<&'static [&'static str]>,
    /// Gzipped bytes that it may have.
    pub budget: usize,
}

/// From the smallest to the largest; the last carries every kind.
pub const VARIANTS: [Variant; 2] = [
    // What boosted trees, forests and linear models need with the usual preprocessing.
    Variant {
        name: "core",
        wasm: "windowbox-core.wasm",
        kinds: Some(&["impute", "scale", "one-hot", "encode", "link", "linear", "trees"]),
        budget: 45 * 1024,
    },
    Variant { name: "all", wasm: "windowbox.wasm", kinds: None, budget: 120 * 1024 },
];
