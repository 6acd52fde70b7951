//! The nearest valid word to a mistaken one, for warnings and errors.

/// Longer words are cut here: the distance is for a hint, not for searching texts.
const CUT: usize = 64;

/// The candidate with the smallest edit distance to `word`, if it is near enough
/// to be meant: at most half of the longer word, ignoring case and quotes around.
/// The first of equals wins.
///
/// ```
/// use windowbox::data::closest;
/// assert_eq!(closest("\"female\"", ["male", "female"]), Some(1));
/// assert_eq!(closest("Agee", ["Age", "Sex"]), Some(0));
/// assert_eq!(closest("xyz", ["male", "female"]), None);
/// ```
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<usize> {
    let word = letters(word);
    let mut best: Option<(usize, usize)> = None;
    for (i, candidate) in candidates.into_iter().enumerate() {
        let candidate = letters(candidate);
        let distance = distance(&word, &candidate);
        let near = 2 * distance <= word.len().max(candidate.len());
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, i));
        }
    }
    best.map(|(_, i)| i)
}

fn letters(word: &str) -> Vec<char> {
    let bare = word.trim_matches(|c| matches!(c, '"' | '\'' | ' ' | '\t' | '\n' | '\r'));
    bare.chars().take(CUT).map(|c| c.to_ascii_lowercase()).collect()
}

/// Levenshtein's distance, one row at a time.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_levenshteins() {
        let d = |a: &str, b: &str| distance(&letters(a), &letters(b));
        assert_eq!(d("kitten", "sitting"), 3);
        assert_eq!(d("", "abc"), 3);
        assert_eq!(d("same", "SAME"), 0);
    }

    #[test]
    fn far_words_are_not_offered() {
        assert_eq!(closest("q", ["Southampton"]), None);
        assert_eq!(closest("", ["S"]), None);
        assert_eq!(closest("frist", ["second", "first", "fist"]), Some(2));
    }
}
