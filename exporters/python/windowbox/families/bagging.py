"""Bags: models on some rows and some features each, of which the mean is answered."""

import numpy as np

from ..answer import Answer, decisions, labels, probabilities, value
from ..attributes import attribute, classes, named, plain
from ..line import slots_of
from ..refused import Refused
from .compose import read


def members(line, estimator, features):
    """Each member with its place, and the answer that it gives to its features."""
    models, subsets = attribute(estimator, "estimators_"), attribute(estimator, "estimators_features_")
    if len(models) != len(subsets) or not len(models):
        raise Refused(f"{named(estimator, 'estimators_features_')} has {len(subsets)} lists for {len(models)} models")
    for i, model in enumerate(models):
        some = [features[at] for at in chosen(estimator, i, len(features))]
        yield f"{named(estimator, 'estimators_')}[{i}]", model, some


def chosen(estimator, i, width):
    """The positions of the features that a member has."""
    subset = np.asarray(attribute(estimator, "estimators_features_")[i])
    if subset.dtype.kind not in "iu" or not np.isin(subset, np.arange(width)).all():
        raise Refused(f"{named(estimator, 'estimators_features_')}[{i}] names a feature that is not there")
    return subset


def answered(line, place, model, features):
    """The answer of a member, which must be a model."""
    answer = read(line, model, features)
    if not isinstance(answer, Answer):
        raise Refused(f"{place} is no model")
    return answer


def mean(line, groups):
    """The sum of each group over the number of members."""
    count = len(groups[0])
    return slots_of(line.arithmetic("divide", line.reduce("sum", groups), [count] * len(groups)))


def regressor(line, estimator, features):
    """`BaggingRegressor`."""
    group = [value(line, answered(line, *member)) for member in members(line, estimator, features)]
    return Answer(mean(line, [group]))


def classifier(line, estimator, features):
    """`BaggingClassifier`: the mean of probabilities, or shares of votes where members have none."""
    own = classes(estimator)
    found = [spread(line, *member, len(own)) for member in members(line, estimator, features)]
    groups = list(zip(*(shares for _, shares in found)))
    margins = hasattr(estimator, "decision_function") and mean(line, list(zip(*(decisions(one) for one, _ in found))))
    return Answer(mean(line, groups), "identity", own, scores="predict_proba", margins=margins or None)


def spread(line, place, model, features, count):
    """A member's answer, and what it gives to each class; it may never have seen some of them."""
    seen = [plain(one) for one in attribute(model, "classes_")]
    if not set(seen) <= set(range(count)):
        raise Refused(f"{place}.classes_ holds classes that are not there")
    answer = None if len(seen) == 1 else answered(line, place, model, features)
    of = dict(zip(seen, given(line, answer, model) if answer else line.constants([1.0])))
    return answer, [of[i] if i in of else line.constants([0.0])[0] for i in range(count)]


def given(line, answer, model):
    """Probabilities, or 1 for the class that has the vote."""
    if hasattr(model, "predict_proba"):
        return probabilities(line, answer)
    count = len(answer.classes)
    return line.flags("equal", [labels(line, answer)] * count, range(count))


READERS = {"BaggingClassifier": classifier, "BaggingRegressor": regressor}
