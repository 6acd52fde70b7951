//! The graph's inputs: columns of the schema.

use super::super::sidecar::Sidecar;
use super::graph::Builder;
use super::proto::{Graph, ValueInfo};
use super::tensor::{Cell, Coded, Element, Source, Tensor};
use std::rc::Rc;
use windowbox::data::schema::{COLUMN_LIMIT, Kind, Unseen};
use windowbox::data::{Column, Label, Labels};
use windowbox::{Error, Result};

/// What a column of texts or of coded numbers must know for its encoders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    pub levels: Vec<String>,
    /// Whether an encoder refuses others.
    pub refused: bool,
    /// Whether it is a free text, without levels.
    pub free: bool,
}

/// The inputs that are no constants: one of many columns, or one a column.
pub fn inputs<'a>(builder: &mut Builder<'a>, graph: &'a Graph) -> Result<Vec<(&'a str, Tensor)>> {
    let mut values = Vec::new();
    for input in &graph.inputs {
        if builder.is_constant(&input.name) {
            continue;
        }
        let (element, width) = shape(input).map_err(|e| e.at(format!("input {}", input.name)))?;
        let first = builder.columns.len();
        if first + width > COLUMN_LIMIT {
            return Err(Error::limit("more than 100000 columns"));
        }
        if width > 1 && builder.sidecar.features.is_empty() {
            let last = first + width - 1;
            builder.unknown.push(format!("the names of {width} columns: they are called f{first} to f{last}"));
        }
        for i in first..first + width {
            let name = builder.sidecar.name(i, (width == 1).then_some(&input.name[..]));
            let column = column(name, element, builder.wanted.get(&i), builder.sidecar, i);
            builder.types.push(column.slot().filled());
            builder.columns.push(column);
        }
        let cells = (first..first + width).map(|i| cell(i, &builder.columns[i])).collect();
        values.push((&input.name[..], Tensor::row(element, cells)));
    }
    Ok(values)
}

/// Element type and number of columns.
fn shape(input: &ValueInfo) -> Result<(Element, usize)> {
    let tensor = input.kind.as_ref().and_then(|kind| kind.tensor.as_ref());
    let tensor = tensor.ok_or_else(|| Error::unsupported("unsupported-feature", "an input that is no tensor"))?;
    let dims: Vec<i64> = tensor.shape.iter().flat_map(|shape| &shape.dims).map(|dim| dim.size).collect();
    let width = match dims[..] {
        [_, width] if width > 0 => usize::try_from(width).unwrap_or(usize::MAX),
        _ => {
            let message = format!("an input of the shape {dims:?} is not [rows, columns]");
            return Err(Error::file("shape-mismatch", message));
        }
    };
    match Element::of(tensor.element) {
        Some(element) if width <= COLUMN_LIMIT => Ok((element, width)),
        Some(_) => Err(Error::limit("more than 100000 columns")),
        None => {
            Err(Error::unsupported("unsupported-feature", format!("an input of the element type {}", tensor.element)))
        }
    }
}

fn column(name: String, element: Element, wanted: Option<&Wanted>, sidecar: &Sidecar, i: usize) -> Column {
    let precision = element.precision();
    let kind = match element {
        Element::Flag => Kind::Boolean,
        _ => Kind::Numeric { precision, integer: element == Element::Whole },
    };
    if element != Element::Text {
        return Column { kind, ..Column::numeric(name) };
    }
    let wanted = wanted.cloned().unwrap_or_default();
    if wanted.free {
        return Column { kind: Kind::Text, ..Column::numeric(name) };
    }
    let fills = !wanted.refused || wanted.levels.iter().any(|level| level == missing_text(sidecar, i));
    let unseen = if wanted.refused { Unseen::Refused } else { Unseen::Predicted };
    let kind = Kind::Categorical { levels: Labels::String(wanted.levels), unseen };
    let column = Column { kind, ..Column::numeric(name) };
    if fills { column.or_missing() } else { column }
}

fn cell(i: usize, column: &Column) -> Cell {
    let Kind::Categorical { levels, .. } = &column.kind else { return Cell::Slot(i as u32) };
    let text = |label| match label {
        Label::String(text) => Cell::Text(text.into()),
        Label::Number(x) => Cell::Number(x),
        Label::Boolean(flag) => Cell::Number(f64::from(u8::from(flag))),
    };
    Cell::Coded(Rc::new(Coded { source: Source::Column(i), values: levels.iter().map(text).collect(), other: None }))
}

/// The text that a missing cell of a column is fed as.
pub fn missing_text(sidecar: &Sidecar, column: usize) -> &str {
    sidecar.features.get(column).and_then(|feature| feature.missing_string.as_deref()).unwrap_or("")
}

impl Builder<'_> {
    /// Lets the cells of inputs be missing, where a node knows what that means.
    pub fn allow_missing(&mut self, cells: &[Cell]) {
        for cell in cells {
            if let Cell::Slot(slot) = cell
                && let Some(column) = self.columns.get_mut(*slot as usize)
            {
                column.missing = matches!(column.kind, Kind::Numeric { integer: false, .. });
            }
        }
    }

    /// Tells a column of texts what an encoder of it knows.
    pub fn want(&mut self, column: usize, keys: impl Iterator<Item = impl AsRef<str>>, refused: bool) -> Result<()> {
        let mut wanted = self.wanted.remove(&column).unwrap_or_default();
        let mut seen: std::collections::HashSet<String> = wanted.levels.iter().cloned().collect();
        for key in keys {
            if seen.insert(key.as_ref().to_owned()) {
                wanted.levels.push(key.as_ref().to_owned());
            }
        }
        wanted.refused |= refused;
        self.spend(wanted.levels.len())?;
        self.wanted.insert(column, wanted);
        Ok(())
    }
}
