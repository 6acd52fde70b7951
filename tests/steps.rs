//! Steps against the plainest code that does the same, over made-up parameters: whatever
//! passes `check` answers, and answers right.
#![cfg(not(target_arch = "wasm32"))]

use peak_alloc::PeakAlloc;
use proptest::prelude::*;
use windowbox::distance::Metric;
use windowbox::preprocess::piecewise::Side;
use windowbox::preprocess::reduce::Reduction;
use windowbox::preprocess::words::{Case, Unit};
use windowbox::preprocess::{Distances, Pick, Piecewise, Rank, Reduce, Words};
use windowbox::slots::{Columns, Operation, Precision, SlotKind, SlotType};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a step makes of one row: nothing where `check` refuses it.
fn of(step: &impl Operation, row: &[f64]) -> Option<Vec<f64>> {
    let inputs = vec![SlotType::number(Precision::F64, true); row.len()];
    let mut out = vec![7.0; step.check(&inputs).ok()?.len()];
    let slots: Vec<u32> = (0..row.len() as u32).collect();
    step.apply(Columns::new(1, &slots, row, &[]), &mut out);
    Some(out)
}

fn same(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || a.is_nan() && b.is_nan())
}

/// Few numbers, so that there are ties.
fn cell() -> impl Strategy<Value = f64> {
    prop_oneof![(-3..4i8).prop_map(f64::from), Just(f64::NAN), Just(-0.0)]
}

fn cells(most: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(cell(), 0..most)
}

/// A number of columns, now and then an impossible one.
fn count() -> impl Strategy<Value = u32> {
    prop_oneof![8 => 0..5u32, 1 => Just(u32::MAX)]
}

fn ranked(group: &[f64], k: usize, largest: bool) -> Vec<f64> {
    let (mut known, missing): (Vec<usize>, Vec<usize>) = (0..group.len()).partition(|i| !group[*i].is_nan());
    known.sort_by(|a, b| {
        if largest { group[*b].partial_cmp(&group[*a]) } else { group[*a].partial_cmp(&group[*b]) }.unwrap()
    });
    let first: Vec<usize> = known.into_iter().chain(missing).take(k).collect();
    first.iter().map(|i| group[*i]).chain(first.iter().map(|i| *i as f64)).collect()
}

fn picked(group: &[f64]) -> f64 {
    let (at, columns) = group.split_last().unwrap();
    (0..columns.len()).find(|i| *i as f64 == *at).map_or(f64::NAN, |i| columns[i])
}

/// The piece by asking every break, each power by itself.
fn polynomials(step: &Piecewise, x: f64) -> Vec<f64> {
    let below = |at: &&f64| if step.side == Side::Left { **at < x } else { **at <= x };
    let piece = step.breaks.iter().filter(below).count();
    let powers = step.degree as usize + 1;
    let first = |output: usize| (piece * step.outputs as usize + output) * powers;
    let term = |at: usize, power: usize| step.coefficients[at + power] * (x - step.centers[piece]).powi(power as i32);
    let sum = |output| (0..powers).map(|power| term(first(output), power)).sum::<f64>();
    (0..step.outputs as usize).map(|output| if x.is_nan() { x } else { sum(output) }).collect()
}

/// As scikit-learn's `nan_euclidean_distances` has it.
fn distance(row: &[f64], point: &[f64], metric: Metric) -> f64 {
    let pairs: Vec<f64> =
        row.iter().zip(point).filter(|(x, y)| !x.is_nan() && !y.is_nan()).map(|(x, y)| (x - y).abs()).collect();
    let scaled = |sum: f64| sum * row.len() as f64 / pairs.len() as f64;
    match metric {
        Metric::Euclidean => scaled(pairs.iter().map(|z| z * z).sum()).sqrt(),
        Metric::Manhattan => scaled(pairs.iter().sum()),
        Metric::SquaredEuclidean => scaled(pairs.iter().map(|z| z * z).sum()),
        Metric::Minkowski { degree } => scaled(pairs.iter().map(|z| z.powf(degree)).sum()).powf(1.0 / degree),
        Metric::PowerSum { degree } => scaled(pairs.iter().map(|z| z.powf(degree)).sum()),
        Metric::Chebyshev => pairs.iter().copied().fold(0.0, f64::max),
    }
}

fn metric() -> impl Strategy<Value = Metric> {
    let degree = prop_oneof![Just(0.5), Just(1.0), Just(3.0)];
    prop_oneof![
        Just(Metric::Euclidean),
        Just(Metric::Manhattan),
        Just(Metric::SquaredEuclidean),
        degree.clone().prop_map(|degree| Metric::Minkowski { degree }),
        degree.prop_map(|degree| Metric::PowerSum { degree }),
    ]
}

/// Every n-gram of a text, one after the other.
fn grams(step: &Words, text: &str) -> Vec<String> {
    let (units, glue): (Vec<String>, &str) = match step.unit {
        Unit::Characters => (text.chars().map(String::from).collect(), ""),
        _ => {
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let kept = words.filter(|word| word.chars().count() >= step.shortest as usize);
            (kept.filter(|word| !step.dropped.contains(&word.to_string())).map(String::from).collect(), " ")
        }
    };
    (step.least..=step.most)
        .flat_map(|n| units.windows(n as usize).map(|gram| gram.join(glue)).collect::<Vec<_>>())
        .collect()
}

fn counter() -> impl Strategy<Value = Words> {
    let texts = |most| prop::collection::btree_set("[abé]{1,3}( [abé]{1,2}){0,2}", 0..most);
    let unit = prop_oneof![Just(Unit::Words), Just(Unit::Characters)];
    (unit, 1..3u32, texts(3), 1..4u32, 0..3u32, any::<bool>(), texts(12)).prop_map(
        |(unit, shortest, dropped, least, more, binary, vocabulary)| {
            let (shortest, dropped) = if unit == Unit::Words { (shortest, dropped) } else { (1, Default::default()) };
            let (dropped, vocabulary) = (dropped.into_iter().collect(), vocabulary.into_iter().collect());
            Words { case: Case::Keep, unit, shortest, dropped, least, most: least + more, binary, vocabulary }
        },
    )
}

/// A width that no column holds to anything takes no memory.
#[test]
fn nothing_is_reduced_at_once() {
    let precision = Precision::F64;
    let nothing = Reduce { reduction: Reduction::Sum, precision, skips: false, width: u32::MAX };
    assert_eq!(of(&nothing, &[]), Some(vec![]));
    assert!(MEMORY.peak_usage_as_mb() < 1024.0, "{} MiB", MEMORY.peak_usage_as_mb());
}

proptest! {
    #[test]
    fn ranks(width in count(), k in count(), largest: bool, row in cells(13)) {
        let sound = width > 0 && k > 0 && k <= width && !row.is_empty() && row.len().is_multiple_of(width as usize);
        let want = sound.then(|| row.chunks(width as usize).flat_map(|group| ranked(group, k as usize, largest)).collect::<Vec<_>>());
        let got = of(&Rank { width, k, largest }, &row);
        prop_assert!(got.is_some() == want.is_some() && same(&got.unwrap_or_default(), &want.unwrap_or_default()));
    }

    #[test]
    fn picks(width in count(), row in cells(13)) {
        let sound = width > 0 && row.len().is_multiple_of((width as usize).saturating_add(1));
        let want = sound.then(|| row.chunks(width as usize + 1).map(picked).collect::<Vec<_>>());
        let got = of(&Pick { width }, &row);
        prop_assert!(got.is_some() == want.is_some() && same(&got.unwrap_or_default(), &want.unwrap_or_default()));
    }

    /// Whole numbers, which every order of sums has the same of.
    #[test]
    fn pieces(
        breaks in prop::collection::btree_set(-3..4i8, 0..4), left: bool, outputs in 1..3u32, degree in 0..4u32,
        numbers in prop::collection::vec(-3..4i8, 64), x in cell(), cut in 0..9usize,
    ) {
        let breaks: Vec<f64> = breaks.into_iter().map(f64::from).collect();
        let mut numbers = numbers.into_iter().map(f64::from);
        let centers: Vec<f64> = numbers.by_ref().take(breaks.len() + 1).collect();
        let needs = centers.len() * outputs as usize * (degree as usize + 1);
        let coefficients = numbers.take(needs.saturating_sub(cut / 8)).collect();
        let side = if left { Side::Left } else { Side::Right };
        let step = Piecewise { breaks, side, centers, outputs, degree, coefficients };
        let want = (cut < 8).then(|| polynomials(&step, x));
        let got = of(&step, &[x]);
        prop_assert!(got.is_some() == want.is_some() && same(&got.unwrap_or_default(), &want.unwrap_or_default()));
    }

    #[test]
    fn distances(metric in metric(), skips: bool, row in prop::collection::vec(cell(), 3), points in prop::collection::vec(cell(), 6)) {
        let full = |cells: &[f64]| cells.iter().map(|x| if skips || !x.is_nan() { *x } else { 2.0 }).collect::<Vec<_>>();
        let (row, points) = (full(&row), full(&points));
        let step = Distances { metric, precision: Precision::F64, skips, points };
        let inputs = [SlotType::number(Precision::F64, skips); 3];
        prop_assert_eq!(step.check(&inputs).unwrap().len(), 2);
        let mut got = [7.0; 2];
        step.apply(Columns::new(1, &[0, 1, 2], &row, &[]), &mut got);
        for (got, point) in got.iter().zip(step.points.chunks(3)) {
            let want = distance(&row, point, metric);
            prop_assert!((got - want).abs() <= 1e-13 * want.abs() || got.is_nan() && want.is_nan(), "{} for {}", got, want);
        }
    }

    #[test]
    fn words(step in counter(), text in "[abé,]{0,3}( [abé-]{0,3}){0,8}") {
        let text_slot = SlotType { kind: SlotKind::Text, missing: false };
        let mut got = vec![7.0; step.check(&[text_slot]).unwrap().len()];
        step.apply(Columns::new(1, &[0], &[], &[vec![Some(text.as_str().into())]]), &mut got);
        let all = grams(&step, &text);
        let count = |gram: &String| all.iter().filter(|other| *other == gram).count() as f64;
        let want: Vec<f64> = step.vocabulary.iter().map(|gram| if step.binary { count(gram).min(1.0) } else { count(gram) }).collect();
        prop_assert_eq!(got, want);
    }
}
