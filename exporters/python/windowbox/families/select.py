"""Feature selectors: some features go on, as they are."""

import numpy as np

from ..attributes import allows_missing, attribute
from ..refused import Refused


def selector(line, estimator, features):
    """The features that its mask keeps. A missing cell is refused also where it would be left out."""
    mask = np.asarray(attribute(estimator, "get_support")())
    if mask.dtype != bool or mask.shape != (len(features),):
        raise Refused(f"{type(estimator).__name__}.get_support() is no mask of {len(features)} features")
    if not allows_missing(estimator):
        line.present(features)
    return [feature for feature, kept in zip(features, mask) if kept]


READERS = dict.fromkeys(
    [
        "GenericUnivariateSelect",
        "RFE",
        "RFECV",
        "SelectFdr",
        "SelectFpr",
        "SelectFromModel",
        "SelectFwe",
        "SelectKBest",
        "SelectPercentile",
        "SequentialFeatureSelector",
        "VarianceThreshold",
    ],
    selector,
)
