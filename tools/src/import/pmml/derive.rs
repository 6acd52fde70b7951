//! Derived fields, as far as our steps compute them.

use super::super::malformed;
use super::build::Build;
use super::fields::{Category, Field, Missing, Number, Other, Scope, Width};
use super::numbers::filled;
use super::unsupported;
use super::xml::{Element, all, attribute, child, children, finite, name, needed, number_or};
use super::{apply, dates, intervals};
use windowbox::Result;
use windowbox::preprocess::{Encode, Step};

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
    let kind = field.attribute("dataType").unwrap_or("double");
    if let Some(digits) = dates::formatted(expression, kind, build, scope)? {
        return Ok(digits);
    }
    let value = self::expression(expression, build, scope)?;
    if kind == "boolean" && name(expression) == "Apply" {
        return Ok(value);
    }
    match cast(value, kind, build)? {
        Field::Date(moment) => Ok(Field::Date(moment.asked(field, build))),
        field => Ok(field),
    }
}

pub fn cast(value: Field, kind: &str, build: &Build) -> Result<Field> {
    match value {
        Field::Date(moment) => moment.cast(kind),
        Field::Number(number) if build.is_whole(&number) => whole(number, kind),
        value => as_type(value, kind),
    }
}

/// A whole number as a type.
pub fn whole(number: Number, kind: &str) -> Result<Field> {
    match kind {
        "integer" if number.width == Width::Double => Ok(Field::Number(number)),
        kind => as_type(Field::Number(number), kind),
    }
}

fn as_type(value: Field, kind: &str) -> Result<Field> {
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

pub fn expression(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Field> {
    apply::enter(build)?;
    build.depth += 1;
    let field = by_name(element, build, scope);
    build.depth -= 1;
    field
}

fn by_name(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Field> {
    match name(element) {
        "FieldRef" => reference(element, build, scope),
        "Constant" => apply::literal(element, build).map(Field::Number),
        "Apply" => apply::apply(element, build, scope),
        "NormContinuous" => intervals::norm_continuous(element, build, scope).map(Field::Number),
        "Discretize" => intervals::discretize(element, build, scope).map(Field::Number),
        "NormDiscrete" => {
            let category = scope.category(attribute(element, "field")?)?;
            let level = category.code(attribute(element, "value")?)?.map(|code| category.levels[code].as_str());
            encode(element, build, category, |l| Ok(f64::from(u8::from(Some(l) == level))))
        }
        "MapValues" => map_values(element, build, scope),
        other => Err(unsupported(format!("<{other}>"))),
    }
}

pub fn reference(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Field> {
    let field = scope.get(attribute(element, "field")?)?.clone();
    match (field, element.attribute("mapMissingTo")) {
        (field, None) => Ok(field),
        (Field::Number(number), Some(fill)) if number.width == Width::Double => {
            Ok(Field::Number(filled(build, number, finite(fill)?)))
        }
        (Field::Date(moment), Some(fill)) => Ok(Field::Date(moment.or(fill)?)),
        _ => Err(unsupported("mapMissingTo of this field")),
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
    Ok(Field::Number(encoded(category, levels, missing, unseen, build)))
}

/// A category as a number: one for each level, for a missing cell and for other levels.
pub fn encoded(category: &Category, levels: Vec<f64>, missing: f64, unseen: f64, build: &mut Build) -> Number {
    let lacking = match (unseen.is_nan() && category.other != Other::Never, missing.is_nan() && category.missing) {
        (true, _) => Missing::Rule,
        (false, true) => Missing::Column(category.column),
        (false, false) => Missing::Never,
    };
    // No cell is another level where none may be.
    let unseen = if category.other == Other::Never { 0.0 } else { unseen };
    let slot = build.step(Step::Encode(Encode { levels, missing, unseen }), vec![category.slot], 1);
    Number { slot, width: Width::Double, missing: lacking }
}

/// The fields that a model adds to its scope, in front of itself.
pub fn local(model: Element<'_>, build: &mut Build, scope: &mut Scope) -> Result<()> {
    block(child(model, "LocalTransformations"), build, scope)
}
