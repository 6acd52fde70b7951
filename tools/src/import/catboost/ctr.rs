//! CTRs as nodes: those of one combination together are one tree over its codes.

use super::super::malformed;
use super::counts::{self, Counts, Tables};
use super::file::{Ctr, Element};
use super::inputs::Inputs;
use super::keys::{self, Budget};
use super::lookup::{self, Digit};
use super::splits::border;
use std::collections::{HashMap, HashSet};
use windowbox::model::Model;
use windowbox::{Error, Node, Op, Result};

/// The nodes, in the order of the CTRs: each CTR fills a slot behind the columns. What the
/// tables know and no known text makes is said.
pub fn nodes(ctrs: &[Ctr], tables: &Tables<'_>, inputs: &Inputs, unknown: &mut Vec<String>) -> Result<Vec<Node>> {
    let (mut next, mut lost) = (inputs.schema.columns.len() as u32, 0);
    let (mut nodes, mut budget) = (Vec::new(), Budget::default());
    for group in ctrs.chunk_by(|a, b| a.elements == b.elements) {
        let group = Group::new(group, tables, inputs).map_err(|e| e.at(&group[0].identifier))?;
        nodes.push(group.node(next, &mut budget, &mut lost).map_err(|e| e.at(&group.ctrs[0].identifier))?);
        next += group.ctrs.len() as u32;
    }
    if lost > 0 {
        unknown
            .push(format!("the texts of {lost} combinations of categories: rows that have them are taken for unseen"));
    }
    Ok(nodes)
}

/// CTRs of the same combination.
struct Group<'a> {
    ctrs: &'a [Ctr],
    tables: Vec<&'a Counts>,
    parts: Vec<Part>,
}

/// An element: the column that it reads, the digit, and what each digit adds to a key.
struct Part {
    column: u32,
    digit: Digit,
    values: Vec<u64>,
}

impl<'a> Group<'a> {
    fn new(ctrs: &'a [Ctr], tables: &'a Tables<'_>, inputs: &Inputs) -> Result<Self> {
        let table = |ctr: &Ctr| tables.get(&ctr.identifier).ok_or_else(|| malformed("a CTR has no table"));
        let parts = ctrs[0].elements.iter().map(|element| part(element, inputs)).collect::<Result<Vec<_>>>()?;
        if parts.is_empty() {
            return Err(malformed("a CTR of nothing"));
        }
        Ok(Self { ctrs, tables: ctrs.iter().map(table).collect::<Result<_>>()?, parts })
    }

    fn node(&self, next: u32, budget: &mut Budget, lost: &mut usize) -> Result<Node> {
        let keys = self.keys();
        let elements: Vec<Vec<u64>> = self.parts.iter().map(|part| part.values.clone()).collect();
        let weight = self.ctrs.len() as u64 + self.parts.iter().map(|part| part.digit.weight()).sum::<u64>();
        let found = keys::solve(&elements, &keys, weight, budget)?;
        *lost += keys.len() - found.iter().map(|f| f.key).collect::<HashSet<_>>().len();
        let mut values = HashMap::new();
        for f in &found {
            values.entry(f.key).or_insert(self.values(Some(f.key))?);
        }
        let digits: Vec<&Digit> = self.parts.iter().map(|part| &part.digit).collect();
        let trees = lookup::tree(&digits, &found, &self.values(None)?, &|key| values[&key].clone())?;
        let reads = self.parts.iter().map(|part| part.column).collect();
        Ok(Node::new(Op::Model(Model::Trees(trees)), reads, next, self.ctrs.len() as u32))
    }

    /// The keys of all tables, each once; sorted, so that an import is the same every time.
    fn keys(&self) -> Vec<u64> {
        let mut keys: Vec<u64> = self.tables.iter().flat_map(|table| table.keys()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn values(&self, key: Option<u64>) -> Result<Vec<f64>> {
        let value = |(ctr, table): (&Ctr, &&Counts)| counts::value(ctr, table, key).map(f64::from);
        self.ctrs.iter().zip(&self.tables).map(value).collect()
    }
}

fn part(element: &Element, inputs: &Inputs) -> Result<Part> {
    match &element.combination_element[..] {
        "cat_feature_value" => {
            let category = inputs.category(element.cat_feature_index)?;
            let levels = &category.levels;
            let values = levels.hashes.iter().map(|hash| keys::category(*hash)).collect::<Vec<_>>();
            let missing = levels.missing.unwrap_or(windowbox::slots::UNSEEN);
            Ok(Part { column: category.column, digit: Digit::Code { levels: values.len() as u64, missing }, values })
        }
        "float_feature" => {
            let number = inputs.number(element.float_feature_index)?;
            let digit = Digit::Above { border: border(element.border)?, missing_above: number.missing_above };
            Ok(Part { column: number.column, digit, values: vec![0, 1] })
        }
        "cat_feature_exact_value" => {
            let category = inputs.category(element.cat_feature_index)?;
            let value = element.value.ok_or_else(|| malformed("an exact value is not there"))?;
            let codes = category.levels.asked(value, inputs.column_name(category))?.to_vec();
            let digit = Digit::Equal { codes, missing_equal: category.levels.missing_is(value) };
            Ok(Part { column: category.column, digit, values: vec![0, 1] })
        }
        other => Err(Error::unsupported("unsupported-feature", format!("the part of a combination {other:?}"))),
    }
}
