"""`QuantileTransformer`, there and back: interpolations between quantiles."""

import numpy as np

from ..attributes import named, numbers, option
from ..line import Number
from ..refused import Refused
from .function import constants
from .intervals import pieces

MARGIN = 1e-7
"""How near a bound scikit-learn takes a number for it, where the output is normal."""
SMALLEST, LARGEST = -5.199337582605575, 5.19933758270342
"""What it cuts normal numbers to: the quantiles of MARGIN and of 1 without it, nearly."""


def tables(estimator, features):
    """The quantiles of each feature, ascending, and what they are of."""
    references = numbers(estimator, "references_", None)
    quantiles = numbers(estimator, "quantiles_", len(references), len(features))
    for name, table in (("references_", references[:, None]), ("quantiles_", quantiles)):
        if not len(table) or (np.diff(table, axis=0) < 0).any():
            raise Refused(f"{named(estimator, name)} does not ascend")
    return quantiles.T, references


def quantile(line, estimator, features):
    """The mean of an interpolation from below and one from above, which differ where
    quantiles are equal; then the normal distribution's quantile."""
    normal = option(estimator, "output_distribution", ["uniform", "normal"]) == "normal"
    quantiles, references = tables(estimator, features)
    sides = [[], []]
    for feature, x in zip(features, quantiles):
        low, high = bounds(x[0], x[-1], normal)
        sides[0] += pieces(line, feature, *cut(from_left(x, references), low, high, 0.0, 1.0))
        sides[1] += pieces(line, feature, *cut(from_right(x, references), low, high, 0.0, 1.0))
    made = constants(line, "multiply", line.arithmetic("add", *sides), 0.5)
    if not normal:
        return made
    made = line.arithmetic("normal-quantile", made)
    return constants(line, "least", constants(line, "most", made, SMALLEST), LARGEST)


def quantile_inverse(line, estimator, features):
    """One interpolation; of normal numbers that of their distribution."""
    normal = option(estimator, "output_distribution", ["uniform", "normal"]) == "normal"
    quantiles, references = tables(estimator, features)
    low, high = bounds(0.0, 1.0, normal)
    if normal:
        features = [Number(slot) for slot in line.node("link", "probit", line.present(features), len(features))]
    made = []
    for feature, x in zip(features, quantiles):
        made += pieces(line, feature, *cut(from_left(references, x), low, high, x[0], x[-1]))
    return made


def from_left(x, y):
    """`np.interp`: breaks, centers and lines, each through the last of equal points on its left."""
    breaks, first = np.unique(x, return_index=True)
    last = np.append(first[1:], len(x)) - 1
    slopes = [slope(x, y, i, i + 1) if i + 1 < len(x) else 0.0 for i in last]
    lines = [[y[0], 0.0], *([y[i], s] for i, s in zip(last, slopes))]
    return breaks, "right", np.concatenate([breaks[:1], breaks]), lines


def from_right(x, y):
    """The same of negative numbers: through the first of equal points on its right."""
    breaks, first = np.unique(x, return_index=True)
    slopes = [slope(x, y, i - 1, i) if i else 0.0 for i in first]
    lines = [*([y[i], s] for i, s in zip(first, slopes)), [y[-1], 0.0]]
    return breaks, "left", np.concatenate([breaks, breaks[-1:]]), lines


def slope(x, y, i, j):
    """Of the line between two points."""
    return (y[j] - y[i]) / (x[j] - x[i])


def cut(interpolation, low, high, below, above):
    """An interpolation with one constant below `low` and another from `high` on."""
    breaks, side, centers, lines = interpolation
    ends = [low, high] if low < high else [low]
    # On the left side a number on a break is still below it.
    ends = [np.nextafter(end, -np.inf) for end in ends] if side == "left" else ends
    first, last = np.searchsorted(breaks, ends[0], "right"), np.searchsorted(breaks, ends[-1], "left")
    kept = slice(first, last + 1) if len(ends) == 2 else slice(0, 0)
    lines = [[below, 0.0], *lines[kept], [above, 0.0]]
    return [ends[0], *breaks[first:last], *ends[1:]], side, [0.0, *centers[kept], 0.0], [[line] for line in lines]


def bounds(first, last, normal):
    """The smallest number that is not below all quantiles, and the smallest above all."""
    if not normal:
        return np.nextafter(first, np.inf), last
    return smallest(lambda x: not x - MARGIN < first), smallest(lambda x: x + MARGIN > last)


def smallest(condition):
    """The smallest number for which an ascending condition holds, by bisection."""
    low, high = -rank(np.finfo(np.float64).max), rank(np.finfo(np.float64).max)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if condition(ranked(middle)) else (middle + 1, high)
    return ranked(low)


def rank(x):
    """The place of a number of 0 or more among all."""
    return int(np.float64(x).view(np.int64))


def ranked(place):
    """The number at a place."""
    x = float(np.int64(abs(place)).view(np.float64))
    return x if place >= 0 else -x


READERS = {"QuantileTransformer": quantile}
