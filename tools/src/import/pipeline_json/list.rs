//! Lists of numbers as arrays: a forest has tens of millions of them, and a tree of values
//! would take six times the memory.

use super::tree::Tree;
use std::borrow::Cow;

/// A list. What is put in comes out, but that a whole number may come out as a double of
/// the same value.
#[derive(Debug, Clone, PartialEq)]
pub enum List {
    /// Whole numbers of 32 bits; the largest stands for `null`.
    Wholes(Vec<u32>),
    /// Numbers, none of them `null`.
    Numbers(Vec<f64>),
    /// Anything.
    Trees(Vec<Tree>),
}

/// Up to here a double is read as the whole number that it is.
const EXACT: u64 = 9_000_000_000_000_000;

impl List {
    /// An empty list with room.
    pub fn with_capacity(length: usize) -> Self {
        List::Wholes(Vec::with_capacity(length))
    }

    pub fn len(&self) -> usize {
        match self {
            List::Wholes(values) => values.len(),
            List::Numbers(values) => values.len(),
            List::Trees(values) => values.len(),
        }
    }

    /// Appends a value; the list becomes one of numbers or of trees where it must.
    pub fn push(&mut self, value: Tree) {
        match (&mut *self, &value) {
            (List::Wholes(values), Tree::Whole(x)) if *x < u64::from(u32::MAX) => values.push(*x as u32),
            (List::Wholes(values), Tree::Null) => values.push(u32::MAX),
            (List::Numbers(values), Tree::Number(x)) => values.push(*x),
            (List::Numbers(values), Tree::Whole(x)) if *x <= EXACT => values.push(*x as f64),
            (List::Trees(values), _) => values.push(value),
            _ => {
                *self = self.widened(&value);
                self.push(value);
            }
        }
    }

    /// The same list, of the next kind that could hold the value as well.
    fn widened(&self, value: &Tree) -> Self {
        match (self, value) {
            (List::Wholes(values), Tree::Number(_) | Tree::Whole(_)) if !values.contains(&u32::MAX) => {
                List::Numbers(values.iter().map(|x| f64::from(*x)).collect())
            }
            _ => List::Trees(self.iter().map(Cow::into_owned).collect()),
        }
    }

    /// The value at a position.
    pub fn get(&self, i: usize) -> Option<Cow<'_, Tree>> {
        match self {
            List::Wholes(values) => values.get(i).map(|x| Cow::Owned(whole(*x))),
            List::Numbers(values) => values.get(i).map(|x| Cow::Owned(Tree::Number(*x))),
            List::Trees(values) => values.get(i).map(Cow::Borrowed),
        }
    }

    /// The values, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, Tree>> {
        (0..self.len()).map_while(|i| self.get(i))
    }

    /// Values that are kept as trees.
    pub fn loose(&self) -> usize {
        if let List::Trees(values) = self { values.len() } else { 0 }
    }

    /// Gives memory back that was taken for growing.
    pub fn shrink(&mut self) {
        match self {
            List::Wholes(values) => values.shrink_to_fit(),
            List::Numbers(values) => values.shrink_to_fit(),
            List::Trees(values) => values.shrink_to_fit(),
        }
    }
}

impl FromIterator<Tree> for List {
    fn from_iter<I: IntoIterator<Item = Tree>>(values: I) -> Self {
        let mut list = List::with_capacity(0);
        values.into_iter().for_each(|value| list.push(value));
        list
    }
}

fn whole(x: u32) -> Tree {
    if x == u32::MAX { Tree::Null } else { Tree::Whole(u64::from(x)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out() {
        let (one, large, null) = (Tree::Whole(1), Tree::Whole(u64::MAX), Tree::Null);
        let (half, text) = (Tree::Number(0.5), Tree::Text("NaN".into()));
        let limit = Tree::Whole(u64::from(u32::MAX));
        for values in [
            vec![one.clone(), null.clone()],
            vec![half.clone(), half.clone()],
            vec![one.clone(), null.clone(), half.clone()],
            vec![half.clone(), null.clone()],
            vec![half.clone(), large.clone()],
            vec![one.clone(), limit, large],
            vec![half, text, one, null],
        ] {
            let list: List = values.iter().cloned().collect();
            let is = |(got, want): (Cow<'_, Tree>, &Tree)| match (&*got, want) {
                (Tree::Number(got), Tree::Whole(want)) => *got == *want as f64,
                (got, want) => got == want,
            };
            assert!(list.len() == values.len() && list.iter().zip(&values).all(is), "{list:?}");
        }
    }

    #[test]
    fn numbers_take_no_more_than_their_bytes() {
        assert!(matches!([Tree::Null, Tree::Whole(7)].into_iter().collect(), List::Wholes(_)));
        assert!(matches!([Tree::Whole(7), Tree::Number(0.5)].into_iter().collect(), List::Numbers(_)));
    }
}
