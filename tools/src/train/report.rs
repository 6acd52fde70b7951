//! What training says when it is done.

use super::request::Trained;
use comfy_table::{Table, presets};
use std::path::Path;
use windowbox::pipeline::{Candidate, Metric};

/// The summary: what was compared and learnt, how well, and what to do next.
pub fn summary(trained: &Trained, file: &Path, bytes: usize) -> String {
    let (study, dataset) = (&trained.study, &trained.dataset);
    let schema = &trained.predictor.pipeline().schema;
    let names: Vec<&str> = schema.names().collect();
    let mut lines = vec![
        comparison(&study.compared),
        format!(
            "Learnt {} from {} by {}, on {} rows.",
            dataset.target.0,
            names.join(", "),
            study.chosen.title,
            dataset.rows()
        ),
        format!("Chosen: {}.", study.why),
        format!("Expect {} ({}).", metrics(&study.metrics), study.estimate),
    ];
    let file = file.display();
    lines.push(format!("Wrote {file} ({bytes} bytes). Next:"));
    lines.push(format!("  windowbox predict {file} {}", example(trained)));
    lines.push(format!("  windowbox pack {file} -o pkg"));
    lines.join("\n")
}

/// What was compared, a row each; what could not be fitted says why.
fn comparison(compared: &[Candidate]) -> String {
    let names: Vec<&str> = compared
        .iter()
        .find(|c| !c.metrics.is_empty())
        .map_or(vec![], |c| c.metrics.iter().map(|m| &m.name[..]).collect());
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_header(std::iter::once("cross-validation").chain(names.iter().copied()));
    for candidate in compared {
        let cell = |name: &&str| candidate.metrics.iter().find(|m| m.name == **name).map(value).unwrap_or_default();
        table.add_row(std::iter::once(candidate.name.clone()).chain(names.iter().map(cell)));
    }
    let failed = compared.iter().filter(|c| !c.failed.is_empty());
    failed.fold(table.to_string(), |text, c| format!("{text}\n{} could not be fitted: {}", c.name, c.failed))
}

fn value(metric: &Metric) -> String {
    match metric.spread {
        Some(spread) => format!("{:.3} ± {spread:.3}", metric.mean),
        None => format!("{:.3}", metric.mean),
    }
}

fn metrics(metrics: &[Metric]) -> String {
    let each: Vec<String> = metrics.iter().map(|m| format!("{} {}", m.name, value(m))).collect();
    each.join(", ")
}

/// Flags for a row in the middle of everything: medians and commonest levels.
fn example(trained: &Trained) -> String {
    let pipeline = trained.predictor.pipeline();
    let flag = |(column, statistics): (&windowbox::data::Column, &windowbox::pipeline::ColumnStatistics)| {
        let value = super::describe::typical(column, statistics);
        format!("--{} {}", quote(&column.name), quote(&value))
    };
    let flags: Vec<String> = pipeline.schema.columns.iter().zip(&pipeline.statistics.columns).map(flag).collect();
    flags.join(" ")
}

/// Quoted for a shell where it must be.
fn quote(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-+".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
