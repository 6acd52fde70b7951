use super::*;

fn words(unit: Unit, range: (u32, u32), vocabulary: &[&str]) -> Words {
    let mut vocabulary: Vec<String> = vocabulary.iter().map(|gram| (*gram).into()).collect();
    vocabulary.sort();
    let (least, most) = range;
    Words { case: Case::Lower, unit, shortest: 1, dropped: vec![], least, most, binary: false, vocabulary }
}

/// The counts of a text, in the order of the vocabulary.
fn counts(words: &Words, text: &str) -> Vec<f64> {
    let text_slot = SlotType { kind: SlotKind::Text, missing: false };
    let mut out = vec![f64::NAN; words.check(&[text_slot]).unwrap().len()];
    words.apply(Columns::new(1, &[0], &[], &[vec![Some(text.into())]]), &mut out);
    out
}

#[test]
fn words_are_runs_that_are_long_enough_and_not_dropped() {
    let of = words(Unit::Words, (1, 1), &["a", "über", "9_x", "the", "naïve"]);
    assert_eq!(of.vocabulary, ["9_x", "a", "naïve", "the", "über"]);
    let text = "The naïve ÜBER-9_X a, A über!";
    assert_eq!(counts(&of, text), [1.0, 2.0, 1.0, 1.0, 2.0]);
    assert_eq!(counts(&Words { shortest: 2, ..of.clone() }, text), [1.0, 0.0, 1.0, 1.0, 2.0]);
    let dropped = vec!["the".into(), "über".into()];
    assert_eq!(counts(&Words { dropped, ..of.clone() }, text), [1.0, 2.0, 1.0, 0.0, 0.0]);
    assert_eq!(counts(&Words { binary: true, ..of.clone() }, text), [1.0; 5]);
    assert_eq!(counts(&of, ""), [0.0; 5]);
    assert_eq!(counts(&of, " \u{1f600}\n"), [0.0; 5]);
}

#[test]
fn ascii_words_end_where_ascii_does() {
    let of = words(Unit::AsciiWords, (1, 1), &["ber", "na", "ve", "9_x", "naïve"]);
    assert_eq!(counts(&of, "naïve über 9_x"), [1.0, 1.0, 1.0, 0.0, 1.0]);
}

#[test]
fn n_grams_are_made_of_the_words_that_are_left() {
    let of = words(Unit::Words, (2, 3), &["cat", "cat sat", "sat on", "sat mat", "cat sat mat", "on"]);
    assert_eq!(of.vocabulary, ["cat", "cat sat", "cat sat mat", "on", "sat mat", "sat on"]);
    assert_eq!(counts(&of, "cat sat on cat sat"), [0.0, 2.0, 0.0, 0.0, 0.0, 1.0]);
    let of = Words { dropped: vec!["on".into()], ..of };
    assert_eq!(counts(&of, "cat sat on mat"), [0.0, 1.0, 1.0, 0.0, 1.0, 0.0]);
}

#[test]
fn a_word_is_not_taken_for_a_longer_one() {
    let of = words(Unit::Words, (1, 2), &["the", "then", "the n", "them all"]);
    assert_eq!(counts(&of, "the then them the n"), [2.0, 1.0, 0.0, 1.0]);
}

#[test]
fn characters_are_taken_one_by_one() {
    let of = words(Unit::Characters, (1, 2), &["é", "éa", "  ", "\u{1f600}", "b"]);
    assert_eq!(of.vocabulary, ["  ", "b", "é", "éa", "\u{1f600}"]);
    assert_eq!(counts(&of, "Éa  \u{1f600}é"), [1.0, 0.0, 2.0, 1.0, 1.0]);
    let of = words(Unit::SpacedCharacters, (1, 2), &["  ", " ", "\t", "a b", "\n"]);
    assert_eq!(of.vocabulary, ["\t", "\n", " ", "  ", "a b"]);
    // One tab stays, two of white space are a space.
    assert_eq!(counts(&of, "a\tb \x1c\n c"), [1.0, 0.0, 1.0, 0.0, 0.0]);
}

#[test]
fn padded_characters_stay_within_their_word() {
    let of = words(Unit::PaddedCharacters, (2, 3), &[" a", "ab", "b ", " ab", "b c", "a "]);
    assert_eq!(of.vocabulary, [" a", " ab", "a ", "ab", "b ", "b c"]);
    assert_eq!(counts(&of, "\tab   a\n"), [2.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
}

#[test]
fn a_padded_word_that_is_too_short_counts_once_as_a_whole() {
    let of = words(Unit::PaddedCharacters, (4, 5), &[" a ", " ab ", " abc", "abc ", " abc "]);
    assert_eq!(of.vocabulary, [" a ", " ab ", " abc", " abc ", "abc "]);
    assert_eq!(counts(&of, "a ab abc"), [1.0, 1.0, 1.0, 1.0, 1.0]);
}

#[test]
fn capitals_become_small_by_context_or_one_by_one() {
    let of = words(Unit::Words, (1, 1), &["οδος", "οδοσ", "i", "ΟΔΟΣ"]);
    let text = "ΟΔΟΣ İ";
    assert_eq!(of.vocabulary, ["i", "ΟΔΟΣ", "οδος", "οδοσ"]);
    // A dotted capital I is an i and a dot, which is no letter.
    assert_eq!(counts(&of, text), [1.0, 0.0, 1.0, 0.0]);
    assert_eq!(counts(&Words { case: Case::LowerEach, ..of.clone() }, text), [1.0, 0.0, 0.0, 1.0]);
    assert_eq!(counts(&Words { case: Case::Keep, ..of }, text), [0.0, 1.0, 0.0, 0.0]);
}

#[test]
fn rows_are_counted_apart() {
    let of = words(Unit::Words, (1, 1), &["a", "b"]);
    let mut out = [f64::NAN; 6];
    let text = [vec![Some("a b b".into()), None, Some("a".into())]];
    of.apply(Columns::new(3, &[0], &[], &text), &mut out);
    assert_eq!(out, [1.0, 0.0, 1.0, 2.0, 0.0, 0.0]);
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let text = SlotType { kind: SlotKind::Text, missing: false };
    let sound = words(Unit::Words, (1, 2), &["a", "b"]);
    assert_eq!(sound.check(&[text]).unwrap(), [SlotType::NUMBER; 2]);
    let may_be_missing = SlotType { missing: true, ..text };
    for inputs in [&[][..], &[text, text], &[may_be_missing], &[SlotType::NUMBER]] {
        assert!(sound.check(inputs).is_err(), "{inputs:?}");
    }
    let refused = |wrong: Words| assert!(wrong.check(&[text]).is_err(), "{wrong:?}");
    for range in [(0, 1), (2, 1), (1, LONGEST + 1), (u32::MAX, u32::MAX)] {
        refused(Words { least: range.0, most: range.1, ..sound.clone() });
    }
    let texts = |texts: [&str; 2]| texts.map(String::from).to_vec();
    for unsorted in [["b", "a"], ["a", "a"]] {
        refused(Words { vocabulary: texts(unsorted), ..sound.clone() });
        refused(Words { dropped: texts(unsorted), ..sound.clone() });
    }
    refused(Words { shortest: 0, ..sound.clone() });
    refused(Words { unit: Unit::Characters, shortest: 2, ..sound.clone() });
    refused(Words { unit: Unit::PaddedCharacters, dropped: texts(["a", "b"]), ..sound });
}

#[test]
fn a_long_text_takes_no_longer_than_its_length() {
    let grams: Vec<String> = (1..=LONGEST as usize).map(|n| "a".repeat(n)).collect();
    let grams: Vec<&str> = grams.iter().map(|gram| &gram[..]).collect();
    let text = "a".repeat(1 << 18);
    let of = words(Unit::PaddedCharacters, (1, LONGEST), &grams);
    assert_eq!(counts(&of, &text)[31], f64::from((1 << 18) - 31));
    let of = words(Unit::Words, (1, LONGEST), &grams);
    assert_eq!(counts(&of, &"a".repeat(1 << 20)), vec![0.0; 32]);
    assert_eq!(counts(&of, &"a ".repeat(1 << 19))[0], f64::from(1 << 19));
}
