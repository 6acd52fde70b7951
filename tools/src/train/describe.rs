//! The statistics section: what the training rows and the answers looked like, and
//! how far held-out answers were off. Counts and quantiles; no row.

use super::dataset::{Answers, Dataset};
use super::line::plain;
use super::score::Guess;
use windowbox::data::{Column, Kind, Schema, Table};
use windowbox::pipeline::{Answer, Bin, ColumnStatistics, Conformal};
use windowbox::{Predictor, Statistics, Target};

/// The shares of misses that conformal quantiles are kept for.
const MISSES: [f64; 3] = [0.2, 0.1, 0.05];

/// Describes the columns, what the predictor answers on the same rows, and how far
/// answers on held-out rows were from the truth.
pub fn describe(dataset: &Dataset, predictor: &Predictor, truth: &Answers, held_out: &Guess) -> Statistics {
    Statistics {
        columns: columns(&dataset.schema, &dataset.table),
        predictions: predictions(predictor, &dataset.table),
        reliability: reliability(truth, held_out),
        conformal: conformal(truth, held_out),
    }
}

/// Describes the cells of each column.
pub fn columns(schema: &Schema, table: &Table) -> Vec<ColumnStatistics> {
    let describe = |(i, column): (usize, &Column)| {
        let cells = table.numbers(i).unwrap_or_default();
        match &column.kind {
            Kind::Numeric { .. } => ColumnStatistics::of_numbers(cells),
            Kind::Categorical { levels, .. } => ColumnStatistics::of_codes(cells, levels.len()),
            Kind::Boolean => ColumnStatistics::of_codes(cells, 2),
            Kind::Text => ColumnStatistics::default(),
        }
    };
    schema.columns.iter().enumerate().map(describe).collect()
}

/// Describes what is answered to the rows, target by target; a row without an answer is
/// counted as missing.
pub fn predictions(predictor: &Predictor, table: &Table) -> Vec<ColumnStatistics> {
    let prediction = predictor.predict(table);
    let mut answered = vec![true; prediction.rows];
    prediction.issues.iter().filter(|issue| issue.fatal).for_each(|issue| answered[issue.row] = false);
    let targets = predictor.pipeline().output.targets.iter().zip(&prediction.targets);
    let describe = |(target, answer): (&Target, &Answer)| match target.labels() {
        Some(labels) => {
            let codes = answer.classes.iter().zip(&answered);
            let codes: Vec<f64> = codes.map(|(code, is)| if *is { f64::from(*code) } else { f64::NAN }).collect();
            ColumnStatistics::of_codes(&codes, labels.len())
        }
        None => ColumnStatistics::of_numbers(&answer.scores),
    };
    targets.map(describe).collect()
}

/// Ten bins of the positive class's probability, for two classes.
fn reliability(truth: &Answers, guess: &Guess) -> Vec<Bin> {
    let (Answers::Classes { labels, codes }, Guess::Classes { probabilities, .. }) = (truth, guess) else {
        return vec![];
    };
    if labels.len() != 2 {
        return vec![];
    }
    let mut bins = vec![Bin::default(); 10];
    for (p, code) in probabilities.chunks_exact(2).zip(codes) {
        let bin = &mut bins[((p[1] * 10.0) as usize).min(9)];
        bin.count += 1;
        bin.predicted += p[1];
        bin.observed += *code as f64;
    }
    for bin in bins.iter_mut().filter(|bin| bin.count > 0) {
        bin.predicted = (bin.predicted / bin.count as f64).clamp(0.0, 1.0);
        bin.observed /= bin.count as f64;
    }
    bins
}

/// Split conformal quantiles: of the absolute error, or of one minus the probability
/// of the true class (Vovk et al. 2005; Sadinle et al. 2019).
fn conformal(truth: &Answers, guess: &Guess) -> Option<Conformal> {
    let mut errors: Vec<f64> = match (truth, guess) {
        (Answers::Numbers(y), Guess::Numbers(f)) => y.iter().zip(f).map(|(y, f)| (y - f).abs()).collect(),
        (Answers::Classes { labels, codes }, Guess::Classes { probabilities, .. }) => {
            let rows = probabilities.chunks_exact(labels.len()).zip(codes);
            rows.map(|(p, code)| (1.0 - p[*code]).max(0.0)).collect()
        }
        _ => return None,
    };
    errors.sort_unstable_by(f64::total_cmp);
    let quantiles = MISSES.iter().filter_map(|miss| rank(errors.len(), *miss).map(|at| (*miss, errors[at - 1])));
    Some(Conformal { n: errors.len() as u64, quantiles: quantiles.collect() })
}

/// Which of the `n` sorted errors, from 1, covers all but `miss` of new rows; none
/// does if there are too few.
fn rank(n: usize, miss: f64) -> Option<usize> {
    // In thousandths: (n + 1) * 0.9 is no whole number in binary where it should be one.
    let kept = 1000 - (miss * 1000.0).round() as usize;
    let rank = ((n + 1) * kept).div_ceil(1000);
    (rank <= n).then_some(rank)
}

/// A cell in the middle: the median, or the commonest level, as text.
pub fn typical(column: &Column, statistics: &ColumnStatistics) -> String {
    let most = statistics.levels.iter().max().copied().unwrap_or(0);
    let code = statistics.levels.iter().position(|n| *n == most).unwrap_or(0);
    match &column.kind {
        Kind::Numeric { .. } => statistics.quantiles.get(10).map(|median| short(*median)).unwrap_or_default(),
        Kind::Categorical { levels, .. } => levels.get(code).map(plain).unwrap_or_default(),
        Kind::Boolean => (code == 1).to_string(),
        Kind::Text => String::new(),
    }
}

/// Four digits are enough for an example.
fn short(x: f64) -> String {
    let rounded: f64 = format!("{x:.3e}").parse().unwrap_or(x);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::data::Labels;

    #[test]
    fn examples_are_short() {
        assert_eq!(short(-0.009444999999999999), "-0.009445");
        assert_eq!((short(14.4542), short(28.0), short(0.0)), ("14.45".into(), "28".into(), "0".into()));
    }

    #[test]
    fn ranks_are_ceilings_of_n_plus_one() {
        assert_eq!(rank(99, 0.1), Some(90));
        assert_eq!(rank(100, 0.1), Some(91));
        assert_eq!(rank(19, 0.05), Some(19));
        assert_eq!(rank(18, 0.05), None);
    }

    #[test]
    fn conformal_quantiles_are_of_absolute_errors() {
        let truth = Answers::Numbers(vec![0.0; 9]);
        let guess = Guess::Numbers((1..=9).map(|i| f64::from(i) * if i % 2 == 0 { -1.0 } else { 1.0 }).collect());
        let conformal = conformal(&truth, &guess).unwrap();
        assert_eq!((conformal.n, conformal.quantiles), (9, vec![(0.2, 8.0), (0.1, 9.0)]));
    }

    #[test]
    fn reliability_compares_promise_and_outcome() {
        let truth = Answers::Classes { labels: Labels::Boolean(vec![false, true]), codes: vec![0, 1, 1] };
        let probabilities = vec![0.9, 0.1, 0.85, 0.15, 0.0, 1.0];
        let bins = reliability(&truth, &Guess::Classes { codes: vec![0, 0, 1], probabilities });
        assert_eq!((bins[1].count, bins[1].predicted, bins[1].observed), (2, 0.125, 0.5));
        assert_eq!((bins[9].count, bins[9].observed), (1, 1.0));
        assert_eq!(bins.iter().map(|bin| bin.count).sum::<u64>(), 3);
    }
}
