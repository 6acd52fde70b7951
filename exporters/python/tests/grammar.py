"""Random pipelines from a grammar of steps and models, and random frames with missing and unseen cells.

A seed is a pipeline: `python tests/grammar.py SEED` prints it."""

import sys

import numpy as np
import pandas as pd
from models import CLASSIFIERS, LABELS, POSITIVE, REGRESSORS, SEVERAL, WITHOUT_TARGET, chance, pick
from sklearn import ensemble, feature_selection, kernel_approximation, neighbors, tree
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.decomposition import PCA, IncrementalPCA, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (
    Binarizer,
    FunctionTransformer,
    KBinsDiscretizer,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    SplineTransformer,
    StandardScaler,
    TargetEncoder,
)

LEVELS = ["a", "b", "c", "", "ä", "NaN"]
UNSEEN = ["z", "A", " a"]
WORDS = ["red", "Green", "blue", "was", "not", "good", "Ärger", "x1", "and"]


def frame(random, rows, types, unseen=False):
    """Numbers with gaps, whole numbers, texts with gaps, truth values; with levels that training never saw."""
    levels = LEVELS + UNSEEN * unseen
    texts = random.choice(levels, rows).astype(object)
    words = WORDS + ["never", "RED"] * unseen
    X = pd.DataFrame(
        {
            "x": np.where(random.random(rows) < 0.15, np.nan, random.normal(3, 2, rows)),
            "y": np.where(random.random(rows) < 0.1, np.nan, random.exponential(5, rows).round(1)),
            "n": random.integers(0, 6 + 4 * unseen, rows),
            "t": np.where(random.random(rows) < 0.1, np.nan, texts),
            "u": random.choice(levels[:3] + UNSEEN * unseen, rows),
            "f": random.random(rows) < 0.4,
            "w": [" ".join(random.choice(words, random.integers(1, 7))) for _ in range(rows)],
        }
    )
    return X.astype(types)


def dtypes(random):
    """What types pandas has for the same cells."""
    return {
        "n": pick(random, ["int64", "Int64", "float64", "uint8"]),
        "t": pick(random, ["object", "object", "category"]),
        "u": pick(random, ["object", "category", "str"]),
        "f": pick(random, ["bool", "bool", "boolean"]),
    }


def target(random, X, kind):
    """What the columns say something about: numbers, two classes or three, or two of these; or nothing."""
    score = X.x.fillna(0) + 2 * (X.u == "a") - X.f.astype(float) + X.n.astype(float) / 3
    score = score + random.normal(0, 1, len(X))
    if kind == "number":
        return score.to_numpy()
    if kind == "numbers":
        return np.c_[score, X.n.astype(float) - score]
    if kind == "positive":
        return np.exp(score / 3).to_numpy()
    if kind == "labels":
        return np.c_[score > score.median(), X.n.astype(float) > 2].astype(int)
    if kind == "nothing":
        return None
    classes = pick(random, [["no", "yes", "so"], [0, 1, 2], [3, -1, 7], [False, True], [0.0, 1.0], ["10", "9", "b"]])
    cuts = np.quantile(score, [0.4, 0.75] if kind == "several" and len(classes) == 3 else [0.6])
    return np.array(classes)[np.digitize(score, cuts)]


SCALES = [StandardScaler, RobustScaler, MaxAbsScaler, MinMaxScaler, lambda: Binarizer(threshold=0.5)]
BENT = [
    PowerTransformer,
    lambda: QuantileTransformer(n_quantiles=20),
    lambda: QuantileTransformer(n_quantiles=15, output_distribution="normal"),
    lambda: KBinsDiscretizer(4, encode="onehot-dense", strategy="uniform"),
    lambda: KBinsDiscretizer(3, encode="ordinal", strategy="quantile"),
    lambda: KBinsDiscretizer(3, encode="onehot-dense", strategy="kmeans"),
    lambda: make_pipeline(MinMaxScaler((1, 2), clip=True), PowerTransformer("box-cox")),
    lambda: PolynomialFeatures(2, include_bias=False),
    lambda: PolynomialFeatures(2, interaction_only=True),
    lambda: SplineTransformer(4, extrapolation="constant"),
    lambda: SplineTransformer(4, degree=2, extrapolation="linear", include_bias=False),
    lambda: SplineTransformer(5, degree=2, extrapolation="periodic"),
    lambda: SplineTransformer(4, degree=1, extrapolation="continue", knots="quantile"),
    lambda: Normalizer("l1"),
    lambda: Normalizer("max"),
    Normalizer,
    lambda: FunctionTransformer(np.cbrt),
    lambda: FunctionTransformer(np.tanh),
    lambda: FunctionTransformer(np.arctan),
    lambda: FunctionTransformer(np.abs),
    lambda: make_pipeline(FunctionTransformer(np.log1p), SimpleImputer()),
    lambda: FunctionTransformer(np.clip, kw_args={"a_min": 1, "a_max": 6}),
    lambda: make_pipeline(StandardScaler(), PCA(2)),
]
ENCODERS = [
    lambda: OneHotEncoder(handle_unknown="ignore"),
    lambda: OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=12),
    lambda: OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=3),
    lambda: OneHotEncoder(drop="first", handle_unknown="ignore"),
    lambda: OneHotEncoder(drop="if_binary", handle_unknown="ignore", sparse_output=False),
    lambda: OneHotEncoder(),
    lambda: OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2),
    lambda: OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=9, encoded_missing_value=-2, min_frequency=15
    ),
    lambda: TargetEncoder(random_state=0, cv=3),
]
# The target encoder takes one target alone.
WITHOUT_IT = ENCODERS[:-1]
COUNTERS = [
    CountVectorizer,
    TfidfVectorizer,
    lambda: CountVectorizer(binary=True, ngram_range=(1, 2), max_features=12),
    lambda: TfidfVectorizer(lowercase=False, sublinear_tf=True, norm="l1"),
    lambda: TfidfVectorizer(stop_words=["was", "and"], use_idf=False),
]
BEHIND = [
    StandardScaler,
    lambda: PCA(3),
    lambda: PCA(2, whiten=True),
    lambda: IncrementalPCA(2),
    lambda: TruncatedSVD(2),
    lambda: kernel_approximation.RBFSampler(n_components=6, random_state=0),
    lambda: feature_selection.VarianceThreshold(0.01),
    lambda: FeatureUnion([("p", PCA(2)), ("s", StandardScaler())]),
    lambda: ColumnTransformer([("s", StandardScaler(), [0, -1])], remainder="passthrough"),
    lambda: ColumnTransformer([("s", "passthrough", slice(0, 3))], remainder=MaxAbsScaler()),
]
CHOSEN = [
    lambda of: feature_selection.SelectKBest(k=3),
    lambda of: feature_selection.SelectPercentile(percentile=60),
    lambda of: feature_selection.SelectFromModel(of),
    lambda of: feature_selection.RFE(of, n_features_to_select=2),
]
NAMES = ["x", "y", "n"]
NUMBERS = [NAMES, [0, 1, 2], slice(0, 3), slice("x", "n"), [True] * 3 + [False] * 4, make_column_selector("^[xyn]$")]
"""The columns of numbers, as a ColumnTransformer may be told them."""


def numbers(random):
    """What is done to the columns of numbers; nothing is missing behind it."""
    fill = SimpleImputer(
        strategy=pick(random, ["mean", "median", "most_frequent", "constant"]), add_indicator=bool(chance(random, 0.3))
    )
    steps = [fill, *[pick(random, SCALES)() for _ in range(random.integers(3))]]
    # Behind the imputer alone: of what is not on a scale some have no logarithm, or no bins.
    steps += [pick(random, BENT)(), StandardScaler()] * (len(steps) == 1 and chance(random, 0.7))
    return make_pipeline(*steps)


def texts(random, kind):
    """What is done to the columns of texts."""
    fill = [SimpleImputer(strategy=pick(random, ["most_frequent", "constant"]), fill_value="a")] * chance(random, 0.4)
    return make_pipeline(*fill, pick(random, ENCODERS if kind in ONE_TARGET else WITHOUT_IT)())


def prepared(random, kind):
    """A ColumnTransformer, and often something behind it."""
    parts = [("numbers", numbers(random), pick(random, NUMBERS)), ("texts", texts(random, kind), ["t", "u"])]
    parts += [("flags", "passthrough", ["f"])] * chance(random, 0.5)
    parts += [("gaps", MissingIndicator(features="all"), ["x"])] * chance(random, 0.2)
    parts += [("words", pick(random, COUNTERS)(), "w")] * chance(random, 0.25)
    random.shuffle(parts)
    first = ColumnTransformer(parts, sparse_threshold=0)
    weights = {"numbers": 0.5, "texts": 2} if chance(random, 0.1) else None
    made = [first.set_params(transformer_weights=weights), *[behind(random, kind) for _ in range(random.integers(2))]]
    return [make_pipeline(*made)] if chance(random, 0.2) else made


def behind(random, kind):
    """A step behind all columns; some choose columns by what they say of the target."""
    if kind not in ONE_TARGET or chance(random, 0.7):
        return pick(random, BEHIND)()
    of = tree.DecisionTreeRegressor if kind in ("number", "positive") else tree.DecisionTreeClassifier
    return pick(random, CHOSEN)(of(max_depth=3, random_state=0))


MODELS = {
    "number": REGRESSORS,
    "positive": POSITIVE,
    "two": CLASSIFIERS,
    "several": CLASSIFIERS,
    "numbers": SEVERAL,
    "labels": LABELS,
    "nothing": WITHOUT_TARGET,
}
ONE_TARGET = ["number", "positive", "two", "several"]
KINDS = ["number", "two", "several"] * 3 + ["positive", "numbers", "labels", "nothing"]


UNFIT = ["features are either constant or ignored", "dual coefficients or intercepts are not finite"]
"""What CatBoost and NuSVC say where columns tell too little."""


def sentence(seed):
    """A fitted pipeline, the rows it was fitted on, and others with missing and unseen cells. Where
    a library cannot fit what was drawn, another is drawn."""
    try:
        return drawn(seed)
    except Exception as error:
        if not any(words in str(error) for words in UNFIT):
            raise
        return sentence(seed + 1_000_000)


def drawn(seed):
    """What a seed says."""
    random = np.random.default_rng(seed)
    kind = pick(random, KINDS)
    types = dtypes(random)
    X, rows = frame(random, int(random.integers(80, 200)), types), frame(random, 60, {}, unseen=True)
    y = target(random, X, kind)
    model = pick(random, MODELS[kind])(random)
    if type(model).__name__ == "XGBClassifier":
        # It takes codes alone.
        y = np.unique(y, return_inverse=True)[1]
    if chance(random, 0.2):
        return plain(random, model, X, y, rows)
    if kind in ONE_TARGET and chance(random, 0.1):
        return pick(random, [by_type, near])(random, kind, X, y, rows)
    # What was unseen is missing in a type of categories, as where a user makes a frame of it.
    types = {name: X.dtypes[name] if of == "category" else of for name, of in types.items()}
    return make_pipeline(*prepared(random, kind), model).fit(X, y), X, rows.astype(types)


def plain(random, model, X, y, rows):
    """The same of an array of numbers; some models take missing ones themselves."""
    X, rows = (one[NAMES].astype(float).to_numpy() for one in (X, rows))
    takes = type(model).__name__.startswith(("DecisionTree", "RandomForest", "Hist", "XGB", "LGBM", "CatBoost"))
    steps = [] if takes and chance(random, 0.6) else [numbers(random)]
    return make_pipeline(*steps, model).fit(X, y), X, rows


def by_type(random, kind, X, y, rows):
    """A model of the frame itself: categories are what pandas says they are."""
    X = X[[*NAMES, "t", "f"]].astype({"t": "category"})
    of = ensemble.HistGradientBoostingRegressor if kind in ONE_TARGET[:2] else ensemble.HistGradientBoostingClassifier
    return of(max_iter=8, categorical_features="from_dtype").fit(X, y), X, rows[list(X)].astype(X.dtypes)


def near(random, kind, X, y, rows):
    """Neighbours, no two of which are equally far: what would be filled is left out."""
    of = neighbors.KNeighborsRegressor if kind in ONE_TARGET[:2] else neighbors.KNeighborsClassifier
    model = of(pick(random, [1, 3, 5]), weights=pick(random, ["uniform", "distance"]), p=pick(random, [1, 2, 3]))
    whole = X.x.notna()
    X, y, rows = X[whole][["x", "y"]], y[whole], rows[["x", "y"]]
    return make_pipeline(SimpleImputer(), StandardScaler(), model).fit(X, y), X, rows


if __name__ == "__main__":
    print(sentence(int(sys.argv[1]))[0])
