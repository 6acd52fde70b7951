"""AdaBoost: weighted votes of models."""

import numpy as np

from ..answer import Answer, chosen, coded, labels, probabilities, value
from ..attributes import attribute, classes, named, numbers
from ..line import Number, slots_of
from ..refused import Refused
from .bagging import answered


def classifier(line, estimator, features):
    """`AdaBoostClassifier`: a vote of each model for a class, and against all others."""
    # Versions before 1.6 had two; with `SAMME.R` all weights are 1.
    vote = logarithms if getattr(estimator, "algorithm", "SAMME") == "SAMME.R" else votes
    own, models = classes(estimator), attribute(estimator, "estimators_")
    line.present(features)
    weights, total = weights_of(estimator), numbers(estimator, "estimator_weights_", None).sum()
    groups = [[] for _ in own]
    for i, (model, weight) in enumerate(zip(models, weights)):
        place = f"{named(estimator, 'estimators_')}[{i}]"
        for group, one in zip(groups, vote(line, place, model, features, own, weight)):
            group.append(one)
    sums = line.arithmetic("divide", line.reduce("sum", groups), [total] * len(own))
    return two(line, sums, own) if len(own) == 2 else many(line, sums, own)


def weights_of(estimator):
    """The weights of the models; there is room for more of them."""
    weights, count = numbers(estimator, "estimator_weights_", None), len(attribute(estimator, "estimators_"))
    if not 0 < count <= len(weights) or not weights.sum() > 0:
        raise Refused(f"{named(estimator, 'estimator_weights_')} has no weight for each of {count} models")
    return weights[:count]


def votes(line, place, model, features, own, weight):
    """The weight for the class that a model answers, a share of it against each other."""
    answer = answered(line, place, model, features)
    if not set(answer.classes) <= set(own):
        raise Refused(f"{place}.classes_ holds classes that are not there")
    at = labels(line, answer)
    flags = [
        line.flags("equal", [at], [answer.classes.index(label)])[0] if label in answer.classes else zero(line)
        for label in own
    ]
    against = -1 / (len(own) - 1) * weight
    return line.arithmetic("choose", flags, [weight] * len(own), [against] * len(own))


def logarithms(line, place, model, features, own, _):
    """Of probabilities, each less their mean, times the number of other classes."""
    answer = answered(line, place, model, features)
    if answer.classes != own:
        raise Refused(f"{place}.classes_ are not those of all models")
    count = len(own)
    shares = line.arithmetic("most", probabilities(line, answer), [np.finfo(np.float64).eps] * count)
    made = line.flags("ln", shares)
    mean = line.arithmetic("multiply", line.reduce("sum", [made]), [1.0 / count])
    return line.arithmetic("multiply", line.arithmetic("subtract", made, mean * count), [count - 1] * count)


def zero(line):
    """The flag of a class that is never answered."""
    return line.constants([0.0])[0]


def two(line, sums, own):
    """One margin: the votes for the second class less those for the first."""
    [margin] = line.arithmetic("add", line.flags("negate", sums[:1]), sums[1:])
    return Answer([margin.slot], "sigmoid", own, chosen(line, margin, 0.0), "predict_proba")


def many(line, sums, own):
    """A margin a class."""
    margins = slots_of(sums)
    decision = {"coded": {"slot": coded(line, "most-at", margins)}}
    slots = slots_of(line.arithmetic("divide", sums, [len(own) - 1] * len(own)))
    return Answer(slots, "softmax", own, decision, "predict_proba", margins)


def regressor(line, estimator, features):
    """`AdaBoostRegressor`: the smallest prediction that half of the weights are not above."""
    models, weights = attribute(estimator, "estimators_"), weights_of(estimator)
    line.present(features)
    place = named(estimator, "estimators_")
    made = [value(line, answered(line, f"{place}[{i}]", model, features)) for i, model in enumerate(models)]
    slots = line.node("rank", {"width": len(made), "k": len(made), "largest": False}, slots_of(made), 2 * len(made))
    ascending, positions = slots[: len(made)], [Number(slot) for slot in slots[len(made) :]]
    keys = {"keys": [float(i) for i in range(len(made))], "values": weights.tolist(), "missing": "NaN", "other": "NaN"}
    sums = running(line, line.step("map", keys, positions))
    halves = line.arithmetic("multiply", sums[-1:], [0.5]) * len(made)
    reached = coded(line, "most-at", slots_of(line.arithmetic("at-most", halves, sums)))
    return Answer(line.node("pick", {"width": len(made)}, [*ascending, reached], 1))


def running(line, features):
    """The sum of each and all before it."""
    sums = features[:1]
    for feature in features[1:]:
        sums += line.arithmetic("add", sums[-1:], [feature])
    return sums


READERS = {"AdaBoostClassifier": classifier, "AdaBoostRegressor": regressor}
