//! The line that training emits: imputers, a scaler and one-hot encoders, then one
//! model. The steps are fitted here and applied by the runtime itself, so that a
//! model is trained on the very numbers that it will read in a browser.

use super::dataset::{Answers, Dataset};
use super::matrix::Matrix;
use windowbox::data::{Kind, Label, Schema, Table};
use windowbox::model::Model;
use windowbox::preprocess::{Impute, Link, OneHot, Scale, Step};
use windowbox::{Error, Node, Op, Output, Pipeline, Result, Target};

/// The preprocessing of a line, fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct Preprocessing {
    nodes: Vec<Node>,
    /// The slots that the model reads.
    features: Vec<u32>,
    /// Their names: a column, or a column and its level.
    names: Vec<String>,
    next: u32,
}

/// A trained model with what turns its margins into answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The model.
    pub model: Model,
    /// How many margins it writes.
    pub outputs: u32,
    /// What turns them into probabilities or values.
    pub link: Link,
}

impl Preprocessing {
    /// Fits the steps for these rows; numbers are standardised if `scaled`.
    ///
    /// # Errors
    /// Where a row cannot be preprocessed.
    pub fn fit(schema: &Schema, table: &Table, scaled: bool) -> Result<Self> {
        let mut builder = Builder { schema, table, nodes: vec![], at: (0..).take(schema.columns.len()).collect() };
        builder.impute(is_numeric, Impute::fit_median);
        builder.impute(|kind| !is_numeric(kind), Impute::fit_most_frequent);
        if scaled {
            builder.scale()?;
        }
        Ok(builder.finish())
    }

    /// The numbers that the model will read, by the runtime's own code.
    ///
    /// # Errors
    /// Where a row cannot be preprocessed.
    pub fn matrix(&self, schema: &Schema, table: &Table) -> Result<Matrix> {
        let columns = run(schema, &self.nodes, &self.features, table)?;
        Ok(Matrix::of_columns(self.names.clone(), &columns))
    }

    /// The whole line: these steps, a model, and the answer that it means.
    pub fn complete(mut self, dataset: &Dataset, fitted: Fitted) -> Pipeline {
        let (first, outputs) = (self.next, fitted.outputs);
        self.nodes.push(Node::new(Op::Model(fitted.model), self.features, first, outputs));
        let slots = (first..first + outputs).collect();
        let (name, label, unit) = dataset.target.clone();
        let target = match &dataset.answers {
            Answers::Classes { labels, .. } => Target::classes(name, labels.clone(), slots, fitted.link),
            Answers::Numbers(_) => Target { link: fitted.link, ..Target::regression(name, first) },
        };
        Pipeline::new(dataset.schema.clone(), self.nodes, Output::one(Target { label, unit, ..target }))
    }
}

fn is_numeric(kind: &Kind) -> bool {
    matches!(kind, Kind::Numeric { .. })
}

/// Collects nodes; `at` is the slot where each column stands by now.
struct Builder<'a> {
    schema: &'a Schema,
    table: &'a Table,
    nodes: Vec<Node>,
    at: Vec<u32>,
}

impl Builder<'_> {
    fn next(&self) -> u32 {
        self.nodes.iter().map(|node| node.writes.len() as u32).sum::<u32>() + self.schema.columns.len() as u32
    }

    fn columns(&self, wanted: impl Fn(&windowbox::data::Column) -> bool) -> Vec<usize> {
        (0..self.at.len()).filter(|&c| wanted(&self.schema.columns[c])).collect()
    }

    /// Adds a step that replaces these columns one by one.
    fn replace(&mut self, step: Step, columns: &[usize]) {
        let (first, reads) = (self.next(), columns.iter().map(|&c| self.at[c]).collect());
        self.nodes.push(Node::new(Op::Step(step), reads, first, columns.len() as u32));
        columns.iter().zip(first..).for_each(|(&c, slot)| self.at[c] = slot);
    }

    fn impute(&mut self, kind: fn(&Kind) -> bool, fit: fn(&[&[f64]]) -> Impute) {
        let columns = self.columns(|column| column.missing && kind(&column.kind));
        if !columns.is_empty() {
            let cells: Vec<&[f64]> = columns.iter().filter_map(|&c| self.table.numbers(c)).collect();
            self.replace(Step::Impute(fit(&cells)), &columns);
        }
    }

    fn scale(&mut self) -> Result<()> {
        let columns = self.columns(|column| is_numeric(&column.kind));
        if !columns.is_empty() {
            let slots: Vec<u32> = columns.iter().map(|&c| self.at[c]).collect();
            let filled = run(self.schema, &self.nodes, &slots, self.table)?;
            let cells: Vec<&[f64]> = filled.iter().map(Vec::as_slice).collect();
            self.replace(Step::Scale(Scale::fit_standard(&cells)), &columns);
        }
        Ok(())
    }

    fn finish(mut self) -> Preprocessing {
        let (mut features, mut names) = (Vec::new(), Vec::new());
        for (c, column) in self.schema.columns.iter().enumerate() {
            if let Kind::Categorical { levels, .. } = &column.kind {
                let (first, count) = (self.next(), levels.len() as u32);
                let step = Op::Step(Step::OneHot(OneHot::full(count)));
                self.nodes.push(Node::new(step, vec![self.at[c]], first, count));
                features.extend(first..first + count);
                names.extend(levels.iter().map(|level| format!("{} = {}", column.name, plain(level))));
            } else {
                features.push(self.at[c]);
                names.push(column.name.clone());
            }
        }
        Preprocessing { next: self.next(), nodes: self.nodes, features, names }
    }
}

/// A label as a table writes it.
pub fn plain(label: Label<'_>) -> String {
    match label {
        Label::String(text) => text.to_owned(),
        Label::Number(number) => number.to_string(),
        Label::Boolean(truth) => truth.to_string(),
    }
}

/// Runs a line of steps and reads some of its slots: a pipeline whose targets are
/// those slots, asked as any predictor is.
fn run(schema: &Schema, nodes: &[Node], slots: &[u32], table: &Table) -> Result<Vec<Vec<f64>>> {
    let targets = slots.iter().map(|slot| Target::regression(format!("slot {slot}"), *slot)).collect();
    let predictor = Pipeline::new(schema.clone(), nodes.to_vec(), Output { targets }).check()?;
    let prediction = predictor.predict(table);
    match prediction.issues.iter().find(|issue| issue.fatal) {
        None => Ok(prediction.targets.into_iter().map(|answer| answer.scores).collect()),
        Some(issue) => {
            let column = issue.column.map_or("", |c| &schema.columns[c].name);
            let place = format!("row {}, column {column}", issue.row + 1);
            Err(Error::caller(issue.trouble.code(), "a row cannot be preprocessed").at(place))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use windowbox::data::{Cell, Column, Labels};

    fn mixed() -> (Schema, Table) {
        let levels = Labels::String(vec!["f".into(), "m".into()]);
        let columns = vec![Column::numeric("age").or_missing(), Column::categorical("sex", levels).or_missing()];
        let schema = Schema { columns };
        let mut table = Table::new(&schema);
        for (age, sex) in [(1.0, 1.0), (f64::NAN, 0.0), (3.0, 1.0), (5.0, f64::NAN)] {
            table.push(vec![Cell::Number(age), Cell::Number(sex)]);
        }
        (schema, table)
    }

    #[test]
    fn missing_cells_are_filled_and_levels_spread() {
        let (schema, table) = mixed();
        let steps = Preprocessing::fit(&schema, &table, false).unwrap();
        let matrix = steps.matrix(&schema, &table).unwrap();
        assert_eq!(matrix.names, ["age", "sex = f", "sex = m"]);
        assert_eq!(matrix.values, [1., 0., 1., 3., 1., 0., 3., 0., 1., 5., 0., 1.]);
    }

    #[test]
    fn scaling_sees_filled_numbers() {
        let (schema, table) = mixed();
        let steps = Preprocessing::fit(&schema, &table, true).unwrap();
        let ages: Vec<f64> = steps.matrix(&schema, &table).unwrap().column(0).collect();
        // 1, 3, 3, 5: mean 3, variance 2.
        assert_eq!(ages, [-2.0 / 2f64.sqrt(), 0.0, 0.0, 2.0 / 2f64.sqrt()]);
    }
}
