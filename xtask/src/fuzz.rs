//! `cargo xtask fuzz [TARGET] [--minutes N]`: libFuzzer on each importer, on sidecars and on `unpack`, from our
//! models and hostile files on. What it finds is made small and kept in tests/hostile/fuzz, where a test of
//! the ordinary suite reads it ever after.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process;
use crate::repo::Repo;

#[derive(clap::Args)]
pub struct Args {
    /// One target; all of them otherwise, one after the other
    target: Option<String>,
    /// Minutes for each
    #[arg(long, default_value_t = 5.0)]
    minutes: f64,
}

/// A target: its name, and the files that it starts from.
struct Target {
    name: &'static str,
    /// How the names of golden cases begin, and the file that is wanted of each.
    cases: &'static str,
    file: &'static str,
    /// How the names of hostile files begin; they end as the golden file does. What a target
    /// turns away at once is no start.
    hostile: &'static str,
}

const fn target(name: &'static str, cases: &'static str, file: &'static str, hostile: &'static str) -> Target {
    Target { name, cases, file, hostile }
}

/// As in fuzz/Cargo.toml.
const TARGETS: [Target; 11] = [
    target("lightgbm", "lgb-", "model.txt", "lightgbm-"),
    target("xgboost_json", "xgb-", "model.json", "xgboost-"),
    target("xgboost_ubjson", "xgb-", "model.ubj", "xgboost-"),
    target("catboost", "cat-", "model.json", "catboost-"),
    target("treelite", "treelite-", "model.json", "treelite-"),
    target("linear", "linear-", "model.json", "linear-"),
    target("pmml", "pmml-", "model.pmml", "pmml-"),
    target("onnx", "onnx-", "model.onnx", "onnx-"),
    target("pipeline_json", "pipeline-", "model.json", "pipeline-"),
    target("sidecar", "", "schema.json", "sidecar-"),
    target("unpack", "", "packed.wbx", ""),
];

/// Bounds of one file: seconds and megabytes (AddressSanitizer's own included), and its length; words to try.
const BOUNDS: [&str; 4] = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=32768", "-dict=fuzz/words.dict"];
/// One child process at a time, and on after a find.
const GO_ON: [&str; 4] = ["-fork=1", "-ignore_crashes=1", "-ignore_timeouts=1", "-ignore_ooms=1"];
/// How often a find is tried shorter.
const TRIES: &str = "-runs=20000";

pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    install()?;
    let mut kept = 0;
    for target in chosen(args.target.as_deref())? {
        seed(repo, target)?;
        let executions = fuzz(repo, target, args.minutes)?;
        let finds = keep(repo, target)?;
        println!("{:<16} {executions:>12} executions, {finds} finds", target.name);
        kept += finds;
    }
    match kept {
        0 => Ok(()),
        n => bail!("{n} finds are in tests/hostile/fuzz: mend them, and keep the files"),
    }
}

fn chosen(name: Option<&str>) -> Result<Vec<&'static Target>> {
    let targets: Vec<&Target> = TARGETS.iter().filter(|target| name.is_none_or(|name| name == target.name)).collect();
    if targets.is_empty() {
        bail!("no such target: there are {}", TARGETS.map(|target| target.name).join(", "));
    }
    Ok(targets)
}

/// The sanitizer needs a nightly compiler, the targets cargo-fuzz.
fn install() -> Result<()> {
    nightly()?;
    if process::find("cargo-fuzz").is_none() {
        println!("xtask: fuzzing needs cargo-fuzz: cargo install --locked cargo-fuzz (a minute)");
        process::run(Command::new("cargo").args(["install", "--locked", "cargo-fuzz"]))?;
    }
    Ok(())
}

/// A compiler with sanitizers.
pub fn nightly() -> Result<()> {
    if !process::succeeds(Command::new("cargo").args(["+nightly", "--version"])) {
        println!("xtask: sanitizers need a nightly compiler: rustup toolchain install nightly");
        process::run(Command::new("rustup").args(["toolchain", "install", "nightly", "--profile", "minimal"]))?;
    }
    Ok(())
}

/// Copies our files into the git-ignored corpus, which grows from run to run.
fn seed(repo: &Repo, target: &Target) -> Result<()> {
    let corpus = fuzz_folder(repo, "corpus", target);
    fs::create_dir_all(&corpus)?;
    for seed in seeds(repo, target)? {
        // Golden files have one name in many folders.
        let name: Vec<_> = seed.components().rev().take(2).map(|part| part.as_os_str().to_string_lossy()).collect();
        fs::copy(&seed, corpus.join(name.join("_")))?;
    }
    Ok(())
}

fn seeds(repo: &Repo, target: &Target) -> Result<Vec<PathBuf>> {
    let tests = repo.root().join("tests");
    let cases = entries(&tests.join("golden"))?.into_iter().filter(|case| name(case).starts_with(target.cases));
    let mut seeds: Vec<PathBuf> = cases.map(|case| case.join(target.file)).filter(|file| file.is_file()).collect();
    for folder in ["hostile/import/reject", "hostile/wbx"] {
        let hostile = entries(&tests.join(folder))?.into_iter();
        let same = |file: &PathBuf| file.extension() == Path::new(target.file).extension();
        seeds.extend(hostile.filter(|file| same(file) && name(file).starts_with(target.hostile)));
    }
    seeds.extend(entries(&finds(repo, target))?);
    seeds.extend(entries(&repo.root().join("fuzz/seeds").join(target.name))?);
    Ok(seeds)
}

/// Runs a target, its output to a file, and counts what it executed.
fn fuzz(repo: &Repo, target: &Target, minutes: f64) -> Result<u64> {
    let mut build = cargo_fuzz(repo, "build", target);
    process::run_quietly(&mut build)?;
    let log = repo.root().join("fuzz/artifacts").join(target.name).with_extension("log");
    let mut command = cargo_fuzz(repo, "run", target);
    command.arg("--").args(BOUNDS).args(GO_ON).arg(format!("-max_total_time={}", (minutes * 60.0).round()));
    println!("xtask: fuzzing {} for {minutes} minutes, {}", target.name, log.display());
    fs::create_dir_all(fuzz_folder(repo, "artifacts", target))?;
    let file = fs::File::create(&log)?;
    let status = command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).status();
    let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    let executed = executions(&text);
    status.context("cannot start cargo fuzz")?;
    executed.with_context(|| format!("{} did not run: see {}", target.name, log.display()))
}

/// The number in the last line of progress, `#4711: cov: ...`.
fn executions(log: &str) -> Option<u64> {
    let mut counts = log.lines().filter_map(|line| line.strip_prefix('#')?.split_once(": cov:")?.0.parse().ok());
    counts.next_back()
}

/// Makes each find small and moves it to tests/hostile/fuzz; how many there were.
fn keep(repo: &Repo, target: &Target) -> Result<usize> {
    let found = entries(&fuzz_folder(repo, "artifacts", target))?;
    let faults = ["crash-", "timeout-", "oom-", "leak-"];
    let fault = |file: &PathBuf| faults.iter().any(|fault| name(file).starts_with(fault));
    let found: Vec<PathBuf> = found.into_iter().filter(fault).collect();
    for file in &found {
        let small = minimised(repo, target, file)?;
        fs::create_dir_all(finds(repo, target))?;
        fs::copy(&small, finds(repo, target).join(name(file)))?;
        fs::remove_file(file)?;
    }
    Ok(found.len())
}

/// The smaller file that fails alike, or the file itself where there is none.
fn minimised(repo: &Repo, target: &Target, file: &Path) -> Result<PathBuf> {
    let small = file.with_file_name(format!("small-{}", name(file)));
    let mut command = cargo_fuzz(repo, "run", target);
    command.arg(file).arg("--").args(["-minimize_crash=1", TRIES]).args(BOUNDS);
    process::succeeds(command.arg(format!("-exact_artifact_path={}", small.display())));
    Ok(if small.is_file() { small } else { file.to_owned() })
}

fn cargo_fuzz(repo: &Repo, verb: &str, target: &Target) -> Command {
    let mut command = Command::new("cargo");
    command.args(["+nightly", "fuzz", verb, "--fuzz-dir", "fuzz", target.name]).current_dir(repo.root());
    command
}

fn fuzz_folder(repo: &Repo, kind: &str, target: &Target) -> PathBuf {
    repo.root().join("fuzz").join(kind).join(target.name)
}

fn finds(repo: &Repo, target: &Target) -> PathBuf {
    repo.root().join("tests/hostile/fuzz").join(target.name)
}

/// What is in a folder, in order; nothing where there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or(OsStr::new("find")).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_the_targets_of_the_manifest() {
        let manifest = include_str!("../../fuzz/Cargo.toml");
        let named =
            manifest.lines().filter_map(|line| line.strip_prefix("path = \"fuzz_targets/")?.strip_suffix(".rs\""));
        assert_eq!(named.collect::<Vec<_>>(), TARGETS.map(|target| target.name));
        assert!(chosen(Some("unpack")).is_ok_and(|one| one.len() == 1) && chosen(Some("pickle")).is_err());
    }

    /// Files, that is, that it does not turn away.
    #[test]
    fn every_target_has_files_to_start_from() {
        let repo = Repo::open().unwrap();
        for target in &TARGETS {
            let seeds = seeds(&repo, target).unwrap();
            assert!(!seeds.is_empty() && seeds.iter().all(|seed| seed.is_file()), "{}", target.name);
        }
    }

    #[test]
    fn the_last_count_is_taken() {
        let log = "#12: cov: 1 ft: 2\nINFO: x\n#4711: cov: 9 ft: 9 corp: 1\n#oops\n";
        assert_eq!(executions(log), Some(4711));
        assert_eq!(executions("error: no such target"), None);
    }
}
