//! What a reader of a model can recover of the training data.

use crate::npm::literal;
use serde::Serialize;
use windowbox::data::{Kind, Labels};
use windowbox::model::trees::{LEAF, PLAIN};
use windowbox::model::{Model, Trees};
use windowbox::pipeline::ColumnStatistics;
use windowbox::{Card, Op, Pipeline, Statistics, Target};

/// A level, or a leaf, of fewer rows may be a person.
const FEW: u64 = 5;

/// Of so many labels at most a sentence speaks by name.
const NAMED: usize = 50;

/// How near something comes to a row of the training table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Nearness {
    /// Whole rows.
    Rows,
    /// Single cells, or what holds of very few rows.
    Cells,
    /// What holds of many rows together.
    Totals,
    /// Nothing of a row.
    Nothing,
}

/// One thing that can be read out of a file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// How near it comes to a row.
    pub nearness: Nearness,
    /// Where it stands.
    pub place: &'static str,
    /// What can be read.
    pub what: String,
}

fn finding(nearness: Nearness, place: &'static str, what: impl Into<String>) -> Finding {
    Finding { nearness, place, what: what.into() }
}

/// Everything that can be read out of a pipeline, the nearest to a row first.
pub fn findings(pipeline: &Pipeline) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(pipeline.nodes.iter().filter_map(|node| match &node.op {
        Op::Model(model) => Some(of_model(model)),
        Op::Step(step) => {
            step.holds_rows().then(|| finding(Nearness::Rows, "model", "points that are rows of the training data"))
        }
    }));
    findings.push(of_proof(pipeline));
    findings.extend(rare(pipeline).into_iter().map(|what| finding(Nearness::Cells, "schema", what)));
    findings.extend(of_levels(pipeline));
    findings.extend(of_statistics(pipeline));
    findings.extend(of_card(&pipeline.card));
    findings.extend(pipeline.extra.iter().map(|(kind, bytes)| {
        let what = format!("section {kind} of {} bytes, which this version does not know", bytes.len());
        finding(Nearness::Cells, "file", what)
    }));
    findings.sort_by_key(|finding| finding.nearness as u8);
    findings
}

/// Levels and classes that training saw fewer than 5 times, a sentence a column.
pub fn rare(pipeline: &Pipeline) -> Vec<String> {
    rare_levels(pipeline).into_iter().chain(rare_classes(pipeline)).collect()
}

fn rare_levels(pipeline: &Pipeline) -> Vec<String> {
    let columns = pipeline.schema.columns.iter().zip(&pipeline.statistics.columns);
    let rare = columns.filter_map(|(column, statistics)| match &column.kind {
        Kind::Categorical { levels, .. } => named(levels, &statistics.levels).map(|levels| {
            format!(
                "column {} lists levels that fewer than {FEW} rows of the training data have: {levels}",
                column.name
            )
        }),
        _ => None,
    });
    rare.collect()
}

/// Classes have no counts of their own: the confusion matrix has them, of the rows that the
/// metrics come from, else how often each is predicted comes near.
fn rare_classes(pipeline: &Pipeline) -> Vec<String> {
    let target = |(t, target): (usize, &Target)| {
        let classes = target.labels()?;
        let (counts, rows) = counts(pipeline, t, classes.len())?;
        let classes = named(classes, &counts)?;
        Some(format!("target {} lists classes that fewer than {FEW} {rows}: {classes}", target.name))
    };
    pipeline.output.targets.iter().enumerate().filter_map(target).collect()
}

/// How many rows each class of a target has, and which rows those are.
fn counts(pipeline: &Pipeline, t: usize, classes: usize) -> Option<(Vec<u64>, &'static str)> {
    let confusion = pipeline.card.confusion.as_ref().filter(|_| pipeline.output.targets.len() == 1);
    let confusion = confusion.filter(|confusion| classes > 0 && confusion.counts.len() == classes * classes);
    if let Some(confusion) = confusion {
        // Counts out of a file may be anything: their sum must not overflow.
        let sum = |row: &[u64]| row.iter().fold(0u64, |sum, count| sum.saturating_add(*count));
        return Some((confusion.counts.chunks(classes).map(sum).collect(), "of the rows behind the metrics have"));
    }
    let predictions = pipeline.statistics.predictions.get(t)?;
    Some((predictions.levels.clone(), "rows of the training data are predicted to have"))
}

/// The labels that are rare, with their counts: some of them, where they are many.
fn named(labels: &Labels, counts: &[u64]) -> Option<String> {
    let rare: Vec<_> = labels.iter().zip(counts).filter(|(_, count)| **count < FEW).collect();
    let some = rare.iter().take(NAMED).map(|(level, count)| format!("{} ({count})", literal::label(*level)));
    let more = rare.len().checked_sub(NAMED).filter(|more| *more > 0).map(|more| format!("and {more} more"));
    (!rare.is_empty()).then(|| some.chain(more).collect::<Vec<_>>().join(", "))
}

fn of_model(model: &Model) -> Finding {
    match model {
        Model::Nearest(nearest) => {
            let rows = nearest.len();
            let what = format!("the model is made of {rows} rows of the training data, with their answers");
            finding(Nearness::Rows, "model", what)
        }
        Model::Svm(svm) => {
            let rows = svm.vectors.len() / svm.columns.max(1) as usize;
            finding(Nearness::Rows, "model", format!("the model is made of {rows} rows of the training data"))
        }
        Model::Trees(trees) => of_trees(trees),
        Model::Linear(_) => finding(Nearness::Totals, "model", "coefficients, which all rows make together"),
        Model::Clusters(_) => finding(Nearness::Totals, "model", "the centre of each cluster"),
        Model::NaiveBayes(_) => finding(Nearness::Totals, "model", "means and variances of each column in each class"),
    }
}

/// Thresholds of learners lie between two cells; leaves say what few rows answered.
fn of_trees(trees: &Trees) -> Finding {
    let few = |cover: &f64| *cover > 0.0 && *cover < FEW as f64;
    let leaves: usize = (0..trees.trees())
        .zip(trees.tree_covers())
        .map(|(tree, cover)| leaf_covers(trees, tree, cover).filter(few).count())
        .sum();
    let thresholds = "thresholds, which lie between two cells of a column";
    match leaves {
        0 => finding(Nearness::Totals, "model", thresholds),
        n => finding(
            Nearness::Cells,
            "model",
            format!("{thresholds}; and {n} leaves that fewer than {FEW} rows reached, which tell what those answered"),
        ),
    }
}

/// The covers of a tree's leaves alone.
fn leaf_covers<'a>(trees: &'a Trees, tree: usize, cover: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    let columns = &trees.column[trees.first[tree] as usize..];
    let plain = trees.depth[tree] == PLAIN;
    let leaf = move |at: &usize| !plain || columns[*at] == LEAF;
    (0..cover.len()).filter(leaf).map(|at| cover[at])
}

fn of_proof(pipeline: &Pipeline) -> Finding {
    match &pipeline.proof {
        None => finding(Nearness::Nothing, "proof", "the file has no proof rows"),
        Some(proof) if proof.synthesised => {
            finding(Nearness::Nothing, "proof", "proof rows, made up column by column: none is of the training data")
        }
        Some(_) => finding(Nearness::Rows, "proof", "proof rows that were given, perhaps from the training data"),
    }
}

fn of_levels(pipeline: &Pipeline) -> Vec<Finding> {
    let listed = pipeline.schema.columns.iter().filter_map(|column| match &column.kind {
        Kind::Categorical { levels, .. } => Some(format!("{} ({})", column.name, levels.len())),
        _ => None,
    });
    let listed: Vec<String> = listed.collect();
    let what = format!("every level of: {}", listed.join(", "));
    if listed.is_empty() { Vec::new() } else { vec![finding(Nearness::Totals, "schema", what)] }
}

fn of_statistics(pipeline: &Pipeline) -> Vec<Finding> {
    let named = |has: &dyn Fn(&ColumnStatistics) -> bool| {
        let columns = pipeline.schema.columns.iter().zip(&pipeline.statistics.columns);
        columns.filter(|(_, s)| has(s)).map(|(column, _)| column.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let scarce = |counts: &[u64]| counts.iter().any(|n| (1..FEW).contains(n));
    let all = [
        (Nearness::Cells, "the smallest and largest value, each the cell of a row, of: ", named(&|s| s.min.is_some())),
        (
            Nearness::Cells,
            "21 quantiles, which are cells or lie between two, of: ",
            named(&|s| !s.quantiles.is_empty()),
        ),
        (Nearness::Cells, "a histogram with bins of fewer than 5 rows, of: ", named(&|s| scarce(&s.histogram))),
        (Nearness::Totals, "how often each level occurs, of: ", named(&|s| !s.levels.is_empty())),
        (Nearness::Totals, "how many cells are missing, of: ", named(&|s| s.missing > 0)),
    ];
    let found = all.into_iter().filter(|(_, _, columns)| !columns.is_empty());
    let found = found.map(|(nearness, what, columns)| finding(nearness, "statistics", format!("{what}{columns}")));
    found.chain(of_held_out(&pipeline.statistics)).chain(of_predictions(pipeline)).collect()
}

fn of_held_out(statistics: &Statistics) -> Vec<Finding> {
    let conformal = "quantiles of the error, each that of one held-out row";
    let all = [
        (statistics.conformal.is_some(), Nearness::Cells, conformal),
        (!statistics.reliability.is_empty(), Nearness::Totals, "held-out rows counted by predicted probability"),
    ];
    let found = all.into_iter().filter(|(is, _, _)| *is);
    found.map(|(_, nearness, what)| finding(nearness, "statistics", what)).collect()
}

/// Numbers that are predicted are values of single rows: of a tree that is grown until it
/// fits, the very answers of the training data.
fn of_predictions(pipeline: &Pipeline) -> Vec<Finding> {
    let targets = pipeline.output.targets.iter().zip(&pipeline.statistics.predictions);
    let told = targets.map(|(target, _)| match target.labels() {
        Some(_) => (Nearness::Totals, format!("how many rows are predicted to have each class of {}", target.name)),
        None => (Nearness::Cells, distribution(&target.name)),
    });
    told.map(|(nearness, what)| finding(nearness, "statistics", what)).collect()
}

fn distribution(target: &str) -> String {
    format!(
        "the smallest and largest prediction of {target}, 21 quantiles and a histogram, each of single rows: \
         where the model fits a row exactly, that row's answer"
    )
}

fn of_card(card: &Card) -> Vec<Finding> {
    let hash = "SHA-256 of the training data: who has the same table can prove it";
    let metrics = format!("metrics, and answers to {} rows counted by class", card.data_rows);
    let who = [&card.author, &card.place, &card.created, &card.locale];
    let who: Vec<&str> = who.into_iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let options = "the options of training, with names of files and columns";
    let all = [
        (!card.data_sha256.is_empty(), hash.to_owned()),
        (card.confusion.is_some(), metrics),
        (!who.is_empty(), format!("who made it, where and when: {}", who.join(", "))),
        (!card.options.is_empty(), options.to_owned()),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, what)| finding(Nearness::Totals, "card", what)).collect()
}
