//! Every kind that training makes predicts what smartcore itself predicts: the same
//! labels on every row, the same numbers within 1e-12 (relative for numbers above 1,
//! else absolute); and where smartcore gives no probability, ours is held to an
//! independent computation from its parameters. Models alone first, then the whole
//! line that is shipped.

mod cases;
mod compare;
mod lines;
mod others;
mod shape;
mod shipped;
mod trees;
