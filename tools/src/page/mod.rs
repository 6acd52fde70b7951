//! The page of one model or several: one file that opens by double-click, or a folder for any
//! static host.

pub mod alone;
pub mod folder;
mod template;

use crate::carried;
use crate::npm::File;
use crate::npm::runtime::Runtime;
use serde_json::{Map, Value, json};
use std::path::Path;
use windowbox::{Error, Result};

/// What `cargo xtask wasm` had bundled of www/ when the command was built; see tools/build.rs.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/page.br"));

/// A model as a page offers it.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// In the page's address: lower-case letters, digits and `-`.
    pub id: String,
    /// In the list of models.
    pub title: String,
    /// Above the form; the page has one of its own, if not given.
    pub question: Option<String>,
    /// A column or target, its level or class, and the word for it.
    pub words: Map<String, Value>,
    /// What the page is about, in a sentence; may be empty.
    pub description: String,
    /// The `.wbx`.
    pub model: Vec<u8>,
}

impl Offer {
    /// As www/models.js describes it.
    fn entry(&self, file: &str) -> Value {
        let mut entry = json!({ "id": self.id, "file": file, "title": self.title });
        if let Some(question) = &self.question {
            entry["question"] = question.as_str().into();
        }
        if !self.words.is_empty() {
            entry["words"] = self.words.clone().into();
        }
        entry
    }
}

/// What a page says of itself before it runs.
fn headline(offers: &[Offer]) -> (String, String) {
    let titles: Vec<_> = offers.iter().map(|offer| offer.title.as_str()).collect();
    let description = offers.iter().map(|offer| offer.description.as_str()).find(|text| !text.is_empty());
    (titles.join(", "), description.unwrap_or("Trained models that predict in your browser.").to_owned())
}

/// The page's bundles and templates, and the runtime.
pub struct Parts {
    files: Vec<File>,
    runtime: Runtime,
}

impl Parts {
    /// Those that the command carries.
    ///
    /// # Errors
    /// `no-runtime` where the command was built without.
    pub fn embedded() -> Result<Self> {
        Ok(Self { files: carried::files(PACKED)?, runtime: Runtime::embedded()? })
    }

    /// Those that stand in a folder: the page's in `page` below the runtime's.
    ///
    /// # Errors
    /// `io` or `no-runtime`.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder.join("page")).map_err(|e| Error::io(e.to_string()))? {
            let path = entry.map_err(|e| Error::io(e.to_string()))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, crate::rows::read_bytes(&path)?));
        }
        files.sort();
        Ok(Self { files, runtime: Runtime::read(folder)? })
    }

    fn bytes(&self, name: &str) -> Result<&[u8]> {
        let file = self.files.iter().find(|file| file.0 == name);
        file.map(|file| &file.1[..]).ok_or_else(|| {
            Error::unsupported("no-runtime", "this windowbox was built without the page that it fills")
                .at(name)
                .hint("in its repository run `cargo xtask wasm`, then `cargo build` again")
        })
    }

    fn text(&self, name: &str) -> Result<&str> {
        std::str::from_utf8(self.bytes(name)?)
            .map_err(|_| Error::file("bad-runtime", "a part of the page is no text").at(name))
    }
}
