"""The tables that the models are trained on and asked about: made with fixed seeds, so that everybody has the same."""

from dataclasses import dataclass

import numpy as np
from sklearn.datasets import load_iris, make_classification

from model import ASKED


@dataclass
class Table:
    """Rows to learn from, and rows to ask about: numbers that are exact in 32 bits."""

    columns: list
    rows: np.ndarray
    target: np.ndarray
    asked: np.ndarray


def numbers():
    """Two classes, 28 numbers a row, half of them of use."""
    rows, target = make_classification(
        120_000,
        n_features=28,
        n_informative=14,
        n_redundant=6,
        n_clusters_per_class=6,
        flip_y=0.05,
        class_sep=0.7,
        random_state=7,
    )
    return _split([f"f{i}" for i in range(28)], rows, target, 100_000)


def ten():
    """Ten classes, 28 numbers a row."""
    rows, target = make_classification(
        50_000, n_features=28, n_informative=16, n_redundant=4, n_classes=10, class_sep=1.5, random_state=8
    )
    return _split([f"f{i}" for i in range(28)], rows, target, 30_000)


def titanic():
    """Passengers like those of the Titanic, encoded in nine numbers: 891 to learn from."""
    rng = np.random.default_rng(0)
    count = 891 + ASKED
    age = np.where(rng.random(count) < 0.2, 30.0, np.clip(rng.normal(30, 14, count), 0.4, 80).round(1))
    cells = {
        "pclass": rng.choice([1, 2, 3], count, p=[0.24, 0.21, 0.55]),
        "sex": rng.choice([0, 1], count, p=[0.65, 0.35]),
        "age": age,
        "sibsp": rng.poisson(0.5, count),
        "parch": rng.poisson(0.4, count),
        "fare": np.exp(rng.normal(2.9, 1, count)).round(4),
    }
    port = rng.choice(3, count, p=[0.72, 0.19, 0.09])
    cells |= {f"embarked_{name}": port == i for i, name in enumerate("SCQ")}
    lived = 2.4 * cells["sex"] - 0.8 * (cells["pclass"] - 2) - 0.02 * (age - 30) + 0.3 * np.log(cells["fare"]) - 1.6
    target = (rng.random(count) < 1 / (1 + np.exp(-lived))).astype(int)
    return _split(list(cells), np.column_stack([*cells.values()]), target, 891)


def iris():
    """The flowers of Fisher; those that are asked about are a tenth of a centimetre away from them."""
    rows, target = load_iris(return_X_y=True)
    rng = np.random.default_rng(1)
    near = rows[rng.integers(0, len(rows), ASKED)] + rng.normal(0, 0.1, (ASKED, 4))
    columns = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
    return Table(columns, _exact(rows), target, _exact(near.round(1)))


def _split(columns, rows, target, learned):
    rows = _exact(rows)
    return Table(columns, rows[:learned], target[:learned], rows[learned : learned + ASKED])


def _exact(rows):
    return np.ascontiguousarray(rows, dtype=np.float32)


TABLES = {"num": numbers, "ten": ten, "tit": titanic, "iris": iris}
"""By the first part of a model's name."""
