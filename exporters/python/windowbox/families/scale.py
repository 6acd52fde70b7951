"""Scalers, in scikit-learn's own order of operations."""

import numpy as np

from ..attributes import attribute, named, numbers
from ..refused import Refused


def shifted(line, estimator, features, center, scale):
    """`(x - center) / scale`, where either may be off."""
    n = len(features)
    center = numbers(estimator, center, n) if center else np.zeros(n)
    scale = numbers(estimator, scale, n) if scale else np.ones(n)
    if (scale == 0).any():
        raise Refused(f"{named(estimator, 'scale_')} holds a 0")
    return line.step("scale", {"center": center.tolist(), "scale": scale.tolist()}, features)


def standard(line, estimator, features):
    """`StandardScaler`."""
    center = "mean_" if attribute(estimator, "with_mean") else None
    return shifted(line, estimator, features, center, "scale_" if attribute(estimator, "with_std") else None)


def robust(line, estimator, features):
    """`RobustScaler`."""
    center = "center_" if attribute(estimator, "with_centering") else None
    return shifted(line, estimator, features, center, "scale_" if attribute(estimator, "with_scaling") else None)


def min_max(line, estimator, features):
    """`MinMaxScaler`: `x * scale + min`, cut to the range where it clips."""
    n = len(features)
    features = line.arithmetic("multiply", features, numbers(estimator, "scale_", n))
    features = line.arithmetic("add", features, numbers(estimator, "min_", n))
    return clipped(line, estimator, features, attribute(estimator, "feature_range"))


def max_abs(line, estimator, features):
    """`MaxAbsScaler`."""
    return clipped(line, estimator, shifted(line, estimator, features, None, "scale_"), (-1, 1))


def clipped(line, estimator, features, bounds):
    """Numbers cut to a range, where the scaler clips; missing ones stay missing."""
    if not getattr(estimator, "clip", False):
        return features
    features = line.arithmetic("most", features, [bounds[0]] * len(features))
    return line.arithmetic("least", features, [bounds[1]] * len(features))


def binarizer(line, estimator, features):
    """`Binarizer`."""
    return above(line, features, attribute(estimator, "threshold"))


def above(line, features, threshold):
    """1 above the threshold, else 0; missing cells are refused."""
    line.present(features)
    return line.flags("not", line.flags("at-most", features, [threshold] * len(features)))


READERS = {
    "Binarizer": binarizer,
    "StandardScaler": standard,
    "RobustScaler": robust,
    "MinMaxScaler": min_max,
    "MaxAbsScaler": max_abs,
}
