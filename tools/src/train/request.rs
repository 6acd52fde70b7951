//! The whole of training: from the bytes of a table to a predictor with its card.

use super::contender::Recipe;
use super::dataset::{Answers, Dataset, Goal, Wish};
use super::options::Options;
use super::study::{Estimate, Study, study};
use super::trainers::{TRAINERS, Trainer, find};
use super::{card, describe, remarks, score};
use crate::rows::{self, Rows};
use indicatif::ProgressBar;
use windowbox::pipeline::Confusion;
use windowbox::{Error, Fault, Predictor, Result};

/// Everything that training is asked.
pub struct Request {
    /// Target, columns and what is known of them.
    pub wish: Wish,
    /// A trainer's name, or `auto`.
    pub model: String,
    /// Hyper-parameters.
    pub options: Options,
    /// The seed of everything random.
    pub seed: u64,
    /// How the metrics are estimated.
    pub estimate: Estimate,
    /// Whether a model made of training rows may be written.
    pub embed_rows: bool,
    /// What people should know of the model.
    pub about: About,
    /// The options as they were written, for the card.
    pub written: Vec<(String, String)>,
}

/// What only a person can say of a model.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The model's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// A sentence.
    pub description: String,
    /// Who made it.
    pub author: String,
    /// Where.
    pub place: String,
    /// What it is meant for, and what not.
    pub intended_use: String,
    /// Under which license it may be used.
    pub license: String,
}

impl Request {
    /// Proves what can be proved before there is a table.
    ///
    /// # Errors
    /// `wrong-option`, `bad-folds`, `bad-holdout`, `unknown-model`.
    pub fn check(&self) -> Result<()> {
        self.options.check()?;
        self.estimate.check()?;
        match &self.model[..] {
            "auto" => Ok(()),
            name => find(name).map(|_| ()),
        }
    }
}

/// A trained model and what came of estimating it.
pub struct Trained {
    /// The model, checked.
    pub predictor: Predictor,
    /// How it was chosen and how well it does.
    pub study: Study,
    /// What was learnt from.
    pub dataset: Dataset,
}

/// More rows than this and naive Bayes is left out of `auto`: smartcore's fit takes
/// time quadratic in them (10 s at 20 000 rows of 20 columns).
const QUADRATIC_LIMIT: usize = 5_000;

/// Trains.
///
/// # Errors
/// What in the table or the request is wrong, or why no model could be fitted.
pub fn train(table: &[u8], request: &Request, progress: &ProgressBar) -> Result<Trained> {
    request.check()?;
    let rows = rows::parse(table)?;
    // From here on nothing is the fault of a file: no model exists yet.
    learn(table, &rows, request, progress).map_err(|error| match error.fault {
        Fault::File => error.blame(Fault::Caller),
        _ => error,
    })
}

fn learn(table: &[u8], rows: &Rows, request: &Request, progress: &ProgressBar) -> Result<Trained> {
    let mut dataset = Dataset::new(rows, &request.wish)?;
    dataset.notes.extend(rows::guessed(table).map(|name| format!("the table is not UTF-8 and was read as {name}")));
    let models = models(&mut dataset, request)?;
    check_options(&request.options, &models, dataset.answers.goal())?;
    let recipe = Recipe { options: &request.options, seed: request.seed };
    let study = study(&dataset, &models, request.estimate, recipe, progress)?;
    let predictor = study.chosen.fit(&dataset, &request.options, request.seed)?.check()?;
    let remarks = remarks::remarks(&dataset, &study, &predictor);
    dataset.notes.extend(remarks);
    let mut pipeline = predictor.clone().into_pipeline();
    let truth = study.truth(&dataset.answers);
    pipeline.statistics = describe::describe(&dataset, &predictor, &truth, &study.held_out.1);
    pipeline.card = card::card(table, request, &dataset, &study)?;
    if let (Answers::Classes { labels, codes: truth }, score::Guess::Classes { codes, .. }) =
        (&truth, &study.held_out.1)
    {
        pipeline.card.confusion = Some(Confusion { counts: score::confusion(truth, codes, labels.len()) });
    }
    Ok(Trained { predictor: pipeline.check()?, study, dataset })
}

/// The models to compare: the one that is asked for, or all that may be.
fn models(dataset: &mut Dataset, request: &Request) -> Result<Vec<&'static Trainer>> {
    let goal = dataset.answers.goal();
    if request.model != "auto" {
        let trainer = find(&request.model)?;
        return permit(trainer, goal, request.embed_rows).map(|()| vec![trainer]);
    }
    let mut models: Vec<&'static Trainer> = TRAINERS.iter().filter(|t| t.learns(goal)).collect();
    models.retain(|trainer| match reason_to_skip(trainer, dataset.rows(), request.embed_rows) {
        None => true,
        Some(reason) => {
            dataset.notes.push(format!("{} is not compared: {reason}", trainer.name));
            false
        }
    });
    Ok(models)
}

fn reason_to_skip(trainer: &Trainer, rows: usize, embed_rows: bool) -> Option<&'static str> {
    if trainer.holds_rows && !embed_rows {
        Some("it is made of training rows (--embed-rows)")
    } else if trainer.name == "naive-bayes" && rows > QUADRATIC_LIMIT {
        Some("its fit takes time quadratic in the rows (--model naive-bayes)")
    } else {
        None
    }
}

fn permit(trainer: &Trainer, goal: Goal, embed_rows: bool) -> Result<()> {
    if !trainer.learns(goal) {
        let (wanted, others) = match goal {
            Goal::Classification => ("classes", names(|t| t.classes.is_some())),
            Goal::Regression => ("numbers", names(|t| t.numbers.is_some())),
        };
        return Err(Error::caller("wrong-task", format!("{} does not learn {wanted}", trainer.name))
            .at("--model")
            .hint(format!("{wanted} are learnt by {others}; --task says otherwise what the target is")));
    }
    match trainer.holds_rows && !embed_rows {
        false => Ok(()),
        true => Err(Error::caller(
            "rows-embedded",
            format!("{} is made of the training rows: whoever gets the file can read them", trainer.title),
        )
        .hint("give --embed-rows if everyone may read the table, or choose another model")),
    }
}

fn names(of: impl Fn(&Trainer) -> bool) -> String {
    let names: Vec<&str> = TRAINERS.iter().filter(|t| of(t)).map(|t| t.name).collect();
    names.join(", ")
}

/// An option must mean something to one of the models at least.
fn check_options(options: &Options, models: &[&Trainer], goal: Goal) -> Result<()> {
    for (option, _) in options.given() {
        if !models.iter().any(|trainer| trainer.has(option, goal)) {
            let who = match models {
                [one] => one.name,
                _ => "no model that is compared",
            };
            let message = format!("{who} has no option --{option}")
                .replace("no model that is compared has no", "no model that is compared has an");
            return Err(Error::caller("wrong-option", message)
                .at(format!("--{option}"))
                .hint(format!("it belongs to {}", names(|t| t.options.contains(&option)))));
        }
    }
    Ok(())
}
