//! Dates: what JPMML's evaluator answers, and what is refused.

use super::*;
use windowbox::data::Trouble;

/// A file of one field `d`, and a number `v` that is derived of it.
fn dated(kind: &str, attributes: &str, derived: &str) -> Result<Predictor, Error> {
    model(
        kind,
        &format!(
            r#"<RegressionModel functionName="regression"><MiningSchema><MiningField name="y" usageType="target"/><MiningField name="d" {attributes}/></MiningSchema>
            <LocalTransformations>{derived}</LocalTransformations>
            <RegressionTable intercept="0"><NumericPredictor name="v" coefficient="1"/></RegressionTable></RegressionModel>"#
        ),
    )
}

fn model(kind: &str, model: &str) -> Result<Predictor, Error> {
    let (kind, optype) = kind.split_once(' ').unwrap_or((kind, "ordinal"));
    let file = format!(
        r#"<?xml version="1.0"?><PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"><Header/><DataDictionary>
        <DataField name="y" optype="continuous" dataType="double"/><DataField name="d" optype="{optype}" dataType="{kind}"/>
        </DataDictionary>{model}</PMML>"#
    );
    import(file.as_bytes(), &Sidecar::default())?.pipeline.check()
}

fn field(kind: &str, expression: &str) -> String {
    format!(r#"<DerivedField name="v" optype="continuous" dataType="{kind}">{expression}</DerivedField>"#)
}

const D: &str = r#"<FieldRef field="d"/>"#;

fn function(function: &str, rest: &str) -> String {
    format!(r#"<Apply function="{function}">{D}{rest}</Apply>"#)
}

fn constant(text: &str) -> String {
    format!("<Constant>{text}</Constant>")
}

fn choice(function: &str, rest: &str) -> String {
    format!(r#"<Apply function="if">{}{}{}</Apply>"#, self::function(function, rest), constant("1.0"), constant("2.0"))
}

/// The answer to a cell, or the trouble with it.
fn ask(predictor: &Predictor, cell: Option<&str>) -> Result<f64, Trouble> {
    let mut table = Table::new(&predictor.pipeline().schema);
    table.push(vec![Cell::Text(cell.map(Into::into))]);
    let prediction = predictor.predict(&table);
    match prediction.issues.first() {
        Some(issue) if issue.fatal => Err(issue.trouble),
        _ => Ok(prediction.targets[0].scores[0]),
    }
}

#[test]
fn functions_make_numbers_of_dates() {
    let year = |year: &str| constant(year);
    for (kind, name, rest, cell, want) in [
        ("date", "dateDaysSinceYear", year("1970"), "2020-02-29", 18321.0),
        ("date", "dateDaysSinceYear", year("0"), "2020-02-29", 737_849.0),
        ("dateTime", "dateDaysSinceYear", year("1970"), "1969-12-31T12:00:00", -1.0),
        ("dateTime", "dateSecondsSinceYear", year("1960"), "1959-12-31T23:59:58.5", -1.0),
        ("dateTime", "dateSecondsSinceMidnight", String::new(), "1969-12-31T23:59:59.5", 86399.0),
        ("time", "dateSecondsSinceMidnight", String::new(), "12:30", 45000.0),
    ] {
        let predictor = dated(kind, "", &self::field("integer", &function(name, &rest))).unwrap();
        assert_eq!(ask(&predictor, Some(cell)), Ok(want), "{name} of a {kind}");
        assert_eq!(ask(&predictor, None), Err(Trouble::MissingNotAllowed));
        assert_eq!(ask(&predictor, Some("")), Err(Trouble::MissingNotAllowed), "empty is missing");
        assert_eq!(ask(&predictor, Some("2019-02-29")), Err(Trouble::BadType));
    }
}

#[test]
fn fields_that_count_are_numbers() {
    for (kind, cell, want) in [
        ("dateDaysSince[1960]", "2020-02-29", 21974.0),
        ("dateDaysSince[2000] continuous", "2000-01-02", 1.0),
        ("dateTimeSecondsSince[1970]", "1969-12-31T23:59:59.5", 0.0),
        ("timeSeconds continuous", "-1:30:30", -5430.0),
    ] {
        let predictor = dated(kind, "", &field("double", D)).unwrap();
        assert_eq!(ask(&predictor, Some(cell)), Ok(want), "{kind}");
    }
}

#[test]
fn dates_are_compared_with_dates() {
    let days =
        |function: &str| dated("date", "", &field("double", &choice(function, &constant("2020-06-01")))).unwrap();
    let cells = ["2020-05-31", "2020-06-01", "2020-06-02"];
    for (function, want) in [
        ("lessThan", [1.0, 2.0, 2.0]),
        ("lessOrEqual", [1.0, 1.0, 2.0]),
        ("greaterThan", [2.0, 2.0, 1.0]),
        ("equal", [2.0, 1.0, 2.0]),
        ("notEqual", [1.0, 2.0, 1.0]),
        ("isIn", [2.0, 1.0, 2.0]),
        ("isNotIn", [1.0, 2.0, 1.0]),
    ] {
        assert_eq!(cells.map(|cell| ask(&days(function), Some(cell)).unwrap()), want, "{function}");
    }
    let instant = constant("2020-06-01T10:00:00");
    let predictor = dated("dateTime", "", &field("double", &choice("lessOrEqual", &instant))).unwrap();
    let cells = ["2020-06-01T10:00", "2020-06-01T10:00:00.000000001", "2020-06-01T09:59:59.999999999"];
    assert_eq!(cells.map(|cell| ask(&predictor, Some(cell)).unwrap()), [1.0, 2.0, 1.0]);
}

fn tree(kind: &str, predicate: &str) -> Result<Predictor, Error> {
    let tree = format!(
        r#"<TreeModel functionName="regression" missingValueStrategy="none"><MiningSchema><MiningField name="y" usageType="target"/><MiningField name="d"/></MiningSchema>
        <Node score="0"><True/><Node score="1">{predicate}</Node><Node score="2"><True/></Node></Node></TreeModel>"#
    );
    model(kind, &tree)
}

fn simple(operator: &str, value: &str) -> String {
    format!(r#"<SimplePredicate field="d" operator="{operator}" value="{value}"/>"#)
}

#[test]
fn predicates_ask_dates() {
    let predictor = tree("date", &simple("lessThan", "2020-06-01")).unwrap();
    assert_eq!(["2020-05-31", "2020-06-01"].map(|cell| ask(&predictor, Some(cell)).unwrap()), [1.0, 2.0]);
    assert_eq!(ask(&predictor, None), Ok(2.0));
    let set = r#"<SimpleSetPredicate field="d" booleanOperator="isIn"><Array type="string">2020-02-29 "2021-01-01"</Array></SimpleSetPredicate>"#;
    let predictor = tree("date categorical", set).unwrap();
    assert_eq!(["2020-02-29", "2020-03-01"].map(|cell| ask(&predictor, Some(cell)).unwrap()), [1.0, 2.0]);
    let predictor = tree("time", &simple("isMissing", "")).unwrap();
    assert_eq!([ask(&predictor, None), ask(&predictor, Some("10:00"))], [Ok(1.0), Ok(2.0)]);
    let predictor = tree("timeSeconds", &simple("equal", "10:00:00")).unwrap();
    assert_eq!(ask(&predictor, Some("0010:00:00")), Ok(1.0));
}

#[test]
fn missing_and_invalid_dates_are_treated() {
    let lacks = format!(
        r#"<Apply function="if">{}{}{}</Apply>"#,
        function("isMissing", ""),
        constant("-5.0"),
        function("dateDaysSinceYear", &constant("1970"))
    );
    let with = |attributes: &str| dated("date", attributes, &field("double", &lacks)).unwrap();
    let missing = with(r#"invalidValueTreatment="asMissing""#);
    assert_eq!([ask(&missing, Some("2019-02-29")), ask(&missing, None)], [Ok(-5.0), Ok(-5.0)]);
    let filled = with(r#"invalidValueTreatment="asMissing" missingValueReplacement="2000-01-01""#);
    assert_eq!([ask(&filled, Some("2019-02-29")), ask(&filled, None)], [Ok(10957.0), Ok(10957.0)]);
    let asked = with(r#"missingValueReplacement="2000-01-01""#);
    assert_eq!([ask(&asked, Some("x")), ask(&asked, None)], [Err(Trouble::BadType), Ok(10957.0)]);
    let there = with(r#"missingValueTreatment="returnInvalid""#);
    assert_eq!(ask(&there, None), Err(Trouble::MissingNotAllowed));
}

#[test]
fn patterns_of_one_number_are_read() {
    let of = |kind, pattern, cell| {
        let digits = field("integer", &function("formatDatetime", &constant(pattern)));
        ask(&dated(kind, "", &digits).unwrap(), Some(cell)).unwrap()
    };
    let date = ["%Y", "%m", "%d", "%e", "%j"].map(|pattern| of("date", pattern, "2020-03-01"));
    assert_eq!(date, [2020.0, 3.0, 1.0, 1.0, 61.0]);
    assert_eq!(["%H", "%M", "%S"].map(|pattern| of("time", pattern, "13:04:05.9")), [13.0, 4.0, 5.0]);
    for (kind, pattern) in [("date", "%H"), ("time", "%Y"), ("date", "%A"), ("date", "%Y%m%d"), ("date", "")] {
        let digits = field("integer", &function("formatDatetime", &constant(pattern)));
        assert_eq!(dated(kind, "", &digits).unwrap_err().code, "unsupported-feature", "{kind} {pattern}");
    }
}

#[test]
fn a_part_of_a_date_time_is_a_date() {
    let day = r#"<DerivedField name="day" optype="ordinal" dataType="date"><FieldRef field="d"/></DerivedField>"#;
    let days = r#"<Apply function="dateDaysSinceYear"><FieldRef field="day"/><Constant>1970</Constant></Apply>"#;
    let predictor = dated("dateTime", "", &format!("{day}{}", field("integer", days))).unwrap();
    assert_eq!(ask(&predictor, Some("1970-01-03T23:59:59")), Ok(2.0));
}

#[test]
fn what_a_date_cannot_do_is_refused_by_name() {
    let code = |kind: &str, expression: &str| dated(kind, "", &field("double", expression)).unwrap_err().code;
    for (kind, expression) in [
        ("date", D.to_owned()),
        ("dateDaysSince[0]", D.to_owned()),
        ("dateDaysSince[1971]", D.to_owned()),
        ("date", function("dateSecondsSinceYear", &constant("1970"))),
        ("date", function("dateSecondsSinceMidnight", "")),
        ("time", function("dateDaysSinceYear", &constant("1970"))),
        ("date", function("dateDaysSinceYear", &constant("1970.5"))),
        ("date", function("dateDaysSinceYear", &constant("10000"))),
        ("date", function("dateDaysSinceYear", D)),
        ("date", function("dateDaysSinceYear", "")),
        ("dateDaysSince[1970]", function("+", &constant("1"))),
        ("date", function("max", D)),
        ("date categorical", choice("lessThan", &constant("2020-01-01"))),
        ("dateTime", choice("lessThan", &constant("2020-01-01T10:00:00.5"))),
        ("date", choice("equal", r#"<Constant dataType="dateTime">2020-01-01T10:00</Constant>"#)),
    ] {
        assert_eq!(code(kind, &expression), "unsupported-feature", "{kind} {expression}");
    }
    assert_eq!(code("date", &choice("equal", &constant("18414"))), "malformed");
    assert_eq!(tree("date", &simple("lessThan", "18414")).unwrap_err().code, "malformed");
    assert_eq!(tree("date categorical", &simple("lessThan", "2020-01-01")).unwrap_err().code, "unsupported-feature");
    let treated =
        |attributes| dated("date", attributes, &field("double", &function("dateDaysSinceYear", &constant("1970"))));
    assert_eq!(treated(r#"missingValueReplacement="15""#).unwrap_err().code, "malformed");
    assert_eq!(
        treated(r#"invalidValueTreatment="asValue" invalidValueReplacement="2000-01-01""#).unwrap_err().code,
        "unsupported-feature"
    );
    assert_eq!(
        treated(r#"outliers="asMissingValues" lowValue="0" highValue="1""#).unwrap_err().code,
        "unsupported-feature"
    );
}
