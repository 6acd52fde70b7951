//! Intervals: valid numbers, outliers, and fields that are cut or bent by them.

use super::super::malformed;
use super::build::Build;
use super::fields::{Number, Scope, Width};
use super::numbers::{call, choose, constant, held, reduce};
use super::unsupported;
use super::xml::{Element, all, attribute, finite, needed, number, number_or};
use windowbox::Result;
use windowbox::preprocess::arithmetic::Function;
use windowbox::preprocess::reduce::Reduction;
use windowbox::preprocess::{Scale, Step};

/// Points of a bent line, bins, valid values: more of them are no model of people.
const PIECE_LIMIT: usize = 1000;

fn limited<T>(pieces: Vec<T>) -> Result<Vec<T>> {
    match pieces.len() <= PIECE_LIMIT {
        true => Ok(pieces),
        false => Err(windowbox::Error::limit("more than 1000 pieces of a field")),
    }
}

/// Whether a number lies in an `<Interval>`; missing where it is.
fn inside(interval: Element<'_>, number: &Number, build: &mut Build) -> Result<Number> {
    let closure = attribute(interval, "closure")?;
    let (left, right) = match closure {
        "openOpen" => (Function::Less, Function::Less),
        "openClosed" => (Function::Less, Function::AtMost),
        "closedOpen" => (Function::AtMost, Function::Less),
        "closedClosed" => (Function::AtMost, Function::AtMost),
        other => return Err(malformed(format!("the closure {other:?}"))),
    };
    let mut both = Vec::new();
    if let Some(margin) = interval.attribute("leftMargin") {
        let margin = constant(build, finite(margin)?);
        both.push(call(build, left, &[margin, number.clone()]));
    }
    if let Some(margin) = interval.attribute("rightMargin") {
        let margin = constant(build, finite(margin)?);
        both.push(call(build, right, &[number.clone(), margin]));
    }
    if both.is_empty() {
        return Err(malformed("an interval without margins"));
    }
    Ok(reduce(build, Reduction::All, &both))
}

/// Whether a number is one of the values that a field lists with this property.
fn listed(field: Element<'_>, property: &str, number: &Number, build: &mut Build) -> Result<Option<Number>> {
    let said = |value: &Element<'_>| value.attribute("property").unwrap_or("valid") == property;
    // Not a number is missing anyhow.
    let texts = all(field, "Value").filter(said).filter_map(|value| value.attribute("value"));
    let texts = limited(texts.filter(|text| !matches!(*text, "NaN" | "")).collect())?;
    let mut equal = Vec::new();
    for text in texts {
        let value = constant(build, finite(text)?);
        equal.push(call(build, Function::Equal, &[number.clone(), value]));
    }
    Ok((!equal.is_empty()).then(|| reduce(build, Reduction::Any, &equal)))
}

/// A number of the data dictionary as its model sees it: markers of missing cells,
/// invalid ones and outliers treated.
pub fn treated(field: Element<'_>, mining: Element<'_>, number: Number, build: &mut Build) -> Result<Number> {
    let mut number = number;
    if let Some(marker) = listed(field, "missing", &number, build)? {
        let there = call(build, Function::Not, &[marker]);
        number = kept(build, &number, &[there, number.clone()]);
    }
    let number = validated(field, mining, number, build)?;
    outliers(mining, number, build)
}

/// The number or another, of the same width.
fn kept(build: &mut Build, number: &Number, choice: &[Number]) -> Number {
    Number { width: number.width, ..choose(build, choice) }
}

fn validated(field: Element<'_>, mining: Element<'_>, number: Number, build: &mut Build) -> Result<Number> {
    let treatment = mining.attribute("invalidValueTreatment").unwrap_or("returnInvalid");
    if treatment == "asIs" {
        return Ok(number);
    }
    let Some(valid) = valid(field, &number, build)? else { return Ok(number) };
    match treatment {
        "returnInvalid" => {
            let one = constant(build, 1.0);
            let sound = unless_missing(&number, one, valid, build);
            build.valid.push(sound.slot);
            Ok(number)
        }
        "asMissing" => Ok(kept(build, &number, &[valid, number.clone()])),
        "asValue" => {
            let value = constant(build, self::number(mining, "invalidValueReplacement")?);
            Ok(kept(build, &number, &[valid, number.clone(), value]))
        }
        other => Err(malformed(format!("invalidValueTreatment is {other:?}"))),
    }
}

/// Whether a number is valid, where its field says what is.
fn valid(field: Element<'_>, number: &Number, build: &mut Build) -> Result<Option<Number>> {
    let intervals: Vec<Element<'_>> = limited(all(field, "Interval").collect())?;
    let mut good = Vec::new();
    for interval in intervals {
        good.push(inside(interval, number, build)?);
    }
    good.extend(listed(field, "valid", number, build)?);
    let mut valid = (!good.is_empty()).then(|| reduce(build, Reduction::Any, &good));
    if let Some(bad) = listed(field, "invalid", number, build)? {
        let not = call(build, Function::Not, &[bad]);
        valid = Some(match valid {
            Some(valid) => reduce(build, Reduction::All, &[valid, not]),
            None => not,
        });
    }
    Ok(valid)
}

fn outliers(mining: Element<'_>, number: Number, build: &mut Build) -> Result<Number> {
    let treatment = mining.attribute("outliers").unwrap_or("asIs");
    if treatment == "asIs" {
        return Ok(number);
    }
    let low = constant(build, self::number(mining, "lowValue")?);
    let high = constant(build, self::number(mining, "highValue")?);
    match treatment {
        "asMissingValues" => {
            let above = call(build, Function::AtMost, &[low, number.clone()]);
            let below = call(build, Function::AtMost, &[number.clone(), high]);
            let usual = reduce(build, Reduction::All, &[above, below]);
            Ok(kept(build, &number, &[usual, number.clone()]))
        }
        "asExtremeValues" => {
            let raised = call(build, Function::Most, &[number.clone(), low]);
            Ok(Number { width: number.width, ..call(build, Function::Least, &[raised, high]) })
        }
        other => Err(malformed(format!("outliers are treated {other:?}"))),
    }
}

/// `<Discretize>`: the number of the first bin that the field lies in.
pub fn discretize(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Number> {
    let number = held(build, scope.number(attribute(element, "field")?)?);
    let bins: Vec<Element<'_>> = limited(all(element, "DiscretizeBin").collect())?;
    let value = |text: &str| finite(text).map_err(|_| unsupported(format!("the bin {text:?}, which is no number")));
    let mut choices = Vec::new();
    for bin in bins {
        let inside = inside(needed(bin, "Interval")?, &number, build)?;
        choices.push((inside, constant(build, value(attribute(bin, "binValue")?)?)));
    }
    let mut rest = element.attribute("defaultValue").map(value).transpose()?.map(|value| constant(build, value));
    for (inside, value) in choices.into_iter().rev() {
        let choice: Vec<Number> = [inside, value].into_iter().chain(rest).collect();
        rest = Some(choose(build, &choice));
    }
    let binned = rest.ok_or_else(|| malformed("<Discretize> without bins"))?;
    mapped(element, &number, binned, build)
}

/// A value, or another where a number is missing.
fn unless_missing(number: &Number, other: Number, value: Number, build: &mut Build) -> Number {
    let lacks = call(build, Function::Missing, std::slice::from_ref(number));
    choose(build, &[lacks, other, value])
}

/// What a missing field becomes, where that is said: a number without a bin, or beyond
/// the ends of a line, stays missing.
fn mapped(element: Element<'_>, number: &Number, value: Number, build: &mut Build) -> Result<Number> {
    let Some(fill) = element.attribute("mapMissingTo") else { return Ok(value) };
    let fill = constant(build, finite(fill)?);
    Ok(unless_missing(number, fill, value, build))
}

/// `<NormContinuous>`: a line through points, bent at each.
pub fn norm_continuous(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Number> {
    let points = limited(points(element)?)?;
    let number = held(build, scope.number(attribute(element, "field")?)?);
    let mut pieces = points.windows(2).rev().map(|ends| (ends[0], ends[1]));
    let Some(last) = pieces.next() else { return Err(malformed("<NormContinuous> with fewer than two points")) };
    let mut bent = line(build, &number, last);
    for piece in pieces {
        let end = constant(build, piece.1.0);
        let before = call(build, Function::AtMost, &[number.clone(), end]);
        let this = line(build, &number, piece);
        bent = choose(build, &[before, this, bent]);
    }
    let bent = outside(element, &number, bent, (points[0], points[points.len() - 1]), build)?;
    mapped(element, &number, bent, build)
}

type Point = (f64, f64);

/// The points of a `<NormContinuous>`, from left to right.
pub fn points(element: Element<'_>) -> Result<Vec<Point>> {
    let points = all(element, "LinearNorm").map(|point| Ok((number(point, "orig")?, number(point, "norm")?)));
    let points = points.collect::<Result<Vec<Point>>>()?;
    match points.windows(2).all(|ends| ends[0].0 < ends[1].0) {
        true => Ok(points),
        false => Err(malformed("the points of <NormContinuous> do not ascend")),
    }
}

/// The line through two points.
fn line(build: &mut Build, number: &Number, ((x, y), (x2, y2)): (Point, Point)) -> Number {
    if y == y2 {
        // A missing number stays missing.
        let flat = constant(build, y);
        let there = call(build, Function::Equal, &[number.clone(), number.clone()]);
        return Number { missing: number.missing, ..choose(build, &[there, flat.clone(), flat]) };
    }
    let scale = (x2 - x) / (y2 - y);
    let step = Scale { center: vec![x - y * scale], scale: vec![scale] };
    let slot = build.step(Step::Scale(step), vec![number.slot], 1);
    Number { slot, width: Width::Double, missing: number.missing }
}

fn outside(
    element: Element<'_>,
    number: &Number,
    bent: Number,
    (first, last): (Point, Point),
    build: &mut Build,
) -> Result<Number> {
    let treatment = element.attribute("outliers").unwrap_or("asIs");
    if treatment == "asIs" {
        return Ok(bent);
    }
    let (low, high) = (constant(build, first.0), constant(build, last.0));
    let below = call(build, Function::Less, &[number.clone(), low]);
    let above = call(build, Function::Less, &[high, number.clone()]);
    match treatment {
        "asMissingValues" => {
            let out = reduce(build, Reduction::Any, &[below, above]);
            let within = call(build, Function::Not, &[out]);
            Ok(choose(build, &[within, bent]))
        }
        "asExtremeValues" => {
            let (low, high) = (constant(build, first.1), constant(build, last.1));
            let bent = choose(build, &[above, high, bent]);
            Ok(choose(build, &[below, low, bent]))
        }
        other => Err(malformed(format!("outliers are treated {other:?}"))),
    }
}

/// What `<NormContinuous>` has made a number of, from the number that it made.
pub fn inverted(element: Element<'_>, value: &Number, build: &mut Build) -> Result<Number> {
    match points(element)?[..] {
        [(x, y), (x2, y2)] if y != y2 => Ok(line(build, value, ((y, x), (y2, x2)))),
        _ => Err(unsupported("<NormContinuous> of an output other than a line")),
    }
}

/// A prediction as `<Target>` wants it: cut, stretched, moved, made whole.
pub fn targeted(target: Element<'_>, number: Number, build: &mut Build) -> Result<Number> {
    let mut number = number;
    for (key, function) in [("min", Function::Most), ("max", Function::Least)] {
        if target.has_attribute(key) {
            let bound = constant(build, self::number(target, key)?);
            number = call(build, function, &[number, bound]);
        }
    }
    let (factor, constant) = (number_or(target, "rescaleFactor", 1.0)?, number_or(target, "rescaleConstant", 0.0)?);
    if factor != 1.0 || constant != 0.0 {
        let linear = windowbox::model::Linear::new(1, vec![factor], vec![constant]);
        number.slot = build.model(windowbox::model::Model::Linear(linear), vec![number.slot], 1);
    }
    let function = match target.attribute("castInteger") {
        None => return Ok(number),
        Some("round") => Function::HalfUp,
        Some("ceiling") => Function::Ceiling,
        Some("floor") => Function::Floor,
        Some(other) => return Err(malformed(format!("castInteger is {other:?}"))),
    };
    Ok(call(build, function, &[number]))
}
