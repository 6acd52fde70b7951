//! `<Apply>`: functions of fields, those of PMML and those that the file defines.

use super::super::malformed;
use super::build::Build;
use super::dates;
use super::derive::{cast, encoded, expression};
use super::fields::{Category, Field, Number, Other, Scope, Width};
use super::numbers::{call, choose, constant, filled, product, reduce};
use super::unsupported;
use super::xml::{Element, all, attribute, child, children, finite, name};
use windowbox::preprocess::arithmetic::Function;
use windowbox::preprocess::reduce::Reduction;
use windowbox::{Error, Result};

/// Expressions that a file may have, those of its own functions counted at each use.
const WORK_LIMIT: usize = 1 << 16;
/// Nodes that they may become: a bent line of a thousand points is some thousands.
const NODE_LIMIT: usize = 1 << 17;
/// Entries of the dictionary among which a function is looked for.
const DICTIONARY_LIMIT: usize = 10_000;
/// Expressions in one another.
const DEPTH_LIMIT: usize = 250;

/// Counts an expression before it is read.
pub fn enter(build: &mut Build) -> Result<()> {
    build.work += 1;
    match build.work <= WORK_LIMIT && build.depth < DEPTH_LIMIT && build.nodes.len() <= NODE_LIMIT {
        true => Ok(()),
        false => Err(Error::limit("expressions are too many, too large, or nested deeper than 250")),
    }
}

pub fn apply(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Field> {
    let function = attribute(element, "function")?;
    let arguments: Vec<Element<'_>> = children(element).collect();
    if let Some(defined) = defined(element, function) {
        return own(defined, &arguments, build, scope);
    }
    if let Some(numbers) = dates::apply(function, &arguments, build, scope)? {
        let counted = function.starts_with("date");
        if counted && element.has_attribute("defaultValue") {
            return Err(unsupported(format!("defaultValue of the function {function:?}")));
        }
        let number = if counted { numbers[0].clone() } else { of_numbers(function, &numbers, build)? };
        return defaults(element, function, number, build);
    }
    let number = match of_category(function, &arguments, build, scope)? {
        Some(number) => number,
        None => {
            let numbers = arguments.iter().map(|argument| self::argument(*argument, build, scope));
            let numbers = numbers.collect::<Result<Vec<Number>>>()?;
            of_numbers(function, &numbers, build).map_err(|e| e.at(format!("function {function}")))?
        }
    };
    defaults(element, function, number, build)
}

/// A function that the file defines.
fn defined<'a>(element: Element<'a>, function: &str) -> Option<Element<'a>> {
    let dictionary = child(element.document().root_element(), "TransformationDictionary")?;
    let mut entries = children(dictionary).take(DICTIONARY_LIMIT);
    entries.find(|e| name(*e) == "DefineFunction" && e.attribute("name") == Some(function))
}

/// Its body, where only its parameters are known.
fn own(defined: Element<'_>, arguments: &[Element<'_>], build: &mut Build, scope: &Scope) -> Result<Field> {
    let parameters: Vec<Element<'_>> = all(defined, "ParameterField").collect();
    if parameters.len() != arguments.len() {
        return Err(malformed(format!(
            "the function {:?} of {} arguments",
            attribute(defined, "name")?,
            arguments.len()
        )));
    }
    let mut inner = Scope::default();
    for (parameter, argument) in parameters.iter().zip(arguments) {
        let field = expression(*argument, build, scope)?;
        let field = match parameter.attribute("dataType") {
            Some(kind @ ("double" | "float" | "string")) => cast(field, kind, build)?,
            _ => field,
        };
        inner.fields.insert(attribute(*parameter, "name")?.to_owned(), field);
    }
    let body = children(defined).find(|e| name(*e) != "ParameterField");
    let field = expression(body.ok_or_else(|| malformed("a function without a body"))?, build, &inner)?;
    match defined.attribute("dataType") {
        Some(kind @ ("double" | "float" | "string")) => cast(field, kind, build),
        _ => Ok(field),
    }
}

fn argument(element: Element<'_>, build: &mut Build, scope: &Scope) -> Result<Number> {
    match expression(element, build, scope)? {
        Field::Number(number) => Ok(number),
        Field::Date(_) => Err(unsupported("a date as the argument of this function")),
        _ => Err(unsupported("a category as the argument of a function")),
    }
}

/// `<Constant>`: a number, or truth.
pub fn literal(element: Element<'_>, build: &mut Build) -> Result<Number> {
    let text = element.text().unwrap_or_default().trim();
    let value = match (text, element.attribute("dataType")) {
        (_, Some("string")) => Err(unsupported(format!("the text {text:?} as a number"))),
        ("true", _) => Ok(1.0),
        ("false", _) => Ok(0.0),
        _ if element.attribute("missing") == Some("true") => Err(unsupported("a constant that is missing")),
        _ => finite(text).map_err(|_| unsupported(format!("the constant {text:?}, which is no number"))),
    };
    let whole = text.parse::<i64>().is_ok() && !matches!(element.attribute("dataType"), Some("double" | "float"));
    let number = constant(build, value?);
    if whole {
        build.whole.insert(number.slot);
    }
    Ok(number)
}

/// Questions about a category, each a number for every level.
fn of_category(function: &str, arguments: &[Element<'_>], build: &mut Build, scope: &Scope) -> Result<Option<Number>> {
    let Some((first, rest)) = arguments.split_first() else { return Ok(None) };
    let Some(Field::Category(category)) = referred(*first, scope) else { return Ok(None) };
    let (asked, not) = match function {
        "isMissing" | "isNotMissing" => return lacking(category, function == "isNotMissing", build).map(Some),
        "equal" | "notEqual" if rest.len() == 1 => (rest, function == "notEqual"),
        "isIn" | "isNotIn" => (rest, function == "isNotIn"),
        other => return Err(unsupported(format!("the function {other:?} of a category"))),
    };
    if let Some(other) = asked.iter().find(|e| name(**e) != "Constant") {
        return Err(unsupported(format!("a category compared with <{}>", name(*other))));
    }
    let codes = asked.iter().map(|constant| category.code(constant.text().unwrap_or_default()));
    let codes = codes.collect::<Result<Vec<Option<usize>>>>()?;
    let truth = |code: usize| f64::from(u8::from(codes.contains(&Some(code)) != not));
    // What is missing is in no set, and equals nothing that is known.
    let missing = if function.ends_with("In") { f64::from(u8::from(not)) } else { f64::NAN };
    let unseen = match category.other {
        Other::Itself => f64::from(u8::from(not)),
        Other::Level(code) => truth(code),
        Other::Never | Other::Missing => missing,
    };
    let levels = (0..category.levels.len()).map(truth).collect();
    Ok(Some(encoded(category, levels, missing, unseen, build)))
}

fn referred<'s>(element: Element<'_>, scope: &'s Scope) -> Option<&'s Field> {
    let field =
        (name(element) == "FieldRef" && !element.has_attribute("mapMissingTo")).then(|| element.attribute("field"));
    scope.fields.get(field??)
}

fn lacking(category: &Category, not: bool, build: &mut Build) -> Result<Number> {
    let truth = |missing: bool| f64::from(u8::from(missing != not));
    let levels = vec![truth(false); category.levels.len()];
    Ok(encoded(category, levels, truth(true), truth(category.other == Other::Missing), build))
}

fn of_numbers(function: &str, numbers: &[Number], build: &mut Build) -> Result<Number> {
    let refused = || unsupported(format!("the function {function:?} of {} arguments", numbers.len()));
    check_precision(function, numbers, build)?;
    let not = |build: &mut Build, number: Number| call(build, Function::Not, &[number]);
    let swapped = |build: &mut Build, function| match numbers {
        [a, b] => Ok(call(build, function, &[b.clone(), a.clone()])),
        _ => Err(refused()),
    };
    match plain(function, numbers.len()) {
        Some(Plain::Function(function)) => return Ok(call(build, function, numbers)),
        Some(Plain::Reduction(reduction)) => return Ok(reduce(build, reduction, numbers)),
        None => {}
    }
    match (function, numbers) {
        ("*", [_, _]) => Ok(product(build, numbers)),
        ("if", [_, _] | [_, _, _]) => Ok(choose(build, numbers)),
        ("greaterThan", _) => swapped(build, Function::Less),
        ("greaterOrEqual", _) => swapped(build, Function::AtMost),
        ("threshold", _) => swapped(build, Function::Less),
        ("notEqual", [_, _]) => {
            let equal = call(build, Function::Equal, numbers);
            Ok(not(build, equal))
        }
        ("isNotMissing", [_]) => {
            let missing = call(build, Function::Missing, numbers);
            Ok(not(build, missing))
        }
        ("isIn" | "isNotIn", [number, values @ ..]) if !values.is_empty() => {
            let equal = |value: &Number| call(build, Function::Equal, &[number.clone(), value.clone()]);
            let equal: Vec<Number> = values.iter().map(equal).collect();
            // What is missing is in no set.
            let inside = reduce(build, Reduction::Any, &equal);
            let inside = filled(build, inside, 0.0);
            Ok(if function == "isIn" { inside } else { not(build, inside) })
        }
        _ => Err(refused()),
    }
}

/// A function of a step of ours, or what one makes of any count of numbers.
enum Plain {
    Function(Function),
    Reduction(Reduction),
}

/// Those that are a function or reduction of ours, with their numbers of arguments.
fn plain(function: &str, arguments: usize) -> Option<Plain> {
    let one = match function {
        "exp" => Some(Function::Exp),
        "expm1" => Some(Function::ExpMinusOne),
        "ln" => Some(Function::Ln),
        "ln1p" => Some(Function::LnOnePlus),
        "log10" => Some(Function::LogTen),
        "sqrt" => Some(Function::Root),
        "abs" => Some(Function::Absolute),
        "floor" => Some(Function::Floor),
        "ceil" => Some(Function::Ceiling),
        "round" => Some(Function::HalfUp),
        "sin" => Some(Function::Sine),
        "cos" => Some(Function::Cosine),
        "atan" => Some(Function::Arctangent),
        "tanh" => Some(Function::Tanh),
        "not" => Some(Function::Not),
        "isMissing" => Some(Function::Missing),
        _ => None,
    };
    let two = match function {
        "+" => Some(Function::Add),
        "-" => Some(Function::Subtract),
        "/" => Some(Function::Divide),
        "pow" => Some(Function::Power),
        "equal" => Some(Function::Equal),
        "lessThan" => Some(Function::Less),
        "lessOrEqual" => Some(Function::AtMost),
        _ => None,
    };
    let any = match function {
        "sum" => Some(Reduction::Sum),
        "avg" => Some(Reduction::Mean),
        "min" => Some(Reduction::Least),
        "max" => Some(Reduction::Most),
        "median" => Some(Reduction::Median),
        "and" => Some(Reduction::All),
        "or" => Some(Reduction::Any),
        _ => None,
    };
    let counted = one.filter(|_| arguments == 1).or(two.filter(|_| arguments == 2));
    counted.map(Plain::Function).or(any.filter(|_| arguments >= 1).map(Plain::Reduction))
}

/// We compute in double precision: what single precision or whole numbers would make of
/// the same is refused.
fn check_precision(function: &str, numbers: &[Number], build: &Build) -> Result<()> {
    let exact = ["equal", "notEqual", "lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual", "threshold"];
    let passed = ["isIn", "isNotIn", "isMissing", "isNotMissing", "if", "and", "or", "not", "min", "max", "median"];
    let computes = !exact.contains(&function) && !passed.contains(&function);
    if computes && numbers.iter().any(|number| number.width != Width::Double) {
        return Err(unsupported(format!("the function {function:?} in single precision")));
    }
    if function == "/" && numbers.iter().all(|number| build.is_whole(number)) {
        return Err(unsupported("a division of whole numbers")
            .hint("write it with a constant like 2.0, or make the field a double"));
    }
    Ok(())
}

/// What stands in for a missing argument, and for a missing result.
fn defaults(element: Element<'_>, function: &str, number: Number, build: &mut Build) -> Result<Field> {
    let mut number = number;
    if let Some(fill) = element.attribute("mapMissingTo") {
        // Of others a result may be missing, or may not, for another reason.
        let open = match plain(function, children(element).count()) {
            Some(Plain::Reduction(_)) => true,
            Some(Plain::Function(function)) => matches!(
                function,
                Function::Missing
                    | Function::Ln
                    | Function::Root
                    | Function::LnOnePlus
                    | Function::LogTen
                    | Function::Divide
                    | Function::Power
            ),
            None => matches!(function, "if" | "isNotMissing"),
        };
        if open {
            return Err(unsupported(format!("mapMissingTo of the function {function:?}")));
        }
        number = filled(build, number, finite(fill)?);
    }
    if let Some(fill) = element.attribute("defaultValue") {
        number = filled(build, number, finite(fill)?);
    }
    Ok(Field::Number(number))
}
