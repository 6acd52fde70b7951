"""m2cgen: the model as JavaScript."""

import json

import m2cgen

import original
from model import Absent

LARGEST = 150_000
"""Nodes. Beyond, it is tens of megabytes of source that no page would load."""


def build(model, path):
    """A module that exports `score`."""
    if original.nodes(model) > LARGEST:
        raise Absent(f"m2cgen writes tens of megabytes of JavaScript for {original.nodes(model)} nodes")
    path.write_text(m2cgen.export_to_javascript(known(model)) + "\nexport { score };\n")


def known(model):
    """XGBoost keeps base score and rounds in the file alone, where m2cgen does not look."""
    estimator = original.loaded(model)
    if model.library == "xgboost":
        learner = json.loads(estimator.get_booster().save_config())["learner"]
        scores = {float(score) for score in learner["learner_model_param"]["base_score"].strip("[]").split(",")}
        if len(scores) > 1:
            raise Absent("m2cgen knows one base score for all classes")
        estimator.base_score, estimator.n_estimators = scores.pop(), estimator.get_booster().num_boosted_rounds()
    return estimator
