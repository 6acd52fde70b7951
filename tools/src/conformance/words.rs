//! One prediction of a `check.json`, in any of the forms in which libraries give it.

use super::attached::bad;
use super::compare::equal;
use serde_json::{Map, Value};
use windowbox::data::cell::{missing, number};
use windowbox::data::{Label, Labels};
use windowbox::{Result, Target};

/// Something that is expected of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// The slots of all targets side by side.
    Margins(Vec<f64>),
    /// The value, or the probabilities, of all targets side by side.
    Scores(Vec<f64>),
    /// One of those.
    Score(usize, f64),
    /// The class of a target, by its code.
    Class(usize, usize),
}

impl Part {
    /// The numbers in it.
    pub fn numbers(&self) -> Vec<f64> {
        match self {
            Part::Margins(all) | Part::Scores(all) => all.clone(),
            Part::Score(_, one) => vec![*one],
            Part::Class(..) => Vec::new(),
        }
    }
}

/// What the words of a check mean for a model.
pub struct Words<'a> {
    targets: &'a [Target],
    /// Whether bare numbers are labels (or codes of labels), and not probabilities.
    labels: bool,
}

impl<'a> Words<'a> {
    /// All predictions together tell whether their bare numbers are classes: 0 and 1 alone are.
    pub fn new(targets: &'a [Target], predictions: &[Value]) -> Self {
        let classes = targets.iter().find_map(Target::labels);
        let class = |n: f64| classes.is_some_and(|labels| code(labels, &Value::from(n)).is_some());
        let bare = |value: &Value| match value {
            Value::Array(one) if one.len() == 1 => one[0].as_f64(),
            value => value.as_f64(),
        };
        let numbers: Vec<f64> = predictions.iter().filter_map(bare).collect();
        Self { targets, labels: !numbers.is_empty() && numbers.iter().all(|n| class(*n)) }
    }

    /// What is expected of a row; nothing where the library has no answer.
    ///
    /// # Errors
    /// `bad-check`.
    pub fn parts(&self, value: &Value) -> Result<Option<Vec<Part>>> {
        match value {
            Value::Null => Ok(None),
            Value::String(text) if missing(text) && self.class(value).is_none() => Ok(None),
            Value::Object(object) => self.object(object).map(Some),
            value => self.answer(value).map(|part| Some(vec![part])),
        }
    }

    /// The target that labels are of: an isolation forest has a score in front of it.
    fn labels(&self) -> Option<(usize, &Labels)> {
        let labels = |(t, target): (usize, &'a Target)| target.labels().map(|labels| (t, labels));
        self.targets.iter().enumerate().find_map(labels)
    }

    /// The part that a label is.
    fn class(&self, value: &Value) -> Option<Part> {
        self.labels().and_then(|(t, labels)| code(labels, value).map(|code| Part::Class(t, code)))
    }

    /// A label, a value, or probabilities.
    fn answer(&self, value: &Value) -> Result<Part> {
        match value {
            Value::Array(list) if list.len() == 1 => self.answer(&list[0]),
            Value::Array(list) => self.scores(list),
            Value::Number(n) if !self.labels => self.number(n.as_f64().unwrap_or(f64::NAN)),
            value if self.labels().is_some() => self.label(value),
            Value::String(text) => number(text).map_or_else(|| Err(no_number(value)), |x| self.number(x)),
            value => value.as_f64().map_or_else(|| Err(no_number(value)), |x| self.number(x)),
        }
    }

    fn label(&self, value: &Value) -> Result<Part> {
        match self.labels() {
            Some((t, labels)) => {
                code(labels, value).map(|code| Part::Class(t, code)).ok_or_else(|| unknown(value, labels))
            }
            None => Err(no_number(value)),
        }
    }

    /// A value, or the probability of the second of two classes.
    fn number(&self, x: f64) -> Result<Part> {
        let numbers = self.targets.iter().filter(|target| target.labels().is_none()).count();
        match (self.targets[0].width(), numbers, self.targets.len()) {
            (1, 1, _) => Ok(Part::Score(0, x)),
            (2, 0, 1) => Ok(Part::Score(1, x)),
            _ => Err(bad(format!("one number where {} are due", self.width()))),
        }
    }

    fn width(&self) -> usize {
        self.targets.iter().map(Target::width).sum()
    }

    fn scores(&self, list: &[Value]) -> Result<Part> {
        match list.len() == self.width() {
            true => numbers(list).map(Part::Scores),
            false => Err(bad(format!("{} numbers where {} are due", list.len(), self.width()))),
        }
    }

    fn object(&self, object: &Map<String, Value>) -> Result<Vec<Part>> {
        let by_label = |key: &String| self.class(&Value::from(key.as_str())).is_some();
        if !object.is_empty() && object.keys().all(by_label) {
            return self.by_label(object).map(|part| vec![part]);
        }
        let part = |(key, value): (&String, &Value)| {
            match (&key[..], value) {
                ("label", Value::Array(list)) if list.len() > 1 => return self.classes(list),
                ("margin" | "margins", value) => self.margins(value),
                ("probabilities" | "proba", Value::Object(object)) => self.by_label(object),
                ("label", value) if self.labels().is_some() => self.label(value),
                ("value" | "label" | "probabilities" | "proba", value) => self.answer(value),
                _ => Err(bad(format!("{key} is neither margin, value, label, probabilities nor a class"))),
            }
            .map(|part| vec![part])
        };
        object.iter().map(part).collect::<Result<Vec<_>>>().map(|parts| parts.concat())
    }

    /// A label of each target that has classes.
    fn classes(&self, list: &[Value]) -> Result<Vec<Part>> {
        let labelled = self.targets.iter().enumerate().filter_map(|(t, target)| target.labels().map(|l| (t, l)));
        let labelled: Vec<(usize, &Labels)> = labelled.collect();
        if labelled.len() != list.len() {
            return Err(bad(format!("{} labels where {} are due", list.len(), labelled.len())));
        }
        let class = |((t, labels), value): (&(usize, &Labels), &Value)| {
            code(labels, value).map(|code| Part::Class(*t, code)).ok_or_else(|| unknown(value, labels))
        };
        labelled.iter().zip(list).map(class).collect()
    }

    fn margins(&self, value: &Value) -> Result<Part> {
        let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let slots: usize = self.targets.iter().map(|target| target.slots.len()).sum();
        match list.len() == slots {
            true => numbers(list).map(Part::Margins),
            false => Err(bad(format!("{} margins where {slots} are due", list.len()))),
        }
    }

    /// Probabilities by label, of all classes.
    fn by_label(&self, object: &Map<String, Value>) -> Result<Part> {
        let mut scores = vec![None; self.width()];
        for (key, value) in object {
            let Some(Part::Class(0, code)) = self.class(&Value::from(key.as_str())) else {
                return Err(bad(format!("{key} is not among the classes")));
            };
            scores[code] = Some(numbers(std::slice::from_ref(value))?[0]);
        }
        let all: Option<Vec<f64>> = scores.into_iter().collect();
        all.map(Part::Scores).ok_or_else(|| bad("probabilities are given for all classes"))
    }
}

/// The code of a class: the label itself, as text too, else its number where labels are texts.
fn code(labels: &Labels, value: &Value) -> Option<usize> {
    let exactly = labels.iter().position(|label| equal(label, value));
    let by_text = || value.as_str().and_then(|text| labels.code(text));
    let by_number = || match labels {
        Labels::Number(_) => None,
        _ => value.as_f64().filter(|x| x.fract() == 0.0 && *x >= 0.0).map(|x| x as usize).filter(|c| *c < labels.len()),
    };
    exactly.or_else(by_text).or_else(by_number)
}

/// A label that is none of a target's.
fn unknown(value: &Value, labels: &Labels) -> windowbox::Error {
    let some: Vec<String> = labels.iter().take(10).map(show).collect();
    bad(format!("{value} is not among the classes")).hint(format!("the classes are {}", some.join(", ")))
}

fn numbers(list: &[Value]) -> Result<Vec<f64>> {
    let one = |value: &Value| match value {
        Value::Null => Some(f64::NAN),
        Value::String(text) => number(text),
        value => value.as_f64(),
    };
    list.iter().map(|value| one(value).ok_or_else(|| no_number(value))).collect()
}

fn no_number(value: &Value) -> windowbox::Error {
    bad(format!("{value} is no number"))
}

/// A label for people.
pub fn show(label: Label<'_>) -> String {
    match label {
        Label::String(text) => text.to_owned(),
        Label::Number(number) => number.to_string(),
        Label::Boolean(flag) => flag.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use windowbox::preprocess::Link;

    /// Two targets with classes around one that is a number.
    fn targets() -> Vec<Target> {
        let texts = Labels::String(vec!["no".into(), "yes".into()]);
        let numbers = Labels::Number(vec![3.0, 5.0, 7.0]);
        vec![
            Target::classes("a", texts, vec![0], Link::Sigmoid),
            Target::regression("b", 1),
            Target::classes("c", numbers, vec![2, 3, 4], Link::Softmax),
        ]
    }

    fn parts(value: &Value) -> Result<Option<Vec<Part>>> {
        Words::new(&targets(), std::slice::from_ref(value)).parts(value)
    }

    #[test]
    fn each_target_with_classes_has_its_label() {
        let both = json!({"label": ["yes", 7], "margin": [0.5, 2, 1, 2, 3]});
        let want = vec![Part::Class(0, 1), Part::Class(2, 2), Part::Margins(vec![0.5, 2.0, 1.0, 2.0, 3.0])];
        assert_eq!(parts(&both).unwrap(), Some(want));
    }

    #[test]
    fn labels_that_do_not_fit_are_refused() {
        for wrong in [json!({"label": ["yes", 7, 3]}), json!({"label": ["yes", 4]}), json!({"label": [3, "yes"]})] {
            assert_eq!(parts(&wrong).unwrap_err().code, "bad-check", "{wrong}");
        }
    }
}
