//! What a file says of itself, for people and for the card.

use super::Imported;
use windowbox::Pipeline;
use windowbox::data::{Kind, Schema};

/// Who saved a model, and what it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Source {
    /// The format, which for most is the library ("XGBoost", "ONNX").
    pub format: &'static str,
    /// What wrote a format that many write ("skl2onnx"), or empty.
    pub writer: String,
    /// The version of the writer, else of the library, or empty.
    pub version: String,
    /// What was learnt ("binary:logistic"), in the file's own word, or empty.
    pub objective: String,
    /// How large the model is ("60 trees"), or empty.
    pub size: String,
}

impl Source {
    /// What computed the answers: library or writer, and its version.
    pub fn library(&self) -> (String, String) {
        let name = if self.writer.is_empty() { self.format } else { &self.writer };
        (name.to_owned(), self.version.clone())
    }

    fn words(&self, schema: &Schema) -> String {
        let of = if self.writer.is_empty() { String::new() } else { format!(" of {}", self.writer) };
        let name = format!("{}{of} {}", self.format, self.version).trim_end().to_owned();
        let parts = [name, self.objective.clone(), self.size.clone(), columns(schema)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// "9 columns, 2 of them categorical".
fn columns(schema: &Schema) -> String {
    let categories = schema.columns.iter().filter(|column| matches!(column.kind, Kind::Categorical { .. })).count();
    match categories {
        0 => counted(schema.columns.len(), "column"),
        n => format!("{}, {n} of them categorical", counted(schema.columns.len(), "column")),
    }
}

/// "1 tree", "60 trees".
pub fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

impl Imported {
    /// What was found, in words: "XGBoost 3.2.0, binary:logistic, 60 trees, 9 columns, 2
    /// of them categorical".
    pub fn found(&self) -> String {
        match &self.source {
            Some(source) => source.words(&self.pipeline.schema),
            None => own(&self.pipeline),
        }
    }
}

fn own(pipeline: &Pipeline) -> String {
    let nodes = counted(pipeline.nodes.len(), "node");
    format!("a pipeline of windowbox, {nodes}, {}", columns(&pipeline.schema))
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::data::{Column, Labels};

    #[test]
    fn one_sentence_says_what_was_found() {
        let levels = Labels::Number(vec![1.0]);
        let columns = vec![Column::numeric("a"), Column::categorical("b", levels)];
        let source = Source {
            format: "XGBoost",
            version: "3.2.0".into(),
            objective: "binary:logistic".into(),
            size: counted(60, "tree"),
            ..Source::default()
        };
        let words = source.words(&Schema { columns });
        assert_eq!(words, "XGBoost 3.2.0, binary:logistic, 60 trees, 2 columns, 1 of them categorical");
        let source = Source { format: "ONNX", writer: "skl2onnx".into(), version: "1.20".into(), ..Source::default() };
        assert_eq!(source.words(&Schema { columns: vec![] }), "ONNX of skl2onnx 1.20, 0 columns");
        assert_eq!(source.library(), ("skl2onnx".into(), "1.20".into()));
    }
}
