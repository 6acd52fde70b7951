//! Why a model answers as it does: what each of the caller's own columns adds to the answer.
//!
//! - Tree ensembles have path-dependent Shapley values (TreeSHAP), exact for the covers that the
//!   file carries, by quadrature: `base` is the mean answer over the training rows.
//! - Linear models have `coefficient * (x - reference)`: `base` is the answer to the reference, a
//!   typical record, or the one that is given.
//! - Sums and means of both add up. Anything else is refused by name, never approximated.
//!
//! The way through a tree is the predictor's own, to the rounding of inputs; contributions are in
//! double precision. What steps made of a column (scaled, imputed, one-hot) is counted together as
//! that column's. Contributions say how the model came to its answer, not what causes what.
//!
//! And where the answers may change along a column, for curves: [`edges`].
//!
//! Nothing here is in the path of a prediction: a runtime that was built without the feature
//! `explain` predicts the same, and says `no-explanation` when it is asked why.

mod alone;
mod edges;
mod forest;
mod plan;
mod quadrature;
mod shapley;
mod trace;
mod typical;

use crate::data::{Cell, Table};
use crate::error::{Error, Result};
use crate::pipeline::{Frame, Pipeline, Prediction, Predictor, Target};
pub use edges::{EDGE_LIMIT, edges};
pub(crate) use plan::{Plan, space};
use serde::Serialize;

/// Explains the answers of a predictor.
///
/// ```
/// use windowbox::data::{Cell, Column, Schema};
/// use windowbox::explain::Explainer;
/// use windowbox::model::trees::{TreeBuilder, Treetop};
/// use windowbox::model::Model;
/// use windowbox::{Node, Op, Output, Pipeline, Target};
///
/// // 10 up to x = 2.5, else 20; three of four training rows went the first way.
/// let stump = [
///     Treetop::Number { column: 0, threshold: 2.5, missing_yes: true, yes: 1, no: 2 },
///     Treetop::Leaf(vec![10.0]),
///     Treetop::Leaf(vec![20.0]),
/// ];
/// let mut builder = TreeBuilder::new(1, 1);
/// builder.tree(&stump, Some(0))?;
/// let mut trees = builder.finish();
/// trees.count_cover(&[1.0, 1.5, 2.0, 3.0]);
/// let schema = Schema { columns: vec![Column::numeric("x")] };
/// let node = Node::new(Op::Model(Model::Trees(trees)), vec![0], 1, 1);
/// let predictor = Pipeline::new(schema, vec![node], Output::one(Target::regression("y", 1))).check()?;
///
/// let why = Explainer::new(&predictor)?.explain(vec![Cell::Number(7.0)], None)?;
/// let output = &why.outputs[0];
/// assert_eq!((output.base, output.answer), (12.5, 20.0));
/// assert!((output.parts[0].1 - 7.5).abs() < 1e-12, "what x adds, in the unit of y");
/// # Ok::<(), windowbox::Error>(())
/// ```
pub struct Explainer<'a> {
    predictor: &'a Predictor,
    plan: Plan,
}

/// Why a record got its answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// One for each margin, target after target.
    pub outputs: Vec<Contributions>,
    /// How it was found.
    pub method: Method,
}

/// What adds up to one margin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contributions {
    /// The position of the target.
    pub target: usize,
    /// The class that it speaks for: of two classes with one margin the second; none of a number.
    pub class: Option<usize>,
    /// What the numbers below are.
    pub space: Space,
    /// The answer before anything is known of the record, or that to the record it is compared with.
    pub base: f64,
    /// The predictor's own answer. `base` and all parts are it but for the rounding of sums: to
    /// 1e-9 of what was added up, where the model adds in single precision to 1e-5; an
    /// explanation that does not is an error.
    pub answer: f64,
    /// Columns that the model reads, by position, and what each adds.
    pub parts: Vec<(usize, f64)>,
}

/// What contributions are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Space {
    /// What the link function is given: log-odds, logarithms.
    Margin,
    /// Probabilities, which the model adds up itself, as forests do.
    Probability,
    /// The value, in the unit of the target.
    Value,
}

/// How contributions are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Path-dependent Shapley values of trees, perhaps with linear models beside them.
    Tree,
    /// Of linear models alone, against a reference.
    Linear,
}

impl<'a> Explainer<'a> {
    /// Finds the way from every answer back to the columns.
    ///
    /// # Errors
    /// `no-explanation` with what stands in the way, `limit` for a model that would take minutes.
    pub fn new(predictor: &'a Predictor) -> Result<Self> {
        Ok(Self { predictor, plan: Plan::new(predictor, &covers(predictor.pipeline()))? })
    }

    /// Explains the answer to a record, a cell a column of the schema; or what makes it another
    /// than the answer to `against`, which is `base` then.
    ///
    /// # Errors
    /// What is wrong with the record; `no-explanation` where a linear model has no statistics
    /// to make a reference of, and `against` gives none.
    pub fn explain(&self, record: Vec<Cell>, against: Option<Vec<Cell>>) -> Result<Explanation> {
        let record = slots(self.predictor, record)?;
        let against = against.map(|cells| slots(self.predictor, cells).map_err(|e| e.at("against"))).transpose()?;
        let numbers = self.plan.explain(self.predictor.pipeline(), &record, against.as_deref())?;
        let method = if self.plan.has_trees() { Method::Tree } else { Method::Linear };
        Ok(Explanation { outputs: self.outputs(&numbers), method })
    }

    /// The numbers of each margin, with what they are.
    fn outputs(&self, numbers: &[f64]) -> Vec<Contributions> {
        let targets = self.predictor.pipeline().output.targets.iter().enumerate();
        let margins = targets.flat_map(|(t, target)| (0..target.slots.len()).map(move |k| (t, target, k)));
        let sums = numbers.chunks(self.plan.columns.len() + 3);
        let output = |((target, of, k), sum): ((usize, &Target, usize), &[f64])| Contributions {
            target,
            class: of.labels().map(|_| if of.slots.len() == 1 { 1 } else { k }),
            space: space(of),
            base: sum[2],
            answer: sum[1],
            parts: self.plan.columns.iter().map(|column| *column as usize).zip(sum[3..].iter().copied()).collect(),
        };
        margins.zip(sums).map(output).collect()
    }
}

/// All slots of a record that gets an answer.
fn slots(predictor: &Predictor, record: Vec<Cell>) -> Result<Vec<f64>> {
    let schema = &predictor.pipeline().schema;
    let (mut table, mut frame, mut prediction) = (Table::new(schema), Frame::default(), Prediction::default());
    table.push(record);
    predictor.begin(&mut frame, 1);
    frame.fill(&table, 0);
    predictor.run(&mut frame, &mut prediction);
    match prediction.issues.iter().find(|issue| issue.fatal) {
        None => Ok(frame.values().to_vec()),
        Some(issue) => {
            let column = issue.column.and_then(|c| schema.columns.get(c)).map_or("", |column| &column.name);
            Err(Error::caller(issue.trouble.code(), "a record without an answer has no explanation").at(column))
        }
    }
}

/// The covers of each model that can have them.
fn covers(pipeline: &Pipeline) -> Vec<&[f64]> {
    pipeline.models().filter_map(|model| model.covers()).map(|cover| &cover[..]).collect()
}
