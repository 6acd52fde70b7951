//! What is compared: models, and the baseline that every model must beat.

use super::dataset::{Answers, Dataset};
use super::options::Options;
use super::score::Guess;
use super::split::Fold;
use super::trainers::Trainer;
use windowbox::{Error, Predictor, Result};

/// One of what is compared.
#[derive(Clone, Copy)]
pub enum Contender {
    /// Always the commonest class, with the shares of all as probabilities; or
    /// always the mean.
    Baseline,
    /// A model.
    Model(&'static Trainer),
}

/// What a model is trained with.
#[derive(Clone, Copy)]
pub struct Recipe<'a> {
    /// Hyper-parameters.
    pub options: &'a Options,
    /// The seed.
    pub seed: u64,
}

impl Contender {
    /// The name in tables.
    pub fn name(&self, dataset: &Dataset) -> &'static str {
        match (self, &dataset.answers) {
            (Contender::Model(trainer), _) => trainer.name,
            (Contender::Baseline, Answers::Classes { .. }) => "baseline (commonest class)",
            (Contender::Baseline, Answers::Numbers(_)) => "baseline (mean)",
        }
    }

    /// Learns from a fold's rows and answers the others.
    ///
    /// # Errors
    /// Why it could not learn from them.
    pub fn guess(&self, dataset: &Dataset, fold: &Fold, recipe: Recipe<'_>) -> Result<Guess> {
        let train = dataset.select(&fold.train);
        let test = dataset.select(&fold.test);
        match self {
            Contender::Baseline => Ok(baseline(&train.answers, fold.test.len())),
            Contender::Model(trainer) => guess(trainer, train, &test, recipe),
        }
    }
}

fn baseline(train: &Answers, rows: usize) -> Guess {
    match train {
        Answers::Numbers(y) => Guess::Numbers(vec![y.iter().sum::<f64>() / y.len() as f64; rows]),
        Answers::Classes { labels, codes } => {
            let mut shares = vec![0.0; labels.len()];
            codes.iter().for_each(|&code| shares[code] += 1.0 / codes.len() as f64);
            let commonest = windowbox::math::arg_max(&shares);
            Guess::Classes { codes: vec![commonest; rows], probabilities: shares.repeat(rows) }
        }
    }
}

/// A class that the fold's rows lack is not learnt and gets probability 0.
fn guess(trainer: &Trainer, mut train: Dataset, test: &Dataset, recipe: Recipe<'_>) -> Result<Guess> {
    let known = keep_known_classes(&mut train)?;
    let predictor = trainer.fit(&train, recipe.options, recipe.seed)?.check()?;
    let guess = answer(&predictor, test)?;
    Ok(match (&test.answers, guess) {
        (Answers::Classes { labels, .. }, Guess::Classes { codes, probabilities }) if known.len() < labels.len() => {
            let mut all = vec![0.0; codes.len() * labels.len()];
            for (i, p) in probabilities.iter().enumerate() {
                all[i / known.len() * labels.len() + known[i % known.len()]] = *p;
            }
            Guess::Classes { codes: codes.into_iter().map(|code| known[code]).collect(), probabilities: all }
        }
        (_, guess) => guess,
    })
}

/// What a predictor answers on these rows.
///
/// # Errors
/// `no-answer` for a row that got none.
pub fn answer(predictor: &Predictor, test: &Dataset) -> Result<Guess> {
    let mut prediction = predictor.predict(&test.table);
    if let Some(issue) = prediction.issues.iter().find(|issue| issue.fatal) {
        return Err(Error::caller(issue.trouble.code(), "a held-out row got no answer"));
    }
    let answer = prediction.targets.swap_remove(0);
    Ok(match test.answers {
        Answers::Numbers(_) => Guess::Numbers(answer.scores),
        Answers::Classes { .. } => {
            let codes = answer.classes.iter().map(|code| *code as usize).collect();
            Guess::Classes { codes, probabilities: answer.scores }
        }
    })
}

/// Renumbers the classes so that each one occurs; returns their former codes.
fn keep_known_classes(train: &mut Dataset) -> Result<Vec<usize>> {
    let Answers::Classes { labels, codes } = &mut train.answers else { return Ok(vec![]) };
    let known: Vec<usize> = (0..labels.len()).filter(|class| codes.contains(class)).collect();
    if known.len() < 2 {
        return Err(Error::caller("training-failed", "the rows of a fold have one class only")
            .hint("there are too few rows of a class: give fewer --folds, or name a --model"));
    }
    if known.len() < labels.len() {
        *labels = select(labels, &known);
        codes.iter_mut().for_each(|code| *code = known.iter().position(|class| class == code).unwrap_or(0));
    }
    Ok(known)
}

fn select(labels: &windowbox::data::Labels, known: &[usize]) -> windowbox::data::Labels {
    use windowbox::data::Labels;
    match labels {
        Labels::String(v) => Labels::String(known.iter().map(|&i| v[i].clone()).collect()),
        Labels::Number(v) => Labels::Number(known.iter().map(|&i| v[i]).collect()),
        Labels::Boolean(v) => Labels::Boolean(known.iter().map(|&i| v[i]).collect()),
    }
}
