//! The command line: one file a verb, each `Args` and `run`.

mod train;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use windowbox::{Error, Fault};

/// Trained tabular models as small WebAssembly packages.
#[derive(Parser)]
#[command(name = "windowbox", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

// One line a verb.
#[derive(Subcommand)]
enum Verb {
    Train(train::Args),
}

/// Runs the command; errors go to stderr with code, place and what to do.
pub fn main() -> ExitCode {
    let result = match Cli::parse().verb {
        Verb::Train(args) => train::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(exit_code(&error))
        }
    }
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
