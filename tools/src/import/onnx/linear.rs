//! Linear models, and what follows a classifier.

use super::super::class::classification;
use super::columns::{Col, slots};
use super::graph::{Builder, Value};
use super::proto::Node;
use windowbox::model::{Linear, Model};
use windowbox::preprocess::Link;
use windowbox::slots::Precision;
use windowbox::{Op, Result};

impl Builder<'_> {
    /// The margins of a linear model whose coefficients must fit its input.
    fn margins(&mut self, node: &Node, x: &[Col], outputs: usize) -> Result<Vec<u32>> {
        let (coefficients, intercepts) = (node.floats("coefficients"), node.floats("intercepts"));
        if outputs == 0 || coefficients.len() != outputs * x.len() {
            let message = format!("{} coefficients for {outputs} outputs of {} columns", coefficients.len(), x.len());
            return Err(node.shape_error(message));
        }
        if !intercepts.is_empty() && intercepts.len() != outputs {
            return Err(node.shape_error(format!("{} intercepts for {outputs} outputs", intercepts.len())));
        }
        let wide = |v: &[f32]| v.iter().copied().map(f64::from).collect::<Vec<f64>>();
        let intercepts = if intercepts.is_empty() { vec![0.0; outputs] } else { wide(intercepts) };
        let linear = Linear::new(x.len() as u32, wide(coefficients), intercepts);
        let linear = Linear { precision: Precision::F32, ..linear };
        Ok(self.push(Op::Model(Model::Linear(linear)), slots(x), outputs as u32))
    }

    pub fn linear_regressor(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        node.only(&["coefficients", "intercepts", "targets", "post_transform"])?;
        if node.text("post_transform", "NONE") != "NONE" {
            return Err(node.attribute_error("a post_transform"));
        }
        let outputs = usize::try_from(node.int("targets", 1)).unwrap_or(0);
        let slots = self.margins(node, x, outputs)?;
        Ok(vec![Value::Columns(slots.into_iter().map(|slot| Col::new(slot, Precision::F32)).collect())])
    }

    pub fn linear_classifier(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        let known = ["coefficients", "intercepts", "classlabels_ints", "classlabels_strings", "multi_class"];
        node.only(&[&known[..], &["post_transform"]].concat())?;
        let labels = node.labels("classlabels_ints")?;
        // A single row speaks for the second of two classes.
        let rows = match (labels.len(), node.floats("intercepts").len(), node.floats("coefficients").len()) {
            (2, 1, _) => 1,
            (2, 0, n) if n == x.len() => 1,
            (n, _, _) => n,
        };
        let transform = node.text("post_transform", "NONE");
        let link = match (&transform[..], rows) {
            ("LOGISTIC", _) => Link::SingleSigmoid,
            ("SOFTMAX", 2..) => Link::SingleSoftmax,
            _ => return Err(node.attribute_error(&format!("post_transform = {transform} on {rows} rows"))),
        };
        let slots = self.margins(node, x, rows)?;
        self.classify(node, classification(labels, slots, link, self.sidecar))
    }

    /// A product with a constant.
    pub fn mat_mul(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        let c = self.constant(node, 1)?;
        let outputs = match c.dims[..] {
            [n, k] if n == x.len() as i64 && k > 0 => k as usize,
            _ => return Err(node.shape_error(format!("{} columns, and a constant of {:?}", x.len(), c.dims))),
        };
        let Some(precision) = x.first().map(|column| column.precision) else { return Err(self.unsupported(node)) };
        if x.iter().any(|column| column.precision != precision) {
            return Err(self.unsupported(node));
        }
        let coefficients = (0..outputs).flat_map(|k| c.values.iter().skip(k).step_by(outputs).copied()).collect();
        let linear = Linear { precision, ..Linear::new(x.len() as u32, coefficients, vec![0.0; outputs]) };
        let slots = self.push(Op::Model(Model::Linear(linear)), slots(x), outputs as u32);
        Ok(vec![Value::Columns(slots.into_iter().map(|slot| Col::new(slot, precision)).collect())])
    }

    /// The classes must be the classifier's own.
    pub fn zip_map(&mut self, node: &Node, classes: Vec<usize>) -> Result<Vec<Value>> {
        let labels = node.labels("classlabels_int64s")?;
        match self.classifier.as_ref().and_then(|target| target.labels()) {
            Some(known) if *known == labels && classes.len() == labels.len() => Ok(vec![Value::Scores(classes)]),
            _ => Err(node.attribute_error("other classes than the classifier's")),
        }
    }

    /// Of probabilities that are 1 together already.
    pub fn normalizer(&mut self, node: &Node, classes: Vec<usize>) -> Result<Vec<Value>> {
        let whole = self.classifier.as_ref().is_some_and(|target| {
            target.width() == classes.len() && (target.link == Link::SingleSoftmax || target.slots.len() == 1)
        });
        match node.text("norm", "MAX") == "L1" && whole {
            true => Ok(vec![Value::Scores(classes)]),
            false => Err(node.attribute_error("scores that it would change")),
        }
    }
}
