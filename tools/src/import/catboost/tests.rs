//! Models of a few lines, held to formats.md and to its reference reader.
