"""A folder with a model, and the folder that holds what was made of it."""

import json
from functools import cached_property
from pathlib import Path

import numpy as np

ASKED = 20_000
"""The largest batch."""


class Absent(Exception):
    """A peer cannot answer this model: the text says why."""


class Model:
    """A model as README.md describes its folder."""

    def __init__(self, folder, made):
        self.folder, self.made = Path(folder), Path(made)
        self.name = self.folder.name
        self.about = json.loads((self.folder / "bench.json").read_text())

    @property
    def library(self):
        """Which library wrote it."""
        return self.about["library"]

    @property
    def columns(self):
        """Names, in the order of the rows' numbers."""
        return self.about["columns"]

    @property
    def classes(self):
        """Labels, or None where numbers are predicted."""
        return self.about.get("classes")

    @property
    def file(self):
        """What the library wrote."""
        return self.folder / self.about["file"]

    @cached_property
    def rows(self):
        """The rows that it is asked about: n x columns, 32 bits; fewer than are asked about are repeated."""
        rows = np.fromfile(self.folder / "rows.f32", dtype="<f4").reshape(-1, len(self.columns))
        return np.resize(rows, (max(len(rows), ASKED), len(self.columns)))

    def answers(self, given):
        """What is compared: n x 1 numbers or probabilities of the second class, n x classes of more classes."""
        given = np.asarray(given, dtype=np.float64)
        given = given.reshape(len(given), -1)
        return given[:, -1:] if self.classes and len(self.classes) == 2 else given
