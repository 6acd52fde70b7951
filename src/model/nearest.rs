//! k nearest neighbours by linear search, for classes (shares of votes) and numbers
//! (means). A model of this kind is made of training rows.

use crate::codec::{Pack, Reader, Writer};
pub use crate::distance::Metric;
use crate::error::Result;
use crate::slots::{Columns, Operation, Precision, SlotType, ensure, ensure_numbers, finite};

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
    /// What every step is rounded to.
    pub precision: Precision,
    /// In which order neighbours are found and counted.
    pub order: Order,
    /// Row after row, `columns` numbers each.
    pub rows: Vec<f64>,
    /// The answer of each row: the code of its class, or its numbers, as many for each.
    pub answers: Vec<f64>,
    /// Classes, or 0 for numbers.
    pub classes: u32,
}

/// Finding neighbours in smartcore's order costs up to k steps a row: more neighbours
/// than this would let a file of a few megabytes hang a page.
pub const K_LIMIT: u32 = 1024;

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

/// In which order neighbours are found and counted: on it depends which of equally far
/// rows are asked, and the last bit of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// That of smartcore's heap; each neighbour counts by its share of the weights.
    Heap,
    /// The nearest first, of equally far rows the first; the sum is divided at the end:
    /// onnxruntime's and scikit-learn's.
    Sorted,
}
crate::variants!(Order { 0 Heap, 1 Sorted });

/// A neighbour: distance and row.
type Neighbour = (f64, usize);

impl Nearest {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len() / self.columns.max(1) as usize
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many numbers are written: one a class, or those of a row's answer.
    fn outputs(&self) -> usize {
        match self.classes {
            0 => self.answers.len() / self.len().max(1),
            classes => classes as usize,
        }
    }

    fn find(&self, row: &[f64], found: &mut [Neighbour]) {
        found.fill((f64::INFINITY, 0));
        for (i, candidate) in self.rows.chunks_exact(self.columns as usize).enumerate() {
            let neighbour = (self.metric.between(row, candidate, self.precision), i);
            match self.order {
                Order::Heap => replace_head(found, neighbour),
                Order::Sorted => insert(found, neighbour),
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
                Weight::Distance => self.precision.round(1.0 / distance),
            };
        }
    }

    fn vote(&self, found: &[Neighbour], weights: &[f64], answer: &mut [f64]) {
        let p = self.precision;
        let sum = weights.iter().fold(0.0, |sum, w| p.round(sum + w));
        answer.fill(0.0);
        for (w, (_, row)) in weights.iter().zip(found) {
            if self.classes > 0 {
                let votes = &mut answer[self.answers[*row] as usize];
                *votes = p.round(*votes + w);
                continue;
            }
            let share = if self.order == Order::Heap { p.round(w / sum) } else { *w };
            let numbers = &self.answers[row * answer.len()..];
            answer.iter_mut().zip(numbers).for_each(|(a, number)| *a = p.round(*a + p.round(number * share)));
        }
        match (self.order, self.classes) {
            (Order::Sorted, _) => answer.iter_mut().for_each(|a| *a = p.round(*a / sum)),
            (Order::Heap, 0) => {}
            (Order::Heap, _) => answer.iter_mut().for_each(|a| *a = p.round(*a * p.round(1.0 / sum))),
        }
    }
}

/// As smartcore's `LinearSearch` does.
fn replace_head(heap: &mut [Neighbour], neighbour: Neighbour) {
    if neighbour.0 < heap[0].0 {
        heap[0] = neighbour;
        heapify(heap);
    }
}

/// Behind those that are as near.
fn insert(sorted: &mut [Neighbour], neighbour: Neighbour) {
    let last = sorted.len() - 1;
    if neighbour.0 < sorted[last].0 {
        sorted[last] = neighbour;
        let mut at = last;
        while at > 0 && sorted[at].0 < sorted[at - 1].0 {
            sorted.swap(at, at - 1);
            at -= 1;
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
        writer.put(&(self.columns, self.k, self.metric, self.weight, self.precision, self.order, self.classes));
        writer.array(&self.rows);
        writer.array(&self.answers);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let (columns, k, metric, weight, precision, order, classes) = reader.get();
        let (rows, answers) = (reader.array(), reader.array());
        Self { columns, k, metric, weight, precision, order, rows, answers, classes }
    }
}

impl Operation for Nearest {
    fn check(&self, inputs: &[SlotType]) -> Result<Vec<SlotType>> {
        let (n, rows, answers) = (inputs.len(), self.len(), self.answers.len());
        ensure(n > 0 && self.columns as usize == n, "nearest neighbours read as many columns as they have")?;
        ensure(rows > 0 && self.rows.len().is_multiple_of(n), "nearest neighbours are whole rows")?;
        let answered = if self.classes > 0 { answers == rows } else { answers > 0 && answers.is_multiple_of(rows) };
        ensure(answered, "nearest neighbours have an answer for each row")?;
        ensure(self.k >= 1 && self.k as usize <= rows, "k is at least 1 and at most the number of rows")?;
        ensure(self.k <= K_LIMIT, "k is at most 1024")?;
        ensure_numbers(inputs, false)?;
        self.metric.check()?;
        ensure(finite(&self.rows) && finite(&self.answers), "rows and answers are finite")?;
        let exact = |v: &f64| self.precision.round(*v).to_bits() == v.to_bits();
        let all = self.rows.iter().chain(&self.answers).all(exact);
        ensure(all, "rows and answers are exact in the model's precision")?;
        // A row each keeps a lying number of classes from becoming a huge block.
        ensure(self.classes as usize <= rows.max(2), "there are at most as many classes as rows")?;
        let class = |a: &f64| *a >= 0.0 && *a < f64::from(self.classes) && a.trunc() == *a;
        ensure(self.classes == 0 || self.answers.iter().all(class), "an answer is not a class")?;
        Ok(vec![SlotType::number(self.precision, false); self.outputs()])
    }

    fn apply(&self, columns: Columns<'_>, out: &mut [f64]) {
        let (k, rows) = (self.k as usize, columns.rows());
        let (mut found, mut weights) = (vec![(0.0, 0); k], vec![0.0; k]);
        let (mut row, mut answer) = (vec![0.0; columns.len()], vec![0.0; self.outputs()]);
        for r in 0..rows {
            row.iter_mut().enumerate().for_each(|(i, x)| *x = self.precision.round(columns.get(i)[r]));
            self.find(&row, &mut found);
            self.weights(&found, &mut weights);
            self.vote(&found, &weights, &mut answer);
            answer.iter().enumerate().for_each(|(o, a)| out[o * rows + r] = *a);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(k: u32, weight: Weight, classes: u32) -> Nearest {
        let (rows, answers) = (vec![0.0, 1.0, 2.0, 10.0], vec![0.0, 0.0, 1.0, 1.0]);
        let (metric, precision, order) = (Metric::Euclidean, Precision::F64, Order::Heap);
        Nearest { columns: 1, k, metric, weight, precision, order, rows, answers, classes }
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
    fn of_equally_far_rows_the_first_are_asked_where_they_are_sorted() {
        let rows = vec![3.0, 1.0, -1.0, 1.0, -1.0];
        let answers = vec![9.0, 1.0, 2.0, 3.0, 4.0];
        let sorted = Nearest { order: Order::Sorted, rows, answers, ..model(2, Weight::Uniform, 0) };
        assert_eq!(ask(&sorted, 0.0), [1.5]);
        assert_eq!(ask(&Nearest { k: 3, ..sorted.clone() }, 0.0), [2.0]);
        assert_eq!(ask(&Nearest { k: 5, ..sorted }, 0.0), [3.8]);
    }

    #[test]
    fn single_precision_rounds_every_step() {
        let (precision, order) = (Precision::F32, Order::Sorted);
        let votes = Nearest { precision, order, ..model(3, Weight::Uniform, 2) };
        assert_eq!(ask(&votes, 0.0), [2.0f32 / 3.0, 1.0 / 3.0].map(f64::from));
        assert_eq!(votes.check(&[SlotType::NUMBER]).unwrap()[0], SlotType::number(Precision::F32, false));
        // The cell becomes 16777218, and both are as far.
        let far = Nearest { rows: vec![33_554_436.0, 0.0], answers: vec![1.0, 2.0], k: 1, classes: 0, ..votes };
        assert_eq!(ask(&far, 16_777_217.6), [1.0]);
        assert_eq!(ask(&Nearest { precision: Precision::F64, ..far.clone() }, 16_777_217.6), [2.0]);
        assert!(Nearest { rows: vec![0.1, 0.2], ..far }.check(&[SlotType::NUMBER]).is_err());
    }

    #[test]
    fn a_row_may_answer_several_numbers() {
        let answers = vec![1.0, 10.0, 2.0, 20.0, 3.0, 30.0, 4.0, 40.0];
        let pairs = Nearest { answers, ..model(2, Weight::Uniform, 0) };
        assert_eq!(pairs.check(&[SlotType::NUMBER]).unwrap().len(), 2);
        assert_eq!(ask(&pairs, 0.4), [1.5, 15.0]);
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
