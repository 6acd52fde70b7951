//! `NeuralNetwork`: layers of neurons as linear models, one behind the other.

use super::super::malformed;
use super::answer::Answer;
use super::build::Build;
use super::design::Design;
use super::fields::{Missing, Number, Scope, Width};
use super::unsupported;
use super::xml::{Element, all, attribute, child, name, needed, number, number_or};
use std::collections::HashMap;
use windowbox::Result;
use windowbox::preprocess::{Link, Step};

/// The slots of neurons by their names.
type Neurons<'a> = HashMap<&'a str, Number>;

pub fn lower(model: Element<'_>, build: &mut Build, scope: &Scope, classes: &[String]) -> Result<Answer> {
    let mut neurons = inputs(model, build, scope)?;
    let layers: Vec<Element<'_>> = all(model, "NeuralLayer").collect();
    let Some((last, hidden)) = layers.split_last() else { return Err(malformed("a network without layers")) };
    for layer in hidden {
        match links(model, *layer)? {
            (link, None) => self::layer(*layer, link, build, &mut neurons)?,
            _ => return Err(unsupported("a hidden layer that is normalized")),
        };
    }
    let softmax = match links(model, *last)? {
        (Link::Identity, norm) => norm,
        (link, None) => Some(link),
        _ => return Err(unsupported("a layer that is activated and normalized")),
    };
    let link = softmax.unwrap_or(Link::Identity);
    layer(*last, Link::Identity, build, &mut neurons)?;
    outputs(model, link, all(*last, "Neuron").count(), &neurons, classes)
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

/// The activation of a layer and what normalizes it.
fn links(model: Element<'_>, layer: Element<'_>) -> Result<(Link, Option<Link>)> {
    let said = |key: &str| layer.attribute(key).or_else(|| model.attribute(key));
    let activation = match said("activationFunction") {
        Some("logistic") => Link::Sigmoid,
        Some("identity") => Link::Identity,
        Some("exponential") => Link::Exp,
        other => return Err(unsupported(format!("the activation {:?}", other.unwrap_or_default()))),
    };
    match said("normalizationMethod") {
        None | Some("none") => Ok((activation, None)),
        Some("softmax") => Ok((activation, Some(Link::Softmax))),
        Some(other) => Err(unsupported(format!("the normalization {other:?}"))),
    }
}

fn layer<'a>(layer: Element<'a>, link: Link, build: &mut Build, neurons: &mut Neurons<'a>) -> Result<()> {
    let mut design = Design::default();
    for neuron in all(layer, "Neuron") {
        design.table(number_or(neuron, "bias", 0.0)?);
        for from in all(neuron, "Con") {
            let source = neurons.get(attribute(from, "from")?);
            let source = source.ok_or_else(|| malformed("a connection from a neuron that is not there"))?;
            design.number(build, source, number(from, "weight")?)?;
        }
    }
    let slots = design.build(build)?;
    let slots = match link {
        Link::Identity => slots,
        link => {
            let first = build.step(Step::Link(link), slots.clone(), slots.len() as u32);
            (first..first + slots.len() as u32).collect()
        }
    };
    for (neuron, slot) in all(layer, "Neuron").zip(slots) {
        neurons.insert(attribute(neuron, "id")?, Number { slot, width: Width::Double, missing: Missing::Never });
    }
    Ok(())
}

/// The classes, in the order of the target's values, or a number as it is.
fn outputs(model: Element<'_>, link: Link, last: usize, neurons: &Neurons<'_>, classes: &[String]) -> Result<Answer> {
    let mut named = Vec::new();
    for output in all(needed(model, "NeuralOutputs")?, "NeuralOutput") {
        let neuron = neurons.get(attribute(output, "outputNeuron")?);
        let slot = neuron.ok_or_else(|| malformed("an output of a neuron that is not there"))?.slot;
        let field = needed(output, "DerivedField")?;
        match child(field, "NormDiscrete") {
            Some(norm) => named.push((attribute(norm, "value")?, slot)),
            None if super::xml::children(field).all(|e| name(e) == "FieldRef") && last == 1 => {
                return Ok(Answer { slots: vec![slot], link, classes: None });
            }
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
