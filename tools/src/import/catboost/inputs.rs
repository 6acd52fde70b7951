//! The columns that a caller gives, in the order of the caller's table.

use super::super::malformed;
use super::super::sidecar::Sidecar;
use super::counts::Tables;
use super::file::{Categorical, Features, Float, Model};
use super::levels::{Levels, Texts};
use std::collections::HashMap;
use windowbox::data::schema::{COLUMN_LIMIT, Kind, Unseen};
use windowbox::data::{Column, Labels, Schema};
use windowbox::slots::Precision;
use windowbox::{Error, Result};

/// The schema, and how splits find its columns.
pub struct Inputs {
    pub schema: Schema,
    floats: HashMap<usize, Number>,
    categories: HashMap<usize, Category>,
}

/// A column of numbers.
#[derive(Clone, Copy)]
pub struct Number {
    pub column: u32,
    /// A missing cell is above every border, else above none.
    pub missing_above: bool,
}

/// A column of categories.
pub struct Category {
    pub column: u32,
    pub levels: Levels,
}

impl Inputs {
    pub fn new(model: &Model, tables: &Tables<'_>, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Self> {
        let features = &model.features_info;
        let flat = features.float_features.iter().map(|f| f.flat_feature_index);
        let flat: Vec<usize> = flat.chain(features.categorical_features.iter().map(|f| f.flat_feature_index)).collect();
        let count = count(&flat)?;
        let sidecar = &sidecar.in_order(&names(features, count), count)?;
        let columns = placeholders(&flat, count, sidecar)?;
        let mut inputs = Inputs { schema: Schema { columns }, floats: HashMap::new(), categories: HashMap::new() };
        features.float_features.iter().try_for_each(|feature| inputs.add_float(feature, sidecar))?;
        let texts = Texts::new(model, tables)?;
        for feature in &features.categorical_features {
            inputs.add_category(feature, &texts, sidecar, unknown)?;
        }
        Ok(inputs)
    }

    /// The column of numbers that a split or element means.
    pub fn number(&self, index: Option<usize>) -> Result<Number> {
        index.and_then(|i| self.floats.get(&i)).copied().ok_or_else(|| malformed("a float feature that is not there"))
    }

    /// The column of categories that a split or element means.
    pub fn category(&self, index: Option<usize>) -> Result<&Category> {
        index.and_then(|i| self.categories.get(&i)).ok_or_else(|| malformed("a categorical feature that is not there"))
    }

    /// The name of its column.
    pub fn column_name(&self, category: &Category) -> &str {
        &self.schema.columns[category.column as usize].name
    }

    fn add_float(&mut self, feature: &Float, sidecar: &Sidecar) -> Result<()> {
        let missing_above = match feature.nan_value_treatment.as_deref() {
            None | Some("AsIs" | "AsFalse") => false,
            Some("AsTrue") => true,
            Some(other) => {
                return Err(Error::unsupported("unsupported-feature", format!("the NaN treatment {other:?}")));
            }
        };
        let at = feature.flat_feature_index;
        self.schema.columns[at].name = sidecar.name(at, name(&feature.feature_id, &feature.feature_name));
        let number = Number { column: at as u32, missing_above };
        fresh(self.floats.insert(feature.feature_index, number).is_none())
    }

    fn add_category(
        &mut self,
        feature: &Categorical,
        texts: &Texts<'_>,
        sidecar: &Sidecar,
        unknown: &mut Vec<String>,
    ) -> Result<()> {
        let at = feature.flat_feature_index;
        let name = sidecar.name(at, name(&feature.feature_id, &feature.feature_name));
        let levels = texts.levels(feature, &name, sidecar)?;
        if sidecar.levels(at)?.is_none() {
            unknown.extend(doubt(&name, &levels, texts.guessed(feature.feature_index)));
        }
        self.schema.columns[at] = column(name, &levels, sidecar, at);
        let category = Category { column: at as u32, levels };
        fresh(self.categories.insert(feature.feature_index, category).is_none())
    }
}

/// What is not sure of levels that the file alone says: CatBoost writes truth values as 0 and 1.
fn doubt(name: &str, levels: &Levels, guessed: bool) -> Option<String> {
    match levels.labels {
        Labels::String(ref texts) if *texts == ["0", "1"] => {
            Some(format!("whether {name} is false and true: it takes the texts 0 and 1"))
        }
        _ => guessed.then(|| format!("which category texts are levels of {name}: it may list those of other columns")),
    }
}

fn fresh(fresh: bool) -> Result<()> {
    if fresh { Ok(()) } else { Err(malformed("a feature_index is there twice")) }
}

/// How many columns the caller's table has.
fn count(flat: &[usize]) -> Result<usize> {
    let count = flat.iter().max().map_or(0, |max| max.saturating_add(1));
    if count > COLUMN_LIMIT { Err(Error::limit("more than 100000 columns")) } else { Ok(count) }
}

/// The names that the file has, by column.
fn names(features: &Features, count: usize) -> Vec<&str> {
    let mut names = vec![""; count];
    let floats = features.float_features.iter().map(|f| (f.flat_feature_index, name(&f.feature_id, &f.feature_name)));
    let categories =
        features.categorical_features.iter().map(|f| (f.flat_feature_index, name(&f.feature_id, &f.feature_name)));
    floats.chain(categories).for_each(|(at, name)| names[at] = name.unwrap_or_default());
    names
}

/// Columns of numbers that nothing asks for yet: what training ignored stays one.
fn placeholders(flat: &[usize], count: usize, sidecar: &Sidecar) -> Result<Vec<Column>> {
    let mut taken = vec![false; count];
    if flat.iter().any(|at| std::mem::replace(&mut taken[*at], true)) {
        return Err(malformed("a flat_feature_index is there twice"));
    }
    let kind = Kind::Numeric { precision: Precision::F32, integer: false };
    let column = |i| Column { kind: kind.clone(), ..Column::numeric(sidecar.name(i, None)).or_missing() };
    Ok((0..count).map(column).collect())
}

/// The id of a feature is its name in training; either may be empty.
fn name<'a>(id: &'a Option<String>, name: &'a Option<String>) -> Option<&'a str> {
    [id, name].into_iter().flatten().map(String::as_str).find(|text| !text.is_empty())
}

/// The library refuses a missing category: only a text that stands for it can be asked for.
fn column(name: String, levels: &Levels, sidecar: &Sidecar, at: usize) -> Column {
    let refused = sidecar.features.get(at).is_some_and(|f| f.unknown.as_deref() == Some("error"));
    let unseen = if refused { Unseen::Refused } else { Unseen::Predicted };
    let kind = Kind::Categorical { levels: levels.labels.clone(), unseen };
    Column { kind, missing: levels.missing.is_some(), ..Column::numeric(name) }
}
