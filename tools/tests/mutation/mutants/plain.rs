//! Mutants of everything but trees.

use super::{Sorted, sort};
use crate::equal;
use windowbox::model::nearest::{Metric, Weight};
use windowbox::model::{Clusters, Linear, Model, NaiveBayes, Nearest, Svm};
use windowbox::preprocess::arithmetic::{Function, Operand};
use windowbox::preprocess::reduce::Reduction;
use windowbox::preprocess::{Arithmetic, Encode, Impute, Link, Lookup, Map, OneHot, Piecewise, Reduce, Scale, Step};
use windowbox::slots::{Precision, SlotKind};
use windowbox::{Op, Pipeline};
use windowbox_tools::proof::Scene;

/// A number moved by a fiftieth of itself, or by 0.02.
fn moved(x: f64, precision: Precision) -> f64 {
    precision.round(x + x.abs().max(1.0) / 50.0)
}

/// The operation of a node, to change it.
macro_rules! of {
    ($($name:ident: $outer:path, $inner:path, $ty:ty;)*) => {$(
        fn $name(pipeline: &mut Pipeline, node: usize) -> &mut $ty {
            match &mut pipeline.nodes[node].op {
                $outer($inner(of)) => of,
                _ => unreachable!(),
            }
        }
    )*};
}
of! {
    linear: Op::Model, Model::Linear, Linear;
    bayes: Op::Model, Model::NaiveBayes, NaiveBayes;
    nearest: Op::Model, Model::Nearest, Nearest;
    impute: Op::Step, Step::Impute, Impute;
    scale: Op::Step, Step::Scale, Scale;
    one_hot: Op::Step, Step::OneHot, OneHot;
    encode: Op::Step, Step::Encode, Encode;
    lookup: Op::Step, Step::Lookup, Lookup;
    link: Op::Step, Step::Link, Link;
    clusters: Op::Model, Model::Clusters, Clusters;
    svm: Op::Model, Model::Svm, Svm;
    arithmetic: Op::Step, Step::Arithmetic, Arithmetic;
    reduce: Op::Step, Step::Reduce, Reduce;
    map: Op::Step, Step::Map, Map;
    piecewise: Op::Step, Step::Piecewise, Piecewise;
}

pub fn mutants<'a>(pipeline: &'a Pipeline, n: usize, op: &'a Op, scene: &Scene<'_>) -> Vec<Sorted<'a>> {
    match op {
        Op::Model(Model::Linear(linear)) => of_linear(pipeline, n, linear, scene),
        Op::Model(Model::NaiveBayes(bayes)) => of_bayes(pipeline, n, bayes),
        Op::Model(Model::Nearest(nearest)) => of_nearest(pipeline, n, nearest),
        Op::Step(Step::Impute(impute)) => of_impute(pipeline, n, impute, scene),
        Op::Step(Step::Scale(scale)) => of_scale(pipeline, n, scale),
        Op::Step(Step::OneHot(one_hot)) => of_one_hot(pipeline, n, one_hot, scene),
        Op::Step(Step::Encode(encode)) => of_encode(pipeline, n, encode, scene),
        Op::Step(Step::Lookup(lookup)) => of_lookup(pipeline, n, lookup),
        Op::Model(Model::Clusters(clusters)) => of_clusters(pipeline, n, clusters),
        Op::Model(Model::Svm(svm)) => of_svm(pipeline, n, svm),
        Op::Step(Step::Link(_)) => {
            let read = pipeline.nodes[n].writes.iter().any(|slot| equal::matters(pipeline, *slot));
            vec![sort(("steps", "link"), pipeline, read.then_some(n), |p, n| *link(p, n) = Link::Identity)]
        }
        Op::Step(Step::Arithmetic(arithmetic)) => of_arithmetic(pipeline, n, arithmetic),
        Op::Step(Step::Reduce(_)) => of_reduce(pipeline, n),
        Op::Step(Step::Map(map)) => of_map(pipeline, n, map, scene),
        Op::Step(Step::Piecewise(of)) => of_piecewise(pipeline, n, of),
        _ => Vec::new(),
    }
}

/// Whether a column is not always 0, or is not known to be.
fn matters(pipeline: &Pipeline, n: usize, column: usize, scene: &Scene<'_>) -> bool {
    scene.held(pipeline.nodes[n].reads[column]).is_none_or(|held| held.iter().any(|x| *x != 0.0))
}

fn of_linear<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Linear, scene: &Scene<'_>) -> Vec<Sorted<'a>> {
    let (columns, precision) = (of.columns as usize, of.precision);
    let read = |output: usize| equal::matters(pipeline, pipeline.nodes[n].writes[output]);
    let coefficients =
        (0..of.coefficients.len()).filter(|i| read(i / columns) && matters(pipeline, n, i % columns, scene));
    let intercepts = (0..of.intercepts.len()).filter(|output| read(*output)).collect::<Vec<_>>();
    vec![
        sort(("linear", "coefficient"), pipeline, coefficients.collect::<Vec<_>>(), move |p, i| {
            let value = &mut linear(p, n).coefficients[i];
            *value = moved(*value, precision);
        }),
        sort(("linear", "intercept"), pipeline, intercepts, move |p, i| {
            let value = &mut linear(p, n).intercepts[i];
            *value = moved(*value, precision);
        }),
    ]
}

fn of_bayes<'a>(pipeline: &'a Pipeline, n: usize, of: &'a NaiveBayes) -> Vec<Sorted<'a>> {
    vec![
        sort(("naive Bayes", "mean"), pipeline, 0..of.means.len(), move |p, i| {
            let value = &mut bayes(p, n).means[i];
            *value = moved(*value, Precision::F64);
        }),
        sort(("naive Bayes", "variance"), pipeline, 0..of.variances.len(), move |p, i| {
            bayes(p, n).variances[i] *= 1.02;
        }),
        sort(("naive Bayes", "prior"), pipeline, 0..of.priors.len(), move |p, i| bayes(p, n).priors[i] *= 1.02),
    ]
}

fn of_nearest<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Nearest) -> Vec<Sorted<'a>> {
    vec![
        sort(("nearest", "more or fewer"), pipeline, [of.k - 1, of.k + 1], move |p, k| nearest(p, n).k = k),
        sort(("nearest", "metric"), pipeline, [n], |p, n| {
            let metric = &mut nearest(p, n).metric;
            *metric = if *metric == Metric::Euclidean { Metric::Manhattan } else { Metric::Euclidean };
        }),
        sort(("nearest", "weight"), pipeline, [n], |p, n| {
            let weight = &mut nearest(p, n).weight;
            *weight = if *weight == Weight::Uniform { Weight::Distance } else { Weight::Uniform };
        }),
        sort(("nearest", "a row's cell"), pipeline, 0..of.rows.len(), move |p, i| nearest(p, n).rows[i] += 1000.0),
        sort(("nearest", "a row's answer"), pipeline, 0..of.answers.len(), move |p, i| {
            let nearest = nearest(p, n);
            let classes = f64::from(nearest.classes);
            let answer = &mut nearest.answers[i];
            *answer = if classes > 0.0 { (*answer + 1.0) % classes } else { *answer + 1.0 };
        }),
    ]
}

fn of_svm<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Svm) -> Vec<Sorted<'a>> {
    let precision = of.precision;
    vec![
        sort(("support vectors", "coefficient"), pipeline, 0..of.coefficients.len(), move |p, i| {
            let value = &mut svm(p, n).coefficients[i];
            *value = moved(*value, precision);
        }),
        sort(("support vectors", "offset"), pipeline, 0..of.offsets.len(), move |p, i| {
            let value = &mut svm(p, n).offsets[i];
            *value = moved(*value, precision);
        }),
        sort(("support vectors", "vector's cell"), pipeline, 0..of.vectors.len(), move |p, i| {
            let value = &mut svm(p, n).vectors[i];
            *value = moved(*value, precision);
        }),
        sort(("support vectors", "sigmoid"), pipeline, 0..of.sigmoids.len(), move |p, i| {
            let value = &mut svm(p, n).sigmoids[i];
            *value = moved(*value, Precision::F64);
        }),
    ]
}

fn of_impute<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Impute, scene: &Scene<'_>) -> Vec<Sorted<'a>> {
    let types = pipeline.types().unwrap();
    let reads = &pipeline.nodes[n].reads;
    let missing = |i: &usize| {
        let known = scene.held(reads[*i]);
        types[reads[*i] as usize].missing && known.is_none_or(|held| held.iter().any(|x| x.is_nan()))
    };
    let kinds: Vec<SlotKind> = reads.iter().map(|slot| types[*slot as usize].kind).collect();
    let other = move |i: usize, fill: f64| match kinds[i] {
        SlotKind::Code(levels) => (fill + 1.0) % f64::from(levels),
        SlotKind::Number(precision) => precision.round(fill + fill.abs().max(1.0) / 2.0),
        SlotKind::Text => fill,
    };
    let apart =
        |i: &usize| equal::told_apart(pipeline, pipeline.nodes[n].writes[*i], of.fill[*i], other(*i, of.fill[*i]));
    let places: Vec<usize> = (0..of.fill.len()).filter(missing).filter(apart).collect();
    vec![sort(("steps", "imputed value"), pipeline, places, move |p, i| {
        let fill = &mut impute(p, n).fill[i];
        *fill = other(i, *fill);
    })]
}

fn of_scale<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Scale) -> Vec<Sorted<'a>> {
    vec![
        sort(("steps", "center"), pipeline, 0..of.center.len(), move |p, i| {
            let value = &mut scale(p, n).center[i];
            *value = moved(*value, Precision::F64);
        }),
        sort(("steps", "scale"), pipeline, 0..of.scale.len(), move |p, i| scale(p, n).scale[i] *= 1.02),
    ]
}

/// Codes that rows can have in the only column that is read.
fn codes(pipeline: &Pipeline, n: usize, scene: &Scene<'_>) -> Option<Vec<f64>> {
    scene.held(pipeline.nodes[n].reads[0])
}

/// What an encoder does with what is missing matters where that can be.
fn missing(pipeline: &Pipeline, n: usize, codes: &Option<Vec<f64>>) -> Option<()> {
    let can = pipeline.types().unwrap()[pipeline.nodes[n].reads[0] as usize].missing;
    (can && codes.as_ref().is_none_or(|codes| codes.iter().any(|x| x.is_nan()))).then_some(())
}

/// And what it does with what is unseen.
fn unseen(pipeline: &Pipeline, n: usize, codes: &Option<Vec<f64>>) -> Option<()> {
    let can = equal::unseen(pipeline, pipeline.nodes[n].reads[0]);
    (can && codes.as_ref().is_none_or(|codes| codes.iter().any(|x| *x < 0.0))).then_some(())
}

fn of_one_hot<'a>(pipeline: &'a Pipeline, n: usize, of: &'a OneHot, scene: &Scene<'_>) -> Vec<Sorted<'a>> {
    // A column that nothing reads is no other.
    let read = (0..of.columns).find(|column| equal::matters(pipeline, pipeline.nodes[n].writes[*column as usize]));
    let other = move |column: Option<u32>| if column == read { None } else { read };
    let codes = codes(pipeline, n, scene);
    let differ = (1..of.levels.len()).filter(|i| of.levels[*i] != of.levels[i - 1]).collect::<Vec<_>>();
    vec![
        sort(("steps", "two levels swapped"), pipeline, differ, move |p, i| one_hot(p, n).levels.swap(i, i - 1)),
        sort(("steps", "one-hot of missing"), pipeline, missing(pipeline, n, &codes).map(|()| n), move |p, n| {
            let of = one_hot(p, n);
            of.missing = other(of.missing);
        }),
        sort(("steps", "one-hot of unseen"), pipeline, unseen(pipeline, n, &codes).map(|()| n), move |p, n| {
            let of = one_hot(p, n);
            of.unseen = other(of.unseen);
        }),
    ]
}

fn of_encode<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Encode, scene: &Scene<'_>) -> Vec<Sorted<'a>> {
    let other = |x: f64| if x.is_nan() { 0.0 } else { x + 1.0 };
    let codes = codes(pipeline, n, scene);
    let apart = |a: f64, b: f64| equal::told_apart(pipeline, pipeline.nodes[n].writes[0], a, b);
    let differ = (1..of.levels.len()).filter(|i| apart(of.levels[*i], of.levels[i - 1])).collect::<Vec<_>>();
    let missing = missing(pipeline, n, &codes).filter(|()| apart(of.missing, other(of.missing)));
    let unseen = unseen(pipeline, n, &codes).filter(|()| apart(of.unseen, other(of.unseen)));
    vec![
        sort(("steps", "two levels swapped"), pipeline, differ, move |p, i| encode(p, n).levels.swap(i, i - 1)),
        sort(("steps", "number of missing"), pipeline, missing.map(|()| n), move |p, n| {
            let of = encode(p, n);
            of.missing = other(of.missing);
        }),
        sort(("steps", "number of unseen"), pipeline, unseen.map(|()| n), move |p, n| {
            let of = encode(p, n);
            of.unseen = other(of.unseen);
        }),
    ]
}

fn of_lookup<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Lookup) -> Vec<Sorted<'a>> {
    vec![sort(("steps", "two levels swapped"), pipeline, 1..of.levels.len(), move |p, i| {
        lookup(p, n).levels.swap(i, i - 1)
    })]
}

fn of_clusters<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Clusters) -> Vec<Sorted<'a>> {
    let change = |v: &mut f64, precision| *v = moved(*v, precision);
    let precision = of.precision;
    vec![
        sort(("clusters", "centre"), pipeline, 0..of.centers.len(), move |p, i| {
            change(&mut clusters(p, n).centers[i], precision);
        }),
        sort(("clusters", "weight"), pipeline, 0..of.weights.len(), move |p, i| {
            change(&mut clusters(p, n).weights[i], precision);
        }),
        sort(("clusters", "share of what is missing"), pipeline, 0..of.shares.len(), move |p, i| {
            clusters(p, n).shares[i] *= 1.5;
        }),
    ]
}

/// Tuples whose result an answer depends on.
fn tuples(pipeline: &Pipeline, n: usize) -> Vec<usize> {
    let writes = &pipeline.nodes[n].writes;
    (0..writes.len()).filter(|i| equal::matters(pipeline, writes[*i])).collect()
}

/// Functions that another of two numbers may be mistaken for.
fn mistaken(function: Function) -> Option<Function> {
    Some(match function {
        Function::Add => Function::Subtract,
        Function::Subtract => Function::Add,
        Function::Multiply => Function::Divide,
        Function::Divide => Function::Multiply,
        Function::Least => Function::Most,
        Function::Most => Function::Least,
        Function::Less => Function::AtMost,
        Function::AtMost => Function::Less,
        Function::Exp | Function::Negate | Function::Sigmoid | Function::Tanh | Function::Ln => Function::Round,
        _ => return None,
    })
}

fn of_arithmetic<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Arithmetic) -> Vec<Sorted<'a>> {
    let (tuples, arity, precision) = (tuples(pipeline, n), of.function.arity(), of.precision);
    let constant = |i: &usize| matches!(of.operands[*i], Operand::Constant(_));
    let constants = tuples.iter().flat_map(|t| t * arity..(t + 1) * arity).filter(constant).collect::<Vec<_>>();
    let other = mistaken(of.function).filter(|_| !tuples.is_empty());
    vec![
        sort(("arithmetic", "constant of a function"), pipeline, constants, move |p, i| {
            if let Operand::Constant(c) = &mut arithmetic(p, n).operands[i] {
                *c = moved(*c, precision);
            }
        }),
        sort(("arithmetic", "another function"), pipeline, other, move |p, other| arithmetic(p, n).function = other),
    ]
}

fn of_reduce(pipeline: &Pipeline, n: usize) -> Vec<Sorted<'_>> {
    let read = !tuples(pipeline, n).is_empty();
    vec![sort(("arithmetic", "another reduction"), pipeline, read.then_some(n), |p, n| {
        let of = &mut reduce(p, n).reduction;
        *of = match *of {
            Reduction::LeastAt => Reduction::MostAt,
            Reduction::MostAt => Reduction::LeastAt,
            Reduction::Sum => Reduction::SumOfSquares,
            _ => Reduction::Sum,
        };
    })]
}

/// Keys that come, and whose number is told from the next.
fn of_map<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Map, scene: &Scene<'_>) -> Vec<Sorted<'a>> {
    let node = &pipeline.nodes[n];
    let columns: Vec<usize> = (0..node.reads.len()).filter(|i| equal::matters(pipeline, node.writes[*i])).collect();
    let other = |x: f64| if x.is_nan() { 0.0 } else { x + x.abs().max(1.0) };
    let comes = |x: &dyn Fn(f64) -> bool, value: f64| {
        columns.iter().any(|i| {
            let domain = equal::domain(pipeline, node.reads[*i], scene);
            domain.is_none_or(|domain| domain.iter().any(|cell| x(*cell)))
                && equal::told_apart(pipeline, node.writes[*i], value, other(value))
        })
    };
    let keys = (0..of.keys.len()).filter(|i| comes(&|x| x == of.keys[*i], of.values[*i])).collect::<Vec<_>>();
    let missing = columns.iter().any(|i| pipeline.types().unwrap()[node.reads[*i] as usize].missing);
    let missing = missing && comes(&f64::is_nan, of.missing);
    vec![
        sort(("arithmetic", "number of a key"), pipeline, keys, move |p, i| {
            let value = &mut map(p, n).values[i];
            *value = other(*value);
        }),
        sort(("arithmetic", "map of missing"), pipeline, missing.then_some(n), move |p, n| {
            let value = &mut map(p, n).missing;
            *value = other(*value);
        }),
    ]
}

/// Constants of outputs that are read.
fn of_piecewise<'a>(pipeline: &'a Pipeline, n: usize, of: &'a Piecewise) -> Vec<Sorted<'a>> {
    let (powers, outputs) = (of.degree as usize + 1, of.outputs as usize);
    let read = |i: &usize| equal::matters(pipeline, pipeline.nodes[n].writes[i / powers % outputs]);
    let constants = (0..of.coefficients.len()).step_by(powers).filter(read).collect::<Vec<_>>();
    vec![sort(("piecewise", "constant of a piece"), pipeline, constants, move |p, i| {
        let value = &mut piecewise(p, n).coefficients[i];
        *value = moved(*value, Precision::F64);
    })]
}
