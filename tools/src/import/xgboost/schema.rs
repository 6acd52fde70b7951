//! The columns: names and types of the file, levels of the file or of the sidecar.

use super::super::malformed;
use super::super::sidecar::{self, Feature, Sidecar};
use super::super::skeleton::unknown_levels;
use super::file::{Booster, Model};
use super::objective::version;
use windowbox::data::schema::Unseen;
use windowbox::data::{Column, Kind, Labels, Schema};
use windowbox::slots::Precision;
use windowbox::{Error, Result};

/// The schema, and the code of the first level of each column.
pub struct Columns {
    pub schema: Schema,
    pub first_codes: Vec<u32>,
}

pub fn columns(model: &Model, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Columns> {
    let said = sidecar.in_order(&model.names, model.features)?.features;
    if model.names.is_empty() && said.iter().all(|feature| feature.name.is_none()) {
        unknown.push("the names of the columns: they are called f0, f1 and so on".to_owned());
    }
    let mut columns = Vec::with_capacity(model.features);
    for (i, feature) in said.iter().enumerate() {
        let name = feature.name.clone().or_else(|| model.names.get(i).cloned()).unwrap_or_else(|| format!("f{i}"));
        let column = column(model, i, name.clone(), feature, unknown).map_err(|e| e.at(format!("column {name}")))?;
        columns.push(column.or_missing());
    }
    let first_codes = said.iter().map(first_code).collect::<Result<_>>()?;
    Ok(Columns { schema: Schema { columns }, first_codes })
}

fn wrong(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::caller("bad-sidecar", message)
}

fn column(model: &Model, i: usize, name: String, said: &Feature, unknown: &mut Vec<String>) -> Result<Column> {
    if said.missing_string.is_some() {
        return Err(wrong("a text that means missing is not supported").hint("leave such cells empty"));
    }
    let numeric = |integer| Kind::Numeric { precision: Precision::F32, integer };
    let levels = levels(model, i, said)?;
    let file_says = model.types.get(i).map_or("", String::as_str);
    let kind = match (said.kind.as_deref(), levels) {
        (Some("boolean"), _) => Kind::Boolean,
        (None | Some("categorical"), Some(levels)) => Kind::Categorical { levels, unseen: unseen(model, i, said)? },
        (None, None) if file_says == "i" => Kind::Boolean,
        (kind, None) if kind == Some("categorical") || file_says == "c" && kind.is_none() => {
            unknown.push(unknown_levels(&name));
            numeric(true)
        }
        _ => numeric(file_says == "int"),
    };
    if matches!((&kind, &model.booster), (Kind::Categorical { .. }, Booster::Linear(_))) {
        return Err(wrong("a linear booster reads numbers, no categories"));
    }
    Ok(Column { kind, ..Column::numeric(name) })
}

/// The levels that the sidecar lists, else the file's.
fn levels(model: &Model, i: usize, said: &Feature) -> Result<Option<Labels>> {
    let known = model.levels.get(i).and_then(Option::as_ref);
    if let Some(values) = &said.categories {
        return match known {
            Some(levels) if levels.len() != values.len() => {
                Err(wrong(format!("the file has {} categories, the sidecar {}", levels.len(), values.len())))
            }
            Some(levels) => {
                let said = sidecar::labels(values)?;
                // Levels that the file has in part only are what the sidecar is for.
                let known = levels.labels(version(model) < (3, 3));
                known.map_or(Ok(()), |known| sidecar::same_order(&known, &said))?;
                Ok(Some(said))
            }
            None => sidecar::labels(values).map(Some),
        };
    }
    // Every version that is known to write lists cuts them; a later one may not.
    known.map(|levels| levels.labels(version(model) < (3, 3))).transpose()
}

/// With lists of its own the library refuses a level that is not in them; a model of
/// codes takes any code.
fn unseen(model: &Model, i: usize, said: &Feature) -> Result<Unseen> {
    let listed = model.levels.get(i).is_some_and(Option::is_some);
    match said.unknown.as_deref() {
        None if listed => Ok(Unseen::Refused),
        None | Some("code:-1") => Ok(Unseen::Predicted),
        Some("error") => Ok(Unseen::Refused),
        Some(other) => Err(wrong(format!("unknown levels as {other:?} are not supported"))),
    }
}

fn first_code(said: &Feature) -> Result<u32> {
    let code = said.first_code.filter(|_| said.categories.is_some()).unwrap_or(0);
    u32::try_from(code).map_err(|_| wrong(format!("the first code {code} is below 0")))
}

/// The column that a node tests.
pub fn position(column: i64, features: usize) -> Result<u32> {
    let place = u32::try_from(column).ok().filter(|place| (*place as usize) < features);
    place.ok_or_else(|| malformed(format!("the feature {column} is not there")))
}
