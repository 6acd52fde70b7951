"""`PolynomialFeatures`: products of features."""

import numpy as np

from ..attributes import attribute, named
from ..refused import Refused


def degrees(estimator):
    """The lowest and the highest degree."""
    degree = attribute(estimator, "degree")
    lowest, highest = (0, degree) if isinstance(degree, (int, np.integer)) else degree
    if not 0 <= lowest <= highest:
        raise Refused(f"{named(estimator, 'degree')} is {degree!r}")
    return lowest, highest


def polynomial(line, estimator, features):
    """Products degree by degree, each of a product of the degree below and a feature."""
    lowest, highest = degrees(estimator)
    line.present(features)
    made = line.arithmetic("round", [1.0]) if attribute(estimator, "include_bias") else []
    groups = [[feature] for feature in features] if highest else []
    first = 1 if attribute(estimator, "interaction_only") else 0
    for degree in range(1, highest + 1):
        if degree > 1:
            groups = products(line, groups, features, first)
        made += [term for group in groups for term in group] if degree >= lowest else []
    due = attribute(estimator, "n_output_features_")
    if due != len(made):
        raise Refused(f"{named(estimator, 'n_output_features_')} is {due}, and there are {len(made)} products")
    return made


def products(line, groups, features, first):
    """Of each feature the products with terms of its own group, or of the next, and of those behind."""
    pairs = [[(term, feature) for group in groups[i + first :] for term in group] for i, feature in enumerate(features)]
    made = iter(line.arithmetic("multiply", *zip(*(pair for group in pairs for pair in group))))
    return [[next(made) for _ in group] for group in pairs]


READERS = {"PolynomialFeatures": polynomial}
