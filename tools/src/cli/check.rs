//! `windowbox check`.

use super::model;
use super::terminal::{print, tame};
use std::path::{Path, PathBuf};
use unicode_normalization::is_nfc;
use windowbox::data::{Cell, Kind, Labels, Table};
use windowbox::pipeline::{Proof, ProofCells};
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
    let Some(proof) = &predictor.pipeline().proof else { return Ok("the file has no proof rows".into()) };
    let rows = table(predictor, proof);
    let prediction = predictor.predict(&rows);
    let (width, mut worst) = (proof.margins.len().checked_div(rows.rows()).unwrap_or(0), 0.0f64);
    for row in 0..rows.rows() {
        let margins = prediction
            .targets
            .iter()
            .zip(&predictor.pipeline().output.targets)
            .flat_map(|(answer, target)| answer.margins[row * target.slots.len()..][..target.slots.len()].iter());
        for (margin, expected) in margins.zip(&proof.margins[row * width..]) {
            worst = worst.max(difference(*margin, *expected));
            if !within(*margin, *expected, proof.tolerance) {
                return Err(unproved(row, *margin, *expected));
            }
        }
    }
    let by = if proof.answered_by.is_empty() { "somebody" } else { &proof.answered_by };
    Ok(format!("{} rows that {by} answered get the same answers (off by {worst:e} at most)", rows.rows()))
}

fn table(predictor: &Predictor, proof: &Proof) -> Table {
    let mut table = Table::new(&predictor.pipeline().schema);
    let rows = proof.cells.first().map_or(0, ProofCells::rows);
    for row in 0..rows {
        let cell = |cells: &ProofCells| match cells {
            ProofCells::Numbers(v) => Cell::Number(v[row]),
            ProofCells::Text(v) => Cell::Text(v[row].as_deref().map(Into::into)),
        };
        table.push(proof.cells.iter().map(cell).collect());
    }
    table
}

fn difference(margin: f64, expected: f64) -> f64 {
    if margin.to_bits() == expected.to_bits() || margin.is_nan() && expected.is_nan() {
        return 0.0;
    }
    (margin - expected).abs()
}

/// A row without an answer is proved by a row without one.
fn within(margin: f64, expected: f64, (absolute, relative): (f64, f64)) -> bool {
    let difference = difference(margin, expected);
    difference <= absolute || difference <= relative * expected.abs()
}

fn unproved(row: usize, margin: f64, expected: f64) -> Error {
    Error::file("proof-failed", format!("the model answers {margin} where the proof has {expected}"))
        .at(format!("proof, row {row}"))
        .hint("the file was changed, or made by a version that computes otherwise: make it again")
}
