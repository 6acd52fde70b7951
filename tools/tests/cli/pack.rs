//! `windowbox pack`.

use crate::models;
use crate::run::Shell;
use serde_json::Value;
use std::process::Command;
use windowbox_tools::npm::attach;
use windowbox_tools::npm::classic;
use windowbox_tools::npm::pin::BLANK;
use windowbox_tools::npm::reader;
use windowbox_tools::npm::runtime::{DOORS, Runtime};

const WASM: &[u8] = b"\0asm\x01\0\0\0";

/// What a model in workers, and tables of text, are made of.
const LATER: [&str; 9] = [
    "worker.js",
    "worker.node.cjs",
    "worker.node.js",
    "thread.js",
    "thread.node.js",
    "csv.js",
    "extra.js",
    "insight.cjs",
    "insight.js",
];

/// The model without WebAssembly, with the places of its parts.
const TWIN: &str = "t(\"windowbox.twin.hash\",Object(\"windowbox.twin.description\"),Object(\"windowbox.twin.model\"))";

/// What the endpoint is made of.
const ENDPOINT: [&str; 9] = [
    "endpoint.edge-light.js",
    "endpoint.js",
    "endpoint.node.cjs",
    "endpoint.node.js",
    "endpoint.workerd.js",
    "serve.mjs",
    "service-worker.js",
    "service-worker.node.cjs",
    "service-worker.node.js",
];

/// A shell with a model, and a runtime that is whole but does nothing.
pub fn shell(pipeline: windowbox::Pipeline) -> Shell {
    let shell = Shell::new(&[("m.wbx", pipeline)]);
    std::fs::create_dir(shell.path().join("runtime")).unwrap();
    DOORS.iter().for_each(|name| shell.write(&format!("runtime/{name}"), door(name, BLANK)));
    LATER.iter().chain(&ENDPOINT).for_each(|name| shell.write(&format!("runtime/{name}"), ""));
    shell.write("runtime/twin.js", TWIN);
    shell.write("runtime/windowbox.wasm", WASM);
    shell
}

/// What a door says of itself, and of its model.
fn door(name: &str, sha256: &str) -> String {
    let global = if name == classic::FILE { classic::BLANK } else { "" };
    format!("// {name}\n{global}0;const pin = '{sha256}', reader = {};\n", reader::BLANK)
}

fn pack(shell: &Shell, args: &[&str]) -> crate::run::Said {
    let mut line = vec!["pack", "m.wbx", "-o", "out", "--runtime", "runtime"];
    line.extend(args);
    shell.run(&line)
}

fn read(shell: &Shell, name: &str) -> String {
    std::fs::read_to_string(shell.path().join(name)).unwrap()
}

#[test]
fn the_package_is_whole_and_carries_the_model() {
    let shell = shell(models::titanic());
    let said = pack(&shell, &["--license", "MIT"]);
    assert_eq!(said.code, 0, "{said:?}");
    let manifest: Value = serde_json::from_str(&read(&shell, "out/package.json")).unwrap();
    for (key, value) in [("name", "titanic"), ("version", "1.2.3"), ("license", "MIT"), ("type", "module")] {
        assert_eq!(manifest[key], value);
    }
    assert_eq!(manifest["sideEffects"], false);
    assert_eq!(manifest.get("dependencies"), None);
    assert_eq!(manifest["exports"]["."]["node"]["require"]["types"], "./index.d.cts");
    let wasm = std::fs::read(shell.path().join("out/windowbox.wasm")).unwrap();
    let model = std::fs::read(shell.path().join("m.wbx")).unwrap();
    assert_eq!(attach::find(&wasm).unwrap(), Some(&model[..]));
    let inline = read(&shell, "out/inline.js");
    let inline = inline.strip_prefix("export default \"").unwrap().strip_suffix("\";\n").unwrap();
    assert_eq!(base64::Engine::decode(&base64::prelude::BASE64_STANDARD, inline).unwrap(), wasm);
}

#[test]
fn the_smallest_runtime_that_serves_is_taken_and_named() {
    let core = [WASM, b"\0\x05\x04core"].concat();
    let carried = |pipeline, args: &[&str]| {
        let shell = shell(pipeline);
        std::fs::write(shell.path().join("runtime/windowbox-core.wasm"), &core).unwrap();
        let said = pack(&shell, args);
        assert_eq!(said.code, 0, "{said:?}");
        let manifest: Value = serde_json::from_str(&read(&shell, "out/package.json")).unwrap();
        let wasm = std::fs::read(shell.path().join("out/windowbox.wasm")).unwrap();
        (said.out, manifest["windowbox"]["variant"].clone(), wasm.starts_with(&core), read(&shell, "out/README.md"))
    };
    let (said, variant, is_core, readme) = carried(models::titanic(), &[]);
    assert!(said.contains("runtime core, 0.0 KB gzipped: impute, scale, "), "{said}");
    assert!(variant == "core" && is_core && readme.contains("the variant `core`"));
    let (said, variant, is_core, _) = carried(models::bayes(), &[]);
    assert!(said.contains("runtime all, 0.0 KB gzipped: every kind"), "{said}");
    assert!(variant == "all" && !is_core);
}

/// Two packages in one bundle both have a `windowbox.wasm`: each door knows its own model.
#[test]
fn every_door_is_bound_to_its_model() {
    let shell = shell(models::titanic());
    assert_eq!(pack(&shell, &[]).code, 0);
    let manifest: Value = serde_json::from_str(&read(&shell, "out/package.json")).unwrap();
    let checked = shell.run(&["check", "m.wbx"]).out;
    let sha256 = manifest["windowbox"]["model"]["sha256"].as_str().unwrap();
    assert!(sha256.len() == 64 && checked.contains(sha256), "{checked}");
    for name in DOORS {
        let text = read(&shell, &format!("out/{name}"));
        let (before, after) = door(name, sha256)
            .replace(classic::BLANK, "var titanic=")
            .split_once(reader::BLANK)
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        let read = text.strip_prefix(&before).unwrap().strip_suffix(&after).unwrap();
        assert!(read.contains("r[\"Age\"]"), "{read}");
    }
    for text in ["", &door("x", BLANK).repeat(2)] {
        shell.write("runtime/workerd.js", text);
        let said = pack(&shell, &[]);
        assert_eq!(said.code, 3, "{said:?}");
        assert!(said.err.contains("bad-runtime at workerd.js") && said.err.contains("cargo xtask wasm"), "{said:?}");
    }
}

/// What npm publishes is what pack wrote last, and nothing of an earlier one.
#[test]
fn nothing_of_an_earlier_package_is_left_or_published() {
    let shell = shell(models::titanic());
    shell.write("runtime/old.js", "");
    assert_eq!(pack(&shell, &[]).code, 0);
    std::fs::remove_file(shell.path().join("runtime/old.js")).unwrap();
    ["core.js", "glue.js", "mine.js"].iter().for_each(|name| shell.write(&format!("out/{name}"), ""));
    assert!(shell.path().join("out/old.js").is_file());
    assert_eq!(pack(&shell, &[]).code, 0);
    let folder = std::fs::read_dir(shell.path().join("out")).unwrap();
    let mut there: Vec<String> = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    there.sort();
    let manifest: Value = serde_json::from_str(&read(&shell, "out/package.json")).unwrap();
    let listed = manifest["files"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
    let mut known: Vec<&str> = listed.chain(["README.md", "mine.js", "package.json"]).collect();
    known.sort_unstable();
    assert_eq!(there, known);
}

#[test]
fn the_license_of_the_model_is_that_of_its_package() {
    let mut pipeline = models::titanic();
    pipeline.card.license = "CC-BY-4.0".into();
    let shell = shell(pipeline);
    let license = |args: &[&str]| {
        assert_eq!(pack(&shell, args).code, 0);
        serde_json::from_str::<Value>(&read(&shell, "out/package.json")).unwrap()["license"].clone()
    };
    assert_eq!((license(&[]), license(&["--license", "MIT"])), ("CC-BY-4.0".into(), "MIT".into()));
}

/// Every file that package.json names is there, the types first in every condition.
#[test]
fn every_exported_file_is_there() {
    let shell = shell(models::iris());
    assert_eq!(pack(&shell, &[]).code, 0);
    let manifest: Value = serde_json::from_str(&read(&shell, "out/package.json")).unwrap();
    assert_eq!((manifest["name"].as_str(), manifest["version"].as_str()), (Some("m"), Some("0.0.0")));
    assert_eq!(manifest["license"], "UNLICENSED");
    let (mut waiting, mut files) = (vec![&manifest["exports"]], Vec::new());
    while let Some(value) = waiting.pop() {
        match value {
            Value::String(file) => files.push(file.clone()),
            Value::Object(conditions) => {
                let types = conditions.keys().position(|key| key == "types");
                let leaf = conditions.values().position(Value::is_string);
                assert!(conditions.contains_key(".") || types == leaf, "{conditions:?}");
                waiting.extend(conditions.values());
            }
            other => panic!("{other}"),
        }
    }
    files.extend(["main", "module", "types"].map(|key| manifest[key].as_str().unwrap().to_owned()));
    assert!(files.len() > 15);
    files.iter().for_each(|file| assert!(shell.path().join("out").join(file).is_file(), "{file}"));
}

#[test]
fn types_have_units_ranges_levels_and_classes() {
    let shell = shell(models::titanic());
    pack(&shell, &[]);
    let types = read(&shell, "out/index.d.ts");
    for words in [
        "  /** Age in years, 0.42 to 80 in training. May be missing. */\n  Age?: number | null | undefined;\n",
        "  Sex: \"female\" | \"male\";\n",
        "  Embarked?: \"C\" | \"Q\" | \"S\" | null | undefined;\n",
        "export type Label = 0 | 1;\n",
        "export type Target = Classes<0 | 1>;\n",
        // What node 20 understands.
        " * const model = await load();\n",
        " * model.free(); //",
    ] {
        assert!(types.contains(words), "{words} is not in\n{}", &types[..1500]);
    }
    assert_eq!(types.replace("./types.js", "./types.cjs"), read(&shell, "out/index.d.cts"));
    assert_eq!(read(&shell, "out/types.d.ts"), read(&shell, "out/types.d.cts"));
}

#[test]
fn types_and_readme_say_how_dates_are_written() {
    let shell = shell(models::sale());
    pack(&shell, &[]);
    let (types, readme) = (read(&shell, "out/index.d.ts"), read(&shell, "out/README.md"));
    for words in [
        "  /** Day of the sale, a date YYYY-MM-DD. May be missing. */\n  sold?: string | null | undefined;\n",
        "  /** called, a date-time YYYY-MM-DDThh:mm:ss. */\n  called: string;\n",
        "  /** note. */\n  note: string;\n",
    ] {
        assert!(types.contains(words), "{words} is not in\n{types}");
    }
    for words in ["| date YYYY-MM-DD | yes |", "| date-time YYYY-MM-DDThh:mm:ss | no |", "| text | no |"] {
        assert!(readme.contains(words), "{words} is not in\n{readme}");
    }
}

#[test]
fn the_readme_has_columns_card_and_a_snippet_with_its_answer() {
    let shell = shell(models::titanic());
    pack(&shell, &["--name", "@me/titanic"]);
    let readme = read(&shell, "out/README.md");
    for words in [
        "# @me/titanic\n",
        "import { predict } from '@me/titanic';",
        "await predict({ Age: 28, Sex: \"female\", Embarked: \"C\" });\nconsole.log(prediction); // [1]\n",
        "| Age | Age | years | number, 0.42 to 80 in training | yes |",
        "- kind: logistic regression",
    ] {
        assert!(readme.contains(words), "{words} is not in\n{readme}");
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let (one, two) = (shell(models::titanic()), shell(models::titanic()));
    pack(&one, &[]);
    pack(&two, &[]);
    let mut files = 0;
    for entry in std::fs::read_dir(one.path().join("out")).unwrap() {
        let name = entry.unwrap().file_name();
        let read = |shell: &Shell| std::fs::read(shell.path().join("out").join(&name)).unwrap();
        assert_eq!(read(&one), read(&two), "{name:?}");
        files += 1;
    }
    assert_eq!(files, 44);
}

#[test]
fn only_a_package_of_ours_is_written_over() {
    let shell = shell(models::titanic());
    assert_eq!(pack(&shell, &[]).code, 0);
    assert_eq!(pack(&shell, &["--version", "2.0.0"]).code, 0);
    assert!(read(&shell, "out/package.json").contains("2.0.0"));
    shell.write("out/package.json", "{\"name\":\"mine\"}");
    let said = pack(&shell, &[]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("not-ours at out") && said.err.contains("--force"), "{}", said.err);
    assert_eq!(read(&shell, "out/package.json"), "{\"name\":\"mine\"}");
    assert_eq!(pack(&shell, &["--force"]).code, 0);
    let said = shell.run(&["pack", "m.wbx", "-o", "m.wbx", "--runtime", "runtime"]);
    assert!(said.code == 6 && said.err.contains("io at m.wbx") && said.err.contains("with -o"), "{said:?}");
}

#[test]
fn names_and_versions_that_npm_refuses_are_refused_before_anything_is_written() {
    let shell = shell(models::titanic());
    for (args, words) in [
        (["--name", "My Model"], "bad-name at name My Model: a package cannot be called so: it has other characters"),
        (["--name", "../out"], "--name out"),
        (["--name", "windowbox"], "it is the package of the runtime itself; --name windowbox-model"),
        (["--version", "1.2"], "bad-version at version 1.2"),
        (["--license", ""], "bad-license"),
    ] {
        let said = pack(&shell, &args);
        assert_eq!(said.code, 1, "{said:?}");
        assert!(said.err.contains(words), "{words}: {}", said.err);
        assert!(!shell.path().join("out").exists());
    }
}

#[test]
fn rare_levels_and_classes_are_named_before_packing() {
    let said = pack(&shell(models::titanic()), &[]);
    let classes = "warning: target Survived lists classes that fewer than 5 rows of the training data are predicted to \
                   have: 0 (1), 1 (1)\n";
    assert!(said.err.contains(classes), "{}", said.err);
    let words = "warning: column Sex lists levels that fewer than 5 rows of the training data have: \"male\" (2)\n";
    assert!(said.err.contains(words), "{}", said.err);
    assert_eq!(pack(&shell(models::iris()), &[]).err, "");
}

/// The command as it is built here carries a runtime or does not, and says so.
#[test]
fn without_a_runtime_the_command_names_what_builds_it() {
    let shell = shell(models::titanic());
    let said = shell.run(&["pack", "m.wbx", "-o", "real"]);
    match Runtime::embedded() {
        Ok(_) => assert_eq!(said.code, 0, "{said:?}"),
        Err(error) => {
            assert_eq!((said.code, error.code), (4, "no-runtime"));
            assert!(said.err.contains("cargo xtask wasm"), "{}", said.err);
        }
    }
    std::fs::remove_file(shell.path().join("runtime/node.cjs")).unwrap();
    assert!(pack(&shell, &[]).err.contains("no-runtime at node.cjs"));
    shell.write("runtime/node.cjs", door("node.cjs", BLANK));
    shell.write("runtime/windowbox.wasm", "<!doctype html>");
    let said = pack(&shell, &[]);
    assert!(said.code == 3 && said.err.contains("bad-runtime"), "{said:?}");
}

fn hostile() -> windowbox::Pipeline {
    let mut pipeline = models::titanic();
    let name = "*/ export const x = 1; /* ` ${y} </script>\n| # <img src=x onerror=alert(1)> \u{202e}";
    pipeline.schema.columns[0].name = name.into();
    pipeline.schema.columns[0].label = format!("@deprecated {name}");
    pipeline.schema.columns[0].unit = name.into();
    pipeline.schema.columns[1].kind = windowbox::data::Kind::Categorical {
        levels: models::strings(&["\"; process.exit(1); //", "```\n\n<script>"]),
        unseen: windowbox::data::schema::Unseen::Predicted,
    };
    pipeline.output.targets[0].name = name.into();
    pipeline.card.description = format!("{name}\n\n# Injected\n\n[a](javascript:x)");
    pipeline.card.author = "\",\"scripts\":{\"postinstall\":\"evil\"}".into();
    pipeline
}

/// What Markdown takes for markup: the text without what a backslash made plain.
fn unescaped(markdown: &str) -> String {
    let mut chars = markdown.chars();
    let mut live = String::new();
    while let Some(c) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            c => live.push(c),
        }
    }
    live
}

#[test]
fn names_out_of_a_model_stay_names() {
    let shell = shell(hostile());
    let said = pack(&shell, &[]);
    assert!(said.code == 0 && !said.err.contains('\u{202e}'), "{said:?}");
    let manifest: Value = serde_json::from_str(&read(&shell, "out/package.json")).unwrap();
    assert_eq!(manifest.get("scripts"), None);
    let types = read(&shell, "out/index.d.ts");
    assert!(!types.contains("*/ export const x") || types.contains("\"*/ export const x"), "{}", &types[..900]);
    assert!(!types.contains("/** @") && !types.contains('\u{202e}'));
    let readme = read(&shell, "out/README.md");
    assert!(!readme.contains("\n# Injected") && !readme.contains('\u{202e}'));
    let live = unescaped(&readme.split("\n```").step_by(2).collect::<String>());
    for markup in ["<img", "<script", "[a]", "](", "` ${"] {
        assert!(!live.contains(markup), "{markup} in {live}");
    }
    assert_eq!(readme.lines().filter(|line| line.starts_with("```")).count(), 4);
}

/// Needs node, and TypeScript by `npm ci` in tests/.
#[test]
#[ignore = "needs typescript in tests/node_modules"]
fn misspelt_columns_and_levels_do_not_compile() {
    let tsc = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/node_modules/typescript/bin/tsc");
    assert!(std::path::Path::new(tsc).is_file(), "run npm ci in tests/");
    for (pipeline, program) in [(models::titanic(), include_str!("titanic.mts")), (hostile(), "import 'm';")] {
        let shell = shell(pipeline);
        std::fs::create_dir(shell.path().join("node_modules")).unwrap();
        let said = shell.run(&["pack", "m.wbx", "-o", "node_modules/m", "--name", "m", "--runtime", "runtime"]);
        assert_eq!(said.code, 0, "{said:?}");
        shell.write("a.mts", program);
        let options = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noEmit"];
        let mut command = Command::new("node");
        command.arg(tsc).args(options).args(["--module", "nodenext", "--target", "es2022", "a.mts"]);
        let output = command.current_dir(shell.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}

/// What is compiled into the runtime is named in the notices.
#[test]
fn the_notices_name_every_crate_of_the_runtime() {
    let shell = shell(models::iris());
    pack(&shell, &[]);
    let notices = read(&shell, "out/THIRD-PARTY-NOTICES");
    let mut command = Command::new(env!("CARGO"));
    command.args(["tree", "--offline", "--package", "windowbox", "--target", "wasm32-unknown-unknown"]);
    command.args(["--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let tree = String::from_utf8(output.stdout).unwrap();
    let crates: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(crates.contains(&"libm"), "{}", String::from_utf8_lossy(&output.stderr));
    let named = |name: &&str| {
        name.starts_with("windowbox") || notices.lines().any(|line| line.starts_with(&format!("{name} ")))
    };
    let missing: Vec<&str> = crates.into_iter().filter(|name| !named(name)).collect();
    assert_eq!(missing, [""; 0], "add them to tools/src/npm/THIRD-PARTY-NOTICES");
}
