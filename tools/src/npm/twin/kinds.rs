//! What each kind of step and model is for its file in pkg/twin/.

use super::numbers::{counts, numbers};
use serde_json::{Value, json};
use windowbox::Op;
use windowbox::model::trees::{ALL, LEAF, LinearLeaves, PLAIN};
use windowbox::model::{Clusters, Linear, Model, NaiveBayes, Nearest, Svm, Trees};
use windowbox::preprocess::arithmetic::{Function, Operand};
use windowbox::preprocess::piecewise::Side;
use windowbox::preprocess::{Arithmetic, Distances, Encode, Map, OneHot, Piecewise, Rank, Reduce, Step};

/// The kind's name in the tables of kinds.
pub fn name(op: &Op) -> &'static str {
    let (tag, kinds) = match op {
        Op::Step(step) => (step.tag(), Step::KINDS),
        Op::Model(model) => (model.tag(), Model::KINDS),
    };
    kinds.iter().find(|kind| kind.0 == tag).map_or("", |kind| kind.1)
}

/// What an operation that reads `columns` is made of.
///
/// # Errors
/// Which one has no twin.
pub fn plain(op: &Op, columns: usize) -> Result<Value, String> {
    match op {
        Op::Step(step) => of_step(step, columns),
        Op::Model(model) => Ok(of_model(model)),
    }
}

fn of_model(model: &Model) -> Value {
    match model {
        Model::Linear(linear) => of_linear(linear),
        Model::Trees(trees) => of_trees(trees),
        Model::NaiveBayes(bayes) => of_naive_bayes(bayes),
        Model::Nearest(nearest) => of_nearest(nearest),
        Model::Svm(svm) => of_svm(svm),
        Model::Clusters(clusters) => of_clusters(clusters),
    }
}

fn of_step(step: &Step, columns: usize) -> Result<Value, String> {
    Ok(match step {
        Step::Impute(impute) => json!({ "fill": numbers(&impute.fill) }),
        Step::Scale(scale) => json!({ "center": numbers(&scale.center), "scale": numbers(&scale.scale) }),
        Step::OneHot(one_hot) => of_one_hot(one_hot),
        Step::Encode(Encode { levels, missing, unseen }) => {
            json!({ "levels": numbers(levels), "others": numbers(&[*missing, *unseen]) })
        }
        Step::Lookup(lookup) => json!({ "levels": &lookup.levels[..] }),
        Step::Link(link) => json!({ "link": link }),
        Step::Arithmetic(arithmetic) => of_arithmetic(arithmetic, columns)?,
        Step::Reduce(Reduce { reduction, precision, skips, width }) => {
            json!({ "reduction": reduction, "precision": precision, "skips": skips, "width": width })
        }
        Step::Map(map) => of_map(map),
        Step::Rank(Rank { width, k, largest }) => json!({ "width": width, "k": k, "largest": largest }),
        Step::Pick(pick) => json!({ "width": pick.width }),
        Step::Piecewise(piecewise) => of_piecewise(piecewise),
        Step::Distances(Distances { metric, precision, skips, points }) => {
            json!({ "metric": metric, "precision": precision, "skips": skips, "points": numbers(points) })
        }
        Step::Date(date) => json!(date),
        other => return Err(format!("the step `{}` has none", other.name())),
    })
}

/// A column that is not there is one that no level has.
fn of_one_hot(OneHot { levels, missing, unseen, columns }: &OneHot) -> Value {
    let column = |column: &Option<u32>| column.unwrap_or(*columns);
    let levels: Vec<u32> = levels.iter().map(column).collect();
    json!({ "levels": counts(&levels), "missing": column(missing), "unseen": column(unseen), "columns": columns })
}

/// Those that are long to write with the same bits, and rarely met.
const WITHOUT: [Function; 3] = [Function::Sine, Function::Cosine, Function::CubeRoot];

fn of_arithmetic(arithmetic: &Arithmetic, columns: usize) -> Result<Value, String> {
    let Arithmetic { function, precision, strict, operands } = arithmetic;
    if WITHOUT.contains(function) {
        return Err(format!(
            "the function `{}` of the step `arithmetic` has none",
            json!(function).as_str().unwrap_or_default()
        ));
    }
    let mut constants = Vec::new();
    let mut position = |operand: &Operand| match operand {
        Operand::Column(column) => *column,
        Operand::Constant(constant) => {
            constants.push(*constant);
            (columns + constants.len() - 1) as u32
        }
    };
    let operands: Vec<u32> = operands.iter().map(&mut position).collect();
    let asked = if *strict { function.asked() } else { 0 };
    Ok(json!({
        "function": function, "precision": precision, "arity": function.arity(), "asked": asked,
        "operands": counts(&operands), "constants": numbers(&constants), "columns": columns,
    }))
}

fn of_map(Map { keys, values, missing, other }: &Map) -> Value {
    let others = numbers(&[*missing, other.unwrap_or(0.0)]);
    json!({ "keys": numbers(keys), "values": numbers(values), "others": others, "keeps": other.is_none() })
}

fn of_piecewise(piecewise: &Piecewise) -> Value {
    let Piecewise { breaks, side, centers, outputs, degree, coefficients } = piecewise;
    json!({
        "breaks": numbers(breaks), "right": *side == Side::Right, "centers": numbers(centers),
        "outputs": outputs, "degree": degree, "coefficients": numbers(coefficients),
    })
}

fn of_linear(linear: &Linear) -> Value {
    json!({
        "coefficients": numbers(&linear.coefficients), "intercepts": numbers(&linear.intercepts),
        "precision": linear.precision, "intercept_first": linear.intercept_first, "skip_missing": linear.skip_missing,
    })
}

fn of_naive_bayes(NaiveBayes { priors, means, variances, .. }: &NaiveBayes) -> Value {
    json!({ "priors": numbers(priors), "means": numbers(means), "variances": numbers(variances) })
}

fn of_nearest(nearest: &Nearest) -> Value {
    let Nearest { columns, k, metric, weight, precision, order, rows, answers, classes } = nearest;
    let count = rows.len() / *columns as usize;
    let outputs = if *classes > 0 { *classes as usize } else { answers.len() / count };
    json!({
        "k": k, "metric": metric, "weight": weight, "precision": precision, "order": order,
        "rows": numbers(rows), "answers": numbers(answers), "classes": classes, "outputs": outputs,
    })
}

fn of_svm(svm: &Svm) -> Value {
    json!({
        "precision": svm.precision, "kernel": svm.kernel, "classes": svm.classes, "first_voted": svm.first_voted,
        "vectors": numbers(&svm.vectors), "ends": counts(&svm.ends), "terms": counts(&svm.terms),
        "coefficients": numbers(&svm.coefficients), "offsets": numbers(&svm.offsets),
        "pairs": counts(&svm.pairs), "sigmoids": numbers(&svm.sigmoids),
    })
}

fn of_clusters(Clusters { compare, measure, precision, centers, weights, shares }: &Clusters) -> Value {
    json!({
        "compare": compare, "measure": measure, "precision": precision,
        "centers": numbers(centers), "weights": numbers(weights), "shares": numbers(shares),
    })
}

/// Where yes and no lead follows from the order of the nodes; a leaf is column 0, the
/// first column 1.
fn of_trees(trees: &Trees) -> Value {
    let each = |values: &[u32], of: &dyn Fn(u32) -> u32| counts(&values.iter().map(|x| of(*x)).collect::<Vec<_>>());
    let flags: Vec<u32> = trees.flags.iter().map(|flags| u32::from(*flags)).collect();
    let mut plain = json!({
        "outputs": trees.outputs, "input": trees.input, "sum": trees.sum,
        "factors": numbers(&[trees.zero_band, trees.divisor, trees.scale]),
        "start": numbers(&trees.start), "bias": numbers(&trees.bias),
        "first": counts(&trees.first), "base": counts(&trees.base),
        "target": each(&trees.target, &|target| if target == ALL { trees.outputs } else { target }),
        "depth": each(&trees.depth, &|depth| if depth == PLAIN { 255 } else { depth }),
        "column": each(&trees.column, &|column| if column == LEAF { 0 } else { column + 1 }),
        "threshold": numbers(&trees.threshold), "index": counts(&trees.index), "flags": counts(&flags),
        "leaves": numbers(&trees.leaves), "setFirst": counts(&trees.set_first), "setWords": counts(&trees.set_words),
    });
    if trees.linear != LinearLeaves::default() {
        plain["linear"] = of_leaves(&trees.linear);
    }
    plain
}

fn of_leaves(LinearLeaves { first, constant, column, coefficient }: &LinearLeaves) -> Value {
    json!({
        "first": counts(first), "constant": numbers(constant),
        "column": counts(column), "coefficient": numbers(coefficient),
    })
}
