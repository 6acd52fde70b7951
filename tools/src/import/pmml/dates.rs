//! Fields of dates and times: texts, until a function or a comparison makes numbers of them.

use super::super::malformed;
use super::build::Build;
use super::derive::reference;
use super::fields::{Field, Missing, Number, Scope, Width};
use super::numbers::{constant, filled};
use super::unsupported;
use super::xml::{Element, attribute, finite, name};
use std::collections::HashSet;
use std::rc::Rc;
use windowbox::Result;
use windowbox::preprocess::date::{Format, Invalid, Part};
use windowbox::preprocess::{Date, Step};

/// The years that a type may be counted from.
const SINCE: [u32; 7] = [1960, 1970, 1980, 1990, 2000, 2010, 2020];

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Date,
    Time,
    DateTime,
    /// These are numbers as well.
    DaysSince(u32),
    SecondsSince(u32),
    TimeSeconds,
}

/// A field of dates.
#[derive(Debug, Clone)]
pub struct Moment {
    pub kind: Kind,
    /// Whether its values have no order.
    categorical: bool,
    /// How the cells of its column are written.
    format: Format,
    invalid: Invalid,
    column: usize,
    /// What stands in for a missing cell.
    fill: Option<Rc<str>>,
    /// What it is compared by, where it is, or counts as.
    number: Option<Number>,
}

impl Kind {
    /// The type of this name, if it is one of dates.
    pub fn of(name: &str) -> Result<Option<Self>> {
        let since = |prefix| {
            let year = name.strip_prefix(prefix)?.strip_suffix(']')?.parse().ok();
            Some(year.filter(|year| SINCE.contains(year)).ok_or_else(|| {
                unsupported(format!("the type {name:?}")).hint(format!("years that are counted from: {SINCE:?}"))
            }))
        };
        Ok(Some(match name {
            "date" => Kind::Date,
            "time" => Kind::Time,
            "dateTime" => Kind::DateTime,
            "timeSeconds" => Kind::TimeSeconds,
            _ => match (since("dateDaysSince["), since("dateTimeSecondsSince[")) {
                (Some(year), _) => Kind::DaysSince(year?),
                (_, Some(year)) => Kind::SecondsSince(year?),
                _ => return Ok(None),
            },
        }))
    }

    pub fn format(self) -> Format {
        match self {
            Kind::Date | Kind::DaysSince(_) => Format::Date,
            Kind::Time => Format::Time,
            Kind::DateTime | Kind::SecondsSince(_) => Format::DateTime,
            Kind::TimeSeconds => Format::Duration,
        }
    }

    /// What it is compared by, and the year that this is counted from.
    fn measure(self) -> (Part, u32) {
        match self {
            Kind::Date => (Part::Days, 1970),
            Kind::Time | Kind::DateTime => (Part::Instant, 1970),
            Kind::DaysSince(year) => (Part::Days, year),
            Kind::SecondsSince(year) => (Part::Seconds, year),
            Kind::TimeSeconds => (Part::Seconds, 1970),
        }
    }

    fn counts(self) -> bool {
        matches!(self, Kind::DaysSince(_) | Kind::SecondsSince(_) | Kind::TimeSeconds)
    }
}

/// What people read of a column of dates.
pub fn described(format: Format) -> String {
    let (what, how) = format.words().split_once(' ').unwrap_or_default();
    format!("A {what}, {how}")
}

/// The fields that predicates ask.
pub fn asked(root: Element<'_>) -> HashSet<String> {
    let predicates = root.descendants().filter(|e| matches!(name(*e), "SimplePredicate" | "SimpleSetPredicate"));
    predicates.filter_map(|e| e.attribute("field").map(str::to_owned)).collect()
}

/// A field of the data dictionary.
pub fn read(build: &mut Build, column: usize, kind: Kind, field: Element<'_>, mining: Element<'_>) -> Result<Field> {
    if super::xml::children(field).any(|e| matches!(name(e), "Value" | "Interval")) {
        return Err(unsupported("a date with a list of values or intervals"));
    }
    if !matches!(mining.attribute("outliers"), None | Some("asIs")) {
        return Err(unsupported("a date with outliers"));
    }
    let invalid = match super::fields::invalid(mining) {
        // As it is, JPMML's evaluator cannot read it.
        "returnInvalid" | "asIs" => Invalid::Refused,
        "asMissing" => Invalid::Missing,
        other => return Err(unsupported(format!("invalidValueTreatment {other:?} of a date"))),
    };
    let categorical = attribute(field, "optype")? == "categorical";
    let moment = Moment { kind, categorical, format: kind.format(), invalid, column, fill: None, number: None };
    let moment = match mining.attribute("missingValueReplacement") {
        Some(fill) => moment.or(fill)?,
        None => moment,
    };
    Ok(Field::Date(moment.asked(field, build)))
}

impl Moment {
    /// The same with a date in place of a missing one.
    pub fn or(mut self, fill: &str) -> Result<Self> {
        let (part, since) = self.kind.measure();
        read_as(self.format, part, since, fill)?;
        self.number = None;
        self.fill.get_or_insert_with(|| fill.into());
        Ok(self)
    }

    /// The same with its number, where it is one or some predicate asks for it.
    pub fn asked(mut self, field: Element<'_>, build: &mut Build) -> Self {
        let asked = field.attribute("name").is_some_and(|name| build.asked.contains(name));
        if self.number.is_none() && (asked || self.kind.counts()) {
            self.number = self.compared(build).ok();
        }
        self
    }

    /// The number that it counts as.
    pub fn number(&self) -> Option<&Number> {
        self.number.as_ref().filter(|_| self.kind.counts())
    }

    /// The number that predicates compare.
    pub fn measured(&self, operator: &str) -> Result<&Number> {
        let ordered = matches!(operator, "lessThan" | "lessOrEqual" | "greaterThan" | "greaterOrEqual");
        match &self.number {
            Some(number) if !(ordered && self.categorical) => Ok(number),
            _ => Err(unsupported(format!("{operator:?} of this field of dates"))),
        }
    }

    fn compared(&self, build: &mut Build) -> Result<Number> {
        if let Some(number) = &self.number {
            return Ok(number.clone());
        }
        let (part, since) = self.kind.measure();
        match (self.kind, self.format) {
            (Kind::Time, Format::DateTime) => Err(unsupported("a comparison of the time of a dateTime")),
            _ => Ok(self.part(part, since, build)),
        }
    }

    /// A constant that it is compared with.
    pub fn threshold(&self, text: &str) -> Result<f64> {
        let (part, since) = self.kind.measure();
        let number = read_as(self.kind.format(), part, since, text)?;
        match number.fract() == 0.0 {
            true => Ok(number),
            // Two of them may round to one double.
            false => Err(unsupported("a comparison with a fraction of a second")),
        }
    }

    /// A number of its cells.
    fn part(&self, part: Part, since: u32, build: &mut Build) -> Number {
        let date = Date { format: self.format, part, since, invalid: self.invalid };
        let missing = if self.invalid == Invalid::Missing { Missing::Rule } else { Missing::Column(self.column) };
        let slot = build.step(Step::Date(date), vec![self.column as u32], 1);
        let number = Number { slot, width: Width::Double, missing };
        let number = match self.fill.as_deref().and_then(|fill| date.number(fill)) {
            Some(fill) => filled(build, number, fill),
            None => number,
        };
        if part != Part::Instant {
            build.whole.insert(number.slot);
        }
        number
    }

    /// The same as another type: a part of a `dateTime`, or itself; or as a number.
    pub fn cast(self, kind: &str) -> Result<Field> {
        match (self.kind, Kind::of(kind)?, self.number()) {
            (own, Some(other), _) if own == other => Ok(Field::Date(self)),
            (Kind::DateTime, Some(other @ (Kind::Date | Kind::Time)), _) => {
                Ok(Field::Date(Moment { kind: other, number: None, ..self }))
            }
            (_, None, Some(number)) => super::derive::whole(number.clone(), kind),
            _ => Err(unsupported(format!("a date as the type {kind:?}"))),
        }
    }
}

fn read_as(format: Format, part: Part, since: u32, text: &str) -> Result<f64> {
    let number = Date { format, part, since, invalid: Invalid::Refused }.number(text);
    number.ok_or_else(|| malformed(format!("{text:?} is no {}", format.words())))
}

/// What a function makes of dates, if one of its arguments is one.
pub fn apply(
    function: &str,
    arguments: &[Element<'_>],
    build: &mut Build,
    scope: &Scope,
) -> Result<Option<Vec<Number>>> {
    let mut moments = Vec::new();
    for argument in arguments {
        moments.push(moment(*argument, build, scope)?);
    }
    let Some(first) = moments.iter().flatten().next().cloned() else { return Ok(None) };
    if let "dateDaysSinceYear" | "dateSecondsSinceYear" | "dateSecondsSinceMidnight" = function {
        let moment = moments[0].as_ref().ok_or_else(|| malformed("a date is the first argument"))?;
        return counted(function, moment, &arguments[1..], build).map(|number| Some(vec![number]));
    }
    if let "isMissing" | "isNotMissing" = function {
        return Ok(Some(vec![first.compared(build)?]));
    }
    let ordered = matches!(function, "lessThan" | "lessOrEqual" | "greaterThan" | "greaterOrEqual");
    if !(ordered && !first.categorical || matches!(function, "equal" | "notEqual" | "isIn" | "isNotIn")) {
        return Err(unsupported(format!("the function {function:?} of a date")));
    }
    let numbers = moments.iter().zip(arguments).map(|(moment, argument)| match moment {
        Some(moment) if moment.kind == first.kind => moment.compared(build),
        Some(_) => Err(unsupported("a comparison of dates of different types")),
        None => threshold(&first, *argument, build),
    });
    numbers.collect::<Result<_>>().map(Some)
}

fn moment(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Option<Moment>> {
    let field = (name(element) == "FieldRef").then(|| element.attribute("field")).flatten();
    match field.and_then(|field| scope.fields.get(field)) {
        Some(Field::Date(_)) => match reference(element, build, scope)? {
            Field::Date(moment) => Ok(Some(moment)),
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

fn threshold(first: &Moment, constant: Element<'_>, build: &mut Build) -> Result<Number> {
    super::apply::enter(build)?;
    let type_of = constant.attribute("dataType").map(Kind::of).transpose()?.flatten();
    match (name(constant), type_of) {
        ("Constant", kind) if kind.is_none_or(|kind| kind == first.kind) => {
            let threshold = first.threshold(constant.text().unwrap_or_default())?;
            Ok(self::constant(build, threshold))
        }
        (other, _) => Err(unsupported(format!("a date compared with this <{other}>"))),
    }
}

fn counted(function: &str, moment: &Moment, rest: &[Element<'_>], build: &mut Build) -> Result<Number> {
    let year = |rest: &[Element<'_>]| match rest {
        [year] if name(*year) == "Constant" => {
            let year = finite(year.text().unwrap_or_default())?;
            let four = year.fract() == 0.0 && (0.0..10_000.0).contains(&year);
            four.then_some(year as u32).ok_or_else(|| unsupported(format!("dates since the year {year}")))
        }
        _ => Err(unsupported(format!("the function {function:?} of these arguments"))),
    };
    let (part, since) = match (function, moment.kind, rest) {
        ("dateDaysSinceYear", Kind::Date | Kind::DateTime, _) => (Part::Days, year(rest)?),
        ("dateSecondsSinceYear", Kind::DateTime, _) => (Part::Seconds, year(rest)?),
        ("dateSecondsSinceMidnight", Kind::Time | Kind::DateTime, []) => (Part::SecondOfDay, 1970),
        _ => return Err(unsupported(format!("the function {function:?} of a field of this type"))),
    };
    Ok(demanded(moment, part, since, build))
}

/// A number of a function, which JPMML's evaluator does not compute of a missing date.
fn demanded(moment: &Moment, part: Part, since: u32, build: &mut Build) -> Number {
    let number = moment.part(part, since, build);
    if number.missing != Missing::Never {
        build.demanded.insert(moment.column);
    }
    number
}

/// `formatDatetime` where its digits are taken as a number; the missing are missing.
pub fn formatted(element: Element<'_>, kind: &str, build: &mut Build, scope: &Scope) -> Result<Option<Field>> {
    if name(element) != "Apply" || element.attribute("function") != Some("formatDatetime") {
        return Ok(None);
    }
    let arguments: Vec<Element<'_>> = super::xml::children(element).collect();
    let [field, pattern] = arguments[..] else { return Err(malformed("formatDatetime takes a date and a pattern")) };
    let moment = moment(field, build, scope)?.ok_or_else(|| unsupported("formatDatetime of this argument"))?;
    let (dated, timed) = (moment.kind != Kind::Time, moment.kind != Kind::Date);
    let part = match pattern.text().unwrap_or_default() {
        _ if moment.kind.counts() => None,
        "%Y" if dated => Some(Part::Year),
        "%m" if dated => Some(Part::Month),
        "%d" | "%e" if dated => Some(Part::Day),
        "%j" if dated => Some(Part::DayOfYear),
        "%H" if timed => Some(Part::Hour),
        "%M" if timed => Some(Part::Minute),
        "%S" if timed => Some(Part::Second),
        _ => None,
    };
    let part = part.filter(|_| element.attribute("defaultValue").or(element.attribute("mapMissingTo")).is_none());
    let part = part.ok_or_else(|| {
        unsupported(format!("formatDatetime with the pattern {:?}", pattern.text().unwrap_or_default())).hint(
            "patterns of one number are read, %Y %m %d %j %H %M %S, where the field is an integer, float or double",
        )
    })?;
    super::derive::whole(demanded(&moment, part, 1970, build), kind).map(Some)
}

/// What is said where a missing date has an answer.
pub fn note(build: &mut Build) {
    let mut columns = build.demanded.iter().map(|column| &build.columns[*column]).filter(|column| column.missing);
    if let Some(column) = columns.next() {
        let name = &column.name;
        build.notes.push(format!(
            "what a missing {name} means: JPMML's evaluator refuses such a row, here what is computed of it is missing"
        ));
    }
}
