//! Imputers and encoders of texts and of numbers.

use super::super::malformed;
use super::elementwise::scalar;
use super::graph::Builder;
use super::node::Call;
use super::tensor::{Cell, Coded, Element, Source, Tensor};
use std::collections::HashMap;
use std::rc::Rc;
use windowbox::preprocess::arithmetic::Function;
use windowbox::preprocess::reduce::Reduction;
use windowbox::preprocess::{Impute, Map, OneHot, Step};
use windowbox::slots::Precision;
use windowbox::{Op, Result};

/// One number a column, from as many or from one.
fn widened(call: &Call, numbers: &[f64], width: usize) -> Result<Vec<f64>> {
    match numbers {
        [one] => Ok(vec![*one; width]),
        many if many.len() == width => Ok(many.to_vec()),
        many => Err(call.shape_error(format!("{} numbers for {width} columns", many.len()))),
    }
}

fn floats(call: &Call, name: &str) -> Vec<f64> {
    call.floats(name).iter().map(|x| f64::from(*x)).collect()
}

fn wholes(call: &Call, name: &str) -> Vec<f64> {
    call.ints(name).iter().map(|x| *x as f64).collect()
}

/// A value stands in for missing cells, or for those that hold another one.
pub fn imputer(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let whole = ["imputed_value_int64s", "replaced_value_int64"];
    call.only(&[&["imputed_value_floats", "replaced_value_float"], &whole[..]].concat())?;
    let x = call.input(0)?;
    let (fill, replaced) = match x.element {
        Element::Whole => (wholes(call, whole[0]), call.int(whole[1], 0) as f64),
        _ => (floats(call, "imputed_value_floats"), call.float("replaced_value_float", 0.0)),
    };
    let width = x.dims.last().copied().unwrap_or(1);
    let fill = widened(call, &fill, width)?;
    if !replaced.is_nan() {
        let row =
            Tensor { dims: vec![width], cells: fill.into_iter().map(Cell::Number).collect(), ..scalar(x.element, 0.0) };
        let same = b.compute(call, Function::Equal, &[x, &scalar(x.element, replaced)])?;
        return Ok(vec![b.compute(call, Function::Choose, &[&same, &row, x])?]);
    }
    b.allow_missing(&x.cells);
    let fill = fill.iter().copied().cycle().take(x.cells.len()).collect();
    let reads = b.slots(&x.cells)?;
    let slots = b.push(Op::Step(Step::Impute(Impute { fill })), reads)?;
    Ok(vec![x.with(x.element, slots.into_iter().map(Cell::Slot).collect())])
}

/// Keys with their places; of a key that stands twice the last counts.
struct Keys {
    texts: HashMap<Rc<str>, usize>,
    numbers: HashMap<u64, usize>,
}

impl Keys {
    fn new(keys: &[Cell]) -> Self {
        let mut all = Self { texts: HashMap::new(), numbers: HashMap::new() };
        for (i, key) in keys.iter().enumerate() {
            match key {
                Cell::Text(text) => drop(all.texts.insert(text.clone(), i)),
                Cell::Number(x) => drop(all.numbers.insert(bits(*x), i)),
                _ => {}
            }
        }
        all
    }

    fn at(&self, cell: &Cell) -> Option<usize> {
        match cell {
            Cell::Text(text) => self.texts.get(text).copied(),
            Cell::Number(x) => self.numbers.get(&bits(*x)).copied(),
            _ => None,
        }
    }
}

/// Equal for what is equal, and for NaN.
fn bits(x: f64) -> u64 {
    if x.is_nan() { f64::NAN.to_bits() } else { (x + 0.0).to_bits() }
}

/// Indicators: an axis more, of as many places as there are keys.
pub fn one_hot(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["cats_strings", "cats_int64s", "zeros"])?;
    let x = call.input(0)?;
    let refused = call.int("zeros", 1) == 0;
    let keys: Vec<Cell> = match x.element {
        Element::Text => call.texts("cats_strings")?.into_iter().map(|text| Cell::Text(text.into())).collect(),
        _ => wholes(call, "cats_int64s").into_iter().map(Cell::Number).collect(),
    };
    b.spend(x.cells.len().saturating_mul(keys.len()))?;
    let mut cells = Vec::new();
    for cell in &x.cells {
        match cell {
            Cell::Coded(coded) if x.element == Element::Text => cells.extend(b.indicators(coded, &keys, refused)?),
            _ if x.element == Element::Text => return Err(call.attribute_error("a text that is no column's")),
            cell => cells.extend(b.tests(call, cell, x.element, &keys, refused)?),
        }
    }
    let mut dims = x.dims.clone();
    dims.push(keys.len());
    Ok(vec![Tensor { element: Element::F32, dims, rows: x.rows, cells }])
}

impl Builder<'_> {
    fn indicators(&mut self, coded: &Coded, keys: &[Cell], refused: bool) -> Result<Vec<Cell>> {
        self.wants(coded, keys, refused)?;
        let known = Keys::new(keys);
        let place = |cell: &Cell| known.at(cell).map(|i| i as u32);
        let levels: Vec<Option<u32>> = coded.values.iter().map(place).collect();
        self.spend(levels.len())?;
        let unseen = coded.other.as_ref().and_then(place);
        let missing = self.missing_code(coded.source).map_or(unseen, |code| levels.get(code).copied().flatten());
        let code = self.code(coded.source)?;
        let step = OneHot { levels, missing, unseen, columns: keys.len() as u32 };
        // Before all levels are known a step may have more columns than anything sets.
        if keys.len() > coded.values.len() + 2 {
            return Ok(vec![Cell::Number(0.0); keys.len()]);
        }
        Ok(self.push(Op::Step(Step::OneHot(step)), vec![code])?.into_iter().map(Cell::Slot).collect())
    }

    /// Tells the column what its encoder knows.
    fn wants(&mut self, coded: &Coded, keys: &[Cell], refused: bool) -> Result<()> {
        match (coded.source, &coded.other) {
            (Source::Column(i), None) => {
                let texts = keys.iter().filter_map(|key| if let Cell::Text(text) = key { Some(text) } else { None });
                self.want(i, texts, refused)
            }
            _ => Ok(()),
        }
    }

    /// Whether a number, cut to a whole one, is each of the keys.
    fn tests(&mut self, call: &Call, cell: &Cell, element: Element, keys: &[Cell], refused: bool) -> Result<Vec<Cell>> {
        let x = Tensor { cells: vec![cell.clone()], rows: Some(0), dims: vec![1, 1], ..scalar(element, 0.0) };
        let cut = if element == Element::Whole { x } else { self.compute(call, Function::Truncate, &[&x])? };
        let row = Tensor { dims: vec![1, keys.len()], rows: None, cells: keys.to_vec(), ..scalar(element, 0.0) };
        let flags = self.compute(call, Function::Equal, &[&cut, &row])?;
        if refused && !keys.is_empty() {
            // 0 over the number of hits is 0, or not a number.
            let hits = self.reduce(Reduction::Most, Precision::F64, vec![flags.cells.clone()])?;
            let hits = Tensor { cells: hits, ..scalar(Element::F64, 0.0) };
            let guard = self.compute(call, Function::Divide, &[&scalar(Element::F64, 0.0), &hits])?;
            let slot = self.slot(&guard.cells[0])?;
            self.guards.push(slot);
        }
        Ok(flags.cells)
    }
}

/// Values beside keys, of either type, and the value of what is no key.
struct Table {
    keys: Vec<Cell>,
    values: Vec<Cell>,
    default: Cell,
    element: Element,
}

impl Table {
    fn read(call: &Call, from: Element) -> Result<Self> {
        call.only(&[
            "keys_strings",
            "keys_int64s",
            "keys_floats",
            "keys_tensor",
            "values_strings",
            "values_int64s",
            "values_floats",
            "values_tensor",
            "default_string",
            "default_int64",
            "default_float",
            "default_tensor",
            "classes_strings",
        ])?;
        if call.attribute("classes_strings").is_some() {
            return Self::classes(call, from);
        }
        let (keys, _) = column(call, "keys")?;
        let (values, element) = column(call, "values")?;
        if keys.len() != values.len() {
            return Err(call.shape_error(format!("{} keys, {} values", keys.len(), values.len())));
        }
        let tensor = call.attribute("default_tensor").and_then(|a| a.tensor.as_ref());
        let default = match (tensor.map(|tensor| tensor.constant()).transpose()?.flatten(), element) {
            (Some(tensor), _) => tensor.cells.first().cloned().unwrap_or(Cell::Number(0.0)),
            (None, Element::Text) => Cell::Text(call.text("default_string", "_Unused").into()),
            (None, Element::Whole) => Cell::Number(call.int("default_int64", -1) as f64),
            (None, _) => Cell::Number(call.float("default_float", -0.0)),
        };
        Ok(Self { keys, values, default, element })
    }

    /// The first version's: texts by their places, in either direction.
    fn classes(call: &Call, from: Element) -> Result<Self> {
        let texts: Vec<Cell> = call.texts("classes_strings")?.into_iter().map(|text| Cell::Text(text.into())).collect();
        let places = (0..texts.len()).map(|i| Cell::Number(i as f64)).collect();
        Ok(match from {
            Element::Text => {
                let default = Cell::Number(call.int("default_int64", -1) as f64);
                Self { keys: texts, values: places, default, element: Element::Whole }
            }
            _ => {
                let default = Cell::Text(call.text("default_string", "_Unused").into());
                Self { keys: places, values: texts, default, element: Element::Text }
            }
        })
    }
}

/// The attribute that a list comes as.
fn column(call: &Call, prefix: &str) -> Result<(Vec<Cell>, Element)> {
    let name = |kind: &str| format!("{prefix}_{kind}");
    let numbers = |list: Vec<f64>| list.into_iter().map(Cell::Number).collect();
    if call.attribute(&name("strings")).is_some() {
        let texts = call.texts(&name("strings"))?.into_iter().map(|text| Cell::Text(text.into()));
        return Ok((texts.collect(), Element::Text));
    }
    if call.attribute(&name("int64s")).is_some() {
        return Ok((numbers(wholes(call, &name("int64s"))), Element::Whole));
    }
    let tensor = call.attribute(&name("tensor")).and_then(|attribute| attribute.tensor.as_ref());
    if let Some(tensor) = tensor.map(|tensor| tensor.constant()).transpose()?.flatten() {
        return Ok((tensor.cells, tensor.element));
    }
    Ok((numbers(floats(call, &name("floats"))), Element::F32))
}

pub fn label_encoder(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let x = call.input(0)?;
    encoded(b, call, x, &Table::read(call, x.element)?)
}

fn encoded(b: &mut Builder, call: &Call, x: &Tensor, table: &Table) -> Result<Vec<Tensor>> {
    let keys = Keys::new(&table.keys);
    let value = |cell: &Cell| keys.at(cell).map_or_else(|| table.default.clone(), |i| table.values[i].clone());
    let (mut cells, mut open) = (Vec::new(), Vec::new());
    for cell in &x.cells {
        cells.push(match cell {
            Cell::Number(_) | Cell::Text(_) => value(cell),
            Cell::Coded(coded) => {
                b.wants(coded, &table.keys, false)?;
                b.spend(coded.values.len())?;
                // What is none of the levels is no key either.
                let other = match coded.source {
                    Source::Column(_) => Some(coded.other.as_ref().map_or_else(|| table.default.clone(), value)),
                    Source::Choice(_) => None,
                };
                let values = coded.values.iter().map(value).collect();
                Cell::Coded(Rc::new(Coded { source: coded.source, values, other }))
            }
            other => {
                open.push((cells.len(), b.slot(other)?));
                Cell::Rows
            }
        });
    }
    let slots: Vec<u32> = open.iter().map(|(_, slot)| *slot).collect();
    if !slots.is_empty() {
        let map = table.map(&keys).ok_or_else(|| call.attribute_error("numbers that become texts"))?;
        b.allow_missing(&x.cells);
        let written = b.push(Op::Step(Step::Map(map)), slots)?;
        open.iter().zip(written).for_each(|((at, _), slot)| cells[*at] = Cell::Slot(slot));
    }
    Ok(vec![x.with(table.element, cells)])
}

impl Table {
    /// As a map of numbers.
    fn map(&self, keys: &Keys) -> Option<Map> {
        let mut pairs = Vec::new();
        for (key, i) in &keys.numbers {
            pairs.push((f64::from_bits(*key), self.values[*i].number()?));
        }
        let other = self.default.number()?;
        let missing = pairs.iter().find(|(key, _)| key.is_nan()).map_or(other, |(_, value)| *value);
        pairs.retain(|(key, _)| !key.is_nan());
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (keys, values) = pairs.into_iter().unzip();
        Some(Map { keys, values, missing, other })
    }
}

/// Texts by numbers, and numbers by texts, from two lists.
pub fn category_mapper(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["cats_strings", "cats_int64s", "default_string", "default_int64"])?;
    let texts: Vec<Cell> = call.texts("cats_strings")?.into_iter().map(|text| Cell::Text(text.into())).collect();
    let numbers: Vec<Cell> = wholes(call, "cats_int64s").into_iter().map(Cell::Number).collect();
    if texts.len() != numbers.len() {
        return Err(malformed("the two lists of a CategoryMapper differ in length"));
    }
    let x = call.input(0)?;
    let (keys, values, default, element) = match x.element {
        Element::Text => (texts, numbers, Cell::Number(call.int("default_int64", -1) as f64), Element::Whole),
        _ => (numbers, texts, Cell::Text(call.text("default_string", "_Unused").into()), Element::Text),
    };
    encoded(b, call, x, &Table { keys, values, default, element })
}
