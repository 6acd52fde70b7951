//! `cargo xtask ci`: what a change must pass before it lands.

use std::process::Command;

use anyhow::Result;

use crate::repo::Repo;
use crate::steps::Steps;
use crate::{licences, packaging, process, test};

pub fn run(repo: &Repo, args: &test::Args) -> Result<()> {
    let mut steps = Steps::new();
    steps.add("format", || cargo(repo, &["fmt", "--all", "--check"]));
    steps.add("licences and sources", || licences::run(repo));
    steps.add("clippy, warnings are errors", || clippy(repo));
    steps.add("rustdoc, warnings are errors", || rustdoc(repo));
    test::add_steps(&mut steps, repo, args);
    steps.add("the runtime, built again elsewhere", || packaging::variant_elsewhere(repo));
    steps.run(args.keep_going)
}

fn clippy(repo: &Repo) -> Result<()> {
    cargo(repo, &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-Dwarnings"])
}

fn rustdoc(repo: &Repo) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["doc", "--quiet", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-Dwarnings");
    process::run(command.current_dir(repo.root()))
}

fn cargo(repo: &Repo, arguments: &[&str]) -> Result<()> {
    process::run(Command::new("cargo").args(arguments).current_dir(repo.root()))
}
