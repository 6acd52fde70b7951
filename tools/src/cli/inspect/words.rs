//! A model for people to read, in a terminal.

use super::nodes;
use crate::cli::model::Opened;
use crate::cli::privacy::{Nearness, findings};
use crate::cli::terminal::{tame, width};
use crate::npm::describe;
use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use windowbox::pipeline::{Candidate, Confusion};
use windowbox::{Card, Pipeline, Target};

/// A line under the header, and nothing else that has to be looked past.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// Card, columns, model and file.
pub fn overview(opened: &Opened) -> String {
    let pipeline = opened.predictor.pipeline();
    let parts = [
        title(pipeline),
        part("Columns", &columns(pipeline)),
        part("Model", &lines(&nodes::summary(pipeline))),
        part("How well it does", &metrics(&pipeline.card, &pipeline.output.targets)),
        part("Card", &card(&pipeline.card)),
        part("File", &lines(&[format!("{} bytes, SHA-256 {}", opened.bytes.len(), opened.sha256())])),
    ];
    parts.concat()
}

/// What a reader can recover, the nearest to a row first.
pub fn privacy(pipeline: &Pipeline) -> String {
    let mut table = table(&["comes near", "where", "what can be read"]);
    for finding in findings(pipeline) {
        let nearness = match finding.nearness {
            Nearness::Rows => "WHOLE ROWS",
            Nearness::Cells => "cells, few rows",
            Nearness::Totals => "many rows together",
            Nearness::Nothing => "nothing",
        };
        table.add_row([nearness, finding.place, &tame(&finding.what)]);
    }
    let head = "What a reader of this file can recover of the training data:\n\n";
    format!("{head}{}\n", table.trim_fmt())
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width() as u16).set_header(header.to_vec());
    table
}

/// A part of the overview, unless it is empty.
fn part(title: &str, content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("\n{title}\n{content}") }
}

fn lines(lines: &[String]) -> String {
    lines.iter().map(|line| format!("  {}\n", tame(line))).collect()
}

fn title(pipeline: &Pipeline) -> String {
    let card = &pipeline.card;
    let name = if card.name.is_empty() { "a model without a name" } else { &card.name };
    let targets: Vec<&str> = pipeline.output.targets.iter().map(describe::title).collect();
    let kind = if card.model.is_empty() { "model" } else { &card.model };
    let sentence = format!("{kind} that answers {} from {}", targets.join(", "), count(pipeline.schema.columns.len()));
    let mut text = format!("{}\n{}\n", tame(format!("{name} {}", card.version).trim()), tame(&sentence));
    for sentence in [&card.description, &card.intended_use].into_iter().filter(|s| !s.is_empty()) {
        text += &format!("{}\n", tame(sentence));
    }
    text
}

fn count(columns: usize) -> String {
    if columns == 1 { "1 column".into() } else { format!("{columns} columns") }
}

fn columns(pipeline: &Pipeline) -> String {
    let mut table = table(&["column", "meaning", "unit", "values", "missing"]);
    for (c, column) in pipeline.schema.columns.iter().enumerate() {
        let meaning = [column.label.as_str(), column.description.as_str()].into_iter().filter(|s| !s.is_empty());
        let meaning = meaning.collect::<Vec<_>>().join(". ");
        let missing = if column.missing { "allowed" } else { "refused" };
        let cells = [&column.name, &meaning, &column.unit, &describe::values(pipeline, c)].map(|s| tame(s));
        table.add_row(cells.into_iter().chain([missing.to_owned()]));
    }
    format!("{}\n", table.trim_fmt())
}

fn metrics(card: &Card, targets: &[Target]) -> String {
    let mut text = lines(&[card.estimate.clone()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>());
    if !card.metrics.is_empty() {
        let mut table = table(&["metric", "mean", "spread"]);
        for metric in &card.metrics {
            let spread = metric.spread.map(|spread| format!("{spread:.4}")).unwrap_or_default();
            table.add_row([tame(&metric.name), format!("{:.4}", metric.mean), spread]);
        }
        text += &format!("{}\n", table.trim_fmt());
    }
    text += &compared(&card.compared);
    text + &card.confusion.as_ref().map(|confusion| counts(confusion, targets)).unwrap_or_default()
}

fn compared(candidates: &[Candidate]) -> String {
    let Some(first) = candidates.iter().find(|candidate| !candidate.metrics.is_empty()) else {
        return String::new();
    };
    let names = first.metrics.iter().map(|metric| tame(&metric.name));
    let header: Vec<String> = ["compared".to_owned()].into_iter().chain(names).collect();
    let mut table = table(&header.iter().map(String::as_str).collect::<Vec<_>>());
    for candidate in candidates {
        let numbers = candidate.metrics.iter().map(|metric| format!("{:.4}", metric.mean));
        let failed = (!candidate.failed.is_empty()).then(|| tame(&candidate.failed));
        table.add_row([tame(&candidate.name)].into_iter().chain(numbers).chain(failed));
    }
    format!("{}\n", table.trim_fmt())
}

/// True classes down, predicted ones across.
fn counts(confusion: &Confusion, targets: &[Target]) -> String {
    let size = confusion.counts.len().isqrt();
    let labels = targets.iter().find_map(Target::labels).filter(|labels| labels.len() == size);
    let Some(labels) = labels.filter(|_| (1..=12).contains(&size)) else { return String::new() };
    let names: Vec<String> = labels.iter().map(|label| tame(&crate::npm::literal::label(label).to_string())).collect();
    let header: Vec<String> = ["true \\ predicted".to_owned()].into_iter().chain(names.iter().cloned()).collect();
    let mut table = table(&header.iter().map(String::as_str).collect::<Vec<_>>());
    for (name, row) in names.iter().zip(confusion.counts.chunks(size)) {
        table.add_row([name.clone()].into_iter().chain(row.iter().map(u64::to_string)));
    }
    format!("{}\n", table.trim_fmt())
}

fn card(card: &Card) -> String {
    let rows = if card.data_rows > 0 { card.data_rows.to_string() } else { String::new() };
    let seed = card.seed.map(|seed| seed.to_string()).unwrap_or_default();
    let pairs = |pairs: &[(String, String)]| {
        pairs.iter().map(|(key, value)| format!("{key} {value}")).collect::<Vec<_>>().join(", ")
    };
    let (options, made_with) = (pairs(&card.options), pairs(&card.made_with));
    let facts = [
        ("license", &card.license),
        ("made by", &card.author),
        ("made at", &card.place),
        ("made on", &card.created),
        ("made with", &made_with),
        ("locale", &card.locale),
        ("options", &options),
        ("seed", &seed),
        ("training rows", &rows),
        ("training data", &card.data_sha256),
        ("chosen because", &card.chosen),
    ];
    let notes = card.notes.iter().map(|note| ("note", note));
    let facts = facts.into_iter().chain(notes).filter(|(_, value)| !value.is_empty());
    lines(&facts.map(|(name, value)| format!("{name:<15} {value}")).collect::<Vec<_>>())
}
