//! k nearest neighbours by linear search, for classes (shares of votes) and numbers
//! (means). A model of this kind is made of training rows.

use crate::codec::{Pack, Reader, Writer};
use crate::error::Result;
use crate::slots::{Columns, Operation, SlotType, ensure, ensure_numbers, finite};

/// The training rows and how they are asked.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Nearest {
    /// Columns that are read.
    pub columns: u32,
    /// Neighbours that are asked.
    pub k: u32,
    /// How far two rows are apart.
    pub metric: Metric,
    /// What a neighbour's word counts.
    pub weight: Weight,
    /// Row after row, `columns` numbers each.
    pub rows: Vec<f64>,
    /// The answer of each row: the code of its class, or its number.
    pub answers: Vec<f64>,
    /// Classes, or 0 for numbers.
    pub classes: u32,
}

/// Finding neighbours in smartcore's order costs up to k steps a row: more neighbours
/// than this would let a file of a few megabytes hang a page.
pub const K_LIMIT: u32 = 1024;

/// How far two rows are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Metric {
    /// The root of the sum of squares.
    Euclidean,
    /// The sum of absolute differences.
    Manhattan,
}
crate::variants!(Metric { 0 Euclidean, 1 Manhattan });

/// What a neighbour's word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// 1.
    Uniform,
    /// 1 over the distance; if any distance is 0, only those count, as 1 each.
    Distance,
}
crate::variants!(Weight { 0 Uniform, 1 Distance });

impl Metric {
    fn distance(self, a: &[f64], b: &[f64]) -> f64 {
        let differences = a.iter().zip(b).map(|(x, y)| x - y);
        match self {
            Metric::Euclidean => differences.map(|d| d * d).sum::<f64>().sqrt(),
            Metric::Manhattan => differences.map(f64::abs).sum(),
        }
    }
}

/// A neighbour: distance and row.
type Neighbour = (f64, usize);

impl Nearest {
    fn outputs(&self) -> usize {
        self.classes.max(1) as usize
    }

    /// Finds the k nearest rows in the order of smartcore's `LinearSearch`, heap and
    /// all: which of equally far rows stay depends on it, and with it the label.
    fn find(&self, row: &[f64], heap: &mut [Neighbour]) {
        heap.fill((f64::INFINITY, 0));
        for (i, candidate) in self.rows.chunks_exact(self.columns as usize).enumerate() {
            let distance = self.metric.distance(row, candidate);
            if distance < heap[0].0 {
                heap[0] = (distance, i);
                heapify(heap);
            }
        }
    }

    /// The training rows that are asked about a row: what the proof's rows are chosen by.
    pub fn neighbours(&self, row: &[f64]) -> Vec<usize> {
        let mut heap = vec![(0.0, 0); self.k as usize];
        self.find(row, &mut heap);
        heap.iter().map(|neighbour| neighbour.1).collect()
    }

    fn weights(&self, heap: &[Neighbour], weights: &mut [f64]) {
        let touching = heap.iter().any(|n| n.0 == 0.0);
        for (w, (distance, _)) in weights.iter_mut().zip(heap) {
            *w = match self.weight {
                // No row is near: the answer is not a number, and the row is refused.
                _ if distance.is_infinite() => f64::NAN,
                Weight::Uniform => 1.0,
                Weight::Distance if touching => f64::from(u8::from(*distance == 0.0)),
                Weight::Distance => 1.0 / distance,
            };
        }
    }

    fn vote(&self, heap: &[Neighbour], weights: &[f64], answer: &mut [f64]) {
        let sum: f64 = weights.iter().sum();
        answer.fill(0.0);
        for (w, (_, row)) in weights.iter().zip(heap) {
            match self.classes {
                0 => answer[0] += self.answers[*row] * (w / sum),
                _ => answer[self.answers[*row] as usize] += w,
            }
        }
        if self.classes > 0 {
            let inverse = 1.0 / sum;
            answer.iter_mut().for_each(|v| *v *= inverse);
        }
    }
}

/// Restores the heap after its head changed; children of `i` are `2i` and `2i + 1`
/// as smartcore counts them.
fn heapify(heap: &mut [Neighbour]) {
    if heap.len() > 1 {
        for i in (0..heap.len() / 2).rev() {
            sift_down(heap, i);
        }
    }
}

fn sift_down(heap: &mut [Neighbour], mut at: usize) {
    let last = heap.len() - 1;
    while 2 * at <= last {
        let mut child = 2 * at;
        if child < last && heap[child].0 < heap[child + 1].0 {
            child += 1;
        }
        if heap[at].0 >= heap[child].0 {
            break;
        }
        heap.swap(at, child);
        at = child;
    }
}

impl Pack for Nearest {
    fn write(&self, writer: &mut Writer) {
        writer.put(&(self.columns, self.k, self.metric, self.weight, self.classes));
        writer.array(&self.rows);
        writer.array(&self.answers);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        let (columns, k, metric, weight, classes) = reader.get()?;
        Ok(Self { columns, k, metric, weight, rows: reader.array()?, answers: reader.array()?, classes })
    }
}

impl Operation for Nearest {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let (n, rows) = (inputs.len(), self.answers.len());
        ensure(n > 0 && self.columns as usize == n, "nearest neighbours read as many columns as they have")?;
        ensure(rows.checked_mul(n) == Some(self.rows.len()), "nearest neighbours have an answer for each row")?;
        ensure(self.k >= 1 && self.k as usize <= rows, "k is at least 1 and at most the number of rows")?;
        ensure(self.k <= K_LIMIT, "k is at most 1024")?;
        ensure_numbers(inputs, false)?;
        ensure(finite(&self.rows) && finite(&self.answers), "rows and answers are finite")?;
        // A row each keeps a lying number of classes from becoming a huge block.
        ensure(self.classes as usize <= rows.max(2), "there are at most as many classes as rows")?;
        let class = |a: &f64| *a >= 0.0 && *a < f64::from(self.classes) && a.trunc() == *a;
        ensure(self.classes == 0 || self.answers.iter().all(class), "an answer is not a class")?;
        Ok(vec![SlotType::NUMBER; self.outputs()])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let (k, rows) = (self.k as usize, columns.rows());
        let (mut heap, mut weights) = (vec![(0.0, 0); k], vec![0.0; k]);
        let (mut row, mut answer) = (vec![0.0; columns.len()], vec![0.0; self.outputs()]);
        for r in 0..rows {
            row.iter_mut().enumerate().for_each(|(i, x)| *x = columns.get(i)[r]);
            self.find(&row, &mut heap);
            self.weights(&heap, &mut weights);
            self.vote(&heap, &weights, &mut answer);
            answer.iter().enumerate().for_each(|(o, a)| out[o * rows + r] = *a);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(k: u32, weight: Weight, classes: u32) -> Nearest {
        let (rows, answers) = (vec![0.0, 1.0, 2.0, 10.0], vec![0.0, 0.0, 1.0, 1.0]);
        Nearest { columns: 1, k, metric: Metric::Euclidean, weight, rows, answers, classes }
    }

    fn ask(model: &Nearest, x: f64) -> Vec<f64> {
        let mut out = vec![0.0; model.outputs()];
        model.apply(Columns::new(1, &[0], &[x], &[]), &mut out);
        out
    }

    #[test]
    fn votes_and_means() {
        assert_eq!(ask(&model(1, Weight::Uniform, 2), 9.0), [0.0, 1.0]);
        assert_eq!(ask(&model(4, Weight::Uniform, 2), 9.0), [0.5, 0.5]);
        assert_eq!(ask(&model(2, Weight::Uniform, 0), 1.6), [0.5]);
        assert_eq!(ask(&model(3, Weight::Distance, 2), 2.0), [0.0, 1.0]);
    }

    #[test]
    fn an_infinite_distance_gives_no_answer_and_no_panic() {
        for weight in [Weight::Uniform, Weight::Distance] {
            assert!(ask(&model(3, weight, 2), f64::INFINITY).iter().any(|p| p.is_nan()));
        }
    }

    #[test]
    fn shapes_are_checked() {
        let one = [SlotType::NUMBER];
        assert!(model(3, Weight::Uniform, 2).check(&one).is_ok());
        assert!(model(0, Weight::Uniform, 2).check(&one).is_err());
        assert!(model(5, Weight::Uniform, 2).check(&one).is_err());
        assert!(model(3, Weight::Uniform, 1).check(&one).is_err());
        assert!(Nearest { columns: 2, ..model(1, Weight::Uniform, 2) }.check(&[SlotType::NUMBER; 2]).is_err());
    }
}
