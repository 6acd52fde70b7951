//! PMML 4: regression, general regression, trees and ensembles of trees, with the
//! fields that are derived for them.
//!
//! Predicates have three values: unknown where their field is missing. A tree of them
//! is asked again and again, each time with what is known by then, until it says where
//! to go; every question that it asked on the way is a node of ours. So the runtime
//! interprets nothing of PMML.

mod answer;
mod apply;
mod blend;
mod build;
mod cluster;
mod compile;
mod dates;
mod derive;
mod design;
mod facts;
mod fields;
mod general;
mod intervals;
mod links;
mod logic;
mod mining;
mod model;
mod neural;
mod numbers;
mod predicate;
#[cfg(test)]
mod random;
mod regression;
mod scorecard;
mod svm;
#[cfg(test)]
mod tests;
mod tree;
mod xml;

use super::{Format, Imported, Sidecar};
use windowbox::{Error, Result};

pub const FORMAT: Format = Format { name: "PMML", sniff, read };

fn sniff(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
}

/// The file says all that a sidecar could say.
fn read(bytes: &[u8], sidecar: &Sidecar) -> Result<Imported> {
    sidecar.only(&[])?;
    let text = xml::text(bytes)?;
    let document = xml::parse(text)?;
    let root = document.root_element();
    match root.tag_name().name() {
        "PMML" => answer::import(root),
        other => Err(Error::file("unknown-format", format!("XML, but <{other}> and not <PMML>"))),
    }
}

/// Something that PMML has and we do not read.
fn unsupported(what: impl std::fmt::Display) -> Error {
    Error::unsupported("unsupported-feature", format!("{what} is not read"))
}
