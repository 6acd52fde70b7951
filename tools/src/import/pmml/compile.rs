//! A tree of predicates as a tree of tests.

use super::facts::{Fact, Test};
use super::logic::{Known, Logic, Truth};
use std::collections::BTreeMap;
use windowbox::model::trees::Treetop;
use windowbox::{Error, Result};

/// Tests that a tree may grow to: surrogates repeat what is below them.
const NODE_LIMIT: usize = 1 << 21;
/// Steps of thought for all trees of a model.
const WORK_LIMIT: usize = 1 << 28;

/// A node as the file says it; children are asked in order.
pub struct Branch {
    pub predicate: Logic,
    pub children: Vec<usize>,
    pub unknown: Unknown,
    /// Whether the node answers where no child is true.
    pub last: bool,
    /// Nothing where the node has no score.
    pub score: Option<Vec<f64>>,
    pub count: Option<f64>,
}

/// What happens where a child's predicate is unknown before one is true.
#[derive(Clone, Copy)]
pub enum Unknown {
    False,
    Null,
    Last,
    Child(usize),
}

/// What a node does with what is known.
#[derive(PartialEq)]
enum Move {
    Go(usize),
    /// The score of a node, or none.
    Answer(Option<usize>),
    Ask(u32, Test),
}

/// A tree of tests, with the rows that reached each node, and whether a leaf has no score.
pub struct Compiled {
    pub nodes: Vec<Treetop>,
    pub counts: Vec<Option<f64>>,
    pub null: bool,
}

pub struct Compiler<'a> {
    pub branches: &'a [Branch],
    pub start: &'a [Fact],
    /// The leaf for no result.
    pub nothing: Vec<f64>,
    pub work: &'a mut usize,
}

/// A place in the tree that is built, the branch that it stands for, and what is known.
type Open<'a> = (usize, usize, Known<'a>);

impl<'a> Compiler<'a> {
    pub fn run(&mut self, root: usize) -> Result<Compiled> {
        let mut tops: Vec<Option<Treetop>> = vec![None];
        let mut made = Compiled { nodes: vec![], counts: vec![None], null: false };
        let mut seen = vec![false; self.branches.len()];
        let mut open = vec![(0, root, Known { start: self.start, facts: BTreeMap::new() })];
        while let Some((place, at, known)) = open.pop() {
            match self.settle(at, &known)? {
                Move::Go(child) => {
                    let again = std::mem::replace(&mut seen[child], true);
                    made.counts[place] = if again { None } else { self.branches[child].count };
                    open.push((place, child, known));
                }
                Move::Answer(node) => {
                    let score = node.and_then(|node| self.branches[node].score.clone());
                    made.null |= score.is_none();
                    tops[place] = Some(Treetop::Leaf(score.unwrap_or_else(|| self.nothing.clone())));
                }
                Move::Ask(column, test) => {
                    let next = tops.len();
                    let (top, children) = self.split(at, &known, (column, test), next)?;
                    tops[place] = Some(top);
                    tops.extend([None, None]);
                    made.counts.extend([None, None]);
                    open.extend(children);
                }
            }
            if tops.len() > NODE_LIMIT {
                return Err(Error::limit("a tree would have more than 2097152 nodes")
                    .hint("surrogates repeat what is below them: in R, rpart(..., maxsurrogate = 0)"));
            }
        }
        made.nodes = tops.into_iter().flatten().collect();
        Ok(made)
    }

    /// What a node does; a question that changes nothing is not asked.
    fn settle(&mut self, at: usize, known: &Known<'_>) -> Result<Move> {
        let done = self.step(at, known)?;
        let Move::Ask(column, Test::Present) = done else { return Ok(done) };
        let fact = known.fact(column);
        let present = self.step(at, &known.with(column, fact.is_present()))?;
        let missing = self.step(at, &known.with(column, fact.is_missing()))?;
        Ok(if present == missing && !matches!(present, Move::Ask(..)) { present } else { done })
    }

    fn step(&mut self, at: usize, known: &Known<'_>) -> Result<Move> {
        let branch = &self.branches[at];
        for child in &branch.children {
            let predicate = &self.branches[*child].predicate;
            *self.work += predicate.size() + known.facts.values().map(Fact::size).sum::<usize>();
            if *self.work > WORK_LIMIT {
                return Err(Error::limit("the predicates take too long to be sorted out"));
            }
            match (known.truth(predicate), branch.unknown) {
                (Truth::Is(true), _) => return Ok(Move::Go(*child)),
                (Truth::Ask(column, test), _) => return Ok(Move::Ask(column, test)),
                (Truth::Is(false), _) | (Truth::Unknown, Unknown::False) => {}
                (Truth::Unknown, Unknown::Null) => return Ok(Move::Answer(None)),
                (Truth::Unknown, Unknown::Last) => return Ok(Move::Answer(Some(at))),
                (Truth::Unknown, Unknown::Child(child)) => return Ok(Move::Go(child)),
            }
        }
        Ok(Move::Answer((branch.last || branch.children.is_empty()).then_some(at)))
    }

    /// A node of ours: two children where missing goes the way of one of them, else
    /// missing is asked for first.
    fn split(
        &mut self,
        at: usize,
        known: &Known<'a>,
        (column, test): (u32, Test),
        next: usize,
    ) -> Result<(Treetop, [Open<'a>; 2])> {
        let fact = known.fact(column).clone();
        let branch = |fact: Fact| known.with(column, fact);
        let (yes, no) = (fact.after(&test, true), fact.after(&test, false));
        let way = match (&test, fact.missing) {
            (Test::Present, _) => None,
            (_, Some(_)) => Some(None),
            (_, None) => self.way(at, known, column, (&yes, &no))?.map(Some),
        };
        let Some(way) = way else {
            let top = Treetop::Number { column, threshold: f64::INFINITY, missing_yes: false, yes: next, no: next + 1 };
            return Ok((top, [(next, at, branch(fact.is_present())), (next + 1, at, branch(fact.is_missing()))]));
        };
        let (yes, no) = match way {
            None => (yes, no),
            Some(true) => (yes, no.is_present()),
            Some(false) => (yes.is_present(), no),
        };
        let missing_yes = way == Some(true);
        let top = match test {
            Test::In(codes) => Treetop::Category { column, codes, missing_yes, yes: next, no: next + 1 },
            Test::UpTo(threshold) => Treetop::Number { column, threshold, missing_yes, yes: next, no: next + 1 },
            Test::Present => Treetop::Leaf(vec![]),
        };
        Ok((top, [(next, at, branch(yes)), (next + 1, at, branch(no))]))
    }

    /// Whether a missing cell does what yes does, or what no does, or neither.
    fn way(&mut self, at: usize, known: &Known<'_>, column: u32, (yes, no): (&Fact, &Fact)) -> Result<Option<bool>> {
        let missing = self.step(at, &known.with(column, yes.is_missing()))?;
        if matches!(missing, Move::Ask(..)) {
            return Ok(None);
        }
        let same = |fact: &Fact, me: &mut Self| Ok(me.step(at, &known.with(column, fact.is_present()))? == missing);
        match same(yes, self)? {
            true => Ok(Some(true)),
            false => Ok(same(no, self)?.then_some(false)),
        }
    }
}
