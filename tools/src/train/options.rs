//! Hyper-parameters, named as scikit-learn names them where it has them. Each is
//! optional; a model that does not have one says so instead of ignoring it.

use clap::ValueEnum;
use windowbox::{Error, Result};

/// What a neighbour's word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Weight {
    /// 1.
    Uniform,
    /// 1 over its distance.
    Distance,
}

/// How far two rows are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Metric {
    /// The root of the sum of squares.
    Euclidean,
    /// The sum of absolute differences.
    Manhattan,
}

/// How a tree for classes measures a split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Criterion {
    /// Gini's impurity.
    Gini,
    /// Shannon's entropy.
    Entropy,
}

/// The hyper-parameters; what is not given has the default that `--help` says.
#[derive(Debug, Clone, Default, PartialEq, clap::Args)]
#[command(next_help_heading = "Hyper-parameters")]
pub struct Options {
    /// Strength of the penalty on coefficients [logistic, ridge, lasso, elastic-net; default 1]
    #[arg(long, value_name = "X")]
    pub alpha: Option<f64>,
    /// Share of the absolute penalty, the rest being the squared one [elastic-net; default 0.5]
    #[arg(long, value_name = "X")]
    pub l1_ratio: Option<f64>,
    /// Most tests between root and leaf [trees; default no limit, gradient-boosting 6]
    #[arg(long, value_name = "N")]
    pub max_depth: Option<u16>,
    /// Fewest training rows in a leaf [trees but gradient-boosting; default 1]
    #[arg(long, value_name = "N")]
    pub min_samples_leaf: Option<usize>,
    /// Fewest training rows that are split further [trees but gradient-boosting; default 2]
    #[arg(long, value_name = "N")]
    pub min_samples_split: Option<usize>,
    /// How a split is measured [decision-tree and random-forest for classes; default gini]
    #[arg(long, value_name = "NAME")]
    pub criterion: Option<Criterion>,
    /// How many trees [random-forest, extra-trees, gradient-boosting; default 100]
    #[arg(long, value_name = "N")]
    pub trees: Option<u16>,
    /// Columns tried for each split [random-forest, extra-trees; default the root of their number]
    #[arg(long, value_name = "N")]
    pub max_features: Option<usize>,
    /// How much of each tree is taken [gradient-boosting; default 0.3]
    #[arg(long, value_name = "X")]
    pub learning_rate: Option<f64>,
    /// Share of the rows that each tree sees [gradient-boosting; default 1]
    #[arg(long, value_name = "X")]
    pub subsample: Option<f64>,
    /// Fewest training rows in a leaf [gradient-boosting; default 1]
    #[arg(long, value_name = "N")]
    pub min_child_weight: Option<usize>,
    /// Squared penalty on leaves [gradient-boosting; default 1]
    #[arg(long, value_name = "X")]
    pub lambda: Option<f64>,
    /// Least gain that a split must bring [gradient-boosting; default 0]
    #[arg(long, value_name = "X")]
    pub gamma: Option<f64>,
    /// How many neighbours are asked [nearest-neighbours; default 5]
    #[arg(long, value_name = "N", visible_alias = "neighbors")]
    pub neighbours: Option<usize>,
    /// What a neighbour's word counts [nearest-neighbours; default uniform]
    #[arg(long, value_name = "NAME")]
    pub weight: Option<Weight>,
    /// How far two rows are apart [nearest-neighbours; default euclidean]
    #[arg(long, value_name = "NAME")]
    pub metric: Option<Metric>,
}

impl Options {
    /// The options that were given, by name, as they are written.
    pub fn given(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("alpha", self.alpha.map(|x| x.to_string())),
            ("l1-ratio", self.l1_ratio.map(|x| x.to_string())),
            ("max-depth", self.max_depth.map(|x| x.to_string())),
            ("min-samples-leaf", self.min_samples_leaf.map(|x| x.to_string())),
            ("min-samples-split", self.min_samples_split.map(|x| x.to_string())),
            ("criterion", self.criterion.and_then(word)),
            ("trees", self.trees.map(|x| x.to_string())),
            ("max-features", self.max_features.map(|x| x.to_string())),
            ("learning-rate", self.learning_rate.map(|x| x.to_string())),
            ("subsample", self.subsample.map(|x| x.to_string())),
            ("min-child-weight", self.min_child_weight.map(|x| x.to_string())),
            ("lambda", self.lambda.map(|x| x.to_string())),
            ("gamma", self.gamma.map(|x| x.to_string())),
            ("neighbours", self.neighbours.map(|x| x.to_string())),
            ("weight", self.weight.and_then(word)),
            ("metric", self.metric.and_then(word)),
        ];
        all.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
    }
}

impl Options {
    /// Proves that every number is one that a model can be trained with.
    ///
    /// # Errors
    /// `wrong-option` with the option as place.
    pub fn check(&self) -> Result<()> {
        let penalties = [("alpha", self.alpha), ("lambda", self.lambda), ("gamma", self.gamma)];
        penalties.into_iter().try_for_each(|(name, x)| within(name, x, |x| x >= 0.0, "is at least 0"))?;
        within("l1-ratio", self.l1_ratio, |x| (0.0..=1.0).contains(&x), "lies between 0 and 1")?;
        within("subsample", self.subsample, |x| x > 0.0 && x <= 1.0, "is above 0 and at most 1")?;
        within("learning-rate", self.learning_rate, |x| x > 0.0, "is above 0")?;
        let counts = [
            ("trees", self.trees.map(usize::from)),
            ("max-features", self.max_features),
            ("neighbours", self.neighbours),
            ("min-samples-leaf", self.min_samples_leaf),
        ];
        counts.into_iter().try_for_each(|(name, n)| within(name, n.map(|n| n as f64), |n| n >= 1.0, "is at least 1"))
    }
}

fn within(name: &str, value: Option<f64>, is: fn(f64) -> bool, rule: &'static str) -> Result<()> {
    match value {
        Some(x) if !(x.is_finite() && is(x)) => {
            Err(Error::caller("wrong-option", format!("{x} is given, and it {rule}")).at(format!("--{name}")))
        }
        _ => Ok(()),
    }
}

fn word<T: ValueEnum>(value: T) -> Option<String> {
    value.to_possible_value().map(|value| value.get_name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_no_model_takes_are_refused_by_name() {
        let none = Options::default();
        assert!(none.check().is_ok());
        let wrong = [
            (Options { alpha: Some(-1.0), ..none.clone() }, "--alpha"),
            (Options { gamma: Some(f64::NAN), ..none.clone() }, "--gamma"),
            (Options { l1_ratio: Some(1.5), ..none.clone() }, "--l1-ratio"),
            (Options { subsample: Some(0.0), ..none.clone() }, "--subsample"),
            (Options { learning_rate: Some(f64::INFINITY), ..none.clone() }, "--learning-rate"),
            (Options { trees: Some(0), ..none.clone() }, "--trees"),
            (Options { neighbours: Some(0), ..none.clone() }, "--neighbours"),
        ];
        for (options, place) in wrong {
            let error = options.check().unwrap_err();
            assert_eq!((error.code, &error.place[..]), ("wrong-option", place));
        }
    }

    #[test]
    fn what_was_given_is_written_as_it_was() {
        let options = Options { alpha: Some(0.1), weight: Some(Weight::Distance), ..Options::default() };
        assert_eq!(options.given(), [("alpha", "0.1".to_owned()), ("weight", "distance".to_owned())]);
    }
}
