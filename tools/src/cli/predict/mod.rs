//! `windowbox predict`.

mod block;
mod csv;
pub mod flags;
mod given;
mod label;
mod output;
mod remark;
mod report;
mod source;

use block::Asker;
pub use block::Row;
pub use flags::own_options;
use output::{Asked, Sink};
use report::Report;
use source::Source;
use std::io::{BufWriter, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use windowbox::data::Schema;
use windowbox::{Predictor, Result};

const EXAMPLES: &str = r#"Rows come from one of:
  flags           every flag that is not an option above names a column of the model
  --json          a record, or a list of records
  a file          JSON, a JSON record a line, or CSV whose first line names the columns
  standard input  the same, where nothing else is given

Examples:
  windowbox predict iris.wbx --sl 3.0 --sw 2.0 --pl 1.0 --pw 1.0
  windowbox predict iris.wbx --proba --json '{"sl":2.0,"sw":1.0,"pl":2.0,"pw":3.0}'
  windowbox predict titanic.wbx passengers.csv > answers.csv
  cat records.ndjson | windowbox predict titanic.wbx --output csv
  windowbox predict odd.wbx --set output=3 --set x=-1    (a column that is called like an option)

What is odd in a row:
  a column that is not there  missing, with a warning, where the model has a rule for
                              missing, else the error missing-column
  an empty cell, null         missing; in JSON "" is a level
  an unknown level            predicted as training treats it, with a warning
  outside the training range  predicted, with a warning
  a key that is no column     a warning in JSON, an error as a flag; in CSV left alone
  text where a number belongs read as a number, else the error bad-type
A row that fails has null (an empty cell, an empty line) and does not stop the others.

Exit codes: 0 every row has an answer, 1 a row has none, and those of `windowbox --help`."#;

/// Predict from flags, JSON or CSV
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The model
    #[arg(value_name = "FILE.wbx")]
    model: PathBuf,
    /// A file of rows (JSON, a JSON record a line, CSV); `-` is standard input
    #[arg(value_name = "ROWS", conflicts_with_all = ["input", "json", "set"])]
    rows: Option<PathBuf>,
    /// Like ROWS
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "set"])]
    input: Option<PathBuf>,
    /// A JSON record or a list of records
    #[arg(long, value_name = "JSON", conflicts_with = "set")]
    json: Option<String>,
    /// A column and its value; `--NAME VALUE` is the same where NAME is no option
    #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// How the rows are written, where guessing is wrong
    #[arg(long, value_enum)]
    format: Option<source::Format>,
    /// How to write answers: as the rows came, if not given; labels for flags
    #[arg(long, value_enum)]
    output: Option<output::Format>,
    /// Also the probability of each class
    #[arg(long)]
    proba: bool,
    /// Also the margin: what the link function makes probabilities of
    #[arg(long)]
    margin: bool,
    /// Warnings are errors
    #[arg(long)]
    strict: bool,
}

/// The records of a JSON text.
///
/// # Errors
/// `bad-json`.
pub fn rows_of_json(json: &str, schema: &Schema) -> Result<Vec<Row>> {
    source::json(json, schema)?.collect()
}

/// The row that `name=value` pairs make; `own` are the options that may have been meant.
///
/// # Errors
/// What is wrong with a pair.
pub fn row_of_flags(set: &[String], own: &[String], schema: &Schema) -> Result<Vec<Row>> {
    source::flags(set, own, schema)?.collect()
}

pub fn run(args: &Args) -> Result<ExitCode> {
    let predictor = crate::cli::model::open(&args.model)?.predictor;
    let (format, rows) = rows(args, &predictor)?;
    let asked = Asked { probabilities: args.proba, margin: args.margin };
    let mut sink = sink(format, asked, &predictor)?;
    let failed = answer(&predictor, rows, sink.as_mut(), args.strict)?;
    sink.end()?;
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// The rows, and how their answers are written.
fn rows<'a>(args: &Args, predictor: &'a Predictor) -> Result<(output::Format, Source<'a>)> {
    let schema = &predictor.pipeline().schema;
    if !args.set.is_empty() {
        let format = args.output.unwrap_or(output::Format::Label);
        return Ok((format, source::flags(&args.set, &own_options("predict"), schema)?));
    }
    if let Some(json) = &args.json {
        let format = args.output.unwrap_or(output::Format::Json);
        return Ok((format, source::json(json, schema).map_err(|e| e.at("--json"))?));
    }
    let path = args.rows.as_deref().or(args.input.as_deref()).unwrap_or(Path::new("-"));
    if path == Path::new("-") && std::io::stdin().is_terminal() {
        return Err(source::no_rows());
    }
    let (format, rows) = from_file(path, args.format, schema)?;
    let like = if format == source::Format::Csv { output::Format::Csv } else { output::Format::Json };
    Ok((args.output.unwrap_or(like), rows))
}

fn from_file<'a>(
    path: &Path,
    format: Option<source::Format>,
    schema: &'a Schema,
) -> Result<(source::Format, Source<'a>)> {
    let file = crate::rows::open(path)?;
    let read = crate::rows::Text::new(file).and_then(|text| source::read(text, format, schema));
    read.map_err(|e| e.at(path.display().to_string()))
}

fn sink(format: output::Format, asked: Asked, predictor: &Predictor) -> Result<Box<dyn Sink + '_>> {
    let output = &predictor.pipeline().output;
    let stdout = BufWriter::new(std::io::stdout());
    Ok(match format {
        output::Format::Label => Box::new(label::Label::new(output, asked, stdout)),
        output::Format::Json => Box::new(output::Json::new(output, asked)),
        output::Format::Csv => Box::new(csv::Csv::new(output, asked, stdout)?),
    })
}

/// Answers all rows in blocks, so that memory stays flat; how many failed.
fn answer(predictor: &Predictor, mut rows: Source<'_>, sink: &mut dyn Sink, strict: bool) -> Result<u64> {
    let (mut asker, mut report) = (Asker::new(predictor, strict), Report::default());
    let (mut count, mut failed) = (0, 0);
    loop {
        let block: Vec<Row> = rows.by_ref().take(predictor.block()).collect::<Result<_>>()?;
        if block.is_empty() {
            break;
        }
        let answers = asker.ask(&block);
        let only = count == 0 && block.len() == 1;
        count += block.len() as u64;
        failed += answers.failed.iter().filter(|failed| **failed).count() as u64;
        sink.block(&answers)?;
        if !sink.takes_remarks() {
            answers.remarks.iter().for_each(|remark| report.take(remark, only));
        }
    }
    report.end(count, failed);
    Ok(failed)
}
