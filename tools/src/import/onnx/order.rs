//! Orders within a row: its smallest or largest cells, running sums, and cells at
//! positions that are computed.

use super::gather::place;
use super::graph::{Builder, folded};
use super::node::Call;
use super::reduce::groups;
use super::shape::picked;
use super::tensor::{Cell, Element, SIZE_LIMIT, Source, Tensor, size};
use windowbox::preprocess::arithmetic::Function;
use windowbox::preprocess::{Pick, Rank, Step};
use windowbox::{Error, Op, Result};

/// The first cells along an axis, in order, and where they stood.
pub fn top_k(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axis", "k", "largest", "sorted"])?;
    if call.int("sorted", 1) == 0 {
        return Err(call.attribute_error("an order that is left open (sorted = 0)"));
    }
    let x = call.input(0)?;
    let axis = call.axis(call.int("axis", -1), x.dims.len())?;
    let k = first(call, x.dims[axis])?;
    let rank = Rank { width: x.dims[axis] as u32, k: k as u32, largest: call.int("largest", 1) != 0 };
    let cells = b.ranked(rank, groups(call, x, &[axis])?)?;
    let (_, _, inner) = x.around(axis);
    let mut dims = x.dims.clone();
    dims[axis] = k;
    let output = |positions: usize, element: Element| {
        let at = |at: usize| (at / (k * inner) * inner + at % inner) * 2 * k + positions + at / inner % k;
        let cells = (0..size(&dims)).map(|place| cells[at(place)].clone()).collect();
        Tensor { element, dims: dims.clone(), rows: x.rows, cells }
    };
    Ok(vec![output(0, x.element), output(k, Element::Whole)])
}

/// How many of `n` cells are asked for.
fn first(call: &Call, n: usize) -> Result<usize> {
    let asked = call.list("k", 1)?.unwrap_or_default();
    let known = match asked[..] {
        [k] => usize::try_from(k).ok().filter(|k| (1..=n).contains(k)),
        _ => None,
    };
    known.ok_or_else(|| call.shape_error(format!("takes the first {asked:?} of {n}")))
}

impl Builder<'_> {
    /// For each group its first cells, then their positions.
    fn ranked(&mut self, rank: Rank, groups: Vec<Vec<Cell>>) -> Result<Vec<Cell>> {
        let (count, cells) = (groups.len() * 2 * rank.k as usize, groups.concat());
        self.spend(count)?;
        if let Some(numbers) = cells.iter().map(Cell::number).collect::<Option<Vec<_>>>() {
            return Ok(folded(&rank, &numbers, count).into_iter().map(Cell::Number).collect());
        }
        let reads = self.slots(&cells)?;
        Ok(self.push(Op::Step(Step::Rank(rank)), reads)?.into_iter().map(Cell::Slot).collect())
    }

    /// The cell of each line at its position.
    fn picked(&mut self, lines: &[(Vec<Cell>, Cell)]) -> Result<Vec<Cell>> {
        let mut reads = Vec::new();
        for (line, position) in lines {
            reads.extend(self.slots(line)?);
            reads.push(self.position(position)?);
        }
        let width = lines.first().map_or(1, |(line, _)| line.len()) as u32;
        Ok(self.push(Op::Step(Step::Pick(Pick { width })), reads)?.into_iter().map(Cell::Slot).collect())
    }

    /// The slot of a position: the code itself where it is the position.
    fn position(&mut self, cell: &Cell) -> Result<u32> {
        match cell {
            Cell::Coded(coded) if matches!(coded.source, Source::Choice(_)) => {
                let itself = |(code, value): (usize, &Cell)| *value == Cell::Number(code as f64);
                let plain = coded.values.iter().enumerate().all(itself);
                if plain { self.code(coded.source) } else { self.slot(cell) }
            }
            other => self.slot(other),
        }
    }
}

/// Sums of all cells up to each one.
pub fn cum_sum(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["exclusive", "reverse"])?;
    let x = call.input(0)?;
    let axes = call.input(1)?.numbers().unwrap_or_default();
    let [axis] = axes[..] else { return Err(call.attribute_error("an axis that is no constant")) };
    let axis = call.axis(axis as i64, x.dims.len())?;
    let (_, n, inner) = x.around(axis);
    let mut cells = vec![Cell::Number(0.0); x.cells.len()];
    let mut sum: Option<Tensor> = None;
    for i in 0..n {
        let at = if call.int("reverse", 0) != 0 { n - 1 - i } else { i };
        let own = picked(call, x, axis, &[at])?;
        let next = sum.as_ref().map_or_else(|| Ok(own.clone()), |sum| b.compute(call, Function::Add, &[sum, &own]))?;
        let written = if call.int("exclusive", 0) != 0 { sum.as_ref() } else { Some(&next) };
        for (j, cell) in written.iter().flat_map(|sum| sum.cells.iter().enumerate()) {
            cells[(j / inner * n + at) * inner + j % inner] = cell.clone();
        }
        sum = Some(next);
    }
    Ok(vec![x.with(x.element, cells)])
}

/// Along an axis the cell at each position of a list, place by place.
pub fn gather_elements(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["axis"])?;
    let (x, list) = (call.input(0)?, call.input(1)?);
    let axis = call.axis(call.int("axis", 0), x.dims.len())?;
    aligned(call, x, list, axis)?;
    let work = list.cells.len().saturating_mul(x.dims[axis]);
    if work > SIZE_LIMIT {
        return Err(Error::limit("the graph's columns are too many together"));
    }
    b.spend(work)?;
    let (mut cells, mut places, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for (at, position) in list.cells.iter().enumerate() {
        let line = line(x, &list.dims, axis, at);
        cells.push(match position {
            Cell::Number(p) => {
                let place = place(*p, line.len());
                line[place.ok_or_else(|| call.shape_error(format!("picks {p} of {}", line.len())))?].clone()
            }
            _ => {
                places.push(at);
                lines.push((line, position.clone()));
                Cell::Rows
            }
        });
    }
    if !lines.is_empty() {
        places.into_iter().zip(b.picked(&lines)?).for_each(|(at, cell)| cells[at] = cell);
    }
    Ok(vec![Tensor { element: x.element, cells, ..list.clone() }])
}

/// Whether a list of positions along an axis is of the same rows, and no longer elsewhere.
fn aligned(call: &Call, x: &Tensor, list: &Tensor, axis: usize) -> Result<()> {
    let fits = |i: usize| i == axis || list.dims[i] <= x.dims[i] && (x.rows != Some(i) || list.dims[i] == x.dims[i]);
    if list.dims.len() != x.dims.len() || !(0..x.dims.len()).all(fits) {
        return Err(call.shape_error(format!("of {:?} at {:?}", x.dims, list.dims)));
    }
    match x.rows == list.rows && x.rows != Some(axis) {
        true => Ok(()),
        false => Err(call.mixes()),
    }
}

/// The cells of `x` along an axis through place `at` of a tensor with other dimensions.
fn line(x: &Tensor, dims: &[usize], axis: usize, at: usize) -> Vec<Cell> {
    let (mut rest, mut start) = (at, 0);
    for i in (0..dims.len()).rev() {
        if i != axis {
            start += rest % dims[i] * size(&x.dims[i + 1..]);
        }
        rest /= dims[i];
    }
    let (_, n, inner) = x.around(axis);
    (0..n).map(|i| x.cells[start + i * inner].clone()).collect()
}
