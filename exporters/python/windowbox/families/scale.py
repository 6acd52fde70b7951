"""Scalers, in scikit-learn's own order of operations."""

import numpy as np

from ..attributes import attribute, named, numbers, option
from ..refused import Refused


def shifted(line, estimator, features, center, scale):
    """`(x - center) / scale`, where either may be off."""
    n = len(features)
    center = numbers(estimator, center, n) if center else np.zeros(n)
    scale = numbers(estimator, scale, n) if scale else np.ones(n)
    if (scale == 0).any():
        raise Refused(f"{named(estimator, 'scale_')} holds a 0")
    return line.step("scale", {"center": center.tolist(), "scale": scale.tolist()}, features)


SWITCHED = {
    "StandardScaler": {"with_mean": "mean_", "with_std": "scale_"},
    "RobustScaler": {"with_centering": "center_", "with_scaling": "scale_"},
}
"""The parameters that turn center and scale off, and where these are."""


def switched(estimator):
    """The names of center and scale, each nothing where it is off."""
    switches = SWITCHED[type(estimator).__name__]
    return [name if attribute(estimator, switch) else None for switch, name in switches.items()]


def centred(line, estimator, features):
    """`StandardScaler` and `RobustScaler`."""
    return shifted(line, estimator, features, *switched(estimator))


def min_max(line, estimator, features):
    """`MinMaxScaler`: `x * scale + min`, cut to the range where it clips."""
    n = len(features)
    features = line.arithmetic("multiply", features, numbers(estimator, "scale_", n))
    features = line.arithmetic("add", features, numbers(estimator, "min_", n))
    return clipped(line, estimator, features, attribute(estimator, "feature_range"))


def max_abs(line, estimator, features):
    """`MaxAbsScaler`."""
    return clipped(line, estimator, shifted(line, estimator, features, None, "scale_"), (-1, 1))


def back(line, estimator, features, center, scale):
    """`x * scale + center`, where either may be off."""
    n = len(features)
    features = line.arithmetic("multiply", features, numbers(estimator, scale, n)) if scale else features
    return line.arithmetic("add", features, numbers(estimator, center, n)) if center else features


def centred_inverse(line, estimator, features):
    """What `StandardScaler` and `RobustScaler` made it of."""
    return back(line, estimator, features, *switched(estimator))


def min_max_inverse(line, estimator, features):
    """What `MinMaxScaler` made it of."""
    return shifted(line, estimator, features, "min_", "scale_")


def max_abs_inverse(line, estimator, features):
    """What `MaxAbsScaler` made it of."""
    return back(line, estimator, features, None, "scale_")


def clipped(line, estimator, features, bounds):
    """Numbers cut to a range, where the scaler clips; missing ones stay missing."""
    if not getattr(estimator, "clip", False):
        return features
    features = line.arithmetic("most", features, [bounds[0]] * len(features))
    return line.arithmetic("least", features, [bounds[1]] * len(features))


def normalizer(line, estimator, features):
    """`Normalizer`: each number over the length of its row, which counts as 1 where it is almost 0."""
    norm = option(estimator, "norm", ["l1", "l2", "max"])
    line.present(features)
    numbers = features if norm == "l2" else line.arithmetic("absolute", features)
    reduction = {"l1": "sum", "l2": "sum-of-squares", "max": "most"}[norm]
    length = line.reduce(reduction, [numbers])
    length = line.arithmetic("root", length) if norm == "l2" else length
    is_small = line.flags("less", length, [10 * np.finfo(np.float64).eps])
    return line.arithmetic("divide", features, line.arithmetic("choose", is_small, [1.0], length) * len(features))


def binarizer(line, estimator, features):
    """`Binarizer`."""
    return above(line, features, attribute(estimator, "threshold"))


def above(line, features, threshold):
    """1 above the threshold, else 0; missing cells are refused."""
    line.present(features)
    return line.flags("not", line.flags("at-most", features, [threshold] * len(features)))


READERS = {
    "Binarizer": binarizer,
    "Normalizer": normalizer,
    "StandardScaler": centred,
    "RobustScaler": centred,
    "MinMaxScaler": min_max,
    "MaxAbsScaler": max_abs,
}
