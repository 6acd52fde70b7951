//! `windowbox inspect`.

mod json;
mod nodes;
mod slots;
mod trees;
mod words;

use super::model::Opened;
use super::{privacy, terminal};
use std::path::PathBuf;
use windowbox::Result;

const EXAMPLES: &str = "\
Examples:
  windowbox inspect iris.wbx              card, columns and model in words
  windowbox inspect iris.wbx --model      the whole model: coefficients, trees, steps
  windowbox inspect iris.wbx --privacy    what a reader of the file can recover of the training data
  windowbox inspect iris.wbx --json | jq .card.metrics";

/// Read a model: its card, its columns, how it answers
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The model
    #[arg(value_name = "FILE.wbx")]
    model: PathBuf,
    /// The whole model in words, number by number
    #[arg(long = "model")]
    nodes: bool,
    /// What a reader of the file can recover of the training data
    #[arg(long)]
    privacy: bool,
    /// The same as JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<()> {
    let opened = super::model::open(&args.model)?;
    let text = match args.json {
        true => format!("{:#}\n", json(args, &opened)),
        false => text(args, &opened),
    };
    terminal::print(&text)
}

fn json(args: &Args, opened: &Opened) -> serde_json::Value {
    match args.privacy {
        true => serde_json::json!(privacy::findings(opened.predictor.pipeline())),
        false => json::everything(opened, args.nodes),
    }
}

fn text(args: &Args, opened: &Opened) -> String {
    let pipeline = opened.predictor.pipeline();
    match (args.privacy, args.nodes) {
        (true, _) => words::privacy(pipeline),
        (false, true) => nodes::dump(pipeline).iter().map(|line| terminal::tame(line) + "\n").collect(),
        (false, false) => words::overview(opened),
    }
}
