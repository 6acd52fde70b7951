//! Splits as tests over the slots that the trees read.

use super::super::malformed;
use super::file::{Features, Split};
use super::inputs::Inputs;
use std::collections::HashMap;
use windowbox::model::Trees;
use windowbox::model::trees::CATEGORY;
use windowbox::{Error, Result};

/// Words of all sets of categories: few levels are asked for one by one.
const SET_WORD_LIMIT: usize = 1 << 24;

/// A test, as the trees ask it.
pub struct Test {
    pub column: u32,
    /// For a number: `x <= threshold`.
    pub threshold: f64,
    pub missing_yes: bool,
    /// For a category the set that it may be in: then yes is the split's true, else its false.
    pub set: Option<u32>,
}

/// Reads splits, and collects the sets of categories that they ask for.
pub struct Splits<'a> {
    inputs: &'a Inputs,
    /// Where each CTR's splits begin in the list of all splits, and where they end.
    starts: Vec<usize>,
    borders: Vec<&'a [f64]>,
    sets: HashMap<(u32, i32), u32>,
    codes: Vec<&'a [u32]>,
    words: usize,
}

/// A border: a single, printed as a double.
pub fn border(border: Option<f64>) -> Result<f64> {
    let single = border.map(|b| f64::from(b as f32)).filter(|b| b.is_finite());
    single.ok_or_else(|| malformed("a border is missing or not finite"))
}

impl<'a> Splits<'a> {
    pub fn new(features: &'a Features, inputs: &'a Inputs) -> Self {
        let plain = features.float_features.iter().map(|f| f.borders.len()).sum::<usize>()
            + features.categorical_features.iter().map(|f| f.values.len()).sum::<usize>();
        let borders: Vec<&[f64]> = features.ctrs.iter().map(|ctr| &ctr.borders[..]).collect();
        let mut starts = vec![plain];
        borders.iter().for_each(|b| starts.push(starts[starts.len() - 1] + b.len()));
        Self { inputs, starts, borders, sets: HashMap::new(), codes: Vec::new(), words: 0 }
    }

    /// The test of a split.
    ///
    /// # Errors
    /// `unsupported-feature` for a type that is not known, `malformed`, `limit`.
    pub fn test(&mut self, split: &Split) -> Result<Test> {
        match &split.split_type[..] {
            "FloatFeature" => {
                let number = self.inputs.number(split.float_feature_index)?;
                let threshold = border(split.border)?;
                Ok(Test { column: number.column, threshold, missing_yes: !number.missing_above, set: None })
            }
            "OneHotFeature" => self.one_hot(split),
            "OnlineCtr" => self.ctr(split),
            other => Err(Error::unsupported("unsupported-feature", format!("the split type {other:?}"))),
        }
    }

    fn one_hot(&mut self, split: &Split) -> Result<Test> {
        let inputs = self.inputs;
        let category = inputs.category(split.cat_feature_index)?;
        let value = split.value.ok_or_else(|| malformed("a one-hot split has no value"))?;
        let codes = category.levels.asked(value, inputs.column_name(category))?;
        let set = match self.sets.get(&(category.column, value as i32)) {
            Some(set) => *set,
            None => self.set((category.column, value as i32), codes)?,
        };
        let missing_yes = category.levels.missing_is(value);
        Ok(Test { column: category.column, threshold: 0.0, missing_yes, set: Some(set) })
    }

    fn set(&mut self, key: (u32, i32), codes: &'a [u32]) -> Result<u32> {
        self.words += words(codes);
        if self.words > SET_WORD_LIMIT {
            return Err(Error::limit("too many levels are asked for one by one"));
        }
        let set = self.codes.len() as u32;
        self.codes.push(codes);
        self.sets.insert(key, set);
        Ok(set)
    }

    /// The position in the list of all splits says which CTR and border is meant.
    fn ctr(&self, split: &Split) -> Result<Test> {
        let wrong = || malformed("a CTR split that is in no CTR");
        let index = split.split_index.ok_or_else(wrong)?;
        let ctr = self.starts.partition_point(|start| *start <= index).checked_sub(1).ok_or_else(wrong)?;
        let at = self.borders.get(ctr).and_then(|borders| borders.get(index - self.starts[ctr])).ok_or_else(wrong)?;
        let column = (self.inputs.schema.columns.len() + ctr) as u32;
        Ok(Test { column, threshold: border(Some(*at))?, missing_yes: true, set: None })
    }

    /// Gives trees the sets, and the nodes that ask for them their flags.
    pub fn finish(self, trees: &mut Trees, nodes: &[(usize, u32)]) {
        for codes in &self.codes {
            let start = trees.set_words.len();
            trees.set_words.resize(start + words(codes), 0);
            codes.iter().for_each(|code| trees.set_words[start + (code / 32) as usize] |= 1 << (code % 32));
            trees.set_first.push(trees.set_words.len() as u32);
        }
        for (node, set) in nodes {
            trees.flags[*node] |= CATEGORY;
            trees.index[*node] = *set;
        }
    }
}

fn words(codes: &[u32]) -> usize {
    codes.iter().max().map_or(0, |max| (max / 32 + 1) as usize)
}
