//! The built runtime that the command carries: JavaScript, and wasm in variants.

use std::collections::BTreeSet;
use std::path::Path;
use windowbox::model::Model;
use windowbox::preprocess::Step;
use windowbox::{Error, Op, Pipeline, Result};

// `FILES`: what stood in pkg/dist/ when the command was built; see tools/build.rs.
include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// The doors that package.json names, each one file with all of its JavaScript.
pub const DOORS: [&str; 4] = ["browser.js", "node.cjs", "node.js", "workerd.js"];

/// The wasm of a package, whatever variant it is: the doors look for this name.
pub const WASM: &str = "windowbox.wasm";

/// The copy of the wasm in JavaScript: a package gets its own, with the model.
pub const INLINE: &str = "inline.js";

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
pub const VARIANTS: &[Variant] = &[Variant { name: "all", wasm: WASM, kinds: None }];

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

/// Scripts and wasm. tools/build.rs embeds the same.
fn is_part(name: &str) -> bool {
    [".js", ".cjs", ".wasm"].iter().any(|end| name.ends_with(end)) && name != INLINE
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
        let failed = |e: std::io::Error| {
            Error::io(e.to_string())
                .at(folder.display().to_string())
                .hint("name the folder that `cargo xtask wasm` fills, or leave --runtime away")
        };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
            if is_part(&name) {
                let bytes = std::fs::read(folder.join(&name)).map_err(failed)?;
                files.push((name, bytes));
            }
        }
        files.sort();
        Self { files }.whole()
    }

    fn whole(self) -> Result<Self> {
        DOORS.iter().try_for_each(|name| self.file(name).map(drop))?;
        Ok(self)
    }

    /// The scripts, which a package takes as they are.
    pub fn scripts(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let scripts = self.files.iter().filter(|(name, _)| !name.ends_with(".wasm"));
        scripts.map(|(name, bytes)| (name.as_str(), &bytes[..]))
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
