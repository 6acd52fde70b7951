//! `windowbox predict`.

use crate::models;
use crate::run::Shell;
use serde_json::{Value, json};

const PASSENGERS: &str = r#"[{"Age":85,"Sex":"male","Embarked":"S"},{"Age":24,"Sex":"\"female\"","Embarked":"C"},{"Age":3,"Sex":"male","Embarked":"C"},{"Age":21,"Sex":"male","Embarked":"S"}]"#;

fn shell() -> Shell {
    let models = [("titanic.wbx", models::titanic()), ("iris.wbx", models::iris()), ("line.wbx", models::line())];
    Shell::new(&models)
}

#[test]
fn flags_print_the_label() {
    let shell = shell();
    let said = shell.run(&["predict", "iris.wbx", "--sl", "3.0", "--sw", "2.0", "--pl", "1.0", "--pw", "1.0"]);
    assert_eq!((said.code, &said.out[..], &said.err[..]), (0, "setosa\n", ""));
    let said = shell.run(&["predict", "--sl=3", "--sw=2", "iris.wbx", "--pl=5", "--pw=1", "--proba"]);
    assert_eq!(said.out, "versicolor\tsetosa=0\tversicolor=0.875\tvirginica=0.125\n");
}

#[test]
fn own_options_win_and_minus_signs_are_read() {
    let shell = shell();
    assert_eq!(shell.run(&["predict", "line.wbx", "--set", "output=-3"]).out, "7\n");
    let said = shell.run(&["predict", "line.wbx", "--output", "json", "--set", "output=-3.25"]);
    assert_eq!(said.out, "{\"prediction\":[7.5]}\n");
    assert_eq!(shell.run(&["predict", "line.wbx", "--output", "-3"]).code, 2);
    let said = shell.run(&["predict", "iris.wbx", "--sl", "-3", "--sw", "-2", "--pl", "-1", "--pw", "-1e3"]);
    assert_eq!((said.code, &said.out[..]), (0, "setosa\n"));
}

#[test]
fn a_flag_that_names_nothing_is_refused_with_the_closest() {
    let shell = shell();
    let said = shell.run(&["predict", "iris.wbx", "--prboa", "3", "--sl", "1"]);
    assert_eq!((said.code, &said.out[..]), (1, ""));
    assert!(said.err.starts_with("error: unknown-column at --prboa:"), "{}", said.err);
    assert!(said.err.contains("did you mean --proba?"));
    let said = shell.run(&["predict", "iris.wbx", "--sl"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--sl has no value"));
}

#[test]
fn a_row_that_lacks_a_column_fails_and_says_which() {
    let said = shell().run(&["predict", "iris.wbx", "--sl", "3", "--sw", "two", "--pl", "1"]);
    assert_eq!((said.code, &said.out[..]), (1, "\n"));
    assert_eq!(said.err.lines().count(), 2, "{}", said.err);
    assert!(said.err.contains("error: bad-type: \"sw\" is \"two\", not a number\n"), "{}", said.err);
    assert!(said.err.contains("error: missing-column: \"pw\" is not there\n"), "{}", said.err);
}

#[test]
fn the_tutorials_list_is_predicted_and_its_level_named() {
    let shell = shell();
    for said in [
        shell.run(&["predict", "titanic.wbx", "--json", PASSENGERS]),
        shell.pipe(&["predict", "titanic.wbx"], PASSENGERS),
        shell.pipe(&["predict", "titanic.wbx", "--input", "-", "--format", "json"], PASSENGERS),
    ] {
        assert_eq!((said.code, &said.err[..]), (0, ""));
        let answer = said.json();
        assert_eq!(answer["prediction"], json!([0, 1, 0, 0]));
        let warnings = answer["warnings"].as_array().unwrap();
        // Word for word what pkg/core/issues.js says, its order of keys too.
        let age = r#"{"row":0,"code":"out-of-range","column":"Age","message":"\"Age\" was 0.42 to 80 in training, not 85","value":85}"#;
        let sex = r#"{"row":1,"code":"unknown-level","column":"Sex","message":"\"Sex\" has no level \"\\\"female\\\"\"","value":"\"female\"","closest":"female","hint":"did you mean \"female\"?"}"#;
        assert_eq!(warnings.iter().map(Value::to_string).collect::<Vec<_>>(), [age, sex]);
        assert_eq!(answer.get("errors"), None);
        assert_eq!(answer.get("probabilities"), None);
    }
}

#[test]
fn probabilities_and_margins_are_what_the_library_says() {
    let shell = shell();
    let record = r#"{"Age":"30","Sex":"female","Embarked":null}"#;
    let answer = shell.run(&["predict", "titanic.wbx", "--proba", "--margin", "--json", record]).json();
    let margin = -0.02 * 30.0 + 1.25 - 0.5 + 0.3;
    let p = windowbox::math::sigmoid(answer["margin"][0].as_f64().unwrap());
    assert!((answer["margin"][0].as_f64().unwrap() - margin).abs() < 1e-12);
    assert_eq!(answer["probabilities"], json!([{"0": 1.0 - p, "1": p}]));
    assert_eq!(answer["prediction"], json!([1]));
}

#[test]
fn bad_rows_do_not_stop_good_ones() {
    let rows = r#"[{"Age":3,"Sex":"female"},{"Age":3},7,{"Sex":null},{"Sex":"male","Agee":1},{"Nope":1},{"Age":[1],"Sex":"male"}]"#;
    let said = shell().run(&["predict", "titanic.wbx", "--json", rows]);
    assert_eq!(said.code, 1);
    let answer = said.json();
    assert_eq!(answer["prediction"], json!([1, null, null, null, 0, null, null]));
    let brief = |remark: &Value| json!([remark["row"], remark["column"], remark["code"]]);
    let errors: Vec<Value> = answer["errors"].as_array().unwrap().iter().map(brief).collect();
    let expected = json!([
        [1, "Sex", "missing-column"],
        [2, null, "bad-row"],
        [3, "Sex", "missing-not-allowed"],
        [5, null, "no-known-column"],
        [6, "Age", "bad-type"]
    ]);
    assert_eq!(Value::from(errors), expected);
    let warnings: Vec<Value> = answer["warnings"].as_array().unwrap().iter().map(brief).collect();
    assert!(warnings.contains(&json!([4, "Agee", "unknown-column"])), "{warnings:?}");
    assert!(warnings.contains(&json!([5, "Nope", "unknown-column"])), "{warnings:?}");
    assert!(warnings.contains(&json!([0, "Embarked", "missing-column"])), "{warnings:?}");
}

#[test]
fn strict_makes_errors_of_warnings() {
    let shell = shell();
    let strict = |record| shell.run(&["predict", "titanic.wbx", "--strict", "--json", record]);
    let said = strict(r#"{"Age":85,"Sex":"male","Embarked":"S"}"#);
    assert_eq!((said.code, said.json()["prediction"].clone()), (1, json!([null])));
    assert_eq!(said.json()["errors"][0]["code"], "out-of-range");
    assert_eq!(said.json().get("warnings"), None);
    let said = strict(r#"{"Age":80,"Sex":"male","Embarked":"S"}"#);
    assert_eq!((said.code, said.json()), (0, json!({"prediction": [0]})));
}

#[test]
fn csv_goes_in_and_out() {
    let shell = shell();
    shell.write("rows.csv", "Name;Sex;Age;Embarked\r\n\"Braund; Mr.\";male;22;S\r\nX;female;;C\r\nY;;3;S\r\n");
    let said = shell.run(&["predict", "titanic.wbx", "rows.csv"]);
    assert_eq!((said.code, &said.out[..]), (1, "prediction\r\n0\r\n1\r\n\"\"\r\n"));
    assert!(
        said.err.contains("error: missing-not-allowed at row 2 (line 4): \"Sex\" may not be missing"),
        "{}",
        said.err
    );
    assert!(said.err.contains("1 of 3 rows got no answer"));
    let said = shell.run(&["predict", "titanic.wbx", "--input", "rows.csv", "--proba", "--output", "json"]);
    assert_eq!(said.json()["prediction"], json!([0, 1, null]));
    assert_eq!(said.json()["probabilities"][2], Value::Null);
    let said = shell.run(&["predict", "titanic.wbx", "--input", "rows.csv", "--proba"]);
    assert!(said.out.starts_with("prediction,probability.0,probability.1\r\n0,0.8687"), "{}", said.out);
    assert!(said.out.ends_with("\r\n,,\r\n"), "{}", said.out);
}

#[test]
fn an_empty_cell_is_missing_in_csv_and_a_level_in_json() {
    let shell = shell();
    let said = shell.pipe(&["predict", "titanic.wbx", "--output", "json"], "Age,Sex,Embarked\n1,female,\n");
    assert_eq!(said.json(), json!({"prediction": [1]}));
    let said = shell.pipe(&["predict", "titanic.wbx"], r#"{"Age":1,"Sex":"female","Embarked":""}"#);
    assert_eq!(said.json()["warnings"][0]["code"], "unknown-level");
    assert_eq!(said.json()["warnings"][0]["value"], "");
}

#[test]
fn thousands_of_rows_stay_in_order_and_warnings_are_counted() {
    let shell = shell();
    let rows: String = (0..5000).map(|i| format!("{},{}\n", 90 + i, ["male", "female"][i % 2])).collect();
    let said = shell.pipe(&["predict", "titanic.wbx", "--output", "label", "--margin"], format!("Age,Sex\n{rows}"));
    assert_eq!(said.code, 0);
    assert_eq!(said.out.lines().count(), 5000);
    let margins: Vec<f64> =
        said.out.lines().step_by(2).map(|line| line.split_once("margin=").unwrap().1.parse().unwrap()).collect();
    assert!(margins.windows(2).all(|pair| pair[0] > pair[1]));
    assert!(said.err.lines().count() < 25, "{}", said.err);
    assert!(said.err.contains("4990 more missing-column, 4990 more out-of-range"), "{}", said.err);
}

#[test]
fn ndjson_is_read_line_by_line() {
    let lines = "{\"Sex\":\"female\",\"Age\":1}\n{broken\n\n{\"Sex\":\"male\",\"Age\":60}\n";
    let said = shell().pipe(&["predict", "titanic.wbx"], lines);
    assert_eq!((said.code, said.json()["prediction"].clone()), (1, json!([1, null, 0])));
    assert_eq!(said.json()["errors"][0]["code"], "bad-json");
    assert_eq!((&said.json()["errors"][0]["row"], &said.json()["errors"][0]["line"]), (&json!(1), &json!(2)));
    let said = shell().pipe(&["predict", "titanic.wbx", "--output", "label"], lines);
    assert!(said.err.contains("error: bad-json at row 1 (line 2): "), "{}", said.err);
}

#[test]
fn exit_codes_say_whose_fault_it_is() {
    let shell = shell();
    shell.write("text.wbx", "not a model");
    let good = std::fs::read(shell.path().join("line.wbx")).unwrap();
    shell.write("cut.wbx", &good[..good.len() - 8]);
    let mut newer = good.clone();
    newer[8] = 9;
    shell.write("newer.wbx", &newer);
    let code = |model: &str, json: &str| shell.run(&["predict", model, "--json", json]);
    let cases = [
        ("line.wbx", "[{\"output\":1}]", 0, ""),
        ("line.wbx", "[{\"output\":1}", 1, "bad-json at --json, line 1"),
        ("text.wbx", "{}", 3, "bad-magic at text.wbx"),
        ("cut.wbx", "{}", 3, "truncated at cut.wbx"),
        ("newer.wbx", "{}", 4, "bad-version at newer.wbx"),
        ("nothing.wbx", "{}", 6, ": No such file or directory; look at the path"),
    ];
    for (model, json, expected, words) in cases {
        let said = code(model, json);
        assert_eq!(said.code, expected, "{said:?}");
        assert!(said.err.contains(words), "{said:?}");
    }
    let said = shell.run(&["predict", "line.wbx", "nothing.csv"]);
    assert!(
        said.code == 6 && said.err.contains("io at nothing.csv") && said.err.contains("; look at the path"),
        "{said:?}"
    );
    assert_eq!(shell.run(&["predict"]).code, 2);
    assert_eq!(shell.pipe(&["predict", "line.wbx"], "").code, 1);
    let help = shell.run(&["predict", "--help"]);
    assert!(help.code == 0 && help.out.contains("windowbox predict iris.wbx --sl 3.0"));
}

#[test]
fn names_and_labels_out_of_a_model_command_neither_terminal_nor_spreadsheet() {
    let mut pipeline = models::iris();
    let windowbox::pipeline::Task::Classification { classes, .. } = &mut pipeline.output.targets[0].task else {
        unreachable!()
    };
    *classes = models::strings(&["=cmd|' /C calc'!A0", "a\u{1b}[2J\nb", "c"]);
    pipeline.schema.columns[0].name = "s\u{1b}[2J".into();
    let shell = Shell::new(&[("evil.wbx", pipeline)]);
    let csv = |pl| format!("s\u{1b}[2J,sw,pl,pw\n1,1,{pl},1\n");
    let said = shell.pipe(&["predict", "evil.wbx"], csv(1));
    assert_eq!(said.out, "prediction\r\n'=cmd|' /C calc'!A0\r\n");
    let said = shell.pipe(&["predict", "evil.wbx", "--output", "label"], csv(5));
    assert_eq!(said.out, "a\\u{1b}[2J\\nb\n");
    let said = shell.pipe(&["predict", "evil.wbx"], "sw,pl,pw\n1,1,1\n");
    assert!(said.err.contains("column s\\u{1b}[2J") && !said.err.contains('\u{1b}'), "{said:?}");
}
