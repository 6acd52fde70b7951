//! Tensors of the graph, as one row sees them: a shape, and what stands in each place.

use super::proto::{BOOL, DOUBLE, FLOAT, INT32, INT64, TEXT, UINT8};
use super::text::Reading;
use std::rc::Rc;
use windowbox::slots::Precision;

/// Places of a tensor: more would be beyond the work limit soon.
pub const SIZE_LIMIT: usize = 1 << 22;

/// What the numbers of a tensor are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    F32,
    F64,
    Whole,
    Flag,
    Text,
}

impl Element {
    pub fn of(kind: i32) -> Option<Self> {
        match kind {
            FLOAT => Some(Element::F32),
            DOUBLE => Some(Element::F64),
            UINT8 | INT32 | INT64 => Some(Element::Whole),
            BOOL => Some(Element::Flag),
            TEXT => Some(Element::Text),
            _ => None,
        }
    }

    /// What arithmetic on it is rounded to.
    pub fn precision(self) -> Precision {
        if self == Element::F32 { Precision::F32 } else { Precision::F64 }
    }
}

/// What one place of a tensor holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Number(f64),
    Text(Rc<str>),
    /// As many as there are rows: a part of a shape.
    Rows,
    /// A column of the pipeline.
    Slot(u32),
    /// A class's score of a choice, which nothing has computed yet.
    Share {
        choice: usize,
        class: usize,
    },
    Coded(Rc<Coded>),
    /// A text that is being read.
    Reading(Rc<Reading>),
}

/// One of a few values, by a code.
#[derive(Clone, Debug, PartialEq)]
pub struct Coded {
    pub source: Source,
    /// The value of each code: numbers or texts.
    pub values: Vec<Cell>,
    /// The value of a text that no code stands for; none where it stays the text it is.
    pub other: Option<Cell>,
}

/// Where codes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// A column of texts.
    Column(usize),
    /// The class that is chosen.
    Choice(usize),
}

/// A tensor; `rows` is the axis along which the rows' blocks of `dims[rows]` lie.
#[derive(Clone, Debug)]
pub struct Tensor {
    pub element: Element,
    pub dims: Vec<usize>,
    pub rows: Option<usize>,
    pub cells: Vec<Cell>,
}

impl Tensor {
    /// One row's cells side by side.
    pub fn row(element: Element, cells: Vec<Cell>) -> Self {
        Self { element, dims: vec![1, cells.len()], rows: Some(0), cells }
    }

    /// The same shape with other cells.
    pub fn with(&self, element: Element, cells: Vec<Cell>) -> Self {
        Self { element, dims: self.dims.clone(), rows: self.rows, cells }
    }

    /// All numbers, if they are constants.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        self.cells.iter().map(Cell::number).collect()
    }

    /// How often, how many and how far apart the places along an axis lie.
    pub fn around(&self, axis: usize) -> (usize, usize, usize) {
        (size(&self.dims[..axis]), self.dims[axis], size(&self.dims[axis + 1..]))
    }

    /// Whether each row's cells lie together, in the order of the rows.
    pub fn contiguous(&self) -> bool {
        self.rows.is_none_or(|rows| size(&self.dims[..rows]) == 1)
    }

    /// The cells of one row, where a tensor is `[rows, columns]` or the like.
    pub fn columns(&self) -> Option<&[Cell]> {
        (self.contiguous() && self.rows.is_some_and(|rows| self.dims[rows] == 1)).then_some(&self.cells)
    }
}

impl Cell {
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell::Number(x) => Some(*x),
            _ => None,
        }
    }
}

/// How many places a shape has; the numbers are small enough.
pub fn size(dims: &[usize]) -> usize {
    dims.iter().fold(1, |size, dim| size.saturating_mul(*dim))
}

/// The shape that tensors have together, as numpy's rules say.
pub struct Broadcast {
    pub dims: Vec<usize>,
    pub rows: Option<usize>,
    /// How far apart the cells of each tensor lie, axis by axis; 0 where it repeats.
    strides: Vec<Vec<usize>>,
}

impl Broadcast {
    /// None where the shapes do not fit, or would mix rows.
    pub fn of(tensors: &[&Tensor]) -> Option<Self> {
        let rank = tensors.iter().map(|t| t.dims.len()).max()?;
        let dim = |t: &Tensor, axis: usize| (axis + t.dims.len()).checked_sub(rank).map_or(1, |i| t.dims[i]);
        let mut rows = None;
        for axis in tensors.iter().filter_map(|t| Some(t.rows? + rank - t.dims.len())) {
            if rows.replace(axis).is_some_and(|other| other != axis) {
                return None;
            }
        }
        let dims: Vec<usize> =
            (0..rank).map(|axis| tensors.iter().map(|t| dim(t, axis)).find(|d| *d != 1).unwrap_or(1)).collect();
        // Along the rows every tensor has all of them, or one number for all.
        let whole = |t: &Tensor, axis: usize| match t.rows.is_some() && Some(axis) == rows {
            true => dim(t, axis) == dims[axis],
            false => dim(t, axis) == 1 || dim(t, axis) == dims[axis] && Some(axis) != rows,
        };
        let fits = tensors.iter().all(|t| (0..rank).all(|axis| whole(t, axis)));
        let strides = tensors.iter().map(|t| strides(t, rank)).collect();
        fits.then_some(Self { dims, rows, strides })
    }

    /// The place of a tensor's own cell.
    pub fn place(&self, tensor: usize, at: usize) -> usize {
        let (mut at, mut place) = (at, 0);
        for (dim, stride) in self.dims.iter().zip(&self.strides[tensor]).rev() {
            place += at % dim * stride;
            at /= dim;
        }
        place
    }
}

fn strides(tensor: &Tensor, rank: usize) -> Vec<usize> {
    let missing = rank - tensor.dims.len();
    let own = (0..tensor.dims.len()).map(|i| if tensor.dims[i] == 1 { 0 } else { size(&tensor.dims[i + 1..]) });
    std::iter::repeat_n(0, missing).chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensor(dims: &[usize], rows: Option<usize>) -> Tensor {
        Tensor { element: Element::F32, dims: dims.to_vec(), rows, cells: vec![Cell::Number(0.0); size(dims)] }
    }

    #[test]
    fn shapes_fit_as_numpy_says_and_rows_never_mix() {
        let of = |a: &Tensor, b: &Tensor| Broadcast::of(&[a, b]).map(|b| (b.dims, b.rows));
        let x = tensor(&[1, 3], Some(0));
        assert_eq!(of(&x, &tensor(&[3], None)), Some((vec![1, 3], Some(0))));
        assert_eq!(of(&x, &tensor(&[2, 1], None)), None);
        assert_eq!(of(&x, &tensor(&[1], Some(0))), None);
        assert_eq!(of(&tensor(&[2, 1, 1], Some(1)), &x), Some((vec![2, 1, 3], Some(1))));
        assert_eq!(of(&tensor(&[1, 3], Some(1)), &tensor(&[3], None)), None);
        assert_eq!(of(&x, &tensor(&[2], None)), None);
    }

    #[test]
    fn a_repeated_cell_has_one_place() {
        let all = Broadcast::of(&[&tensor(&[1, 3], Some(0)), &tensor(&[2, 1, 1], None)]).unwrap();
        assert_eq!((0..6).map(|at| all.place(0, at)).collect::<Vec<_>>(), [0, 1, 2, 0, 1, 2]);
        assert_eq!((0..6).map(|at| all.place(1, at)).collect::<Vec<_>>(), [0, 0, 0, 1, 1, 1]);
    }
}
