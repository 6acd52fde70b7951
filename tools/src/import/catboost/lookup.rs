//! A table from codes to numbers as a tree: the digits of a combination are asked for one
//! after the other, each by halves.

use super::keys::Found;
use windowbox::Result;
use windowbox::model::Trees;
use windowbox::model::trees::{TreeBuilder, Treetop};
use windowbox::slots::{Precision, UNSEEN};

/// How a row's cell becomes a digit. The column is the element's own place.
pub enum Digit {
    /// The code itself; an unseen one is in no combination. A missing cell has this code.
    Code { levels: u64, missing: f64 },
    /// 1 above the border.
    Above { border: f64, missing_above: bool },
    /// 1 for one of these codes.
    Equal { codes: Vec<u32>, missing_equal: bool },
}

impl Digit {
    /// What a node that asks for it takes, in words.
    pub fn weight(&self) -> u64 {
        match self {
            Digit::Equal { codes, .. } => 1 + codes.iter().max().map_or(0, |code| u64::from(code / 32)),
            Digit::Code { .. } | Digit::Above { .. } => 1,
        }
    }

    fn radix(&self) -> u64 {
        match self {
            Digit::Code { levels, .. } => *levels,
            Digit::Above { .. } | Digit::Equal { .. } => 2,
        }
    }
}

/// The tree that answers `values` of the key that a row's digits make, else `absent`.
pub fn tree(digits: &[&Digit], found: &[Found], absent: &[f64], values: &dyn Fn(u64) -> Vec<f64>) -> Result<Trees> {
    let mut grower = Grower { digits, absent, values, nodes: Vec::new() };
    grower.element(0, found);
    let outputs = absent.len() as u32;
    let mut builder = TreeBuilder::new(digits.len() as u32, outputs);
    builder.tree(&grower.nodes, if outputs == 1 { Some(0) } else { None })?;
    let mut trees = builder.finish();
    (trees.input, trees.leaf, trees.sum) = (Precision::F32, Precision::F32, Precision::F32);
    Ok(trees)
}

struct Grower<'a> {
    digits: &'a [&'a Digit],
    absent: &'a [f64],
    values: &'a dyn Fn(u64) -> Vec<f64>,
    nodes: Vec<Treetop>,
}

/// Codes up to `last` that share what follows.
struct Piece<'a> {
    last: f64,
    found: &'a [Found],
}

impl Grower<'_> {
    /// Adds the nodes that tell apart what was found, from an element on; answers the first.
    fn element(&mut self, element: usize, found: &[Found]) -> usize {
        let Some(first) = found.first() else { return self.leaf(self.absent.to_vec()) };
        let digits = self.digits;
        match digits.get(element) {
            None => self.leaf((self.values)(first.key)),
            Some(Digit::Code { levels, missing }) => {
                self.halves(element, *missing, &pieces(found, self.place(element), *levels))
            }
            Some(Digit::Above { border, missing_above }) => self.two(element, found, |zeros, ones| Treetop::Number {
                column: element as u32,
                threshold: *border,
                missing_yes: !missing_above,
                yes: zeros,
                no: ones,
            }),
            Some(Digit::Equal { codes, missing_equal }) => self.two(element, found, |zeros, ones| Treetop::Category {
                column: element as u32,
                codes: codes.clone(),
                missing_yes: *missing_equal,
                yes: ones,
                no: zeros,
            }),
        }
    }

    fn leaf(&mut self, values: Vec<f64>) -> usize {
        self.nodes.push(Treetop::Leaf(values));
        self.nodes.len() - 1
    }

    /// What a number is divided by for the digit of an element, that and those before it.
    fn place(&self, element: usize) -> u64 {
        self.digits[element + 1..].iter().map(|digit| digit.radix()).product()
    }

    fn two(&mut self, element: usize, found: &[Found], test: impl FnOnce(usize, usize) -> Treetop) -> usize {
        let place = self.place(element);
        let (zeros, ones) = found.split_at(found.partition_point(|f| (f.number / place).is_multiple_of(2)));
        let at = self.leaf(Vec::new());
        let (zeros, ones) = (self.element(element + 1, zeros), self.element(element + 1, ones));
        self.nodes[at] = test(zeros, ones);
        at
    }

    fn halves(&mut self, element: usize, missing: f64, pieces: &[Piece<'_>]) -> usize {
        if let [one] = pieces {
            return self.element(element + 1, one.found);
        }
        let (low, high) = pieces.split_at(pieces.len() / 2);
        let threshold = low[low.len() - 1].last;
        let at = self.leaf(Vec::new());
        let (yes, no) = (self.halves(element, missing, low), self.halves(element, missing, high));
        let missing_yes = missing <= threshold;
        self.nodes[at] = Treetop::Number { column: element as u32, threshold, missing_yes, yes, no };
        at
    }
}

/// What was found by its digit at a place, with the gaps between: the first is what is unseen.
fn pieces(found: &[Found], place: u64, levels: u64) -> Vec<Piece<'_>> {
    let digit = |f: &Found| f.number / place % levels;
    let mut pieces = Vec::new();
    let mut last = UNSEEN - 1.0;
    for group in found.chunk_by(|a, b| digit(a) == digit(b)) {
        let code = digit(&group[0]) as f64;
        if code > last + 1.0 {
            pieces.push(Piece { last: code - 1.0, found: &[] });
        }
        pieces.push(Piece { last: code, found: group });
        last = code;
    }
    if last + 1.0 < levels as f64 {
        pieces.push(Piece { last: f64::INFINITY, found: &[] });
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::slots::{Columns, Operation};

    fn ask(trees: &Trees, row: &[f64]) -> f64 {
        let slots: Vec<u32> = (0..row.len() as u32).collect();
        let mut out = [0.0];
        trees.apply(Columns::new(1, &slots, row, &[]), &mut out);
        out[0]
    }

    #[test]
    fn every_combination_gets_its_number_and_no_other() {
        let digits = [
            Digit::Code { levels: 5, missing: 3.0 },
            Digit::Above { border: 2.5, missing_above: false },
            Digit::Equal { codes: vec![1], missing_equal: false },
            Digit::Code { levels: 3, missing: UNSEEN },
        ];
        let found: Vec<Found> = (0..60).filter(|n| n % 7 < 3).map(|n| Found { number: n, key: 100 + n }).collect();
        let trees = tree(&digits.each_ref(), &found, &[-1.0], &|key| vec![key as f64]).unwrap();
        for n in 0..60u64 {
            let row = [n / 12, 2 + n / 6 % 2, n / 3 % 2, n % 3].map(|digit| digit as f64);
            let expected = if n % 7 < 3 { (100 + n) as f64 } else { -1.0 };
            assert_eq!(ask(&trees, &row), expected, "{row:?}");
            if n / 12 == 3 {
                assert_eq!(ask(&trees, &[f64::NAN, row[1], row[2], row[3]]), expected);
            }
            assert_eq!(ask(&trees, &[UNSEEN, row[1], row[2], row[3]]), -1.0);
            assert_eq!(ask(&trees, &[row[0], row[1], row[2], UNSEEN]), -1.0);
            assert_eq!(ask(&trees, &[row[0], row[1], row[2], f64::NAN]), -1.0);
        }
    }
}
