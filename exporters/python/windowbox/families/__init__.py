"""The table of what is read: a class of scikit-learn by name, and its reader.

A reader of a step takes the line, the fitted object and its features, and answers the
features behind it; a reader of a model answers an `Answer`. One file a family."""

from ..refused import Refused
from . import (
    bayes,
    boosting,
    compose,
    encode,
    forests,
    histogram,
    impute,
    linear,
    networks,
    project,
    scale,
    select,
    text,
)

READERS = {
    name: reader
    for family in (
        compose,
        impute,
        scale,
        encode,
        select,
        project,
        linear,
        networks,
        bayes,
        forests,
        boosting,
        histogram,
        text,
    )
    for name, reader in family.READERS.items()
}

TREES = 'XGBoost, LightGBM and CatBoost models go in by "windowbox import", from the file that they save themselves'
OTHERS = "take a model or step of the table in the README, or write the JSON form of the pipeline yourself"


def read(line, estimator, features):
    """Reads a fitted object behind some features."""
    of = type(estimator)
    reader = READERS.get(of.__name__) if of.__module__.split(".")[0] == "sklearn" else None
    if reader is None:
        boosters = of.__module__.split(".")[0] in ("xgboost", "lightgbm", "catboost")
        raise Refused(f"{of.__module__}.{of.__name__} is not read", TREES if boosters else OTHERS)
    fits(estimator, features)
    return reader(line, estimator, features)


def fits(estimator, features):
    """Every fitted object knows how many features it was fitted on."""
    due = getattr(estimator, "n_features_in_", None)
    if due is not None and due != len(features):
        raise Refused(f"{type(estimator).__name__}.n_features_in_ is {due}, and {len(features)} features reach it")
