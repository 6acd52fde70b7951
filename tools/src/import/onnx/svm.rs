//! Support vector machines: `SVMClassifier`, one against one, and `SVMRegressor`.

use super::super::malformed;
use super::choice::Rule;
use super::graph::Builder;
use super::node::Call;
use super::proto::Node;
use super::tensor::{Cell, Element, Tensor};
use windowbox::data::Labels;
use windowbox::model::svm::{DEGREE_LIMIT, Kernel, pairs};
use windowbox::model::{Linear, Model, Svm};
use windowbox::preprocess::Link;
use windowbox::slots::Precision;
use windowbox::{Op, Result};

const SHARED: [&str; 6] = ["kernel_type", "kernel_params", "support_vectors", "coefficients", "rho", "post_transform"];

fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().copied().map(f64::from).collect()
}

fn kernel(node: &Node) -> Result<Kernel> {
    let (gamma, coef0, degree) = match wide(node.floats("kernel_params"))[..] {
        [] => (0.0, 0.0, 0.0),
        [gamma, coef0, degree] => (gamma, coef0, degree),
        ref other => return Err(malformed(format!("{} kernel_params, which are 3", other.len()))),
    };
    match &node.text("kernel_type", "LINEAR")[..] {
        "LINEAR" => Ok(Kernel::Linear),
        "RBF" => Ok(Kernel::Radial { gamma }),
        "SIGMOID" => Ok(Kernel::Sigmoid { gamma, coef0 }),
        "POLY" if degree >= 1.0 && degree <= f64::from(DEGREE_LIMIT) && degree.fract() == 0.0 => {
            Ok(Kernel::Polynomial { gamma, coef0, degree: degree as u32 })
        }
        "POLY" => Err(node.attribute_error(&format!("a polynomial kernel of the degree {degree}"))),
        other => Err(node.attribute_error(&format!("kernel_type = {other}"))),
    }
}

/// A list that must have this many numbers.
fn exactly(node: &Node, name: &str, wanted: usize) -> Result<Vec<f64>> {
    let list = node.floats(name);
    match list.len() == wanted {
        true => Ok(wide(list)),
        false => Err(node.shape_error(format!("{} numbers in {name}, which are {wanted}", list.len()))),
    }
}

fn only(node: &Node, own: &[&str]) -> Result<()> {
    node.only(&[&SHARED[..], own].concat())?;
    match &node.text("post_transform", "NONE")[..] {
        "NONE" => Ok(()),
        other => Err(node.attribute_error(&format!("post_transform = {other}"))),
    }
}

/// The machine of a classifier that reads so many columns, and its classes.
pub fn classifier(node: &Node, columns: usize) -> Result<(Svm, Labels)> {
    let own = ["vectors_per_class", "prob_a", "prob_b", "classlabels_ints", "classlabels_strings"];
    only(node, &own)?;
    let (labels, ranges) = (node.labels("classlabels_ints")?, ranges(node)?);
    let (classes, vectors) = (labels.len(), ranges.last().map_or(0, |range| range.end));
    if vectors == 0 {
        return Err(node.attribute_error("no support vectors"));
    }
    if classes < 2 || classes != ranges.len() {
        return Err(node.shape_error(format!("{classes} classes, and support vectors of {}", ranges.len())));
    }
    let rows = exactly(node, "coefficients", (classes - 1).saturating_mul(vectors))?;
    let machines = classes * (classes - 1) / 2;
    let mut svm = machine(node, columns, vectors, exactly(node, "rho", machines)?)?;
    for (i, first) in ranges.iter().enumerate() {
        for (j, second) in ranges.iter().enumerate().skip(i + 1) {
            let terms = first.clone().map(|v| (j - 1, v)).chain(second.clone().map(|v| (i, v)));
            for (row, vector) in terms {
                svm.terms.push(vector as u32);
                svm.coefficients.push(rows[row * vectors + vector]);
            }
            svm.ends.push(svm.terms.len() as u32);
        }
    }
    if node.attribute("prob_a").is_some() || node.attribute("prob_b").is_some() {
        svm.sigmoids = [exactly(node, "prob_a", machines)?, exactly(node, "prob_b", machines)?].concat();
    }
    (svm.classes, svm.pairs) = (classes as u32, pairs(classes as u32));
    Ok((svm, labels))
}

/// The support vectors of each class: they lie one class behind the other.
fn ranges(node: &Node) -> Result<Vec<std::ops::Range<usize>>> {
    let mut end = 0usize;
    let counts = node.ints("vectors_per_class").iter().map(|count| {
        let start = end;
        end = usize::try_from(*count).ok().and_then(|count| end.checked_add(count)).filter(|end| *end < 1 << 31)?;
        Some(start..end)
    });
    counts.collect::<Option<_>>().ok_or_else(|| malformed("vectors_per_class are no counts"))
}

fn machine(node: &Node, columns: usize, vectors: usize, offsets: Vec<f64>) -> Result<Svm> {
    Ok(Svm {
        columns: columns as u32,
        precision: Precision::F32,
        kernel: kernel(node)?,
        vectors: exactly(node, "support_vectors", vectors.saturating_mul(columns))?,
        ends: Vec::new(),
        terms: Vec::new(),
        coefficients: Vec::new(),
        offsets,
        classes: 0,
        pairs: Vec::new(),
        first_voted: false,
        sigmoids: Vec::new(),
    })
}

/// The model of a regressor that reads so many columns.
pub fn regressor(node: &Node, columns: usize) -> Result<Model> {
    only(node, &["n_supports", "one_class"])?;
    if node.int("one_class", 0) != 0 {
        return Err(node.attribute_error("one_class"));
    }
    let vectors = usize::try_from(node.int("n_supports", 0)).ok().filter(|n| *n < 1 << 31);
    let vectors = vectors.ok_or_else(|| malformed("n_supports is no count"))?;
    let offsets = exactly(node, "rho", 1)?;
    if vectors == 0 {
        let linear = Linear::new(columns as u32, exactly(node, "coefficients", columns)?, offsets);
        return Ok(Model::Linear(Linear { precision: Precision::F32, ..linear }));
    }
    let svm = machine(node, columns, vectors, offsets)?;
    let (ends, terms) = (vec![vectors as u32], (0..vectors as u32).collect());
    Ok(Model::Svm(Svm { ends, terms, coefficients: exactly(node, "coefficients", vectors)?, ..svm }))
}

/// The label by votes. Without probabilities the scores are the decisions: of two classes
/// the negated one and the one, whose sign is the other class's; of more those of the pairs.
pub fn svm_classifier(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    let x = call.columns(0)?;
    let (svm, labels) = classifier(call, x.len())?;
    let (pairs, class, sure) = (svm.ends.len(), svm.class_at(), svm.sigmoids.is_empty());
    let reads = b.slots(x)?;
    let written = b.push(Op::Model(Model::Svm(svm)), reads)?;
    let (given, rule) = (Link::Given { precision: Precision::F32 }, Rule::Coded { slot: written[class] });
    match (sure, labels.len()) {
        (false, _) => Ok(b.classify(&labels, written[class + 1..].to_vec(), given, rule)),
        (true, 2) => {
            let mirrored = b.mirrored(written[0])?;
            Ok(b.classify(&labels, mirrored, given, rule))
        }
        _ => {
            let label = b.classify(&labels, written[pairs..class].to_vec(), Link::Shares, rule).swap_remove(0);
            let scores = written[..pairs].iter().copied().map(Cell::Slot).collect();
            Ok(vec![label, Tensor::row(Element::F32, scores)])
        }
    }
}

pub fn svm_regressor(b: &mut Builder, call: &Call) -> Result<Vec<Tensor>> {
    if call.input(0)?.element != Element::F32 {
        return Err(call.attribute_error("inputs that are not in single precision"));
    }
    let x = call.columns(0)?;
    let model = regressor(call, x.len())?;
    let reads = b.slots(x)?;
    let slots = b.push(Op::Model(model), reads)?;
    Ok(vec![Tensor::row(Element::F32, slots.into_iter().map(Cell::Slot).collect())])
}

impl Builder<'_> {
    /// Whether a cell is the decision between two of several classes: no class's score,
    /// though three classes have three.
    pub fn is_pair(&self, cell: &Cell) -> bool {
        let Cell::Slot(slot) = cell else { return false };
        self.nodes.iter().any(|node| match &node.op {
            Op::Model(Model::Svm(svm)) => svm.classes > 2 && node.writes[..svm.ends.len()].contains(slot),
            _ => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::proto::Attribute;
    use super::*;
    use windowbox::pipeline::{Decision, Task};

    fn floats(name: &str, floats: &[f32]) -> Attribute {
        Attribute { name: name.into(), floats: floats.to_vec(), ..Attribute::default() }
    }

    fn ints(name: &str, ints: &[i64]) -> Attribute {
        Attribute { name: name.into(), ints: ints.to_vec(), ..Attribute::default() }
    }

    fn text(name: &str, text: &str) -> Attribute {
        Attribute { name: name.into(), text: text.into(), ..Attribute::default() }
    }

    /// Three classes of 1, 2 and 1 support vectors in one column, with an attribute replaced.
    fn three(other: Attribute) -> Result<(Svm, Labels)> {
        let mut attributes = vec![
            ints("classlabels_ints", &[7, 8, 9]),
            ints("vectors_per_class", &[1, 2, 1]),
            floats("support_vectors", &[0.0, 1.0, 2.0, 3.0]),
            floats("coefficients", &[10.0, 11.0, 12.0, 13.0, 20.0, 21.0, 22.0, 23.0]),
            floats("rho", &[0.5, 1.5, 2.5]),
            text("kernel_type", "POLY"),
            floats("kernel_params", &[0.5, 1.0, 3.0]),
        ];
        attributes.retain(|attribute| attribute.name != other.name);
        attributes.push(other);
        classifier(&Node { op: "SVMClassifier".into(), attributes, ..Node::default() }, 1)
    }

    #[test]
    fn a_pair_weighs_the_vectors_of_both_classes() {
        let (svm, labels) = three(text("post_transform", "NONE")).unwrap();
        assert_eq!(labels, Labels::Number(vec![7.0, 8.0, 9.0]));
        assert_eq!(svm.kernel, Kernel::Polynomial { gamma: 0.5, coef0: 1.0, degree: 3 });
        assert_eq!((svm.ends, svm.terms), (vec![3, 5, 8], vec![0, 1, 2, 0, 3, 1, 2, 3]));
        assert_eq!(svm.coefficients, [10.0, 11.0, 12.0, 20.0, 13.0, 21.0, 22.0, 23.0]);
        assert_eq!(svm.pairs, [0, 1, 0, 2, 1, 2]);
    }

    #[test]
    fn what_is_refused_by_name() {
        let code = |attribute| three(attribute).map(|_| ()).unwrap_err().code;
        for other in [
            text("post_transform", "SOFTMAX"),
            text("kernel_type", "CHI2"),
            floats("kernel_params", &[0.5, 1.0, 2.5]),
            ints("vectors_per_class", &[]),
            ints("one_class", &[1]),
        ] {
            assert_eq!(code(other), "unsupported-attribute");
        }
        for other in [
            floats("support_vectors", &[0.0; 3]),
            floats("coefficients", &[0.0; 9]),
            floats("rho", &[0.0; 2]),
            floats("prob_a", &[0.0; 3]),
            ints("vectors_per_class", &[2, 2]),
            ints("classlabels_ints", &[1]),
        ] {
            assert_eq!(code(other), "shape-mismatch");
        }
        assert_eq!(code(ints("vectors_per_class", &[1, -2, 1])), "malformed");
        assert_eq!(code(ints("vectors_per_class", &[1, i64::MAX, 1])), "malformed");
        assert_eq!(code(floats("kernel_params", &[0.5])), "malformed");
    }

    #[test]
    fn a_regressor_without_vectors_is_linear() {
        let node = |attributes| Node { op: "SVMRegressor".into(), attributes, ..Node::default() };
        let linear = vec![floats("coefficients", &[2.0, 3.0]), floats("rho", &[0.5])];
        assert!(matches!(regressor(&node(linear), 2).unwrap(), Model::Linear(l) if l.coefficients == [2.0, 3.0]));
        let one = Attribute { name: "one_class".into(), int: 1, ..Attribute::default() };
        let code = regressor(&node(vec![one, floats("rho", &[0.5])]), 2).unwrap_err().code;
        assert_eq!(code, "unsupported-attribute");
    }

    const OVR: &[u8] = include_bytes!("../../../../tests/golden/onnx-svc-ovr/model.onnx");
    const PAIRS: &[u8] = include_bytes!("../../../../tests/golden/onnx-svc-pairs/model.onnx");

    /// How each target is decided, and of how many slots.
    fn targets(file: &[u8]) -> Vec<(Option<bool>, usize)> {
        let imported = super::super::read(file, &crate::import::Sidecar::default()).unwrap();
        let predictor = imported.pipeline.check().unwrap();
        let targets = predictor.pipeline().output.targets.iter();
        let decided = targets.map(|target| match &target.task {
            Task::Classification { decision, .. } => {
                (Some(matches!(decision, Decision::Coded { .. })), target.slots.len())
            }
            Task::Regression => (None, target.slots.len()),
        });
        decided.collect()
    }

    #[test]
    fn decisions_of_pairs_are_no_scores_of_classes() {
        assert_eq!(targets(OVR), [(Some(true), 3)]);
        assert_eq!(targets(PAIRS), [(Some(true), 3), (None, 1), (None, 1), (None, 1)]);
    }
}
