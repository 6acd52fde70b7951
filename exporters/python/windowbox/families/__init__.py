"""The table of what is read: a class of scikit-learn or a boosting library by name, and its reader.

A reader of a step takes the line, the fitted object and its features, and answers the
features behind it; a reader of a model answers an `Answer`. One file a family."""

from importlib import import_module

from ..attributes import told
from ..refused import Refused
from .boosters import LIBRARIES

FAMILIES = [
    "adaboost",
    "against",
    "bagging",
    "bayes",
    "boosters",
    "boosting",
    "calibrate",
    "clusters",
    "compose",
    "dummy",
    "encode",
    "forests",
    "function",
    "gaussians",
    "histogram",
    "impute",
    "intervals",
    "isotonic",
    "linear",
    "machines",
    "meta",
    "neighbors",
    "networks",
    "outliers",
    "polynomial",
    "power",
    "project",
    "quantile",
    "scale",
    "select",
    "spline",
    "stack",
    "target",
    "targets",
    "text",
    "transformed",
    "vote",
]
"""The files that are listed: one line each."""

READERS = {
    name: reader for family in FAMILIES for name, reader in import_module(f"{__name__}.{family}").READERS.items()
}

INFINITE = {
    "Pipeline",
    "ColumnTransformer",
    "FeatureUnion",
    "FunctionTransformer",
    "GridSearchCV",
    "RandomizedSearchCV",
    "TransformedTargetRegressor",
    "HistGradientBoostingClassifier",
    "HistGradientBoostingRegressor",
}
"""Classes that do not refuse infinite numbers themselves."""

OTHERS = "take a model or step of the table in the README, or write the JSON form of the pipeline yourself"


AS_FITTED = "is it as fit left it, of a version that the README names?"


def read(line, estimator, features):
    """Reads a fitted object behind some features."""
    of = type(estimator)
    reader = READERS.get(of.__name__) if of.__module__.split(".")[0] in LIBRARIES else None
    if reader is None:
        raise Refused(f"{of.__module__}.{of.__name__} is not read", OTHERS)
    fits(estimator, features)
    try:
        return reader(line, estimator, line.finite(features) if is_finite(of) else features)
    except Refused:
        raise
    except (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError) as wrong:
        # What no reader expects, as None in place of a list: its class is named, and the cause kept.
        raise Refused(f"a {of.__name__} cannot be read: {wrong or type(wrong).__name__}", AS_FITTED) from wrong


def is_finite(of):
    """Whether a class refuses infinite numbers, as those of scikit-learn do."""
    return of.__module__.split(".")[0] == "sklearn" and of.__name__ not in INFINITE


def fits(estimator, features):
    """Every fitted object knows how many features it was fitted on."""
    due = told(estimator, "n_features_in_")
    if due is not None and due != len(features):
        raise Refused(f"{type(estimator).__name__}.n_features_in_ is {due}, and {len(features)} features reach it")
