//! A model's npm package: the built runtime and a packed model become a folder.

pub mod literal;
