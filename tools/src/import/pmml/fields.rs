//! The fields of a model: what the data dictionary and the mining schema say of them.

use super::super::malformed;
use super::build::Build;
use super::dates::{self, Moment};
use super::numbers::filled;
use super::xml::{Element, all, attribute, children, finite, name, needed};
use super::{intervals, unsupported};
use std::collections::HashMap;
use std::rc::Rc;
use windowbox::data::schema::{Kind, Unseen};
use windowbox::data::{Column, Labels};
use windowbox::preprocess::{Encode, Impute, Step};
use windowbox::slots::Precision;
use windowbox::{Error, Result};

/// Where a number that is missing comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Missing {
    Never,
    /// From a column: it can be required.
    Column(usize),
    /// From a rule, say for unknown levels.
    Rule,
    /// A model without a result: NaN in a slot that nobody calls missing.
    Result,
}

/// What numbers are compared as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    Double,
    /// Single, and the slot holds singles.
    Single,
    /// Single, and the slot holds doubles.
    Rounded,
}

#[derive(Debug, Clone)]
pub struct Number {
    pub slot: u32,
    pub width: Width,
    pub missing: Missing,
}

/// What a level is that the dictionary does not list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Other {
    /// There is none: the row is refused.
    Never,
    /// It equals nothing.
    Itself,
    Missing,
    /// It counts as another level.
    Level(usize),
}

#[derive(Debug, Clone)]
pub struct Category {
    /// The codes.
    pub slot: u32,
    /// The codes where every level that counts as missing is.
    pub tested: u32,
    pub levels: Rc<Vec<String>>,
    /// Whether levels are numbers: then `1.0` is `1`.
    pub numeric: bool,
    pub missing: bool,
    pub other: Other,
    pub column: usize,
}

impl Category {
    /// The code of a level as the file writes it; none where no cell can be it.
    ///
    /// # Errors
    /// Where a cell can be a level that is not listed: we have no code for it.
    pub fn code(&self, text: &str) -> Result<Option<usize>> {
        let code = position(&self.levels, text, self.numeric);
        match (code, self.other) {
            (None, Other::Itself) => Err(unsupported(format!("the value {text:?}, which its field does not list"))),
            (code, _) => Ok(code),
        }
    }
}

fn position(levels: &[String], text: &str, numeric: bool) -> Option<usize> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let same = |level: &String| level == text || numeric && number(level).is_some_and(|l| Some(l) == number(text));
    levels.iter().position(same)
}

#[derive(Debug, Clone)]
pub enum Field {
    Number(Number),
    Category(Category),
    Date(Moment),
    /// One that is not read: an error only where it is used.
    Refused(Error),
}

/// Fields by name.
#[derive(Clone, Default)]
pub struct Scope {
    pub fields: HashMap<String, Field>,
}

impl Scope {
    pub fn get(&self, name: &str) -> Result<&Field> {
        match self.fields.get(name) {
            Some(Field::Refused(error)) => Err(error.clone()),
            Some(field) => Ok(field),
            None => Err(malformed(format!("the field {name:?} is not there"))),
        }
    }

    pub fn number(&self, name: &str) -> Result<&Number> {
        match self.get(name)? {
            Field::Number(number) => Ok(number),
            Field::Date(moment) => {
                moment.number().ok_or_else(|| unsupported(format!("the date {name:?} as a number")).hint(DATES))
            }
            _ => Err(unsupported(format!("the category {name:?} as a number"))),
        }
    }

    pub fn category(&self, name: &str) -> Result<&Category> {
        match self.get(name)? {
            Field::Category(category) => Ok(category),
            Field::Date(_) => Err(unsupported(format!("the date {name:?} as a category"))),
            _ => Err(unsupported(format!("the number {name:?} as a category"))),
        }
    }
}

const DATES: &str = "dateDaysSinceYear, dateSecondsSinceYear and dateSecondsSinceMidnight make numbers of dates";

/// The target: its name, and its classes where it has some.
pub struct Target<'a> {
    pub name: Option<&'a str>,
    pub classes: Vec<String>,
    pub numeric: bool,
    pub boolean: bool,
}

fn dictionary<'a>(root: Element<'a>) -> Result<HashMap<&'a str, Element<'a>>> {
    let fields = all(needed(root, "DataDictionary")?, "DataField");
    fields.map(|field| Ok((attribute(field, "name")?, field))).collect()
}

fn is_target(field: Element<'_>) -> bool {
    matches!(field.attribute("usageType"), Some("predicted" | "target"))
}

pub fn target<'a>(root: Element<'a>, model: Element<'a>) -> Result<Target<'a>> {
    let name = all(needed(model, "MiningSchema")?, "MiningField").find(|f| is_target(*f));
    let name = name.and_then(|field| field.attribute("name"));
    let field = name.and_then(|name| dictionary(root).ok()?.get(name).copied());
    let classes = field.map(|field| valid(field).map(str::to_owned).collect()).unwrap_or_default();
    let kind = field.and_then(|field| field.attribute("dataType")).unwrap_or("string");
    let numeric = matches!(kind, "double" | "float" | "integer");
    Ok(Target { name, classes, numeric, boolean: kind == "boolean" })
}

/// The values that are neither invalid nor missing.
fn valid<'a>(field: Element<'a>) -> impl Iterator<Item = &'a str> {
    let valid = all(field, "Value").filter(|v| matches!(v.attribute("property"), None | Some("valid")));
    valid.filter_map(|value| value.attribute("value"))
}

/// The active fields of the mining schema, in the order of the dictionary.
pub fn read(root: Element<'_>, model: Element<'_>) -> Result<(Build, Scope)> {
    let mining: HashMap<&str, Element<'_>> = all(needed(model, "MiningSchema")?, "MiningField")
        .filter(|field| !is_target(*field))
        .map(|field| Ok((attribute(field, "name")?, field)))
        .collect::<Result<_>>()?;
    let fields: Vec<(Element<'_>, Element<'_>)> = all(needed(root, "DataDictionary")?, "DataField")
        .filter_map(|field| Some((field, *mining.get(field.attribute("name")?)?)))
        .filter(|(_, mining)| matches!(mining.attribute("usageType"), None | Some("active")))
        .collect();
    let columns = fields.iter().map(|(field, mining)| column(*field, *mining)).collect::<Result<_>>()?;
    let (mut build, mut scope) = (Build::new(columns), Scope::default());
    if build.columns.iter().any(|column| column.kind == Kind::Text) {
        build.asked = dates::asked(root);
    }
    for (i, (field, mining)) in fields.iter().enumerate() {
        let read = read_field(&mut build, i, *field, *mining).map_err(|e| at(e, *field))?;
        scope.fields.insert(attribute(*field, "name")?.to_owned(), read);
    }
    Ok((build, scope))
}

fn at(error: Error, field: Element<'_>) -> Error {
    error.at(format!("field {}", field.attribute("name").unwrap_or_default()))
}

pub fn invalid<'a>(mining: Element<'a>) -> &'a str {
    mining.attribute("invalidValueTreatment").unwrap_or("returnInvalid")
}

fn column(field: Element<'_>, mining: Element<'_>) -> Result<Column> {
    let name = attribute(field, "name")?;
    let date = dates::Kind::of(attribute(field, "dataType")?).map_err(|e| at(e, field))?;
    let kind = match (date, attribute(field, "optype")?) {
        (Some(_), _) => Ok(Kind::Text),
        (None, "continuous") => continuous(field),
        _ => categorical(field, mining),
    };
    let kind = kind.map_err(|e| at(e, field))?;
    if mining.attribute("optype").is_some_and(|optype| Some(optype) != field.attribute("optype")) {
        return Err(at(unsupported("a field with another optype than in the dictionary"), field));
    }
    let missing = mining.attribute("missingValueTreatment") != Some("returnInvalid");
    let description = date.map(|date| dates::described(date.format())).unwrap_or_default();
    Ok(Column { kind, missing, description, ..Column::numeric(name) })
}

/// NaN is missing anyhow; other levels that mean missing would need a step that makes
/// them so.
fn check_markers(field: Element<'_>) -> Result<()> {
    let marks = |value: &Element<'_>| value.attribute("property") == Some("missing");
    match all(field, "Value").filter(marks).all(|value| matches!(value.attribute("value"), Some("NaN" | ""))) {
        true => Ok(()),
        false => Err(unsupported("a level that means missing")),
    }
}

fn continuous(field: Element<'_>) -> Result<Kind> {
    match attribute(field, "dataType")? {
        "double" => Ok(Kind::Numeric { precision: Precision::F64, integer: false }),
        "float" => Ok(Kind::Numeric { precision: Precision::F32, integer: false }),
        "integer" => Ok(Kind::Numeric { precision: Precision::F64, integer: true }),
        other => Err(unsupported(format!("a continuous field of the type {other:?}"))),
    }
}

fn categorical(field: Element<'_>, mining: Element<'_>) -> Result<Kind> {
    check_markers(field)?;
    let kind = attribute(field, "dataType")?;
    let levels = levels(field);
    if levels.is_empty() {
        return Err(unsupported("a category without a list of its values"));
    }
    let unseen = match invalid(mining) {
        "returnInvalid" => Unseen::Refused,
        "asIs" | "asMissing" | "asValue" => Unseen::Predicted,
        other => return Err(malformed(format!("invalidValueTreatment is {other:?}"))),
    };
    let levels = labels(levels, matches!(kind, "double" | "float" | "integer"), kind == "boolean")?;
    Ok(Kind::Categorical { levels, unseen })
}

fn levels(field: Element<'_>) -> Vec<String> {
    let listed: Vec<String> = valid(field).map(str::to_owned).collect();
    match (listed.is_empty(), field.attribute("dataType")) {
        (true, Some("boolean")) => vec!["false".to_owned(), "true".to_owned()],
        _ => listed,
    }
}

/// Texts as labels of their type.
pub fn labels(texts: Vec<String>, numeric: bool, boolean: bool) -> Result<Labels> {
    if numeric {
        return Ok(Labels::Number(texts.iter().map(|text| finite(text)).collect::<Result<_>>()?));
    }
    let flags = texts.iter().map(|text| text.parse().ok()).collect::<Option<Vec<bool>>>();
    match flags {
        Some(flags) if boolean => Ok(Labels::Boolean(flags)),
        _ => Ok(Labels::String(texts)),
    }
}

fn read_field(build: &mut Build, column: usize, field: Element<'_>, mining: Element<'_>) -> Result<Field> {
    if let Some(kind) = dates::Kind::of(attribute(field, "dataType")?)? {
        return dates::read(build, column, kind, field, mining);
    }
    let replacement = mining.attribute("missingValueReplacement");
    match &build.columns[column].kind {
        Kind::Numeric { precision, .. } => {
            let precision = *precision;
            let width = if precision == Precision::F32 { Width::Single } else { Width::Double };
            let number = Number { slot: column as u32, width, missing: Missing::Column(column) };
            let number = intervals::treated(field, mining, number, build)?;
            match replacement {
                None => Ok(Field::Number(number)),
                Some(text) => Ok(Field::Number(filled(build, number, precision.round(finite(text)?)))),
            }
        }
        _ => category(build, column, levels(field), mining),
    }
}

fn category(build: &mut Build, column: usize, levels: Vec<String>, mining: Element<'_>) -> Result<Field> {
    let numeric = matches!(&build.columns[column].kind, Kind::Categorical { levels: Labels::Number(_), .. });
    let code = |text: &str| {
        let code = position(&levels, text, numeric);
        code.ok_or_else(|| malformed(format!("the replacement {text:?} is no value of the field")))
    };
    let fill = mining.attribute("missingValueReplacement").map(code).transpose()?;
    let other = match (invalid(mining), fill) {
        ("returnInvalid", _) => Other::Never,
        ("asIs", _) => Other::Itself,
        ("asMissing", None) => Other::Missing,
        ("asMissing", Some(fill)) => Other::Level(fill),
        _ => Other::Level(code(attribute(mining, "invalidValueReplacement")?)?),
    };
    let slot = match fill {
        None => column as u32,
        Some(fill) => build.step(Step::Impute(Impute { fill: vec![fill as f64] }), vec![column as u32], 1),
    };
    let tested = tested(build, slot, levels.len(), other);
    let missing = fill.is_none();
    Ok(Field::Category(Category { slot, tested, levels: Rc::new(levels), numeric, missing, other, column }))
}

/// Codes where every unknown level is what it counts as.
fn tested(build: &mut Build, slot: u32, levels: usize, other: Other) -> u32 {
    let unseen = match other {
        Other::Never | Other::Itself => return slot,
        Other::Missing => f64::NAN,
        Other::Level(code) => code as f64,
    };
    build.step(Step::Encode(Encode { unseen, ..Encode::ordinal(levels as u32) }), vec![slot], 1)
}

/// Nested models see the fields of the outer one: rules of their own would be lost.
pub fn check_nested(model: Element<'_>) -> Result<()> {
    let rules = ["missingValueReplacement", "outliers", "lowValue", "highValue"];
    let fields = children(model).filter(|e| name(*e) == "MiningSchema").flat_map(|schema| all(schema, "MiningField"));
    for field in fields {
        if let Some(rule) = rules.iter().find(|rule| field.has_attribute(**rule)) {
            return Err(unsupported(format!("{rule} in a nested model")));
        }
    }
    Ok(())
}
