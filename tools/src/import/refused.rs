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

const SKLEARN: &str = "save the fitted trees with `treelite.sklearn.import_model(model).dump_as_json()`, \
                       or a pipeline with `skl2onnx.to_onnx(pipe, X[:1])`";

const REFUSED: &[Refused] = &[
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
        advice: SKLEARN,
    },
    Refused {
        code: "unsupported-format",
        sniff: |b| {
            [&[0x1f, 0x8b][..], &[0x78, 1], &[0x78, 0x9c], &[0x78, 0xda], b"BZh", &[0xfd, b'7', b'z', b'X', b'Z', 0]]
                .iter()
                .any(|p| b.starts_with(p))
        },
        what: "a compressed file (joblib, or an R .rds)",
        advice: SKLEARN,
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
        advice: SKLEARN,
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
        // A list of trees, or of the texts of trees.
        sniff: |b| {
            let head = b[..b.len().min(64)].trim_ascii_start();
            head.starts_with(b"[") && head.windows(6).any(|word| word == b"nodeid")
        },
        what: "XGBoost's JSON dump (dump_model), which has neither base score nor objective",
        advice: "save it with `model.save_model(\"m.json\")`",
    },
];

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

/// The error for bytes that look like nothing we know.
pub fn unknown(bytes: &[u8], formats: &[Format]) -> Error {
    let first: Vec<String> = bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let names: Vec<&str> = formats.iter().map(|format| format.name).collect();
    Error::file("unknown-format", format!("no format begins with the bytes {}", first.join(" ")))
        .hint(format!("what is read: {}", names.join(", ")))
}
