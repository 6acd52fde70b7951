"""Gradient boosting: trees that add to a start."""

import numpy as np

from ..answer import Answer
from ..attributes import attribute, checked, classes, named
from ..refused import Refused
from ..trees import Trees
from .forests import arrays


def start(estimator, features, outputs):
    """What the sums start from: the answer of the `init_` model, which is the same for every row."""
    init = attribute(estimator, "init_")
    if init != "zero" and type(init).__name__ not in ("DummyClassifier", "DummyRegressor"):
        raise Refused(f"{named(estimator, 'init_')} is a {type(init).__name__}", "fit with init=None or init='zero'")
    raw = attribute(estimator, "_raw_predict_init")(np.zeros((1, features)))
    return checked(raw, f"{type(estimator).__name__}._raw_predict_init", (1, outputs))[0].tolist()


def sums(line, estimator, features, outputs):
    """The slots of the margins: start and learning rate times leaves, tree after tree."""
    stages = np.asarray(attribute(estimator, "estimators_"), dtype=object)
    if stages.ndim != 2 or stages.shape[1] != outputs:
        raise Refused(f"{named(estimator, 'estimators_')} has the shape {stages.shape}, where (any, {outputs}) is due")
    rate = float(checked(attribute(estimator, "learning_rate"), named(estimator, "learning_rate"), ()))
    made = Trees(len(features), outputs, start=start(estimator, len(features), outputs))
    for i, stage in enumerate(stages):
        for k, member in enumerate(stage):
            place = f"{named(estimator, 'estimators_')}[{i}, {k}]"
            made.add(f"{place}.tree_", arrays(member, place, len(features), factor=rate), k)
    return made.node(line, features, False)


def regressor(line, estimator, features):
    """`GradientBoostingRegressor`: the sum as it is, whatever the loss."""
    return Answer(sums(line, estimator, features, 1))


def classifier(line, estimator, features):
    """`GradientBoostingClassifier`: of two classes the second also where the margin is just 0."""
    labels = classes(estimator)
    slots = sums(line, estimator, features, 1 if len(labels) == 2 else len(labels))
    if len(labels) > 2:
        return Answer(slots, "softmax", labels, scores="predict_proba")
    link = "sigmoid" if attribute(estimator, "loss") == "log_loss" else {"logistic": {"slope": 2}}
    second = {"above": {"positive": 0, "threshold": 0.5}}
    return Answer(slots, link, labels, second, "predict_proba")


READERS = {"GradientBoostingRegressor": regressor, "GradientBoostingClassifier": classifier}
