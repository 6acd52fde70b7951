//! k nearest neighbours, as skl2onnx writes them: a `Scan` over the training rows, `TopK`
//! of the distances, and votes or a mean. The nodes are recognised as a whole, each
//! checked for what it computes, and become one model.

use super::choice::Rule;
use super::graph::{Builder, unsupported};
use super::node::Call;
use super::proto::{DOUBLE, FLOAT, Graph, Node};
use super::tensor::{Cell, Element, Tensor};
use std::collections::HashMap;
use std::rc::Rc;
use windowbox::data::Labels;
use windowbox::model::nearest::{Metric, Order, Weight};
use windowbox::model::{Model, Nearest};
use windowbox::preprocess::Link;
use windowbox::slots::Precision;
use windowbox::{Error, Op, Result};

/// The nodes of a graph by what they read.
struct Walk<'w, 'a> {
    readers: HashMap<&'a str, Vec<&'a Node>>,
    known: &'w HashMap<&'a str, Rc<Tensor>>,
    /// The nodes that were followed.
    inside: Vec<&'a Node>,
}

/// What the nodes behind the distances say.
struct Found<'a> {
    k: usize,
    answers: Vec<f64>,
    ends: Ends<'a>,
}

/// Where the nodes end.
enum Ends<'a> {
    /// The classes by their codes: the names of their labels, of the class that is decided,
    /// and of the shares.
    Classes { count: usize, labels: &'a str, decided: &'a str, shares: &'a str },
    /// The name of the means.
    Means { name: &'a str },
}

fn output(node: &Node, i: usize) -> &str {
    node.outputs.get(i).map_or("", |name| name)
}

fn input(node: &Node, i: usize) -> &str {
    node.inputs.get(i).map_or("", |name| name)
}

fn is(node: &Node, op: &str) -> bool {
    let domain = if node.domain == "ai.onnx" { "" } else { &node.domain };
    node.op == op && domain == if op == "ArrayFeatureExtractor" { "ai.onnx.ml" } else { "" }
}

impl<'w, 'a> Walk<'w, 'a> {
    fn new(graph: &'a Graph, known: &'w HashMap<&'a str, Rc<Tensor>>) -> Self {
        let mut readers: HashMap<&str, Vec<&Node>> = HashMap::new();
        for node in &graph.nodes {
            node.inputs.iter().for_each(|name| readers.entry(name).or_default().push(node));
        }
        Self { readers, known, inside: Vec::new() }
    }

    fn readers(&self, name: &str) -> &[&'a Node] {
        self.readers.get(name).map_or(&[], |nodes| nodes)
    }

    /// The only reader of a name, if it is this operator.
    fn next(&mut self, name: &str, op: &str) -> Option<&'a Node> {
        match self.readers(name)[..] {
            [node] if is(node, op) => {
                self.inside.push(node);
                Some(node)
            }
            _ => None,
        }
    }

    fn whole(&self, name: &str) -> Option<Vec<i64>> {
        let numbers = self.known.get(name)?.numbers()?;
        Some(numbers.into_iter().map(|x| x as i64).collect())
    }

    /// The axes of a reduction, which are an attribute in older versions.
    fn reduces(&self, node: &Node, axis: i64, keep: i64) -> bool {
        let axes =
            if node.ints("axes").is_empty() { self.whole(input(node, 1)) } else { Some(node.ints("axes").to_vec()) };
        axes.is_some_and(|axes| axes == [axis]) && node.int("keepdims", 1) == keep
    }

    /// From a `Scan` to the answers.
    fn scanned(&mut self, scan: &Node, metric: Metric, rows: usize, kind: i64) -> Option<Found<'a>> {
        let turned = self.next(output(scan, 1), "Transpose").filter(|node| node.ints("perm") == [1, 0])?;
        let distances = match metric {
            Metric::Euclidean => self.next(output(turned, 0), "Sqrt")?,
            Metric::Manhattan => turned,
        };
        let found = self.follow(output(distances, 0), rows, kind);
        found.filter(|_| self.readers(output(scan, 0)).is_empty())
    }

    /// From the distances, a column for each training row, to the answers.
    fn follow(&mut self, distances: &'a str, rows: usize, kind: i64) -> Option<Found<'a>> {
        let top = self.next(distances, "TopK")?;
        // What weighs by distance reads the distances: the converter's weights are not
        // scikit-learn's.
        if !self.readers(output(top, 0)).is_empty() {
            return None;
        }
        let smallest = top.int("largest", 1) == 0 && top.int("sorted", 1) == 1 && matches!(top.int("axis", -1), 1 | -1);
        let k =
            self.whole(input(top, 1)).filter(|k| smallest && k.len() == 1).and_then(|k| usize::try_from(k[0]).ok())?;
        let flat = self.next(output(top, 1), "Flatten").filter(|flat| flat.int("axis", 1) == 1)?;
        let picked = self.next(output(flat, 0), "ArrayFeatureExtractor").filter(|n| input(n, 1) == output(flat, 0))?;
        let answers = self.known.get(input(picked, 0))?;
        let count = match answers.dims[..] {
            [n] | [1, n] if n == rows => 1,
            [count, n] if n == rows && count > 1 => count,
            _ => return None,
        };
        let shaped = self.next(output(picked, 0), "Reshape")?;
        let shape = if count == 1 { vec![-1, k as i64] } else { vec![count as i64, -1, k as i64] };
        self.whole(input(shaped, 1)).filter(|said| *said == shape)?;
        let answers = answers.numbers()?;
        let by_answer = (0..rows).flat_map(|row| answers.iter().skip(row).step_by(rows).copied()).collect();
        match self.readers(output(shaped, 0)).first() {
            Some(node) if is(node, "Equal") && count == 1 => self.votes(output(shaped, 0), k, by_answer, kind),
            _ => self.means(output(shaped, 0), k, (by_answer, count), kind),
        }
    }

    fn means(
        &mut self,
        mut name: &'a str,
        k: usize,
        (answers, count): (Vec<f64>, usize),
        kind: i64,
    ) -> Option<Found<'a>> {
        if count > 1 {
            let turned = self.next(name, "Transpose").filter(|node| node.ints("perm") == [1, 0, 2])?;
            name = output(turned, 0);
        }
        let cast = self.next(name, "Cast").filter(|node| node.int("to", 0) == kind)?;
        let mean = self.next(output(cast, 0), "ReduceMean")?;
        let (axis, keep) = if count > 1 { (2, 0) } else { (1, 1) };
        let ends = Ends::Means { name: output(mean, 0) };
        self.reduces(mean, axis, keep).then_some(Found { k, answers, ends })
    }

    /// One comparison a class, counted, and put side by side.
    fn votes(&mut self, name: &'a str, k: usize, answers: Vec<f64>, kind: i64) -> Option<Found<'a>> {
        let (mut classes, mut joined) = (HashMap::new(), None::<&Node>);
        for equal in self.readers(name).to_vec() {
            self.inside.push(equal);
            let class = self.whole(input(equal, 1)).filter(|class| is(equal, "Equal") && class.len() == 1)?[0];
            let cast = self.next(output(equal, 0), "Cast").filter(|node| node.int("to", 0) == kind)?;
            let sum = self.next(output(cast, 0), "ReduceSum")?;
            let concat = self.next(output(sum, 0), "Concat").filter(|node| node.int("axis", 0) == 1)?;
            if !self.reduces(sum, 1, 1) || joined.is_some_and(|other| !std::ptr::eq(other, concat)) {
                return None;
            }
            joined = Some(concat);
            classes.insert(output(sum, 0), class);
        }
        let joined = joined.filter(|concat| concat.inputs.len() == classes.len())?;
        let order: Vec<i64> =
            joined.inputs.iter().map(|name| classes.get(&name[..]).copied()).collect::<Option<_>>()?;
        let codes: HashMap<i64, usize> = order.iter().enumerate().map(|(code, class)| (*class, code)).collect();
        let answers =
            answers.iter().map(|answer| Some(*codes.get(&(*answer as i64))? as f64)).collect::<Option<_>>()?;
        let distinct = codes.len() == order.len() && order.len() > 1;
        Some(Found { k, answers, ends: self.shares(output(joined, 0), order.len()).filter(|_| distinct)? })
    }

    /// The largest count decides; counts over their sum are the shares.
    fn shares(&mut self, counts: &'a str, count: usize) -> Option<Ends<'a>> {
        let readers = self.readers(counts).to_vec();
        let reader = |op: &str| readers.iter().find(|node| is(node, op)).copied();
        let (largest, sum, share) = (reader("ArgMax")?, reader("ReduceSum")?, reader("Div")?);
        self.inside.extend([largest, sum, share]);
        let decides = largest.int("axis", 0) == 1 && largest.int("keepdims", 1) == 0;
        let first = largest.int("select_last_index", 0) == 0 && self.reduces(sum, 1, 1);
        let divides = input(share, 0) == counts && input(share, 1) == output(sum, 0);
        let alone = readers.len() == 3 && self.readers(output(sum, 0)).len() == 1;
        let decided = self.next(output(largest, 0), "ArrayFeatureExtractor")?;
        let picks = input(decided, 1) == output(largest, 0);
        let ends =
            Ends::Classes { count, labels: input(decided, 0), decided: output(decided, 0), shares: output(share, 0) };
        (decides && first && divides && alone && picks).then_some(ends)
    }
}

/// What the body of a `Scan` computes of all rows and one training row: the squares of
/// their differences, or what these are without sign, added up.
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
    let sum = define(&source(&distance.name))?;
    let (metric, difference) = match &sum.op[..] {
        "ReduceSumSquare" if is(sum, "ReduceSumSquare") => (Metric::Euclidean, of(sum, "Sub")?),
        "ReduceSum" if is(sum, "ReduceSum") => (Metric::Manhattan, of(of(sum, "Abs")?, "Sub")?),
        _ => return None,
    };
    let mut sides = [source(input(difference, 0)), source(input(difference, 1))];
    let mut wanted = [all.name.clone(), one.name.clone()];
    sides.sort();
    wanted.sort();
    let axes = body.constants.iter().find(|tensor| tensor.name == input(sum, 1));
    let axes = axes.and_then(|tensor| tensor.constant().ok().flatten()?.numbers());
    let columns = axes.is_some_and(|axes| axes == [1.0]) || sum.ints("axes") == [1];
    let sound = sides == wanted && columns && sum.int("keepdims", 1) == 0 && source(&kept.name) == all.name;
    sound.then_some(metric)
}

/// The model around a `Scan`; the names where it ends become known, and its other nodes
/// need no look.
pub fn nearest(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let (x, rows) = (call.columns(0)?, call.input(1)?);
    let numbers = rows.numbers().ok_or_else(|| call.attribute_error("rows that are no constant"))?;
    let count = match rows.dims[..] {
        [n, width] if width == x.len() && width > 0 && n > 0 => n,
        _ => return Err(call.shape_error(format!("{} columns, and rows of {:?}", x.len(), rows.dims))),
    };
    let Some(graph) = &b.model.graph else { return Err(unknown_neighbours(call)) };
    b.spend(graph.nodes.len())?;
    let element = call.input(0)?.element;
    let kind = match element {
        Element::F32 => FLOAT,
        Element::F64 => DOUBLE,
        _ => return Err(unknown_neighbours(call)),
    };
    let mut walk = Walk::new(graph, &b.values);
    let found = metric(call).and_then(|metric| Some((metric, walk.scanned(call, metric, count, i64::from(kind))?)));
    let inside = std::mem::take(&mut walk.inside);
    let Some((metric, found)) = found else { return Err(unknown_neighbours(call)) };
    b.recognised.extend(inside.into_iter().map(|node| output(node, 0)));
    let precision = element.precision();
    let model = Nearest {
        columns: x.len() as u32,
        k: u32::try_from(found.k).unwrap_or(u32::MAX),
        metric,
        weight: Weight::Uniform,
        precision,
        order: Order::Sorted,
        rows: numbers,
        answers: found.answers.into_iter().map(|answer| precision.round(answer)).collect(),
        classes: 0,
    };
    let reads = b.rounded(x, precision)?;
    b.ends(call, reads, model, found.ends)?;
    Ok(Vec::new())
}

fn unknown_neighbours(call: &Call) -> Error {
    unsupported(call, call.opset).hint(
        "nearest neighbours of skl2onnx are read with the metrics euclidean and manhattan and uniform weights: \
         those by distance are not scikit-learn's",
    )
}

impl<'a> Builder<'a> {
    fn ends(&mut self, call: &Call, reads: Vec<u32>, model: Nearest, ends: Ends<'a>) -> Result<()> {
        let precision = model.precision;
        let element = if precision == Precision::F32 { Element::F32 } else { Element::F64 };
        match ends {
            Ends::Means { name } => {
                let slots = self.push(Op::Model(Model::Nearest(model)), reads)?;
                let means = Tensor::row(element, slots.into_iter().map(Cell::Slot).collect());
                self.values.insert(name, Rc::new(means));
            }
            Ends::Classes { count, labels, decided, shares } => {
                let labels = self.values.get(labels).and_then(|tensor| labels_of(tensor));
                let labels = labels.filter(|labels| labels.len() == count);
                let labels =
                    labels.ok_or_else(|| call.shape_error(format!("not one label for each of {count} classes")))?;
                let model = Nearest { classes: count as u32, ..model };
                let slots = self.push(Op::Model(Model::Nearest(model)), reads)?;
                let answers = self.classify(&labels, slots, Link::Given { precision }, Rule::Largest);
                let [label, scores] = <[Tensor; 2]>::try_from(answers).map_err(|_| unknown_neighbours(call))?;
                let label = Tensor { dims: vec![1, 1], rows: Some(1), ..label };
                self.values.insert(decided, Rc::new(label));
                self.values.insert(shares, Rc::new(Tensor { element, ..scores }));
            }
        }
        Ok(())
    }
}

/// The classes in a constant of numbers or of texts.
fn labels_of(tensor: &Tensor) -> Option<Labels> {
    if let Some(numbers) = tensor.numbers() {
        return Some(Labels::Number(numbers));
    }
    let text = |cell: &Cell| if let Cell::Text(text) = cell { Some(text.to_string()) } else { None };
    tensor.cells.iter().map(text).collect::<Option<_>>().map(Labels::String)
}

/// The metric of a `Scan` that has no other attributes than its body.
fn metric(scan: &Node) -> Option<Metric> {
    scan.only(&["body", "num_scan_inputs"]).ok()?;
    let body = scan.attribute("body")?.graph.as_deref()?;
    distance(body).filter(|_| scan.int("num_scan_inputs", 0) == 1)
}

#[cfg(test)]
mod tests {
    use super::super::proto::{self, Node};
    use crate::import::Sidecar;
    use prost::Message;

    const MODEL: &[u8] = include_bytes!("../../../../tests/golden/onnx-knn-iris/model.onnx");

    /// The code of the model with one node changed, found by its operator; `None` where it is read.
    fn code(inside: bool, op: &str, change: impl Fn(&mut Node)) -> Option<&'static str> {
        let mut model = proto::parse(MODEL).unwrap();
        let graph = model.graph.as_mut().unwrap();
        let scan = |node: &&mut Node| node.op == "Scan";
        let nodes = if inside {
            let scan = graph.nodes.iter_mut().find(scan).unwrap();
            let body = scan.attributes.iter_mut().find_map(|attribute| attribute.graph.as_mut());
            &mut body.unwrap().nodes
        } else {
            &mut graph.nodes
        };
        change(nodes.iter_mut().find(|node| node.op == op).unwrap());
        let read = super::super::read(&model.encode_to_vec(), &Sidecar::default())
            .and_then(|imported| imported.pipeline.check());
        read.err().map(|error| error.code)
    }

    fn set(name: &'static str, value: i64) -> impl Fn(&mut Node) {
        move |node| {
            node.attributes.retain(|attribute| attribute.name != name);
            node.attributes.push(proto::Attribute { name: name.into(), int: value, ..Default::default() });
        }
    }

    fn becomes(op: &'static str) -> impl Fn(&mut Node) {
        move |node| node.op = op.into()
    }

    #[test]
    fn the_body_is_checked_for_what_it_computes() {
        assert_eq!(code(true, "Sub", |_| ()), None);
        assert_eq!(code(true, "Sub", |node| node.inputs.reverse()), None);
        let refused = Some("unsupported-operator");
        assert_eq!(code(true, "Sub", becomes("Add")), refused);
        assert_eq!(code(true, "Sub", |node| node.inputs[1] = node.inputs[0].clone()), refused);
        assert_eq!(code(true, "Sub", |node| node.domain = "com.example".into()), refused);
        assert_eq!(code(true, "ReduceSumSquare", becomes("ReduceMax")), refused);
        assert_eq!(code(true, "ReduceSumSquare", set("keepdims", 1)), refused);
        assert_eq!(code(true, "Identity", becomes("Neg")), refused);
        // A name that stands for itself must not hold the reader.
        assert_eq!(code(true, "Identity", |node| node.inputs[0] = node.outputs[0].clone()), refused);
    }

    #[test]
    fn the_nodes_around_are_checked_for_what_they_compute() {
        let refused = Some("unsupported-operator");
        for op in ["Transpose", "Sqrt", "TopK", "Flatten", "ArrayFeatureExtractor", "Reshape", "Equal", "ReduceSum"] {
            assert_eq!(code(false, op, becomes("Abs")), refused, "{op}");
        }
        assert_eq!(code(false, "Scan", set("num_scan_inputs", 2)), refused);
        assert_eq!(code(false, "TopK", set("largest", 1)), refused);
        assert_eq!(code(false, "TopK", set("sorted", 0)), refused);
        assert_eq!(code(false, "Cast", set("to", 11)), refused);
        assert_eq!(code(false, "ArgMax", set("keepdims", 1)), refused);
        assert_eq!(code(false, "Concat", |node| drop(node.inputs.pop())), refused);
        assert_eq!(code(false, "Div", |node| node.inputs.reverse()), refused);
        // What reads the distances weighs by them.
        assert_eq!(code(false, "Cast", |node| node.inputs.push("To_Values0".into())), refused);
    }
}
