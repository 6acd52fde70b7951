"""Several targets: a model each, or a chain of models."""

from ..answer import Answers
from ..attributes import attribute, named, option
from ..refused import Refused
from .meta import member, members, response


def multi_output(line, estimator, features):
    """`MultiOutputRegressor` and `MultiOutputClassifier`: a model a target."""
    found = [answer for _, answer in members(line, estimator, features)]
    scores = "predict_proba" if all(answer.scores == "predict_proba" for answer in found) else None
    return Answers(found, scores)


def chain(line, estimator, features):
    """`RegressorChain` and `ClassifierChain`: each model reads what those before it answer."""
    # The chain itself refuses missing cells, whatever its models do.
    line.present(features)
    method = option(estimator, "chain_method_", ["predict", "predict_proba", "decision_function", None]) or "predict"
    fitted, made = list(attribute(estimator, "estimators_")), []
    order = [int(i) for i in attribute(estimator, "order_")]
    if sorted(order) != list(range(len(fitted))):
        raise Refused(f"{named(estimator, 'order_')} is not the order of {len(fitted)} models")
    each = [None] * len(fitted)
    for i, (one, at) in enumerate(zip(fitted, order)):
        each[at] = member(line, one, [*features, *made], f"{named(estimator, 'estimators_')}[{i}]")
        made += response(line, estimator, each[at], method, True)
    two = all(len(answer.classes or []) == 2 for answer in each)
    scores = [name for name in ("predict_proba", "decision_function") if two and hasattr(estimator, name)]
    return Answers(each, next(iter(scores), None))


READERS = {
    "MultiOutputRegressor": multi_output,
    "MultiOutputClassifier": multi_output,
    "RegressorChain": chain,
    "ClassifierChain": chain,
}
