//! Levels: which texts a categorical column knows, and their hashes.
//!
//! The file lists the texts of all columns together. A text belongs to the columns where
//! the model asks for its hash; one that no column asks for may be a level of any, and
//! leaving it out would call a level of training unseen. A text that a column does not
//! list is predicted as unseen, and equals nothing: as in the library.

use super::super::sidecar::{Feature, Sidecar};
use super::counts::Tables;
use super::file::{Categorical, Model};
use super::{city, keys};
use std::collections::{HashMap, HashSet};
use windowbox::data::{Label, Labels};
use windowbox::slots::UNSEEN;
use windowbox::{Error, Result};

/// Columns times texts: each column may have to list them all.
const CELL_LIMIT: usize = 1 << 24;

/// The levels of a column.
pub struct Levels {
    pub labels: Labels,
    /// The hash of each.
    pub hashes: Vec<i32>,
    /// The code that a missing cell stands for, where the sidecar names its text.
    pub missing: Option<f64>,
    by_hash: HashMap<i32, Vec<u32>>,
}

impl Levels {
    fn new(labels: Labels, hashes: Vec<i32>) -> Self {
        let mut by_hash = HashMap::<i32, Vec<u32>>::new();
        hashes.iter().zip(0..).for_each(|(hash, code)| by_hash.entry(*hash).or_default().push(code));
        Self { labels, hashes, missing: None, by_hash }
    }

    /// The codes whose hash is this one.
    fn codes(&self, hash: i64) -> &[u32] {
        self.by_hash.get(&(hash as i32)).map_or(&[], Vec::as_slice)
    }

    /// The codes of a category that a split of the column `name` asks for: without its text,
    /// rows that have it would be told that they have another.
    ///
    /// # Errors
    /// `unsupported-feature` where there is none.
    pub fn asked(&self, hash: i64, name: &str) -> Result<&[u32]> {
        match self.codes(hash) {
            [] => Err(no_text(format!(
                "{name:?} is asked for a category by its hash {}, whose text is not here",
                hash as u32
            ))),
            codes => Ok(codes),
        }
    }

    /// Whether a missing cell stands for a level with this hash.
    pub fn missing_is(&self, hash: i64) -> bool {
        self.codes(hash).iter().any(|code| self.missing == Some(f64::from(*code)))
    }
}

/// The texts of the file, and which column asks for which.
pub struct Texts<'a> {
    hashes: HashMap<&'a str, i32>,
    /// Sorted, each once.
    all: Vec<(&'a str, i32)>,
    asked: HashMap<usize, HashSet<i32>>,
    asked_somewhere: HashSet<i32>,
}

impl<'a> Texts<'a> {
    pub fn new(model: &'a Model, tables: &Tables<'_>) -> Result<Self> {
        let features = &model.features_info;
        let hashes: HashMap<&str, i32> =
            features.cat_features_hash.iter().map(|entry| (&entry.value[..], entry.hash as i32)).collect();
        if hashes.len().saturating_mul(features.categorical_features.len()) > CELL_LIMIT {
            return Err(Error::limit("columns times category texts are more than 2^24"));
        }
        let mut all: Vec<(&str, i32)> = hashes.iter().map(|(text, hash)| (*text, *hash)).collect();
        all.sort_unstable();
        let asked = asked(model, tables, &all);
        let asked_somewhere = asked.values().flatten().copied().collect();
        Ok(Self { hashes, all, asked, asked_somewhere })
    }

    /// The levels of a column: what the sidecar says, else what the file's texts say.
    pub fn levels(&self, feature: &Categorical, name: &str, sidecar: &Sidecar) -> Result<Levels> {
        let said = sidecar.features.get(feature.flat_feature_index);
        let mut levels = match sidecar.levels(feature.flat_feature_index)? {
            Some(labels) => Levels::new(labels.clone(), labels.iter().map(|label| self.hash(&text(label))).collect()),
            None => self.known(feature.feature_index),
        };
        if levels.labels.is_empty() {
            return Err(no_levels(name));
        }
        levels.missing = said.and_then(|f| missing(f, &levels.labels));
        Ok(levels)
    }

    fn known(&self, feature: usize) -> Levels {
        let asked = self.asked.get(&feature).filter(|asked| !asked.is_empty());
        let mine = |hash: &i32| asked.is_none_or(|a| a.contains(hash) || !self.asked_somewhere.contains(hash));
        let (texts, hashes) =
            self.all.iter().filter(|(_, hash)| mine(hash)).map(|(text, hash)| (text.to_string(), *hash)).unzip();
        Levels::new(Labels::String(texts), hashes)
    }

    /// Whether a list of levels is a guess: a text may be another column's.
    pub fn guessed(&self, feature: usize) -> bool {
        !self.asked.contains_key(&feature) || self.all.iter().any(|(_, hash)| !self.asked_somewhere.contains(hash))
    }

    fn hash(&self, text: &str) -> i32 {
        self.hashes.get(text).copied().unwrap_or_else(|| city::category(text))
    }
}

/// The text that CatBoost hashes.
fn text(label: Label<'_>) -> String {
    match label {
        Label::String(text) => text.to_owned(),
        Label::Number(number) => number.to_string(),
        Label::Boolean(flag) => u8::from(flag).to_string(),
    }
}

fn missing(feature: &Feature, labels: &Labels) -> Option<f64> {
    let text = feature.missing_string.as_deref()?;
    Some(labels.code(text).map_or(UNSEEN, |code| code as f64))
}

fn no_levels(name: &str) -> Error {
    no_text(format!("the category {name:?} has hashes only, its texts are not here"))
}

fn no_text(message: String) -> Error {
    Error::unsupported("unsupported-feature", message).hint(
        "save again with `model.save_model(\"m.json\", format=\"json\", pool=train_pool)`, \
         or list all of its `categories` in a schema.json",
    )
}

/// The hashes that each feature is asked for: by one-hot values, by exact values in
/// combinations, and by the tables of CTRs of the feature alone.
fn asked(model: &Model, tables: &Tables<'_>, texts: &[(&str, i32)]) -> HashMap<usize, HashSet<i32>> {
    let mut asked = HashMap::<usize, HashSet<i32>>::new();
    for feature in &model.features_info.categorical_features {
        let values = feature.values.iter().map(|value| *value as i32);
        asked.entry(feature.feature_index).or_default().extend(values);
    }
    let mut seen = HashSet::new();
    for ctr in &model.features_info.ctrs {
        for element in &ctr.elements {
            if let (Some(feature), Some(value)) = (element.cat_feature_index, element.value) {
                asked.entry(feature).or_default().insert(value as i32);
            }
        }
        if let ([one], true) = (&ctr.elements[..], seen.insert(&ctr.identifier))
            && let ("cat_feature_value", Some(feature)) = (&one.combination_element[..], one.cat_feature_index)
            && let Some(table) = tables.get(&ctr.identifier)
        {
            let in_table = texts.iter().map(|(_, hash)| *hash).filter(|hash| table.has(keys::alone(*hash)));
            asked.entry(feature).or_default().extend(in_table);
        }
    }
    asked.retain(|_, hashes| !hashes.is_empty());
    asked
}
