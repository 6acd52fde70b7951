"""XGBoost, LightGBM and CatBoost, alone and in pipelines."""

from importlib import import_module

import numpy as np
import pytest
from frames import cabin, gaps, passengers, survived
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import StackingClassifier, VotingClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from . import BOUNDS, logistic
from . import case as plain_case

SINGLE = 2e-6
"""Exponentials of XGBoost are in single precision, and another library's."""

LIBRARIES = {}
"""The library of each class."""


def case(kind, of, what="", within=None):
    """Adds a case, of which numbers may be off by this much."""
    if within is not None:
        BOUNDS[f"{of.__name__}{', ' if what else ''}{what}"] = within
    return plain_case(kind, of, what)


def of(library, name):
    """A class of a library; where that is not installed one that cannot be made."""
    try:
        found = getattr(import_module(library), name)
    except ImportError:
        skip = lambda *_, **__: pytest.skip(f"{library} is not installed")
        found = type(name, (), {"__init__": skip})
    LIBRARIES[found] = library
    return found


XGBClassifier, XGBRegressor = of("xgboost", "XGBClassifier"), of("xgboost", "XGBRegressor")
XGBRFClassifier, XGBRFRegressor = of("xgboost", "XGBRFClassifier"), of("xgboost", "XGBRFRegressor")
XGBRanker = of("xgboost", "XGBRanker")
LGBMClassifier, LGBMRegressor = of("lightgbm", "LGBMClassifier"), of("lightgbm", "LGBMRegressor")
LGBMRanker, Booster = of("lightgbm", "LGBMRanker"), of("lightgbm", "Booster")
CatBoostClassifier, CatBoostRegressor = of("catboost", "CatBoostClassifier"), of("catboost", "CatBoostRegressor")
CATEGORIES = ["sex", "pclass", "port"]
QUIET = {
    **dict.fromkeys([XGBClassifier, XGBRegressor, XGBRFClassifier, XGBRFRegressor, XGBRanker], {"n_estimators": 12}),
    **dict.fromkeys([LGBMClassifier, LGBMRegressor, LGBMRanker], {"n_estimators": 12, "verbose": -1}),
    **dict.fromkeys(
        [CatBoostClassifier, CatBoostRegressor],
        {"iterations": 12, "depth": 4, "verbose": 0, "allow_writing_files": False},
    ),
}


def booster(kind, **options):
    """A small one that says nothing."""
    return kind(**{**QUIET[kind], **options})


def frame(missing=True):
    """The passengers, with categories of pandas."""
    X = passengers()
    X["port"] = X["port"] if missing else X["port"].fillna("none")
    return X.astype(dict.fromkeys(CATEGORIES, "category"))


def coded(y):
    """XGBoost takes the numbers of classes."""
    return np.unique(y(passengers()), return_inverse=True)[1]


def number(kind, what="", within=None, positive=False, **options):
    """A regression on an array with missing cells."""

    @case("model", kind, what, within)
    def make():
        X, y = gaps()
        return booster(kind, **options).fit(X, y / 100 if positive else y - y.mean()), X


def classes(kind, what, y, X=passengers, within=None, **options):
    """A classification of passengers."""

    @case("model", kind, what, within)
    def make():
        rows = X()
        target = coded(y) if LIBRARIES[kind] == "xgboost" else y(passengers())
        return booster(kind, **options).fit(rows, target), rows


def numeric():
    """Numbers alone, some missing."""
    return passengers()[["age", "fare", "pclass", "alone"]]


number(XGBRegressor)
number(XGBRegressor, "Poisson", SINGLE, True, objective="count:poisson")
number(XGBRegressor, "gamma", SINGLE, True, objective="reg:gamma")
number(XGBRegressor, "absolute error", objective="reg:absoluteerror")
number(XGBRegressor, "dart", booster="dart", rate_drop=0.3)
number(XGBRFRegressor)
classes(XGBClassifier, "two classes", survived, numeric, SINGLE)
classes(XGBClassifier, "three classes", cabin, numeric, SINGLE)
classes(XGBClassifier, "categories of pandas", survived, frame, SINGLE, enable_categorical=True)
classes(XGBRFClassifier, "three classes", cabin, numeric, SINGLE)
number(LGBMRegressor)
number(LGBMRegressor, "Poisson", None, True, objective="poisson")
number(LGBMRegressor, "quantile", objective="quantile", alpha=0.7)
number(LGBMRegressor, "random forest", boosting_type="rf", subsample=0.7, subsample_freq=1)
number(LGBMRegressor, "linear leaves", linear_tree=True)
classes(LGBMClassifier, "two classes", survived, numeric)
classes(LGBMClassifier, "three classes", cabin, numeric)
classes(LGBMClassifier, "categories of pandas", survived, frame)
classes(LGBMClassifier, "one against all", cabin, frame, objective="multiclassova")
number(CatBoostRegressor)
number(CatBoostRegressor, "Poisson", None, True, loss_function="Poisson")
number(CatBoostRegressor, "lossguide", grow_policy="Lossguide", max_leaves=7, depth=None)
classes(CatBoostClassifier, "two classes", survived, numeric)
classes(CatBoostClassifier, "three classes", cabin, numeric)
classes(CatBoostClassifier, "one against all", cabin, numeric, loss_function="MultiClassOneVsAll")
texts = lambda: passengers().assign(port=passengers()["port"].fillna("none"))
classes(CatBoostClassifier, "texts and whole numbers", survived, texts, cat_features=CATEGORIES)
classes(CatBoostClassifier, "categories of pandas", cabin, lambda: frame(False), cat_features=CATEGORIES)
classes(CatBoostClassifier, "one-hot", survived, texts, cat_features=CATEGORIES, one_hot_max_size=9)


def stopped(kind, what, within=None, **options):
    """The trees up to the best iteration, of many more."""

    @case("model", kind, what, within)
    def make():
        X, y = numeric(), coded(survived)
        more = options.pop("fitted", {})
        size = {"iterations": 200} if LIBRARIES[kind] == "catboost" else {"n_estimators": 200}
        model = booster(kind, **size, **options)
        return model.fit(X[:160], y[:160], eval_set=[(X[160:], y[160:])], **more), X


stopped(XGBClassifier, "early stopping", SINGLE, early_stopping_rounds=3)
stopped(LGBMClassifier, "early stopping", early_stopping_round=3)
stopped(CatBoostClassifier, "early stopping", early_stopping_rounds=3)


@case("model", XGBClassifier, "a number that means missing", SINGLE)
def sentinel():
    X = numeric().fillna(-999)
    return booster(XGBClassifier, missing=-999).fit(X, coded(survived)), X


@case("model", XGBRegressor, "linear", SINGLE)
def linear():
    X, y = gaps()
    X = np.nan_to_num(X)
    return booster(XGBRegressor, booster="gblinear").fit(X, y), X


for ranker in (XGBRanker, LGBMRanker):

    @case("model", ranker)
    def ranks(ranker=ranker):
        X, y = gaps()
        grades = np.digitize(y, [80, 150, 220])
        return booster(ranker).fit(X, grades, group=[50, 70, 80]), X


@case("model", Booster, "of LightGBM; that of XGBoost as well")
def itself():
    X, y = gaps()
    lightgbm = pytest.importorskip("lightgbm")
    return lightgbm.train({"verbose": -1, "objective": "huber"}, lightgbm.Dataset(X, y), 9), X


def in_front(model):
    """Encoded texts and scaled numbers in front of a model."""
    parts = [
        ("n", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), ["age", "fare"]),
        ("c", OneHotEncoder(handle_unknown="ignore"), ["sex", "port"]),
        ("p", "passthrough", ["pclass", "alone"]),
    ]
    return make_pipeline(ColumnTransformer(parts, sparse_threshold=0), model)


for kind, within in ((XGBClassifier, SINGLE), (LGBMClassifier, None), (CatBoostClassifier, None)):

    @case("model", kind, "in a pipeline", within)
    def piped(kind=kind):
        X = passengers()
        return in_front(booster(kind)).fit(X, coded(cabin)), X

    @case("model", kind, "found by a search", within)
    def searched(kind=kind):
        X, depth = passengers(), "depth" if LIBRARIES[kind] == "catboost" else "max_depth"
        grid = {f"{kind.__name__.lower()}__{depth}": [2, 3]}
        return GridSearchCV(in_front(booster(kind)), grid, cv=2).fit(X, coded(survived)), X

    @case("model", kind, "stacked", within)
    def stacked(kind=kind):
        X = numeric().fillna(0)
        members = [("b", booster(kind)), ("l", logistic())]
        return StackingClassifier(members, logistic(), cv=2).fit(X, coded(survived)), X

    @case("model", kind, "voting", within)
    def voting(kind=kind):
        X = numeric().fillna(0)
        members = [("b", booster(kind)), ("l", logistic())]
        return VotingClassifier(members, voting="soft").fit(X, coded(cabin)), X
