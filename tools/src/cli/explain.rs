//! `windowbox explain`.

use super::predict::{Row, own_options, row_of_flags, rows_of_json};
use super::terminal::{print, tame};
use crate::npm::{describe, literal};
use serde_json::{Value, json};
use std::path::PathBuf;
use windowbox::data::{Cell, Schema};
use windowbox::explain::{Contributions, Explainer, Explanation, Space};
use windowbox::{Error, Predictor, Result};

const EXAMPLES: &str = r#"The base, and what each column adds to it, are the answer: of trees Shapley values by the covers in
the file (TreeSHAP, exact), of linear models the coefficient times the distance from a typical
record. They say how the model came to its answer, not what causes what.

Examples:
  windowbox explain titanic.wbx --set Sex=female --set Pclass=3
  windowbox explain titanic.wbx --json '{"Sex":"female","Pclass":3}' --output json
  windowbox explain titanic.wbx --json '{"Sex":"female"}' --against '{"Sex":"male"}'

Exit codes: 0 explained, 1 the record gets no answer, 4 the model has no explanation (it says why),
and those of `windowbox --help`."#;

/// Say what each column adds to an answer
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The model
    #[arg(value_name = "FILE.wbx")]
    model: PathBuf,
    /// A column and its value
    #[arg(long, value_name = "NAME=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// The record as JSON
    #[arg(long, value_name = "JSON", conflicts_with = "set", required_unless_present = "set")]
    json: Option<String>,
    /// Say what makes the answer another than that to this record, JSON
    #[arg(long, value_name = "JSON")]
    against: Option<String>,
    /// A table for people, or JSON
    #[arg(long, value_enum, default_value = "table")]
    output: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
}

pub fn run(args: &Args) -> Result<()> {
    let opened = super::model::open(&args.model)?;
    let (predictor, schema) = (&opened.predictor, &opened.predictor.pipeline().schema);
    let explainer = Explainer::new(predictor).map_err(|e| e.at(args.model.display().to_string()))?;
    let row = match &args.json {
        Some(json) => one(rows_of_json(json, schema), "--json")?,
        None => one(row_of_flags(&args.set, &own_options("explain"), schema), "--set")?,
    };
    let against = args.against.as_ref().map(|json| one(rows_of_json(json, schema), "--against")).transpose()?;
    let against = against.map(|row| cells(&row, schema)).transpose()?;
    let why = explainer.explain(cells(&row, schema)?, against)?;
    print(&match args.output {
        Format::Json => format!("{:#}\n", document(&why, predictor, &row)),
        Format::Table => why.outputs.iter().map(|output| table(output, predictor, &row)).collect(),
    })
}

/// The only row that was given.
fn one(rows: Result<Vec<Row>>, place: &str) -> Result<Row> {
    let mut rows = rows.map_err(|e| e.at(place))?.into_iter();
    match (rows.next(), rows.next()) {
        (Some(row), None) => Ok(row),
        _ => Err(Error::caller("bad-row", "one record is explained at a time").at(place)),
    }
}

fn cells(row: &Row, schema: &Schema) -> Result<Vec<Cell>> {
    if let Some(error) = &row.unreadable {
        return Err(error.clone());
    }
    row.unknown.iter().for_each(|key| eprintln!("warning: unknown-column: the model has no column {}", tame(key)));
    let cell = |(c, column): (usize, &windowbox::data::Column)| {
        let refused = |code: &'static str| Error::caller(code, "the value does not fit its column").at(&column.name);
        row.given(c).cell(column).map_err(|trouble| refused(trouble.code()))
    };
    schema.columns.iter().enumerate().map(cell).collect()
}

fn value(row: &Row, column: usize) -> Value {
    row.given(column).value().unwrap_or(Value::Null)
}

/// The class that contributions speak for, in its own type.
fn label(output: &Contributions, predictor: &Predictor) -> Value {
    let labels = predictor.pipeline().output.targets[output.target].labels();
    labels.zip(output.class).and_then(|(labels, class)| labels.get(class)).map_or(Value::Null, literal::label)
}

fn document(why: &Explanation, predictor: &Predictor, row: &Row) -> Value {
    let pipeline = predictor.pipeline();
    let part = |(column, contribution): &(usize, f64)| {
        let name = &pipeline.schema.columns[*column].name;
        json!({ "column": name, "value": value(row, *column), "contribution": literal::number(*contribution) })
    };
    let output = |output: &Contributions| {
        json!({
            "target": pipeline.output.targets[output.target].name, "label": label(output, predictor),
            "space": output.space, "base": literal::number(output.base), "answer": literal::number(output.answer),
            "parts": output.parts.iter().map(part).collect::<Vec<_>>(),
        })
    };
    json!({ "outputs": why.outputs.iter().map(output).collect::<Vec<_>>(), "method": why.method })
}

/// The largest contributions first.
fn table(output: &Contributions, predictor: &Predictor, row: &Row) -> String {
    let pipeline = predictor.pipeline();
    let class = Some(literal::text(&label(output, predictor))).filter(|class| !class.is_empty());
    let of = match output.space {
        Space::Margin => "margin",
        Space::Probability => "probability",
        Space::Value => "value",
    };
    let title = describe::title(&pipeline.output.targets[output.target]);
    let head = class.map_or(title.to_owned(), |class| format!("{title} = {class}"));
    let mut lines = vec![(format!("{head} ({of})"), String::new()), ("base".to_owned(), number(output.base))];
    let mut parts = output.parts.clone();
    parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    for (column, contribution) in parts {
        let given = Some(literal::text(&value(row, column))).filter(|text| !text.is_empty());
        let name = pipeline.schema.columns[column].title();
        lines.push((format!("{name} = {}", given.unwrap_or("missing".into())), format!("{contribution:+.6}")));
    }
    lines.push(("answer".to_owned(), number(output.answer)));
    let width = lines.iter().skip(1).map(|line| line.0.chars().count()).max().unwrap_or(0);
    lines.iter().map(|(name, value)| tame(format!("{name:<width$}  {value:>14}").trim_end()) + "\n").collect()
}

fn number(x: f64) -> String {
    format!("{x:.6}")
}
