"""The line of nodes over slots that readers of fitted objects append to.

A feature is what one column of a matrix between two steps is: a cell of X, with what stands
in for some of its values, or a number in a slot. Cells become numbers when something
computes with them, and codes when an encoder reads them; how a column is written is known
only at the end, so encoders are kept until then."""

from dataclasses import dataclass, field, replace

import numpy as np

from .attributes import is_missing
from .columns import TEXT
from .refused import Refused

UNSEEN = object()
"""A level that no encoder knows."""

NONE = -1
"""No position, in an array of whole numbers."""

REFUSED = object()
"""What an encoder makes of a cell that its library refuses."""


@dataclass(frozen=True)
class Number:
    """A number in a slot."""

    slot: int
    missing: frozenset = frozenset()
    """Positions of the columns that make it missing where they are."""
    undefined: bool = False
    """Whether a function has no value for some numbers, as a logarithm below 0."""
    infinite: bool = False
    """Whether a function makes infinite numbers of usual ones, as a logarithm of 0."""


@dataclass(frozen=True)
class Cell:
    """A cell of X."""

    column: int
    fills: tuple = ()
    """What stands in for what, pairs that apply one after the other."""

    def see(self, value):
        """What is left of a value behind the fills."""
        for old, new in self.fills:
            value = new if value is not UNSEEN and same(value, old) else value
        return value


def same(value, old):
    """Whether scikit-learn would fill `value` where `old` means missing."""
    if old is None:
        return value is None
    if is_missing(old):
        return value is not None and is_missing(value)
    return value is not None and not is_missing(value) and value == old


@dataclass
class Encoder:
    """A node that is made when the columns are known: `width` numbers for a value."""

    cell: Cell
    of: object
    writes: list = field(default_factory=list)

    def numbers(self, value):
        """The numbers for a value of the column, or REFUSED."""
        return self.of(self.cell.see(value))


class Line:
    """Columns, and the nodes behind them."""

    def __init__(self, columns, command=None):
        self.columns, self.command = columns, command
        self.nodes = []
        self.slots = len(columns)
        self.known = {}
        self.refusals = []
        self.bounds = []

    def allow(self, bound, reason):
        """A part of the model computes less exactly than in doubles: answers may be off by
        this share, and numbers below 1 by as much. The reason is for people."""
        self.bounds.append((bound, reason))

    def allow_sums(self, terms, reason):
        """Sums of terms up to this one lose bits of it, in the original as well; more than 1e-9 is
        nobody's rounding."""
        bound = 4 * np.finfo(float).eps * terms
        if 1e-12 < bound < np.inf:
            self.allow(float(min(bound, 1e-9)), reason)

    def tolerance(self):
        """The widest bound as a check.json has it; nothing where all of it is in doubles."""
        if not self.bounds:
            return None
        bound, reason = max(self.bounds)
        return {"absolute": bound, "relative": bound, "reason": reason}

    def features(self):
        """The features that the columns are."""
        return [Cell(i) for i in range(len(self.columns))]

    def take(self, width):
        """The next free slots."""
        self.slots += width
        return list(range(self.slots - width, self.slots))

    def node(self, kind, keys, reads, width):
        """Appends a node, and answers the slots that it writes."""
        writes = self.take(width)
        self.nodes.append({kind: keys, "reads": list(reads), "writes": writes})
        return writes

    def step(self, kind, keys, features):
        """A step that writes as many numbers as it reads, missing where they were."""
        features = self.numbers(features)
        if not features:
            return []
        writes = self.node(kind, keys, slots_of(features), len(features))
        return [replace(f, slot=slot) for slot, f in zip(writes, features)]

    def arithmetic(self, function, *arguments, precision="f64"):
        """`function` of each tuple of features and constants."""
        tuples = list(zip(*arguments))
        if not tuples:
            return []
        features = list(dict.fromkeys(x for one in tuples for x in one if isinstance(x, (Cell, Number))))
        read = dict(zip(features, self.numbers(features)))
        place = {feature: {"column": i} for i, feature in enumerate(features)}
        operands = [place.get(x) or {"constant": number(x)} for one in tuples for x in one]
        keys = {"function": function, "precision": precision, "operands": operands}
        writes = self.node("arithmetic", keys, slots_of(read.values()), len(tuples))
        return [joined(slot, [read[x] for x in one if x in read]) for slot, one in zip(writes, tuples)]

    def count(self, cell, keys, grams):
        """The slots of how often n-grams are in a column's texts."""
        column = self.columns[cell.column]
        if column.kind != TEXT:
            raise Refused(f"the column {column.name!r} holds no texts, where texts are due")
        column.grams = list(dict.fromkeys([*column.grams, *grams]))
        column.missing = False
        return self.node("words", keys, [cell.column], len(grams))

    def flags(self, function, features, *constants):
        """A comparison of each with nothing or a constant: 0 or 1, never missing."""
        return [Number(f.slot) for f in self.arithmetic(function, features, *constants)]

    def reduce(self, reduction, groups):
        """One number for each group of features; all groups have one size."""
        groups = [self.numbers(group) for group in groups]
        keys = {"reduction": reduction, "precision": "f64", "width": len(groups[0])}
        writes = self.node("reduce", keys, [f.slot for group in groups for f in group], len(groups))
        return [Number(slot, frozenset().union(*(f.missing for f in group))) for slot, group in zip(writes, groups)]

    def constants(self, values):
        """Numbers that are the same for every row."""
        keys = {"function": "round", "precision": "f64", "operands": [{"constant": number(x)} for x in values]}
        return [Number(slot) for slot in self.node("arithmetic", keys, [], len(values))]

    def fill(self, features, fills):
        """Each missing number filled."""
        features = self.numbers(features)
        if not features:
            return []
        keys = {"fill": [number(x) for x in fills]}
        return [Number(f.slot, infinite=f.infinite) for f in self.step("impute", keys, features)]

    def encode(self, cell, known, of, width):
        """`width` numbers for a cell of which an encoder knows some values."""
        if isinstance(cell, Number):
            return self.coded(cell, known, of, width)
        column, encoder = self.columns[cell.column], Encoder(cell, of, self.take(width))
        column.permit()
        column.learn([*known, *(old for old, _ in cell.fills)])
        self.nodes.append(encoder)
        made = [encoder.numbers(value) for value in (column.marker, UNSEEN)]
        missing = any(one is not REFUSED and any(map(is_missing, one)) for one in made)
        return [Number(slot, frozenset([cell.column]) if missing else frozenset()) for slot in encoder.writes]

    def coded(self, feature, known, of, width):
        """`width` numbers for a number that another step computed."""
        keys = [float(value) for value in known if not is_missing(value)]
        absent = of(float("nan"))
        if absent is REFUSED:
            self.present([feature])
        maps = mapped(keys, [of(key) for key in keys], absent, of(UNSEEN), width)
        slots = [self.node("map", written, [feature.slot], 1)[0] for written in maps]
        gaps = or_nothing(absent, width)
        return [Number(slot, feature.missing if is_missing(gap) else frozenset()) for slot, gap in zip(slots, gaps)]

    def numbers(self, features):
        """The features as numbers in slots."""
        self.fill_cells([f for f in dict.fromkeys(features) if isinstance(f, Cell) and f not in self.known])
        return [self.known[f] if isinstance(f, Cell) else f for f in features]

    def fill_cells(self, cells):
        """Makes numbers of cells; those that are filled once are filled by one node."""
        for cell in cells:
            self.as_number(cell.column)
        once = [c for c in cells if len(c.fills) == 1 and is_missing(c.fills[0][0])]
        if once:
            filled = self.fill([Cell(c.column) for c in once], [c.fills[0][1] for c in once])
            self.known.update(zip(once, filled))
        for cell in cells:
            if not cell.fills:
                self.known[cell] = Number(cell.column, frozenset([cell.column]))
            elif cell not in self.known:
                self.known[cell] = self.replaced(cell)

    def replaced(self, cell):
        """A cell whose last fill stands in for a value, or which is filled several times."""
        feature, (old, new) = Cell(cell.column, cell.fills[:-1]), cell.fills[-1]
        if is_missing(old):
            return self.fill([feature], [new])[0]
        keys = {"keys": [number(old)], "values": [number(new)], "missing": "NaN", "other": None}
        return self.step("map", keys, [feature])[0]

    def as_number(self, position):
        """Marks a column as one that is computed with."""
        column = self.columns[position]
        column.permit()
        if column.kind == TEXT:
            raise Refused(f"the column {column.name!r} holds texts where numbers are due", "encode it before")
        column.is_read_as_number = True

    def present(self, features):
        """The slots of numbers for a model that refuses missing ones: so do we."""
        features = self.numbers(features)
        for position in frozenset().union(*(f.missing for f in features)):
            self.columns[position].missing = False
        self.refuse(self.flags("missing", [f for f in features if f.undefined]))
        return slots_of(features)

    def finite(self, features):
        """The features for what refuses infinite numbers: so do we."""
        wild = [f for f in features if isinstance(f, Number) and f.infinite]
        self.refuse(self.flags("equal", self.arithmetic("absolute", wild), [np.inf] * len(wild)))
        return [replace(f, infinite=False) if f in wild else f for f in features]

    def refuse(self, flags):
        """A row in which a flag is 1 gets no answer."""
        self.refusals += slots_of(flags)

    def answered(self, slots, precision):
        """The slots of an answer, which has no number where the row is refused."""
        if not self.refusals:
            return slots
        accepted = self.flags("not", self.reduce("any", [[Number(slot) for slot in self.refusals]]))
        numbers = [Number(slot) for slot in slots]
        numbers = self.arithmetic("when", accepted * len(slots), numbers, precision=precision)
        return slots_of(self.arithmetic("known", numbers, precision=precision))

    def thresholds(self, feature, values):
        """Remembers where a model asks about a column itself: rows are made of these."""
        if isinstance(feature, Cell):
            self.columns[feature.column].thresholds.extend(float(v) for v in values)

    def finish(self):
        """All nodes, now that it is known how each column is written."""
        for column in self.columns:
            if column.grams and column.levels:
                raise Refused(f"words of the column {column.name!r} are counted, and an encoder reads it too")
        encoders = [node for node in self.nodes if isinstance(node, Encoder)]
        for encoder in encoders:
            # Of a column that was always missing no level is known.
            if not self.columns[encoder.cell.column].levels:
                self.as_number(encoder.cell.column)
            self.permit(encoder)
        return [n for node in self.nodes for n in (self.written(node) if isinstance(node, Encoder) else [node])]

    def permit(self, encoder):
        """What an encoder refuses is refused in the row."""
        column = self.columns[encoder.cell.column]
        if column.is_mixed and repr(encoder.numbers(None)) != repr(encoder.numbers(float("nan"))):
            hint = "make one of them before the model is fitted: X = X.fillna(numpy.nan)"
            raise Refused(f"the column {column.name!r} holds None and NaN, two categories to scikit-learn", hint)
        column.levels = [v for v in column.levels if encoder.numbers(v) is not REFUSED]
        if encoder.numbers(column.marker) is REFUSED:
            column.missing = False
        if encoder.numbers(UNSEEN) is REFUSED:
            column.unseen = "refused"

    def written(self, encoder):
        """The nodes of an encoder: of codes, or of numbers where the column holds these."""
        column, width = self.columns[encoder.cell.column], len(encoder.writes)
        table = [encoder.numbers(v) for v in column.levels]
        missing, unseen = (encoder.numbers(v) for v in (column.marker, UNSEEN))
        if not column.is_category:
            maps = mapped([float(v) for v in column.levels], table, missing, unseen, width)
            return [node("map", keys, encoder, [slot]) for keys, slot in zip(maps, encoder.writes)]
        missing, unseen = or_nothing(missing, width), or_nothing(unseen, width)
        if width == 1:
            keys = {
                "levels": [number(row[0]) for row in table],
                "missing": number(missing[0]),
                "unseen": number(unseen[0]),
            }
            return [node("encode", keys, encoder, encoder.writes)]
        one_hot = {
            "levels": [hot(row) for row in table],
            "columns": width,
            "missing": hot(missing),
            "unseen": hot(unseen),
        }
        return [node("one-hot", one_hot, encoder, encoder.writes)]


def joined(slot, numbers):
    """What is computed of some numbers, and is missing where one of them is."""
    missing = frozenset().union(*(f.missing for f in numbers))
    return Number(slot, missing, any(f.undefined for f in numbers), any(f.infinite for f in numbers))


def slots_of(features):
    """Where numbers are."""
    return [feature.slot for feature in features]


def node(kind, keys, encoder, writes):
    """A node that reads an encoder's column."""
    return {kind: keys, "reads": [encoder.cell.column], "writes": list(writes)}


def mapped(keys, table, missing, unseen, width):
    """A map of numbers for each number that an encoder writes; one that is refused has no answer."""
    rows = sorted(zip(keys, table), key=lambda row: row[0])
    missing, unseen = or_nothing(missing, width), [np.nan] * width if unseen is REFUSED else unseen
    keys = [key for key, _ in rows]
    columns = zip([[number(row[i]) for _, row in rows] for i in range(width)], missing, unseen)
    return [{"keys": keys, "values": v, "missing": number(m), "other": number(u)} for v, m, u in columns]


def or_nothing(numbers, width):
    """Numbers in place of those of a cell that never comes."""
    return [0.0] * width if numbers is REFUSED else numbers


def hot(row):
    """The one position of a row of indicators that is 1, or nothing."""
    at = [i for i, x in enumerate(row) if x == 1.0]
    if len(at) > 1 or any(x not in (0.0, 1.0) for x in row):
        raise Refused("an encoder writes other numbers than indicators", "this is a fault of windowbox")
    return at[0] if at else None


def number(x):
    """A number as the JSON form writes it."""
    x = float(x)
    if np.isnan(x):
        return "NaN"
    return x if np.isfinite(x) else ("Infinity" if x > 0 else "-Infinity")


def plain_list(array):
    """An array as the JSON form writes it."""
    values = array.tolist()
    if array.dtype.kind == "f":
        return values if np.isfinite(array).all() else [number(x) for x in values]
    return [None if x == NONE else x for x in values] if (array == NONE).any() else values
