//! Steps and models in words: a line each, or number by number.

use super::slots::{Slot, level, operands, slots};
use super::trees;
use crate::npm::{describe, literal};
use windowbox::data::Labels;
use windowbox::model::{Clusters, Linear, Model, NaiveBayes, Nearest};
use windowbox::preprocess::{Arithmetic, Encode, Impute, Link, Map, OneHot, Piecewise, Scale, Step};
use windowbox::{Op, Pipeline, Target};

/// Names that a line lists.
const SHOWN: usize = 8;

/// A line for every step and model, and for every target.
pub fn summary(pipeline: &Pipeline) -> Vec<String> {
    let slots = slots(pipeline);
    let mut lines = Vec::new();
    for (i, node) in pipeline.nodes.iter().enumerate() {
        let reads: Vec<&Slot> = node.reads.iter().map(|slot| &slots[*slot as usize]).collect();
        lines.push(format!(
            "{}. {} of {}: {}",
            i + 1,
            node.op.name(),
            names(&reads),
            does(&node.op, node.writes.len())
        ));
    }
    lines.extend(pipeline.output.targets.iter().map(|target| answer(target, &slots)));
    lines
}

/// The same, each line followed by all its numbers.
pub fn dump(pipeline: &Pipeline) -> Vec<String> {
    let slots = slots(pipeline);
    let (mut lines, summary) = (Vec::new(), summary(pipeline));
    let (nodes, answers) = summary.split_at(pipeline.nodes.len());
    for (line, node) in nodes.iter().zip(&pipeline.nodes) {
        let reads: Vec<&Slot> = node.reads.iter().map(|slot| &slots[*slot as usize]).collect();
        lines.push(line.clone());
        lines.extend(details(&node.op, &reads).into_iter().map(|line| format!("   {line}")));
    }
    lines.extend(answers.iter().cloned());
    lines
}

fn names(slots: &[&Slot]) -> String {
    let shown: Vec<&str> = slots.iter().take(SHOWN).map(|slot| slot.name.as_str()).collect();
    match slots.len() {
        0..=SHOWN => shown.join(", "),
        all => format!("{}, and {} more", shown.join(", "), all - SHOWN),
    }
}

fn does(op: &Op, written: usize) -> String {
    match op {
        Op::Step(Step::Impute(_)) => "a missing cell gets a value".into(),
        Op::Step(Step::Scale(_)) => "what is usual becomes 0, the usual distance from it 1".into(),
        Op::Step(Step::OneHot(_)) => format!("{written} columns of 0 and 1"),
        Op::Step(Step::Encode(_)) => "a number for each level".into(),
        Op::Step(Step::Lookup(lookup)) => format!("text becomes one of {} levels", lookup.levels.len()),
        Op::Step(Step::Link(link)) => link_words(*link).into(),
        Op::Step(Step::Arithmetic(step)) => format!("{:?} for each of {written}", step.function).to_lowercase(),
        Op::Step(Step::Reduce(step)) => format!("{:?} of each {}", step.reduction, step.width).to_lowercase(),
        Op::Step(Step::Map(map)) => format!("a number for each of {}", map.keys.len()),
        Op::Step(Step::Piecewise(of)) => format!("{written} polynomials in each of {} pieces", of.centers.len()),
        Op::Model(Model::Linear(linear)) => format!("{} coefficients", linear.coefficients.len()),
        Op::Model(Model::Trees(trees)) => trees::summary(trees),
        Op::Model(Model::NaiveBayes(model)) => format!("{} classes", model.priors.len()),
        Op::Model(Model::Clusters(model)) => format!("the distances of {} centres", model.clusters()),
        Op::Model(Model::Nearest(model)) => format!("the {} nearest of {} rows", model.k, model.len()),
        Op::Model(Model::Svm(model)) => {
            let vectors = model.vectors.len() / model.columns.max(1) as usize;
            format!("{} decisions by {vectors} support vectors", model.ends.len())
        }
    }
}

fn link_words(link: Link) -> &'static str {
    match link {
        Link::Identity => "as it is",
        Link::Sigmoid => "a probability by the logistic function",
        Link::Softmax => "probabilities by the softmax function",
        Link::Exp => "the exponential function",
        Link::Logistic { .. } => "a probability by the logistic function, with a slope",
        Link::LogOnePlusExp => "the logarithm of 1 and the exponential",
        Link::SignedSquare => "the square, with its sign",
        Link::SingleSigmoid => "a probability by the logistic function, in single precision",
        Link::SingleSoftmax => "probabilities by the softmax function, in single precision",
        Link::SingleExp => "the exponential function, in single precision",
        Link::Step => "1 above 0",
        Link::Given { .. } => "as it is, whatever the sum",
        Link::Probit => "a probability by the normal distribution",
        Link::ComplementaryLogLog => "a probability by the complementary log-log",
        Link::LogLog => "a probability by the log-log",
        Link::Cauchit => "a probability by the Cauchy distribution",
        Link::LogComplement => "1 without the exponential",
        Link::Power { .. } => "a power",
        Link::Shares => "the share in their sum",
    }
}

fn answer(target: &Target, slots: &[Slot]) -> String {
    let reads: Vec<&Slot> = target.slots.iter().map(|slot| &slots[*slot as usize]).collect();
    let (title, answer, link) = (describe::title(target), describe::answer(target), link_words(target.link));
    format!("Answer {title}: {answer}; from {}, {link}", names(&reads))
}

fn details(op: &Op, reads: &[&Slot]) -> Vec<String> {
    match op {
        Op::Step(Step::Impute(impute)) => fills(impute, reads),
        Op::Step(Step::Scale(scale)) => scales(scale, reads),
        Op::Step(Step::OneHot(one_hot)) => indicators(one_hot, reads[0]),
        Op::Step(Step::Encode(encode)) => encodings(encode, reads[0]),
        Op::Step(Step::Lookup(lookup)) => vec![describe::labels(&Labels::String(lookup.levels.clone()))],
        Op::Step(Step::Link(_)) => vec![],
        Op::Step(Step::Arithmetic(step)) => tuples(step, reads),
        Op::Step(Step::Map(map)) => keys(map),
        Op::Step(Step::Reduce(step)) => groups(step.width, reads),
        Op::Step(Step::Piecewise(of)) => pieces(of),
        Op::Model(Model::Linear(linear)) => coefficients(linear, reads),
        Op::Model(Model::Trees(trees)) => trees::dump(trees, reads),
        Op::Model(Model::NaiveBayes(model)) => densities(model, reads),
        Op::Model(Model::Clusters(model)) => centers(model, reads),
        Op::Model(Model::Nearest(model)) => neighbours(model),
        Op::Model(Model::Svm(model)) => vec![format!("{:?} kernel", model.kernel).to_lowercase()],
    }
}

fn number(x: f64) -> String {
    literal::number(x).to_string()
}

fn fills(impute: &Impute, reads: &[&Slot]) -> Vec<String> {
    let fill = |slot: &Slot, x: f64| if slot.levels.is_some() { level(slot, x as usize) } else { number(x) };
    let lines = reads.iter().zip(&impute.fill);
    lines.map(|(slot, x)| format!("{}: missing becomes {}", slot.name, fill(slot, *x))).collect()
}

fn scales(scale: &Scale, reads: &[&Slot]) -> Vec<String> {
    let lines = reads.iter().zip(scale.center.iter().zip(&scale.scale));
    lines.map(|(slot, (center, scale))| format!("({} - {}) / {}", slot.name, number(*center), number(*scale))).collect()
}

fn indicators(one_hot: &OneHot, slot: &Slot) -> Vec<String> {
    let place = |column: &Option<u32>| match column {
        Some(column) => format!("1 in column {}", column + 1),
        None => "0 everywhere".to_owned(),
    };
    let levels = one_hot.levels.iter().enumerate().map(|(code, column)| (level(slot, code), place(column)));
    let rest = [("missing".to_owned(), place(&one_hot.missing)), ("unseen".to_owned(), place(&one_hot.unseen))];
    levels.chain(rest).map(|(value, place)| format!("{} = {value}: {place}", slot.name)).collect()
}

fn encodings(encode: &Encode, slot: &Slot) -> Vec<String> {
    let words = |x: f64| if x.is_nan() { "missing".to_owned() } else { number(x) };
    let levels = encode.levels.iter().enumerate().map(|(code, x)| (level(slot, code), words(*x)));
    let rest = [("missing".to_owned(), words(encode.missing)), ("unseen".to_owned(), words(encode.unseen))];
    levels.chain(rest).map(|(value, x)| format!("{} = {value}: {x}", slot.name)).collect()
}

fn tuples(step: &Arithmetic, reads: &[&Slot]) -> Vec<String> {
    step.operands.chunks(step.function.arity()).map(|tuple| operands(tuple, reads).join(", ")).collect()
}

fn keys(map: &Map) -> Vec<String> {
    let words = |x: f64| if x.is_nan() { "missing".to_owned() } else { number(x) };
    let pairs = map.keys.iter().zip(&map.values).map(|(key, value)| (number(*key), number(*value)));
    let rest = [
        ("missing".to_owned(), words(map.missing)),
        ("another".to_owned(), map.other.map_or_else(|| "as it is".to_owned(), words)),
    ];
    pairs.chain(rest).map(|(key, value)| format!("{key}: {value}")).collect()
}

/// A line a piece: where it begins, its center, its coefficients.
fn pieces(of: &Piecewise) -> Vec<String> {
    let starts = of.breaks.iter().map(|at| format!("from {}", number(*at)));
    let starts = std::iter::once("first".to_owned()).chain(starts);
    let all = of.coefficients.chunks((of.coefficients.len() / of.centers.len()).max(1));
    let words = |numbers: &[f64]| numbers.iter().map(|x| number(*x)).collect::<Vec<_>>().join(", ");
    let lines = starts.zip(of.centers.iter().zip(all));
    lines.map(|(start, (center, of))| format!("{start}, about {}: {}", number(*center), words(of))).collect()
}

fn coefficients(linear: &Linear, reads: &[&Slot]) -> Vec<String> {
    let mut lines = Vec::new();
    let rows = linear.coefficients.chunks(reads.len().max(1)).chain(std::iter::repeat(&[][..]));
    for (k, (intercept, row)) in linear.intercepts.iter().zip(rows).enumerate() {
        let head = if linear.intercepts.len() > 1 { format!("answer {} = ", k + 1) } else { String::new() };
        lines.push(format!("{head}{}", number(*intercept)));
        lines.extend(row.iter().zip(reads).map(|(w, slot)| format!("  + {} * [{}]", number(*w), slot.name)));
    }
    lines
}

fn densities(model: &NaiveBayes, reads: &[&Slot]) -> Vec<String> {
    let mut lines = Vec::new();
    for (class, prior) in model.priors.iter().enumerate() {
        lines.push(format!("class {}: prior {}", class + 1, number(*prior)));
        for (c, slot) in reads.iter().enumerate() {
            let at = class * reads.len() + c;
            let (mean, variance) = (number(model.means[at]), number(model.variances[at]));
            lines.push(format!("  {}: mean {mean}, variance {variance}", slot.name));
        }
    }
    lines
}

fn groups(width: u32, reads: &[&Slot]) -> Vec<String> {
    let names = |group: &[&Slot]| group.iter().map(|slot| format!("[{}]", slot.name)).collect::<Vec<_>>().join(", ");
    reads.chunks(width as usize).map(names).collect()
}

fn centers(model: &Clusters, reads: &[&Slot]) -> Vec<String> {
    let cell = |(slot, x): (&&Slot, &f64)| format!("{} = {}", slot.name, number(*x));
    let center = |(k, row): (usize, &[f64])| {
        format!("centre {}: {}", k + 1, reads.iter().zip(row).map(cell).collect::<Vec<_>>().join(", "))
    };
    let measure = format!("{:?} distance", model.measure).to_lowercase();
    [measure].into_iter().chain(model.centers.chunks(reads.len().max(1)).enumerate().map(center)).collect()
}

fn neighbours(model: &Nearest) -> Vec<String> {
    let (metric, weight) = (format!("{:?}", model.metric), format!("{:?}", model.weight));
    vec![format!("{} distance, {} weights", metric.to_lowercase(), weight.to_lowercase())]
}
