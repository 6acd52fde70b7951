//! `cargo xtask bench`: windowbox beside its peers, by benches/peers, which this sets up and calls.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::repo::Repo;
use crate::{browser, demo, npm, process, python, setup, wasm};

/// Lists of Python libraries in benches/peers/requirements. What of the first cannot be installed ends the bench; the
/// others are of peers that ask for old companions, and are reported as absent.
const NEEDED: &str = "main";
const OTHERS: [&str; 2] = ["onedal", "lleaves"];

#[derive(clap::Args)]
pub struct Args {
    /// Three rounds of the small models
    #[arg(long)]
    quick: bool,
    /// Measure the models of this folder as well: benches/peers/README.md says what it must hold
    #[arg(long)]
    models: Option<PathBuf>,
    /// Rounds in which every peer is asked in turn [default: 7]
    #[arg(long)]
    rounds: Option<u32>,
    /// Only these models, with commas between
    #[arg(long)]
    only: Option<String>,
    /// Only these peers, with commas between; nothing is written to docs/ then
    #[arg(long)]
    peers: Option<String>,
}

pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    setup::to_build(repo)?;
    wasm::build(repo)?;
    demo::build_command(repo)?;
    npm::ensure(&folder(repo))?;
    process::run(&mut command(repo, args)?)
}

fn folder(repo: &Repo) -> PathBuf {
    repo.root().join("benches/peers")
}

fn command(repo: &Repo, args: &Args) -> Result<Command> {
    let work = repo.target().join("bench");
    let mut bench = Command::new("node");
    bench.arg(folder(repo).join("bench.js")).arg("--work").arg(&work);
    bench.arg("--windowbox").arg(demo::windowbox(repo).get_program());
    bench.arg("--exporter").arg(repo.root().join("exporters/python"));
    bench.arg("--docs").arg(repo.root().join("docs"));
    match browser::ensure() {
        Ok(browser) => bench.arg("--chromium").arg(browser.chromium),
        Err(error) => bench.arg("--absent").arg(format!("chromium={error:#}")),
    };
    add_environments(&mut bench, repo, &work)?;
    add_choices(&mut bench, args)?;
    Ok(bench)
}

fn add_environments(bench: &mut Command, repo: &Repo, work: &Path) -> Result<()> {
    let path = environment(repo, work, NEEDED)?;
    bench.arg("--python").arg(format!("{NEEDED}={path}"));
    for name in OTHERS {
        match environment(repo, work, name) {
            Ok(path) => bench.arg("--python").arg(format!("{name}={path}")),
            Err(error) => bench.arg("--absent").arg(format!("{name}={error:#}")),
        };
    }
    Ok(())
}

/// The interpreter of an environment.
fn environment(repo: &Repo, work: &Path, name: &str) -> Result<String> {
    let list = folder(repo).join("requirements").join(format!("{name}.txt"));
    let python = python::environment("python3", &list, work.join(format!("python-{name}")))?;
    Ok(python.program().get_program().to_string_lossy().into_owned())
}

fn add_choices(bench: &mut Command, args: &Args) -> Result<()> {
    if args.quick {
        bench.arg("--quick");
    }
    if let Some(models) = &args.models {
        let found = models.canonicalize().with_context(|| format!("cannot open {}", models.display()))?;
        bench.arg("--models").arg(found);
    }
    let rounds = args.rounds.map(|rounds| rounds.to_string());
    for (name, value) in [("--rounds", &rounds), ("--only", &args.only), ("--peers", &args.peers)] {
        bench.args(value.iter().flat_map(|value| [name, value.as_str()]));
    }
    Ok(())
}
