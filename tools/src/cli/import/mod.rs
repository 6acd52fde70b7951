//! `windowbox import`.

mod card;
mod check;
mod prove;
mod statistics;

use super::{privacy, terminal};
use crate::digest::sha256;
use crate::import::{Imported, Sidecar, UNKNOWN_LOSS, import, pipeline_json, skeleton};
use crate::rows::{failed, read_bytes};
use check::Checked;
use statistics::Described;
use std::path::{Path, PathBuf};
use windowbox::{Error, Op, Pipeline, Result, pack};

const AFTER_HELP: &str = r#"What the file does not know, a sidecar says; the command prints one to begin with:
  {"features": [{"name": "age", "type": "numeric"},
                {"name": "sex", "type": "categorical", "categories": ["female", "male"]}],
   "target": {"name": "survived", "classes": ["no", "yes"]}}

A check.json has rows, and what the library answers to them:
  {"rows": [{"age": 22, "sex": "female"}, {"age": null, "sex": "male"}],
   "predictions": [[0.25, 0.75], [0.81, 0.19]]}
  A prediction is a value, a label, probabilities (a list, or by label) or {"margin": [...]}.
  In Python, with some = X.head(20):
    json.dump({"rows": some.to_dict("records"), "predictions": model.predict_proba(some).tolist()},
              open("check.json", "w"))

Examples:
  windowbox import model.txt -o model.wbx
  windowbox import model.json --schema schema.json --check check.json -o model.wbx
  windowbox import pipeline.json -o model.wbx      a pipeline of ours, see windowbox export-json
  windowbox import model.txt -o pipeline.json      the same of another library's model"#;

/// Import a model that another library saved.
///
/// The format is recognised by the file's content. The numbers are the library's own, or
/// the file is refused with the call that writes one that is read.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The model's file
    file: PathBuf,
    /// A sidecar: names, levels and classes that the file does not know
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// Rows with the library's answers: a model that answers otherwise is not imported
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
    /// Import it all the same, and say so in the card
    #[arg(long, requires = "check")]
    allow_difference: bool,
    /// A table like that of training: ranges, quantiles and counts of it enter the file, no row
    #[arg(long, value_name = "TABLE.csv")]
    data: Option<PathBuf>,
    /// Allow a model that is made of training rows, and the rows of --check, in the file
    #[arg(long)]
    embed_rows: bool,
    /// The model's name [default: the file's]
    #[arg(long)]
    name: Option<String>,
    /// The file to write: FILE.json is the JSON form, without a proof
    #[arg(short, long, value_name = "FILE.wbx")]
    output: PathBuf,
}

pub fn run(args: &Args) -> Result<()> {
    let said = args.schema.as_deref().map(read_bytes).transpose()?;
    let file = read_bytes(&args.file)?;
    let imported = open(args, &file, said.as_deref())?;
    let found = imported.found();
    let Imported { pipeline, source, unknown } = imported;
    let mut facts = card::Facts { args, sha256: sha256(&file), sidecar: said.as_deref(), found, source, unknown };
    let predictor = pipeline.check()?;
    let checked =
        args.check.as_deref().map(|path| check::check(path, &predictor, facts.source.as_ref())).transpose()?;
    checked.as_ref().map_or(Ok(()), |checked| checked.verdict(args.allow_difference))?;
    if checked.as_ref().is_some_and(Checked::proves_scores) {
        facts.unknown.retain(|unknown| unknown != UNKNOWN_LOSS);
    }
    let table = args.data.as_deref().map(|path| statistics::describe(path, &predictor)).transpose()?;
    let pipeline = described(predictor.into_pipeline(), &facts, checked.as_ref(), table);
    if args.output.extension().is_some_and(|extension| extension == "json") {
        return write(&args.output, pipeline_json::write(&pipeline.check()?.into_pipeline())?.as_bytes());
    }
    let predictor = prove::prove(pipeline, checked.as_ref(), facts.source.as_ref(), args.embed_rows)?;
    write(&args.output, &pack(&predictor)?)
}

/// Imports the file, and says what was found.
fn open(args: &Args, file: &[u8], said: Option<&[u8]>) -> Result<Imported> {
    let sidecar = said.map_or_else(|| Ok(Sidecar::default()), Sidecar::parse).map_err(|e| placed(args, e))?;
    let imported = import(file, &sidecar).map_err(|e| placed(args, e))?;
    permit(&imported.pipeline, args.embed_rows)?;
    say(&imported);
    Ok(imported)
}

/// The error with the file that is at fault: the sidecar, or the model's.
fn placed(args: &Args, error: Error) -> Error {
    let sidecar = args.schema.as_ref().filter(|_| error.code == "bad-sidecar");
    error.at(place(sidecar.unwrap_or(&args.file)))
}

/// The pipeline with what is known of it.
fn described(
    mut pipeline: Pipeline,
    facts: &card::Facts<'_>,
    checked: Option<&Checked>,
    table: Option<Described>,
) -> Pipeline {
    card::describe(&mut pipeline, facts);
    if let Some(checked) = checked {
        card::checked(&mut pipeline.card, checked);
    }
    if let Some(table) = table {
        card::described(&mut pipeline.card, &table);
        pipeline.statistics = table.statistics;
        warn(&pipeline);
    }
    pipeline
}

fn place(path: &Path) -> String {
    path.display().to_string()
}

/// Nearest neighbours, support vectors and points that distances are of are rows.
fn permit(pipeline: &Pipeline, embed_rows: bool) -> Result<()> {
    let holds = |op: &Op| match op {
        Op::Model(model) => model.holds_rows(),
        Op::Step(step) => step.holds_rows(),
    };
    match pipeline.nodes.iter().find(|node| holds(&node.op)).filter(|_| !embed_rows) {
        None => Ok(()),
        Some(node) => {
            let message =
                format!("a model of {} is made of training rows: whoever gets the file can read them", node.op.name());
            Err(Error::caller("rows-embedded", message)
                .hint("give --embed-rows if everyone may read those rows, or choose another model"))
        }
    }
}

fn say(imported: &Imported) {
    eprintln!("Found {}.", terminal::tame(&imported.found()));
    for unknown in &imported.unknown {
        eprintln!("note: the file does not know {}", terminal::tame(unknown));
    }
    if let Some(skeleton) = skeleton(imported) {
        eprintln!("note: --schema FILE says what it does not know; a file to begin with:");
        skeleton.lines().for_each(|line| eprintln!("{}", terminal::tame(line)));
    }
}

/// Levels that hardly occur could tell whose they are.
fn warn(pipeline: &Pipeline) {
    privacy::rare(pipeline).iter().for_each(|rare| eprintln!("note: {}", terminal::tame(rare)));
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).map_err(|e| failed(&e).at(place(path)))?;
    eprintln!("Wrote {} ({} bytes).", terminal::tame(&place(path)), bytes.len());
    Ok(())
}
