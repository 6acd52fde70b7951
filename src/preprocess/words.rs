//! Words: a text becomes counts, one for each n-gram of a vocabulary.

mod letters;

use crate::error::Result;
use crate::slots::{Columns, Operation, SlotKind, SlotType, ensure};
use letters::{is_space, is_word};

/// Units of the longest n-gram: bounds what a character of a text costs.
pub const LONGEST: u32 = 32;

/// What becomes of capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// They stay.
    Keep,
    /// Small letters, as Unicode says and Python's `str.lower` does: a sigma that ends a
    /// word becomes another than others, and one letter may become two.
    Lower,
    /// One small letter for each, whatever stands around it; as C's `towlower`.
    LowerEach,
}
crate::variants!(Case { 0 Keep, 1 Lower, 2 LowerEach });

/// What n-grams are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Runs of letters, digits and underscores of any script; Python's `\w`. Those of an
    /// n-gram are joined by a space.
    Words,
    /// The same of ASCII alone.
    AsciiWords,
    /// Characters.
    Characters,
    /// Characters, where two and more of white space count as one space; scikit-learn's `char`.
    SpacedCharacters,
    /// Characters of what stands between white space, with a space on either side of it, one
    /// after the other; scikit-learn's `char_wb`.
    PaddedCharacters,
}
crate::variants!(Unit { 0 Words, 1 AsciiWords, 2 Characters, 3 SpacedCharacters, 4 PaddedCharacters });

/// Counts of a text's n-grams: a column for each of the vocabulary. N-grams that it does not
/// have are not counted.
///
/// ```
/// use windowbox::preprocess::{Words, words::{Case, Unit}};
/// use windowbox::slots::{Columns, Operation};
/// let vocabulary = ["cat", "the", "the cat"].map(String::from).to_vec();
/// let words = Words {
///     case: Case::Lower, unit: Unit::Words, shortest: 2, dropped: vec![],
///     least: 1, most: 2, binary: false, vocabulary,
/// };
/// let text = [vec![Some("The cat saw a cat.".into())]];
/// let mut out = [0.0; 3];
/// words.apply(Columns::new(1, &[0], &[], &text), &mut out);
/// assert_eq!(out, [2.0, 1.0, 1.0]);
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Words {
    /// What becomes of capital letters, before anything else.
    pub case: Case,
    /// What n-grams are made of.
    pub unit: Unit,
    /// Words of fewer characters are passed over; 1 where units are characters.
    pub shortest: u32,
    /// Words that are passed over, ascending; none where units are characters.
    #[serde(default)]
    pub dropped: Vec<String>,
    /// Units of the shortest n-gram, from 1.
    pub least: u32,
    /// Units of the longest n-gram, at most [`LONGEST`].
    pub most: u32,
    /// Whether an n-gram that is there counts as 1, however often.
    #[serde(default)]
    pub binary: bool,
    /// The n-grams, ascending by their bytes, all different.
    pub vocabulary: Vec<String>,
}
crate::record!(Words { case, unit, shortest, dropped, least, most, binary, vocabulary });

/// Whether texts ascend, all different.
fn ascend(texts: &[String]) -> bool {
    texts.windows(2).all(|pair| pair[0] < pair[1])
}

/// The end of the first character.
fn character(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Two and more characters of white space in a row become one space.
fn spaced(text: &str) -> String {
    let (mut out, mut run) = (String::with_capacity(text.len()), 0);
    for c in text.chars() {
        run = if is_space(c) { run + 1 } else { 0 };
        if run == 2 {
            out.pop();
            out.push(' ');
        } else if run < 2 {
            out.push(c);
        }
    }
    out
}

impl Words {
    fn of_words(&self) -> bool {
        matches!(self.unit, Unit::Words | Unit::AsciiWords)
    }

    fn cased(&self, text: &str) -> String {
        match self.case {
            Case::Keep => text.into(),
            Case::Lower => text.to_lowercase(),
            Case::LowerEach => text.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect(),
        }
    }

    /// The words that count, joined by spaces.
    fn joined(&self, text: &str) -> String {
        let part = |c: char| if self.unit == Unit::Words { is_word(c) } else { c == '_' || c.is_ascii_alphanumeric() };
        let mut out = String::with_capacity(text.len());
        for word in text.split(|c| !part(c)) {
            let long = word.chars().take(self.shortest as usize).count() == self.shortest as usize;
            if long && self.dropped.binary_search_by(|dropped| (**dropped).cmp(word)).is_err() {
                out.push_str(if out.is_empty() { "" } else { " " });
                out.push_str(word);
            }
        }
        out
    }

    /// Names the columns that a text's n-grams count in, one after the other.
    fn each(&self, text: &str, hit: &mut dyn FnMut(usize)) {
        let text = self.cased(text);
        match self.unit {
            Unit::Words | Unit::AsciiWords => self.grams(&self.joined(&text), hit),
            Unit::Characters => self.grams(&text, hit),
            Unit::SpacedCharacters => self.grams(&spaced(&text), hit),
            Unit::PaddedCharacters => {
                text.split(is_space).filter(|word| !word.is_empty()).for_each(|word| self.padded(word, hit));
            }
        }
    }

    /// What is shorter than every n-gram is one of its own.
    fn padded(&self, word: &str, hit: &mut dyn FnMut(usize)) {
        let word = [" ", word, " "].concat();
        if word.chars().take(self.least as usize).count() < self.least as usize {
            self.vocabulary.binary_search(&word).into_iter().for_each(hit);
        } else {
            self.grams(&word, hit);
        }
    }

    fn grams(&self, text: &str, hit: &mut dyn FnMut(usize)) {
        let mut start = 0;
        while start < text.len() {
            self.from(&text[start..], hit);
            start += self.unit_end(&text[start..]) + self.gap();
        }
    }

    /// The bytes between two units.
    fn gap(&self) -> usize {
        usize::from(self.of_words())
    }

    /// The end of the first unit.
    fn unit_end(&self, text: &str) -> usize {
        if self.of_words() { text.find(' ').unwrap_or(text.len()) } else { character(text) }
    }

    /// The n-grams that begin where the text does: ever fewer of the vocabulary begin as it
    /// does, and the search ends with the last of them.
    fn from(&self, text: &str, hit: &mut dyn FnMut(usize)) {
        let (mut first, mut known, mut end) = (0, &self.vocabulary[..], 0);
        for units in 1..=self.most {
            end += self.unit_end(&text[end..]);
            let gram = &text[..end];
            let before = known.partition_point(|other| **other < *gram);
            (first, known) = (first + before, &known[before..]);
            known = &known[..known.partition_point(|other| other.starts_with(gram))];
            match known.first() {
                None => return,
                Some(found) if units >= self.least && **found == *gram => hit(first),
                Some(_) => {}
            }
            end += self.gap();
            if end >= text.len() {
                return;
            }
        }
    }
}

impl Operation for Words {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let text = SlotType { kind: SlotKind::Text, missing: false };
        ensure(inputs == [text], "words are counted in one text, which is never missing")?;
        let range = 1 <= self.least && self.least <= self.most && self.most <= LONGEST;
        ensure(range, "n-grams have from 1 to 32 units")?;
        ensure(self.shortest >= 1, "a word has a character")?;
        let plain = self.of_words() || self.shortest == 1 && self.dropped.is_empty();
        ensure(plain, "only words are passed over")?;
        ensure(ascend(&self.dropped) && ascend(&self.vocabulary), "words and n-grams ascend, all different")?;
        Ok(vec![SlotType::NUMBER; self.vocabulary.len()])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let rows = columns.rows();
        out.fill(0.0);
        for (row, text) in columns.text(0).iter().enumerate() {
            let mut hit = |column: usize| {
                let count = &mut out[column * rows + row];
                *count = if self.binary { 1.0 } else { *count + 1.0 };
            };
            self.each(text.as_deref().unwrap_or_default(), &mut hit);
        }
    }
}

#[cfg(test)]
mod tests;
