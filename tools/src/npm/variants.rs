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

/// From the smallest to the largest, each with the kinds of those before it; the last carries
/// every kind.
pub const VARIANTS: [Variant; 5] = [
    // Without the kernels of trees, which are a third of what follows.
    Variant {
        name: "linear",
        wasm: "windowbox-linear.wasm",
        kinds: Some(&["impute", "scale", "one-hot", "encode", "link", "linear"]),
        budget: 45 * 1024,
    },
    // What boosted trees, forests and linear models need with the usual preprocessing.
    Variant {
        name: "core",
        wasm: "windowbox-core.wasm",
        kinds: Some(&["impute", "scale", "one-hot", "encode", "link", "linear", "trees"]),
        budget: 75 * 1024,
    },
    // What most pipelines of scikit-learn and formulas of R need.
    Variant {
        name: "common",
        wasm: "windowbox-common.wasm",
        #[rustfmt::skip]
        kinds: Some(&[
            "impute", "scale", "one-hot", "encode", "link", "linear", "trees",
            "lookup", "arithmetic", "reduce", "map", "rank", "pick", "piecewise",
        ]),
        budget: 88 * 1024,
    },
    // All but dates and the counter of words, which brings Unicode's tables.
    Variant {
        name: "most",
        wasm: "windowbox-most.wasm",
        #[rustfmt::skip]
        kinds: Some(&[
            "impute", "scale", "one-hot", "encode", "link", "linear", "trees",
            "lookup", "arithmetic", "reduce", "map", "rank", "pick", "piecewise",
            "rare-links", "rare-functions", "distances", "naive-bayes", "nearest", "svm", "clusters",
        ]),
        budget: 104 * 1024,
    },
    Variant { name: "all", wasm: "windowbox.wasm", kinds: None, budget: 120 * 1024 },
];
