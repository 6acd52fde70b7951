//! From graph inputs to graph outputs, node by node.

use super::super::sidecar::Sidecar;
use super::super::{Imported, malformed};
use super::columns::{Col, inputs};
use super::proto::{Constant, Model, Node as FileNode};
use std::collections::{HashMap, HashSet};
use windowbox::data::{Column, Schema};
use windowbox::pipeline::Target;
use windowbox::{Error, Node, Op, Output, Pipeline, Result};

/// What a name of the graph stands for.
#[derive(Clone)]
pub enum Value {
    /// Numbers, a column each.
    Columns(Vec<Col>),
    /// A column of texts, by its place.
    Text(usize),
    /// The class that the classifier decides.
    Label,
    /// Probabilities of these classes.
    Scores(Vec<usize>),
}

/// Columns, levels and nodes that all operators together may touch: a node of a few
/// bytes can name a hundred thousand columns.
const WORK_LIMIT: usize = 1 << 22;

/// A pipeline that grows.
pub struct Builder<'a> {
    pub model: &'a Model,
    pub sidecar: &'a Sidecar,
    pub constants: HashMap<&'a str, Constant>,
    pub columns: Vec<Column>,
    pub nodes: Vec<Node>,
    pub next: u32,
    pub classifier: Option<Target>,
    /// The outputs of nodes that were read together with one before them.
    pub recognised: HashSet<&'a str>,
    values: HashMap<&'a str, Value>,
    work: usize,
}

pub fn lower(model: &Model, sidecar: &Sidecar) -> Result<Imported> {
    let Some(graph) = &model.graph else { return Err(malformed("the model has no graph")) };
    let mut constants = HashMap::new();
    for tensor in &graph.constants {
        if let Some(constant) = tensor.constant().map_err(|e| e.at(format!("constant {}", tensor.name)))? {
            constants.insert(&tensor.name[..], constant);
        }
    }
    let mut builder = Builder {
        model,
        sidecar,
        constants,
        columns: Vec::new(),
        nodes: Vec::new(),
        next: 0,
        classifier: None,
        recognised: HashSet::new(),
        values: HashMap::new(),
        work: 0,
    };
    let mut unknown = Vec::new();
    builder.values = inputs(&mut builder, graph, &mut unknown)?;
    builder.next = builder.columns.len() as u32;
    for node in &graph.nodes {
        if node.outputs.first().is_some_and(|name| builder.recognised.contains(&name[..])) {
            continue;
        }
        let values = builder.node(node).map_err(|e| e.at(node.place()))?;
        builder.spend(values.iter().map(Value::width).sum())?;
        let names = node.outputs.iter().map(|name| &name[..]).zip(values);
        builder.values.extend(names.filter(|(name, _)| !name.is_empty()));
    }
    let targets = builder.targets(graph.outputs.iter().map(|output| &output.name[..]))?;
    let found = format!("ONNX, {}, {} nodes, {} columns", producer(model), graph.nodes.len(), builder.columns.len());
    let schema = Schema { columns: builder.columns };
    Ok(Imported { pipeline: Pipeline::new(schema, builder.nodes, Output { targets }), found, unknown })
}

fn producer(model: &Model) -> &str {
    if model.producer.is_empty() { "no producer" } else { &model.producer }
}

impl Value {
    fn width(&self) -> usize {
        match self {
            Value::Columns(columns) => columns.len(),
            Value::Scores(classes) => classes.len(),
            Value::Text(_) | Value::Label => 1,
        }
    }
}

impl<'a> Builder<'a> {
    /// Counts work that a small file could ask for again and again.
    pub fn spend(&mut self, work: usize) -> Result<()> {
        self.work = self.work.saturating_add(work);
        match self.work <= WORK_LIMIT {
            true => Ok(()),
            false => Err(Error::limit("the graph's columns are too many together")),
        }
    }

    /// Says what a name stands for that a later node would have computed.
    pub fn define(&mut self, name: &'a str, value: Value) {
        self.values.insert(name, value);
    }

    /// What the node's outputs stand for.
    fn node(&mut self, node: &'a FileNode) -> Result<Vec<Value>> {
        let input = node.inputs.first().and_then(|name| self.values.get(&name[..])).cloned();
        let domain = if node.domain == "ai.onnx" { "" } else { &node.domain };
        match (domain, &node.op[..], input) {
            ("ai.onnx.ml", "TreeEnsembleRegressor", Some(Value::Columns(x))) => self.tree_regressor(node, &x),
            ("ai.onnx.ml", "TreeEnsembleClassifier", Some(Value::Columns(x))) => self.tree_classifier(node, &x),
            ("ai.onnx.ml", "LinearRegressor", Some(Value::Columns(x))) => self.linear_regressor(node, &x),
            ("ai.onnx.ml", "LinearClassifier", Some(Value::Columns(x))) => self.linear_classifier(node, &x),
            ("ai.onnx.ml", "SVMClassifier", Some(Value::Columns(x))) => self.svm_classifier(node, &x),
            ("ai.onnx.ml", "SVMRegressor", Some(Value::Columns(x))) => self.svm_regressor(node, &x),
            ("", "Scan", Some(Value::Columns(x))) => self.nearest(node, &x),
            ("ai.onnx.ml", "Scaler", Some(Value::Columns(x))) => self.scaler(node, &x),
            ("ai.onnx.ml", "Imputer", Some(Value::Columns(x))) => self.imputer(node, &x),
            ("ai.onnx.ml", "ArrayFeatureExtractor", Some(Value::Columns(x))) => self.extract(node, &x),
            ("ai.onnx.ml", "OneHotEncoder", Some(Value::Text(column))) => self.one_hot(node, column),
            ("ai.onnx.ml", "LabelEncoder", Some(Value::Text(column))) => self.label_encoder(node, column),
            ("ai.onnx.ml", "ZipMap", Some(Value::Scores(classes))) => self.zip_map(node, classes),
            ("ai.onnx.ml", "Normalizer", Some(Value::Scores(classes))) => self.normalizer(node, classes),
            ("", "Identity", Some(value)) => Ok(vec![value]),
            ("", "Cast", Some(value)) => self.cast(node, value),
            ("", "Reshape", Some(value)) => self.reshape(node, value),
            ("", "Slice", Some(Value::Scores(classes))) => self.slice(node, &classes),
            ("", "Concat", Some(Value::Columns(_))) => self.concat(node),
            ("", "Sub" | "Add" | "Mul" | "Div", Some(Value::Columns(x))) => self.arithmetic(node, &x),
            ("", "MatMul", Some(Value::Columns(x))) => self.mat_mul(node, &x),
            ("", "Less", Some(Value::Columns(x))) => self.less(node, &x),
            ("", "ArgMax", Some(Value::Columns(x))) => self.arg_max(node, &x),
            _ => Err(self.unsupported(node)),
        }
    }

    /// An operator that is not read, or not on such an input.
    pub fn unsupported(&self, node: &FileNode) -> Error {
        let full = |domain: &'static str, name: &str| if name.is_empty() { domain.to_owned() } else { name.to_owned() };
        let domain = full("ai.onnx", &node.domain);
        let opset = self.model.opsets.iter().find(|opset| full("ai.onnx", &opset.domain) == domain);
        let version = opset.map(|opset| opset.version);
        let version = version.map_or_else(|| "no".to_owned(), |version| version.to_string());
        Error::unsupported(
            "unsupported-operator",
            format!("the operator {} of {domain}, version {version}, is not read on this input", node.op),
        )
        .hint("export trees of scikit-learn with treelite, or the model with its own library")
    }

    pub fn columns_of(&self, name: &str) -> Option<&[Col]> {
        match self.values.get(name) {
            Some(Value::Columns(columns)) => Some(columns),
            _ => None,
        }
    }

    /// The constant that is input `i` of a node.
    pub fn constant(&self, node: &FileNode, i: usize) -> Result<&Constant> {
        let constant = node.inputs.get(i).and_then(|name| self.constants.get(&name[..]));
        constant.ok_or_else(|| node.attribute_error(&format!("an input {i} that is no constant")))
    }

    /// Adds a step or model; the slots that it writes.
    pub fn push(&mut self, op: Op, reads: Vec<u32>, count: u32) -> Vec<u32> {
        let node = Node::new(op, reads, self.next, count);
        self.next += count;
        let slots = node.writes.clone();
        self.nodes.push(node);
        slots
    }

    /// A classifier stands for its label and its scores. There is only one.
    pub fn classify(&mut self, node: &FileNode, target: Target) -> Result<Vec<Value>> {
        let classes = (0..target.width()).collect();
        match self.classifier.replace(target) {
            None => Ok(vec![Value::Label, Value::Scores(classes)]),
            Some(_) => Err(self.unsupported(node)),
        }
    }

    fn targets(&mut self, outputs: impl Iterator<Item = &'a str>) -> Result<Vec<Target>> {
        let (mut targets, mut classified) = (Vec::new(), false);
        for name in outputs {
            match self.values.get(name) {
                None => return Err(malformed(format!("nothing computes the output {name}"))),
                Some(Value::Label | Value::Scores(_)) => classified = true,
                Some(Value::Columns(columns)) if self.classifier.is_none() => {
                    targets.extend(columns.iter().map(|column| self.value(column.slot)));
                }
                Some(_) => {
                    let message = format!("the output {name} is neither the model's class nor a number");
                    return Err(Error::unsupported("unsupported-operator", message));
                }
            }
        }
        match (classified, self.classifier.take()) {
            (true, Some(target)) => Ok(vec![target]),
            _ => Ok(targets),
        }
    }

    fn value(&self, slot: u32) -> Target {
        super::super::class::regression(slot, windowbox::preprocess::Link::Identity, self.sidecar)
    }
}
