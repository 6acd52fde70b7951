"""The columns of a model's rows: what kind of cells they hold, read from a sample of rows."""

import re
from functools import cached_property

import numpy as np

from .attributes import is_missing, plain
from .refused import Refused

NUMBER, BOOLEAN, TEXT = "number", "boolean", "text"

PLAIN = {bool, int, float, str, type(None)}
"""Types of cells that are Python's own."""


class Column:
    """A column of X. What a model does with it decides how it is written: numbers that only
    encoders read are a category."""

    def __init__(self, name, cells, position, dtype="object"):
        self.name, self.position, self.dtype = name, position, str(dtype).lower()
        is_plain = set(map(type, cells)) <= PLAIN
        self.take(list(cells) if is_plain else [plain(cell) for cell in cells])
        # Refused once something reads it: columns that a model drops may hold anything.
        self.kind, self.problem = kind(name, self.present)
        self.problem = self.problem or narrow(f"the column {name!r}", self.dtype)
        if self.kind is None:
            self.take([None] * len(self.cells))
        self.gaps = len(self.cells) - len(self.present)
        # Truth values have no room for a missing one, unless X has some.
        self.missing = self.kind != BOOLEAN or self.gaps > 0
        self.unseen = "predicted"
        # Whether the original can be asked about numbers below all others.
        self.asked_below = True
        self.is_read_as_number = False
        self.levels = []
        self.grams = []
        self.unit = ""
        self.thresholds = []

    def take(self, cells):
        """Keeps the cells; what is missing is the same object everywhere."""
        gaps = missing(cells)
        # None and NaN are two categories to scikit-learn.
        nothing = sum(cells[i] is None for i in gaps)
        self.marker = None if nothing else float("nan")
        self.is_mixed = 0 < nothing < len(gaps)
        for i in gaps:
            cells[i] = self.marker
        self.cells, self.present = cells, [cell for cell in cells if cell is not self.marker]

    def permit(self):
        """Refuses a column of cells that are not read."""
        if self.problem:
            raise self.problem

    def learn(self, levels):
        """Levels that an encoder knows, behind those that are known."""
        known = set(self.levels)
        more = [level for level in map(plain, levels) if not is_missing(level) and level not in known]
        self.levels += dict.fromkeys(more)

    @property
    def is_category(self):
        """Whether its slot holds codes of levels."""
        return not self.is_read_as_number and bool(self.levels)

    @property
    def is_read(self):
        """Whether any node reads it."""
        return self.is_read_as_number or bool(self.levels) or bool(self.grams)

    @cached_property
    def is_whole(self):
        """Whether all of its numbers are whole."""
        return self.kind == NUMBER and all(float(cell).is_integer() for cell in self.present)

    @cached_property
    def holds_int(self):
        """Whether all of its cells are of the type `int`."""
        return all(isinstance(cell, int) for cell in self.present)

    def document(self):
        """The column as the JSON form writes it."""
        if self.is_category:
            written = {"type": "categorical", "levels": self.levels, "unseen": self.unseen}
        elif self.kind == TEXT:
            # Words of it are counted, or nothing reads it: the row may hold anything.
            written = {"type": "text"}
        else:
            is_number = {"type": "numeric", "integer": self.is_whole}
            written = {"type": "boolean"} if self.kind == BOOLEAN else is_number
        return {"name": self.name, "missing": self.missing, **written, **self.words()}

    def words(self):
        """The label and the unit that the name has, as in "sepal length (cm)"."""
        found = re.fullmatch(r"(.*\S) [(\[]([^()\[\]]{1,12})[)\]]", self.name)
        label, unit = found.groups() if found and self.kind == NUMBER else ("", self.unit)
        return {key: text for key, text in {"label": label, "unit": self.unit or unit}.items() if text}


def missing(cells):
    """The positions of missing cells; of most columns their types tell at once."""
    types = set(map(type, cells))
    if types <= {bool, int, str}:
        return []
    if types == {float}:
        return [i for i, cell in enumerate(cells) if cell != cell]
    return [i for i, cell in enumerate(cells) if is_missing(cell)]


def kind(name, present):
    """What the cells of a column are, or why they are refused: those of several types are."""
    kinds = {type(cell) for cell in present}
    if kinds <= {bool}:
        return (BOOLEAN if kinds else NUMBER), None
    if kinds <= {int, float}:
        return NUMBER, None
    if kinds <= {str}:
        return TEXT, None
    found = ", ".join(sorted(one.__name__ for one in kinds))
    hint = "read are numbers, truth values and texts, one type a column; make numbers of dates before the model"
    return None, Refused(f"the column {name!r} holds {found}", hint)


def is_frame(rows):
    """Whether it is a data frame of pandas."""
    return hasattr(rows, "iloc") and hasattr(rows, "columns")


def is_texts(rows):
    """Whether it is one column alone: a list, a series or an array of texts."""
    if isinstance(rows, np.ndarray):
        return rows.ndim == 1
    return isinstance(rows, (list, tuple)) and all(isinstance(row, str) for row in rows) or is_series(rows)


def is_series(rows):
    """Whether it is a series of pandas."""
    return hasattr(rows, "iloc") and not hasattr(rows, "columns")


def columns(rows):
    """The columns of a data frame or a matrix; of texts alone the only one."""
    if is_texts(rows):
        name = getattr(rows, "name", None)
        names, types, cells = [name if isinstance(name, str) else "text"], ["object"], [list(rows)]
    elif is_frame(rows):
        names = list(rows.columns)
        types = list(rows.dtypes)
        cells = [rows.iloc[:, i].tolist() for i in range(len(names))]
    elif isinstance(rows, np.ndarray) and rows.ndim == 2:
        names, types = [f"x{i}" for i in range(rows.shape[1])], [rows.dtype] * rows.shape[1]
        cells = [rows[:, i].tolist() for i in range(rows.shape[1])]
    else:
        raise Refused(
            f"X is a {type(rows).__name__}",
            "give a data frame of pandas, a numpy array of two dimensions, or a list of texts",
        )
    if not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise Refused("the columns of X have no names, or equal ones", "X.columns = [...] names them")
    if not cells or not cells[0]:
        raise Refused("X has no rows", "give those of training, or a sample")
    made = [Column(name, of, i, dtype) for i, (name, of, dtype) in enumerate(zip(names, cells, types))]
    for name, unit in dict(getattr(rows, "attrs", {}).get("units", {})).items():
        if name in names:
            made[names.index(name)].unit = str(unit)
    return made


def narrow(place, dtype):
    """Why single precision is refused: scikit-learn computes in it on such cells, and numbers would differ."""
    if dtype in ("float32", "float16"):
        return Refused(f"{place} is {dtype}", 'fit and save with X.astype("float64")')
    return None
