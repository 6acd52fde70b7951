//! The columns: numbers, and categories that reach the trees as numbers.

use super::super::sidecar::{Feature, Sidecar};
use super::file::Model;
use windowbox::data::schema::{COLUMN_LIMIT, Kind, Unseen};
use windowbox::data::{Column, Labels, Schema};
use windowbox::preprocess::{Encode, Step};
use windowbox::slots::Precision;
use windowbox::{Error, Node, Op, Result};

/// The schema, the encoders in front of the trees, and the slots that they read.
pub struct Columns {
    pub schema: Schema,
    pub nodes: Vec<Node>,
    pub reads: Vec<u32>,
}

pub fn columns(model: &Model, precision: Precision, sidecar: &Sidecar) -> Result<Columns> {
    let count = model.num_feature;
    if count > COLUMN_LIMIT {
        return Err(Error::limit("more than 100000 columns"));
    }
    if sidecar.features.len() > count {
        return Err(wrong(format!("{} features for a model of {count}", sidecar.features.len())));
    }
    let mut all = Columns { schema: Schema::default(), nodes: Vec::new(), reads: (0..count as u32).collect() };
    for i in 0..count {
        let name = sidecar.name(i, None);
        let feature = sidecar.features.get(i).cloned().unwrap_or_default();
        check(&feature).map_err(|e| e.at(format!("column {name}")))?;
        let column = match sidecar.levels(i)? {
            Some(levels) => all.category(i, name, levels, &feature, count)?,
            None => number(name, precision),
        };
        all.schema.columns.push(column.or_missing());
    }
    Ok(all)
}

fn wrong(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::caller("bad-sidecar", message)
}

/// What is said of categories must be said of one, with its levels.
fn check(feature: &Feature) -> Result<()> {
    let listed = feature.categories.is_some();
    match feature.kind.as_deref() {
        None | Some("categorical") if listed => Ok(()),
        Some("categorical") => Err(wrong("a category without categories")),
        Some("numeric") | None if !listed && feature.unknown.is_none() && feature.first_code.is_none() => Ok(()),
        Some("numeric") | None => Err(wrong("a number with categories, unknown or first_code")),
        Some(other) => Err(wrong(format!("the type {other:?} has no meaning for this file"))),
    }
}

fn number(name: String, precision: Precision) -> Column {
    Column { kind: Kind::Numeric { precision, integer: false }, ..Column::numeric(name) }
}

impl Columns {
    /// A level that training never saw is missing unless the sidecar says otherwise: so
    /// does scikit-learn's HistGradientBoosting.
    fn category(
        &mut self,
        i: usize,
        name: String,
        levels: Labels,
        feature: &Feature,
        columns: usize,
    ) -> Result<Column> {
        let unseen = unseen(feature)?;
        let step = Encode { levels: numbers(&levels, feature), missing: f64::NAN, unseen: unseen.unwrap_or(f64::NAN) };
        let next = (columns + self.nodes.len()) as u32;
        self.nodes.push(Node::new(Op::Step(Step::Encode(step)), vec![i as u32], next, 1));
        self.reads[i] = next;
        let refused = if unseen.is_none() { Unseen::Refused } else { Unseen::Predicted };
        Ok(Column { kind: Kind::Categorical { levels, unseen: refused }, ..Column::numeric(name) })
    }
}

/// The number of an unknown level; NaN is missing, none is an error.
fn unseen(feature: &Feature) -> Result<Option<f64>> {
    let said = feature.unknown.as_deref().unwrap_or("missing");
    match (said, said.strip_prefix("code:").map(str::parse::<f64>)) {
        ("missing", _) => Ok(Some(f64::NAN)),
        ("error", _) => Ok(None),
        (_, Some(Ok(code))) if code.is_finite() => Ok(Some(code)),
        _ => Err(Error::caller("bad-sidecar", format!("unknown levels are said to be {said:?}"))
            .hint(r#""unknown" is "missing", "error" or "code:-1""#)),
    }
}

/// Levels that are numbers stand in the file themselves, all others as their codes.
fn numbers(levels: &Labels, feature: &Feature) -> Vec<f64> {
    let first = feature.first_code.unwrap_or(0) as f64;
    match levels {
        Labels::Number(numbers) => numbers.clone(),
        _ => (0..levels.len()).map(|code| first + code as f64).collect(),
    }
}
