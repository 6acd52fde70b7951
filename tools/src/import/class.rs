//! What importers share when they say what a model answers.

use super::sidecar::{self, Sidecar};
use super::skeleton::unknown_classes;
use windowbox::data::Labels;
use windowbox::pipeline::{Decision, Task};
use windowbox::preprocess::Link;
use windowbox::{Error, Result, Target};

/// The classes that the sidecar names, else their numbers; what is unknown is said.
///
/// # Errors
/// `bad-sidecar` where their number differs from the model's.
pub fn classes(count: usize, sidecar: &Sidecar, unknown: &mut Vec<String>) -> Result<Labels> {
    let Some(said) = &sidecar.target.classes else {
        unknown.push(unknown_classes(count));
        return Ok(Labels::Number((0..count).map(|i| i as f64).collect()));
    };
    match said.len() == count {
        true => sidecar::labels(said),
        false => {
            Err(Error::caller("bad-sidecar", format!("the model has {count} classes, the sidecar {}", said.len())))
        }
    }
}

/// A target that is a class, scored in `slots`.
pub fn classification(classes: Labels, slots: Vec<u32>, link: Link, sidecar: &Sidecar) -> Target {
    let mut target = Target::classes(name(sidecar), classes, slots, link);
    if let (Some(said), Task::Classification { decision: Decision::Above { threshold, .. }, .. }) =
        (sidecar.threshold, &mut target.task)
    {
        *threshold = said;
    }
    target
}

/// A target that is a number.
pub fn regression(slot: u32, link: Link, sidecar: &Sidecar) -> Target {
    Target { link, ..Target::regression(name(sidecar), slot) }
}

fn name(sidecar: &Sidecar) -> String {
    sidecar.target.name.clone().unwrap_or_else(|| "prediction".to_owned())
}
