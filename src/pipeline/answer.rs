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

/// What a block adds to the answers to a target, row after row.
struct Part<'a> {
    margins: &'a mut [f64],
    scores: &'a mut [f64],
    classes: &'a mut [u32],
}

impl Answer {
    fn grow(&mut self, target: &Target, rows: usize) -> Part<'_> {
        Part {
            margins: grown(&mut self.margins, rows * target.slots.len(), f64::NAN),
            scores: grown(&mut self.scores, rows * target.width(), f64::NAN),
            classes: grown(&mut self.classes, rows, 0),
        }
    }
}

fn grown<T: Clone>(list: &mut Vec<T>, more: usize, value: T) -> &mut [T] {
    let start = list.len();
    list.resize(start + more, value);
    &mut list[start..]
}

impl Predictor {
    /// Makes answers of the last slots, and withholds those of rows that failed: the
    /// issues from `first` are this block's.
    pub(super) fn answer(&self, frame: &mut Frame, to: &mut Prediction, first: usize) {
        let mut failed = core::mem::take(&mut frame.failed);
        failed.clear();
        failed.resize(frame.rows(), false);
        to.issues[first..].iter().filter(|i| i.fatal).for_each(|i| failed[i.row - to.rows] = true);
        for (target, answer) in self.pipeline.output.targets.iter().zip(&mut to.targets) {
            let mut part = answer.grow(target, frame.rows());
            target.fill(frame, &mut part);
            target.unsound(frame, part.scores, |r| {
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
            let (slots, width) = (target.slots.len(), target.width());
            for r in (0..failed.len()).filter(|r| failed[*r]) {
                let row = to.rows + r;
                answer.margins[row * slots..][..slots].fill(f64::NAN);
                answer.scores[row * width..][..width].fill(f64::NAN);
                answer.classes[row] = 0;
            }
        }
    }
}

impl Target {
    /// The answers to the rows of a block.
    fn fill(&self, frame: &Frame, part: &mut Part<'_>) {
        let slots = self.slots.len();
        for (k, slot) in self.slots.iter().enumerate() {
            let to = part.margins[k..].iter_mut().step_by(slots);
            to.zip(frame.slot(*slot)).for_each(|(to, from)| *to = *from);
        }
        self.scores(part.margins, part.scores);
        self.decide(frame, part);
    }

    /// Turns the margins of rows into their scores: `width` probabilities each, or the value.
    fn scores(&self, margins: &[f64], scores: &mut [f64]) {
        let (slots, width) = (self.slots.len(), self.width());
        if self.is_nearest() {
            margins.chunks_exact(slots).zip(scores.chunks_exact_mut(width)).for_each(|(m, s)| point(m, s));
            return;
        }
        // The one margin of two classes becomes a probability in the second half.
        let rest = scores.len() - margins.len();
        scores[rest..].iter_mut().zip(margins).for_each(|(score, margin)| *score = margin / self.divisor);
        self.link.rows(&mut scores[rest..], slots);
        for r in 0..rest {
            let positive = scores[rest + r];
            scores[2 * r] = self.link.rounding().round(1.0 - positive);
            scores[2 * r + 1] = positive;
        }
    }

    fn is_nearest(&self) -> bool {
        matches!(self.task, Task::Classification { decision: Decision::Smallest, .. })
    }

    /// The code of the class that each row's margins and scores mean; 0 for a number.
    ///
    /// The largest is looked for among the margins, where they are one a class: every
    /// link ascends, and two margins may differ where their probabilities round to one.
    fn decide(&self, frame: &Frame, part: &mut Part<'_>) {
        let Task::Classification { decision, .. } = &self.task else { return };
        let (slots, width) = (self.slots.len(), self.width());
        let margins = if slots == width { &*part.margins } else { &*part.scores };
        let classes = part.classes.iter_mut();
        match *decision {
            Decision::Largest => classes.zip(margins.chunks_exact(width)).for_each(|(c, m)| *c = arg_max(m) as u32),
            Decision::Smallest => classes.zip(margins.chunks_exact(width)).for_each(|(c, m)| *c = nearest(m) as u32),
            Decision::Coded { slot } => classes.zip(frame.slot(slot)).for_each(|(c, code)| *c = *code as u32),
            Decision::Above { positive, threshold } => classes.zip(part.scores.chunks_exact(2)).for_each(|(c, s)| {
                *c = if s[positive as usize] > threshold { positive } else { 1 - positive };
            }),
        }
    }

    /// Calls `say` with each row whose scores are no answer: not finite, or of classes that
    /// no link function made probabilities of, and none all the same. A class that a slot
    /// holds is one of those that there are.
    fn unsound(&self, frame: &Frame, scores: &[f64], mut say: impl FnMut(usize)) {
        let shared = matches!((&self.task, self.link), (Task::Classification { .. }, Link::Identity));
        let codes = self.coded().map(|slot| frame.slot(slot));
        // Without an early end, so in vectors.
        if !shared && codes.is_none() && scores.iter().fold(true, |all, s| all & s.is_finite()) {
            return;
        }
        for (r, scores) in scores.chunks_exact(self.width()).enumerate() {
            let known = codes.is_none_or(|codes| codes[r] >= 0.0);
            if !(known && finite(scores) && (!shared || shares(scores))) {
                say(r);
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
        let rows = margins.len() / target.slots.len();
        let (mut answer, mut unsound) = (Answer::default(), Vec::new());
        let part = answer.grow(target, rows);
        part.margins.copy_from_slice(margins);
        target.scores(part.margins, part.scores);
        let frame = Frame::default();
        target.decide(&frame, &mut { part });
        target.unsound(&frame, &answer.scores, |r| unsound.push(r));
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
