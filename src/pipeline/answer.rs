//! Answering: the last slots of a block become margins, scores and classes.

use super::Predictor;
use super::output::{Decision, Target, Task};
use super::predict::{Answer, Frame, Issue, Prediction};
use crate::data::Trouble;
use crate::math::arg_max;
use crate::preprocess::Link;
use crate::slots::finite;
use crate::sort::sort;

/// How far probabilities that a model claims may be from 0, from 1, and from 1 together.
const PROBABILITY_TOLERANCE: f64 = 1e-9;

impl Predictor {
    /// Makes answers of the last slots, and withholds those of rows that failed: the
    /// issues from `first` are this block's.
    pub(super) fn answer(&self, frame: &mut Frame, to: &mut Prediction, first: usize) {
        let mut failed = core::mem::take(&mut frame.failed);
        failed.clear();
        failed.resize(frame.rows(), false);
        to.issues[first..].iter().filter(|i| i.fatal).for_each(|i| failed[i.row - to.rows] = true);
        for (target, answer) in self.pipeline.output.targets.iter().zip(&mut to.targets) {
            target.answer(frame, answer, |r| {
                if !core::mem::replace(&mut failed[r], true) {
                    to.issues.push(Issue { row: to.rows + r, column: None, trouble: Trouble::NoAnswer, fatal: true });
                }
            });
        }
        if to.issues.len() > first {
            self.withhold(&failed, to);
            sort(&mut to.issues[first..], |a, b| a.place() < b.place());
        }
        frame.failed = failed;
    }

    /// A row that failed has no answer for any target.
    fn withhold(&self, failed: &[bool], to: &mut Prediction) {
        for (target, answer) in self.pipeline.output.targets.iter().zip(&mut to.targets) {
            for r in (0..failed.len()).filter(|r| failed[*r]) {
                let row = to.rows + r;
                blank(&mut answer.margins, row, target.slots.len());
                blank(&mut answer.scores, row, target.width());
                answer.classes[row] = 0;
            }
        }
    }
}

#[inline(never)]
fn blank(numbers: &mut [f64], row: usize, width: usize) {
    numbers[row * width..][..width].fill(f64::NAN);
}

/// As many more numbers.
#[inline(never)]
fn grown(numbers: &mut Vec<f64>, more: usize) -> &mut [f64] {
    let start = numbers.len();
    numbers.resize(start + more, f64::NAN);
    &mut numbers[start..]
}

impl Target {
    /// Adds the answers to the rows of a block; calls `fail` with each row that has none.
    fn answer(&self, frame: &Frame, to: &mut Answer, fail: impl FnMut(usize)) {
        let (rows, slots, width) = (frame.rows(), self.slots.len(), self.width());
        let margins = grown(&mut to.margins, rows * slots);
        for (k, slot) in self.slots.iter().enumerate() {
            margins[k..].iter_mut().step_by(slots).zip(frame.slot(*slot)).for_each(|(to, from)| *to = *from);
        }
        let scores = grown(&mut to.scores, rows * width);
        if !self.is_nearest() {
            // The one margin of two classes becomes a probability in the second half.
            let linked = &mut scores[rows * (width - slots)..];
            linked.iter_mut().zip(&*margins).for_each(|(score, margin)| *score = margin / self.divisor);
            self.link.rows(linked, slots);
        }
        self.decide(self.coded().map(|slot| frame.slot(slot)), (margins, scores), &mut to.classes, fail);
    }

    /// Decides row by row.
    fn decide(
        &self,
        codes: Option<&[f64]>,
        (margins, scores): (&[f64], &mut [f64]),
        classes: &mut Vec<u32>,
        mut fail: impl FnMut(usize),
    ) {
        let (slots, width) = (self.slots.len(), self.width());
        let rows = margins.len() / slots;
        for (r, margins) in margins.chunks_exact(slots).enumerate() {
            if slots < width {
                let positive = scores[rows + r];
                scores[2 * r] = self.link.rounding().round(1.0 - positive);
                scores[2 * r + 1] = positive;
            }
            let scores = &mut scores[r * width..][..width];
            if self.is_nearest() {
                point(margins, scores);
            }
            let code = codes.map(|codes| codes[r]);
            if !self.sound(scores, code) {
                fail(r);
            }
            classes.push(self.class(margins, scores, code) as u32);
        }
    }

    fn is_nearest(&self) -> bool {
        matches!(self.task, Task::Classification { decision: Decision::Smallest, .. })
    }

    /// Whether scores are an answer: finite, and for classes that no link function made
    /// into probabilities, probabilities all the same. A class that a slot holds is one
    /// of those that there are.
    fn sound(&self, scores: &[f64], code: Option<f64>) -> bool {
        let finite = scores.iter().all(|score| score.is_finite()) && code.is_none_or(|code| code >= 0.0);
        match (&self.task, self.link) {
            (Task::Classification { .. }, Link::Identity) => finite && shares(scores),
            _ => finite,
        }
    }

    /// The code of the class that a row's margins and scores mean; 0 for a number.
    ///
    /// The largest is looked for among the margins, where they are one a class: every
    /// link ascends, and two margins may differ where their probabilities round to one.
    /// Where a slot holds the class, `code` is what it holds.
    fn class(&self, margins: &[f64], scores: &[f64], code: Option<f64>) -> usize {
        match self.task {
            Task::Regression => 0,
            Task::Classification { decision: Decision::Coded { .. }, .. } => code.unwrap_or(0.0) as usize,
            Task::Classification { decision: Decision::Largest, .. } => {
                arg_max(if margins.len() == scores.len() { margins } else { scores })
            }
            Task::Classification { decision: Decision::Smallest, .. } => nearest(margins),
            Task::Classification { decision: Decision::Above { positive, threshold }, .. } => {
                let positive = positive as usize;
                if scores[positive] > threshold { positive } else { 1 - positive }
            }
        }
    }
}

/// Between 0 and 1, and 1 together, but for the rounding of a sum.
fn shares(scores: &[f64]) -> bool {
    let range = -PROBABILITY_TOLERANCE..=1.0 + PROBABILITY_TOLERANCE;
    let sum: f64 = scores.iter().sum();
    scores.iter().all(|s| range.contains(s)) && (sum - 1.0).abs() <= PROBABILITY_TOLERANCE
}

/// The position of the smallest; the first of equals.
fn nearest(margins: &[f64]) -> usize {
    let nearer = |best: usize, i: usize| if margins[i] < margins[best] { i } else { best };
    (0..margins.len()).fold(0, nearer)
}

/// 1 for the class of the smallest margin, 0 for the others.
fn point(margins: &[f64], scores: &mut [f64]) {
    scores.fill(if finite(margins) { 0.0 } else { f64::NAN });
    scores[nearest(margins)] += 1.0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Labels;

    fn ask(target: &Target, margins: &[f64]) -> (Vec<f64>, Vec<u32>, Vec<usize>) {
        let (slots, mut unsound) = (target.slots.len(), Vec::new());
        let mut answer = Answer::default();
        let rows = margins.chunks_exact(slots);
        let columns = (0..slots).flat_map(|k| rows.clone().map(move |row| row[k])).collect();
        target.answer(&Frame::of(columns, rows.len()), &mut answer, |r| unsound.push(r));
        (answer.scores, answer.classes, unsound)
    }

    #[test]
    fn the_nearest_cluster_is_the_class() {
        let labels = Labels::String(vec!["a".into(), "b".into(), "c".into()]);
        let mut target = Target::classes("cluster", labels, vec![0, 1, 2], Link::Identity);
        let Task::Classification { decision, .. } = &mut target.task else { unreachable!() };
        *decision = Decision::Smallest;
        assert_eq!(ask(&target, &[3.0, 1.5, 1.5]), (vec![0.0, 1.0, 0.0], vec![1], vec![]));
        let nowhere = [f64::NAN, 1.0, 2.0, f64::INFINITY, f64::INFINITY, f64::INFINITY, 1.0, 2.0, 3.0];
        assert_eq!(ask(&target, &nowhere).2, [0, 1]);
    }

    #[test]
    fn one_margin_becomes_two_probabilities_in_every_row() {
        let labels = Labels::String(vec!["no".into(), "yes".into()]);
        let target = Target::classes("y", labels, vec![0], Link::Sigmoid);
        for rows in 1..9 {
            let margins: Vec<f64> = (0..rows).map(|r| f64::from(r) - 3.0).collect();
            let (scores, classes, unsound) = ask(&target, &margins);
            for (r, margin) in margins.iter().enumerate() {
                let positive = crate::math::sigmoid(*margin);
                assert_eq!(scores[2 * r..2 * r + 2], [1.0 - positive, positive]);
                assert_eq!(classes[r], u32::from(positive > 0.5));
            }
            assert!(unsound.is_empty());
        }
        assert_eq!(ask(&target, &[0.0, f64::NAN]).2, [1]);
    }

    #[test]
    fn margins_decide_where_probabilities_round_to_one() {
        let labels = Labels::Boolean(vec![false, true]);
        let target = Target::classes("y", labels, vec![0, 1], Link::Softmax);
        let (scores, classes, _) = ask(&target, &[0.1, 0.1f64.next_up()]);
        assert_eq!((scores[0], classes[0]), (scores[1], 1));
    }

    #[test]
    fn shares_that_are_none_are_no_answer() {
        let labels = Labels::Boolean(vec![false, true]);
        let target = Target::classes("y", labels, vec![0, 1], Link::Identity);
        assert_eq!(
            ask(&target, &[0.25, 0.75, 0.5, 0.6, 1.5, -0.5]),
            (vec![0.25, 0.75, 0.5, 0.6, 1.5, -0.5], vec![1, 1, 0], vec![1, 2])
        );
    }
}
