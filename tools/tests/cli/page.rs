//! `windowbox page`.

use crate::models;
use crate::run::{Said, Shell};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

const SCRIPT: &str = "let script = '{{title}}';";
const STYLE: &str = "p{color:red}";
const ALONE: &str = "<meta content=\"{{policy}}\"><title>{{title}}</title><meta content=\"{{description}}\"><style>{{style}}</style>\n{{data}}<script>{{script}}</script>\n";
const INDEX: &str = "<title>{{title}}</title>{{description}}\n<script src=\"{{app}}/main.js\"></script>\n{{preloads}}";

/// A shell with two models, a runtime that is whole but does nothing, and a page of the same kind.
fn shell() -> Shell {
    let shell = crate::pack::shell(models::titanic());
    let iris = windowbox::pack(&models::iris().check().unwrap()).unwrap();
    shell.write("iris.wbx", iris);
    shell.write("runtime/insight.js", "");
    std::fs::create_dir(shell.path().join("runtime/page")).unwrap();
    let parts = [
        ("alone.html", ALONE),
        ("alone.js", SCRIPT),
        ("page.css", STYLE),
        ("index.html", INDEX),
        ("main.js", "import\"./chunk-A.js\";"),
        ("chunk-A.js", "import\"./models.js\";"),
        ("element.js", "1;"),
        ("offline.js", "const FILES = Object('windowbox.files');"),
        ("icon.svg", "<svg/>"),
        ("icon-192.png", "png"),
        ("icon-512.png", "png"),
        ("icon-maskable.png", "png"),
    ];
    parts.iter().for_each(|(name, content)| shell.write(&format!("runtime/page/{name}"), content));
    shell
}

fn page(shell: &Shell, args: &[&str]) -> Said {
    shell.run(&[&["page", "--runtime", "runtime"], args].concat())
}

fn read(shell: &Shell, name: &str) -> String {
    std::fs::read_to_string(shell.path().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// What stands between two texts.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split_once(from).unwrap().1.split_once(to).unwrap().0
}

fn unpacked(base64: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let packed = BASE64_STANDARD.decode(base64).unwrap();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&packed[..]), &mut bytes).unwrap();
    bytes
}

#[test]
fn one_file_has_its_model_and_a_policy_for_what_is_in_it() {
    let shell = shell();
    let said = page(&shell, &["m.wbx", "-o", "sub/page.html", "--title", "a</script>&", "--question", "b<c"]);
    assert_eq!(said.code, 0, "{said:?}");
    let text = read(&shell, "sub/page.html");
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
    let policy = between(&text, "content=\"", "\"");
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("connect-src"), "{policy}");
    assert!(policy.contains(&format!("script-src 'sha256-{}' ", hash(SCRIPT))), "{policy}");
    assert!(policy.contains(&format!("style-src 'sha256-{}';", hash(STYLE))), "{policy}");
    assert_eq!(between(&text, "<title>", "</title>"), "a&lt;/script&gt;&amp;");
    assert!(text.ends_with(&format!("<script>{SCRIPT}</script>\n")), "{text}");
    assert!(between(&text, "id=\"windowbox-notices\">", "</script>").contains("serde"));
    let models: Value = serde_json::from_str(between(&text, "id=\"windowbox-models\">", "</script>")).unwrap();
    assert_eq!((&models[0]["title"], &models[0]["question"]), (&"a</script>&".into(), &"b<c".into()));
    let model = unpacked(between(&text, "id=\"windowbox-model-0\">", "<"));
    assert_eq!(model, std::fs::read(shell.path().join("m.wbx")).unwrap());
    assert_eq!(unpacked(between(&text, "id=\"windowbox-runtime\">", "<"))[..4], *b"\0asm");
}

#[test]
fn a_folder_lists_what_is_in_it_and_names_it_by_its_content() {
    let shell = shell();
    let said = page(&shell, &["m.wbx", "iris.wbx", "-o", "site", "--title", "One", "--title", "Two"]);
    assert_eq!(said.code, 0, "{said:?}");
    let inventory: Value = serde_json::from_str(&read(&shell, "site/windowbox.json")).unwrap();
    let files = inventory["files"].as_object().unwrap();
    for (name, hash) in files {
        let bytes = std::fs::read(shell.path().join("site").join(name)).unwrap();
        assert_eq!(windowbox_tools::digest::sha256(&bytes), hash.as_str().unwrap(), "{name}");
    }
    let app = between(&read(&shell, "site/index.html"), "src=\"", "/main.js").to_owned();
    let preload = |name: &str| format!("  <link rel=\"modulepreload\" href=\"{app}/{name}\">\n");
    let preloads = ["chunk-A.js", "models.js", "pkg/browser.js"].map(preload).concat();
    assert!(read(&shell, "site/index.html").ends_with(&preloads));
    assert_eq!(read(&shell, "site/element.js"), format!("import './{app}/pkg/element.js';\n"));
    let kept: Value = serde_json::from_str(between(&read(&shell, "site/service-worker.js"), " = ", ";")).unwrap();
    let kept = kept.as_object().unwrap();
    assert_eq!(kept.len(), files.len() - 1, "all but the worker itself");
    assert!(kept.contains_key("") && !kept.contains_key("index.html"));
    let manifest: Value = serde_json::from_str(&read(&shell, "site/manifest.webmanifest")).unwrap();
    assert_eq!((&manifest["name"], &manifest["start_url"]), (&"One, Two".into(), &"./".into()));
}

#[test]
fn the_same_again_is_the_same_and_another_leaves_nothing_behind() {
    let shell = shell();
    let write = |args: &[&str]| assert_eq!(page(&shell, &[args, &["-o", "site"]].concat()).code, 0);
    let list = || read(&shell, "site/windowbox.json");
    write(&["m.wbx", "iris.wbx"]);
    let first = list();
    shell.write("site/mine.txt", "mine");
    write(&["iris.wbx"]);
    assert_ne!(list(), first);
    let folders = std::fs::read_dir(shell.path().join("site")).unwrap();
    let apps = folders.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("app-"));
    assert_eq!(apps.count(), 1);
    assert_eq!(std::fs::read_dir(shell.path().join("site/models")).unwrap().count(), 1);
    assert_eq!(read(&shell, "site/mine.txt"), "mine");
    write(&["m.wbx", "iris.wbx"]);
    assert_eq!(list(), first);
}

#[test]
fn what_is_no_page_of_ours_stays_as_it_is() {
    let shell = shell();
    std::fs::create_dir(shell.path().join("site")).unwrap();
    shell.write("site/index.html", "mine");
    let said = page(&shell, &["m.wbx", "-o", "site"]);
    assert_eq!((said.code, read(&shell, "site/index.html")), (1, "mine".to_owned()), "{said:?}");
    assert!(said.err.contains("not-ours") && said.err.contains("--force"), "{said:?}");
    assert_eq!(page(&shell, &["m.wbx", "-o", "site", "--force"]).code, 0);
    assert_ne!(read(&shell, "site/index.html"), "mine");
}

#[test]
fn words_are_words_and_options_have_their_models() {
    let shell = shell();
    shell.write("words.json", r#"{"Embarked": {"S": "</script>"}}"#);
    assert_eq!(page(&shell, &["m.wbx", "-o", "page.html", "--words", "words.json"]).code, 0);
    assert!(read(&shell, "page.html").contains(r#"{"Embarked":{"S":"\u003c/script>"}}"#));
    for broken in ["[]", r#"{"Embarked": "S"}"#, r#"{"Embarked": {"S": 1}}"#, "{"] {
        shell.write("words.json", broken);
        let said = page(&shell, &["m.wbx", "-o", "page.html", "--words", "words.json"]);
        assert!(said.code == 1 && said.err.contains("bad-words"), "{broken}: {said:?}");
    }
    let said = page(&shell, &["m.wbx", "-o", "page.html", "--title", "a", "--title", "b"]);
    assert!(said.code == 1 && said.err.contains("too-many at --title"), "{said:?}");
}

#[test]
fn a_runtime_without_a_page_says_what_builds_it() {
    let shell = shell();
    std::fs::remove_file(shell.path().join("runtime/page/alone.html")).unwrap();
    let said = page(&shell, &["m.wbx", "-o", "page.html"]);
    assert_eq!(said.code, 4);
    assert!(said.err.contains("no-runtime") && said.err.contains("cargo xtask wasm"), "{said:?}");
}
