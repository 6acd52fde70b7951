//! A model's plain JavaScript twin, for where there is no WebAssembly: what it is made of
//! is written over its place in twin.js, with every bit of its numbers.

mod kinds;
mod numbers;
mod proof;

use super::escape;
use numbers::counts;
use serde_json::{Value, json};
use windowbox::{Error, Predictor, Result};

/// The script of the runtime: a package gets its own, with the model, or one that says why
/// there is none.
pub const TWIN: &str = "twin.js";

/// Larger ones would be parsed for seconds by the engines that need them.
const LIMIT: usize = 4 << 20;

/// What a package has in place of a model without WebAssembly.
pub enum Twin {
    /// The script, with the model in it.
    Script(Vec<u8>),
    /// Why there is none: a part of a sentence.
    None(String),
}

impl Twin {
    /// The twin of a model, if every kind in it has one and it is not too large. `script`
    /// is the runtime's, `sha256` the model's hash in hex.
    ///
    /// # Errors
    /// `bad-runtime` for a script that does not have each place exactly once.
    pub fn of(predictor: &Predictor, script: &[u8], sha256: &str) -> Result<Self> {
        let model = match model(predictor) {
            Ok(model) => quoted(&model.to_string()),
            Err(reason) => return Ok(Twin::None(reason)),
        };
        let description = windowbox::json::json(&predictor.pipeline().description(), |x| format!("{x:?}"));
        let text = std::str::from_utf8(script).unwrap_or_default();
        let text = put(text, "hash", &quoted(sha256))?;
        let text = put(&text, "description", &quoted(&description))?;
        let script = put(&text, "model", &model)?;
        match script.len() {
            0..=LIMIT => Ok(Twin::Script(script.into_bytes())),
            large => Ok(Twin::None(format!("it would have {} MB, and may have {}", large >> 20, LIMIT >> 20))),
        }
    }

    /// The file of the package.
    pub fn file(self) -> Vec<u8> {
        match self {
            Twin::Script(script) => script,
            Twin::None(reason) => {
                let why = format!("this model has no plain JavaScript twin: {reason}");
                let hint = escape::string(&why);
                format!("export const lacks=()=>{hint},open=lacks;\n").into_bytes()
            }
        }
    }

    /// A line for people.
    pub fn line(&self) -> String {
        match self {
            Twin::Script(script) => format!("plain JavaScript twin: yes, {} KB", script.len().div_ceil(1024)),
            Twin::None(reason) => format!("plain JavaScript twin: none: {reason}"),
        }
    }
}

/// Everything that the twin is made of, besides what every caller is told.
fn model(predictor: &Predictor) -> std::result::Result<Value, String> {
    let pipeline = predictor.pipeline();
    let mut next = pipeline.schema.columns.len();
    let nodes = pipeline.nodes.iter().map(|node| {
        let (to, of) = (next, kinds::plain(&node.op, node.reads.len())?);
        next += node.writes.len();
        Ok(json!({ "kind": kinds::name(&node.op), "reads": counts(&node.reads), "to": to, "of": of }))
    });
    let nodes = nodes.collect::<std::result::Result<Vec<_>, String>>()?;
    let mut model = json!({ "slots": predictor.slots(), "block": predictor.block(), "nodes": nodes });
    match &pipeline.proof {
        Some(proof) => model["proof"] = proof::plain(pipeline, proof),
        None => model["unproved"] = predictor.self_test().verdict.into(),
    }
    Ok(model)
}

/// A literal of JavaScript for JSON, which has more double quotes than anything else.
fn quoted(json: &str) -> String {
    let escaped = json.replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{}'", escaped.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

fn put(script: &str, place: &str, literal: &str) -> Result<String> {
    let blank = format!("\"windowbox.twin.{place}\"");
    match script.matches(&blank).count() {
        1 => Ok(script.replace(&blank, literal)),
        n => Err(Error::file("bad-runtime", format!("the script has {n} places for the twin's {place}, not one"))
            .at(TWIN)
            .hint("build it again: cargo xtask wasm")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};
    use std::{env, fs};
    use windowbox::model::Model;
    use windowbox::preprocess::Step;

    const SCRIPT: &str = "h(\"windowbox.twin.hash\");\
        i(Object(\"windowbox.twin.description\"),Object(\"windowbox.twin.model\"))";

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    /// The kinds in the table of pkg/twin/kinds.js: each has a file of its name.
    fn table() -> BTreeSet<String> {
        let text = fs::read_to_string(root().join("pkg/twin/kinds.js")).unwrap();
        let files = text.lines().filter_map(|line| line.strip_prefix("import ")?.split("'./").nth(1));
        files.map(|file| file.trim_end_matches(".js';").to_owned()).collect()
    }

    fn golden() -> impl Iterator<Item = Predictor> {
        let cases = fs::read_dir(root().join("tests/golden")).unwrap().map(|entry| entry.unwrap().path());
        let files = cases.filter_map(|case| fs::read(case.join("packed.wbx")).ok());
        files.map(|bytes| windowbox::unpack(&bytes).unwrap())
    }

    #[test]
    fn the_table_of_kinds_is_what_is_written() {
        let table = table();
        for predictor in golden() {
            for node in &predictor.pipeline().nodes {
                let (name, plain) = (kinds::name(&node.op), kinds::plain(&node.op, node.reads.len()));
                let reason = plain.as_ref().err().cloned().unwrap_or_default();
                let function = reason.starts_with("the function ");
                assert_eq!(plain.is_ok() || function, table.contains(name), "{name}: {reason}");
            }
        }
    }

    /// docs/twin.md as it should be; `WINDOWBOX_GOLDEN=write` writes its table.
    #[test]
    fn the_documented_table_is_that_of_the_kinds() {
        let table = table();
        let row = |(_, feature, name, _): &(u16, &str, &str, bool)| match table.contains(*feature) {
            true => format!("| `{feature}` | {name} | [`{feature}.js`](../pkg/twin/{feature}.js) |\n"),
            false => format!("| `{feature}` | {name} | - |\n"),
        };
        let rows: String = Step::KINDS.iter().chain(Model::KINDS).map(row).collect();
        let file = root().join("docs/twin.md");
        let text = fs::read_to_string(&file).unwrap();
        let (head, rest) = text.split_once("|---|---|---|\n").unwrap();
        let (documented, foot) = rest.split_at(rest.find("\n\n").unwrap() + 1);
        if env::var("WINDOWBOX_GOLDEN").is_ok_and(|v| v == "write") {
            fs::write(&file, format!("{head}|---|---|---|\n{rows}{foot}")).unwrap();
        } else {
            assert_eq!(documented, rows);
        }
    }

    #[test]
    fn every_place_is_filled_and_no_text_ends_its_literal() {
        let predictor = golden().next().unwrap();
        let mut pipeline = predictor.into_pipeline();
        pipeline.card.description = "'\\\u{2028}\"".into();
        let predictor = pipeline.check().unwrap();
        let Twin::Script(script) = Twin::of(&predictor, SCRIPT.as_bytes(), "00ff").unwrap() else { panic!("no twin") };
        let script = String::from_utf8(script).unwrap();
        assert!(script.starts_with("h('00ff');i(Object('{\"columns\":["), "{script}");
        assert!(script.contains(r#""description":"\'\\\\\u2028\\""#), "{script}");
        assert!(!script.contains("windowbox.twin."));
        let error = Twin::of(&predictor, b"", "00ff").err().unwrap();
        assert_eq!((error.code, &error.place[..]), ("bad-runtime", TWIN));
    }

    #[test]
    fn a_model_without_a_twin_says_why() {
        let reasons = golden().filter_map(|predictor| match Twin::of(&predictor, SCRIPT.as_bytes(), "00").unwrap() {
            Twin::None(reason) => Some(reason),
            Twin::Script(_) => None,
        });
        let reasons: BTreeSet<String> = reasons.collect();
        assert!(reasons.contains("the step `counter of words` has none"), "{reasons:?}");
        let twin = Twin::None("\"so\"".into());
        assert_eq!(twin.line(), "plain JavaScript twin: none: \"so\"");
        let file = String::from_utf8(twin.file()).unwrap();
        assert!(file.contains(r#"lacks=()=>"this model has no plain JavaScript twin: \"so\"","#), "{file}");
    }
}
