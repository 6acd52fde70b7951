//! The command as a shell runs it, on models that are built by hand.

mod models;
mod predict;
mod run;
mod serve;
