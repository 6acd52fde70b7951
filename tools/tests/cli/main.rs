//! The command as a shell runs it, on models that are built by hand.

mod explain;
mod help;
mod import;
mod inspect;
mod models;
mod pack;
mod page;
mod predict;
mod run;
mod serve;
