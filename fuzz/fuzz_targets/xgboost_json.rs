#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use windowbox_fuzz::{file, ubjson};

fuzz_target!(|bytes: &[u8]| -> Corpus { if ubjson(bytes) { Corpus::Reject } else { file("XGBoost", bytes) } });
