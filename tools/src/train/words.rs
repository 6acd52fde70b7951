//! Counted things and lists, as people write them.

/// A note may name this many things: more are not read.
const NAMED: usize = 5;

/// `1 row`, `2 rows`.
pub fn count(n: usize, thing: &str) -> String {
    match n {
        1 => format!("1 {thing}"),
        _ => format!("{n} {thing}s"),
    }
}

/// `a, b, c`; of many the first few and `...`.
pub fn some(things: &[String]) -> String {
    let named = things[..things.len().min(NAMED)].join(", ");
    match things.len() > NAMED {
        true => named + ", ...",
        false => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural_and_lists_end() {
        assert_eq!((count(1, "row"), count(0, "row")), ("1 row".to_owned(), "0 rows".to_owned()));
        let words: Vec<String> = "a b c d e f".split(' ').map(str::to_owned).collect();
        assert_eq!(some(&words), "a, b, c, d, e, ...");
        assert_eq!(some(&words[..5]), "a, b, c, d, e");
    }
}
