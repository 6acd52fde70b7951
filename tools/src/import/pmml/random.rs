//! Property: a compiled tree answers what its predicates say, on any row.

use super::compile::{Branch, Compiler, Unknown};
use super::facts::{Fact, Test};
use super::fields::{Category, Missing, Number, Other, Width};
use super::logic::Logic;
use fastrand::Rng;
use std::rc::Rc;
use windowbox::model::trees::Treetop;

/// Two numbers, of which the second is never missing, and a category of three levels
/// that may have others.
fn start() -> Vec<Fact> {
    let number = |missing| Fact::number(&Number { slot: 0, width: Width::Double, missing });
    let levels = Rc::new(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]);
    let category =
        Category { slot: 2, tested: 2, levels, numeric: false, missing: true, other: Other::Itself, column: 2 };
    vec![number(Missing::Column(0)), number(Missing::Never), Fact::category(&category)]
}

fn logic(rng: &mut Rng, depth: usize) -> Logic {
    let column = rng.u32(0..3);
    let parts = |rng: &mut Rng| (0..rng.usize(1..4)).map(|_| logic(rng, depth - 1)).collect();
    match if depth == 0 { rng.u32(0..4) } else { rng.u32(0..9) } {
        0 => Logic::Known(rng.bool()),
        1 => Logic::Test(column, Test::Present),
        2 | 3 if column == 2 => Logic::Test(2, Test::In((0..3).filter(|_| rng.bool()).collect())),
        2 | 3 => Logic::Test(column, Test::UpTo(f64::from(rng.i32(-1..3)))),
        4 => logic(rng, depth - 1).not(),
        5 => Logic::And(parts(rng)),
        6 => Logic::Or(parts(rng)),
        7 => Logic::Xor(parts(rng)),
        _ => Logic::Surrogate(parts(rng)),
    }
}

fn branch(rng: &mut Rng, depth: usize, to: &mut Vec<Branch>) -> usize {
    let children: Vec<usize> =
        if depth == 0 { vec![] } else { (0..rng.usize(0..4)).map(|_| branch(rng, depth - 1, to)).collect() };
    let unknown = match (rng.u32(0..4), children.first()) {
        (0, _) => Unknown::False,
        (1, _) => Unknown::Null,
        (2, Some(_)) => Unknown::Child(children[rng.usize(0..children.len())]),
        _ => Unknown::Last,
    };
    let score = rng.bool().then(|| vec![to.len() as f64]);
    to.push(Branch { predicate: logic(rng, 2), children, unknown, last: rng.bool(), score, count: None });
    to.len() - 1
}

/// A predicate in three values, by the book.
fn truth(logic: &Logic, row: &[f64]) -> Option<bool> {
    let of = |parts: &[Logic]| parts.iter().map(|part| truth(part, row)).collect::<Vec<_>>();
    match logic {
        Logic::Known(truth) => Some(*truth),
        Logic::Test(column, Test::Present) => Some(!row[*column as usize].is_nan()),
        Logic::Test(column, _) if row[*column as usize].is_nan() => None,
        Logic::Test(column, Test::UpTo(t)) => Some(row[*column as usize] <= *t),
        Logic::Test(column, Test::In(codes)) => {
            Some(codes.iter().any(|code| f64::from(*code) == row[*column as usize]))
        }
        Logic::Not(inner) => truth(inner, row).map(|truth| !truth),
        Logic::And(parts) if of(parts).contains(&Some(false)) => Some(false),
        Logic::Or(parts) if of(parts).contains(&Some(true)) => Some(true),
        Logic::Surrogate(parts) => of(parts).into_iter().flatten().next(),
        Logic::And(parts) | Logic::Or(parts) | Logic::Xor(parts) if of(parts).contains(&None) => None,
        Logic::And(_) => Some(true),
        Logic::Or(_) => Some(false),
        Logic::Xor(parts) => Some(of(parts).iter().filter(|part| **part == Some(true)).count() % 2 == 1),
    }
}

/// What a tree answers, by the book: the number of the node, or nothing.
fn answer(branches: &[Branch], at: usize, row: &[f64]) -> Option<f64> {
    let branch = &branches[at];
    let own = || branch.score.as_ref().map(|score| score[0]);
    for child in &branch.children {
        match (truth(&branches[*child].predicate, row), branch.unknown) {
            (Some(true), _) => return answer(branches, *child, row),
            (Some(false), _) | (None, Unknown::False) => {}
            (None, Unknown::Null) => return None,
            (None, Unknown::Last) => return own(),
            (None, Unknown::Child(child)) => return answer(branches, child, row),
        }
    }
    if branch.last || branch.children.is_empty() { own() } else { None }
}

fn walk(nodes: &[Treetop], row: &[f64]) -> Option<f64> {
    let mut at = 0;
    loop {
        let (column, missing_yes, yes, no) = match &nodes[at] {
            Treetop::Leaf(values) => return Some(values[0]).filter(|value| !value.is_nan()),
            Treetop::Number { column, missing_yes, yes, no, .. }
            | Treetop::Category { column, missing_yes, yes, no, .. } => (*column, *missing_yes, *yes, *no),
            Treetop::Linear { .. } => unreachable!(),
        };
        let x = row[column as usize];
        let says = match &nodes[at] {
            _ if x.is_nan() => missing_yes,
            Treetop::Number { threshold, .. } => x <= *threshold,
            Treetop::Category { codes, .. } => codes.iter().any(|code| f64::from(*code) == x),
            _ => false,
        };
        at = if says { yes } else { no };
    }
}

#[test]
fn a_compiled_tree_answers_what_its_predicates_say() {
    let mut rng = Rng::with_seed(7);
    let start = start();
    let numbers = [-2.0, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0];
    let mut answered = 0;
    for _ in 0..2_000 {
        let mut branches = Vec::new();
        let root = branch(&mut rng, 3, &mut branches);
        let mut work = 0;
        let mut compiler = Compiler { branches: &branches, start: &start, nothing: vec![f64::NAN], work: &mut work };
        let tree = compiler.run(root).unwrap();
        for x in numbers.into_iter().chain([f64::NAN]) {
            let row = [x, numbers[rng.usize(0..7)], [-1.0, 0.0, 1.0, 2.0, f64::NAN][rng.usize(0..5)]];
            let want = answer(&branches, root, &row);
            assert_eq!(walk(&tree.nodes, &row), want, "{row:?}");
            answered += usize::from(want.is_some());
        }
    }
    assert!(answered > 2_000);
}
