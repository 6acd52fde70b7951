"""What is read: a case for each class and option, one file a family. The table of the README is made of these."""

from importlib import import_module
from pkgutil import iter_modules

import numpy as np
from frames import gaps, numbers, passengers, survived
from sklearn import linear_model
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import make_pipeline

CASES = {}
"""By name: (kind, class, what of it, function that answers a fitted model and its X)."""

BOUNDS = {}
"""How far numbers of a case may be off, where the original computes less exactly than in doubles."""


ROWS = set()
"""Names of cases whose models are made of rows of training."""

LABELS = set()
"""Names of cases that are held to labels alone: the original's scores have another shape."""


def case(kind, of, what="", rows=False, labels=False):
    """Adds a case."""

    def add(make):
        name = f"{of.__name__}{', ' if what else ''}{what}"
        assert name not in CASES
        CASES[name] = (kind, of, what, make)
        ROWS.update([name] * rows)
        LABELS.update([name] * labels)
        return make

    return add


def logistic():
    return linear_model.LogisticRegression(max_iter=300)


def step(of, what, step, columns, y=survived):
    """A step on some columns of the passengers, in front of a logistic regression."""

    @case("step", of, what)
    def make():
        X = passengers()
        return make_pipeline(ColumnTransformer([("it", step, columns)]), logistic()).fit(X, y(X)), X


def regressor(of, what="", positive=False, rows=False, **options):
    """A regression on an array."""

    @case("model", of, what, rows)
    def make():
        X, y = gaps()
        X = np.nan_to_num(X)
        return of(**options).fit(X, y / 100 if positive else y), X


def classifier(of, what="", two=False, rows=False, labels=False, **options):
    """A classification on a frame, into three classes or two."""

    @case("model", of, what, rows, labels)
    def make():
        X, y = numbers()
        y = np.where(y == 1, "versicolor", "other") if two else y
        return of(**options).fit(X, y), X


for module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{module}")
