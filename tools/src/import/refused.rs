//! Files that are recognised and not read: each is named, with the call in its own
//! language that writes a file which is.

use super::Format;
use windowbox::{Error, Result};

struct Refused {
    code: &'static str,
    sniff: fn(&[u8]) -> bool,
    what: &'static str,
    advice: &'static str,
}

/// A macro, so that other advice can go in front of it.
macro_rules! sklearn {
    () => {
        "save the fitted trees with `treelite.sklearn.import_model(model).dump_as_json()`, \
         or a pipeline with `skl2onnx.to_onnx(pipe, X[:1])`"
    };
}

const REFUSED: &[Refused] = &[
    Refused {
        code: "unsupported-format",
        sniff: |b| b.starts_with(&windowbox::pack::MAGIC),
        what: "a windowbox file already",
        advice: "`windowbox inspect`, `check` and `pack` take it as it is",
    },
    Refused {
        code: "unsupported-format",
        sniff: web_page,
        what: "a web page: the download failed",
        advice: "download the file itself",
    },
    Refused {
        code: "unsupported-format",
        sniff: |b| b.starts_with(b"version https://git-lfs"),
        what: "a pointer of Git LFS, and not the file that it stands for",
        advice: "fetch that with `git lfs pull`",
    },
    Refused {
        code: "unsupported-format",
        sniff: |b| b.starts_with(b"\xff\xfe") || b.starts_with(b"\xfe\xff"),
        what: "text in UTF-16",
        advice: "save it as UTF-8",
    },
    Refused {
        code: "unsupported-format",
        sniff: |b| b.starts_with(b"CBM1"),
        what: "a CatBoost binary file",
        advice: "save it with `model.save_model(\"m.json\", format=\"json\", pool=train_pool)`",
    },
    Refused {
        code: "pickle",
        sniff: |b| {
            matches!(b, [0x80, 2..=5, ..]) || [&b"(dp"[..], b"ccopy_reg", b"csklearn"].iter().any(|p| b.starts_with(p))
        },
        what: "a Python pickle: it is a program, and never loaded",
        advice: sklearn!(),
    },
    Refused {
        code: "unsupported-format",
        sniff: |b| {
            [&[0x1f, 0x8b][..], &[0x78, 1], &[0x78, 0x9c], &[0x78, 0xda], b"BZh", &[0xfd, b'7', b'z', b'X', b'Z', 0]]
                .iter()
                .any(|p| b.starts_with(p))
        },
        what: "a compressed file (joblib, an R .rds, or a compressed copy)",
        advice: concat!("gunzip it first if it is a copy of a model that is read; of joblib, ", sklearn!()),
    },
    Refused {
        code: "unsupported-format",
        sniff: |b| b.starts_with(b"X\n") || b.starts_with(b"RDX2\n") || b.starts_with(b"RDX3\n"),
        what: "an R data file",
        advice: "save the model with xgb.save, lgb.save or pmml::save_pmml",
    },
    Refused {
        code: "unsupported-format",
        sniff: |b| b.starts_with(b"PK\x03\x04"),
        what: "a zip archive (skops, H2O MOJO)",
        advice: sklearn!(),
    },
    Refused {
        code: "unsupported-format",
        sniff: |b| b.starts_with(b"\x89HDF"),
        what: "an HDF5 file (Keras)",
        advice: "models of Keras are not read",
    },
    Refused {
        code: "unsupported-format",
        sniff: |b| b.starts_with(b"binf"),
        what: "a binary file of XGBoost 1.x",
        advice: "load it in XGBoost 3.0 or older and `save_model(\"m.json\")`",
    },
    Refused {
        code: "wrong-export",
        sniff: |b| b.starts_with(b"booster[0]:"),
        what: "XGBoost's text dump, which has neither base score nor objective",
        advice: "save it with `model.save_model(\"m.json\")`",
    },
    Refused {
        code: "wrong-export",
        sniff: |b| b.trim_ascii_start().starts_with(b"{") && has(b, b"\"tree_info\"") && !has(b, b"\"learner\""),
        what: "LightGBM's `dump_model()`",
        advice: "save it with `booster.save_model(\"m.txt\")`",
    },
    Refused {
        code: "wrong-export",
        // A list of trees, or of the texts of trees.
        sniff: |b| {
            let head = b[..b.len().min(64)].trim_ascii_start();
            head.starts_with(b"[") && head.windows(6).any(|word| word == b"nodeid")
        },
        what: "XGBoost's JSON dump (dump_model), which has neither base score nor objective",
        advice: "save it with `model.save_model(\"m.json\")`",
    },
];

/// Whether HTML begins here, in letters of any size.
fn web_page(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_start();
    let begins = |word: &[u8]| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    begins(b"<!doctype html") || begins(b"<html")
}

/// Whether a key stands in the text, wherever it is.
fn has(bytes: &[u8], key: &[u8]) -> bool {
    bytes.windows(key.len()).any(|window| window == key)
}

/// Refuses what is recognised and not read.
///
/// # Errors
/// `unsupported-format`, `pickle` or `wrong-export`.
pub fn check(bytes: &[u8]) -> Result<()> {
    match REFUSED.iter().find(|refused| (refused.sniff)(bytes)) {
        None => Ok(()),
        Some(refused) => {
            Err(Error::unsupported(refused.code, format!("this is {}", refused.what)).hint(refused.advice))
        }
    }
}

/// The error for bytes that look like nothing we know, or for none.
pub fn unknown(bytes: &[u8], formats: &[Format]) -> Error {
    if bytes.is_empty() {
        return Error::file("unknown-format", "the file is empty").hint("save or copy it again");
    }
    let first: Vec<String> = bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let names: Vec<&str> = formats.iter().map(|format| format.name).collect();
    Error::file("unknown-format", format!("no format begins with the bytes {}", first.join(" ")))
        .hint(format!("what is read: {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::super::{Sidecar, import};

    /// The code and the sentence for a file that begins like this.
    fn told(bytes: &[u8]) -> (&'static str, String) {
        let error = import(bytes, &Sidecar::default()).unwrap_err();
        (error.code, error.to_string())
    }

    #[test]
    fn what_is_recognised_says_what_to_do() {
        for (bytes, what, advice) in [
            (&b"windowbx\x01"[..], "a windowbox file already", "pack"),
            (b"\n<!DOCTYPE html><html><body>", "a web page", "download the file itself"),
            (b"<HTML lang=en>", "a web page", "download the file itself"),
            (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "Git LFS", "git lfs pull"),
            (b"\xff\xfe{\0", "UTF-16", "UTF-8"),
            (b"\xfe\xff\0{", "UTF-16", "UTF-8"),
            (b"\x1f\x8b\x08", "a compressed copy", "gunzip it first"),
        ] {
            let (code, told) = told(bytes);
            assert!(code == "unsupported-format" && told.contains(what) && told.contains(advice), "{told}");
        }
    }

    #[test]
    fn an_empty_file_and_other_documents_keep_their_codes() {
        for empty in [&b""[..], b"\xef\xbb\xbf"] {
            let (code, told) = told(empty);
            assert!(code == "unknown-format" && told.contains("is empty; save or copy it again"), "{told}");
        }
        assert_eq!(told(b"<!DOCTYPE PMML><PMML/>").0, "unsafe-xml");
    }
}
