"""Each case is saved, which holds it to made-up rows, and then asked about its own rows."""

import json
import re
import subprocess

import numpy as np
import pytest
from cases import BOUNDS, CASES, LABELS, ROWS

import windowbox
from windowbox.attributes import is_missing, since
from windowbox.columns import columns
from windowbox.command import found

WITHIN = 1e-12
"""Relative; scikit-learn sums dot products in another order."""


def predicted(path, X, tmp_path):
    """What the command answers to all rows."""
    names = [column.name for column in columns(X)]
    cells = zip(*(column.cells for column in columns(X)))
    rows = [{n: None if is_missing(v) else v for n, v in zip(names, row)} for row in cells]
    wanted = {c["name"] for c in exported(path, tmp_path)["columns"]}
    rows = [{n: v for n, v in row.items() if n in wanted} for row in rows]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    done = subprocess.run(
        [found(), "predict", path, tmp_path / "rows.json", "--proba", "--margin", "--output", "json"],
        capture_output=True,
    )
    return json.loads(done.stdout)


def exported(path, tmp_path):
    """The pipeline that was packed, as JSON."""
    subprocess.run([found(), "export-json", path, "-o", tmp_path / "again.json"], check=True, capture_output=True)
    return json.loads((tmp_path / "again.json").read_text())


def close(got, want, within=WITHIN):
    """Within the bound; of numbers below 1 by their distance."""
    got, want = np.asarray(got, float), np.asarray(want, float)
    assert got.shape == want.shape
    assert (np.abs(got - want) <= within * np.maximum(1, np.abs(want))).all(), np.abs(got - want).max()


UNLIKELY = {"OneVsRestClassifier, of discriminants", "SGDClassifier, three classes, none of them likely"}
"""Where older versions divide 0 by 0: what they do not answer, `save` refuses."""


def fitted(name):
    """The model of a case and its X; what an older scikit-learn cannot fit is skipped."""
    if name in UNLIKELY and not since(1, 9):
        pytest.skip("older versions have no probabilities where no class is likely")
    try:
        return CASES[name][-1]()
    except (TypeError, ValueError, AssertionError) as error:
        if since(1, 9):
            raise
        pytest.skip(f"this scikit-learn does not fit it: {error}")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.filterwarnings("ignore")
def test_answers_are_scikit_learns(name, tmp_path, capsys):
    model, X = fitted(name)
    path = tmp_path / "model.wbx"
    said = windowbox.save(model, X, path, target="answer", embed_rows=name in ROWS)
    [rows] = re.search(r"Checked (\d+) rows", said).groups()
    assert int(rows) > 20 and said in capsys.readouterr().out
    proof = exported(path, tmp_path)["proof"]
    assert proof["synthesised"] is (name not in ROWS)
    answers = predicted(path, X, tmp_path)
    compare(model, X, answers, BOUNDS.get(name, WITHIN), name in LABELS)


def compare(model, X, answers, within, labels=False):
    """Labels are equal on every row, numbers within the bound."""
    want = np.asarray(model.predict(X))
    want = (want[:, 0] if want.shape[1:] == (1,) else want).tolist()
    if "probabilities" not in answers:
        return close(answers["prediction"], want, within)
    assert answers["prediction"] == want
    if labels:
        return
    if hasattr(model, "predict_proba"):
        return close(flat(answers["probabilities"]), probabilities(model, X), within)
    scores = "transform" if hasattr(model, "cluster_centers_") else "decision_function"
    if hasattr(model, scores):
        close(flat(answers["margin"]), np.reshape(getattr(model, scores)(X), (len(X), -1)), within)


def flat(rows):
    """The numbers of each row, those of several targets side by side."""
    numbers = lambda x: list(x.values()) if isinstance(x, dict) else x if isinstance(x, list) else [x]
    return [numbers(row) if isinstance(row, dict) else [n for x in numbers(row) for n in numbers(x)] for row in rows]


def probabilities(model, X):
    """Those of all targets, side by side; some libraries give that of the second of two classes alone."""
    shares = model.predict_proba(X)
    if isinstance(shares, list):
        return np.hstack(shares)
    if shares.shape[1:] != np.shape(model.predict(X))[1:]:
        return shares
    return np.stack([1 - shares, shares], axis=2).reshape(len(X), -1)
