//! The output: how the last slots become the answer that a caller gets.

use crate::data::Labels;
use crate::error::{Error, Result};
use crate::preprocess::Link;
use crate::slots::{Operation, SlotKind, SlotType};

/// The answer: one target or several.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Output {
    /// What is predicted, in the order of the answer.
    pub targets: Vec<Target>,
}
crate::record!(Output { targets });

/// One thing that is predicted.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Target {
    /// The name of the target's column.
    pub name: String,
    /// What a person reads, or empty: then the name.
    pub label: String,
    /// The unit of a number, or empty.
    pub unit: String,
    /// The slots of the margins: one for a number or a two-class score, else one a class.
    pub slots: Vec<u32>,
    /// What margins are divided by before the link: 1, or the number of iterations where
    /// a library calls their sum the margin and links their mean.
    pub divisor: f64,
    /// What turns margins into values or probabilities.
    pub link: Link,
    /// Number or class.
    pub task: Task,
}
crate::record!(Target { name, label, unit, slots, divisor, link, task });

/// What kind of answer a target gets.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Task {
    /// A number.
    Regression,
    /// One of some classes, in their own type.
    Classification {
        /// The classes; with one slot the second is the one it speaks for.
        classes: Labels,
        /// How probabilities become a class.
        decision: Decision,
    },
}
crate::variants!(Task { 0 Regression, 1 Classification { classes, decision } });

/// How probabilities become a class.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Decision {
    /// The class with the largest; the first of equals.
    Largest,
    /// Of two classes the positive one if its probability is above the threshold.
    Above {
        /// The code of the positive class.
        positive: u32,
        /// Between 0 and 1.
        threshold: f64,
    },
    /// The class that a slot holds, whatever the scores: counted in votes, or the nearest.
    Coded {
        /// The slot with the class's code.
        slot: u32,
    },
    /// The class with the smallest margin, which is a distance; the first of equals. Its
    /// probability is 1, that of all others 0.
    Smallest,
}
crate::variants!(Decision { 0 Largest, 1 Above { positive, threshold }, 2 Coded { slot }, 3 Smallest });

impl Output {
    /// The answer with a single target.
    pub fn one(target: Target) -> Self {
        Self { targets: vec![target] }
    }

    pub(super) fn check(&self, types: &[SlotType]) -> Result<()> {
        if self.targets.is_empty() {
            return Err(bad("there is no target"));
        }
        for (i, target) in self.targets.iter().enumerate() {
            target.check(types).map_err(|e| e.at_number("target", i))?;
        }
        Ok(())
    }
}

fn bad(message: &'static str) -> Error {
    Error::file("bad-output", message)
}

/// Whether a link function makes other numbers than probabilities.
fn makes_values(link: Link) -> bool {
    matches!(link, Link::Exp | Link::SingleExp | Link::LogOnePlusExp | Link::SignedSquare)
        || matches!(link, Link::LogComplement | Link::Power { .. })
}

impl Target {
    /// A number, read from one slot as it is.
    pub fn regression(name: impl Into<String>, slot: u32) -> Self {
        let (label, unit) = (String::new(), String::new());
        Self {
            name: name.into(),
            label,
            unit,
            slots: vec![slot],
            divisor: 1.0,
            link: Link::Identity,
            task: Task::Regression,
        }
    }

    /// Classes: the largest of one slot each, or the second if the probability in the
    /// only slot is above one half.
    pub fn classes(name: impl Into<String>, classes: Labels, slots: Vec<u32>, link: Link) -> Self {
        let decision = match slots.len() {
            1 => Decision::Above { positive: 1, threshold: 0.5 },
            _ => Decision::Largest,
        };
        Self { slots, link, task: Task::Classification { classes, decision }, ..Self::regression(name, 0) }
    }

    /// The classes, if the answer is one.
    pub fn labels(&self) -> Option<&Labels> {
        match &self.task {
            Task::Regression => None,
            Task::Classification { classes, .. } => Some(classes),
        }
    }

    /// How many numbers describe an answer: a probability for each class, or 1.
    pub fn width(&self) -> usize {
        self.labels().map_or(1, Labels::len)
    }

    fn check(&self, types: &[SlotType]) -> Result<()> {
        let inputs = self.slots.iter().map(|slot| types.get(*slot as usize).copied()).collect::<Option<Vec<_>>>();
        let inputs = inputs.ok_or_else(|| bad("reads a slot that was not written"))?;
        self.link.check(&inputs)?;
        if !self.divisor.is_finite() || self.divisor <= 0.0 {
            return Err(bad("margins are divided by a number above 0"));
        }
        match &self.task {
            Task::Regression if self.slots.len() == 1 => Ok(()),
            Task::Regression => Err(bad("a number is read from one slot")),
            Task::Classification { classes, decision } => self.check_classes(classes, *decision, types),
        }
    }

    /// The slot that holds the class, where one does.
    pub fn coded(&self) -> Option<u32> {
        match self.task {
            Task::Classification { decision: Decision::Coded { slot }, .. } => Some(slot),
            _ => None,
        }
    }

    fn check_classes(&self, classes: &Labels, decision: Decision, types: &[SlotType]) -> Result<()> {
        classes.check()?;
        if makes_values(self.link) {
            return Err(bad("the link function makes no probabilities"));
        }
        let (n, slots) = (classes.len(), self.slots.len());
        if n < 2 || !(slots == n || slots == 1 && n == 2) {
            return Err(bad("classes are at least two, with a slot each, or two with one slot"));
        }
        match decision {
            Decision::Largest => Ok(()),
            Decision::Smallest if slots == n && self.link == Link::Identity => Ok(()),
            Decision::Smallest => Err(bad("distances have a slot for each class, and no link function")),
            Decision::Above { positive, threshold } => {
                let sound = n == 2 && positive < 2 && (0.0..=1.0).contains(&threshold);
                if sound { Ok(()) } else { Err(bad("a threshold lies between 0 and 1 and decides two classes")) }
            }
            Decision::Coded { slot } => {
                let code = SlotType { kind: SlotKind::Code(n as u32), missing: false };
                let sound = types.get(slot as usize) == Some(&code);
                if sound { Ok(()) } else { Err(bad("the slot of the class holds codes of as many classes")) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_have_no_link() {
        let labels = Labels::String(vec!["a".into(), "b".into(), "c".into()]);
        let mut target = Target::classes("cluster", labels, vec![0, 1, 2], Link::Identity);
        let Task::Classification { decision, .. } = &mut target.task else { unreachable!() };
        *decision = Decision::Smallest;
        let types = [SlotType::NUMBER; 3];
        assert!(target.check(&types).is_ok());
        assert!(Target { link: Link::Softmax, ..target }.check(&types).is_err());
    }
}
