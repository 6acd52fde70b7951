//! `windowbox train`.

use windowbox::Result;

/// Train a model on a CSV table.
#[derive(clap::Args)]
pub struct Args {}

pub fn run(_args: &Args) -> Result<()> {
    Ok(())
}
