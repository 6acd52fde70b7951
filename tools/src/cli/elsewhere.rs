//! Verbs that this build leaves to the full command: it says so, instead of not knowing them.

use std::ffi::OsString;
use windowbox::Error;

// One line a verb.
#[derive(clap::Subcommand)]
pub enum Verb {
    #[command(hide = true)]
    Train(Rest),
    #[command(hide = true)]
    Import(Rest),
    #[command(hide = true)]
    ExportJson(Rest),
    #[command(hide = true)]
    Serve(Rest),
    #[command(hide = true)]
    Conformance(Rest),
}

/// Whatever was asked of it.
#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub struct Rest {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    _rest: Vec<OsString>,
}

/// What there is to say to it.
pub fn refusal(verb: &Verb) -> Error {
    let name = match verb {
        Verb::Train(_) => "train",
        Verb::Import(_) => "import",
        Verb::ExportJson(_) => "export-json",
        Verb::Serve(_) => "serve",
        Verb::Conformance(_) => "conformance",
    };
    Error::unsupported("full-command", "only the full command has this verb")
        .at(format!("windowbox {name}"))
        .hint("with Rust, in windowbox's repository: cargo xtask wasm && cargo install --path tools")
}
