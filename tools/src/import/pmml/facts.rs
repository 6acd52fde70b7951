//! What is known of a column on the way down a tree.

use super::fields::{Category, Number, Other};
use std::rc::Rc;

/// A question about a column, answered with yes or no where it is not missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Whether it is not missing: answered in any case.
    Present,
    /// At most this number.
    UpTo(f64),
    /// One of these codes, each named once.
    In(Vec<u32>),
}

/// What is known of a column.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Whether it is missing, where that is known.
    pub missing: Option<bool>,
    range: Range,
}

/// What it can be where it is not missing.
#[derive(Debug, Clone)]
enum Range {
    /// Above the first number, up to the second.
    Numbers(Option<f64>, f64),
    /// These levels, and perhaps others.
    Levels(Rc<Vec<bool>>, bool),
}

impl Fact {
    pub fn number(number: &Number) -> Self {
        let missing = if number.missing == super::fields::Missing::Never { Some(false) } else { None };
        Self { missing, range: Range::Numbers(None, f64::INFINITY) }
    }

    pub fn category(category: &Category) -> Self {
        let missing = if category.missing || category.other == Other::Missing { None } else { Some(false) };
        let levels = Rc::new(vec![true; category.levels.len()]);
        Self { missing, range: Range::Levels(levels, category.other == Other::Itself) }
    }

    /// What it costs to think about this.
    pub fn size(&self) -> usize {
        match &self.range {
            Range::Numbers(..) => 1,
            Range::Levels(levels, _) => 1 + levels.len() / 8,
        }
    }

    /// The answer where the column is not missing, if it is known.
    pub fn answer(&self, test: &Test) -> Option<bool> {
        match (test, &self.range) {
            (Test::Present, _) => Some(true),
            (Test::UpTo(t), Range::Numbers(_, upto)) if t >= upto => Some(true),
            (Test::UpTo(t), Range::Numbers(over, _)) => over.filter(|over| t <= over).map(|_| false),
            (Test::In(codes), Range::Levels(levels, other)) => {
                let inside = |code: &u32| levels.get(*code as usize).copied().unwrap_or(false);
                let count = codes.iter().filter(|code| inside(code)).count();
                match count {
                    0 => Some(false),
                    n if !other && n == levels.iter().filter(|l| **l).count() => Some(true),
                    _ => None,
                }
            }
            _ => Some(false),
        }
    }

    pub fn is_missing(&self) -> Self {
        Self { missing: Some(true), range: self.range.clone() }
    }

    pub fn is_present(&self) -> Self {
        Self { missing: Some(false), range: self.range.clone() }
    }

    /// What is known where the answer was this; missing stays as it is.
    pub fn after(&self, test: &Test, yes: bool) -> Self {
        let range = match (test, &self.range) {
            (Test::UpTo(t), Range::Numbers(over, upto)) if yes => Range::Numbers(*over, t.min(*upto)),
            (Test::UpTo(t), Range::Numbers(over, upto)) => Range::Numbers(Some(over.map_or(*t, |o| o.max(*t))), *upto),
            (Test::In(codes), Range::Levels(levels, other)) => {
                let mut inside = vec![false; levels.len()];
                codes.iter().for_each(|code| inside[*code as usize] = true);
                let left = levels.iter().zip(inside).map(|(open, inside)| *open && inside == yes);
                Range::Levels(Rc::new(left.collect()), *other && !yes)
            }
            (_, range) => range.clone(),
        };
        Self { missing: self.missing, range }
    }
}
