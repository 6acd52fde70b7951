//! Texts: small letters, tokens, and counts of their n-grams, as onnxruntime makes them.

use super::super::malformed;
use super::graph::Builder;
use super::node::Call;
use super::tensor::{Cell, Element, Source, Tensor};
use std::collections::BTreeMap;
use std::rc::Rc;
use windowbox::data::{Column, Kind, Labels};
use windowbox::preprocess::arithmetic::Function;
use windowbox::preprocess::words::{Case, LONGEST, Unit};
use windowbox::preprocess::{Step, Words};
use windowbox::slots::{SlotKind, SlotType};
use windowbox::{Error, Op, Result};

/// A column of texts, and what was done with it so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    column: u32,
    case: Case,
    tokens: Option<Tokens>,
}

/// What a text is cut into.
#[derive(Clone, Debug, PartialEq)]
struct Tokens {
    unit: Unit,
    shortest: u32,
    /// What the rows with fewer tokens are filled up with.
    pad: String,
}

impl Builder<'_> {
    /// A cell as a text that a row may freely choose.
    fn reading(&mut self, call: &Call, cell: &Cell) -> Result<Reading> {
        let column = match cell {
            Cell::Reading(reading) => return Ok(Reading::clone(reading)),
            Cell::Coded(coded) => match coded.source {
                Source::Column(i) if coded.other.is_none() && self.levels(i) == coded.values => self.free(i),
                _ => return Err(call.attribute_error("a text that is no column's")),
            },
            Cell::Slot(slot) if self.types.get(*slot as usize).is_some_and(|t| t.kind == SlotKind::Text) => *slot,
            _ => return Err(call.attribute_error("a text that is no column's")),
        };
        Ok(Reading { column, case: Case::Keep, tokens: None })
    }

    /// The levels of a column as its cell has them.
    fn levels(&self, column: usize) -> Vec<Cell> {
        match &self.columns[column].kind {
            Kind::Categorical { levels: Labels::String(texts), .. } => {
                texts.iter().map(|text| Cell::Text(text.as_str().into())).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Makes a column one of free texts, which are never missing.
    fn free(&mut self, column: usize) -> u32 {
        self.wanted.entry(column).or_default().free = true;
        let name = std::mem::take(&mut self.columns[column].name);
        self.columns[column] = Column { kind: Kind::Text, ..Column::numeric(name) };
        self.types[column] = SlotType { kind: SlotKind::Text, missing: false };
        column as u32
    }
}

/// The one text of a row.
fn text<'a>(call: &'a Call) -> Result<(&'a Tensor, &'a Cell)> {
    let x = call.input(0)?;
    match (&x.cells[..], x.element, x.rows) {
        ([cell], Element::Text, Some(_)) => Ok((x, cell)),
        ([_], ..) => Err(call.attribute_error("an input that is no text")),
        _ => Err(call.attribute_error("several texts a row").hint("give each column of texts a vectorizer of its own")),
    }
}

fn read(x: &Tensor, reading: Reading) -> Cell {
    debug_assert_eq!(x.cells.len(), 1);
    Cell::Reading(Rc::new(reading))
}

/// Small letters; onnxruntime makes them one by one.
pub fn normalizer(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["case_change_action", "is_case_sensitive", "locale", "stopwords"])?;
    if !call.texts("stopwords")?.is_empty() {
        return Err(call.attribute_error("stopwords"));
    }
    let locale = call.text("locale", "en_US");
    if !["en_US", "en_US.UTF-8"].contains(&&locale[..]) {
        return Err(call.attribute_error(&format!("locale = {locale}")));
    }
    let (x, cell) = text(call)?;
    let mut reading = b.reading(call, cell)?;
    match &call.text("case_change_action", "NONE")[..] {
        "NONE" => {}
        "LOWER" if reading.tokens.is_none() => reading.case = Case::LowerEach,
        other => return Err(call.attribute_error(&format!("case_change_action = {other}"))),
    }
    Ok(vec![x.with(Element::Text, vec![read(x, reading)])])
}

/// Tokens along an axis more. Patterns are those of RE2: a `\w` is of ASCII.
pub fn tokenizer(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["mark", "mincharnum", "pad_value", "separators", "stopwords", "tokenexp"])?;
    if call.int("mark", 0) != 0 || !call.texts("separators")?.is_empty() || !call.texts("stopwords")?.is_empty() {
        return Err(call.attribute_error("marks, separators or stop words"));
    }
    let pattern = call.text("tokenexp", "");
    let least = u32::try_from(call.int("mincharnum", 1)).unwrap_or(0).max(1);
    let (unit, shortest) = match words(&pattern) {
        Some(count) => (Unit::AsciiWords, count.max(least)),
        None if pattern == "." && least == 1 => (Unit::Characters, 1),
        None => {
            let error = call.attribute_error(&format!("tokenexp = {pattern}"));
            return Err(
                error.hint(r"read are \w+, \b\w\w+\b, \w{2,} and the like, [a-zA-Z0-9_]+, and . for characters")
            );
        }
    };
    let (x, cell) = text(call)?;
    let reading = b.reading(call, cell)?;
    if reading.tokens.is_some() {
        return Err(call.attribute_error("tokens as its input"));
    }
    let tokens = Some(Tokens { unit, shortest, pad: call.text("pad_value", "") });
    let dims = x.dims.iter().copied().chain([1]).collect();
    let cells = vec![read(x, Reading { tokens, ..reading })];
    Ok(vec![Tensor { element: Element::Text, dims, rows: x.rows, cells }])
}

/// The characters of the shortest word, where a pattern means runs of word characters.
fn words(pattern: &str) -> Option<u32> {
    let bare = pattern.strip_prefix(r"\b").and_then(|rest| rest.strip_suffix(r"\b")).unwrap_or(pattern);
    let class = [r"\w", "[a-zA-Z0-9_]", "[A-Za-z0-9_]"].into_iter().find(|class| bare.starts_with(class))?;
    let (mut rest, mut count) = (bare, 0);
    while let Some(more) = rest.strip_prefix(class) {
        (rest, count) = (more, count + 1);
    }
    match rest.strip_prefix('{').and_then(|rest| rest.strip_suffix(",}")) {
        _ if rest == "+" => Some(count),
        Some(least) if count == 1 => least.parse().ok().filter(|least| *least >= 1),
        _ => None,
    }
}

/// The n-grams of a pool, with the places of their columns.
struct Pool {
    range: (u32, u32),
    /// The tokens of each n-gram.
    grams: Vec<Vec<String>>,
    columns: Vec<usize>,
}

impl Pool {
    fn read(call: &Call) -> Result<Self> {
        let length = |name: &str| u32::try_from(call.int(name, 0)).ok().filter(|length| *length >= 1);
        let range = length("min_gram_length").zip(length("max_gram_length")).filter(|(least, most)| least <= most);
        let range = range.ok_or_else(|| malformed("TfIdfVectorizer: the lengths of n-grams are no range"))?;
        if range.1 > LONGEST {
            return Err(Error::limit("n-grams of more than 32 tokens"));
        }
        if call.int("max_skip_count", 0) != 0 && range.1 > 1 {
            return Err(call.attribute_error("max_skip_count"));
        }
        let (tokens, starts) = (call.texts("pool_strings")?, call.ints("ngram_counts"));
        let grams = grams(&tokens, starts).ok_or_else(|| malformed("TfIdfVectorizer: ngram_counts are no starts"))?;
        let place = |index: &i64| usize::try_from(*index).ok().filter(|place| *place < windowbox::pipeline::SLOT_LIMIT);
        let columns: Option<Vec<usize>> = call.ints("ngram_indexes").iter().map(place).collect();
        let columns = columns.filter(|columns| columns.len() == grams.len() && !columns.is_empty());
        let columns = columns.ok_or_else(|| malformed("TfIdfVectorizer: ngram_indexes are not one an n-gram"))?;
        Ok(Self { range, grams, columns })
    }

    /// How many columns there are.
    fn width(&self) -> usize {
        self.columns.iter().max().map_or(0, |last| last + 1)
    }

    /// The n-grams that a text can have, as they are joined, with their numbers in the pool.
    fn vocabulary(&self, call: &Call, tokens: &Tokens) -> Result<BTreeMap<String, usize>> {
        let mut vocabulary = BTreeMap::new();
        for (i, gram) in self.grams.iter().enumerate() {
            let counted = (self.range.0 as usize..=self.range.1 as usize).contains(&gram.len());
            if counted && gram.contains(&tokens.pad) {
                return Err(call.mixes().hint("the vocabulary has what short rows are filled up with: take it out"));
            }
            let glue = if tokens.unit == Unit::AsciiWords { " " } else { "" };
            let comes = counted && gram.iter().all(|token| tokens.can_be(token));
            if comes && vocabulary.insert(gram.join(glue), i).is_some() {
                return Err(malformed("TfIdfVectorizer: an n-gram stands twice"));
            }
        }
        let places: std::collections::HashSet<usize> = self.columns.iter().copied().collect();
        match places.len() == self.columns.len() {
            true => Ok(vocabulary),
            false => Err(call.attribute_error("several n-grams for one column")),
        }
    }
}

impl Tokens {
    /// Whether a text can be cut so that this is one of its tokens.
    fn can_be(&self, token: &str) -> bool {
        match self.unit {
            Unit::AsciiWords => !token.is_empty() && token.bytes().all(|c| c == b'_' || c.is_ascii_alphanumeric()),
            _ => token.chars().count() == 1,
        }
    }
}

/// Cuts a pool: where the n-grams of one token start, those of two, and so on.
fn grams(tokens: &[String], starts: &[i64]) -> Option<Vec<Vec<String>>> {
    let mut grams = Vec::new();
    for (i, start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).map_or(Some(tokens.len()), |end| usize::try_from(*end).ok())?;
        let part = tokens.get(usize::try_from(*start).ok()?..end)?.chunks_exact(i + 1);
        if !part.remainder().is_empty() {
            return None;
        }
        grams.extend(part.map(<[String]>::to_vec));
    }
    Some(grams)
}

/// Counts of n-grams; with weights for those that are there (IDF), or times their counts
/// (TFIDF: onnxruntime adds the weight up, which rounds otherwise in the last digit).
pub fn vectorizer(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&[
        "max_gram_length",
        "max_skip_count",
        "min_gram_length",
        "mode",
        "ngram_counts",
        "ngram_indexes",
        "pool_strings",
        "weights",
    ])?;
    let (x, cell) = text(call)?;
    let Cell::Reading(reading) = cell else { return Err(call.attribute_error("an input that is no tokens")) };
    let tokens = reading.tokens.as_ref().ok_or_else(|| call.attribute_error("a text that is not cut into tokens"))?;
    if x.dims.len() > 2 {
        return Err(call.shape_error(format!("an input of the shape {:?} is not [rows, tokens]", x.dims)));
    }
    let pool = Pool::read(call)?;
    let vocabulary = pool.vocabulary(call, tokens)?;
    let mode = call.text("mode", "");
    if !["TF", "IDF", "TFIDF"].contains(&&mode[..]) {
        return Err(call.attribute_error(&format!("mode = {mode}")));
    }
    b.spend(pool.width())?;
    let words = Words {
        case: reading.case,
        unit: tokens.unit,
        shortest: tokens.shortest,
        dropped: Vec::new(),
        least: pool.range.0,
        most: pool.range.1,
        binary: mode == "IDF",
        vocabulary: vocabulary.keys().cloned().collect(),
    };
    let written = b.push(Op::Step(Step::Words(words)), vec![reading.column])?;
    let mut cells = vec![Cell::Number(0.0); pool.width()];
    vocabulary.values().zip(written).for_each(|(i, slot)| cells[pool.columns[*i]] = Cell::Slot(slot));
    let counts = Tensor::row(Element::F32, cells);
    match weights(call, &pool)? {
        Some(weights) if mode != "TF" => Ok(vec![b.compute(call, Function::Multiply, &[&counts, &weights])?]),
        _ => Ok(vec![counts]),
    }
}

/// A weight a column, from one an n-gram of the pool.
fn weights(call: &Call, pool: &Pool) -> Result<Option<Tensor>> {
    let weights = call.floats("weights");
    if weights.is_empty() {
        return Ok(None);
    }
    if weights.len() != pool.columns.len() {
        return Err(malformed("TfIdfVectorizer: weights are not one an n-gram"));
    }
    let mut cells = vec![Cell::Number(0.0); pool.width()];
    pool.columns.iter().zip(weights).for_each(|(column, weight)| cells[*column] = Cell::Number(f64::from(*weight)));
    Ok(Some(Tensor { element: Element::F32, dims: vec![cells.len()], rows: None, cells }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_words_are_known_by_their_shortest() {
        for (pattern, want) in [
            (r"\w+", Some(1)),
            (r"\b\w\w+\b", Some(2)),
            (r"\w{3,}", Some(3)),
            ("[a-zA-Z0-9_]+", Some(1)),
            ("[A-Za-z0-9_]{2,}", Some(2)),
            (r"(?u)\b\w\w+\b", None),
            (r"\w", None),
            (r"\w{0,}", None),
            (r"\w\w{2,}", None),
            (r"\w{-1,}", None),
            (r"\S+", None),
            ("[a-z]+", None),
            ("", None),
        ] {
            assert_eq!(words(pattern), want, "{pattern}");
        }
    }

    #[test]
    fn a_pool_is_cut_by_its_starts() {
        let pool = ["a", "b", "c", "a", "b"].map(String::from);
        let cut = |starts: &[i64]| grams(&pool, starts).map(|grams| grams.iter().map(|gram| gram.join(" ")).collect());
        let want: Vec<String> = ["a", "b", "c", "a b"].map(String::from).to_vec();
        assert_eq!(cut(&[0, 3]), Some(want));
        for starts in [&[0, 4][..], &[0, 9], &[0, -1], &[3, 0], &[i64::MAX]] {
            assert_eq!(cut(starts), None, "{starts:?}");
        }
        assert_eq!(cut(&[0, 5, 5]).map(|grams: Vec<String>| grams.len()), Some(5));
    }
}
