//! The built runtime that the command carries: JavaScript, and wasm in variants.

use std::collections::BTreeSet;
use std::path::Path;
use windowbox::model::Model;
use windowbox::preprocess::Step;
use windowbox::{Error, Op, Pipeline, Result};

// `FILES`: what stood in pkg/dist/ when the command was built; see tools/build.rs.
include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// What a package takes from the runtime as it is.
pub const SCRIPTS: [&str; 4] = ["browser.js", "node.cjs", "node.js", "workerd.js"];

/// A variant of the runtime: a wasm file and the kinds that it carries.
pub struct Variant {
    /// The name for people.
    pub name: &'static str,
    /// The file in pkg/dist/.
    pub wasm: &'static str,
    /// The features of the kinds in it, as the tables `KINDS` of steps and models
    /// name them; `None` for all.
    pub kinds: Option<&'static [&'static str]>,
}

/// All variants. Add a row when `cargo xtask wasm` builds another one.
pub const VARIANTS: &[Variant] = &[Variant { name: "all", wasm: "windowbox.wasm", kinds: None }];

impl Variant {
    fn serves(&self, needed: &BTreeSet<&str>) -> bool {
        self.kinds.is_none_or(|kinds| needed.iter().all(|kind| kinds.contains(kind)))
    }
}

/// The features of the kinds that a pipeline needs.
pub fn needed(pipeline: &Pipeline) -> BTreeSet<&'static str> {
    let feature = |node: &windowbox::Node| {
        let (tag, kinds) = match &node.op {
            Op::Step(step) => (step.tag(), Step::KINDS),
            Op::Model(model) => (model.tag(), Model::KINDS),
        };
        kinds.iter().find(|kind| kind.0 == tag).map(|kind| kind.1)
    };
    pipeline.nodes.iter().filter_map(feature).collect()
}

/// The files of a built runtime.
pub struct Runtime {
    files: Vec<(String, Vec<u8>)>,
}

impl Runtime {
    /// The one that the command carries.
    ///
    /// # Errors
    /// `no-runtime` where the command was built without one.
    pub fn embedded() -> Result<Self> {
        let files = FILES.iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec()));
        Self { files: files.collect() }.whole()
    }

    /// One that stands in a folder.
    ///
    /// # Errors
    /// `io` or `no-runtime`.
    pub fn read(folder: &Path) -> Result<Self> {
        let wasm = VARIANTS.iter().map(|variant| variant.wasm);
        let names = SCRIPTS.into_iter().chain(wasm).filter(|name| folder.join(name).is_file());
        let read = |name: &str| Ok((name.to_owned(), crate::rows::read_bytes(&folder.join(name))?));
        Self { files: names.map(read).collect::<Result<_>>()? }.whole()
    }

    fn whole(self) -> Result<Self> {
        SCRIPTS.iter().try_for_each(|name| self.file(name).map(drop))?;
        Ok(self)
    }

    /// A file by its name.
    ///
    /// # Errors
    /// `no-runtime`.
    pub fn file(&self, name: &str) -> Result<&[u8]> {
        let file = self.files.iter().find(|file| file.0 == name);
        file.map(|file| &file.1[..]).ok_or_else(|| {
            Error::unsupported("no-runtime", "this windowbox was built without the runtime that it packs")
                .at(name)
                .hint("in its repository run `cargo xtask wasm`, then `cargo build` again")
        })
    }

    /// The wasm of the smallest variant that serves a pipeline.
    ///
    /// # Errors
    /// `no-runtime`.
    pub fn wasm(&self, pipeline: &Pipeline) -> Result<&[u8]> {
        let needed = needed(pipeline);
        let serving = VARIANTS.iter().filter(|variant| variant.serves(&needed));
        let files = serving.map(|variant| self.file(variant.wasm)).collect::<Result<Vec<_>>>()?;
        files
            .into_iter()
            .min_by_key(|wasm| wasm.len())
            .ok_or_else(|| Error::unsupported("no-runtime", format!("no variant of the runtime carries {needed:?}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_name_kinds_that_exist() {
        let features: BTreeSet<&str> = Step::KINDS.iter().chain(Model::KINDS).map(|kind| kind.1).collect();
        for variant in VARIANTS {
            assert!(variant.kinds.unwrap_or_default().iter().all(|kind| features.contains(kind)), "{}", variant.name);
        }
        assert!(VARIANTS.iter().any(|variant| variant.kinds.is_none()));
    }

    #[test]
    fn a_variant_serves_what_it_carries() {
        let trees = Variant { name: "trees", wasm: "trees.wasm", kinds: Some(&["trees", "impute"]) };
        assert!(trees.serves(&["trees"].into()));
        assert!(!trees.serves(&["linear", "trees"].into()));
        assert!(VARIANTS[0].serves(&["linear", "trees"].into()));
    }
}
