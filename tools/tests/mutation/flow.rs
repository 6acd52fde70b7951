//! What follows from a number in a slot, as far as it is certain.

use windowbox::model::Model;
use windowbox::preprocess::{Link, Step, arithmetic::Operand};
use windowbox::slots::{Columns, Operation};
use windowbox::{Node, Op, Pipeline};

/// The slots that an output of a node depends on.
pub fn depends(node: &Node, output: usize) -> Vec<u32> {
    match &node.op {
        Op::Step(Step::Impute(_) | Step::Scale(_) | Step::Map(_)) => vec![node.reads[output]],
        Op::Step(Step::Link(Link::Identity | Link::Sigmoid | Link::SingleSigmoid)) => vec![node.reads[output]],
        Op::Step(Step::Reduce(of)) => node.reads[output * of.width as usize..][..of.width as usize].to_vec(),
        Op::Step(Step::Rank(of)) => {
            let (group, width) = (output / (2 * of.k as usize), of.width as usize);
            node.reads[group * width..][..width].to_vec()
        }
        Op::Step(Step::Pick(of)) => {
            let width = of.width as usize + 1;
            node.reads[output * width..][..width].to_vec()
        }
        Op::Step(Step::Arithmetic(of)) => {
            let arity = of.function.arity();
            let column = |operand: &Operand| match operand {
                Operand::Column(i) => Some(node.reads[*i as usize]),
                Operand::Constant(_) => None,
            };
            of.operands[output * arity..][..arity].iter().filter_map(column).collect()
        }
        Op::Model(Model::Trees(trees)) => {
            let asked = |i: &usize| trees.column.iter().chain(&trees.linear.column).any(|c| *c as usize == *i);
            (0..node.reads.len()).filter(asked).map(|i| node.reads[i]).collect()
        }
        _ => node.reads.clone(),
    }
}

/// Whether an answer depends on a slot.
pub fn matters(pipeline: &Pipeline, slot: u32) -> bool {
    let targets = &pipeline.output.targets;
    let answer = targets.iter().any(|target| target.slots.contains(&slot) || target.coded() == Some(slot));
    answer
        || pipeline.nodes.iter().any(|node| {
            let asks = |(i, written): (usize, &u32)| depends(node, i).contains(&slot) && matters(pipeline, *written);
            node.reads.contains(&slot) && node.writes.iter().enumerate().any(asks)
        })
}

/// Whether anything tells one number of a slot from another. What the slot alone decides
/// is computed for both; where it meets other slots, trees compare with thresholds, and
/// everything else is taken to tell.
pub fn told_apart(pipeline: &Pipeline, slot: u32, a: f64, b: f64) -> bool {
    let slots = pipeline.types().unwrap().len();
    let mut known: Vec<Option<[f64; 2]>> = vec![None; slots];
    known[slot as usize] = Some([a, b]);
    for node in &pipeline.nodes {
        if node.writes.contains(&slot) {
            continue;
        }
        for (i, written) in node.writes.iter().enumerate() {
            let depends = depends(node, i);
            let other = |slot: &u32| known[*slot as usize].is_some_and(differ);
            if depends.iter().all(|slot| known[*slot as usize].is_some()) {
                known[*written as usize] = apply(node, i, &known);
            } else if depends.iter().any(other) && asks(node, &known) && matters(pipeline, *written) {
                return true;
            }
        }
    }
    let answers = pipeline.output.targets.iter().flat_map(|target| target.slots.iter().copied().chain(target.coded()));
    answers.into_iter().any(|slot| known[slot as usize].is_some_and(differ))
}

fn differ([a, b]: [f64; 2]) -> bool {
    !(a == b || a.is_nan() && b.is_nan())
}

/// An output of a node for two rows. Texts are not known.
fn apply(node: &Node, output: usize, known: &[Option<[f64; 2]>]) -> Option<[f64; 2]> {
    if matches!(node.op, Op::Step(Step::Lookup(_) | Step::Words(_) | Step::Date(_))) {
        return None;
    }
    let values: Vec<f64> = node.reads.iter().flat_map(|slot| known[*slot as usize].unwrap_or_default()).collect();
    let slots: Vec<u32> = (0..node.reads.len() as u32).collect();
    let mut out = vec![0.0; 2 * node.writes.len()];
    node.op.apply(Columns::new(2, &slots, &values, &[]), &mut out);
    Some([out[2 * output], out[2 * output + 1]])
}

/// Whether a node that reads other slots too can tell what is known of its own apart.
fn asks(node: &Node, known: &[Option<[f64; 2]>]) -> bool {
    let Op::Model(Model::Trees(trees)) = &node.op else { return true };
    let differs = |n: &usize| {
        !trees.is_leaf(*n)
            && known[node.reads[trees.column[*n] as usize] as usize]
                .is_some_and(|[a, b]| trees.says_yes(*n, trees.input(a)) != trees.says_yes(*n, trees.input(b)))
    };
    !trees.linear.constant.is_empty() || (0..trees.column.len()).any(|n| differs(&n))
}
