use super::super::{Sidecar, import};
use windowbox::data::{Cell, Table};
use windowbox::{Error, Predictor};

mod dates;
mod fields;
mod models;

const NAN: f64 = f64::NAN;

/// A file with the fields x and z (numbers), c (a, b, d) and the target y (no, yes).
fn file(model: &str) -> String {
    let rest = r#"<MiningSchema><MiningField name="y" usageType="target"/><MiningField name="x"/><MiningField name="z"/><MiningField name="c"/></MiningSchema>"#;
    format!(
        r#"<?xml version="1.0"?><PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4"><Header/><DataDictionary>
        <DataField name="y" optype="categorical" dataType="string"><Value value="no"/><Value value="yes"/></DataField>
        <DataField name="x" optype="continuous" dataType="double"/><DataField name="z" optype="continuous" dataType="double"/>
        <DataField name="c" optype="categorical" dataType="string"><Value value="a"/><Value value="b"/><Value value="d"/></DataField>
        </DataDictionary>{}</PMML>"#,
        model.replace("<MS/>", rest)
    )
}

fn open(model: &str) -> Result<Predictor, Error> {
    import(file(model).as_bytes(), &Sidecar::default())?.pipeline.check()
}

/// The scores of a row of x, z and the code of c, or nothing where it is refused.
fn scores(predictor: &Predictor, row: [f64; 3]) -> Option<Vec<f64>> {
    let mut table = Table::new(&predictor.pipeline().schema);
    table.push(row.map(Cell::Number).to_vec());
    let prediction = predictor.predict(&table);
    prediction.answered(0).then(|| prediction.targets[0].scores.clone())
}

fn value(predictor: &Predictor, row: [f64; 3]) -> Option<f64> {
    scores(predictor, row).map(|scores| scores[0])
}

fn refused(model: &str) -> &'static str {
    open(model).unwrap_err().code
}

/// A tree of numbers: 1 where x < 2 (or z is in its place), 2 where c is a or b, else 3.
fn tree(attributes: &str) -> String {
    format!(
        r#"<TreeModel functionName="regression" {attributes}><MS/><Node score="9" defaultChild="n2"><True/>
        <Node id="n1" score="1"><CompoundPredicate booleanOperator="surrogate">
          <SimplePredicate field="x" operator="lessThan" value="2"/><SimplePredicate field="z" operator="lessThan" value="0"/>
        </CompoundPredicate></Node>
        <Node id="n2" score="2"><SimpleSetPredicate field="c" booleanOperator="isIn"><Array type="string">"a" b</Array></SimpleSetPredicate></Node>
        <Node id="n3" score="3"><SimplePredicate field="c" operator="isNotMissing"/></Node>
        </Node></TreeModel>"#
    )
}

#[test]
fn a_tree_asks_in_order_and_surrogates_stand_in() {
    let predictor = open(&tree("")).unwrap();
    for (row, want) in [
        ([1.9, NAN, NAN], Some(1.0)),
        ([2.0, -1.0, 0.0], Some(2.0)),
        ([2.0, -1.0, 2.0], Some(3.0)),
        ([NAN, -1.0, 2.0], Some(1.0)),
        ([NAN, 0.0, 1.0], Some(2.0)),
        ([NAN, NAN, 1.0], Some(2.0)),
        // Unknown counts as false, and no child is true.
        ([NAN, NAN, NAN], None),
        ([3.0, 0.0, NAN], None),
        // A level that the dictionary does not list.
        ([3.0, 0.0, -1.0], None),
    ] {
        assert_eq!(value(&predictor, row), want, "{row:?}");
    }
}

#[test]
fn each_missing_strategy_has_its_own_answer() {
    let unknown = [NAN, NAN, 1.0];
    for (strategy, want) in [("nullPrediction", None), ("lastPrediction", Some(9.0)), ("defaultChild", Some(2.0))] {
        let predictor = open(&tree(&format!(r#"missingValueStrategy="{strategy}""#))).unwrap();
        assert_eq!(value(&predictor, unknown), want, "{strategy}");
        assert_eq!(value(&predictor, [1.0, 0.0, 0.0]), Some(1.0));
    }
    let last = open(&tree(r#"noTrueChildStrategy="returnLastPrediction""#)).unwrap();
    assert_eq!(value(&last, [3.0, 0.0, NAN]), Some(9.0));
    for strategy in ["weightedConfidence", "aggregateNodes"] {
        assert_eq!(refused(&tree(&format!(r#"missingValueStrategy="{strategy}""#))), "unsupported-model");
    }
}

/// Two trees and what is made of them.
fn ensemble(method: &str, function: &str, scores: [&str; 4]) -> String {
    let tree = |field: &str, low: &str, high: &str| {
        format!(
            r#"<TreeModel functionName="{function}" missingValueStrategy="nullPrediction"><MiningSchema/><Node><True/>
            <Node score="{low}"><SimplePredicate field="{field}" operator="lessOrEqual" value="0"/></Node>
            <Node score="{high}"><SimplePredicate field="{field}" operator="greaterThan" value="0"/></Node></Node></TreeModel>"#
        )
    };
    format!(
        r#"<MiningModel functionName="{function}"><MS/><Segmentation multipleModelMethod="{method}">
        <Segment weight="3"><True/>{}</Segment><Segment weight="1"><True/>{}</Segment></Segmentation></MiningModel>"#,
        tree("x", scores[0], scores[1]),
        tree("z", scores[2], scores[3])
    )
}

#[test]
fn sums_and_means_of_trees_and_none_where_one_is_missing() {
    for (method, want) in [("sum", 0.4), ("average", 0.2), ("weightedAverage", (3.0 * 0.1 + 0.3) / 4.0)] {
        let predictor = open(&ensemble(method, "regression", ["0.1", "7", "-5", "0.3"])).unwrap();
        assert_eq!(value(&predictor, [0.0, 1.0, 0.0]), Some(want), "{method}");
        assert_eq!(value(&predictor, [NAN, 1.0, 0.0]), None);
        assert_eq!(value(&predictor, [NAN, NAN, 0.0]), None);
    }
    assert_eq!(refused(&ensemble("weightedMedian", "regression", ["1", "2", "3", "4"])), "unsupported-feature");
}

#[test]
fn votes_are_shares() {
    let predictor = open(&ensemble("weightedMajorityVote", "classification", ["no", "yes", "yes", "no"])).unwrap();
    assert_eq!(scores(&predictor, [0.0, 0.0, 0.0]), Some(vec![0.75, 0.25]));
    assert_eq!(scores(&predictor, [0.0, 1.0, 0.0]), Some(vec![1.0, 0.0]));
    assert_eq!(scores(&predictor, [0.0, NAN, 0.0]), None);
    // Of equal votes the first class wins, which is said.
    let tie = file(&ensemble("majorityVote", "classification", ["yes", "no", "no", "yes"]));
    assert!(import(tie.as_bytes(), &Sidecar::default()).unwrap().unknown[0].contains("equal votes"));
}

#[test]
fn the_first_tree_whose_predicate_is_true_answers() {
    let model = ensemble("selectFirst", "regression", ["1", "2", "3", "4"]).replacen(
        r#""3"><True/>"#,
        r#""3"><SimplePredicate field="c" operator="equal" value="a"/>"#,
        1,
    );
    let predictor = open(&model).unwrap();
    assert_eq!(value(&predictor, [1.0, 0.0, 0.0]), Some(2.0));
    assert_eq!(value(&predictor, [1.0, 0.0, 1.0]), Some(3.0));
    assert_eq!(value(&predictor, [1.0, 0.0, NAN]), Some(3.0));
    assert_eq!(value(&predictor, [NAN, 0.0, 0.0]), None);
}

#[test]
fn a_chain_that_lacks_a_result_has_none() {
    let first = ensemble("sum", "regression", ["1", "2", "3", "4"]).replace(
        "<MS/>",
        r#"<MiningSchema/><Output><OutputField name="f"/></Output><Targets><Target rescaleFactor="-2" rescaleConstant="1"/></Targets>"#,
    );
    let predictor = open(&format!(
        r#"<MiningModel functionName="classification"><MS/><Segmentation multipleModelMethod="modelChain">
        <Segment><True/>{first}</Segment><Segment><True/><RegressionModel functionName="classification" normalizationMethod="logit">
        <MiningSchema/><RegressionTable intercept="1" targetCategory="yes"><NumericPredictor name="f" coefficient="1"/></RegressionTable>
        <RegressionTable intercept="0" targetCategory="no"/></RegressionModel></Segment></Segmentation></MiningModel>"#
    ))
    .unwrap();
    let want = 1.0 / (1.0 + 6f64.exp());
    assert!((scores(&predictor, [0.0, 0.0, 0.0]).unwrap()[1] - want).abs() < 1e-15);
    assert_eq!(scores(&predictor, [NAN, 0.0, 0.0]), None);
}

/// `y = 1 + 2 x + (c is b: 10)`, where x is derived.
fn regression(attributes: &str, derived: &str) -> String {
    format!(
        r#"<RegressionModel functionName="regression" {attributes}><MS/><LocalTransformations>{derived}</LocalTransformations>
        <RegressionTable intercept="1"><NumericPredictor name="v" coefficient="2"/><CategoricalPredictor name="c" value="b" coefficient="10"/>
        </RegressionTable></RegressionModel>"#
    )
}

fn field(kind: &str, expression: &str) -> String {
    format!(r#"<DerivedField name="v" optype="continuous" dataType="{kind}">{expression}</DerivedField>"#)
}

#[test]
fn a_regression_needs_its_numbers_but_not_its_categories() {
    let predictor = open(&regression("", &field("double", r#"<FieldRef field="x"/>"#))).unwrap();
    assert_eq!(value(&predictor, [3.0, NAN, 1.0]), Some(17.0));
    assert_eq!(value(&predictor, [3.0, NAN, NAN]), Some(7.0));
    assert_eq!(value(&predictor, [NAN, 0.0, 1.0]), None);
    assert_eq!(
        refused(&regression(r#"normalizationMethod="simplemax""#, &field("double", r#"<FieldRef field="x"/>"#))),
        "unsupported-feature"
    );
}

#[test]
fn a_missing_cell_can_be_invalid() {
    let model = regression("", &field("double", r#"<FieldRef field="x"/>"#));
    let json = file(&model).replace(r#"name="c"/></Mi"#, r#"name="c" missingValueTreatment="returnInvalid"/></Mi"#);
    assert_ne!(json, file(&model));
    let predictor = import(json.as_bytes(), &Sidecar::default()).unwrap().pipeline.check().unwrap();
    assert_eq!(value(&predictor, [3.0, NAN, 0.0]), Some(7.0));
    assert_eq!(value(&predictor, [3.0, NAN, NAN]), None);
}

#[test]
fn derived_fields_are_steps() {
    let constant =
        |function: &str| format!(r#"<Apply function="{function}"><FieldRef field="x"/><Constant>4</Constant></Apply>"#);
    let map = |more: &str| {
        format!(
            r#"<MapValues outputColumn="to" {more}><FieldColumnPair field="c" column="from"/><InlineTable>
            <row><from>a</from><to>5</to></row><row><from>b</from><to>6</to></row></InlineTable></MapValues>"#
        )
    };
    let of = |kind: &str, expression: &str, row: [f64; 3]| {
        open(&regression("", &field(kind, expression))).map(|predictor| value(&predictor, row))
    };
    for (function, v) in [("+", 12.0), ("-", 4.0), ("*", 32.0), ("/", 2.0)] {
        assert_eq!(of("double", &constant(function), [8.0, 0.0, 0.0]).unwrap(), Some(1.0 + 2.0 * v), "{function}");
    }
    assert_eq!(of("double", &map(r#"defaultValue="7""#), [0.0, 0.0, 2.0]).unwrap(), Some(15.0));
    assert_eq!(of("double", &map(r#"defaultValue="7" mapMissingTo="1""#), [0.0, 0.0, NAN]).unwrap(), Some(3.0));
    assert_eq!(of("double", &map(r#"defaultValue="7""#), [0.0, 0.0, NAN]).unwrap(), None);
    assert_eq!(of("double", r#"<NormDiscrete field="c" value="d"/>"#, [0.0, 0.0, 2.0]).unwrap(), Some(3.0));
    let line =
        r#"<NormContinuous field="x"><LinearNorm orig="1" norm="0"/><LinearNorm orig="3" norm="1"/></NormContinuous>"#;
    assert_eq!(of("double", line, [7.0, 0.0, 0.0]).unwrap(), Some(7.0));
    // Rounded to single precision.
    let single = of("float", r#"<FieldRef field="x"/>"#, [0.1, 0.0, 0.0]).unwrap();
    assert_eq!(single, Some(1.0 + 2.0 * f64::from(0.1f32)));
    for refused in [constant("modulo"), map(""), r#"<Aggregate field="x"/>"#.to_owned()] {
        assert_eq!(of("double", &refused, [0.0; 3]).unwrap_err().code, "unsupported-feature");
    }
}

#[test]
fn equal_probabilities_answer_the_class_of_the_first_table() {
    let tie = |first: &str, second: &str| {
        let predictor = open(&format!(
            r#"<RegressionModel functionName="classification" normalizationMethod="logit"><MS/>
            <RegressionTable intercept="0" targetCategory="{first}"/><RegressionTable intercept="0" targetCategory="{second}"/></RegressionModel>"#
        ))
        .unwrap();
        let mut table = Table::new(&predictor.pipeline().schema);
        table.push([0.0; 3].map(Cell::Number).to_vec());
        let target = &predictor.pipeline().output.targets[0];
        let class = predictor.predict(&table).targets[0].classes[0] as usize;
        target.labels().unwrap().get(class) == Some(windowbox::data::Label::String(first))
    };
    assert!(tie("yes", "no") && tie("no", "yes"));
}

#[test]
fn what_is_unsafe_or_unknown_has_its_code() {
    let code = |bytes: &[u8]| import(bytes, &Sidecar::default()).unwrap_err().code;
    assert_eq!(code(b"<svg/>"), "unknown-format");
    assert_eq!(code(b"<svg"), "malformed");
    assert_eq!(code(b"<PMML/>"), "malformed");
    assert_eq!(code(b"<PMML>\xff</PMML>"), "malformed");
    assert_eq!(code(b"<!DOCTYPE PMML><PMML/>"), "unsafe-xml");
    let deep = format!("<PMML>{}{}</PMML>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(code(deep.as_bytes()), "limit");
    assert_eq!(refused(r#"<RuleSetModel functionName="regression"><MS/></RuleSetModel>"#), "unsupported-model");
    assert_eq!(refused(&tree("").replace("field=\"z\"", "field=\"q\"")), "malformed");
}

#[test]
fn a_cut_file_is_truncated_and_a_whole_one_with_a_fault_is_not() {
    let whole = file(&tree(""));
    let code = |text: &str| import(text.as_bytes(), &Sidecar::default()).unwrap_err().code;
    let start = whole.find("<PMML").unwrap() + "<PMML".len();
    for at in (start..whole.trim_end().len()).filter(|at| whole.is_char_boundary(*at)) {
        assert_eq!(code(&whole[..at]), "truncated", "{at}");
    }
    assert_eq!(code(&whole.replacen("</", "</no", 1)), "malformed");
}

#[test]
fn cut_and_flipped_files_are_errors_or_models() {
    let run = |bytes: &[u8]| import(bytes, &Sidecar::default()).and_then(|found| found.pipeline.check());
    for model in
        [tree(r#"missingValueStrategy="defaultChild""#), regression("", &field("float", r#"<FieldRef field="x"/>"#))]
    {
        let bytes = file(&model).into_bytes();
        for at in 0..bytes.len() {
            let _ = run(&bytes[..at]);
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            let _ = run(&flipped);
        }
    }
}
