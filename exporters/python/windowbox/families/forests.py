"""Decision trees and forests of them: inputs rounded to single precision, doubles else."""

import numpy as np

from ..answer import Answer, several
from ..attributes import allows_missing, attribute, checked, classes, lists, named
from ..refused import Refused
from ..trees import MISSING_YES, Trees


def arrays(estimator, place, width, shape=(1, 1), factor=None):
    """A fitted tree's arrays; its leaves by target and class, side by side."""
    tree = attribute(estimator, "tree_")
    n = int(tree.node_count)
    of = lambda name, kind: whole(tree, name, n, f"{place}.tree_.{name}", kind)
    left, right = of("children_left", np.int64), of("children_right", np.int64)
    is_leaf = left == -1
    if (is_leaf != (right == -1)).any() or (left < -1).any():
        raise Refused(f"{place}.tree_.children_left and children_right disagree about what is a leaf")
    leaf = checked(tree.value, f"{place}.tree_.value", (n, *shape)).reshape(n, -1)
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


def trees(line, estimator, features, members):
    """The slots of the mean over trees, as many for each target."""
    # Where one target has fewer classes than another, shares of 0 stand behind them.
    shape = attribute(estimator, "n_outputs_"), int(np.max(getattr(estimator, "n_classes_", 1)))
    for place, member in members[:1]:
        checked(attribute(member, "tree_").value, f"{place}.tree_.value", (None, *shape))
    # scikit-learn divides by the number of trees, of one as well.
    made = Trees(len(features), shape[0] * shape[1], divisor=len(members))
    for place, member in members:
        made.add(f"{place}.tree_", arrays(member, place, len(features), shape), 0 if shape == (1, 1) else None)
    slots = made.node(line, features, allows_missing(estimator))
    return [slots[i : i + shape[1]] for i in range(0, len(slots), shape[1])]


def regression(line, estimator, features, members):
    """A number a target."""
    return several([Answer(slots) for slots in trees(line, estimator, features, members)])


def classification(line, estimator, features, members):
    """Shares of the classes of each target."""
    one = attribute(estimator, "n_outputs_") == 1
    labels = [classes(estimator)] if one else lists(estimator)
    slots = trees(line, estimator, features, members)
    if len(slots) != len(labels):
        raise Refused(f"{named(estimator, 'classes_')} has {len(labels)} lists for {len(slots)} targets")
    answers = [Answer(some[: len(own)], classes=own, scores="predict_proba") for own, some in zip(labels, slots)]
    return several(answers, "predict_proba")


def alone(estimator):
    """One tree as the list of trees that it is."""
    return [(type(estimator).__name__, estimator)]


def all_of(estimator):
    """The trees of a forest, and what errors call them."""
    place = named(estimator, "estimators_")
    return [(f"{place}[{i}]", member) for i, member in enumerate(attribute(estimator, "estimators_"))]


def tree_classifier(line, estimator, features):
    """`DecisionTreeClassifier` and `ExtraTreeClassifier`."""
    return classification(line, estimator, features, alone(estimator))


def tree_regressor(line, estimator, features):
    """`DecisionTreeRegressor` and `ExtraTreeRegressor`."""
    return regression(line, estimator, features, alone(estimator))


def forest_classifier(line, estimator, features):
    """`RandomForestClassifier` and `ExtraTreesClassifier`: the mean of shares."""
    return classification(line, estimator, features, all_of(estimator))


def forest_regressor(line, estimator, features):
    """`RandomForestRegressor` and `ExtraTreesRegressor`: the mean of values."""
    return regression(line, estimator, features, all_of(estimator))


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
