//! `NeuralNetwork`: layers of neurons as linear models, one behind the other.

use super::super::malformed;
use super::answer::Answer;
use super::build::Build;
use super::design::Design;
use super::fields::{Missing, Number, Scope, Width};
use super::numbers::{call, constant, product};
use super::unsupported;
use super::xml::{Element, all, attribute, child, children, name, needed, number, number_or};
use std::collections::HashMap;
use windowbox::Result;
use windowbox::preprocess::arithmetic::Function;
use windowbox::preprocess::{Link, Step};

/// The slots of neurons by their names.
type Neurons<'a> = HashMap<&'a str, Number>;

pub fn lower(model: Element<'_>, build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    let mut neurons = inputs(model, build, scope)?;
    let layers: Vec<Element<'_>> = all(model, "NeuralLayer").collect();
    let Some((last, hidden)) = layers.split_last() else { return Err(malformed("a network without layers")) };
    for layer in hidden {
        let activation = activation(model, *layer)?;
        let slots = self::layer(*layer, &activation, build, &mut neurons)?;
        if let Some(link) = normalization(model, *layer)? {
            let slots = linked(link, slots, build);
            name_neurons(*layer, slots, &mut neurons)?;
        }
    }
    let (activation, norm) = (activation(model, *last)?, normalization(model, *last)?);
    // What the answer's link can do is left to it: it keeps the margins.
    let (activation, link) = match (activation, norm) {
        (Activation::Link(link), None) => (Activation::Link(Link::Identity), link),
        (activation, norm) => (activation, norm.unwrap_or(Link::Identity)),
    };
    layer(*last, &activation, build, &mut neurons)?;
    outputs(model, link, all(*last, "Neuron").count(), build, &neurons, classes)
}

/// What becomes of a neuron's sum.
enum Activation {
    Link(Link),
    /// A function of ours, perhaps of other numbers that are made of the sum.
    Function(fn(&mut Build, Number) -> Number),
    /// 1 above this, else 0.
    Threshold(f64),
}

fn inputs<'a>(model: Element<'a>, build: &mut Build, scope: &Scope) -> Result<Neurons<'a>> {
    let mut neurons = Neurons::new();
    for input in all(needed(model, "NeuralInputs")?, "NeuralInput") {
        match super::derive::derived(needed(input, "DerivedField")?, build, scope)? {
            super::fields::Field::Number(number) => neurons.insert(attribute(input, "id")?, number),
            _ => return Err(unsupported("a neural input that is no number")),
        };
    }
    Ok(neurons)
}

fn said<'a>(model: Element<'a>, layer: Element<'a>, key: &str) -> Option<&'a str> {
    layer.attribute(key).or_else(|| model.attribute(key))
}

fn activation(model: Element<'_>, layer: Element<'_>) -> Result<Activation> {
    use Function as F;
    let of = |function| Ok(Activation::Function(function));
    match said(model, layer, "activationFunction") {
        Some("logistic") => Ok(Activation::Link(Link::Sigmoid)),
        Some("identity") => Ok(Activation::Link(Link::Identity)),
        Some("exponential") => Ok(Activation::Link(Link::Exp)),
        Some("threshold") => {
            let threshold = said(model, layer, "threshold").unwrap_or("0");
            Ok(Activation::Threshold(super::xml::finite(threshold)?))
        }
        Some("tanh") => of(|build, z| call(build, F::Tanh, &[z])),
        Some("sine") => of(|build, z| call(build, F::Sine, &[z])),
        Some("cosine") => of(|build, z| call(build, F::Cosine, &[z])),
        Some("square") => of(|build, z| product(build, &[z.clone(), z])),
        Some("rectifier") => of(|build, z| with(build, F::Most, z, 0.0)),
        Some("reciprocal") => of(|build, z| {
            let one = constant(build, 1.0);
            call(build, F::Divide, &[one, z])
        }),
        Some("Gauss") => of(|build, z| {
            let zero = constant(build, 0.0);
            let minus = call(build, F::Subtract, &[zero, z.clone()]);
            let square = product(build, &[minus, z]);
            call(build, F::Exp, &[square])
        }),
        Some("Elliott") => of(|build, z| {
            let size = call(build, F::Absolute, std::slice::from_ref(&z));
            let size = with(build, F::Add, size, 1.0);
            call(build, F::Divide, &[z, size])
        }),
        Some("arctan") => of(|build, z| {
            let angle = call(build, F::Arctangent, &[z]);
            with(build, F::Divide, angle, std::f64::consts::FRAC_PI_2)
        }),
        other => Err(unsupported(format!("the activation {:?}", other.unwrap_or_default()))),
    }
}

/// A function of a number and a constant.
fn with(build: &mut Build, function: Function, number: Number, constant: f64) -> Number {
    let constant = self::constant(build, constant);
    call(build, function, &[number, constant])
}

fn normalization(model: Element<'_>, layer: Element<'_>) -> Result<Option<Link>> {
    match said(model, layer, "normalizationMethod") {
        None | Some("none") => Ok(None),
        Some("softmax") => Ok(Some(Link::Softmax)),
        Some("simplemax") => Ok(Some(Link::Shares)),
        Some(other) => Err(unsupported(format!("the normalization {other:?}"))),
    }
}

fn linked(link: Link, slots: Vec<u32>, build: &mut Build) -> Vec<u32> {
    let count = slots.len() as u32;
    let first = build.step(Step::Link(link), slots, count);
    (first..first + count).collect()
}

fn layer<'a>(
    layer: Element<'a>,
    activation: &Activation,
    build: &mut Build,
    neurons: &mut Neurons<'a>,
) -> Result<Vec<u32>> {
    let mut design = Design::default();
    for neuron in all(layer, "Neuron") {
        design.table(number_or(neuron, "bias", 0.0)?);
        for from in all(neuron, "Con") {
            let source = neurons.get(attribute(from, "from")?);
            let source = source.ok_or_else(|| malformed("a connection from a neuron that is not there"))?;
            design.number(build, source, number(from, "weight")?);
        }
    }
    let slots = design.build(build)?;
    let slots = match activation {
        Activation::Link(Link::Identity) => slots,
        Activation::Link(link) => linked(*link, slots, build),
        Activation::Function(function) => slots.into_iter().map(|z| function(build, sum(z)).slot).collect(),
        Activation::Threshold(t) => slots.into_iter().map(|z| above(*t, sum(z), build).slot).collect(),
    };
    name_neurons(layer, slots.clone(), neurons)?;
    Ok(slots)
}

fn sum(slot: u32) -> Number {
    Number { slot, width: Width::Double, missing: Missing::Never }
}

fn above(threshold: f64, z: Number, build: &mut Build) -> Number {
    let threshold = constant(build, threshold);
    call(build, Function::Less, &[threshold, z])
}

fn name_neurons<'a>(layer: Element<'a>, slots: Vec<u32>, neurons: &mut Neurons<'a>) -> Result<()> {
    for (neuron, slot) in all(layer, "Neuron").zip(slots) {
        neurons.insert(attribute(neuron, "id")?, Number { slot, width: Width::Double, missing: Missing::Never });
    }
    Ok(())
}

/// The classes, in the order of the target's values, or a number as it is.
fn outputs(
    model: Element<'_>,
    link: Link,
    last: usize,
    build: &mut Build,
    neurons: &Neurons<'_>,
    classes: &[String],
) -> Result<Answer> {
    let mut named = Vec::new();
    for output in all(needed(model, "NeuralOutputs")?, "NeuralOutput") {
        let neuron = neurons.get(attribute(output, "outputNeuron")?);
        let slot = neuron.ok_or_else(|| malformed("an output of a neuron that is not there"))?.slot;
        let field = needed(output, "DerivedField")?;
        match child(field, "NormDiscrete") {
            Some(norm) => named.push((attribute(norm, "value")?, slot)),
            None if last == 1 => return value(field, Answer { slots: vec![slot], link, classes: None }, build),
            None => return Err(unsupported("an output of a network other than a class or a number")),
        }
    }
    if named.len() != last || named.len() < 2 {
        return Err(unsupported("a network whose last layer is not a neuron for each class"));
    }
    named.sort_by_key(|(class, _)| classes.iter().position(|c| c == class).unwrap_or(usize::MAX));
    let (named, slots) = named.into_iter().map(|(class, slot)| (class.to_owned(), slot)).unzip();
    Ok(Answer { slots, link, classes: Some((named, None)) })
}

/// A number, scaled back where it was scaled.
fn value(field: Element<'_>, answer: Answer, build: &mut Build) -> Result<Answer> {
    let expression = children(field).next().ok_or_else(|| malformed("an output without an expression"))?;
    match name(expression) {
        "FieldRef" => Ok(answer),
        "NormContinuous" => {
            let norm = sum(super::model::linked(&answer, build));
            let value = super::intervals::inverted(expression, &norm, build)?;
            Ok(Answer { slots: vec![value.slot], link: Link::Identity, classes: None })
        }
        other => Err(unsupported(format!("an output of a network by <{other}>"))),
    }
}
