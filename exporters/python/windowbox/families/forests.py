"""Decision trees and forests of them: inputs rounded to single precision, doubles else."""

import numpy as np

from ..answer import Answer
from ..attributes import allows_missing, attribute, checked, classes, named
from ..refused import Refused
from ..trees import MISSING_YES, Trees


def arrays(estimator, place, width, classes=None, factor=None):
    """A fitted tree's arrays; its leaves as shares of the classes, or as one number."""
    tree = attribute(estimator, "tree_")
    n = int(tree.node_count)
    of = lambda name, kind: whole(tree, name, n, f"{place}.tree_.{name}", kind)
    left, right = of("children_left", np.int64), of("children_right", np.int64)
    is_leaf = left == -1
    if (is_leaf != (right == -1)).any() or (left < -1).any():
        raise Refused(f"{place}.tree_.children_left and children_right disagree about what is a leaf")
    leaf = checked(tree.value, f"{place}.tree_.value", (n, 1, classes or 1))[:, 0, :]
    return {
        "left": left,
        "right": right,
        "feature": np.where(is_leaf, 0, of("feature", np.int64)),
        "threshold": np.where(is_leaf, 0.0, of("threshold", np.float64)),
        "flags": np.where(of("missing_go_to_left", np.int64) != 0, MISSING_YES, 0),
        "sets": np.zeros(n, np.int64),
        "cover": of("weighted_n_node_samples", np.float64),
        "leaf": leaf if factor is None else leaf * factor,
    }


def whole(tree, name, n, place, kind):
    """An array with an entry a node."""
    # A test for missing cells alone has an endless threshold; one that is NaN is refused later.
    return checked(attribute(tree, name), place, (n,), finite=name != "threshold").astype(kind)


def single(estimator):
    """Several targets are not read."""
    if attribute(estimator, "n_outputs_") != 1:
        raise Refused(f"{named(estimator, 'n_outputs_')} is not 1", "fit one model a target")


def trees(line, estimator, features, members, labels):
    """The mean over trees."""
    single(estimator)
    count = len(labels) if labels else None
    # scikit-learn divides by the number of trees, of one as well.
    made = Trees(len(features), count or 1, divisor=len(members))
    for place, member in members:
        made.add(f"{place}.tree_", arrays(member, place, len(features), count), None if labels else 0)
    slots = made.node(line, features, allows_missing(estimator))
    return Answer(slots, classes=labels, scores="predict_proba" if labels else None)


def alone(estimator):
    """One tree as the list of trees that it is."""
    return [(type(estimator).__name__, estimator)]


def all_of(estimator):
    """The trees of a forest, and what errors call them."""
    place = named(estimator, "estimators_")
    return [(f"{place}[{i}]", member) for i, member in enumerate(attribute(estimator, "estimators_"))]


def tree_classifier(line, estimator, features):
    """`DecisionTreeClassifier` and `ExtraTreeClassifier`."""
    return trees(line, estimator, features, alone(estimator), classes(estimator))


def tree_regressor(line, estimator, features):
    """`DecisionTreeRegressor` and `ExtraTreeRegressor`."""
    return trees(line, estimator, features, alone(estimator), None)


def forest_classifier(line, estimator, features):
    """`RandomForestClassifier` and `ExtraTreesClassifier`: the mean of shares."""
    return trees(line, estimator, features, all_of(estimator), classes(estimator))


def forest_regressor(line, estimator, features):
    """`RandomForestRegressor` and `ExtraTreesRegressor`: the mean of values."""
    return trees(line, estimator, features, all_of(estimator), None)


READERS = {
    "DecisionTreeClassifier": tree_classifier,
    "ExtraTreeClassifier": tree_classifier,
    "DecisionTreeRegressor": tree_regressor,
    "ExtraTreeRegressor": tree_regressor,
    "RandomForestClassifier": forest_classifier,
    "ExtraTreesClassifier": forest_classifier,
    "RandomForestRegressor": forest_regressor,
    "ExtraTreesRegressor": forest_regressor,
}
