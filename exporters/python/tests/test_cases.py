"""Each case is saved, which holds it to made-up rows, and then asked about its own rows."""

import json
import re
import subprocess

import numpy as np
import pytest
from cases import CASES

import windowbox
from windowbox.attributes import is_missing
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


def close(got, want):
    """Within the bound; of numbers below 1 by their distance."""
    got, want = np.asarray(got, float), np.asarray(want, float)
    assert got.shape == want.shape
    assert (np.abs(got - want) <= WITHIN * np.maximum(1, np.abs(want))).all(), np.abs(got - want).max()


@pytest.mark.parametrize("name", CASES)
@pytest.mark.filterwarnings("ignore")
def test_answers_are_scikit_learns(name, tmp_path, capsys):
    model, X = CASES[name][-1]()
    path = tmp_path / "model.wbx"
    said = windowbox.save(model, X, path, target="answer")
    rows, largest = re.search(r"Checked (\d+) rows.*largest difference (\S+)", said).groups()
    assert int(rows) > 20 and said in capsys.readouterr().out
    proof = exported(path, tmp_path)["proof"]
    assert proof["synthesised"] is True
    answers = predicted(path, X, tmp_path)
    compare(model, X, answers)


def compare(model, X, answers):
    """Labels are equal on every row, numbers within the bound."""
    want = np.asarray(model.predict(X)).tolist()
    if not hasattr(model, "classes_"):
        return close(answers["prediction"], want)
    assert answers["prediction"] == want
    if hasattr(model, "predict_proba"):
        return close([list(row.values()) for row in answers["probabilities"]], model.predict_proba(X))
    return close(answers["margin"], model.decision_function(X))
