//! Predicates as they stand in the file, as logic over the columns of an ensemble.

use super::super::malformed;
use super::facts::{Fact, Test};
use super::fields::{Field, Number, Scope, Width};
use super::logic::Logic;
use super::unsupported;
use super::xml::{Element, attribute, children, items, name, needed};
use std::collections::{BTreeSet, HashMap};
use windowbox::Result;

/// The slots that the trees of an ensemble read, and what is known of them.
#[derive(Default)]
pub struct Reads {
    pub slots: Vec<u32>,
    pub facts: Vec<Fact>,
    columns: HashMap<u32, u32>,
}

impl Reads {
    fn column(&mut self, slot: u32, fact: impl Fn() -> Fact) -> u32 {
        *self.columns.entry(slot).or_insert_with(|| {
            self.slots.push(slot);
            self.facts.push(fact());
            self.slots.len() as u32 - 1
        })
    }
}

fn is_predicate(element: &Element<'_>) -> bool {
    matches!(name(*element), "True" | "False" | "SimplePredicate" | "SimpleSetPredicate" | "CompoundPredicate")
}

/// The predicate in an element.
pub fn of<'a>(element: Element<'a>) -> Result<Element<'a>> {
    let predicate = children(element).find(is_predicate);
    predicate.ok_or_else(|| malformed(format!("<{}> has no predicate", name(element))))
}

pub fn read(element: Element<'_>, scope: &Scope, reads: &mut Reads) -> Result<Logic> {
    match name(element) {
        "True" => Ok(Logic::Known(true)),
        "False" => Ok(Logic::Known(false)),
        "SimplePredicate" => simple(element, scope, reads),
        "SimpleSetPredicate" => set(element, scope, reads),
        "CompoundPredicate" => compound(element, scope, reads),
        other => Err(malformed(format!("<{other}> is no predicate"))),
    }
}

fn compound(element: Element<'_>, scope: &Scope, reads: &mut Reads) -> Result<Logic> {
    let parts = children(element).map(|part| read(part, scope, reads)).collect::<Result<Vec<Logic>>>()?;
    match attribute(element, "booleanOperator")? {
        "and" => Ok(Logic::And(parts)),
        "or" => Ok(Logic::Or(parts)),
        "xor" => Ok(Logic::Xor(parts)),
        "surrogate" => Ok(Logic::Surrogate(parts)),
        other => Err(malformed(format!("the operator {other:?}"))),
    }
}

fn simple(element: Element<'_>, scope: &Scope, reads: &mut Reads) -> Result<Logic> {
    let (field, operator) = (scope.get(attribute(element, "field")?)?, attribute(element, "operator")?);
    let column = column(field, operator, reads)?;
    match operator {
        "isMissing" => return Ok(Logic::Test(column, Test::Present).not()),
        "isNotMissing" => return Ok(Logic::Test(column, Test::Present)),
        _ => {}
    }
    let value = attribute(element, "value")?;
    match field {
        Field::Number(number) => compare(column, number, operator, threshold(value)?),
        Field::Date(moment) => compare(column, moment.measured(operator)?, operator, moment.threshold(value)?),
        Field::Category(category) => {
            let equal =
                Logic::Test(column, Test::In(category.code(value)?.map(|code| code as u32).into_iter().collect()));
            match operator {
                "equal" => Ok(equal),
                "notEqual" => Ok(equal.not()),
                other => Err(unsupported(format!("the operator {other:?} of a category"))),
            }
        }
        Field::Refused(error) => Err(error.clone()),
    }
}

fn column(field: &Field, operator: &str, reads: &mut Reads) -> Result<u32> {
    let of_number = |number: &Number, reads: &mut Reads| reads.column(number.slot, || Fact::number(number));
    match field {
        Field::Number(number) => Ok(of_number(number, reads)),
        Field::Date(moment) => Ok(of_number(moment.measured(operator)?, reads)),
        Field::Category(category) => Ok(reads.column(category.tested, || Fact::category(category))),
        Field::Refused(error) => Err(error.clone()),
    }
}

/// Every comparison is made of `x <= t`.
fn compare(column: u32, number: &Number, operator: &str, value: f64) -> Result<Logic> {
    let (at, below) = thresholds(number.width, value);
    let up_to = |t: f64| Logic::Test(column, Test::UpTo(t));
    let equal = || Logic::And(vec![up_to(at), up_to(below).not()]);
    match operator {
        "lessOrEqual" => Ok(up_to(at)),
        "greaterThan" => Ok(up_to(at).not()),
        "lessThan" => Ok(up_to(below)),
        "greaterOrEqual" => Ok(up_to(below).not()),
        "equal" => Ok(equal()),
        "notEqual" => Ok(equal().not()),
        other => Err(malformed(format!("the operator {other:?}"))),
    }
}

/// Truth is 1 and 0. Infinite thresholds are rare, but may be: their neighbours below are not.
fn threshold(text: &str) -> Result<f64> {
    let truth = match text.trim() {
        "true" => Some(1.0),
        "false" => Some(0.0),
        _ => None,
    };
    let number = truth.or_else(|| text.trim().parse::<f64>().ok()).filter(|n| !n.is_nan() && *n != f64::NEG_INFINITY);
    number.ok_or_else(|| malformed(format!("{text:?} is no threshold")))
}

/// The largest numbers of a slot that are at most `value`, and below it.
fn thresholds(width: Width, value: f64) -> (f64, f64) {
    let single = value as f32;
    match width {
        Width::Double => (value, value.next_down()),
        Width::Single => (f64::from(single), f64::from(single.next_down())),
        Width::Rounded => (last_rounding_to(single), last_rounding_to(single.next_down())),
    }
}

/// The largest double that rounds to a single of at most `single`: the middle to the
/// next, where ties go to the even one.
fn last_rounding_to(single: f32) -> f64 {
    let next = single.next_up();
    if !next.is_finite() {
        let limit = f64::from(f32::MAX) + (f64::from(f32::MAX) - f64::from(f32::MAX.next_down())) / 2.0;
        return if single.is_finite() { limit.next_down() } else { f64::INFINITY };
    }
    let middle = f64::midpoint(f64::from(single), f64::from(next));
    if middle as f32 <= single { middle } else { middle.next_down() }
}

fn set(element: Element<'_>, scope: &Scope, reads: &mut Reads) -> Result<Logic> {
    let field = scope.get(attribute(element, "field")?)?;
    let operator = attribute(element, "booleanOperator")?;
    let column = column(field, operator, reads)?;
    let items = items(needed(element, "Array")?);
    let inside = match field {
        Field::Number(number) => {
            let parts = items.iter().map(|item| compare(column, number, "equal", threshold(item)?));
            Logic::Or(parts.collect::<Result<_>>()?)
        }
        Field::Date(moment) => {
            let number = moment.measured(operator)?;
            let parts = items.iter().map(|item| compare(column, number, "equal", moment.threshold(item)?));
            Logic::Or(parts.collect::<Result<_>>()?)
        }
        Field::Category(category) => {
            let codes = items.iter().map(|item| category.code(item)).collect::<Result<BTreeSet<_>>>()?;
            Logic::Test(column, Test::In(codes.into_iter().flatten().map(|code| code as u32).collect()))
        }
        Field::Refused(error) => return Err(error.clone()),
    };
    match operator {
        "isIn" => Ok(inside),
        "isNotIn" => Ok(inside.not()),
        other => Err(malformed(format!("the operator {other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_is_compared_as_the_single_that_it_rounds_to() {
        for single in [0.1f32, 0.5, 0.0, -0.0, -3.7, 1e-45, f32::MAX, f32::MIN] {
            let last = last_rounding_to(single);
            assert!(last as f32 <= single, "{single}");
            assert!(last.next_up() as f32 > single, "{single}");
        }
    }
}
