"""Votes: means of answers, or the class with most votes."""

import numpy as np

from ..answer import Answer, probabilities, value
from ..attributes import attribute, checked, classes, named, option
from ..line import slots_of
from ..refused import Refused
from .meta import AS_IT_IS, members, named_label


def weights(estimator, count):
    """The weights of those that were not dropped, or nothing."""
    if getattr(estimator, "weights", None) is None:
        return None
    given = checked(estimator.weights, named(estimator, "weights"), (len(attribute(estimator, "estimators")),))
    kept = [w for (_, one), w in zip(estimator.estimators, given) if not (isinstance(one, str) and one == "drop")]
    if len(kept) != count or min(kept) < 0 or not sum(kept):
        raise Refused(f"{named(estimator, 'weights')} is not a number from 0 for each model, and some above it")
    return kept


def average(line, groups, shares):
    """The mean of each group, weighted as numpy does it."""
    if shares is None:
        return line.reduce("mean", groups)
    sums = line.reduce("sum", weighed(line, groups, shares))
    return line.arithmetic("divide", sums, [np.sum(shares)] * len(groups))


def weighed(line, groups, shares):
    """Each group with its numbers times their weights."""
    width = len(shares)
    made = line.arithmetic("multiply", [x for group in groups for x in group], list(shares) * len(groups))
    return [made[i * width : (i + 1) * width] for i in range(len(groups))]


def voting_regressor(line, estimator, features):
    """`VotingRegressor`: the mean of its models."""
    group = [value(line, answer) for _, answer in members(line, estimator, features)]
    [mean] = average(line, [group], weights(estimator, len(group)))
    return Answer([mean.slot])


def voting_classifier(line, estimator, features):
    """`VotingClassifier`: the largest mean of probabilities, or the class with most votes; the first of equals."""
    known = classes(estimator)
    soft = option(estimator, "voting", ["hard", "soft"]) == "soft"
    found = [answer for _, answer in members(line, estimator, features)]
    shares = weights(estimator, len(found))
    if soft:
        groups = list(zip(*(whole(line, answer, len(known)) for answer in found)))
        means = average(line, groups, shares)
        return Answer(slots_of(means), AS_IT_IS, known, scores="predict_proba")
    groups = votes(line, found, len(known))
    groups = groups if shares is None else weighed(line, groups, shares)
    return Answer(slots_of(line.reduce("sum", groups)), "shares", known)


def whole(line, answer, count):
    """A probability of every class."""
    if len(answer.classes) != count:
        raise Refused(f"a model of a vote knows {len(answer.classes)} classes of {count}")
    return probabilities(line, answer)


def votes(line, found, count):
    """A group a class, with 1 where a model is for it."""
    chosen = [named_label(line, answer, "a model of a vote") for answer in found]
    flags = line.flags("equal", chosen * count, [c for c in range(count) for _ in chosen])
    return [flags[i * len(chosen) : (i + 1) * len(chosen)] for i in range(count)]


READERS = {"VotingRegressor": voting_regressor, "VotingClassifier": voting_classifier}
