//! `windowbox export-json`.

use super::{model, terminal};
use crate::import::pipeline_json;
use crate::rows::failed;
use std::path::PathBuf;
use windowbox::Result;

const AFTER_HELP: &str = r#"The form, which docs/pipeline-json.md describes in full:
  {"format": "windowbox/0",
   "columns": [{"name": "age", "type": "numeric", "missing": true}],
   "nodes": [{"impute": {"fill": [28]}, "reads": [0], "writes": [1]},
             {"linear": {...}, "reads": [1], "writes": [2]}],
   "targets": [{"name": "survived", "slots": [2], "link": "sigmoid", "classes": ["no", "yes"]}],
   "card": {...}, "statistics": {...}, "proof": {...}}
Slots are numbered: the columns fill the first, each node writes the next free ones.
Numbers read back to the same bits; "NaN", "Infinity" and "-Infinity" are texts; null in a list
of positions is none (a leaf, all outputs); a list of one may be its only value.

Examples:
  windowbox export-json iris.wbx -o iris.json
  windowbox import iris.json -o again.wbx
  windowbox export-json iris.wbx | jq .targets

Exit codes: 0 written, 3 the file is broken, and those of `windowbox --help`."#;

/// Write a model as JSON that people and other languages can write too
///
/// What it writes, `windowbox import` reads: the model is the same, to the last bit.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The model
    #[arg(value_name = "FILE.wbx")]
    model: PathBuf,
    /// The file to write [default: standard output]
    #[arg(short, long, value_name = "FILE.json")]
    output: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let opened = model::open(&args.model)?;
    let text = pipeline_json::write(opened.predictor.pipeline())?;
    match &args.output {
        None => terminal::print(&text),
        Some(path) => std::fs::write(path, &text).map_err(|e| failed(&e).at(path.display().to_string())),
    }
}
