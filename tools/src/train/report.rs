//! What training says when it is done.

use super::request::Trained;
use comfy_table::{Table, presets};
use std::path::Path;
use windowbox::data::Schema;
use windowbox::pipeline::{Candidate, Metric};

/// More columns than this are not written out: nobody reads or types them.
const WRITTEN_OUT: usize = 10;

/// What the summary says of files and commands.
pub struct Next<'a> {
    /// The table that was learnt from.
    pub table: &'a Path,
    /// The model's file.
    pub file: &'a Path,
    /// How long it is.
    pub bytes: usize,
    /// The options of `predict`: no flag names a column that is called like one.
    pub options: &'a [String],
}

/// The summary: what was compared and learnt, how well, and what to do next.
pub fn summary(trained: &Trained, next: &Next<'_>) -> String {
    let (study, dataset) = (&trained.study, &trained.dataset);
    let schema = &trained.predictor.pipeline().schema;
    let mut lines = vec![
        comparison(&study.compared),
        format!(
            "Learnt {} from {} by {}, on {} rows.",
            dataset.target.0,
            named(schema),
            study.chosen.title,
            dataset.rows()
        ),
        format!("Chosen: {}.", study.why),
        format!("Expect {} ({}).", metrics(&study.metrics), study.estimate),
    ];
    let file = quote(&next.file.to_string_lossy());
    lines.push(format!("Wrote {} ({} bytes). Next:", next.file.display(), next.bytes));
    lines.push(format!("  windowbox predict {file} {}", example(trained, next)));
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

fn named(schema: &Schema) -> String {
    let names: Vec<&str> = schema.names().take(WRITTEN_OUT).collect();
    match schema.columns.len() {
        n if n > WRITTEN_OUT => format!("{}, ... ({n} columns)", names.join(", ")),
        _ => names.join(", "),
    }
}

/// Flags for a row in the middle of everything: medians and commonest levels. Of many
/// columns none may be left out, so the table itself is asked.
fn example(trained: &Trained, next: &Next<'_>) -> String {
    let pipeline = trained.predictor.pipeline();
    if pipeline.schema.columns.len() > WRITTEN_OUT {
        return match next.table == Path::new("-") {
            true => "ROWS.csv".to_owned(),
            false => quote(&next.table.to_string_lossy()),
        };
    }
    let of_column = |(column, statistics): (&windowbox::data::Column, &windowbox::pipeline::ColumnStatistics)| {
        let value = super::describe::typical(column, statistics);
        flag(&column.name, &value, next.options)
    };
    let flags: Vec<String> = pipeline.schema.columns.iter().zip(&pipeline.statistics.columns).map(of_column).collect();
    flags.join(" ")
}

/// `--name value`, or `--set name=value` where the former would be read otherwise.
fn flag(name: &str, value: &str, options: &[String]) -> String {
    match name.contains('=') || value.starts_with("--") || options.iter().any(|option| option == name) {
        true => format!("--set {}", quote(&format!("{name}={value}"))),
        false => format!("--{} {}", quote(name), quote(value)),
    }
}

/// Quoted for a shell where it must be.
fn quote(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-+/=".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_are_called_like_options_are_set() {
        let options = ["output".to_owned()];
        assert_eq!(flag("a b", "-3", &options), "--'a b' -3");
        assert_eq!(flag("output", "it's", &options), "--set 'output=it'\\''s'");
        assert_eq!(
            (flag("a=b", "3", &options), flag("x", "--", &options)),
            ("--set a=b=3".into(), "--set x=--".into())
        );
    }
}
