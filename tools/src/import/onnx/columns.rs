//! The columns of the graph's inputs, and operators that only move columns.

use super::super::sidecar::Sidecar;
use super::encode::levels;
use super::graph::{Builder, Value};
use super::proto::{DOUBLE, FLOAT, Graph, INT64, Node, TEXT, ValueInfo};
use std::collections::HashMap;
use windowbox::data::schema::{COLUMN_LIMIT, Kind, Unseen};
use windowbox::data::{Column, Labels};
use windowbox::slots::Precision;
use windowbox::{Error, Result};

/// A column of numbers.
#[derive(Clone, Debug)]
pub struct Col {
    pub slot: u32,
    /// The input that it is, as it came.
    pub input: Option<usize>,
    /// What the graph computes in; the slot itself may hold doubles.
    pub precision: Precision,
    /// Whole numbers only.
    pub whole: bool,
    /// The same number in every row.
    pub constant: Option<f64>,
    /// Only 0 and 1.
    pub flag: bool,
}

impl Col {
    pub fn new(slot: u32, precision: Precision) -> Self {
        Self { slot, input: None, precision, whole: false, constant: None, flag: false }
    }
}

pub fn slots(columns: &[Col]) -> Vec<u32> {
    columns.iter().map(|column| column.slot).collect()
}

/// The graph's inputs that are no constants: one of many columns, or one a column.
pub fn inputs<'a>(
    builder: &mut Builder<'a>,
    graph: &'a Graph,
    unknown: &mut Vec<String>,
) -> Result<HashMap<&'a str, Value>> {
    let inputs = graph.inputs.iter().filter(|input| !builder.constants.contains_key(&input.name[..]));
    let inputs: Vec<&ValueInfo> = inputs.collect();
    let mut values = HashMap::new();
    for input in inputs {
        let (element, width) = shape(input).map_err(|e| e.at(format!("input {}", input.name)))?;
        let first = builder.columns.len();
        if first + width > COLUMN_LIMIT {
            return Err(Error::limit("more than 100000 columns"));
        }
        if width > 1 && builder.sidecar.features.is_empty() {
            unknown.push(format!("the names of {width} columns: they are called f{first} to f{}", first + width - 1));
        }
        for i in first..first + width {
            let name = builder.sidecar.name(i, (width == 1).then_some(&input.name[..]));
            if element == TEXT {
                builder.spend(graph.nodes.len())?;
            }
            builder.columns.push(column(name, element, &input.name, graph, builder.sidecar, i)?);
        }
        let value = match element {
            TEXT => Value::Text(first),
            _ => Value::Columns((first..first + width).map(|i| raw(i, element)).collect()),
        };
        values.insert(&input.name[..], value);
    }
    Ok(values)
}

fn raw(i: usize, element: i32) -> Col {
    let precision = if element == FLOAT { Precision::F32 } else { Precision::F64 };
    Col { input: Some(i), whole: element == INT64, ..Col::new(i as u32, precision) }
}

/// Element type and number of columns.
fn shape(input: &ValueInfo) -> Result<(i32, usize)> {
    let tensor = input.kind.as_ref().and_then(|kind| kind.tensor.as_ref());
    let tensor = tensor.ok_or_else(|| Error::unsupported("unsupported-feature", "an input that is no tensor"))?;
    let dims: Vec<i64> = tensor.shape.iter().flat_map(|shape| &shape.dims).map(|dim| dim.size).collect();
    let width = match dims[..] {
        [_, width] if width > 0 => width as usize,
        _ => {
            return Err(Error::file(
                "shape-mismatch",
                format!("an input of the shape {dims:?} is not [rows, columns]"),
            ));
        }
    };
    match (tensor.element, width) {
        (FLOAT | DOUBLE | INT64, _) | (TEXT, 1) => Ok((tensor.element, width)),
        (element, _) => {
            Err(Error::unsupported("unsupported-feature", format!("{width} columns of the element type {element}")))
        }
    }
}

fn column(name: String, element: i32, input: &str, graph: &Graph, sidecar: &Sidecar, i: usize) -> Result<Column> {
    let precision = if element == FLOAT { Precision::F32 } else { Precision::F64 };
    if element != TEXT {
        return Ok(Column { kind: Kind::Numeric { precision, integer: element == INT64 }, ..Column::numeric(name) });
    }
    let (levels, refused) = levels(graph, input)?;
    let missing = sidecar.features.get(i).and_then(|f| f.missing_string.as_deref()).unwrap_or("");
    let fills = !refused || levels.iter().any(|level| level == missing);
    let unseen = if refused { Unseen::Refused } else { Unseen::Predicted };
    let kind = Kind::Categorical { levels: Labels::String(levels), unseen };
    let column = Column { kind, ..Column::numeric(name) };
    Ok(if fills { column.or_missing() } else { column })
}

impl Builder<'_> {
    /// Lets the cells of inputs be missing, where a node knows what that means.
    pub fn allow_missing(&mut self, columns: &[Col]) {
        for input in columns.iter().filter_map(|column| column.input) {
            self.columns[input].missing = true;
        }
    }

    pub fn concat(&mut self, node: &Node) -> Result<Vec<Value>> {
        if !matches!(node.int("axis", 1), 1 | -1) {
            return Err(node.attribute_error("another axis than the columns"));
        }
        let mut all = Vec::new();
        for name in &node.inputs {
            all.extend_from_slice(self.columns_of(name).ok_or_else(|| self.unsupported(node))?);
        }
        match all.len() <= COLUMN_LIMIT {
            true => Ok(vec![Value::Columns(all)]),
            false => Err(Error::limit("more than 100000 columns")),
        }
    }

    pub fn extract(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        let picked = self.constant(node, 1)?.values.iter().map(|i| x.get(*i as usize).filter(|_| *i >= 0.0).cloned());
        let picked: Option<Vec<Col>> = picked.collect();
        match picked {
            Some(columns) => Ok(vec![Value::Columns(columns)]),
            None => Err(node.shape_error(format!("picks a column that is not among {}", x.len()))),
        }
    }

    /// Only shapes that keep rows rows.
    pub fn reshape(&mut self, node: &Node, value: Value) -> Result<Vec<Value>> {
        let width = match &value {
            Value::Columns(columns) => columns.len(),
            Value::Scores(classes) => classes.len(),
            Value::Label => 1,
            Value::Text(_) => return Err(self.unsupported(node)),
        };
        let shape: Vec<i64> = self.constant(node, 1)?.values.iter().map(|v| *v as i64).collect();
        let keeps = match shape[..] {
            [-1] => width == 1,
            [-1, n] => n == width as i64,
            [0, n] => n == -1 || n == 0 || n == width as i64,
            _ => false,
        };
        match keeps {
            true => Ok(vec![value]),
            false => Err(node.shape_error(format!("{width} columns take the shape {shape:?}"))),
        }
    }

    pub fn cast(&mut self, node: &Node, value: Value) -> Result<Vec<Value>> {
        let to = node.int("to", 0) as i32;
        let refused = || node.attribute_error(&format!("to = {to}"));
        match value {
            Value::Label if matches!(to, INT64 | TEXT) => Ok(vec![Value::Label]),
            Value::Scores(classes) if to == FLOAT => Ok(vec![Value::Scores(classes)]),
            Value::Columns(columns) => {
                let cast = columns.into_iter().map(|column| match to {
                    FLOAT => Some(Col { precision: Precision::F32, ..column }),
                    INT64 if column.whole => Some(column),
                    DOUBLE if column.whole || column.precision == Precision::F64 => {
                        Some(Col { precision: Precision::F64, ..column })
                    }
                    _ => None,
                });
                Ok(vec![Value::Columns(cast.collect::<Option<_>>().ok_or_else(refused)?)])
            }
            _ => Err(refused()),
        }
    }

    /// One class of many, as `zipmap="columns"` writes them.
    pub fn slice(&mut self, node: &Node, classes: &[usize]) -> Result<Vec<Value>> {
        let one = |i| self.constant(node, i).map(|c| c.values.first().map_or(-1.0, |v| *v));
        let (start, end, axis) = (one(1)?, one(2)?, one(3)?);
        match classes.get(start as usize) {
            Some(class) if start >= 0.0 && end == start + 1.0 && axis == 1.0 => Ok(vec![Value::Scores(vec![*class])]),
            _ => Err(self.unsupported(node)),
        }
    }
}
