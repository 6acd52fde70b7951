"""AdaBoost: weighted votes of models."""

from ..answer import Answer, coded, labels
from ..attributes import attribute, classes, named, numbers, option
from ..line import number
from ..refused import Refused
from .bagging import answered
from .linear import positive


def classifier(line, estimator, features):
    """`AdaBoostClassifier`: a vote of each model for a class, and against all others."""
    if getattr(estimator, "algorithm", "SAMME") == "SAMME.R":
        option(estimator, "algorithm", ["SAMME"])
    own, models = classes(estimator), attribute(estimator, "estimators_")
    line.present(features)
    weights = numbers(estimator, "estimator_weights_", None)
    total = weights.sum()
    if len(weights) < len(models) or not total > 0:
        raise Refused(f"{named(estimator, 'estimator_weights_')} is not above 0 for each of {len(models)} models")
    groups = [[] for _ in own]
    for i, (model, weight) in enumerate(zip(models, weights)):
        place = f"{named(estimator, 'estimators_')}[{i}]"
        for group, vote in zip(groups, votes(line, place, model, features, own, weight)):
            group.append(vote)
    sums = line.arithmetic("divide", line.reduce("sum", groups), [total] * len(own))
    return two(line, sums, own) if len(own) == 2 else many(line, sums, own)


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
    constants = [{"constant": number(weight)}, {"constant": number(-1 / (len(own) - 1) * weight)}]
    tuples = [operand for i in range(len(flags)) for operand in ({"column": i}, *constants)]
    return line.step("arithmetic", {"function": "choose", "precision": "f64", "operands": tuples}, flags)


def zero(line):
    """The flag of a class that is never answered."""
    return line.constants([0.0])[0]


def two(line, sums, own):
    """One margin: the votes for the second class less those for the first."""
    [margin] = line.pairs("add", line.flags("negate", sums[:1]), sums[1:])
    return Answer([margin.slot], "sigmoid", own, positive(line, margin), "predict_proba")


def many(line, sums, own):
    """A margin a class."""
    margins = [f.slot for f in sums]
    decision = {"coded": {"slot": coded(line, "most-at", margins)}}
    slots = [f.slot for f in line.arithmetic("divide", sums, [len(own) - 1] * len(own))]
    return Answer(slots, "softmax", own, decision, "predict_proba", margins)


READERS = {"AdaBoostClassifier": classifier}
