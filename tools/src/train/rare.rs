//! Levels and classes that hardly occur.

use super::dataset::{Answers, Dataset, show};
use super::words::some;
use windowbox::data::{Kind, Labels};
use windowbox::pipeline::ColumnStatistics;

/// Levels and classes that are seen less often than this are named: a reader of the
/// model could guess whose they are, and nothing was learnt from them.
pub const RARE: u64 = 5;

/// A note for each column, and for the target, that has rare ones.
pub fn notes(dataset: &Dataset) -> Vec<String> {
    let mut notes = Vec::new();
    for (i, column) in dataset.schema.columns.iter().enumerate() {
        if let (Kind::Categorical { levels, .. }, Some(codes)) = (&column.kind, dataset.table.numbers(i)) {
            let counts = ColumnStatistics::of_codes(codes, levels.len()).levels;
            notes.extend(note(["level", "levels"], &column.name, levels, &counts));
        }
    }
    if let Answers::Classes { labels, codes } = &dataset.answers {
        let mut counts = vec![0; labels.len()];
        codes.iter().for_each(|&code| counts[code] += 1);
        notes.extend(note(["class", "classes"], &dataset.target.0, labels, &counts));
    }
    notes
}

fn note([one, many]: [&str; 2], column: &str, labels: &Labels, counts: &[u64]) -> Option<String> {
    let rare = labels.iter().zip(counts).filter(|(_, n)| **n < RARE);
    let rare: Vec<String> = rare.map(|(label, _)| show(label)).collect();
    let what = match rare.len() {
        0 => return None,
        1 => format!("1 {one} of {column} is"),
        n => format!("{n} {many} of {column} are"),
    };
    Some(format!("{what} seen fewer than {RARE} times: {}", some(&rare)))
}
