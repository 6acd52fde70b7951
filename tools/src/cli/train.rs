//! `windowbox train`.

use crate::rows;
use crate::train::{Dataset, Goal, Options, Wish, schema_file, trainers};
use std::path::{Path, PathBuf};
use windowbox::{Error, Result};

/// Train a model on a CSV table.
#[derive(clap::Args)]
pub struct Args {
    /// The table, its first line naming the columns; `-` reads standard input
    #[arg(value_name = "TABLE.csv")]
    table: PathBuf,
    /// The column to predict
    #[arg(long, value_name = "COLUMN")]
    target: Option<String>,
    /// A JSON file with labels, units, kinds and levels of columns
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// The columns to read, instead of all that teach something
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    features: Option<Vec<String>>,
    /// Which model to train
    #[arg(long, value_name = "NAME", default_value = "auto")]
    model: String,
    /// Whether to learn classes or numbers, instead of what the target looks like
    #[arg(long, value_name = "NAME")]
    task: Option<Goal>,
    /// The seed of everything random
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// The file to write
    #[arg(short, long, value_name = "FILE.wbx")]
    output: PathBuf,
    #[command(flatten)]
    options: Options,
}

pub fn run(args: &Args) -> Result<()> {
    let rows = rows::read(&args.table)?;
    let dataset = Dataset::new(&rows, &wish(args)?)?;
    dataset.notes.iter().for_each(|note| eprintln!("note: {note}"));
    let trainer = trainers::find(&args.model)?;
    let pipeline = trainer.fit(&dataset, &args.options, args.seed)?;
    let predictor = pipeline.check()?;
    let statistics = crate::train::describe::describe(&dataset, &predictor);
    let mut pipeline = predictor.into_pipeline();
    pipeline.statistics = statistics;
    pipeline.card.name = args.output.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    pipeline.card.model = trainer.title.to_owned();
    pipeline.card.target = dataset.target.0.clone();
    let bytes = windowbox::pack(&pipeline.check()?)?;
    write(&args.output, &bytes)
}

fn wish(args: &Args) -> Result<Wish> {
    let schema = match &args.schema {
        Some(path) => schema_file::parse(&rows::read_bytes(path)?).map_err(|e| e.at(path.display().to_string()))?,
        None => schema_file::SchemaFile::default(),
    };
    let given = Some(schema.target.name.clone()).filter(|name| !name.is_empty());
    let target = args.target.clone().or(given).ok_or_else(|| {
        Error::caller("no-target", "nothing says which column to predict").hint("name it with --target")
    })?;
    Ok(Wish { target, features: args.features.clone(), schema, goal: args.task })
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).map_err(|e| Error::io(e.to_string()).at(path.display().to_string()))
}
