//! Hyper-parameters, named as scikit-learn names them where it has them. Each is
//! optional; a model that does not have one says so instead of ignoring it.

use clap::ValueEnum;

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

fn word<T: ValueEnum>(value: T) -> Option<String> {
    value.to_possible_value().map(|value| value.get_name().to_owned())
}
