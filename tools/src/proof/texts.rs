//! Made-up texts for a counter of words: all that it counts, some to a text, and what
//! another counter would count otherwise.

use windowbox::preprocess::Words;

/// N-grams a text.
const GRAMS: usize = 12;

/// Texts: more would not fit a proof.
const TEXTS: usize = 128;

/// Texts with some n-grams each, until each was in one or there are many texts: one n-gram
/// twice, and every other text in capitals where small letters are the same again.
pub fn ordinary(words: &Words) -> Vec<String> {
    let parts = words.vocabulary.len().div_ceil(GRAMS);
    let text = |i: usize| {
        // Those beside each other in a vocabulary begin alike: they are parted.
        let grams: Vec<&str> = words.vocabulary.iter().skip(i).step_by(parts).map(String::as_str).collect();
        let text = format!("{} {}", grams[0], grams.join(" "));
        let capitals = text.to_uppercase();
        if i % 2 == 1 && capitals.to_lowercase() == text { capitals } else { text }
    };
    (0..parts.min(TEXTS)).map(text).collect()
}

/// Texts in which something else stands between n-grams than a space.
pub fn odd(words: &Words) -> Vec<String> {
    let some: Vec<&str> = words.vocabulary.iter().step_by(words.vocabulary.len() / GRAMS + 1).map(|s| &s[..]).collect();
    let between = |glue: &str| some.join(glue);
    let dropped = words.dropped.first().map(|word| between(&format!(" {word} ")));
    let parted = ["é", " x ", "\t \n", "-", " ΟΔΟΣ İ ", "_"].map(between);
    parted.into_iter().chain(dropped).filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::preprocess::words::{Case, Unit};

    #[test]
    fn every_word_is_in_a_text_and_one_twice() {
        let vocabulary: Vec<String> = (10..70).map(|i| format!("word{i}")).collect();
        let (case, unit, dropped) = (Case::Lower, Unit::Words, vec!["the".to_owned()]);
        let words = Words { case, unit, shortest: 2, dropped, least: 1, most: 1, binary: false, vocabulary };
        let texts = ordinary(&words);
        assert_eq!(texts.len(), 5);
        let all = texts.join(" ").to_lowercase();
        assert!(words.vocabulary.iter().all(|word| all.contains(&word[..])));
        assert_eq!(texts[0].matches("word10").count(), 2);
        assert!(texts[1].starts_with("WORD11 WORD11 WORD16"));
        assert!(odd(&words).iter().any(|text| text.contains("word10 the word")));
        let nothing = Words { vocabulary: vec![], ..words };
        assert!(ordinary(&nothing).is_empty() && odd(&nothing).is_empty());
    }
}
