//! The built runtime that the command carries: JavaScript, and wasm in variants.

use crate::carried;
use crate::system::said;
use std::collections::BTreeSet;
use std::path::Path;
use windowbox::model::Model;
use windowbox::preprocess::Step;
use windowbox::{Error, Op, Pipeline, Result};

use super::variants::{VARIANTS, Variant};

/// What `cargo xtask wasm` had built when the command was. Nothing where there was none; see tools/build.rs.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/runtime.br"));

/// The doors that package.json names, each one file with all of its JavaScript.
pub const DOORS: [&str; 6] = ["browser.js", "classic.js", "node.cjs", "node.js", "react-native.js", "workerd.js"];

/// The wasm of a package, whatever variant it is: the doors look for this name.
pub const WASM: &str = "windowbox.wasm";

/// The copy of the wasm in JavaScript: a package gets its own, with the model.
pub const INLINE: &str = "inline.js";

impl Variant {
    fn serves(&self, needed: &BTreeSet<&str>) -> bool {
        self.kinds().is_none_or(|kinds| needed.iter().all(|kind| kinds.contains(kind)))
    }
}

/// Features that are no kinds, but the rarer part of one.
const LINKS: &str = "rare-links";
const FUNCTIONS: &str = "rare-functions";

/// The feature that is no kind and no part of one: why a model answers as it does.
const EXPLAIN: &str = "explain";

/// The features of the kinds that a pipeline needs.
pub fn needed(pipeline: &Pipeline) -> BTreeSet<&'static str> {
    let feature = |node: &windowbox::Node| {
        let (tag, kinds) = match &node.op {
            Op::Step(step) => (step.tag(), Step::KINDS),
            Op::Model(model) => (model.tag(), Model::KINDS),
        };
        kinds.iter().find(|kind| kind.0 == tag).map(|kind| kind.1)
    };
    let targets = pipeline.output.targets.iter().filter(|target| target.link.is_rare()).map(|_| LINKS);
    let rare = pipeline.nodes.iter().filter_map(|node| match &node.op {
        Op::Step(Step::Link(link)) => link.is_rare().then_some(LINKS),
        Op::Step(Step::Arithmetic(of)) => of.function.is_rare().then_some(FUNCTIONS),
        _ => None,
    });
    pipeline.nodes.iter().filter_map(feature).chain(rare).chain(targets).collect()
}

/// Scripts and wasm.
fn is_part(name: &str) -> bool {
    [".js", ".cjs", ".mjs", ".wasm"].iter().any(|end| name.ends_with(end)) && name != INLINE
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
        Self { files: carried::files(PACKED)? }.whole()
    }

    /// One that stands in a folder.
    ///
    /// # Errors
    /// `io` or `no-runtime`.
    pub fn read(folder: &Path) -> Result<Self> {
        let failed = |e: std::io::Error| {
            Error::io(said(&e))
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

    /// The smallest variant that serves a pipeline, of those that are here, and its wasm. Where the package
    /// `explains`, one that says why a model answers as it does.
    ///
    /// # Errors
    /// `no-runtime`.
    pub fn variant(&self, pipeline: &Pipeline, explains: bool) -> Result<(&'static Variant, &[u8])> {
        let mut needed = needed(pipeline);
        needed.extend(explains.then_some(EXPLAIN));
        let here = VARIANTS.iter().filter(|variant| variant.serves(&needed));
        let mut here = here.filter_map(|variant| Some((variant, self.file(variant.wasm).ok()?)));
        here.next().ok_or_else(|| {
            Error::unsupported("no-runtime", format!("no variant of the runtime here carries {needed:?}")).at(WASM)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::data::Schema;
    use windowbox::preprocess::Arithmetic;
    use windowbox::preprocess::arithmetic::{Function, Operand};
    use windowbox::slots::Precision;
    use windowbox::{Output, Target};

    #[test]
    fn variants_name_kinds_that_exist() {
        let features: BTreeSet<&str> =
            Step::KINDS.iter().chain(Model::KINDS).map(|kind| kind.1).chain([LINKS, FUNCTIONS]).collect();
        for variant in VARIANTS {
            assert!(variant.kinds().unwrap_or_default().iter().all(|kind| features.contains(kind)), "{}", variant.name);
        }
        assert!(VARIANTS.iter().any(|variant| variant.kinds().is_none()));
    }

    #[test]
    fn a_variant_serves_what_it_carries() {
        let smallest = |needed: &[&str]| {
            let needed = needed.iter().copied().collect();
            VARIANTS.iter().find(|variant| variant.serves(&needed)).map(|variant| variant.name)
        };
        assert_eq!(smallest(&["trees", "encode", "link"]), Some("core"));
        assert_eq!(smallest(&["linear", "arithmetic", "reduce"]), Some("common"));
        assert_eq!(smallest(&["trees", "nearest", LINKS]), Some("most"));
        assert_eq!(smallest(&["linear", "words"]), Some("all"));
        assert_eq!(smallest(&["linear", EXPLAIN]), Some("all"));
    }

    #[test]
    fn rarer_functions_are_needed_besides_their_kind() {
        let of = |function| {
            let operands = vec![Operand::Column(0)];
            let step = Arithmetic { function, precision: Precision::F64, strict: true, operands };
            let node = windowbox::Node::new(Op::Step(Step::Arithmetic(step)), vec![0], 1, 1);
            needed(&Pipeline::new(Schema::default(), vec![node], Output::one(Target::regression("y", 1))))
        };
        assert_eq!(of(Function::Exp), BTreeSet::from(["arithmetic"]));
        assert_eq!(of(Function::Sine), BTreeSet::from(["arithmetic", FUNCTIONS]));
    }

    /// The first that serves is taken, so none may lack what one before it has.
    #[test]
    fn a_variant_carries_what_those_before_it_do() {
        for pair in VARIANTS.windows(2) {
            let before: BTreeSet<&str> = pair[0].kinds().unwrap_or_default().into_iter().collect();
            assert!(pair[1].serves(&before), "{} and {}", pair[0].name, pair[1].name);
        }
    }
}
