"""Rows that are made up: ordinary, missing, unseen, extreme and on thresholds. None is a row of X."""

import numpy as np

from .attributes import is_missing
from .columns import BOOLEAN, NUMBER, TEXT

ORDINARY = 80
SPECIAL = 320
TESTED = 8
"""Thresholds that are asked about, a column."""

GRAMS = 12
"""N-grams a made-up text."""

ORDINARY_TEXTS = 25
TEXTS = 250
"""Made-up texts of a column, at most: its words may be thousands."""

SEED = 0


def rows(columns):
    """Rows of cells; the same every time for the same columns."""
    random = np.random.default_rng(SEED)
    usual = [ordinary(column) for column in columns]
    made = [pick(usual, random) for _ in range(ORDINARY)]
    odd = [(i, cell) for i, column in enumerate(columns) for cell in special(column, random)]
    random.shuffle(odd)
    for i, cell in odd[:SPECIAL]:
        row = pick(usual, random)
        row[i] = cell
        made.append(row)
    made.append([column.marker if column.missing else cells[0] for column, cells in zip(columns, usual)])
    known = those_of(columns, {key(row) for row in made})
    return [row for row in made if key(row) not in known]


def those_of(columns, keys):
    """Which of some rows are rows of X: of most of these the first column tells that they are not."""
    first = {row[0] for row in keys}
    cells, nothing = [column.cells for column in columns], columns[0].marker
    likely = (i for i, cell in enumerate(cells[0]) if (None if cell is nothing else (cell,)) in first)
    return keys & {key(of[i] for of in cells) for i in likely}


def pick(usual, random):
    """A cell of each column, each drawn alone."""
    return [cells[at] for cells, at in zip(usual, random.integers([len(cells) for cells in usual]))]


def key(row):
    """A row that can be compared: missing cells are equal."""
    return tuple(None if is_missing(cell) else (cell,) for cell in row)


def ordinary(column):
    """Levels, or quantiles of numbers, whole where all of them are."""
    if column.kind == BOOLEAN:
        return [False, True]
    if column.grams:
        return texts(column.grams)[:ORDINARY_TEXTS]
    if column.kind == TEXT or column.is_category:
        return column.levels or column.present[:1] or [column.marker]
    if not column.present:
        return [column.marker]
    quantiles = np.quantile(np.array(column.present, float), np.linspace(0.02, 0.98, 25))
    return [like(column, round(q) if column.is_whole else q) for q in quantiles]


def like(column, x):
    """A number as the column has them."""
    return int(x) if column.holds_int else float(x)


def special(column, random):
    """Missing, unseen, far outside, and at thresholds or a hair beside them."""
    if column.kind == BOOLEAN:
        return [column.marker] * column.missing
    cells = [column.marker]
    if column.grams:
        return [*cells, *odd_texts(column.grams), *texts(column.grams)[ORDINARY_TEXTS:TEXTS]]
    if column.kind == TEXT:
        return [*cells, unseen(column.levels)]
    if not column.present:
        return cells
    low, high = float(min(column.present)), float(max(column.present))
    far = [high + 10 * (high - low) + 1] + [low - 10 * (high - low) - 1] * column.asked_below
    cells += [like(column, x) for x in far] + list(column.levels[:TESTED])
    if column.levels:
        known = set(column.levels)
        cells += [value for value in dict.fromkeys(column.present) if value not in known][:TESTED]
    if column.kind == NUMBER and column.thresholds:
        some = random.choice(np.unique(column.thresholds), min(TESTED, len(set(column.thresholds))), replace=False)
        cells += [float(x) for t in some for x in (t, np.nextafter(t, -np.inf), np.nextafter(t, np.inf), np.float32(t))]
    return cells


def texts(grams):
    """Texts with a few n-grams each, one of them twice, until each was in one."""
    parts = max(1, -(-len(grams) // GRAMS))
    made = [" ".join([grams[i], *grams[i::parts]]) for i in range(parts)]
    return [text.upper() if i % 2 and text.upper().lower() == text else text for i, text in enumerate(made)]


def odd_texts(grams):
    """Nothing, words that nobody knows, and what stands between words."""
    some = grams[:: len(grams) // GRAMS + 1]
    between = ["\u00e9", " x ", "\t \n", "-", "'s, ", "_", " \U0001f600 ", "\u00a0", " \u0391\u03a3 \u0130 ", ""]
    return ["", " ", "unseen", "a b c", "1,5 2.0 10", some[0] * 300, *(glue.join(some) for glue in between)]


def unseen(levels):
    """A text that is no level."""
    text = "unseen"
    while text in levels:
        text += "_"
    return text
