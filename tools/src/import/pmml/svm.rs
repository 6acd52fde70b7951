//! `SupportVectorMachineModel`: one machine for a number, or one for each pair of classes.

use super::super::malformed;
use super::answer::Answer;
use super::build::Build;
use super::fields::Scope;
use super::numbers::{held, known};
use super::unsupported;
use super::xml::{Element, all, attribute, child, children, finite, items, name, needed, number, number_or};
use std::collections::HashMap;
use windowbox::model::svm::{DEGREE_LIMIT, Kernel};
use windowbox::model::{Model, Svm};
use windowbox::pipeline::Decision;
use windowbox::preprocess::{Link, Scale, Step};
use windowbox::slots::Precision;
use windowbox::{Error, Result};

/// Numbers in all support vectors: a sparse one of a few bytes can have many.
const CELL_LIMIT: usize = 1 << 24;

pub fn lower(model: Element<'_>, build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    if model.attribute("svmRepresentation").is_some_and(|form| form != "SupportVectors") {
        return Err(unsupported("svmRepresentation=\"Coefficients\""));
    }
    let dictionary = needed(model, "VectorDictionary")?;
    let reads = reads(needed(dictionary, "VectorFields")?, build, scope)?;
    let (ids, vectors) = vectors(dictionary, reads.len())?;
    let mut svm = Svm {
        columns: reads.len() as u32,
        precision: Precision::F64,
        kernel: kernel(model)?,
        vectors,
        ends: Vec::new(),
        terms: Vec::new(),
        coefficients: Vec::new(),
        offsets: Vec::new(),
        classes: 0,
        pairs: Vec::new(),
        first_voted: true,
        sigmoids: Vec::new(),
    };
    let machines: Vec<Element<'_>> = all(model, "SupportVectorMachine").collect();
    if model.attribute("functionName") == Some("classification") {
        return pairs(model, &machines, svm, &ids, reads, build, classes);
    }
    let [machine] = machines[..] else { return Err(malformed("a regression has one machine")) };
    add(&mut svm, machine, &ids, 1.0)?;
    let slot = build.model(Model::Svm(svm), reads, 1);
    Ok(Answer { slots: vec![slot], link: Link::Identity, classes: None })
}

fn reads(fields: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Vec<u32>> {
    let read = |field: Element<'_>| match name(field) {
        "FieldRef" if !field.has_attribute("mapMissingTo") => {
            let number = known(build, scope.number(attribute(field, "field")?)?);
            Ok(held(build, &number).slot)
        }
        other => Err(unsupported(format!("<{other}> as a field of support vectors"))),
    };
    children(fields).map(read).collect()
}

fn kernel(model: Element<'_>) -> Result<Kernel> {
    let kernel = children(model).find(|child| name(*child).ends_with("KernelType"));
    let kernel = kernel.ok_or_else(|| malformed("there is no kernel"))?;
    let one = |key: &str| number_or(kernel, key, 1.0);
    match name(kernel) {
        "LinearKernelType" => Ok(Kernel::Linear),
        "RadialBasisKernelType" => Ok(Kernel::Radial { gamma: one("gamma")? }),
        "SigmoidKernelType" => Ok(Kernel::Sigmoid { gamma: one("gamma")?, coef0: one("coef0")? }),
        "PolynomialKernelType" => {
            let degree = one("degree")?;
            match degree.fract() == 0.0 && (1.0..=f64::from(DEGREE_LIMIT)).contains(&degree) {
                true => Ok(Kernel::Polynomial { gamma: one("gamma")?, coef0: one("coef0")?, degree: degree as u32 }),
                false => Err(unsupported(format!("a polynomial kernel of the degree {degree}"))),
            }
        }
        other => Err(unsupported(format!("<{other}>"))),
    }
}

/// The places of the support vectors by their names, and their numbers one behind the other.
fn vectors<'a>(dictionary: Element<'a>, width: usize) -> Result<(HashMap<&'a str, u32>, Vec<f64>)> {
    let (mut ids, mut numbers) = (HashMap::new(), Vec::new());
    for instance in all(dictionary, "VectorInstance") {
        let id = attribute(instance, "id")?;
        let row = row(instance, width).map_err(|e| e.at(format!("support vector {id}")))?;
        if numbers.len() + row.len() > CELL_LIMIT {
            return Err(Error::limit("support vectors of more than 16777216 numbers"));
        }
        if ids.insert(id, ids.len() as u32).is_some() {
            return Err(malformed(format!("two support vectors are called {id}")));
        }
        numbers.extend(row);
    }
    Ok((ids, numbers))
}

fn row(instance: Element<'_>, width: usize) -> Result<Vec<f64>> {
    let wrong = |count: usize| malformed(format!("{count} numbers, where {width} fields are read"));
    if let Some(array) = child(instance, "Array") {
        let row = items(array).iter().map(|item| finite(item)).collect::<Result<Vec<_>>>()?;
        return if row.len() == width { Ok(row) } else { Err(wrong(row.len())) };
    }
    let sparse = needed(instance, "REAL-SparseArray")?;
    if sparse.has_attribute("n") && number(sparse, "n")? != width as f64 {
        return Err(wrong(number(sparse, "n")? as usize));
    }
    let mut row = vec![number_or(sparse, "defaultValue", 0.0)?; width];
    let list = |tag| child(sparse, tag).map_or(Vec::new(), items);
    let (indices, entries) = (list("Indices"), list("REAL-Entries"));
    if indices.len() != entries.len() {
        return Err(malformed("a sparse array has other entries than indices"));
    }
    for (index, entry) in indices.iter().zip(&entries) {
        let place = index.parse::<usize>().ok().and_then(|index| row.get_mut(index.checked_sub(1)?));
        *place.ok_or_else(|| malformed(format!("there is no field {index}")))? = finite(entry)?;
    }
    Ok(row)
}

/// Adds a machine, whose decision counts with a sign.
fn add(svm: &mut Svm, machine: Element<'_>, ids: &HashMap<&str, u32>, sign: f64) -> Result<()> {
    let coefficients = needed(machine, "Coefficients")?;
    let list: Vec<Element<'_>> = all(coefficients, "Coefficient").collect();
    let vectors: Vec<Element<'_>> = all(needed(machine, "SupportVectors")?, "SupportVector").collect();
    if list.len() != vectors.len() {
        return Err(malformed(format!("{} coefficients for {} support vectors", list.len(), vectors.len())));
    }
    for (coefficient, vector) in list.iter().zip(&vectors) {
        let id = attribute(*vector, "vectorId")?;
        svm.terms.push(*ids.get(id).ok_or_else(|| malformed(format!("there is no support vector {id}")))?);
        svm.coefficients.push(sign * number_or(*coefficient, "value", 0.0)?);
    }
    svm.ends.push(svm.terms.len() as u32);
    svm.offsets.push(sign * number_or(coefficients, "absoluteValue", 0.0)?);
    Ok(())
}

/// One against one. Below the threshold, 0, is the target category: decisions are negated.
fn pairs(
    model: Element<'_>,
    machines: &[Element<'_>],
    mut svm: Svm,
    ids: &HashMap<&str, u32>,
    reads: Vec<u32>,
    build: &mut Build,
    classes: &[String],
) -> Result<Answer> {
    check_method(model, machines)?;
    let sides = ["targetCategory", "alternateTargetCategory"];
    let named = machines.iter().flat_map(|machine| sides.map(|side| attribute(*machine, side)));
    let named = named.collect::<Result<Vec<&str>>>()?;
    // Those that no machine names are never answered.
    let classes: Vec<String> = classes.iter().filter(|class| named.contains(&&class[..])).cloned().collect();
    for class in &named {
        let code = classes.iter().position(|known| known == class);
        svm.pairs.push(code.ok_or_else(|| malformed(format!("{class:?} is no value of the target")))? as u32);
    }
    for machine in machines {
        add(&mut svm, *machine, ids, -1.0)?;
    }
    let (count, pairs) = (classes.len(), machines.len());
    if count < 2 || pairs != count * (count - 1) / 2 {
        return Err(unsupported(format!("{pairs} machines for {count} classes, which are one for each pair")));
    }
    svm.classes = count as u32;
    let (class, written) = (svm.class_at() as u32, svm.outputs() as u32);
    let first = build.model(Model::Svm(svm), reads, written);
    let votes = (first + pairs as u32..first + class).collect();
    // A class's share of the votes stands for its probability, which the model has none of.
    let shares = Scale { center: vec![0.0; count], scale: vec![pairs as f64; count] };
    let shares = build.step(Step::Scale(shares), votes, count as u32);
    let slots = (shares..shares + count as u32).collect();
    Ok(Answer { slots, link: Link::Identity, classes: Some((classes, Some(Decision::Coded { slot: first + class }))) })
}

fn check_method(model: Element<'_>, machines: &[Element<'_>]) -> Result<()> {
    let method = model.attribute("classificationMethod").unwrap_or("OneAgainstAll");
    if method != "OneAgainstOne" {
        return Err(unsupported(format!("classificationMethod={method:?}")));
    }
    if let Some(rule) = ["alternateBinaryTargetCategory", "maxWins"]
        .iter()
        .find(|rule| model.attribute(**rule).is_some_and(|said| said != "false"))
    {
        return Err(unsupported(format!("{rule} of a model of pairs")));
    }
    for element in [model].iter().chain(machines) {
        if number_or(*element, "threshold", 0.0)? != 0.0 {
            return Err(unsupported("a threshold other than 0"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::import::{Sidecar, import};
    use windowbox::data::{Cell, Label, Table};
    use windowbox::{Predictor, Result};

    /// Three classes on a line: below -1, above 1, and what lies between.
    const MODEL: &str = r#"<PMML version="4.4"><DataDictionary>
        <DataField name="y" optype="categorical" dataType="string">
        <Value value="low"/><Value value="mid"/><Value value="high"/><Value value="never"/></DataField>
        <DataField name="x" optype="continuous" dataType="double"/></DataDictionary>
        <SupportVectorMachineModel functionName="classification" classificationMethod="OneAgainstOne">
        <MiningSchema><MiningField name="y" usageType="target"/><MiningField name="x"/></MiningSchema>
        <LinearKernelType/><VectorDictionary><VectorFields><FieldRef field="x"/></VectorFields>
        <VectorInstance id="v"><REAL-SparseArray n="1"><Indices>1</Indices><REAL-Entries>2</REAL-Entries></REAL-SparseArray></VectorInstance>
        <VectorInstance id="w"><Array type="real">-2</Array></VectorInstance></VectorDictionary>
        <SupportVectorMachine targetCategory="low" alternateTargetCategory="mid"><SupportVectors><SupportVector vectorId="v"/>
        </SupportVectors><Coefficients absoluteValue="1"><Coefficient value="0.5"/></Coefficients></SupportVectorMachine>
        <SupportVectorMachine targetCategory="high" alternateTargetCategory="low"><SupportVectors><SupportVector vectorId="w"/>
        </SupportVectors><Coefficients absoluteValue="0"><Coefficient value="0.5"/></Coefficients></SupportVectorMachine>
        <SupportVectorMachine targetCategory="mid" alternateTargetCategory="high"><SupportVectors><SupportVector vectorId="v"/>
        </SupportVectors><Coefficients absoluteValue="-1"><Coefficient value="0.5"/></Coefficients></SupportVectorMachine>
        </SupportVectorMachineModel></PMML>"#;

    fn read(text: &str) -> Result<Predictor> {
        import(text.as_bytes(), &Sidecar::default())?.pipeline.check()
    }

    fn answers(text: &str, cells: &[f64]) -> Vec<(String, Vec<f64>)> {
        let predictor = read(text).unwrap();
        let mut table = Table::new(&predictor.pipeline().schema);
        cells.iter().for_each(|x| table.push(vec![Cell::Number(*x)]));
        let (prediction, labels) =
            (predictor.predict(&table), predictor.pipeline().output.targets[0].labels().unwrap());
        let label = |code: u32| match labels.get(code as usize) {
            Some(Label::String(text)) => text.to_owned(),
            _ => String::new(),
        };
        let answer = &prediction.targets[0];
        answer.classes.iter().map(|c| label(*c)).zip(answer.scores.chunks(labels.len()).map(<[f64]>::to_vec)).collect()
    }

    #[test]
    fn below_0_is_the_target_category() {
        let got = answers(MODEL, &[-3.0, -1.0, 0.0, 1.0, 3.0]);
        let labels: Vec<&str> = got.iter().map(|(label, _)| &label[..]).collect();
        // On a boundary the alternate wins.
        assert_eq!(labels, ["low", "mid", "mid", "high", "high"]);
        assert_eq!(got[0].1, [2.0 / 3.0, 1.0 / 3.0, 0.0]);
    }

    #[test]
    fn of_as_many_votes_the_first_voted_class_is_answered() {
        let round = MODEL.replace(
            r#"targetCategory="high" alternateTargetCategory="low""#,
            r#"targetCategory="low" alternateTargetCategory="high""#,
        );
        assert_eq!(answers(&round, &[-0.5])[0].0, "mid");
        let swapped = round
            .replace(r#"absoluteValue="1""#, r#"absoluteValue="-9""#)
            .replace(r#"absoluteValue="-1""#, r#"absoluteValue="-9""#);
        assert_eq!(answers(&swapped, &[-0.5])[0].0, "low");
    }

    #[test]
    fn a_regression_is_the_sum() {
        let start = MODEL.find("<SupportVectorMachine target").unwrap();
        let end = MODEL.find("</SupportVectorMachineModel>").unwrap();
        let machine = r#"<SupportVectorMachine><SupportVectors><SupportVector vectorId="v"/><SupportVector vectorId="w"/>
            </SupportVectors><Coefficients absoluteValue="0.25"><Coefficient value="3"/><Coefficient value="1"/></Coefficients></SupportVectorMachine>"#;
        let text =
            format!("{}{machine}{}", &MODEL[..start], &MODEL[end..]).replace("\"classification\"", "\"regression\"");
        let kernel = text.replace("<LinearKernelType/>", r#"<PolynomialKernelType degree="2"/>"#);
        let value = |text: &str| {
            let predictor = read(text).unwrap();
            let mut table = Table::new(&predictor.pipeline().schema);
            table.push(vec![Cell::Number(0.5)]);
            predictor.predict(&table).targets[0].scores[0]
        };
        assert_eq!(value(&text), 3.0 * 1.0 - 1.0 + 0.25);
        // gamma and coef0 are 1 where they are not said.
        assert_eq!(value(&kernel), 3.0 * 4.0 + 0.25);
    }

    #[test]
    fn what_is_refused() {
        let code = |from: &str, to: &str| {
            assert!(MODEL.contains(from), "{from}");
            read(&MODEL.replacen(from, to, 1)).unwrap_err().code
        };
        for (from, to) in [
            ("\"OneAgainstOne\"", "\"OneAgainstAll\""),
            ("classificationMethod", "maxWins=\"true\" classificationMethod"),
            ("classificationMethod", "threshold=\"0.5\" classificationMethod"),
            ("classificationMethod", "alternateBinaryTargetCategory=\"low\" classificationMethod"),
            ("classificationMethod", "svmRepresentation=\"Coefficients\" classificationMethod"),
            ("<LinearKernelType/>", "<ChiKernelType/>"),
            ("<LinearKernelType/>", "<PolynomialKernelType degree=\"0.5\"/>"),
            ("<FieldRef field=\"x\"/>", "<CategoricalPredictor name=\"x\" value=\"1\" coefficient=\"1\"/>"),
            (
                "targetCategory=\"low\" alternateTargetCategory=\"mid\"",
                "targetCategory=\"never\" alternateTargetCategory=\"mid\"",
            ),
        ] {
            assert_eq!(code(from, to), "unsupported-feature", "{to}");
        }
        for (from, to) in [
            ("vectorId=\"v\"", "vectorId=\"u\""),
            ("<VectorInstance id=\"w\">", "<VectorInstance id=\"v\">"),
            ("<Indices>1", "<Indices>0"),
            ("<Indices>1", "<Indices>1 1"),
            ("n=\"1\"", "n=\"2\""),
            ("type=\"real\">-2", "type=\"real\">-2 3"),
            ("<Coefficient value=\"0.5\"/>", ""),
            ("targetCategory=\"low\"", "targetCategory=\"other\""),
        ] {
            assert_eq!(code(from, to), "malformed", "{to}");
        }
    }
}
