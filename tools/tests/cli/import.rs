//! `windowbox import`: what it says, what it writes, what it refuses.

use crate::run::Shell;
use std::path::Path;

fn kept(file: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests").join(file).display().to_string()
}

#[test]
fn a_model_comes_with_what_was_found_and_what_is_unknown() {
    let shell = Shell::new(&[]);
    let file = kept("golden/xgb-binary-titanic/model.json");
    let said = shell.run(&["import", &file, "-o", "m.wbx", "--name", "brought"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("binary:logistic") && said.err.contains("class labels"), "{said:?}");
    let card = shell.run(&["inspect", "m.wbx"]).out;
    assert!(card.contains("brought") && card.contains("SHA-256 of the source file"), "{card}");
    let flags = ["predict", "m.wbx", "--set", "age=22", "--set", "fare=7.25", "--set", "pclass=3", "--output", "label"];
    let said = shell.run(&flags);
    assert!(said.code == 0 && ["0\n", "1\n"].contains(&&said.out[..]), "{said:?}");
}

#[test]
fn a_model_can_become_the_json_form() {
    let shell = Shell::new(&[]);
    let file = kept("golden/xgb-binary-titanic/model.json");
    for args in [["import", &file, "-o", "m.wbx"], ["import", &file, "-o", "m.json"]] {
        assert_eq!(shell.run(&args).code, 0, "{args:?}");
    }
    let written = std::fs::read_to_string(shell.path().join("m.json")).unwrap();
    assert!(written.starts_with("{\n  \"format\": \"windowbox/0\"") && !written.contains("\"proof\""), "{written:.99}");
    assert_eq!(shell.run(&["import", "m.json", "-o", "again.wbx"]).code, 0);
    let bytes = |name: &str| std::fs::read(shell.path().join(name)).unwrap();
    assert_eq!(bytes("again.wbx"), bytes("m.wbx"));
}

#[test]
fn what_is_not_read_is_named_with_its_file_and_what_to_do() {
    let shell = Shell::new(&[]);
    let said = shell.run(&["import", &kept("hostile/import/reject/sklearn.pkl"), "-o", "m.wbx"]);
    assert_eq!(said.code, 4);
    assert!(
        said.err.contains("pickle at ") && said.err.contains("sklearn.pkl") && said.err.contains("treelite"),
        "{said:?}"
    );
    assert!(!shell.path().join("m.wbx").exists());
}

#[test]
fn a_conformance_run_fails_where_a_model_differs() {
    let shell = Shell::new(&[]);
    assert_eq!(shell.run(&["conformance", &kept("hostile/import")]).code, 0);
    shell.write("manifest.json", r#"{"fixtures":[{"id":"gone","model":"gone/model.txt"}]}"#);
    let said = shell.run(&["conformance", "."]);
    assert!(said.code == 3 && said.out.contains("FAIL  gone") && said.out.contains("0 passed, 1 failed"), "{said:?}");
}
