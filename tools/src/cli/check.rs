//! `windowbox check`.

use super::model;
use super::terminal::{print, tame};
use std::path::{Path, PathBuf};
use unicode_normalization::is_nfc;
use windowbox::data::{Kind, Labels};
use windowbox::pipeline::SelfTest;
use windowbox::{Error, Pipeline, Predictor, Result};

const EXAMPLES: &str = "\
What is proved, in this order:
  it can be read       every byte is accounted for, nothing in it leads out of it
  it is canonical      the model in it packs to the same bytes again
  its names are whole  columns, levels and classes are in Unicode's normal form C, so that
                       a name that looks the same is the same
  its proof holds      the rows in it, where there are any, get the answers in it

Examples:
  windowbox check iris.wbx
  windowbox check iris.wbx && windowbox pack iris.wbx -o iris-species

Exit codes: 0 sound, 3 broken, 4 made by another version, and those of `windowbox --help`.";

/// Prove that a file is sound
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The model
    #[arg(value_name = "FILE.wbx")]
    model: PathBuf,
}

pub fn run(args: &Args) -> Result<()> {
    let place = args.model.display().to_string();
    let opened = model::open(&args.model)?;
    let pipeline = opened.predictor.pipeline();
    canonical(&opened).and_then(|()| normal(pipeline)).map_err(|e| e.at(&place))?;
    let proof = prove(&opened.predictor).map_err(|e| e.at(&place))?;
    print(&report(&args.model, &opened, &proof)?)
}

fn report(path: &Path, opened: &model::Opened, proof: &str) -> Result<String> {
    let sections = windowbox::pack::sections(&opened.bytes)?;
    let sections: Vec<String> = sections.iter().map(|(kind, bytes)| format!("{} {bytes}", name(*kind))).collect();
    let facts = [
        ("bytes", opened.bytes.len().to_string()),
        ("SHA-256", opened.sha256()),
        ("sections", sections.join(", ")),
        ("canonical", "packs again to the same bytes".into()),
        ("names", "in normal form C".into()),
        ("proof", proof.to_owned()),
    ];
    let lines: String = facts.iter().map(|(name, fact)| format!("  {name:<10} {}\n", tame(fact))).collect();
    Ok(format!("{} is sound\n{lines}", tame(&path.display().to_string())))
}

/// The sections of src/pack.rs, in words.
fn name(kind: u16) -> String {
    let names = ["pipeline", "arrays", "card", "statistics", "proof"];
    let known = (kind as usize).checked_sub(1).and_then(|i| names.get(i));
    known.map_or_else(|| format!("section {kind}"), |name| name.to_string())
}

fn canonical(opened: &model::Opened) -> Result<()> {
    match windowbox::pack(&opened.predictor)? == opened.bytes {
        true => Ok(()),
        false => Err(Error::file("not-canonical", "the model in the file packs to other bytes")
            .hint("make the file again; what wrote it is not windowbox")),
    }
}

fn normal(pipeline: &Pipeline) -> Result<()> {
    for (place, name) in names(pipeline) {
        if !is_nfc(name) {
            return Err(Error::file("not-normal", "the name is not in Unicode's normal form C")
                .at(format!("{place} {name}"))
                .hint("rename it where the model is made: two names that look the same must be the same"));
        }
    }
    Ok(())
}

/// Everything that callers compare with: columns, levels, targets, classes.
fn names(pipeline: &Pipeline) -> Vec<(&'static str, &str)> {
    fn strings<'a>(place: &'static str, labels: &'a Labels) -> Vec<(&'static str, &'a str)> {
        match labels {
            Labels::String(labels) => labels.iter().map(|label| (place, label.as_str())).collect(),
            Labels::Number(_) | Labels::Boolean(_) => Vec::new(),
        }
    }
    let mut names = Vec::new();
    for column in &pipeline.schema.columns {
        names.push(("column", column.name.as_str()));
        if let Kind::Categorical { levels, .. } = &column.kind {
            names.extend(strings("level", levels));
        }
    }
    for target in &pipeline.output.targets {
        names.push(("target", target.name.as_str()));
        names.extend(target.labels().map(|classes| strings("class", classes)).unwrap_or_default());
    }
    names
}

/// Answers the proof's rows; in words, how that went.
fn prove(predictor: &Predictor) -> Result<String> {
    let test = predictor.self_test();
    match predictor.pipeline().proof {
        Some(_) if test.passed < test.rows => Err(unproved(&test)),
        Some(_) if test.max_abs_difference == 0.0 => Ok(format!("{} To the last bit", test.verdict)),
        Some(_) => Ok(format!(
            "{} The largest difference is {:e}, {} ulp",
            test.verdict, test.max_abs_difference, test.max_ulp
        )),
        None => Ok(test.verdict),
    }
}

fn unproved(test: &SelfTest) -> Error {
    let error = match test.first {
        Some((row, got, expected)) => {
            Error::file("proof-failed", format!("the model answers {got} where the proof has {expected}"))
                .at(format!("proof, row {row}"))
        }
        None => Error::file("proof-failed", "columns, levels or classes have other names than the proof was made for")
            .at("proof"),
    };
    error.hint("the file was changed, or made by a version that computes otherwise: make it again")
}
