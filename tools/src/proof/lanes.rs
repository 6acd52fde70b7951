//! Slots that one column alone decides, and what they hold for each value of it: so a
//! test on such a slot is a test on the column.

use std::collections::HashMap;
use windowbox::pipeline::ProofValues;
use windowbox::preprocess::{Step, arithmetic::Operand};
use windowbox::slots::{Columns, Operation, Text};
use windowbox::{Node, Op, Pipeline};

/// Which columns decide a slot.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Source {
    Nothing,
    Column(usize),
    Many,
}

impl Source {
    fn and(self, other: Source) -> Source {
        match (self, other) {
            (Source::Nothing, one) | (one, Source::Nothing) => one,
            (one, other) if one == other => one,
            _ => Source::Many,
        }
    }
}

/// For each slot the columns that decide it.
pub struct Lanes<'a> {
    pipeline: &'a Pipeline,
    sources: Vec<Source>,
    /// For each column the nodes, and their outputs, that it alone decides.
    written: Vec<Vec<(usize, usize)>>,
}

/// What slots hold, for each value of a column.
pub type Held = HashMap<u32, Vec<f64>>;

/// The slots that an output of a node depends on, where these are not all that it reads.
fn depends(node: &Node, output: usize) -> Option<Vec<u32>> {
    match &node.op {
        Op::Step(Step::Impute(_) | Step::Scale(_) | Step::Map(_)) => Some(vec![node.reads[output]]),
        Op::Step(Step::Reduce(of)) => Some(node.reads[output * of.width as usize..][..of.width as usize].to_vec()),
        Op::Step(Step::Rank(of)) => {
            let (group, width) = (output / (2 * of.k as usize), of.width as usize);
            Some(node.reads[group * width..][..width].to_vec())
        }
        Op::Step(Step::Pick(of)) => {
            let width = of.width as usize + 1;
            Some(node.reads[output * width..][..width].to_vec())
        }
        Op::Step(Step::Arithmetic(of)) => {
            let arity = of.function.arity();
            let column = |operand: &Operand| match operand {
                Operand::Column(i) => Some(node.reads[*i as usize]),
                Operand::Constant(_) => None,
            };
            Some(of.operands[output * arity..][..arity].iter().filter_map(column).collect())
        }
        _ => None,
    }
}

impl<'a> Lanes<'a> {
    pub fn new(pipeline: &'a Pipeline) -> Self {
        let mut sources: Vec<Source> = (0..pipeline.schema.columns.len()).map(Source::Column).collect();
        let mut written = vec![Vec::new(); sources.len()];
        for (n, node) in pipeline.nodes.iter().enumerate() {
            let of = |slots: &[u32]| slots.iter().fold(Source::Nothing, |all, slot| all.and(sources[*slot as usize]));
            let all = of(&node.reads);
            let own: Vec<Source> = (0..node.writes.len()).map(|i| depends(node, i).map_or(all, |d| of(&d))).collect();
            for (i, own) in own.into_iter().enumerate() {
                if let Source::Column(column) = own {
                    written[column].push((n, i));
                }
                sources.push(own);
            }
        }
        Self { pipeline, sources, written }
    }

    /// The column that alone decides a slot.
    pub fn column(&self, slot: u32) -> Option<usize> {
        match self.sources[slot as usize] {
            Source::Column(column) => Some(column),
            Source::Nothing | Source::Many => None,
        }
    }

    /// What the slots that `column` decides hold for each of its values, up to slot `last`.
    pub fn held(&self, column: usize, values: &ProofValues, last: u32) -> Held {
        let mut held = Held::new();
        let text = match values {
            ProofValues::Numbers(numbers) => {
                held.insert(column as u32, numbers.clone());
                Text::new()
            }
            ProofValues::Text(texts) => texts.iter().map(|text| text.as_deref().map(Into::into)).collect(),
        };
        for (n, i) in &self.written[column] {
            let node = &self.pipeline.nodes[*n];
            if node.writes[*i] <= last && !held.contains_key(&node.writes[*i]) {
                run(node, *i, column, &text, &mut held);
            }
        }
        held
    }
}

/// Runs a node for its output `i`, and for all others that are decided as well.
fn run(node: &Node, i: usize, column: usize, text: &Text, held: &mut Held) {
    let own = depends(node, i);
    let Some(out) = apply(node, own.as_deref().unwrap_or(&node.reads), column, text, held) else { return };
    let rows = out.len() / node.writes.len();
    let known = |slot: &u32| held.contains_key(slot);
    let decided = |k: &usize| own.is_none() || depends(node, *k).is_some_and(|slots| slots.iter().all(known));
    let filled: Vec<usize> = (0..node.writes.len()).filter(decided).collect();
    held.extend(filled.into_iter().map(|k| (node.writes[k], out[k * rows..][..rows].to_vec())));
}

/// What a node writes; nothing where there are no values, or a slot that matters is not
/// held.
fn apply(node: &Node, depends: &[u32], column: usize, text: &Text, held: &Held) -> Option<Vec<f64>> {
    let (op, reads, writes) = (&node.op, &node.reads, node.writes.len());
    let rows = held.get(&(column as u32)).map_or(text.len(), Vec::len);
    let lacks = |slot: &u32| *slot as usize != column && !held.contains_key(slot);
    if rows == 0 || depends.iter().any(lacks) {
        return None;
    }
    let mut values = Vec::with_capacity(rows * reads.len());
    for slot in reads {
        match held.get(slot) {
            Some(numbers) => values.extend_from_slice(numbers),
            None => values.resize(values.len() + rows, 0.0),
        }
    }
    let text = |slot: &u32| if *slot as usize == column { text.clone() } else { Text::new() };
    let (slots, texts) = ((0..reads.len() as u32).collect::<Vec<u32>>(), reads.iter().map(text).collect::<Vec<_>>());
    let mut out = vec![0.0; rows * writes];
    op.apply(Columns::new(rows, &slots, &values, &texts), &mut out);
    Some(out)
}
