//! The page, as `windowbox page` fills it: www/ bundled to one script and one style for the page that is one file, and
//! to modules for a folder. The templates are made of www/index.html.

mod html;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::repo::Repo;
use crate::stamp::Stamp;
use crate::{blob, js, process};

/// The script of the page that is one file.
const ALONE: &str = "alone.js";

/// What the page that is one file has in place of two modules of www/, of the same name in alone/.
const OWN: [&str; 2] = ["models.js", "source.js"];

/// The element, and what it loads that lies beside it.
const ELEMENT: &str = "element.js";
const RUNTIME: [&str; 4] = ["browser.js", "csv.js", "insight.js", "worker.js"];

/// Where there are no elements, code that is written for both may still ask for it.
const ELEMENT_COMMON: &str = "element.cjs";
const NOTHING: &str = "exports.WindowboxPredictor = class {};\n";

/// Brings what the command carries of the page up to date, after the runtime.
pub fn build(repo: &Repo) -> Result<()> {
    let stamp = inputs(repo)?;
    if stamp.is_fresh() && [blob(repo), repo.dist().join(ELEMENT)].iter().all(|file| file.is_file()) {
        return Ok(());
    }
    println!("xtask: bundling the page");
    let work = stage(repo)?;
    let out = work.join("out");
    templates(&work)?;
    style(repo, &work)?;
    served(repo, &work)?;
    element(repo, &work)?;
    alone(repo, &work)?;
    blob::write(&files(&out)?, &work, &blob(repo))?;
    stamp.write()
}

fn blob(repo: &Repo) -> PathBuf {
    repo.variants().join("page.br")
}

fn work(repo: &Repo) -> PathBuf {
    repo.target().join("page")
}

fn inputs(repo: &Repo) -> Result<Stamp> {
    fs::create_dir_all(repo.target())?;
    let mut stamp = Stamp::new(repo.target().join("page-stamp"));
    for file in everything(&repo.root().join("www"))?.iter().chain(&js::sources(&repo.pkg())?) {
        stamp.add(file.as_os_str().as_encoded_bytes());
        stamp.add_file(file)?;
    }
    stamp.add_file(&repo.dist().join(js::CSV))?;
    for program in [include_str!("mod.rs"), include_str!("html.rs"), include_str!("../js.rs")] {
        stamp.add(program.as_bytes());
    }
    Ok(stamp)
}

/// Every file of a folder and its folders, in a fixed order.
fn everything(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() { files.extend(everything(&path)?) } else { files.push(path) }
    }
    files.sort();
    Ok(files)
}

/// A copy of the sources, in which modules may be exchanged.
fn stage(repo: &Repo) -> Result<PathBuf> {
    let work = work(repo);
    if work.is_dir() {
        fs::remove_dir_all(&work)?;
    }
    let dist = repo.dist().join(js::CSV);
    let pkg = js::sources(&repo.pkg())?;
    for file in everything(&repo.root().join("www"))?.iter().chain(&pkg).chain([&dist]) {
        let to = work.join(file.strip_prefix(repo.root())?);
        fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
        fs::copy(file, to)?;
    }
    fs::create_dir_all(work.join("out"))?;
    Ok(work)
}

fn templates(work: &Path) -> Result<()> {
    let page = fs::read_to_string(work.join("www/index.html"))?;
    let icon = fs::read_to_string(work.join("www/icon.svg"))?;
    fs::write(work.join("out/alone.html"), html::alone(&page, &icon)?)?;
    fs::write(work.join("out/index.html"), html::served(&page)?)?;
    for icon in everything(&work.join("www/icons"))?.iter().chain([&work.join("www/icon.svg")]) {
        fs::copy(icon, work.join("out").join(icon.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

/// All styles that the page names, in its order.
fn style(repo: &Repo, work: &Path) -> Result<()> {
    let page = fs::read_to_string(work.join("www/index.html"))?;
    let import = |(file, media): (&str, &str)| format!("@import './{file}' {media};\n");
    let all = work.join("www/all.css");
    fs::write(&all, html::styles(&page).into_iter().map(import).collect::<String>())?;
    let style = process::stdout_of(js::esbuild(repo, js::ENGINES).arg(all))?;
    Ok(fs::write(work.join("out/page.css"), style)?)
}

/// Modules whose names change with what is in them, but for those that the page begins with.
fn served(repo: &Repo, work: &Path) -> Result<()> {
    let mut command = bundle(repo)?;
    command.args([
        "--splitting",
        "--format=esm",
        "--external:./pkg/*",
        "--external:./models.js",
        "--entry-names=[name]",
    ]);
    let page = fs::read_to_string(work.join("www/index.html"))?;
    command.args(html::scripts(&page).into_iter().chain([html::REGISTER]).map(|name| work.join("www").join(name)));
    process::run(command.arg(format!("--outdir={}", work.join("out").display())))?;
    fs::copy(work.join("www/offline/worker.js"), work.join("out/offline.js"))?;
    Ok(())
}

/// The element for other people's pages, which lies beside the runtime: in the npm package, and in a folder of a page.
fn element(repo: &Repo, work: &Path) -> Result<()> {
    let embed = work.join("www/embed");
    fs::copy(work.join("out/page.css"), embed.join("page.css"))?;
    exchange(work, "source.js", "embed")?;
    let mut command = bundle(repo)?;
    command.args(["--format=esm", "--loader:.css=text"]).args(RUNTIME.map(|name| format!("--external:./{name}")));
    let script = process::stdout_of(command.arg(embed.join("predictor.js")))?;
    fs::write(work.join("out").join(ELEMENT), &script)?;
    process::write_if_changed(&repo.dist().join(ELEMENT_COMMON), NOTHING.as_bytes())?;
    process::write_if_changed(&repo.dist().join(ELEMENT), script.as_bytes())
}

/// A module that stands in for another of www/.
fn exchange(work: &Path, name: &str, folder: &str) -> Result<()> {
    Ok(fs::write(work.join("www").join(name), format!("export * from './{folder}/{name}';\n"))?)
}

/// One script.
fn alone(repo: &Repo, work: &Path) -> Result<()> {
    OWN.iter().try_for_each(|name| exchange(work, name, "alone"))?;
    let script = process::stdout_of(bundle(repo)?.arg("--format=iife").arg(work.join("www/alone/main.js")))?;
    // HTML ends a script at the first, and looks for another end after the second.
    ensure!(!script.contains("</script") && !script.contains("<!--"), "{ALONE} cannot stand in a page");
    fs::write(work.join("out").join(ALONE), script)?;
    Ok(())
}

fn bundle(repo: &Repo) -> Result<Command> {
    let mut command = js::esbuild(repo, js::ENGINES);
    command.arg(js::version(repo)?);
    Ok(command)
}

fn files(out: &Path) -> Result<Vec<PathBuf>> {
    let files = everything(out)?;
    ensure!(files.iter().all(|file| file.parent() == Some(out)), "the page's files have folders");
    Ok(files)
}
