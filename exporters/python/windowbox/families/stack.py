"""Stacks: a last model reads what others answer."""

from dataclasses import replace

from ..attributes import attribute, classes, named
from ..refused import Refused
from .meta import member, members, response


def stacking_regressor(line, estimator, features):
    """`StackingRegressor`."""
    return stacked(line, estimator, features, False)


def stacking_classifier(line, estimator, features):
    """`StackingClassifier`: its last model answers positions of classes."""
    known = classes(estimator)
    answer = stacked(line, estimator, features, len(known) == 2)
    if not all(label in range(len(known)) for label in answer.classes or [None]):
        raise Refused(
            f"{named(estimator, 'final_estimator_')} answers other classes than {named(estimator, 'classes_')}"
        )
    return replace(answer, classes=[known[label] for label in answer.classes])


def stacked(line, estimator, features, two):
    """The last model, behind what the others answer."""
    methods = attribute(estimator, "stack_method_")
    found = members(line, estimator, features)
    if len(methods) != len(found):
        raise Refused(f"{named(estimator, 'stack_method_')} has {len(methods)} methods for {len(found)} models")
    made = [x for method, (_, answer) in zip(methods, found) for x in response(line, estimator, answer, method, two)]
    made += features if attribute(estimator, "passthrough") else []
    return member(line, attribute(estimator, "final_estimator_"), made, named(estimator, "final_estimator_"))


READERS = {"StackingRegressor": stacking_regressor, "StackingClassifier": stacking_classifier}
