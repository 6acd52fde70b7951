//! Predicates in three values, and what must be asked to know theirs.

use super::facts::{Fact, Test};
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
pub enum Logic {
    Known(bool),
    Test(u32, Test),
    Not(Box<Logic>),
    And(Vec<Logic>),
    Or(Vec<Logic>),
    Xor(Vec<Logic>),
    /// The first that is not unknown.
    Surrogate(Vec<Logic>),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Truth {
    Is(bool),
    Unknown,
    /// It hangs on this question.
    Ask(u32, Test),
}

/// What is known of the columns: of those that were asked for, else from the start.
pub struct Known<'a> {
    pub start: &'a [Fact],
    pub facts: BTreeMap<u32, Fact>,
}

impl<'a> Known<'a> {
    pub fn fact(&self, column: u32) -> &Fact {
        self.facts.get(&column).unwrap_or(&self.start[column as usize])
    }

    pub fn with(&self, column: u32, fact: Fact) -> Known<'a> {
        let mut facts = self.facts.clone();
        facts.insert(column, fact);
        Known { start: self.start, facts }
    }

    fn test(&self, column: u32, test: &Test) -> Truth {
        let fact = self.fact(column);
        match (test, fact.missing, fact.answer(test)) {
            (Test::Present, Some(missing), _) => Truth::Is(!missing),
            (_, Some(true), _) => Truth::Unknown,
            (_, Some(false), Some(answer)) => Truth::Is(answer),
            // All that is open is whether it is missing.
            (_, None, Some(_)) => Truth::Ask(column, Test::Present),
            (_, _, None) => Truth::Ask(column, test.clone()),
        }
    }

    pub fn truth(&self, logic: &Logic) -> Truth {
        match logic {
            Logic::Known(truth) => Truth::Is(*truth),
            Logic::Test(column, test) => self.test(*column, test),
            Logic::Not(inner) => match self.truth(inner) {
                Truth::Is(truth) => Truth::Is(!truth),
                open => open,
            },
            Logic::And(parts) => self.all(parts, true),
            Logic::Or(parts) => self.all(parts, false),
            Logic::Xor(parts) => self.xor(parts),
            Logic::Surrogate(parts) => {
                let first = parts.iter().map(|part| self.truth(part)).find(|truth| *truth != Truth::Unknown);
                first.unwrap_or(Truth::Unknown)
            }
        }
    }

    /// `and` for true, `or` for false: one part that is not so decides.
    fn all(&self, parts: &[Logic], so: bool) -> Truth {
        let mut result = Truth::Is(so);
        for part in parts {
            match (self.truth(part), &result) {
                (Truth::Is(truth), _) if truth != so => return Truth::Is(truth),
                (Truth::Is(_), _) | (_, Truth::Ask(..)) => {}
                (open, _) => result = open,
            }
        }
        result
    }

    fn xor(&self, parts: &[Logic]) -> Truth {
        let mut result = Truth::Is(false);
        for part in parts {
            result = match (self.truth(part), result) {
                (Truth::Unknown, _) => return Truth::Unknown,
                (Truth::Is(a), Truth::Is(b)) => Truth::Is(a != b),
                (_, open @ Truth::Ask(..)) => open,
                (open, _) => open,
            };
        }
        result
    }
}

impl Logic {
    pub fn not(self) -> Self {
        Logic::Not(Box::new(self))
    }

    /// How many tests there are.
    pub fn size(&self) -> usize {
        match self {
            Logic::Known(_) => 1,
            Logic::Test(_, Test::In(codes)) => 1 + codes.len(),
            Logic::Test(..) => 1,
            Logic::Not(inner) => inner.size(),
            Logic::And(parts) | Logic::Or(parts) | Logic::Xor(parts) | Logic::Surrogate(parts) => {
                1 + parts.iter().map(Logic::size).sum::<usize>()
            }
        }
    }
}
