//! The package's TypeScript declarations: row and answer from the schema, filled into
//! the types that all packages share (pkg/types.d.ts).

use super::describe;
use super::escape::{comment, key, value};
use super::example::Example;
use super::literal;
use windowbox::data::{Kind, Label, Labels};
use windowbox::{Pipeline, Target};

/// The types that all packages share, written by hand.
pub const SHARED: &str = include_str!("../../../pkg/types.d.ts");

/// The model in workers, in the row and answer of `index.d.ts`.
pub const WORKER: &str = "\
// Made by `windowbox pack`.
import type { Row, Target } from './index.js';
import type { WorkerModel, WorkerOptions } from './types.js';

/** Opens the model in workers; see {@link WorkerModel}. */
export declare function openWorker(options?: WorkerOptions): Promise<WorkerModel<Row, Target>>;
export { WindowboxError } from './types.js';
";

/// The model behind HTTP, the same for every model, and its CommonJS twin.
pub const ENDPOINT: &str = include_str!("../../../pkg/endpoint.d.ts");
pub const ENDPOINT_COMMON: &str = include_str!("../../../pkg/endpoint.d.cts");
pub const SERVICE_WORKER: &str = include_str!("../../../pkg/service-worker.d.ts");
pub const SERVICE_WORKER_COMMON: &str = include_str!("../../../pkg/service-worker.d.cts");

/// Questions about one answer, the same for every model, and their CommonJS twin.
pub const INSIGHT: &str = include_str!("../../../pkg/insight.d.ts");
pub const INSIGHT_COMMON: &str = include_str!("../../../pkg/insight.d.cts");

/// What an edge runtime gets that imports `windowbox.wasm`; written by hand too.
pub const WASM: &str = include_str!("../../../pkg/windowbox.wasm.d.cts");

/// Longer lists of levels are not written out: editors show none of them, and the
/// compiler has limits of its own.
const LEVEL_LIMIT: usize = 1000;

/// The text of `index.d.ts`, or of its CommonJS twin: `shared` is where the shared types
/// are imported from.
pub fn declarations(pipeline: &Pipeline, example: &Example, shared: &str) -> String {
    [head(shared), row(pipeline), answer(&pipeline.output.targets), door(example)].concat()
}

fn head(shared: &str) -> String {
    format!(
        "// Made by `windowbox pack` from the model's schema.\n\
         import type {{ Classes, LoadOptions, Model as Loaded, Value, Verbs }} from '{shared}';\n\n\
         export * from '{shared}';\n\n"
    )
}

fn row(pipeline: &Pipeline) -> String {
    let fields: String = (0..pipeline.schema.columns.len()).map(|c| field(pipeline, c)).collect();
    format!("/** A row: the columns that the model reads. */\nexport interface Row {{\n{fields}}}\n\n")
}

fn field(pipeline: &Pipeline, c: usize) -> String {
    let column = &pipeline.schema.columns[c];
    let (mark, missing) = if column.missing { ("?", " | null | undefined") } else { ("", "") };
    let (doc, name, kind) = (documentation(pipeline, c), key(&column.name), type_of(&column.kind));
    format!("  /** {doc} */\n  {name}{mark}: {kind}{missing};\n")
}

/// Label, unit, range, the way dates are written and sentence of a column, for its comment.
fn documentation(pipeline: &Pipeline, c: usize) -> String {
    let column = &pipeline.schema.columns[c];
    let unit = (!column.unit.is_empty()).then(|| format!(" in {}", comment(&column.unit)));
    let range = describe::range(pipeline.statistics.columns.get(c)).map(|range| format!(", {range} in training"));
    let date = describe::date(pipeline, c).map(|format| format!(", a {}", format.words()));
    let facts: String = [unit, range, date].into_iter().flatten().collect();
    let mut words = format!("{}{facts}.", comment(column.title()));
    if !column.description.is_empty() {
        words += &format!(" {}.", comment(&column.description).trim_end_matches('.'));
    }
    if column.missing { words + " May be missing." } else { words }
}

fn type_of(kind: &Kind) -> String {
    match kind {
        Kind::Numeric { .. } => "number".into(),
        Kind::Boolean => "boolean".into(),
        Kind::Text => "string".into(),
        Kind::Categorical { levels, .. } => union(levels),
    }
}

fn union(labels: &Labels) -> String {
    match labels {
        labels if labels.len() <= LEVEL_LIMIT => labels.iter().map(label).collect::<Vec<_>>().join(" | "),
        Labels::String(_) => "string".into(),
        Labels::Number(_) => "number".into(),
        Labels::Boolean(_) => "boolean".into(),
    }
}

fn label(label: Label<'_>) -> String {
    value(&literal::label(label))
}

fn answer(targets: &[Target]) -> String {
    let names: Vec<String> = targets.iter().map(|target| comment(describe::title(target))).collect();
    let labels = each(targets, |target| target.labels().map_or("number".into(), union));
    let kinds = each(targets, |target| match target.labels() {
        Some(classes) => format!("Classes<{}>", union(classes)),
        None => "Value".into(),
    });
    format!(
        "/** What the model answers: {}. */\nexport type Label = {labels};\n\n\
         /** The answer with all that belongs to it. */\nexport type Target = {kinds};\n\n",
        names.join(", ")
    )
}

/// One type for the only target, or a list of one each.
fn each(targets: &[Target], type_of: impl Fn(&Target) -> String) -> String {
    match targets {
        [target] => type_of(target),
        targets => format!("[{}]", targets.iter().map(type_of).collect::<Vec<_>>().join(", ")),
    }
}

fn door(example: &Example) -> String {
    let row = comment(&example.row);
    format!(
        "/** The loaded model. */\nexport type Model = Loaded<Row, Target>;\n\n\
         /**\n * Loads the model; its methods are synchronous.\n *\n\
         \x20* @example <caption>One row</caption>\n\
         \x20* const model = await load();\n\
         \x20* model.predictOne({row}).prediction;\n\
         \x20* model.free(); // where the language has it, `using model = await load();` does this\n */\n\
         export declare function load(options?: LoadOptions): Promise<Model>;\n\n\
         /** Loads the model once, and answers rows: see {{@link Verbs.predict}}. */\n\
         export declare const predict: Verbs<Row, Target, 'async'>['predict'];\n\
         /** Loads the model once, and answers a row: see {{@link Verbs.predictOne}}. */\n\
         export declare const predictOne: Verbs<Row, Target, 'async'>['predictOne'];\n\
         /** Loads the model once, and answers columns: see {{@link Verbs.predictColumns}}. */\n\
         export declare const predictColumns: Verbs<Row, Target, 'async'>['predictColumns'];\n"
    )
}
