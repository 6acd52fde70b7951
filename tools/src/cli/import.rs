//! `windowbox import`.

use super::terminal;
use crate::digest::sha256;
use crate::import::{Imported, Sidecar, import};
use crate::proof;
use crate::rows::read_bytes;
use std::path::PathBuf;
use windowbox::{Error, Result, pack};

const AFTER_HELP: &str = r#"What the file does not know, a sidecar says:
  {"features": [{"name": "age", "type": "numeric"},
                {"name": "sex", "type": "categorical", "categories": ["female", "male"]}],
   "target": {"name": "survived", "classes": ["no", "yes"]}}"#;

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
    /// The model's name [default: the file's]
    #[arg(long)]
    name: Option<String>,
    /// The file to write
    #[arg(short, long, value_name = "FILE.wbx")]
    output: PathBuf,
}

pub fn run(args: &Args) -> Result<()> {
    let sidecar = match &args.schema {
        Some(path) => Sidecar::parse(&read_bytes(path)?)?,
        None => Sidecar::default(),
    };
    let file = read_bytes(&args.file)?;
    let mut imported = import(&file, &sidecar).map_err(|e| e.at(args.file.display().to_string()))?;
    describe(args, &file, &mut imported);
    say(&imported);
    let bytes = pack(&proof::embed(imported.pipeline)?)?;
    std::fs::write(&args.output, &bytes).map_err(|e| Error::io(e.to_string()).at(args.output.display().to_string()))?;
    eprintln!("Wrote {} ({} bytes).", args.output.display(), bytes.len());
    Ok(())
}

/// What the card can say: where the model comes from, and what the file did not know.
fn describe(args: &Args, file: &[u8], imported: &mut Imported) {
    let stem = args.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let card = &mut imported.pipeline.card;
    card.name = args.name.clone().unwrap_or(stem);
    card.model = imported.found.clone();
    card.target = imported.pipeline.output.targets.first().map(|t| t.name.clone()).unwrap_or_default();
    card.made_with = vec![("windowbox".to_owned(), env!("CARGO_PKG_VERSION").to_owned())];
    card.options = vec![("SHA-256 of the source file".to_owned(), sha256(file))];
    let schema = args.schema.as_ref().and_then(|path| path.file_name());
    card.options.extend(schema.map(|name| ("schema".to_owned(), name.to_string_lossy().into_owned())));
    card.notes = imported.unknown.iter().map(|unknown| format!("the source file does not know {unknown}")).collect();
}

fn say(imported: &Imported) {
    eprintln!("Found {}.", terminal::tame(&imported.found));
    for unknown in &imported.unknown {
        eprintln!("note: the file does not know {} (--schema says it, see --help)", terminal::tame(unknown));
    }
}
