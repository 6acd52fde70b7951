//! Models: powers, products, links, clusters, networks and ensembles of others than trees.

use super::*;

/// A regression with these terms.
fn table(attributes: &str, terms: &str) -> String {
    format!(
        r#"<RegressionModel functionName="regression" {attributes}><MS/><RegressionTable intercept="1">{terms}</RegressionTable></RegressionModel>"#
    )
}

#[test]
fn powers_and_products_of_predictors() {
    let terms = r#"<NumericPredictor name="x" coefficient="2" exponent="3"/><NumericPredictor name="x" coefficient="1" exponent="-1"/>
        <PredictorTerm coefficient="10"><FieldRef field="x"/><FieldRef field="z"/></PredictorTerm>"#;
    let predictor = open(&table("", terms)).unwrap();
    assert_eq!(value(&predictor, [2.0, 5.0, NAN]), Some(1.0 + 16.0 + 0.5 + 100.0));
    assert_eq!(value(&predictor, [2.0, NAN, NAN]), None);
    assert_eq!(value(&predictor, [0.0, 5.0, NAN]), None);
}

/// `eta = 1 + 2 x^2 + 3 (c is b) z`, and what else is said.
fn general(attributes: &str, function: &str, target: &str) -> String {
    let cell =
        |parameter: &str, beta: &str| format!(r#"<PCell parameterName="{parameter}" beta="{beta}" df="1" {target}/>"#);
    format!(
        r#"<GeneralRegressionModel functionName="{function}" {attributes}><MS/>
        <ParameterList><Parameter name="p0"/><Parameter name="p1"/><Parameter name="p2"/></ParameterList>
        <FactorList><Predictor name="c"/></FactorList><CovariateList><Predictor name="x"/><Predictor name="z"/></CovariateList>
        <PPMatrix><PPCell value="2" predictorName="x" parameterName="p1"/><PPCell value="b" predictorName="c" parameterName="p2"/>
        <PPCell value="1" predictorName="z" parameterName="p2"/></PPMatrix><ParamMatrix>{}{}{}</ParamMatrix></GeneralRegressionModel>"#,
        cell("p0", "1"),
        cell("p1", "2"),
        cell("p2", "3")
    )
}

#[test]
fn parameters_multiply_levels_and_powers() {
    let linear = open(&general(r#"modelType="generalLinear""#, "regression", "")).unwrap();
    assert_eq!(value(&linear, [3.0, 10.0, 1.0]), Some(1.0 + 18.0 + 30.0));
    assert_eq!(value(&linear, [3.0, 10.0, 0.0]), Some(19.0));
    for row in [[3.0, 10.0, NAN], [3.0, NAN, 0.0], [NAN, 10.0, 1.0]] {
        assert_eq!(value(&linear, row), None, "{row:?}");
    }
    let offset = open(&general(r#"modelType="generalLinear" offsetVariable="z" offsetValue="0.5""#, "regression", ""));
    assert_eq!(value(&offset.unwrap(), [3.0, 10.0, 0.0]), Some(29.5));
    let trials = general(r#"modelType="generalLinear" trialsValue="5""#, "regression", "");
    assert_eq!(refused(&trials), "unsupported-feature");
}

/// Values of mpmath at eta = -0.5, 1.
#[test]
fn links_of_general_regressions() {
    // x = 0 leaves 1; with c = b and z = -0.5 it is -0.5.
    let rows = [[0.0, -0.5, 1.0], [0.0, 1.0, 0.0]];
    for (link, want) in [
        (r#"linkFunction="identity""#, [-0.5, 1.0]),
        (r#"linkFunction="log""#, [0.6065306597126334, std::f64::consts::E]),
        (r#"linkFunction="logit""#, [0.3775406687981454, 0.7310585786300049]),
        (r#"linkFunction="probit""#, [0.3085375387259869, 0.8413447460685429]),
        (r#"linkFunction="cloglog""#, [0.45476078810739495, 0.9340119641546875]),
        (r#"linkFunction="loglog""#, [0.1922956455479649, 0.6922006275553464]),
        (r#"linkFunction="cauchit""#, [0.35241638234956674, 0.75]),
        (r#"linkFunction="logc""#, [0.3934693402873666, -std::f64::consts::E + 1.0]),
        (r#"linkFunction="power" linkParameter="-1""#, [-2.0, 1.0]),
        (r#"linkFunction="power" linkParameter="0""#, [0.6065306597126334, std::f64::consts::E]),
    ] {
        let attributes = format!(r#"modelType="generalizedLinear" {link}"#);
        let predictor = open(&general(&attributes, "regression", "")).unwrap();
        for (row, want) in rows.iter().zip(want) {
            let got = value(&predictor, *row).unwrap();
            assert!((got - want).abs() <= 4e-16 * want.abs().max(1.0), "{link}: {got}");
        }
        let two = open(&general(&attributes, "classification", r#"targetCategory="yes""#)).unwrap();
        let probability = (0.0..=1.0).contains(&want[1]).then_some(want[1]);
        let got = scores(&two, rows[1]).map(|scores| scores[1]);
        assert_eq!(got.map(|p| (p * 1e12).round()), probability.map(|p| (p * 1e12).round()), "{link}");
    }
    let odd = general(r#"modelType="generalizedLinear" linkFunction="negbin""#, "regression", "");
    assert_eq!(refused(&odd), "unsupported-feature");
}

#[test]
fn links_of_regressions_of_one_two_and_more_tables() {
    let near = |got: f64, want: f64| (got - want).abs() < 1e-15;
    let probit = open(&table(r#"normalizationMethod="probit""#, r#"<NumericPredictor name="x" coefficient="1"/>"#));
    assert!(near(value(&probit.unwrap(), [-1.5, NAN, NAN]).unwrap(), 0.3085375387259869));
    let tables = |norm: &str, more: &str| {
        format!(
            r#"<RegressionModel functionName="classification" normalizationMethod="{norm}"><MS/>
            <RegressionTable intercept="1" targetCategory="yes"/><RegressionTable intercept="3" targetCategory="no"/>{more}</RegressionModel>"#
        )
    };
    let of = |model: &str| scores(&open(model).unwrap(), [0.0; 3]).unwrap();
    // Of two tables the first decides.
    assert!(near(of(&tables("cauchit", ""))[1], 0.75));
    assert_eq!(of(&tables("simplemax", "")), [0.75, 0.25]);
    assert_eq!(refused(&tables("exp", "")), "unsupported-feature");
}

#[test]
fn clusters_answer_the_nearest_centre() {
    let model = |measure: &str, fields: &str, more: &str| {
        format!(
            r#"<ClusteringModel functionName="clustering" modelClass="centerBased" numberOfClusters="2"><MS/>
            <ComparisonMeasure kind="distance" compareFunction="absDiff"><{measure}/></ComparisonMeasure>{fields}{more}
            <Cluster id="near"><Array n="2" type="real">0 0</Array></Cluster><Cluster><Array n="2" type="real">3 5</Array></Cluster></ClusteringModel>"#
        )
    };
    let plain = r#"<ClusteringField field="x"/><ClusteringField field="z"/>"#;
    let margins = |model: &str, row: [f64; 3]| {
        let predictor = open(model).unwrap();
        let mut table = Table::new(&predictor.pipeline().schema);
        table.push(row.map(Cell::Number).to_vec());
        let prediction = predictor.predict(&table);
        let target = &predictor.pipeline().output.targets[0];
        assert_eq!(target.labels().unwrap().get(1), Some(windowbox::data::Label::String("2")));
        prediction.answered(0).then(|| (prediction.targets[0].margins.clone(), prediction.targets[0].classes[0]))
    };
    for (measure, want) in [
        ("euclidean", [5.0, 1.0]),
        ("squaredEuclidean", [25.0, 1.0]),
        ("cityBlock", [7.0, 1.0]),
        ("chebychev", [4.0, 1.0]),
        (r#"minkowski p-parameter="1""#, [7.0, 1.0]),
    ] {
        assert_eq!(margins(&model(measure, plain, ""), [3.0, 4.0, NAN]), Some((want.to_vec(), 1)), "{measure}");
    }
    let weighted = plain.replace("\"x\"/>", "\"x\" fieldWeight=\"3\" compareFunction=\"delta\"/>");
    assert_eq!(margins(&model("cityBlock", &weighted, ""), [3.0, 1.0, NAN]), Some((vec![4.0, 4.0], 0)));
    // One of two cells counts for both, or by its weight.
    assert_eq!(margins(&model("cityBlock", plain, ""), [NAN, 4.0, NAN]), Some((vec![8.0, 2.0], 1)));
    let shares = r#"<MissingValueWeights><Array n="2" type="real">3 1</Array></MissingValueWeights>"#;
    assert_eq!(margins(&model("cityBlock", plain, shares), [NAN, 4.0, NAN]), Some((vec![16.0, 4.0], 1)));
    assert_eq!(margins(&model("cityBlock", plain, ""), [NAN, NAN, 0.0]), None);
    assert_eq!(refused(&model("jaccard", plain, "")), "unsupported-feature");
    assert_eq!(refused(&model("euclidean", r#"<ClusteringField field="x"/>"#, "")), "malformed");
}

/// A network of one hidden neuron: `z = x`, then twice what the layer makes of it.
fn network(hidden: &str, output: &str) -> String {
    format!(
        r#"<NeuralNetwork functionName="regression" activationFunction="identity"><MS/>
        <NeuralInputs><NeuralInput id="i"><DerivedField optype="continuous" dataType="double"><FieldRef field="x"/></DerivedField></NeuralInput></NeuralInputs>
        <NeuralLayer {hidden}><Neuron id="h" bias="0"><Con from="i" weight="1"/></Neuron></NeuralLayer>
        <NeuralLayer><Neuron id="o" bias="0"><Con from="h" weight="2"/></Neuron></NeuralLayer>
        <NeuralOutputs><NeuralOutput outputNeuron="o"><DerivedField optype="continuous" dataType="double">{output}</DerivedField></NeuralOutput></NeuralOutputs></NeuralNetwork>"#
    )
}

#[test]
fn neurons_are_activated() {
    let plain = r#"<FieldRef field="y"/>"#;
    // Half of what the network answers at 0.5 and -2.
    for (activation, want) in [
        ("identity", [0.5, -2.0]),
        ("logistic", [0.6224593312018546, 0.11920292202211755]),
        ("tanh", [0.46211715726000973, -0.9640275800758169]),
        ("exponential", [1.6487212707001282, 0.1353352832366127]),
        ("reciprocal", [2.0, -0.5]),
        ("square", [0.25, 4.0]),
        ("Gauss", [0.7788007830714049, 0.01831563888873418]),
        ("sine", [0.479425538604203, -0.9092974268256817]),
        ("cosine", [0.8775825618903728, -0.4161468365471424]),
        ("Elliott", [0.3333333333333333, -0.6666666666666666]),
        ("arctan", [0.2951672353008665, -0.7048327646991335]),
        ("rectifier", [0.5, 0.0]),
        (r#"threshold" threshold="0.5"#, [0.0, 0.0]),
        (r#"threshold" threshold="0.4"#, [1.0, 0.0]),
    ] {
        let predictor = open(&network(&format!(r#"activationFunction="{activation}""#), plain)).unwrap();
        for (x, want) in [0.5, -2.0].iter().zip(want) {
            let got = value(&predictor, [*x, NAN, NAN]).unwrap() / 2.0;
            assert!((got - want).abs() <= 2e-16, "{activation}: {got}");
        }
        assert_eq!(value(&predictor, [NAN; 3]), None, "{activation}");
    }
    assert_eq!(refused(&network(r#"activationFunction="radialBasis""#, plain)), "unsupported-feature");
    let normal = open(&network(r#"normalizationMethod="simplemax""#, plain)).unwrap();
    assert_eq!(value(&normal, [7.0, NAN, NAN]), Some(2.0));
    let scaled = r#"<NormContinuous field="y"><LinearNorm orig="10" norm="0"/><LinearNorm orig="30" norm="1"/></NormContinuous>"#;
    assert_eq!(value(&open(&network("", scaled)).unwrap(), [0.25, NAN, NAN]), Some(20.0));
}

#[test]
fn a_target_is_cut_moved_and_made_whole() {
    let of = |target: &str, x: f64| {
        let model = table("", r#"<NumericPredictor name="x" coefficient="1"/>"#)
            .replace("<MS/>", &format!("<MS/><Targets><Target {target}/></Targets>"));
        value(&open(&model).unwrap(), [x, NAN, NAN])
    };
    assert_eq!(of(r#"min="0" max="4""#, 9.0), Some(4.0));
    assert_eq!(of(r#"min="0" max="4" rescaleFactor="2" rescaleConstant="1""#, -9.0), Some(1.0));
    for (cast, want) in [("round", 3.0), ("ceiling", 3.0), ("floor", 2.0)] {
        assert_eq!(of(&format!(r#"castInteger="{cast}""#), 1.5), Some(want), "{cast}");
    }
}

/// Two regressions, x and 2 z, with these predicates.
fn regressions(attributes: &str, predicates: [&str; 2]) -> String {
    let one = |field: &str, coefficient: &str| {
        format!(
            r#"<RegressionModel functionName="regression"><MiningSchema/><RegressionTable intercept="0">
            <NumericPredictor name="{field}" coefficient="{coefficient}"/></RegressionTable></RegressionModel>"#
        )
    };
    format!(
        r#"<MiningModel functionName="regression"><MS/><Segmentation {attributes}><Segment weight="3">{}{}</Segment>
        <Segment weight="1">{}{}</Segment></Segmentation></MiningModel>"#,
        predicates[0],
        one("x", "1"),
        predicates[1],
        one("z", "2")
    )
}

const ALWAYS: &str = "<True/>";
const IF_A: &str = r#"<SimplePredicate field="c" operator="equal" value="a"/>"#;

#[test]
fn ensembles_of_regressions() {
    for (method, both, only_second) in [
        ("sum", 14.0, 10.0),
        ("average", 7.0, 10.0),
        ("weightedAverage", (12.0 + 10.0) / 4.0, 10.0),
        ("median", 7.0, 10.0),
        ("max", 10.0, 10.0),
    ] {
        let predictor = open(&regressions(&format!(r#"multipleModelMethod="{method}""#), [IF_A, ALWAYS])).unwrap();
        assert_eq!(value(&predictor, [4.0, 5.0, 0.0]), Some(both), "{method}");
        for code in [1.0, NAN] {
            assert_eq!(value(&predictor, [4.0, 5.0, code]), Some(only_second), "{method}");
            assert_eq!(value(&predictor, [NAN, 5.0, code]), Some(only_second), "{method}");
        }
        assert_eq!(value(&predictor, [NAN, 5.0, 0.0]), None, "{method}");
        let skips = format!(r#"multipleModelMethod="{method}" missingPredictionTreatment="skipSegment""#);
        let skips = open(&regressions(&skips, [ALWAYS, ALWAYS])).unwrap();
        assert_eq!(value(&skips, [4.0, 5.0, NAN]), Some(both), "{method}");
        assert_eq!(value(&skips, [NAN, 5.0, NAN]), Some(only_second), "{method}");
        assert_eq!(value(&skips, [NAN, NAN, 0.0]), None, "{method}");
    }
    let nobody = open(&regressions(r#"multipleModelMethod="sum""#, [IF_A, IF_A])).unwrap();
    assert_eq!(value(&nobody, [4.0, 5.0, 1.0]), None);
    assert_eq!(refused(&regressions(r#"multipleModelMethod="selectAll""#, [ALWAYS, ALWAYS])), "unsupported-feature");
}

#[test]
fn the_first_regression_whose_predicate_is_true_answers() {
    let predictor = open(&regressions(r#"multipleModelMethod="selectFirst""#, [IF_A, ALWAYS])).unwrap();
    assert_eq!(value(&predictor, [4.0, NAN, 0.0]), Some(4.0));
    assert_eq!(value(&predictor, [NAN, 5.0, 0.0]), None);
    assert_eq!(value(&predictor, [NAN, 5.0, 1.0]), Some(10.0));
    assert_eq!(value(&predictor, [NAN, 5.0, NAN]), Some(10.0));
}

#[test]
fn probabilities_are_averaged_and_chained() {
    let half = |intercept: &str| {
        format!(
            r#"<RegressionModel functionName="classification" normalizationMethod="logit"><MiningSchema/><Output>
            <OutputField name="p" feature="probability" value="yes"/></Output><RegressionTable intercept="{intercept}" targetCategory="yes"/>
            <RegressionTable intercept="0" targetCategory="no"/></RegressionModel>"#
        )
    };
    let mean = format!(
        r#"<MiningModel functionName="classification"><MS/><Segmentation multipleModelMethod="average">
        <Segment><True/>{}</Segment><Segment>{IF_A}{}</Segment></Segmentation></MiningModel>"#,
        half("0"),
        half("1000")
    );
    let predictor = open(&mean).unwrap();
    assert_eq!(scores(&predictor, [0.0, 0.0, 0.0]), Some(vec![0.25, 0.75]));
    assert_eq!(scores(&predictor, [0.0, 0.0, 1.0]), Some(vec![0.5, 0.5]));
    let last = r#"<RegressionModel functionName="regression"><MiningSchema/><RegressionTable intercept="1"><NumericPredictor name="p" coefficient="4"/></RegressionTable></RegressionModel>"#;
    let chain = format!(
        r#"<MiningModel functionName="regression"><MS/><Segmentation multipleModelMethod="modelChain">
        <Segment><True/>{}</Segment><Segment><True/>{last}</Segment></Segmentation></MiningModel>"#,
        half("0")
    );
    assert_eq!(value(&open(&chain).unwrap(), [0.0; 3]), Some(3.0));
}

#[test]
fn what_is_computed_of_a_prediction_is_a_target_of_its_own() {
    let output = r#"<MS/><Output><OutputField name="raw"/><OutputField name="moved" feature="transformedValue" dataType="double">
        <Apply function="+"><FieldRef field="raw"/><Constant>0.5</Constant></Apply></OutputField></Output>"#;
    let model = table("", r#"<NumericPredictor name="x" coefficient="1"/>"#).replace("<MS/>", output);
    let predictor = open(&model).unwrap();
    let mut table = Table::new(&predictor.pipeline().schema);
    table.push([2.0, NAN, NAN].map(Cell::Number).to_vec());
    let prediction = predictor.predict(&table);
    assert_eq!(prediction.targets.iter().map(|t| t.scores[0]).collect::<Vec<f64>>(), [3.0, 3.5]);
    assert_eq!(predictor.pipeline().output.targets[1].name, "moved");
    assert_eq!(refused(&model.replace("transformedValue", "decision")), "unsupported-feature");
}

#[test]
fn a_sidecar_has_nothing_to_say() {
    let sidecar = Sidecar::parse(br#"{"target":{"classes":["a","b"]}}"#).unwrap();
    let error = import(file(&tree("")).as_bytes(), &sidecar).unwrap_err();
    assert_eq!(error.code, "bad-sidecar");
}

/// What JPMML's evaluator answers.
#[test]
fn a_scorecard_adds_the_scores_of_the_first_attributes_that_are_true() {
    let attribute =
        |predicate: &str, score: f64| format!(r#"<Attribute partialScore="{score}">{predicate}</Attribute>"#);
    let x =
        |operator: &str, value: &str| format!(r#"<SimplePredicate field="x" operator="{operator}" value="{value}"/>"#);
    let card = |more: &str| {
        let first = attribute(&x("lessThan", "0"), 1.5) + &attribute(&x("greaterOrEqual", "0.25"), 2.25);
        let second = attribute(&x("lessThan", "1"), 0.1) + more + &attribute("<True/>", 0.2);
        open(&format!(
            r#"<Scorecard functionName="regression" initialScore="10" useReasonCodes="false"><MS/><Characteristics>
            <Characteristic name="a">{first}</Characteristic><Characteristic name="b">{second}</Characteristic></Characteristics></Scorecard>"#
        ))
    };
    let predictor = card("").unwrap();
    for (number, want) in [(-1.0, Some(11.6)), (0.5, Some(12.35)), (3.0, Some(12.45)), (0.0, None), (NAN, None)] {
        assert_eq!(value(&predictor, [number, 0.0, 0.0]), want, "{number}");
    }
    let complex = r#"<Attribute><True/><ComplexPartialScore><Constant>1</Constant></ComplexPartialScore></Attribute>"#;
    assert_eq!(card(complex).unwrap_err().code, "unsupported-feature");
    assert_eq!(card("<Attribute><True/></Attribute>").unwrap_err().code, "malformed");
}
