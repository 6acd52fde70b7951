//! The table of trainers: a row each.

use super::dataset::{Answers, Dataset, Goal};
use super::from_smartcore::{bayes, boost, forest, linear, nearest, tree};
use super::line::{Fitted, Preprocessing};
use super::matrix::Matrix;
use super::options::Options;
use windowbox::data::closest;
use windowbox::{Error, Pipeline, Result};

/// Fits classes, given as codes without gaps.
type FitClasses = fn(&Matrix, &[u32], &Options, u64) -> Result<Fitted>;
/// Fits numbers.
type FitNumbers = fn(&Matrix, &[f64], &Options, u64) -> Result<Fitted>;

/// A kind of model that can be trained.
pub struct Trainer {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The options that it has.
    pub options: &'static [&'static str],
    /// Whether its numbers are standardised first.
    pub scaled: bool,
    /// Whether it is made of training rows.
    pub holds_rows: bool,
    /// How classes are fitted, if they can be.
    pub classes: Option<FitClasses>,
    /// How numbers are fitted, if they can be.
    pub numbers: Option<FitNumbers>,
}

const TREE: &[&str] = &["max-depth", "min-samples-leaf", "min-samples-split", "criterion"];
const FOREST: &[&str] = &["max-depth", "min-samples-leaf", "min-samples-split", "criterion", "trees", "max-features"];
const BOOST: &[&str] = &["max-depth", "trees", "learning-rate", "subsample", "min-child-weight", "lambda", "gamma"];

/// Every kind, the simpler ones first: of equally good ones the first is chosen.
pub const TRAINERS: &[Trainer] = &[
    Trainer {
        name: "logistic",
        title: "logistic regression",
        options: &["alpha"],
        scaled: true,
        holds_rows: false,
        classes: Some(linear::fit_logistic),
        numbers: None,
    },
    Trainer {
        name: "linear",
        title: "linear regression",
        options: &[],
        scaled: true,
        holds_rows: false,
        classes: None,
        numbers: Some(linear::fit_linear),
    },
    Trainer {
        name: "ridge",
        title: "ridge regression",
        options: &["alpha"],
        scaled: true,
        holds_rows: false,
        classes: None,
        numbers: Some(linear::fit_ridge),
    },
    Trainer {
        name: "lasso",
        title: "lasso",
        options: &["alpha"],
        scaled: true,
        holds_rows: false,
        classes: None,
        numbers: Some(linear::fit_lasso),
    },
    Trainer {
        name: "elastic-net",
        title: "elastic net",
        options: &["alpha", "l1-ratio"],
        scaled: true,
        holds_rows: false,
        classes: None,
        numbers: Some(linear::fit_elastic),
    },
    Trainer {
        name: "naive-bayes",
        title: "Gaussian naive Bayes",
        options: &[],
        scaled: false,
        holds_rows: false,
        classes: Some(bayes::fit),
        numbers: None,
    },
    Trainer {
        name: "decision-tree",
        title: "decision tree",
        options: TREE,
        scaled: false,
        holds_rows: false,
        classes: Some(tree::fit_classes),
        numbers: Some(tree::fit_numbers),
    },
    Trainer {
        name: "random-forest",
        title: "random forest",
        options: FOREST,
        scaled: false,
        holds_rows: false,
        classes: Some(forest::fit_classes),
        numbers: Some(forest::fit_numbers),
    },
    Trainer {
        name: "extra-trees",
        title: "extremely randomised trees",
        options: FOREST,
        scaled: false,
        holds_rows: false,
        classes: None,
        numbers: Some(forest::fit_extra),
    },
    Trainer {
        name: "gradient-boosting",
        title: "gradient boosting",
        options: BOOST,
        scaled: false,
        holds_rows: false,
        classes: None,
        numbers: Some(boost::fit),
    },
    Trainer {
        name: "nearest-neighbours",
        title: "nearest neighbours",
        options: &["neighbours", "weight", "metric"],
        scaled: true,
        holds_rows: true,
        classes: Some(nearest::fit_classes),
        numbers: Some(nearest::fit_numbers),
    },
];

/// The trainer with this name.
///
/// # Errors
/// `unknown-model` with the closest one.
pub fn find(name: &str) -> Result<&'static Trainer> {
    if let Some(trainer) = TRAINERS.iter().find(|trainer| trainer.name == name) {
        return Ok(trainer);
    }
    let names: Vec<&str> = TRAINERS.iter().map(|trainer| trainer.name).collect();
    let hint = match closest(name, names.iter().copied()) {
        Some(i) => format!("did you mean {}?", names[i]),
        None => format!("there are auto, {}", names.join(", ")),
    };
    Err(Error::caller("unknown-model", format!("there is no model {name:?}")).hint(hint))
}

impl Trainer {
    /// Whether it can learn this.
    pub fn learns(&self, goal: Goal) -> bool {
        match goal {
            Goal::Classification => self.classes.is_some(),
            Goal::Regression => self.numbers.is_some(),
        }
    }

    /// Whether an option means something to it here.
    pub fn has(&self, option: &str, goal: Goal) -> bool {
        // Trees for numbers always measure squared errors.
        self.options.contains(&option) && !(option == "criterion" && goal == Goal::Regression)
    }

    /// Fits preprocessing and model for these rows.
    ///
    /// # Errors
    /// `training-failed` and others, with what could not be done.
    pub fn fit(&self, dataset: &Dataset, options: &Options, seed: u64) -> Result<Pipeline> {
        let steps = Preprocessing::fit(&dataset.schema, &dataset.table, self.scaled)?;
        let matrix = steps.matrix(&dataset.schema, &dataset.table)?;
        let fitted = self.fit_matrix(&matrix, &dataset.answers, options, seed).map_err(|e| e.at(self.title))?;
        Ok(steps.complete(dataset, fitted))
    }

    /// Fits the model alone.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_matrix(&self, matrix: &Matrix, answers: &Answers, options: &Options, seed: u64) -> Result<Fitted> {
        match (answers, self.classes, self.numbers) {
            (Answers::Classes { codes, .. }, Some(fit), _) => {
                let codes: Vec<u32> = codes.iter().map(|code| *code as u32).collect();
                fit(matrix, &codes, options, seed)
            }
            (Answers::Numbers(numbers), _, Some(fit)) => fit(matrix, numbers, options, seed),
            _ => Err(Error::caller("wrong-task", format!("{} does not learn this", self.title))),
        }
    }
}
