//! `cargo xtask licences`: every dependency's licence and source, from `cargo metadata`, against deny.toml.
//!
//! The file is cargo-deny's own format and can be used with it, too. What we cannot check here is advisories:
//! their database needs a network; `cargo deny check advisories` does it.

use std::fs;

use anyhow::{Context, Result, bail};
use cargo_metadata::{MetadataCommand, Package};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use crate::repo::Repo;

/// The parts of deny.toml that we read.
#[derive(Deserialize)]
struct Policy {
    licenses: Licences,
    advisories: Advisories,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Advisories {
    ignore: Vec<Waiver>,
}

/// An advisory that we live with.
#[derive(Deserialize)]
struct Waiver {
    id: String,
    reason: String,
}

pub fn run(repo: &Repo) -> Result<()> {
    let text = fs::read_to_string(repo.root().join("deny.toml")).context("cannot read deny.toml")?;
    let policy: Policy = toml::from_str(&text).context("deny.toml is not as expected")?;
    let metadata =
        MetadataCommand::new().other_options(["--locked".to_owned()]).exec().context("is Cargo.lock up to date?")?;
    let faults: Vec<_> = metadata.packages.iter().filter_map(|package| fault(package, &policy.licenses)).collect();
    if !faults.is_empty() {
        bail!("{} packages break deny.toml:\n  {}", faults.len(), faults.join("\n  "));
    }
    println!("{} packages have an allowed licence and source", metadata.packages.len());
    policy.advisories.ignore.iter().for_each(|waiver| println!("waived: {} - {}", waiver.id, waiver.reason));
    println!("advisories are not checked here: `cargo deny check advisories` does, with a network");
    Ok(())
}

fn fault(package: &Package, licences: &Licences) -> Option<String> {
    let name = format!("{} {}", package.name, package.version);
    if package.source.as_ref().is_some_and(|source| !source.is_crates_io()) {
        return Some(format!("{name} comes from neither crates.io nor this repository"));
    }
    let Some(licence) = &package.license else {
        return Some(format!("{name} names no licence"));
    };
    match allowed(licence, &licences.allow) {
        Ok(true) => None,
        Ok(false) => Some(format!("{name} has the licence {licence}, which is not in the list")),
        Err(error) => Some(format!("{name}: {error:#}")),
    }
}

/// Whether the expression can be met by licences in the list alone.
fn allowed(licence: &str, allow: &[String]) -> Result<bool> {
    let expression = Expression::parse_mode(licence, ParseMode::LAX).context("cannot read its licence")?;
    Ok(expression.evaluate(|requirement| allow.contains(&requirement.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_met_by_the_list_alone() {
        let list = ["MIT".to_owned(), "Apache-2.0".to_owned(), "Apache-2.0 WITH LLVM-exception".to_owned()];
        let met = |licence| allowed(licence, &list).unwrap();
        assert!(met("MIT OR GPL-3.0-only"));
        assert!(met("MIT/Apache-2.0"));
        assert!(met("Apache-2.0 WITH LLVM-exception"));
        assert!(!met("MIT AND GPL-3.0-only"));
        assert!(allowed("Do What You Like", &list).is_err());
    }
}
