//! The tree of keys that both notations hold.

use super::super::malformed;
use std::borrow::Cow;
use windowbox::Result;

/// A value of a document. Texts are borrowed from the file where it has them plain.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Cow<'a, str>),
    /// An array that holds nothing but numbers, as most of a file is; or the empty one.
    Numbers(Vec<Number>),
    List(Vec<Value<'a>>),
    /// In the order of the file; of equal keys the last counts.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

/// A number. A single is kept beside its double: rounding a decimal twice can differ
/// from rounding it once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    Int(i64),
    Real { double: f64, single: f32 },
}

impl Number {
    pub fn of_single(single: f32) -> Self {
        Number::Real { double: single.into(), single }
    }

    pub fn of_double(double: f64) -> Self {
        Number::Real { double, single: double as f32 }
    }

    /// Reads a token; `NaN` and `Infinity` are numbers here.
    pub fn parse(text: &str) -> Option<Self> {
        let real = || Some(Number::Real { double: text.parse().ok()?, single: text.parse().ok()? });
        text.parse().map(Number::Int).ok().or_else(real)
    }

    pub fn single(self) -> f32 {
        match self {
            Number::Int(int) => int as f32,
            Number::Real { single, .. } => single,
        }
    }

    pub fn double(self) -> f64 {
        match self {
            Number::Int(int) => int as f64,
            Number::Real { double, .. } => double,
        }
    }

    /// The whole number, also where it is written as a decimal.
    pub fn whole(self) -> Option<i64> {
        match self {
            Number::Int(int) => Some(int),
            Number::Real { double, .. } if double.fract() == 0.0 && double.abs() < 9e15 => Some(double as i64),
            Number::Real { .. } => None,
        }
    }
}

impl<'a> Value<'a> {
    /// Adds an item to a list, which is [`Value::Numbers`] as long as it can be.
    pub fn push(&mut self, item: Value<'a>) {
        match (&mut *self, item) {
            (Value::Numbers(list), Value::Number(number)) => list.push(number),
            (Value::Numbers(list), item) => {
                let mixed = list.drain(..).map(Value::Number).chain([item]).collect();
                *self = Value::List(mixed);
            }
            (Value::List(list), item) => list.push(item),
            _ => {}
        }
    }

    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        let Value::Object(fields) = self else { return None };
        fields.iter().rev().find(|field| field.0 == key).map(|field| &field.1)
    }

    /// What must be there.
    pub fn need(&self, key: &str) -> Result<&Value<'a>> {
        self.get(key).ok_or_else(|| malformed(format!("the key {key} is not there")))
    }

    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// The items of a list of anything but numbers.
    pub fn items(&self) -> Option<&[Value<'a>]> {
        match self {
            Value::List(list) => Some(list),
            Value::Numbers(list) if list.is_empty() => Some(&[]),
            _ => None,
        }
    }

    /// A list of numbers; old files write truth values for 0 and 1.
    pub fn numbers(&self) -> Option<Vec<Number>> {
        let number = |value: &Value| match value {
            Value::Bool(flag) => Some(Number::Int((*flag).into())),
            Value::Number(number) => Some(*number),
            _ => None,
        };
        match self {
            Value::Numbers(list) => Some(list.clone()),
            Value::List(list) => list.iter().map(number).collect(),
            _ => None,
        }
    }

    /// The list of numbers under a key.
    fn list<T>(&self, key: &str, of: impl Fn(Number) -> Option<T>) -> Result<Vec<T>> {
        let numbers = self.need(key)?.numbers();
        let list = numbers.and_then(|list| list.into_iter().map(of).collect());
        list.ok_or_else(|| malformed(format!("{key} is not a list of such numbers")))
    }

    pub fn singles(&self, key: &str) -> Result<Vec<f32>> {
        self.list(key, |number| Some(number.single()))
    }

    pub fn wholes(&self, key: &str) -> Result<Vec<i64>> {
        self.list(key, Number::whole)
    }

    /// Whole numbers that are positions: -1, which is no position, is not among them.
    pub fn positions(&self, key: &str) -> Result<Vec<usize>> {
        self.list(key, |number| number.whole().and_then(|n| usize::try_from(n).ok()))
    }

    pub fn flags(&self, key: &str) -> Result<Vec<bool>> {
        self.list(key, |number| Some(number.whole()? != 0))
    }

    /// A list of texts, or nothing where the key is not there.
    pub fn texts(&self, key: &str) -> Result<Vec<String>> {
        let Some(value) = self.get(key) else { return Ok(Vec::new()) };
        let texts = value.items().and_then(|list| list.iter().map(|item| item.text().map(str::to_owned)).collect());
        texts.ok_or_else(|| malformed(format!("{key} is not a list of texts")))
    }

    /// A count that is written as text, else `default` where the key is not there.
    pub fn count(&self, key: &str, default: usize) -> Result<usize> {
        let count = match self.get(key) {
            None => return Ok(default),
            Some(Value::Text(text)) => text.trim().parse().ok(),
            Some(Value::Number(number)) => number.whole().and_then(|n| usize::try_from(n).ok()),
            Some(_) => None,
        };
        count.ok_or_else(|| malformed(format!("{key} is not a count")))
    }
}
