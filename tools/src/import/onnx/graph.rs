//! From graph inputs to graph outputs, node by node.

use super::super::sidecar::Sidecar;
use super::super::{Imported, Source, counted, malformed};
use super::choice::Choice;
use super::inputs::{Wanted, inputs};
use super::node::Call;
use super::operators::OPERATORS;
use super::proto::{Graph, Model, Node as FileNode};
use super::tensor::{SIZE_LIMIT, Tensor, size};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use windowbox::data::{Column, Labels, Schema};
use windowbox::slots::{Columns, Operation, SlotType};
use windowbox::{Error, Node, Op, Output, Pipeline, Result};

/// Cells that all operators together may touch: a node of a few bytes can name a
/// hundred thousand columns.
const WORK_LIMIT: usize = 1 << 23;
/// What a step or model costs of it.
const NODE_WORK: usize = 1 << 7;

/// A pipeline that grows.
pub struct Builder<'a> {
    pub model: &'a Model,
    pub sidecar: &'a Sidecar,
    pub columns: Vec<Column>,
    pub nodes: Vec<Node>,
    /// What each slot holds; whether it may be missing is settled last.
    pub types: Vec<SlotType>,
    pub choices: Vec<Choice>,
    /// What the columns of texts must know.
    pub wanted: HashMap<usize, Wanted>,
    /// Slots that are 0, or NaN where the row has no answer.
    pub guards: Vec<u32>,
    /// The slots of constants, by their bits.
    pub constants: HashMap<u64, u32>,
    /// The classes that maps of scores name.
    pub zipped: Vec<Labels>,
    pub unknown: Vec<String>,
    /// The outputs of nodes that were read together with one before them.
    pub recognised: HashSet<&'a str>,
    /// What each name stands for.
    pub values: HashMap<&'a str, Rc<Tensor>>,
    work: usize,
}

pub fn lower(model: &Model, sidecar: &Sidecar) -> Result<Imported> {
    let Some(graph) = &model.graph else { return Err(malformed("the model has no graph")) };
    refuse_functions(model)?;
    let mut wanted = HashMap::new();
    loop {
        let mut builder = Builder::new(model, sidecar, &wanted);
        let mut targets = builder.run(graph)?;
        // The levels of texts are known once their encoders were seen.
        if builder.wanted == wanted {
            builder.prune(&mut targets);
            builder.settle_missing()?;
            let (writer, version) = (model.producer.clone(), model.producer_version.clone());
            let size = counted(graph.nodes.len(), "node");
            let source = Some(Source { format: "ONNX", writer, version, size, ..Source::default() });
            let schema = Schema { columns: builder.columns };
            let pipeline = Pipeline::new(schema, builder.nodes, Output { targets });
            return Ok(Imported { pipeline, source, unknown: builder.unknown });
        }
        wanted = builder.wanted;
    }
}

/// Operators that the file defines itself: of the converters only the one of KNNImputer
/// writes some. It looks for missing cells all over a table, and takes distances from sums
/// whose last bits depend on how many rows are asked together, and with them the rows that
/// it imputes from.
fn refuse_functions(model: &Model) -> Result<()> {
    let Some(first) = model.functions.first() else { return Ok(()) };
    let message = match model.functions.iter().any(|function| function.name.starts_with("knn_imputer")) {
        true => "KNNImputer is not read: which rows its graph imputes from depends on how many are asked together"
            .to_owned(),
        false => format!("the model function {} is not read", first.name),
    };
    Err(Error::unsupported("unsupported-operator", message)
        .hint("impute by SimpleImputer, or export the model by another road than ONNX"))
}

impl<'a> Builder<'a> {
    fn new(model: &'a Model, sidecar: &'a Sidecar, wanted: &HashMap<usize, Wanted>) -> Self {
        Self {
            model,
            sidecar,
            columns: Vec::new(),
            nodes: Vec::new(),
            types: Vec::new(),
            choices: Vec::new(),
            wanted: wanted.clone(),
            guards: Vec::new(),
            constants: HashMap::new(),
            zipped: Vec::new(),
            unknown: Vec::new(),
            recognised: HashSet::new(),
            values: HashMap::new(),
            work: 0,
        }
    }

    fn run(&mut self, graph: &'a Graph) -> Result<Vec<windowbox::Target>> {
        for tensor in &graph.constants {
            if let Some(constant) = tensor.constant().map_err(|e| e.at(format!("constant {}", tensor.name)))? {
                self.take(&constant)?;
                self.values.insert(&tensor.name, Rc::new(constant));
            }
        }
        for (name, tensor) in inputs(self, graph)? {
            self.values.insert(name, Rc::new(tensor));
        }
        for node in &graph.nodes {
            if node.outputs.first().is_some_and(|name| self.recognised.contains(&name[..])) {
                continue;
            }
            let values = self.node(node).map_err(|e| e.at(node.place()))?;
            values.iter().try_for_each(|tensor| self.take(tensor))?;
            let names = node.outputs.iter().map(|name| &name[..]).zip(values.into_iter().map(Rc::new));
            self.values.extend(names.filter(|(name, _)| !name.is_empty()));
        }
        let outputs = graph.outputs.iter().map(|info| self.output(&info.name)).collect::<Result<Vec<_>>>()?;
        self.targets(&outputs)
    }

    fn output(&self, name: &'a str) -> Result<(&'a str, Rc<Tensor>)> {
        let tensor = self.values.get(name).cloned().map(|tensor| (name, tensor));
        tensor.ok_or_else(|| malformed(format!("nothing computes the output {name}")))
    }

    pub fn is_constant(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Counts the cells of a tensor. One that has none may have any shape, and what runs
    /// along its axes must still end.
    fn take(&mut self, tensor: &Tensor) -> Result<()> {
        let axes: Vec<usize> = tensor.dims.iter().map(|dim| *dim.max(&1)).collect();
        let empty = tensor.cells.is_empty() && size(&axes) > SIZE_LIMIT;
        self.spend(if empty { usize::MAX } else { tensor.cells.len() })
    }

    /// Counts work that a small file could ask for again and again.
    pub fn spend(&mut self, work: usize) -> Result<()> {
        self.work = self.work.saturating_add(work);
        match self.work <= WORK_LIMIT {
            true => Ok(()),
            false => Err(Error::limit("the graph's columns are too many together")),
        }
    }

    /// What the node's outputs stand for.
    fn node(&mut self, node: &'a FileNode) -> Result<Vec<Tensor>> {
        let domain = domain(&node.domain);
        let known = OPERATORS.iter().find(|operator| (operator.0, operator.1) == (domain, &node.op[..]));
        let opset = self.model.opsets.iter().find(|opset| self::domain(&opset.domain) == domain);
        let opset = opset.map_or(1, |opset| opset.version);
        let Some((_, _, read)) = known else { return Err(unsupported(node, opset)) };
        let input = |name: &String| match (&name[..], self.values.get(&name[..])) {
            ("", _) => Ok(None),
            (_, Some(tensor)) => Ok(Some(tensor.clone())),
            _ => Err(malformed(format!("nothing computes the input {name}"))),
        };
        let inputs = node.inputs.iter().map(input).collect::<Result<Vec<_>>>()?;
        self.spend(inputs.iter().flatten().map(|tensor| 1 + tensor.cells.len()).sum())?;
        read(self, &Call { node, inputs, opset })
    }

    /// Adds a step or model; the slots that it writes.
    pub fn push(&mut self, op: Op, reads: Vec<u32>) -> Result<Vec<u32>> {
        let inputs: Vec<SlotType> = reads.iter().map(|slot| self.types[*slot as usize]).collect();
        let written = op.check(&inputs)?;
        self.spend(NODE_WORK + written.len())?;
        let node = Node::new(op, reads, self.types.len() as u32, written.len() as u32);
        self.types.extend(written.into_iter().map(SlotType::filled));
        let slots = node.writes.clone();
        self.nodes.push(node);
        Ok(slots)
    }

    /// Takes back that inputs may be missing where a node has no rule for it. What is
    /// wrong otherwise is left to the check.
    fn settle_missing(&mut self) -> Result<()> {
        while let Some(node) = self.refused() {
            self.spend(self.nodes.len())?;
            let feeds = self.feeds(node);
            let texts = &self.wanted;
            let own = self.columns.iter_mut().enumerate().filter(|(i, _)| feeds.contains(&(*i as u32)));
            let open: Vec<&mut Column> =
                own.filter(|(i, column)| column.missing && !texts.contains_key(i)).map(|(_, column)| column).collect();
            if open.is_empty() {
                break;
            }
            open.into_iter().for_each(|column| column.missing = false);
        }
        Ok(())
    }

    /// All slots that a node's input is computed from.
    fn feeds(&self, node: usize) -> HashSet<u32> {
        let (mut open, mut feeds) = (self.nodes[node].reads.clone(), HashSet::new());
        while let Some(slot) = open.pop() {
            if feeds.insert(slot) && slot as usize >= self.columns.len() {
                let writer = self.nodes.partition_point(|node| node.writes.iter().all(|written| *written < slot));
                open.extend(&self.nodes[writer].reads);
            }
        }
        feeds
    }

    /// The first node that does not take what it reads.
    fn refused(&self) -> Option<usize> {
        let mut types: Vec<SlotType> = self.columns.iter().map(Column::slot).collect();
        for (i, node) in self.nodes.iter().enumerate() {
            let inputs: Vec<SlotType> = node.reads.iter().map(|slot| types[*slot as usize]).collect();
            match node.op.check(&inputs) {
                Ok(written) => types.extend(written),
                Err(_) => return Some(i),
            }
        }
        None
    }
}

/// What an operation computes of constants.
pub fn folded(op: &impl Operation, values: &[f64], count: usize) -> Vec<f64> {
    let slots: Vec<u32> = (0..values.len() as u32).collect();
    let mut out = vec![0.0; count];
    op.apply(Columns::new(1, &slots, values, &[]), &mut out);
    out
}

/// Both names of the plain domain are one.
fn domain(name: &str) -> &str {
    if name == "ai.onnx" { "" } else { name }
}

/// An operator that is not read.
pub fn unsupported(node: &FileNode, opset: i64) -> Error {
    let domain = if node.domain.is_empty() { "ai.onnx" } else { &node.domain };
    let message = format!("the operator {} of {domain}, version {opset}, is not read", node.op);
    Error::unsupported("unsupported-operator", message)
        .hint("export trees of scikit-learn with treelite, or the model with its own library")
}
