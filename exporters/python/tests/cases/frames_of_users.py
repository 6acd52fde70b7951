"""Frames as people have them: cells that are None, small types, categories with gaps, many columns."""

import numpy as np
import pandas as pd
from frames import passengers, survived
from sklearn import calibration, ensemble, preprocessing
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from . import case, logistic


def nothing():
    """The passengers, with None for a port that is not known; other columns have NaN."""
    X = passengers()
    return X.assign(port=X.port.astype(object).where(X.port.notna(), None))


@case("step", OrdinalEncoder, "None is a category")
def ordinal():
    X = nothing()
    codes = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan, encoded_missing_value=-5)
    first = ColumnTransformer([("it", codes, ["sex", "port"])])
    last = ensemble.HistGradientBoostingClassifier(max_iter=9)
    return calibration.CalibratedClassifierCV(make_pipeline(first, last), cv=2).fit(X, survived(X)), X


@case("step", SimpleImputer, "None means missing, NaN is refused")
def imputer():
    X = nothing()
    fill = SimpleImputer(strategy="most_frequent", missing_values=None)
    first = make_pipeline(fill, OneHotEncoder(handle_unknown="ignore"))
    return make_pipeline(ColumnTransformer([("it", first, ["sex", "port", "pclass"])]), logistic()).fit(
        X, survived(X)
    ), X


@case("step", StandardScaler, "numbers of one byte")
def bytes_of():
    X = passengers()[["pclass", "fare"]]
    X = X.assign(pclass=X.pclass.astype("uint8"), fare=X.fare.astype("int8"))
    return make_pipeline(StandardScaler(), logistic()).fit(X, survived(passengers())), X


@case("step", OneHotEncoder, "types of pandas, with NA")
def nullable():
    X = passengers()
    X = X.assign(pclass=X.pclass.astype("Int64").where(X.age > 20), alone=X.alone.astype("boolean"))
    X = X.assign(sex=X.sex.astype("string"), port=X.port.astype("category"))
    parts = make_column_transformer(
        (SimpleImputer(strategy="median"), ["pclass", "age"]),
        (OneHotEncoder(handle_unknown="ignore"), ["sex", "port"]),
        ("passthrough", ["alone"]),
    )
    return make_pipeline(parts, logistic()).fit(X, survived(passengers())), X


@case("step", OneHotEncoder, "a column that was always missing")
def absent():
    X = passengers()
    X = X.assign(port=np.nan, cabin=pd.Series([None] * len(X), dtype=object))
    parts = make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["sex", "port", "cabin"]))
    return make_pipeline(parts, logistic()).fit(X, survived(passengers())), X


@case("step", StandardScaler, "2,000 columns, of which rows with a gap are refused")
def wide():
    random = np.random.default_rng(0)
    X = pd.DataFrame(random.normal(size=(60, 2000)), columns=[f"g{i}" for i in range(2000)])
    return make_pipeline(preprocessing.StandardScaler(), logistic()).fit(X, X.g0 > 0), X
