//! Splits of the rows: folds and a hold-out, with every class in its share.

use super::dataset::Answers;
use windowbox::{Error, Result};

/// Rows to learn from and rows to ask, both in the table's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Rows to learn from.
    pub train: Vec<usize>,
    /// Rows to ask.
    pub test: Vec<usize>,
}

/// Deals the rows out into `k` folds, class by class (Kohavi 1995).
///
/// # Errors
/// `bad-folds`.
pub fn folds(answers: &Answers, k: usize, seed: u64) -> Result<Vec<Fold>> {
    let rows = answers.len();
    check_folds(k)?;
    if k > rows {
        return Err(bad_folds(format!("{k} folds of {rows} rows")).hint(format!("give at most one fold a row, {rows}")));
    }
    let mut fold_of = vec![0; rows];
    shuffled(answers, seed).into_iter().enumerate().for_each(|(i, row)| fold_of[row] = i % k);
    Ok((0..k).map(|fold| divide(rows, |row| fold_of[row] == fold)).collect())
}

/// Proves that there is a fold to ask and another to learn from.
///
/// # Errors
/// `bad-folds`.
pub fn check_folds(k: usize) -> Result<()> {
    match k < 2 {
        false => Ok(()),
        true => Err(bad_folds(format!("with --folds {k} nothing is left to learn from, or to ask"))
            .hint("give at least 2, such as 5")),
    }
}

fn bad_folds(message: String) -> Error {
    Error::caller("bad-folds", message).at("--folds")
}

/// Proves that a share lies between nothing and all.
///
/// # Errors
/// `bad-holdout`.
pub fn check_share(share: f64) -> Result<()> {
    match share > 0.0 && share < 1.0 {
        true => Ok(()),
        false => Err(bad_share(format!("{share} is no share of the rows"))),
    }
}

fn bad_share(message: String) -> Error {
    Error::caller("bad-holdout", message).at("--holdout").hint("give a share between 0 and 1, such as 0.2")
}

/// Sets a share of the rows apart, of each class its share.
///
/// # Errors
/// `bad-holdout`.
pub fn holdout(answers: &Answers, share: f64, seed: u64) -> Result<Fold> {
    check_share(share)?;
    let rows = answers.len();
    let mut apart = vec![false; rows];
    // Of the shuffled rows every one at which the running share passes a whole number.
    for (i, row) in shuffled(answers, seed).into_iter().enumerate() {
        apart[row] = ((i + 1) as f64 * share).floor() > (i as f64 * share).floor();
    }
    let fold = divide(rows, |row| apart[row]);
    match !fold.test.is_empty() && !fold.train.is_empty() {
        true => Ok(fold),
        false => Err(bad_share(format!("{share} of {rows} rows is none, or all of them"))),
    }
}

/// All rows, class after class, in random order within each.
fn shuffled(answers: &Answers, seed: u64) -> Vec<usize> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut rows: Vec<usize> = (0..answers.len()).collect();
    rng.shuffle(&mut rows);
    if let Answers::Classes { codes, .. } = answers {
        rows.sort_by_key(|&row| codes[row]);
    }
    rows
}

fn divide(rows: usize, is_test: impl Fn(usize) -> bool) -> Fold {
    let (test, train) = (0..rows).partition(|&row| is_test(row));
    Fold { train, test }
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::data::Labels;

    fn classes(counts: [usize; 2]) -> Answers {
        let codes = (0..counts[0] + counts[1]).map(|i| usize::from(i >= counts[0])).collect();
        Answers::Classes { labels: Labels::Boolean(vec![false, true]), codes }
    }

    fn positives(answers: &Answers, rows: &[usize]) -> usize {
        let Answers::Classes { codes, .. } = answers else { unreachable!() };
        rows.iter().filter(|&&row| codes[row] == 1).count()
    }

    #[test]
    fn every_row_is_asked_once_and_classes_keep_their_share() {
        let answers = classes([73, 20]);
        let folds = folds(&answers, 5, 7).unwrap();
        let mut asked: Vec<usize> = folds.iter().flat_map(|fold| fold.test.clone()).collect();
        asked.sort_unstable();
        assert_eq!(asked, (0..93).collect::<Vec<_>>());
        for fold in &folds {
            assert_eq!(positives(&answers, &fold.test), 4);
            assert!(fold.test.len() == 18 || fold.test.len() == 19);
            assert_eq!(fold.train.len() + fold.test.len(), 93);
            assert!(fold.train.iter().all(|row| !fold.test.contains(row)));
        }
    }

    #[test]
    fn a_holdout_is_its_share_of_each_class() {
        let answers = classes([80, 20]);
        let fold = holdout(&answers, 0.25, 1).unwrap();
        assert_eq!((fold.test.len(), positives(&answers, &fold.test)), (25, 5));
        assert_eq!(holdout(&answers, 1.5, 1).unwrap_err().code, "bad-holdout");
        assert_eq!(holdout(&answers, 0.001, 1).unwrap_err().code, "bad-holdout");
    }

    #[test]
    fn the_seed_decides() {
        let answers = Answers::Numbers(vec![0.0; 50]);
        assert_eq!(folds(&answers, 5, 3).unwrap(), folds(&answers, 5, 3).unwrap());
        assert_ne!(folds(&answers, 5, 3).unwrap(), folds(&answers, 5, 4).unwrap());
        for k in [0, 1, 51] {
            let error = folds(&answers, k, 3).unwrap_err();
            assert!(error.code == "bad-folds" && error.hint.starts_with("give at "), "{error}");
        }
    }
}
