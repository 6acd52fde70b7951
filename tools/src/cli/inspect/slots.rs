//! What people call the slots of a pipeline: the columns, and what is made of them.

use crate::npm::literal;
use std::rc::Rc;
use windowbox::data::{Kind, Labels};
use windowbox::preprocess::arithmetic::Operand;
use windowbox::preprocess::reduce::Reduction;
use windowbox::preprocess::{OneHot, Step};
use windowbox::{Node, Op, Pipeline};

/// Levels that a name lists; an indicator may stand for hundreds.
const SHOWN: usize = 3;
/// Signs of the name of what is computed.
const NAME: usize = 60;

/// A slot: its name, and the levels of its codes.
#[derive(Clone)]
pub struct Slot {
    /// The name. What only changes numbers keeps it, so that names stay short.
    pub name: String,
    /// The levels as JSON writes them, if it holds codes.
    pub levels: Option<Rc<[String]>>,
}

/// The slots of a pipeline, in order.
pub fn slots(pipeline: &Pipeline) -> Vec<Slot> {
    let columns = pipeline.schema.columns.iter().map(|column| Slot {
        name: column.name.clone(),
        levels: match &column.kind {
            Kind::Categorical { levels, .. } => Some(written_out(levels)),
            _ => None,
        },
    });
    let mut slots: Vec<Slot> = columns.collect();
    for (i, node) in pipeline.nodes.iter().enumerate() {
        let written = written(i, node, &slots);
        slots.extend(written);
    }
    slots
}

fn written(i: usize, node: &Node, slots: &[Slot]) -> Vec<Slot> {
    let reads: Vec<&Slot> = node.reads.iter().map(|slot| &slots[*slot as usize]).collect();
    let plain = |name: String| Slot { name, levels: None };
    match &node.op {
        Op::Step(Step::Impute(_)) => reads.into_iter().cloned().collect(),
        Op::Step(Step::Scale(_) | Step::Link(_) | Step::Encode(_) | Step::Map(_)) => {
            reads.iter().map(|slot| plain(slot.name.clone())).collect()
        }
        Op::Step(Step::Lookup(lookup)) => {
            let levels = written_out(&Labels::String(lookup.levels.clone()));
            vec![Slot { levels: Some(levels), ..reads[0].clone() }]
        }
        Op::Step(Step::OneHot(one_hot)) => indicators(one_hot, reads[0]).into_iter().map(plain).collect(),
        Op::Step(Step::Piecewise(_)) if node.writes.len() == 1 => vec![plain(reads[0].name.clone())],
        Op::Step(Step::Piecewise(_)) => {
            (1..=node.writes.len()).map(|k| plain(format!("{}, part {k}", reads[0].name))).collect()
        }
        Op::Step(Step::Reduce(step)) if step.reduction == Reduction::Product => {
            reads.chunks(step.width as usize).map(|factors| plain(multiplied(factors))).collect()
        }
        Op::Step(Step::Reduce(step)) if node.writes.len() == 1 => {
            let names = reads.iter().take(SHOWN).map(|slot| format!("[{}]", slot.name));
            vec![plain(called(format!("{:?}", step.reduction), &names.collect::<Vec<_>>()))]
        }
        Op::Step(Step::Arithmetic(step)) if node.writes.len() == 1 => {
            vec![plain(called(format!("{:?}", step.function), &operands(&step.operands, &reads)))]
        }
        Op::Step(Step::Arithmetic(_) | Step::Reduce(_)) => {
            (1..=node.writes.len()).map(|k| plain(format!("number {k} of step {}", i + 1))).collect()
        }
        Op::Model(_) => (1..=node.writes.len()).map(|k| plain(format!("answer {k} of step {}", i + 1))).collect(),
    }
}

fn multiplied(factors: &[&Slot]) -> String {
    let names: Vec<&str> = factors.iter().take(SHOWN).map(|slot| slot.name.as_str()).collect();
    names.join(" * ") + if factors.len() > SHOWN { " * others" } else { "" }
}

/// Columns by their names in brackets, constants as they are.
pub fn operands(operands: &[Operand], reads: &[&Slot]) -> Vec<String> {
    let word = |operand: &Operand| match operand {
        Operand::Column(i) => format!("[{}]", reads[*i as usize].name),
        Operand::Constant(c) => literal::number(*c).to_string(),
    };
    operands.iter().map(word).collect()
}

/// What functions of functions are called would grow without bound: a name is cut.
fn called(function: String, names: &[String]) -> String {
    let name = format!("{}({})", function.to_lowercase(), names.join(", "));
    if name.chars().count() > NAME { name.chars().take(NAME).chain("...".chars()).collect() } else { name }
}

fn indicators(one_hot: &OneHot, slot: &Slot) -> Vec<String> {
    let mut values = vec![Vec::new(); one_hot.columns as usize];
    for (code, column) in one_hot.levels.iter().enumerate() {
        column.iter().for_each(|column| values[*column as usize].push(level(slot, code)));
    }
    one_hot.missing.iter().for_each(|column| values[*column as usize].push("missing".to_owned()));
    one_hot.unseen.iter().for_each(|column| values[*column as usize].push("unseen".to_owned()));
    values.iter().map(|values| format!("{} = {}", slot.name, first(values))).collect()
}

fn first(values: &[String]) -> String {
    let more = if values.len() > SHOWN { " or others" } else { "" };
    values[..values.len().min(SHOWN)].join(" or ") + more
}

/// The level of a code, as JSON writes it.
pub fn level(slot: &Slot, code: usize) -> String {
    let level = slot.levels.as_ref().and_then(|levels| levels.get(code)).cloned();
    level.unwrap_or_else(|| format!("level {code}"))
}

fn written_out(labels: &Labels) -> Rc<[String]> {
    labels.iter().map(|label| literal::label(label).to_string()).collect()
}
