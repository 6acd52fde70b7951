//! Distances from some points, as skl2onnx writes them: a `Scan` over the points, whose
//! body has the distances of all rows from one. What follows decides what becomes of
//! them: nearest neighbours as a whole, or a step and what reads it.

use super::graph::{Builder, unsupported};
use super::nearest;
use super::node::Call;
use super::proto::{Graph, Node};
use super::tensor::{Cell, Element, Tensor};
use windowbox::distance::Metric;
use windowbox::preprocess::{Distances, Step};
use windowbox::slots::Precision;
use windowbox::{Error, Op, Result};

pub fn output(node: &Node, i: usize) -> &str {
    node.outputs.get(i).map_or("", |name| name)
}

pub fn input(node: &Node, i: usize) -> &str {
    node.inputs.get(i).map_or("", |name| name)
}

pub fn is(node: &Node, op: &str) -> bool {
    let domain = if node.domain == "ai.onnx" { "" } else { &node.domain };
    node.op == op && domain == if op == "ArrayFeatureExtractor" { "ai.onnx.ml" } else { "" }
}

/// The rows of a table, and the points that they are compared with.
pub struct Points {
    pub metric: Metric,
    pub precision: Precision,
    pub count: usize,
    /// Point after point.
    pub numbers: Vec<f64>,
}

pub fn scan(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let points = points(call)?;
    b.spend(points.numbers.len())?;
    match nearest::whole(b, call, &points)? {
        true => Ok(Vec::new()),
        false => distances(b, call, points),
    }
}

fn points(call: &Call) -> Result<Points> {
    let metric = metric(call).ok_or_else(|| no_distance(call))?;
    let (x, points) = (call.columns(0)?, call.input(1)?);
    let numbers = points.numbers().ok_or_else(|| call.attribute_error("points that are no constant"))?;
    let count = match points.dims[..] {
        [n, width] if width == x.len() && width > 0 && n > 0 => n,
        _ => return Err(call.shape_error(format!("{} columns, and points of {:?}", x.len(), points.dims))),
    };
    match call.input(0)?.element {
        element @ (Element::F32 | Element::F64) => {
            Ok(Points { metric, precision: element.precision(), count, numbers })
        }
        _ => Err(no_distance(call)),
    }
}

fn no_distance(call: &Call) -> Error {
    unsupported(call, call.opset).hint(
        "of loops those are read that skl2onnx writes for distances: euclidean, manhattan and minkowski ones from \
         rows that are in the file",
    )
}

/// A column for each point, on the axis before that of the rows.
fn distances(b: &mut Builder, call: &Call, points: Points) -> Result<Vec<Tensor>> {
    let x = call.input(0)?;
    let reads = b.rounded(&x.cells, points.precision)?;
    let Points { metric, precision, count, numbers } = points;
    let step = Distances { metric, precision, skips: false, points: numbers };
    let cells = b.push(Op::Step(Step::Distances(step)), reads)?.into_iter().map(Cell::Slot).collect();
    Ok(vec![x.clone(), Tensor { element: x.element, dims: vec![count, 1], rows: Some(1), cells }])
}

/// The metric of a `Scan` that has no other attributes than its body.
fn metric(scan: &Node) -> Option<Metric> {
    scan.only(&["body", "num_scan_inputs"]).ok()?;
    let body = scan.attribute("body")?.graph.as_deref()?;
    distance(body).filter(|_| scan.int("num_scan_inputs", 0) == 1)
}

/// What the body of a `Scan` computes of all rows and one point: the squares of their
/// differences, or what these are without sign, or powers of that, added up.
fn distance(body: &Graph) -> Option<Metric> {
    let ([all, one], [kept, distance]) = (&body.inputs[..], &body.outputs[..]) else { return None };
    let define = |name: &str| body.nodes.iter().find(|node| output(node, 0) == name);
    // Through nodes that only rename, of which a cycle must not hold us.
    let source = |name: &'_ str| {
        let mut name = name.to_owned();
        for _ in 0..body.nodes.len() {
            match define(&name).filter(|node| is(node, "Identity")) {
                Some(node) => name = input(node, 0).to_owned(),
                None => break,
            }
        }
        name
    };
    let of = |node: &Node, op: &str| define(&source(input(node, 0))).filter(|node| is(node, op));
    let constant = |name: &str| {
        let known = body.constants.iter().find(|tensor| tensor.name == name)?;
        known.constant().ok().flatten()?.numbers()
    };
    let sum = define(&source(&distance.name))?;
    let (metric, difference) = if is(sum, "ReduceSumSquare") {
        (Metric::SquaredEuclidean, of(sum, "Sub")?)
    } else if let Some(power) = of(sum, "Pow").filter(|_| is(sum, "ReduceSum")) {
        let [degree] = constant(input(power, 1))?[..] else { return None };
        (Metric::PowerSum { degree }, of(of(power, "Abs")?, "Sub")?)
    } else {
        (Metric::Manhattan, of(of(Some(sum).filter(|sum| is(sum, "ReduceSum"))?, "Abs")?, "Sub")?)
    };
    let mut sides = [source(input(difference, 0)), source(input(difference, 1))];
    let mut wanted = [all.name.clone(), one.name.clone()];
    sides.sort();
    wanted.sort();
    let columns = constant(input(sum, 1)).is_some_and(|axes| axes == [1.0]) || sum.ints("axes") == [1];
    let sound = sides == wanted && columns && sum.int("keepdims", 1) == 0 && source(&kept.name) == all.name;
    (sound && metric.check().is_ok()).then_some(metric)
}
