"""What models that are made of models have in common; and those that stand in for one model."""

from dataclasses import replace

from ..answer import Answer, Answers, decisions, either, labels, probabilities, value
from ..attributes import attribute, checked, classes, named, numbers, option
from ..line import slots_of
from ..refused import Refused
from . import compose

AS_IT_IS = {"given": {"precision": "f64"}}
"""The link of what the original computed itself, whatever its sum."""


def member(line, estimator, features, place):
    """The one answer of a model in a model; `place` is what errors call it."""
    answer = constant(line, estimator) or compose.read(line, estimator, features)
    if isinstance(answer, Answers):
        raise Refused(f"{place} answers several targets", "fit one model a target")
    if not isinstance(answer, Answer):
        raise Refused(f"{place} ends with no model")
    return answer


def members(line, estimator, features, name="estimators_"):
    """The fitted models in a model, each with its answer."""
    fitted, place = list(attribute(estimator, name)), named(estimator, name)
    if not fitted:
        raise Refused(f"{place} holds no model")
    return [(one, member(line, one, features, f"{place}[{i}]")) for i, one in enumerate(fitted)]


def constant(line, estimator):
    """What one class against the others is where training had one of the two."""
    if (type(estimator).__module__, type(estimator).__name__) != ("sklearn.multiclass", "_ConstantPredictor"):
        return None
    y = float(numbers(estimator, "y_", 1)[0])
    return Answer(slots_of(line.constants([y])), AS_IT_IS, [0, 1], scores="predict_proba")


def divided(line, made, otherwise):
    """Each over the sum of all; something else where the sum is 0."""
    [total] = line.reduce("sum", [made])
    shares = line.arithmetic("divide", made, [total] * len(made))
    return line.arithmetic("choose", [total] * len(made), shares, [otherwise] * len(made))


def named_label(line, answer, place):
    """The label that is answered, as a number."""
    chosen, known = labels(line, answer), answer.classes
    if not all(isinstance(label, (bool, int, float)) for label in known):
        raise Refused(f"{place} answers texts where numbers are due")
    if known == list(range(len(known))):
        return chosen
    keys = {"keys": list(range(len(known))), "values": [float(label) for label in known], "missing": "NaN"}
    return line.step("map", {**keys, "other": None}, [chosen])[0]


def response(line, estimator, answer, method, two):
    """What a model hands to the last one; of two probabilities the second."""
    if method == "predict_proba":
        return probabilities(line, answer)[1 if two else 0 :]
    if method == "decision_function":
        return decisions(answer)
    if method != "predict":
        raise Refused(f"{named(estimator, 'stack_method_')} has {method!r}")
    place = f"a model of {type(estimator).__name__}"
    return [value(line, answer) if answer.classes is None else named_label(line, answer, place)]


def fixed(line, estimator, features):
    """`FixedThresholdClassifier`."""
    threshold = attribute(estimator, "threshold")
    return decided(line, estimator, features, threshold, attribute(estimator, "pos_label"))


def tuned(line, estimator, features):
    """`TunedThresholdClassifierCV`."""
    positive = attribute(estimator, "_curve_scorer")._get_pos_label()
    return decided(line, estimator, features, attribute(estimator, "best_threshold_"), positive)


def decided(line, estimator, features, threshold, positive):
    """A model of two classes, one of which is answered from a threshold on."""
    # One that was given fitted stays where it was given.
    base = getattr(estimator, "estimator_", attribute(estimator, "estimator"))
    answer = member(line, base, features, named(estimator, "estimator_"))
    known = classes(estimator)
    at = 1 if positive is None else known.index(positive) if positive in known else None
    if at is None or len(known) != 2:
        raise Refused(f"{named(estimator, 'pos_label')} is {positive!r}, which is none of two classes")
    method = option(estimator, "response_method", ["auto", "predict_proba", "decision_function"])
    if method == "auto":
        method = "predict_proba" if hasattr(base, "predict_proba") else "decision_function"
    score = scored(line, answer, method, at)
    if isinstance(threshold, str):
        threshold = 0.5 if method == "predict_proba" else 0.0
    threshold = float(checked(threshold, f"{type(estimator).__name__}: the threshold", ()))
    [below] = line.flags("less", [score], [threshold])
    first = below if at == 1 else line.flags("not", [below])[0]
    return replace(answer, decision=either(line, first))


def scored(line, answer, method, at):
    """The score of one of two classes."""
    if method == "predict_proba":
        return probabilities(line, answer)[at]
    [margin] = decisions(answer)
    return margin if at == 1 else line.flags("negate", [margin])[0]


def inner(name, before=None):
    """What reads the model that another stands in for; `before` is what older versions call it."""

    def reader(line, estimator, features):
        there = name if before is None or hasattr(estimator, name) else before
        return compose.read(line, attribute(estimator, there), features)

    return reader


READERS = {
    "FixedThresholdClassifier": fixed,
    "TunedThresholdClassifierCV": tuned,
    "FrozenEstimator": inner("estimator"),
    "SelfTrainingClassifier": inner("estimator_", "base_estimator_"),
}
