//! Numbers that are computed from numbers.

use super::build::Build;
use super::fields::{Missing, Number, Width};
use windowbox::model::{Linear, Model};
use windowbox::preprocess::{Function, Impute, Product, Step};

/// A number that is the same in every row.
pub fn constant(build: &mut Build, value: f64) -> Number {
    let slot = build.model(Model::Linear(Linear::new(0, vec![], vec![value])), vec![], 1);
    Number { slot, width: Width::Double, missing: Missing::Never }
}

/// What a function makes of some numbers.
pub fn call(build: &mut Build, function: Function, arguments: &[Number]) -> Number {
    let arguments: Vec<Number> = arguments.iter().map(|number| held(build, number)).collect();
    let slot = build.step(Step::Function(function), slots(&arguments), 1);
    let missing = match function {
        Function::IsMissing => Missing::Never,
        Function::Known => Missing::Result,
        Function::If if arguments.len() == 2 => Missing::Rule,
        // These make what is no number of numbers, which is as good as missing.
        Function::Divide | Function::Power | Function::Ln | Function::LnOnePlus | Function::LogTen | Function::Root => {
            Missing::Rule
        }
        Function::If if arguments.iter().any(may_be_missing) => Missing::Rule,
        Function::Sum | Function::Mean | Function::Minimum | Function::Maximum | Function::Median => {
            if arguments.iter().all(may_be_missing) { Missing::Rule } else { Missing::Never }
        }
        _ => together(&arguments),
    };
    let single = function == Function::Single;
    Number { slot, width: if single { Width::Single } else { Width::Double }, missing }
}

pub fn product(build: &mut Build, factors: &[Number]) -> Number {
    let factors: Vec<Number> = factors.iter().map(|number| held(build, number)).collect();
    let step = Product { factors: vec![(0..factors.len() as u32).collect()] };
    let slot = build.step(Step::Product(step), slots(&factors), 1);
    Number { slot, width: Width::Double, missing: together(&factors) }
}

/// Beyond this a power is the function of that name, and no product.
const FACTOR_LIMIT: f64 = 8.0;

/// The factors of a power: the number itself so often, none for the power 0.
pub fn power(build: &mut Build, number: &Number, exponent: f64) -> Vec<Number> {
    if exponent.trunc() == exponent && (0.0..=FACTOR_LIMIT).contains(&exponent) {
        return vec![number.clone(); exponent as usize];
    }
    let (base, exponent) = (known(build, number), constant(build, exponent));
    let power = call(build, Function::Power, &[base, exponent]);
    // Of a known number: what is no number then has no answer.
    vec![power]
}

fn slots(numbers: &[Number]) -> Vec<u32> {
    numbers.iter().map(|number| number.slot).collect()
}

fn may_be_missing(number: &Number) -> bool {
    number.missing != Missing::Never
}

/// Where a number is missing that is so with any of these.
fn together(numbers: &[Number]) -> Missing {
    let mut lacking = numbers.iter().map(|number| number.missing).filter(|missing| *missing != Missing::Never);
    let Some(first) = lacking.next() else { return Missing::Never };
    if lacking.all(|missing| missing == first) { first } else { Missing::Rule }
}

/// The number as its slot holds it: rounded, where it only counts as a single.
pub fn held(build: &mut Build, number: &Number) -> Number {
    match number.width {
        Width::Rounded => {
            let slot = build.step(Step::Function(Function::Single), vec![number.slot], 1);
            Number { slot, width: Width::Single, ..*number }
        }
        _ => number.clone(),
    }
}

/// The number where a row cannot do without it: its column is required, or a row where
/// it is missing has no answer.
pub fn known(build: &mut Build, number: &Number) -> Number {
    match number.missing {
        Missing::Never | Missing::Result => number.clone(),
        Missing::Column(column) if !build.conditional => {
            build.require(column);
            number.clone()
        }
        Missing::Column(_) | Missing::Rule => {
            let known = call(build, Function::Known, std::slice::from_ref(number));
            Number { width: held_width(number.width), ..known }
        }
    }
}

fn held_width(width: Width) -> Width {
    if width == Width::Rounded { Width::Single } else { width }
}

/// The number, with another in place of a missing one.
pub fn filled(build: &mut Build, number: Number, fill: f64) -> Number {
    let number = held(build, &number);
    match number.missing {
        Missing::Never => number,
        Missing::Column(_) | Missing::Rule => {
            let slot = build.step(Step::Impute(Impute { fill: vec![fill] }), vec![number.slot], 1);
            Number { slot, missing: Missing::Never, ..number }
        }
        Missing::Result => {
            let (fill, lacks) =
                (constant(build, fill), call(build, Function::IsMissing, std::slice::from_ref(&number)));
            call(build, Function::If, &[lacks, fill, number])
        }
    }
}
