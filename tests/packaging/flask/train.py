"""Fits the tutorials' two models, for their server (joblib) and as packages of windowbox.

python train.py EXAMPLES OUT: the folder with titanic/ and iris/, and where to write to.
"""

import sys
from pathlib import Path

import joblib
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.tree import DecisionTreeClassifier

import windowbox


def titanic(examples: Path):
    table = pd.read_csv(examples / "titanic/titanic.csv")
    levels = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore"))
    prepare = make_column_transformer((SimpleImputer(strategy="median"), ["Age"]), (levels, ["Sex", "Embarked"]))
    rows = table[["Age", "Sex", "Embarked"]]
    return make_pipeline(prepare, LogisticRegression()).fit(rows, table["Survived"]), rows, "Survived"


def iris(examples: Path):
    table = pd.read_csv(examples / "iris/iris.csv")
    rows = table[["sl", "sw", "pl", "pw"]]
    return DecisionTreeClassifier(random_state=1).fit(rows, table["species"]), rows, "species"


def main(examples: Path, out: Path):
    for name, story in {"titanic-survival": titanic, "iris-species": iris}.items():
        model, rows, target = story(examples)
        joblib.dump(model, out / f"{name}.joblib")
        windowbox.save(model, rows, out / f"{name}.wbx", target=target, name=name)
        windowbox.pack(out / f"{name}.wbx", out / "node_modules" / name, name=name, force=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
