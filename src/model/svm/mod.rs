//! Support vector machines: sums of kernels between a row and support vectors, in
//! LIBSVM's form. Machines that each answer a number, or one for each pair of classes
//! that vote. A model of this kind is made of training rows.

mod coupling;
mod kernel;

pub use kernel::{DEGREE_LIMIT, Kernel};

use crate::codec::{Pack, Reader, Writer};
use crate::error::Result;
use crate::math::arg_max;
use crate::slots::{Columns, Operation, Precision, SlotKind, SlotType, ensure, ensure_numbers, finite};
use coupling::Coupling;

/// Support vectors, and the machines that weigh them.
///
/// A model of numbers (`classes` is 0) writes the decision of each machine: regression,
/// one-class. A model of classes writes the decision of each pair; then the votes of each
/// class; then the code of the class with the most; then, if it has `sigmoids`, a
/// probability for each class. The code is the source's label: the largest probability
/// may be another's.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Svm {
    /// Columns that are read.
    pub columns: u32,
    /// What cells, kernels and decisions are rounded to. Sums of numbers are too; those of
    /// pairs are in double precision, as onnxruntime and LIBSVM have them.
    pub precision: Precision,
    /// How alike a row and a support vector are.
    pub kernel: Kernel,
    /// Support vector after support vector, `columns` numbers each.
    pub vectors: Vec<f64>,
    /// Where the terms of each machine end.
    pub ends: Vec<u32>,
    /// The support vector of each term, in the order of the sum.
    pub terms: Vec<u32>,
    /// The coefficient of each term.
    pub coefficients: Vec<f64>,
    /// What is added to the sum of each machine, last.
    pub offsets: Vec<f64>,
    /// Classes, or 0 for numbers.
    pub classes: u32,
    /// Machine after machine two classes: the one that a decision above 0 votes for, and
    /// the other. Empty for numbers.
    pub pairs: Vec<u32>,
    /// Of classes with as many votes the one that was voted for first has the label, as in
    /// PMML; otherwise the first of the classes, as in LIBSVM.
    pub first_voted: bool,
    /// The slope of each pair's logistic function, then the intercept of each. Empty
    /// without probabilities.
    pub sigmoids: Vec<f64>,
}

/// Probabilities take time cubic in the classes: more than this would let a small file
/// hang a page.
pub const CLASS_LIMIT: u32 = 256;

/// The pairs of classes in LIBSVM's order: 0 and 1, 0 and 2, ..., 1 and 2, ...
pub fn pairs(classes: u32) -> Vec<u32> {
    (0..classes).flat_map(|i| (i + 1..classes).flat_map(move |j| [i, j])).collect()
}

/// What a row's answer is made in.
struct Scratch {
    row: Vec<f64>,
    kernels: Vec<f64>,
    answer: Vec<f64>,
    coupling: Coupling,
}

impl Svm {
    /// How many slots are written.
    pub fn outputs(&self) -> usize {
        let shares = if self.sigmoids.is_empty() { 1 } else { 2 };
        self.ends.len() + usize::from(self.classes > 0) + shares * self.classes as usize
    }

    /// Where the code of the class is among what is written.
    pub fn class_at(&self) -> usize {
        self.ends.len() + self.classes as usize
    }

    fn vector(&self, i: usize) -> &[f64] {
        let width = self.columns as usize;
        &self.vectors[i * width..(i + 1) * width]
    }

    fn scratch(&self) -> Scratch {
        let coupled = if self.sigmoids.is_empty() { 0 } else { self.classes as usize };
        Scratch {
            row: vec![0.0; self.columns as usize],
            kernels: vec![0.0; self.vectors.len() / self.columns.max(1) as usize],
            answer: vec![0.0; self.outputs()],
            coupling: Coupling::new(coupled, self.precision),
        }
    }

    fn answer(&self, scratch: &mut Scratch) {
        for (i, kernel) in scratch.kernels.iter_mut().enumerate() {
            *kernel = self.kernel.of(&scratch.row, self.vector(i), self.precision);
        }
        let (decisions, rest) = scratch.answer.split_at_mut(self.ends.len());
        self.decide(&scratch.kernels, decisions);
        let (votes, rest) = rest.split_at_mut(self.classes as usize);
        if let Some((class, probabilities)) = rest.split_first_mut() {
            *class = self.vote(decisions, votes) as f64;
            if !probabilities.is_empty() {
                self.couple(decisions, &mut scratch.coupling);
                scratch.coupling.solve(probabilities);
            }
            // A row without numbers has no answer.
            if decisions.iter().any(|decision| decision.is_nan()) {
                votes.fill(f64::NAN);
                probabilities.fill(f64::NAN);
            }
        }
    }

    fn decide(&self, kernels: &[f64], decisions: &mut [f64]) {
        let sums = if self.classes > 0 { Precision::F64 } else { self.precision };
        let mut start = 0;
        for (m, decision) in decisions.iter_mut().enumerate() {
            let terms = start..self.ends[m] as usize;
            start = terms.end;
            let products = self.terms[terms.clone()].iter().zip(&self.coefficients[terms]);
            let products = products.map(|(v, c)| self.precision.round(c * kernels[*v as usize]));
            let sum = products.fold(0.0, |sum, product| sums.round(sum + product));
            *decision = self.precision.round(sum + self.offsets[m]);
        }
    }

    /// Counts the votes; the class that has the most.
    fn vote(&self, decisions: &[f64], votes: &mut [f64]) -> usize {
        let pairs = self.pairs.chunks_exact(2);
        let mut winners =
            decisions.iter().zip(pairs).map(|(d, pair)| (if *d > 0.0 { pair[0] } else { pair[1] }) as usize);
        votes.fill(0.0);
        winners.clone().for_each(|winner| votes[winner] += 1.0);
        let first = arg_max(votes);
        match self.first_voted {
            true => winners.find(|winner| votes[*winner] == votes[first]).unwrap_or(first),
            false => first,
        }
    }

    fn couple(&self, decisions: &[f64], coupling: &mut Coupling) {
        let (k, p) = (self.classes as usize, self.precision);
        let (slopes, intercepts) = self.sigmoids.split_at(decisions.len());
        for (m, pair) in self.pairs.chunks_exact(2).enumerate() {
            let (first, second) = (pair[0] as usize, pair[1] as usize);
            let probability = coupling::pair(decisions[m], slopes[m], intercepts[m], p);
            coupling.pairs[first * k + second] = probability;
            coupling.pairs[second * k + first] = p.round(1.0 - probability);
        }
    }

    fn check_machines(&self) -> Result<()> {
        let (machines, terms) = (self.ends.len(), self.terms.len());
        ensure(machines > 0 && machines == self.offsets.len(), "each machine has an offset")?;
        ensure(self.ends.is_sorted(), "the terms of machines come in their order")?;
        let whole = self.ends.last().is_some_and(|end| *end as usize == terms);
        ensure(whole && terms == self.coefficients.len(), "each term of a machine has a coefficient")?;
        let vectors = self.vectors.len() / self.columns.max(1) as usize;
        ensure(self.terms.iter().all(|v| (*v as usize) < vectors), "a term weighs a support vector that is not there")
    }

    fn check_numbers(&self) -> Result<()> {
        let all = [&self.vectors, &self.coefficients, &self.offsets, &self.sigmoids];
        ensure(all.iter().all(|v| finite(v)), "vectors, coefficients and offsets are finite")?;
        let exact = |v: &f64| self.precision.round(*v).to_bits() == v.to_bits();
        ensure(all.iter().all(|v| v.iter().all(exact)), "numbers are exact in the model's precision")?;
        ensure(self.kernel.sound(self.precision), "a kernel's parameters are numbers that it is defined for")
    }

    fn check_classes(&self) -> Result<()> {
        let (classes, machines) = (self.classes as usize, self.ends.len());
        if classes == 0 {
            return ensure(self.pairs.is_empty() && self.sigmoids.is_empty(), "numbers have no pairs of classes");
        }
        ensure((2..=CLASS_LIMIT).contains(&self.classes), "there are 2 to 256 classes")?;
        ensure(machines == classes * (classes - 1) / 2, "there is a machine for each pair of classes")?;
        ensure(self.pairs.len() == 2 * machines, "each machine decides a pair of classes")?;
        let mut seen = vec![false; classes * classes];
        for pair in self.pairs.chunks_exact(2) {
            let (low, high) = (pair[0].min(pair[1]) as usize, pair[0].max(pair[1]) as usize);
            ensure(low < high && high < classes, "a machine decides a pair of classes that is none")?;
            ensure(!core::mem::replace(&mut seen[low * classes + high], true), "two machines decide one pair")?;
        }
        let sigmoids = self.sigmoids.len();
        ensure(sigmoids == 0 || sigmoids == 2 * machines, "probabilities have a logistic function for each pair")
    }
}

impl Pack for Svm {
    fn write(&self, writer: &mut Writer) {
        writer.put(&(self.columns, self.precision, self.kernel, self.classes, self.first_voted));
        for numbers in [&self.vectors, &self.coefficients, &self.offsets, &self.sigmoids] {
            writer.array(numbers);
        }
        for indices in [&self.ends, &self.terms, &self.pairs] {
            writer.array(indices);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let (columns, precision, kernel, classes, first_voted) = reader.get();
        let (vectors, coefficients, offsets, sigmoids) =
            (reader.array(), reader.array(), reader.array(), reader.array());
        let (ends, terms, pairs) = (reader.array(), reader.array(), reader.array());
        Self {
            columns,
            precision,
            kernel,
            vectors,
            ends,
            terms,
            coefficients,
            offsets,
            classes,
            pairs,
            first_voted,
            sigmoids,
        }
    }
}

impl Operation for Svm {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let n = inputs.len();
        ensure(n > 0 && self.columns as usize == n, "support vectors have as many columns as are read")?;
        ensure(self.vectors.len().is_multiple_of(n), "support vectors are whole rows")?;
        ensure_numbers(inputs, false)?;
        self.check_machines()?;
        self.check_numbers()?;
        self.check_classes()?;
        let mut types = vec![SlotType::number(self.precision, false); self.outputs()];
        if self.classes > 0 {
            // Votes are counts.
            types[self.ends.len()..self.class_at()].fill(SlotType::number(Precision::F64, false));
            types[self.class_at()] = SlotType { kind: SlotKind::Code(self.classes), missing: false };
        }
        Ok(types)
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let (rows, mut scratch) = (columns.rows(), self.scratch());
        for r in 0..rows {
            for (i, x) in scratch.row.iter_mut().enumerate() {
                *x = self.precision.round(columns.get(i)[r]);
            }
            self.answer(&mut scratch);
            scratch.answer.iter().enumerate().for_each(|(o, answer)| out[o * rows + r] = *answer);
        }
    }
}

#[cfg(test)]
mod tests;
