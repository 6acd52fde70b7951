//! Picking cells by numbers: known ones cost nothing, others become maps.

use super::elementwise::relabelled;
use super::graph::Builder;
use super::node::Call;
use super::shape::picked;
use super::tensor::{Cell, Element, Tensor, size};
use windowbox::preprocess::{Map, Step};
use windowbox::{Error, Op, Result};

pub fn gather(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axis"])?;
    let x = call.input(0)?;
    let axis = call.axis(call.int("axis", 0), x.dims.len())?;
    taken(b, call, x, axis, call.input(1)?).map(|y| vec![y])
}

/// Picks columns: the last axis, by a plain list of numbers.
pub fn extract(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let (x, list) = (call.input(0)?, call.input(1)?);
    let plain = list.contiguous();
    let list = Tensor { dims: vec![list.cells.len()], rows: list.rows.map(|_| 0), ..list.clone() };
    let dims = if x.dims.len() == 1 { vec![1, x.dims[0]] } else { x.dims.clone() };
    // One number a row stays the row's own.
    let rows = x.rows.map(|rows| if x.dims.len() == 1 { 1 } else { rows });
    if !plain || rows.is_some() && list.rows.is_some() {
        return Err(call.mixes());
    }
    let x = Tensor { dims, rows, ..x.clone() };
    let last = x.dims.len().checked_sub(1).ok_or_else(|| call.shape_error("of a single number"))?;
    taken(b, call, &x, last, &list).map(|y| vec![y])
}

fn taken(b: &mut Builder, call: &Call, x: &Tensor, axis: usize, list: &Tensor) -> Result<Tensor> {
    let n = x.dims[axis];
    let dims = [&x.dims[..axis], &list.dims, &x.dims[axis + 1..]].concat();
    let Some(picks) = list.numbers() else {
        let (outer, _, inner) = x.around(axis);
        if x.rows.is_some() {
            return Err(call.attribute_error("numbers that each row has, of cells that each row has"));
        }
        let mut cells = vec![Cell::Rows; size(&[outer, list.cells.len(), inner])];
        b.spend(x.cells.len().saturating_add(cells.len()))?;
        for at in 0..outer * inner {
            let (o, i) = (at / inner, at % inner);
            let table: Vec<Cell> = (0..n).map(|pick| x.cells[(o * n + pick) * inner + i].clone()).collect();
            for (j, cell) in b.looked_up(call, &table, &list.cells)?.into_iter().enumerate() {
                cells[(o * list.cells.len() + j) * inner + i] = cell;
            }
        }
        let rows = list.rows.map(|rows| axis + rows);
        return Ok(Tensor { element: x.element, dims, rows, cells });
    };
    let places = picks.iter().map(|pick| place(*pick, n)).collect::<Option<Vec<_>>>();
    let places = places.ok_or_else(|| call.shape_error(format!("picks one that is not among {n}")))?;
    let y = picked(call, x, axis, &places)?;
    let own = x.rows.map(|rows| if rows > axis { rows + list.dims.len() - 1 } else { rows });
    let rows = own.or(list.rows.map(|rows| axis + rows));
    if x.rows.is_some() && list.rows.is_some() {
        return Err(call.mixes());
    }
    Ok(Tensor { dims, rows, ..y })
}

/// The place that a number picks of `n`: a negative one counts from the end.
pub fn place(pick: f64, n: usize) -> Option<usize> {
    let from = if pick < 0.0 { pick + n as f64 } else { pick };
    (from >= 0.0 && from < n as f64).then_some(from as usize)
}

impl Builder<'_> {
    /// The cells of a table that stand at these numbers.
    fn looked_up(&mut self, call: &Call, table: &[Cell], list: &[Cell]) -> Result<Vec<Cell>> {
        let at = |x: f64| place(x, table.len()).map(|place| table[place].clone());
        let (mut cells, mut open) = (Vec::new(), Vec::new());
        for cell in list {
            let known = match cell {
                Cell::Number(x) => at(*x),
                other => relabelled(std::slice::from_ref(other), |cells| at(cells[0].number()?)),
            };
            if known.is_none() {
                open.push((cells.len(), self.slot(cell)?));
            }
            cells.push(known.unwrap_or(Cell::Rows));
        }
        if open.is_empty() {
            return Ok(cells);
        }
        let values = table.iter().map(Cell::number).collect::<Option<Vec<f64>>>();
        let values = values.ok_or_else(|| call.attribute_error("numbers that pick what is no number"))?;
        let keys = (0..values.len()).map(|key| key as f64).collect();
        self.spend(values.len())?;
        let map = Map { keys, values, missing: f64::NAN, other: Some(f64::NAN) };
        let written = self.push(Op::Step(Step::Map(map)), open.iter().map(|(_, slot)| *slot).collect())?;
        open.iter().zip(written).for_each(|((at, _), slot)| cells[*at] = Cell::Slot(slot));
        Ok(cells)
    }
}

/// Names the classes of scores.
pub fn zip_map(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let labels = call.labels("classlabels_int64s")?;
    let x = call.input(0)?;
    if x.dims.last() != Some(&labels.len()) || x.element == Element::Text {
        return Err(Error::file("shape-mismatch", format!("ZipMap: {} classes for {:?}", labels.len(), x.dims)));
    }
    b.zipped.push(labels);
    Ok(vec![x.clone()])
}
