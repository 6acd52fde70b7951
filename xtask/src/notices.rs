//! The licences of what is compiled into the command for npm, in their own words.

use std::collections::{BTreeMap, HashSet};
use std::fs;

use anyhow::{Context, Result};
use cargo_metadata::{CargoOpt, DependencyKind, MetadataCommand, Package, PackageId, Resolve};

use crate::repo::Repo;
use crate::toolchain::WASI;

const HEAD: &str = "\
Third-party notices
===================

The file windowbox.wasm is the command of windowbox, Copyright (c) the windowbox
authors, MIT OR Apache-2.0, with the runtime that it packs. It contains Rust's
standard library, Copyright (c) The Rust Project Contributors, MIT OR
Apache-2.0, wasi-libc, Copyright (c) the wasi-libc authors, and musl libc,
Copyright (c) 2005-2020 Rich Felker, et al., both MIT, and the crates below,
each with its terms.
";

/// The text of bin/THIRD-PARTY-NOTICES: what `tools`, without what it need not have, is made of.
pub fn of_command(repo: &Repo) -> Result<String> {
    let mut command = MetadataCommand::new();
    command.manifest_path(repo.root().join("tools/Cargo.toml")).features(CargoOpt::NoDefaultFeatures);
    let metadata = command.other_options(["--filter-platform".to_owned(), WASI.to_owned()]).exec()?;
    let resolve = metadata.resolve.as_ref().context("cargo metadata resolves nothing")?;
    let root = metadata.packages.iter().find(|package| package.name.as_str() == "windowbox-tools");
    let linked = linked(resolve, &root.context("windowbox-tools is not there")?.id);
    let packages = metadata.packages.iter().filter(|package| linked.contains(&package.id) && package.source.is_some());
    let packages: BTreeMap<_, _> = packages.filter(|p| !is_macro(p)).map(|p| (p.name.to_string(), p)).collect();
    let notices: Result<String> = packages.values().map(|package| notice(package)).collect();
    Ok(format!("{HEAD}{}", notices?))
}

/// Everything that is reached by ordinary dependencies.
fn linked<'a>(resolve: &'a Resolve, root: &'a PackageId) -> HashSet<&'a PackageId> {
    let (mut found, mut next) = (HashSet::from([root]), vec![root]);
    while let Some(id) = next.pop() {
        let node = resolve.nodes.iter().find(|node| node.id == *id);
        let deps = node.into_iter().flat_map(|node| &node.deps);
        let ordinary = deps.filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
        next.extend(ordinary.map(|dep| &dep.pkg).filter(|id| found.insert(id)));
    }
    found
}

/// It runs in the compiler alone.
fn is_macro(package: &Package) -> bool {
    package.targets.iter().any(cargo_metadata::Target::is_proc_macro)
}

fn notice(package: &Package) -> Result<String> {
    let terms = package.license.as_deref().unwrap_or("no licence named");
    let mut text = format!("\n\n{} {}: {terms}\n\n", package.name, package.version);
    let files = texts(package)?;
    if files.is_empty() {
        text += &format!("By {}.\n", package.authors.join(", "));
    }
    files.iter().for_each(|file| text += file.trim_start_matches('\u{feff}'));
    Ok(text)
}

/// Its licences; the long text of Apache's is left away where another one serves.
fn texts(package: &Package) -> Result<Vec<String>> {
    let folder = package.manifest_path.parent().context("a manifest lies in a folder")?;
    let mut names: Vec<String> =
        fs::read_dir(folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.retain(|name| ["LICENSE", "COPYRIGHT"].iter().any(|start| name.to_uppercase().starts_with(start)));
    names.sort();
    if names.iter().any(|name| !name.contains("APACHE")) {
        names.retain(|name| !name.contains("APACHE"));
    }
    names.iter().map(|name| Ok(fs::read_to_string(folder.join(name))?)).collect()
}
