//! The keys of combinations, and which codes they stand for.
//!
//! A table of a CTR has 64-bit keys. They are solved for the codes that make them, by
//! meeting in the middle: the step that adds an element to a key is undone from behind,
//! and what remains is looked up among the keys of the elements in front. So nothing is
//! hashed when predicting.

use windowbox::{Error, Result};

const M: u64 = 0x4906_ba49_4954_cb65;
const M_INVERSE: u64 = inverse(M);

/// Keys of the elements in front that are kept at a time.
const FRONT_LIMIT: u64 = 1 << 22;
/// Steps for all tables of a file: some seconds.
const STEP_LIMIT: u64 = 1 << 30;
/// Nodes and values that the combinations of a file may become.
const FOUND_LIMIT: u64 = 1 << 22;
const ELEMENT_LIMIT: usize = 64;

/// Newton's: every step doubles the bits that are right.
const fn inverse(odd: u64) -> u64 {
    let (mut x, mut i) = (odd, 0);
    while i < 6 {
        x = x.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(x)));
        i += 1;
    }
    x
}

/// The key of what a key stands for, and one element more.
fn add(key: u64, element: u64) -> u64 {
    M.wrapping_mul(key.wrapping_add(M.wrapping_mul(element)))
}

fn undo(key: u64, element: u64) -> u64 {
    M_INVERSE.wrapping_mul(key).wrapping_sub(M.wrapping_mul(element))
}

/// A category's hash as an element: its sign reaches through all 64 bits.
pub fn category(hash: i32) -> u64 {
    i64::from(hash) as u64
}

/// The key of a category alone.
pub fn alone(hash: i32) -> u64 {
    add(0, category(hash))
}

/// What is left to spend on the tables of a file.
pub struct Budget {
    steps: u64,
    found: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: STEP_LIMIT, found: FOUND_LIMIT }
    }
}

fn spend(left: &mut u64, cost: u64) -> Result<()> {
    *left = left
        .checked_sub(cost)
        .ok_or_else(|| Error::limit("the CTRs combine more categories than can be told apart in bounded time"))?;
    Ok(())
}

/// A combination that a table knows: a number whose digits, the first element's in front,
/// are the codes.
pub struct Found {
    pub number: u64,
    pub key: u64,
}

/// All combinations whose key is in `keys`, in ascending order. `elements` are the values
/// that each element takes, one a code; `weight` is what a combination takes of the budget.
///
/// # Errors
/// `limit` where that is too much to find out.
pub fn solve(elements: &[Vec<u64>], keys: &[u64], weight: u64, budget: &mut Budget) -> Result<Vec<Found>> {
    let split = cheapest_split(elements, keys.len() as u64, budget)?;
    let front = front(&elements[..split]);
    let (mut found, behind) = (Vec::new(), combinations(&elements[split..]));
    for &key in keys {
        for (rest, number) in undone(&elements[split..], key) {
            let from = front.partition_point(|(key, _)| *key < rest);
            for (_, prefix) in front[from..].iter().take_while(|(key, _)| *key == rest) {
                spend(&mut budget.found, weight)?;
                found.push(Found { number: prefix * behind + number, key });
            }
        }
    }
    found.sort_unstable_by_key(|f| f.number);
    Ok(found)
}

/// How many combinations there are.
fn combinations(elements: &[Vec<u64>]) -> u64 {
    elements.iter().fold(1, |n, values| n.saturating_mul(values.len() as u64))
}

/// How many elements stand in front, so that the fewest steps are made.
fn cheapest_split(elements: &[Vec<u64>], keys: u64, budget: &mut Budget) -> Result<usize> {
    if elements.len() > ELEMENT_LIMIT {
        return Err(Error::limit("a CTR combines more than 64 features"));
    }
    let cost = |split: usize| {
        let (front, behind) = (combinations(&elements[..split]), combinations(&elements[split..]));
        let cost = front.saturating_add(keys.saturating_mul(behind));
        if front > FRONT_LIMIT || behind > FRONT_LIMIT { u64::MAX } else { cost }
    };
    let (cost, split) = (0..=elements.len()).map(|split| (cost(split), split)).min().unwrap_or((0, 0));
    spend(&mut budget.steps, cost.saturating_mul(1 + elements.len() as u64))?;
    Ok(split)
}

/// The keys of all combinations, sorted, with their numbers.
fn front(elements: &[Vec<u64>]) -> Vec<(u64, u64)> {
    let mut keys = vec![(0, 0)];
    for values in elements {
        let more = |&(key, number): &(u64, u64)| {
            let radix = values.len() as u64;
            values.iter().zip(0..).map(move |(value, digit)| (add(key, *value), number * radix + digit))
        };
        keys = keys.iter().flat_map(more).collect();
    }
    keys.sort_unstable();
    keys
}

/// A key with every combination of elements undone from behind, and the numbers of these.
fn undone(elements: &[Vec<u64>], key: u64) -> Vec<(u64, u64)> {
    let (mut keys, mut place) = (vec![(key, 0)], 1);
    for values in elements.iter().rev() {
        let less = |&(key, number): &(u64, u64)| {
            values.iter().zip(0u64..).map(move |(value, digit)| (undo(key, *value), number + digit * place))
        };
        keys = keys.iter().flat_map(less).collect();
        place *= values.len() as u64;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_undone() {
        assert_eq!(alone(-845_129_958), 2_590_853_343_050_954_506);
        assert_eq!(undo(add(17, category(-3)), category(-3)), 17);
    }

    #[test]
    fn keys_are_solved_wherever_the_middle_is() {
        let elements = vec![vec![5, category(-9), 77], vec![0, 1], vec![category(12), 3]];
        let key = |a: usize, b: usize, c: usize| add(add(add(0, elements[0][a]), elements[1][b]), elements[2][c]);
        let keys = [key(2, 1, 0), key(0, 0, 1), 42];
        for more in [0, 1, 100] {
            let keys: Vec<u64> = keys.into_iter().chain((0..more).map(|i| 1000 + i)).collect();
            let found = solve(&elements, &keys, 1, &mut Budget::default()).unwrap();
            let numbers: Vec<(u64, u64)> = found.iter().map(|f| (f.number, f.key)).collect();
            assert_eq!(numbers, [(1, key(0, 0, 1)), (10, key(2, 1, 0))]);
        }
    }

    #[test]
    fn what_would_take_too_long_is_refused() {
        let wide = vec![(0..3000).collect::<Vec<u64>>(); 6];
        assert_eq!(solve(&wide, &[1, 2], 1, &mut Budget::default()).err().unwrap().code, "limit");
        let equal = vec![vec![0; 2100]; 2];
        assert_eq!(solve(&equal, &[add(add(0, 0), 0)], 1, &mut Budget::default()).err().unwrap().code, "limit");
    }
}
