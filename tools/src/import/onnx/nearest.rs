//! k nearest neighbours, as skl2onnx writes them: a `Scan` over the training rows, `TopK`
//! of the distances, and votes or a mean. The nodes are recognised as a whole, each
//! checked for what it computes, and become one model.

use super::super::malformed;
use super::cdist::{Points, input, is, output};
use super::choice::Rule;
use super::graph::Builder;
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
use windowbox::{Op, Result};

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
    fn scanned(&mut self, scan: &Node, points: &Points, kind: i64) -> Option<(Metric, Found<'a>)> {
        let turned = self.next(output(scan, 1), "Transpose").filter(|node| node.ints("perm") == [1, 0])?;
        let (metric, distances) = match points.metric {
            Metric::SquaredEuclidean => (Metric::Euclidean, self.next(output(turned, 0), "Sqrt")?),
            Metric::Manhattan => (Metric::Manhattan, turned),
            _ => return None,
        };
        let found = self.follow(output(distances, 0), points.count, kind)?;
        self.readers(output(scan, 0)).is_empty().then_some((metric, found))
    }

    /// From the distances, a column for each training row, to the answers.
    fn follow(&mut self, distances: &'a str, rows: usize, kind: i64) -> Option<Found<'a>> {
        let top = self.next(distances, "TopK")?;
        // What weighs by distance reads the distances.
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

/// Whether the nodes behind a `Scan` are the model as a whole. Then the names where it
/// ends become known, and its other nodes need no look.
pub fn whole(b: &mut Builder, call: &Call, points: &Points) -> Result<bool> {
    let Some(graph) = &b.model.graph else { return Ok(false) };
    b.spend(graph.nodes.len())?;
    let precision = points.precision;
    let kind = if precision == Precision::F32 { FLOAT } else { DOUBLE };
    let mut walk = Walk::new(graph, &b.values);
    let Some((metric, found)) = walk.scanned(call, points, i64::from(kind)) else { return Ok(false) };
    b.recognised.extend(walk.inside.iter().map(|node| output(node, 0)));
    let x = call.columns(0)?;
    let model = Nearest {
        columns: x.len() as u32,
        k: u32::try_from(found.k).unwrap_or(u32::MAX),
        metric,
        weight: Weight::Uniform,
        precision,
        order: Order::Sorted,
        rows: points.numbers.clone(),
        answers: found.answers.into_iter().map(|answer| precision.round(answer)).collect(),
        classes: 0,
    };
    let reads = b.rounded(x, precision)?;
    b.ends(call, reads, model, found.ends)?;
    Ok(true)
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
                let [label, scores] =
                    <[Tensor; 2]>::try_from(answers).map_err(|_| malformed("a label without scores"))?;
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

#[cfg(test)]
mod tests {
    use super::super::proto::{self, Node};
    use crate::import::Sidecar;
    use prost::Message;
    use windowbox::Op;
    use windowbox::model::Model;

    const MODEL: &[u8] = include_bytes!("../../../../tests/golden/onnx-knn-iris/model.onnx");

    /// What becomes of the model with one node changed, found by its operator: neighbours,
    /// steps, or a code.
    fn becomes_of(inside: bool, op: &str, change: impl Fn(&mut Node)) -> &'static str {
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
        let neighbours = |node: &windowbox::Node| matches!(node.op, Op::Model(Model::Nearest(_)));
        match read {
            Ok(read) if read.pipeline().nodes.iter().any(neighbours) => "neighbours",
            Ok(_) => "steps",
            Err(error) => error.code,
        }
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
        assert_eq!(becomes_of(true, "Sub", |_| ()), "neighbours");
        assert_eq!(becomes_of(true, "Sub", |node| node.inputs.reverse()), "neighbours");
        let refused = "unsupported-operator";
        assert_eq!(becomes_of(true, "Sub", becomes("Add")), refused);
        assert_eq!(becomes_of(true, "Sub", |node| node.inputs[1] = node.inputs[0].clone()), refused);
        assert_eq!(becomes_of(true, "Sub", |node| node.domain = "com.example".into()), refused);
        assert_eq!(becomes_of(true, "ReduceSumSquare", becomes("ReduceMax")), refused);
        assert_eq!(becomes_of(true, "ReduceSumSquare", set("keepdims", 1)), refused);
        assert_eq!(becomes_of(true, "Identity", becomes("Neg")), refused);
        // A name that stands for itself must not hold the reader.
        assert_eq!(becomes_of(true, "Identity", |node| node.inputs[0] = node.outputs[0].clone()), refused);
        assert_eq!(becomes_of(false, "Scan", set("num_scan_inputs", 2)), refused);
    }

    #[test]
    fn the_nodes_around_are_checked_for_what_they_compute() {
        for op in ["Transpose", "Sqrt", "TopK", "Flatten", "ArrayFeatureExtractor", "Reshape", "Equal", "ReduceSum"] {
            assert_ne!(becomes_of(false, op, becomes("Abs")), "neighbours", "{op}");
        }
        assert_eq!(becomes_of(false, "TopK", set("largest", 1)), "steps");
        assert_eq!(becomes_of(false, "TopK", set("sorted", 0)), "unsupported-attribute");
        assert_eq!(becomes_of(false, "Cast", set("to", 11)), "steps");
        assert_eq!(becomes_of(false, "Div", |node| node.inputs.reverse()), "steps");
        assert_ne!(becomes_of(false, "ArgMax", set("keepdims", 1)), "neighbours");
        assert_ne!(becomes_of(false, "Concat", |node| drop(node.inputs.pop())), "neighbours");
        // What reads the distances weighs by them.
        assert_ne!(becomes_of(false, "Cast", |node| node.inputs.push("To_Values0".into())), "neighbours");
    }
}
