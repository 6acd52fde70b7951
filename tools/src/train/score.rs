//! Metrics, defined as scikit-learn defines them. One that is not defined for some
//! rows (ROC AUC where a class is absent) is `None`, not a number that looks well.

use super::dataset::{Answers, show};
use std::borrow::Cow;
use windowbox::data::Labels;

/// What was answered on rows whose answers are known.
#[derive(Debug, Clone, PartialEq)]
pub enum Guess {
    /// Classes.
    Classes {
        /// A code a row.
        codes: Vec<usize>,
        /// Row after row, the probability of each class.
        probabilities: Vec<f64>,
    },
    /// A number a row.
    Numbers(Vec<f64>),
}

/// A metric's name and value, where it has one.
pub type Score = (Cow<'static, str>, Option<f64>);

/// The metrics by which models are chosen, the lower the better. Of classes the Brier
/// score: it judges labels and probabilities alike, and unlike log loss it does not
/// call one confident error endlessly bad.
pub const CHOOSING: [&str; 2] = ["Brier score", "RMSE"];

/// Every metric of these rows.
pub fn scores(truth: &Answers, guess: &Guess) -> Vec<Score> {
    match (truth, guess) {
        (Answers::Classes { labels, codes: truth }, Guess::Classes { codes, probabilities }) => {
            let k = labels.len();
            vec![
                ("accuracy".into(), accuracy(truth, codes)),
                ("balanced accuracy".into(), balanced_accuracy(truth, codes, k)),
                ("ROC AUC".into(), roc_auc(truth, probabilities, k)),
                (f1_name(labels), f1(truth, codes, k)),
                ("log loss".into(), log_loss(truth, probabilities, k)),
                ("Brier score".into(), brier(truth, probabilities, k)),
            ]
        }
        (Answers::Numbers(truth), Guess::Numbers(guess)) => {
            vec![
                ("RMSE".into(), rmse(truth, guess)),
                ("MAE".into(), mae(truth, guess)),
                ("R2".into(), r2(truth, guess)),
            ]
        }
        _ => vec![],
    }
}

/// The mean, if there is anything.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0u32), |(sum, n), x| (sum + x, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}

/// The share of the rows whose class is right.
pub fn accuracy(truth: &[usize], codes: &[usize]) -> Option<f64> {
    mean(truth.iter().zip(codes).map(|(t, c)| f64::from(u8::from(t == c))))
}

/// The mean of the recalls of the classes that occur.
pub fn balanced_accuracy(truth: &[usize], codes: &[usize], k: usize) -> Option<f64> {
    let recall = |class: usize| {
        let of_class = truth.iter().zip(codes).filter(move |(t, _)| **t == class);
        mean(of_class.map(|(t, c)| f64::from(u8::from(t == c))))
    };
    mean((0..k).filter_map(recall))
}

/// Of two classes it matters which one is meant.
fn f1_name(labels: &Labels) -> Cow<'static, str> {
    match (labels.len(), labels.get(1)) {
        (2, Some(positive)) => format!("F1 (of {})", show(positive)).into(),
        _ => "F1 (macro)".into(),
    }
}

/// The harmonic mean of precision and recall: of the second of two classes, else the
/// mean over the classes that occur or were answered.
pub fn f1(truth: &[usize], codes: &[usize], k: usize) -> Option<f64> {
    let of_class = |class: usize| {
        let count = |is: fn(bool, bool) -> bool| {
            truth.iter().zip(codes).filter(|(t, c)| is(**t == class, **c == class)).count() as f64
        };
        let (hit, either) = (count(|t, c| t && c), count(|t, c| t || c));
        (either > 0.0).then(|| 2.0 * hit / (either + hit))
    };
    match k {
        2 => Some(of_class(1).unwrap_or(0.0)),
        _ => mean((0..k).filter_map(of_class)),
    }
}

/// Minus the mean logarithm of the true class's probability, which is kept one
/// rounding error away from 0 and 1.
pub fn log_loss(truth: &[usize], probabilities: &[f64], k: usize) -> Option<f64> {
    let of_row = |(p, t): (&[f64], &usize)| -p[*t].clamp(f64::EPSILON, 1.0 - f64::EPSILON).ln();
    mean(probabilities.chunks_exact(k).zip(truth).map(of_row))
}

/// The mean squared error of the probabilities: of the second of two classes, else
/// summed over all of them (Brier 1950).
pub fn brier(truth: &[usize], probabilities: &[f64], k: usize) -> Option<f64> {
    let error = |p: &[f64], t: usize, class: usize| (p[class] - f64::from(u8::from(t == class))).powi(2);
    let of_row = |(p, t): (&[f64], &usize)| match k {
        2 => error(p, *t, 1),
        _ => (0..k).map(|class| error(p, *t, class)).sum(),
    };
    mean(probabilities.chunks_exact(k).zip(truth).map(of_row))
}

/// The area under the ROC curve: of the second of two classes, else the mean of each
/// class against the rest. `None` unless every class occurs.
pub fn roc_auc(truth: &[usize], probabilities: &[f64], k: usize) -> Option<f64> {
    let of_class = |class: usize| {
        let ranked: Vec<(f64, bool)> =
            probabilities.chunks_exact(k).zip(truth).map(|(p, t)| (p[class], *t == class)).collect();
        area(ranked)
    };
    match k {
        2 => of_class(1),
        _ => mean((0..k).map(of_class).collect::<Option<Vec<f64>>>()?.into_iter()),
    }
}

/// How often a positive row ranks above a negative one; ties count half (Mann and
/// Whitney 1947).
fn area(mut ranked: Vec<(f64, bool)>) -> Option<f64> {
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut wins, mut negatives) = (0.0, 0.0);
    for equal in ranked.chunk_by(|a, b| a.0 == b.0) {
        let positive = equal.iter().filter(|row| row.1).count() as f64;
        let negative = equal.len() as f64 - positive;
        wins += positive * (negatives + negative / 2.0);
        negatives += negative;
    }
    let pairs = negatives * (ranked.len() as f64 - negatives);
    (pairs > 0.0).then(|| wins / pairs)
}

/// The root of the mean squared error.
pub fn rmse(truth: &[f64], guess: &[f64]) -> Option<f64> {
    mean(truth.iter().zip(guess).map(|(t, g)| (t - g).powi(2))).map(f64::sqrt)
}

/// The mean absolute error.
pub fn mae(truth: &[f64], guess: &[f64]) -> Option<f64> {
    mean(truth.iter().zip(guess).map(|(t, g)| (t - g).abs()))
}

/// The share of the variance that is explained; `None` where there is none.
pub fn r2(truth: &[f64], guess: &[f64]) -> Option<f64> {
    let center = mean(truth.iter().copied())?;
    let total: f64 = truth.iter().map(|t| (t - center).powi(2)).sum();
    let left: f64 = truth.iter().zip(guess).map(|(t, g)| (t - g).powi(2)).sum();
    (total > 0.0).then(|| 1.0 - left / total)
}

/// Counts of true (rows) and answered (columns) classes.
pub fn confusion(truth: &[usize], codes: &[usize], k: usize) -> Vec<u64> {
    let mut counts = vec![0; k * k];
    truth.iter().zip(codes).for_each(|(t, c)| counts[t * k + c] += 1);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values: scikit-learn 1.9.1, `sklearn.metrics` with its defaults
    /// (`multi_class="ovr"`, `average="macro"` for three classes).
    fn close(value: Option<f64>, expected: f64) {
        let value = value.unwrap();
        assert!((value - expected).abs() < 1e-14, "{value} instead of {expected}");
    }

    #[test]
    fn two_classes_as_scikit_learn() {
        let truth = [0, 0, 1, 1, 1, 0, 1, 0];
        let codes = [0, 0, 0, 1, 1, 1, 1, 0];
        let p: Vec<f64> = [0.1, 0.4, 0.35, 0.8, 0.8, 0.8, 1.0, 0.0].iter().flat_map(|p| [1.0 - p, *p]).collect();
        close(accuracy(&truth, &codes), 0.75);
        close(balanced_accuracy(&truth, &codes, 2), 0.75);
        close(roc_auc(&truth, &p, 2), 0.8125);
        close(log_loss(&truth, &p, 2), 0.4652166598731269);
        close(brier(&truth, &p, 2), 0.16406250000000003);
        close(f1(&truth, &codes, 2), 0.75);
    }

    #[test]
    fn three_classes_as_scikit_learn() {
        let truth = [0, 1, 2, 2, 1, 0, 2];
        let codes = [0, 1, 2, 0, 1, 1, 2];
        let p =
            [0.7, 0.2, 0.1, 0.1, 0.6, 0.3, 0.2, 0.2, 0.6, 0.5, 0.25, 0.25, 0.3, 0.4, 0.3, 0.4, 0.5, 0.1, 0.0, 0.0, 1.0];
        close(accuracy(&truth, &codes), 0.7142857142857143);
        close(balanced_accuracy(&truth, &codes, 3), 0.7222222222222222);
        close(roc_auc(&truth, &p, 3), 0.8777777777777778);
        close(log_loss(&truth, &p, 3), 0.6567431451912735);
        close(brier(&truth, &p, 3), 0.3821428571428572);
        close(f1(&truth, &codes, 3), 0.7000000000000001);
        assert_eq!(confusion(&truth, &codes, 3), [1, 1, 0, 0, 2, 0, 1, 0, 2]);
    }

    #[test]
    fn a_certain_error_costs_what_scikit_learn_says() {
        close(log_loss(&[0, 1], &[0.0, 1.0, 0.0, 1.0], 2), 18.021826694558577);
    }

    #[test]
    fn numbers_as_scikit_learn() {
        let (truth, guess) = ([3.0, -0.5, 2.0, 7.0], [2.5, 0.0, 2.0, 8.0]);
        close(rmse(&truth, &guess), 0.6123724356957945);
        close(mae(&truth, &guess), 0.5);
        close(r2(&truth, &guess), 0.9486081370449679);
    }

    #[test]
    fn f1_says_of_which_class() {
        let strings = |names: &[&str]| Labels::String(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(f1_name(&strings(&["alive", "died"])), "F1 (of \"died\")");
        assert_eq!(f1_name(&Labels::Number(vec![0.0, 1.0])), "F1 (of 1)");
        assert_eq!(f1_name(&strings(&["a", "b", "c"])), "F1 (macro)");
    }

    #[test]
    fn what_is_not_defined_has_no_value() {
        assert_eq!(roc_auc(&[1, 1], &[0.5, 0.5, 0.5, 0.5], 2), None);
        assert_eq!(roc_auc(&[0, 1], &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0], 3), None);
        assert_eq!(r2(&[2.0, 2.0], &[1.0, 2.0]), None);
        assert_eq!(accuracy(&[], &[]), None);
        assert_eq!(f1(&[0, 0], &[0, 0], 2), Some(0.0));
    }
}
