"""What a model answers to a table, as lists: its labels, and its numbers. The original's and ours in one form."""

import json
import subprocess

import numpy as np

from windowbox.attributes import is_missing, plain
from windowbox.columns import columns
from windowbox.command import found


def method(model):
    """What a model is compared by beside its labels."""
    names = ["predict_proba", "decision_function"] if is_class(model) else []
    return next((name for name in names if hasattr(model, name)), None)


def original(model, X):
    """Labels (or `None`) and numbers, an array each with a row a row."""
    predicted = np.asarray(model.predict(X))
    if not is_class(model):
        return None, matrix(predicted.astype(float))
    scores = getattr(model, method(model))(X) if method(model) else np.empty((len(predicted), 0))
    scores = np.hstack(scores) if isinstance(scores, list) else scores
    return matrix(predicted), matrix(np.asarray(scores, float))


def is_class(model):
    """Whether a model answers labels; k-means and outliers are numbered ones."""
    from sklearn.base import is_classifier, is_clusterer, is_outlier_detector

    return is_classifier(model) or is_clusterer(model) or is_outlier_detector(model)


def matrix(values):
    """With a column an answer, also where there is one."""
    return values.reshape(len(values), -1)


def rows(X, used):
    """The cells of a table as records of the columns that the model reads."""
    known = [column for column in columns(X) if column.name in used]
    cells = [[None if is_missing(cell) else plain(cell) for cell in column.cells] for column in known]
    return [dict(zip((column.name for column in known), row)) for row in zip(*cells)]


def ours(answers, model):
    """Answers of the command or of node in the form of `original`."""
    predicted = answers["prediction"]
    if not is_class(model):
        return None, matrix(np.array([np.nan if x is None else x for x in predicted], float))
    of = {"predict_proba": "probabilities", "decision_function": "margin"}.get(method(model))
    scores = [flat(one) for one in answers[of]] if of else [[] for _ in predicted]
    return matrix(np.array(predicted)), matrix(np.array(scores, float))


def flat(one):
    """The numbers of a row: of one answer or of several."""
    if isinstance(one, dict):
        return list(one.values())
    return [x for part in one for x in flat(part)] if isinstance(one, list) else [one]


def natively(path, records, folder):
    """What the command answers."""
    (folder / "rows.json").write_text(json.dumps(records))
    options = ["--proba", "--margin", "--output", "json"]
    done = subprocess.run([found(), "predict", path, folder / "rows.json", *options], capture_output=True)
    if not done.stdout:
        raise RuntimeError(done.stderr.decode())
    return json.loads(done.stdout)


def known(path):
    """The names of the columns that a file reads."""
    done = subprocess.run([found(), "export-json", path], capture_output=True, check=True)
    return [column["name"] for column in json.loads(done.stdout)["columns"]]
