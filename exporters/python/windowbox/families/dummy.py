"""Models that answer the same to every row."""

import numpy as np

from ..answer import Answer, several
from ..attributes import attribute, classes, named, numbers, option, plain
from ..line import slots_of
from ..refused import Refused


def classifier(line, estimator, features):
    """`DummyClassifier`: shares of the classes, or one of them alone."""
    strategy = option(estimator, "strategy", ["prior", "most_frequent", "constant"])
    labels = classes(estimator)
    shares = numbers(estimator, "class_prior_", len(labels))
    if strategy == "constant":
        shares = alone(constant(estimator, labels), labels)
    elif strategy == "most_frequent":
        shares = alone(int(shares.argmax()), labels)
    slots = slots_of(line.constants(shares))
    return Answer(slots, "identity", labels, scores="predict_proba")


def constant(estimator, labels):
    """The position of the label that is always answered."""
    label = plain(np.asarray(attribute(estimator, "constant")).reshape(-1)[0])
    if label not in labels:
        raise Refused(f"{named(estimator, 'constant')} is {label!r}, which is none of its classes")
    return labels.index(label)


def alone(position, labels):
    """1 for one class, 0 for all others."""
    return np.eye(len(labels))[position]


def regressor(line, estimator, features):
    """`DummyRegressor`, whatever its strategy."""
    [values] = numbers(estimator, "constant_", 1, None)
    return several([Answer([feature.slot]) for feature in line.constants(values)])


READERS = {"DummyClassifier": classifier, "DummyRegressor": regressor}
