"""Random pipelines from a grammar of steps and models, and random frames with missing and unseen cells.

A seed is a pipeline: `python tests/grammar.py SEED` prints it."""

import sys

import numpy as np
import pandas as pd
from sklearn import ensemble, feature_selection, linear_model, naive_bayes, neural_network, svm, tree
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (
    Binarizer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    RobustScaler,
    StandardScaler,
)

LEVELS = ["a", "b", "c", "", "ä", "NaN"]
UNSEEN = ["z", "A", " a"]


def frame(random, rows, unseen=False):
    """Numbers with gaps, whole numbers, texts with gaps, truth values; with levels that training never saw."""
    levels = LEVELS + UNSEEN * unseen
    texts = random.choice(levels, rows).astype(object)
    return pd.DataFrame(
        {
            "x": np.where(random.random(rows) < 0.15, np.nan, random.normal(3, 2, rows)),
            "y": np.where(random.random(rows) < 0.1, np.nan, random.exponential(5, rows).round(1)),
            "n": random.integers(0, 6 + 4 * unseen, rows),
            "t": np.where(random.random(rows) < 0.1, np.nan, texts),
            "u": random.choice(levels[:3] + UNSEEN * unseen, rows),
            "f": random.random(rows) < 0.4,
        }
    )


def target(random, X, kind):
    """Numbers, two classes or three, that the columns say something about."""
    score = X.x.fillna(0) + 2 * (X.u == "a") - X.f + X.n / 3 + random.normal(0, 1, len(X))
    if kind == "number":
        return score.to_numpy()
    classes = pick(random, [["no", "yes", "so"], [0, 1, 2], [3, -1, 7], [False, True]])
    cuts = np.quantile(score, [0.4, 0.75] if kind == "several" and len(classes) == 3 else [0.6])
    return np.array(classes)[np.digitize(score, cuts)]


def pick(random, options):
    """One of them."""
    return options[random.integers(len(options))]


def numbers(random):
    """What is done to the columns of numbers; nothing is missing behind it."""
    fill = SimpleImputer(
        strategy=pick(random, ["mean", "median", "most_frequent"]), add_indicator=bool(chance(random, 0.3))
    )
    return make_pipeline(fill, *[pick(random, SCALES)() for _ in range(random.integers(3))])


def texts(random):
    """What is done to the columns of texts."""
    fill = [SimpleImputer(strategy="most_frequent")] * chance(random, 0.4)
    return make_pipeline(*fill, pick(random, ENCODERS)())


def prepared(random):
    """A ColumnTransformer, and often something behind it."""
    parts = [("numbers", numbers(random), ["x", "y", "n"]), ("texts", texts(random), ["t", "u"])]
    parts += [("flags", "passthrough", ["f"])] * chance(random, 0.5)
    parts += [("gaps", MissingIndicator(features="all"), ["x"])] * chance(random, 0.2)
    random.shuffle(parts)
    first = ColumnTransformer(parts)
    return [first, *[pick(random, BEHIND)() for _ in range(random.integers(2))]]


def chance(random, share):
    """Whether something happens."""
    return int(random.random() < share)


SCALES = [StandardScaler, RobustScaler, MaxAbsScaler, MinMaxScaler, lambda: Binarizer(threshold=1)]
ENCODERS = [
    lambda: OneHotEncoder(handle_unknown="ignore"),
    lambda: OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=12),
    lambda: OneHotEncoder(drop="first", handle_unknown="ignore"),
    lambda: OneHotEncoder(),
    lambda: OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2),
]
BEHIND = [
    StandardScaler,
    lambda: PCA(3),
    lambda: feature_selection.SelectKBest(k=3),
    lambda: FeatureUnion([("p", PCA(2)), ("s", StandardScaler())]),
]
CLASSIFIERS = [
    lambda: linear_model.LogisticRegression(max_iter=500),
    linear_model.RidgeClassifier,
    lambda: linear_model.SGDClassifier(loss="log_loss", random_state=0),
    lambda: svm.LinearSVC(max_iter=5000),
    naive_bayes.GaussianNB,
    lambda: tree.DecisionTreeClassifier(max_depth=5),
    lambda: ensemble.RandomForestClassifier(8, max_depth=5, random_state=0),
    lambda: ensemble.ExtraTreesClassifier(8, max_depth=5, random_state=0),
    lambda: ensemble.GradientBoostingClassifier(n_estimators=8),
    lambda: ensemble.HistGradientBoostingClassifier(max_iter=8),
    lambda: neural_network.MLPClassifier((5,), max_iter=50, random_state=0),
]
REGRESSORS = [
    linear_model.LinearRegression,
    linear_model.Ridge,
    lambda: linear_model.HuberRegressor(max_iter=500),
    lambda: tree.DecisionTreeRegressor(max_depth=5),
    lambda: ensemble.RandomForestRegressor(8, max_depth=5, random_state=0),
    lambda: ensemble.GradientBoostingRegressor(n_estimators=8),
    lambda: ensemble.HistGradientBoostingRegressor(max_iter=8),
    lambda: neural_network.MLPRegressor(hidden_layer_sizes=(5,), max_iter=50, random_state=0),
]


def sentence(seed):
    """A fitted pipeline, the frame it was fitted on, and another with missing and unseen cells."""
    random = np.random.default_rng(seed)
    X = frame(random, int(random.integers(80, 200)))
    kind = pick(random, ["number", "two", "several"])
    y = target(random, X, kind)
    model = pick(random, REGRESSORS if kind == "number" else CLASSIFIERS)()
    return make_pipeline(*prepared(random), model).fit(X, y), X, frame(random, 60, unseen=True)


if __name__ == "__main__":
    print(sentence(int(sys.argv[1]))[0])
