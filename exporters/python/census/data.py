"""The tables of the census: what scikit-learn brings, and the Titanic of the examples."""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import datasets

TITANIC = Path(__file__).parents[3] / "examples/titanic/titanic.csv"


def titanic():
    """Numbers and texts, some missing, and who survived."""
    table = pd.read_csv(TITANIC)
    return table[["Pclass", "Sex", "Age", "SibSp", "Parch", "Fare", "Embarked"]], table["Survived"].to_numpy()


def names():
    """The passengers' names as texts, beside numbers."""
    table = pd.read_csv(TITANIC)
    return table[["Name", "Age", "SibSp", "Parch", "Fare"]], table["Survived"].to_numpy()


def iris():
    """Three kinds of flowers, by their names."""
    data = datasets.load_iris(as_frame=True)
    return data.data, data.target_names[data.target]


def of(load):
    """A table of numbers as scikit-learn loads it."""
    return lambda: load(return_X_y=True)


DATA = {
    "titanic": titanic,
    "names": names,
    "iris": iris,
    "wine": of(datasets.load_wine),
    "breast cancer": of(datasets.load_breast_cancer),
    "diabetes": of(datasets.load_diabetes),
    "digits": of(datasets.load_digits),
}


def fitted(name, data, model):
    """The model, fitted, and its table: one column of texts where it reads texts alone."""
    X, y = DATA[data]()
    if data == "names" and "columntransformer" not in dict(model.steps):
        X = X["Name"]
    if name.endswith("several answers"):
        y = np.column_stack([y, y[::-1]])
    return model.fit(X, y), X
