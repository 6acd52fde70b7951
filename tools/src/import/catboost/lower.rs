//! The file as a pipeline: columns, CTRs, trees, answer.

use super::super::sidecar::Sidecar;
use super::super::{Imported, Source, counted};
use super::counts::Tables;
use super::file::Model;
use super::inputs::Inputs;
use super::{ctr, loss, lossy, trees};
use serde_json::Value;
use windowbox::{Error, Node, Op, Output, Pipeline, Result, model};

/// Parts of `features_info` that we compute nothing from.
const REFUSED: [&str; 3] = ["text_features", "embedding_features", "estimated_features"];

pub fn lower(model: &Model, sidecar: &Sidecar) -> Result<Imported> {
    refuse(model)?;
    lossy::refuse(model)?;
    let mut unknown = Vec::new();
    let tables = Tables::new(model)?;
    let inputs = Inputs::new(model, &tables, sidecar, &mut unknown)?;
    let mut nodes = ctr::nodes(&model.features_info.ctrs, &tables, &inputs, &mut unknown)?;
    let trees = trees::trees(model, &inputs)?;
    let (columns, outputs) = (trees.columns, trees.outputs);
    let node = Node::new(Op::Model(model::Model::Trees(trees)), (0..columns).collect(), columns, outputs);
    let targets = loss::targets(&model.model_info, &node.writes, sidecar, &mut unknown)?;
    nodes.push(node);
    let pipeline = Pipeline::new(inputs.schema, nodes, Output { targets });
    Ok(Imported { pipeline, source: Some(source(model)), unknown })
}

fn refuse(model: &Model) -> Result<()> {
    let other = &model.features_info.other;
    let there =
        |key: &&str| !matches!(other.get(*key), None | Some(Value::Null)) && other[*key] != Value::Array(vec![]);
    match REFUSED.iter().find(|key| there(key)) {
        None => Ok(()),
        Some(key) => Err(Error::unsupported("unsupported-feature", format!("the model has {key}"))
            .hint("train it without text and embedding columns")),
    }
}

fn source(model: &Model) -> Source {
    let objective = loss::name(&model.model_info);
    let size = counted(model.oblivious_trees.len() + model.trees.len(), "tree");
    Source { format: "CatBoost", version: version(model).to_owned(), objective, size, ..Source::default() }
}

/// The version, where the file has it: `Summary: CatBoost release 1.2.10.`
fn version(model: &Model) -> &str {
    let info = model.model_info.catboost_version_info.as_str().unwrap_or_default();
    let version = info.split("CatBoost release ").nth(1).and_then(|rest| rest.split_whitespace().next());
    version.unwrap_or_default().trim_end_matches('.')
}
