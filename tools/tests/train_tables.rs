//! Tables as people have them: a cell that spoils its column, decimal commas, numbers
//! that no variance survives, targets that cannot be learnt. Each is named with its
//! place and what to do.

mod common;

use common::run;
use indicatif::ProgressBar;
use windowbox_tools::train::{Goal, Request, train};

fn request(model: &str, goal: Option<Goal>) -> Request {
    let mut request = common::request("y", model);
    request.wish.goal = goal;
    request
}

fn refused(table: &str, request: &Request) -> windowbox::Error {
    train(table.as_bytes(), request, &ProgressBar::hidden()).err().unwrap()
}

/// The columns and the notes of what came out.
fn learnt(table: &str) -> (Vec<String>, String) {
    let trained = run(table, &request("decision-tree", None));
    let pipeline = trained.predictor.pipeline();
    (pipeline.schema.names().map(str::to_owned).collect(), pipeline.card.notes.join("\n"))
}

/// 80 rows of `x`, of a column that is good, and of two classes; row 50 (line 52)
/// has `spoilt` for x.
fn table(x: impl Fn(usize) -> String, spoilt: &str) -> String {
    let cell = |i: usize| if i == 50 { spoilt.to_owned() } else { x(i) };
    let row = |i: usize| format!("{};{};{}\n", cell(i), i % 9, ["a", "b"][i % 2]);
    "x;good;y\n".to_owned() + &(0..80).map(row).collect::<String>()
}

fn float(i: usize) -> String {
    format!("{}", i as f64 + 0.25)
}

#[test]
fn one_cell_that_is_no_number_is_named_with_its_line() {
    let (columns, notes) = learnt(&table(float, "?"));
    assert_eq!(columns, ["good"]);
    let said = "x is left out: it is text, and nearly every cell is different; \
                1 of 80 cells is no number, first \"?\" on line 52; mend";
    assert!(notes.contains(said) && !notes.contains("identifier"), "{notes}");
    let (columns, notes) = learnt(&table(|i| (i % 29).to_string(), "-"));
    assert_eq!(columns, ["x", "good"]);
    assert!(notes.contains("x is text: 1 of 80 cells is no number, first \"-\" on line 52; mend"), "{notes}");
}

#[test]
fn words_for_missing_cells_leave_numbers_numbers() {
    for word in ["n/a", "N/A", "NA", "NULL", "null", "None", "NaN", ""] {
        let trained = run(&table(float, word), &request("decision-tree", None));
        let column = &trained.predictor.pipeline().schema.columns[0];
        assert!(column.name == "x" && column.missing, "{word}");
        assert!(matches!(column.kind, windowbox::data::Kind::Numeric { .. }), "{word}");
    }
}

#[test]
fn decimal_commas_are_refused_by_name() {
    let error = refused(&table(|i| format!("0,{i}"), "0,5"), &request("decision-tree", None));
    assert_eq!((error.code, &error.place[..]), ("decimal-comma", "line 2, column x"));
    assert!(error.hint.contains("write it as 0.0"), "{error}");
    // A comma that is no point is left alone.
    let (columns, _) = learnt(&table(|i| ["p,q", "r"][i % 2].to_owned(), "r"));
    assert_eq!(columns, ["x", "good"]);
    let target = (0..40).map(|i| format!("{};{i},5\n", i % 7)).collect::<String>();
    let error = refused(&format!("x;y\n{target}"), &request("auto", None));
    assert_eq!((error.code, &error.place[..]), ("decimal-comma", "line 2, column y"));
}

#[test]
fn numbers_that_cannot_be_squared_are_refused_with_their_line() {
    for huge in ["1e308", "-1e151", "inf"] {
        let error = refused(&table(float, huge), &request("logistic", None));
        assert_eq!((error.code, &error.place[..]), ("bad-cell", "line 52, column x"), "{huge}");
        assert!(error.message.contains(huge) && !error.hint.is_empty(), "{error}");
    }
    let target = (0..40).map(|i| format!("{};{}\n", i % 7, if i == 3 { "1e200" } else { "1.5" }));
    let error = refused(&format!("x;y\n{}", target.collect::<String>()), &request("linear", None));
    assert_eq!(&error.place[..], "line 5, column y");
    // The largest that is allowed trains.
    run(&table(float, "1e150"), &request("auto", None));
}

#[test]
fn many_rare_levels_are_one_note() {
    let (_, notes) = learnt(&table(|i| format!("level {:02}", i % 28), "level 00"));
    let lines: Vec<&str> = notes.lines().filter(|line| line.contains("fewer than 5")).collect();
    assert_eq!(lines.len(), 1, "{notes}");
    let said = "28 levels of x are seen fewer than 5 times: \"level 00\", \"level 01\"";
    assert!(lines[0].starts_with(said) && lines[0].ends_with(", ..."), "{notes}");
}

#[test]
fn as_many_classes_as_rows_are_refused() {
    let rows: String = (0..60).map(|i| format!("{};{}.5\n", i % 7, i)).collect();
    let error = refused(&format!("x;y\n{rows}"), &request("auto", Some(Goal::Classification)));
    assert_eq!((error.code, &error.place[..]), ("bad-target", "--target"));
    assert!(error.message.contains("60 different values in 60 rows"), "{error}");
    assert!(error.hint.contains("--task regression"), "{error}");
    // A stray word made classes of numbers.
    let error = refused(&format!("x;y\n{rows}1;?\n"), &request("auto", None));
    assert!(error.hint.contains("first \"?\" on line 62"), "{error}");
}

#[test]
fn hints_can_be_followed() {
    let words = "x,y\n".to_owned() + &"1,u\n2,v\n".repeat(20);
    let error = refused(&words, &request("auto", Some(Goal::Regression)));
    assert_eq!((error.code, &error.place[..]), ("bad-target", "--task"));
    assert!(error.hint.contains("--task classification"), "{error}");
    // One word is neither a class nor a number.
    let error = refused("x,y\n1,u\n2,u\n3,u\n", &request("auto", None));
    assert!(error.code == "bad-target" && !error.hint.contains("regression"), "{error}");
}

#[test]
fn tables_without_rows_or_answers_are_told_apart() {
    let error = refused("x,y\n", &request("auto", None));
    assert_eq!((error.code, &error.message[..]), ("bad-table", "the table has no rows"));
    let error = refused("x,y\n1,\n2,NA\n", &request("auto", None));
    assert_eq!((error.code, &error.message[..]), ("bad-table", "no row has a y"));
    let (_, notes) = learnt(&(table(float, "1") + "1;1;\n"));
    assert!(notes.contains("1 row has no y and is left out"), "{notes}");
}

#[test]
fn a_wide_header_is_checked_in_no_time() {
    let names: Vec<String> = (0..100_000).map(|i| format!("a_column_with_a_long_name_{i}")).collect();
    let error = refused(&(names.join(",") + ",a_column_with_a_long_name_7\n"), &request("auto", None));
    assert_eq!((error.code, &error.place[..]), ("bad-table", "the header"));
}
