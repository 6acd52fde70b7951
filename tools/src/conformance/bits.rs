//! Answers as bits, to be compared across machines: hexadecimal digits in JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use windowbox::data::Trouble;
use windowbox::pipeline::{Answer, Issue};
use windowbox::{Prediction, Predictor};

/// Numbers as bits. The payload of a NaN is the engine's: only that it is one counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// The bits of numbers.
    pub fn of(numbers: &[f64]) -> Self {
        Self(numbers.iter().map(|x| if x.is_nan() { u64::MAX } else { x.to_bits() }).collect())
    }

    fn numbers(&self) -> Vec<f64> {
        self.0.iter().map(|bits| f64::from_bits(*bits)).collect()
    }
}

impl Serialize for Bits {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0.iter().map(|bits| format!("{bits:016x}")).collect::<String>())
    }
}

impl<'de> Deserialize<'de> for Bits {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let digits = |chunk: &[u8]| u64::from_str_radix(std::str::from_utf8(chunk).ok()?, 16).ok();
        let numbers = text.as_bytes().chunks(16).map(|chunk| digits(chunk).filter(|_| chunk.len() == 16));
        numbers.collect::<Option<_>>().map(Self).ok_or_else(|| D::Error::custom("bits are 16 digits a number"))
    }
}

/// The answers to one table: a target each, and the rows that have none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    targets: Vec<TargetReply>,
    failed: Vec<usize>,
}

/// A target's numbers, row after row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct TargetReply {
    margins: Bits,
    scores: Bits,
    /// The code of each row's class, -1 where it has no answer; none for a number.
    classes: Vec<i64>,
}

impl Reply {
    /// A prediction of ours.
    pub fn of(predictor: &Predictor, prediction: &Prediction) -> Self {
        let failed: Vec<usize> = (0..prediction.rows).filter(|row| !prediction.answered(*row)).collect();
        let code = |(row, code): (usize, &u32)| if failed.contains(&row) { -1 } else { i64::from(*code) };
        let targets = predictor.pipeline().output.targets.iter().zip(&prediction.targets);
        let targets = targets.map(|(target, answer)| TargetReply {
            margins: Bits::of(&answer.margins),
            scores: Bits::of(&answer.scores),
            classes: target.labels().map_or(vec![], |_| answer.classes.iter().enumerate().map(code).collect()),
        });
        Self { targets: targets.collect(), failed }
    }

    /// The same as a prediction, to be compared with a library's; `None` where numbers are
    /// missing or too many.
    pub fn prediction(&self, predictor: &Predictor, rows: usize) -> Option<Prediction> {
        let targets = &predictor.pipeline().output.targets;
        let fits = targets.iter().zip(&self.targets).all(|(target, reply)| {
            let classes = target.labels().map_or(0, |_| rows);
            (reply.margins.0.len(), reply.scores.0.len(), reply.classes.len())
                == (rows * target.slots.len(), rows * target.width(), classes)
        });
        let answer = |reply: &TargetReply| Answer {
            margins: reply.margins.numbers(),
            scores: reply.scores.numbers(),
            classes: (0..rows).map(|row| reply.classes.get(row).map_or(0, |code| (*code).max(0) as u32)).collect(),
        };
        let issue = |row: &usize| Issue { row: *row, column: None, trouble: Trouble::NoAnswer, fatal: true };
        (fits && targets.len() == self.targets.len()).then(|| Prediction {
            rows,
            targets: self.targets.iter().map(answer).collect(),
            issues: self.failed.iter().map(issue).collect(),
        })
    }

    /// Every number and class by its place, in an order that is the same for all replies.
    fn places(&self, rows: usize) -> Vec<(String, String)> {
        let mut places = Vec::new();
        for (t, target) in self.targets.iter().enumerate() {
            for (name, bits) in [("margin", &target.margins), ("score", &target.scores)] {
                let width = (bits.0.len() / rows.max(1)).max(1);
                for (i, bits) in bits.0.iter().enumerate() {
                    let place = format!("{name} {} of target {t}, row {}", i % width, i / width);
                    places.push((place, format!("{:?} ({bits:016x})", f64::from_bits(*bits))));
                }
            }
            let classes = target.classes.iter().enumerate();
            places.extend(classes.map(|(row, code)| (format!("class of target {t}, row {row}"), code.to_string())));
        }
        places.push(("rows without an answer".to_owned(), format!("{:?}", self.failed)));
        places
    }
}

/// Where replies differ, each place with what all of them have there; `rows` is how many
/// rows they answer.
pub fn differences(replies: &[(&str, &Reply)], rows: usize) -> Vec<String> {
    if replies.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        return Vec::new();
    }
    let all: Vec<Vec<(String, String)>> = replies.iter().map(|(_, reply)| reply.places(rows)).collect();
    let unequal = (0..all[0].len()).filter(|i| all.iter().any(|one| one.get(*i) != all[0].get(*i)));
    let said = |i: usize| {
        let values = replies
            .iter()
            .zip(&all)
            .map(|((name, _), one)| format!("{name} {}", one.get(i).map_or("nothing", |(_, value)| value.as_str())));
        format!("{}: {}", all[0][i].0, values.collect::<Vec<_>>().join(", "))
    };
    unequal.map(said).collect()
}
