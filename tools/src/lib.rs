//! Training, packing and the command line: what never ships to a browser.

pub mod carried;
pub mod cli;
#[cfg(feature = "full")]
pub mod conformance;
pub mod digest;
#[cfg(feature = "full")]
pub mod import;
pub mod npm;
pub mod page;
#[cfg(feature = "full")]
pub mod probe;
#[cfg(feature = "full")]
pub mod proof;
pub mod rows;
pub mod system;
#[cfg(feature = "full")]
pub mod train;
