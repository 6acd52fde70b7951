//! The chores of this repository: `cargo xtask --help` lists them, one file per verb.

mod apt;
mod asan;
mod bench;
mod bindgen;
mod blob;
mod browser;
mod ci;
mod command;
mod conformance;
mod demo;
mod exporters;
mod fuzz;
mod golden;
mod js;
mod licences;
mod notices;
mod npm;
mod packaging;
mod page;
mod process;
mod python;
mod r;
mod repo;
mod setup;
mod size;
mod stamp;
mod steps;
mod test;
mod toolchain;
#[path = "../../tools/src/npm/variants.rs"]
mod variants;
mod wasm;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::repo::Repo;

/// The chores of this repository.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build the runtime (wasm and JavaScript) into pkg/dist/
    Wasm(wasm::Args),
    /// Bundle the page for the command that carries it, after `wasm`
    Page,
    /// Check what a browser downloads against its budget, and what is compiled into it
    Size(size::Args),
    /// Train, pack and serve the two examples, from nothing
    Demo(demo::Args),
    /// Run every test: native, wasm, JavaScript, TypeScript, end to end
    Test(test::Args),
    /// Run a folder of other libraries' models natively, in node and in Chromium, and compare bit by bit
    Conformance(conformance::Args),
    /// Feed importers and `unpack` what a fuzzer makes up; finds are kept in tests/hostile/fuzz
    Fuzz(fuzz::Args),
    /// Run the kernels under AddressSanitizer, on whatever their tests draw
    Asan,
    /// Measure windowbox beside its peers, and write docs/bench.md and its picture
    Bench(bench::Args),
    /// Write our side of tests/golden anew, on purpose
    Golden,
    /// Check format, lints, docs and licences, then run every test
    Ci(test::Args),
    /// Check licences and sources of every dependency against deny.toml
    Licences,
}

fn main() -> ExitCode {
    match run(Cli::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(verb: Verb) -> Result<()> {
    let repo = Repo::open()?;
    match verb {
        Verb::Wasm(args) => wasm::run(&repo, &args),
        Verb::Page => page::build(&repo),
        Verb::Size(args) => size::verb(&repo, &args),
        Verb::Demo(args) => demo::run(&repo, &args),
        Verb::Test(args) => test::run(&repo, &args),
        Verb::Conformance(args) => conformance::run(&repo, &args),
        Verb::Fuzz(args) => fuzz::run(&repo, &args),
        Verb::Asan => asan::run(&repo),
        Verb::Bench(args) => bench::run(&repo, &args),
        Verb::Golden => golden::run(&repo),
        Verb::Ci(args) => ci::run(&repo, &args),
        Verb::Licences => licences::run(&repo),
    }
}
