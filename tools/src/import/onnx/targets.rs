//! The graph's outputs as targets: labels with their scores, and numbers.

use super::super::class;
use super::choice::{Choice, Rule};
use super::graph::Builder;
use super::tensor::{Cell, Coded, Element, Source, Tensor};
use std::rc::Rc;
use windowbox::data::Labels;
use windowbox::pipeline::{Decision, Task};
use windowbox::preprocess::arithmetic::{Function, Operand};
use windowbox::preprocess::{Arithmetic, Link, OneHot, Step};
use windowbox::slots::{Precision, SlotKind};
use windowbox::{Error, Op, Result, Target};

/// A label among the outputs: what is chosen from, and the classes.
struct Label {
    choice: usize,
    classes: Labels,
    name: String,
}

/// A cell that is no label, with what it is called.
struct Score {
    cell: Cell,
    name: String,
    precision: Precision,
}

impl Builder<'_> {
    pub fn targets(&mut self, outputs: &[(&str, Rc<Tensor>)]) -> Result<Vec<Target>> {
        let (mut labels, mut scores) = (Vec::new(), Vec::new());
        for (name, tensor) in outputs {
            for (i, cell) in tensor.cells.iter().enumerate() {
                let name = if tensor.cells.len() > 1 { format!("{name}_{i}") } else { (*name).to_owned() };
                match self.label(cell, &name) {
                    Some(label) => labels.push(label),
                    None if tensor.element == Element::Text => return Err(no_answer(&name)),
                    None => scores.push(Score { cell: cell.clone(), name, precision: tensor.element.precision() }),
                }
            }
            if tensor.rows.is_none() {
                return Err(no_answer(name));
            }
        }
        let mut targets = self.answers(labels, scores)?;
        if let [one] = &mut targets[..] {
            one.name = class::regression(0, Link::Identity, self.sidecar).name;
        }
        self.guard(&mut targets)?;
        Ok(targets)
    }

    /// A label with different classes, chosen by the graph.
    fn label(&self, cell: &Cell, name: &str) -> Option<Label> {
        let Cell::Coded(coded) = cell else { return None };
        let Coded { source: Source::Choice(choice), values, .. } = &**coded else { return None };
        let texts = values.iter().map(|value| if let Cell::Text(text) = value { Some(text.to_string()) } else { None });
        let classes = match texts.collect() {
            Some(texts) => Labels::String(texts),
            None => Labels::Number(values.iter().map(|value| value.number().map(|x| x + 0.0)).collect::<Option<_>>()?),
        };
        classes.check().is_ok().then(|| Label { choice: *choice, classes, name: name.to_owned() })
    }

    /// Scores belong to the labels if there is one for each class; otherwise they are
    /// numbers of their own.
    fn answers(&mut self, labels: Vec<Label>, scores: Vec<Score>) -> Result<Vec<Target>> {
        let nearest = labels.iter().any(|label| self.choices[label.choice].rule == Rule::Smallest);
        let all: usize = labels.iter().map(|label| label.classes.len()).sum();
        let pairs = scores.iter().any(|score| self.is_pair(&score.cell));
        let own = !nearest && !pairs && all == scores.len();
        if own && labels.len() == 1 && self.zipped.iter().any(|zipped| *zipped != labels[0].classes) {
            let message = "the scores are named after other classes than the label has";
            return Err(Error::unsupported("unsupported-attribute", message));
        }
        let (mut targets, mut rest) = (Vec::new(), &scores[..]);
        for label in labels {
            let (mine, others) = rest.split_at(if own { label.classes.len() } else { 0 });
            targets.push(self.classification(&label, mine)?);
            rest = others;
        }
        for score in rest {
            let slot = self.slot(&score.cell)?;
            targets.push(Target::regression(&score.name, slot));
        }
        match targets.is_empty() {
            true => Err(no_answer("")),
            false => Ok(targets),
        }
    }

    fn classification(&mut self, label: &Label, scores: &[Score]) -> Result<Target> {
        let choice = self.choices[label.choice].clone();
        let target = |slots, link, decision| {
            let task = Task::Classification { classes: label.classes.clone(), decision };
            Target { slots, link, task, ..Target::regression(&label.name, 0) }
        };
        if let Some(decision) = choice.decision().filter(|_| self.says(&choice, label, scores)) {
            let mut target = target(choice.margins, choice.link, decision);
            if let (Some(said), Task::Classification { decision: Decision::Above { threshold, .. }, .. }) =
                (self.sidecar.threshold, &mut target.task)
            {
                *threshold = said;
            }
            return Ok(target);
        }
        let (slots, link) = match scores.first() {
            Some(score) => {
                let cells: Vec<Cell> = scores.iter().map(|score| score.cell.clone()).collect();
                (self.rounded(&cells, score.precision)?, Link::Given { precision: score.precision })
            }
            None => (self.indicated(&choice, label)?, Link::Identity),
        };
        let code = self.code(Source::Choice(label.choice))?;
        Ok(target(slots, link, Decision::Coded { slot: code }))
    }

    /// Whether the scores are those that the label is chosen by.
    fn says(&self, choice: &Choice, label: &Label, scores: &[Score]) -> bool {
        let shares = (0..choice.classes).map(|class| Cell::Share { choice: label.choice, class });
        let plain = matches!(choice.link, Link::Given { .. }) && choice.margins.len() == scores.len();
        let margins = choice.margins.iter().map(|slot| Cell::Slot(*slot));
        scores.is_empty() && !plain
            || shares.eq(scores.iter().map(|score| score.cell.clone()))
            || plain && margins.eq(scores.iter().map(|score| score.cell.clone()))
    }

    /// 1 for the class that is chosen, 0 for the others.
    fn indicated(&mut self, choice: &Choice, label: &Label) -> Result<Vec<u32>> {
        let code = self.code(Source::Choice(label.choice))?;
        let SlotKind::Code(levels) = self.types[code as usize].kind else { return Ok(choice.margins.clone()) };
        self.push(Op::Step(Step::OneHot(OneHot::full(levels))), vec![code])
    }

    /// Adds 0 to all answers, or NaN where the row has none.
    fn guard(&mut self, targets: &mut [Target]) -> Result<()> {
        for guard in self.guards.clone() {
            for target in targets.iter_mut() {
                let precision = match self.types[target.slots[0] as usize].kind {
                    SlotKind::Number(precision) => precision,
                    _ => Precision::F64,
                };
                let last = target.slots.len() as u32;
                let operands = (0..last).flat_map(|i| [Operand::Column(i), Operand::Column(last)]).collect();
                let step = Arithmetic { function: Function::Add, precision, strict: false, operands };
                let reads = [&target.slots[..], &[guard]].concat();
                target.slots = self.push(Op::Step(Step::Arithmetic(step)), reads)?;
            }
        }
        Ok(())
    }
}

fn no_answer(name: &str) -> Error {
    Error::unsupported("unsupported-operator", format!("the output {name} is neither a class nor a number of each row"))
}
