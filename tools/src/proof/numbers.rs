//! The numbers that steps in the middle of a graph can give, where they are few: made of
//! constants, comparisons and tables, as a search that is written out is.

use windowbox::preprocess::arithmetic::{Function, Operand};
use windowbox::preprocess::{Arithmetic, Map, Piecewise, Step};
use windowbox::{Node, Op, Pipeline};

/// More numbers than this are not followed.
const FEW: usize = 1024;

type Numbers = Option<Vec<f64>>;

/// Every number that each slot can have; nothing where they are not known, or many. What
/// is listed may be more than what comes, never less.
pub fn numbers(pipeline: &Pipeline) -> Vec<Numbers> {
    let mut known: Vec<Numbers> = vec![None; pipeline.schema.columns.len()];
    for node in &pipeline.nodes {
        let written: Vec<Numbers> = (0..node.writes.len()).map(|i| written(node, i, &known)).collect();
        known.extend(written);
    }
    known
}

fn written(node: &Node, i: usize, known: &[Numbers]) -> Numbers {
    let all = match &node.op {
        Op::Step(Step::Arithmetic(of)) => computed(node, of, i, known),
        Op::Step(Step::Map(of)) => mapped(of, known[node.reads[i] as usize].as_deref()),
        Op::Step(Step::Piecewise(of)) if of.degree == 0 => Some(steps(of, i)),
        _ => None,
    };
    all.map(distinct).filter(|all| all.len() <= FEW)
}

fn distinct(mut all: Vec<f64>) -> Vec<f64> {
    all.sort_by(f64::total_cmp);
    all.dedup_by(|a, b| a.to_bits() == b.to_bits());
    all
}

fn computed(node: &Node, of: &Arithmetic, i: usize, known: &[Numbers]) -> Numbers {
    let arity = of.function.arity();
    let operand = |operand: &Operand| match operand {
        Operand::Column(column) => known[node.reads[*column as usize] as usize].clone(),
        Operand::Constant(number) => Some(vec![*number]),
    };
    let operands: Vec<Numbers> = of.operands[i * arity..][..arity].iter().map(operand).collect();
    match (of.function, &operands[..]) {
        // A missing argument may make the result missing.
        (Function::Less | Function::AtMost | Function::Equal | Function::Missing, _) => Some(vec![0.0, 1.0, f64::NAN]),
        (Function::Choose, [_, Some(yes), Some(no)]) => Some([&yes[..], no, &[f64::NAN]].concat()),
        _ => every(of, &operands.into_iter().collect::<Option<Vec<_>>>()?),
    }
}

/// The function of every tuple.
fn every(of: &Arithmetic, operands: &[Vec<f64>]) -> Numbers {
    let count = operands.iter().try_fold(1, |count: usize, numbers| count.checked_mul(numbers.len()));
    count.filter(|count| *count <= FEW * FEW)?;
    let mut tuples = vec![vec![]];
    for numbers in operands {
        let longer = |tuple: &Vec<f64>| numbers.iter().map(|x| [&tuple[..], &[*x]].concat()).collect::<Vec<_>>();
        tuples = tuples.iter().flat_map(longer).collect();
    }
    let value = |tuple: &Vec<f64>| {
        let at = |i: usize| tuple.get(i).copied().unwrap_or(0.0);
        of.function.value([at(0), at(1), at(2)], of.precision)
    };
    Some(tuples.iter().map(value).chain([f64::NAN]).collect())
}

/// What an output of constants can be.
fn steps(of: &Piecewise, i: usize) -> Vec<f64> {
    of.coefficients.iter().skip(i).step_by(of.outputs as usize).copied().chain([f64::NAN]).collect()
}

fn mapped(of: &Map, numbers: Option<&[f64]>) -> Numbers {
    let other = match (of.other, numbers) {
        (Some(other), _) => vec![other],
        (None, Some(numbers)) => numbers.to_vec(),
        (None, None) => return None,
    };
    Some([&of.values[..], &[of.missing], &other].concat())
}
