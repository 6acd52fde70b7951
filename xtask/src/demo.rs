//! `cargo xtask demo`: the main job from nothing, both stories, to a page that one can look at.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::repo::Repo;
use crate::steps::seconds;
use crate::{process, setup, wasm};

#[derive(clap::Args)]
pub struct Args {
    /// Port on 127.0.0.1; 0 chooses a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Build everything, and do not serve the page
    #[arg(long)]
    no_serve: bool,
}

struct Story {
    /// File name of the model, and its own name.
    file: &'static str,
    npm_name: &'static str,
    train: &'static [&'static str],
}

const STORIES: [Story; 2] = [
    Story {
        file: "titanic.wbx",
        npm_name: "titanic-survival",
        train: &[
            "examples/titanic/titanic.csv",
            "--target",
            "Survived",
            "--schema",
            "examples/titanic/schema.json",
            "--features",
            "Age,Sex,Embarked",
            "--model",
            "logistic",
            "--name",
            "titanic-survival",
            "--description",
            "Whether a passenger of the Titanic survived, from age, sex and port of embarkation.",
            "--seed",
            "1",
        ],
    },
    Story {
        file: "iris.wbx",
        npm_name: "iris-species",
        train: &[
            "examples/iris/iris.csv",
            "--target",
            "species",
            "--schema",
            "examples/iris/schema.json",
            "--model",
            "decision-tree",
            "--name",
            "iris",
            "--description",
            "The species of an iris from the sizes of its flower's leaves.",
            "--seed",
            "1",
        ],
    },
];

/// What the tutorials leave out: class, fare and family, and other models than theirs, compared.
const FULLER: &[&str] = &[
    "examples/titanic/titanic.csv",
    "--target",
    "Survived",
    "--schema",
    "examples/titanic/schema.json",
    "--features",
    "Pclass,Sex,Age,SibSp,Parch,Fare,Embarked",
    "--model",
    "auto",
    "--name",
    "titanic-fuller",
    "--seed",
    "1",
];

/// The records of the tutorials; the second one's level really has quotes in it.
const PASSENGERS: &str = r#"[{"Age":85,"Sex":"male","Embarked":"S"},{"Age":24,"Sex":"\"female\"","Embarked":"C"},{"Age":3,"Sex":"male","Embarked":"C"},{"Age":21,"Sex":"male","Embarked":"S"}]"#;
const FLOWER: &str = r#"{"sl":2.0,"sw":1.0,"pl":2.0,"pw":3.0}"#;

pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    let started = Instant::now();
    setup::to_build(repo)?;
    wasm::build(repo)?;
    artefacts(repo)?;
    show_predictions(repo)?;
    println!("\nxtask: the demo is ready after {}", seconds(started.elapsed()));
    if args.no_serve {
        return Ok(());
    }
    serve(repo, args.port)
}

/// Trains and packs both stories and assembles the page, all in target/demo/.
pub fn artefacts(repo: &Repo) -> Result<()> {
    build_command(repo)?;
    fs::create_dir_all(folder(repo).join("node_modules"))?;
    for story in &STORIES {
        train_and_pack(repo, story)?;
    }
    let fuller = folder(repo).join("titanic-fuller.wbx");
    process::run(windowbox(repo).arg("train").args(FULLER).arg("-o").arg(fuller))?;
    assemble_page(repo)
}

/// Builds the command that the other functions run.
pub fn build_command(repo: &Repo) -> Result<()> {
    eprintln!("xtask: building the command windowbox");
    let build = ["build", "--quiet", "--release", "--package", "windowbox-tools", "--bin", "windowbox"];
    process::run(Command::new("cargo").args(build).current_dir(repo.root()))
}

fn train_and_pack(repo: &Repo, story: &Story) -> Result<()> {
    let model = folder(repo).join(story.file);
    process::run(windowbox(repo).arg("train").args(story.train).arg("-o").arg(&model))?;
    let package = folder(repo).join("node_modules").join(story.npm_name);
    process::run(windowbox(repo).arg("pack").arg(&model).arg("-o").arg(package).args(["--name", story.npm_name]))
}

/// www/ as it is, the runtime in pkg/, the models in models/.
fn assemble_page(repo: &Repo) -> Result<()> {
    let page = page(repo);
    copy_folder(&repo.root().join("www"), &page)?;
    copy_folder(&repo.dist(), &page.join("pkg"))?;
    fs::create_dir_all(page.join("models"))?;
    for story in &STORIES {
        fs::copy(folder(repo).join(story.file), page.join("models").join(story.file))?;
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn show_predictions(repo: &Repo) -> Result<()> {
    for (story, record) in STORIES.iter().zip([PASSENGERS, FLOWER]) {
        println!("\n$ echo '{record}' | windowbox predict {}", story.file);
        predict(repo, story, record)?;
        let script = format!(
            "import('{}').then(async ({{ predict }}) => console.log(JSON.stringify(await predict({record}))))",
            story.npm_name
        );
        println!(
            "in {}: import {{ predict }} from '{}'; await predict({record})",
            folder(repo).display(),
            story.npm_name
        );
        process::run(Command::new("node").args(["-e", &script]).current_dir(folder(repo)))?;
    }
    Ok(())
}

fn predict(repo: &Repo, story: &Story, record: &str) -> Result<()> {
    let mut command = windowbox(repo);
    command.arg("predict").arg(folder(repo).join(story.file)).stdin(Stdio::piped());
    let mut child = command.spawn().context("cannot start windowbox")?;
    child.stdin.take().context("windowbox has no standard input")?.write_all(record.as_bytes())?;
    let status = child.wait()?;
    anyhow::ensure!(status.success(), "windowbox predict failed ({status})");
    Ok(())
}

fn serve(repo: &Repo, port: u16) -> Result<()> {
    process::run(windowbox(repo).arg("serve").arg(page(repo)).args(["--port", &port.to_string()]))
}

pub fn windowbox(repo: &Repo) -> Command {
    let mut command = Command::new(repo.target().join("release/windowbox"));
    command.current_dir(repo.root());
    command
}

fn folder(repo: &Repo) -> PathBuf {
    repo.target().join("demo")
}

fn page(repo: &Repo) -> PathBuf {
    folder(repo).join("www")
}
