//! The command line: one file a verb, each `Args` and `run`.

mod check;
#[cfg(feature = "full")]
mod conformance;
#[cfg(not(feature = "full"))]
mod elsewhere;
mod explain;
#[cfg(feature = "full")]
mod export_json;
#[cfg(feature = "full")]
mod import;
mod inspect;
mod model;
mod pack;
mod page;
mod predict;
mod privacy;
#[cfg(feature = "full")]
mod serve;
mod terminal;
#[cfg(feature = "full")]
mod train;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use windowbox::{Error, Fault};

/// Where models come from.
const BEGINNING: &str = match cfg!(feature = "full") {
    true => {
        "\
The way of a model:
  windowbox train table.csv --target species -o iris.wbx    learn
  windowbox import model.txt -o model.wbx                   or bring one that was trained elsewhere"
    }
    false => {
        "\
The way of a model, which the full command has trained or imported (with Rust, in windowbox's
repository: cargo xtask wasm && cargo install --path tools):"
    }
};

const AFTER_HELP: &str = "
  windowbox inspect iris.wbx                                read its card
  windowbox check iris.wbx                                  prove the file sound
  windowbox predict iris.wbx --sl 3 --sw 2 --pl 1 --pw 1    ask it here
  windowbox explain iris.wbx --set sl=3 --set pl=1          what each column adds to the answer
  windowbox pack iris.wbx -o iris-species                   make an npm package of it
  windowbox page iris.wbx -o iris.html                      or a page that opens by double-click

Exit codes:
  0  done
  1  the request cannot be answered: a column, a row, an option's value
  2  the command line cannot be read
  3  a file is broken, or is not what it should be
  4  understood, and not supported
  5  a limit was passed
  6  reading or writing failed";

/// Trained tabular models as small WebAssembly packages.
#[derive(Parser)]
#[command(name = "windowbox", version, about, after_help = format!("{BEGINNING}{AFTER_HELP}"), max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

// One line a verb.
#[derive(Subcommand)]
enum Verb {
    #[cfg(feature = "full")]
    Train(Box<train::Args>),
    #[cfg(feature = "full")]
    Import(import::Args),
    #[cfg(feature = "full")]
    ExportJson(export_json::Args),
    Inspect(inspect::Args),
    Check(check::Args),
    Predict(predict::Args),
    Explain(explain::Args),
    Pack(pack::Args),
    Page(page::Args),
    #[cfg(feature = "full")]
    Serve(serve::Args),
    #[cfg(feature = "full")]
    Conformance(conformance::Args),
    #[cfg(not(feature = "full"))]
    #[command(flatten)]
    Elsewhere(elsewhere::Verb),
}

/// Runs the command; errors go to stderr with code, place and what to do.
pub fn main() -> ExitCode {
    let args = predict::flags::rewrite(std::env::args_os().collect()).unwrap_or_else(|error| error.exit());
    let result = match Cli::parse_from(args).verb {
        #[cfg(feature = "full")]
        Verb::Train(args) => train::run(&args).map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "full")]
        Verb::Import(args) => import::run(&args).map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "full")]
        Verb::ExportJson(args) => export_json::run(&args).map(|()| ExitCode::SUCCESS),
        Verb::Inspect(args) => inspect::run(&args).map(|()| ExitCode::SUCCESS),
        Verb::Check(args) => check::run(&args).map(|()| ExitCode::SUCCESS),
        Verb::Predict(args) => predict::run(&args),
        Verb::Explain(args) => explain::run(&args).map(|()| ExitCode::SUCCESS),
        Verb::Pack(args) => pack::run(&args).map(|()| ExitCode::SUCCESS),
        Verb::Page(args) => page::run(&args).map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "full")]
        Verb::Serve(args) => serve::run(&args).map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "full")]
        Verb::Conformance(args) => conformance::run(&args).map(|()| ExitCode::SUCCESS),
        #[cfg(not(feature = "full"))]
        Verb::Elsewhere(verb) => Err(elsewhere::refusal(&verb)),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {}", terminal::tame(&error.to_string()));
        ExitCode::from(exit_code(&error))
    })
}

/// 2 is clap's own, for a command line that cannot be read.
fn exit_code(error: &Error) -> u8 {
    match error.fault {
        Fault::Caller => 1,
        Fault::File => 3,
        Fault::Unsupported => 4,
        Fault::Limit => 5,
        Fault::Io => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// A longer line would be broken in the middle of a sentence or an example.
    #[test]
    fn what_is_written_line_by_line_fits_the_width() {
        let cli = Cli::command();
        cli.clone().debug_assert();
        for verb in cli.get_subcommands().filter(|verb| verb.get_name() != "train").chain([&cli]) {
            let text = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
            let long = text.lines().find(|line| line.chars().count() > 100);
            assert!(!text.is_empty() && long.is_none(), "{}: {long:?}", verb.get_name());
        }
    }
}
