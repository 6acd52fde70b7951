//! Derived fields, as far as our steps compute them.

use super::super::malformed;
use super::build::Build;
use super::fields::{Category, Field, Missing, Number, Other, Scope, Width};
use super::unsupported;
use super::xml::{Element, all, attribute, child, children, finite, name, needed, number, number_or};
use windowbox::Result;
use windowbox::preprocess::{Encode, Impute, Scale, Step};

/// Adds the derived fields of a block; those that are not read are errors when used.
pub fn block(block: Option<Element<'_>>, build: &mut Build, scope: &mut Scope) -> Result<()> {
    for field in block.into_iter().flat_map(|block| all(block, "DerivedField")) {
        let title = attribute(field, "name")?;
        let derived = derived(field, build, scope);
        let derived = derived.unwrap_or_else(|e| Field::Refused(e.at(format!("derived field {title}"))));
        scope.fields.insert(title.to_owned(), derived);
    }
    Ok(())
}

/// A derived or output field: its expression, as its type.
pub fn derived(field: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Field> {
    let expression = children(field).find(|e| !matches!(name(*e), "Value" | "Interval" | "Decisions"));
    let expression = expression.ok_or_else(|| malformed("a derived field without an expression"))?;
    let value = self::expression(expression, build, scope)?;
    cast(value, field.attribute("dataType").unwrap_or("double"))
}

fn cast(value: Field, kind: &str) -> Result<Field> {
    match (value, kind) {
        (Field::Number(number), "double") if number.width != Width::Rounded => {
            Ok(Field::Number(Number { width: Width::Double, ..number }))
        }
        (Field::Number(number), "float") if number.width == Width::Double => {
            Ok(Field::Number(Number { width: Width::Rounded, ..number }))
        }
        (Field::Number(number), "float") => Ok(Field::Number(number)),
        (Field::Category(category), "string") => Ok(Field::Category(category)),
        (_, kind) => Err(unsupported(format!("a derived field of the type {kind:?}"))),
    }
}

fn expression(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Field> {
    match name(element) {
        "FieldRef" => reference(element, build, scope),
        "Apply" => apply(element, build, scope),
        "NormContinuous" => norm_continuous(element, build, scope),
        "NormDiscrete" => {
            let category = scope.category(attribute(element, "field")?)?;
            let level = category.code(attribute(element, "value")?)?.map(|code| category.levels[code].as_str());
            encode(element, build, category, |l| Ok(f64::from(u8::from(Some(l) == level))))
        }
        "MapValues" => map_values(element, build, scope),
        other => Err(unsupported(format!("<{other}>"))),
    }
}

fn reference(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Field> {
    let field = scope.get(attribute(element, "field")?)?.clone();
    match (field, element.attribute("mapMissingTo")) {
        (field, None) => Ok(field),
        (Field::Number(number), Some(fill)) if number.width == Width::Double => {
            Ok(Field::Number(filled(build, number, finite(fill)?)?))
        }
        _ => Err(unsupported("mapMissingTo of this field")),
    }
}

fn filled(build: &mut Build, number: Number, fill: f64) -> Result<Number> {
    match number.missing {
        Missing::Never => Ok(number),
        Missing::Column(_) | Missing::Rule => {
            let slot = build.step(Step::Impute(Impute { fill: vec![fill] }), vec![number.slot], 1);
            Ok(Number { slot, missing: Missing::Never, ..number })
        }
        Missing::Result => Err(unsupported("mapMissingTo of a model's result")),
    }
}

/// A number with a constant: every other function would need a step that we have not.
fn apply(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Field> {
    let function = attribute(element, "function")?;
    let refused = || unsupported(format!("the function {function:?} of these arguments"));
    if ["mapMissingTo", "defaultValue"].iter().any(|key| element.has_attribute(*key)) {
        return Err(refused());
    }
    let arguments: Vec<Element<'_>> = children(element).collect();
    let (value, constant, swapped) = match arguments[..] {
        [value, constant] if name(constant) == "Constant" => (value, constant, false),
        [constant, value] if name(constant) == "Constant" => (value, constant, true),
        _ => return Err(refused()),
    };
    let constant = finite(constant.text().unwrap_or_default())?;
    let (center, scale) = match (function, swapped) {
        ("+", _) => (-constant, 1.0),
        ("-", false) => (constant, 1.0),
        ("*", _) if constant != 0.0 => (0.0, 1.0 / constant),
        ("/", false) if constant != 0.0 => (0.0, constant),
        _ => return Err(refused()),
    };
    match expression(value, build, scope)? {
        Field::Number(number) => Ok(scaled(build, &number, center, scale)?),
        _ => Err(refused()),
    }
}

fn scaled(build: &mut Build, number: &Number, center: f64, scale: f64) -> Result<Field> {
    if number.width == Width::Rounded {
        return Err(unsupported("a sum of numbers that are rounded to single precision"));
    }
    let step = Scale { center: vec![center], scale: vec![scale] };
    let slot = build.step(Step::Scale(step), vec![number.slot], 1);
    Ok(Field::Number(Number { slot, width: Width::Double, missing: number.missing }))
}

/// A line through two points.
fn norm_continuous(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Field> {
    let points: Vec<(f64, f64)> = all(element, "LinearNorm")
        .map(|point| Ok((number(point, "orig")?, number(point, "norm")?)))
        .collect::<Result<_>>()?;
    let plain = matches!(element.attribute("outliers"), None | Some("asIs"));
    match points[..] {
        [(x, y), (x2, y2)] if plain && x != x2 && y != y2 && !element.has_attribute("mapMissingTo") => {
            let scale = (x2 - x) / (y2 - y);
            scaled(build, scope.number(attribute(element, "field")?)?, x - y * scale, scale)
        }
        _ => Err(unsupported("<NormContinuous> other than a line")),
    }
}

fn map_values(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Field> {
    let pairs: Vec<Element<'_>> = all(element, "FieldColumnPair").collect();
    let [pair] = pairs[..] else { return Err(unsupported("<MapValues> of several fields")) };
    let local = |column: &str| column.rsplit(':').next().unwrap_or_default().to_owned();
    let (from, to) = (local(attribute(pair, "column")?), local(attribute(element, "outputColumn")?));
    let cell = |row: Element<'_>, column: &str| {
        children(row).find(|cell| name(*cell) == column).map(|cell| cell.text().unwrap_or_default().to_owned())
    };
    let rows: Vec<(Option<String>, Option<String>)> =
        all(needed(element, "InlineTable")?, "row").map(|row| (cell(row, &from), cell(row, &to))).collect();
    let default = element.attribute("defaultValue");
    let category = scope.category(attribute(pair, "field")?)?;
    // A row for a level that a cell can be, and that has no code, would be lost.
    let codes = rows.iter().map(|(from, _)| category.code(from.as_deref().unwrap_or_default()));
    let codes = codes.collect::<Result<Vec<Option<usize>>>>()?;
    encode(element, build, category, |level| {
        let row = codes.iter().position(|code| code.is_some_and(|code| category.levels[code] == level));
        let value = row.and_then(|row| rows[row].1.as_deref()).or(default);
        finite(value.ok_or_else(|| unsupported(format!("a table without a row for {level:?}")))?)
    })
}

/// A number for each level; one that is not listed gets the default, else is missing.
fn encode(
    element: Element<'_>,
    build: &mut Build,
    category: &Category,
    number: impl Fn(&str) -> Result<f64>,
) -> Result<Field> {
    let levels = category.levels.iter().map(|level| number(level)).collect::<Result<Vec<f64>>>()?;
    let missing = number_or(element, "mapMissingTo", f64::NAN)?;
    let indicator = if name(element) == "NormDiscrete" { 0.0 } else { f64::NAN };
    let unseen = match category.other {
        Other::Never => 0.0,
        Other::Itself => number_or(element, "defaultValue", indicator)?,
        Other::Missing => missing,
        Other::Level(code) => levels[code],
    };
    let lacking = match (unseen.is_nan(), missing.is_nan() && category.missing) {
        (true, _) => Missing::Rule,
        (false, true) => Missing::Column(category.column),
        (false, false) => Missing::Never,
    };
    let slot = build.step(Step::Encode(Encode { levels, missing, unseen }), vec![category.slot], 1);
    Ok(Field::Number(Number { slot, width: Width::Double, missing: lacking }))
}

/// The fields that a model adds to its scope, in front of itself.
pub fn local(model: Element<'_>, build: &mut Build, scope: &mut Scope) -> Result<()> {
    block(child(model, "LocalTransformations"), build, scope)
}
