//! What Python calls a letter, a digit and white space: its `\w` and `\s` for texts.

/// Marks and signs that Unicode counts as alphabetic and Python does not: the vowel signs of
/// Indian scripts, circled letters and the like. Pairs of how many characters are passed and
/// how many follow that are such. As of Unicode 16; what is no letter or digit anyway may be
/// in or out.
#[rustfmt::skip]
const MARKS: &[u16] = &[
    837, 43, 576, 24, 72, 11, 48, 21, 16, 1, 101, 15, 2, 7, 35, 1, 30, 16, 102, 11, 101, 2, 3, 9, 1, 3, 1, 4, 106, 1,
    60, 48, 54, 2, 2, 18, 5, 3, 10, 2, 29, 3, 58, 15, 10, 1, 10, 2, 29, 3, 58, 20, 30, 2, 3, 15, 58, 15, 21, 2, 22,
    10, 58, 26, 10, 2, 30, 1, 59, 15, 10, 1, 40, 5, 57, 25, 11, 2, 29, 3, 58, 25, 11, 2, 15, 17, 58, 15, 10, 1, 10,
    2, 29, 3, 75, 17, 18, 2, 61, 1, 2, 7, 18, 1, 99, 1, 2, 9, 16, 1, 163, 19, 9, 48, 110, 20, 23, 4, 4, 3, 1, 3, 2,
    7, 3, 4, 13, 12, 1, 1, 10, 4, 1652, 2, 30, 2, 30, 2, 30, 2, 66, 19, 188, 2, 34, 1, 118, 25, 222, 5, 57, 32, 74,
    70, 48, 15, 60, 3, 30, 13, 57, 11, 50, 19, 412, 34, 1729, 52, 2294, 32, 30836, 8, 34, 2, 354, 1, 8, 1, 23, 5, 88,
    2, 50, 18, 57, 1, 38, 5, 28, 12, 45, 4, 48, 12, 37, 1, 67, 14, 12, 1, 8, 2, 45, 3, 50, 1, 1, 3, 2, 2, 5, 1, 44,
    5, 5, 1, 237, 8, 20275, 1, 2135, 5, 1670, 15, 788, 4, 65, 1, 321, 2, 79, 1, 259, 3, 53, 14, 45, 2, 11, 3, 45, 19,
    61, 3, 36, 12, 18, 2, 57, 3, 48, 13, 14, 2, 92, 19, 2, 1, 157, 10, 23, 4, 58, 15, 10, 1, 10, 2, 84, 22, 103, 17,
    106, 18, 237, 16, 29, 2, 82, 17, 106, 11, 103, 14, 257, 13, 247, 13, 3, 1, 1, 1, 142, 15, 4, 1, 28, 10, 42, 5, 1,
    4, 18, 11, 46, 14, 407, 16, 83, 37, 122, 19, 3, 1, 66, 13, 348, 15, 1, 1, 48, 13, 16861, 17, 3616, 1, 1, 66, 93,
    2, 19628, 1, 9057, 43, 100, 1, 2231, 1, 2024, 90,
];

/// Whether it is a letter, a digit or an underscore in any script: `str.isalnum()` or `_`.
pub fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric() && !is_mark(c as u32)
}

fn is_mark(c: u32) -> bool {
    let mut at = 0;
    for pair in MARKS.chunks_exact(2) {
        let first = at + u32::from(pair[0]);
        at = first + u32::from(pair[1]);
        if c < at {
            return c >= first;
        }
    }
    false
}

/// Whether it is white space: `str.isspace()`, which has four separators more than Unicode.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = char> {
        '\0'..=char::MAX
    }

    #[test]
    fn letters_and_digits_are_pythons() {
        // `str.isalnum()` of Python 3.11.
        let words = "aZ0_ªß²¹¼éİςЖא٣अऽกⅠ①あ中가𝐀𠀀";
        assert!(words.chars().all(is_word));
        let others =
            " -'\u{a0}\u{ad}\u{300}\u{345}\u{5b0}\u{64b}\u{93e}\u{94c}\u{e31}\u{e34}\u{200d}’Ⓐⓩ\u{fb1e}\u{1e947}🄰🆉😀";
        assert!(!others.chars().any(is_word));
    }

    #[test]
    fn the_table_has_every_mark_that_is_alphabetic() {
        let marks = all().filter(|c| c.is_alphanumeric() && is_mark(*c as u32)).count();
        assert_eq!(marks, 1495);
        assert!(all().filter(|c| c.is_ascii_alphanumeric()).all(is_word));
    }

    #[test]
    fn white_space_is_pythons() {
        assert_eq!(all().filter(|c| is_space(*c)).count(), 29);
        assert!("\x1c\u{85}\u{3000}".chars().all(is_space) && !is_space('\u{200b}'));
    }
}
