//! `windowbox page`.

use super::privacy;
use super::terminal::{print, tame};
use crate::npm::folder as output;
use crate::page::{Offer, Parts, alone, folder};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use windowbox::{Error, Result};

const EXAMPLES: &str = "\
A page on which people ask the model: what they type stays with them. With a name that ends in .html
it is one file, which opens by double-click, works without a network, and asks nobody for anything.
With another name it is a folder for any static host; where it is served over https it can be
installed, and goes on without a network.

Examples:
  windowbox page iris.wbx -o iris.html --question 'Which iris is this flower?'
  windowbox page iris.wbx titanic.wbx -o site --title Iris --title Titanic
  windowbox serve site                 to look at it; docs/deploy.md puts it on a host

FILE.json of --words says in words what a table abbreviates:
  {\"Embarked\": {\"S\": \"Southampton\", \"C\": \"Cherbourg\"}, \"Survived\": {\"0\": \"Died\"}}

--title, --question and --words may be given once for each model, in the order of the models. The
same files and options give the same bytes. Levels and classes that training saw fewer than 5 times
are named before anything is written: everybody who has the page can read them.

Exit codes: 0 written, 1 an option or the folder is refused, 3 a model is broken, 4 this command was
built without a page, and those of `windowbox --help`.";

/// Make a page on which people ask the model
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The models, in the order of the page
    #[arg(value_name = "FILE.wbx", required = true)]
    models: Vec<PathBuf>,
    /// The page: one file if it ends in .html, else a folder
    #[arg(short, long, value_name = "FILE.html|DIR")]
    output: PathBuf,
    /// The model's name on the page: its own, if not given
    #[arg(long, value_name = "TEXT")]
    title: Vec<String>,
    /// What is asked above the form
    #[arg(long, value_name = "TEXT")]
    question: Vec<String>,
    /// Words for levels and classes
    #[arg(long, value_name = "FILE.json")]
    words: Vec<PathBuf>,
    /// Write also into a folder that holds something else
    #[arg(long)]
    force: bool,
    /// Take runtime and page from a folder instead of the command itself
    #[arg(long, value_name = "DIR", hide = true)]
    runtime: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let offers = offers(args)?;
    let parts = match &args.runtime {
        Some(folder) => Parts::read(folder)?,
        None => Parts::embedded()?,
    };
    let place = tame(&args.output.display().to_string());
    if is_file(&args.output) {
        let page = alone::page(&offers, &parts)?;
        output::put(&args.output, &page)?;
        return print(&format!("{place}: {}, one file of {} bytes\n", titles(&offers), page.len()));
    }
    let files = folder::page(&offers, &parts)?;
    folder::write(&args.output, &files, args.force)?;
    let bytes: usize = files.iter().map(|file| file.1.len()).sum();
    print(&format!("{place}: {}, {} files of {bytes} bytes\n", titles(&offers), files.len()))
}

fn is_file(output: &Path) -> bool {
    output.extension().is_some_and(|end| end.eq_ignore_ascii_case("html") || end.eq_ignore_ascii_case("htm"))
}

fn titles(offers: &[Offer]) -> String {
    tame(&offers.iter().map(|offer| offer.title.as_str()).collect::<Vec<_>>().join(", "))
}

/// The models as the page offers them; who is rare in them is named.
fn offers(args: &Args) -> Result<Vec<Offer>> {
    for (flag, given) in
        [("--title", args.title.len()), ("--question", args.question.len()), ("--words", args.words.len())]
    {
        if given > args.models.len() {
            return Err(Error::caller("too-many", format!("{given} for {} models", args.models.len()))
                .at(flag)
                .hint("give it once for each model, in their order"));
        }
    }
    let mut offers: Vec<Offer> = Vec::new();
    for (i, path) in args.models.iter().enumerate() {
        let offer = offer(args, i, path, &offers)?;
        offers.push(offer);
    }
    Ok(offers)
}

fn offer(args: &Args, i: usize, path: &Path, before: &[Offer]) -> Result<Offer> {
    let opened = super::model::open(path)?;
    let pipeline = opened.predictor.pipeline();
    privacy::rare(pipeline).iter().for_each(|rare| eprintln!("warning: {}", tame(rare)));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let name = if pipeline.card.name.is_empty() { stem } else { pipeline.card.name.clone() };
    Ok(Offer {
        id: id(&name, before),
        title: args.title.get(i).cloned().unwrap_or(name),
        question: args.question.get(i).cloned(),
        words: args.words.get(i).map(|path| words(path)).transpose()?.unwrap_or_default(),
        description: pipeline.card.description.clone(),
        model: opened.bytes,
    })
}

/// A name as an address has it, and no model's before.
fn id(name: &str, before: &[Offer]) -> String {
    let plain = name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let plain = plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let plain = if plain.is_empty() { "model".to_owned() } else { plain };
    let numbered = (2..).map(|n| format!("{plain}-{n}"));
    let taken = |id: &String| before.iter().any(|offer| offer.id == *id);
    std::iter::once(plain.clone()).chain(numbered).find(|id| !taken(id)).unwrap_or(plain)
}

/// A column or target, its level or class, and the word for it.
fn words(path: &Path) -> Result<Map<String, Value>> {
    let refused = |what: String| {
        Error::caller("bad-words", what).at(path.display().to_string()).hint(r#"write {"column": {"level": "word"}}"#)
    };
    let text = super::model::read(path)?;
    let words: Map<String, Value> = serde_json::from_slice(&text).map_err(|e| refused(e.to_string()))?;
    let plain = |of: &Value| of.as_object().is_some_and(|words| words.values().all(Value::is_string));
    match words.iter().find(|(_, of)| !plain(of)) {
        Some((column, _)) => Err(refused(format!("{column} has something else than words"))),
        None => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_plain_and_no_two_are_the_same() {
        let mut offers = Vec::new();
        for name in ["Iris, sorted!", "iris sorted", "Ä", "模型"] {
            let id = id(name, &offers);
            offers.push(Offer {
                id,
                title: String::new(),
                question: None,
                words: Map::new(),
                description: String::new(),
                model: vec![],
            });
        }
        let ids: Vec<_> = offers.iter().map(|offer| &offer.id[..]).collect();
        assert_eq!(ids, ["iris-sorted", "iris-sorted-2", "model", "model-2"]);
    }
}
