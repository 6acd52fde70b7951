"""The other roads to a small runtime, on the same pipelines: as their own documentation shows, and no further.

Each answers a `Verdict`: its labels against the original's, and its numbers. An exception is a refusal."""

import contextlib
import io
import tempfile
from pathlib import Path

import numpy as np
from answers import is_class, matrix, method
from compare import compared, nearest


def onnx(model, X, want):
    """skl2onnx in its documented way (float32), run by onnxruntime."""
    import onnxruntime
    from skl2onnx import to_onnx

    as_is = {id(last(model)): {"zipmap": False}} if method(model) == "predict_proba" else {}
    opset = {"": 18, "ai.onnx.ml": 3}  # its own advice where it refuses the newest
    made = to_onnx(model, initial_types=types(X), options=as_is, target_opset=opset)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(made.SerializeToString(), options, providers=["CPUExecutionProvider"])
    found = session.run(None, feed(X))
    return agreed(model, X, shaped(model, found, want), want)


def agreed(model, X, got, want):
    """The verdict; of scores that are one of several, on the nearest."""
    return compared(got, want) if want[0] is None else nearest(*got, model, X, want)


def last(model):
    """The estimator that answers."""
    return model.steps[-1][1] if hasattr(model, "steps") else model


def types(X):
    """A float32 matrix, or a column of numbers or texts each."""
    from skl2onnx.common.data_types import FloatTensorType, StringTensorType

    if getattr(X, "ndim", 2) == 1:
        return [("X", StringTensorType([None, 1]))]
    if is_matrix(X):
        return [("X", FloatTensorType([None, X.shape[1]]))]
    return [(c, FloatTensorType([None, 1]) if is_number(X[c]) else StringTensorType([None, 1])) for c in X.columns]


def feed(X):
    """The rows for onnxruntime."""
    if getattr(X, "ndim", 2) == 1:
        return {"X": X.to_numpy(dtype=object).reshape(-1, 1)}
    if is_matrix(X):
        return {"X": np.asarray(X, np.float32)}
    of = {c: X[c].astype(np.float32) if is_number(X[c]) else X[c].fillna("nan").astype(object) for c in X.columns}
    return {c: column.to_numpy().reshape(-1, 1) for c, column in of.items()}


def is_number(column):
    """Whether a column of a frame holds numbers."""
    return column.dtype.kind in "ifub"


def is_matrix(X):
    """Whether all columns are numbers."""
    return not hasattr(X, "columns") or all(is_number(X[c]) for c in X.columns)


def shaped(model, found, want):
    """Labels and numbers in the form of `answers.original`."""
    if not is_class(model):
        return None, matrix(np.asarray(found[0], float))
    scores = found[1] if want[1].shape[1] else np.empty((len(want[1]), 0))
    scores = np.hstack(scores) if isinstance(scores, list) else np.asarray(scores, float)
    return np.asarray(found[0]).reshape(len(want[1]), -1), one_of_two(matrix(scores), want[1])


def one_of_two(scores, want):
    """Of two scores the second, where scikit-learn gives one."""
    return scores[:, 1:] if scores.shape[1] == 2 and want.shape[1] == 1 else scores


def pmml(model, X, want):
    """sklearn2pmml, evaluated by JPMML."""
    import pandas
    from jpmml_evaluator import make_evaluator
    from sklearn2pmml import make_pmml_pipeline, sklearn2pmml

    frame = X.to_frame() if getattr(X, "ndim", 2) == 1 else X
    frame = frame if hasattr(frame, "columns") else pandas.DataFrame(X, columns=[f"x{i}" for i in range(X.shape[1])])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.pmml"
        piped = make_pmml_pipeline(model, active_fields=list(frame.columns), target_fields=["answer"])
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            sklearn2pmml(piped, path, with_repr=False)
        evaluator = make_evaluator(str(path), backend="jpype", lax=True).verify()
        found = evaluator.evaluateAll(frame)
    return agreed(model, X, tabled(model, found, want), want)


def tabled(model, found, want):
    """Columns of JPMML's answer in the form of `answers.original`."""
    if "outlier" in found:
        return matrix(np.where(found["outlier"], -1, 1)), matrix(found.iloc[:, 0].to_numpy(float))
    label = found["answer"] if "answer" in found else found.iloc[:, 0]
    if not is_class(model):
        return None, matrix(label.to_numpy(float))
    names = [c for c in found.columns if str(c).startswith("probability(")]
    scores = found[names].to_numpy(float) if want[1].shape[1] else np.empty((len(found), 0))
    return matrix(label.to_numpy()), scores


def m2cgen(model, X, want):
    """m2cgen as Python, which it writes as it writes JavaScript."""
    import m2cgen as m2c

    names = {}
    exec(m2c.export_to_python(model), names)  # noqa: S102 - its own output
    found = np.array([names["score"](list(map(float, row))) for row in np.asarray(X)])
    labels = matrix(classes(model, found)) if is_class(model) else None
    return agreed(model, X, (labels, matrix(found)), want)


def classes(model, scores):
    """It gives no labels: the largest, or the sign."""
    scores = matrix(scores)
    at = scores.argmax(axis=1) if scores.shape[1] > 1 else (scores[:, 0] > 0).astype(int)
    return np.asarray(model.classes_)[at]


PEERS = {"ONNX": onnx, "PMML": pmml, "m2cgen": m2cgen}
