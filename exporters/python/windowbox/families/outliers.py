"""Detectors of outliers: -1 for an outlier, 1 for all else."""

import numpy as np

from ..answer import Answer, either
from ..attributes import allows_missing, attribute, checked, named, numbers
from ..line import Number
from ..refused import Refused
from ..trees import Trees
from .bagging import chosen
from .forests import arrays
from .gaussians import centred, projected
from .linear import weighted


def inlier(line, margin, outlying):
    """The answer of a margin, and of a flag that is 1 for outliers."""
    return Answer([margin.slot], "step", [-1, 1], either(line, outlying), "decision_function")


def below(line, margin):
    """Outliers are below 0."""
    return inlier(line, margin, *line.flags("less", [margin], [0.0]))


def offset(estimator):
    """What is taken from the score, as scikit-learn takes it last."""
    return float(numbers(estimator, "offset_"))


def linear(line, estimator, features):
    """`SGDOneClassSVM`."""
    coefficients = numbers(estimator, "coef_", len(features))
    away = -checked(np.reshape(attribute(estimator, "offset_"), -1), named(estimator, "offset_"), (1,))
    return below(line, Number(weighted(line, features, coefficients[None], away)[0]))


def envelope(line, estimator, features):
    """`EllipticEnvelope`: the squared Mahalanobis distance, in scipy's own order."""
    n = len(features)
    precision = checked(attribute(estimator, "get_precision")(), f"{named(estimator, 'get_precision')}()", (n, n))
    away = centred(line, features, numbers(estimator, "location_", n))
    parts = line.arithmetic("multiply", away, projected(line, away, precision.T))
    roots = line.flags("root", line.reduce("sum", [parts]))
    squares = line.flags("negate", line.arithmetic("multiply", roots, roots))
    return below(line, line.arithmetic("subtract", squares, [offset(estimator)])[0])


def isolation(line, estimator, features):
    """`IsolationForest`: sums of path lengths, of which 2 to the power makes scores."""
    place, members = named(estimator, "estimators_"), attribute(estimator, "estimators_")
    made = Trees(len(features), 1)
    for i, member in enumerate(members):
        made.add(f"{place}[{i}].tree_", path(estimator, i, member, len(features)), 0)
    depth = Number(made.node(line, features, allows_missing(estimator))[0])
    expected = len(members) * average_path(int(attribute(estimator, "_max_samples")))
    if not expected > 0:
        raise Refused(f"{named(estimator, '_max_samples')} is 1, which tells no row from another")
    away = offset(estimator)
    outlying = line.flags("less", [depth], [bound(expected, away)])[0]
    return inlier(line, margin(line, depth, expected, away), outlying)


def path(estimator, i, member, width):
    """A tree over all features, whose leaves are the lengths of paths."""
    tree = arrays(member, f"{named(estimator, 'estimators_')}[{i}]", width)
    lengths, averages = (
        checked(attribute(estimator, name)[i], f"{named(estimator, name)}[{i}]", tree["left"].shape)
        for name in ("_decision_path_lengths", "_average_path_length_per_tree")
    )
    tree["leaf"] = (lengths + averages - 1.0)[:, None]
    subset = chosen(estimator, i, width)
    if (tree["feature"] < 0).any() or (tree["feature"] >= len(subset)).any():
        raise Refused(f"{named(estimator, 'estimators_')}[{i}].tree_ tests a feature that is not there")
    tree["feature"] = subset[tree["feature"]]
    return tree


def average_path(n):
    """How deep a tree of so many rows is on average."""
    return {1: 0.0, 2: 1.0}.get(n, 2.0 * (np.log(max(n, 3) - 1.0) + np.euler_gamma) - 2.0 * (n - 1.0) / n)


def margin(line, depth, expected, away):
    """`-2 ** -(depth / expected) - away`."""
    exponent = line.flags("negate", line.arithmetic("divide", [depth], [expected]))
    powers = line.arithmetic("power", [2.0], exponent)
    return line.arithmetic("subtract", line.flags("negate", powers), [away])[0]


def bound(expected, away):
    """The depth from which on the original's margin is not below 0: a row may lie just there, and
    the last bit of a power is not the same everywhere."""
    low, high = 0, int(np.float64(2.0**40).view(np.int64))
    while low < high:
        middle = (low + high) // 2
        depth = np.array([middle], np.int64).view(np.float64)
        if (-(2 ** -(depth / expected)) - away)[0] < 0:
            low = middle + 1
        else:
            high = middle
    return float(np.array([low], np.int64).view(np.float64)[0])


READERS = {"IsolationForest": isolation, "EllipticEnvelope": envelope, "SGDOneClassSVM": linear}
