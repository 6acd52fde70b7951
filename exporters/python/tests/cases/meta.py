"""Models that are made of models."""

from functools import partial

import numpy as np
from frames import cabin, gaps, numbers, passengers, survived
from sklearn import (
    calibration,
    discriminant_analysis,
    ensemble,
    linear_model,
    model_selection,
    multiclass,
    multioutput,
    naive_bayes,
    neural_network,
    semi_supervised,
    svm,
    tree,
)
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from . import case

try:
    from sklearn.frozen import FrozenEstimator
    from sklearn.model_selection import FixedThresholdClassifier, TunedThresholdClassifierCV
except ImportError:
    # They came with scikit-learn 1.5 and 1.6.
    FrozenEstimator = FixedThresholdClassifier = TunedThresholdClassifierCV = None

NUMBERS = ["age", "fare"]
ONE_HOT = OneHotEncoder(handle_unknown="ignore")


def prepared(model, encoder=ONE_HOT):
    """A pipeline of its own, for a model in a model: numbers filled, texts encoded."""
    parts = make_column_transformer((SimpleImputer(), NUMBERS), (encoder, ["sex", "port", "pclass"]))
    return make_pipeline(parts, model)


def forest(of=RandomForestClassifier, **options):
    return of(5, max_depth=4, random_state=0, **options)


def steep():
    return svm.LinearSVC(random_state=0)


def on_iris(of, what, make, labels=None, alone=False, rows=False):
    """A model of three kinds of iris, or of other labels; `alone` are these what it is held to."""

    @case("model", of, what, rows=rows, labels=alone)
    def fitted():
        X, y = numbers()
        y = np.asarray(y if labels is None else labels(y))
        return make(X, y) if not hasattr(make, "fit") else make.fit(X, y), X


def on_passengers(of, what, model, labels=survived):
    """A model of passengers, whose inner models have pipelines of their own."""

    @case("model", of, what)
    def fitted():
        X = passengers()
        return model.fit(X, labels(X)), X


def two(y):
    return np.where(y == 1, "yes", "no")


def names(y):
    return np.array(["versicolor", "setosa", "virginica"])[y]


def alone(X):
    return np.asarray(survived(X) == "yes")


# Votes.

TWO_TREES = [
    (f"t{i}", tree.DecisionTreeClassifier(max_features=1, max_depth=d, random_state=i)) for i, d in [(1, 2), (2, 3)]
]
THREE = [("lr", LogisticRegression(max_iter=300)), ("rf", forest()), ("nb", naive_bayes.GaussianNB())]
Vote = ensemble.VotingClassifier
on_iris(Vote, "hard", Vote(THREE), names, alone=True)
on_iris(Vote, "hard, two classes", Vote([*THREE, ("svc", steep())]), two, alone=True)
on_iris(Vote, "soft", Vote(THREE, voting="soft"), names)


def disagreeing(what, columns, **options):
    """A vote of trees that read a column each, and rows on which they disagree."""

    @case("model", Vote, what, labels="voting" not in options)
    def fitted():
        of = lambda i: make_pipeline(make_column_transformer(("passthrough", [i])), tree.DecisionTreeClassifier())
        rows = np.repeat(np.arange(3.0)[:, None], 2, axis=1)
        model = Vote([(f"m{at}", of(i)) for at, i in enumerate(columns)], **options)
        return model.fit(rows, ["low", "middle", "high"]), crossed(rows[:, 0])


def crossed(values):
    """Every pair of values, and what lies between."""
    values = [*values, *(values[1:] + values[:-1]) / 2, values.min() - 1]
    return np.array([[a, b] for a in values for b in values])


disagreeing("soft, ties", [0, 1], voting="soft")
disagreeing("hard, ties", [0, 1])
disagreeing("hard, weights that tie", [0, 0, 1], weights=[1, 2, 3])
disagreeing("hard, weights that tie but for rounding", [0, 0, 1], weights=[0.1, 0.2, 0.3])


@case("model", multiclass.OneVsRestClassifier, "ties")
def shared():
    """Two of three classes that nothing tells apart."""
    X, y = np.repeat([[0.0], [1.0]], [10, 20], axis=0), ["one"] * 10 + ["other", "first"] * 10
    return multiclass.OneVsRestClassifier(tree.DecisionTreeClassifier()).fit(X, y), X


on_iris(Vote, "soft, weights", Vote(THREE, voting="soft", weights=[2, 1, 0.5]), lambda y: y * 10 - 5)
on_iris(Vote, "one dropped", Vote([*THREE, ("no", "drop")], voting="soft", weights=[1, 2, 3, 4]), lambda y: y == 2)
on_iris(
    Vote,
    "in a vote",
    Vote([("v", Vote(THREE)), ("w", Vote(TWO_TREES)), ("nb", naive_bayes.GaussianNB())]),
    names,
    alone=True,
)
on_passengers(
    Vote,
    "of pipelines, in a search",
    model_selection.GridSearchCV(
        Vote(
            [
                ("lr", prepared(LogisticRegression(max_iter=300))),
                ("rf", prepared(forest(), OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1))),
            ],
            voting="soft",
        ),
        {"weights": [[1, 2], [2, 1]]},
        cv=2,
    ),
    alone,
)


def regression(of, what, make, targets=None, missing=False):
    """A regression on an array, of one target or several."""

    @case("model", of, what)
    def fitted():
        X, y = gaps()
        X = X if missing else np.nan_to_num(X)
        return make.fit(X, y if targets is None else several(X, y, targets)), X


def several(X, y, count):
    """More numbers to predict."""
    return np.column_stack([y, *(y * (0.1 + i) + 40 * np.nan_to_num(X[:, i]) for i in range(count - 1))])


HISTOGRAM = partial(ensemble.HistGradientBoostingRegressor, max_iter=9)
REGRESSORS = [
    ("lr", Ridge()),
    ("rf", forest(RandomForestRegressor)),
    ("gb", ensemble.GradientBoostingRegressor(n_estimators=5)),
]
regression(ensemble.VotingRegressor, "", ensemble.VotingRegressor(REGRESSORS))
regression(ensemble.VotingRegressor, "weights", ensemble.VotingRegressor(REGRESSORS, weights=[1, 0.3, 2]))
regression(
    ensemble.VotingRegressor,
    "of links",
    ensemble.VotingRegressor([("p", linear_model.PoissonRegressor(alpha=1e-3)), ("h", HISTOGRAM(loss="poisson"))]),
)
regression(ensemble.VotingRegressor, "missing cells", ensemble.VotingRegressor([REGRESSORS[1]]), missing=True)

# Stacks.

Stack = ensemble.StackingClassifier
on_iris(Stack, "three classes", Stack(THREE, cv=2), names)
on_iris(Stack, "two classes", Stack([*THREE, ("svc", steep())], cv=2), two)
on_iris(Stack, "passthrough", Stack(THREE, cv=2, passthrough=True, final_estimator=forest()), names)
on_iris(Stack, "predict", Stack([*THREE, ("svc", steep())], cv=2, stack_method="predict"), names)
on_iris(Stack, "decision_function", Stack([("svc", steep()), THREE[0]], cv=2, stack_method="decision_function"), names)
on_iris(Stack, "decision_function last", Stack(THREE, final_estimator=steep(), cv=2), two)


@case("model", Stack, "prefit, predict")
def prefit():
    X, y = numbers()
    models = [(name, model.fit(X, y * 3 - 1)) for name, model in [("nb", naive_bayes.GaussianNB()), ("rf", forest())]]
    return Stack(models, cv="prefit", stack_method="predict").fit(X, names(y)), X


on_passengers(
    Stack,
    "of pipelines, passthrough of texts",
    Stack(
        [("lr", prepared(LogisticRegression(max_iter=300))), ("svc", prepared(steep()))],
        final_estimator=make_pipeline(
            make_column_transformer((ONE_HOT, [4, 5]), (StandardScaler(), [0, 1])), LogisticRegression()
        ),
        cv=2,
        passthrough=True,
    ),
)
regression(ensemble.StackingRegressor, "", ensemble.StackingRegressor(REGRESSORS, cv=2))
SGD = linear_model.SGDClassifier(loss="log_loss", random_state=0)
on_iris(Stack, "decision_function of sigmoids", Stack([("sgd", SGD)], cv=2, stack_method="decision_function"), names)
regression(
    ensemble.StackingRegressor,
    "passthrough",
    ensemble.StackingRegressor(REGRESSORS, final_estimator=forest(RandomForestRegressor), cv=2, passthrough=True),
)

# Calibration.

Calibrated = calibration.CalibratedClassifierCV
for method in ["sigmoid", "isotonic"]:
    on_iris(Calibrated, f"{method}, two classes, margins", Calibrated(steep(), cv=2, method=method), two)
    on_iris(Calibrated, f"{method}, two classes, probabilities", Calibrated(forest(), cv=2, method=method), two)
    on_iris(Calibrated, f"{method}, three classes, margins", Calibrated(steep(), cv=3, method=method), names)
    on_iris(
        Calibrated,
        f"{method}, three classes, one model",
        Calibrated(forest(), cv=3, method=method, ensemble=False),
        names,
    )
if hasattr(calibration, "_TemperatureScaling"):
    on_iris(Calibrated, "temperature, two classes, margins", Calibrated(steep(), cv=2, method="temperature"), two)
    on_iris(
        Calibrated, "temperature, two classes, probabilities", Calibrated(forest(), cv=2, method="temperature"), two
    )
    on_iris(Calibrated, "temperature, three classes, margins", Calibrated(steep(), cv=2, method="temperature"), names)
    on_iris(Calibrated, "temperature, three classes, probabilities", Calibrated(forest(), cv=2, method="temperature"))


BAG = ensemble.BaggingClassifier(steep(), n_estimators=3, random_state=0)
on_iris(Calibrated, "of a bag of margins", Calibrated(BAG, cv=2), names)
on_iris(Calibrated, "of a bag of margins, two classes", Calibrated(BAG, cv=2), two)


@case("model", Calibrated, "a fold without a class")
def lacking():
    X, y = numbers()
    splits = [(np.flatnonzero(y != 2), np.arange(150)), (np.arange(1, 150, 2), np.arange(0, 150, 2))]
    return Calibrated(forest(), cv=splits).fit(X, names(y)), X


on_passengers(Calibrated, "of a pipeline", Calibrated(prepared(steep()), cv=2), cabin)

# One class against others.

Rest, Pairs = multiclass.OneVsRestClassifier, multiclass.OneVsOneClassifier
for of in [Rest, Pairs]:
    on_iris(of, "margins, three classes", of(steep()), names)
    on_iris(of, "margins, two classes", of(steep()), two)
    on_iris(of, "probabilities, three classes", of(forest()), names)
    on_iris(of, "probabilities, two classes", of(forest()), two)
    on_iris(of, "both, three classes", of(LogisticRegression()))
    on_iris(of, "both, two classes", of(LogisticRegression()), two)
on_iris(Rest, "of machines with kernels", Rest(svm.SVC(probability=False)), names, rows=True)
on_iris(Rest, "of discriminants", Rest(discriminant_analysis.QuadraticDiscriminantAnalysis()), names)
on_iris(Rest, "of boosts", Rest(ensemble.AdaBoostClassifier(n_estimators=4, random_state=0)), names)
on_iris(Rest, "of regressions", Rest(Ridge()), names)
on_passengers(Rest, "of pipelines", Rest(prepared(LogisticRegression(max_iter=300))), cabin)


@case("model", Pairs, "five classes")
def pairs():
    X, y = gaps()
    X, y = np.nan_to_num(X), np.arange(len(y)) % 5
    return Pairs(forest()).fit(X, y), X


def many(y):
    """Several labels a row, of which one is always there."""
    return np.column_stack([y == 0, y > 0, y < 9]).astype(int)


on_iris(Rest, "several labels, probabilities", Rest(forest()), many)
on_iris(Rest, "several labels, margins", Rest(steep()), lambda y: many(y)[:, :2])
Codes = multiclass.OutputCodeClassifier
on_iris(Codes, "margins", Codes(steep(), code_size=3, random_state=0), names)
on_iris(Codes, "probabilities", Codes(forest(), code_size=3, random_state=0), names)

# Thresholds, and what stands in for a model.


def lately():
    """What came with scikit-learn 1.5 and 1.6."""
    on_iris(FixedThresholdClassifier, "probabilities", FixedThresholdClassifier(forest(), threshold=0.2), two)
    on_iris(FixedThresholdClassifier, "margins", FixedThresholdClassifier(steep(), threshold=-0.4), two)
    on_iris(FixedThresholdClassifier, "auto", FixedThresholdClassifier(forest()), two)
    on_iris(
        FixedThresholdClassifier,
        "the first class",
        FixedThresholdClassifier(LogisticRegression(), threshold=0.8, pos_label="no"),
        two,
    )
    on_iris(
        FixedThresholdClassifier,
        "the first class, margins",
        FixedThresholdClassifier(
            LogisticRegression(), threshold=0.8, pos_label="no", response_method="decision_function"
        ),
        two,
    )
    on_passengers(
        TunedThresholdClassifierCV,
        "",
        TunedThresholdClassifierCV(prepared(forest()), cv=3, scoring="balanced_accuracy"),
        alone,
    )
    on_iris(FrozenEstimator, "", lambda X, y: FrozenEstimator(forest().fit(X, y)), names)

    @case("model", Calibrated, "of a frozen model")
    def calibrated_frozen():
        X, y = numbers()
        return Calibrated(FrozenEstimator(steep().fit(X, two(y)))).fit(X, two(y)), X


if FrozenEstimator:
    lately()
on_iris(
    semi_supervised.SelfTrainingClassifier,
    "",
    semi_supervised.SelfTrainingClassifier(LogisticRegression(max_iter=300)),
    lambda y: np.where(np.arange(len(y)) % 3 == 0, -1, y),
)

# Several targets.

regression(multioutput.MultiOutputRegressor, "", multioutput.MultiOutputRegressor(REGRESSORS[2][1]), 3)
regression(multioutput.MultiOutputRegressor, "one target", multioutput.MultiOutputRegressor(Ridge()), 1)
regression(
    multioutput.MultiOutputRegressor,
    "with a link",
    multioutput.MultiOutputRegressor(linear_model.PoissonRegressor(alpha=1e-3)),
    2,
)
regression(multioutput.RegressorChain, "", multioutput.RegressorChain(Ridge()), 3)
regression(
    multioutput.RegressorChain,
    "in another order",
    multioutput.RegressorChain(forest(RandomForestRegressor), order=[2, 0, 1], cv=2),
    3,
)


def pair(y):
    """Two classes of texts, and three of numbers."""
    return np.column_stack([two(y), names(y)])


def codes(y):
    return np.column_stack([y, y > 0, y == 1]).astype(int)


Multi = multioutput.MultiOutputClassifier
on_iris(Multi, "texts", Multi(forest()), pair)
on_iris(Multi, "margins", Multi(steep()), codes)
on_iris(Multi, "logistic", Multi(LogisticRegression(max_iter=300)), codes)
Chain = multioutput.ClassifierChain
on_iris(Chain, "", Chain(LogisticRegression(), order=[1, 0]), lambda y: codes(y)[:, 1:])
on_iris(Chain, "margins", Chain(steep()), lambda y: codes(y)[:, 1:])
on_iris(Chain, "three classes", Chain(steep()), codes, alone=True)

# Models that answer several targets themselves.

NETWORK = {"hidden_layer_sizes": (7,), "random_state": 0, "max_iter": 60}
regression(LinearRegression, "several targets", LinearRegression(), 3)
regression(Ridge, "one column as target", Ridge(), 1)
regression(tree.DecisionTreeRegressor, "several targets", tree.DecisionTreeRegressor(max_depth=5), 3, missing=True)
regression(RandomForestRegressor, "several targets", forest(RandomForestRegressor), 2, missing=True)
regression(neural_network.MLPRegressor, "several targets", neural_network.MLPRegressor(**NETWORK), 2)
on_iris(tree.DecisionTreeClassifier, "several targets", tree.DecisionTreeClassifier(max_depth=3), pair)
on_iris(RandomForestClassifier, "several targets", forest(), codes)
on_iris(neural_network.MLPClassifier, "several labels", neural_network.MLPClassifier(**NETWORK), many)


@case("composition", model_selection.HalvingGridSearchCV)
def halved():
    X, y = numbers()
    return model_selection.HalvingGridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=2).fit(X, y), X


@case("composition", model_selection.HalvingRandomSearchCV)
def halved_at_random():
    X, y = numbers()
    search = model_selection.HalvingRandomSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=2, n_candidates=2)
    return search.fit(X, y), X
