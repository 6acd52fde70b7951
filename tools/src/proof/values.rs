//! The values that a column's made-up cells are taken from: ordinary ones, those on the
//! edges of what the model asks, and the odd ones.

use super::dates;
use super::edges::{self, Landmarks};
use super::lanes::Lanes;
use super::texts;
use windowbox::data::schema::Unseen;
use windowbox::data::{Column, Kind};
use windowbox::pipeline::ProofValues;
use windowbox::preprocess::Step;
use windowbox::slots::{Precision, UNSEEN};
use windowbox::{Op, Pipeline};

/// Levels and words of a column that are tried: more would not fit a proof.
const LEVEL_LIMIT: usize = 1024;
/// Ordinary numbers of a column.
const ORDINARY: usize = 7;

/// Numbers of a column that lie between the cells of training rows.
const CELLS: usize = 256;

/// The values of a column, by what they are good for.
pub struct Values {
    pub values: ProofValues,
    /// Ordinary ones: numbers inside the range, levels.
    pub plain: Vec<u32>,
    /// Missing, unseen, infinite, huge, zero of either sign.
    pub odd: Vec<u32>,
    /// Those for which a row gets no answer.
    pub refused: Vec<u32>,
    /// Whether every place between two tests of the model has a value.
    pub complete: bool,
}

impl Values {
    pub fn len(&self) -> usize {
        match &self.values {
            ProofValues::Numbers(v) => v.len(),
            ProofValues::Text(v) => v.len(),
        }
    }

    /// About the bytes that a value takes in a file.
    pub fn bytes(&self, value: u32) -> usize {
        match &self.values {
            ProofValues::Numbers(_) => 8,
            ProofValues::Text(texts) => 8 + texts[value as usize].as_ref().map_or(0, String::len),
        }
    }

    /// An ordinary value, the first again after the last.
    pub fn ordinary(&self, i: usize) -> u32 {
        let plain = if self.plain.is_empty() { &self.odd } else { &self.plain };
        plain.get(i % plain.len().max(1)).copied().unwrap_or(0)
    }

    /// The values that a row can have and get an answer.
    pub fn answered(&self) -> Vec<u32> {
        (0..self.len() as u32).filter(|value| !self.refused.contains(value)).collect()
    }

    /// Up to `most` numbers next to edges, ascending, with their positions.
    pub fn edges(&self, most: usize) -> Vec<(f64, usize)> {
        let ProofValues::Numbers(numbers) = &self.values else { return Vec::new() };
        let end = self.plain.iter().chain(&self.odd).chain(&self.refused).min().map_or(0, |first| *first as usize);
        numbers[..end].iter().copied().enumerate().map(|(i, x)| (x, i)).take(most).collect()
    }

    fn numbers(values: Vec<f64>) -> Self {
        let (plain, odd, refused) = (Vec::new(), Vec::new(), Vec::new());
        Self { values: ProofValues::Numbers(values), plain, odd, refused, complete: true }
    }
}

/// The values of every column.
pub fn all(pipeline: &Pipeline, lanes: &Lanes<'_>) -> Vec<Values> {
    let landmarks = edges::landmarks(pipeline, lanes);
    let columns = pipeline.schema.columns.iter().enumerate();
    columns.map(|(c, column)| of_column(pipeline, lanes, &landmarks, c, column)).collect()
}

fn of_column(pipeline: &Pipeline, lanes: &Lanes<'_>, marks: &Landmarks<'_>, c: usize, column: &Column) -> Values {
    let (mut values, unseen) = match &column.kind {
        Kind::Numeric { precision, .. } => (numbers(pipeline, lanes, marks, c, *precision), None),
        Kind::Boolean => (codes(2), None),
        Kind::Categorical { levels, unseen } => (codes(levels.len()), Some(*unseen)),
        Kind::Text => match dates::format(pipeline, c) {
            Some(date) => (dates::values(date, lanes, marks, c), None),
            None => (words(pipeline, c), None),
        },
    };
    match unseen {
        None => {}
        Some(unseen) => {
            let at = values.number(UNSEEN);
            if unseen == Unseen::Predicted { &mut values.odd } else { &mut values.refused }.extend(at);
        }
    }
    let missing = values.missing();
    if column.missing { &mut values.odd } else { &mut values.refused }.push(missing);
    values
}

impl Values {
    /// Adds a number; its position.
    fn number(&mut self, number: f64) -> Option<u32> {
        let at = self.len() as u32;
        match &mut self.values {
            ProofValues::Numbers(v) => v.push(number),
            ProofValues::Text(_) => return None,
        }
        Some(at)
    }

    fn missing(&mut self) -> u32 {
        let at = self.len() as u32;
        match &mut self.values {
            ProofValues::Numbers(v) => v.push(f64::NAN),
            ProofValues::Text(v) => v.push(None),
        }
        at
    }
}

fn codes(levels: usize) -> Values {
    let shown = levels.min(LEVEL_LIMIT);
    let values = Values::numbers((0..shown).map(|code| code as f64).collect());
    Values { plain: (0..shown as u32).collect(), complete: shown == levels, ..values }
}

/// The words that the model knows and texts of those that it counts, one word that it does
/// not know, and the empty one.
fn words(pipeline: &Pipeline, c: usize) -> Values {
    let (mut words, mut odd) = (Vec::new(), vec!["?".to_owned(), String::new()]);
    for node in pipeline.nodes.iter().filter(|node| node.reads.contains(&(c as u32))) {
        match &node.op {
            Op::Step(Step::Lookup(lookup)) => words.extend(lookup.levels.iter().take(LEVEL_LIMIT).cloned()),
            Op::Step(Step::Words(counted)) => {
                words.extend(texts::ordinary(counted));
                odd.extend(texts::odd(counted));
            }
            _ => {}
        }
    }
    words.sort();
    words.dedup();
    let known = words.len() as u32;
    while words.contains(&odd[0]) {
        odd[0].push('?');
    }
    odd.retain(|word| !words.contains(word));
    words.extend(odd);
    let odd = (known..words.len() as u32).collect();
    let values = ProofValues::Text(words.into_iter().map(Some).collect());
    Values { values, plain: (0..known).collect(), odd, refused: Vec::new(), complete: false }
}

fn numbers(pipeline: &Pipeline, lanes: &Lanes<'_>, marks: &Landmarks<'_>, c: usize, precision: Precision) -> Values {
    let (edges, complete) = edges::of_column(lanes, marks, c, precision);
    let rows = marks.of_rows(c);
    let asked = edges.iter().filter(|_| !rows);
    let mut numbers: Vec<f64> = asked.flat_map(|edge| [edge.0, edge.1]).collect();
    numbers.sort_by(f64::total_cmp);
    numbers.dedup_by(|a, b| a.to_bits() == b.to_bits());
    let mut values = Values { complete, ..Values::numbers(numbers) };
    let mut ordinary = ordinary(pipeline, c, &edges, precision);
    if rows {
        ordinary.extend(between(&edges, CELLS));
    }
    values.plain = ordinary.into_iter().filter_map(|x| values.number(x)).collect();
    let (huge, tiny) = match precision {
        Precision::F64 => (1e300, f64::MIN_POSITIVE),
        Precision::F32 => (f64::from(f32::MAX), f64::from(f32::MIN_POSITIVE)),
    };
    let odd = [tiny, -tiny, 0.0, -0.0, huge, -huge, f64::NEG_INFINITY, f64::INFINITY];
    values.odd = odd.into_iter().filter_map(|x| values.number(x)).collect();
    values
}

/// The column's own quantiles, else what lies between the model's constants.
fn ordinary(pipeline: &Pipeline, c: usize, edges: &[(f64, f64)], precision: Precision) -> Vec<f64> {
    let quantiles = pipeline.statistics.columns.get(c).map_or(&[][..], |statistics| &statistics.quantiles);
    // From 5 % to 95 %: the ends are the cells of somebody.
    let quantiles: Vec<f64> = quantiles.iter().copied().skip(1).step_by(3).collect();
    let mut ordinary = if quantiles.is_empty() { between(edges, ORDINARY) } else { quantiles };
    ordinary.iter_mut().for_each(|x| *x = precision.round(*x));
    ordinary.sort_by(f64::total_cmp);
    ordinary.dedup();
    ordinary
}

fn between(edges: &[(f64, f64)], most: usize) -> Vec<f64> {
    let mut at: Vec<f64> = edges.iter().map(|edge| edge.0).collect();
    at.sort_by(f64::total_cmp);
    let (Some(first), Some(last)) = (at.first().copied(), at.last().copied()) else {
        return vec![-2.0, -0.75, 0.3, 1.0, 3.0, 17.0];
    };
    let step = at.len().div_ceil(most);
    let middles = at.windows(2).step_by(step).map(|pair| f64::midpoint(pair[0], pair[1]));
    // A little more than the range: what lies outside is ordinary too.
    let reach = (last - first).abs().max(first.abs() / 4.0).max(1.0) / 4.0;
    middles.chain([first - reach, last + reach]).filter(|x| x.is_finite()).collect()
}
