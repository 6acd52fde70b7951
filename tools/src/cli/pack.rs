//! `windowbox pack`.

use super::privacy;
use super::terminal::{print, tame};
use crate::npm::runtime::Runtime;
use crate::npm::variants::Variant;
use crate::npm::{Identity, folder, package};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::{Path, PathBuf};
use windowbox::{Card, Error, Result};

const EXAMPLES: &str = "\
The folder is an npm package that needs nothing else: JavaScript for browsers, node (ES modules and
CommonJS), Deno, bundlers and workers, the runtime with the model in it, types made from the
model's columns, a README with the model's card. No compiler is needed: of the runtimes that the
command carries it takes the smallest that has what the model needs, and says which.

Examples:
  windowbox pack iris.wbx -o iris-species --name iris-species
  windowbox pack iris.wbx -o out --name @me/iris --version 1.2.0 --license MIT
  npm install ./iris-species      then  import { predict } from 'iris-species'
  npm publish ./iris-species      when its name and license are what you want

The same file and options give the same bytes. Levels and classes that training saw fewer than 5
times are named before anything is written: everybody who has the package can read them.

Exit codes: 0 packed, 1 a name, version, license or folder is refused, 3 the model or the runtime is
broken, 4 this command was built without a runtime, and those of `windowbox --help`.";

/// Make an npm package of a model
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The model
    #[arg(value_name = "FILE.wbx")]
    model: PathBuf,
    /// The folder to write; a package that pack wrote before is replaced, other files stay
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// npm's name of the package: the model's, if not given
    #[arg(long, value_name = "NPM-NAME")]
    name: Option<String>,
    /// npm's version: the model's, else 0.0.0, if not given
    #[arg(long = "version", value_name = "V")]
    package_version: Option<String>,
    /// The license of model and package, as SPDX writes it: the model's, else UNLICENSED, if not given
    #[arg(long, value_name = "L")]
    license: Option<String>,
    /// With what says why the model answers as it does (`model.explain`): the largest runtime, 142 KB gzipped
    #[arg(long)]
    explain: bool,
    /// Write also into a folder that holds something else
    #[arg(long)]
    force: bool,
    /// Take the runtime from a folder instead of the command itself
    #[arg(long, value_name = "DIR", hide = true)]
    runtime: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let opened = super::model::open(&args.model)?;
    let pipeline = opened.predictor.pipeline();
    let identity = identity(args, &pipeline.card);
    let runtime = match &args.runtime {
        Some(folder) => Runtime::read(folder)?,
        None => Runtime::embedded()?,
    };
    let (variant, wasm) = runtime.variant(pipeline, args.explain)?;
    let package = package(&identity, &opened.predictor, &opened.bytes, &opened.sha256(), &runtime, (variant, wasm))?;
    privacy::rare(pipeline).iter().for_each(|rare| eprintln!("warning: {}", tame(rare)));
    folder::write(&args.output, &package.files, args.force)?;
    let told = format!("{}\n  {}", carried(variant, wasm)?, package.twin);
    print(&summary(&args.output, &identity, &package.files, &told))
}

fn identity(args: &Args, card: &Card) -> Identity {
    let or = |own: &str, other: &str| if own.is_empty() { other.to_owned() } else { own.to_owned() };
    let stem = args.model.file_stem().unwrap_or_default().to_string_lossy();
    let name = args.name.clone().unwrap_or_else(|| or(&card.name, &stem));
    let version = args.package_version.clone().unwrap_or_else(|| or(&card.version, "0.0.0"));
    let license = args.license.clone().unwrap_or_else(|| or(&card.license, "UNLICENSED"));
    Identity { name, version, license }
}

/// Which runtime it is, without the model, and what a browser downloads of it.
fn carried(variant: &Variant, wasm: &[u8]) -> Result<String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let bytes = gzip.write_all(wasm).and_then(|()| gzip.finish()).map_err(|e| Error::io(e.to_string()))?.len();
    let kinds = variant.kinds().map_or("every kind".to_owned(), |kinds| kinds.join(", "));
    Ok(format!("runtime {}, {:.1} KB gzipped: {kinds}", variant.name, bytes as f64 / 1024.0))
}

fn summary(folder: &Path, identity: &Identity, files: &[(String, Vec<u8>)], runtime: &str) -> String {
    let Identity { name, version, .. } = identity;
    let mut text = format!("{name} {version} in {}\n", tame(&folder.display().to_string()));
    for (file, content) in files {
        text += &format!("  {file:<20} {:>9} bytes\n", content.len());
    }
    text + &format!(
        "  {runtime}\n\nimport {{ predict }} from '{name}';   after  npm install {}\n",
        tame(&as_path(folder))
    )
}

/// npm takes what has no dot or slash in front for a name of its registry.
fn as_path(folder: &Path) -> String {
    match folder.is_absolute() || folder.starts_with(".") || folder.starts_with("..") {
        true => folder.display().to_string(),
        false => format!("./{}", folder.display()),
    }
}
