//! `windowbox import` with `--check`, `--data` and `--embed-rows`, as a shell runs it, on
//! models of other libraries and those libraries' own answers.

#[path = "cli/run.rs"]
mod run;

use run::{Said, Shell};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use windowbox::data::{Column, Kind, Schema};
use windowbox::model::nearest::{Metric, Order, Weight};
use windowbox::model::{Model, Nearest};
use windowbox::slots::Precision;
use windowbox::{Node, Op, Output, Pipeline, Target, unpack};

fn golden(id: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden").join(id)
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The rows of a golden case by column name, and what the library says of row `i`.
fn check(id: &str, says: &dyn Fn(&Value, usize) -> Value) -> Value {
    let (input, expected) = (read(&golden(id).join("input.json")), read(&golden(id).join("expected.json")));
    let columns: Vec<String> = serde_json::from_value(input["columns"].clone()).unwrap();
    let row = |row: &Value| columns.iter().cloned().zip(row.as_array().unwrap().clone()).collect::<Map<_, _>>();
    let rows: Vec<Map<String, Value>> = input["rows"].as_array().unwrap().iter().map(row).collect();
    let predictions: Vec<Value> = (0..rows.len()).map(|i| says(&expected, i)).collect();
    json!({"rows": rows, "predictions": predictions})
}

/// Margins, probabilities or values, and labels, as the file has them.
fn everything(expected: &Value, i: usize) -> Value {
    let parts = [("margin", "margin"), ("proba", "proba"), ("value", "value"), ("label", "label")];
    parts.iter().filter_map(|(from, to)| Some((to.to_string(), expected[from].get(i)?.clone()))).collect()
}

/// Imports a golden case's model with this check and more options.
fn import(shell: &Shell, id: &str, check: &Value, options: &[&str]) -> Said {
    shell.write("check.json", check.to_string());
    let folder = golden(id);
    let files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let model = files.iter().find(|path| path.file_stem().is_some_and(|stem| stem == "model")).unwrap();
    let schema = folder.join("schema.json");
    let mut args = vec!["import", model.to_str().unwrap(), "--check", "check.json", "-o", "m.wbx"];
    if schema.exists() {
        args.extend(["--schema", schema.to_str().unwrap()]);
    }
    args.extend(options);
    shell.run(&args)
}

#[test]
fn models_pass_with_their_libraries_own_answers() {
    let shell = Shell::new(&[]);
    for id in [
        "xgb-binary-titanic",
        "xgb-categorical-titanic",
        "xgb-gblinear-diabetes",
        "xgb-multioutput-linnerud",
        "lgb-multi-wine",
        "lgb-rf-breast",
        "cat-multi-wine",
        "cat-ctr-titanic",
        "treelite-forest-wine",
    ] {
        let said = import(&shell, id, &check(id, &everything), &[]);
        assert!(said.code == 0 && said.err.contains("of check.json: largest difference "), "{id}: {said:?}");
    }
}

#[test]
fn probabilities_are_taken_as_lists_objects_and_numbers() {
    let shell = Shell::new(&[]);
    let original = |expected: &Value, i: usize| expected["original"]["proba"][i].clone();
    let id = "onnx-columns-titanic";
    assert_eq!(import(&shell, id, &check(id, &original), &[]).code, 0);
    let by_label = |expected: &Value, i: usize| json!({"0": expected["proba"][i][0], "1": expected["proba"][i][1]});
    let positive = |expected: &Value, i: usize| expected["proba"][i][1].clone();
    let id = "xgb-binary-titanic";
    assert_eq!(import(&shell, id, &check(id, &by_label), &[]).code, 0);
    let said = import(&shell, id, &check(id, &positive), &[]);
    assert!(said.code == 0 && said.err.contains("single precision"), "{said:?}");
    let score =
        |expected: &Value, i: usize| json!({"value": expected["score_samples"][i], "label": expected["label"][i]});
    let id = "treelite-isoforest-iris";
    assert_eq!(import(&shell, id, &check(id, &score), &[]).code, 0);
    let label = |expected: &Value, i: usize| expected["pmml"][i].get("survived").cloned().unwrap_or_default();
    let id = "pmml-r-glm-titanic";
    let said = import(&shell, id, &check(id, &label), &[]);
    assert!(said.code == 0 && said.err.contains("every class is the same"), "{said:?}");
}

/// Gradient boosting with the exponential loss has other probabilities than its file says.
#[test]
fn a_check_of_probabilities_answers_what_treelite_leaves_open() {
    let shell = Shell::new(&[]);
    let id = "treelite-hgb-categorical-titanic";
    let mut schema = read(&golden(id).join("schema.json"));
    schema["input_cast"] = json!("f32");
    shell.write("f32.json", schema.to_string());
    let model = golden(id).join("model.json");
    let label = |expected: &Value, i: usize| expected["label"][i].clone();
    for (says, open) in [(&everything as &dyn Fn(&Value, usize) -> Value, false), (&label, true)] {
        shell.write("check.json", check(id, says).to_string());
        let args = ["import", model.to_str().unwrap(), "--schema", "f32.json", "--check", "check.json", "-o", "m.wbx"];
        let said = shell.run(&args);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(shell.run(&["inspect", "m.wbx"]).out.contains("exponential"), open);
    }
}

/// The text of a LightGBM model with its first leaf changed.
fn changed() -> String {
    let text = fs::read_to_string(golden("lgb-reg-diabetes").join("model.txt")).unwrap();
    let start = text.find("leaf_value=").unwrap() + "leaf_value=".len();
    let end = start + text[start..].find(' ').unwrap();
    format!("{}0.5{}", &text[..start], &text[end..])
}

#[test]
fn a_changed_leaf_ends_the_import_unless_the_difference_is_allowed() {
    let shell = Shell::new(&[]);
    shell.write("model.txt", changed());
    shell.write("check.json", check("lgb-reg-diabetes", &everything).to_string());
    let args = ["import", "model.txt", "--check", "check.json", "-o", "m.wbx"];
    let said = shell.run(&args);
    assert!(said.code == 3 && said.err.contains("check-failed at check.json: margin of row"), "{said:?}");
    assert!(said.err.contains("allowed 0.0e0") && said.err.contains("--allow-difference"), "{said:?}");
    assert!(!shell.path().join("m.wbx").exists());
    let said = shell.run(&[&args[..], &["--allow-difference"]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    let card = shell.run(&["inspect", "m.wbx"]).out;
    assert!(card.contains("allow-difference") && card.contains("answers otherwise than its library"), "{card}");
}

#[test]
fn a_check_that_does_not_fit_says_where() {
    let shell = Shell::new(&[]);
    let mut fits = check("xgb-binary-titanic", &everything);
    fits["rows"][3]["Fare"] = json!(1);
    let said = import(&shell, "xgb-binary-titanic", &fits, &[]);
    assert!(said.code == 1 && said.err.contains("rows[3]: the model has no column Fare"), "{said:?}");
    assert!(!shell.path().join("m.wbx").exists());
}

#[test]
fn a_row_that_the_original_does_not_answer_is_none_of_ours_either() {
    let shell = Shell::new(&[]);
    let mut lacks = check("xgb-binary-titanic", &everything);
    lacks["predictions"][0] = Value::Null;
    let said = import(&shell, "xgb-binary-titanic", &lacks, &[]);
    assert!(said.code == 3 && said.err.contains("the original gives no answer to row 0"), "{said:?}");
}

#[test]
fn the_card_says_where_a_model_comes_from_and_how_it_was_checked() {
    let shell = Shell::new(&[]);
    let id = "treelite-forest-wine";
    assert_eq!(import(&shell, id, &check(id, &everything), &[]).code, 0);
    let card = shell.run(&["inspect", "m.wbx", "--json"]).json()["card"].clone();
    let option = |name: &str| {
        let options = card["options"].as_array().unwrap();
        let option = options.iter().find(|option| option[0] == name);
        option.map(|option| option[1].as_str().unwrap().to_owned()).unwrap_or_default()
    };
    assert_eq!(card["made_with"][1][0], "treelite");
    assert_eq!(option("objective"), "kMultiClf");
    assert!(option("said by the schema").contains("features.name") && option("size").ends_with("trees"), "{card}");
    assert!(option("check").contains("rows of check.json: largest difference"), "{card}");
    assert_eq!(option("SHA-256 of the source file").len(), 64);
}

#[test]
fn a_sidecar_to_begin_with_is_made_for_the_model() {
    let shell = Shell::new(&[]);
    let model = golden("lgb-binary-titanic").join("model.txt").display().to_string();
    let said = shell.run(&["import", &model, "-o", "m.wbx"]);
    let start = said.err.find("{\"features\"").unwrap_or_else(|| panic!("{said:?}"));
    let end = start + said.err[start..].find("}}\n").unwrap() + 2;
    let sidecar: Value = serde_json::from_str(&said.err[start..end]).unwrap();
    assert_eq!(sidecar["target"]["classes"], json!([0, 1]));
    assert!(sidecar["features"].as_array().unwrap().iter().any(|feature| feature["name"] == "age"), "{sidecar}");
    // What is pasted is read, and nothing is left to say.
    shell.write("schema.json", sidecar.to_string());
    let said = shell.run(&["import", &model, "--schema", "schema.json", "-o", "m.wbx"]);
    assert!(said.code == 0 && !said.err.contains("does not know"), "{said:?}");
}

#[test]
fn a_fault_of_the_sidecar_names_its_file() {
    let shell = Shell::new(&[]);
    let model = golden("lgb-binary-titanic").join("model.txt").display().to_string();
    for (sidecar, what) in [
        (r#"{"features": ["#, "EOF"),
        (r#"{"feature": []}"#, "unknown field"),
        (r#"{"features": [{"name": "nobody"}]}"#, "1 features"),
    ] {
        shell.write("said.json", sidecar);
        let said = shell.run(&["import", &model, "--schema", "said.json", "-o", "m.wbx"]);
        assert!(said.code == 1 && said.err.contains("bad-sidecar at said.json: "), "{said:?}");
        assert!(said.err.contains(what) && !said.err.contains("model.txt"), "{said:?}");
    }
}

#[test]
fn a_model_is_called_so_that_it_can_be_packed() {
    let shell = Shell::new(&[]);
    let called = |file: &str, options: &[&str]| {
        fs::copy(golden("lgb-binary-titanic").join("model.txt"), shell.path().join(file)).unwrap();
        let said = shell.run(&[&["import", file, "-o", "m.wbx"], options].concat());
        assert_eq!(said.code, 0, "{said:?}");
        unpack(&fs::read(shell.path().join("m.wbx")).unwrap()).unwrap().into_pipeline().card.name
    };
    assert_eq!(called("My Model.txt", &[]), "my-model");
    assert_eq!(called("http.txt", &[]), "http-model");
    assert_eq!(called("My Model.txt", &["--name", "Fares"]), "Fares");
}

#[test]
fn a_table_fills_the_statistics_and_no_row_of_it_enters() {
    let shell = Shell::new(&[]);
    let rows: String = (0..20).map(|i| format!("{i},{},3,{},0,1\n", i * i, i % 3)).collect();
    shell.write("table.csv", format!("age,fare,pclass,sibsp,parch,prediction\n{rows}"));
    let model = golden("xgb-binary-titanic").join("model.json").display().to_string();
    let said = shell.run(&["import", &model, "--data", "table.csv", "-o", "m.wbx"]);
    assert_eq!(said.code, 0, "{said:?}");
    let bytes = fs::read(shell.path().join("m.wbx")).unwrap();
    let pipeline = unpack(&bytes).unwrap().into_pipeline();
    let (fare, answers) = (&pipeline.statistics.columns[1], &pipeline.statistics.predictions[0]);
    assert_eq!((fare.count, fare.min, fare.max, fare.quantiles.len()), (20, Some(0.0), Some(361.0), 21));
    assert_eq!(answers.levels.iter().sum::<u64>(), 20);
    assert!(pipeline.statistics.reliability.is_empty() && pipeline.statistics.conformal.is_none());
    assert!(pipeline.card.notes.iter().any(|note| note.contains("these may be training rows")));
    shell.write("table.csv", "age,fare,pclass,sibsp\n1,2,3,4\n");
    let said = shell.run(&["import", &model, "--data", "table.csv", "-o", "m.wbx"]);
    assert!(said.code == 1 && said.err.contains("the table has no column parch"), "{said:?}");
}

/// Every level is counted where it stands, in a column that lists more than a few.
#[test]
fn a_table_counts_levels_missing_cells_and_what_is_no_level() {
    let shell = Shell::new(&[]);
    let levels: Vec<String> = (0..70).map(|i| format!("level {i}")).collect();
    let encode = json!({"levels": vec![0.5; 70], "missing": 0, "unseen": 0});
    let model = json!({
        "format": "windowbox/0",
        "columns": [{"name": "name", "missing": true, "type": "categorical", "levels": levels, "unseen": "predicted"}],
        "nodes": [{"encode": encode, "reads": [0], "writes": [1]}],
        "targets": [{"name": "y", "slots": [1], "link": "identity"}],
    });
    shell.write("model.json", model.to_string());
    shell.write("table.csv", "name\nlevel 69\nlevel 0\nlevel 0\nNA\nlevel 70\n");
    let said = shell.run(&["import", "model.json", "--data", "table.csv", "-o", "m.wbx"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("\"level 0\" (2)") && said.err.contains("and 20 more"), "{said:?}");
    let pipeline = unpack(&fs::read(shell.path().join("m.wbx")).unwrap()).unwrap().into_pipeline();
    let name = &pipeline.statistics.columns[0];
    assert_eq!((name.levels[0], name.levels[1], name.levels[69], name.levels.len()), (2, 0, 1, 70));
    assert_eq!((name.count, name.missing), (5, 1));
}

#[test]
fn rows_of_a_check_are_carried_with_leave_and_else_made_up() {
    let shell = Shell::new(&[]);
    let mut check = check("xgb-binary-titanic", &everything);
    let mut proof = |made_up: bool, options: &[&str]| {
        check["synthesised"] = json!(made_up);
        let said = import(&shell, "xgb-binary-titanic", &check, options);
        assert_eq!(said.code, 0, "{said:?}");
        let proof = unpack(&fs::read(shell.path().join("m.wbx")).unwrap()).unwrap().into_pipeline().proof.unwrap();
        assert!(shell.run(&["check", "m.wbx"]).out.contains("is sound"));
        (proof.source, proof.synthesised, said.err.contains("are not carried"))
    };
    let xgboost = Some("XGBoost 3.2.0".to_owned());
    assert_eq!(proof(false, &[]), (None, true, true));
    assert_eq!(proof(false, &["--embed-rows"]), (xgboost.clone(), false, false));
    assert_eq!(proof(true, &[]), (xgboost, true, false));
}

/// One neighbour among two rows, of two answers each.
fn nearest() -> Pipeline {
    let nearest = Nearest {
        columns: 1,
        k: 1,
        metric: Metric::Euclidean,
        weight: Weight::Uniform,
        precision: Precision::F64,
        order: Order::Sorted,
        rows: vec![0.0, 1.0],
        answers: vec![5.0, 6.0, 7.0, 8.0],
        classes: 0,
    };
    let node = Node::new(Op::Model(Model::Nearest(nearest)), vec![0], 1, 2);
    let schema = Schema { columns: vec![Column { kind: Column::numeric("x").kind, ..Column::numeric("x") }] };
    assert!(matches!(schema.columns[0].kind, Kind::Numeric { .. }));
    Pipeline::new(schema, vec![node], Output::one(Target::regression("y", 1)))
}

#[test]
fn a_model_made_of_rows_needs_leave() {
    let shell = Shell::new(&[("near.wbx", nearest())]);
    assert_eq!(shell.run(&["export-json", "near.wbx", "-o", "near.json"]).code, 0);
    let said = shell.run(&["import", "near.json", "-o", "m.wbx"]);
    assert!(said.code == 1 && said.err.contains("rows-embedded") && said.err.contains("--embed-rows"), "{said:?}");
    assert_eq!(shell.run(&["import", "near.json", "--embed-rows", "-o", "m.wbx"]).code, 0);
}
