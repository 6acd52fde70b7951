//! Linear models and products with constants.

use super::choice::Rule;
use super::graph::Builder;
use super::node::Call;
use super::tensor::{Cell, Element, Tensor};
use windowbox::model::{Linear, Model};
use windowbox::preprocess::Link;
use windowbox::preprocess::arithmetic::Function;
use windowbox::preprocess::reduce::Reduction;
use windowbox::slots::Precision;
use windowbox::{Op, Result};

impl Builder<'_> {
    /// The margins of a linear model whose coefficients must fit its input.
    fn margins(&mut self, call: &Call, outputs: usize) -> Result<Vec<u32>> {
        let x = call.columns(0)?;
        let (coefficients, intercepts) = (call.floats("coefficients"), call.floats("intercepts"));
        if outputs == 0 || Some(coefficients.len()) != outputs.checked_mul(x.len()) {
            let message = format!("{} coefficients for {outputs} outputs of {} columns", coefficients.len(), x.len());
            return Err(call.shape_error(message));
        }
        if !intercepts.is_empty() && intercepts.len() != outputs {
            return Err(call.shape_error(format!("{} intercepts for {outputs} outputs", intercepts.len())));
        }
        let wide = |v: &[f32]| v.iter().copied().map(f64::from).collect::<Vec<f64>>();
        let intercepts = if intercepts.is_empty() { vec![0.0; outputs] } else { wide(intercepts) };
        self.linear(x, wide(coefficients), intercepts, Precision::F32)
    }

    /// A linear model of some cells.
    fn linear(
        &mut self,
        x: &[Cell],
        coefficients: Vec<f64>,
        intercepts: Vec<f64>,
        precision: Precision,
    ) -> Result<Vec<u32>> {
        let reads = self.slots(x)?;
        let linear = Linear { precision, ..Linear::new(x.len() as u32, coefficients, intercepts) };
        self.push(Op::Model(Model::Linear(linear)), reads)
    }

    /// Sums of products, each of two equally long lists.
    fn products(&mut self, call: &Call, a: &Tensor, b: &Tensor, pairs: Vec<[Vec<usize>; 2]>) -> Result<Vec<Cell>> {
        let flat = |x: &Tensor, side: usize| {
            let cells: Vec<Cell> =
                pairs.iter().flat_map(|pair| pair[side].iter().map(|at| x.cells[*at].clone())).collect();
            Tensor::row(x.element, cells)
        };
        let width = pairs.first().map_or(1, |pair| pair[0].len());
        self.spend(pairs.len().saturating_mul(width))?;
        let all = self.compute(call, Function::Multiply, &[&flat(a, 0), &flat(b, 1)])?;
        let groups = all.cells.chunks(width.max(1)).map(<[Cell]>::to_vec).collect();
        self.reduce(Reduction::Sum, a.element.precision(), groups)
    }

    /// `a` times `b`, both matrices.
    fn product(&mut self, call: &Call, a: &Tensor, b: &Tensor) -> Result<Tensor> {
        let ([m, k], [other, n]) = (&a.dims[..], &b.dims[..]) else {
            return Err(call.shape_error(format!("of {:?} and {:?}", a.dims, b.dims)));
        };
        let (m, k, n) = (*m, *k, *n);
        if k != *other || k == 0 {
            return Err(call.shape_error(format!("of {:?} and {:?}", a.dims, b.dims)));
        }
        let rows = match (a.rows, b.rows) {
            (Some(1), _) | (_, Some(0)) | (Some(_), Some(_)) => return Err(call.mixes()),
            (rows, other) => rows.or(other),
        };
        self.spend(m.saturating_mul(n).saturating_mul(k))?;
        let precision = a.element.precision();
        let side = |x: &Tensor| x.numbers().filter(|numbers| numbers.iter().all(|x| x.is_finite()));
        let mut cells = vec![Cell::Rows; m * n];
        match (side(a), side(b)) {
            (None, Some(weights)) => {
                let coefficients: Vec<f64> =
                    (0..n).flat_map(|j| (0..k).map(move |i| i * n + j)).map(|at| weights[at]).collect();
                for i in 0..m {
                    let written =
                        self.linear(&a.cells[i * k..(i + 1) * k], coefficients.clone(), vec![0.0; n], precision)?;
                    written.into_iter().enumerate().for_each(|(j, slot)| cells[i * n + j] = Cell::Slot(slot));
                }
            }
            (Some(weights), None) => {
                for j in 0..n {
                    let x: Vec<Cell> = (0..k).map(|i| b.cells[i * n + j].clone()).collect();
                    let written = self.linear(&x, weights.clone(), vec![0.0; m], precision)?;
                    written.into_iter().enumerate().for_each(|(i, slot)| cells[i * n + j] = Cell::Slot(slot));
                }
            }
            _ => {
                let pair =
                    |at: usize| [(0..k).map(|l| at / n * k + l).collect(), (0..k).map(|l| l * n + at % n).collect()];
                cells = self.products(call, a, b, (0..m * n).map(pair).collect())?;
            }
        }
        Ok(Tensor { element: a.element, dims: vec![m, n], rows, cells })
    }
}

pub fn regressor(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["coefficients", "intercepts", "targets", "post_transform"])?;
    if call.text("post_transform", "NONE") != "NONE" {
        return Err(call.attribute_error("a post_transform"));
    }
    let outputs = usize::try_from(call.int("targets", 1)).unwrap_or(0);
    let slots = b.margins(call, outputs)?;
    Ok(vec![Tensor::row(Element::F32, slots.into_iter().map(Cell::Slot).collect())])
}

pub fn classifier(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let known = ["coefficients", "intercepts", "classlabels_ints", "classlabels_strings", "multi_class"];
    call.only(&[&known[..], &["post_transform"]].concat())?;
    let labels = call.labels("classlabels_ints")?;
    // A single row speaks for the second of two classes.
    let rows = match (labels.len(), call.floats("intercepts").len(), call.floats("coefficients").len()) {
        (2, 1, _) => 1,
        (2, 0, n) if n == call.columns(0)?.len() => 1,
        (n, _, _) => n,
    };
    let transform = call.text("post_transform", "NONE");
    let link = match (&transform[..], rows) {
        ("LOGISTIC", _) => Link::SingleSigmoid,
        ("SOFTMAX", 2..) => Link::SingleSoftmax,
        ("NONE", _) => Link::Given { precision: Precision::F32 },
        _ => return Err(call.attribute_error(&format!("post_transform = {transform} on {rows} rows"))),
    };
    let rule = match (rows, &transform[..]) {
        (1, "NONE") => Rule::Above(0.0),
        (1, _) => Rule::Above(0.5),
        _ => Rule::Largest,
    };
    let slots = b.margins(call, rows)?;
    Ok(b.classify(&labels, slots, link, rule))
}

pub fn mat_mul(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&[])?;
    let (left, right) = (call.input(0)?, call.input(1)?);
    // A list is a row on the left, a column on the right, and leaves no axis behind.
    let list = |x: &Tensor, dims: Vec<usize>, rows: usize| match x.dims.len() {
        1 => Tensor { dims, rows: x.rows.map(|_| rows), ..x.clone() },
        _ => x.clone(),
    };
    let a = list(left, vec![1, left.cells.len()], 1);
    let c = list(right, vec![right.cells.len(), 1], 0);
    let mut y = b.product(call, &a, &c)?;
    if right.dims.len() == 1 {
        y.dims.pop();
    }
    if left.dims.len() == 1 {
        y.dims.remove(0);
        y.rows = y.rows.and_then(|rows| rows.checked_sub(1));
    }
    Ok(vec![y])
}

/// `alpha * a * b + beta * c`, the matrices turned where it is said.
pub fn gemm(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    call.only(&["alpha", "beta", "transA", "transB"])?;
    let turned = |i: usize, name: &str| {
        let x = call.input(i)?;
        match (call.int(name, 0) != 0, x.dims.len()) {
            (false, _) => Ok(x.clone()),
            (true, 2) => Ok(turn(x)),
            (true, n) => Err(call.shape_error(format!("turns a tensor of {n} axes"))),
        }
    };
    let mut y = b.product(call, &turned(0, "transA")?, &turned(1, "transB")?)?;
    let scaled = |b: &mut Builder, x: Tensor, name: &str| match call.float(name, 1.0) {
        1.0 => Ok(x),
        factor => b.compute(call, Function::Multiply, &[&x, &super::elementwise::scalar(x.element, factor)]),
    };
    y = scaled(b, y, "alpha")?;
    if let Some(c) = call.optional(2) {
        let c = scaled(b, c.clone(), "beta")?;
        y = b.compute(call, Function::Add, &[&y, &c])?;
    }
    Ok(vec![y])
}

fn turn(x: &Tensor) -> Tensor {
    let (n, m) = (x.dims[0], x.dims[1]);
    let cells = (0..m).flat_map(|j| (0..n).map(move |i| i * m + j)).map(|at| x.cells[at].clone()).collect();
    Tensor { element: x.element, dims: vec![m, n], rows: x.rows.map(|rows| 1 - rows), cells }
}
