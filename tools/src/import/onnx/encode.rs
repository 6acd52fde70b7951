//! Operators before the model: imputer, scaler, encoders, arithmetic with constants.

use super::columns::{Col, slots};
use super::graph::{Builder, Value};
use super::proto::{Graph, Node};
use std::collections::{HashMap, HashSet};
use windowbox::data::Kind;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::model::{Linear, Model};
use windowbox::preprocess::{Encode, Impute, OneHot, Scale, Step};
use windowbox::slots::Precision;
use windowbox::{Op, Result};

/// The levels of a column of texts: what its encoders know, and whether one refuses others.
pub fn levels(graph: &Graph, input: &str) -> Result<(Vec<String>, bool)> {
    let (mut levels, mut refused) = (Vec::new(), false);
    let readers = graph.nodes.iter().filter(|node| node.inputs.iter().any(|name| name == input));
    for node in readers {
        let known = if node.op == "OneHotEncoder" { "cats_strings" } else { "keys_strings" };
        levels.extend(node.texts(known)?);
        refused |= node.op == "OneHotEncoder" && node.int("zeros", 1) == 0;
    }
    let mut seen = HashSet::new();
    levels.retain(|level| seen.insert(level.clone()));
    Ok((levels, refused))
}

impl Builder<'_> {
    fn step(&mut self, step: Step, x: &[Col], count: usize) -> Vec<u32> {
        self.push(Op::Step(step), slots(x), count as u32)
    }

    pub fn imputer(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        node.only(&["imputed_value_floats", "replaced_value_float"])?;
        if node.attribute("replaced_value_float").is_some_and(|a| !a.float.is_nan()) {
            return Err(node.attribute_error("another replaced value than NaN"));
        }
        let fill = widened(node, "imputed_value_floats", x.len())?;
        self.allow_missing(x);
        let slots = self.step(Step::Impute(Impute { fill }), x, x.len());
        let filled = |(slot, column): (u32, &Col)| Col { slot, input: None, ..column.clone() };
        Ok(vec![Value::Columns(slots.into_iter().zip(x).map(filled).collect())])
    }

    /// `(x - offset) * scale`, each rounded to single precision.
    pub fn scaler(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        node.only(&["offset", "scale"])?;
        let (offset, scale) = (widened(node, "offset", x.len())?, widened(node, "scale", x.len())?);
        let scaled = x.iter().zip(offset.iter().zip(&scale)).map(|(column, (offset, scale))| {
            let moved = self.affine(column, 1.0, -offset, Precision::F32);
            self.affine(&moved, *scale, 0.0, Precision::F32)
        });
        Ok(vec![Value::Columns(scaled.collect())])
    }

    /// `x * factor + term`.
    fn affine(&mut self, x: &Col, factor: f64, term: f64, precision: Precision) -> Col {
        let linear = Linear { precision, ..Linear::new(1, vec![factor], vec![term]) };
        let slots = self.push(Op::Model(Model::Linear(linear)), vec![x.slot], 1);
        Col::new(slots[0], precision)
    }

    pub fn arithmetic(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        let c = self.constant(node, 1)?;
        let n = x.len();
        let row = matches!(c.dims[..], [] | [_] | [1, _]);
        let values = match c.values.len() {
            1 if row => vec![c.values[0]; n],
            m if m == n && row => c.values.clone(),
            _ => return Err(node.shape_error(format!("{n} columns, and a constant of {:?}", c.dims))),
        };
        if values.iter().any(|v| !v.is_finite() || *v == 0.0 && node.op == "Div") {
            return Err(node.attribute_error("a constant that is not finite, or divides by 0"));
        }
        if x.iter().all(|column| column.precision == Precision::F64) && matches!(&node.op[..], "Sub" | "Add" | "Div") {
            let (center, scale) = match &node.op[..] {
                "Sub" => (values, vec![1.0; n]),
                "Add" => (values.iter().map(|v| -v).collect(), vec![1.0; n]),
                _ => (vec![0.0; n], values),
            };
            let slots = self.step(Step::Scale(Scale { center, scale }), x, n);
            return Ok(vec![Value::Columns(slots.into_iter().map(|s| Col::new(s, Precision::F64)).collect())]);
        }
        let done = x.iter().zip(&values).map(|(column, v)| {
            let (factor, term) = match &node.op[..] {
                "Sub" => (1.0, -v),
                "Add" => (1.0, *v),
                "Mul" => (*v, 0.0),
                _ => return Err(node.attribute_error("a division in single precision")),
            };
            let constant = if factor == 0.0 { Some(0.0) } else { column.constant.map(|c| c * factor) };
            let constant = constant.map(|c| column.precision.round(c + term));
            let whole = constant.is_some_and(|c| c == 0.0 || c == 1.0);
            Ok(Col { constant, flag: whole, whole, ..self.affine(column, factor, term, column.precision) })
        });
        Ok(vec![Value::Columns(done.collect::<Result<_>>()?)])
    }

    /// The codes of the levels among the column's own, and where a missing cell goes.
    fn codes(&self, column: usize, keys: &[String]) -> (Vec<Option<usize>>, Option<usize>) {
        let Kind::Categorical { levels, .. } = &self.columns[column].kind else { return (Vec::new(), None) };
        // Of a key that stands twice the last counts.
        let places: HashMap<&str, usize> = keys.iter().enumerate().map(|(i, key)| (&key[..], i)).collect();
        let at = |text: &str| places.get(text).copied();
        let said = self.sidecar.features.get(column).and_then(|feature| feature.missing_string.as_deref());
        let texts = levels.iter().map(|label| match label {
            windowbox::data::Label::String(text) => at(text),
            _ => None,
        });
        (texts.collect(), at(said.unwrap_or("")))
    }

    pub fn one_hot(&mut self, node: &Node, column: usize) -> Result<Vec<Value>> {
        node.only(&["cats_strings", "zeros"])?;
        let keys = node.texts("cats_strings")?;
        let (levels, missing) = self.codes(column, &keys);
        self.spend(levels.len())?;
        let place = |key: Option<usize>| key.map(|i| i as u32);
        let levels = levels.into_iter().map(place).collect();
        let one_hot = OneHot { levels, missing: place(missing), unseen: None, columns: keys.len() as u32 };
        let slots = self.push(Op::Step(Step::OneHot(one_hot)), vec![column as u32], keys.len() as u32);
        let flag = |slot| Col { flag: true, whole: true, ..Col::new(slot, Precision::F32) };
        Ok(vec![Value::Columns(slots.into_iter().map(flag).collect())])
    }

    pub fn label_encoder(&mut self, node: &Node, column: usize) -> Result<Vec<Value>> {
        node.only(&["keys_strings", "values_int64s", "values_floats", "default_int64", "default_float"])?;
        let keys = node.texts("keys_strings")?;
        let whole = node.attribute("values_floats").is_none();
        let (values, default): (Vec<f64>, f64) = match whole {
            true => {
                (node.ints("values_int64s").iter().map(|v| *v as f64).collect(), node.int("default_int64", -1) as f64)
            }
            false => {
                let default = node.attribute("default_float").map_or(-0.0, |a| a.float);
                (node.floats("values_floats").iter().copied().map(f64::from).collect(), f64::from(default))
            }
        };
        if values.len() != keys.len() {
            return Err(node.shape_error(format!("{} keys, {} values", keys.len(), values.len())));
        }
        let (levels, missing) = self.codes(column, &keys);
        self.spend(levels.len())?;
        let number = |key: Option<usize>| key.map_or(default, |i| values[i]);
        let levels = levels.into_iter().map(number).collect();
        let encode = Encode { levels, missing: number(missing), unseen: default };
        let slots = self.push(Op::Step(Step::Encode(encode)), vec![column as u32], 1);
        let precision = if whole { Precision::F64 } else { Precision::F32 };
        Ok(vec![Value::Columns(vec![Col { whole, ..Col::new(slots[0], precision) }])])
    }

    /// `x < c` for each number of a constant, as a stump each.
    pub fn less(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        let ([x], c) = (x, self.constant(node, 1)?) else { return Err(self.unsupported(node)) };
        if x.precision != Precision::F32
            || c.values.iter().any(|v| !v.is_finite())
            || !matches!(c.dims[..], [_] | [1, _])
        {
            return Err(self.unsupported(node));
        }
        let count = c.values.len() as u32;
        let mut builder = TreeBuilder::new(1, count);
        for (i, c) in c.values.iter().enumerate() {
            let threshold = f64::from((*c as f32).next_down());
            let test = Treetop::Number { column: 0, threshold, missing_yes: false, yes: 1, no: 2 };
            builder.tree(&[test, Treetop::Leaf(vec![1.0]), Treetop::Leaf(vec![0.0])], Some(i as u32))?;
        }
        let mut trees = builder.finish();
        trees.input = Precision::F32;
        let slots = self.push(Op::Model(Model::Trees(trees)), vec![x.slot], count);
        let flag = |slot| Col { flag: true, whole: true, ..Col::new(slot, Precision::F32) };
        Ok(vec![Value::Columns(slots.into_iter().map(flag).collect())])
    }

    /// The first of some flags that is 1, as a tree.
    pub fn arg_max(&mut self, node: &Node, x: &[Col]) -> Result<Vec<Value>> {
        let plain = matches!(node.int("axis", 0), 1 | -1) && node.int("select_last_index", 0) == 0;
        if !plain || node.int("keepdims", 1) != 1 || x.is_empty() || !x.iter().all(|column| column.flag) {
            return Err(self.unsupported(node));
        }
        let mut tops = Vec::new();
        for i in 0..x.len() {
            let at = tops.len();
            tops.push(Treetop::Number { column: i as u32, threshold: 0.5, missing_yes: true, yes: at + 2, no: at + 1 });
            tops.push(Treetop::Leaf(vec![i as f64]));
        }
        tops.push(Treetop::Leaf(vec![0.0]));
        let mut builder = TreeBuilder::new(x.len() as u32, 1);
        builder.tree(&tops, Some(0))?;
        let slots = self.push(Op::Model(Model::Trees(builder.finish())), slots(x), 1);
        Ok(vec![Value::Columns(vec![Col { whole: true, ..Col::new(slots[0], Precision::F64) }])])
    }
}

/// One number a column, from as many or from one.
fn widened(node: &Node, name: &str, width: usize) -> Result<Vec<f64>> {
    let list = node.floats(name);
    if list.iter().any(|v| !v.is_finite()) {
        return Err(node.attribute_error(&format!("{name} that is not finite")));
    }
    match list {
        [one] => Ok(vec![f64::from(*one); width]),
        many if many.len() == width => Ok(many.iter().copied().map(f64::from).collect()),
        many => Err(node.shape_error(format!("{} numbers in {name} for {width} columns", many.len()))),
    }
}
