//! The variants of the runtime: which kinds each carries. One table for `cargo xtask`, which builds and measures
//! them, and for `pack`, which chooses one; so this file imports nothing.

/// A variant of the runtime: a wasm file and the kinds that it carries.
#[derive(Debug)]
pub struct Variant {
    /// The name for people.
    pub name: &'static str,
    /// The file.
    pub wasm: &'static str,
    /// Lists of the features of the kinds in it, as the tables `KINDS` of steps and models
    /// name them; `None` for all.
    lists: Option<&'static [&'static [&'static str]]>,
    /// Gzipped bytes that it may have.
    pub budget: usize,
}

impl Variant {
    /// The features of the kinds in it; `None` for all.
    pub fn kinds(&self) -> Option<Vec<&'static str>> {
        self.lists.map(<[_]>::concat)
    }
}

/// Linear models and the usual preprocessing.
const LINES: &[&str] = &["impute", "scale", "one-hot", "encode", "link", "linear"];
/// Boosted trees and forests, with the kernels.
const TREES: &[&str] = &["trees"];
/// What most pipelines of scikit-learn and formulas of R need besides.
const PIPELINES: &[&str] = &["lookup", "arithmetic", "reduce", "map", "rank", "pick", "piecewise"];
/// All others but dates and the counter of words, which brings Unicode's tables.
const OTHERS: &[&str] = &["rare-links", "rare-functions", "distances", "naive-bayes", "nearest", "svm", "clusters"];

/// From the smallest to the largest, each with the kinds of those before it; the last carries
/// every kind, and explanations (the feature `explain`, which is no kind).
pub const VARIANTS: [Variant; 5] = [
    Variant { name: "linear", wasm: "windowbox-linear.wasm", lists: Some(&[LINES]), budget: 45 * 1024 },
    Variant { name: "core", wasm: "windowbox-core.wasm", lists: Some(&[LINES, TREES]), budget: 77 * 1024 },
    Variant {
        name: "common",
        wasm: "windowbox-common.wasm",
        lists: Some(&[LINES, TREES, PIPELINES]),
        budget: 88 * 1024,
    },
    Variant {
        name: "most",
        wasm: "windowbox-most.wasm",
        lists: Some(&[LINES, TREES, PIPELINES, OTHERS]),
        budget: 104 * 1024,
    },
    Variant { name: "all", wasm: "windowbox.wasm", lists: None, budget: 142 * 1024 },
];
