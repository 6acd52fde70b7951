//! `windowbox train`.

use super::{predict, terminal};
use crate::proof;
use crate::rows;
use crate::train::schema_file::{self, SchemaFile};
use crate::train::study::FOLDS;
use crate::train::{About, Estimate, Goal, Options, Request, Trained, Wish, report, train};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use windowbox::pipeline::SAFE_INTEGER;
use windowbox::{Error, Result};

/// Train a model on a CSV table.
///
/// Kinds of columns are inferred from the whole table: numbers, true and false, levels
/// of a category, missing cells. Identifiers, constant, empty and mostly missing columns
/// are left out and named. A schema file adds labels and units, or says otherwise.
///
/// `--model auto` compares every model that fits the task by cross-validation; the
/// shipped model is fitted on all rows, and its card says how well the whole procedure
/// does on rows that it has not seen.
#[derive(clap::Args)]
// A negative number is a value, and a wrong one is refused by its option's name.
#[command(after_long_help = EXAMPLES, allow_negative_numbers = true)]
pub struct Args {
    /// The table, its first line naming the columns; `-` reads standard input
    #[arg(value_name = "TABLE.csv")]
    table: PathBuf,
    /// The column to predict [default: the target of the schema file]
    #[arg(long, value_name = "COLUMN")]
    target: Option<String>,
    /// A JSON file with labels, units, kinds and levels of columns
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// The columns to read, instead of all that teach something
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    features: Option<Vec<String>>,
    /// auto, logistic, linear, ridge, lasso, elastic-net, naive-bayes, decision-tree,
    /// random-forest, extra-trees, gradient-boosting or nearest-neighbours
    #[arg(long, value_name = "NAME", default_value = "auto")]
    model: String,
    /// Whether to learn classes or numbers, instead of what the target looks like
    #[arg(long, value_name = "NAME")]
    task: Option<Goal>,
    /// The seed of everything random, up to 9007199254740991, the largest that JavaScript keeps
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=SAFE_INTEGER))]
    seed: u64,
    /// Estimate on this share of the rows, held out of fitting and choosing
    #[arg(long, value_name = "F", conflicts_with = "folds")]
    holdout: Option<f64>,
    /// Estimate and choose by this many folds [default: 5]
    #[arg(long, value_name = "K")]
    folds: Option<usize>,
    /// The file to write
    #[arg(short, long, value_name = "FILE.wbx")]
    output: PathBuf,
    /// Allow a model that is made of training rows, which whoever gets it can read
    #[arg(long)]
    embed_rows: bool,
    #[command(flatten)]
    card: Box<CardArgs>,
    #[command(flatten)]
    options: Box<Options>,
}

#[derive(clap::Args)]
#[command(next_help_heading = "The card")]
struct CardArgs {
    /// The model's name, which is part of the file [default: the name of -o without its ending]
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The model's version, as you count
    #[arg(long, value_name = "TEXT", default_value = "0.1.0")]
    model_version: String,
    /// A sentence about what it predicts
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    description: String,
    /// Who made it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    author: String,
    /// Where it was made
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    place: String,
    /// What it is meant for, and what not
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    intended_use: String,
    /// Under which license it may be used, as SPDX writes it
    #[arg(long, value_name = "L", default_value = "", hide_default_value = true)]
    license: String,
}

const EXAMPLES: &str = "\
Examples:
  windowbox train titanic.csv --target Survived --features Age,Sex,Embarked --model logistic -o titanic.wbx
  windowbox train iris.csv --target species --schema schema.json -o iris.wbx
  windowbox train houses.csv --target price --model gradient-boosting --trees 200 --holdout 0.2 -o houses.wbx

A schema file (every key is optional):
  {\"columns\": [{\"name\": \"sl\", \"label\": \"Sepal length\", \"unit\": \"cm\", \"kind\": \"numeric\",
                \"missing\": false, \"description\": \"\"},
               {\"name\": \"colour\", \"kind\": \"categorical\", \"levels\": [\"red\", \"blue\"]},
               {\"name\": \"id\", \"kind\": \"ignore\"}],
   \"target\": {\"name\": \"species\", \"label\": \"Species\", \"classes\": [\"setosa\", \"virginica\"]}}";

pub fn run(args: &Args) -> Result<()> {
    check_output(&args.output)?;
    let request = request(args)?;
    request.check()?;
    let table = rows::read_bytes(&args.table)?;
    let progress = progress();
    let trained = train(&table, &request, &progress);
    progress.finish_and_clear();
    let trained = trained.map_err(|e| match e.fault {
        windowbox::Fault::File if e.code == "bad-csv" => e.at(args.table.display().to_string()),
        _ => e,
    })?;
    let trained = Trained { predictor: proof::embed(trained.predictor.into_pipeline())?, ..trained };
    let bytes = windowbox::pack(&trained.predictor)?;
    write(&args.output, &bytes)?;
    trained.dataset.notes.iter().for_each(|note| eprintln!("note: {}", terminal::tame(note)));
    let options = predict::own_options("predict");
    let next = report::Next { table: &args.table, file: &args.output, bytes: bytes.len(), options: &options };
    let summary = report::summary(&trained, &next);
    terminal::print(&summary.lines().map(|line| terminal::tame(line) + "\n").collect::<String>())
}

/// Training may take long: what it will not be able to write is refused before.
fn check_output(path: &Path) -> Result<()> {
    let place = path.display().to_string();
    if path.is_dir() {
        let hint = format!("name a file in it: {}", path.join("model.wbx").display());
        return Err(Error::io("this is a folder").at(place).hint(hint));
    }
    match path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        None => Ok(()),
        Some(folder) => Err(Error::io(format!("there is no folder {}", folder.display()))
            .at(place)
            .hint("make the folder first, or write to another one")),
    }
}

/// Hidden where standard error is no terminal.
fn progress() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} fits  {eta} left  {msg}");
    let bar = ProgressBar::new(0);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn request(args: &Args) -> Result<Request> {
    let estimate = match args.holdout {
        Some(share) => Estimate::HoldOut(share),
        None => Estimate::Folds(args.folds.unwrap_or(FOLDS)),
    };
    let wish = wish(args)?;
    Ok(Request {
        model: args.model.clone(),
        options: (*args.options).clone(),
        seed: args.seed,
        estimate,
        embed_rows: args.embed_rows,
        about: about(args),
        written: written(args, &wish),
        wish,
    })
}

fn wish(args: &Args) -> Result<Wish> {
    let schema = match &args.schema {
        Some(path) => schema_file::parse(&rows::read_bytes(path)?).map_err(|e| e.at(path.display().to_string()))?,
        None => SchemaFile::default(),
    };
    let given = Some(schema.target.name.clone()).filter(|name| !name.is_empty());
    let target = args.target.clone().or(given).ok_or_else(|| {
        Error::caller("no-target", "nothing says which column to predict").hint("name it with --target")
    })?;
    Ok(Wish { target, features: args.features.clone(), schema, goal: args.task })
}

fn about(args: &Args) -> About {
    let card = &args.card;
    let stem = || args.output.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    About {
        name: card.name.clone().unwrap_or_else(stem),
        version: card.model_version.clone(),
        description: card.description.clone(),
        author: card.author.clone(),
        place: card.place.clone(),
        intended_use: card.intended_use.clone(),
        license: card.license.clone(),
    }
}

/// Every option that shapes the model, as a command line would say it.
fn written(args: &Args, wish: &Wish) -> Vec<(String, String)> {
    let file = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let own = [
        ("target", Some(wish.target.clone())),
        ("schema", args.schema.as_ref().map(file)),
        ("features", args.features.as_ref().map(|names| names.join(","))),
        ("model", Some(args.model.clone())),
        ("task", args.task.map(|goal| format!("{goal:?}").to_lowercase())),
        ("seed", Some(args.seed.to_string())),
        ("holdout", args.holdout.map(|share| share.to_string())),
        ("folds", args.folds.map(|k| k.to_string())),
        ("embed-rows", args.embed_rows.then(String::new)),
    ];
    let given = args.options.given().into_iter().map(|(name, value)| (name, Some(value)));
    own.into_iter().chain(given).filter_map(|(name, value)| value.map(|value| (name.to_owned(), value))).collect()
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).map_err(|e| rows::failed(&e).at(path.display().to_string()))
}
