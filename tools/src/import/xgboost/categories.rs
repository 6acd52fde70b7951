//! The lists of categories that models trained on a data frame carry since 3.1.

use super::super::malformed;
use super::value::{Number, Value};
use windowbox::data::Labels;
use windowbox::{Error, Result};

/// Doubles, and so JavaScript, hold whole numbers up to here.
const WHOLE_LIMIT: i64 = 1 << 53;

/// The levels of a feature, in the order of their codes.
#[derive(Debug)]
pub enum Levels {
    /// The bytes of each, as far as the file has them.
    Texts(Vec<Vec<u8>>),
    Numbers(Vec<Number>),
}

/// The levels of each of `features`, where there are any.
pub fn read(booster: &Value<'_>, features: usize) -> Result<Vec<Option<Levels>>> {
    let booster = booster.get("gbtree").unwrap_or(booster);
    let lists = booster.get("model").and_then(|model| model.get("cats")).and_then(|cats| cats.get("enc"));
    let Some(lists) = lists.and_then(Value::items).filter(|lists| !lists.is_empty()) else {
        return Ok((0..features).map(|_| None).collect());
    };
    if lists.len() != features {
        return Err(malformed(format!("{} lists of categories for {features} features", lists.len())));
    }
    let levels = lists.iter().enumerate().map(|(i, list)| levels(list).map_err(|e| e.at(format!("feature {i}"))));
    levels.collect()
}

fn levels(list: &Value<'_>) -> Result<Option<Levels>> {
    let levels = match list.get("offsets") {
        Some(_) => Levels::Texts(texts(list)?),
        None => {
            let numbers = list.need("values")?.numbers();
            Levels::Numbers(numbers.ok_or_else(|| malformed("values is not a list of numbers"))?)
        }
    };
    Ok((levels.len() > 0).then_some(levels))
}

/// Signed bytes, cut at the offsets.
fn texts(list: &Value<'_>) -> Result<Vec<Vec<u8>>> {
    let bytes: Vec<u8> = list.wholes("values")?.into_iter().map(|byte| byte as u8).collect();
    let offsets = list.positions("offsets")?;
    let text = |pair: &[usize]| bytes.get(pair[0]..pair[1]).map(<[u8]>::to_vec);
    // Offsets that climb cut every byte once, so levels take no more room than the file.
    let climb = offsets.windows(2).all(|pair| pair[0] <= pair[1]);
    let texts = climb.then(|| offsets.windows(2).map(text).collect()).flatten();
    texts.ok_or_else(|| malformed("the offsets of categories do not fit their bytes"))
}

impl Levels {
    pub fn len(&self) -> usize {
        match self {
            Levels::Texts(texts) => texts.len(),
            Levels::Numbers(numbers) => numbers.len(),
        }
    }

    /// The labels that a caller passes.
    ///
    /// XGBoost cuts a text after as many bytes as it has characters, so what is not ASCII
    /// may have lost its end, and the rest may still be a word.
    pub fn labels(&self, cut: bool) -> Result<Labels> {
        let texts = match self {
            Levels::Numbers(numbers) => return Ok(of_numbers(numbers)),
            Levels::Texts(texts) => texts,
        };
        let whole =
            |bytes: &Vec<u8>| if cut && !bytes.is_ascii() { None } else { String::from_utf8(bytes.clone()).ok() };
        let broken = texts.iter().find(|bytes| whole(bytes).is_none());
        match broken {
            None => Ok(Labels::String(texts.iter().filter_map(whole).collect())),
            Some(bytes) => Err(broken_level(bytes)),
        }
    }
}

fn broken_level(bytes: &[u8]) -> Error {
    let text = String::from_utf8_lossy(bytes).into_owned();
    malformed(format!("the category {text:?} is not whole: this version of XGBoost cuts what is not ASCII"))
        .hint("list the categories of this feature in the sidecar, in the order of training")
}

/// Whole numbers that a double cannot tell apart are texts, as JavaScript must pass them.
fn of_numbers(numbers: &[Number]) -> Labels {
    let large = |number: &Number| matches!(number, Number::Int(int) if int.abs() > WHOLE_LIMIT);
    let text = |number: &Number| match number {
        Number::Int(int) => int.to_string(),
        Number::Real { double, .. } => double.to_string(),
    };
    match numbers.iter().any(large) {
        true => Labels::String(numbers.iter().map(text).collect()),
        // Adding 0 makes a negative 0 the 0 that a label may be.
        false => Labels::Number(numbers.iter().map(|number| number.double() + 0.0).collect()),
    }
}
