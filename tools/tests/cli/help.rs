//! What the command says of itself.

use crate::run::Shell;

const VERBS: [&str; 10] =
    ["train", "import", "export-json", "inspect", "check", "predict", "explain", "pack", "page", "serve"];

#[test]
fn without_a_verb_the_help_comes_and_the_line_was_not_read() {
    let shell = Shell::new(&[]);
    let (none, help) = (shell.run(&[]), shell.run(&["--help"]));
    assert_eq!((none.code, &none.out[..], help.code, &help.err[..]), (2, "", 0, ""));
    assert_eq!(none.err, help.out);
    VERBS.iter().for_each(|verb| assert!(help.out.contains(&format!("\n  {verb} ")), "{verb}"));
    assert_eq!(shell.run(&["pakc"]).code, 2);
}

#[test]
fn every_verb_teaches_by_examples() {
    let shell = Shell::new(&[]);
    for verb in VERBS {
        let said = shell.run(&[verb, "--help"]);
        assert_eq!((said.code, &said.err[..]), (0, ""), "{verb}");
        assert!(said.out.contains("\nExamples:\n  windowbox "), "{verb}");
    }
}
