//! `windowbox conformance`.

use crate::conformance::{self, Outcome};
use std::path::PathBuf;
use windowbox::{Error, Result};

const AFTER_HELP: &str = "\
Each line says pass or fail, the rows that were compared and the largest difference:
  windowbox conformance tests/golden
  windowbox conformance models --json > outcomes.json

Exit codes: 0 all as expected, 3 a model differs or a file is not refused.";

/// Run models against what their own libraries answer.
///
/// DIR has a manifest.json and a folder for each model, with the model's file, its rows
/// (input.json) and the library's own answers (expected.json).
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The folder
    dir: PathBuf,
    /// Print the outcomes as JSON
    #[arg(long)]
    json: bool,
    /// Write models, rows and native answers here, for node and a browser to answer as well
    #[arg(long, hide = true, value_name = "FOLDER", conflicts_with_all = ["json", "compare"])]
    write: Option<PathBuf>,
    /// Compare the answers that came of it
    #[arg(long, hide = true, value_name = "FOLDER")]
    compare: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    if let Some(folder) = &args.write {
        return conformance::write_all(&args.dir, folder);
    }
    let outcomes = match &args.compare {
        None => conformance::run(&args.dir)?,
        Some(folder) => conformance::compare_all(&args.dir, folder)?,
    };
    match args.json {
        true => println!("{}", serde_json::to_string_pretty(&outcomes).unwrap_or_default()),
        false => outcomes.iter().for_each(print),
    }
    let failed = outcomes.iter().filter(|outcome| !outcome.passed).count();
    if !args.json {
        println!("{} passed, {failed} failed", outcomes.len() - failed);
    }
    match failed {
        0 => Ok(()),
        n => {
            Err(Error::file("not-conformant", format!("{n} of {} models differ from their libraries", outcomes.len())))
        }
    }
}

fn print(outcome: &Outcome) {
    let word = if outcome.passed { "pass" } else { "FAIL" };
    println!(
        "{word}  {:36} {:4} rows  {:<10.3e} {}",
        outcome.name, outcome.rows, outcome.largest_difference, outcome.detail
    );
}
