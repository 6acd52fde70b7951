//! package.json.

use super::Identity;
use super::variants::Variant;
use serde_json::{Value, json};
use windowbox::Pipeline;

/// The text of package.json. `files` are all that npm shall publish: patterns would take
/// along what else lies in the folder.
pub fn package_json(
    identity: &Identity,
    pipeline: &Pipeline,
    variant: &Variant,
    sha256: &str,
    files: &[&str],
) -> String {
    let card = &pipeline.card;
    let mut manifest = json!({
        "name": identity.name,
        "version": identity.version,
        "description": description(pipeline),
        "keywords": ["windowbox", "prediction", "wasm"],
        "author": card.author,
        "license": identity.license,
        "type": "module",
        "main": "./node.cjs",
        "module": "./browser.js",
        "unpkg": "./classic.js",
        "jsdelivr": "./classic.js",
        "types": "./index.d.ts",
        // Where `exports` are not read.
        "typesVersions": { "*": { "windowbox.wasm": ["./windowbox.wasm.d.cts"] } },
        "exports": exports(),
        "bin": { command(&identity.name): "serve.mjs" },
        "sideEffects": false,
        "files": files,
        "engines": { "node": ">=20" },
        "windowbox": {
            "runtime": env!("CARGO_PKG_VERSION"),
            "variant": variant.name,
            "model": { "name": card.name, "version": card.version, "sha256": sha256 },
        },
    });
    if card.author.is_empty() {
        manifest.as_object_mut().map(|object| object.shift_remove("author"));
    }
    format!("{manifest:#}\n")
}

fn description(pipeline: &Pipeline) -> String {
    let names: Vec<&str> = pipeline.output.targets.iter().map(|target| target.name.as_str()).collect();
    match pipeline.card.description.is_empty() {
        true => format!("Predicts {}", names.join(", ")),
        false => pipeline.card.description.clone(),
    }
}

/// What `npx` and npm's folder of commands call it: the name without its scope.
fn command(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The types stand first in every condition, and the conditions from the special to
/// the general: the first that fits is taken. `require` in a browser without `module`,
/// which every bundler has, is a test runner with a page made up in node.
fn exports() -> Value {
    let script = |file: &str| json!({ "types": "./index.d.ts", "default": file });
    let endpoint = |file: &str| json!({ "types": "./endpoint.d.ts", "default": file });
    let worker = |file: &str| json!({ "types": "./worker.d.ts", "default": file });
    let common = json!({ "types": "./index.d.cts", "default": "./node.cjs" });
    let node = |name: &str, module: &str| {
        json!({
            "import": { "types": format!("./{name}.d.ts"), "default": format!("./{module}.js") },
            "require": { "types": format!("./{name}.d.cts"), "default": format!("./{module}.cjs") },
        })
    };
    json!({
        ".": {
            "react-native": script("./react-native.js"),
            "workerd": script("./workerd.js"),
            "edge-light": script("./edge-light.js"),
            "browser": {
                "module": script("./browser.js"),
                "import": script("./browser.js"),
                "require": common,
            },
            "deno": script("./browser.js"),
            "node": { "import": script("./node.js"), "require": common },
            "types": "./index.d.ts",
            "default": "./browser.js",
        },
        "./worker": {
            "browser": worker("./worker.js"),
            "deno": worker("./worker.js"),
            "node": node("worker", "worker.node"),
            "types": "./worker.d.ts",
            "default": "./worker.js",
        },
        "./endpoint": {
            "workerd": endpoint("./endpoint.workerd.js"),
            "edge-light": endpoint("./endpoint.edge-light.js"),
            "browser": endpoint("./endpoint.js"),
            "deno": endpoint("./endpoint.js"),
            "node": node("endpoint", "endpoint.node"),
            "types": "./endpoint.d.ts",
            "default": "./endpoint.js",
        },
        "./service-worker": {
            "node": node("service-worker", "service-worker.node"),
            "types": "./service-worker.d.ts",
            "default": "./service-worker.js",
        },
        "./insight": {
            "node": node("insight", "insight"),
            "types": "./insight.d.ts",
            "default": "./insight.js",
        },
        "./windowbox.wasm": { "types": "./windowbox.wasm.d.cts", "default": "./windowbox.wasm" },
        "./package.json": "./package.json",
    })
}
