//! The whole document: format, columns, nodes, targets, and what is known besides.

use super::VERSION;
use super::columns::{ColumnForm, TargetForm};
use super::list::List;
use super::read::{read as value, read_tagged};
use super::tree::Tree;
use super::write::tree;
use super::wrong::Wrong;
use serde::Deserialize;
use windowbox::data::{Column, Schema};
use windowbox::model::Model;
use windowbox::preprocess::Step;
use windowbox::{Error, Node, Op, Output, Pipeline, Target};

type Result<T> = std::result::Result<T, Wrong>;

const KEYS: [&str; 7] = ["format", "columns", "nodes", "targets", "card", "statistics", "proof"];

/// Writes a pipeline as a document that reads back to the same.
///
/// # Errors
/// `unsupported` for sections of a later version, `limit` for what would not be read back.
pub fn write(pipeline: &Pipeline) -> windowbox::Result<String> {
    if !pipeline.extra.is_empty() {
        return Err(Error::unsupported("unsupported-feature", "the file has sections of a later version")
            .hint("use the version of windowbox that wrote it"));
    }
    let text = document(pipeline).map_err(Wrong::into_error)?.print();
    match text.len() <= super::FILE_LIMIT {
        true => Ok(text),
        false => Err(Error::limit("as JSON the pipeline is larger than 1 GiB, and would not be read back")),
    }
}

fn document(pipeline: &Pipeline) -> Result<Tree> {
    let columns: Vec<ColumnForm> = pipeline.schema.columns.iter().map(ColumnForm::of).collect();
    let targets: Vec<TargetForm> = pipeline.output.targets.iter().map(TargetForm::of).collect();
    let nodes = pipeline.nodes.iter().map(written).collect::<Result<_>>()?;
    let mut entries = vec![
        ("format", Tree::Text(VERSION.to_owned())),
        ("columns", tree(&columns)?),
        ("nodes", Tree::List(nodes)),
        ("targets", tree(&targets)?),
        ("card", tree(&pipeline.card)?),
        ("statistics", tree(&pipeline.statistics)?),
    ];
    if let Some(proof) = &pipeline.proof {
        entries.push(("proof", tree(proof)?));
    }
    Ok(Tree::Map(entries.into_iter().map(|(key, tree)| (key.to_owned(), tree)).collect()))
}

/// `{"trees": {...}, "reads": [...], "writes": [...]}`.
fn written(node: &Node) -> Result<Tree> {
    let op = match &node.op {
        Op::Step(step) => tree(step)?,
        Op::Model(model) => tree(model)?,
    };
    let Tree::Map(mut entries) = op else { return Err(Wrong::new("a node has something in it")) };
    entries.push(("reads".to_owned(), tree(&node.reads)?));
    entries.push(("writes".to_owned(), tree(&node.writes)?));
    Ok(Tree::Map(entries))
}

/// Reads a document.
///
/// # Errors
/// What is wrong, and where.
pub fn read(document: &Tree) -> Result<Pipeline> {
    let Tree::Map(entries) = document else { return Err(Wrong::new("the document is no object")) };
    if let Some((key, _)) = entries.iter().find(|(key, _)| !KEYS.contains(&key.as_str())) {
        return Err(Wrong::unknown("the key", key, KEYS));
    }
    version(entries)?;
    let columns: Vec<Column> = each(entries, "columns", |tree| value::<ColumnForm>(tree)?.column())?;
    let nodes: Vec<Node> = each(entries, "nodes", node)?;
    let targets: Vec<Target> = each(entries, "targets", |tree| value::<TargetForm>(tree)?.target())?;
    let pipeline = Pipeline::new(Schema { columns }, nodes, Output { targets });
    Ok(Pipeline {
        card: part(entries, "card")?.unwrap_or_default(),
        statistics: part(entries, "statistics")?.unwrap_or_default(),
        proof: part(entries, "proof")?,
        ..pipeline
    })
}

fn find<'a>(entries: &'a [(String, Tree)], key: &str) -> Option<&'a Tree> {
    entries.iter().find(|(name, _)| name == key).map(|(_, tree)| tree)
}

fn version(entries: &[(String, Tree)]) -> Result<()> {
    match find(entries, "format") {
        Some(Tree::Text(format)) if format == VERSION => Ok(()),
        _ => Err(Wrong::new(format!("this windowbox reads the form {VERSION:?}")).in_key("format")),
    }
}

/// The entries of a list, each read by `one`; what is no list is a list of one.
fn each<T>(entries: &[(String, Tree)], key: &str, one: impl Fn(&Tree) -> Result<T>) -> Result<Vec<T>> {
    let list = match find(entries, key) {
        None => return Err(Wrong::new(format!("the key {key:?} is missing"))),
        Some(Tree::List(List::Trees(list))) => list.as_slice(),
        Some(Tree::List(list)) if list.len() == 0 => &[],
        Some(single) => std::slice::from_ref(single),
    };
    list.iter().enumerate().map(|(i, tree)| one(tree).map_err(|e| e.in_list(i).in_key(key))).collect()
}

fn part<'a, T: Deserialize<'a>>(entries: &'a [(String, Tree)], key: &str) -> Result<Option<T>> {
    let there = find(entries, key).filter(|tree| **tree != Tree::Null);
    there.map(|tree| value(tree).map_err(|e| e.in_key(key))).transpose()
}

fn node(tree: &Tree) -> Result<Node> {
    let Tree::Map(entries) = tree else { return Err(Wrong::new("a node is an object")) };
    let slots = |key: &str| {
        let tree = find(entries, key).ok_or_else(|| Wrong::new(format!("the key {key:?} is missing")))?;
        value(tree).map_err(|e| e.in_key(key))
    };
    let mut kinds = entries.iter().filter(|(key, _)| !matches!(&key[..], "reads" | "writes"));
    let (kind, held) = kinds.next().ok_or_else(|| Wrong::unknown("the kind", "", kinds_of_nodes()))?;
    let op = op(kind, held)?;
    match kinds.next() {
        None => Ok(Node { op, reads: slots("reads")?, writes: slots("writes")? }),
        Some((key, _)) => Err(Wrong::unknown("the key", key, ["reads", "writes"])),
    }
}

fn kinds_of_nodes() -> impl Iterator<Item = &'static str> + Clone {
    Step::KINDS.iter().chain(Model::KINDS).map(|kind| kind.1)
}

fn op(kind: &str, held: &Tree) -> Result<Op> {
    if Step::KINDS.iter().any(|row| row.1 == kind) {
        return read_tagged(kind, held).map(Op::Step);
    }
    match Model::KINDS.iter().any(|row| row.1 == kind) {
        true => read_tagged(kind, held).map(Op::Model),
        false => Err(Wrong::unknown("the kind", kind, kinds_of_nodes())),
    }
}
