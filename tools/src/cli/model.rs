//! A `.wbx` file, opened for a verb.

use crate::digest::sha256;
use std::path::Path;
use windowbox::{Error, Predictor, Result};

/// A file and what is in it.
pub struct Opened {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The checked model.
    pub predictor: Predictor,
}

impl Opened {
    /// The identity of the file: SHA-256 of its bytes, in hex.
    pub fn sha256(&self) -> String {
        sha256(&self.bytes)
    }
}

/// Reads and checks a file.
///
/// # Errors
/// `io`, and those of `unpack`, with the file as place.
pub fn open(path: &Path) -> Result<Opened> {
    let place = path.display().to_string();
    let bytes = read(path)?;
    let predictor = windowbox::unpack(&bytes).map_err(|e| e.at(&place))?;
    Ok(Opened { bytes, predictor })
}

/// The bytes of a file that is not larger than any `.wbx`.
///
/// # Errors
/// `io` or `limit`.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let length = std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    if length > windowbox::pack::FILE_LIMIT as u64 {
        return Err(Error::limit("the file is larger than 1 GiB").at(path.display().to_string()));
    }
    crate::rows::read_bytes(path)
}
