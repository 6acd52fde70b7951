//! Training, packing and the command line: what never ships to a browser.

pub mod cli;
pub mod conformance;
pub mod digest;
pub mod import;
pub mod npm;
pub mod probe;
pub mod proof;
pub mod rows;
pub mod train;
