//! The page as a folder for any static host. Scripts lie in a folder that is named after what
//! is in them, so that no two versions mix, and a service worker keeps all for when there is no
//! network.

use super::template::{fill, html};
use super::{Offer, Parts, headline};
use crate::digest::{integrity, sha256};
use crate::npm::{File, NOTICES, folder, runtime};
use serde_json::{Map, Value, json};
use std::path::Path;
use windowbox::Result;

/// What the folder is made of, and the sign that it is ours.
const INVENTORY: &str = "windowbox.json";

/// Scripts of the runtime that the page takes; `inline.js` would be the wasm once more.
const RUNTIME: [&str; 8] =
    ["browser.js", "csv.js", "extra.js", "insight.js", "thread.js", "twin.js", "worker.js", runtime::WASM];

/// Where the service worker has its list of files.
const LIST: &str = "Object('windowbox.files')";

/// Besides the scripts.
const ICONS: [&str; 4] = ["icon.svg", "icon-192.png", "icon-512.png", "icon-maskable.png"];

/// Files that lie beside the page, not in the folder of its scripts.
const BESIDE: [&str; 4] = ["alone.html", "alone.js", "index.html", "offline.js"];

/// The files. The same offers and parts give the same bytes.
///
/// # Errors
/// `no-runtime` or `bad-runtime`.
pub fn page(offers: &[Offer], parts: &Parts) -> Result<Vec<File>> {
    let models: Vec<File> = offers.iter().map(|offer| (file_of(offer), offer.model.clone())).collect();
    let scripts = scripts(offers, parts)?;
    let app = format!("app-{}", &digest(&scripts)[..12]);
    let mut files = vec![("index.html".to_owned(), index(offers, parts, &app, &scripts)?)];
    files.push(("manifest.webmanifest".to_owned(), manifest(offers)));
    files.push(("element.js".to_owned(), format!("import './{app}/pkg/element.js';\n").into_bytes()));
    files.push(("THIRD-PARTY-NOTICES".to_owned(), NOTICES.as_bytes().to_vec()));
    for name in ICONS {
        files.push((name.to_owned(), parts.bytes(name)?.to_vec()));
    }
    files.extend(models);
    files.extend(scripts.into_iter().map(|(name, content)| (format!("{app}/{name}"), content)));
    files.sort();
    files.push(("service-worker.js".to_owned(), worker(parts, &files)?));
    files.push((INVENTORY.to_owned(), inventory(&files)));
    Ok(files)
}

/// Writes the files; those of an earlier page that are no more are deleted.
///
/// # Errors
/// `not-ours` or `io`.
pub fn write(to: &Path, files: &[File], force: bool) -> Result<()> {
    let earlier = std::fs::read(to.join(INVENTORY)).ok().and_then(|text| serde_json::from_slice::<Value>(&text).ok());
    folder::replace(to, files, force, earlier.as_ref().and_then(listed))
}

/// Anybody may have edited the list: only plain names below the folder are believed.
fn listed(inventory: &Value) -> Option<Vec<&str>> {
    let plain = |name: &&str| {
        !name.contains(['\\', ':']) && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
    };
    let files = inventory["files"].as_object().filter(|_| inventory["windowbox"].is_string())?;
    Some(files.keys().map(String::as_str).filter(plain).collect())
}

fn file_of(offer: &Offer) -> String {
    format!("models/{}-{}.wbx", offer.id, &sha256(&offer.model)[..8])
}

/// Scripts and style, the runtime in `pkg/`, the list of models.
fn scripts(offers: &[Offer], parts: &Parts) -> Result<Vec<File>> {
    let own = parts.files.iter().filter(|(name, _)| {
        (name.ends_with(".js") || name.ends_with(".css")) && !BESIDE.contains(&&name[..]) && name != "element.js"
    });
    let mut files: Vec<File> = own.cloned().collect();
    for name in RUNTIME {
        files.push((format!("pkg/{name}"), parts.runtime.file(name)?.to_vec()));
    }
    files.push(("pkg/element.js".to_owned(), parts.bytes("element.js")?.to_vec()));
    let entries: Value = offers.iter().map(|offer| offer.entry(&file_of(offer))).collect();
    files.push(("models.js".to_owned(), format!("export const models = {entries};\n").into_bytes()));
    files.sort();
    Ok(files)
}

/// Of names and contents.
fn digest(files: &[File]) -> String {
    sha256(files.iter().map(|(name, content)| format!("{name} {}\n", sha256(content))).collect::<String>().as_bytes())
}

fn index(offers: &[Offer], parts: &Parts, app: &str, scripts: &[File]) -> Result<Vec<u8>> {
    let (title, description) = headline(offers);
    let preload = |name: &String| format!("  <link rel=\"modulepreload\" href=\"{app}/{name}\">\n");
    let values = [
        ("title", &html(&title)[..]),
        ("description", &html(&description)),
        ("app", app),
        ("preloads", &preloaded(scripts).iter().map(preload).collect::<String>()),
    ];
    fill(parts.text("index.html")?, &values).map(String::into_bytes)
}

/// What the page's first script imports, and what it always imports later: asked for at once.
fn preloaded(scripts: &[File]) -> Vec<String> {
    let mut found = vec!["main.js".to_owned()];
    let mut at = 0;
    while let Some(name) = found.get(at) {
        let script = scripts.iter().find(|script| script.0 == *name).map_or(&b""[..], |script| &script.1);
        for name in imports(&String::from_utf8_lossy(script)) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
        at += 1;
    }
    found.push("pkg/browser.js".to_owned());
    found.split_off(1)
}

/// The files that a minified module imports before it runs.
fn imports(script: &str) -> Vec<String> {
    let after = ["from\"./", "import\"./"].into_iter().flat_map(|before| script.split(before).skip(1));
    after.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

fn manifest(offers: &[Offer]) -> Vec<u8> {
    let (title, description) = headline(offers);
    let icon = |src: &str, sizes: &str, purpose: &str| {
        let kind = if src.ends_with("svg") { "image/svg+xml" } else { "image/png" };
        json!({ "src": src, "sizes": sizes, "type": kind, "purpose": purpose })
    };
    let [vector, small, large, maskable] = ICONS;
    let manifest = json!({
        "name": title, "short_name": offers[0].title, "description": description,
        "id": "./", "start_url": "./", "scope": "./", "display": "standalone",
        "background_color": "#faf8f2", "theme_color": "#faf8f2",
        "icons": [icon(vector, "any", "any"), icon(small, "192x192", "any"), icon(large, "512x512", "any"),
            icon(maskable, "512x512", "maskable")],
    });
    format!("{manifest:#}\n").into_bytes()
}

/// The service worker with all other files, as `fetch` proves them. The page itself is at the
/// folder's address: some hosts lead away from its file's.
fn worker(parts: &Parts, files: &[File]) -> Result<Vec<u8>> {
    let entry = |(name, content): &File| {
        let name = if name == "index.html" { "" } else { name };
        (name.to_owned(), Value::from(integrity(content)))
    };
    let list: Map<String, Value> = files.iter().map(entry).collect();
    let script = parts.text("offline.js")?;
    Ok(script.replacen(LIST, &Value::from(list).to_string(), 1).into_bytes())
}

fn inventory(files: &[File]) -> Vec<u8> {
    let files: Map<String, Value> =
        files.iter().map(|(name, content)| (name.clone(), sha256(content).into())).collect();
    format!("{:#}\n", json!({ "windowbox": env!("CARGO_PKG_VERSION"), "files": files })).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_imported_before_a_script_runs() {
        let script = r#"import{a as b}from"./chunk-A.js";import"./models.js";x=()=>import("./late.js");"#;
        assert_eq!(imports(script), ["chunk-A.js", "models.js"]);
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let scripts = [file("main.js", script), file("chunk-A.js", "import{c}from\"./chunk-B.js\"")];
        assert_eq!(preloaded(&scripts), ["chunk-A.js", "models.js", "chunk-B.js", "pkg/browser.js"]);
    }

    #[test]
    fn only_plain_names_of_an_inventory_are_believed() {
        let inventory =
            json!({ "windowbox": "1", "files": { "a/b.js": "", "../c": "", "/d": "", "a\\b": "", ".git/x": "" } });
        assert_eq!(listed(&inventory), Some(vec!["a/b.js"]));
        assert_eq!(listed(&json!({ "files": { "a": "" } })), None);
    }
}
