"""What the source libraries and the package shap say of the golden models: writes the files beside it.

    python -m venv venv && venv/bin/pip install xgboost==3.2.0 lightgbm==4.7.0 shap==0.51.0 scikit-learn==1.9.1 pandas
    PYTHONPATH=exporters/python WINDOWBOX=target/debug/windowbox venv/bin/python tests/explain/expected.py

XGBoost's and LightGBM's own contributions are of the rows of `tests/golden/NAME/input.json`: a file
`NAME.json` each. The models of scikit-learn are trained here, each a `NAME.wbx` and a `NAME.json` with rows of
its own and what shap's TreeExplainer (path-dependent) or LinearExplainer says. A file has `tolerance`, the
difference that is allowed in shares of the largest number of its row, `rows`, and for each margin
`base` and `contributions`, row after row."""

import json
import os
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
import shap
import sklearn
import sklearn.datasets as datasets
import xgboost
from sklearn.ensemble import (
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

import windowbox

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "golden"

# Their rows have levels, which the libraries take in forms of their own, or their leaves are linear.
BOOSTED = [
    *("xgb-1.7-binary-breast", "xgb-binary-titanic", "xgb-dart-wine", "xgb-forest-digits", "xgb-multi-iris"),
    *("xgb-poisson-diabetes", "xgb-reg-diabetes", "xgb-gblinear-diabetes"),
    *("lgb-3.3-ova-wine", "lgb-binary-titanic", "lgb-multi-wine", "lgb-poisson-diabetes", "lgb-reg-diabetes"),
    *("lgb-rf-breast", "lgb-zeromissing-titanic"),
]


def number(cell):
    return np.nan if cell is None else float(cell.replace("Infinity", "inf") if isinstance(cell, str) else cell)


def golden_rows(name):
    rows = json.loads((GOLDEN / name / "input.json").read_text())["rows"]
    return np.array([[number(cell) for cell in row] for row in rows])


def margins(contributions, columns):
    """Row after row, margin after margin, each column's and last the base."""
    blocks = np.asarray(contributions, dtype=np.float64).reshape(len(contributions), -1, columns + 1)
    return [{"base": blocks[:, k, -1].tolist(), "contributions": blocks[:, k, :-1].tolist()} for k in range(blocks.shape[1])]


def boosted(name):
    X = golden_rows(name)
    finite = np.abs(np.nan_to_num(X)).max(axis=1) < 1e30
    if name.startswith("xgb"):
        booster = xgboost.Booster(model_file=next((GOLDEN / name).glob("model.*")))
        keep = np.isfinite(np.nan_to_num(X)).all(axis=1) & finite
        data = xgboost.DMatrix(X[keep], feature_names=booster.feature_names)
        last = int(booster.attributes().get("best_iteration", -1)) + 1
        said = booster.predict(data, pred_contribs=True, strict_shape=True, iteration_range=(0, last))
        made = f"xgboost {xgboost.__version__}, pred_contribs"
    else:
        keep = finite
        said = lightgbm.Booster(model_file=GOLDEN / name / "model.txt").predict(X[keep], pred_contrib=True)
        made = f"lightgbm {lightgbm.__version__}, pred_contrib"
    rows = np.flatnonzero(keep)[:20].tolist()
    write(name, {"made": made, "tolerance": 1e-5, "rows": rows, "margins": margins(said[:20], X.shape[1])})


def write(name, document):
    (HERE / f"{name}.json").write_text(json.dumps(document) + "\n")
    print(name, document["made"])


def explained(model, X, rows):
    if isinstance(model, (LogisticRegression, Ridge)):
        return shap.LinearExplainer(model, shap.maskers.Independent(np.median(X, axis=0, keepdims=True)))
    return shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")


def trained(name, model, frame, target):
    X, y = frame
    model.fit(X, y)
    windowbox.save(model, X, HERE / f"{name}.wbx", target=target, name=name)
    rows = X.iloc[:: max(1, len(X) // 12)].to_numpy(dtype=np.float64)
    explainer = explained(model, X.to_numpy(), rows)
    values = explainer(pd.DataFrame(rows, columns=X.columns) if hasattr(model, "feature_names_in_") else rows, **CHECK(model))
    parts, base = np.asarray(values.values), np.asarray(values.base_values)
    parts = parts if parts.ndim == 3 else parts[:, :, None]
    base = np.broadcast_to(base.reshape(base.shape[0], -1), (len(rows), parts.shape[2]))
    margins = [{"base": base[:, k].tolist(), "contributions": parts[:, :, k].tolist()} for k in range(parts.shape[2])]
    made = f"shap {shap.__version__}, scikit-learn {sklearn.__version__}"
    write(name, {"made": made, "tolerance": 1e-9, "records": rows.tolist(), "margins": margins})


def CHECK(model):
    return {} if isinstance(model, (LogisticRegression, Ridge)) else {"check_additivity": False}


def frame(load):
    return load(return_X_y=True, as_frame=True)


MODELS = {
    "sk-tree-wine": (DecisionTreeClassifier(random_state=0), datasets.load_wine),
    "sk-tree-diabetes": (DecisionTreeRegressor(max_leaf_nodes=60, random_state=0), datasets.load_diabetes),
    "sk-forest-breast": (RandomForestClassifier(8, max_depth=6, random_state=0), datasets.load_breast_cancer),
    "sk-forest-diabetes": (RandomForestRegressor(6, max_depth=12, random_state=0), datasets.load_diabetes),
    "sk-extra-diabetes": (ExtraTreesRegressor(4, max_depth=7, random_state=0), datasets.load_diabetes),
    "sk-boosting-breast": (GradientBoostingClassifier(n_estimators=20, random_state=0), datasets.load_breast_cancer),
    "sk-boosting-diabetes": (GradientBoostingRegressor(n_estimators=20, random_state=0), datasets.load_diabetes),
    "sk-histogram-breast": (HistGradientBoostingClassifier(max_iter=12, random_state=0), datasets.load_breast_cancer),
    "sk-histogram-diabetes": (HistGradientBoostingRegressor(max_iter=12, random_state=0), datasets.load_diabetes),
    "sk-logistic-breast": (LogisticRegression(max_iter=5000), datasets.load_breast_cancer),
    "sk-ridge-diabetes": (Ridge(), datasets.load_diabetes),
}

if __name__ == "__main__":
    only = os.environ.get("ONLY", "")
    for name in BOOSTED:
        if only in name:
            boosted(name)
    for name, (model, load) in MODELS.items():
        if only in name:
            trained(name, model, frame(load), "target")
