//! Numbers that are computed from numbers.

use super::build::Build;
use super::fields::{Missing, Number, Width};
use windowbox::model::{Linear, Model};
use windowbox::preprocess::arithmetic::{Function, Operand};
use windowbox::preprocess::reduce::Reduction;
use windowbox::preprocess::{Arithmetic, Impute, Reduce, Step};
use windowbox::slots::Precision;

/// A number that is the same in every row.
pub fn constant(build: &mut Build, value: f64) -> Number {
    let slot = build.model(Model::Linear(Linear::new(0, vec![], vec![value])), vec![], 1);
    Number { slot, width: Width::Double, missing: Missing::Never }
}

/// What a function makes of some numbers.
pub fn call(build: &mut Build, function: Function, arguments: &[Number]) -> Number {
    let arguments: Vec<Number> = arguments.iter().map(|number| held(build, number)).collect();
    let kept = function == Function::Known && arguments[0].width == Width::Single;
    let width = if kept { Width::Single } else { Width::Double };
    let missing = match function {
        Function::Missing => Missing::Never,
        Function::Known => Missing::Result,
        Function::When => Missing::Rule,
        // These make what is no number of numbers, which is as good as missing.
        Function::Divide | Function::Power | Function::Ln | Function::LnOnePlus | Function::LogTen | Function::Root => {
            Missing::Rule
        }
        Function::Choose if arguments.iter().any(may_be_missing) => Missing::Rule,
        _ => together(&arguments),
    };
    Number { slot: compute(build, function, width, slots(&arguments)), width, missing }
}

/// The slot of a function of some slots.
fn compute(build: &mut Build, function: Function, width: Width, reads: Vec<u32>) -> u32 {
    let precision = if width == Width::Single { Precision::F32 } else { Precision::F64 };
    let operands = (0..reads.len() as u32).map(Operand::Column).collect();
    build.step(Step::Arithmetic(Arithmetic { function, precision, strict: true, operands }), reads, 1)
}

/// The second where the first is not 0, else the third; without one it is missing.
pub fn choose(build: &mut Build, arguments: &[Number]) -> Number {
    let function = if arguments.len() == 2 { Function::When } else { Function::Choose };
    call(build, function, arguments)
}

/// All numbers as one. Truths and products are missing where one is, other reductions
/// leave out those that are.
pub fn reduce(build: &mut Build, reduction: Reduction, numbers: &[Number]) -> Number {
    let numbers: Vec<Number> = numbers.iter().map(|number| held(build, number)).collect();
    let skips = !matches!(reduction, Reduction::All | Reduction::Any | Reduction::Product);
    let missing = match skips {
        false => together(&numbers),
        true if numbers.iter().all(may_be_missing) => Missing::Rule,
        true => Missing::Never,
    };
    let step = Reduce { reduction, precision: Precision::F64, skips, width: numbers.len() as u32 };
    let slot = build.step(Step::Reduce(step), slots(&numbers), 1);
    Number { slot, width: Width::Double, missing }
}

/// The numbers multiplied from the first to the last; of none it is 1.
pub fn product(build: &mut Build, factors: &[Number]) -> Number {
    match factors {
        [] => constant(build, 1.0),
        _ => reduce(build, Reduction::Product, factors),
    }
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
            let slot = compute(build, Function::Round, Width::Single, vec![number.slot]);
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
            let (fill, lacks) = (constant(build, fill), call(build, Function::Missing, std::slice::from_ref(&number)));
            choose(build, &[lacks, fill, number])
        }
    }
}
