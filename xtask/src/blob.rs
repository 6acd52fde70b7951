//! What the command `windowbox` carries: the scripts and every variant's wasm, one behind the other in one brotli
//! stream, as the variants are alike. tools/src/npm/runtime.rs reads it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// Node brings the compressor; a window of 16 MiB reaches over all of it.
const COMPRESS: &str = "const fs = require('fs'), { brotliCompressSync, constants: c } = require('zlib');
const [from, to] = process.argv.slice(1), bytes = fs.readFileSync(from);
fs.writeFileSync(to, brotliCompressSync(bytes, { params: { [c.BROTLI_PARAM_LGWIN]: 24, [c.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));";

/// Writes `files` into `out`: each as a line with its name, a line with its length, its bytes.
pub fn write(files: &[PathBuf], work: &Path, out: &Path) -> Result<()> {
    let mut bytes = Vec::new();
    for file in files {
        let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        bytes.extend_from_slice(format!("{name}\n{}\n", content.len()).as_bytes());
        bytes.extend_from_slice(&content);
    }
    let (plain, packed) = (work.join("runtime"), work.join("runtime.br"));
    fs::write(&plain, bytes)?;
    process::run(Command::new("node").args(["-e", COMPRESS]).arg(&plain).arg(&packed))?;
    process::write_if_changed(out, &fs::read(&packed)?)
}
