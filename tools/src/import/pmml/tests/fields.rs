//! Fields: how they are treated, and what is derived of them.

use super::*;

/// What the derived field `v` is, read by `y = v`.
fn derived(expression: &str, more: &str) -> Result<Predictor, Error> {
    let fields = field("double", expression);
    let model = format!(
        r#"<RegressionModel functionName="regression"><MS/><LocalTransformations>{more}{fields}</LocalTransformations>
        <RegressionTable intercept="0"><NumericPredictor name="v" coefficient="1"/></RegressionTable></RegressionModel>"#
    );
    open(&model)
}

fn of(expression: &str, row: [f64; 3]) -> Option<f64> {
    value(&derived(expression, "").unwrap(), row)
}

fn apply(function: &str, arguments: &[&str]) -> String {
    let argument = |text: &&str| match *text {
        "x" | "z" | "c" => format!(r#"<FieldRef field="{text}"/>"#),
        text if text.starts_with('<') => text.to_owned(),
        text => format!("<Constant>{text}</Constant>"),
    };
    format!(r#"<Apply function="{function}">{}</Apply>"#, arguments.iter().map(argument).collect::<String>())
}

#[test]
fn functions_of_numbers_are_pmmls() {
    for (function, arguments, want) in [
        ("+", &["x", "z"][..], Some(7.0)),
        ("-", &["x", "z"], Some(-3.0)),
        ("*", &["x", "z"], Some(10.0)),
        ("/", &["x", "z"], Some(0.4)),
        ("/", &["1.0", "x"], Some(0.5)),
        ("pow", &["x", "z"], Some(32.0)),
        ("exp", &["0.0"], Some(1.0)),
        ("ln", &["1.0"], Some(0.0)),
        ("log10", &["100.0"], Some(2.0)),
        ("sqrt", &["9.0"], Some(3.0)),
        ("abs", &["-2.5"], Some(2.5)),
        ("floor", &["-2.5"], Some(-3.0)),
        ("ceil", &["-2.5"], Some(-2.0)),
        ("round", &["2.5"], Some(3.0)),
        ("min", &["x", "z", "1.0"], Some(1.0)),
        ("max", &["x", "z"], Some(5.0)),
        ("sum", &["x", "z", "1.0"], Some(8.0)),
        ("avg", &["x", "z"], Some(3.5)),
        ("median", &["x", "z", "9.0"], Some(5.0)),
        ("threshold", &["x", "1.0"], Some(1.0)),
        ("threshold", &["x", "2.0"], Some(0.0)),
        ("lessThan", &["x", "2.0"], Some(0.0)),
        ("lessOrEqual", &["x", "2.0"], Some(1.0)),
        ("greaterThan", &["x", "2.0"], Some(0.0)),
        ("greaterOrEqual", &["x", "2.0"], Some(1.0)),
        ("equal", &["x", "2"], Some(1.0)),
        ("notEqual", &["x", "2"], Some(0.0)),
        ("isIn", &["x", "1", "2"], Some(1.0)),
        ("isNotIn", &["x", "1", "2"], Some(0.0)),
        ("isNotMissing", &["x"], Some(1.0)),
    ] {
        assert_eq!(of(&apply(function, arguments), [2.0, 5.0, 0.0]), want, "{function}");
    }
}

#[test]
fn a_missing_argument_makes_a_missing_result_but_for_aggregates() {
    for (function, arguments, want) in [
        ("+", &["x", "z"][..], None),
        ("*", &["x", "z"], None),
        ("if", &[&apply("lessThan", &["x", "0.0"])[..], "1.0", "2.0"], None),
        ("if", &[&apply("isMissing", &["x"])[..], "1.0", "2.0"], Some(1.0)),
        ("sum", &["x", "z"], Some(5.0)),
        ("min", &["x", "z"], Some(5.0)),
        ("avg", &["x", "x"], None),
        ("or", &[&apply("isMissing", &["x"])[..], &apply("lessThan", &["x", "0.0"])], None),
        ("isIn", &["x", "5.0"], Some(0.0)),
        ("isNotIn", &["x", "5.0"], Some(1.0)),
        ("and", &[&apply("isMissing", &["x"])[..], &apply("lessThan", &["x", "0.0"])], None),
    ] {
        assert_eq!(of(&apply(function, arguments), [NAN, 5.0, 0.0]), want, "{function}");
    }
    let default = apply("+", &["x", "1.0"]).replacen("<Apply ", r#"<Apply defaultValue="7" "#, 1);
    assert_eq!(of(&default, [NAN, 0.0, 0.0]), Some(7.0));
    let mapped = apply("+", &["x", "1.0"]).replacen("<Apply ", r#"<Apply mapMissingTo="-1" "#, 1);
    assert_eq!((of(&mapped, [NAN, 0.0, 0.0]), of(&mapped, [1.0, 0.0, 0.0])), (Some(-1.0), Some(2.0)));
}

#[test]
fn questions_about_categories_are_numbers() {
    for (function, arguments, wants) in [
        ("equal", &["c", "b"][..], [Some(0.0), Some(1.0), None]),
        ("notEqual", &["c", "b"], [Some(1.0), Some(0.0), None]),
        ("isIn", &["c", "a", "d"], [Some(1.0), Some(0.0), Some(0.0)]),
        ("isNotIn", &["c", "a", "d"], [Some(0.0), Some(1.0), Some(1.0)]),
        ("isMissing", &["c"], [Some(0.0), Some(0.0), Some(1.0)]),
        ("isNotMissing", &["c"], [Some(1.0), Some(1.0), Some(0.0)]),
    ] {
        let got = [0.0, 1.0, NAN].map(|code| of(&apply(function, arguments), [0.0, 0.0, code]));
        assert_eq!(got, wants, "{function}");
    }
}

#[test]
fn functions_of_the_file_see_their_arguments_alone() {
    let root = r#"<TransformationDictionary><DefineFunction name="twice" optype="continuous" dataType="double">
        <ParameterField name="a" dataType="double"/><Apply function="*"><FieldRef field="a"/><Constant>2.0</Constant></Apply></DefineFunction>
        <DefineFunction name="loop" optype="continuous"><ParameterField name="a"/><Apply function="loop"><FieldRef field="a"/></Apply></DefineFunction>
        <DefineFunction name="other" optype="continuous"><ParameterField name="a"/><FieldRef field="x"/></DefineFunction>
        </TransformationDictionary>"#;
    let open = |expression: &str| {
        let model = regression("", &field("double", expression)).replacen(
            "<RegressionModel",
            &format!("{root}<RegressionModel"),
            1,
        );
        super::open(&model)
    };
    let twice = open(&apply("twice", &[&apply("twice", &["x"])])).unwrap();
    assert_eq!(value(&twice, [3.0, 0.0, 0.0]), Some(1.0 + 2.0 * 12.0));
    assert_eq!(open(&apply("loop", &["x"])).unwrap_err().code, "limit");
    let define = |k: usize, body: &str| {
        format!(r#"<DefineFunction name="f{k}" optype="continuous"><ParameterField name="a"/>{body}</DefineFunction>"#)
    };
    let doubled = (1..40).fold(define(0, r#"<FieldRef field="a"/>"#), |all, k| {
        let call = format!(r#"<Apply function="f{}"><FieldRef field="a"/></Apply>"#, k - 1);
        all + &define(k, &format!(r#"<Apply function="+">{call}{call}</Apply>"#))
    });
    let grown = format!("<TransformationDictionary>{doubled}</TransformationDictionary>");
    let model = regression("", &field("double", &apply("f39", &["x"])));
    let grown = model.replacen("<RegressionModel", &format!("{grown}<RegressionModel"), 1);
    assert_eq!(super::open(&grown).unwrap_err().code, "limit");
    // What is refused and not used leaves no trace.
    let refused = field("double", &apply("+", &[&apply("other", &["x"]), "1.0"])).replace("\"v\"", "\"u\"");
    let many = format!("{}{}", refused.repeat(300), field("double", &apply("twice", &["x"])));
    let many = regression("", &many).replacen("<RegressionModel", &format!("{root}<RegressionModel"), 1);
    assert_eq!(value(&super::open(&many).unwrap(), [3.0, 0.0, 0.0]), Some(13.0));
    assert_eq!(open(&apply("other", &["x"])).unwrap_err().code, "malformed");
    assert_eq!(open(&apply("twice", &["x", "z"])).unwrap_err().code, "malformed");
}

#[test]
fn what_other_precisions_would_compute_is_refused() {
    let single = field("float", r#"<FieldRef field="x"/>"#).replace("\"v\"", "\"s\"");
    let plus = r#"<Apply function="+"><FieldRef field="s"/><Constant>1.0</Constant></Apply>"#;
    assert_eq!(derived(plus, &single).unwrap_err().code, "unsupported-feature");
    // A comparison is exact: 0.1 in single precision is above it.
    let above = r#"<Apply function="greaterThan"><FieldRef field="s"/><Constant>0.1</Constant></Apply>"#;
    assert_eq!(value(&derived(above, &single).unwrap(), [0.1, 0.0, 0.0]), Some(1.0));
    assert_eq!(derived(&apply("/", &["1", "2"]), "").unwrap_err().code, "unsupported-feature");
}

#[test]
fn truth_can_be_asked_by_a_tree() {
    let derived = format!(
        r#"<LocalTransformations><DerivedField name="v" optype="categorical" dataType="boolean">{}</DerivedField></LocalTransformations>"#,
        apply("lessThan", &["x", "z"])
    );
    let model = tree("")
        .replace("<MS/>", &format!("<MS/>{derived}"))
        .replace(r#"field="x" operator="lessThan" value="2""#, r#"field="v" operator="equal" value="true""#);
    let predictor = open(&model).unwrap();
    assert_eq!(value(&predictor, [1.0, 2.0, 0.0]), Some(1.0));
    assert_eq!(value(&predictor, [2.0, 1.0, 0.0]), Some(2.0));
}

#[test]
fn bins_have_open_and_closed_ends() {
    let bins = |more: &str| {
        format!(
            r#"<Discretize field="x" {more}><DiscretizeBin binValue="10"><Interval closure="openClosed" rightMargin="0"/></DiscretizeBin>
            <DiscretizeBin binValue="20"><Interval closure="openOpen" leftMargin="0" rightMargin="1"/></DiscretizeBin>
            <DiscretizeBin binValue="30"><Interval closure="closedOpen" leftMargin="1" rightMargin="2"/></DiscretizeBin></Discretize>"#
        )
    };
    for (x, want) in [(0.0, Some(10.0)), (0.5, Some(20.0)), (1.0, Some(30.0)), (2.0, None), (NAN, None)] {
        assert_eq!(of(&bins(""), [x, 0.0, 0.0]), want, "{x}");
    }
    assert_eq!(of(&bins(r#"defaultValue="9""#), [2.0, 0.0, 0.0]), Some(9.0));
    assert_eq!(of(&bins(r#"mapMissingTo="8""#), [NAN, 0.0, 0.0]), Some(8.0));
    assert_eq!(of(&bins(r#"mapMissingTo="8""#), [2.0, 0.0, 0.0]), None);
    assert_eq!(derived(&bins("").replace("30", "high"), "").unwrap_err().code, "unsupported-feature");
}

#[test]
fn a_bent_line_ends_as_it_is_told() {
    let bent = |more: &str| {
        format!(
            r#"<NormContinuous field="x" {more}><LinearNorm orig="0" norm="0"/><LinearNorm orig="1" norm="10"/>
            <LinearNorm orig="2" norm="10"/><LinearNorm orig="3" norm="8"/></NormContinuous>"#
        )
    };
    for (x, want) in [(0.5, 5.0), (1.5, 10.0), (2.5, 9.0), (4.0, 6.0), (-1.0, -10.0)] {
        assert_eq!(of(&bent(""), [x, 0.0, 0.0]), Some(want), "{x}");
    }
    let ends = |more: &str| [-1.0, 0.5, 4.0, NAN].map(|x| of(&bent(more), [x, 0.0, 0.0]));
    assert_eq!(ends(r#"outliers="asExtremeValues""#), [Some(0.0), Some(5.0), Some(8.0), None]);
    assert_eq!(ends(r#"outliers="asMissingValues""#), [None, Some(5.0), None, None]);
    assert_eq!(ends(r#"outliers="asMissingValues" mapMissingTo="1""#), [None, Some(5.0), None, Some(1.0)]);
}

/// `y = x`, where the dictionary says more of x, and its mining field too.
fn with_x(field: &str, mining: &str) -> Result<Predictor, Error> {
    let model = r#"<RegressionModel functionName="regression"><MS/><RegressionTable intercept="0">
        <NumericPredictor name="x" coefficient="1"/></RegressionTable></RegressionModel>"#;
    let text = file(model)
        .replacen(
            r#"name="x" optype="continuous" dataType="double"/>"#,
            &format!(r#"name="x" optype="continuous" dataType="double">{field}</DataField>"#),
            1,
        )
        .replacen(r#"<MiningField name="x"/>"#, &format!(r#"<MiningField name="x" {mining}/>"#), 1);
    import(text.as_bytes(), &Sidecar::default())?.pipeline.check()
}

#[test]
fn numbers_are_treated_as_their_fields_say() {
    let interval = r#"<Interval closure="closedClosed" leftMargin="0" rightMargin="10"/>"#;
    let marker = r#"<Value value="-999" property="missing"/>"#;
    let invalid = r#"<Value value="5" property="invalid"/>"#;
    let low = r#"lowValue="0" highValue="10""#;
    for (field, mining, wants) in [
        (interval, String::new(), [Some(5.0), None, None]),
        (interval, r#"invalidValueTreatment="asIs""#.to_owned(), [Some(5.0), Some(-999.0), None]),
        (
            interval,
            r#"invalidValueTreatment="asMissing" missingValueReplacement="3""#.to_owned(),
            [Some(5.0), Some(3.0), Some(3.0)],
        ),
        (
            interval,
            r#"invalidValueTreatment="asValue" invalidValueReplacement="4""#.to_owned(),
            [Some(5.0), Some(4.0), None],
        ),
        (marker, r#"missingValueReplacement="3""#.to_owned(), [Some(5.0), Some(3.0), Some(3.0)]),
        (invalid, r#"missingValueReplacement="3""#.to_owned(), [None, Some(-999.0), Some(3.0)]),
        ("", format!(r#"outliers="asExtremeValues" {low}"#), [Some(5.0), Some(0.0), None]),
        (
            "",
            format!(r#"outliers="asMissingValues" {low} missingValueReplacement="3""#),
            [Some(5.0), Some(3.0), Some(3.0)],
        ),
    ] {
        let predictor = with_x(field, &mining).unwrap();
        assert_eq!([5.0, -999.0, NAN].map(|x| value(&predictor, [x, 0.0, 0.0])), wants, "{field} {mining}");
    }
    assert_eq!(with_x("", r#"outliers="asOther" lowValue="0" highValue="1""#).unwrap_err().code, "malformed");
}
