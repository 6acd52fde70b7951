//! Which model, and how well it does on rows that it did not see.
//!
//! Models are compared by cross-validation and the best is chosen. The metrics of the
//! card are not those of the comparison, which flatter whatever won it: they are the
//! procedure's, choice included, from nested folds or from a hold-out that took no
//! part in choosing (Cawley and Talbot 2010).

use super::contender::{Contender, Recipe};
use super::dataset::{Answers, Dataset};
use super::score::{CHOOSING, Guess, Score, scores};
use super::split::{Fold, check_folds, check_share, folds, holdout};
use super::trainers::Trainer;
use indicatif::ProgressBar;
use windowbox::pipeline::{Candidate, Metric};
use windowbox::{Error, Result};

/// How the metrics are estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Estimate {
    /// By this many folds.
    Folds(usize),
    /// On this share of the rows, held out.
    HoldOut(f64),
}

impl Estimate {
    /// Proves what can be proved before there is a table.
    ///
    /// # Errors
    /// `bad-folds`, `bad-holdout`.
    pub fn check(self) -> Result<()> {
        match self {
            Estimate::Folds(k) => check_folds(k),
            Estimate::HoldOut(share) => check_share(share),
        }
    }
}

/// Folds where nothing else is said, and for choosing where a hold-out estimates.
pub const FOLDS: usize = 5;

/// What came of comparing and estimating.
pub struct Study {
    /// What was compared, the baseline first.
    pub compared: Vec<Candidate>,
    /// The model that is shipped.
    pub chosen: &'static Trainer,
    /// Why, in a sentence.
    pub why: String,
    /// How the metrics were estimated, in a sentence.
    pub estimate: String,
    /// The procedure's metrics.
    pub metrics: Vec<Metric>,
    /// The held-out rows and what was answered on them.
    pub held_out: (Vec<usize>, Guess),
    /// Whether the baseline does as well on the same held-out rows.
    pub beaten: bool,
    /// Metrics that are left out, since not all held-out rows define them.
    pub undefined: Vec<String>,
}

/// A contender with its scores on each fold, or why it has none.
struct Compared {
    contender: Contender,
    outcome: Result<Vec<Guess>>,
    scores: Vec<Vec<Score>>,
}

/// The parts of a study that do not change.
struct Setting<'a> {
    dataset: &'a Dataset,
    models: &'a [&'static Trainer],
    recipe: Recipe<'a>,
    progress: &'a ProgressBar,
}

/// Compares the models, chooses one and estimates how well the procedure does.
///
/// # Errors
/// `training-failed` if no model could be fitted, and what is wrong with the folds.
pub fn study(
    dataset: &Dataset,
    models: &[&'static Trainer],
    estimate: Estimate,
    recipe: Recipe<'_>,
    progress: &ProgressBar,
) -> Result<Study> {
    let setting = Setting { dataset, models, recipe, progress };
    match estimate {
        Estimate::Folds(k) => setting.by_folds(k),
        Estimate::HoldOut(share) => setting.by_holdout(share),
    }
}

impl Setting<'_> {
    /// Fits of one comparison.
    fn fits(&self, k: usize) -> u64 {
        (k * (self.models.len() + 1)) as u64
    }

    fn by_folds(&self, k: usize) -> Result<Study> {
        let outer = folds(&self.dataset.answers, k, self.recipe.seed)?;
        let nested = self.models.len() > 1;
        self.progress.set_length(if nested { self.fits(k) + k as u64 * (self.fits(k) + 1) } else { self.fits(k) });
        let compared = self.compare(self.dataset, &outer);
        let best = choose(&compared)?;
        let guesses = match (nested, &compared[best].outcome) {
            (false, Ok(guesses)) => guesses.clone(),
            _ => outer.iter().map(|fold| self.chosen_inside(fold, k)).collect::<Result<_>>()?,
        };
        let by_fold = score_all(self.dataset, &outer, &guesses);
        let sentence = by_folds_sentence(k, nested, self.dataset.rows());
        let study = self.report(&compared, best, sentence);
        Ok(study.judged(join(&outer, guesses), &by_fold, &compared[0].scores))
    }

    fn by_holdout(&self, share: f64) -> Result<Study> {
        let apart = holdout(&self.dataset.answers, share, self.recipe.seed)?;
        let rest = self.dataset.select(&apart.train);
        let inner = folds(&rest.answers, FOLDS.min(rest.rows()), self.recipe.seed)?;
        self.progress.set_length(self.fits(inner.len()) + 2);
        let compared = self.compare(&rest, &inner);
        let best = choose(&compared)?;
        let guess = self.guess(compared[best].contender, self.dataset, &apart)?;
        let score = |guess: &Guess| vec![scores(&self.dataset.answers.select(&apart.test), guess)];
        let baseline = score(&self.guess(Contender::Baseline, self.dataset, &apart)?);
        let sentence = format!(
            "on a hold-out of {} of {} rows that took no part in {}fitting; the shipped model was then fitted on all rows",
            apart.test.len(),
            self.dataset.rows(),
            if self.models.len() > 1 { "choosing or " } else { "" },
        );
        let study = self.report(&compared, best, sentence);
        let by_fold = score(&guess);
        Ok(study.judged((apart.test, guess), &by_fold, &baseline))
    }

    /// The choice made again inside of a fold, and its answers outside.
    fn chosen_inside(&self, fold: &Fold, k: usize) -> Result<Guess> {
        let inside = self.dataset.select(&fold.train);
        let inner = folds(&inside.answers, k.min(inside.rows()), self.recipe.seed)?;
        let compared = self.compare(&inside, &inner);
        let best = choose(&compared)?;
        self.guess(compared[best].contender, self.dataset, fold)
    }

    fn compare(&self, dataset: &Dataset, folds: &[Fold]) -> Vec<Compared> {
        let models = self.models.iter().map(|trainer| Contender::Model(trainer));
        std::iter::once(Contender::Baseline).chain(models).map(|c| self.try_out(c, dataset, folds)).collect()
    }

    fn try_out(&self, contender: Contender, dataset: &Dataset, folds: &[Fold]) -> Compared {
        self.progress.set_message(contender.name(dataset));
        let outcome: Result<Vec<Guess>> = folds.iter().map(|fold| self.guess(contender, dataset, fold)).collect();
        let scores = outcome.as_ref().map(|guesses| score_all(dataset, folds, guesses)).unwrap_or_default();
        Compared { contender, outcome, scores }
    }

    fn guess(&self, contender: Contender, dataset: &Dataset, fold: &Fold) -> Result<Guess> {
        let guess = contender.guess(dataset, fold, self.recipe);
        self.progress.inc(1);
        guess
    }

    fn report(&self, compared: &[Compared], best: usize, estimate: String) -> Study {
        let Contender::Model(chosen) = compared[best].contender else { unreachable!("the baseline is never chosen") };
        let candidate = |c: &Compared| Candidate {
            name: c.contender.name(self.dataset).to_owned(),
            metrics: summary(&c.scores),
            failed: c.outcome.as_ref().err().map(ToString::to_string).unwrap_or_default(),
        };
        let candidates: Vec<Candidate> = compared.iter().map(candidate).collect();
        let why = reason(&candidates, best, self.models.len());
        Study {
            compared: candidates,
            chosen,
            why,
            estimate,
            metrics: vec![],
            held_out: (vec![], Guess::Numbers(vec![])),
            beaten: false,
            undefined: vec![],
        }
    }
}

/// The mean of the metric by which models are chosen: the lower the better.
fn loss(by_fold: &[Vec<Score>]) -> f64 {
    choosing(&summary(by_fold)).map_or(f64::INFINITY, |metric| metric.mean)
}

fn choosing(metrics: &[Metric]) -> Option<&Metric> {
    metrics.iter().find(|metric| CHOOSING.contains(&&metric.name[..]))
}

/// The model with the lowest loss, the first of equals.
fn choose(compared: &[Compared]) -> Result<usize> {
    let fitted = (1..compared.len()).filter(|&i| compared[i].outcome.is_ok());
    let best = fitted.min_by(|&a, &b| loss(&compared[a].scores).total_cmp(&loss(&compared[b].scores)));
    best.ok_or_else(|| unfitted(compared))
}

/// Why no model could be fitted, each reason once.
fn unfitted(compared: &[Compared]) -> Error {
    let mut reasons: Vec<&Error> = compared.iter().filter_map(|c| c.outcome.as_ref().err()).collect();
    reasons.dedup();
    match reasons[..] {
        [one] => one.clone(),
        _ => {
            let all: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            Error::caller("training-failed", format!("no model could be fitted: {}", all.join("; ")))
        }
    }
}

fn reason(candidates: &[Candidate], best: usize, models: usize) -> String {
    let Some(metric) = choosing(&candidates[best].metrics) else { return String::new() };
    let name = &candidates[best].name;
    if models == 1 {
        return format!("{name} was asked for");
    }
    // The first candidate is the baseline.
    let fitted = candidates[1..].iter().filter(|candidate| candidate.failed.is_empty()).count();
    let models = match fitted {
        1 => "and is the only model that could be fitted".to_owned(),
        _ => format!("of {fitted} models that were compared"),
    };
    let spread = metric.spread.map(|s| format!(" ± {s:.4}")).unwrap_or_default();
    format!("{name} has the lowest {} in cross-validation, {:.4}{spread}, {models}", metric.name, metric.mean)
}

fn by_folds_sentence(k: usize, nested: bool, rows: usize) -> String {
    let choice = match nested {
        false => String::new(),
        true => format!(
            ", and for each fold the choice was made again by {k} folds inside of the others (nested), so that the metrics are the procedure's"
        ),
    };
    format!(
        "by {k}-fold cross-validation: each row was answered by a model that had not seen it{choice}; the shipped model was then fitted on all {rows} rows"
    )
}

fn score_all(dataset: &Dataset, folds: &[Fold], guesses: &[Guess]) -> Vec<Vec<Score>> {
    folds.iter().zip(guesses).map(|(fold, guess)| scores(&dataset.answers.select(&fold.test), guess)).collect()
}

/// Mean and spread (the standard deviation over folds) of each metric that is defined
/// on every fold: the mean over some of them would be another metric.
fn summary(by_fold: &[Vec<Score>]) -> Vec<Metric> {
    let names = by_fold.first().into_iter().flatten().map(|(name, _)| name);
    let metric = |(i, name): (usize, &std::borrow::Cow<'static, str>)| {
        let values: Vec<f64> = by_fold.iter().map(|scores| scores[i].1).collect::<Option<_>>()?;
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
        let spread = (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt());
        mean.is_finite().then(|| Metric { name: name.to_string(), mean, spread })
    };
    names.enumerate().filter_map(metric).collect()
}

/// The metrics that some fold does not define.
fn undefined(by_fold: &[Vec<Score>]) -> Vec<String> {
    let names = by_fold.first().into_iter().flatten().map(|(name, _)| name.to_string());
    names.enumerate().filter(|(i, _)| by_fold.iter().any(|fold| fold[*i].1.is_none())).map(|(_, name)| name).collect()
}

/// All held-out rows and answers, one fold behind the other.
fn join(folds: &[Fold], guesses: Vec<Guess>) -> (Vec<usize>, Guess) {
    let rows = folds.iter().flat_map(|fold| fold.test.iter().copied()).collect();
    let joined = guesses.into_iter().reduce(|all, next| match (all, next) {
        (Guess::Numbers(a), Guess::Numbers(b)) => Guess::Numbers([a, b].concat()),
        (Guess::Classes { codes: a, probabilities: p }, Guess::Classes { codes: b, probabilities: q }) => {
            Guess::Classes { codes: [a, b].concat(), probabilities: [p, q].concat() }
        }
        (all, _) => all,
    });
    (rows, joined.unwrap_or(Guess::Numbers(vec![])))
}

impl Study {
    /// Adds how well the procedure did on held-out rows, and the baseline on the same.
    fn judged(mut self, held_out: (Vec<usize>, Guess), by_fold: &[Vec<Score>], baseline: &[Vec<Score>]) -> Self {
        self.beaten = loss(by_fold) >= loss(baseline);
        if self.beaten {
            self.why += "; yet the baseline does as well on the held-out rows";
        }
        Self { held_out, metrics: summary(by_fold), undefined: undefined(by_fold), ..self }
    }

    /// The held-out answers as they should be.
    pub fn truth(&self, answers: &Answers) -> Answers {
        answers.select(&self.held_out.0)
    }
}
